//! `local-headings`: the headings of the first section, where the agency's settings list them.

use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Passage, Subject, heading_length, level};
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::LocalHeadings,
    waivable: true,
    explanation: Explanation {
        summary: "the headings of the first section are not those that the settings list, or not \
                  in their order",
        what: "设置文件里写了“小标题”的，总体情况应有这些小标题，次序相同；没有写的不查。",
        why: "各地的通知对第一部分的小标题和次序有自己的要求；总体情况一般写主动公开、依申请公开、\
              政府信息管理、政府信息公开平台建设、监督保障五个方面（国办公开办函〔2021〕30号）。",
        wrong: "小标题: [主动公开, 依申请公开]，总体情况里先写（一）依申请公开，再写（二）主动公开",
        right: "（一）主动公开……（二）依申请公开……",
    },
    check: Check::Settled(check),
};

/// The key of the first section's text.
const FIRST: &str = "总体情况";

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let wanted = &settings.local.headings;
    let passages = &subject.narrative.passages;
    let Some(passage) = passages.iter().find(|passage| passage.key == FIRST) else {
        return Vec::new();
    };
    let headings: Vec<&Line> = passage
        .lines
        .iter()
        .filter(|line| level(&line.text).is_some())
        .collect();
    let mut findings = Vec::new();
    let mut from = 0;
    for name in wanted {
        let found = headings
            .iter()
            .position(|line| line.text[..heading_length(&line.text)].contains(name.as_str()));
        match found {
            None => findings.push(missing(passage, name)),
            Some(at) if at < from => findings.push(misplaced(passage, headings[at], name, wanted)),
            Some(at) => from = at,
        }
    }
    findings
}

fn missing(passage: &Passage, name: &str) -> Finding {
    let place = passage
        .lines
        .first()
        .map_or_else(Place::default, |line| line.place.clone());
    Finding::new(RULE.code, format!("总体情况里没有小标题“{name}”"), place)
        .hint("加上这个小标题（设置文件的“小标题”有这一项）")
        .in_text(&passage.key)
        .stated(name)
}

fn misplaced(passage: &Passage, line: &Line, name: &str, wanted: &[String]) -> Finding {
    Finding::new(
        RULE.code,
        format!("小标题“{name}”的次序不对"),
        line.place.clone(),
    )
    .hint(format!("设置文件要求的次序：{}", wanted.join("、")))
    .in_text(&passage.key)
    .stated(name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_settled;
    use super::*;
    use crate::testing::with_section;

    #[test]
    fn headings_in_their_order() {
        let settings = "地方要求: {小标题: [主动公开, 依申请公开, 监督保障]}\n";
        let text = "（一）依申请公开。\n收到申请。\n（二）主动公开。\n公开信息。";
        check_settled(
            &with_section("总体情况", text),
            settings,
            RULE.code,
            &[
                "小标题“依申请公开”的次序不对",
                "总体情况里没有小标题“监督保障”",
            ],
        );
        check_settled(&with_section("总体情况", text), "", RULE.code, &[]);
        // A heading may run in to its paragraph.
        let run_in =
            "（一）主动公开。公开信息。\n（二）依申请公开。收到申请。\n（三）监督保障。组织培训。";
        check_settled(&with_section("总体情况", run_in), settings, RULE.code, &[]);
    }
}
