//! A page's instructions followed one by one: which text comes to which piece of marked content,
//! and what stands beside all pieces.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::{Dict, Name, Object, String as PdfString};
use hayro_syntax::page::Page;

use super::super::budget::{Budget, spend};
use super::BROKEN;
use super::fonts::{CodedFont, FontCache};
use super::marked::{MarkedContent, PageTexts, words};
use super::safe::PlainPdf;
use crate::finding::Complaint;

/// How deep graphics states and marked content may stand in each other.
const MAX_DEPTH: usize = 100;

/// Marked content that is open.
#[derive(Clone, Copy, Default)]
struct OpenMark {
    /// Its number, or that of the content around it; none within an artifact.
    piece: Option<i32>,
    /// Whether it, or what is around it, says what its glyphs mean, so that they are not read.
    told: bool,
    /// Whether it says so itself.
    says: bool,
}

/// What marked content says that its glyphs mean, and what these say.
#[derive(Default)]
struct Spoken {
    words: String,
    glyphs: String,
}

/// What a graphics state keeps.
#[derive(Clone, Default)]
struct TextState {
    font: Option<Rc<CodedFont>>,
    /// Whether text leaves no ink.
    unseen: bool,
}

/// What a name draws.
#[derive(Clone, Copy)]
enum XObjectKind {
    Picture,
    Form,
    Nothing,
}

/// A page whose instructions are followed.
pub(super) struct PageReading<'a, 'b> {
    page: &'b Page<'a>,
    index: usize,
    plain: &'b PlainPdf<'b>,
    fonts: &'b mut FontCache,
    texts: &'b mut PageTexts,
    budget: &'b mut Budget,
    /// The page's fonts and drawings by name: each is looked up once.
    named: HashMap<Vec<u8>, Option<Rc<CodedFont>>>,
    drawings: HashMap<Vec<u8>, XObjectKind>,
    open: Vec<OpenMark>,
    states: Vec<TextState>,
    state: TextState,
    spoken: Spoken,
}

impl<'a, 'b> PageReading<'a, 'b> {
    /// The page of this number, from 0, before its first instruction.
    pub fn of(
        page: &'b Page<'a>,
        index: usize,
        plain: &'b PlainPdf<'b>,
        fonts: &'b mut FontCache,
        texts: &'b mut PageTexts,
        budget: &'b mut Budget,
    ) -> Self {
        Self {
            page,
            index,
            plain,
            fonts,
            texts,
            budget,
            named: HashMap::new(),
            drawings: HashMap::new(),
            open: Vec::new(),
            states: Vec::new(),
            state: TextState::default(),
            spoken: Spoken::default(),
        }
    }

    /// Follows an instruction.
    ///
    /// # Errors
    /// For what is broken or too large.
    pub fn follow(&mut self, operator: &[u8], operands: &[&Object<'_>]) -> Result<(), Complaint> {
        spend(&mut self.budget.steps, 1)?;
        match operator {
            b"q" | b"BDC" | b"BMC" if self.states.len().max(self.open.len()) >= MAX_DEPTH => {
                return Err(BROKEN);
            }
            b"q" => self.states.push(self.state.clone()),
            b"Q" => self.state = self.states.pop().unwrap_or_default(),
            b"Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.state.font = self.font(name)?;
                }
            }
            b"Tr" => {
                if let Some(Object::Number(mode)) = operands.first() {
                    self.state.unseen = matches!(mode.as_i64(), 3 | 7);
                }
            }
            b"BMC" | b"BDC" => self.begin(operands)?,
            b"EMC" => self.end(),
            b"Tj" | b"'" | b"\"" | b"TJ" => {
                if let Some(operand) = operands.last() {
                    self.show(operand)?;
                }
            }
            b"Do" => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.draw(name)?;
                }
            }
            b"BI" => self.picture(),
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"sh" => {
                self.texts.drawn.insert(self.index);
            }
            _ => {}
        }
        Ok(())
    }

    fn marked(&self) -> Option<MarkedContent> {
        let number = self.open.last().and_then(|mark| mark.piece)?;
        Some(MarkedContent {
            page: self.index,
            number,
        })
    }

    fn font(&mut self, name: &Name<'_>) -> Result<Option<Rc<CodedFont>>, Complaint> {
        if let Some(known) = self.named.get(&**name) {
            return Ok(known.clone());
        }
        let font = self.fonts.get(self.page, name, self.plain, self.budget)?;
        if font.as_ref().is_some_and(|font| font.exchanged) {
            self.texts.note_stray("换过字形的字体", self.index, "");
        }
        self.named.insert(name.to_vec(), font.clone());
        Ok(font)
    }

    /// Opens marked content.
    fn begin(&mut self, operands: &[&Object<'_>]) -> Result<(), Complaint> {
        let around = self.open.last().copied().unwrap_or_default();
        let artifact =
            matches!(operands.first(), Some(Object::Name(name)) if &**name == b"Artifact");
        let properties = match operands.get(1) {
            Some(Object::Dict(dict)) => Some(dict.clone()),
            Some(Object::Name(name)) => self.page.resources().properties.get::<Dict<'_>>(name),
            _ => None,
        };
        // A name is looked up each time that it is used.
        let size = properties.as_ref().map_or(0, |dict| dict.data().len());
        spend(&mut self.budget.objects, size)?;
        let number = properties.as_ref().and_then(|dict| dict.get::<i32>("MCID"));
        let piece = if artifact {
            None
        } else {
            number.or(around.piece)
        };
        // What an artifact says counts for nobody; what it shows does.
        let actual = properties.as_ref().and_then(actual_text);
        let actual = actual.filter(|_| !around.told && piece.is_some());
        let mark = OpenMark {
            piece,
            told: around.told || actual.is_some(),
            says: actual.is_some(),
        };
        self.open.push(mark);
        if let Some(actual) = actual {
            spend(&mut self.budget.shown, actual.len())?;
            self.say(&actual)?;
            self.spoken = Spoken {
                words: actual,
                glyphs: String::new(),
            };
        }
        Ok(())
    }

    /// Closes marked content; its words may replace its glyphs, but not their numbers.
    fn end(&mut self) {
        if self.open.pop().is_some_and(|mark| mark.says) {
            let Spoken { words, glyphs } = std::mem::take(&mut self.spoken);
            let shown = digits(&glyphs);
            if !shown.is_empty() && shown != digits(&words) {
                self.texts
                    .note_stray("与朗读文字不同的数字", self.index, &glyphs);
            }
        }
    }

    /// Text that glyphs show.
    fn show(&mut self, operand: &Object<'_>) -> Result<(), Complaint> {
        let text = self.decode(operand)?;
        if self.open.last().is_some_and(|mark| mark.told) {
            self.spoken.glyphs.push_str(&text);
            return Ok(());
        }
        if self.state.unseen && !text.trim().is_empty() {
            self.texts.note_stray("看不见的文字", self.index, &text);
        }
        self.say(&text)
    }

    /// Text comes to the piece that is open, or stands outside of all.
    fn say(&mut self, text: &str) -> Result<(), Complaint> {
        if let Some(marked) = self.marked() {
            if !self.texts.pieces.contains_key(&marked) {
                spend(&mut self.budget.pieces, 1)?;
            }
            self.texts.pieces.entry(marked).or_default().push_str(text);
        } else {
            spend(&mut self.budget.pieces, 1)?;
            self.texts
                .loose
                .entry(self.index)
                .or_default()
                .push(text.to_owned());
        }
        Ok(())
    }

    /// The text of a string, or of a list of strings, in the font that is set.
    fn decode(&mut self, operand: &Object<'_>) -> Result<String, Complaint> {
        let mut text = String::new();
        let Some(font) = self.state.font.clone() else {
            return Ok(text);
        };
        let left = &mut self.budget.shown;
        match operand {
            Object::String(string) => font.text(string.as_bytes(), &mut text, left)?,
            Object::Array(parts) => {
                // Between the strings stand distances.
                for part in parts.iter::<Object<'_>>() {
                    if let Object::String(string) = part {
                        font.text(string.as_bytes(), &mut text, left)?;
                    }
                }
            }
            _ => {}
        }
        Ok(text)
    }

    fn draw(&mut self, name: &Name<'_>) -> Result<(), Complaint> {
        let drawing = if let Some(known) = self.drawings.get(&**name) {
            *known
        } else {
            let drawing = self.look_up_drawing(name)?;
            self.drawings.insert(name.to_vec(), drawing);
            drawing
        };
        match drawing {
            XObjectKind::Picture => self.picture(),
            // Its text would stand nowhere.
            XObjectKind::Form => self.texts.note_stray("另外贴上的内容", self.index, ""),
            XObjectKind::Nothing => {}
        }
        Ok(())
    }

    fn look_up_drawing(&mut self, name: &Name<'_>) -> Result<XObjectKind, Complaint> {
        spend(&mut self.budget.elements, 1)?;
        let Some(stream) = self.page.resources().get_x_object(name) else {
            return Ok(XObjectKind::Nothing);
        };
        spend(&mut self.budget.objects, stream.dict().data().len())?;
        Ok(match stream.dict().get::<Name<'_>>("Subtype") {
            Some(kind) if &*kind == b"Image" => XObjectKind::Picture,
            _ => XObjectKind::Form,
        })
    }

    /// A picture is drawn.
    fn picture(&mut self) {
        self.texts.drawn.insert(self.index);
        match self.marked() {
            Some(marked) => {
                self.texts.pictures.insert(marked);
            }
            None => self.texts.note_stray("插图以外的图片", self.index, ""),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What a piece says that its glyphs mean.
fn actual_text(properties: &Dict<'_>) -> Option<String> {
    properties
        .get::<PdfString<'_>>("ActualText")
        .map(|text| words(text.as_bytes()))
}
