//! What is told of an import: in the form, and in the exit of the program.

use crate::finding::{Code, Finding};

/// Codes of what is missing after an import.
const GAPS: [Code; 7] = [
    Code::NotRead,
    Code::Blank,
    Code::MissingRow,
    Code::UnknownRow,
    Code::NotACount,
    Code::UnknownKey,
    Code::WrongFormat,
];

/// The findings that tell of gaps: what could not be read, or is not there.
pub fn gaps(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| GAPS.contains(&finding.code))
}

/// What a clerk should look at in an imported form, a line each.
pub fn remarks(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place = finding.places.first();
    let at = place.and_then(|place| match &place.at {
        crate::place::At::Text { line, .. } => Some(format!("第{line}行")),
        at => at.in_document(),
    });
    let at = at.map_or(String::new(), |at| format!("{at}："));
    let message = finding.message.replace('\n', " ");
    let hint = if finding.hint.is_empty() { String::new() } else { format!("；{}", finding.hint) };
    format!("{at}{message}{hint}")
}
