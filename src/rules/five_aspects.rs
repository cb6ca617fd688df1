//! `five-aspects`: the aspects that the first section speaks of.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Passage, Subject, Words, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::FiveAspects,
    waivable: true,
    explanation: Explanation {
        summary: "the first section leaves out one of its five aspects",
        what: "总体情况应写到主动公开、依申请公开、政府信息管理、政府信息公开平台建设、\
               监督保障五个方面，哪一个方面一句也没有写到，提示一下。",
        why: "官方格式第一部分“总体情况”要求写这五个方面（国办公开办函〔2021〕30号附件）；\
              审核的人逐项看。",
        wrong: "总体情况只写了主动公开和依申请公开",
        right: "（一）主动公开……（五）监督保障……",
    },
    check: Check::Report(check),
};

/// The key of the first section's text.
const FIRST: &str = "总体情况";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let passages = &subject.narrative.passages;
    let Some(passage) = passages.iter().find(|passage| passage.key == FIRST) else {
        return Vec::new();
    };
    let is_written = passage
        .lines
        .iter()
        .any(|line| !line.text.trim().is_empty());
    let missing: Vec<&str> = lists()
        .aspects
        .iter()
        .filter(|aspect| !is_told(passage, &aspect.words))
        .map(|aspect| aspect.name)
        .collect();
    if missing.is_empty() || !is_written {
        return Vec::new();
    }
    let message = format!("总体情况里没有写到{}", missing.join("、"));
    vec![
        Finding::new(RULE.code, message, passage.lines[0].place.clone())
            .hint("补写；本年没有做这方面工作的，写明情况")
            .in_text(FIRST)
            .stated(missing.join("、")),
    ]
}

fn is_told(passage: &Passage, words: &Words) -> bool {
    passage.lines.iter().any(|line| words.within(&line.text))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{CLEAN, with_section};

    #[test]
    fn aspects() {
        check_messages(CLEAN, RULE.code, &[]);
        let form = with_section("总体情况", "主动公开信息20条；依申请公开3件。");
        check_messages(
            &form,
            RULE.code,
            &["总体情况里没有写到政府信息管理、平台建设、监督保障"],
        );
    }
}
