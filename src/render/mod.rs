//! A document in several formats.

#[cfg(feature = "charts")]
mod charts;
#[cfg(feature = "ofd")]
mod ofd;
#[cfg(any(feature = "pdf", feature = "ofd"))]
mod paged;
#[cfg(feature = "pdf")]
mod pdf;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::document::Document;
use crate::export::docx::{PaintedDocument, Reviser};
use crate::export::{Attachment, Edition, docx, html, text};
use crate::file::Format;
#[cfg(any(feature = "pdf", feature = "ofd", feature = "charts"))]
use crate::finding::Code;
use crate::finding::Finding;
use crate::layout::{FontSource, LoadedFace, Pages, layout};
#[cfg(any(feature = "pdf", feature = "ofd", feature = "charts"))]
use crate::place::Place;
use crate::style::Style;

/// A finished file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The official faces that other faces stand in for, with the names of those; only in a PDF
    /// or OFD.
    pub stand_ins: BTreeMap<String, String>,
}

/// Why a document cannot be rendered at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The PDF cannot be written.
    #[cfg(feature = "pdf")]
    #[error("PDF 写不出来，请换一套字体试试（{0}）")]
    Pdf(#[from] crate::export::pdf::PdfError),
    /// The OFD cannot be written.
    #[cfg(feature = "ofd")]
    #[error("OFD 写不出来，请换一套字体试试（{0}）")]
    Ofd(#[from] crate::export::ofd::OfdError),
    /// The program was built without this format.
    #[error("这个程序不生成 {}", .0.name())]
    NotBuilt(Format),
}

/// Renders the formats one after the other, each once.
///
/// The findings are those that show only on paper, such as `tight-cell`. Without any font there
/// is no PDF and no picture of a chart, which is a finding too; the other formats are made.
///
/// # Errors
/// When the PDF or OFD cannot be written, or the program was built without a format.
pub fn render(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    formats: &[Format],
) -> Result<(Vec<Rendered>, Vec<Finding>), RenderError> {
    let Renderings {
        files, findings, ..
    } = render_with(document, style, fonts, formats, &[])?;
    Ok((files, findings))
}

/// What came of rendering.
#[derive(Debug)]
pub struct Renderings {
    /// The files, in the order in which their formats were asked for.
    pub files: Vec<Rendered>,
    /// What shows only on paper.
    pub findings: Vec<Finding>,
    /// The paper, where any of the formats asked for it.
    pub paper: Option<Paper>,
}

/// What pages have come to.
#[derive(Clone, Debug)]
pub struct Paper {
    /// How many there are.
    pub pages: usize,
    /// The faces that were opened for them.
    pub faces: Vec<LoadedFace>,
}

impl Paper {
    fn of(pages: Pages) -> Self {
        Self {
            pages: pages.pages.len(),
            faces: pages.faces,
        }
    }
}

/// The same with files inside those that take any: an OFD, a PDF/A-3.
///
/// # Errors
/// As [`render`].
pub fn render_with(
    document: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    formats: &[Format],
    attachments: &[Attachment],
) -> Result<Renderings, RenderError> {
    let edition = Edition::new(document, style);
    let files = Renderer {
        edition,
        fonts,
        attachments,
        pages: OnceCell::new(),
    };
    let mut made_files = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    for (at, format) in formats.iter().enumerate() {
        if formats[..at].contains(format) {
            continue;
        }
        let made = files.make(*format)?;
        made_files.extend(made.file);
        for finding in made.findings {
            // Two formats may lack the same character.
            if !findings.iter().any(|known| same(known, &finding)) {
                findings.push(finding);
            }
        }
    }
    let pages = files.pages.into_inner().flatten();
    Ok(Renderings {
        files: made_files,
        findings,
        paper: pages.map(Paper::of),
    })
}

/// The new document as a DOCX file in which the differences from the old one are tracked changes.
///
/// The findings are those of [`render`] about charts.
pub fn redline(
    old: &Document,
    new: &Document,
    style: &Style,
    fonts: Option<&dyn FontSource>,
    reviser: &Reviser,
) -> (Rendered, Vec<Finding>) {
    let [former, painting] = [old, new].map(|document| Painting::of(document, style, fonts));
    let old = PaintedDocument {
        document: old,
        painted: former.painted,
    };
    let new = PaintedDocument {
        document: new,
        painted: painting.painted,
    };
    let bytes = docx::export_redline(old, new, style, reviser);
    (
        Rendered {
            format: Format::Docx,
            bytes,
            stand_ins: BTreeMap::new(),
        },
        painting.findings,
    )
}

/// A document on its way to files.
struct Renderer<'a> {
    edition: Edition<'a>,
    fonts: Option<&'a dyn FontSource>,
    #[cfg_attr(
        not(any(feature = "pdf", feature = "ofd")),
        expect(dead_code, reason = "only what has pages takes files")
    )]
    attachments: &'a [Attachment],
    /// Its pages, set once for all formats that ask for them; none without any font.
    pages: OnceCell<Option<Pages>>,
}

impl Renderer<'_> {
    fn pages(&self) -> Option<&Pages> {
        self.pages.get_or_init(|| self.set_pages()).as_ref()
    }

    fn set_pages(&self) -> Option<Pages> {
        layout(self.edition.document, self.edition.style, self.fonts?).ok()
    }

    fn make(&self, format: Format) -> Result<Made, RenderError> {
        match format {
            Format::Docx => Ok(self.docx()),
            Format::Txt => Ok(Made::of(format, text::export(&self.edition))),
            Format::Html => Ok(Made::of(format, html::export(&self.edition))),
            Format::Fragment => Ok(Made::of(format, html::export_fragment(&self.edition))),
            #[cfg(feature = "pdf")]
            Format::Pdf => pdf::render(&self.edition, self.pages(), self.attachments),
            #[cfg(not(feature = "pdf"))]
            Format::Pdf => Err(RenderError::NotBuilt(format)),
            #[cfg(feature = "ofd")]
            Format::Ofd => ofd::render(&self.edition, self.pages(), self.attachments),
            #[cfg(not(feature = "ofd"))]
            Format::Ofd => Err(RenderError::NotBuilt(format)),
        }
    }

    fn docx(&self) -> Made {
        let Edition {
            document, style, ..
        } = self.edition;
        let Painting { painted, findings } = Painting::of(document, style, self.fonts);
        let paper = match self.pages() {
            Some(pages) => docx::OnPaper {
                painted,
                moved: pages.moved.clone(),
                tightened: pages.tightened.clone(),
                blank_last: pages.pages.last().is_some_and(|page| page.items.is_empty()),
            },
            None => docx::OnPaper {
                painted,
                ..docx::OnPaper::default()
            },
        };
        Made {
            findings,
            ..Made::of(Format::Docx, docx::export(&self.edition, &paper))
        }
    }
}

/// A document's charts as pictures.
#[derive(Default)]
struct Painting {
    /// The charts, by their blocks.
    painted: docx::Painted,
    /// What fonts lacked for them.
    findings: Vec<Finding>,
}

impl Painting {
    #[cfg(feature = "charts")]
    fn of(document: &Document, style: &Style, fonts: Option<&dyn FontSource>) -> Self {
        charts::paint(document, style, fonts)
    }

    /// Without charts no document has any.
    #[cfg(not(feature = "charts"))]
    fn of(_: &Document, _: &Style, _: Option<&dyn FontSource>) -> Self {
        Self::default()
    }
}

/// What making one format gave.
struct Made {
    /// The file; none where what showed on paper forbids it.
    file: Option<Rendered>,
    findings: Vec<Finding>,
}

impl Made {
    fn of(format: Format, bytes: Vec<u8>) -> Self {
        let file = Some(Rendered {
            format,
            bytes,
            stand_ins: BTreeMap::new(),
        });
        Self {
            file,
            findings: Vec::new(),
        }
    }
}

/// What is told where there is no font to set this in.
#[cfg(any(feature = "pdf", feature = "ofd", feature = "charts"))]
fn no_font(what: &str) -> Finding {
    let message = format!("没有能用的字体（缺少或不完整），{what}");
    Finding::new(Code::NoFont, message, Place::default())
        .hint("把 fonts 文件夹放在程序旁边，或用 --fonts 指定")
}

/// Whether two findings tell the same of the same thing.
fn same(a: &Finding, b: &Finding) -> bool {
    a.code == b.code && a.stated == b.stated && a.message == b.message
}
