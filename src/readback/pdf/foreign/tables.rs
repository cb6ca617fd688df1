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

/// A cell of a table that may go on, or of its next part.
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
    fn has_columns_of(&self, other: &Self) -> bool {
        (self.from - other.from).abs() < SAME && (self.to - other.to).abs() < SAME
    }

    /// Whether it is the same cell of a head.
    fn repeats(&self, other: &Self) -> bool {
        self.text == other.text
            && self.row == other.row
            && self.height == other.height
            && self.has_columns_of(other)
    }

    /// Whether it says something, and no number.
    fn is_label(&self) -> bool {
        !self.text.is_empty() && !self.is_number()
    }

    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The cells of a part, from its left edge.
fn cells_of(table: &RuledTable) -> Vec<GrownCell> {
    let left = table.lattice.bounds().left;
    let mut cells = Vec::with_capacity(table.texts.len());
    for (cell, text) in table.lattice.cells.iter().zip(&table.texts) {
        let place = table.lattice.place(cell);
        cells.push(GrownCell {
            text: text.text.clone(),
            full: text.full,
            row: cell.row,
            height: cell.height,
            from: place.left - left,
            to: place.right - left,
            page: table.page,
        });
    }
    cells
}

fn columns_of(table: &RuledTable) -> Vec<f32> {
    let left = table.lattice.bounds().left;
    table.lattice.xs.iter().map(|x| x - left).collect()
}

/// Whether each of some edges has one of others beside it.
fn are_matched(edges: &[f32], others: &[f32]) -> bool {
    edges.iter().all(|edge| has_edge(others, *edge))
}

/// Whether one of some edges lies at a place.
fn has_edge(edges: &[f32], place: f32) -> bool {
    edges.iter().any(|edge| (edge - place).abs() < SAME)
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

/// Where the last column ends.
fn last_of(xs: &[f32]) -> f32 {
    xs.last().copied().unwrap_or(0.0)
}

/// The cells of the rows that a head has; none where one of them reaches below.
fn head_of(cells: &[GrownCell], rows: usize) -> Option<Vec<&GrownCell>> {
    let head: Vec<&GrownCell> = cells.iter().filter(|cell| cell.row < rows).collect();
    let is_whole = head.iter().all(|cell| cell.bottom() <= rows);
    is_whole.then_some(head)
}

/// Whether the first rows of the next part are those of the table again.
fn is_head_again(own: &[GrownCell], next: &[GrownCell], rows: usize) -> bool {
    let (Some(own), Some(next)) = (head_of(own, rows), head_of(next, rows)) else {
        return false;
    };
    own.len() == next.len()
        && own.iter().any(|cell| cell.is_label())
        && own.iter().zip(&next).all(|(a, b)| a.repeats(b))
}

/// Two cells that meet at the break between two pages, by their numbers.
struct SeamPlaces {
    above: usize,
    below: usize,
}

/// Two such cells.
struct SeamCells<'a> {
    above: &'a GrownCell,
    below: &'a GrownCell,
}

/// Whether the last row goes on in the next part: one of them has all its numbers, and the
/// rest of its label begins no entry of its own.
fn is_row_cut(seam: &[SeamCells<'_>]) -> bool {
    let above = seam.iter().filter(|pair| pair.above.is_number()).count();
    let below = seam.iter().filter(|pair| pair.below.is_number()).count();
    let labels: Vec<_> = seam.iter().filter(|pair| pair.below.is_label()).collect();
    let are_rests = labels
        .iter()
        .all(|pair| pair.above.full && !is_numbered(&pair.below.text));
    let is_single = seam.iter().any(|pair| pair.below.height == 1);
    let is_blank = seam.iter().all(|pair| pair.below.text.is_empty());
    let is_one = (above == 0) != (below == 0) && !is_blank && !labels.is_empty();
    // A few numbers that were too long for their cells may be cut as well.
    let are_cut = seam.iter().all(SeamCells::may_cut_number);
    let are_few = 0 < below && below < above && are_cut;
    is_single && are_rests && (is_one || are_few || is_blank && above > 0)
}

impl SeamCells<'_> {
    /// Whether a number below may be the rest of the one above.
    fn may_cut_number(&self) -> bool {
        !self.below.is_number() || self.above.is_number() && self.above.full
    }
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
        (last_of(&self.xs) - last_of(&xs)).abs() < SAME
            && (are_matched(&self.xs, &xs) || are_matched(&xs, &self.xs))
    }

    /// Adds the next part.
    pub fn add(&mut self, next: &RuledTable) {
        self.cut_strip();
        let mut cells = cells_of(next);
        let again = self.head_again(&cells);
        cells.retain(|cell| cell.row >= again);
        let rows = next.lattice.ys.len().saturating_sub(1 + again);
        for cell in &mut cells {
            cell.row = cell.row - again + self.rows;
        }
        self.join(&mut cells);
        self.cells.extend(cells);
        for x in columns_of(next) {
            if !has_edge(&self.xs, x) {
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
        let mut own = self.cells.iter().filter(|cell| cell.row == last);
        let blank = own.all(|cell| cell.text.is_empty());
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
        let all = next.iter().map(GrownCell::bottom).max().unwrap_or(0);
        (1..=MAX_HEAD.min(all.saturating_sub(1)))
            .rev()
            .find(|rows| is_head_again(&self.cells, next, *rows))
            .unwrap_or(0)
    }

    /// Puts cells together that the break between pages cut.
    fn join(&mut self, next: &mut Vec<GrownCell>) {
        let places = self.find_seam(next);
        let is_cut = self.is_cut(&places, next);
        let mut gone: Vec<usize> = Vec::new();
        for place in places {
            let Some(above) = self.cells.get_mut(place.above) else {
                continue;
            };
            let Some(below) = next.get(place.below) else {
                continue;
            };
            if !is_cut && !is_label_cut(above, below) {
                continue;
            }
            if is_cut || above.text != below.text {
                above.text.push_str(between(&above.text, &below.text));
                above.text.push_str(&below.text);
                above.full = below.full;
            }
            above.height += below.height;
            gone.push(place.below);
        }
        let kept = std::mem::take(next).into_iter().enumerate();
        let kept = kept.filter(|(at, _)| !gone.contains(at));
        next.extend(kept.map(|(_, cell)| cell));
    }

    /// The cells of the last row and the first ones of the next part that have the same columns.
    fn find_seam(&self, next: &[GrownCell]) -> Vec<SeamPlaces> {
        let mut places = Vec::new();
        for (above, cell) in self.cells.iter().enumerate() {
            if cell.bottom() != self.rows {
                continue;
            }
            let below = next
                .iter()
                .position(|other| other.row == self.rows && other.has_columns_of(cell));
            places.extend(below.map(|below| SeamPlaces { above, below }));
        }
        places
    }

    /// Whether all of the last row's cells, and all of the next part's first ones, meet, and are
    /// one row.
    fn is_cut(&self, places: &[SeamPlaces], next: &[GrownCell]) -> bool {
        let above = self.cells.iter().filter(|cell| cell.bottom() == self.rows);
        let below = next.iter().filter(|cell| cell.row == self.rows);
        if places.len() != above.count() || places.len() != below.count() {
            return false;
        }
        let mut seam = Vec::with_capacity(places.len());
        for place in places {
            if let (Some(above), Some(below)) = (self.cells.get(place.above), next.get(place.below))
            {
                seam.push(SeamCells { above, below });
            }
        }
        is_row_cut(&seam)
    }

    /// The number of the column that begins, or ends, nearest to a place.
    fn column(&self, x: f32) -> usize {
        let distances = self.xs.iter().map(|edge| (edge - x).abs());
        let nearest = distances
            .enumerate()
            .min_by(|(_, a), (_, b)| a.total_cmp(b));
        nearest.map_or(0, |(at, _)| at)
    }

    /// The table as a grid.
    pub fn grid(self) -> Grid {
        let mut cells: Vec<GridCell> = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            let (from, to) = (self.column(cell.from), self.column(cell.to));
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
