//! The text of each piece of marked content, page by page.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::page::{Page, Resources};

use super::super::{TOO_LARGE, Words};
use super::BROKEN;
use super::cmap::{CMap, utf16};

/// Pages of a file; a report has ten.
const MAX_PAGES: usize = 500;
/// How deep graphics states and marked content may stand in each other.
const MAX_DEPTH: usize = 100;
/// Characters of all pages; a report has 10,000.
const MAX_TEXT: usize = 4 << 20;
/// The ToUnicode maps of all fonts, in bytes; a report's have 100 KB.
const MAX_MAPS: usize = 8 << 20;

/// What stands on the pages.
pub(super) struct Texts {
    /// The text of each piece by its page, from 0, and its number there.
    pub pieces: BTreeMap<(usize, i32), String>,
    /// The number of each page's object.
    pub pages: HashMap<ObjectIdentifier, usize>,
}

/// Reads all pages.
pub(super) fn texts(pdf: &Pdf) -> Result<Texts, Words> {
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(TOO_LARGE);
    }
    let mut fonts = Fonts::default();
    let mut texts = Texts { pieces: BTreeMap::new(), pages: HashMap::new() };
    let mut left = MAX_TEXT;
    for (index, page) in pages.iter().enumerate() {
        texts.pages.extend(page.raw().obj_id().map(|id| (id, index)));
        let stream = page.page_stream().ok_or(BROKEN)?;
        let mut reading =
            Reading { page, fonts: &mut fonts, open: Vec::new(), states: Vec::new(), font: None };
        let mut instructions = UntypedIter::new(stream);
        while let Some(instruction) = instructions.next() {
            let operands: Vec<&Object<'_>> = instruction.operands().collect();
            let text = reading.instruction(instruction.operator, &operands)?;
            let (Some(text), Some(piece)) = (text, reading.piece()) else { continue };
            left = left.checked_sub(text.len()).ok_or(TOO_LARGE)?;
            texts.pieces.entry((index, piece)).or_default().push_str(&text);
        }
    }
    Ok(texts)
}

/// The fonts that were met, by their objects.
#[derive(Default)]
struct Fonts {
    known: HashMap<ObjectIdentifier, Rc<Font>>,
    /// Bytes of the maps so far.
    bytes: usize,
}

/// How a font's codes become text.
struct Font {
    map: CMap,
    /// Whether codes have two bytes.
    wide: bool,
}

impl Fonts {
    fn get(&mut self, dict: &Dict<'_>) -> Result<Rc<Font>, Words> {
        if let Some(known) = dict.obj_id().and_then(|id| self.known.get(&id)) {
            return Ok(known.clone());
        }
        let map = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| stream.decoded_data().ok());
        self.bytes += map.as_ref().map_or(0, |map| map.len());
        if self.bytes > MAX_MAPS {
            return Err(TOO_LARGE);
        }
        let wide = dict.get::<Name<'_>>("Subtype").is_some_and(|name| &*name == b"Type0");
        let font = Rc::new(Font { map: map.map(|map| CMap::new(&map)).unwrap_or_default(), wide });
        if let Some(id) = dict.obj_id() {
            self.known.insert(id, font.clone());
        }
        Ok(font)
    }
}

impl Font {
    /// The text of a string; a code without a meaning is 〓.
    fn text(&self, bytes: &[u8], out: &mut String) {
        let codes = bytes.chunks(if self.wide { 2 } else { 1 });
        codes.for_each(|code| {
            let code = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
            out.push_str(self.map.get(code).unwrap_or("〓"));
        });
    }
}

/// Marked content that is open.
#[derive(Clone, Copy)]
struct Mark {
    /// Its number, or that of the content around it; none within an artifact.
    piece: Option<i32>,
    /// Whether it says what its glyphs mean, so that they are not read.
    told: bool,
}

struct Reading<'a, 'b> {
    page: &'b Page<'a>,
    fonts: &'b mut Fonts,
    open: Vec<Mark>,
    states: Vec<Option<Rc<Font>>>,
    font: Option<Rc<Font>>,
}

impl Reading<'_, '_> {
    /// The piece to which text belongs now.
    fn piece(&self) -> Option<i32> {
        self.open.last().and_then(|mark| mark.piece)
    }

    /// Follows an instruction; the text that it shows.
    fn instruction(
        &mut self,
        operator: &[u8],
        operands: &[&Object<'_>],
    ) -> Result<Option<String>, Words> {
        match operator {
            b"q" | b"BDC" | b"BMC" if self.states.len().max(self.open.len()) >= MAX_DEPTH => {
                return Err(BROKEN);
            }
            b"q" => self.states.push(self.font.clone()),
            b"Q" => self.font = self.states.pop().flatten(),
            b"Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    let dict = self.page.resources().get_font(name);
                    self.font = dict.map(|dict| self.fonts.get(&dict)).transpose()?;
                }
            }
            b"BMC" | b"BDC" => return Ok(self.begin(operands)),
            b"EMC" => {
                self.open.pop();
            }
            b"Tj" | b"'" | b"\"" | b"TJ" if self.open.last().is_some_and(|mark| !mark.told) => {
                return Ok(operands.last().and_then(|operand| self.shown(operand)));
            }
            _ => {}
        }
        Ok(None)
    }

    /// Opens marked content; the text that it says its glyphs mean.
    fn begin(&mut self, operands: &[&Object<'_>]) -> Option<String> {
        let around = self.open.last().copied().unwrap_or(Mark { piece: None, told: false });
        let artifact =
            matches!(operands.first(), Some(Object::Name(name)) if &**name == b"Artifact");
        let properties = match operands.get(1) {
            Some(Object::Dict(dict)) => Some(dict.clone()),
            Some(Object::Name(name)) => named(self.page.resources(), name),
            _ => None,
        };
        let piece = properties.as_ref().and_then(|dict| dict.get::<i32>("MCID"));
        let actual = properties.as_ref().and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        let actual = actual.filter(|_| !around.told).map(|text| words(text.as_bytes()));
        self.open.push(Mark {
            piece: if artifact { None } else { piece.or(around.piece) },
            told: around.told || actual.is_some(),
        });
        actual
    }

    fn shown(&self, operand: &Object<'_>) -> Option<String> {
        let font = self.font.as_ref()?;
        let mut text = String::new();
        match operand {
            Object::String(string) => font.text(string.as_bytes(), &mut text),
            Object::Array(parts) => strings(parts, |string| font.text(string, &mut text)),
            _ => return None,
        }
        Some(text)
    }
}

/// The strings of an array, between which stand distances.
fn strings(parts: &Array<'_>, mut each: impl FnMut(&[u8])) {
    for part in parts.iter::<Object<'_>>() {
        if let Object::String(string) = part {
            each(string.as_bytes());
        }
    }
}

fn named<'a>(resources: &Resources<'a>, name: &Name<'_>) -> Option<Dict<'a>> {
    resources.properties.get::<Dict<'_>>(name)
}

/// A text string: UTF-16 with its mark, else one byte a character.
pub(super) fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
