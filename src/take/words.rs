//! How a paragraph is typed whose words somebody has changed: placeholders stay where what they
//! print still stands.

use crate::align::words::{Tag, words};
use crate::narrative::Line;

/// The typed line that reads `new`, as near to the old one as can be.
pub(super) fn retype(line: &Line, new: &str) -> String {
    let mut typed = String::new();
    let mut at = 0;
    for part in words(&line.text, new) {
        match part.tag {
            Tag::Same => {
                let end = at + part.text.len();
                typed += &source(line, at, end);
                at = end;
            }
            Tag::Old => at += part.text.len(),
            Tag::New => typed += &part.text,
        }
    }
    typed
}

/// What is typed of a stretch of a line's printed text; of a placeholder whose print is not
/// whole in it, what it prints.
fn source(line: &Line, from: usize, to: usize) -> String {
    let mut typed = String::new();
    let mut start = 0;
    for stretch in &line.stretches {
        let end = start + stretch.text.len();
        let (first, last) = (from.max(start), to.min(end));
        let whole = from <= start && end <= to;
        if whole && !stretch.bound.is_empty() {
            typed += line.typed(&stretch.typed);
        } else if first < last {
            typed += stretch
                .text
                .get(first - start..last - start)
                .unwrap_or_default();
        }
        start = end;
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::Narrative;
    use crate::testing::{report, with_text};

    fn check(typed: &str, new: &str, expected: &str) {
        let report = report(&with_text(typed));
        let narrative = Narrative::of(&report, None);
        let lines = narrative.lines("总体情况");
        let line = lines
            .iter()
            .zip(&report.texts["总体情况"])
            .find(|(_, own)| own.value == typed);
        assert_eq!(retype(line.expect("the paragraph").0, new), expected);
    }

    #[test]
    fn placeholders_stay_where_their_numbers_do() {
        let typed = "全年新收申请{{ 申请.新收.总计 }}件。";
        check(
            typed,
            "全年共新收申请789件。",
            "全年共新收申请{{ 申请.新收.总计 }}件。",
        );
        check(typed, "全年新收申请790件。", "全年新收申请790件。");
        check(typed, "全年没有收到申请。", "全年没有收到申请。");
        check("甲乙丙。", "甲丁丙。", "甲丁丙。");
    }
}
