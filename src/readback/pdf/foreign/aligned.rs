//! Tables without lines: rows whose pieces stand below each other.

use super::super::super::content::{Grid, GridCell};
use super::rows::{RowPiece, TextRow};

/// Rows that make a table.
const MIN_ROWS: usize = 3;
/// The most, and columns of one table.
const MAX_ROWS: usize = 400;
const MAX_COLUMNS: usize = 60;
/// How far rows of one table may be apart, in parts of their size.
const APART: f32 = 4.0;

/// Where a column lies.
#[derive(Clone, Copy)]
struct Stripe {
    left: f32,
    right: f32,
}

/// The table that begins with the first of these rows, and how many rows it takes.
pub(super) fn table(rows: &[TextRow], page: usize) -> Option<(Grid, usize)> {
    let mut count = 0;
    for (at, row) in rows.iter().enumerate().take(MAX_ROWS) {
        let near = at
            .checked_sub(1)
            .and_then(|at| rows.get(at))
            .is_none_or(|before| {
                (0.0..=APART * row.size.max(before.size)).contains(&(row.base - before.base))
            });
        if row.pieces.len() < 2 || !near {
            break;
        }
        count += 1;
    }
    let rows = rows.get(..count).filter(|rows| rows.len() >= MIN_ROWS)?;
    let stripes = stripes(rows)?;
    let mut cells = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        cells.extend(cells_of(row, at, &stripes, page)?);
    }
    Some((
        Grid {
            name: String::new(),
            page: Some(page),
            cells,
        },
        count,
    ))
}

/// The columns of rows: those of the rows with the most pieces.
fn stripes(rows: &[TextRow]) -> Option<Vec<Stripe>> {
    let most = rows.iter().map(|row| row.pieces.len()).max()?;
    let full = || rows.iter().filter(|row| row.pieces.len() == most);
    if most > MAX_COLUMNS || full().count() < 2 {
        return None;
    }
    let mut stripes: Vec<Stripe> = Vec::with_capacity(most);
    for column in 0..most {
        let pieces = || full().filter_map(|row| row.pieces.get(column));
        let left = pieces().map(|piece| piece.left).min_by(f32::total_cmp)?;
        let right = pieces().map(|piece| piece.right).max_by(f32::total_cmp)?;
        if stripes.last().is_some_and(|last| left <= last.right) {
            return None;
        }
        stripes.push(Stripe { left, right });
    }
    Some(stripes)
}

/// A row's cells; none where two pieces fall into one column.
fn cells_of(row: &TextRow, at: usize, stripes: &[Stripe], page: usize) -> Option<Vec<GridCell>> {
    let cell = |column: usize, width: usize, text: &str| GridCell {
        text: text.to_owned(),
        row: at,
        column,
        height: 1,
        width,
        page: Some(page),
        place: None,
    };
    let mut cells = Vec::new();
    let mut next = 0;
    for piece in &row.pieces {
        let (first, last) = covered(piece, stripes)?;
        if first < next {
            return None;
        }
        cells.extend((next..first).map(|column| cell(column, 1, "")));
        cells.push(cell(first, last - first + 1, &piece.text));
        next = last + 1;
    }
    cells.extend((next..stripes.len()).map(|column| cell(column, 1, "")));
    Some(cells)
}

/// The first and the last column that a piece covers, or the one that is nearest.
fn covered(piece: &RowPiece, stripes: &[Stripe]) -> Option<(usize, usize)> {
    let meets = |stripe: &Stripe| piece.left < stripe.right && stripe.left < piece.right;
    let first = stripes.iter().position(meets);
    let last = stripes.iter().rposition(meets);
    first.zip(last).or_else(|| {
        let middle = f32::midpoint(piece.left, piece.right);
        let far = |stripe: &Stripe| (f32::midpoint(stripe.left, stripe.right) - middle).abs();
        let near = stripes
            .iter()
            .enumerate()
            .min_by(|a, b| far(a.1).total_cmp(&far(b.1)))?
            .0;
        Some((near, near))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `left-right:text` pieces.
    fn check(rows: &[&str], expected: &str) {
        let piece = |piece: &str| {
            let (place, text) = piece.split_once(':').unwrap();
            let (left, right) = place.split_once('-').unwrap();
            let (left, right) = (left.parse().unwrap(), right.parse().unwrap());
            RowPiece {
                text: text.to_owned(),
                left,
                right,
            }
        };
        let rows: Vec<TextRow> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| TextRow {
                pieces: row.split(' ').map(piece).collect(),
                base: at as f32 * 20.0,
                size: 10.0,
            })
            .collect();
        let shown = table(&rows, 1).map_or(String::new(), |(grid, count)| {
            let cell = |c: &GridCell| format!("{}.{}+{}:{}", c.row, c.column, c.width, c.text);
            let cells: Vec<String> = grid.cells.iter().map(cell).collect();
            format!("{count} {}", cells.join(" "))
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn rows_that_stand_below_each_other() {
        check(
            &[
                "0-20:甲 50-60:1",
                "0-30:乙 45-60:12",
                "0-9:丙 55-60:3",
                "0-90:丁",
            ],
            "3 0.0+1:甲 0.1+1:1 1.0+1:乙 1.1+1:12 2.0+1:丙 2.1+1:3",
        );
        check(
            &[
                "5-60:合 80-90:丙",
                "0-10:a 50-60:1 80-90:2",
                "0-10:b 50-60:3 80-90:4",
            ],
            "3 0.0+2:合 0.2+1:丙 1.0+1:a 1.1+1:1 1.2+1:2 2.0+1:b 2.1+1:3 2.2+1:4",
        );
        check(&["0-10:a 50-60:1", "0-55:b 60-70:3", "0-10:b 50-60:3"], "");
        check(&["0-10:a 50-60:1", "0-10:b 50-60:3"], "");
    }
}
