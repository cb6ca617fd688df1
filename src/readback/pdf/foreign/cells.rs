//! Which glyphs stand in which cell of a table, and what they say there.

use super::geometry::{Bounds, Dot};
use super::ink::Inked;
use super::lattice::Lattice;
use super::letters::{between, is_wide};
use super::rows::{TextRow, rows};
use super::turn::{PageTurn, ReadingWay};

/// What stays free at both sides of a cell's text in most programs, in points.
const PADDING: f32 = 11.0;
/// What a full line may leave free, in parts of its size: a letter that had no room, and marks.
const FULL: f32 = 2.2;
/// How much of a glyph must lie on either side of a line that it lies on.
const STRADDLES: f32 = 0.15;

/// What stands in a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellText {
    pub text: String,
    /// Whether its last line fills the cell, so that it may go on elsewhere.
    pub full: bool,
}

/// The glyphs of a page, cell by cell of a table.
pub(super) struct GlyphsByCell {
    pub cells: Vec<Vec<Inked>>,
    /// Those that stand in no cell.
    pub outside: Vec<Inked>,
}

impl GlyphsByCell {
    /// Puts each glyph where it stands. A number that is wider than its cell stays whole.
    pub fn of(glyphs: &[Inked], lattice: &Lattice) -> Self {
        let mut sorted = Self {
            cells: vec![Vec::new(); lattice.cells.len()],
            outside: Vec::new(),
        };
        let mut rest = glyphs;
        while let Some(first) = rest.first() {
            let (number, tail) = rest.split_at(count_following(rest));
            rest = tail;
            if number.len() > 1 && number.iter().any(|glyph| straddles(glyph, lattice)) {
                let last = number.last().unwrap_or(first);
                let x = f32::midpoint(middle(first).x, middle(last).x);
                sorted.add(number, lattice.at(x, middle(first).y));
                continue;
            }
            for glyph in number {
                let at = middle(glyph);
                sorted.add(&[*glyph], lattice.at(at.x, at.y));
            }
        }
        sorted
    }

    fn add(&mut self, glyphs: &[Inked], cell: Option<usize>) {
        match cell.and_then(|cell| self.cells.get_mut(cell)) {
            Some(cell) => cell.extend_from_slice(glyphs),
            None => self.outside.extend_from_slice(glyphs),
        }
    }
}

/// How many glyphs, from the first one on, stand directly beside each other as those of a number.
fn count_following(glyphs: &[Inked]) -> usize {
    let mut pairs = glyphs.iter().zip(glyphs.iter().skip(1));
    match pairs.position(|(a, b)| !follows(a, b)) {
        Some(pairs) => pairs + 1,
        None => glyphs.len(),
    }
}

/// The middle of a glyph.
fn middle(glyph: &Inked) -> Dot {
    let Inked { at, lead, size, .. } = *glyph;
    // Letters stand at the left of the way they read.
    let length = lead.length().max(f32::MIN_POSITIVE);
    let rise = Dot {
        x: lead.y / length * size * 0.35,
        y: -lead.x / length * size * 0.35,
    };
    let rise = if lead.length() > 0.0 {
        rise
    } else {
        Dot {
            x: 0.0,
            y: -0.35 * size,
        }
    };
    Dot {
        x: at.x + lead.x / 2.0 + rise.x,
        y: at.y + lead.y / 2.0 + rise.y,
    }
}

/// Whether two digits stand directly beside each other.
fn follows(a: &Inked, b: &Inked) -> bool {
    let gap = b.at.x - (a.at.x + a.lead.x);
    is_of_number(a.c)
        && is_of_number(b.c)
        && ReadingWay::of(a) == ReadingWay::Across
        && (a.at.y - b.at.y).abs() < 0.1 * a.size
        && (-0.1 * a.size..0.15 * a.size).contains(&gap)
}

/// Whether a glyph lies on a line of the table.
fn straddles(glyph: &Inked, lattice: &Lattice) -> bool {
    let (left, right) = (glyph.at.x, glyph.at.x + glyph.lead.x);
    let part = STRADDLES * (right - left);
    let next = lattice.xs.partition_point(|edge| *edge <= left + part);
    lattice
        .xs
        .get(next)
        .is_some_and(|edge| *edge < right - part)
}

/// Whether a character may stand in a number.
fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || ".,%".contains(c)
}

/// The text of a cell, its lines put together; it lies on a page of this width and height.
pub(super) fn read_cell(place: &Bounds, glyphs: &[Inked], width: f32, height: f32) -> CellText {
    let way = ReadingWay::of_most(glyphs);
    let turn = PageTurn { way, width, height };
    let lines = rows(glyphs.iter().map(|glyph| turn.glyph(glyph)).collect());
    let room = match way {
        ReadingWay::Across | ReadingWay::Back => place.width(),
        _ => place.height(),
    };
    let mut text = String::new();
    let mut before: Option<&TextRow> = None;
    for line in &lines {
        let next = join_pieces(line);
        if let Some(before) = before {
            text.push_str(joint(&text, &next, before, room));
        }
        text.push_str(&next);
        before = Some(line);
    }
    let full = before.is_some_and(|last| room_left(last, room) < FULL * last.size);
    CellText { text, full }
}

/// How much room a line leaves in its cell.
fn room_left(line: &TextRow, room: f32) -> f32 {
    room - PADDING - (line.right() - line.left())
}

/// A row's text within a cell, where gaps part no columns.
fn join_pieces(row: &TextRow) -> String {
    let mut text = String::new();
    for piece in &row.pieces {
        let wide = text.chars().last().is_some_and(is_wide)
            && piece.text.chars().next().is_some_and(is_wide);
        if !text.is_empty() && !wide {
            text.push(' ');
        }
        text.push_str(&piece.text);
    }
    text
}

/// What stands between two lines of a cell. A number is cut where the cell is full; where another
/// digit had room, there are two numbers.
fn joint(text: &str, next: &str, before: &TextRow, room: f32) -> &'static str {
    let are_digits = text.ends_with(|c: char| c.is_ascii_digit())
        && next.starts_with(|c: char| c.is_ascii_digit());
    if are_digits && room_left(before, room) > 0.6 * before.size {
        "\n"
    } else {
        between(text, next)
    }
}
