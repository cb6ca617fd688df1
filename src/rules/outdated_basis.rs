//! `outdated-basis`: documents named as the report's basis that are no longer in force.

use std::ops::Range;

use super::text::LEAD;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::OutdatedBasis,
    waivable: true,
    explanation: Explanation {
        summary: "引言 names a decree or notice as the basis that is no longer in force",
        what: "引言里写的依据应是现行的：国务院令第711号（2019年修订的《条例》）\
               和本年度适用的格式通知。",
        why: "2019年5月15日起施行的是国务院令第711号，旧的是第492号；\
              2021年度起的格式是国办公开办函〔2021〕30号，以前的是〔2019〕60号。",
        wrong: "根据《条例》（国务院令第492号）和国办公开办函〔2019〕60号要求（2023年度）",
        right: "根据《条例》（国务院令第711号）和国办公开办函〔2021〕30号要求",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in subject.narrative.lines(LEAD) {
        for outdated in &subject.report.standard.outdated {
            // What names the one in force as well tells of its history.
            if plain(&line.text).contains(&plain(&outdated.now)) {
                continue;
            }
            let found = outdated
                .words
                .iter()
                .find_map(|words| named(&line.text, words));
            let Some(range) = found else { continue };
            let words = &line.text[range.clone()];
            let message = format!("引言的依据写的是“{words}”，现行的是“{}”", outdated.now);
            let place = line.place_of(&range);
            let finding = Finding::new(RULE.code, message, place).hint("改成现行的依据");
            findings.push(finding.stated(words).in_text(LEAD));
        }
    }
    findings
}

/// A text without blanks.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where words stand in a text, blanks between them left out of account.
fn named(text: &str, words: &str) -> Option<Range<usize>> {
    let places: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    let bare = plain(text);
    let at = bare.find(words)?;
    let first = bare[..at].chars().count();
    let last = first + words.chars().count() - 1;
    let end = *places.get(last)?;
    Some(*places.get(first)?..end + text[end..].chars().next()?.len_utf8())
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
            &["引言的依据写的是“国务院令第492号”，现行的是“国务院令第711号”"],
        );
        told(
            &CLEAN.replacen("〔2021〕30号", "〔2019〕60号", 1),
            &["引言的依据写的是“国办公开办函〔2019〕60号”，现行的是“国办公开办函〔2021〕30号”"],
        );
    }
}
