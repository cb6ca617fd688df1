//! PNG: a drawing painted, for programs that show no vectors.

use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::layout::{GlyphRun, Item, LoadedFace, Plated};

/// Pixels to the inch.
const RESOLUTION: f32 = 200.0;

/// The drawing as a PNG file, black on white; none for a drawing without size.
pub fn export(plated: &Plated) -> Option<Vec<u8>> {
    let scale = RESOLUTION / 72.0;
    let width = (plated.size.0 * scale).ceil() as u32;
    let height = (plated.size.1 * scale).ceil() as u32;
    let mut sheet = Pixmap::new(width, height)?;
    sheet.fill(Color::WHITE);
    let to_pixels = Transform::from_scale(scale, scale);
    for item in &plated.items {
        match item {
            Item::Fill { rect, colour, .. } => {
                let Some(rect) = Rect::from_xywh(rect.left, rect.top, rect.width, rect.height)
                else {
                    continue;
                };
                sheet.fill_rect(rect, &paint(*colour), to_pixels, None);
            }
            Item::Rule {
                from,
                to,
                thickness,
                ..
            } => {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                let Some(path) = path.finish() else { continue };
                let stroke = Stroke {
                    width: *thickness,
                    ..Stroke::default()
                };
                sheet.stroke_path(&path, &paint([0.0; 3]), &stroke, to_pixels, None);
            }
            Item::Glyphs(run) => {
                let face = plated.faces.get(run.face);
                if let Some(path) = face.and_then(|face| outline(run, face)) {
                    let grey = paint([run.grey; 3]);
                    sheet.fill_path(&path, &grey, FillRule::Winding, to_pixels, None);
                }
            }
            // Drawings have no pictures inside.
            Item::Image { .. } => {}
        }
    }
    sheet.encode_png().ok()
}

fn paint(colour: [f32; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    if let Some(colour) = Color::from_rgba(colour[0], colour[1], colour[2], 1.0) {
        paint.set_color(colour);
    }
    paint.anti_alias = true;
    paint
}

/// The outlines of a run's glyphs at their places.
fn outline(run: &GlyphRun, face: &LoadedFace) -> Option<Path> {
    let font = FontRef::from_index(face.data.bytes(), face.data.index()).ok()?;
    let outlines = font.outline_glyphs();
    let mut pen = Pen {
        path: PathBuilder::new(),
        x: 0.0,
        baseline: run.baseline,
    };
    for glyph in &run.glyphs {
        pen.x = glyph.x;
        let outline = outlines.get(GlyphId::new(glyph.id))?;
        let settings = DrawSettings::unhinted(Size::new(run.size), LocationRef::default());
        outline.draw(settings, &mut pen).ok()?;
    }
    pen.path.finish()
}

/// Draws outlines, whose y grows upwards, from a place on the sheet.
struct Pen {
    path: PathBuilder,
    x: f32,
    baseline: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.baseline - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.baseline - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(
            self.x + cx,
            self.baseline - cy,
            self.x + x,
            self.baseline - y,
        );
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, base) = (self.x, self.baseline);
        self.path.cubic_to(
            left + ax,
            base - ay,
            left + bx,
            base - by,
            left + x,
            base - y,
        );
    }

    fn close(&mut self) {
        self.path.close();
    }
}
