//! What stands in the main part: paragraphs, tables with their spans, pictures' words.
//!
//! It takes elements as they come and knows nothing of packages. Nested tables and
//! text boxes become text of what they stand in.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use crate::readback::content::{Block, Cell, Figure, Grid, Line};

/// The most columns of a table; a report has ten.
const MAX_COLUMNS: usize = 512;
/// What is not part of the text as it stands: what a tracked change took away, and
/// what programs show that do not understand the first choice.
const SKIPPED: [&str; 3] = ["w:del", "w:moveFrom", "mc:Fallback"];

/// Where a cell stands to the one above it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Merge {
    #[default]
    Own,
    Continued,
}

/// The part's elements as they come, one by one.
#[derive(Default)]
pub(super) struct Body {
    blocks: Vec<Block>,
    /// Elements that are open.
    open: usize,
    /// Elements open within what is skipped.
    skipped: usize,
    /// Whether a run, and whether text of the document, is being read.
    in_run: bool,
    in_text: bool,
    /// Paragraphs and cells so far.
    pub pieces: usize,
    /// Paragraphs that are open: those in text boxes stand in others.
    paragraphs: usize,
    line: String,
    style: String,
    under: Arc<str>,
    /// The words of a picture whose caption has not come yet.
    alt: Option<String>,
    /// Tables that are open; what stands in a table in a cell is the cell's text.
    tables: usize,
    grid: Grid,
    merges: Vec<Merge>,
    /// The row and column that the next cell has; rows count from 1 while a table is open.
    row: usize,
    column: usize,
    in_cell: bool,
}

impl Body {
    /// An element begins.
    pub fn start(&mut self, tag: &BytesStart<'_>) {
        self.open += 1;
        let name = tag.name();
        let name = name.as_ref();
        if self.skipped > 0 || SKIPPED.contains(&name) {
            self.skipped += 1;
            return;
        }
        match name {
            "w:t" => self.in_text = true,
            "w:br" | "w:cr" => self.line.push('\n'),
            // Outside of runs the same name is a place for tabs.
            "w:tab" if self.in_run => self.line.push(' '),
            "w:r" => self.in_run = true,
            "w:noBreakHyphen" => self.line.push('-'),
            "w:p" => {
                self.pieces += 1;
                self.paragraphs += 1;
                if self.paragraphs == 1 && !self.in_cell {
                    self.line.clear();
                    self.style.clear();
                } else {
                    self.line.push('\n');
                }
            }
            "w:pStyle" => self.style = value(tag, "w:val").unwrap_or_default(),
            "wp:docPr" if !self.in_cell => {
                self.picture();
                self.alt = Some(value(tag, "descr").unwrap_or_default());
            }
            "w:tbl" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.picture();
                    (self.grid, self.merges, self.row) = (Grid::default(), Vec::new(), 0);
                }
            }
            "w:tblCaption" if self.tables == 1 => {
                self.grid.name = value(tag, "w:val").unwrap_or_default()
            }
            "w:tr" if self.tables == 1 => (self.row, self.column) = (self.row + 1, 0),
            "w:gridBefore" if self.tables == 1 => self.column += number(tag),
            "w:tc" if self.tables == 1 => {
                self.pieces += 1;
                self.line.clear();
                self.in_cell = true;
                let (row, column) = (self.row.saturating_sub(1), self.column);
                self.grid.cells.push(Cell { row, column, height: 1, width: 1, ..Cell::default() });
                self.merges.push(Merge::Own);
            }
            "w:gridSpan" if self.tables == 1 && self.in_cell => {
                if let Some(cell) = self.grid.cells.last_mut() {
                    cell.width = number(tag).max(1);
                }
            }
            "w:vMerge" if self.tables == 1 && self.in_cell => {
                let own = value(tag, "w:val").is_some_and(|v| v == "restart");
                if let Some(merge) = self.merges.last_mut() {
                    *merge = if own { Merge::Own } else { Merge::Continued };
                }
            }
            _ => {}
        }
    }

    /// An element ends.
    pub fn end(&mut self, name: &str) {
        self.open = self.open.saturating_sub(1);
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "w:t" => self.in_text = false,
            "w:r" => self.in_run = false,
            "w:p" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.paragraphs == 0 && !self.in_cell {
                    self.paragraph();
                }
            }
            "w:tc" if self.tables == 1 => {
                self.in_cell = false;
                if let Some(cell) = self.grid.cells.last_mut() {
                    self.line.trim().clone_into(&mut cell.text);
                    self.column = (self.column + cell.width).min(MAX_COLUMNS);
                }
            }
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let grid = std::mem::take(&mut self.grid);
                    self.blocks.push(Block::Table(merged(grid, &self.merges).compact()));
                }
            }
            _ => {}
        }
    }

    /// Text comes, which counts only where it is the document's.
    pub fn text(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.line.push_str(text);
        }
    }

    /// All that was read; none while elements are open.
    pub fn blocks(mut self) -> Option<Vec<Block>> {
        // A picture at the very end has no caption.
        self.picture();
        (self.open == 0).then_some(self.blocks)
    }

    /// A picture that no caption follows stands alone.
    fn picture(&mut self) {
        if let Some(alt) = self.alt.take() {
            let caption = Line { under: self.under.clone(), ..Line::default() };
            self.blocks.push(Block::Figure(Figure { caption, alt: Some(alt), words: None }));
        }
    }

    fn paragraph(&mut self) {
        let text = self.line.trim().to_owned();
        if text.is_empty() {
            return;
        }
        if self.style.starts_with("Heading") {
            self.under = text.replace('\n', "").into();
        }
        let line = Line { text, under: self.under.clone(), ..Line::default() };
        if self.style == "Caption" {
            self.blocks.push(Block::Figure(Figure {
                caption: line,
                alt: self.alt.take(),
                words: None,
            }));
        } else {
            self.picture();
            self.blocks.push(Block::Line(line));
        }
    }
}

/// Cells that continue the one above become part of it.
fn merged(grid: Grid, merges: &[Merge]) -> Grid {
    let mut cells: Vec<Cell> = Vec::new();
    // The cell that is open downwards, by its column.
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (cell, merge) in grid.cells.into_iter().zip(merges) {
        let above = last.get(&cell.column).and_then(|at| cells.get_mut(*at));
        match above
            .filter(|above| above.width == cell.width && above.row + above.height == cell.row)
        {
            Some(above) if *merge == Merge::Continued => {
                above.height += 1;
                if !cell.text.is_empty() {
                    above.text = format!("{}\n{}", above.text, cell.text);
                }
            }
            _ => {
                last.insert(cell.column, cells.len());
                cells.push(cell);
            }
        }
    }
    Grid { cells, ..grid }
}

fn number(tag: &BytesStart<'_>) -> usize {
    value(tag, "w:val").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0).min(MAX_COLUMNS)
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}
