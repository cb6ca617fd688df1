//! What a reader of the pages sees and no structure names.
//!
//! A report has beside its text the number of each page, labels of tables again where a
//! table goes on, and the mark of a draft. All else is told. This program leaves no
//! forms, notes, layers and other pictures in a file.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::Dict;

use super::super::content::{ContentBlock, Stray, is_draft_mark};
use super::marked::Texts;
use super::tree::Told;

/// Runs of glyphs that may make one label together.
const MAX_RUNS: usize = 64;
/// Characters of the longest label that stands again.
const MAX_LABEL: usize = 200;
/// Entries of a file's catalog that show what is on no page.
const ENTRIES: [(&str, &str); 2] =
    [("AcroForm", "电子表单或签章"), ("OCProperties", "可隐藏的图层")];

/// All that a reader sees beside what the structure tells, by pages.
pub(super) fn find(pdf: &Pdf, mut texts: Texts, told: &Told) -> Vec<Stray> {
    for (marked, text) in std::mem::take(&mut texts.pieces) {
        if !told.named.contains(&marked) && !text.trim().is_empty() {
            texts.stray("正文以外的文字", marked.page, &text);
        }
    }
    for marked in std::mem::take(&mut texts.pictures) {
        if !told.figures.contains(&marked) {
            texts.stray("插图以外的图片", marked.page, "");
        }
    }
    let labels = labels(&told.blocks);
    for (page, runs) in std::mem::take(&mut texts.loose) {
        let rest = rest(&runs, page, &labels);
        if !rest.is_empty() {
            texts.stray("正文以外的文字", page, &rest);
        }
    }
    let sound: BTreeSet<usize> = told.named.iter().map(|marked| marked.page).collect();
    for page in std::mem::take(&mut texts.drawn) {
        if !sound.contains(&page) {
            texts.stray("正文以外的图形", page, "");
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
    let there = ENTRIES.iter().filter(|(entry, _)| catalog.contains_key(entry));
    there.map(|(_, what)| Stray { what, page: None, text: String::new() }).collect()
}

/// The labels of all tables. What has no letter is a number, and never stands twice.
fn labels(blocks: &[ContentBlock]) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for block in blocks {
        let ContentBlock::Table(grid) = block else { continue };
        let texts = grid.cells.iter().map(|cell| key(&cell.text));
        labels.extend(texts.filter(|text| is_label(text)));
    }
    labels
}

fn is_label(text: &str) -> bool {
    text.len() <= MAX_LABEL * 3 && text.chars().any(char::is_alphabetic)
}

/// What is left of a page's runs of glyphs without labels, its number and a draft's mark,
/// the last two once each.
fn rest(runs: &[String], page: usize, labels: &BTreeSet<String>) -> String {
    let number = format!("—{}—", page + 1);
    let (mut numbered, mut marked) = (false, false);
    let mut rest = String::new();
    let mut from = 0;
    while let Some(run) = runs.get(from) {
        // The longest stretch of runs that is something known.
        let mut joined = String::new();
        let mut known = 0;
        for (count, run) in (1..=MAX_RUNS).zip(runs.iter().skip(from)) {
            joined.push_str(&key(run));
            if joined.len() > MAX_LABEL * 3 {
                break;
            }
            let mark = !marked && is_draft_mark(&joined);
            if joined.is_empty()
                || mark
                || !numbered && joined == number
                || labels.contains(&joined)
            {
                known = count;
            }
        }
        if known == 0 {
            rest.push_str(run);
            from += 1;
            continue;
        }
        let taken: String = runs.iter().skip(from).take(known).map(|run| key(run)).collect();
        numbered |= taken == number;
        marked |= is_draft_mark(&taken);
        from += known;
    }
    rest.trim().to_owned()
}

/// A text without its blanks.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(runs: &[&str], expected: &str) {
        let labels = ["指标名称", "2023年", "三、本年度办理结果"].map(str::to_owned);
        let labels = BTreeSet::from(labels);
        let runs: Vec<String> = runs.iter().map(|run| (*run).to_owned()).collect();
        assert_eq!(rest(&runs, 2, &labels), expected);
    }

    #[test]
    fn what_is_known_on_every_page_is_left_out() {
        check(&["— ", "3", " —"], "");
        check(&["— 3 —"], "");
        check(&["— 4 —"], "— 4 —");
        check(&["— 3 —", "— 3 —"], "— 3 —");
        check(&["草稿", "指标", "名称", "2023", "年", "— 3 —"], "");
        check(&["三、本年度", "办理结果", "作废", "— 3 —"], "作废");
        check(&["草稿", "草稿"], "草稿");
        check(&["2023", "— 3 —"], "2023");
        check(&[" ", ""], "");
    }
}
