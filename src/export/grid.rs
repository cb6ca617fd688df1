//! A table as a full grid: which cell covers each place.

use crate::document::{Role, TableBlock, TableCell};

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

    /// The cells that head a number, from the widest to the nearest: its block's title and the
    /// heads above it, then the labels to its left.
    pub fn heads(&self, cell: &TableCell, row: usize) -> Vec<HeadSpot> {
        let mut above = Vec::new();
        for y in (0..row).rev() {
            match self.at(y, cell.column) {
                Some((start, head)) if matches!(head.role, Role::Head | Role::Band) => {
                    above.push((start, head));
                    if head.role == Role::Band {
                        break;
                    }
                }
                // Numbers above the heads belong to another block.
                _ if !above.is_empty() => break,
                _ => {}
            }
        }
        above.reverse();
        let left = (0..cell.column)
            .filter_map(|x| self.at(row, x))
            .filter(|(_, cell)| cell.role == Role::Stub);
        let mut found: Vec<HeadSpot> = Vec::new();
        for (row, head) in above
            .into_iter()
            .chain(left)
            .filter(|(_, head)| is_head(head))
        {
            let spot = HeadSpot {
                row,
                column: head.column,
            };
            // A cell of several rows or columns is met once for each.
            if !found.contains(&spot) {
                found.push(spot);
            }
        }
        found
    }

    /// Whether two places belong to one cell.
    pub fn same(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let key = |(row, column): (usize, usize)| {
            self.places.get(row)?.get(column)?.map(|(y, i, _)| (y, i))
        };
        key(a).is_some() && key(a) == key(b)
    }
}

/// Where a cell that heads others begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadSpot {
    pub row: usize,
    pub column: usize,
}

/// Whether a cell heads others: no number, no empty one, and no corner that speaks of the whole table.
pub(super) fn is_head(cell: &TableCell) -> bool {
    let corner = cell.role == Role::Corner && !cell.is_single();
    cell.role != Role::Number && !cell.text.is_empty() && !corner
}
