//! A document of any kind, by its content.

use std::sync::Arc;

use super::headings::{HeadingStyle, Headings};
use super::pieces::TextLine;
use super::words::PageWords;
use super::{Given, read};
use crate::file::MAX_FINISHED;
use crate::finding::{Code, Finding};
use crate::form::{self, Options, Reading};
use crate::place::{At, Place};
use crate::readback::{self, plain};
use crate::standard::{AGENCY, FORMAT, Library, YEAR};

/// Reads a published report; `file` is its name. What is a form already is none.
pub fn open(
    file: &str,
    bytes: &[u8],
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    let name: Arc<str> = file.into();
    if bytes.len() > MAX_FINISHED {
        let message = "文件太大，不像一份报告";
        let finding = Finding::new(Code::Unreadable, message, Place::file(&name));
        return unread(finding);
    }
    match readback::document_kind(bytes) {
        Some(kind) => match readback::read_any(file, kind, bytes) {
            Ok(content) => read(&content, "".into(), given, library, options),
            Err(finding) => unread(*finding),
        },
        None if form::is_workbook(bytes) => workbook(&name, bytes, given, library, options),
        None => match form::plain_text(&name, bytes) {
            Ok(text) if has_keys(&text) => unread(*form_already(&name)),
            Ok(text) => read(
                &plain::read(file, &text),
                text.into(),
                given,
                library,
                options,
            ),
            Err(finding) => unread(*finding),
        },
    }
}

/// Reads a report that stands in a workbook.
#[cfg(feature = "workbook")]
fn workbook(
    file: &Arc<str>,
    bytes: &[u8],
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    use super::lowered;
    use super::pieces::DocumentPiece;
    use super::tables::ReadTables;
    use super::tree::TakenApart;
    use crate::form::workbook::{BookLine, PublishedBook, read_published};
    let book = match read_published(file, bytes, library) {
        Ok(Some(book)) => book,
        Ok(None) => return unread(*form_already(file)),
        Err(finding) => return unread(*finding),
    };
    let PublishedBook {
        standard,
        entries,
        findings,
        lines,
    } = book;
    let passage = |line: BookLine| TextLine {
        text: line.text,
        at: line.at,
        level: None,
    };
    let parts = lines
        .into_iter()
        .map(passage)
        .flat_map(lines_of)
        .map(DocumentPiece::Line);
    let tables = ReadTables {
        standard,
        entries,
        findings,
        used: Vec::new(),
    };
    let pieces = parts.collect();
    let document = TakenApart {
        file,
        pieces,
        facts: &[],
        tables: Some(tables),
    };
    lowered(document, "".into(), given, library, options)
}

/// The lines of a cell's text, each a paragraph.
#[cfg(feature = "workbook")]
fn lines_of(passage: TextLine) -> Vec<TextLine> {
    let lines = passage
        .text
        .split('\n')
        .filter(|line| !line.trim().is_empty());
    lines
        .map(|line| TextLine {
            text: line.to_owned(),
            ..passage.clone()
        })
        .collect()
}

/// A program that was built without workbooks says so.
#[cfg(not(feature = "workbook"))]
fn workbook(
    file: &Arc<str>,
    bytes: &[u8],
    _: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    form::read(file, bytes, library, options)
}

/// What is told of a file that need not be imported.
fn form_already(file: &Arc<str>) -> Box<Finding> {
    let finding = Finding::new(
        Code::Unreadable,
        "这已经是填报表，不用导入",
        Place::file(file),
    );
    Box::new(finding.hint("要换一种格式，用 nianbao convert"))
}

fn unread(finding: Finding) -> Reading {
    Reading {
        report: None,
        findings: vec![finding],
        source: "".into(),
    }
}

/// Whether a file is a document with a report, and no form: told by its content.
pub fn is_document(bytes: &[u8], library: &Library) -> bool {
    if readback::document_kind(bytes).is_some() {
        return true;
    }
    let name: Arc<str> = "".into();
    if form::is_workbook(bytes) {
        return false;
    }
    form::plain_text(&name, bytes).is_ok_and(|text| is_published(&text, library))
}

/// How many headings of sections a text has that is a report.
const FEW_HEADINGS: usize = 2;

/// Whether a text is a report and not a form: it has headings of sections, and no keys.
fn is_published(text: &str, library: &Library) -> bool {
    // Of a form, which is nearly everything, no more is asked.
    if has_keys(text) {
        return false;
    }
    let all = library.all();
    let Some(standard) = all.last() else {
        return false;
    };
    let headings = Headings::of(standard, PageWords::load());
    let is_heading = |line: &&str| {
        let text = line.trim().trim_start_matches('#').trim().to_owned();
        let passage = TextLine {
            text,
            at: At::File,
            level: None,
        };
        headings.find(&passage, HeadingStyle::Official).is_some()
    };
    let lines = text.lines().take(MAX_LINES);
    lines.filter(is_heading).take(FEW_HEADINGS).count() == FEW_HEADINGS
}

/// Whether a text has keys of a form.
fn has_keys(text: &str) -> bool {
    let keys = [AGENCY, YEAR, FORMAT];
    let is_key = |line: &str| {
        let line = line.trim_start_matches(['"', '\'', ' ', '{']);
        keys.iter().any(|key| {
            let rest = line
                .strip_prefix(key)
                .map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
            rest.is_some_and(|rest| rest.starts_with(':'))
        })
    };
    text.lines().any(is_key)
}

/// Lines of a text in which headings are looked for.
const MAX_LINES: usize = 5_000;
