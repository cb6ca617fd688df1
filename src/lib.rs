//! `nianbao` (年报): author the yearly 政府信息公开工作年度报告.
//!
//! A form becomes a report, the report is checked, bound into a document and
//! rendered as DOCX, PDF and plain text. `src/ARCHITECTURE.md` is the map.

pub mod cli;
pub mod document;
pub mod export;
pub mod finding;
pub mod form;
pub mod layout;
pub mod narrative;
pub mod place;
pub mod render;
pub mod report;
pub mod rules;
pub mod standard;
pub mod style;
#[cfg(test)]
mod testing;

use document::{Bound, Document, Source, Template, bind};
use finding::{Finding, Severities};
use narrative::Narrative;
use report::Report;
use rules::Subject;

/// Applies all rules to a report and binds it into the body template.
///
/// `last` is last year's report, for the rules between years and for
/// placeholders; `own` are severities that the agency chose. All findings come
/// at once; the document is missing only when the template cannot be read.
pub fn check(
    report: &Report,
    last: Option<&Report>,
    body: &Source,
    own: &Severities,
) -> (Vec<Finding>, Option<Document>) {
    let narrative = Narrative::of(report, last);
    let mut findings = rules::check(&Subject { report, last, narrative: &narrative }, own);
    findings.extend_from_slice(&narrative.findings);
    match Template::load(body, &report.standard) {
        Ok(template) => {
            let Bound { document, findings: more } = bind(report, &narrative, &template);
            findings.extend(more);
            (findings, Some(document))
        }
        Err(finding) => {
            findings.push(*finding);
            (findings, None)
        }
    }
}
