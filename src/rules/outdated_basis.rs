//! `outdated-basis`: documents named as the report's basis that are no longer in force.

use super::text::LEAD;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::OutdatedBasis,
    waivable: true,
    explanation: Explanation {
        summary: "引言 names a decree or notice as the basis that is no longer in force",
        what: "引言里写的依据应是现行的：国务院令第711号（2019年修订的《条例》）和本年度适用的格式通知。",
        why: "2019年5月15日起施行的是国务院令第711号，旧的是第492号；2021年度起的格式是国办公开办函〔2021〕30号，以前的是〔2019〕60号。",
        wrong: "根据《条例》（国务院令第492号）和国办公开办函〔2019〕60号要求（2023年度）",
        right: "根据《条例》（国务院令第711号）和国办公开办函〔2021〕30号要求",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in subject.narrative.lines(LEAD) {
        for outdated in &subject.report.standard.outdated {
            let found = outdated
                .words
                .iter()
                .find_map(|words| Some((line.text.find(words.as_str())?, words)));
            let Some((at, words)) = found else { continue };
            let message = format!("引言的依据写的是“{words}”，现行的是“{}”", outdated.now);
            let place = line.place_of(&(at..at + words.len()));
            let finding = Finding::new(RULE.code, message, place).hint("改成现行的依据");
            findings.push(finding.stated(words).in_text(LEAD));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{CLEAN, OLD};

    fn told(form: &str, expected: &[&str]) {
        check_messages(form, RULE.code, expected);
    }

    #[test]
    fn what_is_in_force() {
        told(CLEAN, &[]);
        told(OLD, &[]);
        told(
            &CLEAN.replacen("国务院令第711号", "国务院令第492号", 1),
            &["引言的依据写的是“第492号”，现行的是“国务院令第711号”"],
        );
        told(
            &CLEAN.replacen("〔2021〕30号", "〔2019〕60号", 1),
            &["引言的依据写的是“〔2019〕60号”，现行的是“国办公开办函〔2021〕30号”"],
        );
    }
}
