//! The fonts of other programs' files: how strings are cut into codes, what these mean and how
//! wide they are.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap as CodeMap, CMapName, CidFamily, load_embedded};

use super::super::super::budget::spend;
use super::super::cmap::CMap;
use super::encoding::{CodeTable, of_program, table};
use super::glyph_names::{find_named, read_number};
use super::letters::{UNKNOWN, plain};
use super::program::GlyphShows;
use super::store::ObjectStore;
use super::value::{PdfEntries, PdfStream, PdfValue};
use crate::finding::Complaint;

/// What widths are read_number in, for all fonts but those of Type 3.
const UNITS: f32 = 1000.0;
/// The width of a code of which a simple font tells none.
const USUAL: f32 = 500.0;
/// The last code that may have a width.
const MAX_CODE: f32 = 1_114_111.0;
/// Widths that a font tells.
const MAX_WIDTHS: usize = 70_000;
/// The bytes of a map from codes to glyph numbers.
const MAX_CODE_MAP: usize = 1 << 19;
/// The flag of a font that has codes of its own.
const SYMBOLIC: u32 = 4;

/// A code of a string.
pub(super) struct ShownCode {
    /// What it means; a code without a meaning is [`UNKNOWN`], what shows nothing is empty.
    pub text: String,
    /// How far it leads, in parts of the font's size.
    pub width: f32,
    /// Its bytes.
    pub length: usize,
    /// Whether it is the blank that words are parted by.
    pub blank: bool,
}

/// A font.
pub(super) struct Typeface {
    /// Whether it is written from above to below.
    pub vertical: bool,
    meanings: Option<CMap>,
    kind: TypefaceKind,
    widths: HashMap<u32, f32>,
    usual: f32,
}

enum TypefaceKind {
    /// One byte a code.
    Simple { table: CodeTable },
    /// Codes that name glyphs by their numbers.
    Composite { codes: Codes, cids: Cids },
}

/// How strings of a composite font are cut.
enum Codes {
    /// Two bytes, which are the glyph's number.
    Same,
    /// Two bytes, which are the character in UTF-16, with a map to glyph numbers for their widths.
    Utf16(Option<Rc<CodeMap>>),
    /// As a map says.
    Mapped(Rc<CodeMap>),
}

/// What glyph numbers mean.
enum Cids {
    Unknown,
    /// The glyphs of a collection.
    Collection(Rc<CodeMap>),
    /// The glyphs of the embedded program, with a map of their own.
    Program(Rc<GlyphShows>, Vec<u8>),
}

/// The fonts of a file.
#[derive(Default)]
pub(super) struct Typefaces {
    known: HashMap<u32, Rc<Typeface>>,
    maps: HashMap<Vec<u8>, Option<Rc<CodeMap>>>,
}

impl Typefaces {
    /// The font that a value is; each object is read once.
    ///
    /// # Errors
    /// When fonts are more than is left.
    pub fn get(
        &mut self,
        value: &PdfValue,
        store: &mut ObjectStore<'_>,
    ) -> Result<Option<Rc<Typeface>>, Complaint> {
        let number = if let PdfValue::Reference(number) = value {
            Some(*number)
        } else {
            None
        };
        if let Some(known) = number.and_then(|number| self.known.get(&number)) {
            return Ok(Some(known.clone()));
        }
        let Some(entries) = store.resolve(value).entries().cloned() else {
            return Ok(None);
        };
        spend(&mut store.budget.elements, 1)?;
        let typeface = Rc::new(self.read(&entries, store)?);
        self.known
            .extend(number.map(|number| (number, typeface.clone())));
        Ok(Some(typeface))
    }

    fn read(
        &mut self,
        entries: &PdfEntries,
        store: &mut ObjectStore<'_>,
    ) -> Result<Typeface, Complaint> {
        let meanings = match store.entry(entries, b"ToUnicode") {
            PdfValue::Stream(stream) => {
                let data = store.data(&stream)?;
                spend(&mut store.budget.maps, data.len())?;
                Some(CMap::new(&data))
            }
            _ => None,
        };
        let mut typeface = Typeface {
            vertical: false,
            meanings,
            kind: TypefaceKind::Simple { table: Vec::new() },
            widths: HashMap::new(),
            usual: USUAL,
        };
        let kind = store.entry(entries, b"Subtype");
        if kind.name() == Some(b"Type0") {
            self.composite(&mut typeface, entries, store)?;
        } else {
            let scale = if kind.name() == Some(b"Type3") {
                let matrix = store.numbers_of(entries, b"FontMatrix");
                matrix.first().copied().unwrap_or(0.001) * UNITS
            } else {
                1.0
            };
            simple(&mut typeface, entries, scale, store)?;
        }
        Ok(typeface)
    }

    fn composite(
        &mut self,
        typeface: &mut Typeface,
        entries: &PdfEntries,
        store: &mut ObjectStore<'_>,
    ) -> Result<(), Complaint> {
        let below = store.list(entries, b"DescendantFonts");
        let below = below.first().map(|font| store.resolve(font));
        let below = below
            .and_then(|font| font.entries().cloned())
            .unwrap_or_default();
        typeface.usual = store.entry(&below, b"DW").number().unwrap_or(UNITS);
        wide_widths(&mut typeface.widths, &below, store);
        let encoding = store.entry(entries, b"Encoding");
        let codes = match &encoding {
            PdfValue::Name(name) => {
                typeface.vertical = name.ends_with(b"-V") || name == b"V";
                self.codes(name)
            }
            PdfValue::Stream(stream) => {
                typeface.vertical = store.entry(&stream.entries, b"WMode").number() == Some(1.0);
                Self::own_codes(stream, store)?
            }
            _ => Codes::Same,
        };
        let system = store.inner(&below, b"CIDSystemInfo");
        let part = |store: &mut ObjectStore<'_>, name: &[u8]| match store.entry(&system, name) {
            PdfValue::Bytes(bytes) => bytes,
            _ => Vec::new(),
        };
        let family =
            CidFamily::from_registry_ordering(&part(store, b"Registry"), &part(store, b"Ordering"));
        let collection = family
            .ucs2_cmap()
            .and_then(|name| self.map(name.to_bytes()));
        let cids = match collection {
            Some(map) => Cids::Collection(map),
            // The program is unfolded only where nothing else tells what codes mean.
            None if typeface.meanings.is_some() || matches!(codes, Codes::Utf16(_)) => {
                Cids::Unknown
            }
            None => program_cids(&below, store)?,
        };
        typeface.kind = TypefaceKind::Composite { codes, cids };
        Ok(())
    }

    fn codes(&mut self, name: &[u8]) -> Codes {
        if name.starts_with(b"Identity") {
            return Codes::Same;
        }
        let map = self.map(name);
        let text = String::from_utf8_lossy(name);
        if text.contains("-UCS2-") || text.contains("-UTF16-") {
            return Codes::Utf16(map);
        }
        map.map_or(Codes::Same, Codes::Mapped)
    }

    /// A map that the file brings with it.
    fn own_codes(stream: &PdfStream, store: &mut ObjectStore<'_>) -> Result<Codes, Complaint> {
        let data = store.data(stream)?;
        spend(&mut store.budget.maps, data.len())?;
        let map = CodeMap::parse(&data, load_embedded).map(Rc::new);
        Ok(map.map_or(Codes::Same, Codes::Mapped))
    }

    /// A map that everybody knows.
    fn map(&mut self, name: &[u8]) -> Option<Rc<CodeMap>> {
        if let Some(known) = self.maps.get(name) {
            return known.clone();
        }
        let bytes = load_embedded(CMapName::from_bytes(name));
        let map = bytes
            .and_then(|bytes| CodeMap::parse(bytes, load_embedded))
            .map(Rc::new);
        self.maps.insert(name.to_vec(), map.clone());
        map
    }
}

/// What the embedded program tells of its glyphs.
fn program_cids(below: &PdfEntries, store: &mut ObjectStore<'_>) -> Result<Cids, Complaint> {
    let descriptor = store.inner(below, b"FontDescriptor");
    for name in [b"FontFile2".as_slice(), b"FontFile3"] {
        if let PdfValue::Stream(stream) = store.entry(&descriptor, name) {
            let shows = Rc::new(GlyphShows::new(&store.data(&stream)?));
            let glyphs = match store.entry(below, b"CIDToGIDMap") {
                PdfValue::Stream(stream) => {
                    let mut map = store.data(&stream)?;
                    map.truncate(MAX_CODE_MAP);
                    map
                }
                _ => Vec::new(),
            };
            return Ok(Cids::Program(shows, glyphs));
        }
    }
    Ok(Cids::Unknown)
}

/// The widths of a composite font: `1 [500 600] 7 9 250`.
fn wide_widths(widths: &mut HashMap<u32, f32>, below: &PdfEntries, store: &mut ObjectStore<'_>) {
    let widths_told = store.list(below, b"W");
    if spend(&mut store.budget.steps, widths_told.len()).is_err() {
        store.exhausted = true;
        return;
    }
    let mut values = widths_told.iter();
    while let Some(first) = values.next() {
        let Some(first) = store.resolve(first).number() else {
            continue;
        };
        let Some(second) = values.next().map(|value| store.resolve(value)) else {
            return;
        };
        let first = first.clamp(0.0, MAX_CODE) as u32;
        match second {
            PdfValue::List(list) => {
                if spend(&mut store.budget.steps, list.len()).is_err() {
                    store.exhausted = true;
                    return;
                }
                for (code, value) in (first..).zip(list.iter()) {
                    widths.extend(store.resolve(value).number().map(|width| (code, width)));
                    if widths.len() > MAX_WIDTHS {
                        break;
                    }
                }
            }
            PdfValue::Number(last) => {
                let width = values
                    .next()
                    .and_then(|value| store.resolve(value).number());
                let end = (last.clamp(0.0, MAX_CODE) as u32).min(first + u32::from(u16::MAX));
                for code in first..=end {
                    widths.extend(width.map(|width| (code, width)));
                    if widths.len() > MAX_WIDTHS {
                        break;
                    }
                }
            }
            _ => return,
        }
        if widths.len() > MAX_WIDTHS {
            return;
        }
    }
}

/// A font with one byte a code.
fn simple(
    typeface: &mut Typeface,
    entries: &PdfEntries,
    scale: f32,
    store: &mut ObjectStore<'_>,
) -> Result<(), Complaint> {
    let descriptor = store.inner(entries, b"FontDescriptor");
    let flags = store.entry(&descriptor, b"Flags").number().unwrap_or(0.0) as u32;
    let first = store
        .entry(entries, b"FirstChar")
        .number()
        .unwrap_or(0.0)
        .max(0.0) as u32;
    for (code, width) in (first..256).zip(store.numbers_of(entries, b"Widths")) {
        typeface.widths.insert(code, width * scale);
    }
    if let Some(usual) = store.entry(&descriptor, b"MissingWidth").number() {
        typeface.usual = usual;
    }
    let encoding = store.entry(entries, b"Encoding");
    let base = match &encoding {
        PdfValue::Name(name) => Some(name.clone()),
        PdfValue::Entries(entries) => store
            .entry(entries, b"BaseEncoding")
            .name()
            .map(<[u8]>::to_vec),
        _ => None,
    };
    let embedded = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
        .into_iter()
        .map(|name| store.entry(&descriptor, name))
        .find_map(|value| {
            if let PdfValue::Stream(stream) = value {
                Some(stream)
            } else {
                None
            }
        });
    let own = base.is_none() && embedded.is_some() && typeface.meanings.is_none();
    let mut table = if own {
        vec![None; 256]
    } else {
        table(base.as_deref())
    };
    let mut shows = GlyphShows::default();
    if let Some(stream) = embedded.filter(|_| own) {
        let program = store.data(&stream)?;
        shows = GlyphShows::new(&program);
        if program.starts_with(b"%!") {
            table = of_program(&program);
        } else {
            let of_code = |code| shows.of_code(code);
            table = (0..256).map(of_code).collect();
            if flags & SYMBOLIC == 0 {
                for (place, c) in table.iter_mut().zip(self::table(None)) {
                    *place = place.or(c);
                }
            }
        }
    }
    if let PdfValue::Entries(entries) = &encoding {
        let mut code = 0;
        for value in store.list(entries, b"Differences").iter() {
            match store.resolve(value) {
                PdfValue::Number(number) => code = number.max(0.0) as usize,
                PdfValue::Name(name) => {
                    if let Some(place) = table.get_mut(code) {
                        let by_number = || read_number(&name).and_then(|glyph| shows.get(glyph));
                        *place = find_named(&name).or_else(by_number);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
    typeface.kind = TypefaceKind::Simple { table };
    Ok(())
}

impl Typeface {
    /// The first code of a string; the string is not empty.
    pub fn first(&self, bytes: &[u8]) -> ShownCode {
        let (length, code, cid) = self.cut(bytes);
        let text = self.meaning(code, cid);
        let width = self.widths.get(&cid).copied().unwrap_or(self.usual);
        // A width that cannot be would lead out of all pages.
        let width = (width / UNITS).clamp(-10.0, 10.0);
        ShownCode {
            text,
            width,
            length,
            blank: length == 1 && code == 32,
        }
    }

    /// How long the first code is, the code, and its glyph's number.
    fn cut(&self, bytes: &[u8]) -> (usize, u32, u32) {
        let code = |length: usize| {
            bytes
                .iter()
                .take(length)
                .fold(0, |code, byte| code << 8 | u32::from(*byte))
        };
        let two = bytes.len().min(2);
        match &self.kind {
            TypefaceKind::Simple { .. } => (1, code(1), code(1)),
            TypefaceKind::Composite {
                codes: Codes::Same, ..
            } => (two, code(2), code(2)),
            TypefaceKind::Composite {
                codes: Codes::Utf16(map),
                ..
            } => {
                let high = (0xD800..0xDC00).contains(&code(2)) && bytes.len() >= 4;
                let length = if high { 4 } else { two };
                let cid = map
                    .as_ref()
                    .and_then(|map| map.lookup_cid_code(code(length), length as u8));
                (length, code(length), cid.unwrap_or(0))
            }
            TypefaceKind::Composite {
                codes: Codes::Mapped(map),
                ..
            } => {
                let known = |length: &usize| map.lookup_cid_code(code(*length), *length as u8);
                let most = bytes.len().min(4);
                let found = (1..=most).find_map(|length| Some((length, known(&length)?)));
                let (length, cid) = found.unwrap_or((two, 0));
                (length, code(length), cid)
            }
        }
    }

    fn meaning(&self, code: u32, cid: u32) -> String {
        let told = self.meanings.as_ref().and_then(|map| map.get(code));
        if let Some(told) = told.filter(|text| !text.contains(['\0', UNKNOWN])) {
            return told.chars().filter_map(plain).collect();
        }
        let c = match &self.kind {
            TypefaceKind::Simple { table } => table.get(code as usize).copied().flatten(),
            TypefaceKind::Composite {
                codes: Codes::Utf16(_),
                ..
            } => utf16(code),
            TypefaceKind::Composite { cids, .. } => match cids {
                Cids::Unknown => None,
                Cids::Collection(map) => match map.lookup_bf_string(cid) {
                    Some(BfString::Char(c)) => Some(c),
                    Some(BfString::String(text)) => text.chars().next(),
                    None => None,
                },
                Cids::Program(shows, glyphs) => {
                    let glyph = match glyphs.get(2 * cid as usize..) {
                        Some([high, low, ..]) => u32::from(*high) << 8 | u32::from(*low),
                        _ => cid,
                    };
                    shows.get(glyph)
                }
            },
        };
        c.map_or_else(|| Some(UNKNOWN.into()), plain)
            .unwrap_or_default()
    }
}

/// A character of one or two units of UTF-16.
fn utf16(code: u32) -> Option<char> {
    let units = [(code >> 16) as u16, code as u16];
    let units = if code > 0xFFFF {
        units.as_slice()
    } else {
        units.get(1..)?
    };
    char::decode_utf16(units.iter().copied()).next()?.ok()
}
