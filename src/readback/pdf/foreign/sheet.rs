//! One page: turned so that most of its text reads across, its tables with their cells' texts,
//! the rows of text beside them.

use super::super::super::content::Stray;
use super::cells::{CellText, GlyphsByCell, read_cell};
use super::geometry::{Bounds, Segment};
use super::ink::{Inked, PageInk};
use super::lattice::{Lattice, lattices};
use super::letters::UNKNOWN;
use super::rows::{TextRow, once, rows};
use super::turn::{PageTurn, ReadingWay};
use crate::finding::Complaint;

/// How much of the text unseen letters must be to be taken for it: a scan that was read.
const MOSTLY: usize = 20;
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

/// Reads a page; `number` counts from 1.
///
/// # Errors
/// When its lines are more than may be looked at.
pub(super) fn read(ink: PageInk, number: usize, steps: &mut usize) -> Result<SheetRead, Complaint> {
    let mut sheet = SheetRead {
        page: number,
        ..SheetRead::default()
    };
    let glyphs = sheet.choose_text(ink.glyphs);
    sheet.scanned = ink.pictures > 0 && !glyphs.iter().any(Inked::is_letter);
    let turn = PageTurn {
        way: ReadingWay::of_most(&glyphs),
        width: ink.width,
        height: ink.height,
    };
    sheet.width = turn.turned_width();
    sheet.height = turn.turned_height();
    let straight = sheet.turn_straight(&glyphs, &turn);
    let segments: Vec<Segment> = ink.segments.iter().map(|s| turn.segment(s)).collect();
    let drawn = lattices(&segments, steps)?;
    let beside = sheet.read_tables(drawn, once(straight));
    sheet.read_rows(beside);
    sheet
        .frames
        .sort_by(|a, b| a.bounds().top.total_cmp(&b.bounds().top));
    sheet
        .tables
        .sort_by(|a, b| a.lattice.bounds().top.total_cmp(&b.lattice.bounds().top));
    sheet.note_unknown();
    Ok(sheet)
}

impl SheetRead {
    fn note_stray(&mut self, what: &'static str, text: &str) {
        let text = text.trim().chars().take(MAX_KEPT).collect();
        self.strays.push(Stray {
            what,
            page: Some(self.page),
            text,
        });
    }

    /// The glyphs that are the page's text: those that leave ink; where there are none, the
    /// letters behind a scan.
    fn choose_text(&mut self, glyphs: Vec<Inked>) -> Vec<Inked> {
        let (mut unseen, seen): (Vec<Inked>, Vec<Inked>) =
            glyphs.into_iter().partition(|glyph| glyph.unseen);
        let hidden = count_letters(&unseen);
        if hidden == 0 {
            return seen;
        }
        let text: String = unseen.iter().map(|glyph| glyph.c).collect();
        if count_letters(&seen) * MOSTLY < hidden {
            self.note_stray("扫描件背后的识别文字", &text);
            unseen.extend(seen);
            return unseen;
        }
        self.note_stray("看不见的文字", &text);
        seen
    }

    /// Glyphs on the turned page; those that stand askew are told and left out.
    fn turn_straight(&mut self, glyphs: &[Inked], turn: &PageTurn) -> Vec<Inked> {
        let mut straight = Vec::with_capacity(glyphs.len());
        let mut askew = String::new();
        for glyph in glyphs {
            if ReadingWay::of(glyph) == ReadingWay::Askew {
                askew.push(glyph.c);
            } else {
                straight.push(turn.glyph(glyph));
            }
        }
        if !askew.trim().is_empty() {
            self.note_stray("斜着的文字", &askew);
        }
        straight
    }

    /// Reads the tables that lines draw; the glyphs that stand in none.
    fn read_tables(&mut self, drawn: Vec<Lattice>, glyphs: Vec<Inked>) -> Vec<Inked> {
        let (mut tables, frames): (Vec<Lattice>, Vec<Lattice>) =
            drawn.into_iter().partition(|lattice| lattice.xs.len() > 2);
        self.frames = frames;
        tables.sort_by(|a, b| area(a).total_cmp(&area(b)));
        let mut rest = glyphs;
        for lattice in leave_out_layouts(tables) {
            let sorted = GlyphsByCell::of(&rest, &lattice);
            rest = sorted.outside;
            let filled = sorted.cells.iter();
            if filled
                .filter(|cell| cell.iter().any(Inked::is_letter))
                .count()
                < 2
            {
                rest.extend(sorted.cells.into_iter().flatten());
                self.frames.push(lattice);
                continue;
            }
            let mut texts = Vec::with_capacity(lattice.cells.len());
            for (cell, glyphs) in lattice.cells.iter().zip(&sorted.cells) {
                let place = lattice.place(cell);
                texts.push(read_cell(&place, glyphs, self.width, self.height));
            }
            self.tables.push(RuledTable {
                page: self.page,
                lattice,
                texts,
            });
        }
        rest
    }

    /// Reads the rows beside the tables.
    fn read_rows(&mut self, glyphs: Vec<Inked>) {
        let (across, other): (Vec<Inked>, Vec<Inked>) = glyphs
            .into_iter()
            .partition(|glyph| ReadingWay::of(glyph) == ReadingWay::Across);
        self.rows = rows(across);
        for way in [ReadingWay::Down, ReadingWay::Back, ReadingWay::Up] {
            let turn = PageTurn {
                way,
                width: self.width,
                height: self.height,
            };
            let own = other.iter().filter(|glyph| ReadingWay::of(glyph) == way);
            let turned = own.map(|glyph| turn.glyph(glyph)).collect();
            self.aside.extend(rows(turned));
        }
    }

    /// Tells letters that could not be read.
    fn note_unknown(&mut self) {
        let rows = self.rows.iter().chain(&self.aside).map(TextRow::text);
        let cells = self.tables.iter().flat_map(|table| &table.texts);
        let texts = rows.chain(cells.map(|cell| cell.text.clone()));
        let with: Vec<String> = texts.filter(|text| text.contains(UNKNOWN)).collect();
        if !with.is_empty() {
            self.note_stray("认不出的字", &with.join(" "));
        }
    }
}

fn count_letters(glyphs: &[Inked]) -> usize {
    glyphs.iter().filter(|glyph| glyph.is_letter()).count()
}

fn area(lattice: &Lattice) -> f32 {
    let bounds = lattice.bounds();
    bounds.width() * bounds.height()
}

/// Leaves out the frames that lay out a page, which hold tables and are none. What is smaller
/// comes first.
fn leave_out_layouts(lattices: Vec<Lattice>) -> Vec<Lattice> {
    let mut smaller: Vec<Bounds> = Vec::with_capacity(lattices.len());
    let mut tables = Vec::with_capacity(lattices.len());
    for lattice in lattices {
        let bounds = lattice.bounds();
        if !smaller.iter().any(|inner| holds(&lattice, inner)) {
            tables.push(lattice);
        }
        smaller.push(bounds);
    }
    tables
}

/// Whether a table lies within one cell of another.
fn holds(outer: &Lattice, inner: &Bounds) -> bool {
    let x = f32::midpoint(inner.left, inner.right);
    let y = f32::midpoint(inner.top, inner.bottom);
    let Some(cell) = outer.at(x, y).and_then(|cell| outer.cells.get(cell)) else {
        return false;
    };
    let place = outer.place(cell);
    place.left <= inner.left
        && place.right >= inner.right
        && place.top <= inner.top
        && place.bottom >= inner.bottom
}
