//! PDF: the structure tree with the text of the marked content that it names.
//!
//! `safe` takes a file apart (`copy`, by the words of `lexis`), so that nothing in it unfolds
//! unasked, `cmap` and `fonts` turn character codes into text, `marked` reads the text of each
//! piece of marked content (`reading` page by page), `tree` walks the structure. What a reader
//! sees beside that — but for page numbers, repeated heads and the mark of a draft — is found by
//! `strays`. Files that other programs wrote are read by `foreign`, from where things stand on
//! paper.

mod attached;
mod cmap;
mod copy;
mod fonts;
mod foreign;
mod lexis;
mod marked;
mod reading;
mod safe;
mod strays;
mod tree;

pub(super) use attached::read_attached;
pub(super) use foreign::read_any;
use hayro_syntax::Pdf;

use super::REBUILD;
use super::budget::Budget;
use super::content::Readout;
use crate::finding::Complaint;

const BROKEN: Complaint = Complaint::fixed("文件已损坏，或不是 PDF", REBUILD);
const UNTAGGED: Complaint = Complaint::fixed(
    "没有结构标记，不是本程序生成的",
    "核对 nianbao build 生成的 PDF；打印或另存的 PDF 读不出表格",
);

/// How far into the file its first line may stand.
const HEAD: usize = 1024;

/// Whether the bytes begin as a PDF does.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(HEAD)]
        .windows(5)
        .any(|window| window == b"%PDF-")
}

/// All that a PDF says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    if !is_pdf(bytes) {
        return Err(BROKEN);
    }
    let mut budget = Budget::default();
    let mut plain = safe::PlainPdf::new(bytes, &mut budget)?;
    let pdf = Pdf::new(std::mem::take(&mut plain.text)).map_err(|_| BROKEN)?;
    let texts = marked::read_texts(&pdf, &plain, &mut budget)?;
    let told = tree::read_structure(&pdf, &texts, &mut budget)?.ok_or(UNTAGGED)?;
    let strays = strays::find(&pdf, texts, &told);
    Ok(Readout {
        blocks: told.blocks,
        strays,
        facts: Vec::new(),
    })
}
