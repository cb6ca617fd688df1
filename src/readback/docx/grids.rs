//! A table of the main part while it is read: its cells on their grid, with spans and merges.
//!
//! It takes the elements of one table and knows nothing of what stands in the cells.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::parts::{is_on, main_value, value};
use crate::readback::content::{Grid, GridCell};

/// The most columns of a table; a report has ten.
const MAX_COLUMNS: usize = 512;

/// A table that is open, or was last.
#[derive(Default)]
pub(super) struct MainGrid {
    grid: Grid,
    /// Which cells continue the one above them.
    continued: Vec<bool>,
    /// The row and column that the next cell has; rows count from 1 while a table is open.
    row: usize,
    column: usize,
    pub in_cell: bool,
    /// Whether the row is hidden.
    pub is_hidden: bool,
}

impl MainGrid {
    /// A table begins.
    pub fn begin(&mut self) {
        (self.grid, self.continued, self.row) = (Grid::default(), Vec::new(), 0);
    }

    /// An element of the table that is no cell.
    pub fn start(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "w:tblCaption" => self.grid.name = main_value(tag),
            "w:tr" => (self.row, self.column, self.is_hidden) = (self.row + 1, 0, false),
            "w:hidden" => self.is_hidden = is_on(tag),
            "w:gridBefore" => self.column += count(tag),
            "w:gridSpan" if self.in_cell => {
                if let Some(cell) = self.grid.cells.last_mut() {
                    cell.width = count(tag).max(1);
                }
            }
            "w:vMerge" if self.in_cell => {
                if let Some(continued) = self.continued.last_mut() {
                    *continued = main_value(tag) != "restart";
                }
            }
            _ => {}
        }
    }

    pub fn begin_cell(&mut self) {
        self.in_cell = true;
        self.grid.cells.push(GridCell {
            row: self.row.saturating_sub(1),
            column: self.column,
            height: 1,
            width: 1,
            ..GridCell::default()
        });
        self.continued.push(false);
    }

    /// A cell with this text ends.
    pub fn end_cell(&mut self, text: &str) {
        self.in_cell = false;
        if let Some(cell) = self.grid.cells.last_mut() {
            text.clone_into(&mut cell.text);
            self.column = (self.column + cell.width).min(MAX_COLUMNS);
        }
    }

    /// The table that ends.
    pub fn end(&mut self) -> Grid {
        let grid = std::mem::take(&mut self.grid);
        join_continued(grid, &self.continued).compact()
    }
}

/// Cells that continue the one above become part of it.
fn join_continued(grid: Grid, continued: &[bool]) -> Grid {
    let mut cells: Vec<GridCell> = Vec::new();
    // The cell that is open downwards, by its column.
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (cell, continued) in grid.cells.into_iter().zip(continued) {
        let above = last.get(&cell.column).and_then(|at| cells.get_mut(*at));
        match above {
            Some(above) if *continued && is_right_below(&cell, above) => {
                above.height += 1;
                if !cell.text.is_empty() {
                    above.text.push('\n');
                    above.text.push_str(&cell.text);
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

/// Whether a cell is as wide as another of the same column, and begins where that ends.
fn is_right_below(cell: &GridCell, above: &GridCell) -> bool {
    above.width == cell.width && above.row + above.height == cell.row
}

/// A count of columns.
fn count(tag: &BytesStart<'_>) -> usize {
    let said = value(tag, "w:val").and_then(|said| said.parse().ok());
    said.unwrap_or(0).min(MAX_COLUMNS)
}
