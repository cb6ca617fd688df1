//! A document's charts as pictures, for what takes no drawings.

use super::{Painting, no_font};
use crate::document::{Block, Document, Figure, FigureContent};
use crate::drawing::draw;
use crate::export::docx::PaintedChart;
use crate::export::png;
use crate::layout::{FontSource, plate};
use crate::style::Style;

/// Paints a document's charts; none without any font.
pub(super) fn paint(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
) -> Painting {
    let mut painting = Painting::default();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Figure(Figure {
            content: FigureContent::Chart(chart),
            ..
        }) = block
        else {
            continue;
        };
        let drawing = draw(chart, style, style.body_width(false));
        let Some(plated) = fonts.and_then(|fonts| plate(drawing.clone(), style, fonts).ok()) else {
            painting.findings = vec![no_font("DOCX 里没有图表")];
            return painting;
        };
        if let Some(picture) = png::export(&plated) {
            let chart = PaintedChart { drawing, picture };
            painting.painted.insert(at, chart);
        }
        painting.findings.extend(plated.findings);
    }
    painting
}
