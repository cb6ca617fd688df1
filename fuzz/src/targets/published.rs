//! The bytes of a report that somebody has published, imported: Word's, PDF, a page, a text.

use nianbao::form::write::yaml;
use nianbao::form::{Options, is_workbook};
use nianbao::import::{Given, is_document, open};
use nianbao::standard::Library;

use crate::checks::{reading, sampled, shown, sound};
use crate::samples::files;
use nianbao::finding::human::Sources;

/// The file that is imported.
const FILE: &str = "报告";

/// Any bytes as a published report.
///
/// # Panics
/// When findings are not sound, or the form that is written says something else.
pub fn run(data: &[u8]) {
    let library = Library::default();
    let _ = is_document(data, &library);
    let import = || open(FILE, data, &Given::default(), &library, Options::default());
    let first = import();
    let sources = Sources::from([(FILE.into(), first.source.clone())]);
    sound(&first.findings, &sources);
    shown(&first.findings, &sources);
    let Some(report) = first.report else { return };
    let again = reading(yaml(&report, "form.json").as_bytes())
        .report
        .expect("what was written");
    // A workbook with a row that has too few columns leaves cells unstated between stated ones;
    // a list of YAML can only leave them blank.
    let same = is_workbook(data) || again.says_same(&report);
    assert!(same, "the form says something else");
    if sampled(data, 4) {
        assert_eq!(import().findings, first.findings, "imported twice");
    }
}

/// Documents in the manner of published ones.
fn documents(kinds: &[&str]) -> Vec<Vec<u8>> {
    files("tests/published", kinds)
}

/// Word files.
pub fn word() -> Vec<Vec<u8>> {
    documents(&["docx"])
}

/// PDFs.
pub fn paper() -> Vec<Vec<u8>> {
    documents(&["pdf"])
}

/// Pages.
pub fn pages() -> Vec<Vec<u8>> {
    documents(&["html", "mhtml"])
}

/// Texts, and a workbook with a whole report; no target of its own while the largest take a second.
pub fn texts() -> Vec<Vec<u8>> {
    documents(&["txt", "xlsx"])
        .into_iter()
        .chain(files("tests/reports", &["txt"]))
        .collect()
}
