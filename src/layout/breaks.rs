//! Where the lines of a paragraph end: the ends that cost least together.
//!
//! Total fit after Knuth and Plass: every line costs what its joints are
//! stretched or shrunk, every end what it tears, and the cheapest way through
//! the paragraph is taken. Kinsoku says where a line may end at all.

use std::collections::BTreeMap;

use super::line::{Joint, SLACK, Setting, Unit};
use crate::style::{LineEnd, Side};

/// What a line costs whose joints are stretched as far as they go.
const FULL: f64 = 100.0;
/// What a line costs whose marks are closed up as far as they go: readers see that less than
/// Chinese set wide.
const CLOSE: f64 = 25.0;
/// What an end inside a word costs, beside the line's own cost.
const PARTED: f64 = 30.0;
/// What an end between a number and its measure costs.
const TORN: f64 = 400.0;
/// What a line costs that is left short, and more by its hole.
const SHORT: f64 = 10_000.0;
/// What a line costs at most in a paragraph that moves a line for its page's sake: its joints
/// give no more than six tenths of what they have, and nothing is torn.
const DEAR: f64 = 510.0;
/// What a last line of a single character costs.
const LONELY: f64 = 40.0;
/// The most units that a line is tried with: more are of no width, or blanks.
const MOST: usize = 1000;
/// A line is all too short with this part of its room free.
const LOOSE: f32 = 8.0;

/// The ends of a paragraph's lines: indices of the units that begin the next.
pub(super) fn line_ends(units: &[Unit], joints: &[Joint], setting: Setting<'_>) -> Vec<usize> {
    let paragraph = Paragraph::new(units, joints, setting);
    if setting.grid {
        paragraph.best_ends()
    } else {
        paragraph.first_ends()
    }
}

/// The ends of so many lines; none where one would be too tight or too loose.
pub(super) fn line_ends_of(
    units: &[Unit],
    joints: &[Joint],
    setting: Setting<'_>,
    count: usize,
) -> Option<Vec<usize>> {
    Paragraph::new(units, joints, setting).ends_of(count)
}

/// What stretches of a paragraph take up, from sums made once.
struct Paragraph<'a> {
    units: &'a [Unit],
    text: Vec<char>,
    setting: Setting<'a>,
    /// For each unit what lies before it, with the joint at its left.
    starts: Vec<Spread>,
    /// For each end the end without the blanks before it.
    trimmed: Vec<usize>,
}

/// What a stretch takes up, and what it may give or take, pt.
#[derive(Clone, Copy, Default)]
struct Spread {
    natural: f64,
    stretch: f64,
    shrink: f64,
}

/// The cheapest way to a place where a line ends.
#[derive(Clone, Copy)]
struct Reached {
    cost: f64,
    /// Where the line before begins.
    from: usize,
}

impl<'a> Paragraph<'a> {
    fn new(units: &'a [Unit], joints: &[Joint], setting: Setting<'a>) -> Self {
        let mut at = Spread::default();
        let mut starts = Vec::with_capacity(units.len());
        for (unit, joint) in units.iter().zip(joints) {
            at.natural += f64::from(joint.natural);
            at.stretch += f64::from(joint.stretch);
            at.shrink += f64::from(joint.shrink);
            starts.push(at);
            at.natural += f64::from(unit.width);
        }
        let mut trimmed = Vec::with_capacity(units.len() + 1);
        let mut solid = 0;
        trimmed.push(solid);
        for (i, unit) in units.iter().enumerate() {
            if unit.c != ' ' {
                solid = i + 1;
            }
            trimmed.push(solid);
        }
        Self {
            units,
            text: units.iter().map(|unit| unit.c).collect(),
            setting,
            starts,
            trimmed,
        }
    }

    /// What the line `from..to` takes up.
    fn spread(&self, from: usize, to: usize) -> Spread {
        let (start, end) = (self.starts[from], self.starts[to - 1]);
        Spread {
            natural: end.natural + f64::from(self.units[to - 1].width) - start.natural,
            stretch: end.stretch - start.stretch,
            shrink: end.shrink - start.shrink + f64::from(self.units[from].spare(Side::Left)),
        }
    }

    fn room(&self, from: usize) -> f64 {
        f64::from(self.setting.room(from))
    }

    /// What the line `from..to` lacks of its room, its last mark hanging out; below zero what it
    /// has too much.
    fn lack(&self, from: usize, to: usize) -> f64 {
        let lack = self.room(from) - self.spread(from, to).natural;
        let hang = f64::from(self.units[to - 1].spare(Side::Right));
        let lack = if lack < 0.0 {
            (lack + hang).min(0.0)
        } else {
            lack
        };
        if lack.abs() <= f64::from(2.0 * SLACK) {
            0.0
        } else {
            lack
        }
    }

    fn fits(&self, from: usize, to: usize) -> bool {
        self.lack(from, to) + self.spread(from, to).shrink >= 0.0
    }

    fn end(&self, to: usize) -> LineEnd {
        self.setting.rules.line_end(&self.text, to)
    }

    /// The end of the line's last unit that is no blank.
    fn trim(&self, from: usize, to: usize) -> usize {
        self.trimmed[to].max(from + 1)
    }

    /// The last end that a line from here is tried with.
    fn farthest(&self, from: usize) -> usize {
        self.units.len().min(from + MOST)
    }

    /// The first unit of the line behind the end `to`.
    fn next(&self, to: usize) -> usize {
        let blanks = self.units[to..].iter().take_while(|unit| unit.c == ' ');
        to + blanks.count()
    }

    /// The ends that cost least together.
    fn best_ends(&self) -> Vec<usize> {
        let mut ways: Vec<Option<Reached>> = vec![None; self.units.len() + 1];
        for from in 0..self.units.len() {
            let cost = match ways[from] {
                Some(way) => way.cost,
                None if from == 0 => 0.0,
                None => continue,
            };
            let mut any = false;
            for to in self.first_full(from)..=self.farthest(from) {
                let end = self.trim(from, to);
                if !self.fits(from, end) {
                    break;
                }
                if let Some(own) = self.cost(from, end, to) {
                    let cost = cost + own;
                    take_cheaper(&mut ways[self.next(to)], Reached { cost, from });
                    any = true;
                }
            }
            if !any {
                let to = self.longest(from);
                let cost = cost + self.cost_short(from, self.trim(from, to));
                take_cheaper(&mut ways[self.next(to)], Reached { cost, from });
            }
        }
        let mut ends = Vec::new();
        let mut at = self.units.len();
        while at > 0 {
            ends.push(at);
            at = ways[at].map_or(0, |way| way.from);
        }
        ends.reverse();
        ends
    }

    /// The cheapest ends of so many lines, none of which is dear.
    fn ends_of(&self, count: usize) -> Option<Vec<usize>> {
        // For each number of lines the cheapest way to each place.
        let mut ways = vec![BTreeMap::from([(0, Reached { cost: 0.0, from: 0 })])];
        for line in 0..count {
            let mut reached = BTreeMap::<usize, Reached>::new();
            for (&from, way) in ways[line].range(..self.units.len()) {
                for to in self.first_full(from)..=self.farthest(from) {
                    let end = self.trim(from, to);
                    if !self.fits(from, end) {
                        break;
                    }
                    let Some(own) = self.cost(from, end, to).filter(|own| *own <= DEAR) else {
                        continue;
                    };
                    let next = Reached {
                        cost: way.cost + own,
                        from,
                    };
                    let known = reached.entry(self.next(to)).or_insert(next);
                    if next.cost < known.cost {
                        *known = next;
                    }
                }
            }
            ways.push(reached);
        }
        let mut at = self.units.len();
        let mut ends = Vec::with_capacity(count);
        for reached in ways.iter().skip(1).rev() {
            ends.push(at);
            at = reached.get(&at)?.from;
        }
        ends.reverse();
        (at == 0).then_some(ends)
    }

    /// The ends of lines that each hold what they can.
    fn first_ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut from = 0;
        while from < self.units.len() {
            from = self.next(self.longest(from));
            ends.push(from);
        }
        ends
    }

    /// The first end at which the line from here could be stretched to its room, or is the last.
    fn first_full(&self, from: usize) -> usize {
        let room = self.room(from);
        let (mut low, mut high) = (from + 1, self.farthest(from));
        while low < high {
            let middle = usize::midpoint(low, high);
            let spread = self.spread(from, middle);
            if spread.natural + spread.stretch < room {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// What a line costs that can be set out to its room, or is the last one.
    fn cost(&self, from: usize, end: usize, to: usize) -> Option<f64> {
        let lack = self.lack(from, end);
        let spread = self.spread(from, end);
        let torn = if to == self.units.len() {
            let lonely = from > 0 && spread.natural < f64::from(1.6 * self.setting.pitch);
            if lonely { LONELY } else { 0.0 }
        } else {
            match self.end(to) {
                LineEnd::Free => 0.0,
                LineEnd::Parted => PARTED,
                LineEnd::Torn => TORN,
                LineEnd::Barred => return None,
            }
        };
        let share = if lack < 0.0 {
            lack / spread.shrink
        } else if lack == 0.0 || to == self.units.len() {
            0.0
        } else if lack <= spread.stretch {
            lack / spread.stretch
        } else {
            return None;
        };
        let full = if share < 0.0 { CLOSE } else { FULL };
        Some((1.0 + full * share.abs().powi(3) + torn).powi(2))
    }

    /// What a line costs that stays short of its room.
    fn cost_short(&self, from: usize, end: usize) -> f64 {
        let hole = self.lack(from, end).max(0.0) / f64::from(self.setting.pitch);
        (SHORT + FULL * hole).powi(2)
    }

    /// The last end at which the line from here fits: at a place that tears
    /// nothing, else inside a long word, else where the line is full.
    fn longest(&self, from: usize) -> usize {
        let mut full = from + 1;
        let farthest = self.farthest(from);
        while full < farthest && self.fits(from, self.trim(from, full + 1)) {
            full += 1;
        }
        if full == self.units.len() {
            return full;
        }
        let parted = self.last_end(from, full, LineEnd::Parted);
        let Some(whole) = self.last_end(from, full, LineEnd::Free) else {
            let torn = parted.or_else(|| self.last_end(from, full, LineEnd::Torn));
            return torn.unwrap_or(full);
        };
        let room = self.setting.room(from);
        if self.lack(from, self.trim(from, whole)) <= f64::from(room / LOOSE) {
            return whole;
        }
        // A word that would leave the line all too short is parted, if it is long.
        match parted {
            Some(parted) if parted > whole => parted,
            _ if self.outgrows_a_line(whole) => full,
            _ => whole,
        }
    }

    /// The last end of this kind up to `to` of a line from here.
    fn last_end(&self, from: usize, to: usize, kind: LineEnd) -> Option<usize> {
        (from + 1..=to).rev().find(|&end| self.end(end) == kind)
    }

    /// Whether what begins here and must stand on one line is longer than any line.
    fn outgrows_a_line(&self, from: usize) -> bool {
        let width = f64::from(self.setting.width);
        for to in from + 1..=self.farthest(from) {
            if to > from + 1 && self.end(to - 1) == LineEnd::Free {
                return false;
            }
            if self.spread(from, to).natural > width {
                return true;
            }
        }
        false
    }
}

/// Keeps the cheaper of two ways to a place.
fn take_cheaper(known: &mut Option<Reached>, way: Reached) {
    if known.is_none_or(|known| way.cost < known.cost) {
        *known = Some(way);
    }
}
