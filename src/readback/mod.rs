//! Finished files read back: what a DOCX, a PDF or a text says, and how it differs from a form.
//!
//! The readers are independent of the exporters: they know the file formats and
//! nothing of how this program writes them — no exporter, no layout, no style, no
//! form, no rule. What an exporter gets wrong they must therefore see. Nothing here opens files.

mod budget;
mod compare;
mod content;
mod docx;
mod of_document;
mod pdf;
mod text;
mod text_table;

use std::sync::Arc;

use crate::finding::{Code, Complaint, Finding};
use crate::place::Place;

pub use compare::compare;
use content::Readout;
pub use content::{Content, ContentBlock, ContentFigure, ContentLine, Grid, GridCell, Kind, Stray};

/// The largest file that is read, in bytes; a report without pictures has 300 KB, and
/// pictures may have 64 MiB.
pub const MAX_BYTES: usize = 96 << 20;

/// The way out for files that cannot be read.
const REBUILD: &str = "用 nianbao build 重新生成，再核对一次";

const TOO_LARGE: Complaint = Complaint::fixed("文件的内容太多，不像一份报告", REBUILD);

const EMPTY: Complaint = Complaint::fixed("文件里没有内容", REBUILD);

/// Which kind of finished file these bytes are; none for an Office file that is no DOCX.
///
/// Whatever is neither a PDF nor a package counts as text.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if pdf::is_pdf(bytes) {
        Some(Kind::Pdf)
    } else if bytes.starts_with(b"PK") {
        docx::is_docx(bytes).then_some(Kind::Docx)
    } else {
        Some(Kind::Txt)
    }
}

/// Reads a finished file of this kind; `file` is its name.
///
/// # Errors
/// The finding `unreadable` for a file that is broken, too large or none of this program's.
pub fn read(file: &str, kind: Kind, bytes: &[u8]) -> Result<Content, Box<Finding>> {
    let file: Arc<str> = file.into();
    let readout = if bytes.len() > MAX_BYTES {
        Err(TOO_LARGE)
    } else {
        match kind {
            Kind::Docx => docx::read(bytes),
            Kind::Pdf => pdf::read(bytes),
            Kind::Txt | Kind::Form => text::read(bytes),
        }
    };
    match readout.and_then(said) {
        Ok(Readout { blocks, strays }) => Ok(Content { kind, file, blocks, strays }),
        Err(Complaint { message, hint }) => {
            let message = format!("{}读不出来：{message}", kind.name());
            Err(Box::new(Finding::new(Code::Unreadable, message, Place::file(&file)).hint(hint)))
        }
    }
}

/// A file that says nothing at all is none of ours.
fn said(readout: Readout) -> Result<Readout, Complaint> {
    if readout.blocks.is_empty() { Err(EMPTY) } else { Ok(readout) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, bytes: &[u8], expected: &str) {
        let message = read("f", kind, bytes).err().map_or(String::new(), |finding| finding.message);
        assert_eq!(message, expected);
    }

    #[test]
    fn files_that_cannot_be_read_are_told() {
        check(Kind::Docx, b"", "DOCX 读不出来：文件已损坏，或不是 DOCX");
        check(Kind::Docx, b"PK\x03\x04rest", "DOCX 读不出来：文件已损坏，或不是 DOCX");
        check(Kind::Pdf, b"%PDF-1.7\nrest", "PDF 读不出来：文件已损坏，或不是 PDF");
        check(
            Kind::Txt,
            b"\xff\xfe\0",
            "TXT 读不出来：不是文本，或编码不是 UTF-8、UTF-16、GB18030",
        );
        check(Kind::Txt, "\u{FEFF}\n".as_bytes(), "TXT 读不出来：文件里没有内容");
        check(Kind::Txt, "甲".as_bytes(), "");
        check(Kind::Txt, &vec![b'a'; MAX_BYTES + 1], "TXT 读不出来：文件的内容太多，不像一份报告");
    }

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(kind(b"%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(kind(b"PK\x03\x04"), None);
        assert_eq!(kind("标题".as_bytes()), Some(Kind::Txt));
    }
}
