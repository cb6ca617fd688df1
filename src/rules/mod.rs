//! The rules that a report must keep, one file a rule.
//!
//! Rules see the report, its text and last year's report, and give findings.
//! They open no files, know no output format, and take what they compare from
//! the standard's data.
//!
//! # What becomes of findings
//!
//! Each rule returns its findings, with the value as stated, and knows of no other. Then `waivers`
//! takes the form's 豁免 by rule, path and stated value and marks one finding each as waived,
//! where the rule's data says `waivable`; then severities are set: the agency's, else the
//! standard's, else the code's own, unless the rule itself departed from that (a number bound to a
//! wrong column is an error). Waived findings are shown and do not count. Findings of reading and
//! rendering have neither waivers nor settings.

mod about_others;
mod amount_unit;
mod balance;
mod carry_over;
mod consequences;
mod document_number;
mod doubled_mark;
mod empty_section;
mod fee_statement;
mod five_aspects;
mod heading_order;
mod in_force;
mod index_year;
mod issue_date;
mod items;
mod lead_title;
mod ledger;
mod left_over;
mod local;
mod local_headings;
mod local_length;
mod local_numbers;
mod long_heading;
mod mixed_unit;
mod named_parts;
mod narrative_all;
mod narrative_group;
mod narrative_number;
mod narrative_parts;
mod narrative_percent;
mod narrative_year;
mod near_miss;
mod old_points;
mod outcome_total;
mod outdated_basis;
mod percentage;
mod period;
mod personal_data;
mod publish_time;
mod readings;
mod relation;
mod repeated_text;
mod review_total;
mod row_total;
mod rulemaking;
mod sequence;
mod settings;
mod stock;
mod text;
mod texts_alike;
mod title;
mod totals;
mod two_sides;
mod unbalanced;
mod unfinished;
mod unshaped_script;
mod untouched;
mod unused_waiver;
mod waivers;
mod years;

pub use consequences::fold;
pub use local::{Deadline, LengthLimits, Local, Rounding, ToldNumber};
pub use readings::{CellsRead, NumberReading, OTHER_YEAR, ReadingOutcome, readings, readings_json};
pub use relation::{Relation, relations};
pub use settings::{BlankMeaning, Settings, settings};
pub use texts_alike::{RunTexts, SentenceMark, sentence_marks};

use crate::finding::{Code, Explanation, Finding, Severities, Severity, of_reading_and_output};
use crate::narrative::Subject;

/// A rule: its finding's code, its words and its check.
#[derive(Debug)]
pub struct Rule {
    /// The code of its findings.
    pub code: Code,
    /// Whether its findings may stand with a reason: not where numbers of one form must agree.
    pub waivable: bool,
    /// What it checks, why, and by which source.
    pub explanation: Explanation,
    check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// The report.
    Report(fn(&Subject<'_>) -> Vec<Finding>),
    /// The report, and what the agency has settled for itself.
    Settled(fn(&Subject<'_>, &Settings) -> Vec<Finding>),
}

impl Check {
    fn of(self, subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
        match self {
            Self::Report(check) => check(subject),
            Self::Settled(check) => check(subject, settings),
        }
    }
}

/// All rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    row_total::RULE,
    outcome_total::RULE,
    balance::RULE,
    review_total::RULE,
    ledger::RULE,
    in_force::RULE,
    amount_unit::RULE,
    carry_over::RULE,
    stock::RULE,
    items::RULE,
    left_over::RULE,
    repeated_text::RULE,
    narrative_number::RULE,
    narrative_parts::RULE,
    narrative_percent::RULE,
    narrative_year::RULE,
    narrative_group::RULE,
    narrative_all::RULE,
    untouched::RULE,
    empty_section::RULE,
    fee_statement::RULE,
    heading_order::RULE,
    mixed_unit::RULE,
    document_number::RULE,
    unbalanced::RULE,
    unused_waiver::RULE,
    unshaped_script::RULE,
    long_heading::RULE,
    title::RULE,
    issue_date::RULE,
    period::RULE,
    outdated_basis::RULE,
    unfinished::RULE,
    rulemaking::RULE,
    named_parts::RULE,
    local_headings::RULE,
    local_length::RULE,
    local_numbers::RULE,
    lead_title::RULE,
    publish_time::RULE,
    index_year::RULE,
    personal_data::RULE,
    doubled_mark::RULE,
    five_aspects::RULE,
    two_sides::RULE,
    about_others::RULE,
    old_points::RULE,
    texts_alike::RULE,
];

/// All findings of all rules, in the rules' order, by what the agency has settled.
///
/// A finding is as grave as the agency says, else as the standard says, else as
/// its code usually is.
pub fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES
        .iter()
        .flat_map(|rule| rule.check.of(subject, settings))
        .collect();
    let unused = waivers::apply(subject.report, &mut findings);
    findings.extend(unused);
    grade(
        &mut findings,
        &subject.report.standard.severities,
        &settings.severities,
    );
    findings.iter_mut().for_each(Finding::mask);
    if !settings.hints {
        findings.retain(|finding| finding.severity != Severity::Hint);
    }
    findings
}

/// Sets how grave findings are: as the agency says, else as the standard says.
fn grade(findings: &mut [Finding], standard: &Severities, own: &Severities) {
    for finding in findings {
        // A rule that departs from its usual severity has its reason.
        if finding.severity == finding.code.severity() {
            let chosen = own
                .get(&finding.code)
                .or_else(|| standard.get(&finding.code));
            finding.severity = chosen.copied().unwrap_or(finding.severity);
        }
    }
}

/// The rule of this code; none for codes that no rule gives.
pub fn rule_of(code: Code) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// What a code means, whoever gives it.
///
/// # Panics
/// Never: a test asks for every code.
pub fn explain(code: Code) -> &'static Explanation {
    let rule = rule_of(code).map(|rule| &rule.explanation);
    rule.or_else(|| of_reading_and_output(code))
        .expect("every code has its explanation")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Options, read};
    use crate::narrative::Narrative;
    use crate::standard::{Library, builtin};
    use crate::testing::{CLEAN, report};

    /// Checks a form; the findings of one code as `message | hint | paths`.
    pub(crate) fn check(form: &str, code: Code, expected: &[&str]) {
        check_years(form, None, code, expected);
    }

    /// The same, with last year's form.
    pub(crate) fn check_years(form: &str, last: Option<&str>, code: Code, expected: &[&str]) {
        let found: Vec<String> = findings(form, last)
            .iter()
            .filter(|f| f.code == code)
            .map(|f| {
                let paths: Vec<&str> = f.places.iter().map(|p| &*p.path).collect();
                format!("{} | {} | {}", f.message, f.hint, paths.join(" "))
            })
            .collect();
        assert_eq!(found, expected);
    }

    /// Checks a form; the messages of one code alone.
    pub(crate) fn check_messages(form: &str, code: Code, expected: &[&str]) {
        let found = findings(form, None).into_iter().filter(|f| f.code == code);
        assert_eq!(
            found.map(|f| f.message).collect::<Vec<_>>(),
            expected,
            "{form}"
        );
    }

    /// The messages of one code, with an agency's settings.
    pub(crate) fn check_settled(form: &str, text: &str, code: Code, expected: &[&str]) {
        let settings = if text.is_empty() {
            Settings::default()
        } else {
            super::settings(text).unwrap()
        };
        let report = report(form);
        let narrative = Narrative::of(&report, None);
        let subject = Subject {
            report: &report,
            last: None,
            narrative: &narrative,
        };
        let found = super::check(&subject, &settings)
            .into_iter()
            .filter(|f| f.code == code);
        assert_eq!(
            found.map(|f| f.message).collect::<Vec<_>>(),
            expected,
            "{form}"
        );
    }

    /// Whether a code has a finding in a form.
    pub(crate) fn speaks(form: &str, code: Code) -> bool {
        findings(form, None).iter().any(|f| f.code == code)
    }

    /// The findings of a form's rules.
    pub(crate) fn findings(form: &str, last: Option<&str>) -> Vec<Finding> {
        let (report, last) = (report(form), last.map(report));
        let narrative = Narrative::of(&report, last.as_ref());
        super::check(
            &Subject {
                report: &report,
                last: last.as_ref(),
                narrative: &narrative,
            },
            &Settings {
                hints: true,
                ..Settings::default()
            },
        )
    }

    #[test]
    fn rules_stand_in_the_order_of_their_codes_and_once() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn the_standards_say_how_grave_each_rule_is() {
        for name in ["2019", "2021"] {
            let severities = &builtin(name).expect("a standard").severities;
            for rule in RULES {
                assert_eq!(
                    severities.get(&rule.code),
                    Some(&rule.code.severity()),
                    "{name} {}",
                    rule.code.name()
                );
            }
            // Rules to come are listed as well, and nothing that reading and output find.
            let of_rules = |code: &&Code| {
                "TYNSH".contains(&code.id()[..1]) && of_reading_and_output(**code).is_none()
            };
            assert!(
                severities.keys().eq(Code::ALL.iter().filter(of_rules)),
                "{name}"
            );
        }
    }

    #[test]
    fn every_code_is_explained() {
        for code in Code::ALL {
            let explanation = explain(*code);
            for text in [
                explanation.what,
                explanation.why,
                explanation.wrong,
                explanation.right,
            ] {
                assert!(!text.is_empty(), "{}", code.name());
            }
            assert!(
                explanation.summary.len() > 15 && !explanation.summary.ends_with('.'),
                "{}",
                code.name()
            );
        }
    }

    #[test]
    fn the_clean_example_has_no_finding() {
        let reading = read(
            "form.yaml",
            CLEAN.as_bytes(),
            &Library::default(),
            Options::default(),
        );
        assert_eq!(reading.findings, []);
        assert_eq!(findings(CLEAN, None), []);
    }
}
