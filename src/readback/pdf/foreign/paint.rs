//! What a page shows: glyphs where they stand, straight lines, pictures as far as there are any.
//!
//! Instructions are followed as a viewer would, without looks: colours count only where they
//! hide something.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::TOO_LARGE;
use super::super::super::budget::spend;
use super::geometry::Segment;
use super::geometry::{Bounds, Dot, Matrix};
use super::leaves::PdfLeaf;
use super::path::InkPath;
use super::store::ObjectStore;
use super::typeface::{Typeface, Typefaces};
use super::value::{PdfEntries, PdfStream, PdfToken, PdfValue, PdfValues};
use crate::finding::Complaint;

/// How deep forms may stand in each other.
const MAX_FORMS: usize = 12;
/// How deep graphics states may.
const MAX_STATES: usize = 200;
/// Values before one instruction.
const MAX_OPERANDS: usize = 33;
/// Glyphs of one page; a full one has 2,000.
const MAX_GLYPHS: usize = 60_000;
/// Straight lines of one page; a table has 500.
const MAX_SEGMENTS: usize = 40_000;
/// What one page's instructions may be, in bytes.
const MAX_CONTENT: usize = 16 << 20;
/// Sizes of letters that anybody can read, in points.
const SIZES: std::ops::Range<f32> = 0.5..2_000.0;
/// How far above a vertical glyph's middle its writing begins, in parts of its size.
const RISE: f32 = 0.88;

/// A glyph on a page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inked {
    pub c: char,
    /// Where its writing begins.
    pub at: Dot,
    /// How far it leads, to the right and down.
    pub lead: Dot,
    pub size: f32,
    /// Whether it leaves no ink.
    pub unseen: bool,
}

impl Inked {
    /// Whether it shows something.
    pub fn is_letter(&self) -> bool {
        !self.c.is_whitespace()
    }
}

/// What a page shows.
#[derive(Default)]
pub(super) struct PageInk {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Inked>,
    pub segments: Vec<Segment>,
    pub pictures: usize,
}

/// What all pages share.
pub(super) struct PaintShared<'s, 'a> {
    pub store: &'s mut ObjectStore<'a>,
    pub faces: Typefaces,
    /// The instructions of forms, by their objects.
    pub forms: HashMap<u32, Rc<Vec<u8>>>,
}

/// Follows a page's instructions.
///
/// # Errors
/// When they are more than is left.
pub(super) fn paint(
    leaf: &PdfLeaf,
    shared: &mut PaintShared<'_, '_>,
) -> Result<PageInk, Complaint> {
    let content = content(leaf, shared.store)?;
    let upright = leaf.upright();
    let mut painter = PagePainter {
        shared,
        ink: PageInk {
            width: upright.width,
            height: upright.height,
            ..PageInk::default()
        },
        state: PaintState {
            matrix: upright.matrix,
            ..PaintState::default()
        },
        states: Vec::new(),
        text: Matrix::default(),
        line: Matrix::default(),
        path: InkPath::default(),
    };
    painter.run(&content, &leaf.resources, 0)?;
    Ok(painter.ink)
}

/// The instructions of a page, joined.
fn content(leaf: &PdfLeaf, store: &mut ObjectStore<'_>) -> Result<Vec<u8>, Complaint> {
    let list = match store.entry(&leaf.entries, b"Contents") {
        PdfValue::List(list) => list,
        value => Rc::new(vec![value]),
    };
    let mut out = Vec::new();
    for value in list.iter() {
        spend(&mut store.budget.elements, 1)?;
        if let PdfValue::Stream(stream) = store.resolve(value) {
            out.extend(store.data(&stream)?);
            out.push(b'\n');
        }
        if out.len() > MAX_CONTENT {
            return Err(TOO_LARGE);
        }
    }
    Ok(out)
}

/// What a graphics state keeps.
#[derive(Clone)]
struct PaintState {
    matrix: Matrix,
    face: Option<Rc<Typeface>>,
    size: f32,
    /// What comes between characters and between words, in points of the text.
    apart: f32,
    words: f32,
    /// How wide glyphs are made, 1 for as they are.
    stretch: f32,
    leading: f32,
    rise: f32,
    unseen: bool,
    /// How thick lines are drawn.
    thick: f32,
    /// Whether lines, and areas, are as white as the paper.
    white_lines: bool,
    white_areas: bool,
}

impl Default for PaintState {
    fn default() -> Self {
        Self {
            matrix: Matrix::default(),
            face: None,
            size: 1.0,
            apart: 0.0,
            words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            unseen: false,
            thick: 1.0,
            white_lines: false,
            white_areas: false,
        }
    }
}

struct PagePainter<'p, 's, 'a> {
    shared: &'p mut PaintShared<'s, 'a>,
    ink: PageInk,
    state: PaintState,
    states: Vec<PaintState>,
    /// The text's matrix, and that of the beginning of its line.
    text: Matrix,
    line: Matrix,
    path: InkPath,
}

impl PagePainter<'_, '_, '_> {
    fn run(
        &mut self,
        content: &[u8],
        resources: &Rc<PdfEntries>,
        depth: usize,
    ) -> Result<(), Complaint> {
        let mut values = PdfValues::of_page(content);
        let mut operands: Vec<PdfValue> = Vec::new();
        loop {
            match values.next() {
                PdfToken::Value(value) => {
                    if operands.len() < MAX_OPERANDS {
                        operands.push(value);
                    }
                }
                PdfToken::Word(word) => {
                    spend(&mut self.shared.store.budget.steps, 1)?;
                    let word = content.get(word).unwrap_or_default();
                    if word == b"ID" {
                        self.ink.pictures += 1;
                        values.at = picture_end(content, values.at);
                    } else {
                        self.follow(word, &operands, resources, depth)?;
                    }
                    operands.clear();
                }
                PdfToken::End => return Ok(()),
            }
        }
    }

    /// Follows an instruction.
    fn follow(
        &mut self,
        word: &[u8],
        operands: &[PdfValue],
        resources: &Rc<PdfEntries>,
        depth: usize,
    ) -> Result<(), Complaint> {
        let number = |at: usize| operands.get(at).and_then(PdfValue::number).unwrap_or(0.0);
        match word {
            b"q" => {
                if self.states.len() < MAX_STATES {
                    self.states.push(self.state.clone());
                }
            }
            b"Q" => {
                if let Some(state) = self.states.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(matrix) = matrix(operands) {
                    self.state.matrix = matrix.then(&self.state.matrix);
                }
            }
            b"w" => self.state.thick = number(0),
            b"Do" => self.draw(operands, resources, depth)?,
            b"g" | b"rg" | b"k" | b"sc" | b"scn" | b"cs" => {
                self.state.white_areas = is_white(word, operands);
            }
            b"G" | b"RG" | b"K" | b"SC" | b"SCN" | b"CS" => {
                self.state.white_lines = is_white(&word.to_ascii_lowercase(), operands);
            }
            b"BT" => (self.text, self.line) = (Matrix::default(), Matrix::default()),
            b"Tf" => self.choose(operands, resources)?,
            b"Tc" => self.state.apart = number(0),
            b"Tw" => self.state.words = number(0),
            b"Tz" => self.state.stretch = number(0) / 100.0,
            b"TL" => self.state.leading = number(0),
            b"Ts" => self.state.rise = number(0),
            b"Tr" => self.state.unseen = matches!(number(0) as i32, 3 | 7),
            b"Td" => self.step(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.step(number(0), number(1));
            }
            b"T*" => self.step(0.0, -self.state.leading),
            b"Tm" => {
                if let Some(matrix) = matrix(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            b"Tj" | b"TJ" => self.show(operands.first())?,
            b"'" => {
                self.step(0.0, -self.state.leading);
                self.show(operands.first())?;
            }
            b"\"" => {
                (self.state.words, self.state.apart) = (number(0), number(1));
                self.step(0.0, -self.state.leading);
                self.show(operands.get(2))?;
            }
            _ => self.trace(word, operands),
        }
        Ok(())
    }

    /// Follows an instruction of a path.
    fn trace(&mut self, word: &[u8], operands: &[PdfValue]) {
        let numbers: Vec<f32> = operands.iter().filter_map(PdfValue::number).collect();
        self.path.follow(word, &numbers, &self.state.matrix);
        let fills = matches!(word, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let strokes = matches!(word, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        let room = self.ink.segments.len() < MAX_SEGMENTS;
        if fills && !self.state.white_areas && room {
            self.path.filled(&mut self.ink.segments);
        }
        if strokes && !self.state.white_lines && room {
            let thick = self.state.thick * self.state.matrix.scale();
            self.path.stroked(thick, &mut self.ink.segments);
        }
        if fills || strokes || word == b"n" {
            self.path.clear();
        }
    }

    fn choose(
        &mut self,
        operands: &[PdfValue],
        resources: &Rc<PdfEntries>,
    ) -> Result<(), Complaint> {
        let [PdfValue::Name(name), size, ..] = operands else {
            return Ok(());
        };
        self.state.size = size.number().unwrap_or(1.0);
        let fonts = self.shared.store.inner(resources, b"Font");
        self.state.face = match fonts.get(name) {
            Some(value) => self.shared.faces.get(value, self.shared.store)?,
            None => None,
        };
        Ok(())
    }

    /// Goes to the beginning of another line.
    fn step(&mut self, x: f32, y: f32) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.line);
        self.text = self.line;
    }

    /// Goes on within a line.
    fn advance(&mut self, x: f32, y: f32) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.text);
    }

    fn show(&mut self, operand: Option<&PdfValue>) -> Result<(), Complaint> {
        match operand {
            Some(PdfValue::Bytes(bytes)) => self.string(bytes),
            Some(PdfValue::List(parts)) => {
                let vertical = self.state.face.as_ref().is_some_and(|face| face.vertical);
                for part in parts.iter() {
                    match part {
                        PdfValue::Bytes(bytes) => self.string(bytes)?,
                        PdfValue::Number(back) => {
                            let back = -back / 1000.0 * self.state.size;
                            if vertical {
                                self.advance(0.0, back);
                            } else {
                                self.advance(back * self.state.stretch, 0.0);
                            }
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), Complaint> {
        let Some(face) = self.state.face.clone() else {
            return Ok(());
        };
        spend(&mut self.shared.store.budget.shown, bytes.len())?;
        let PaintState {
            size,
            apart,
            words,
            stretch,
            rise,
            ..
        } = self.state;
        let mut rest = bytes;
        while !rest.is_empty() {
            let code = face.first(rest);
            rest = rest.get(code.length.max(1)..).unwrap_or_default();
            let place = self.text.then(&self.state.matrix);
            let between = apart + if code.blank { words } else { 0.0 };
            if face.vertical {
                let at = place.place(-code.width / 2.0 * size, -RISE * size + rise);
                let lead = place.turn(code.width * size, 0.0);
                let em = place.turn(0.0, size).length();
                self.ink(&code.text, at, lead, em)?;
                self.advance(0.0, -size + between);
            } else {
                let at = place.place(0.0, rise);
                let lead = place.turn(code.width * size * stretch, 0.0);
                let em = place.turn(0.0, size).length();
                self.ink(&code.text, at, lead, em)?;
                self.advance((code.width * size + between) * stretch, 0.0);
            }
        }
        Ok(())
    }

    /// A code's characters come onto the page, side by side.
    fn ink(&mut self, text: &str, at: Dot, lead: Dot, size: f32) -> Result<(), Complaint> {
        let count = text.chars().count().max(1);
        spend(&mut self.shared.store.budget.pieces, count)?;
        let count = count as f32;
        let sound = at.x.is_finite() && at.y.is_finite() && lead.length().is_finite();
        if !sound || !SIZES.contains(&size) {
            return Ok(());
        }
        let lead = Dot {
            x: lead.x / count,
            y: lead.y / count,
        };
        for (index, c) in text.chars().enumerate() {
            let index = index as f32;
            let at = Dot {
                x: at.x + lead.x * index,
                y: at.y + lead.y * index,
            };
            // What lies outside of the page nobody sees.
            let on_page = Bounds {
                left: 0.0,
                top: 0.0,
                right: self.ink.width,
                bottom: self.ink.height,
            }
            .holds(at.x + lead.x / 2.0, at.y + lead.y / 2.0);
            if on_page {
                let unseen = self.state.unseen;
                self.ink.glyphs.push(Inked {
                    c,
                    at,
                    lead,
                    size,
                    unseen,
                });
            }
        }
        if self.ink.glyphs.len() > MAX_GLYPHS {
            Err(TOO_LARGE)
        } else {
            Ok(())
        }
    }

    /// Draws what a name stands for.
    fn draw(
        &mut self,
        operands: &[PdfValue],
        resources: &Rc<PdfEntries>,
        depth: usize,
    ) -> Result<(), Complaint> {
        let Some(PdfValue::Name(name)) = operands.first() else {
            return Ok(());
        };
        spend(&mut self.shared.store.budget.steps, 10)?;
        let things = self.shared.store.inner(resources, b"XObject");
        let PdfValue::Stream(stream) = self.shared.store.entry(&things, name) else {
            return Ok(());
        };
        let kind = self.shared.store.entry(&stream.entries, b"Subtype");
        if kind.name() == Some(b"Image") {
            self.picture();
            return Ok(());
        }
        if kind.name() != Some(b"Form") || depth >= MAX_FORMS {
            return Ok(());
        }
        let content = self.form(&stream)?;
        let outer = self.state.clone();
        let states = std::mem::take(&mut self.states);
        let (text, line) = (self.text, self.line);
        let numbers = self.shared.store.numbers_of(&stream.entries, b"Matrix");
        if let Some(matrix) = Matrix::of(&numbers) {
            self.state.matrix = matrix.then(&self.state.matrix);
        }
        let inner = match self.shared.store.entry(&stream.entries, b"Resources") {
            PdfValue::Entries(inner) => inner,
            _ => resources.clone(),
        };
        self.run(&content, &inner, depth + 1)?;
        (self.text, self.line) = (text, line);
        self.states = states;
        self.state = outer;
        Ok(())
    }

    fn form(&mut self, stream: &PdfStream) -> Result<Rc<Vec<u8>>, Complaint> {
        if let Some(known) = self.shared.forms.get(&stream.number) {
            return Ok(known.clone());
        }
        let content = Rc::new(self.shared.store.data(stream)?);
        self.shared.forms.insert(stream.number, content.clone());
        Ok(content)
    }

    /// A picture; some programs draw lines as pictures one point thick.
    fn picture(&mut self) {
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
        let matrix = self.state.matrix;
        let bounds = Bounds::around(corners.map(|(x, y)| matrix.place(x, y)));
        let thin = bounds.is_some_and(|bounds| super::path::thin(&bounds, &mut self.ink.segments));
        self.ink.pictures += usize::from(!thin);
    }
}

fn matrix(operands: &[PdfValue]) -> Option<Matrix> {
    let numbers: Vec<f32> = operands.iter().filter_map(PdfValue::number).collect();
    Matrix::of(&numbers)
}

/// Whether a colour is that of the paper.
fn is_white(word: &[u8], operands: &[PdfValue]) -> bool {
    let numbers: Vec<f32> = operands.iter().filter_map(PdfValue::number).collect();
    let ink = word == b"k" || numbers.len() == 4;
    !numbers.is_empty()
        && numbers.len() == operands.len()
        && numbers
            .iter()
            .all(|number| if ink { *number < 0.05 } else { *number > 0.95 })
}

/// Where a picture within the instructions ends.
fn picture_end(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let blank = |at: Option<usize>| {
        at.and_then(|at| rest.get(at))
            .is_none_or(|byte| super::super::lexis::is_blank(*byte))
    };
    memchr::memmem::find_iter(rest, b"EI")
        .find(|at| {
            let plain = rest.iter().skip(at + 2).take(8);
            blank(at.checked_sub(1)) && blank(Some(at + 2)) && plain.clone().all(u8::is_ascii)
        })
        .map_or(content.len(), |at| from + at + 2)
}
