//! A document as PDF, and what shows only on its pages.

use super::{Made, RenderError, Rendered, no_font};
use crate::export::{Edition, pdf};
use crate::file::Format;
use crate::finding::count;
use crate::layout::Pages;

/// The pages as a file; none without any font.
pub(super) fn render(edition: &Edition<'_>, pages: Option<&Pages>) -> Result<Made, RenderError> {
    let Some(pages) = pages else {
        return Ok(Made { file: None, findings: vec![no_font("没有生成 PDF")] });
    };
    let findings = pages.findings.clone();
    if count(&findings).0 > 0 && !edition.document.draft {
        // What no font prints must not be missing from the archive unseen.
        return Ok(Made { file: None, findings });
    }
    let stand_ins = pages.stand_ins.clone();
    let bytes = pdf::export(edition, pages, &[])?;
    Ok(Made { file: Some(Rendered { format: Format::Pdf, bytes, stand_ins }), findings })
}
