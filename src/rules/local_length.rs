//! `local-length`: the length of a section, where the agency's settings limit it.

use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Passage, Subject};
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::LocalLength,
    waivable: true,
    explanation: Explanation {
        summary: "a section's text is shorter or longer than the settings allow",
        what: "设置文件里写了“字数”的，数各部分文字的字数（空白不计），少于“至少”、多于“至多”\
               的提示；没有写的不查。",
        why: "各地的通知对各部分的篇幅有自己的要求。",
        wrong: "字数: {问题与改进: {至少: 300}}，而第五部分只有 120 字",
        right: "补充到 300 字以上",
    },
    check: Check::Settled(check),
};

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        let Some(limits) = settings.local.lengths.get(&passage.key) else {
            continue;
        };
        let characters = length(passage);
        if let Some(least) = limits.least.filter(|least| characters < *least) {
            let message = format!("“{}”有 {characters} 字，少于 {least} 字", passage.key);
            findings.push(finding(passage, message, characters));
        }
        if let Some(most) = limits.most.filter(|most| characters > *most) {
            let message = format!("“{}”有 {characters} 字，多于 {most} 字", passage.key);
            findings.push(finding(passage, message, characters));
        }
    }
    findings
}

/// Characters of a text that are no blanks.
fn length(passage: &Passage) -> usize {
    let texts = passage.lines.iter().map(|line| line.text.as_str());
    texts
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .count()
}

fn finding(passage: &Passage, message: String, characters: usize) -> Finding {
    let place = passage
        .lines
        .first()
        .map_or_else(Place::default, |line| line.place.clone());
    Finding::new(RULE.code, message, place)
        .hint("补写或压缩到规定的字数（设置文件的“字数”）")
        .in_text(&passage.key)
        .stated(characters)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_settled;
    use super::*;
    use crate::testing::with_section;

    #[test]
    fn lengths() {
        let text = with_section("总体情况", "收到申请。");
        check_settled(
            &text,
            "地方要求: {字数: {总体情况: {至少: 100, 至多: 200}}}\n",
            RULE.code,
            &["“总体情况”有 5 字，少于 100 字"],
        );
        check_settled(
            &text,
            "地方要求: {字数: {总体情况: {至多: 4}}}\n",
            RULE.code,
            &["“总体情况”有 5 字，多于 4 字"],
        );
        check_settled(
            &text,
            "地方要求: {字数: {总体情况: {至少: 5, 至多: 5}}}\n",
            RULE.code,
            &[],
        );
    }
}
