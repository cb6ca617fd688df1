//! A document in several formats.

#[cfg(feature = "charts")]
mod charts;
#[cfg(feature = "pdf")]
mod pdf;

use std::collections::BTreeMap;

use crate::document::Document;
use crate::export::{docx, html, text};
use crate::file::Format;
use crate::finding::Finding;
use crate::layout::FontSource;
use crate::style::Style;
/// A finished file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The official faces that other faces stand in for, with the names of those; only in a PDF.
    pub stand_ins: BTreeMap<String, String>,
}

/// Why a document cannot be rendered at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A PDF, or a DOCX with charts, was asked for and there is no font.
    #[error("没有能用的字体（缺少或不完整）；请用 --fonts 指定完整的字体文件夹")]
    NoFonts,
    /// The PDF cannot be written.
    #[cfg(feature = "pdf")]
    #[error("PDF 写不出来，请换一套字体试试（{0}）")]
    Pdf(#[from] crate::export::pdf::PdfError),
    /// The program was built without this format.
    #[error("这个程序不生成 {}", .0.name())]
    NotBuilt(Format),
}

/// Renders the formats one after the other, each once.
///
/// The findings are those that show only on paper, such as `missing-glyph`; with
/// any of them there is no PDF, unless the document is a draft.
///
/// # Errors
/// When there is no font for the PDF or the charts of a DOCX, or krilla refuses the PDF.
pub fn render(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    formats: &[Format],
) -> Result<(Vec<Rendered>, Vec<Finding>), RenderError> {
    let mut rendered = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    for (at, format) in formats.iter().enumerate() {
        if formats[..at].contains(format) {
            continue;
        }
        let made = render_one(document, style, fonts, *format)?;
        rendered.extend(made.file);
        for finding in made.findings {
            // Two formats may lack the same character.
            if !findings.iter().any(|known| same(known, &finding)) {
                findings.push(finding);
            }
        }
    }
    Ok((rendered, findings))
}

/// A document's charts as pictures.
#[derive(Default)]
struct Painting {
    /// The charts, by their blocks.
    painted: docx::Painted,
    /// What fonts lacked for them.
    findings: Vec<Finding>,
}

/// What making one format gave.
struct Made {
    /// The file; none where what showed on paper forbids it.
    file: Option<Rendered>,
    findings: Vec<Finding>,
}

impl Made {
    fn of(format: Format, bytes: Vec<u8>) -> Self {
        let file = Some(Rendered { format, bytes, stand_ins: BTreeMap::new() });
        Self { file, findings: Vec::new() }
    }
}

#[cfg_attr(
    not(any(feature = "pdf", feature = "charts")),
    expect(unused_variables, reason = "without pages and charts nothing is set in fonts")
)]
fn render_one(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    format: Format,
) -> Result<Made, RenderError> {
    match format {
        Format::Docx => {
            #[cfg(feature = "charts")]
            let Painting { painted, findings } = charts::paint(document, style, fonts)?;
            // Without charts no document has any.
            #[cfg(not(feature = "charts"))]
            let Painting { painted, findings } = Painting::default();
            let made = Made::of(format, docx::export(document, style, &painted));
            Ok(Made { findings, ..made })
        }
        Format::Txt => Ok(Made::of(format, text::export(document, &style.draft.mark))),
        Format::Html => Ok(Made::of(format, html::export(document, style))),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::render(document, style, fonts),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => Err(RenderError::NotBuilt(format)),
    }
}

/// Whether two findings tell the same of the same thing.
fn same(a: &Finding, b: &Finding) -> bool {
    a.code == b.code && a.stated == b.stated && a.message == b.message
}
