//! Finished files read back: what a DOCX, a PDF or a text says, and how it differs from a form.
//!
//! The readers are independent of the exporters: they know the file formats and
//! nothing of how this program writes them — no exporter, no layout, no style, no
//! form, no rule. What an exporter gets wrong they must therefore see. Nothing here opens files.
//!
//! # How files are read back
//!
//! `verify` reads finished files by readers that are independent of the exporters: what an
//! exporter gets wrong, they see. `docx` reads the paragraphs, runs and cells of the main part,
//! spans and merges as Word has them. `pdf` walks the structure tree and puts together the text of
//! the marked content that it names, glyph by glyph through each font's ToUnicode map; artifacts
//! are left out. `text` takes a line for a paragraph, and `text_table` finds a table's columns and
//! rows by where lines meet, counting by display width. All give a `Content` of lines, grids and
//! figures, and `Content::of` makes one of the document that the form gives, whose cells and lines
//! keep the form's places.
//!
//! `compare` puts two contents beside each other: equal paragraphs first, then those that are
//! alike; within a pair the sentences likewise; tables by their order or by their labels, and then
//! cell by cell. Grids are compacted before, since no file shows a column in which nothing begins.
//! Where a line ends a file may swallow a blank, so that a reader puts a line feed there, and a
//! blank counts only between two letters or digits of one line. Everything else counts. Not
//! compared: looks, levels of headings, what a picture shows, page numbers, repeated heads and a
//! draft's mark, properties of the file. A draft that prints 〓 for a character that no face has
//! says otherwise than its form, and is told.
//!
//! A file is read up to 96 MiB; a text up to 4 MiB; what a DOCX and a PDF unfold to is bounded as
//! “Bounds” says: `pdf/safe` hands the reader of objects a copy of the file without streams, so
//! that nothing is inflated but what is asked for; 20,000 paragraphs, cells or elements, 500
//! pages, 500 differences told of each file.
//!
//! # Bounds
//!
//! A finished file that is read back is bounded by what it unfolds to, counted together: of a PDF
//! 16 MiB of inflated content, 1 MiB of character maps, 2 million instructions, the text that the
//! structure names however often it names it; pictures are never inflated. Of a DOCX or OFD 8 MiB
//! of all parts together, of an OFD 1,000 pages and 100,000 objects; of the files inside a report
//! 200 with 96 MiB. Two sequences that are put beside each other may have 1,500 items between
//! their equal ends.
//!
//! A document of whoever wrote it is bounded by its reader: a DOCX as above, with 20,000 pieces
//! and 30 prefixes of names; a page of 8 MiB without its pictures by 400,000 nodes, 30 million
//! steps of the parser and 20,000 lines and cells; a PDF by what its objects unfold to, a page's
//! instructions and pieces; a text by 20,000 lines. Trees of pages are walked, not descended into.
//! In an import a heading has 40 characters, a title 80, a value 120, and a number that no label
//! holds is not read.

mod attached;
mod budget;
mod compare;
mod content;
mod docx;
mod html;
mod loose;
mod of_document;
mod ofd;
mod package;
mod pdf;
pub mod plain;
mod spans;
mod text;
mod text_table;

use std::sync::Arc;

use crate::file::{Format, MAX_FINISHED};
use crate::finding::{Code, Complaint, Finding};
use crate::foreign::foreign;
use crate::place::Place;

pub use attached::{AttachedFile, attached};
pub use compare::{
    BlockStep, CellPair, Excerpts, block_steps, cell_pairs, compare, excerpts, says_same,
};
pub use content::{
    Content, ContentBlock, ContentCounts, ContentFigure, ContentLine, Fact, Grid, GridCell,
    LinePage, Stray, TRACKED_CHANGES,
};
use content::{Readout, name_of};
use package::ZippedParts;

/// The way out for files that cannot be read.
const REBUILD: &str = "用 nianbao build 重新生成，再核对一次";

const TOO_LARGE: Complaint = Complaint::fixed("文件的内容太多，不像一份报告", REBUILD);

/// A file that cannot be taken apart.
const BROKEN: Complaint = Complaint::fixed("文件已损坏，或不是这种文件", REBUILD);
const PAGE: Complaint = Complaint::fixed("网页不核对", "请用浏览器打开看");
const EMPTY: Complaint = Complaint::fixed("文件里没有内容", REBUILD);

/// Which format these bytes have; none for a package that is no DOCX and no OFD.
///
/// Whatever is neither a PDF nor a package counts as text.
pub fn format_of(bytes: &[u8]) -> Option<Format> {
    if pdf::is_pdf(bytes) {
        Some(Format::Pdf)
    } else if bytes.starts_with(b"PK") {
        Some(package_kind(bytes)?.format())
    } else {
        Some(Format::Txt)
    }
}

/// Kinds of documents that tell themselves by their first bytes, whoever wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// OFD, as this program writes it.
    Ofd,
    /// A page of a site, alone or with all that belongs to it.
    Page,
}

/// Which kind of document these bytes are; none for a text, a workbook or nothing known.
pub fn document_kind(bytes: &[u8]) -> Option<DocumentKind> {
    if pdf::is_pdf(bytes) {
        Some(DocumentKind::Pdf)
    } else if bytes.starts_with(b"PK") {
        package_kind(bytes)
    } else if docx::is_flat(bytes) {
        Some(DocumentKind::Docx)
    } else {
        html::is_html(bytes).then_some(DocumentKind::Page)
    }
}

impl DocumentKind {
    /// The format of its files.
    pub fn format(self) -> Format {
        match self {
            Self::Docx => Format::Docx,
            Self::Pdf => Format::Pdf,
            Self::Ofd => Format::Ofd,
            Self::Page => Format::Html,
        }
    }
}

/// Which kind of document a package is; none of a workbook or anything else.
fn package_kind(bytes: &[u8]) -> Option<DocumentKind> {
    let mut package = ZippedParts::open(bytes).ok()?;
    if ofd::is_ofd(&mut package) {
        Some(DocumentKind::Ofd)
    } else {
        docx::is_docx(&mut package).then_some(DocumentKind::Docx)
    }
}

/// Reads a document of whoever wrote it; `file` is its name.
///
/// # Errors
/// The finding `unreadable` for a file that is broken, locked, too large or without text.
pub fn read_any(file: &str, kind: DocumentKind, bytes: &[u8]) -> Result<Content, Box<Finding>> {
    let file: Arc<str> = file.into();
    let readout = match kind {
        DocumentKind::Docx => docx::read_any(bytes),
        DocumentKind::Pdf => pdf::read_any(bytes),
        DocumentKind::Ofd => ofd::read_any(bytes),
        DocumentKind::Page => html::read(bytes),
    };
    content_of(file, kind.format(), readout)
}

/// Reads a finished file of this format; `file` is its name. Pages of HTML are not read.
///
/// # Errors
/// The finding `unreadable` for a file that is broken, too large or none of this program's.
pub fn read(file: &str, format: Format, bytes: &[u8]) -> Result<Content, Box<Finding>> {
    content_of(file.into(), format, read_finished(format, bytes))
}

/// What a finished file of this format says.
fn read_finished(format: Format, bytes: &[u8]) -> Result<Readout, Complaint> {
    if bytes.len() > MAX_FINISHED {
        return Err(TOO_LARGE);
    }
    match format {
        Format::Docx => docx::read(bytes),
        Format::Pdf => pdf::read(bytes),
        Format::Ofd => ofd::read(bytes),
        Format::Txt => match foreign(bytes) {
            Some(complaint) => Err(complaint),
            None => text::read(bytes),
        },
        Format::Html | Format::Fragment => Err(PAGE),
    }
}

/// What was read, or the finding why it was not.
fn content_of(
    file: Arc<str>,
    format: Format,
    readout: Result<Readout, Complaint>,
) -> Result<Content, Box<Finding>> {
    match readout {
        Ok(readout) if !readout.blocks.is_empty() => Ok(Content {
            format: Some(format),
            file,
            blocks: readout.blocks,
            strays: readout.strays,
            facts: readout.facts,
        }),
        // A file that says nothing at all is none of ours.
        Ok(_) => Err(unreadable(&file, format, EMPTY)),
        Err(complaint) => Err(unreadable(&file, format, complaint)),
    }
}

/// The finding that a file cannot be read.
fn unreadable(file: &Arc<str>, format: Format, complaint: Complaint) -> Box<Finding> {
    let Complaint { message, hint } = complaint;
    let message = format!("{}读不出来：{message}", name_of(format));
    Box::new(Finding::new(Code::Unreadable, message, Place::file(file)).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, bytes: &[u8], expected: &str) {
        let message = read("f", format, bytes)
            .err()
            .map_or(String::new(), |finding| finding.message);
        assert_eq!(message, expected);
    }

    #[test]
    fn files_that_cannot_be_read_are_told() {
        check(
            Format::Docx,
            b"",
            "DOCX 读不出来：文件已损坏，或不是这种文件",
        );
        check(
            Format::Docx,
            b"PK\x03\x04rest",
            "DOCX 读不出来：文件已损坏，或不是这种文件",
        );
        check(
            Format::Pdf,
            b"%PDF-1.7\nrest",
            "PDF 读不出来：文件已损坏，或不是 PDF",
        );
        check(
            Format::Txt,
            b"\xff\xfe\0",
            "TXT 读不出来：不是文本，或编码不是 UTF-8、UTF-16、GB18030",
        );
        check(
            Format::Txt,
            "\u{FEFF}\n".as_bytes(),
            "TXT 读不出来：文件里没有内容",
        );
        check(Format::Txt, "甲".as_bytes(), "");
        check(
            Format::Txt,
            &vec![b'a'; MAX_FINISHED + 1],
            "TXT 读不出来：文件的内容太多，不像一份报告",
        );
    }

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(format_of(b"%PDF-1.7"), Some(Format::Pdf));
        assert_eq!(format_of(b"PK\x03\x04"), None);
        assert_eq!(format_of("标题".as_bytes()), Some(Format::Txt));
    }
}
