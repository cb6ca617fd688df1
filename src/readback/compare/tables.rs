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

/// Tells the cells that differ. Tables of different shapes are told once, and their
/// numbers compared by the labels of rows and columns, where these name one cell.
pub(super) fn compare(found: &Grid, expected: &Grid, tell: &mut Teller<'_>) {
    // Programs that save a file anew part columns whose edges are a hair apart: widths are looks, the order is not.
    let shape = |grid: &Grid| grid.cells.iter().map(|c| (c.row, c.height)).collect::<Vec<_>>();
    if shape(found) == shape(expected) {
        for (here, there) in found.cells.iter().zip(&expected.cells) {
            if !same(&here.text, &there.text) {
                tell.cell(found, expected, here, there);
            }
        }
        return;
    }
    tell.shape(found, expected);
    if found.cells.len().max(expected.cells.len()) > MAX_LABELLED {
        return;
    }
    let (mine, theirs) = (by_label(found), by_label(expected));
    for (label, there) in &theirs {
        if let (Some(Some(here)), Some(there)) = (mine.get(label), there)
            && !same(&here.text, &there.text)
        {
            tell.cell(found, expected, here, there);
        }
    }
}

/// The numbers of a table by their labels; none for a label that two cells have.
fn by_label(grid: &Grid) -> BTreeMap<String, Option<&GridCell>> {
    let mut found = BTreeMap::new();
    for cell in grid.cells.iter().filter(|cell| cell.is_number()) {
        let label = key(&grid.label(cell));
        if !label.is_empty() {
            found.entry(label).and_modify(|known| *known = None).or_insert(Some(cell));
        }
    }
    found
}
