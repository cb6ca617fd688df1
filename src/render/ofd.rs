//! A document as OFD.

use super::paged::{of_pages, require_pages};
use super::{Made, RenderError};
use crate::export::{Attachment, Edition, ofd};
use crate::file::Format;
use crate::layout::Pages;

/// The pages as a file, with files inside.
pub(super) fn render(
    edition: &Edition<'_>,
    pages: Option<&Pages>,
    attachments: &[Attachment],
) -> Result<Made, RenderError> {
    let pages = match require_pages(Format::Ofd, edition.document, pages) {
        Ok(pages) => pages,
        Err(without_file) => return Ok(without_file),
    };
    let bytes = ofd::export(edition, pages, attachments)?;
    Ok(of_pages(Format::Ofd, pages, bytes))
}
