//! Tables as grids: what pages draw of one table put together.

use super::super::super::content::{Grid, GridCell};
use super::letters::{between, is_numbered};
use super::sheet::RuledTable;

/// How far lines of one column may be apart on two pages, in points.
const SAME: f32 = 4.5;
/// Rows of a head that may stand again on the next page.
const MAX_HEAD: usize = 8;

/// A table that may go on.
pub(super) struct GrowingTable {
    /// Where its columns begin and end, from its left edge.
    xs: Vec<f32>,
    rows: usize,
    cells: Vec<GrownCell>,
    /// The page of its last part.
    pub page: usize,
    first_page: usize,
}

#[derive(Clone)]
struct GrownCell {
    text: String,
    /// Whether its last line fills it.
    full: bool,
    row: usize,
    height: usize,
    from: f32,
    to: f32,
    page: usize,
}

impl GrownCell {
    fn bottom(&self) -> usize {
        self.row + self.height
    }

    /// Whether it has the same columns as another.
    fn below(&self, other: &Self) -> bool {
        (self.from - other.from).abs() < SAME && (self.to - other.to).abs() < SAME
    }

    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The cells of a part, from its left edge.
fn cells_of(table: &RuledTable) -> Vec<GrownCell> {
    let left = table.lattice.bounds().left;
    let cells = table.lattice.cells.iter().zip(&table.texts);
    cells
        .map(|(cell, text)| {
            let place = table.lattice.place(cell);
            GrownCell {
                text: text.text.clone(),
                full: text.full,
                row: cell.row,
                height: cell.height,
                from: place.left - left,
                to: place.right - left,
                page: table.page,
            }
        })
        .collect()
}

fn columns_of(table: &RuledTable) -> Vec<f32> {
    let left = table.lattice.bounds().left;
    table.lattice.xs.iter().map(|x| x - left).collect()
}

/// How many of some edges have none of others beside them.
fn unmatched(edges: &[f32], others: &[f32]) -> usize {
    edges
        .iter()
        .filter(|edge| !others.iter().any(|other| (*edge - other).abs() < SAME))
        .count()
}

/// Whether a label over several rows goes on below: its text stands in one of the parts, in
/// both, or is cut. Numbers never are.
fn is_label_cut(above: &GrownCell, below: &GrownCell) -> bool {
    if above.is_number() || below.is_number() || above.text.is_empty() {
        return false;
    }
    let several = above.height > 1 || below.height > 1;
    if below.text.is_empty() || below.text == above.text {
        return several;
    }
    below.height > 1 && is_numbered(&above.text) && !is_numbered(&below.text)
}

impl GrowingTable {
    /// A table's first part.
    pub fn new(table: &RuledTable) -> Self {
        Self {
            xs: columns_of(table),
            rows: table.lattice.ys.len().saturating_sub(1),
            cells: cells_of(table),
            page: table.page,
            first_page: table.page,
        }
    }

    /// Whether what the next page draws is the same table going on.
    pub fn goes_on(&self, next: &RuledTable) -> bool {
        let xs = columns_of(next);
        let width = |xs: &[f32]| xs.last().copied().unwrap_or(0.0);
        (width(&self.xs) - width(&xs)).abs() < SAME
            && unmatched(&self.xs, &xs).min(unmatched(&xs, &self.xs)) == 0
    }

    /// Adds the next part.
    pub fn add(&mut self, next: &RuledTable) {
        self.cut_strip();
        let mut cells = cells_of(next);
        let again = self.head_again(&cells);
        cells.retain(|cell| cell.row >= again);
        let rows = next
            .lattice
            .ys
            .len()
            .saturating_sub(1)
            .saturating_sub(again);
        for cell in &mut cells {
            cell.row = cell.row - again + self.rows;
        }
        self.join(&mut cells);
        self.cells.extend(cells);
        for x in columns_of(next) {
            if unmatched(&[x], &self.xs) > 0 {
                self.xs.push(x);
            }
        }
        self.xs.sort_by(f32::total_cmp);
        self.rows += rows;
        self.page = next.page;
    }

    /// Takes off a last row that is none: what browsers leave of cells over several rows between
    /// the last line and the end of the page.
    fn cut_strip(&mut self) {
        let Some(last) = self.rows.checked_sub(1) else {
            return;
        };
        let starts = |cell: &&GrownCell| cell.row == last;
        let blank = self
            .cells
            .iter()
            .filter(starts)
            .all(|cell| cell.text.is_empty());
        let crossed = self
            .cells
            .iter()
            .any(|cell| cell.row < last && cell.bottom() > last);
        if blank && crossed {
            self.cells.retain(|cell| cell.row < last);
            for cell in &mut self.cells {
                cell.height = cell.height.min(last - cell.row);
            }
            self.rows = last;
        }
    }

    /// How many rows of the head stand again above the next part.
    fn head_again(&self, next: &[GrownCell]) -> usize {
        let same = |count: usize| {
            let top = |cells: &[GrownCell]| -> Option<Vec<GrownCell>> {
                let cells: Vec<GrownCell> = cells
                    .iter()
                    .filter(|cell| cell.row < count)
                    .cloned()
                    .collect();
                // No cell may reach below the head.
                cells
                    .iter()
                    .all(|cell| cell.bottom() <= count)
                    .then_some(cells)
            };
            let (Some(own), Some(next)) = (top(&self.cells), top(next)) else {
                return false;
            };
            own.len() == next.len()
                && own
                    .iter()
                    .any(|cell| !cell.text.is_empty() && !cell.is_number())
                && own.iter().zip(&next).all(|(a, b)| {
                    a.text == b.text && a.row == b.row && a.height == b.height && a.below(b)
                })
        };
        let all = next.iter().map(GrownCell::bottom).max().unwrap_or(0);
        (1..=MAX_HEAD.min(all.saturating_sub(1)))
            .rev()
            .find(|count| same(*count))
            .unwrap_or(0)
    }

    /// Puts cells together that the break between pages cut.
    fn join(&mut self, next: &mut Vec<GrownCell>) {
        let seam = self.rows;
        let above: Vec<usize> = (0..self.cells.len())
            .filter(|at| {
                self.cells
                    .get(*at)
                    .is_some_and(|cell| cell.bottom() == seam)
            })
            .collect();
        let below: Vec<usize> = (0..next.len())
            .filter(|at| next.get(*at).is_some_and(|c| c.row == seam))
            .collect();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for a in &above {
            let fits = |b: &&usize| {
                let (a, b) = (self.cells.get(*a), next.get(**b));
                a.zip(b).is_some_and(|(a, b)| b.below(a))
            };
            pairs.extend(below.iter().find(fits).map(|b| (*a, *b)));
        }
        let all = pairs.len() == above.len() && pairs.len() == below.len();
        let cut = all && self.is_cut(&pairs, next);
        let mut gone: Vec<usize> = Vec::new();
        for (a, b) in pairs {
            let (Some(above), Some(below)) = (self.cells.get_mut(a), next.get(b)) else {
                continue;
            };
            let label = is_label_cut(above, below);
            if cut || label {
                if cut || above.text != below.text {
                    let between = between(&above.text, &below.text);
                    above.text.push_str(between);
                    above.text.push_str(&below.text);
                    above.full = below.full;
                }
                above.height += below.height;
                gone.push(b);
            }
        }
        let mut at = 0;
        next.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }

    /// Whether the last row goes on in the next part: one of them has all its numbers, and the
    /// rest of its label begins no entry of its own.
    fn is_cut(&self, pairs: &[(usize, usize)], next: &[GrownCell]) -> bool {
        let both = |(a, b): &(usize, usize)| Some((self.cells.get(*a)?, next.get(*b)?));
        let cells: Vec<_> = pairs.iter().filter_map(both).collect();
        let numbers = |cells: &mut dyn Iterator<Item = &GrownCell>| {
            cells.filter(|cell| cell.is_number()).count()
        };
        let above = numbers(&mut cells.iter().map(|(a, _)| *a));
        let below = numbers(&mut cells.iter().map(|(_, b)| *b));
        let filled: Vec<_> = cells
            .iter()
            .filter(|(_, b)| !b.text.is_empty() && !b.is_number())
            .collect();
        let rest = filled.iter().all(|(a, b)| a.full && !is_numbered(&b.text));
        let single = cells.iter().any(|(_, b)| b.height == 1);
        let blank = cells.iter().all(|(_, b)| b.text.is_empty());
        let one = (above == 0) != (below == 0) && !blank && !filled.is_empty();
        // A few numbers that were too long for their cells may be cut as well.
        let under = cells
            .iter()
            .all(|(a, b)| !b.is_number() || a.is_number() && a.full);
        let few = 0 < below && below < above && under;
        single && rest && (one || few || blank && above > 0)
    }

    /// The table as a grid.
    pub fn grid(self) -> Grid {
        let column = |x: f32| {
            let near =
                |a: &(usize, &f32), b: &(usize, &f32)| (a.1 - x).abs().total_cmp(&(b.1 - x).abs());
            self.xs
                .iter()
                .enumerate()
                .min_by(near)
                .map_or(0, |(at, _)| at)
        };
        let mut cells: Vec<GridCell> = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            let (from, to) = (column(cell.from), column(cell.to));
            cells.push(GridCell {
                text: cell.text.clone(),
                row: cell.row,
                column: from,
                height: cell.height,
                width: to.saturating_sub(from).max(1),
                page: Some(cell.page),
                place: None,
            });
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        Grid {
            name: String::new(),
            page: Some(self.first_page),
            cells,
        }
        .compact()
    }
}
