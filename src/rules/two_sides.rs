//! `two-sides`: problems and improvements in section five.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Passage, Subject, lists, value};

pub(super) const RULE: Rule = Rule {
    code: Code::TwoSides,
    waivable: true,
    explanation: Explanation {
        summary: "section five without problems or without improvements, or with fewer \
                  improvements than problems",
        what: "“存在的主要问题及改进情况”应既写问题，又写改进；“一是……二是……”列出的改进少于问题，\
               或写的“以上两个问题”与列出的个数不同，也提示一下。",
        why: "官方格式第五部分的标题就是这两样（国办公开办函〔2021〕30号附件）；\
              审核要求对每个问题逐条提出改进措施。",
        wrong: "存在的问题：一是公开不够全面；二是解读单一。（没有写怎么改）",
        right: "存在的问题：一是……；二是……。下一步：一是……；二是……。",
    },
    check: Check::Report(check),
};

/// The key of the section's text.
const SECTION: &str = "问题与改进";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let passages = &subject.narrative.passages;
    let Some(passage) = passages.iter().find(|passage| passage.key == SECTION) else {
        return Vec::new();
    };
    let sides = TwoSides::of(passage);
    let Some(first) = passage
        .lines
        .iter()
        .find(|line| !line.text.trim().is_empty())
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    if !sides.has_problems {
        findings.push(finding(first, "没有写存在的问题", "写出本年工作中的问题"));
    }
    if !sides.has_improvements {
        findings.push(finding(first, "没有写怎样改进", "对每个问题写出改进措施"));
    }
    let is_short = sides.improvements > 0 || sides.steps == 1 && sides.problems >= MANY;
    if findings.is_empty() && is_short && sides.improvements.max(sides.steps) < sides.problems {
        let improvements = sides.improvements.max(sides.steps);
        let message = format!("列了 {} 个问题，{improvements} 条改进措施", sides.problems);
        findings.push(finding(first, &message, "对每个问题逐条提出改进措施"));
    }
    if let Some(told) = sides
        .told
        .filter(|told| sides.problems > 1 && *told != sides.problems)
    {
        let message = format!("写的是 {told} 个问题，列了 {} 个", sides.problems);
        findings.push(finding(first, &message, "核对问题的个数"));
    }
    findings
}

fn finding(line: &Line, message: &str, hint: &str) -> Finding {
    Finding::new(RULE.code, format!("第五部分{message}"), line.place.clone())
        .hint(hint)
        .in_text(SECTION)
}

/// What the section says of problems and improvements.
#[derive(Default)]
struct TwoSides {
    has_problems: bool,
    has_improvements: bool,
    /// How many are listed by 一是…二是….
    problems: usize,
    improvements: usize,
    /// How many sentences and their parts tell improvements.
    steps: usize,
    /// How many problems the text says there are.
    told: Option<usize>,
}

impl TwoSides {
    fn of(passage: &Passage) -> Self {
        let mut sides = Self::default();
        let mut is_improving = false;
        for line in &passage.lines {
            let turn = lists()
                .improving
                .iter()
                .filter_map(|word| line.text.find(word))
                .min();
            sides.has_problems |= lists().problems.within(&line.text);
            sides.has_improvements |= turn.is_some() || tells_a_remedy(&line.text);
            sides.told = sides.told.or_else(|| told(&line.text));
            for point in points(&line.text) {
                if is_improving || turn.is_some_and(|turn| point.at > turn) {
                    sides.improvements = sides.improvements.max(point.number);
                } else {
                    sides.problems = sides.problems.max(point.number);
                }
            }
            if is_improving || turn.is_some() {
                let told = if is_improving {
                    &line.text[..]
                } else {
                    &line.text[turn.unwrap_or(0)..]
                };
                sides.steps += told
                    .split(['。', '；'])
                    .filter(|step| !step.trim().is_empty())
                    .count();
            }
            is_improving |= turn.is_some();
        }
        sides
    }
}

/// Problems from which on one sentence is no answer to each.
const MANY: usize = 3;

/// Whether a sentence tells what was made better, and not what is to be: 还需要加强.
fn tells_a_remedy(text: &str) -> bool {
    text.split(['。', '；', '，']).any(|part| {
        lists().remedies.within(part)
            && !lists().problems.within(part)
            && !lists().needed.within(part)
    })
}

/// 一是, 二是 and so on in a text.
struct Point {
    at: usize,
    number: usize,
}

/// The points of a text; 一是 may stand behind any words.
fn points(text: &str) -> Vec<Point> {
    let mut found = Vec::new();
    for (end, _) in text.match_indices('是') {
        let Some((at, _)) = text[..end].char_indices().next_back() else {
            continue;
        };
        // 统一是, 第一是 and the like tell no point; they are no list either.
        let number = value(&text[at..end]).and_then(|number| usize::try_from(number).ok());
        found.extend(number.map(|number| Point { at, number }));
    }
    found
}

/// The number of problems in 以上两个问题 and the like.
fn told(text: &str) -> Option<usize> {
    let at = lists()
        .these_problems
        .iter()
        .filter_map(|word| text.find(word))
        .min()?;
    let before: String = text[..at].chars().rev().take(8).collect();
    let before: String = before.chars().rev().collect();
    if lists().of_before.within(&before) {
        return None;
    }
    let start = text[..at].char_indices().next_back()?.0;
    let number = value(&text[start..at]).or_else(|| (&text[start..at] == "两").then_some(2))?;
    usize::try_from(number).ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{CLEAN, with_section};

    fn section(text: &str, expected: &[&str]) {
        check_messages(&with_section("问题与改进", text), RULE.code, expected);
    }

    #[test]
    fn problems_and_improvements() {
        check_messages(CLEAN, RULE.code, &[]);
        section(
            "存在的问题：一是公开不够全面；二是解读单一；三是培训不够。",
            &["第五部分没有写怎样改进"],
        );
        section(
            "下一步，我局将完善目录，增加图解、视频等解读形式。",
            &["第五部分没有写存在的问题"],
        );
        section(
            "存在的问题：一是公开不够全面；二是解读单一；三是培训不够。针对以上两个问题，\
             下一步一是完善目录；二是增加图解。",
            &[
                "第五部分列了 3 个问题，2 条改进措施",
                "第五部分写的是 2 个问题，列了 3 个",
            ],
        );
        section(
            "存在的问题：一是公开不够全面；二是解读单一；三是培训不够。下一步，我局将完善目录。",
            &["第五部分列了 3 个问题，1 条改进措施"],
        );
        section(
            "存在的问题：一是公开不够全面；二是解读单一。下一步：一是完善目录；二是增加图解。",
            &[],
        );
    }
}
