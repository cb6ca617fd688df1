//! `old-points`: last year's 工作要点 as the basis of this year's work.

use std::ops::Range;

use super::text::{YearFound, years_in};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Piece, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::OldPoints,
    waivable: true,
    explanation: Explanation {
        summary: "the text rests on the 工作要点 of an earlier year",
        what: "正文引用的《……年政务公开工作要点》不是本年度的。",
        why: "工作要点一年一发，写的是上年的，多是文字没有改。",
        wrong: "2023年度的报告写“落实《2022年政务公开工作要点》”",
        right: "落实《2023年政务公开工作要点》",
    },
    check: Check::Report(check),
};

/// What such a document is called.
const POINTS: &str = "要点";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let own = subject.report.year.value;
    let mut findings = Vec::new();
    if own == 0 {
        return findings;
    }
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let mut found = in_titles(line, own);
            found.extend(in_running_text(line, own));
            findings.extend(
                found
                    .into_iter()
                    .map(|finding| finding.in_text(&passage.key)),
            );
        }
    }
    findings
}

/// 落实《2022年政务公开工作要点》.
fn in_titles(line: &Line, own: i32) -> Vec<Finding> {
    let mut findings = Vec::new();
    for token in &line.tokens {
        let title = &line.text[token.range.clone()];
        if token.kind != Piece::Title || !title.contains(POINTS) {
            continue;
        }
        let old = years_in(title).into_iter().find(|found| found.year < own);
        let is_compared = lists().compared_with.begin(&line.text[token.range.end..]);
        if let Some(old) = old
            && !is_compared
        {
            findings.push(finding(line, &token.range, old.year, own));
        }
    }
    findings
}

fn finding(line: &Line, range: &Range<usize>, year: i32, own: i32) -> Finding {
    let message = format!("引用的是 {year} 年的工作要点，本报告是 {own} 年度的");
    Finding::new(RULE.code, message, line.place_of(range))
        .hint("核对是不是上年留下的；本年落实的是那一年的，不用改")
        .stated(&line.text[range.clone()])
}

/// Characters between a year and 要点 in the name of such a document.
const NAME: usize = 16;

/// 落实2022年政务公开工作要点, without the marks of a title.
fn in_running_text(line: &Line, own: i32) -> Option<Finding> {
    let text = line.text.as_str();
    let end = text.find(POINTS)?;
    let YearFound { at, year } = last_year_before(line, end)?;
    let range = at..end + POINTS.len();
    let name = &text[range.clone()];
    let is_name = name.chars().count() <= NAME + POINTS.len()
        && !name.contains(['，', '。', '；', '《', '》', '、'])
        && lists().this_work.within(name);
    let is_compared = lists().compared_with.begin(&text[range.end..]);
    if year >= own || !is_name || is_compared {
        return None;
    }
    Some(finding(line, &range, year, own))
}

/// The last year that a line names before a byte.
fn last_year_before(line: &Line, end: usize) -> Option<YearFound> {
    for token in line.tokens.iter().rev() {
        if let Piece::Year(year) = token.kind
            && token.range.end <= end
        {
            let at = token.range.start;
            return Some(YearFound { at, year });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn points_of_a_year() {
        let told = ["引用的是 2022 年的工作要点，本报告是 2023 年度的"];
        check_messages(
            &with_text("落实《2022年政务公开工作要点》。"),
            RULE.code,
            &told,
        );
        check_messages(
            &with_text("落实《2023年政务公开工作要点》。"),
            RULE.code,
            &[],
        );
        check_messages(
            &with_text("落实《2022年政务公开工作方案》。"),
            RULE.code,
            &[],
        );
        check_messages(&with_text("落实2022年政务公开工作要点。"), RULE.code, &told);
        check_messages(
            &with_text("与《2022年政务公开工作要点》相比，新增三项。"),
            RULE.code,
            &[],
        );
    }
}
