//! A document as OFD.

use super::paged::paged;
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
    let write = |pages: &Pages| Ok(ofd::export(edition, pages, attachments)?);
    paged(Format::Ofd, edition.document, pages, write)
}
