//! Findings and written files as one JSON document.

use std::collections::BTreeMap;

/// Whether a count says nothing.
#[allow(clippy::trivially_copy_pass_by_ref)] // Serde asks with a reference.
fn is_nought(count: &usize) -> bool {
    *count == 0
}

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use sha2::{Digest, Sha256};

use super::{Finding, Tally};
use crate::file::{FileKind, FileStatus, Origin};
use crate::place::{At, Place};

/// A file that the program wrote, decided not to, or verified.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct FileEntry {
    /// Path as written.
    pub path: String,
    /// What kind of file it is, by its usual extension.
    #[cfg_attr(test, schemars(with = "String"))]
    pub format: FileKind,
    /// SHA-256 of the content, in hex; empty where nobody is told.
    pub sha256: String,
    /// What became of it.
    pub status: FileStatus,
    /// What a verified file says of its own making.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Where the content that somebody had edited was saved before it was replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// What that says otherwise than the new file, the first few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<String>,
    /// How much it says otherwise.
    #[serde(skip_serializing_if = "is_nought")]
    pub edit_count: usize,
    /// Whether it was made of an earlier state of the form: then not all was edited by hand.
    #[serde(skip_serializing_if = "is_not")]
    pub form_changed: bool,
    /// In a PDF the official faces that others stand in for, with the names of those.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stand_ins: BTreeMap<String, String>,
}

impl FileEntry {
    /// A file, without the sum of its content.
    pub fn new(path: String, format: FileKind, status: FileStatus) -> Self {
        Self {
            path,
            format,
            sha256: String::new(),
            status,
            origin: None,
            original: None,
            edits: Vec::new(),
            edit_count: 0,
            form_changed: false,
            stand_ins: BTreeMap::new(),
        }
    }

    /// The same with the SHA-256 of its content, which programs are told.
    #[must_use]
    pub fn with_sum_of(self, bytes: &[u8]) -> Self {
        Self {
            sha256: sha256(bytes),
            ..self
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_not(value: &bool) -> bool {
    !value
}

/// What follows the findings in a document.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Tail<'a> {
    /// How many of the findings are errors.
    errors: usize,
    /// How many are warnings.
    warnings: usize,
    /// How many are hints: good advice, and often no fault.
    hints: usize,
    /// How many are let stand with a reason; they are neither errors nor warnings.
    waived: usize,
    /// How many follow from others, which name them as their cause; they do not count either.
    caused: usize,
    /// The files that were written or verified.
    files: &'a [FileEntry],
    /// Why the command could not run at all, or did not do all.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    /// The forms that nothing came of, where there are several.
    #[serde(skip_serializing_if = "<[TroubleEntry]>::is_empty")]
    troubles: &'a [TroubleEntry],
}

/// A form of several that nothing came of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct TroubleEntry {
    /// Path as given.
    pub file: String,
    /// Why, in Chinese.
    pub message: String,
}

/// A finding as programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct FindingEntry<'a> {
    /// The code, such as `T103`; codes and names never change.
    code: &'static str,
    /// The code's name, such as `balance`.
    name: &'static str,
    /// How grave it is here.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "hint"])))]
    severity: &'static str,
    /// What is wrong, in Chinese.
    message: &'a str,
    /// What to do about it, in Chinese; may be empty.
    hint: &'a str,
    /// The value as the form states it, where there is one.
    stated: Option<&'a str>,
    /// The value that it should be, where that can be told.
    expected: Option<&'a str>,
    /// Why the agency lets it stand, if it does.
    waived: Option<&'a str>,
    /// The finding from which this one follows, by its index in the list; it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<usize>,
    /// Where: the first place is in the checked file, the others are related.
    places: Vec<PlaceEntry<'a>>,
}

/// A place as programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct PlaceEntry<'a> {
    /// The file as it was given.
    file: &'a str,
    /// The line in a text, from 1.
    line: Option<usize>,
    /// The character in the line, from 1.
    column: Option<usize>,
    /// The sheet of a workbook.
    sheet: Option<&'a str>,
    /// The cell in the sheet, such as `F12`.
    cell: Option<String>,
    /// The place in a document that somebody else wrote.
    #[serde(flatten)]
    document: DocumentPlace,
    /// The value's path in the form, such as `申请.新收.自然人`.
    path: Option<&'a str>,
    /// The same in the words of the official form.
    label: Option<&'a str>,
}

/// A place in a document; all of it counts from 1.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Default, Serialize)]
pub(crate) struct DocumentPlace {
    /// The page, where there are pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    /// Which line of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    /// Which table.
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    /// The table's row.
    #[serde(skip_serializing_if = "Option::is_none")]
    table_row: Option<usize>,
    /// The cell in the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    table_column: Option<usize>,
}

impl DocumentPlace {
    fn of(at: &At) -> Self {
        match at {
            At::Paragraph { page, number } => Self {
                page: *page,
                paragraph: Some(*number),
                ..Self::default()
            },
            At::TableCell {
                page,
                table,
                row,
                column,
            } => Self {
                page: *page,
                table: Some(*table),
                table_row: Some(*row),
                table_column: Some(*column),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entry_alone(self).serialize(serializer)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        place_entry(self).serialize(serializer)
    }
}

/// The findings and files as one JSON document, with a line end.
///
/// The shape is
/// `{"findings":[…],"errors":n,"warnings":n,"hints":n,"waived":n,"caused":n,"files":[…]}`; line and
/// column are 1-based characters, and null where they do not apply.
pub fn render(findings: &[Finding], files: &[FileEntry]) -> String {
    let mut document = FindingsDocument::default();
    document.add(findings) + &document.end(files, &[])
}

/// The document of a command that could not run, with the reason.
pub fn failure(trouble: &str) -> String {
    let trouble = TroubleEntry {
        file: String::new(),
        message: trouble.to_owned(),
    };
    FindingsDocument::default().end(&[], &[trouble])
}

/// A document that is written as its findings come: nothing of them is kept but their number.
#[derive(Debug, Default)]
pub struct FindingsDocument {
    tally: Tally,
    begun: bool,
    /// How many findings stand in the list already.
    listed: usize,
}

impl FindingsDocument {
    /// The text of some more findings.
    pub fn add(&mut self, findings: &[Finding]) -> String {
        let mut text = self.head();
        let first = self.listed;
        for finding in findings {
            self.tally.count(finding);
            text.push_str(if self.listed > 0 { "," } else { "" });
            self.listed += 1;
            text.push_str("\n    ");
            text.push_str(&write_indented(&entry(finding, first), "\n    "));
        }
        text
    }

    /// The text behind the last finding, with a line end.
    ///
    /// Trouble of a run of one form is told as the run's own.
    pub fn end(mut self, files: &[FileEntry], troubles: &[TroubleEntry]) -> String {
        let mut text = self.head();
        text.push_str(if self.listed > 0 { "\n  ]," } else { "]," });
        let trouble = troubles.first().map(|trouble| trouble.message.as_str());
        let has_own = troubles.iter().any(|trouble| trouble.file.is_empty());
        let troubles = if has_own { &[] } else { troubles };
        let Tally {
            errors,
            warnings,
            hints,
            waived,
            caused,
        } = self.tally;
        let tail = Tail {
            errors,
            warnings,
            hints,
            waived,
            caused,
            files,
            trouble,
            troubles,
        };
        text.push_str(write_indented(&tail, "\n").trim_start_matches('{'));
        text.push('\n');
        text
    }

    fn head(&mut self) -> String {
        let begun = std::mem::replace(&mut self.begun, true);
        if begun {
            String::new()
        } else {
            "{\n  \"findings\": [".to_owned()
        }
    }
}

/// A value as JSON whose lines begin with what `line` says.
pub(super) fn write_indented(value: &impl Serialize, line: &str) -> String {
    // Serialising plain strings and numbers into a String cannot fail. No line end stands
    // inside a string of JSON.
    serde_json::to_string_pretty(value)
        .unwrap_or_default()
        .replace('\n', line)
}

/// A finding outside of its list: what it follows from stands elsewhere.
pub(crate) fn entry_alone(finding: &Finding) -> FindingEntry<'_> {
    FindingEntry {
        caused_by: None,
        ..entry(finding, 0)
    }
}

/// A finding of a form whose first one has this index in the list.
pub(crate) fn entry(finding: &Finding, first: usize) -> FindingEntry<'_> {
    FindingEntry {
        code: finding.code.id(),
        name: finding.code.name(),
        severity: finding.severity.name(),
        message: &finding.message,
        hint: &finding.hint,
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        waived: finding.waived.as_deref(),
        caused_by: finding.caused_by.map(|cause| first + cause),
        places: finding.places.iter().map(place_entry).collect(),
    }
}

pub(crate) fn place_entry(place: &Place) -> PlaceEntry<'_> {
    let (mut line, mut column, mut sheet, mut cell) = (None, None, None, None);
    match &place.at {
        At::File | At::Paragraph { .. } | At::TableCell { .. } => {}
        At::Text {
            line: l, column: c, ..
        } => (line, column) = (Some(*l), Some(*c)),
        At::Cell {
            sheet: s,
            row,
            column: c,
        } => {
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
        document: DocumentPlace::of(&place.at),
        path: (!place.path.is_empty()).then_some(&*place.path),
        label: (!place.label.is_empty()).then_some(&*place.label),
    }
}

/// The SHA-256 of a file's content, in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// A cell of a sheet by its row and column, which count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetPosition {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl SheetPosition {
    /// Its name as in a spreadsheet.
    fn name(self) -> String {
        cell_name(self.row, self.column)
    }
}

/// The smallest range that holds these cells, such as `E6:I30`; none without any.
pub fn cell_range(cells: impl IntoIterator<Item = SheetPosition>) -> Option<String> {
    let mut cells = cells.into_iter();
    let first = cells.next()?;
    let (mut from, mut to) = (first, first);
    for cell in cells {
        from.row = from.row.min(cell.row);
        from.column = from.column.min(cell.column);
        to.row = to.row.max(cell.row);
        to.column = to.column.max(cell.column);
    }
    Some(if from == to {
        from.name()
    } else {
        format!("{}:{}", from.name(), to.name())
    })
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
    use super::*;
    use crate::finding::Code;
    use crate::testing::check_schema;

    #[test]
    fn a_document_in_parts_is_the_document() {
        let finding = |text: &str| Finding::new(Code::Balance, text, Place::default());
        let all = [finding("甲\n乙"), finding("丙").as_warning(), finding("丁")];
        let whole = serde_json::json!({
            "findings": all,
            "errors": 2, "warnings": 1, "hints": 0, "waived": 0, "caused": 0, "files": [],
        });
        let pretty = serde_json::to_string_pretty(&whole).unwrap() + "\n";
        assert_eq!(render(&all, &[]), pretty);
        let mut document = FindingsDocument::default();
        let parts = [
            document.add(&all[..1]),
            document.add(&[]),
            document.add(&all[1..]),
        ];
        assert_eq!(parts.concat() + &document.end(&[], &[]), pretty);
        assert!(render(&[], &[]).starts_with("{\n  \"findings\": [],\n  \"errors\": 0,"));
    }

    /// What `check`, `build`, `convert` and `verify` found, and the files that they wrote or read.
    #[derive(JsonSchema)]
    #[schemars(rename = "Findings")]
    #[expect(dead_code)]
    struct Whole<'a> {
        /// What is wrong in the forms, in the order of their text.
        findings: Vec<FindingEntry<'a>>,
        #[schemars(flatten)]
        tail: Tail<'a>,
    }

    #[test]
    fn the_schema_is_as_committed() {
        check_schema::<Whole<'_>>("findings");
    }

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        assert_eq!(cell_name(11, 5), "F12");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }
}
