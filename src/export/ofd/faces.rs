//! The faces of a file: what is shown of each, and the fonts that are put into it.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use super::super::font_name::postscript_name;
use super::font_file::ShownGlyphs;
use super::ids::Ids;
use crate::layout::{FontData, GlyphRun, LoadedFace, PlacedGlyph};

/// The faces that glyphs are shown in, by their index among the pages' faces.
pub(super) struct FacesShown<'a> {
    faces: Vec<FaceShown<'a>>,
}

/// A face, and what has been shown of it.
pub(super) struct FaceShown<'a> {
    name: &'a str,
    data: &'a FontData,
    font: FontRef<'a>,
    metrics: Metrics,
    shapes: GlyphMetrics<'a>,
    glyphs: GlyphRemapper,
    chars: BTreeMap<char, u16>,
    /// By which pages name it; 0 as long as nothing is shown.
    id: u32,
}

/// A font in a file.
pub(super) struct EmbeddedFont {
    pub id: u32,
    /// All of its names.
    pub name: String,
    pub content: Vec<u8>,
}

/// How far ink reaches around the start of a run's baseline, pt.
#[derive(Clone, Copy)]
pub(super) struct InkBox {
    pub left: f32,
    pub right: f32,
    pub above: f32,
    pub below: f32,
}

impl<'a> FacesShown<'a> {
    /// # Errors
    /// When one of the faces cannot be read.
    pub fn new(faces: &'a [LoadedFace]) -> Result<Self, String> {
        Ok(Self {
            faces: faces.iter().map(FaceShown::new).collect::<Result<_, _>>()?,
        })
    }

    /// The face of this index.
    pub fn face(&mut self, index: usize) -> &mut FaceShown<'a> {
        &mut self.faces[index]
    }

    /// The fonts of all that has been shown.
    ///
    /// # Errors
    /// When one cannot be cut down.
    pub fn fonts(&self) -> Result<Vec<EmbeddedFont>, String> {
        let shown = self.faces.iter().filter(|face| face.id > 0);
        shown.map(FaceShown::embed).collect()
    }
}

impl<'a> FaceShown<'a> {
    fn new(face: &'a LoadedFace) -> Result<Self, String> {
        let font = FontRef::from_index(face.data.bytes(), face.data.index())
            .map_err(|_| format!("the font {} cannot be read", face.name))?;
        let em = Size::new(1.0);
        Ok(Self {
            name: &face.name,
            data: &face.data,
            metrics: font.metrics(em, LocationRef::default()),
            shapes: font.glyph_metrics(em, LocationRef::default()),
            font,
            glyphs: GlyphRemapper::new(),
            chars: BTreeMap::new(),
            id: 0,
        })
    }

    /// The number by which pages name the face.
    pub fn id(&mut self, ids: &mut Ids) -> u32 {
        if self.id == 0 {
            self.id = ids.next();
        }
        self.id
    }

    /// Notes that a glyph is shown for a character.
    ///
    /// # Errors
    /// When it is no glyph, or the character was shown by another.
    pub fn show(&mut self, glyph: &PlacedGlyph, c: char) -> Result<(), String> {
        let id = u16::try_from(glyph.id).ok().filter(|id| *id > 0);
        let id = id.ok_or_else(|| format!("{} has no glyph for “{c}”", self.name))?;
        let new = self.glyphs.remap(id);
        let known = *self.chars.entry(c).or_insert(new);
        let one = format!("{} shows “{c}” in two ways", self.name);
        if known == new { Ok(()) } else { Err(one) }
    }

    /// How far the ink of glyphs of a run reaches around the first of them: all that the face
    /// provides above and below, and what is drawn beyond that.
    pub fn around(&self, run: &GlyphRun, glyphs: &[PlacedGlyph]) -> InkBox {
        let start = glyphs.first().map_or(0.0, |glyph| glyph.x);
        let (ascent, descent) = (
            self.metrics.ascent * run.size,
            self.metrics.descent * run.size,
        );
        let mut around = InkBox {
            left: 0.0,
            right: 0.0,
            above: ascent,
            below: -descent,
        };
        for glyph in glyphs {
            let x = glyph.x - start;
            around.right = around.right.max(x + glyph.advance);
            let Some(shape) = self.shapes.bounds(GlyphId::new(glyph.id)) else {
                continue;
            };
            around.left = around.left.max(-(x + shape.x_min * run.size));
            around.right = around.right.max(x + shape.x_max * run.size);
            around.above = around.above.max(shape.y_max * run.size);
            around.below = around.below.max(-shape.y_min * run.size);
        }
        around
    }

    fn embed(&self) -> Result<EmbeddedFont, String> {
        let glyphs = ShownGlyphs {
            face: self.data,
            glyphs: &self.glyphs,
            chars: &self.chars,
        };
        let file = glyphs.file(&postscript_name(&self.font), self.id);
        let file = file.ok_or_else(|| format!("the font {} cannot be cut down", self.name))?;
        Ok(EmbeddedFont {
            id: self.id,
            name: file.name,
            content: file.content,
        })
    }
}
