//! Two tables that belong together, compared cell by cell.

use std::collections::BTreeMap;

use super::tell::Teller;
use super::words::{key, same};
use crate::align::SequencePiece;
use crate::readback::content::{Grid, GridCell};

/// Cells of a table of another shape whose labels are looked for; a report's have 300.
const MAX_LABELLED: usize = 2_000;

/// What stands for a table when tables are paired: its labels.
pub(super) fn piece(grid: &Grid) -> SequencePiece {
    let labels = grid.cells.iter().filter(|cell| !cell.is_number());
    SequencePiece::new(0, labels.map(|cell| key(&cell.text)).collect())
}

/// Two cells that belong together and say otherwise.
#[derive(Clone, Copy, Debug)]
pub struct CellPair<'g> {
    /// The file's cell.
    pub found: &'g GridCell,
    /// What it should say.
    pub expected: &'g GridCell,
}

/// The cells that differ of two tables that belong together; none where their shapes differ and
/// they are too large to be put beside each other by their labels.
pub fn cell_pairs<'g>(found: &'g Grid, expected: &'g Grid) -> Option<Vec<CellPair<'g>>> {
    let pairs: Vec<CellPair<'g>> = if is_same_shape(found, expected) {
        let cells = found.cells.iter().zip(&expected.cells);
        cells
            .map(|(found, expected)| CellPair { found, expected })
            .collect()
    } else if found.cells.len().max(expected.cells.len()) > MAX_LABELLED {
        return None;
    } else {
        let (mine, theirs) = (by_label(found), by_label(expected));
        let both = theirs
            .iter()
            .filter_map(|(label, there)| Some((*mine.get(label)?, *there)));
        let pair = |(found, expected): (Option<&'g GridCell>, Option<&'g GridCell>)| {
            Some(CellPair {
                found: found?,
                expected: expected?,
            })
        };
        both.filter_map(pair).collect()
    };
    let differs = |pair: &CellPair<'_>| !same(&pair.found.text, &pair.expected.text);
    Some(pairs.into_iter().filter(differs).collect())
}

/// Whether two tables have the same rows of as many cells. Programs that save a file anew part
/// columns whose edges are a hair apart: widths are looks, the order is not.
fn is_same_shape(found: &Grid, expected: &Grid) -> bool {
    let shape = |grid: &Grid| {
        grid.cells
            .iter()
            .map(|c| (c.row, c.height))
            .collect::<Vec<_>>()
    };
    shape(found) == shape(expected)
}

/// Tells the cells that differ. Tables of different shapes are told once, and their
/// numbers compared by the labels of rows and columns, where these name one cell.
pub(super) fn compare(found: &Grid, expected: &Grid, tell: &mut Teller<'_>) {
    if !is_same_shape(found, expected) {
        tell.shape(found, expected);
    }
    for pair in cell_pairs(found, expected).unwrap_or_default() {
        tell.cell(found, expected, pair.found, pair.expected);
    }
}

/// The numbers of a table by their labels; none for a label that two cells have.
fn by_label(grid: &Grid) -> BTreeMap<String, Option<&GridCell>> {
    let mut found = BTreeMap::new();
    for cell in grid.cells.iter().filter(|cell| cell.is_number()) {
        let label = key(&grid.label(cell));
        if !label.is_empty() {
            found
                .entry(label)
                .and_modify(|known| *known = None)
                .or_insert(Some(cell));
        }
    }
    found
}
