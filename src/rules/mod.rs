//! The rules that a report must keep, one file a rule.
//!
//! Rules see the report and give findings. They open no files, know no output
//! format, and take what they compare from the standard's data.

mod balance;
mod empty_section;
mod outcome_total;
mod review_total;
mod row_total;
mod totals;
mod untouched;

use crate::finding::{Code, Finding};
use crate::report::Report;

/// A rule: its finding's code and its check.
#[derive(Debug)]
pub struct Rule {
    /// The code of its findings.
    pub code: Code,
    /// What it checks, why, and by which source; English, for the docs.
    pub explanation: &'static str,
    check: fn(&Report, &mut Vec<Finding>),
}

/// All rules, in the order of their codes.
pub const RULES: &[Rule] =
    &[row_total::RULE, outcome_total::RULE, balance::RULE, review_total::RULE, untouched::RULE, empty_section::RULE];

/// All findings of all rules, in the rules' order.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(report, &mut findings);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Options, read};
    use crate::standard::Library;
    use crate::testing::CLEAN;

    /// Checks a form; the findings of one code as `message | hint | paths`.
    pub(crate) fn check(form: &str, code: Code, expected: &[&str]) {
        let reading = read("form.yaml", form.as_bytes(), &Library::default(), Options::default());
        let report = reading.report.expect("a readable form");
        let found: Vec<String> = super::check(&report)
            .iter()
            .filter(|f| f.code == code)
            .map(|f| {
                let paths: Vec<&str> = f.places.iter().map(|p| &*p.path).collect();
                format!("{} | {} | {}", f.message, f.hint, paths.join(" "))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rules_stand_in_the_order_of_their_codes_and_once() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(RULES.iter().all(|r| r.explanation.len() > 80));
    }

    #[test]
    fn the_clean_example_has_no_finding() {
        let reading = read("form.yaml", CLEAN.as_bytes(), &Library::default(), Options::default());
        assert_eq!(reading.findings, []);
        assert_eq!(super::check(&reading.report.unwrap()), []);
    }
}
