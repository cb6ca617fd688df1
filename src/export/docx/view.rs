//! What the DOCX templates print: blocks and cells with their measures in twips.

use super::super::grid::Covering;
use crate::document::{Block, Cell, Document, Role, Run, Table, Text, title_lines};
use crate::style::{Align, PT_PER_MM, Style};

/// Lengths of the page and of lines, in twips (1/20 pt), and sizes in half points.
#[derive(Clone, Copy)]
pub(super) struct Metrics {
    pub page: (i32, i32),
    pub top: i32,
    pub bottom: i32,
    pub inner: i32,
    pub outer: i32,
    pub footer: i32,
    pub width: i32,
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
}

impl Metrics {
    pub fn new(style: &Style) -> Self {
        let page = &style.page;
        let mm = |v: f32| twips(v * PT_PER_MM);
        let half = |pt: f32| (pt * 2.0).round() as i32;
        // The number's baseline is `drop` below the body, its descent an eighth of its size.
        let footer = mm(page.bottom() - style.page_number.drop) - twips(style.sizes.page_number * 0.12);
        Self {
            page: (mm(page.width), mm(page.height)),
            top: mm(page.top),
            bottom: mm(page.bottom()),
            inner: mm(page.inner),
            outer: mm(page.outer()),
            footer: footer.max(0),
            width: mm(page.body_width),
            pitch: twips(style.line_pitch()),
            // One twip under what the line needs: LibreOffice loses the mark at the
            // end of a justified line that the characters fill to the last twip.
            character: ((style.character_pitch() - style.sizes.body) * 20.0).floor() as i32 - 1,
            indent: twips(2.0 * style.character_pitch()),
            table_pitch: twips(style.table.pitch),
            padding: (twips(style.table.padding_x), twips(style.table.padding_y)),
            rule: (style.table.rule * 8.0).round().max(2.0) as i32,
            title_size: half(style.sizes.title),
            body_size: half(style.sizes.body),
            table_size: half(style.sizes.table),
            number_size: half(style.sizes.page_number),
        }
    }
}

fn twips(pt: f32) -> i32 {
    (pt * 20.0).round() as i32
}

/// A block for the template.
pub(super) enum BlockView {
    Paragraph { style: &'static str, runs: Vec<RunView> },
    Table(TableView),
}

/// A run for the template.
pub(super) struct RunView {
    pub text: String,
    /// A character style, or empty.
    pub style: &'static str,
    pub bold: bool,
    /// A line break before it.
    pub break_before: bool,
}

/// A table for the template.
pub(super) struct TableView {
    pub name: String,
    pub columns: Vec<i32>,
    pub rows: Vec<RowView>,
}

/// A row for the template.
pub(super) struct RowView {
    pub head: bool,
    /// Whether the row may not break over pages.
    pub whole: bool,
    pub cells: Vec<CellView>,
}

/// A cell for the template.
pub(super) struct CellView {
    pub text: String,
    pub width: i32,
    pub span: usize,
    /// `restart`, `continue` or empty.
    pub merge: &'static str,
    pub centred: bool,
    /// Whether the row must stay with the next: it has no number of its own.
    pub keep: bool,
    /// Half points, for a number too wide for its cell at the usual size; else 0.
    pub size: i32,
    /// Six hex digits, or empty.
    pub ground: String,
}

/// All blocks for the template.
pub(super) fn blocks(document: &Document, style: &Style) -> Vec<BlockView> {
    let mut views = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Title(text) => {
                views.push(BlockView::Paragraph { style: "Title", runs: title(text, document, style) });
            }
            Block::Heading { level, text } => {
                let style = ["Heading1", "Heading2", "Heading3", "Heading4"][usize::from(*level).clamp(1, 4) - 1];
                views.push(BlockView::Paragraph { style, runs: runs(text) });
            }
            Block::Paragraph(text) => views.push(BlockView::Paragraph { style: "BodyText", runs: runs(text) }),
            Block::Signature(texts) => {
                let styles = std::iter::once("SignatureFirst").chain(std::iter::repeat("Signature"));
                views.extend(
                    texts.iter().zip(styles).map(|(text, style)| BlockView::Paragraph { style, runs: runs(text) }),
                );
            }
            Block::Table(data) => views.push(BlockView::Table(table(data, style))),
        }
    }
    views
}

fn run(run: &Run) -> RunView {
    let style = match run.heading {
        1 => "RunInHeading1",
        2 => "RunInHeading2",
        _ => "",
    };
    RunView { text: clean(&run.text), style, bold: run.bold, break_before: false }
}

fn runs(text: &Text) -> Vec<RunView> {
    text.runs.iter().map(run).collect()
}

/// The title, a line break between its lines.
fn title(text: &Text, document: &Document, style: &Style) -> Vec<RunView> {
    let room = style.page.body_width * PT_PER_MM / style.sizes.title;
    let lines = title_lines(&text.plain(), &document.agency, room);
    let view = |(i, line): (usize, &String)| RunView { text: clean(line), style: "", bold: false, break_before: i > 0 };
    lines.iter().enumerate().map(view).collect()
}

fn table(table: &Table, style: &Style) -> TableView {
    let columns: Vec<i32> = style
        .table
        .columns(&table.id, table.columns, style.page.body_width * PT_PER_MM)
        .into_iter()
        .map(twips)
        .collect();
    let covering = Covering::new(table);
    let [red, green, blue] = style.table.band.map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8);
    let mut rows = Vec::new();
    for row in 0..table.rows.len() {
        let numbers = table.rows[row].has_numbers();
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some((start, cell)) = covering.at(row, column) {
            let merge = match (cell.height > 1, start == row) {
                (false, _) => "",
                (true, true) => "restart",
                (true, false) => "continue",
            };
            cells.push(CellView {
                keep: !numbers,
                size: fitted(cell, columns[column..column + cell.width].iter().sum(), style),
                text: if start == row { clean(&cell.text) } else { String::new() },
                width: columns[column..column + cell.width].iter().sum(),
                span: cell.width,
                merge,
                centred: style.table.align(&table.id, cell.role) == Align::Centre,
                ground: if cell.role == Role::Band { format!("{red:02X}{green:02X}{blue:02X}") } else { String::new() },
            });
            column += cell.width;
        }
        // LibreOffice loses rows of a table that has this, a repeated head and tall cells.
        rows.push(RowView { head: row < table.head, whole: table.head == 0, cells });
    }
    TableView { name: clean(&table.name), columns, rows }
}

/// The size in half points at which a number fits its cell; 0 where the usual size does.
fn fitted(cell: &Cell, width: i32, style: &Style) -> i32 {
    // Digits of Times New Roman are half their size wide; a hair more is safe.
    let natural = cell.text.chars().count() as f32 * 0.52 * style.sizes.table;
    let room = width as f32 / 20.0 - 2.0 * style.table.padding_x;
    if cell.is_plain_number() && natural > room {
        (style.sizes.table * room / natural * 2.0).floor().max(8.0) as i32
    } else {
        0
    }
}

/// Text without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}
