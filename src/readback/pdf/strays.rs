//! What a reader of the pages sees and no structure names.
//!
//! A report has beside its text the number of each page, labels of tables again where a
//! table goes on, and the mark of a draft. All else is told. This program leaves no
//! forms, notes, layers and other pictures in a file.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::Dict;

use super::super::content::Stray;
use super::super::loose::{gather_labels, leave_out_known};
use super::marked::PageTexts;
use super::tree::ToldStructure;

/// Entries of a file's catalog that show what is on no page.
const ENTRIES: [(&str, &str); 2] = [
    ("AcroForm", "电子表单或签章"),
    ("OCProperties", "可隐藏的图层"),
];

/// All that a reader sees beside what the structure tells, by pages.
pub(super) fn find(pdf: &Pdf, mut texts: PageTexts, told: &ToldStructure) -> Vec<Stray> {
    for (marked, text) in std::mem::take(&mut texts.pieces) {
        if !told.named.contains(&marked) && !text.trim().is_empty() {
            texts.note_stray("正文以外的文字", marked.page, &text);
        }
    }
    for marked in std::mem::take(&mut texts.pictures) {
        if !told.figures.contains(&marked) {
            texts.note_stray("插图以外的图片", marked.page, "");
        }
    }
    let labels = gather_labels(&told.blocks);
    for (page, runs) in std::mem::take(&mut texts.loose) {
        let rest = leave_out_known(&runs, page, &labels);
        if !rest.is_empty() {
            texts.note_stray("正文以外的文字", page, &rest);
        }
    }
    let sound: BTreeSet<usize> = told.named.iter().map(|marked| marked.page).collect();
    for page in std::mem::take(&mut texts.drawn) {
        if !sound.contains(&page) {
            texts.note_stray("正文以外的图形", page, "");
        }
    }
    let mut strays = texts.strays;
    strays.sort_by_key(|stray| stray.page);
    strays.extend(of_catalog(pdf));
    strays
}

/// What the file as a whole has.
fn of_catalog(pdf: &Pdf) -> Vec<Stray> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else {
        return Vec::new();
    };
    let mut strays = Vec::new();
    for (entry, what) in ENTRIES {
        if catalog.contains_key(entry) {
            strays.push(Stray {
                what,
                page: None,
                text: String::new(),
            });
        }
    }
    strays
}
