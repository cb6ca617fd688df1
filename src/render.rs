//! A document in several formats at once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::{Block, Content, Document, Figure};
use crate::drawing::draw;
use crate::export::{Format, docx, html, pdf, png, text};
use crate::finding::{Finding, count};
use crate::layout::{FontSource, layout, plate};
use crate::style::{PT_PER_MM, Style};

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
    /// PDF was asked for and there is no font.
    NoFonts,
    /// The PDF cannot be written.
    Pdf(pdf::PdfError),
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoFonts => f.write_str("没有能用的字体（缺少或不完整）；请用 --fonts 指定完整的字体文件夹"),
            Self::Pdf(error) => write!(f, "PDF 写不出来，请换一套字体试试（{error}）"),
        }
    }
}

impl std::error::Error for RenderError {}

/// Renders the formats side by side; the files come in the order of [`Format::ALL`].
///
/// The findings are those that show only on paper, such as `missing-glyph`; with
/// any of them there is no PDF, unless the document is a draft.
///
/// # Errors
/// When there is no font for the PDF, or krilla refuses it.
pub fn render(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    formats: &[Format],
) -> Result<(Vec<Rendered>, Vec<Finding>), RenderError> {
    let wanted: Vec<Format> = Format::ALL.into_iter().filter(|f| formats.contains(f)).collect();
    let results: Vec<(Option<Rendered>, Vec<Finding>)> = wanted
        .into_par_iter()
        .map(|format| {
            let mut stand_ins = BTreeMap::new();
            let (bytes, findings) = match format {
                Format::Docx => (docx::export(document, style, &painted(document, style, fonts)?), Vec::new()),
                Format::Txt => (text::export(document, &style.draft.mark), Vec::new()),
                Format::Html => (html::export(document, style), Vec::new()),
                Format::Pdf => {
                    let fonts = fonts.ok_or(RenderError::NoFonts)?;
                    let mut pages = layout(document, style, fonts).map_err(|_| RenderError::NoFonts)?;
                    let findings = std::mem::take(&mut pages.findings);
                    stand_ins = std::mem::take(&mut pages.stand_ins);
                    if count(&findings).0 > 0 && !document.draft {
                        // A PDF/A with a missing character cannot be written, and must not be.
                        return Ok((None, findings));
                    }
                    (pdf::export(document, &pages).map_err(RenderError::Pdf)?, findings)
                }
            };
            Ok((Some(Rendered { format, bytes, stand_ins }), findings))
        })
        .collect::<Result<_, _>>()?;
    let mut rendered = Vec::new();
    let mut findings = Vec::new();
    for (file, more) in results {
        rendered.extend(file);
        findings.extend(more);
    }
    Ok((rendered, findings))
}

/// The document's charts as PNG, by their blocks.
fn painted(document: &Document, style: &Style, fonts: Option<&dyn FontSource>) -> Result<docx::Painted, RenderError> {
    let mut painted = docx::Painted::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Figure(Figure { content: Content::Chart(chart), .. }) = block else { continue };
        let drawing = draw(chart, style, style.page.body_width * PT_PER_MM);
        let fonts = fonts.ok_or(RenderError::NoFonts)?;
        let plated = plate(drawing, style, fonts).map_err(|_| RenderError::NoFonts)?;
        painted.extend(png::export(&plated).map(|bytes| (at, bytes)));
    }
    Ok(painted)
}
