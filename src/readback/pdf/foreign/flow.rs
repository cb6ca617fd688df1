//! The text of all pages in one: rows joined to paragraphs, tables put together over pages.

use std::collections::BTreeMap;

use super::super::super::content::{ContentBlock, ContentLine};
use super::aligned;
use super::columns::regions;
use super::letters::{between, is_numbered, is_wide};
use super::rows::TextRow;
use super::sheet::SheetRead;
use super::tables::GrowingTable;

/// Rows that must end, or begin, at one place for it to be the edge of the text.
const EDGE_ROWS: usize = 2;
/// How wide text must be to be joined, in parts of its page.
const WIDE: f32 = 0.4;
/// The usual distance of rows, in parts of their size, where rows do not tell it.
const PITCH: f32 = 1.5;
/// How much larger than the body's letters those of a title are.
const TITLE: f32 = 1.12;

/// Marks that never begin a row.
const CLOSING: &str = "，。；：、！？）》”’】〉…—";

/// Where the text of a page, or of a column on it, begins and ends.
#[derive(Clone, Copy, Debug)]
struct TextMeasure {
    left: f32,
    right: f32,
    /// Whether first lines stand further in than the others.
    indented: bool,
    /// How far rows are apart.
    pitch: f32,
}

/// A paragraph that may go on.
struct OpenParagraph {
    line: ContentLine,
    last: TextRow,
    measure: TextMeasure,
    page: usize,
    /// Whether the last row stands in the middle.
    centred: bool,
}

/// The document as it grows.
#[derive(Default)]
struct Flow {
    blocks: Vec<ContentBlock>,
    paragraph: Option<OpenParagraph>,
    table: Option<GrowingTable>,
    /// The size of most letters.
    body: f32,
}

/// What stands on a page, from above to below.
enum SheetItem {
    /// Rows that are read together, from the first to the last.
    Rows(Vec<TextRow>),
    /// A table, by its number.
    Table(usize),
}

/// All that pages say.
pub(super) fn blocks(sheets: Vec<SheetRead>) -> Vec<ContentBlock> {
    let measures = measures(&sheets);
    let mut flow = Flow {
        body: body_size(&sheets),
        ..Flow::default()
    };
    for (sheet, measure) in sheets.into_iter().zip(measures) {
        flow.sheet(sheet, measure);
    }
    flow.close();
    flow.blocks
}

/// The size of most letters outside of tables.
fn body_size(sheets: &[SheetRead]) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let size = (row.size * 4.0).round() as i32;
        let count = row
            .pieces
            .iter()
            .map(|piece| piece.text.chars().count())
            .sum::<usize>();
        *sizes.entry(size).or_default() += count;
    }
    sizes
        .iter()
        .max_by_key(|(_, count)| *count)
        .map_or(1.0, |(size, _)| *size as f32 / 4.0)
}

/// The measure of each page: that of all pages of its size.
fn measures(sheets: &[SheetRead]) -> Vec<TextMeasure> {
    let mut known: Vec<(f32, f32, TextMeasure)> = Vec::new();
    let mut out = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let same = |w: f32, h: f32| (w - sheet.width).abs() < 2.0 && (h - sheet.height).abs() < 2.0;
        let found = known
            .iter()
            .find(|(w, h, _)| same(*w, *h))
            .map(|(.., measure)| *measure);
        out.push(found.unwrap_or_else(|| {
            let alike: Vec<&SheetRead> = sheets
                .iter()
                .filter(|other| same(other.width, other.height))
                .collect();
            let rows: Vec<&TextRow> = alike.iter().flat_map(|sheet| &sheet.rows).collect();
            let mut measure = TextMeasure::of(&rows);
            // Tables are as wide as the text, where nothing else tells.
            for table in alike.iter().flat_map(|sheet| &sheet.tables) {
                let bounds = table.lattice.bounds();
                if measure.right < bounds.right - 12.0 && bounds.right < sheet.width * 0.95 {
                    measure.right = bounds.right - 6.0;
                }
            }
            known.push((sheet.width, sheet.height, measure));
            measure
        }));
    }
    out
}

impl TextMeasure {
    fn of(rows: &[&TextRow]) -> Self {
        let size = rows.first().map_or(10.0, |row| row.size);
        let mut rights: Vec<f32> = rows.iter().map(|row| inner_right(row)).collect();
        rights.sort_by(|a, b| b.total_cmp(a));
        let right = edge(&rights, size, EDGE_ROWS.max(rows.len() / 12));
        let mut lefts: Vec<f32> = rows.iter().map(|row| -row.left()).collect();
        lefts.sort_by(|a, b| b.total_cmp(a));
        let left = -edge(&lefts, size, EDGE_ROWS.max(lefts.len() / 20));
        let inner = |row: &&&TextRow| {
            let by = (row.left() - left) / row.size;
            (1.4..2.8).contains(&by)
        };
        let indented = rows.iter().filter(inner).count() >= EDGE_ROWS;
        let mut steps: Vec<f32> = rows
            .iter()
            .zip(rows.iter().skip(1))
            .filter(|(a, b)| (a.size - b.size).abs() < 0.6)
            .map(|(a, b)| (b.base - a.base) / a.size)
            .filter(|step| (0.9..4.0).contains(step))
            .collect();
        steps.sort_by(f32::total_cmp);
        // The closest rows are those within paragraphs.
        let pitch = steps.get(steps.len() / 3).copied().unwrap_or(PITCH);
        Self {
            left,
            right,
            indented,
            pitch,
        }
    }

    fn is_wide(&self, page: f32) -> bool {
        self.right - self.left > WIDE * page
    }
}

/// The first place that enough rows share; places come from the largest to the smallest.
fn edge(places: &[f32], size: f32, count: usize) -> f32 {
    let shared = |(at, place): &(usize, &f32)| {
        places.partition_point(|other| *other >= **place - 0.5 * size) - at >= count
    };
    let found = places
        .iter()
        .enumerate()
        .find(shared)
        .map(|(_, place)| place);
    found.or(places.first()).copied().unwrap_or(0.0)
}

impl Flow {
    fn sheet(&mut self, sheet: SheetRead, measure: TextMeasure) {
        let SheetRead {
            page,
            width,
            rows,
            tables,
            aside,
            ..
        } = sheet;
        let mut first = true;
        for item in items(rows, &tables) {
            match item {
                SheetItem::Table(at) => {
                    let Some(table) = tables.get(at) else {
                        continue;
                    };
                    self.close_paragraph();
                    let on = first
                        && self
                            .table
                            .as_ref()
                            .is_some_and(|open| open.page + 1 == page && open.goes_on(table));
                    if on {
                        if let Some(open) = &mut self.table {
                            open.add(table);
                        }
                    } else {
                        self.close_table();
                        self.table = Some(GrowingTable::new(table));
                    }
                }
                SheetItem::Rows(rows) => {
                    self.close_table();
                    let regions = regions(rows);
                    let several = regions.len() > 1;
                    for region in regions {
                        let own: Vec<&TextRow> = region.rows.iter().collect();
                        let measure = if several {
                            TextMeasure::of(&own)
                        } else {
                            measure
                        };
                        let wide = several || measure.is_wide(width);
                        self.rows(&region.rows, page, measure, wide, width);
                    }
                }
            }
            first = false;
        }
        for row in aside {
            self.close();
            self.begin(&row, page, measure, false);
        }
    }

    fn rows(
        &mut self,
        rows: &[TextRow],
        page: usize,
        measure: TextMeasure,
        wide: bool,
        width: f32,
    ) {
        let mut rest = rows;
        while let Some((row, tail)) = rest.split_first() {
            if let Some((grid, count)) = aligned::table(rest, page) {
                self.close();
                self.blocks.push(ContentBlock::Table(grid));
                rest = rest.get(count..).unwrap_or_default();
                continue;
            }
            rest = tail;
            let centred = is_centred(row, &measure, width);
            let on = self.paragraph.as_ref().is_some_and(|open| {
                wide && open.goes_on(row, page) || centred && open.is_title(row, page, self.body)
            });
            if on {
                if let Some(open) = &mut self.paragraph {
                    open.add(row, page);
                }
            } else {
                self.close();
                self.begin(row, page, measure, centred);
            }
        }
    }

    fn begin(&mut self, row: &TextRow, page: usize, measure: TextMeasure, centred: bool) {
        let line = ContentLine {
            text: row.text(),
            pages: vec![(0, page)],
            ..ContentLine::default()
        };
        self.paragraph = Some(OpenParagraph {
            line,
            last: row.clone(),
            measure,
            page,
            centred,
        });
    }

    fn close(&mut self) {
        self.close_paragraph();
        self.close_table();
    }

    fn close_paragraph(&mut self) {
        if let Some(open) = self.paragraph.take() {
            self.close_table();
            self.blocks.push(ContentBlock::Line(open.line));
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.blocks.push(ContentBlock::Table(table.grid()));
        }
    }
}

/// Rows and tables of a page in their order.
fn items(rows: Vec<TextRow>, tables: &[super::sheet::RuledTable]) -> Vec<SheetItem> {
    let mut out: Vec<SheetItem> = Vec::new();
    let mut next = 0;
    let mut group: Vec<TextRow> = Vec::new();
    for row in rows {
        while let Some(table) = tables.get(next) {
            if table.lattice.bounds().top > row.base {
                break;
            }
            if !group.is_empty() {
                out.push(SheetItem::Rows(std::mem::take(&mut group)));
            }
            out.push(SheetItem::Table(next));
            next += 1;
        }
        group.push(row);
    }
    if !group.is_empty() {
        out.push(SheetItem::Rows(group));
    }
    out.extend((next..tables.len()).map(SheetItem::Table));
    out
}

/// Whether a row stands in the middle of the text, with room at both sides.
fn is_centred(row: &TextRow, measure: &TextMeasure, width: f32) -> bool {
    let (before, behind) = (row.left() - measure.left, measure.right - row.right());
    let middle = f32::midpoint(row.left(), row.right());
    let of_text = (before - behind).abs() < 1.5 * row.size;
    let of_page = (middle - width / 2.0).abs() < row.size;
    (of_text || of_page) && before.min(behind) > -row.size
}

impl OpenParagraph {
    /// Whether the next row belongs to it: the last one was full, and the next begins where
    /// lines begin that are not a paragraph's first.
    fn goes_on(&self, row: &TextRow, page: usize) -> bool {
        let Self { last, measure, .. } = self;
        if (last.size - row.size).abs() > 0.12 * last.size || last.pieces.len() > 1 {
            return false;
        }
        let full = measure.right - last.right() < first_word(row) + 0.35 * row.size;
        let flush = (row.left() - measure.left).abs() < row.size;
        let own = !measure.indented && is_numbered(&row.text());
        let step = (row.base - last.base) / row.size;
        let most = measure.pitch * if measure.indented { 1.7 } else { 1.3 };
        let near = if page == self.page {
            step > 0.0 && step < most
        } else {
            page == self.page + 1
        };
        // Columns go on at the top of the next one.
        let near = near || page == self.page && step < -4.0;
        full && flush && !own && near
    }

    /// Whether the next row is the rest of a title.
    fn is_title(&self, row: &TextRow, page: usize, body: f32) -> bool {
        let Self { last, .. } = self;
        let step = (row.base - last.base) / row.size;
        self.centred
            && page == self.page
            && (last.size - row.size).abs() < 0.05 * row.size
            && row.size > TITLE * body
            && (0.0..2.4).contains(&step)
            && last.pieces.len() == 1
            && row.pieces.len() == 1
    }

    fn add(&mut self, row: &TextRow, page: usize) {
        let text = row.text();
        let between = between(&self.line.text, &text);
        self.line.text.push_str(between);
        if page != self.page {
            self.line.pages.push((self.line.text.len(), page));
        }
        self.line.text.push_str(&text);
        (self.last, self.page) = (row.clone(), page);
    }
}

/// Where a row ends but for a mark at its end, which may hang out of the text.
fn inner_right(row: &TextRow) -> f32 {
    let last = row
        .pieces
        .last()
        .and_then(|piece| piece.text.chars().last());
    let hangs = last.is_some_and(|c| CLOSING.contains(c));
    row.right() - if hangs { row.size } else { 0.0 }
}

/// How wide what a row begins with is and cannot be parted: a letter with the marks behind it,
/// or a word.
fn first_word(row: &TextRow) -> f32 {
    let text = row.pieces.first().map_or("", |piece| piece.text.as_str());
    let mut letters = text.chars().peekable();
    let Some(first) = letters.next() else {
        return 0.0;
    };
    if is_wide(first) {
        let marks = letters.take_while(|c| CLOSING.contains(*c)).count();
        return row.size * (1 + marks.min(2)) as f32;
    }
    let word = letters
        .take_while(|c| !c.is_whitespace() && !is_wide(*c))
        .count();
    row.size * (0.55 * (1 + word.min(40)) as f32 + 1.0)
}
