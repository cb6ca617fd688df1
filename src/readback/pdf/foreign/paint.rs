//! What a page shows: glyphs where they stand, straight lines, pictures as far as there are any.
//!
//! Instructions are followed as a viewer would, without looks: colours count only where they
//! hide something.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::TOO_LARGE;
use super::super::super::budget::spend;
use super::super::lexis::is_blank;
use super::geometry::{Bounds, Matrix};
use super::ink::{InkSpot, PageInk};
use super::leaves::PdfLeaf;
use super::path::{InkPath, draw_thin};
use super::store::ObjectStore;
use super::typeface::{ShownCode, Typeface, Typefaces};
use super::value::{PdfEntries, PdfStream, PdfValue};
use super::values::{PdfToken, PdfValues};
use crate::finding::Complaint;

/// How deep forms may stand in each other.
const MAX_FORMS: usize = 12;
/// How deep graphics states may.
const MAX_STATES: usize = 200;
/// Values before one instruction.
const MAX_OPERANDS: usize = 33;
/// Straight lines of one page; a table has 500.
const MAX_SEGMENTS: usize = 40_000;
/// What one page's instructions may be, in bytes.
const MAX_CONTENT: usize = 16 << 20;
/// How far above a vertical glyph's middle its writing begins, in parts of its size.
const RISE: f32 = 0.88;

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
            b"w" => self.state.thick = number(operands, 0),
            b"g" | b"rg" | b"k" | b"sc" | b"scn" | b"cs" => {
                self.state.white_areas = is_white(word, operands);
            }
            b"G" | b"RG" | b"K" | b"SC" | b"SCN" | b"CS" => {
                self.state.white_lines = is_white(&word.to_ascii_lowercase(), operands);
            }
            b"Do" => self.draw(operands, resources, depth)?,
            b"Tf" => self.choose(operands, resources)?,
            b"Tj" | b"TJ" | b"'" | b"\"" => self.follow_showing(word, operands)?,
            b"BT" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr" | b"Td" | b"TD" | b"T*"
            | b"Tm" => self.follow_text(word, operands),
            _ => self.trace(word, operands),
        }
        Ok(())
    }

    /// Follows an instruction that says where and how text stands.
    fn follow_text(&mut self, word: &[u8], operands: &[PdfValue]) {
        let (first, second) = (number(operands, 0), number(operands, 1));
        match word {
            b"BT" => (self.text, self.line) = (Matrix::default(), Matrix::default()),
            b"Tc" => self.state.apart = first,
            b"Tw" => self.state.words = first,
            b"Tz" => self.state.stretch = first / 100.0,
            b"TL" => self.state.leading = first,
            b"Ts" => self.state.rise = first,
            b"Tr" => self.state.unseen = matches!(first as i32, 3 | 7),
            b"Td" => self.step(first, second),
            b"TD" => {
                self.state.leading = -second;
                self.step(first, second);
            }
            b"T*" => self.step(0.0, -self.state.leading),
            b"Tm" => {
                if let Some(matrix) = matrix(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            _ => {}
        }
    }

    /// Follows an instruction that shows text, on another line for some.
    fn follow_showing(&mut self, word: &[u8], operands: &[PdfValue]) -> Result<(), Complaint> {
        match word {
            b"'" => {
                self.step(0.0, -self.state.leading);
                self.show(operands.first())
            }
            b"\"" => {
                self.state.words = number(operands, 0);
                self.state.apart = number(operands, 1);
                self.step(0.0, -self.state.leading);
                self.show(operands.get(2))
            }
            _ => self.show(operands.first()),
        }
    }

    /// Follows an instruction of a path.
    fn trace(&mut self, word: &[u8], operands: &[PdfValue]) {
        let numbers: Vec<f32> = operands.iter().filter_map(PdfValue::number).collect();
        self.path.follow(word, &numbers, &self.state.matrix);
        let fills = matches!(word, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let strokes = matches!(word, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        let room = self.ink.segments.len() < MAX_SEGMENTS;
        if fills && !self.state.white_areas && room {
            self.path.draw_areas(&mut self.ink.segments);
        }
        if strokes && !self.state.white_lines && room {
            let thick = self.state.thick * self.state.matrix.scale();
            self.path.draw_strokes(thick, &mut self.ink.segments);
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
            Some(PdfValue::Bytes(bytes)) => self.show_string(bytes)?,
            Some(PdfValue::List(parts)) => {
                for part in parts.iter() {
                    match part {
                        PdfValue::Bytes(bytes) => self.show_string(bytes)?,
                        PdfValue::Number(back) => self.go_back(*back),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Goes back within a line, by thousandths of the size.
    fn go_back(&mut self, back: f32) {
        let on = -back / 1000.0 * self.state.size;
        if self.state.face.as_ref().is_some_and(|face| face.vertical) {
            self.advance(0.0, on);
        } else {
            self.advance(on * self.state.stretch, 0.0);
        }
    }

    fn show_string(&mut self, bytes: &[u8]) -> Result<(), Complaint> {
        let Some(face) = self.state.face.clone() else {
            return Ok(());
        };
        spend(&mut self.shared.store.budget.shown, bytes.len())?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let code = face.first(rest);
            rest = rest.get(code.length.max(1)..).unwrap_or_default();
            self.show_code(&code, face.vertical)?;
        }
        Ok(())
    }

    /// A code's characters come onto the page, and the next ones behind or below them.
    fn show_code(&mut self, code: &ShownCode, is_vertical: bool) -> Result<(), Complaint> {
        let PaintState {
            size,
            apart,
            words,
            stretch,
            rise,
            unseen,
            ..
        } = self.state;
        let place = self.text.then(&self.state.matrix);
        let (at, length) = if is_vertical {
            let at = place.place(-code.width / 2.0 * size, -RISE * size + rise);
            (at, code.width * size)
        } else {
            (place.place(0.0, rise), code.width * size * stretch)
        };
        let count = code.text.chars().count().max(1);
        spend(&mut self.shared.store.budget.pieces, count)?;
        let spot = InkSpot {
            at,
            lead: place.turn(length, 0.0),
            size: place.turn(0.0, size).length(),
            unseen,
        };
        self.ink.add(&code.text, spot)?;
        let between = apart + if code.blank { words } else { 0.0 };
        if is_vertical {
            self.advance(0.0, -size + between);
        } else {
            self.advance((code.width * size + between) * stretch, 0.0);
        }
        Ok(())
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
        let matrix = self.state.matrix;
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
        let is_line = match Bounds::around(corners.map(|(x, y)| matrix.place(x, y))) {
            Some(bounds) => draw_thin(&bounds, &mut self.ink.segments),
            None => false,
        };
        self.ink.pictures += usize::from(!is_line);
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

/// A number before an instruction; 0 where there is none.
fn number(operands: &[PdfValue], at: usize) -> f32 {
    let operand = operands.get(at).and_then(PdfValue::number);
    operand.unwrap_or(0.0)
}

/// Where a picture within the instructions ends.
fn picture_end(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    for at in memchr::memmem::find_iter(rest, b"EI") {
        let end = at + 2;
        let is_word = at == 0 || is_blank_at(rest, at - 1);
        let mut behind = rest.iter().skip(end).take(8);
        if is_word && is_blank_at(rest, end) && behind.all(u8::is_ascii) {
            return from + end;
        }
    }
    content.len()
}

/// Whether a blank stands at a place, or nothing any more.
fn is_blank_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| is_blank(*byte))
}
