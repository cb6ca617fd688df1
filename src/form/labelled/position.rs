//! Positions on grids of cells: one cell, a stretch of a row, a rectangle. Rows and columns count
//! from 0. What stands in the cells is not known here.

use std::ops::RangeInclusive;

#[cfg(feature = "workbook")]
use crate::finding::json::cell_name;

/// A cell by its row and column; cells are in order row by row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellPos {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl CellPos {
    /// The cell of a row and a column.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// The same cell of one of several sheets.
    pub fn in_sheet(self, sheet: usize) -> CellAddress {
        CellAddress { sheet, pos: self }
    }

    /// Its name as in a spreadsheet, such as `F12`.
    #[cfg(feature = "workbook")]
    pub fn name(self) -> String {
        cell_name(self.row, self.column)
    }
}

/// A cell of one of several sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellAddress {
    /// The number of the sheet.
    pub sheet: usize,
    /// The cell.
    pub pos: CellPos,
}

/// Cells of a row beside each other, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowStretch {
    /// The row.
    pub row: u32,
    /// The first column.
    pub first: u32,
    /// The last column.
    pub last: u32,
}

impl RowStretch {
    /// The first of the cells.
    pub fn start(self) -> CellPos {
        CellPos::new(self.row, self.first)
    }

    /// The last of the cells.
    #[cfg(feature = "workbook")]
    pub fn end(self) -> CellPos {
        CellPos::new(self.row, self.last)
    }

    /// Its columns.
    pub fn columns(self) -> RangeInclusive<u32> {
        self.first..=self.last
    }

    /// Its cells, from left to right.
    pub fn cells(self) -> impl Iterator<Item = CellPos> {
        self.columns()
            .map(move |column| CellPos::new(self.row, column))
    }
}

/// A rectangle of cells, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedArea {
    /// First row and column.
    pub first: CellPos,
    /// Last row and column.
    pub last: CellPos,
}

impl MergedArea {
    /// The rectangle between two corners; none where the last one is above or left of the first.
    #[cfg(feature = "workbook")]
    pub fn between(first: CellPos, last: CellPos) -> Option<Self> {
        (first.row <= last.row && first.column <= last.column).then_some(Self { first, last })
    }

    /// Whether a cell is one of it.
    #[cfg(feature = "workbook")]
    pub fn covers(&self, pos: CellPos) -> bool {
        (self.first.row..=self.last.row).contains(&pos.row)
            && (self.first.column..=self.last.column).contains(&pos.column)
    }
}
