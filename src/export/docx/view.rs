//! What the DOCX templates print: blocks and cells with their measures in twips.

use std::collections::{BTreeMap, BTreeSet};

use super::super::clean::{clean, hex};
use super::super::grid::Covering;
use super::media::Placement;
use crate::document::{Block, Document, Role, Run, TableBlock, TableCell, Text};
use crate::style::{Align, PT_PER_MM, SIGNATURE_INDENT, Style};

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
    },
    /// A line of the signature, so far in from the right, twips.
    Signature {
        style: &'static str,
        runs: Vec<DocxRun>,
        right: i32,
    },
    Table(DocxTable),
    Figure {
        placement: &'a Placement,
        alt: String,
    },
    /// The end of a section of upright or landscape pages.
    SectionEnd {
        landscape: bool,
    },
}

/// A run for the template.
pub(super) struct DocxRun {
    pub text: String,
    /// A character style, or empty.
    pub style: &'static str,
    /// A line break before it.
    pub break_before: bool,
}

/// A table for the template.
pub(super) struct DocxTable {
    pub name: String,
    pub width: i32,
    pub columns: Vec<i32>,
    pub rows: Vec<DocxRow>,
}

/// A row for the template.
pub(super) struct DocxRow {
    pub head: bool,
    /// Whether the row may not break over pages.
    pub whole: bool,
    pub cells: Vec<DocxCell>,
}

/// A cell for the template.
pub(super) struct DocxCell {
    pub text: String,
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
                views.push(DocxBlock::Paragraph {
                    style: "Title",
                    runs: title(text, document, style),
                });
            }
            Block::Heading { level, text } => {
                let style = ["Heading1", "Heading2", "Heading3", "Heading4"]
                    [usize::from(*level).clamp(1, 4) - 1];
                views.push(DocxBlock::Paragraph { style, runs: runs(text) });
            }
            Block::Paragraph(text) => {
                // A signature takes the paragraph before it along.
                let signed = matches!(document.blocks.get(at + 1), Some(Block::Signature(_)));
                let style = if signed { "BodyTextLast" } else { "BodyText" };
                views.push(DocxBlock::Paragraph { style, runs: runs(text) });
            }
            Block::Signature(texts) => {
                let styles =
                    std::iter::once("SignatureFirst").chain(std::iter::repeat("Signature"));
                let rights = signature(texts, style);
                let lines = texts.iter().zip(styles).zip(rights);
                views.extend(lines.map(|((text, style), right)| DocxBlock::Signature {
                    style,
                    runs: runs(text),
                    right,
                }));
            }
            Block::Table(data) => views.push(DocxBlock::Table(table(data, style, landscape))),
            Block::Figure(figure) => {
                views.extend(
                    figures
                        .get(&at)
                        .map(|placement| DocxBlock::Figure { placement, alt: clean(&figure.alt) }),
                );
                views.push(DocxBlock::Paragraph { style: "Caption", runs: runs(&figure.caption) });
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
pub(super) fn small_sizes(blocks: &[DocxBlock<'_>]) -> Vec<i32> {
    let tables = blocks
        .iter()
        .filter_map(|block| if let DocxBlock::Table(table) = block { Some(table) } else { None });
    let sizes =
        tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells).map(|cell| cell.size);
    sizes.filter(|size| *size > 0).collect::<BTreeSet<_>>().into_iter().collect()
}

fn run(run: &Run) -> DocxRun {
    let style = match (run.heading, run.bold) {
        (1, _) => "RunInHeading1",
        (2, _) => "RunInHeading2",
        (_, true) => "Strong",
        _ => "",
    };
    DocxRun { text: clean(&run.text), style, break_before: false }
}

fn runs(text: &Text) -> Vec<DocxRun> {
    text.runs.iter().map(run).collect()
}

/// The title, a line break between its lines.
fn title(text: &Text, document: &Document, style: &Style) -> Vec<DocxRun> {
    let lines = style.title_lines(&text.plain(), &document.agency);
    let view =
        |(i, line): (usize, &String)| DocxRun { text: clean(line), style: "", break_before: i > 0 };
    lines.iter().enumerate().map(view).collect()
}

/// How far in from the right each line of a signature ends, twips: the date four characters, the agency
/// so that it stands over the middle of the date.
fn signature(texts: &[Text], style: &Style) -> Vec<i32> {
    let width = |text: &Text| ems(&text.plain()) * style.character_pitch();
    let date = texts.last().map_or(0.0, width);
    let middle = SIGNATURE_INDENT * style.character_pitch() + date / 2.0;
    texts.iter().map(|text| twips((middle - width(text) / 2.0).max(0.0))).collect()
}

/// The width of a text in the official faces: half an em a Latin letter, one em the rest.
fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn table(table: &TableBlock, style: &Style, landscape: bool) -> DocxTable {
    let columns: Vec<i32> = style
        .table
        .columns(&table.id, table.columns, style.body_width(landscape))
        .into_iter()
        .map(twips)
        .collect();
    let covering = Covering::new(table);
    let ground = hex(style.table.band);
    let mut rows = Vec::new();
    for row in 0..table.rows.len() {
        let numbers = table.rows[row].has_numbers();
        // Rows without a number of their own stay with the next, and so does a block of a table without a head.
        let block = table.head == 0
            && table.rows.get(row + 1).is_some_and(crate::document::Row::has_numbers);
        let numbers = numbers && !block;
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some((start, cell)) = covering.at(row, column) {
            let merge = match (cell.height > 1, start == row) {
                (false, _) => "",
                (true, true) => "restart",
                (true, false) => "continue",
            };
            let width = columns[column..column + cell.width].iter().sum();
            let (size, padding) = fitted(cell, width, style);
            cells.push(DocxCell {
                style: match (style.table.align(&table.id, cell.role), numbers) {
                    (Align::Centre, true) => "TableNumber",
                    (Align::Left, true) => "TableLabel",
                    (Align::Centre, false) => "TableHead",
                    (Align::Left, false) => "TableBand",
                },
                size,
                padding,
                text: if start == row { clean(&cell.text) } else { String::new() },
                width,
                span: cell.width,
                merge,
                ground: if cell.role == Role::Band { ground.clone() } else { String::new() },
            });
            column += cell.width;
        }
        // LibreOffice loses rows of a table that has this, a repeated head and tall cells.
        rows.push(DocxRow { head: row < table.head, whole: table.head == 0, cells });
    }
    DocxTable { name: clean(&table.name), width: columns.iter().sum(), columns, rows }
}

/// The size in half points at which a cell's text fits and the room at its sides in twips; 0 for
/// the size where the usual one does.
fn fitted(cell: &TableCell, width: i32, style: &Style) -> (i32, i32) {
    let ems = ems(&cell.text);
    let lines = |size: f32, padding: f32| {
        let room = (width as f32 / 20.0 - 2.0 * padding).max(size);
        Some((ems * size / room).ceil() as usize)
    };
    let fitted = style.table.fitted(cell, style.sizes.table, lines);
    let small = fitted.size < style.sizes.table;
    (if small { (fitted.size * 2.0).round() as i32 } else { 0 }, twips(fitted.padding))
}
