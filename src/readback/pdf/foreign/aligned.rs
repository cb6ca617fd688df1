//! Tables without lines: rows whose pieces stand below each other.

use std::ops::Range;

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

/// A table of aligned rows.
pub(super) struct AlignedTable {
    pub grid: Grid,
    /// How many rows it takes.
    pub rows: usize,
}

/// The table that begins with the first of these rows.
pub(super) fn find_table(rows: &[TextRow], page: usize) -> Option<AlignedTable> {
    let rows = rows.get(..count_rows(rows))?;
    if rows.len() < MIN_ROWS {
        return None;
    }
    let stripes = find_stripes(rows)?;
    let mut cells = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        cells.extend(cells_of(row, at, &stripes, page)?);
    }
    Some(AlignedTable {
        grid: Grid {
            name: String::new(),
            page: Some(page),
            cells,
        },
        rows: rows.len(),
    })
}

/// How many rows, from the first one on, have several pieces and stand near each other.
fn count_rows(rows: &[TextRow]) -> usize {
    let mut before: Option<&TextRow> = None;
    let mut count = 0;
    for row in rows.iter().take(MAX_ROWS) {
        if row.pieces.len() < 2 || before.is_some_and(|before| !is_near(before, row)) {
            break;
        }
        before = Some(row);
        count += 1;
    }
    count
}

fn is_near(before: &TextRow, row: &TextRow) -> bool {
    let most = APART * row.size.max(before.size);
    (0.0..=most).contains(&(row.base - before.base))
}

/// The columns of rows: those of the rows with the most pieces.
fn find_stripes(rows: &[TextRow]) -> Option<Vec<Stripe>> {
    let most = rows.iter().map(|row| row.pieces.len()).max()?;
    let full: Vec<&TextRow> = rows.iter().filter(|row| row.pieces.len() == most).collect();
    if most > MAX_COLUMNS || full.len() < 2 {
        return None;
    }
    let mut stripes: Vec<Stripe> = Vec::with_capacity(most);
    for column in 0..most {
        let stripe = Stripe::around(full.iter().filter_map(|row| row.pieces.get(column)))?;
        if stripes.last().is_some_and(|last| stripe.left <= last.right) {
            return None;
        }
        stripes.push(stripe);
    }
    Some(stripes)
}

impl Stripe {
    /// The stripe that holds all of these pieces; none where there are none.
    fn around<'a>(mut pieces: impl Iterator<Item = &'a RowPiece>) -> Option<Self> {
        let first = pieces.next()?;
        let mut stripe = Self {
            left: first.left,
            right: first.right,
        };
        for piece in pieces {
            stripe.left = stripe.left.min(piece.left);
            stripe.right = stripe.right.max(piece.right);
        }
        Some(stripe)
    }

    fn meets(self, piece: &RowPiece) -> bool {
        piece.left < self.right && self.left < piece.right
    }

    /// How far its middle is from a place.
    fn distance(self, x: f32) -> f32 {
        (f32::midpoint(self.left, self.right) - x).abs()
    }
}

/// A row's cells; none where two pieces fall into one column.
fn cells_of(row: &TextRow, at: usize, stripes: &[Stripe], page: usize) -> Option<Vec<GridCell>> {
    let blank = GridCell {
        row: at,
        height: 1,
        width: 1,
        page: Some(page),
        ..GridCell::default()
    };
    let mut cells = Vec::new();
    let mut next = 0;
    for piece in &row.pieces {
        let columns = find_columns(piece, stripes)?;
        if columns.start < next {
            return None;
        }
        add_blanks(&mut cells, next..columns.start, &blank);
        next = columns.end;
        cells.push(GridCell {
            text: piece.text.clone(),
            column: columns.start,
            width: columns.len(),
            ..blank.clone()
        });
    }
    add_blanks(&mut cells, next..stripes.len(), &blank);
    Some(cells)
}

/// Adds a blank cell in each of these columns.
fn add_blanks(cells: &mut Vec<GridCell>, columns: Range<usize>, blank: &GridCell) {
    for column in columns {
        cells.push(GridCell {
            column,
            ..blank.clone()
        });
    }
}

/// The columns that a piece covers, or the one that is nearest.
fn find_columns(piece: &RowPiece, stripes: &[Stripe]) -> Option<Range<usize>> {
    let first = stripes.iter().position(|stripe| stripe.meets(piece));
    let last = stripes.iter().rposition(|stripe| stripe.meets(piece));
    if let (Some(first), Some(last)) = (first, last) {
        return Some(first..last + 1);
    }
    let middle = f32::midpoint(piece.left, piece.right);
    let distances = stripes.iter().map(|stripe| stripe.distance(middle));
    let (nearest, _) = distances
        .enumerate()
        .min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    Some(nearest..nearest + 1)
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
        let shown = match find_table(&rows, 1) {
            Some(table) => {
                let cell = |c: &GridCell| format!("{}.{}+{}:{}", c.row, c.column, c.width, c.text);
                let cells: Vec<String> = table.grid.cells.iter().map(cell).collect();
                format!("{} {}", table.rows, cells.join(" "))
            }
            None => String::new(),
        };
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
