//! PDF: the structure tree with the text of the marked content that it names.
//!
//! `safe` bounds what a file may unfold to before anything is read, `cmap` turns
//! character codes into text, `marked` reads the text of each piece of marked
//! content, `tree` walks the structure. What is marked as an artifact — page
//! numbers, repeated heads, the mark of a draft — is no text of the report.

mod cmap;
mod marked;
mod safe;
mod tree;

use hayro_syntax::Pdf;

use super::content::Block;
use super::{REBUILD, Words};

const BROKEN: Words = ("文件已损坏，或不是 PDF", REBUILD);
const UNTAGGED: Words = (
    "没有结构标记，不是本程序生成的",
    "核对 nianbao build 生成的 PDF；打印或另存的 PDF 读不出表格",
);

/// How far into the file its first line may stand.
const HEAD: usize = 1024;

/// Whether the bytes begin as a PDF does.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(HEAD)].windows(5).any(|window| window == b"%PDF-")
}

/// All that a PDF says.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Words> {
    if !is_pdf(bytes) {
        return Err(BROKEN);
    }
    safe::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| BROKEN)?;
    let texts = marked::texts(&pdf)?;
    tree::blocks(&pdf, &texts)?.ok_or(UNTAGGED)
}
