//! A drawing with its glyphs, for outputs that paint it as a picture of its own.

use super::figure::Plate;
use super::font::{FontSource, Fonts};
use super::{Artifact, Item, LoadedFace, NoFonts, Owner};
use crate::drawing::Drawing;
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
}

/// Sets the texts of a drawing.
///
/// # Errors
/// [`NoFonts`] when the source has none of the style's fonts.
pub fn plate(drawing: Drawing, style: &Style, source: &dyn FontSource) -> Result<Plated, NoFonts> {
    let mut fonts = Fonts::new(style, source);
    let size = drawing.size;
    let plate = Plate::new(drawing, style.figure.text, &mut fonts).ok_or(NoFonts)?;
    let items = plate.items(0.0, 0.0, Owner::Artifact(Artifact::Ruling));
    Ok(Plated { size, items, faces: fonts.close().faces })
}
