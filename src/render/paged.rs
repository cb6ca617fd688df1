//! A document on pages as a file, and what shows only there.

use std::collections::BTreeMap;

use super::{Made, RenderError, Rendered, no_font};
use crate::document::Document;
use crate::file::Format;
use crate::finding::count;
use crate::layout::Pages;

/// The file that `write` makes of the pages; none without any font.
pub(super) fn paged(
    format: Format,
    document: &Document,
    pages: Option<&Pages>,
    write: impl FnOnce(&Pages) -> Result<Vec<u8>, RenderError>,
) -> Result<Made, RenderError> {
    let Some(pages) = pages else {
        let what = format!("没有生成 {}", format.name().to_uppercase());
        return Ok(Made {
            file: None,
            findings: vec![no_font(&what)],
        });
    };
    let findings = pages.findings.clone();
    if count(&findings).0 > 0 && !document.draft {
        // What no font prints must not be missing from the archive unseen.
        return Ok(Made {
            file: None,
            findings,
        });
    }
    let stand_ins: BTreeMap<String, String> = pages.stand_ins.clone();
    let bytes = write(pages)?;
    Ok(Made {
        file: Some(Rendered {
            format,
            bytes,
            stand_ins,
        }),
        findings,
    })
}
