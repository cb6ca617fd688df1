//! Fonts with one byte a code: their widths, and what each code means by an encoding, by the
//! embedded program and by what the font says otherwise.

use std::rc::Rc;

use super::encoding::{CodeTable, of_program, table};
use super::glyph_names::{find_named, read_number};
use super::program::GlyphShows;
use super::store::ObjectStore;
use super::typeface::{Typeface, TypefaceKind};
use super::value::{PdfEntries, PdfStream, PdfValue};
use crate::finding::Complaint;

/// The flag of a font that has codes of its own.
const SYMBOLIC: u32 = 4;
/// Where a font names its embedded program.
const PROGRAMS: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];

/// Reads a font with one byte a code, whose widths are counted in units of this size.
///
/// # Errors
/// When its program is more than is left.
pub(super) fn read_simple(
    typeface: &mut Typeface,
    entries: &PdfEntries,
    scale: f32,
    store: &mut ObjectStore<'_>,
) -> Result<(), Complaint> {
    let descriptor = store.inner(entries, b"FontDescriptor");
    let flags = store.entry(&descriptor, b"Flags").number().unwrap_or(0.0) as u32;
    read_widths(typeface, entries, scale, store);
    if let Some(usual) = store.entry(&descriptor, b"MissingWidth").number() {
        typeface.usual = usual;
    }
    let encoding = store.entry(entries, b"Encoding");
    let base = base_encoding(&encoding, store);
    let program = find_program(&descriptor, store);
    let mut codes = CodeMeanings::default();
    match program {
        Some(program) if base.is_none() && typeface.meanings.is_none() => {
            codes.read_program(&store.data(&program)?, flags & SYMBOLIC != 0);
        }
        _ => codes.table = table(base.as_deref()),
    }
    if let PdfValue::Entries(entries) = &encoding {
        codes.read_differences(&store.list(entries, b"Differences"), store);
    }
    typeface.kind = TypefaceKind::Simple { table: codes.table };
    Ok(())
}

fn read_widths(
    typeface: &mut Typeface,
    entries: &PdfEntries,
    scale: f32,
    store: &mut ObjectStore<'_>,
) {
    let first = store.entry(entries, b"FirstChar").number().unwrap_or(0.0);
    let first = first.max(0.0) as u32;
    for (code, width) in (first..256).zip(store.numbers_of(entries, b"Widths")) {
        typeface.widths.insert(code, width * scale);
    }
}

/// The name of the encoding that a font has, or that its own begins with.
fn base_encoding(encoding: &PdfValue, store: &mut ObjectStore<'_>) -> Option<Vec<u8>> {
    match encoding {
        PdfValue::Name(name) => Some(name.clone()),
        PdfValue::Entries(entries) => {
            let base = store.entry(entries, b"BaseEncoding");
            base.name().map(<[u8]>::to_vec)
        }
        _ => None,
    }
}

/// The embedded program of a font.
fn find_program(descriptor: &PdfEntries, store: &mut ObjectStore<'_>) -> Option<Rc<PdfStream>> {
    for name in PROGRAMS {
        if let PdfValue::Stream(stream) = store.entry(descriptor, name) {
            return Some(stream);
        }
    }
    None
}

/// What the codes of a font come to mean.
#[derive(Default)]
struct CodeMeanings {
    table: CodeTable,
    /// What the glyphs of its program show, where that is asked.
    shows: GlyphShows,
}

impl CodeMeanings {
    /// Takes the meanings from the font's program.
    fn read_program(&mut self, program: &[u8], is_symbolic: bool) {
        self.shows = GlyphShows::new(program);
        if program.starts_with(b"%!") {
            self.table = of_program(program);
            return;
        }
        self.table = (0..256).map(|code| self.shows.of_code(code)).collect();
        if !is_symbolic {
            for (place, c) in self.table.iter_mut().zip(table(None)) {
                *place = place.or(c);
            }
        }
    }

    /// Takes the meanings that a font tells by names: `65 /one /two`.
    fn read_differences(&mut self, values: &[PdfValue], store: &mut ObjectStore<'_>) {
        let mut code = 0;
        for value in values {
            match store.resolve(value) {
                PdfValue::Number(number) => code = number.max(0.0) as usize,
                PdfValue::Name(name) => {
                    if let Some(place) = self.table.get_mut(code) {
                        *place = match (find_named(&name), read_number(&name)) {
                            (Some(c), _) => Some(c),
                            (None, Some(glyph)) => self.shows.get(glyph),
                            (None, None) => None,
                        };
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
}
