//! `unfinished`: marks of a text that is not finished.

use super::{Check, Rule};
use crate::charset::CharSet;
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::Unfinished,
    waivable: true,
    explanation: Explanation {
        summary: "marks of a draft in the text: XX, ××, ___, empty brackets, 待补充, blanks where \
                  a number should be",
        what: "文字里不应留下没写完的记号：XX、××、＊＊、___、空的【】（）、待补充、待核实，\
               或量词前面空着的数（培训  次）。",
        why: "年度报告公布以后就是正式文件；这些记号说明有一处忘了填（国办公开办函〔2021〕30号要求\
              数据准确、内容完整）。",
        wrong: "组织业务培训XX次。",
        right: "组织业务培训6次。",
    },
    check: Check::Report(check),
};

/// Signs that stand for what is still to come.
static SIGNS: CharSet = CharSet::of("XxＸ×＊*_＿□○NＮ");
/// Of these, those that a number stands for in twos alone: ** is emphasis, N and X a name's letter.
const ALONE_BEFORE_A_MEASURE: &str = "XＸ×□○NＮ";
/// Brackets, which should not hold nothing.
const BRACKETS: [&str; 8] = ["【】", "（）", "()", "〔〕", "《》", "“”", "[]", "［］"];
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
                findings.push(
                    finding
                        .hint("填上内容，或删去这个记号")
                        .in_text(&passage.key),
                );
            }
        }
    }
    findings
}

/// The marks of a line, in their order, those that touch as one.
fn marks(line: &Line) -> Vec<MarkRange> {
    let text = line.text.as_str();
    let mut found = runs_of_signs(text);
    found.extend(empty_brackets(text));
    for word in lists().unfinished.iter() {
        let places = text.match_indices(word).map(|(at, _)| at..at + word.len());
        found.extend(places.filter(|range| is_alone(text, range)));
    }
    found.extend(gaps(text));
    found.sort_by_key(|range| range.start);
    // xx月xx日 is one.
    found.dedup_by(|next, before| next.start <= before.end + 'Ｘ'.len_utf8());
    found
}

/// Whether a word of a draft is all that stands between two marks, or at one: 会后补充 has none.
fn is_alone(text: &str, range: &MarkRange) -> bool {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let is_told = lists().still.end(before);
    let opens =
        before.trim_end().is_empty() || before.ends_with(|c: char| "，。；：、（([【".contains(c));
    let closes = behind.trim_start().is_empty()
        || behind.starts_with(|c: char| "，。；、）)]】".contains(c));
    !is_told && closes && (opens || behind.starts_with(['）', ')', '】', ']']))
}

/// Brackets with nothing but blanks in them.
fn empty_brackets(text: &str) -> Vec<MarkRange> {
    let mut found = Vec::new();
    for pair in BRACKETS {
        let mut signs = pair.chars();
        let (Some(open), Some(close)) = (signs.next(), signs.next()) else {
            continue;
        };
        for (at, _) in text.match_indices(open) {
            let inside = &text[at + open.len_utf8()..];
            let rest = inside.trim_start();
            if rest.starts_with(close) {
                let end = at + open.len_utf8() + (inside.len() - rest.len()) + close.len_utf8();
                found.push(at..end);
            }
        }
    }
    found
}

/// Signs where a number, a name or a day is to stand: 培训XX次, ××县, ×月×日. Names that are masked
/// on purpose (王××, ××公司), addresses and codes are none.
fn runs_of_signs(text: &str) -> Vec<MarkRange> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find(|c| SIGNS.contains(c)).map(|at| at + rest) {
        let sign = text[at..].chars().next().unwrap_or_default();
        let length: usize = text[at..]
            .chars()
            .take_while(|c| *c == sign)
            .map(char::len_utf8)
            .sum();
        let end = at + length;
        rest = end;
        let is_code =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic() && !"（）()".contains(c));
        if is_code(text[..at].chars().next_back()) || is_code(text[end..].chars().next()) {
            continue;
        }
        let behind = &text[end..];
        let several = length >= 2 * sign.len_utf8();
        let is_number = lists().gap_measures.begin(behind) || lists().of_days.begin(behind);
        let is_name = lists().placeholders_of.begin(behind) && !lists().masked_names.begin(behind);
        let ends = behind.is_empty() || behind.starts_with(|c: char| "，。；、）".contains(c));
        let is_person = text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphabetic);
        let is_meant = match sign {
            '*' | '＊' => several && is_number,
            '_' | '＿' => several,
            _ if several => is_number || is_name || ends && !is_person,
            _ => ALONE_BEFORE_A_MEASURE.contains(sign) && is_number,
        };
        if is_meant {
            found.push(at..end);
        }
    }
    found
}

/// Blanks between Chinese and a measure, where a number was to be: 培训  次.
fn gaps(text: &str) -> Vec<MarkRange> {
    let mut found = Vec::new();
    let mut rest = 0;
    let is_blank = |c: char| c == ' ' || c == '\u{3000}';
    while let Some(at) = text[rest..].find(is_blank).map(|at| at + rest) {
        let behind = text[at..].trim_start_matches(is_blank);
        let length = text[at..].len() - behind.len();
        rest = at + length;
        let before = text[..at].chars().next_back();
        let is_chinese = before.is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
        let Some(measure) = lists()
            .gap_measures
            .iter()
            .find(|word| behind.starts_with(word))
        else {
            continue;
        };
        let after = &behind[measure.len()..];
        // 条条落实 counts nothing; one blank alone may be a slip of the hand.
        let is_word = after.starts_with(measure);
        let ends = after.is_empty() || after.starts_with(|c: char| "，。；、（）".contains(c));
        // 个性化 begins as a measure does.
        let is_clear = *measure != *"个" || ends;
        if is_chinese && !is_word && is_clear && (length > 1 || ends) {
            found.push(at..at + length);
        }
    }
    found
}

/// Some characters before and behind a stretch.
fn around(text: &str, range: &MarkRange) -> String {
    let before: Vec<char> = text[..range.start].chars().rev().take(6).collect();
    let behind = text[range.end..].chars().take(4);
    before
        .into_iter()
        .rev()
        .chain(text[range.clone()].chars())
        .chain(behind)
        .collect()
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
        told("组织业务培训　　次。", &["组织业务培训　　次。"]);
        told("组织业务培训【 】次。", &["组织业务培训【 】次。"]);
        told("组织业务培训□□次。", &["组织业务培训□□次。"]);
        told("组织业务培训X次。", &["组织业务培训X次。"]);
        told("定于×月×日举行。", &["定于×月×日举"]);
        told("培训次数（数量待定）。", &["培训次数（数量待定）。"]);
        told("答复XX公司、某某的申请各1件。", &[]);
        told("尺寸为5×8，共3张；MAXX系统、XX型号；**重点工作**。", &[]);
        assert!(findings(CLEAN, None).iter().all(|f| f.code != RULE.code));
    }
}
