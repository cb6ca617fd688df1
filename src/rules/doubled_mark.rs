//! `doubled-mark`: a punctuation mark twice, or two that cannot follow each other.

use std::ops::Range;

use super::{Check, Rule};
use crate::charset::CharSet;
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code::DoubledMark,
    waivable: true,
    explanation: Explanation {
        summary: "a punctuation mark twice, or two marks that cannot follow each other",
        what: "正文里有“，，”“、，”“；；”这样连在一起的标点。省略号、破折号、“？！”\
               和引号括号后面的标点不提示；不成对的引号括号另有规则（unbalanced）。",
        why: "删改一半留下的，印出来就是错字；标点用法见 GB/T 15834—2011。",
        wrong: "公开信息20条，，办结申请3件。。",
        right: "公开信息20条，办结申请3件。",
    },
    check: Check::Report(check),
};

/// Marks that stand alone.
static MARKS: CharSet = CharSet::of("，。、；：,;");

/// How many of a line are told.
const TOLD: usize = 5;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for range in doubled(line).into_iter().take(TOLD) {
                let marks = &line.text[range.clone()];
                let message = format!("标点“{marks}”连在一起了");
                let finding = Finding::new(RULE.code, message, line.place_of(&range));
                findings.push(finding.hint("留一个").stated(marks).in_text(&passage.key));
            }
        }
    }
    findings
}

/// Runs of two marks and more.
fn doubled(line: &Line) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    for (at, c) in line.text.char_indices().chain([(line.text.len(), ' ')]) {
        let end = at + c.len_utf8();
        if MARKS.contains(c) {
            run = Some(run.map_or(at..end, |run| run.start..end));
        } else if c.is_whitespace() && run.is_some() && end < line.text.len() {
            // Blanks between two marks do not part them.
        } else if let Some(run) = run.take() {
            let marks = line.text[run.clone()]
                .chars()
                .filter(|c| MARKS.contains(*c))
                .count();
            found.extend((marks > 1).then_some(run));
        }
    }
    // 。。。 is a way of writing that something is left out.
    found.retain(|run| !line.text[run.clone()].starts_with("。。。"));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn marks() {
        check_messages(
            &with_text("公开信息20条，，办结申请3件、，结转1件。。"),
            RULE.code,
            &[
                "标点“，，”连在一起了",
                "标点“、，”连在一起了",
                "标点“。。”连在一起了",
            ],
        );
        check_messages(
            &with_text("公开“五公开”，落实（一）、（二）：……——好！？"),
            RULE.code,
            &[],
        );
    }
}
