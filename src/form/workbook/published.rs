//! A workbook that is no form but a whole report, pasted from somewhere: its tables as a form's,
//! and the lines of text round them.

use std::sync::Arc;

use super::keys::{self, FormKey};
use super::sheet::{Book, Sheet, SheetValue};
use super::tree::Builder;
use super::{book_of, by_rows};
use crate::finding::Finding;
use crate::form::labelled::lexicon::Lexicon;
use crate::form::labelled::standing::single;
use crate::form::labelled::{Taken, tables, taken, told};
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
pub(crate) fn published(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<Option<PublishedBook>, Box<Finding>> {
    let book = book_of(file, bytes)?;
    let found = by_rows(&book.sheets, library);
    let Some(standard) = found.clone().or_else(|| library.all().last().cloned()) else {
        return Ok(None);
    };
    let lexicon = Lexicon::of_document(&standard);
    if is_form(&book, &standard, &lexicon) {
        return Ok(None);
    }
    let all = tables(&book.sheets, &standard, &lexicon);
    let (tabled, mut findings) = single(file, &book.sheets, &standard, all);
    let taken = taken(&tabled);
    findings.extend(told::guesses(file, &book.sheets, &standard, &tabled));
    findings.extend(told::columns(
        file,
        &book.sheets,
        &standard,
        &tabled,
        &taken,
    ));
    let mut builder = Builder::new(file, &book, &standard);
    let entries = match builder.tree(&tabled, &[]).node {
        RawNode::Map(entries) => entries,
        _ => Vec::new(),
    };
    findings.append(&mut builder.findings);
    let sheets = book
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| !sheet.hidden);
    let lines = sheets
        .flat_map(|(index, sheet)| lines(index, sheet, &taken))
        .collect();
    Ok(Some(PublishedBook {
        standard: found,
        entries,
        findings,
        lines,
    }))
}

/// Whether a workbook is a form: it has sheets made for keys, or says whose it is by key.
fn is_form(book: &Book, standard: &Standard, lexicon: &Lexicon) -> bool {
    let pairs = keys::find(book, standard, lexicon, |_, _| false);
    let is_heading = |key: &FormKey| {
        [AGENCY, YEAR]
            .iter()
            .any(|own| *key == FormKey::Field((*own).to_owned()))
    };
    book.sheets.iter().any(keys::is_list) || pairs.iter().any(|pair| is_heading(&pair.key))
}

/// What stands in a sheet outside of its tables.
fn lines(index: usize, sheet: &Sheet, taken: &Taken) -> Vec<BookLine> {
    let mut lines: Vec<(u32, BookLine)> = Vec::new();
    for (&pos, cell) in &sheet.cells {
        let text = match &cell.value {
            SheetValue::Text(text) | SheetValue::Number(text, _) | SheetValue::Date(text, _) => {
                text
            }
            SheetValue::Empty | SheetValue::Boolean(_) | SheetValue::Error(_) => continue,
        };
        if taken.contains(&(index, pos)) || text.trim().is_empty() {
            continue;
        }
        match lines.last_mut().filter(|(row, _)| *row == pos.0) {
            Some((_, line)) => line.text += &format!("\t{}", text.trim()),
            None => {
                lines.push((
                    pos.0,
                    BookLine {
                        text: text.trim().to_owned(),
                        at: sheet.at(pos),
                    },
                ));
            }
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}
