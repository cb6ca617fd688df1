//! `long-heading`: a numbered heading that is as long as a paragraph.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, heading_length, is_heading, level};
use crate::report::shortened;

pub(super) const RULE: Rule = Rule {
    code: Code::LongHeading,
    waivable: true,
    explanation: Explanation {
        summary: "a numbered heading of more than 50 characters",
        what: "带序号、单独成行、末尾没有标点的标题超过 50 个字。",
        why: "标题应当准确、简要（《党政机关公文处理工作条例》第九条）；\
              太长的标题多半是正文漏了句号，目录和书签里也看不全。",
        wrong: "（一）……（六十个字，末尾没有句号）",
        right: "（一）简短的标题\n　　正文另起一行，句末写上句号。",
    },
    check: Check::Report(check),
};

/// Characters of a heading that is not too long.
const LONGEST: usize = 50;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let text = line.text.trim();
            let heading = &text[..heading_length(text)];
            let length = heading.chars().count();
            // One that stands alone, or that text follows; a sentence with a number is neither.
            let is_one = is_heading(text) || heading.len() < text.len();
            if length <= LONGEST || level(text).is_none() || !is_one {
                continue;
            }
            let message = format!("“{}”是标题，有{length}个字，太长", shortened(text, 16));
            let hint = "把标题改短，或检查是不是漏了句号";
            let finding = Finding::new(RULE.code, message, line.place.clone()).hint(hint);
            findings.push(finding.stated(text).in_text(&passage.key));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn long_headings() {
        let long = format!("（一）{}", "持续推进重点领域公开".repeat(6));
        check(
            &with_text(&long),
            RULE.code,
            &[
                "“（一）持续推进重点领域公开持续推…”是标题，有63个字，太长 | 把标题改短，\
                 或检查是不是漏了句号 | 总体情况",
            ],
        );
        check(&with_text(&format!("{long}。")), RULE.code, &[]);
        check(
            &with_text(&format!("{long}。全年办结9件。")),
            RULE.code,
            &[
                "“（一）持续推进重点领域公开持续推…”是标题，有64个字，太长 | 把标题改短，\
                 或检查是不是漏了句号 | 总体情况",
            ],
        );
        check(&with_text("（一）持续推进重点领域公开"), RULE.code, &[]);
    }
}
