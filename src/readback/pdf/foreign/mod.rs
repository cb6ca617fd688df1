//! PDFs that other programs wrote: text, paragraphs and tables by where they stand on paper.
//!
//! `store` finds objects (`scan`, `value`, `values`, `filters`; `lock`, `cipher` with `aes` and
//! `rc4`), `leaves` the pages, `paint` what they show (`ink`; `typeface`, `simple`, `widths`,
//! `encoding`, `glyph_names`, `program` what codes mean, `path` lines), `sheet` reads a page
//! (`turn`, `rows`, `ruling`, `lattice` with `sets`, `cells`), `furniture` takes off what is no
//! text, `flow` makes one document of all (`columns`, `aligned`, `breaks`, `tables`; `letters`).
//! Marks of structure are not asked: most files have none, and of those that have some many are
//! wrong.

mod aes;
mod aligned;
mod breaks;
mod cells;
mod cipher;
mod columns;
mod encoding;
mod facts;
mod filters;
mod flow;
mod furniture;
mod geometry;
mod glyph_names;
mod ink;
mod lattice;
mod leaves;
mod letters;
mod lock;
mod paint;
mod path;
mod program;
mod rc4;
mod rows;
mod ruling;
mod scan;
mod sets;
mod sheet;
mod simple;
mod store;
mod tables;
mod turn;
mod typeface;
mod value;
mod values;
mod widths;

use std::collections::HashMap;

use super::super::TOO_LARGE;
use super::super::budget::Budget;
use super::super::content::{Readout, Stray};
use super::is_pdf;
use crate::finding::Complaint;
use paint::{PaintShared, paint};
use store::ObjectStore;
use typeface::Typefaces;

const DAMAGED: Complaint = Complaint::fixed("文件已损坏，或不是 PDF", "重新下载或另存一份，再导入");
const PROTECTED: Complaint = Complaint::fixed(
    "设了密码，打不开",
    "先用密码打开，另存为没有密码的 PDF，再导入",
);
const SCANNED: Complaint = Complaint::fixed(
    "是扫描件（图片），没有文字",
    "先用文字识别（OCR）软件转成 Word，核对无误后再导入",
);
const BLANK: Complaint = Complaint::fixed("没有文字", "换一份有文字的 PDF 或 Word 再导入");

/// What may be read of one file; a report of twenty pages with its fonts has a tenth of it.
const BUDGET: Budget = Budget {
    inflated: 48 << 20,
    maps: 4 << 20,
    steps: 2_000_000,
    pieces: 300_000,
    shown: 4 << 20,
    named: 4 << 20,
    objects: 12 << 20,
    elements: 20_000,
};

/// All that a PDF says, whoever wrote it.
///
/// # Errors
/// For what is broken, too large, locked, or a scan without text.
pub(in super::super) fn read_any(bytes: &[u8]) -> Result<Readout, Complaint> {
    if !is_pdf(bytes) {
        return Err(DAMAGED);
    }
    let mut store = ObjectStore::new(bytes, BUDGET)?;
    let leaves = leaves::find_leaves(&mut store)?;
    if leaves.is_empty() {
        return Err(if store.exhausted { TOO_LARGE } else { DAMAGED });
    }
    let mut shared = PaintShared {
        store: &mut store,
        faces: Typefaces::default(),
        forms: HashMap::new(),
    };
    let mut sheets = Vec::with_capacity(leaves.len());
    let mut strays: Vec<Stray> = Vec::new();
    let mut scanned = Vec::new();
    for (leaf, number) in leaves.iter().zip(1..) {
        let ink = paint(leaf, &mut shared)?;
        let mut sheet = sheet::read(ink, number, &mut shared.store.budget.steps)?;
        strays.append(&mut sheet.strays);
        if sheet.scanned {
            scanned.push(number);
        }
        sheets.push(sheet);
    }
    if store.exhausted {
        return Err(TOO_LARGE);
    }
    let facts = facts::find_facts(&mut store);
    furniture::take_off(&mut sheets);
    breaks::mend(&mut sheets);
    let blocks = flow::join_sheets(sheets);
    if blocks.is_empty() {
        return Err(if scanned.is_empty() { BLANK } else { SCANNED });
    }
    for page in scanned {
        strays.push(Stray {
            what: "没有文字的页（扫描件或图片）",
            page: Some(page),
            text: String::new(),
        });
    }
    Ok(Readout {
        blocks,
        strays,
        facts,
    })
}

#[cfg(test)]
mod tests;
