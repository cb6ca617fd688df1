//! A document's charts as pictures, for what takes no drawings.

use super::RenderError;
use crate::document::Document;
use crate::export::docx;
use crate::finding::Finding;
use crate::layout::FontSource;
use crate::style::Style;

/// A document's charts as pictures.
#[derive(Default)]
pub(super) struct Painting {
    /// The charts, by their blocks.
    pub painted: docx::Painted,
    /// What fonts lacked for them.
    pub findings: Vec<Finding>,
}

/// Paints a document's charts.
#[cfg(feature = "charts")]
pub(super) fn paint(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
) -> Result<Painting, RenderError> {
    use crate::document::{Block, Figure, FigureContent};
    use crate::drawing::draw;
    use crate::export::png;
    use crate::layout::plate;

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

/// Without charts no document has any.
#[cfg(not(feature = "charts"))]
pub(super) fn paint(
    _: &Document,
    _: &Style,
    _: Option<&dyn FontSource>,
) -> Result<Painting, RenderError> {
    Ok(Painting::default())
}
