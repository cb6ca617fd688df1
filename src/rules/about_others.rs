//! `about-others`: text about other bodies than the one that reports.

use std::ops::Range;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::AboutOthers,
    waivable: true,
    explanation: Explanation {
        summary: "a department or a town writes of 部分地区, 多数部门 and the like",
        what: "部门、镇、乡、街道的报告里写着“部分地区”“个别部门”“各县区”之类的话。\
               政府的报告说全地区的事，不提示。",
        why: "这是上级报告里的话，借来的文字没有改；年度报告说本机关的情况。",
        wrong: "某某县民政局：部分地区对政务公开重视不够",
        right: "部分科室对政务公开重视不够",
    },
    check: Check::Report(check),
};

/// How many are told.
const TOLD: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let agency = &subject.report.agency.value;
    let is_small = lists().towns.end(agency) || lists().departments.end(agency);
    if !is_small {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let Some(range) = find_others(&line.text) else {
                continue;
            };
            let words = &line.text[range.clone()];
            let message = format!("“{words}”像是上级报告里的话");
            findings.push(
                Finding::new(RULE.code, message, line.place_of(&range))
                    .hint("年度报告写本机关的情况；确是说别处的，不用改")
                    .stated(words)
                    .in_text(&passage.key),
            );
        }
    }
    findings.truncate(TOLD);
    findings
}

/// Where a text speaks of other bodies.
fn find_others(text: &str) -> Option<Range<usize>> {
    for words in lists().others.iter() {
        // 指导各县区 is the agency's own work, 绝大多数部门 another word.
        if let Some(at) = text.find(words)
            && !lists().work_on_others.end(&text[..at])
        {
            return Some(at..at + words.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{changed, with_text};

    #[test]
    fn words_of_others() {
        let form = with_text("部分地区重视不够。");
        check_messages(&form, RULE.code, &[]);
        let form = changed(&form, "机关:", "机关: 某某县民政局");
        check_messages(&form, RULE.code, &["“部分地区”像是上级报告里的话"]);
    }
}
