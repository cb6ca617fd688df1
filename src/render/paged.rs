//! A document on pages as a file, and what shows only there.

use super::{Made, Rendered, no_font};
use crate::document::Document;
use crate::file::Format;
use crate::finding::count;
use crate::layout::Pages;

/// The pages, where a file may be made of them; else what is told instead: that there is no font,
/// or what the pages of no draft may lack.
pub(super) fn require_pages<'p>(
    format: Format,
    document: &Document,
    pages: Option<&'p Pages>,
) -> Result<&'p Pages, Made> {
    let Some(pages) = pages else {
        let what = format!("没有生成 {}", format.name().to_uppercase());
        return Err(Made {
            file: None,
            findings: vec![no_font(&what)],
        });
    };
    if count(&pages.findings).0 > 0 && !document.draft {
        // What no font prints must not be missing from the archive unseen.
        return Err(Made {
            file: None,
            findings: pages.findings.clone(),
        });
    }
    Ok(pages)
}

/// The file that was made of pages.
pub(super) fn of_pages(format: Format, pages: &Pages, bytes: Vec<u8>) -> Made {
    Made {
        file: Some(Rendered {
            format,
            bytes,
            stand_ins: pages.stand_ins.clone(),
        }),
        findings: pages.findings.clone(),
    }
}
