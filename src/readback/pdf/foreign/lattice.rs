//! Tables as they are drawn: the cells between straight lines that cross.
//!
//! A line below a title is no table; a frame around a page or a paragraph is one with one cell,
//! which whoever asks for tables leaves aside.

use std::collections::BTreeMap;

use super::super::super::budget::spend;
use super::geometry::{Bounds, Segment};
use super::ruling::{CHEAP, ONE, edges, join_lines, settle};
use super::sets::JoinedSets;
use crate::finding::Complaint;

/// How much of a cell's side must be drawn.
const DRAWN: f32 = 0.55;
/// Places of one table; the largest of a report has 300.
const MAX_PLACES: usize = 20_000;
/// Instructions that a place of a table costs, as it is kept to the end.
const DEAR: usize = 10;

/// A cell between lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LatticeCell {
    pub row: usize,
    pub column: usize,
    pub height: usize,
    pub width: usize,
}

/// The lines of a table and the cells between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lattice {
    /// Where its columns begin and end.
    pub xs: Vec<f32>,
    /// Where its rows do.
    pub ys: Vec<f32>,
    /// Its cells, by rows.
    pub cells: Vec<LatticeCell>,
    /// Which of them covers each place.
    owners: Vec<usize>,
}

impl Lattice {
    /// Where it lies; an empty one nowhere.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            left: self.xs.first().copied().unwrap_or(0.0),
            top: self.ys.first().copied().unwrap_or(0.0),
            right: self.xs.last().copied().unwrap_or(0.0),
            bottom: self.ys.last().copied().unwrap_or(0.0),
        }
    }

    /// The number of the cell in which a place lies.
    pub fn at(&self, x: f32, y: f32) -> Option<usize> {
        let column = self.xs.partition_point(|edge| *edge <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|edge| *edge <= y).checked_sub(1)?;
        let columns = self.xs.len().checked_sub(1)?;
        if column >= columns {
            return None;
        }
        self.owners.get(row * columns + column).copied()
    }

    /// Where a cell lies.
    pub fn place(&self, cell: &LatticeCell) -> Bounds {
        Bounds {
            left: edge_at(&self.xs, cell.column),
            top: edge_at(&self.ys, cell.row),
            right: edge_at(&self.xs, cell.column + cell.width),
            bottom: edge_at(&self.ys, cell.row + cell.height),
        }
    }
}

fn edge_at(edges: &[f32], at: usize) -> f32 {
    edges.get(at).copied().unwrap_or(0.0)
}

/// Lines that cross each other, directly or through others.
#[derive(Default)]
struct CrossingLines {
    across: Vec<Segment>,
    down: Vec<Segment>,
}

/// The tables that lines draw.
///
/// # Errors
/// When the lines are more than may be held against each other.
pub(super) fn lattices(segments: &[Segment], steps: &mut usize) -> Result<Vec<Lattice>, Complaint> {
    let across = join_lines(segments, true);
    let down = join_lines(segments, false);
    spend(steps, across.len() * down.len() / CHEAP)?;
    let mut out = Vec::new();
    for mut lines in group_crossing(&across, &down) {
        let CrossingLines { across, down } = &mut lines;
        if across.len() + down.len() > 2 && !across.is_empty() && !down.is_empty() {
            settle(across, down, steps)?;
            out.extend(lattice(across, down, steps)?);
        }
    }
    Ok(out)
}

/// Lines in groups, each of which crosses no line of another.
fn group_crossing(across: &[Segment], down: &[Segment]) -> Vec<CrossingLines> {
    let mut groups = JoinedSets::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            if reaches(a, d.at) && reaches(d, a.at) {
                groups.unite(i, across.len() + j);
            }
        }
    }
    let mut parts: BTreeMap<usize, CrossingLines> = BTreeMap::new();
    for (i, line) in across.iter().enumerate() {
        let part = parts.entry(groups.root(i)).or_default();
        part.across.push(*line);
    }
    for (j, line) in down.iter().enumerate() {
        let part = parts.entry(groups.root(across.len() + j)).or_default();
        part.down.push(*line);
    }
    parts.into_values().collect()
}

/// Whether a line comes as far as another that lies there.
fn reaches(line: &Segment, at: f32) -> bool {
    (line.from - ONE..=line.to + ONE).contains(&at)
}

/// The table of lines that cross each other; a frame is one with one cell.
fn lattice(
    across: &[Segment],
    down: &[Segment],
    steps: &mut usize,
) -> Result<Option<Lattice>, Complaint> {
    let (xs, ys) = (edges(down, across), edges(across, down));
    let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
    if columns == 0 || rows == 0 || columns * rows > MAX_PLACES {
        return Ok(None);
    }
    spend(steps, columns * rows * DEAR)?;
    let mut groups = JoinedSets::new(columns * rows);
    for (row, (top, bottom)) in ys.iter().zip(ys.iter().skip(1)).enumerate() {
        spend(steps, (across.len() + down.len()) * columns / CHEAP)?;
        for (column, (left, right)) in xs.iter().zip(xs.iter().skip(1)).enumerate() {
            let place = row * columns + column;
            if column + 1 < columns && !is_drawn(down, *right, *top, *bottom) {
                groups.unite(place, place + 1);
            }
            if row + 1 < rows && !is_drawn(across, *bottom, *left, *right) {
                groups.unite(place, place + columns);
            }
        }
    }
    let cells = rectangles(&mut groups, columns, rows, steps)?;
    let mut owners = vec![0; columns * rows];
    for (at, cell) in cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.height {
            let start = row * columns + cell.column;
            if let Some(places) = owners.get_mut(start..start + cell.width) {
                places.fill(at);
            }
        }
    }
    Ok(Some(Lattice {
        xs,
        ys,
        cells,
        owners,
    }))
}

/// Whether lines that lie at one place cover a stretch of it.
fn is_drawn(lines: &[Segment], at: f32, from: f32, to: f32) -> bool {
    let near = lines.iter().filter(|line| (line.at - at).abs() <= ONE);
    let covered: f32 = near
        .map(|line| (line.to.min(to) - line.from.max(from)).max(0.0))
        .sum();
    covered >= DRAWN * (to - from)
}

/// The places that a group reaches, first and last ones.
struct PlaceBounds {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

impl PlaceBounds {
    fn of(row: usize, column: usize) -> Self {
        Self {
            top: row,
            left: column,
            bottom: row,
            right: column,
        }
    }

    fn include(&mut self, row: usize, column: usize) {
        self.top = self.top.min(row);
        self.left = self.left.min(column);
        self.bottom = self.bottom.max(row);
        self.right = self.right.max(column);
    }

    fn cell(&self) -> LatticeCell {
        LatticeCell {
            row: self.top,
            column: self.left,
            height: self.bottom - self.top + 1,
            width: self.right - self.left + 1,
        }
    }
}

/// Groups of places as cells; what is no rectangle takes in what lies within its bounds.
fn rectangles(
    groups: &mut JoinedSets,
    columns: usize,
    rows: usize,
    steps: &mut usize,
) -> Result<Vec<LatticeCell>, Complaint> {
    loop {
        spend(steps, columns * rows)?;
        let mut bounds: BTreeMap<usize, PlaceBounds> = BTreeMap::new();
        for place in 0..columns * rows {
            let (row, column) = (place / columns, place % columns);
            bounds
                .entry(groups.root(place))
                .or_insert(PlaceBounds::of(row, column))
                .include(row, column);
        }
        let mut changed = false;
        for (root, around) in &bounds {
            for row in around.top..=around.bottom {
                for column in around.left..=around.right {
                    changed |= groups.unite(*root, row * columns + column);
                }
            }
            let cell = around.cell();
            spend(steps, cell.height * cell.width / CHEAP)?;
        }
        if !changed {
            let mut cells: Vec<LatticeCell> = bounds.values().map(PlaceBounds::cell).collect();
            cells.sort_by_key(|cell| (cell.row, cell.column));
            return Ok(cells);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as `h y x0 x1` and `v x y0 y1`; cells as `row.column+height+width`.
    fn check(lines: &str, expected: &str) {
        let mut segments = Vec::new();
        for line in lines.split(", ") {
            let (kind, rest) = line.split_once(' ').unwrap();
            let numbers: Vec<f32> = rest.split(' ').map(|n| n.parse().unwrap()).collect();
            let [at, from, to] = numbers[..] else {
                panic!("{line}")
            };
            segments.push(Segment {
                across: kind == "h",
                at,
                from,
                to,
            });
        }
        let found = lattices(&segments, &mut 1_000_000).unwrap();
        let cell = |c: &LatticeCell| format!("{}.{}+{}+{}", c.row, c.column, c.height, c.width);
        let shown: Vec<String> = found
            .iter()
            .map(|l| l.cells.iter().map(cell).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(shown.join("; "), expected, "{lines}");
    }

    #[test]
    fn cells_between_lines() {
        let frame = "h 0 0 100, h 20 0 100, h 40 0 100, v 0 0 40, v 100 0 40";
        check(
            &format!("{frame}, v 50 0 40"),
            "0.0+1+1 0.1+1+1 1.0+1+1 1.1+1+1",
        );
        check(&format!("{frame}, v 50 20 40"), "0.0+1+2 1.0+1+1 1.1+1+1");
        // In pieces, doubled, a little off.
        let pieces = "h 0 0 50, h 0.4 50 100, h 20 0 49, h 20 51 100, h 21.5 0 100, v 0 0 19, \
                      v 0 20 40, v 100 0 40";
        check(
            &format!("{pieces}, h 40 0 100, v 50 20 40"),
            "0.0+1+2 1.0+1+1 1.1+1+1",
        );
    }

    #[test]
    fn frames_and_single_lines() {
        check("h 0 0 100, h 40 0 100, v 0 0 40, v 100 0 40", "0.0+1+1");
        check("h 0 0 100, h 40 0 100", "");
        check("h 0 0 100, v 50 0 30", "");
    }

    #[test]
    fn a_line_with_a_step_is_one() {
        let frame = "h 0 0 100, h 60 0 100, v 0 0 60, v 100 0 60";
        let cells = "0.0+1+1 0.1+1+1 1.0+1+2";
        check(
            &format!("{frame}, h 30 40 100, h 21 0 40, v 40 0 21"),
            cells,
        );
    }

    #[test]
    fn open_sides_are_closed() {
        let open = "h 0 0 100, h 20 0 100, h 40 0 100, v 50 0 40";
        check(open, "0.0+1+1 0.1+1+1 1.0+1+1 1.1+1+1");
    }
}
