//! The outlines of a page's glyphs, each once, in the units of its face.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write;

use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::layout::{FaceId, LoadedFace};

/// What a page calls a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GlyphName {
    pub face: FaceId,
    pub glyph: u32,
}

impl fmt::Display for GlyphName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "g{}-{}", self.face, self.glyph)
    }
}

/// The glyphs of a page that have been drawn.
pub(super) struct OutlinesUsed<'a> {
    faces: Vec<Option<FontRef<'a>>>,
    /// Their paths; an empty one has no ink.
    paths: BTreeMap<GlyphName, String>,
}

impl<'a> OutlinesUsed<'a> {
    pub fn new(faces: &'a [LoadedFace]) -> Self {
        Self {
            faces: faces.iter().map(read_font).collect(),
            paths: BTreeMap::new(),
        }
    }

    fn font(&self, face: FaceId) -> Option<&FontRef<'a>> {
        self.faces.get(face)?.as_ref()
    }

    /// Into how many units a face divides its em.
    pub fn units(&self, face: FaceId) -> Option<f32> {
        let units = self
            .font(face)?
            .metrics(Size::unscaled(), LocationRef::default())
            .units_per_em;
        (units > 0).then_some(f32::from(units))
    }

    /// Sees that a glyph is among the page's; whether it has ink.
    pub fn draw(&mut self, name: GlyphName) -> bool {
        if let Some(path) = self.paths.get(&name) {
            return !path.is_empty();
        }
        let path = self
            .font(name.face)
            .and_then(|font| outline(font, name.glyph));
        let path = path.unwrap_or_default();
        let has_ink = !path.is_empty();
        self.paths.insert(name, path);
        has_ink
    }

    /// The paths, by which a page's runs name them.
    pub fn write(&self, out: &mut String) {
        for (name, path) in self.paths.iter().filter(|(_, path)| !path.is_empty()) {
            // Writing into memory cannot fail.
            let _ = write!(out, "<path id=\"{name}\" d=\"{path}\"/>");
        }
    }
}

fn read_font(face: &LoadedFace) -> Option<FontRef<'_>> {
    FontRef::from_index(face.data.bytes(), face.data.index()).ok()
}

/// A glyph's outline in its face's units.
fn outline(font: &FontRef<'_>, glyph: u32) -> Option<String> {
    let glyph = font.outline_glyphs().get(GlyphId::new(glyph))?;
    let mut pen = OutlineWriter { out: String::new() };
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    glyph.draw(settings, &mut pen).ok()?;
    Some(pen.out)
}

/// Writes outlines as paths; y grows upwards, as in faces.
struct OutlineWriter {
    out: String,
}

impl OutlineWriter {
    fn operator(&mut self, operator: char, numbers: &[f32]) {
        self.out.push(operator);
        for (at, number) in numbers.iter().enumerate() {
            let number = number.round() as i32;
            // A minus parts numbers as well as a blank does.
            let blank = if at == 0 || number < 0 { "" } else { " " };
            let _ = write!(self.out, "{blank}{number}");
        }
    }
}

impl OutlinePen for OutlineWriter {
    fn move_to(&mut self, x: f32, y: f32) {
        self.operator('M', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.operator('L', &[x, y]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.operator('Q', &[cx, cy, x, y]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.operator('C', &[ax, ay, bx, by, x, y]);
    }

    fn close(&mut self) {
        self.out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(points: &[(f32, f32)], expected: &str) {
        let mut pen = OutlineWriter { out: String::new() };
        pen.move_to(points[0].0, points[0].1);
        points[1..].iter().for_each(|&(x, y)| pen.line_to(x, y));
        pen.close();
        assert_eq!(pen.out, expected);
    }

    #[test]
    fn paths_are_short() {
        check(&[(0.0, -12.0), (300.4, 5.0)], "M0-12L300 5Z");
        check(&[(1.0, 2.0)], "M1 2Z");
    }
}
