//! The faces of a file: which code shows which glyph, and what is embedded.
//!
//! Each face is a composite font with codes of two bytes. A code is the glyph's number in the
//! subset; where one glyph shows two characters — a face may draw ― and — alike — the second has
//! a code of its own, so that what is copied or searched is what was written.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Filter, Finish, Name, Rect, Ref, Str};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use super::super::deflate::{crc32, zlib};
use super::super::font_name::postscript_name;
use super::super::subset::{FontProgram, Subset, subset};
use super::limits::round;
use super::objects::Objects;
use crate::layout::LoadedFace;

/// How codes become glyphs: Adobe's name for "as they are".
const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
/// Nobody measures the thickness of stems; readers want a number.
const STEM: f32 = 95.4;

/// The advance of a Han character, thousandths of an em.
const HAN: f32 = 1000.0;
/// The name of a map from codes to glyphs.
const MAP: &str = "Nianbao-H";
/// Codes of second characters are given from the end.
const LAST_CODE: u16 = 0xFFFE;

/// The faces that glyphs are shown in, by their index among the pages' faces.
pub(super) struct FacesInUse<'a> {
    faces: Vec<FaceInUse<'a>>,
}

/// A face, and what has been shown of it.
pub(super) struct FaceInUse<'a> {
    face: &'a LoadedFace,
    font: FontRef<'a>,
    metrics: GlyphMetrics<'a>,
    glyphs: GlyphRemapper,
    /// The codes of the face's own glyphs; 0 for those not shown yet.
    codes: Vec<u16>,
    /// What each code shows, by the code; the first is no glyph.
    shown: Vec<ShownGlyph>,
    /// Second characters of glyphs, by glyph and text.
    others: BTreeMap<SecondText, u16>,
}

/// A code, and how wide its glyph is by itself, in thousandths of an em.
#[derive(Clone, Copy)]
pub(super) struct GlyphCode {
    pub code: u16,
    pub advance: f32,
}

/// What a code shows.
#[derive(Clone, Default)]
struct ShownGlyph {
    text: String,
    advance: f32,
}

/// A glyph that shows another character than it did first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SecondText {
    /// Its code, which is its number in the subset.
    code: u16,
    text: String,
}

/// What has been written of a face.
pub(super) struct WrittenFace {
    pub index: usize,
    pub id: Ref,
}

impl<'a> FacesInUse<'a> {
    /// # Errors
    /// When one of the faces cannot be read.
    pub fn new(faces: &'a [LoadedFace]) -> Result<Self, String> {
        Ok(Self {
            faces: faces.iter().map(FaceInUse::new).collect::<Result<_, _>>()?,
        })
    }

    /// The face of this index.
    pub fn face(&mut self, index: usize) -> &mut FaceInUse<'a> {
        &mut self.faces[index]
    }

    /// Writes the faces that show anything.
    ///
    /// # Errors
    /// When one cannot be cut down.
    pub fn write(&self, objects: &mut Objects) -> Result<Vec<WrittenFace>, String> {
        let mut written = Vec::new();
        for (index, face) in self.faces.iter().enumerate() {
            if face.shown.len() > 1 {
                let id = face.write(objects);
                let name = &face.face.name;
                let id = id.ok_or_else(|| format!("the font {name} cannot be cut down"))?;
                written.push(WrittenFace { index, id });
            }
        }
        Ok(written)
    }
}

impl<'a> FaceInUse<'a> {
    fn new(face: &'a LoadedFace) -> Result<Self, String> {
        let font = FontRef::from_index(face.data.bytes(), face.data.index())
            .map_err(|_| format!("the font {} cannot be read", face.name))?;
        let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
        Ok(Self {
            face,
            font,
            glyphs: GlyphRemapper::new(),
            codes: vec![0; metrics.glyph_count() as usize],
            metrics,
            shown: vec![ShownGlyph::default()],
            others: BTreeMap::new(),
        })
    }

    /// The code that shows a glyph for a text.
    ///
    /// # Errors
    /// When it is no glyph, which PDF/A does not allow to be shown.
    pub fn code(&mut self, glyph: u32, text: &str) -> Result<GlyphCode, String> {
        match self.codes.get(glyph as usize) {
            Some(0) if glyph > 0 => Ok(self.meet(glyph, text)),
            Some(&code) if code > 0 => {
                let ShownGlyph {
                    text: known,
                    advance,
                } = &self.shown[usize::from(code)];
                let advance = *advance;
                let code = if known == text {
                    Some(code)
                } else {
                    self.other(code, text)
                };
                let code = code.ok_or_else(|| format!("{} shows too much", self.face.name))?;
                Ok(GlyphCode { code, advance })
            }
            _ => Err(format!(
                "{} has no glyph {glyph} for “{text}”",
                self.face.name
            )),
        }
    }

    /// A glyph that is shown for the first time.
    fn meet(&mut self, glyph: u32, text: &str) -> GlyphCode {
        let advance = self
            .metrics
            .advance_width(GlyphId::new(glyph))
            .unwrap_or_default();
        let code = self.glyphs.remap(glyph as u16);
        self.codes[glyph as usize] = code;
        self.shown.push(ShownGlyph {
            text: text.to_owned(),
            advance,
        });
        GlyphCode { code, advance }
    }

    /// The code of a glyph that showed something else before; none where all are given.
    fn other(&mut self, code: u16, text: &str) -> Option<u16> {
        let second = SecondText {
            code,
            text: text.to_owned(),
        };
        if let Some(known) = self.others.get(&second) {
            return Some(*known);
        }
        let next = usize::from(LAST_CODE).checked_sub(self.others.len())?;
        let next = u16::try_from(next)
            .ok()
            .filter(|_| next > self.glyph_room())?;
        self.others.insert(second, next);
        Some(next)
    }

    /// The last code that a glyph of its own may have: its face's glyphs and those they are made
    /// of.
    fn glyph_room(&self) -> usize {
        self.codes.len().min(usize::from(u16::MAX) / 2)
    }

    fn write(&self, objects: &mut Objects) -> Option<Ref> {
        let cut = subset(&self.face.data, &self.glyphs)?;
        let (FontProgram::TrueType(bytes) | FontProgram::Cff(bytes)) = &cut.program;
        let name = format!(
            "{}+{}",
            subset_tag(crc32(bytes)),
            postscript_name(&self.font)
        );
        let name = Name(name.as_bytes());
        let program = write_program(&cut.program, objects);
        let descriptor = write_descriptor(name, &self.font, &cut, program, objects);
        let [whole, inner] = [objects.number(), objects.number()];
        write_inner(inner, name, &cut, descriptor, objects);
        let to_unicode = objects.stream(&self.to_unicode());
        let encoding = (!self.others.is_empty()).then(|| self.write_encoding(objects));
        let mut font = objects.packed(whole).type0_font(whole);
        font.descendant_font(inner).to_unicode(to_unicode);
        // Of CFF the name of the whole says as well how codes become glyphs (ISO 32000-1, table
        // 121).
        let map = if encoding.is_some() {
            MAP
        } else {
            "Identity-H"
        };
        match cut.program {
            FontProgram::TrueType(_) => font.base_font(name),
            FontProgram::Cff(_) => font.base_font(Name(&[name.0, b"-", map.as_bytes()].concat())),
        };
        match encoding {
            Some(map) => font.encoding_cmap(map),
            None => font.encoding_predefined(Name(b"Identity-H")),
        };
        font.finish();
        Some(whole)
    }

    /// Which text each code stands for.
    fn to_unicode(&self) -> Vec<u8> {
        let mut texts = Vec::with_capacity(self.shown.len() + self.others.len());
        for (code, ShownGlyph { text, .. }) in self.shown.iter().enumerate().skip(1) {
            let code = code as u16;
            texts.push(TextOfCode { code, text });
        }
        for (SecondText { text, .. }, &code) in self.others.iter().rev() {
            texts.push(TextOfCode { code, text });
        }
        text_map(&texts)
    }

    /// Which glyph each code stands for, where several stand for one.
    fn write_encoding(&self, objects: &mut Objects) -> Ref {
        let name = Name(MAP.as_bytes());
        let id = objects.number();
        let content = zlib(encoding(self.shown.len() as u16, &self.others).as_bytes());
        let mut map = objects.alone(id).cmap(id, &content);
        map.name(name)
            .system_info(SYSTEM)
            .filter(Filter::FlateDecode);
        map.finish();
        id
    }
}

/// Six letters that tell one subset from another, by a sum of what it holds.
fn subset_tag(sum: u32) -> String {
    let mut rest = sum;
    let mut letters = String::new();
    for _ in 0..6 {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// A code and what it stands for.
struct TextOfCode<'t> {
    code: u16,
    text: &'t str,
}

/// Entries of a map in one list: what PostScript allows.
const LISTED: usize = 100;

/// The map from codes to text (ISO 32000-1, 9.10.3).
fn text_map(codes: &[TextOfCode<'_>]) -> Vec<u8> {
    let mut map = Vec::with_capacity(256 + codes.len() * 14);
    map.extend(
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/Text def\
        /CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n",
    );
    for list in codes.chunks(LISTED) {
        map.extend(format!("{} beginbfchar\n", list.len()).as_bytes());
        for TextOfCode { code, text } in list {
            map.push(b'<');
            push_hex(&mut map, *code);
            map.extend(b"><");
            text.encode_utf16()
                .for_each(|unit| push_hex(&mut map, unit));
            map.extend(b">\n");
        }
        map.extend(b"endbfchar\n");
    }
    map.extend(b"endcmap CMapName currentdict/CMap defineresource pop end end");
    map
}

fn push_hex(out: &mut Vec<u8>, code: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for shift in [12, 8, 4, 0] {
        out.push(DIGITS[usize::from(code >> shift & 0xF)]);
    }
}

/// The map from codes to glyphs: glyphs by their numbers, and the second codes of some.
fn encoding(glyphs: u16, others: &BTreeMap<SecondText, u16>) -> String {
    let mut lines = vec![
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap".to_owned(),
        "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def \
         /Supplement 0 def end def"
            .to_owned(),
        format!("/CMapName /{MAP} def /CMapType 1 def /WMode 0 def"),
        "1 begincodespacerange <0000> <FFFF> endcodespacerange".to_owned(),
    ];
    // Within a range only the last byte changes.
    for first in (0..glyphs).step_by(256) {
        let last = (glyphs - 1).min(first | 0xFF);
        lines.push(format!(
            "1 begincidrange <{first:04X}> <{last:04X}> {first} endcidrange"
        ));
    }
    for (SecondText { code: glyph, .. }, code) in others.iter().rev() {
        lines.push(format!("1 begincidchar <{code:04X}> {glyph} endcidchar"));
    }
    lines.push("endcmap CMapName currentdict /CMap defineresource pop end end".to_owned());
    lines.join("\n")
}

/// Writes the face as codes see it: glyphs by their numbers.
fn write_inner(id: Ref, name: Name<'_>, cut: &Subset, descriptor: Ref, objects: &mut Objects) {
    let mut font = objects.packed(id).cid_font(id);
    font.base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor);
    match cut.program {
        FontProgram::TrueType(_) => {
            font.subtype(CidFontType::Type2);
            font.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        FontProgram::Cff(_) => {
            font.subtype(CidFontType::Type0);
        }
    }
    // Han characters fill the em; what does not is listed, in stretches of equal advances.
    font.default_width(HAN);
    let mut widths = font.widths();
    let mut from = 0;
    for stretch in cut
        .advances
        .chunk_by(|one, next| one.total_cmp(next).is_eq())
    {
        let to = from + stretch.len() - 1;
        if (stretch[0] - HAN).abs() > f32::EPSILON {
            widths.same(from as u16, to as u16, round(stretch[0]));
        }
        from = to + 1;
    }
    widths.finish();
    font.finish();
}

fn write_program(program: &FontProgram, objects: &mut Objects) -> Ref {
    let (FontProgram::TrueType(bytes) | FontProgram::Cff(bytes)) = program;
    let id = objects.number();
    let content = zlib(bytes);
    let mut stream = objects.alone(id).stream(id, &content);
    stream.filter(Filter::FlateDecode);
    match program {
        FontProgram::TrueType(file) => stream.pair(Name(b"Length1"), file.len() as i32),
        FontProgram::Cff(_) => stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C")),
    };
    stream.finish();
    id
}

fn write_descriptor(
    name: Name<'_>,
    font: &FontRef<'_>,
    cut: &Subset,
    program: Ref,
    objects: &mut Objects,
) -> Ref {
    let id = objects.number();
    let metrics = font.metrics(Size::new(1000.0), LocationRef::default());
    let mut descriptor = objects.packed(id).font_descriptor(id);
    let around = cut.around;
    descriptor
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(
            round(around.left),
            round(around.bottom),
            round(around.right),
            round(around.top),
        ))
        .italic_angle(round(metrics.italic_angle))
        .ascent(round(metrics.ascent))
        .descent(round(metrics.descent))
        .cap_height(round(metrics.cap_height.unwrap_or(metrics.ascent)))
        .stem_v(STEM);
    match cut.program {
        FontProgram::TrueType(_) => descriptor.font_file2(program),
        FontProgram::Cff(_) => descriptor.font_file3(program),
    };
    descriptor.finish();
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_of_two_characters_have_two_codes() {
        let others = BTreeMap::from([(
            SecondText {
                code: 3,
                text: "―".to_owned(),
            },
            LAST_CODE,
        )]);
        let map = encoding(300, &others);
        assert!(map.contains("<0000> <00FF> 0"), "{map}");
        assert!(map.contains("<0100> <012B> 256"), "{map}");
        assert!(map.contains("<FFFE> 3"), "{map}");
    }
}
