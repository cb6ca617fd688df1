//! How the labels of columns that were sighted fit the official ones: in their order, with those
//! that are missing put where they should stand, and no further than the next one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::heads::{Label, Sighting};
use super::{CellPos, Cells};
use crate::standard::Part;

/// The longest run of labels in the expected order, each in a column of its own.
pub(super) fn align(
    sheet: &impl Cells,
    window: &[Sighting],
    expected: &[usize],
) -> Vec<Option<Label>> {
    // best[i][j]: how many of the labels from i and of the expected from j fit.
    let (n, m) = (window.len(), expected.len());
    let mut best = vec![vec![0u32; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let taken = if window[i].leaf == expected[j] {
                1 + best[next_column(window, i)][j + 1]
            } else {
                0
            };
            best[i][j] = taken.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut found = vec![None; m];
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        let next = next_column(window, i);
        if window[i].leaf == expected[j] && best[i][j] == 1 + best[next][j + 1] {
            found[j] = Some(Label::of(sheet, &window[i]));
            (i, j) = (next, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The first label behind one that stands in another column; the end where none does.
fn next_column(window: &[Sighting], from: usize) -> usize {
    let column = window[from].pos.column;
    let behind = window[from..]
        .iter()
        .position(|sighting| sighting.pos.column > column);
    behind.map_or(window.len(), |step| from + step)
}

/// Puts missing labels where exactly so many columns without any label are left between two that
/// were found.
pub(super) fn conclude(sheet: &impl Cells, rows: Range<u32>, found: &mut [Option<Label>]) {
    // A label that stands out of order has a column of its own, even below a blank.
    let taken: BTreeSet<u32> = found
        .iter()
        .flatten()
        .map(|label| label.pos.column)
        .collect();
    let mut last: Option<usize> = None;
    for i in 0..found.len() {
        let Some(here) = found[i] else { continue };
        if let Some(before) = last
            && let Some(left) = found[before]
        {
            let columns = left.last + 1..here.pos.column;
            // The row over the labels may name a group of columns.
            let rows = here.pos.row.max(rows.start)..rows.end;
            let missing = i - before - 1;
            if missing > 0
                && columns.len() == missing
                && columns.clone().all(|column| !taken.contains(&column))
                && !has_text(sheet, rows, columns.clone())
            {
                for (column, slot) in columns.zip(&mut found[before + 1..i]) {
                    *slot = Some(Label::conclude(CellPos::new(here.pos.row, column)));
                }
            }
        }
        last = Some(i);
    }
}

/// Whether a text stands in a rectangle.
fn has_text(sheet: &impl Cells, rows: Range<u32>, columns: Range<u32>) -> bool {
    let mut cells = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
    cells.any(|(row, column)| sheet.text(CellPos::new(row, column)).is_some())
}

/// Sets how far the numbers below each label may stand: never below the next label.
pub(super) fn limit_reach(sheet: &impl Cells, found: &mut [Option<Label>], data: &Part) {
    let mut columns: Vec<u32> = found
        .iter()
        .flatten()
        .map(|label| label.pos.column)
        .collect();
    columns.sort_unstable();
    for label in found.iter_mut().flatten() {
        let next = columns.iter().find(|column| **column > label.pos.column);
        label.last = label.last.min(next.copied().unwrap_or(u32::MAX) - 1);
    }
    // A single label that is printed with a span may stand unmerged: its numbers do as well.
    if let ([Some(label)], [root]) = (found, data.columns.roots.as_slice())
        && sheet.area(label.pos).is_none()
    {
        let CellPos { row, column } = label.pos;
        let spanned = column + 1..column + root.width() as u32;
        let empty = spanned.take_while(|column| !sheet.is_filled(CellPos::new(row, *column)));
        label.last = empty.last().unwrap_or(column);
    }
}
