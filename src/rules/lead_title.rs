//! `lead-title`: the title that the first text names, against the report's.

use std::ops::Range;

use super::text::LEAD;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Piece, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::LeadTitle,
    waivable: true,
    explanation: Explanation {
        summary: "the title that 引言 names is not the report's",
        what: "引言里写了《……年度报告》的，应与印在第一页、写进文件属性的标题相同；只差空格、“关于”\
               “年度”之类的不提示。",
        why: "读者和检索的人按引言里的名称去找这份报告；标题、文件属性、引言各写各的，\
              多是只改了一处（国办公开办函〔2021〕30号）。",
        wrong: "标题: 某某局2023年政府信息公开工作年度报告，引言: \
                现公布《某某局2023年政务公开年度报告》",
        right: "现公布《某某局2023年政府信息公开工作年度报告》",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in subject.narrative.lines(LEAD) {
        let tokens = line.tokens.iter();
        for token in tokens.filter(|token| token.kind == Piece::Title) {
            findings.extend(unlike(subject, line, &token.range));
        }
    }
    findings
}

fn unlike(subject: &Subject<'_>, line: &Line, range: &Range<usize>) -> Option<Finding> {
    let named = line.text[range.clone()].trim_matches(['《', '》']);
    let title = subject.report.title();
    let (one, other) = (bare(named), bare(&title));
    let is_report = lists().own_reports.end(&one);
    if !is_report || one == other || other.ends_with(&one) || one.ends_with(&other) {
        return None;
    }
    let message = format!("引言写的是《{named}》，标题是“{title}”");
    Some(
        Finding::new(RULE.code, message, line.place_of(range))
            .hint("改成一样的；引言里可以写占位 {{ 标题 }}")
            .sides(named, title)
            .in_text(LEAD),
    )
}

/// A title without what does not make it another one.
fn bare(title: &str) -> String {
    // Another year is told by the rules on years.
    let plain: String = title
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect();
    plain
        .replace("关于", "")
        .replace("年度政府", "年政府")
        .replace("年度的", "年")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_line;

    fn lead(text: &str, expected: &[&str]) {
        check_messages(
            &with_line("成文日期:", &format!("引言: |\n  {text}")),
            RULE.code,
            expected,
        );
    }

    #[test]
    fn titles_in_the_lead() {
        lead(
            "现公布《张家港市人民政府2023年政府信息公开工作年度报告》。",
            &[],
        );
        lead(
            "现公布《张家港市2023年度政府信息公开工作年度报告》。",
            &["引言写的是《张家港市2023年度政府信息公开工作年度报告》，\
                 标题是“张家港市人民政府2023年政府信息公开工作年度报告”"],
        );
        lead(
            "根据《中华人民共和国政府信息公开条例》编制《2023年政府信息公开工作年度报告》。",
            &[],
        );
        lead(
            "按照《中华人民共和国政府信息公开工作年度报告格式》编制。",
            &[],
        );
    }
}
