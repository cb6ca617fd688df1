//! A report checked and bound, for those who have one already and no world around it.

use crate::document::{Binding, Bound, Document, NoPictures, Pictures, Source, Template, bind};
use crate::finding::{Finding, Severities};
use crate::form;
use crate::narrative::Narrative;
use crate::report::Report;
use crate::rules::{self, Subject};

/// What was found in a report, and what it makes on paper.
pub type Checked = (Vec<Finding>, Option<Document>);

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
pub fn check(report: &Report, with: With<'_>) -> Checked {
    let narrative = Narrative::of(report, with.last);
    examine(report, with, &narrative)
}

/// The same where the free text was read already.
pub(super) fn examine(report: &Report, with: With<'_>, narrative: &Narrative) -> Checked {
    let With { body, last, severities, pictures } = with;
    let mut findings = rules::check(&Subject { report, last, narrative }, severities);
    findings.extend_from_slice(&narrative.findings);
    match Template::load(body, &report.standard) {
        Ok(template) => {
            let of = Binding { report, last, narrative, template: &template, pictures };
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
