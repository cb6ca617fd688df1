//! Tables as they are drawn: straight lines that cross, and the cells between them.
//!
//! A line below a title is no table; a frame around a page or a paragraph is one with one cell,
//! which whoever asks for tables leaves aside.

use std::collections::BTreeMap;

use super::super::super::budget::spend;
use super::geometry::{Bounds, Segment};
use crate::finding::Complaint;

/// How far lines may be apart and still be one: double ones, and the edges of a thick one.
const ONE: f32 = 3.4;
/// How far dashes of one line may be apart.
const DASH: f32 = 4.2;
/// The shortest line of a table.
const SHORTEST: f32 = 6.0;
/// How far lines beyond the last that crosses them show an open side.
const OPEN: f32 = 8.0;
/// How much of a cell's side must be drawn.
const DRAWN: f32 = 0.55;
/// Lines of one page in either direction; a table has 40.
const MAX_LINES: usize = 1_500;
/// How far the two halves of one line may be apart in height where a browser broke a table
/// between pages: less than any row is high.
const STEP: f32 = 16.0;
/// Places of one table; the largest of a report has 300.
const MAX_PLACES: usize = 20_000;
/// Instructions that a place of a table costs, as it is kept to the end.
const DEAR: usize = 10;
/// Crossings that cost as much as an instruction.
const CHEAP: usize = 40;

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
        let edge = |list: &[f32], last: bool| {
            let edge = if last { list.last() } else { list.first() };
            edge.copied().unwrap_or(0.0)
        };
        Bounds {
            left: edge(&self.xs, false),
            top: edge(&self.ys, false),
            right: edge(&self.xs, true),
            bottom: edge(&self.ys, true),
        }
    }

    /// The number of the cell in which a place lies.
    pub fn at(&self, x: f32, y: f32) -> Option<usize> {
        let column = self.xs.partition_point(|edge| *edge <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|edge| *edge <= y).checked_sub(1)?;
        let columns = self
            .xs
            .len()
            .checked_sub(1)
            .filter(|columns| column < *columns)?;
        self.owners.get(row * columns + column).copied()
    }

    /// Where a cell lies.
    pub fn place(&self, cell: &LatticeCell) -> Bounds {
        let edge = |list: &[f32], at: usize| list.get(at).copied().unwrap_or(0.0);
        Bounds {
            left: edge(&self.xs, cell.column),
            top: edge(&self.ys, cell.row),
            right: edge(&self.xs, cell.column + cell.width),
            bottom: edge(&self.ys, cell.row + cell.height),
        }
    }
}

/// The tables that lines draw.
///
/// # Errors
/// When the lines are more than may be held against each other.
pub(super) fn lattices(segments: &[Segment], steps: &mut usize) -> Result<Vec<Lattice>, Complaint> {
    let across = joined(segments, true);
    let down = joined(segments, false);
    spend(steps, across.len() * down.len() / CHEAP)?;
    let mut groups: JoinedSets = JoinedSets::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meet = (a.from - ONE..=a.to + ONE).contains(&d.at)
                && (d.from - ONE..=d.to + ONE).contains(&a.at);
            if meet {
                groups.unite(i, across.len() + j);
            }
        }
    }
    let mut parts: BTreeMap<usize, (Vec<Segment>, Vec<Segment>)> = BTreeMap::new();
    for (i, a) in across.iter().enumerate() {
        parts.entry(groups.root(i)).or_default().0.push(*a);
    }
    for (j, d) in down.iter().enumerate() {
        parts
            .entry(groups.root(across.len() + j))
            .or_default()
            .1
            .push(*d);
    }
    let mut out = Vec::new();
    for (mut across, mut down) in parts.into_values() {
        if across.len() + down.len() > 2 && !across.is_empty() && !down.is_empty() {
            settle(&mut across, &mut down, steps)?;
            out.extend(lattice(&across, &down, steps)?);
        }
    }
    Ok(out)
}

/// Lines in one direction, pieces of one line put together.
fn joined(segments: &[Segment], across: bool) -> Vec<Segment> {
    let mut lines: Vec<Segment> = segments
        .iter()
        .filter(|segment| segment.across == across)
        .copied()
        .collect();
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Segment> = Vec::new();
    let mut coming = lines.as_slice();
    while let Some(first) = coming.first() {
        // No place but one that is no number comes after itself.
        let count = coming
            .partition_point(|segment| segment.at <= first.at + ONE)
            .max(1);
        let (group, tail) = coming.split_at(count);
        coming = tail;
        let mut group = group.to_vec();
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let weight: f32 = group.iter().map(|s| s.length() + 0.01).sum();
        let at = group
            .iter()
            .map(|s| s.at * (s.length() + 0.01))
            .sum::<f32>()
            / weight;
        let start = out.len();
        for segment in group {
            match out.get_mut(start..).and_then(<[Segment]>::last_mut) {
                Some(last) if segment.from <= last.to + DASH => last.to = last.to.max(segment.to),
                _ => out.push(Segment { at, ..segment }),
            }
        }
    }
    out.retain(|segment| segment.length() >= SHORTEST);
    if out.len() > MAX_LINES {
        out.sort_by(|a, b| b.length().total_cmp(&a.length()));
        out.truncate(MAX_LINES);
        out.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    out
}

/// Brings together the halves of lines across that go on a little higher or lower from where
/// they meet, and the lines down that end at them.
fn settle(
    across: &mut [Segment],
    down: &mut [Segment],
    steps: &mut usize,
) -> Result<(), Complaint> {
    spend(steps, across.len() * across.len() / CHEAP)?;
    let lines = across.to_vec();
    for line in across.iter_mut() {
        let meets = |other: &&Segment| {
            // The half over fewer rows ends too early.
            let step = other.at - line.at;
            let touch = (other.from - line.to).abs() < ONE || (other.to - line.from).abs() < ONE;
            (ONE..STEP).contains(&step) && touch && other.length() > line.length()
        };
        let nearest =
            |a: &&Segment, b: &&Segment| (a.at - line.at).abs().total_cmp(&(b.at - line.at).abs());
        let Some(other) = lines.iter().filter(meets).min_by(nearest) else {
            continue;
        };
        for end in down.iter_mut() {
            if (end.to - line.at).abs() < ONE {
                end.to = other.at;
            }
        }
        line.at = other.at;
    }
    across.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(())
}

/// Where lines lie, with the ends of those that cross them where a side is open.
fn edges(lines: &[Segment], crossing: &[Segment]) -> Vec<f32> {
    let mut at: Vec<f32> = lines.iter().map(|line| line.at).collect();
    let common = |ends: Vec<f32>, end: f32| ends.iter().filter(|e| (*e - end).abs() < ONE).count();
    let first = crossing.iter().map(|line| line.from).min_by(f32::total_cmp);
    let last = crossing.iter().map(|line| line.to).max_by(f32::total_cmp);
    if let (Some(first), Some(last)) = (first, last) {
        let starts = crossing.iter().map(|line| line.from).collect();
        let stops = crossing.iter().map(|line| line.to).collect();
        let (low, high) = (at.first().copied(), at.last().copied());
        if low.is_some_and(|low| first < low - OPEN) && common(starts, first) > 1 {
            at.insert(0, first);
        }
        if high.is_some_and(|high| last > high + OPEN) && common(stops, last) > 1 {
            at.push(last);
        }
    }
    at.dedup_by(|b, a| *b - *a <= ONE);
    at
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
    let drawn = |lines: &[Segment], at: f32, from: f32, to: f32| {
        let near = lines.iter().filter(|line| (line.at - at).abs() <= ONE);
        let covered: f32 = near
            .map(|s| (s.to.min(to) - s.from.max(from)).max(0.0))
            .sum();
        covered >= DRAWN * (to - from)
    };
    let pairs = |edges: &[f32]| -> Vec<(f32, f32)> {
        edges
            .iter()
            .copied()
            .zip(edges.iter().skip(1).copied())
            .collect()
    };
    for (row, (top, bottom)) in pairs(&ys).into_iter().enumerate() {
        spend(steps, (across.len() + down.len()) * columns / CHEAP)?;
        for (column, (left, right)) in pairs(&xs).into_iter().enumerate() {
            let place = row * columns + column;
            if column + 1 < columns && !drawn(down, right, top, bottom) {
                groups.unite(place, place + 1);
            }
            if row + 1 < rows && !drawn(across, bottom, left, right) {
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

/// JoinedSets of places as cells; what is no rectangle takes in what lies within its bounds.
fn rectangles(
    groups: &mut JoinedSets,
    columns: usize,
    rows: usize,
    steps: &mut usize,
) -> Result<Vec<LatticeCell>, Complaint> {
    loop {
        spend(steps, columns * rows)?;
        let mut bounds: BTreeMap<usize, [usize; 4]> = BTreeMap::new();
        for place in 0..columns * rows {
            let (row, column) = (place / columns, place % columns);
            let around = bounds
                .entry(groups.root(place))
                .or_insert([row, column, row, column]);
            let [top, left, bottom, right] = *around;
            *around = [
                top.min(row),
                left.min(column),
                bottom.max(row),
                right.max(column),
            ];
        }
        let mut changed = false;
        for (root, [top, left, bottom, right]) in &bounds {
            for row in *top..=*bottom {
                for column in *left..=*right {
                    changed |= groups.unite(*root, row * columns + column);
                }
            }
            spend(steps, (bottom - top + 1) * (right - left + 1) / CHEAP)?;
        }
        if !changed {
            let mut cells: Vec<LatticeCell> = bounds
                .into_values()
                .map(|[top, left, bottom, right]| LatticeCell {
                    row: top,
                    column: left,
                    height: bottom - top + 1,
                    width: right - left + 1,
                })
                .collect();
            cells.sort_by_key(|cell| (cell.row, cell.column));
            return Ok(cells);
        }
    }
}

/// Things that are put together step by step.
struct JoinedSets {
    above: Vec<usize>,
}

impl JoinedSets {
    fn new(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    /// The one that stands for all of a group.
    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while let Some(above) = self.above.get(at).copied().filter(|above| *above != at) {
            // Ways become shorter as they are walked.
            let next = self.above.get(above).copied().unwrap_or(above);
            if let Some(place) = self.above.get_mut(at) {
                *place = next;
            }
            at = above;
        }
        at
    }

    /// Puts two groups together; whether they were two.
    fn unite(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(place) = self.above.get_mut(high) {
            *place = low;
        }
        low != high
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
