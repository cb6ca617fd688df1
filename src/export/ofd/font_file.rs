//! A face cut down to a file's characters, as a TrueType file that stands by itself.
//!
//! A reader of OFD finds glyphs by their characters and the font by its name, as it does of an
//! installed one. So the file has what `subset` leaves out: OS/2, cmap, name and post. Outlines of
//! CFF become quadratic ones; no reader promises to draw others.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use kurbo::{BezPath, CubicBez, PathEl, Point};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;
use write_fonts::from_obj::ToOwnedTable;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::glyf::{Bbox, Contour, SimpleGlyph};
use write_fonts::tables::head::Head;
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::loca::{Loca, LocaFormat};
use write_fonts::tables::maxp::Maxp;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::Os2;
use write_fonts::tables::post::Post;
use write_fonts::types::{NameId, Version16Dot16};
use write_fonts::{FontBuilder, dump_table};

use super::super::deflate::crc32;
use super::super::subset::{FontProgram, subset};
use crate::layout::FontData;

/// How far a quadratic curve may stray from the cubic one that it replaces, units of the face:
/// less than half of what its points are rounded to.
const ACCURACY: f64 = 0.4;
/// The pages of characters that a file for Chinese says to have: Latin 1 and the PRC's.
const CODE_PAGES: u32 = 1 | 1 << 18;
/// The English of the United States, by which names are looked up.
const ENGLISH: u16 = 0x0409;

/// What a face shows: glyphs by the characters they stand for, numbered anew.
pub(super) struct ShownGlyphs<'f> {
    pub face: &'f FontData,
    /// The face's glyphs by their new numbers.
    pub glyphs: &'f GlyphRemapper,
    /// The new numbers by character.
    pub chars: &'f BTreeMap<char, u16>,
}

/// A font that stands by itself.
pub(super) struct FontFile {
    /// All of its names.
    pub name: String,
    pub content: Vec<u8>,
}

/// Glyphs and what is said of each.
struct Outlines {
    glyphs: Vec<Vec<u8>>,
    metrics: Vec<LongMetric>,
    limits: Maxp,
    head: Head,
    hhea: Hhea,
    /// What the instructions of outlines call upon.
    hints: Vec<HintTable>,
}

/// A table that instructions call upon.
struct HintTable {
    tag: Tag,
    content: Vec<u8>,
}

/// The tables that instructions call upon.
const HINTS: [Tag; 3] = [Tag::new(b"cvt "), Tag::new(b"fpgm"), Tag::new(b"prep")];

impl ShownGlyphs<'_> {
    /// The file of this number, with a word on the face that it is cut from; none where a table
    /// cannot be relied on. Its name tells it from all others: readers take a font of the system
    /// where they know one of the name, or where kai, song or hei is in it.
    pub fn file(&self, whole: &str, id: u32) -> Option<FontFile> {
        let font = FontRef::from_index(self.face.bytes(), self.face.index()).ok()?;
        let cut = subset(self.face, self.glyphs)?;
        let (FontProgram::TrueType(program) | FontProgram::Cff(program)) = &cut.program;
        let name = format!(
            "NB{:08X}",
            crc32(&[program, whole.as_bytes(), &id.to_be_bytes()].concat())
        );
        let mut outlines = match &cut.program {
            FontProgram::TrueType(program) => of_true_type(&FontRef::new(program).ok()?)?,
            FontProgram::Cff(_) => of_curves(&font, self.glyphs)?,
        };
        let mut chars = self.chars.clone();
        if let Entry::Vacant(space) = chars.entry(' ') {
            space.insert(outlines.add_space()?);
        }
        let (first, last) = (*chars.keys().next()?, *chars.keys().next_back()?);
        let mut builder = outlines.builder()?;
        let mappings = chars.iter().map(|(c, glyph)| (*c, GlyphId::from(*glyph)));
        builder
            .add_table(&Cmap::from_mappings(mappings).ok()?)
            .ok()?;
        builder.add_table(&os2(&font, first, last)).ok()?;
        builder.add_table(&names(&name, whole)).ok()?;
        let post = Post {
            version: Version16Dot16::VERSION_3_0,
            ..Post::default()
        };
        builder.add_table(&post).ok()?;
        Some(FontFile {
            name,
            content: builder.build(),
        })
    }
}

impl Outlines {
    /// A blank glyph of half an em; its number.
    fn add_space(&mut self) -> Option<u16> {
        let number = u16::try_from(self.glyphs.len()).ok()?;
        self.glyphs.push(Vec::new());
        self.metrics
            .push(LongMetric::new(self.head.units_per_em / 2, 0));
        Some(number)
    }

    /// The tables of the glyphs.
    fn builder(mut self) -> Option<FontBuilder<'static>> {
        let mut glyf = Vec::new();
        let mut starts = vec![0];
        for glyph in &self.glyphs {
            glyf.extend(glyph);
            // Short offsets count in twos.
            glyf.resize(glyf.len().next_multiple_of(2), 0);
            starts.push(glyf.len() as u32);
        }
        let count = u16::try_from(self.glyphs.len()).ok()?;
        self.limits.num_glyphs = count;
        self.hhea.number_of_h_metrics = count;
        let loca = Loca::new(starts);
        self.head.index_to_loc_format = i16::from(loca.format() == LocaFormat::Long);
        let mut builder = FontBuilder::new();
        builder.add_raw(Tag::new(b"glyf"), glyf);
        builder.add_table(&loca).ok()?;
        builder.add_table(&self.head).ok()?;
        builder.add_table(&self.hhea).ok()?;
        builder.add_table(&self.limits).ok()?;
        builder
            .add_table(&Hmtx::new(self.metrics, Vec::new()))
            .ok()?;
        for HintTable { tag, content } in self.hints {
            builder.add_raw(tag, content);
        }
        Some(builder)
    }
}

/// The outlines of a face that has been cut down already.
fn of_true_type(font: &FontRef<'_>) -> Option<Outlines> {
    let glyf = font.table_data(Tag::new(b"glyf"))?.as_bytes();
    let loca = font.loca(None).ok()?;
    let metrics = font.hmtx().ok()?;
    let mut outlines = Outlines {
        glyphs: Vec::new(),
        metrics: Vec::new(),
        limits: font.maxp().ok()?.to_owned_table(),
        head: font.head().ok()?.to_owned_table(),
        hhea: font.hhea().ok()?.to_owned_table(),
        hints: Vec::new(),
    };
    for tag in HINTS {
        let content = font.table_data(tag).map(|table| table.as_bytes().to_vec());
        outlines
            .hints
            .extend(content.map(|content| HintTable { tag, content }));
    }
    for glyph in 0..font.maxp().ok()?.num_glyphs() {
        let index = usize::from(glyph);
        let (start, end) = (
            loca.get_raw(index)? as usize,
            loca.get_raw(index + 1)? as usize,
        );
        outlines.glyphs.push(glyf.get(start..end)?.to_vec());
        let id = GlyphId::from(glyph);
        let bearing = metrics.side_bearing(id).unwrap_or_default();
        outlines
            .metrics
            .push(LongMetric::new(metrics.advance(id)?, bearing));
    }
    Some(outlines)
}

/// The outlines of a face of CFF, redrawn.
fn of_curves(font: &FontRef<'_>, glyphs: &GlyphRemapper) -> Option<Outlines> {
    let metrics = font.hmtx().ok()?;
    let drawn = font.outline_glyphs();
    let mut outlines = Outlines {
        glyphs: Vec::new(),
        metrics: Vec::new(),
        limits: true_type_limits(),
        head: font.head().ok()?.to_owned_table(),
        hhea: font.hhea().ok()?.to_owned_table(),
        hints: Vec::new(),
    };
    for glyph in glyphs.remapped_gids() {
        let id = GlyphId::from(glyph);
        let mut pen = QuadraticPen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        drawn.get(id)?.draw(settings, &mut pen).ok()?;
        let mut bearing = 0;
        let mut bytes = Vec::new();
        if !pen.path.elements().is_empty() {
            let outline = SimpleGlyph::from_bezpath(&pen.path).ok()?;
            raise(&mut outlines.limits, &outline);
            let Bbox { x_min, .. } = outline.bbox;
            bearing = x_min;
            bytes = dump_table(&outline).ok()?;
        }
        outlines.glyphs.push(bytes);
        outlines
            .metrics
            .push(LongMetric::new(metrics.advance(id)?, bearing));
    }
    Some(outlines)
}

/// What a TrueType file without instructions asks of its reader.
fn true_type_limits() -> Maxp {
    let none = Some(0);
    Maxp {
        num_glyphs: 0,
        max_points: none,
        max_contours: none,
        max_composite_points: none,
        max_composite_contours: none,
        max_zones: Some(1),
        max_twilight_points: none,
        max_storage: none,
        max_function_defs: none,
        max_instruction_defs: none,
        max_stack_elements: none,
        max_size_of_instructions: none,
        max_component_elements: none,
        max_component_depth: none,
    }
}

fn raise(limits: &mut Maxp, outline: &SimpleGlyph) {
    let points: usize = outline.contours.iter().map(Contour::len).sum();
    limits.max_points = limits.max_points.max(Some(points as u16));
    limits.max_contours = limits.max_contours.max(Some(outline.contours.len() as u16));
}

/// Draws cubic curves as quadratic ones.
#[derive(Default)]
struct QuadraticPen {
    path: BezPath,
    at: Point,
}

impl QuadraticPen {
    fn go(&mut self, to: Point, element: PathEl) {
        self.at = to;
        self.path.push(element);
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), f64::from(y))
}

impl OutlinePen for QuadraticPen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = point(x, y);
        self.go(to, PathEl::MoveTo(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = point(x, y);
        self.go(to, PathEl::LineTo(to));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let to = point(x, y);
        self.go(to, PathEl::QuadTo(point(cx, cy), to));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let cubic = CubicBez::new(self.at, point(ax, ay), point(bx, by), point(x, y));
        for (_, _, quad) in cubic.to_quads(ACCURACY) {
            self.go(quad.p2, PathEl::QuadTo(quad.p1, quad.p2));
        }
    }

    fn close(&mut self) {
        self.path.push(PathEl::ClosePath);
    }
}

/// What systems ask of a font: the face's own table, for these characters.
fn os2(font: &FontRef<'_>, first: char, last: char) -> Os2 {
    let mut os2 = match font.os2() {
        Ok(own) => own.to_owned_table(),
        Err(_) => Os2 {
            us_weight_class: 400,
            us_width_class: 5,
            ..Os2::default()
        },
    };
    os2.ul_code_page_range_1 = Some(os2.ul_code_page_range_1.unwrap_or_default() | CODE_PAGES);
    os2.ul_code_page_range_2 = os2.ul_code_page_range_2.or(Some(0));
    os2.us_first_char_index = within_plane(first);
    os2.us_last_char_index = within_plane(last);
    os2
}

/// A character's number as a table of two bytes has it.
fn within_plane(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(u16::MAX)
}

/// One name for the family, the face and programs; what it is cut from is its description.
fn names(name: &str, whole: &str) -> Name {
    let description = format!("subset of {whole}");
    let names = [
        (NameId::FAMILY_NAME, name),
        (NameId::SUBFAMILY_NAME, "Regular"),
        (NameId::UNIQUE_ID, name),
        (NameId::FULL_NAME, name),
        (NameId::POSTSCRIPT_NAME, name),
        (NameId::DESCRIPTION, description.as_str()),
    ];
    let mut records = Vec::new();
    for (id, text) in names {
        records.push(NameRecord::new(3, 1, ENGLISH, id, text.to_owned().into()));
    }
    Name::new(records)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const TRUE_TYPE: &[u8] = include_bytes!("../../../tests/fonts/truetype.ttf");
    const VARIABLE: &[u8] = include_bytes!("../../../tests/fonts/variable.ttf");
    const COLLECTION: &[u8] = include_bytes!("../../../tests/fonts/collection.ttc");
    const CFF: &[u8] = include_bytes!("../../../tests/fonts/cff.otf");

    /// What the tables of a file are.
    fn tags(font: &FontRef<'_>) -> Vec<String> {
        let records = font.table_directory().table_records().iter();
        records.map(|record| record.tag().to_string()).collect()
    }

    /// Cuts a face down to three characters; the outline of the last as it is drawn.
    fn check(file: &'static [u8], index: u32) -> kurbo::Rect {
        let face = FontData::new(Arc::new(file), index).expect("a sound face");
        let font = FontRef::from_index(file, index).expect("a face");
        let mut glyphs = GlyphRemapper::new();
        let mut chars = BTreeMap::new();
        for c in ['2', '政'] {
            let glyph = font.charmap().map(c).expect("a glyph").to_u32() as u16;
            chars.insert(c, glyphs.remap(glyph));
        }
        let shown = ShownGlyphs {
            face: &face,
            glyphs: &glyphs,
            chars: &chars,
        };
        let FontFile {
            name,
            content: bytes,
        } = shown.file("Face", 1).expect("a file");
        assert!(bytes.starts_with(&[0, 1, 0, 0]), "TrueType");
        let cut = FontRef::new(&bytes).expect("a font file");
        let expected = [
            "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post",
        ];
        assert_eq!(tags(&cut), expected);
        for id in [
            NameId::FAMILY_NAME,
            NameId::FULL_NAME,
            NameId::POSTSCRIPT_NAME,
        ] {
            let names: Vec<String> = cut
                .localized_strings(id)
                .map(|name| name.to_string())
                .collect();
            assert_eq!(names, [name.as_str()]);
        }
        let own = font.hmtx().expect("advances");
        let metrics = cut.hmtx().expect("advances");
        for (c, glyph) in &chars {
            assert_eq!(cut.charmap().map(*c), Some(GlyphId::from(*glyph)));
            let original = font.charmap().map(*c).expect("a glyph");
            assert_eq!(
                metrics.advance(GlyphId::from(*glyph)),
                own.advance(original)
            );
        }
        assert!(
            cut.charmap()
                .map(' ')
                .is_some_and(|space| space.to_u32() > 0),
            "a space"
        );
        let mut pen = QuadraticPen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let outline = cut
            .outline_glyphs()
            .get(GlyphId::from(chars[&'政']))
            .expect("an outline");
        outline.draw(settings, &mut pen).expect("drawn");
        kurbo::Shape::bounding_box(&pen.path)
    }

    #[test]
    fn faces_of_all_kinds_stand_by_themselves() {
        let plain = check(TRUE_TYPE, 0);
        assert_eq!(check(VARIABLE, 0), plain);
        assert_eq!(check(COLLECTION, 0), plain);
        check(COLLECTION, 1);
        // The same character, drawn with other curves.
        let curves = check(CFF, 0);
        let corners = [plain, curves].map(|r| [r.x0, r.y0, r.x1, r.y1]);
        for (one, other) in corners[0].iter().zip(corners[1]) {
            assert!((one - other).abs() < 30.0, "{corners:?}");
        }
    }
}
