//! A table as a full grid: which cell covers each place.

use crate::document::{Role, TableBlock, TableCell};

/// Which cell covers each place of a table.
pub(super) struct Covering<'a> {
    places: Vec<Vec<Option<Cover<'a>>>>,
}

/// A cell where it covers a place.
#[derive(Clone, Copy)]
pub(super) struct Cover<'a> {
    /// The row in which it starts.
    pub row: usize,
    pub cell: &'a TableCell,
}

impl<'a> Covering<'a> {
    /// Of a table whose cells tile it.
    pub fn new(table: &'a TableBlock) -> Self {
        let mut places = vec![vec![None; table.columns]; table.rows.len()];
        for (row, cells) in table.rows.iter().enumerate() {
            for cell in &cells.cells {
                for line in places.iter_mut().skip(row).take(cell.height) {
                    for place in line.iter_mut().skip(cell.column).take(cell.width) {
                        *place = Some(Cover { row, cell });
                    }
                }
            }
        }
        Self { places }
    }

    /// The cell at a row and column.
    pub fn at(&self, row: usize, column: usize) -> Option<Cover<'a>> {
        *self.places.get(row)?.get(column)?
    }

    /// The cells that head a number, from the widest to the nearest: its block's title and the
    /// heads above it, then the labels to its left.
    pub fn heads(&self, cell: &TableCell, row: usize) -> Vec<GridPlace> {
        let mut heads = self.heads_above(cell.column, row);
        for column in 0..cell.column {
            let left = self.at(row, column);
            heads.extend(left.filter(|left| left.cell.role == Role::Stub));
        }
        let mut spots: Vec<GridPlace> = Vec::new();
        for Cover { row, cell: head } in heads {
            let spot = GridPlace {
                row,
                column: head.column,
            };
            // A cell of several rows or columns is met once for each.
            if is_head(head) && !spots.contains(&spot) {
                spots.push(spot);
            }
        }
        spots
    }

    /// The heads and block's title above a place, from the top.
    fn heads_above(&self, column: usize, row: usize) -> Vec<Cover<'a>> {
        let mut above = Vec::new();
        for y in (0..row).rev() {
            match self.at(y, column) {
                Some(head) if head.cell.role == Role::Head => above.push(head),
                Some(title) if title.cell.role == Role::Band => {
                    above.push(title);
                    break;
                }
                // Numbers above the heads belong to another block.
                _ if !above.is_empty() => break,
                _ => {}
            }
        }
        above.reverse();
        above
    }

    /// Whether two places belong to one cell.
    pub fn are_one(&self, a: GridPlace, b: GridPlace) -> bool {
        let (Some(one), Some(other)) = (self.at(a.row, a.column), self.at(b.row, b.column)) else {
            return false;
        };
        std::ptr::eq(one.cell, other.cell)
    }
}

/// A place of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GridPlace {
    pub row: usize,
    pub column: usize,
}

/// Whether a cell heads others: no number, no empty one, and no corner that speaks of the whole
/// table.
pub(super) fn is_head(cell: &TableCell) -> bool {
    let corner = cell.role == Role::Corner && !cell.is_single();
    cell.role != Role::Number && !cell.text.is_empty() && !corner
}
