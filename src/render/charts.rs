//! A document's charts as pictures, for what takes no drawings.

use super::{Painting, RenderError};
use crate::document::{Block, Document, Figure, FigureContent};
use crate::drawing::draw;
use crate::export::png;
use crate::layout::{FontSource, plate};
use crate::style::Style;

/// Paints a document's charts.
pub(super) fn paint(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
) -> Result<Painting, RenderError> {
    let mut painting = Painting::default();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Figure(Figure { content: FigureContent::Chart(chart), .. }) = block else {
            continue;
        };
        let drawing = draw(chart, style, style.body_width(false));
        let fonts = fonts.ok_or(RenderError::NoFonts)?;
        let plated = plate(drawing.clone(), style, fonts).map_err(|_| RenderError::NoFonts)?;
        if let Some(bytes) = png::export(&plated) {
            painting.painted.insert(at, (drawing, bytes));
        }
        painting.findings.extend(plated.findings);
    }
    Ok(painting)
}
