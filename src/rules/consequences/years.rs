//! Findings of years that follow from others: the form's own year cannot be read, or is wrong.

use std::collections::BTreeMap;

use super::is_unread;
use crate::finding::{Code, Finding};
use crate::report::Report;
use crate::rules::text::years_in;

/// Findings of one other year by which the form's own year becomes doubtful.
const SEVERAL_YEARS: usize = 3;

/// What is said of years where the report's own could not be read.
pub(super) fn fold_year(findings: &mut [Finding]) {
    let mut all = findings.iter();
    let cause = all.position(|finding| is_unread(finding) && *finding.places[0].path == *"年度");
    let Some(cause) = cause else { return };
    for finding in findings {
        if speaks_of_years(finding.code) {
            finding.caused_by = Some(cause);
        }
    }
}

/// Whether findings of a code compare with the report's year.
fn speaks_of_years(code: Code) -> bool {
    code == Code::NarrativeYear || code.id().starts_with('Y') || code == Code::LastYear
}

/// Years in the text, the title and the dates that all speak of the same other year: the form's
/// own is wrong, not all of them.
pub(super) fn fold_other_year(report: &Report, findings: &mut [Finding]) {
    let Some(OtherYear { year, mut told }) = most_named_year(findings) else {
        return;
    };
    // Where the text speaks of the form's year as often, only some sentences were left standing.
    let this = report.year.value;
    if times_named(report, this) >= times_named(report, year) {
        return;
    }
    // A plan for the year after that other one is right then as well.
    for (at, finding) in findings.iter().enumerate() {
        let years = [this, year + 1, year - 1];
        if finding.code == Code::NarrativeYear && years.contains(&year_of(finding)) {
            told.push(at);
        }
    }
    // A cause is as grave as anything that follows from it.
    let Some(cause) = told.iter().copied().min_by_key(|at| findings[*at].severity) else {
        return;
    };
    let hint = &findings[cause].hint;
    findings[cause].hint = format!("如果是年度填错，把“年度”由 {this} 改为 {year}；{hint}");
    for at in told {
        if at != cause {
            findings[at].caused_by = Some(cause);
        }
    }
}

/// Another year than the report's, and the findings that tell it.
struct OtherYear {
    year: i32,
    told: Vec<usize>,
}

/// The year that most findings tell, the latest of several, if enough do.
fn most_named_year(findings: &[Finding]) -> Option<OtherYear> {
    let mut years: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let is_free = finding.caused_by.is_none() && finding.waived.is_none();
        if let Some(year) = other_year(finding)
            && is_free
        {
            years.entry(year).or_default().push(at);
        }
    }
    let (year, told) = years.into_iter().max_by_key(|(_, told)| told.len())?;
    (told.len() >= SEVERAL_YEARS).then_some(OtherYear { year, told })
}

/// How often the texts name a year.
fn times_named(report: &Report, year: i32) -> usize {
    let year = year.to_string();
    let lines = report.texts.values().flatten();
    lines.map(|line| line.value.matches(&year).count()).sum()
}

/// The report year that a finding on a year speaks of; none of other findings.
fn other_year(finding: &Finding) -> Option<i32> {
    match finding.code {
        Code::NarrativeYear | Code::Title | Code::Period => Some(year_of(finding)),
        // A report is dated in the year after.
        Code::IssueDate | Code::PublishTime | Code::IndexYear => Some(year_of(finding) - 1),
        _ => None,
    }
}

/// The first year in what a finding states; 0 where there is none.
fn year_of(finding: &Finding) -> i32 {
    let years = years_in(finding.stated.as_deref().unwrap_or_default());
    years.first().map_or(0, |found| found.year)
}
