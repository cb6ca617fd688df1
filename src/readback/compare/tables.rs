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
    let labels = grid.labels().map(|cell| key(&cell.text));
    SequencePiece::new(0, labels.collect())
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
    let mut pairs = if is_same_shape(found, expected) {
        pair_by_place(found, expected)
    } else if found.cells.len().max(expected.cells.len()) > MAX_LABELLED {
        return None;
    } else {
        pair_by_label(found, expected)
    };
    pairs.retain(|pair| !same(&pair.found.text, &pair.expected.text));
    Some(pairs)
}

fn pair_by_place<'g>(found: &'g Grid, expected: &'g Grid) -> Vec<CellPair<'g>> {
    let cells = found.cells.iter().zip(&expected.cells);
    cells
        .map(|(found, expected)| CellPair { found, expected })
        .collect()
}

/// The numbers of two tables that have one label each.
fn pair_by_label<'g>(found: &'g Grid, expected: &'g Grid) -> Vec<CellPair<'g>> {
    let mine = numbers_by_label(found);
    let mut pairs = Vec::new();
    for (label, there) in numbers_by_label(expected) {
        if let (Some(Some(found)), Some(expected)) = (mine.get(&label).copied(), there) {
            pairs.push(CellPair { found, expected });
        }
    }
    pairs
}

/// Whether two tables have the same rows of as many cells. Programs that save a file anew part
/// columns whose edges are a hair apart: widths are looks, the order is not.
fn is_same_shape(found: &Grid, expected: &Grid) -> bool {
    let mut both = found.cells.iter().zip(&expected.cells);
    found.cells.len() == expected.cells.len()
        && both.all(|(a, b)| a.row == b.row && a.height == b.height)
}

/// Tells the cells that differ. Tables of different shapes are told once, and their
/// numbers compared by the labels of rows and columns, where these name one cell.
pub(super) fn compare(found: &Grid, expected: &Grid, tell: &mut Teller<'_>) {
    if !is_same_shape(found, expected) {
        tell.tell_shape(found, expected);
    }
    for pair in cell_pairs(found, expected).unwrap_or_default() {
        tell.tell_cell(found, expected, pair);
    }
}

/// The numbers of a table by their labels; none for a label that two cells have.
fn numbers_by_label(grid: &Grid) -> BTreeMap<String, Option<&GridCell>> {
    let mut numbers = BTreeMap::new();
    for cell in grid.cells.iter().filter(|cell| cell.is_number()) {
        let label = key(&grid.label(cell));
        if !label.is_empty() {
            numbers
                .entry(label)
                .and_modify(|known| *known = None)
                .or_insert(Some(cell));
        }
    }
    numbers
}
