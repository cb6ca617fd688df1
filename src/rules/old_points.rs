//! `old-points`: last year's 工作要点 as the basis of this year's work.

use super::text::years_in;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Piece, Subject};

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
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let titles = line.tokens.iter().filter(|token| token.kind == Piece::Title);
            for token in titles {
                let title = &line.text[token.range.clone()];
                let old = years_in(title).into_iter().find(|found| found.year < own);
                let Some(old) = old.filter(|_| title.contains(POINTS) && own != 0) else {
                    continue;
                };
                let message = format!("引用的是 {} 年的工作要点，本报告是 {own} 年度的", old.year);
                findings.push(
                    Finding::new(RULE.code, message, line.place_of(&token.range))
                        .hint("核对是不是上年留下的；本年落实的是那一年的，不用改")
                        .stated(title)
                        .in_text(&passage.key),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn points_of_a_year() {
        let told = ["引用的是 2022 年的工作要点，本报告是 2023 年度的"];
        check_messages(&with_text("落实《2022年政务公开工作要点》。"), RULE.code, &told);
        check_messages(&with_text("落实《2023年政务公开工作要点》。"), RULE.code, &[]);
        check_messages(&with_text("落实《2022年政务公开工作方案》。"), RULE.code, &[]);
    }
}
