//! What the DOCX templates print: blocks and cells with their measures in twips.

use std::collections::{BTreeMap, BTreeSet};

use super::super::clean::{clean, hex};
use super::super::grid::Covering;
use super::OnPaper;
use super::media::Placement;
use super::redline::{DocxPiece, Edit};
use crate::document::{
    Block, Document, HeadingRuns, Role, Row, Run, Signature, TableBlock, TableCell, Text,
};
use crate::style::{Align, ColumnWidths, PT_PER_MM, Style, ems};

/// Lengths of the page and of lines, in twips (1/20 pt), and sizes in half points.
#[derive(Clone, Copy)]
pub(super) struct Metrics {
    pub page: (i32, i32),
    pub top: i32,
    pub bottom: i32,
    pub inner: i32,
    pub outer: i32,
    pub footer: i32,
    /// A landscape page's margins on the sides and at top and bottom: the means of
    /// a sheet's, since these do not change sides from page to page.
    pub sides: i32,
    pub edges: i32,
    /// The box with the page number of a landscape page, in pt: left and top, width and height.
    pub spot: (f32, f32),
    pub reach: (f32, f32),
    pub pitch: i32,
    /// What a character of the body is narrower than its size.
    pub character: i32,
    pub indent: i32,
    pub table_pitch: i32,
    pub padding: (i32, i32),
    /// Eighths of a point.
    pub rule: i32,
    pub title_size: i32,
    pub body_size: i32,
    pub table_size: i32,
    pub number_size: i32,
    pub caption_size: i32,
    pub note_size: i32,
    pub note_pitch: i32,
    pub title_pitch: i32,
}

impl Metrics {
    pub fn new(style: &Style) -> Self {
        let page = &style.page;
        let mm = |v: f32| twips(v * PT_PER_MM);
        let half = |pt: f32| (pt * 2.0).round() as i32;
        // The number's dashes are `drop` below the body, its descent an eighth of its size.
        let footer = mm(page.bottom() - style.page_number_baseline())
            - twips(style.sizes.page_number * 0.12);
        let number = twips(style.sizes.page_number);
        let pt = |twips: i32| twips as f32 / 20.0;
        let edges = mm(f32::midpoint(page.inner, page.outer()));
        Self {
            page: (mm(page.width), mm(page.height)),
            top: mm(page.top),
            bottom: mm(page.bottom()),
            inner: mm(page.inner),
            outer: mm(page.outer()),
            footer: footer.max(0),
            sides: mm(f32::midpoint(page.top, page.bottom())),
            edges,
            // LibreOffice cuts what reaches beyond the box, and begins the line 0.3 em from its right.
            spot: (
                pt(mm(page.bottom() - style.page_number_baseline()) - number * 42 / 100),
                pt(edges + number),
            ),
            reach: (pt(number * 175 / 100), pt(mm(page.body_width) - 2 * number)),
            pitch: twips(style.line_pitch()),
            // Two twips under what the line needs: LibreOffice loses the mark at the
            // end of a justified line that the characters fill to the last twips.
            character: ((style.character_pitch() - style.sizes.body) * 20.0).floor() as i32 - 2,
            indent: twips(2.0 * style.character_pitch()),
            table_pitch: twips(style.table.pitch),
            padding: (twips(style.table.padding_x), twips(style.table.padding_y)),
            rule: (style.table.rule * 8.0).round().max(2.0) as i32,
            title_size: half(style.sizes.title),
            body_size: half(style.sizes.body),
            table_size: half(style.sizes.table),
            number_size: half(style.sizes.page_number),
            caption_size: half(style.figure.caption),
            note_size: half(style.sizes.note),
            note_pitch: twips(style.note_pitch()),
            title_pitch: twips(style.title.pitch),
        }
    }
}

fn twips(pt: f32) -> i32 {
    (pt * 20.0).round() as i32
}

/// A block for the template.
pub(super) enum DocxBlock<'a> {
    Paragraph {
        style: &'static str,
        runs: Vec<DocxRun>,
        /// Whether it begins a page.
        first: bool,
        /// The name of a bookmark at its beginning, and the bookmark's number.
        bookmark: Option<(usize, String)>,
    },
    /// The title, so far above what follows, twips.
    Title {
        runs: Vec<DocxRun>,
        after: i32,
    },
    /// A text of the signature in its style.
    Signature {
        style: String,
        runs: Vec<DocxRun>,
    },
    Table(DocxTable),
    Figure {
        placement: &'a Placement,
        alt: String,
        /// What became of the picture itself.
        edit: Edit,
    },
    /// The end of a section of upright or landscape pages.
    SectionEnd {
        landscape: bool,
    },
}

/// A run for the template.
#[derive(Clone)]
pub(super) struct DocxRun {
    pub text: String,
    /// A character style, or empty.
    pub style: &'static str,
    /// A line break before it.
    pub break_before: bool,
    pub edit: Edit,
}

impl DocxRun {
    pub fn of(text: &str) -> Self {
        Self {
            text: clean(text),
            style: "",
            break_before: false,
            edit: Edit::Kept,
        }
    }
}

/// A table for the template.
pub(super) struct DocxTable {
    pub name: String,
    pub width: i32,
    pub columns: Vec<i32>,
    /// From line to line and above and below a cell's text where rows are tightened, twips; else 0.
    pub pitch: i32,
    pub padding: i32,
    pub rows: Vec<DocxRow>,
}

/// A row for the template.
pub(super) struct DocxRow {
    pub head: bool,
    /// Whether the row may not break over pages.
    pub whole: bool,
    pub edit: Edit,
    pub cells: Vec<DocxCell>,
}

/// A cell for the template.
pub(super) struct DocxCell {
    /// What is printed: nothing, or one run where nothing is tracked.
    pub runs: Vec<DocxRun>,
    pub width: i32,
    pub span: usize,
    /// `restart`, `continue` or empty.
    pub merge: &'static str,
    /// The paragraph style.
    pub style: &'static str,
    /// Half points, for text that does not fit its cell at the usual size; else 0.
    pub size: i32,
    /// Left and right of such text, twips.
    pub padding: i32,
    /// Six hex digits, or empty.
    pub ground: String,
}

/// All blocks for the template.
pub(super) fn blocks<'a>(
    document: &Document,
    style: &Style,
    figures: &'a BTreeMap<usize, Placement>,
    paper: &OnPaper,
) -> Vec<DocxBlock<'a>> {
    let mut views = Vec::new();
    let mut landscape = style.is_landscape(&document.blocks);
    for (at, block) in document.blocks.iter().enumerate() {
        if style.is_landscape(&document.blocks[at..]) != landscape {
            views.push(DocxBlock::SectionEnd { landscape });
            landscape = !landscape;
        }
        match block {
            Block::Title(text) => {
                let lines = style.title_lines(&text.plain(), &document.agency);
                let taken = style.title.pitch * lines.len() as f32;
                let after = twips(style.title_height(lines.len()) - taken).max(0);
                views.push(DocxBlock::Title {
                    runs: broken(&lines),
                    after,
                });
            }
            Block::Heading { level, text } => {
                let style = ["Heading1", "Heading2", "Heading3", "Heading4"]
                    [usize::from(*level).clamp(1, 4) - 1];
                let first = paper.moved.contains(&at);
                views.push(DocxBlock::Paragraph {
                    style,
                    runs: runs(text),
                    first,
                    bookmark: None,
                });
            }
            Block::Paragraph(text) => {
                // A signature takes the paragraph before it along.
                let signed = matches!(document.blocks.get(at + 1), Some(Block::Signature(_)));
                let style = if signed { "BodyTextLast" } else { "BodyText" };
                let bookmark = text
                    .heading()
                    .and_then(bookmark_name)
                    .map(|name| (at, name));
                views.push(DocxBlock::Paragraph {
                    style,
                    runs: runs(text),
                    first: false,
                    bookmark,
                });
            }
            Block::Note(text) => {
                views.push(plain("TableNote", text));
            }
            Block::Signature(signature) => {
                let lines = signature.lines.iter().enumerate();
                views.extend(lines.map(|(at, text)| DocxBlock::Signature {
                    style: signature_style(at),
                    runs: broken(&style.signature_lines(&text.plain())),
                }));
            }
            Block::Table(data) => {
                let tightness = paper.tightened.get(&at).copied().unwrap_or(0.0);
                views.push(DocxBlock::Table(table(data, style, landscape, tightness)));
            }
            Block::Figure(figure) => {
                views.extend(figures.get(&at).map(|placement| DocxBlock::Figure {
                    placement,
                    alt: clean(&figure.alt),
                    edit: Edit::Kept,
                }));
                views.push(plain("Caption", &figure.caption));
            }
        }
    }
    views
}

/// Whether the last section's pages are landscape: the file has its properties at the end.
pub(super) fn lies(document: &Document, style: &Style) -> bool {
    document
        .blocks
        .len()
        .checked_sub(1)
        .is_some_and(|last| style.is_landscape(&document.blocks[last..]))
}

/// The sizes below the usual one that cells have, in half points.
pub(super) fn small_sizes(pieces: &[DocxPiece<'_>]) -> Vec<i32> {
    let tables = pieces.iter().filter_map(|piece| match &piece.block {
        DocxBlock::Table(table) => Some(table),
        _ => None,
    });
    let sizes = tables
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| cell.size);
    sizes
        .filter(|size| *size > 0)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn run(run: &Run) -> DocxRun {
    let style = match (run.heading, run.bold) {
        (1, _) => "RunInHeading1",
        (2, _) => "RunInHeading2",
        (_, true) => "Strong",
        _ => "",
    };
    DocxRun {
        style,
        ..DocxRun::of(&run.text)
    }
}

fn runs(text: &Text) -> Vec<DocxRun> {
    text.runs.iter().map(run).collect()
}

/// A paragraph of a style and nothing else.
fn plain<'a>(style: &'static str, text: &Text) -> DocxBlock<'a> {
    DocxBlock::Paragraph {
        style,
        runs: runs(text),
        first: false,
        bookmark: None,
    }
}

/// What the rules take up of rows in office programs.
const RULES: f32 = 0.03;
/// Characters that the name of a bookmark has at most.
const LONGEST_NAME: usize = 40;

/// The name of the bookmark at a heading within a paragraph: letters and digits, as Word wants it.
fn bookmark_name(heading: HeadingRuns<'_>) -> Option<String> {
    let words: String = heading.runs.iter().map(|run| run.text.as_str()).collect();
    let words = words.trim_end_matches(['。', '：']).chars();
    let name: String = words
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let name = name.trim_matches('_');
    // A name begins with a letter.
    let name = if name.starts_with(char::is_numeric) {
        format!("第{name}")
    } else {
        name.into()
    };
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then_some(name)
}

/// Words with a line break between their lines.
fn broken(lines: &[String]) -> Vec<DocxRun> {
    let view = |(i, line): (usize, &String)| DocxRun {
        break_before: i > 0,
        ..DocxRun::of(line)
    };
    lines.iter().enumerate().map(view).collect()
}

/// How a text of the signature stands, lengths in twips.
pub(super) struct SignatureStyle {
    pub id: String,
    pub number: usize,
    /// Whether it is the first, above which a line is empty.
    pub first: bool,
    pub left: i32,
    pub right: i32,
    /// `right`, or for a name of several lines `center` or `left`.
    pub align: &'static str,
}

fn signature_style(at: usize) -> String {
    format!("Signature{}", at + 1)
}

/// The styles of the document's signature, one a text.
pub(super) fn signature_styles(document: &Document, style: &Style) -> Vec<SignatureStyle> {
    let signature = document.blocks.iter().find_map(|block| match block {
        Block::Signature(signature) => Some(signature),
        _ => None,
    });
    signature
        .map(|signature| of_signature(signature, style))
        .unwrap_or_default()
}

fn of_signature(signature: &Signature, style: &Style) -> Vec<SignatureStyle> {
    let lines = |text: &Text| style.signature_lines(&text.plain());
    let pitch = style.character_pitch();
    let widest = |text: &Text| {
        lines(text)
            .iter()
            .map(|line| ems(line) * pitch)
            .fold(0.0, f32::max)
    };
    let widths: Vec<f32> = signature.lines.iter().map(widest).collect();
    let insets = style.signature_insets(&widths, signature.sealed);
    let texts = signature.lines.iter().zip(widths).zip(insets).enumerate();
    let view = |(at, ((text, width), inset)): (usize, ((&Text, f32), f32))| {
        let several = lines(text).len() > 1;
        // A hair more room than the widest line needs, on both sides.
        let room = style.body_width(false) - inset - width - 2.0;
        SignatureStyle {
            id: signature_style(at),
            number: at + 1,
            first: at == 0,
            left: if several { twips(room.max(0.0)) } else { 0 },
            right: twips(if several {
                (inset - 2.0).max(0.0)
            } else {
                inset
            }),
            align: match (several, signature.sealed) {
                (false, _) => "right",
                (true, true) => "center",
                (true, false) => "left",
            },
        }
    };
    texts.map(view).collect()
}

fn table(table: &TableBlock, style: &Style, landscape: bool, tightness: f32) -> DocxTable {
    let ColumnWidths {
        widths,
        numbers: number_size,
    } = style
        .table
        .columns(table, style.sizes.table, style.body_width(landscape));
    let columns: Vec<i32> = widths.into_iter().map(twips).collect();
    let covering = Covering::new(table);
    let ground = hex(style.table.band);
    let mut rows = Vec::new();
    for row in 0..table.rows.len() {
        let numbers = table.rows[row].has_numbers();
        // Rows without a number of their own stay with the next, and so do a block of a table without a
        // head and the rows under a group's label inside another one.
        let block = if table.head == 0 {
            table.rows.get(row + 1).is_some_and(Row::has_numbers)
        } else {
            in_group(table, row)
        };
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some((start, cell)) = covering.at(row, column) {
            let merge = match (cell.height > 1, start == row) {
                (false, _) => "",
                (true, true) => "restart",
                (true, false) => "continue",
            };
            let width = columns[column..column + cell.width].iter().sum();
            let (size, padding) = fitted(cell, width, number_size, style);
            cells.push(DocxCell {
                style: match (style.table.align(&table.id, cell.role), numbers, block) {
                    (Align::Centre, true, false) => "TableNumber",
                    (Align::Left, true, false) => "TableLabel",
                    (Align::Centre, true, true) => "TableNumberKept",
                    (Align::Left, true, true) => "TableLabelKept",
                    (Align::Centre, false, _) => "TableHead",
                    (Align::Left, false, _) => "TableBand",
                },
                size,
                padding,
                runs: if start == row {
                    printed(&cell.text)
                } else {
                    Vec::new()
                },
                width,
                span: cell.width,
                merge,
                ground: if cell.role == Role::Band {
                    ground.clone()
                } else {
                    String::new()
                },
            });
            column += cell.width;
        }
        // A table without a head of its own begins with that of its first block.
        let head = if table.head == 0 {
            head_of_first_block(table)
        } else {
            table.head
        };
        // LibreOffice loses rows of a table that has this, a repeated head and tall cells.
        let (head, whole) = (row < head, table.head == 0);
        rows.push(DocxRow {
            head,
            whole,
            edit: Edit::Kept,
            cells,
        });
    }
    // Office programs add their rules to the rows' heights.
    let tight = |pt: f32| {
        if tightness > 0.0 {
            twips(pt * (1.0 - tightness - RULES))
        } else {
            0
        }
    };
    DocxTable {
        name: clean(&table.name),
        width: columns.iter().sum(),
        columns,
        pitch: tight(style.table.pitch),
        padding: tight(style.table.padding_y),
        rows,
    }
}

/// What a cell prints.
fn printed(text: &str) -> Vec<DocxRun> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![DocxRun::of(text)]
    }
}

/// The size in half points at which a cell's text fits and the room at its sides in twips; 0 for
/// the size where the usual one does.
fn fitted(cell: &TableCell, width: i32, number_size: f32, style: &Style) -> (i32, i32) {
    let ems = ems(&cell.text);
    let lines = |size: f32, padding: f32| {
        let room = (width as f32 / 20.0 - 2.0 * padding).max(size);
        Some((ems * size / room).ceil() as usize)
    };
    let fitted = style
        .table
        .fitted(cell, style.sizes.table, number_size, lines);
    let small = fitted.size < style.sizes.table;
    (
        if small {
            (fitted.size * 2.0).round() as i32
        } else {
            0
        },
        twips(fitted.padding),
    )
}

/// Whether a label inside the outermost ones goes on below a row.
fn in_group(table: &TableBlock, row: usize) -> bool {
    let above = table.rows[..=row].iter().enumerate();
    let mut cells = above.flat_map(|(y, above)| above.cells.iter().map(move |cell| (y, cell)));
    cells.any(|(y, cell)| cell.role == Role::Stub && cell.column > 0 && y + cell.height > row + 1)
}

fn head_of_first_block(table: &TableBlock) -> usize {
    table
        .rows
        .iter()
        .take_while(|row| !row.has_numbers())
        .count()
}
