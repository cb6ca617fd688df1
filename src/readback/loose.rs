//! What stands on pages beside the text: labels of tables again where a table goes on, page
//! numbers, the mark of a draft. All else is told.

use std::collections::BTreeSet;

use super::content::{ContentBlock, is_draft_mark};

/// Runs of glyphs that may make one label together.
const MAX_RUNS: usize = 64;
/// Characters of the longest label that stands again.
const MAX_LABEL: usize = 200;

/// The labels of all tables. What has no letter is a number, and never stands twice.
pub(super) fn gather_labels(blocks: &[ContentBlock]) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for block in blocks {
        let ContentBlock::Table(grid) = block else {
            continue;
        };
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
pub(super) fn leave_out_known(runs: &[String], page: usize, labels: &BTreeSet<String>) -> String {
    let mut furniture = PageFurniture {
        labels,
        number: format!("—{}—", page + 1),
        numbered: false,
        marked: false,
    };
    let mut rest = String::new();
    let mut from = 0;
    while let Some(run) = runs.get(from) {
        let known = furniture.take(runs.get(from..).unwrap_or_default());
        if known == 0 {
            rest.push_str(run);
            from += 1;
        } else {
            from += known;
        }
    }
    rest.trim().to_owned()
}

/// What a page may have beside its text.
struct PageFurniture<'a> {
    labels: &'a BTreeSet<String>,
    number: String,
    /// Whether the number has been met.
    numbered: bool,
    /// Whether a draft's mark has been met.
    marked: bool,
}

impl PageFurniture<'_> {
    /// How many runs, from the first one on, make the longest stretch that is something known;
    /// 0 where they begin with nothing known.
    fn take(&mut self, runs: &[String]) -> usize {
        let mut joined = String::new();
        let mut known = 0;
        let mut end = 0;
        for (run, count) in runs.iter().zip(1..=MAX_RUNS) {
            joined.push_str(&key(run));
            if joined.len() > MAX_LABEL * 3 {
                break;
            }
            if self.knows(&joined) {
                known = count;
                end = joined.len();
            }
        }
        joined.truncate(end);
        self.numbered |= joined == self.number;
        self.marked |= is_draft_mark(&joined);
        known
    }

    fn knows(&self, joined: &str) -> bool {
        joined.is_empty()
            || !self.marked && is_draft_mark(joined)
            || !self.numbered && joined == self.number
            || self.labels.contains(joined)
    }
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
        assert_eq!(leave_out_known(&runs, 2, &labels), expected);
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
