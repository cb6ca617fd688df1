//! A workbook that is no form but a whole report, pasted from somewhere: its tables as a form's,
//! and the lines of text round them.

use std::sync::Arc;

use super::keys::{self, FormKey};
use super::sheet::{Book, Sheet, SheetValue};
use super::tree::Builder;
use super::{by_rows, open_book};
use crate::finding::Finding;
use crate::form::labelled::lexicon::Lexicon;
use crate::form::labelled::standing::leave_out_repeated;
use crate::form::labelled::{Taken, find_taken, tables, told};
use crate::form::raw::{Entry, RawNode};
use crate::place::At;
use crate::standard::{AGENCY, Library, Standard, YEAR};

/// A report in a workbook.
pub(crate) struct PublishedBook {
    /// The format that its tables are of; none where no row of any was found.
    pub standard: Option<Arc<Standard>>,
    /// The entries of its tables in the form's tree.
    pub entries: Vec<Entry>,
    /// What is to be told of them.
    pub findings: Vec<Finding>,
    /// What stands outside of the tables, row by row.
    pub lines: Vec<BookLine>,
}

/// What stands in a row of a sheet outside of tables; cells are kept apart by tabs.
pub(crate) struct BookLine {
    pub text: String,
    pub at: At,
}

/// Reads a workbook as a report; none where it is a form.
///
/// # Errors
/// The finding `unreadable` when the file is no workbook within the bounds.
pub(crate) fn read_published(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<Option<PublishedBook>, Box<Finding>> {
    let book = open_book(file, bytes)?;
    let sheets = &book.sheets;
    let found = by_rows(sheets, library);
    let Some(standard) = found.clone().or_else(|| library.all().last().cloned()) else {
        return Ok(None);
    };
    let lexicon = Lexicon::of_document(&standard);
    if is_form(&book, &standard, &lexicon) {
        return Ok(None);
    }
    let all = tables(sheets, &standard, &lexicon);
    let (tabled, mut findings) = leave_out_repeated(file, sheets, &standard, all);
    let taken = find_taken(&tabled);
    findings.extend(told::tell_guesses(file, sheets, &standard, &tabled));
    findings.extend(told::tell_columns(file, sheets, &standard, &tabled, &taken));
    let mut builder = Builder::new(file, &book, &standard);
    let entries = match builder.tree(&tabled, &[]).node {
        RawNode::Map(entries) => entries,
        _ => Vec::new(),
    };
    findings.append(&mut builder.findings);
    let mut lines = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if !sheet.hidden {
            lines.extend(read_lines(index, sheet, &taken));
        }
    }
    Ok(Some(PublishedBook {
        standard: found,
        entries,
        findings,
        lines,
    }))
}

/// Whether a workbook is a form: it has sheets made for keys, or says whose it is by key.
fn is_form(book: &Book, standard: &Standard, lexicon: &Lexicon) -> bool {
    let pairs = keys::find(book, standard, lexicon, &Taken::new());
    book.sheets.iter().any(keys::is_list) || pairs.iter().any(|pair| is_heading(&pair.key))
}

/// Whether a key says whose report of which year it is.
fn is_heading(key: &FormKey) -> bool {
    matches!(key, FormKey::Field(path) if [AGENCY, YEAR].contains(&path.as_str()))
}

/// What stands in a sheet outside of its tables.
fn read_lines(index: usize, sheet: &Sheet, taken: &Taken) -> Vec<BookLine> {
    let mut lines: Vec<BookLine> = Vec::new();
    // The row of the last line.
    let mut last = None;
    for (&pos, cell) in &sheet.cells {
        let text = match &cell.value {
            SheetValue::Text(text) | SheetValue::Number(text, _) | SheetValue::Date(text, _) => {
                text.trim()
            }
            SheetValue::Empty | SheetValue::Boolean(_) | SheetValue::Error(_) => continue,
        };
        if text.is_empty() || taken.contains(&pos.in_sheet(index)) {
            continue;
        }
        if last.replace(pos.row) == Some(pos.row)
            && let Some(line) = lines.last_mut()
        {
            line.text += &format!("\t{text}");
        } else {
            lines.push(BookLine {
                text: text.to_owned(),
                at: sheet.at(pos),
            });
        }
    }
    lines
}
