//! What holds of every input: a form checked, its findings sound and shown in every way.

use std::sync::Arc;

use nianbao::document::Document;
use nianbao::finding::human::{self, Sources};
use nianbao::finding::{Code, Finding, json, sarif};
use nianbao::form::{Options, Reading, read};
use nianbao::place::{At, Place};
use nianbao::report::Report;
use nianbao::rules::explain;
use nianbao::standard::Library;
use nianbao::{Filing, Memory, Name};
use serde_json::Value;

/// The name of the form that is checked.
pub const FORM: &str = "form.yaml";

/// A form as far as it could be read.
pub struct Checked {
    /// What it says.
    pub report: Option<Report>,
    /// Its document.
    pub document: Option<Document>,
    /// How many of the findings are those of reading, which come first.
    pub of_reading: usize,
    /// All findings.
    pub findings: Vec<Finding>,
    /// The texts that they point into.
    pub sources: Sources,
}

/// Reads a form.
pub fn reading(bytes: &[u8]) -> Reading {
    read(FORM, bytes, &Library::default(), Options::default())
}

/// Reads and checks a form without pictures.
pub fn checked(bytes: &[u8]) -> Checked {
    checked_in(&Memory::new(), bytes)
}

/// Reads and checks a form with what a world lends.
///
/// # Panics
/// When a built-in format has no body.
pub fn checked_in(world: &Memory, bytes: &[u8]) -> Checked {
    let of_reading = reading(bytes).findings.len();
    let filing = Filing::open(world, &Name::new(FORM), bytes);
    let filing = filing.expect("a body of every built-in format");
    let Filing {
        report,
        document,
        findings,
        sources,
        ..
    } = filing;
    Checked {
        report,
        document,
        of_reading,
        findings,
        sources,
    }
}

/// Reads and checks a form whose findings are sound, can be shown and are the same every time.
///
/// # Panics
/// When they are not.
pub fn told(bytes: &[u8]) -> Checked {
    let first = checked(bytes);
    sound(&first.findings, &first.sources);
    shown(&first.findings, &first.sources);
    if sampled(bytes, 4) {
        assert_eq!(checked(bytes).findings, first.findings, "checked twice");
    }
    first
}

/// Findings have words and places, and places lie in their texts, on edges of characters.
///
/// # Panics
/// When they do not.
pub fn sound(findings: &[Finding], sources: &Sources) {
    for finding in findings {
        assert!(
            !finding.message.is_empty() && !finding.places.is_empty(),
            "says nothing: {finding:?}"
        );
        finding
            .places
            .iter()
            .for_each(|place| lies_in(place, sources));
    }
}

fn lies_in(place: &Place, sources: &Sources) {
    let At::Text {
        line,
        column,
        bytes,
    } = &place.at
    else {
        return;
    };
    assert!(*line > 0 && *column > 0, "no place: {place:?}");
    if let Some(source) = sources.get(&place.file) {
        assert!(
            source.get(bytes.clone()).is_some(),
            "no stretch of {} bytes: {place:?}",
            source.len()
        );
    }
}

/// Findings are shown to people, and documents for programs hold all of them.
///
/// # Panics
/// When a document is none, or lacks a finding.
pub fn shown(findings: &[Finding], sources: &Sources) {
    for colour in [false, true] {
        assert!(!human::render(findings, sources, colour).is_empty());
    }
    let plain: Value = serde_json::from_str(&json::render(findings, &[])).expect("JSON");
    assert_eq!(
        plain["findings"].as_array().map(Vec::len),
        Some(findings.len())
    );
    let mut rules = Vec::new();
    for &code in Code::ALL {
        let explanation = explain(code);
        rules.push(sarif::SarifRule { code, explanation });
    }
    let log: Value = serde_json::from_str(&sarif::render(findings, &rules)).expect("JSON");
    assert_eq!(
        log["runs"][0]["results"].as_array().map(Vec::len),
        Some(findings.len())
    );
}

/// One input of a few, by its bytes, for what takes its time.
pub fn sampled(data: &[u8], of: usize) -> bool {
    let sum = data.iter().fold(data.len(), |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(*byte))
    });
    sum.is_multiple_of(of)
}

/// A text of the user's own, for templates.
pub fn lossy(data: &[u8]) -> Arc<str> {
    String::from_utf8_lossy(data).into()
}
