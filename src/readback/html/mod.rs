//! Pages of sites (HTML) and pages saved as one file (MHTML), by whatever program they are.
//!
//! `encoding` makes text of the bytes, `mhtml` finds the page in a file that holds its pictures
//! too, `parse` and `tree` take it apart as browsers do, `looks` says what an element is to a
//! reader, `blocks` walks over it: `flow` are lines below each other, `line` one of them,
//! `tables` lays cells out, `nested` tells tables of data from those that only put things beside
//! each other, `spliced` what stands in cells. `facts` is what the page says of itself. Styles
//! and programs of a page are not run: what only they show or hide is not seen so.

mod blocks;
mod encoding;
mod facts;
mod flow;
mod line;
mod looks;
mod mhtml;
mod nested;
mod parse;
mod spliced;
mod tables;
mod tree;

use encoding_rs::Encoding;

use super::content::{Readout, Stray};
use crate::finding::Complaint;

/// Bytes of a page without its pictures; one of a report has 200,000, Word writes 2 million.
const MAX_PAGE: usize = 8 << 20;
/// Lines, cells of tables and what else stands one by one; a report has 700. As in a DOCX.
const MAX_PIECES: usize = 20_000;
/// Cells of all tables, those that only put things beside each other among them.
const MAX_CELLS: usize = 50_000;
/// Steps beside that, such as moving a line out of a table; a page takes 20,000.
const MAX_WORK: usize = 40_000_000;
/// Bytes in which a page shows that it is one.
const HEAD: usize = 4096;

const AS_DOCX: &str = "在浏览器里打开，把报告正文复制到 Word，另存为 .docx 再导入";
const LARGE: Complaint = Complaint::fixed("网页的内容太多，不像一份报告", AS_DOCX);
const DEEP: Complaint = Complaint::fixed("网页的标记太多或层次太深，不像一份报告", AS_DOCX);
const NOT_TEXT: Complaint = Complaint::fixed("网页的文字读不出来：编码不明，或文件已损坏", AS_DOCX);
const NO_TEXT: Complaint = Complaint::fixed(
    "网页里没有文字",
    "文字是浏览器另外取来的：在浏览器里打开，另存为“网页，全部”，或复制到 Word 再导入",
);

/// What may still be read of a page.
struct Allowance {
    pieces: usize,
    cells: usize,
    work: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self {
            pieces: MAX_PIECES,
            cells: MAX_CELLS,
            work: MAX_WORK,
        }
    }
}

impl Allowance {
    /// Takes what stands one by one off what is left.
    fn spend_pieces(&mut self, count: usize) -> Result<(), Complaint> {
        self.pieces = self.pieces.checked_sub(count).ok_or(LARGE)?;
        Ok(())
    }

    /// Takes blocks that are moved out of a cell off what is left: each is as large as ten steps.
    fn spend_moved(&mut self, blocks: usize) -> Result<(), Complaint> {
        self.spend_work(blocks.saturating_mul(10))
    }

    /// Takes a cell off what is left.
    fn spend_cell(&mut self) -> Result<(), Complaint> {
        self.cells = self.cells.checked_sub(1).ok_or(LARGE)?;
        Ok(())
    }

    /// Takes steps off what is left.
    fn spend_work(&mut self, count: usize) -> Result<(), Complaint> {
        self.work = self.work.checked_sub(count).ok_or(LARGE)?;
        Ok(())
    }
}

/// Whether the bytes are a page, or a file that holds one.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    if mhtml::is_mhtml(bytes) {
        return true;
    }
    // Of UTF-16 only the letters of ASCII are asked for.
    let head = bytes.iter().take(HEAD).filter(|byte| **byte != 0);
    let head: Vec<u8> = head.map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let mut head =
        head.trim_start_matches(|c: char| c.is_whitespace() || "\u{feff}\u{fffd}".contains(c));
    if head.contains("mso-application") || head.contains("<w:worddocument") {
        return false;
    }
    let xml = head.starts_with("<?xml");
    while let Some(end) = find_preamble_end(head) {
        let rest = head[end..].trim_start_matches(['-', '>']);
        head = rest.trim_start();
    }
    if head.starts_with("<!doctype html") {
        return true;
    }
    match read_tag(head) {
        Some("html") => true,
        Some(tag) => !xml && TAGS.contains(&tag),
        None => false,
    }
}

/// Where that ends which may stand before the first tag: a comment, a declaration.
fn find_preamble_end(head: &str) -> Option<usize> {
    for (start, mark) in [("<?", ">"), ("<!--", "-->"), ("<![", ">")] {
        if let Some(rest) = head.strip_prefix(start)
            && let Some(at) = rest.find(mark)
        {
            return Some(start.len() + at);
        }
    }
    None
}

/// Tags with which a page, or a piece of one, begins.
const TAGS: [&str; 49] = [
    "html",
    "head",
    "body",
    "meta",
    "title",
    "link",
    "style",
    "script",
    "base",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "div",
    "p",
    "span",
    "font",
    "center",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "article",
    "section",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "frameset",
    "ul",
    "ol",
    "li",
    "dl",
    "pre",
    "b",
    "i",
    "u",
    "strong",
    "br",
    "hr",
    "a",
    "img",
    "form",
    "blockquote",
];

/// The name of the tag with which a text begins.
fn read_tag(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, behind) = rest.split_at(end);
    let ends = behind.starts_with(|c: char| c.is_whitespace() || "/>".contains(c));
    ends.then_some(name)
}

/// All that a page says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    if !mhtml::is_mhtml(bytes) {
        return read_page(bytes, None);
    }
    // The first page is the one that was saved; where it has no text, its frames have.
    let mut none = NO_TEXT;
    for saved in mhtml::find_pages(bytes) {
        match read_page(&saved.bytes, saved.encoding) {
            Err(complaint) if complaint == NO_TEXT => none = complaint,
            read => return read,
        }
    }
    Err(none)
}

/// All that one page says.
fn read_page(bytes: &[u8], told: Option<&'static Encoding>) -> Result<Readout, Complaint> {
    if bytes.len() > MAX_PAGE {
        return Err(LARGE);
    }
    let characters = encoding::decode(bytes, told)?;
    let tree = parse::parse(&characters.text)?;
    let text = blocks::text_of(&tree)?;
    if text.blocks.is_empty() {
        return Err(NO_TEXT);
    }
    let mut strays = text.strays;
    if characters.broken > 0 {
        let text = format!("{} 处", characters.broken);
        strays.push(Stray {
            what: "读不出来的字",
            page: None,
            text,
        });
    }
    Ok(Readout {
        blocks: text.blocks,
        strays,
        facts: facts::find_facts(&tree),
    })
}

#[cfg(test)]
mod tests;
