//! A document in several formats.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Figure, FigureContent};
use crate::drawing::draw;
use crate::export::{Format, docx, html, pdf, png, text};
use crate::finding::{Finding, count};
use crate::layout::{FontSource, layout, plate};
use crate::style::Style;

/// A finished file.
#[derive(Debug)]
pub struct Rendered {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The official faces that other faces stand in for, with the names of those; only in a PDF.
    pub stand_ins: BTreeMap<String, String>,
}

/// Why a document cannot be rendered at all.
#[derive(Debug)]
pub enum RenderError {
    /// A PDF, or a DOCX with charts, was asked for and there is no font.
    NoFonts,
    /// The PDF cannot be written.
    Pdf(pdf::PdfError),
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoFonts => {
                f.write_str("没有能用的字体（缺少或不完整）；请用 --fonts 指定完整的字体文件夹")
            }
            Self::Pdf(error) => write!(f, "PDF 写不出来，请换一套字体试试（{error}）"),
        }
    }
}

impl std::error::Error for RenderError {}

/// Renders the formats one after the other; the files come in the order of [`Format::ALL`].
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
    for format in Format::ALL.into_iter().filter(|format| formats.contains(format)) {
        let made = render_one(document, style, fonts, format)?;
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

/// What making one format gave.
struct Made {
    /// The file; none where what showed on paper forbids it.
    file: Option<Rendered>,
    findings: Vec<Finding>,
}

fn render_one(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    format: Format,
) -> Result<Made, RenderError> {
    let mut stand_ins = BTreeMap::new();
    let (bytes, findings) = match format {
        Format::Docx => {
            let (painted, findings) = painted(document, style, fonts)?;
            (docx::export(document, style, &painted), findings)
        }
        Format::Txt => (text::export(document, &style.draft.mark), Vec::new()),
        Format::Html => (html::export(document, style), Vec::new()),
        Format::Pdf => {
            let fonts = fonts.ok_or(RenderError::NoFonts)?;
            let mut pages = layout(document, style, fonts).map_err(|_| RenderError::NoFonts)?;
            let findings = std::mem::take(&mut pages.findings);
            stand_ins = std::mem::take(&mut pages.stand_ins);
            if count(&findings).0 > 0 && !document.draft {
                // A PDF/A with a missing character cannot be written, and must not be.
                return Ok(Made { file: None, findings });
            }
            (pdf::export(document, &pages).map_err(RenderError::Pdf)?, findings)
        }
    };
    Ok(Made { file: Some(Rendered { format, bytes, stand_ins }), findings })
}

/// Whether two findings tell the same of the same thing.
fn same(a: &Finding, b: &Finding) -> bool {
    a.code == b.code && a.stated == b.stated && a.message == b.message
}

/// The document's charts drawn and painted, by their blocks, and what fonts lacked for them.
fn painted(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
) -> Result<(docx::Painted, Vec<Finding>), RenderError> {
    let (mut painted, mut findings) = (docx::Painted::new(), Vec::new());
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Figure(Figure { content: FigureContent::Chart(chart), .. }) = block else {
            continue;
        };
        let drawing = draw(chart, style, style.body_width(false));
        let fonts = fonts.ok_or(RenderError::NoFonts)?;
        let plated = plate(drawing.clone(), style, fonts).map_err(|_| RenderError::NoFonts)?;
        painted.extend(png::export(&plated).map(|bytes| (at, (drawing, bytes))));
        findings.extend(plated.findings);
    }
    Ok((painted, findings))
}
