//! The output formats: one function each, bytes out.
//!
//! Exporters open no files and know no clock. DOCX, text and HTML are written from
//! the document, PDF from the pages; nothing flows back.

mod clean;
pub mod docx;
mod grid;
pub mod html;
mod package;
pub mod pdf;
pub mod png;
pub mod stamp;
pub mod text;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Office Open XML, for Word, WPS and LibreOffice.
    Docx,
    /// PDF/A-2a and PDF/UA-1.
    Pdf,
    /// Plain text, UTF-8.
    Txt,
    /// One page for a government's site, UTF-8.
    Html,
}

impl Format {
    /// All formats, in the order in which they are written.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Pdf, Self::Txt, Self::Html];

    /// The name on the command line and the file's extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Txt => "txt",
            Self::Html => "html",
        }
    }

    /// The format of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}
