//! A document as PDF, and what shows only on its pages.

use super::{Made, RenderError, Rendered};
use crate::document::Document;
use crate::export::pdf;
use crate::file::Format;
use crate::finding::count;
use crate::layout::{FontSource, layout};
use crate::style::Style;

/// Sets the pages and writes them; with a character that no font has there is no file, unless
/// the document is a draft.
pub(super) fn render(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
) -> Result<Made, RenderError> {
    let fonts = fonts.ok_or(RenderError::NoFonts)?;
    let mut pages = layout(document, style, fonts).map_err(|_| RenderError::NoFonts)?;
    let findings = std::mem::take(&mut pages.findings);
    if count(&findings).0 > 0 && !document.draft {
        // A PDF/A with a missing character cannot be written, and must not be.
        return Ok(Made { file: None, findings });
    }
    let stand_ins = std::mem::take(&mut pages.stand_ins);
    let bytes = pdf::export(document, &pages)?;
    Ok(Made { file: Some(Rendered { format: Format::Pdf, bytes, stand_ins }), findings })
}
