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
use crate::standard::{BASICS, Library};

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
        return refuse(finding);
    }
    match readback::document_kind(bytes) {
        Some(kind) => match readback::read_any(file, kind, bytes) {
            Ok(content) => read(&content, "".into(), given, library, options),
            Err(finding) => refuse(*finding),
        },
        None if form::is_workbook(bytes) => read_workbook(&name, bytes, given, library, options),
        None => match form::plain_text(&name, bytes) {
            Ok(text) if has_keys(&text) => refuse(*describe_form(&name)),
            Ok(text) => {
                let content = plain::read(file, &text);
                read(&content, text.into(), given, library, options)
            }
            Err(finding) => refuse(*finding),
        },
    }
}

/// Reads a report that stands in a workbook.
#[cfg(feature = "workbook")]
fn read_workbook(
    file: &Arc<str>,
    bytes: &[u8],
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    use super::lower_pieces;
    use super::pieces::DocumentPiece;
    use super::tables::ReadTables;
    use super::tree::TakenApart;
    use crate::form::workbook::{PublishedBook, read_published};
    let book = match read_published(file, bytes, library) {
        Ok(Some(book)) => book,
        Ok(None) => return refuse(*describe_form(file)),
        Err(finding) => return refuse(*finding),
    };
    let PublishedBook {
        standard,
        entries,
        findings,
        lines,
    } = book;
    let passages = lines.into_iter().flat_map(split_book_line);
    let pieces = passages.map(DocumentPiece::Line).collect();
    let tables = ReadTables {
        standard,
        entries,
        findings,
        used: Vec::new(),
    };
    let document = TakenApart {
        file,
        pieces,
        facts: &[],
        tables: Some(tables),
    };
    lower_pieces(document, "".into(), given, library, options)
}

/// The lines of a cell's text, each a paragraph.
#[cfg(feature = "workbook")]
fn split_book_line(line: form::workbook::BookLine) -> Vec<TextLine> {
    TextLine::new(line.text, line.at).split_lines()
}

/// A program that was built without workbooks says so.
#[cfg(not(feature = "workbook"))]
fn read_workbook(
    file: &Arc<str>,
    bytes: &[u8],
    _: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    form::read(file, bytes, library, options)
}

/// What is told of a file that need not be imported.
fn describe_form(file: &Arc<str>) -> Box<Finding> {
    let finding = Finding::new(
        Code::Unreadable,
        "这已经是填报表，不用导入",
        Place::file(file),
    );
    Box::new(finding.hint("要换一种格式，用 nianbao convert"))
}

fn refuse(finding: Finding) -> Reading {
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
    let lines = text.lines().take(MAX_LINES);
    let heading_lines = lines.filter(|line| is_heading(line, &headings));
    heading_lines.take(FEW_HEADINGS).count() == FEW_HEADINGS
}

/// Whether a line of a text, also one with marks of Markdown, heads a section.
fn is_heading(line: &str, headings: &Headings) -> bool {
    let text = line.trim().trim_start_matches('#').trim().to_owned();
    let passage = TextLine::new(text, At::File);
    headings.find(&passage, HeadingStyle::Official).is_some()
}

/// Whether a text has keys of a form.
fn has_keys(text: &str) -> bool {
    text.lines().any(begins_with_key)
}

/// Whether a line, of YAML or JSON, begins with a key that every form has.
fn begins_with_key(line: &str) -> bool {
    let line = line.trim_start_matches(['"', '\'', ' ', '{']);
    BASICS.iter().any(|key| match line.strip_prefix(key) {
        Some(rest) => rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'),
        None => false,
    })
}

/// Lines of a text in which headings are looked for.
const MAX_LINES: usize = 5_000;
