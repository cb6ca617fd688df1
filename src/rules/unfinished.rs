//! `unfinished`: marks of a text that is not finished.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::Unfinished,
    waivable: true,
    explanation: Explanation {
        summary: "marks of a draft in the text: XX, ××, ___, empty brackets, 待补充, blanks where a number should be",
        what: "文字里不应留下没写完的记号：XX、××、＊＊、___、空的【】（）、待补充、待核实，或量词前面空着的数（培训  次）。",
        why: "年度报告公布以后就是正式文件；这些记号说明有一处忘了填（国办公开办函〔2021〕30号要求数据准确、内容完整）。",
        wrong: "组织业务培训XX次。",
        right: "组织业务培训6次。",
    },
    check: Check::Report(check),
};

/// Signs that stand for what is still to come, in twos or more; ** is emphasis.
const SIGNS: [char; 7] = ['X', 'x', 'Ｘ', '×', '＊', '_', '＿'];
/// Brackets that hold nothing.
const EMPTY: [&str; 6] = ["【】", "（）", "()", "〔〕", "《》", "“”"];
/// Findings of one line.
const TOLD: usize = 5;

/// A mark in a line: its bytes.
type MarkRange = std::ops::Range<usize>;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for range in marks(line).into_iter().take(TOLD) {
                let shown = around(&line.text, &range);
                let message = format!("“{shown}”像是没有写完");
                let place = line.place_of(&range);
                let finding = Finding::new(RULE.code, message, place).stated(shown);
                findings.push(finding.hint("填上内容，或删去这个记号").in_text(&passage.key));
            }
        }
    }
    findings
}

/// The marks of a line, in their order.
fn marks(line: &Line) -> Vec<MarkRange> {
    let text = line.text.as_str();
    let mut found = runs_of_signs(text);
    let words = EMPTY.into_iter().chain(lists().unfinished.iter());
    for word in words {
        let is_told = |at: &usize| lists().still.end(&text[..*at]);
        let places = text.match_indices(word).map(|(at, _)| at).filter(|at| !is_told(at));
        found.extend(places.map(|at| at..at + word.len()));
    }
    found.extend(gaps(text));
    found.sort_by_key(|range| range.start);
    found
}

/// Two or more of one sign that are no part of a name: XX公司 is one, IXX and 2XX are none of ours.
fn runs_of_signs(text: &str) -> Vec<MarkRange> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find(SIGNS).map(|at| at + rest) {
        let sign = text[at..].chars().next().unwrap_or_default();
        let length: usize = text[at..].chars().take_while(|c| *c == sign).map(char::len_utf8).sum();
        let end = at + length;
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        let is_alone = alone(text[..at].chars().next_back()) && alone(text[end..].chars().next());
        if length >= 2 * sign.len_utf8() && is_alone && !lists().masked_names.begin(&text[end..]) {
            found.push(at..end);
        }
        rest = end;
    }
    found
}

/// Blanks between Chinese and a measure, where a number was to be.
fn gaps(text: &str) -> Vec<MarkRange> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find("  ").map(|at| at + rest) {
        let length = text[at..].len() - text[at..].trim_start_matches(' ').len();
        let behind = &text[at + length..];
        let before = text[..at].chars().next_back();
        let is_chinese = before.is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
        if is_chinese && lists().gap_measures.begin(behind) {
            found.push(at..at + length);
        }
        rest = at + length;
    }
    found
}

/// Some characters before and behind a stretch.
fn around(text: &str, range: &MarkRange) -> String {
    let before: Vec<char> = text[..range.start].chars().rev().take(6).collect();
    let behind = text[range.end..].chars().take(4);
    before.into_iter().rev().chain(text[range.clone()].chars()).chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;
    use super::*;
    use crate::testing::{CLEAN, with_text};

    fn told(text: &str, expected: &[&str]) {
        let found: Vec<String> = findings(&with_text(text), None)
            .into_iter()
            .filter(|f| f.code == RULE.code)
            .filter_map(|f| f.stated)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_a_draft() {
        told("组织业务培训XX次。", &["组织业务培训XX次。"]);
        told("组织业务培训××次。", &["组织业务培训××次。"]);
        told("组织业务培训【】次。", &["组织业务培训【】次。"]);
        told("下一步工作（待补充）。", &["下一步工作（待补充）。"]);
        told("共有____人参加。", &["共有____人参加。"]);
        told("组织业务培训  次。", &["组织业务培训  次。"]);
        told("答复XX公司、某某的申请各1件。", &[]);
        told("尺寸为5×8，共3张；MAXX系统、XX型号；**重点工作**。", &[]);
        assert!(findings(CLEAN, None).iter().all(|f| f.code != RULE.code));
    }
}
