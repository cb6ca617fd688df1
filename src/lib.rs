//! `nianbao` (年报): author the yearly 政府信息公开工作年度报告.
//!
//! A form becomes a report, the report is checked, bound into a document and
//! rendered as DOCX, PDF, plain text and HTML. `src/ARCHITECTURE.md` is the map.

pub mod align;
pub mod compare;
pub mod document;
pub mod drawing;
pub mod edit;
pub mod export;
pub mod filing;
pub mod finding;
pub mod form;
pub mod layout;
pub mod narrative;
pub mod place;
pub mod readback;
pub mod render;
pub mod report;
pub mod rules;
pub mod standard;
pub mod style;
pub mod summary;
#[cfg(test)]
mod testing;

use document::{Binding, Bound, Document, NoPictures, Pictures, Source, Template, bind};
use finding::{Finding, Severities};
use narrative::Narrative;
use report::Report;
use rules::Subject;

/// What a report is checked and bound with.
#[derive(Clone, Copy)]
pub struct With<'a> {
    /// The body template.
    pub body: &'a Source,
    /// Last year's report, for the rules between years, placeholders and charts.
    pub last: Option<&'a Report>,
    /// Severities that the agency chose.
    pub severities: &'a Severities,
    /// Where the agency's own pictures come from.
    pub pictures: &'a dyn Pictures,
}

impl<'a> With<'a> {
    /// A body, and nothing else.
    pub fn body(body: &'a Source) -> Self {
        static USUAL: Severities = Severities::new();
        Self { body, last: None, severities: &USUAL, pictures: &NoPictures }
    }
}

/// Applies all rules to a report and binds it into the body template.
///
/// All findings come at once; the document is missing only when the template
/// cannot be read.
pub fn check(report: &Report, with: With<'_>) -> (Vec<Finding>, Option<Document>) {
    let With { body, last, severities, pictures } = with;
    let narrative = Narrative::of(report, last);
    let mut findings = rules::check(&Subject { report, last, narrative: &narrative }, severities);
    findings.extend_from_slice(&narrative.findings);
    match Template::load(body, &report.standard) {
        Ok(template) => {
            let of = Binding { report, last, narrative: &narrative, template: &template, pictures };
            let Bound { mut document, findings: more } = bind(of);
            document.origin = form::meaning(report);
            findings.extend(more);
            (findings, Some(document))
        }
        Err(finding) => {
            findings.push(*finding);
            (findings, None)
        }
    }
}
