//! Pages with two columns of text: rows in the order in which they are read.

use super::rows::{RowPiece, TextRow};

/// Rows that each column must have.
const MIN_ROWS: usize = 6;
/// Stretches of a page with columns, between rows over its whole width.
const MAX_STRETCHES: usize = 6;
/// How much of its column most rows must fill.
const FILLED: f32 = 0.7;
/// Where the gap between columns may lie, in parts of the page's text from its left edge.
const MIDDLES: [f32; 9] = [0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56, 0.42, 0.58];

/// Rows with their place in the order of reading: those of one column have one region.
pub(super) struct Region {
    pub rows: Vec<TextRow>,
}

/// The regions of a page's rows, in the order of reading.
pub(super) fn regions(rows: Vec<TextRow>) -> Vec<Region> {
    parted(rows, 0)
}

fn parted(rows: Vec<TextRow>, depth: usize) -> Vec<Region> {
    if depth > MAX_STRETCHES {
        return vec![Region { rows }];
    }
    let left = rows
        .iter()
        .map(TextRow::left)
        .min_by(f32::total_cmp)
        .unwrap_or(0.0);
    let right = rows
        .iter()
        .map(TextRow::right)
        .max_by(f32::total_cmp)
        .unwrap_or(0.0);
    let middle = |part: &f32| left + part * (right - left);
    let found = MIDDLES
        .iter()
        .map(middle)
        .find_map(|x| stretch(&rows, x, left, right).map(|s| (x, s)));
    let Some((x, range)) = found else {
        return vec![Region { rows }];
    };
    let mut before = rows;
    let mut inside = before.split_off(range.start);
    let after = inside.split_off(range.end - range.start);
    let (mut west, mut east) = (Vec::new(), Vec::new());
    for row in inside {
        let (a, b): (Vec<RowPiece>, Vec<RowPiece>) =
            row.pieces.iter().cloned().partition(|piece| piece.left < x);
        for (pieces, column) in [(a, &mut west), (b, &mut east)] {
            if !pieces.is_empty() {
                column.push(TextRow {
                    pieces,
                    ..row.clone()
                });
            }
        }
    }
    let mut out = vec![
        Region { rows: before },
        Region { rows: west },
        Region { rows: east },
    ];
    out.extend(parted(after, depth + 1));
    out.retain(|region| !region.rows.is_empty());
    out
}

/// The longest stretch of rows that a gap at this place parts into columns of text.
fn stretch(rows: &[TextRow], x: f32, left: f32, right: f32) -> Option<std::ops::Range<usize>> {
    let crosses = |row: &TextRow| {
        row.pieces
            .iter()
            .any(|piece| piece.left < x && x < piece.right)
    };
    let mut best = 0..0;
    let mut start = 0;
    for (at, row) in rows.iter().enumerate() {
        if crosses(row) {
            start = at + 1;
        } else if at + 1 - start > best.len() {
            best = start..at + 1;
        }
    }
    let pieces = || {
        rows.get(best.clone())
            .unwrap_or_default()
            .iter()
            .flat_map(|row| &row.pieces)
    };
    let full = |west: bool| {
        let width = if west { x - left } else { right - x };
        let own = || pieces().filter(move |piece| (piece.left < x) == west);
        let filled = own()
            .filter(|piece| piece.right - piece.left >= FILLED * width)
            .count();
        filled >= MIN_ROWS && filled * 5 >= own().count() * 3
    };
    (full(true) && full(false)).then_some(best)
}
