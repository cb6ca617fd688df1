//! The files inside a PDF, as its catalog names them (ISO 19005-3, 6.8).

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Stream, String as PdfString};

use super::super::TOO_LARGE;
use super::super::attached::{AttachedFile, MAX_ATTACHED, MAX_FILES};
use super::super::budget::Budget;
use super::marked::words;
use super::safe::PlainPdf;
use super::{BROKEN, is_pdf};
use crate::finding::Complaint;

/// The files, in the order in which the catalog names them.
///
/// # Errors
/// When the PDF is broken or too large, or is none of ours.
pub(in crate::readback) fn read_attached(bytes: &[u8]) -> Result<Vec<AttachedFile>, Complaint> {
    if !is_pdf(bytes) {
        return Err(BROKEN);
    }
    let mut budget = Budget::default();
    let mut plain = PlainPdf::new(bytes, &mut budget)?;
    let pdf = Pdf::new(std::mem::take(&mut plain.text)).map_err(|_| BROKEN)?;
    let catalog = pdf
        .xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .ok_or(BROKEN)?;
    let Some(list) = catalog.get::<Array<'_>>("AF") else {
        return Ok(Vec::new());
    };
    let mut left = MAX_ATTACHED;
    let mut files = Vec::new();
    for entry in list.iter::<Dict<'_>>() {
        if files.len() >= MAX_FILES {
            return Err(TOO_LARGE);
        }
        files.extend(file(&entry, &plain, &mut left)?);
    }
    Ok(files)
}

/// A file with its name; none of an entry that names no file inside.
fn file(
    entry: &Dict<'_>,
    plain: &PlainPdf<'_>,
    left: &mut usize,
) -> Result<Option<AttachedFile>, Complaint> {
    let name = entry.get::<PdfString<'_>>("UF").or_else(|| entry.get("F"));
    let stream = entry
        .get::<Dict<'_>>("EF")
        .and_then(|inside| inside.get::<Stream<'_>>("F"));
    let (Some(name), Some(stream)) = (name, stream) else {
        return Ok(None);
    };
    let content = plain.whole(&stream, left)?;
    let size = stream
        .dict()
        .get::<Dict<'_>>("Params")
        .and_then(|params| params.get::<i32>("Size"));
    if size.is_some_and(|size| usize::try_from(size) != Ok(content.len())) {
        return Err(BROKEN);
    }
    Ok(Some(AttachedFile {
        name: words(name.as_bytes()),
        content,
    }))
}
