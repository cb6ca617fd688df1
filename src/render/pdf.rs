//! A document as PDF.

use super::paged::{of_pages, require_pages};
use super::{Made, RenderError};
use crate::export::{Attachment, Edition, pdf};
use crate::file::Format;
use crate::layout::Pages;
use crate::style::PdfLevel;

/// The pages as a file, with files inside where its level takes any.
pub(super) fn render(
    edition: &Edition<'_>,
    pages: Option<&Pages>,
    attachments: &[Attachment],
) -> Result<Made, RenderError> {
    let takes_files = edition.style.pdf.level == PdfLevel::A3a;
    let inside = if takes_files { attachments } else { &[] };
    let pages = match require_pages(Format::Pdf, edition.document, pages) {
        Ok(pages) => pages,
        Err(without_file) => return Ok(without_file),
    };
    let bytes = pdf::export(edition, pages, inside)?;
    Ok(of_pages(Format::Pdf, pages, bytes))
}
