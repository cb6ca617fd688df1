//! How figures look.

use serde::Deserialize;

use super::PT_PER_MM;
use crate::document::Pixels;

/// How figures look.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureStyle {
    /// Size of the caption, pt.
    pub caption: f32,
    /// Size of text inside a chart, pt.
    pub text: f32,
    /// Height of a chart's bar, pt.
    pub bar: f32,
    /// Room between a chart's bars, pt.
    pub gap: f32,
    /// The most that a picture is high, mm.
    pub tallest: f32,
    /// The least scale at which a figure is set to stand where it is.
    pub smallest: f32,
}

/// Pixels of a picture to the inch, where there is room.
const PIXELS_PER_INCH: f32 = 96.0;

impl FigureStyle {
    /// The size of a picture of so many pixels, pt: its own, as far as there is room in this width.
    pub fn picture(&self, pixels: Pixels, width: f32) -> (f32, f32) {
        let (wide, high) = (natural_length(pixels.width), natural_length(pixels.height));
        let scale = (width / wide).min(self.tallest * PT_PER_MM / high).min(1.0);
        (wide * scale, high * scale)
    }
}

/// The length of so many pixels, pt.
fn natural_length(pixels: u32) -> f32 {
    pixels.max(1) as f32 * 72.0 / PIXELS_PER_INCH
}
