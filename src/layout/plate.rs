//! A drawing with its glyphs: on a page, or as a picture of its own.

use super::font::{FaceRole, FontSource, Fonts};
use super::line::{SetLine, Setting};
use super::paragraph::{lines, plain_units};
use super::text::runs;
use super::{Artifact, Item, LoadedFace, NoFonts, Owner};
use crate::drawing::{Anchor, Drawing, Mark, PaperRect};
use crate::finding::Finding;
use crate::style::Style;

/// A drawing's items on a sheet of its size.
#[derive(Debug)]
pub struct Plated {
    /// Width and height, pt.
    pub size: (f32, f32),
    /// The items.
    pub items: Vec<Item>,
    /// The faces that the glyphs name.
    pub faces: Vec<LoadedFace>,
    /// Fonts that are not there.
    pub findings: Vec<Finding>,
}

/// Sets the texts of a drawing.
///
/// # Errors
/// [`NoFonts`] when the source has none of the style's fonts.
pub fn plate(drawing: Drawing, style: &Style, source: &dyn FontSource) -> Result<Plated, NoFonts> {
    let mut fonts = Fonts::new(style, source);
    let size = drawing.size;
    let plate = Plate::new(drawing, style, &mut fonts).ok_or(NoFonts)?;
    let items = plate.items(0.0, 0.0, 1.0, Owner::Artifact(Artifact::Ruling));
    let closed = fonts.close();
    Ok(Plated {
        size,
        items,
        faces: closed.faces,
        findings: closed.findings,
    })
}

/// A line's runs, drawn at a scale.
fn scale_runs(line: &SetLine, x: f32, baseline: f32, scale: f32, owner: Owner) -> Vec<Item> {
    let mut items = runs(line, x, baseline, owner);
    if scale < 1.0 {
        for item in &mut items {
            let Item::Glyphs(run) = item else { continue };
            run.size *= scale;
            for glyph in &mut run.glyphs {
                glyph.x = x + (glyph.x - x) * scale;
                glyph.advance *= scale;
            }
        }
    }
    items
}

/// A drawing with its texts set.
pub(super) struct Plate {
    drawing: Drawing,
    /// The texts of the drawing's marks, in their order.
    texts: Vec<SetLine>,
}

impl Plate {
    /// Sets the texts of a drawing. None without any font.
    pub fn new(drawing: Drawing, style: &Style, fonts: &mut Fonts<'_>) -> Option<Self> {
        let setting = Setting::free(style, FaceRole::Table, style.figure.text, f32::MAX);
        let mut texts = Vec::new();
        for mark in &drawing.marks {
            if let Mark::Text { text, .. } = mark {
                let mut lines = lines(&plain_units(text, setting, fonts)?, setting);
                texts.push(lines.pop().unwrap_or_default());
            }
        }
        Some(Self { drawing, texts })
    }

    /// The items, with the drawing's corner at `x` and `y`, all scaled by a factor.
    pub fn items(&self, x: f32, y: f32, scale: f32, owner: Owner) -> Vec<Item> {
        let mut items = Vec::new();
        let mut texts = self.texts.iter();
        for mark in &self.drawing.marks {
            match mark {
                Mark::Fill { rect, grey } => {
                    items.push(Item::Fill {
                        rect: PaperRect {
                            left: x + rect.left * scale,
                            top: y + rect.top * scale,
                            width: rect.width * scale,
                            height: rect.height * scale,
                        },
                        colour: [*grey; 3],
                        owner,
                    });
                }
                Mark::Rule {
                    from,
                    to,
                    thickness,
                } => {
                    items.push(Item::Rule {
                        from: (x + from.0 * scale, y + from.1 * scale),
                        to: (x + to.0 * scale, y + to.1 * scale),
                        thickness: thickness * scale,
                        owner,
                    });
                }
                Mark::Text {
                    x: place,
                    baseline,
                    anchor,
                    ..
                } => {
                    let Some(line) = texts.next() else { continue };
                    let before = if *anchor == Anchor::End {
                        line.width
                    } else {
                        0.0
                    };
                    let (left, base) = (x + (place - before) * scale, y + baseline * scale);
                    items.extend(scale_runs(line, left, base, scale, owner));
                }
            }
        }
        items
    }
}
