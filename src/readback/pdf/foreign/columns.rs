//! Pages with two columns of text: rows in the order in which they are read.

use std::ops::Range;

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

/// A stretch of rows that a gap parts into two columns of text.
struct TwoColumns {
    rows: Range<usize>,
    /// Where the gap lies.
    gap: f32,
}

/// The regions of a page's rows, in the order of reading.
pub(super) fn regions(rows: Vec<TextRow>) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut rest = rows;
    for _ in 0..=MAX_STRETCHES {
        let Some(columns) = find_two_columns(&rest) else {
            break;
        };
        let after = rest.split_off(columns.rows.end);
        let inside = rest.split_off(columns.rows.start);
        regions.push(Region { rows: rest });
        regions.extend(part_at_gap(&inside, columns.gap));
        rest = after;
    }
    regions.push(Region { rows: rest });
    regions.retain(|region| !region.rows.is_empty());
    regions
}

/// The parts of rows left and right of a gap.
fn part_at_gap(rows: &[TextRow], gap: f32) -> [Region; 2] {
    let (mut west, mut east) = (Vec::new(), Vec::new());
    for row in rows {
        let (left, right): (Vec<RowPiece>, Vec<RowPiece>) = row
            .pieces
            .iter()
            .cloned()
            .partition(|piece| piece.left < gap);
        for (pieces, column) in [(left, &mut west), (right, &mut east)] {
            if !pieces.is_empty() {
                column.push(TextRow { pieces, ..*row });
            }
        }
    }
    [Region { rows: west }, Region { rows: east }]
}

/// The first gap about the middle of the text that parts rows into columns.
fn find_two_columns(rows: &[TextRow]) -> Option<TwoColumns> {
    let left = rows.iter().map(TextRow::left).min_by(f32::total_cmp)?;
    let right = rows.iter().map(TextRow::right).max_by(f32::total_cmp)?;
    for part in MIDDLES {
        let gap = left + part * (right - left);
        let stretch = longest_stretch(rows, gap);
        let inside = rows.get(stretch.clone()).unwrap_or_default();
        let pieces = inside.iter().flat_map(|row| &row.pieces);
        let (west, east): (Vec<&RowPiece>, Vec<&RowPiece>) =
            pieces.partition(|piece| piece.left < gap);
        if is_column(&west, gap - left) && is_column(&east, right - gap) {
            return Some(TwoColumns { rows: stretch, gap });
        }
    }
    None
}

/// The longest stretch of rows none of whose pieces lies on both sides of a gap.
fn longest_stretch(rows: &[TextRow], gap: f32) -> Range<usize> {
    let mut best = 0..0;
    let mut start = 0;
    for (at, row) in rows.iter().enumerate() {
        if row
            .pieces
            .iter()
            .any(|piece| piece.left < gap && gap < piece.right)
        {
            start = at + 1;
        } else if at + 1 - start > best.len() {
            best = start..at + 1;
        }
    }
    best
}

/// Whether pieces are the rows of a column this wide: enough of them, and most, fill it.
fn is_column(pieces: &[&RowPiece], width: f32) -> bool {
    let filled = pieces
        .iter()
        .filter(|piece| piece.right - piece.left >= FILLED * width)
        .count();
    filled >= MIN_ROWS && filled * 5 >= pieces.len() * 3
}
