//! A table as a full grid: which cell covers each place.

use crate::document::{TableBlock, TableCell};

/// Which cell covers each place of a table.
pub(super) struct Covering<'a> {
    places: Vec<Vec<Option<Cover<'a>>>>,
}

/// The row in which a cell starts, its index there, and the cell.
type Cover<'a> = (usize, usize, &'a TableCell);

impl<'a> Covering<'a> {
    /// Of a table whose cells tile it.
    pub fn new(table: &'a TableBlock) -> Self {
        let mut places = vec![vec![None; table.columns]; table.rows.len()];
        for (y, row) in table.rows.iter().enumerate() {
            for (i, cell) in row.cells.iter().enumerate() {
                for line in places.iter_mut().skip(y).take(cell.height) {
                    for place in line.iter_mut().skip(cell.column).take(cell.width) {
                        *place = Some((y, i, cell));
                    }
                }
            }
        }
        Self { places }
    }

    /// The cell at a row and column, with the row in which it starts.
    pub fn at(&self, row: usize, column: usize) -> Option<(usize, &'a TableCell)> {
        let (start, _, cell) = (*self.places.get(row)?.get(column)?)?;
        Some((start, cell))
    }

    /// Whether two places belong to one cell.
    pub fn same(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let key = |(row, column): (usize, usize)| {
            self.places.get(row)?.get(column)?.map(|(y, i, _)| (y, i))
        };
        key(a).is_some() && key(a) == key(b)
    }
}
