//! One page: turned so that most of its text reads across, its tables with their cells' texts,
//! the rows of text beside them.

use super::super::super::content::Stray;
use super::geometry::{Bounds, Dot, Segment};
use super::lattice::{Lattice, LatticeCell, lattices};
use super::letters::{UNKNOWN, between, is_wide};
use super::paint::{Inked, PageInk};
use super::rows::{TextRow, once, rows};
use crate::finding::Complaint;

/// How much of the text unseen letters must be to be taken for it: a scan that was read.
const MOSTLY: usize = 20;
/// What stays free at both sides of a cell's text in most programs, in points.
const PADDING: f32 = 11.0;
/// What a full line may leave free, in parts of its size: a letter that had no room, and marks.
const FULL: f32 = 2.2;
/// How much of a glyph must lie on either side of a line that it lies on.
const STRADDLES: f32 = 0.15;
/// Characters of a stray that are kept.
const MAX_KEPT: usize = 200;

/// A table as one page draws it.
#[derive(Clone, Debug)]
pub(super) struct RuledTable {
    pub page: usize,
    pub lattice: Lattice,
    /// The text of each cell.
    pub texts: Vec<CellText>,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellText {
    pub text: String,
    /// Whether its last line fills the cell, so that it may go on elsewhere.
    pub full: bool,
}

/// A page that has been read.
#[derive(Default)]
pub(super) struct SheetRead {
    /// Its number, from 1.
    pub page: usize,
    pub width: f32,
    pub height: f32,
    pub rows: Vec<TextRow>,
    /// Rows that read in another direction than the page does.
    pub aside: Vec<TextRow>,
    pub tables: Vec<RuledTable>,
    /// Boxes in one column, and such with text in one place: a frame, or a row of a table that
    /// goes on elsewhere.
    pub frames: Vec<Lattice>,
    pub strays: Vec<Stray>,
    /// Whether the page has pictures and no text.
    pub scanned: bool,
}

/// The ways a line of text can read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reads {
    Across,
    Down,
    Back,
    Up,
    Askew,
}

/// How far a line may be off its direction, as a part of its length.
const ASKEW: f32 = 0.1;

fn reads(glyph: &Inked) -> Reads {
    let Dot { x, y } = glyph.lead;
    if y.abs() <= ASKEW * x.abs() {
        if x >= 0.0 { Reads::Across } else { Reads::Back }
    } else if x.abs() <= ASKEW * y.abs() {
        if y > 0.0 { Reads::Down } else { Reads::Up }
    } else {
        Reads::Askew
    }
}

/// Reads a page; `number` counts from 1.
///
/// # Errors
/// When its lines are more than may be looked at.
pub(super) fn read(ink: PageInk, number: usize, steps: &mut usize) -> Result<SheetRead, Complaint> {
    let mut sheet = SheetRead {
        page: number,
        ..SheetRead::default()
    };
    let pictures = ink.pictures;
    let glyphs = seen(ink.glyphs, &mut sheet);
    sheet.scanned = pictures > 0 && glyphs.iter().all(|glyph| glyph.c.is_whitespace());
    let most = direction(&glyphs);
    let page = PageTurn {
        reads: most,
        width: ink.width,
        height: ink.height,
    };
    (sheet.width, sheet.height) = page.sides();
    let mut straight: Vec<Inked> = Vec::new();
    let mut askew = String::new();
    for glyph in glyphs {
        if reads(&glyph) == Reads::Askew {
            askew.push(glyph.c);
        } else {
            straight.push(page.glyph(&glyph));
        }
    }
    if !askew.trim().is_empty() {
        sheet.stray("斜着的文字", &askew);
    }
    let straight = once(straight);
    let segments: Vec<Segment> = ink.segments.iter().map(|s| page.segment(s)).collect();
    let found = lattices(&segments, steps)?;
    let (mut found, frames): (Vec<Lattice>, Vec<Lattice>) =
        found.into_iter().partition(|lattice| lattice.xs.len() > 2);
    sheet.frames = frames;
    found.sort_by(|a, b| area(a).total_cmp(&area(b)));
    let inner: Vec<Bounds> = found.iter().map(Lattice::bounds).collect();
    let mut at = 0;
    found.retain(|lattice| {
        let smaller = inner.get(..at).unwrap_or_default();
        at += 1;
        // A frame that lays out a page holds tables, and is none.
        !smaller.iter().any(|inner| holds(lattice, inner))
    });
    let mut rest = straight;
    for lattice in found {
        let mut cells: Vec<Vec<Inked>> = vec![Vec::new(); lattice.cells.len()];
        let mut outside = Vec::new();
        for (glyph, cell) in placed(rest, &lattice) {
            match cell.and_then(|cell| cells.get_mut(cell)) {
                Some(cell) => cell.push(glyph),
                None => outside.push(glyph),
            }
        }
        let filled = cells
            .iter()
            .filter(|cell| cell.iter().any(|glyph| !glyph.c.is_whitespace()));
        if filled.count() < 2 {
            rest = outside;
            rest.extend(cells.into_iter().flatten());
            sheet.frames.push(lattice);
            continue;
        }
        rest = outside;
        let turned = (sheet.width, sheet.height);
        let texts = lattice.cells.iter().zip(cells);
        let texts = texts
            .map(|(cell, glyphs)| cell_text(&lattice, cell, glyphs, turned))
            .collect();
        sheet.tables.push(RuledTable {
            page: number,
            lattice,
            texts,
        });
    }
    let (across, other): (Vec<Inked>, Vec<Inked>) = rest
        .into_iter()
        .partition(|glyph| reads(glyph) == Reads::Across);
    sheet.rows = rows(across);
    for way in [Reads::Down, Reads::Back, Reads::Up] {
        let turn = PageTurn {
            reads: way,
            width: sheet.width,
            height: sheet.height,
        };
        let some = other.iter().filter(|glyph| reads(glyph) == way);
        sheet
            .aside
            .extend(rows(some.map(|glyph| turn.glyph(glyph)).collect()));
    }
    sheet
        .frames
        .sort_by(|a, b| a.bounds().top.total_cmp(&b.bounds().top));
    sheet
        .tables
        .sort_by(|a, b| a.lattice.bounds().top.total_cmp(&b.lattice.bounds().top));
    unknown(&mut sheet);
    Ok(sheet)
}

impl SheetRead {
    fn stray(&mut self, what: &'static str, text: &str) {
        let text = text.trim().chars().take(MAX_KEPT).collect();
        self.strays.push(Stray {
            what,
            page: Some(self.page),
            text,
        });
    }
}

/// The glyphs that are the page's text: those that leave ink; where there are none, the letters
/// behind a scan.
fn seen(glyphs: Vec<Inked>, sheet: &mut SheetRead) -> Vec<Inked> {
    let inked = |glyph: &Inked| !glyph.c.is_whitespace();
    let (unseen, seen): (Vec<Inked>, Vec<Inked>) =
        glyphs.into_iter().partition(|glyph| glyph.unseen);
    let hidden = unseen.iter().filter(|glyph| inked(glyph)).count();
    if hidden == 0 {
        return seen;
    }
    let text: String = unseen.iter().map(|glyph| glyph.c).collect();
    if seen.iter().filter(|glyph| inked(glyph)).count() * MOSTLY < hidden {
        sheet.stray("扫描件背后的识别文字", &text);
        let mut all = unseen;
        all.extend(seen);
        return all;
    }
    sheet.stray("看不见的文字", &text);
    seen
}

/// The way most glyphs read.
fn direction(glyphs: &[Inked]) -> Reads {
    let count = |way: Reads| {
        glyphs
            .iter()
            .filter(|glyph| !glyph.c.is_whitespace() && reads(glyph) == way)
            .count()
    };
    let ways = [Reads::Up, Reads::Back, Reads::Down, Reads::Across];
    ways.into_iter()
        .max_by_key(|way| count(*way))
        .unwrap_or(Reads::Across)
}

/// A page that is turned so that what reads one way reads across.
#[derive(Clone, Copy)]
struct PageTurn {
    reads: Reads,
    width: f32,
    height: f32,
}

impl PageTurn {
    fn sides(&self) -> (f32, f32) {
        match self.reads {
            Reads::Down | Reads::Up => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    fn place(&self, Dot { x, y }: Dot) -> Dot {
        match self.reads {
            Reads::Across | Reads::Askew => Dot { x, y },
            Reads::Down => Dot {
                x: y,
                y: self.width - x,
            },
            Reads::Back => Dot {
                x: self.width - x,
                y: self.height - y,
            },
            Reads::Up => Dot {
                x: self.height - y,
                y: x,
            },
        }
    }

    fn glyph(&self, glyph: &Inked) -> Inked {
        let Dot { x, y } = glyph.lead;
        let lead = match self.reads {
            Reads::Across | Reads::Askew => Dot { x, y },
            Reads::Down => Dot { x: y, y: -x },
            Reads::Back => Dot { x: -x, y: -y },
            Reads::Up => Dot { x: -y, y: x },
        };
        Inked {
            at: self.place(glyph.at),
            lead,
            ..*glyph
        }
    }

    fn segment(&self, segment: &Segment) -> Segment {
        let Segment {
            across,
            at,
            from,
            to,
        } = *segment;
        let ends = if across {
            [Dot { x: from, y: at }, Dot { x: to, y: at }]
        } else {
            [Dot { x: at, y: from }, Dot { x: at, y: to }]
        };
        let [a, b] = ends.map(|end| self.place(end));
        Segment::between(a, b).unwrap_or(*segment)
    }
}

fn area(lattice: &Lattice) -> f32 {
    let bounds = lattice.bounds();
    bounds.width() * bounds.height()
}

/// Whether a table lies within one cell of another.
fn holds(outer: &Lattice, inner: &Bounds) -> bool {
    let (x, y) = (
        f32::midpoint(inner.left, inner.right),
        f32::midpoint(inner.top, inner.bottom),
    );
    let cell = outer.at(x, y).and_then(|cell| outer.cells.get(cell));
    cell.map(|cell| outer.place(cell)).is_some_and(|place| {
        place.left <= inner.left
            && place.right >= inner.right
            && place.top <= inner.top
            && place.bottom >= inner.bottom
    })
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

/// Each glyph with the cell in which it stands. A number that is wider than its cell stays whole.
fn placed(glyphs: Vec<Inked>, lattice: &Lattice) -> Vec<(Inked, Option<usize>)> {
    let mut out: Vec<(Inked, Option<usize>)> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.as_slice();
    while let Some(first) = rest.first() {
        let mut count = 1;
        for (a, b) in rest.iter().zip(rest.iter().skip(1)) {
            if !follows(a, b) {
                break;
            }
            count += 1;
        }
        let (number, tail) = rest.split_at(count);
        rest = tail;
        let whole = count > 1 && number.iter().any(|glyph| straddles(glyph, lattice));
        let last = number.last().unwrap_or(first);
        let center = Dot {
            x: f32::midpoint(middle(first).x, middle(last).x),
            y: middle(first).y,
        };
        for glyph in number {
            let at = if whole { center } else { middle(glyph) };
            out.push((*glyph, lattice.at(at.x, at.y)));
        }
    }
    out
}

/// Whether two digits stand directly beside each other.
fn follows(a: &Inked, b: &Inked) -> bool {
    let digit = |glyph: &Inked| glyph.c.is_ascii_digit() || ".,%".contains(glyph.c);
    let gap = b.at.x - (a.at.x + a.lead.x);
    digit(a)
        && digit(b)
        && reads(a) == Reads::Across
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

/// The text of a cell, its lines put together.
fn cell_text(
    lattice: &Lattice,
    cell: &LatticeCell,
    glyphs: Vec<Inked>,
    (width, height): (f32, f32),
) -> CellText {
    let way = direction(&glyphs);
    let turn = PageTurn {
        reads: way,
        width,
        height,
    };
    let lines = rows(glyphs.iter().map(|glyph| turn.glyph(glyph)).collect());
    let place = lattice.place(cell);
    let room = if matches!(way, Reads::Across | Reads::Back) {
        place.width()
    } else {
        place.height()
    };
    let mut text = String::new();
    let mut before: Option<&TextRow> = None;
    for line in &lines {
        let next = pieces_text(line);
        if let Some(before) = before {
            text.push_str(joint(&text, &next, before, room));
        }
        text.push_str(&next);
        before = Some(line);
    }
    let full = before.is_some_and(|last| free(last, room) < FULL * last.size);
    CellText { text, full }
}

/// How much room a line leaves in its cell.
fn free(line: &TextRow, room: f32) -> f32 {
    room - PADDING - (line.right() - line.left())
}

/// A row's text within a cell, where gaps part no columns.
fn pieces_text(row: &TextRow) -> String {
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
    let digits = text.ends_with(|c: char| c.is_ascii_digit())
        && next.starts_with(|c: char| c.is_ascii_digit());
    if digits && free(before, room) > 0.6 * before.size {
        "\n"
    } else {
        between(text, next)
    }
}

/// Tells letters that could not be read.
fn unknown(sheet: &mut SheetRead) {
    let rows = sheet.rows.iter().chain(&sheet.aside).map(TextRow::text);
    let cells = sheet
        .tables
        .iter()
        .flat_map(|table| table.texts.iter().map(|cell| cell.text.clone()));
    let with: Vec<String> = rows
        .chain(cells)
        .filter(|text| text.contains(UNKNOWN))
        .collect();
    if !with.is_empty() {
        sheet.stray("认不出的字", &with.join(" "));
    }
}
