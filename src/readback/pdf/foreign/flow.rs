//! The text of all pages in one: rows joined to paragraphs, tables put together over pages.

use std::collections::BTreeMap;

use super::super::super::content::{ContentBlock, ContentLine};
use super::aligned;
use super::columns::regions;
use super::letters::{between, is_numbered, is_wide};
use super::rows::TextRow;
use super::sheet::{RuledTable, SheetRead};
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

/// A measure that all pages of one size share.
struct SharedMeasure {
    width: f32,
    height: f32,
    measure: TextMeasure,
}

/// A page that comes into the document, or a column of it.
#[derive(Clone, Copy)]
struct FlowPage {
    /// Its number, from 1.
    number: usize,
    width: f32,
    measure: TextMeasure,
    /// Whether its text is wide enough to be joined to paragraphs.
    is_wide: bool,
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
pub(super) fn join_sheets(sheets: Vec<SheetRead>) -> Vec<ContentBlock> {
    let measures = measures(&sheets);
    let mut flow = Flow {
        body: body_size(&sheets),
        ..Flow::default()
    };
    for (sheet, measure) in sheets.into_iter().zip(measures) {
        flow.add_sheet(sheet, measure);
    }
    flow.close();
    flow.blocks
}

/// The size of most letters outside of tables.
fn body_size(sheets: &[SheetRead]) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let size = (row.size * 4.0).round() as i32;
        let letters = row.pieces.iter().map(|piece| piece.text.chars().count());
        *sizes.entry(size).or_default() += letters.sum::<usize>();
    }
    sizes
        .iter()
        .max_by_key(|(_, count)| *count)
        .map_or(1.0, |(size, _)| *size as f32 / 4.0)
}

/// The measure of each page: that of all pages of its size.
fn measures(sheets: &[SheetRead]) -> Vec<TextMeasure> {
    let mut known: Vec<SharedMeasure> = Vec::new();
    let mut out = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let same = known
            .iter()
            .find(|shared| is_of_size(sheet, shared.width, shared.height));
        let measure = if let Some(shared) = same {
            shared.measure
        } else {
            let measure = TextMeasure::of_sheets_like(sheet, sheets);
            known.push(SharedMeasure {
                width: sheet.width,
                height: sheet.height,
                measure,
            });
            measure
        };
        out.push(measure);
    }
    out
}

fn is_of_size(sheet: &SheetRead, width: f32, height: f32) -> bool {
    (width - sheet.width).abs() < 2.0 && (height - sheet.height).abs() < 2.0
}

impl TextMeasure {
    /// The measure of all pages of one page's size.
    fn of_sheets_like(sheet: &SheetRead, sheets: &[SheetRead]) -> Self {
        let alike: Vec<&SheetRead> = sheets
            .iter()
            .filter(|other| is_of_size(sheet, other.width, other.height))
            .collect();
        let rows: Vec<&TextRow> = alike.iter().flat_map(|sheet| &sheet.rows).collect();
        let mut measure = Self::of(&rows);
        // Tables are as wide as the text, where nothing else tells.
        for table in alike.iter().flat_map(|sheet| &sheet.tables) {
            let bounds = table.lattice.bounds();
            if measure.right < bounds.right - 12.0 && bounds.right < sheet.width * 0.95 {
                measure.right = bounds.right - 6.0;
            }
        }
        measure
    }

    fn of(rows: &[&TextRow]) -> Self {
        let size = rows.first().map_or(10.0, |row| row.size);
        let rights: Vec<f32> = rows.iter().map(|row| inner_right(row)).collect();
        let right = edge(rights, size, EDGE_ROWS.max(rows.len() / 12));
        let lefts: Vec<f32> = rows.iter().map(|row| -row.left()).collect();
        let left = -edge(lefts, size, EDGE_ROWS.max(rows.len() / 20));
        let indented = rows.iter().filter(|row| row.is_indented(left));
        Self {
            left,
            right,
            indented: indented.count() >= EDGE_ROWS,
            pitch: pitch(rows),
        }
    }

    fn is_wide(&self, page: f32) -> bool {
        self.right - self.left > WIDE * page
    }
}

/// The outermost place that enough rows share.
fn edge(mut places: Vec<f32>, size: f32, count: usize) -> f32 {
    places.sort_by(|a, b| b.total_cmp(a));
    for (at, place) in places.iter().enumerate() {
        let end = places.partition_point(|other| *other >= place - 0.5 * size);
        if end - at >= count {
            return *place;
        }
    }
    places.first().copied().unwrap_or(0.0)
}

/// How far rows of paragraphs are apart, in parts of their size.
fn pitch(rows: &[&TextRow]) -> f32 {
    let mut steps = Vec::new();
    for (a, b) in rows.iter().zip(rows.iter().skip(1)) {
        let step = (b.base - a.base) / a.size;
        if (a.size - b.size).abs() < 0.6 && (0.9..4.0).contains(&step) {
            steps.push(step);
        }
    }
    steps.sort_by(f32::total_cmp);
    // The closest rows are those within paragraphs.
    steps.get(steps.len() / 3).copied().unwrap_or(PITCH)
}

impl Flow {
    fn add_sheet(&mut self, sheet: SheetRead, measure: TextMeasure) {
        let page = FlowPage {
            number: sheet.page,
            width: sheet.width,
            measure,
            is_wide: measure.is_wide(sheet.width),
        };
        let mut is_first = true;
        for item in items(sheet.rows, &sheet.tables) {
            match item {
                SheetItem::Table(at) => {
                    let Some(table) = sheet.tables.get(at) else {
                        continue;
                    };
                    self.add_table(table, is_first);
                }
                SheetItem::Rows(rows) => self.add_regions(rows, &page),
            }
            is_first = false;
        }
        for row in sheet.aside {
            self.close();
            self.begin(&row, &page, false);
        }
    }

    /// Adds a table; one that begins a page may go on with the last one of the page before.
    fn add_table(&mut self, table: &RuledTable, is_first: bool) {
        self.close_paragraph();
        if let Some(open) = &mut self.table
            && is_first
            && open.page + 1 == table.page
            && open.goes_on(table)
        {
            open.add(table);
            return;
        }
        self.close_table();
        self.table = Some(GrowingTable::new(table));
    }

    /// Adds rows that stand between tables, column by column where there are several.
    fn add_regions(&mut self, rows: Vec<TextRow>, page: &FlowPage) {
        self.close_table();
        let regions = regions(rows);
        if let [region] = regions.as_slice() {
            self.add_rows(&region.rows, page);
            return;
        }
        for region in regions {
            let own: Vec<&TextRow> = region.rows.iter().collect();
            let column = FlowPage {
                measure: TextMeasure::of(&own),
                is_wide: true,
                ..*page
            };
            self.add_rows(&region.rows, &column);
        }
    }

    fn add_rows(&mut self, rows: &[TextRow], page: &FlowPage) {
        let mut rest = rows;
        while let Some((row, tail)) = rest.split_first() {
            if let Some(table) = aligned::find_table(rest, page.number) {
                self.close();
                self.blocks.push(ContentBlock::Table(table.grid));
                rest = rest.get(table.rows..).unwrap_or_default();
            } else {
                self.add_row(row, page);
                rest = tail;
            }
        }
    }

    /// Adds a row to the paragraph that is open, or begins one with it.
    fn add_row(&mut self, row: &TextRow, page: &FlowPage) {
        let centred = is_centred(row, page);
        let body = self.body;
        if let Some(open) = &mut self.paragraph
            && (page.is_wide && open.goes_on(row, page.number)
                || centred && open.is_title(row, page.number, body))
        {
            open.add(row, page.number);
            return;
        }
        self.close();
        self.begin(row, page, centred);
    }

    fn begin(&mut self, row: &TextRow, page: &FlowPage, centred: bool) {
        let mut line = ContentLine::of(row.text());
        line.enter_page(0, page.number);
        self.paragraph = Some(OpenParagraph {
            line,
            last: row.clone(),
            measure: page.measure,
            page: page.number,
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
fn items(rows: Vec<TextRow>, tables: &[RuledTable]) -> Vec<SheetItem> {
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
fn is_centred(row: &TextRow, page: &FlowPage) -> bool {
    let before = row.left() - page.measure.left;
    let behind = page.measure.right - row.right();
    let middle = f32::midpoint(row.left(), row.right());
    let of_text = (before - behind).abs() < 1.5 * row.size;
    let of_page = (middle - page.width / 2.0).abs() < row.size;
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
        self.line.enter_page(self.line.text.len(), page);
        self.line.text.push_str(&text);
        (self.last, self.page) = (row.clone(), page);
    }
}

/// Where a row ends but for a mark at its end, which may hang out of the text.
fn inner_right(row: &TextRow) -> f32 {
    let last = row.pieces.last();
    match last.and_then(|piece| piece.text.chars().last()) {
        Some(c) if CLOSING.contains(c) => row.right() - row.size,
        _ => row.right(),
    }
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
