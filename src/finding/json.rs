//! Findings and written files as one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use sha2::{Digest, Sha256};

use super::{Finding, count};
use crate::place::{At, Place};

/// A file that the program wrote, decided not to, or verified.
#[derive(Clone, Debug, Serialize)]
pub struct FileEntry {
    /// Path as written.
    pub path: String,
    /// The format's name: `docx`, `pdf`, `txt` or `html`.
    pub format: &'static str,
    /// SHA-256 of the content, in hex.
    pub sha256: String,
    /// What happened: `new`, `changed` or `unchanged`; of a verified file `agrees`, `differs` or `unreadable`.
    pub status: &'static str,
    /// What a verified file says of itself: `edited` since it was made, of an `older` state of the form, `unmarked`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<&'static str>,
    /// Where the content that somebody had edited was saved before it was replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// In a PDF the official faces that others stand in for, with the names of those.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stand_ins: BTreeMap<String, String>,
}

impl FileEntry {
    /// A file of this content.
    pub fn new(path: String, format: &'static str, bytes: &[u8], status: &'static str) -> Self {
        Self {
            path,
            format,
            sha256: sha256(bytes),
            status,
            origin: None,
            original: None,
            stand_ins: BTreeMap::new(),
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    findings: Vec<FindingEntry<'a>>,
    errors: usize,
    warnings: usize,
    waived: usize,
    files: &'a [FileEntry],
    /// Why the command could not run at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
}

/// A finding as programs read it.
#[derive(Serialize)]
pub(crate) struct FindingEntry<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    hint: &'a str,
    stated: Option<&'a str>,
    expected: Option<&'a str>,
    waived: Option<&'a str>,
    places: Vec<PlaceEntry<'a>>,
}

#[derive(Serialize)]
struct PlaceEntry<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    path: Option<&'a str>,
    label: Option<&'a str>,
}

/// The findings and files as one JSON document, with a line end.
///
/// The shape is `{"findings":[…],"errors":n,"warnings":n,"waived":n,"files":[…]}`;
/// line and column are 1-based characters, and null where they do not apply.
pub fn render(findings: &[Finding], files: &[FileEntry]) -> String {
    document(findings, files, None)
}

/// The document of a command that could not run, with the reason.
pub fn failure(trouble: &str) -> String {
    document(&[], &[], Some(trouble))
}

fn document(findings: &[Finding], files: &[FileEntry], trouble: Option<&str>) -> String {
    let (errors, warnings) = count(findings);
    let waived = super::waived(findings);
    let document = Document {
        findings: findings.iter().map(entry).collect(),
        errors,
        warnings,
        waived,
        files,
        trouble,
    };
    // Serialising plain strings and numbers into a String cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

pub(crate) fn entry(finding: &Finding) -> FindingEntry<'_> {
    FindingEntry {
        code: finding.code.id(),
        name: finding.code.name(),
        severity: finding.severity.name(),
        message: &finding.message,
        hint: &finding.hint,
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        waived: finding.waived.as_deref(),
        places: finding.places.iter().map(place_entry).collect(),
    }
}

fn place_entry(place: &Place) -> PlaceEntry<'_> {
    let (mut line, mut column, mut sheet, mut cell) = (None, None, None, None);
    match &place.at {
        At::File => {}
        At::Text { line: l, column: c, .. } => (line, column) = (Some(*l), Some(*c)),
        At::Cell { sheet: s, row, column: c } => {
            sheet = Some(&**s);
            cell = Some(cell_name(*row, *c));
        }
    }
    PlaceEntry {
        file: &place.file,
        line,
        column,
        sheet,
        cell,
        path: (!place.path.is_empty()).then_some(&*place.path),
        label: (!place.label.is_empty()).then_some(&*place.label),
    }
}

/// The SHA-256 of a file's content, in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A cell's name as in a spreadsheet, such as `F12`; row and column count from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        assert_eq!(cell_name(11, 5), "F12");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }
}
