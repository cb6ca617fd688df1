//! `personal-data`: identity and mobile numbers of persons in what is printed.

use super::{Check, Rule};
use crate::finding::{
    Code, Explanation, Finding, PersonalNumber, PersonalNumberKind, mask_numbers, personal_numbers,
};
use crate::narrative::Subject;
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::PersonalData,
    waivable: true,
    explanation: Explanation {
        summary: "an identity number with a right check digit, or a mobile number outside 联系, in \
                  what is printed",
        what: "正文和其他要印出来的内容里有校验位正确的公民身份号码，或者“联系”以外的手机号码。\
               显示时中间几位以 * 代替。",
        why: "公开会对个人隐私造成损害的信息不得公开（《条例》第十五条）；\
              身份号码和手机号多是从申请材料里带进来的。",
        wrong: "王某（手机138…）提出的申请……",
        right: "一名申请人提出的申请……",
    },
    check: Check::Report(check),
};

/// The fields that give ways to reach the agency.
const CONTACT: &str = "联系.";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for PersonalNumber { range, kind } in personal_numbers(&line.text) {
                let place = line.place_of(&range);
                findings.push(finding(&line.text[range], kind, place).in_text(&passage.key));
            }
        }
    }
    for (path, field) in &subject.report.fields {
        for PersonalNumber { range, kind } in personal_numbers(&field.value) {
            let is_contact = path.starts_with(CONTACT) && kind == PersonalNumberKind::Mobile;
            if !is_contact {
                findings.push(finding(&field.value[range], kind, field.place.clone()));
            }
        }
    }
    findings
}

fn finding(number: &str, kind: PersonalNumberKind, place: Place) -> Finding {
    let shown = mask_numbers(number);
    let what = match kind {
        PersonalNumberKind::Identity => "公民身份号码",
        PersonalNumberKind::Mobile => "手机号码",
    };
    Finding::new(RULE.code, format!("这里有{what} {shown}"), place)
        .hint("删去，或以“某”代替；报告公布后任何人都能看到")
        .stated(shown)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{with_line, with_text};

    #[test]
    fn numbers_of_persons() {
        check_messages(
            &with_text("申请人王某（13812345678，11010519491231002X）的申请已答复。"),
            RULE.code,
            &[
                "这里有手机号码 138****5678",
                "这里有公民身份号码 110105**********2X",
            ],
        );
        let contact = "联系: {电话: '13812345678'}";
        check_messages(&with_line("成文日期:", contact), RULE.code, &[]);
    }
}
