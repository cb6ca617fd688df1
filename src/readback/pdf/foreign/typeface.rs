//! The fonts of other programs' files: how strings are cut into codes, what these mean and how
//! wide they are.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap as CodeMap, CMapName, CidFamily, load_embedded};

use super::super::super::budget::spend;
use super::super::cmap::CMap;
use super::encoding::CodeTable;
use super::letters::{UNKNOWN, plain};
use super::program::GlyphShows;
use super::simple::read_simple;
use super::store::ObjectStore;
use super::value::{PdfEntries, PdfStream, PdfValue};
use super::widths::read_wide_widths;
use crate::finding::Complaint;

/// What widths are counted in, for all fonts but those of Type 3.
const UNITS: f32 = 1000.0;
/// The width of a code of which a simple font tells none.
const USUAL: f32 = 500.0;
/// The bytes of a map from codes to glyph numbers.
const MAX_CODE_MAP: usize = 1 << 19;

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
    /// What the font itself tells of its codes.
    pub meanings: Option<CMap>,
    pub kind: TypefaceKind,
    /// Widths of glyphs by their numbers, and that of all others.
    pub widths: HashMap<u32, f32>,
    pub usual: f32,
}

/// How a font's codes are cut, and what glyphs they name.
pub(super) enum TypefaceKind {
    /// One byte a code.
    Simple { table: CodeTable },
    /// Codes that name glyphs by their numbers.
    Composite {
        codes: CodeCutting,
        cids: GlyphMeanings,
    },
}

/// How strings of a composite font are cut.
pub(super) enum CodeCutting {
    /// Two bytes, which are the glyph's number.
    Same,
    /// Two bytes, which are the character in UTF-16, with a map to glyph numbers for their widths.
    Utf16(Option<Rc<CodeMap>>),
    /// As a map says.
    Mapped(Rc<CodeMap>),
}

/// What glyph numbers mean.
pub(super) enum GlyphMeanings {
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
        let number = match value {
            PdfValue::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(known) = number.and_then(|number| self.known.get(&number)) {
            return Ok(Some(known.clone()));
        }
        let Some(entries) = store.resolve(value).entries().cloned() else {
            return Ok(None);
        };
        spend(&mut store.budget.elements, 1)?;
        let typeface = Rc::new(self.read(&entries, store)?);
        if let Some(number) = number {
            self.known.insert(number, typeface.clone());
        }
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
            self.read_composite(&mut typeface, entries, store)?;
        } else {
            let scale = if kind.name() == Some(b"Type3") {
                let matrix = store.numbers_of(entries, b"FontMatrix");
                matrix.first().copied().unwrap_or(0.001) * UNITS
            } else {
                1.0
            };
            read_simple(&mut typeface, entries, scale, store)?;
        }
        Ok(typeface)
    }

    fn read_composite(
        &mut self,
        typeface: &mut Typeface,
        entries: &PdfEntries,
        store: &mut ObjectStore<'_>,
    ) -> Result<(), Complaint> {
        let below = store.list(entries, b"DescendantFonts");
        let below = match below.first() {
            Some(font) => store.resolve(font).entries().cloned(),
            None => None,
        };
        let below = below.unwrap_or_default();
        typeface.usual = store.entry(&below, b"DW").number().unwrap_or(UNITS);
        read_wide_widths(&mut typeface.widths, &below, store);
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
            _ => CodeCutting::Same,
        };
        let collection = self.collection(&below, store);
        let cids = match collection {
            Some(map) => GlyphMeanings::Collection(map),
            // The program is unfolded only where nothing else tells what codes mean.
            None if typeface.meanings.is_some() || matches!(codes, CodeCutting::Utf16(_)) => {
                GlyphMeanings::Unknown
            }
            None => program_cids(&below, store)?,
        };
        typeface.kind = TypefaceKind::Composite { codes, cids };
        Ok(())
    }

    /// The map of the collection to which a font's glyphs belong.
    fn collection(
        &mut self,
        below: &PdfEntries,
        store: &mut ObjectStore<'_>,
    ) -> Option<Rc<CodeMap>> {
        let system = store.inner(below, b"CIDSystemInfo");
        let registry = store.bytes(&system, b"Registry");
        let ordering = store.bytes(&system, b"Ordering");
        let family = CidFamily::from_registry_ordering(&registry, &ordering);
        self.map(family.ucs2_cmap()?.to_bytes())
    }

    fn codes(&mut self, name: &[u8]) -> CodeCutting {
        if name.starts_with(b"Identity") {
            return CodeCutting::Same;
        }
        let map = self.map(name);
        let text = String::from_utf8_lossy(name);
        if text.contains("-UCS2-") || text.contains("-UTF16-") {
            return CodeCutting::Utf16(map);
        }
        map.map_or(CodeCutting::Same, CodeCutting::Mapped)
    }

    /// A map that the file brings with it.
    fn own_codes(
        stream: &PdfStream,
        store: &mut ObjectStore<'_>,
    ) -> Result<CodeCutting, Complaint> {
        let data = store.data(stream)?;
        spend(&mut store.budget.maps, data.len())?;
        let map = CodeMap::parse(&data, load_embedded).map(Rc::new);
        Ok(map.map_or(CodeCutting::Same, CodeCutting::Mapped))
    }

    /// A map that everybody knows.
    fn map(&mut self, name: &[u8]) -> Option<Rc<CodeMap>> {
        if let Some(known) = self.maps.get(name) {
            return known.clone();
        }
        let map = match load_embedded(CMapName::from_bytes(name)) {
            Some(bytes) => CodeMap::parse(bytes, load_embedded).map(Rc::new),
            None => None,
        };
        self.maps.insert(name.to_vec(), map.clone());
        map
    }
}

/// What the embedded program tells of its glyphs.
fn program_cids(
    below: &PdfEntries,
    store: &mut ObjectStore<'_>,
) -> Result<GlyphMeanings, Complaint> {
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
            return Ok(GlyphMeanings::Program(shows, glyphs));
        }
    }
    Ok(GlyphMeanings::Unknown)
}

impl Typeface {
    /// The first code of a string; the string is not empty.
    pub fn first(&self, bytes: &[u8]) -> ShownCode {
        let CutCode { length, code, cid } = self.cut(bytes);
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

    /// The first code of a string as its kind cuts it.
    fn cut(&self, bytes: &[u8]) -> CutCode {
        let codes = match &self.kind {
            TypefaceKind::Simple { .. } => return CutCode::same(bytes, 1),
            TypefaceKind::Composite { codes, .. } => codes,
        };
        match codes {
            CodeCutting::Same => CutCode::same(bytes, 2),
            CodeCutting::Utf16(map) => {
                let is_high = (0xD800..0xDC00).contains(&code_of(bytes, 2));
                let length = if is_high && bytes.len() >= 4 { 4 } else { 2 };
                let cut = CutCode::same(bytes, length);
                let map = map.as_ref();
                let cid = map.and_then(|map| map.lookup_cid_code(cut.code, cut.length as u8));
                CutCode {
                    cid: cid.unwrap_or(0),
                    ..cut
                }
            }
            CodeCutting::Mapped(map) => {
                for length in 1..=bytes.len().min(4) {
                    let code = code_of(bytes, length);
                    if let Some(cid) = map.lookup_cid_code(code, length as u8) {
                        return CutCode { length, code, cid };
                    }
                }
                CutCode {
                    cid: 0,
                    ..CutCode::same(bytes, 2)
                }
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
                codes: CodeCutting::Utf16(_),
                ..
            } => utf16(code),
            TypefaceKind::Composite { cids, .. } => cids.meaning(cid),
        };
        match c {
            Some(c) => plain(c).unwrap_or_default(),
            None => UNKNOWN.into(),
        }
    }
}

impl GlyphMeanings {
    /// What a glyph means.
    fn meaning(&self, cid: u32) -> Option<char> {
        match self {
            Self::Unknown => None,
            Self::Collection(map) => match map.lookup_bf_string(cid)? {
                BfString::Char(c) => Some(c),
                BfString::String(text) => text.chars().next(),
            },
            Self::Program(shows, glyphs) => {
                let glyph = match glyphs.get(2 * cid as usize..) {
                    Some([high, low, ..]) => u32::from(*high) << 8 | u32::from(*low),
                    _ => cid,
                };
                shows.get(glyph)
            }
        }
    }
}

/// A code as it was cut from a string.
struct CutCode {
    /// Its bytes.
    length: usize,
    code: u32,
    /// Its glyph's number.
    cid: u32,
}

impl CutCode {
    /// A code of so many bytes, as far as there are any, that is its glyph's number.
    fn same(bytes: &[u8], length: usize) -> Self {
        let code = code_of(bytes, length);
        Self {
            length: bytes.len().min(length),
            code,
            cid: code,
        }
    }
}

/// The code that the first bytes of a string are.
fn code_of(bytes: &[u8], length: usize) -> u32 {
    let own = bytes.iter().take(length);
    own.fold(0, |code, byte| code << 8 | u32::from(*byte))
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
