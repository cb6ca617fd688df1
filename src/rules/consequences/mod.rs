//! Which findings follow from others: one mistake speaks once.
//!
//! A cell that cannot be read makes nothing else wrong, and one wrong number breaks several sums.
//! So of the findings that one cause explains the first stays, and the others name it as their
//! cause.

mod cells;
mod sums;
mod years;

use std::collections::{BTreeMap, BTreeSet};

use self::cells::CellNames;
use self::sums::fold_sums;
use self::years::{fold_other_year, fold_year};
use crate::finding::{Code, Finding, Severity};
use crate::place::At;
use crate::report::Report;

/// Marks findings that follow from others. A cause is never less grave than what it causes, and
/// never one that is let stand.
pub fn fold(report: &Report, findings: &mut [Finding]) {
    let cells = CellNames { report };
    fold_untouched(findings);
    fold_attached(findings);
    fold_renamed(findings);
    fold_year(findings);
    fold_other_year(report, findings);
    fold_format(findings);
    fold_unread(&cells, findings);
    fold_sums(&cells, findings);
    // A cause may itself follow from another.
    for at in 0..findings.len() {
        let mut cause = findings[at].caused_by;
        while let Some(next) = cause.and_then(|cause| findings[cause].caused_by) {
            cause = Some(next);
        }
        findings[at].caused_by = cause;
    }
}

/// What is said of a form that nobody has filled yet.
fn fold_untouched(findings: &mut [Finding]) {
    let Some(cause) = findings.iter().position(says_untouched) else {
        return;
    };
    for (at, finding) in findings.iter_mut().enumerate() {
        let code = finding.code;
        let is_of_last_year = code.id().starts_with('Y') && code != Code::LastYear;
        let follows = is_of_last_year || code == Code::EmptySection || speaks_of_numbers(code);
        if at != cause && follows {
            finding.caused_by = Some(cause);
        }
    }
}

/// Whether a finding says that nobody has filled the form.
fn says_untouched(finding: &Finding) -> bool {
    finding.code == Code::Untouched && finding.places[0].at == At::File && finding.waived.is_none()
}

/// A text that lacks where its file could not be read.
fn fold_attached(findings: &mut [Finding]) {
    for cause in 0..findings.len() {
        let finding = &findings[cause];
        if finding.code != Code::Attached || finding.severity != Severity::Error {
            continue;
        }
        let path = finding.places[0].path.clone();
        for other in findings.iter_mut() {
            if other.code == Code::EmptySection && other.places[0].path == path {
                other.caused_by = Some(cause);
            }
        }
    }
}

/// What lacks where something of an unknown name stands: the two are one slip.
fn fold_renamed(findings: &mut [Finding]) {
    let unknown = group_by_parent(findings, &[Code::UnknownKey, Code::UnknownRow]);
    let missing = group_by_parent(findings, &[Code::MissingRow, Code::EmptySection]);
    for (parent, unknown) in unknown {
        let Some(missing) = missing.get(&parent) else {
            continue;
        };
        if missing.len() == unknown.len() {
            for (unknown, missing) in unknown.into_iter().zip(missing) {
                findings[*missing].caused_by = Some(unknown);
            }
        }
    }
}

/// The findings of some codes by the path above theirs; what is said of the whole file names
/// nothing.
fn group_by_parent(findings: &[Finding], codes: &[Code]) -> BTreeMap<String, Vec<usize>> {
    let mut groups = BTreeMap::<String, Vec<usize>>::new();
    for (at, finding) in findings.iter().enumerate() {
        let path = &finding.places[0].path;
        if codes.contains(&finding.code) && !path.is_empty() {
            let (parent, _) = path.rsplit_once('.').unwrap_or_default();
            groups.entry(parent.to_owned()).or_default().push(at);
        }
    }
    groups
}

/// What follows from a format that is not the year's: tables that look otherwise, sums of rows that
/// the other format lacks.
fn fold_format(findings: &mut [Finding]) {
    let mut all = findings.iter();
    let cause = all.position(|f| f.code == Code::WrongFormat && *f.places[0].path == *"格式");
    let Some(cause) = cause else { return };
    for (at, finding) in findings.iter_mut().enumerate() {
        let code = finding.code;
        if at != cause && (code.id().starts_with('F') || speaks_of_numbers(code)) {
            finding.caused_by = Some(cause);
        }
    }
}

/// Whether a finding says that something of the form could not be read as a number or is not there.
fn is_unread(finding: &Finding) -> bool {
    matches!(
        finding.code,
        Code::NotACount | Code::Blank | Code::BadCharacter | Code::MissingRow | Code::UnknownRow
    )
}

/// A path that was not read, and the finding that says so.
struct UnreadPath {
    path: String,
    finding: usize,
}

/// What speaks of sums over cells that were not read, or of a table that is not there.
fn fold_unread(cells: &CellNames<'_>, findings: &mut [Finding]) {
    let causes = unread_paths(findings);
    if causes.is_empty() {
        return;
    }
    for at in 0..findings.len() {
        let finding = &findings[at];
        if is_unread(finding) || !speaks_of_numbers(finding.code) {
            continue;
        }
        let paths = cells.paths_below(finding);
        let mut graver = causes
            .iter()
            .filter(|unread| findings[unread.finding].severity <= finding.severity);
        if let Some(cause) = graver.find(|unread| has_below(&paths, &unread.path)) {
            findings[at].caused_by.get_or_insert(cause.finding);
        }
    }
}

/// The paths that were not read, in the order of their findings.
fn unread_paths(findings: &[Finding]) -> Vec<UnreadPath> {
    let mut paths = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        if !is_unread(finding) || finding.waived.is_some() {
            continue;
        }
        for place in &finding.places {
            if !place.path.is_empty() {
                let path = place.path.to_string();
                paths.push(UnreadPath { path, finding: at });
            }
        }
    }
    paths
}

/// Whether a path or one below it is among these.
fn has_below(paths: &BTreeSet<String>, path: &str) -> bool {
    let below = format!("{path}.");
    let next = paths.range(below.clone()..).next();
    paths.contains(path) || next.is_some_and(|next| next.starts_with(&below))
}

/// Whether findings of a code speak of the numbers of cells.
fn speaks_of_numbers(code: Code) -> bool {
    "TYN".contains(&code.id()[..1]) || code == Code::StaleFormula
}
