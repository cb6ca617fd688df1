//! Straight lines as they are ruled on a page: pieces of one line put together, halves of a line
//! brought to one height, and where lines lie. It knows no cells.

use super::super::super::budget::spend;
use super::geometry::Segment;
use crate::finding::Complaint;

/// How far lines may be apart and still be one: double ones, and the edges of a thick one.
pub(super) const ONE: f32 = 3.4;
/// How far dashes of one line may be apart.
const DASH: f32 = 4.2;
/// The shortest line of a table.
const SHORTEST: f32 = 6.0;
/// How far lines beyond the last that crosses them show an open side.
const OPEN: f32 = 8.0;
/// Lines of one page in either direction; a table has 40.
const MAX_LINES: usize = 1_500;
/// How far the two halves of one line may be apart in height where a browser broke a table
/// between pages: less than any row is high.
const STEP: f32 = 16.0;
/// Crossings that cost as much as an instruction.
pub(super) const CHEAP: usize = 40;

/// Lines in one direction, pieces of one line put together.
pub(super) fn join_lines(segments: &[Segment], across: bool) -> Vec<Segment> {
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
pub(super) fn settle(
    across: &mut [Segment],
    down: &mut [Segment],
    steps: &mut usize,
) -> Result<(), Complaint> {
    spend(steps, across.len() * across.len() / CHEAP)?;
    let lines = across.to_vec();
    for line in across.iter_mut() {
        let Some(other) = find_half(line, &lines) else {
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

/// The nearest line a little lower that goes on where this one ends, which is over fewer rows and
/// ends too early.
fn find_half<'a>(line: &Segment, lines: &'a [Segment]) -> Option<&'a Segment> {
    let mut nearest: Option<&Segment> = None;
    for other in lines {
        let step = other.at - line.at;
        let is_touched = (other.from - line.to).abs() < ONE || (other.to - line.from).abs() < ONE;
        let is_nearest = nearest.is_none_or(|nearest| step < nearest.at - line.at);
        if (ONE..STEP).contains(&step) && is_touched && other.length() > line.length() && is_nearest
        {
            nearest = Some(other);
        }
    }
    nearest
}

/// Where lines lie, with the ends of those that cross them where a side is open.
pub(super) fn edges(lines: &[Segment], crossing: &[Segment]) -> Vec<f32> {
    let mut at: Vec<f32> = lines.iter().map(|line| line.at).collect();
    let starts: Vec<f32> = crossing.iter().map(|line| line.from).collect();
    let stops: Vec<f32> = crossing.iter().map(|line| line.to).collect();
    let first = starts.iter().copied().min_by(f32::total_cmp);
    let last = stops.iter().copied().max_by(f32::total_cmp);
    if let (Some(first), Some(last)) = (first, last) {
        let (low, high) = (at.first().copied(), at.last().copied());
        if low.is_some_and(|low| first < low - OPEN) && is_common(first, &starts) {
            at.insert(0, first);
        }
        if high.is_some_and(|high| last > high + OPEN) && is_common(last, &stops) {
            at.push(last);
        }
    }
    at.dedup_by(|b, a| *b - *a <= ONE);
    at
}

/// Whether several lines end at a place.
fn is_common(place: f32, ends: &[f32]) -> bool {
    let near = ends.iter().filter(|end| (*end - place).abs() < ONE);
    near.count() > 1
}
