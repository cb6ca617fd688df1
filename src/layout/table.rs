//! Tables on pages: portions that fit, repeated heads and labels, rules.

use super::table_rows::{SetCell, SetTable};
use super::text::{baseline, runs};
use super::{Artifact, Item, Owner};
use crate::document::Role;
use crate::drawing::PaperRect;
use crate::style::{Align, Style};

/// A page that a table goes on behind is filled by this part at least, to break between groups.
const FILLED: f32 = 0.5;

/// To whom lines and grounds belong.
const RULING: Owner = Owner::Artifact(Artifact::Ruling);

/// By how much rows are tightened, of their height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tightness(f32);

impl Tightness {
    /// Not at all.
    pub const NONE: Self = Self(0.0);

    /// What makes rows of this height fit a room; none where that is more than allowed.
    pub fn of(height: f32, room: f32, most: f32) -> Option<Self> {
        if height <= room + 0.01 {
            return Some(Self::NONE);
        }
        let needed = 1.0 - room / height;
        (needed <= most).then_some(Self(needed))
    }

    /// What is lost of a height.
    pub fn share(self) -> f32 {
        self.0
    }

    /// A height so tightened.
    pub fn height(self, height: f32) -> f32 {
        height * (1.0 - self.0)
    }
}

/// Rows of a table that stand together on one page.
pub(super) struct Portion {
    /// First body row and one past the last.
    pub rows: std::ops::Range<usize>,
    /// Whether the head is repeated above them.
    pub repeated_head: bool,
    /// How tight they are.
    pub tightness: Tightness,
}

/// The number of rows from `from` that fit into `room`, at least one where
/// `force` is set.
pub(super) fn fit(set: &SetTable<'_>, from: usize, room: f32, force: bool) -> usize {
    let mut to = from;
    while to < set.table.rows.len() && set.height_from(from, to + 1) <= room + 0.01 {
        to += 1;
    }
    // Heads and bands are no use without a row of numbers under them.
    if to < set.table.rows.len() {
        while to > from && !set.table.rows[to - 1].has_numbers() {
            to -= 1;
        }
    }
    // Without a head to repeat, a block of rows with its own head stays whole, if a page holds it.
    if set.table.head == 0 && to < set.table.rows.len() && set.table.rows[to].has_numbers() {
        let mut rows = (from..to).rev();
        let block = rows.find(|&row| begins_block(set, row)).unwrap_or(from);
        if block > from || !force {
            to = block;
        }
    }
    if to < set.table.rows.len() && to > from {
        to = between_groups(set, from, to, room);
    }
    if to == from && force {
        to = first_number(set, from) + 1;
    }
    to - from
}

/// Whether a block of rows begins with its own head here.
fn begins_block(set: &SetTable<'_>, row: usize) -> bool {
    let rows = &set.table.rows;
    !rows[row].has_numbers() && (row == 0 || rows[row - 1].has_numbers())
}

/// The last place of `from..=to` at which the table parts the fewest labels of several rows, so
/// that the page is still well filled.
fn between_groups(set: &SetTable<'_>, from: usize, to: usize, room: f32) -> usize {
    let mut best = to;
    let mut fewest = usize::MAX;
    for at in (from + 1..=to).rev() {
        let has_numbers = set.table.rows[at - 1].has_numbers();
        if !has_numbers || set.height_from(from, at) < FILLED * room {
            continue;
        }
        let parted = parted_labels(set, at);
        if parted < fewest {
            (best, fewest) = (at, parted);
        }
    }
    best
}

/// The labels that begin above a row and go on below it.
fn parted_labels(set: &SetTable<'_>, row: usize) -> usize {
    let above = set.cells.iter().filter(|cell| cell.row < row);
    above
        .filter(|cell| row < cell.row + cell.cell.height)
        .count()
}

/// One past the rows that must stand together at the table's beginning: up to the first
/// numbers below its head, or the whole first block where it has no head.
pub(super) fn first_rows(set: &SetTable<'_>) -> usize {
    let rows = &set.table.rows;
    let mut end = first_number(set, 0) + 1;
    while set.table.head == 0 && end < rows.len() && rows[end].has_numbers() {
        end += 1;
    }
    end
}

/// The first row from `from` on that holds numbers, or the last row.
fn first_number(set: &SetTable<'_>, from: usize) -> usize {
    let rows = &set.table.rows;
    let number = (from..rows.len()).find(|&row| rows[row].has_numbers());
    number.unwrap_or(rows.len() - 1)
}

/// The items of a portion at the given left and top.
pub(super) fn draw(
    set: &SetTable<'_>,
    portion: &Portion,
    style: &Style,
    left: f32,
    top: f32,
    block: usize,
) -> Vec<Item> {
    let mut drawing = TableDrawing {
        set,
        style,
        left,
        block,
        tightness: portion.tightness,
        fills: Vec::new(),
        rules: Vec::new(),
        texts: Vec::new(),
    };
    let mut y = top;
    if portion.repeated_head {
        y = drawing.band(0..set.table.head, y, true);
    }
    drawing.band(portion.rows.clone(), y, false);
    let mut items = drawing.fills;
    items.extend(join_rules(drawing.rules, style.table.rule));
    items.extend(drawing.texts);
    items
}

struct TableDrawing<'a> {
    set: &'a SetTable<'a>,
    style: &'a Style,
    left: f32,
    block: usize,
    tightness: Tightness,
    fills: Vec<Item>,
    rules: Vec<TableRule>,
    texts: Vec<Item>,
}

impl TableDrawing<'_> {
    /// Draws rows below each other from `top`; returns where they end.
    fn band(&mut self, rows: std::ops::Range<usize>, top: f32, repeated: bool) -> f32 {
        let mut ys = vec![top];
        for height in self.set.heights(rows.start, rows.end) {
            ys.push(ys[ys.len() - 1] + self.tightness.height(height));
        }
        for cell in &self.set.cells {
            let (start, end) = (
                cell.row.max(rows.start),
                (cell.row + cell.cell.height).min(rows.end),
            );
            if start < end {
                // A cell that began on an earlier page has its label again, for the eye only.
                let again = repeated || cell.row < rows.start;
                self.cell(cell, ys[start - rows.start], ys[end - rows.start], again);
            }
        }
        ys[ys.len() - 1]
    }

    fn cell(&mut self, set: &SetCell<'_>, top: f32, bottom: f32, again: bool) {
        let (x, right) = (self.left + set.x, self.left + set.x + set.width);
        if set.cell.role == Role::Band {
            self.fills.push(Item::Fill {
                rect: PaperRect {
                    left: x,
                    top,
                    width: right - x,
                    height: bottom - top,
                },
                colour: self.style.table.band,
                owner: RULING,
            });
        }
        self.rules.extend([
            TableRule::level(top, x, right),
            TableRule::level(bottom, x, right),
            TableRule::upright(x, top, bottom),
            TableRule::upright(right, top, bottom),
        ]);
        let pitch = self.tightness.height(set.pitch);
        let mut y = top + (bottom - top - pitch * set.lines.len() as f32) / 2.0;
        let owner = if again {
            Owner::Artifact(Artifact::Repeated)
        } else {
            Owner::Cell(self.block, set.row, set.index)
        };
        for line in &set.lines {
            let free = set.width - line.width;
            let inset = match self.style.table.align(&self.set.table.id, set.cell.role) {
                Align::Left => self.style.table.padding_x,
                Align::Centre => free / 2.0,
            };
            let baseline = baseline(y, pitch, set.size);
            self.texts.extend(runs(line, x + inset, baseline, owner));
            y += pitch;
        }
    }
}

/// A rule at the edge of a cell, in whole thousandths of a point, so that edges computed in two
/// ways are one. Those that lie on one line sort together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TableRule {
    is_level: bool,
    /// How far down a level rule lies, how far right an upright one stands.
    line: i64,
    start: i64,
    end: i64,
}

impl TableRule {
    fn level(y: f32, left: f32, right: f32) -> Self {
        Self {
            is_level: true,
            line: thousandths(y),
            start: thousandths(left),
            end: thousandths(right),
        }
    }

    fn upright(x: f32, top: f32, bottom: f32) -> Self {
        Self {
            is_level: false,
            line: thousandths(x),
            start: thousandths(top),
            end: thousandths(bottom),
        }
    }

    /// Whether another rule, which sorts behind it, goes on where it ends or before.
    fn meets(&self, next: &Self) -> bool {
        (self.is_level, self.line) == (next.is_level, next.line) && next.start <= self.end
    }

    fn item(&self, thickness: f32) -> Item {
        let [line, start, end] = [self.line, self.start, self.end].map(points);
        let (from, to) = if self.is_level {
            ((start, line), (end, line))
        } else {
            ((line, start), (line, end))
        };
        Item::Rule {
            from,
            to,
            thickness,
            owner: RULING,
        }
    }
}

fn thousandths(length: f32) -> i64 {
    (length * 1000.0).round() as i64
}

fn points(thousandths: i64) -> f32 {
    thousandths as f32 / 1000.0
}

/// The rules of all cells as few long lines: equal ones once, touching ones joined.
fn join_rules(mut rules: Vec<TableRule>, thickness: f32) -> Vec<Item> {
    rules.sort_unstable();
    let mut long: Vec<TableRule> = Vec::new();
    for rule in rules {
        match long.last_mut() {
            Some(last) if last.meets(&rule) => last.end = last.end.max(rule.end),
            _ => long.push(rule),
        }
    }
    long.iter().map(|rule| rule.item(thickness)).collect()
}
