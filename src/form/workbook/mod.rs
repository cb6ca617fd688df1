//! An Excel workbook into the raw placed tree.
//!
//! bytes → bounded package → sheets of cells → what labels mean → where the
//! tables and keys are → the tree that a YAML form of the same content gives.
//! Nothing is found by its address: the official tables may stand in any sheet,
//! shifted, with rows between, or below each other.
//!
//! # How a workbook is read
//!
//! It is read in steps, each a file: `package` tells what kind of file it is and inflates what a
//! form may need within bounds, `relations` finds by relationships which part is what, `marks`
//! looks through the XML before any code allocates by its numbers, and only what a form needs is
//! packed again, under the usual names and without hints of no use; `xlsx` lets calamine read
//! cell by cell into a sparse map; `lexicon` says what a text means as a label, exactly or a slip
//! away; `heads` finds the heads of tables by the order of their labels (the longest common run),
//! `tables` the rows below them, `keys` the labels with values beside them; `tree`, `numbers` and
//! `values` write the raw tree; `asides` tells what was guessed, lacks, repeats, is hidden or not
//! used. So a table is found by what it says and never by where it stands, and where what it says
//! does not settle it, nothing is read and somebody is told. `RawNode::Reported` in the tree
//! stands only beside such a finding.
//!
//! `formula/` computes formulas exactly, over a small trait; it knows neither calamine nor
//! reports, works on an explicit stack, and counts its steps. What a file shows as a formula's
//! result is only compared. A total's formula that gives the sum of its parts is left out of the
//! tree: nothing is stated there. `records` reads the sheets of lists (台账, 豁免), `comments`
//! knows the form's own comments, `patch/` changes cells in place.
//!
//! Bounds: 16 MiB, 16 MiB inflated, 200 sheets, 200,000 cells each, no far cells. They are kept in
//! `package` and `marks`.

mod asides;
mod comments;
mod compute;
mod digits;
mod entries;
mod formula;
mod keys;
mod legacy;
mod marks;
mod numbers;
mod opendocument;
mod pack;
mod package;
mod patch;
#[cfg(feature = "readback")]
mod published;
mod record;
mod records;
mod relations;
mod sheet;
mod shown;
mod struck;
mod tree;
mod values;
mod xlsx;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use self::patch::{CellEdit, NewContent, ValueCell, change_cells};
#[cfg(feature = "readback")]
pub(crate) use self::published::{BookLine, PublishedBook, read_published};

use self::keys::{FormKey, Pair};
use self::records::find_list;
use self::sheet::{Book, SheetValue};
use super::bytes::OLE;
use super::labelled::formats::{ForeignTable, by_rows, leave_out_foreign};
use super::labelled::lexicon::Lexicon;
use super::labelled::standing::leave_out_repeated;
use super::labelled::tree::make_entry;
use super::labelled::{CellAddress, Taken, find_taken, tables, told};
use super::raw::{Raw, RawNode};
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::standard::{Library, Standard};

/// Reads a workbook. The findings tell guesses, stale formulas and what is hidden or not used.
///
/// # Errors
/// The finding `unreadable` when the file is no workbook or no form within the bounds.
pub fn read(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<(Raw, Vec<Finding>), Box<Finding>> {
    let book = open_book(file, bytes)?;
    let sheets = &book.sheets;
    let standard = find_standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(sheets, &standard, &lexicon);
    let mut tabled: BTreeSet<usize> = all.iter().map(|found| found.sheet).collect();
    let (mut found, mut findings) = leave_out_repeated(file, sheets, &standard, all);
    let foreign = leave_out_foreign(file, sheets, library, &standard, &mut found);
    let taken = find_taken(&found);
    let pairs = keys::find(&book, &standard, &lexicon, &taken);
    if found.is_empty() && pairs.is_empty() {
        return Err(refuse_other(file));
    }
    findings.extend(told::tell_guesses(file, sheets, &standard, &found));
    findings.extend(told::tell_columns(file, sheets, &standard, &found, &taken));
    let mut builder = tree::Builder::new(file, &book, &standard);
    let mut root = builder.tree(&found, &pairs);
    if let RawNode::Map(entries) = &mut root.node {
        builder.read_records(entries);
        for ForeignTable { key, at, .. } in &foreign {
            entries.push(make_entry(key, at.clone(), RawNode::Reported));
        }
    }
    findings.append(&mut builder.findings);
    findings.extend(foreign.iter().filter_map(|table| table.finding.clone()));
    tabled.extend(foreign.iter().map(|table| table.sheet));
    let lists = sheets.iter().enumerate();
    let lists = lists.filter(|(_, sheet)| find_list(sheet, &standard).is_some());
    tabled.extend(lists.map(|(index, _)| index));
    findings.extend(asides::tell_comments(file, &book, library));
    findings.extend(asides::tell_sheets(
        file, &book, &standard, &found, &pairs, &tabled,
    ));
    findings.extend(asides::tell_left_out(file, &book));
    Ok((root, findings))
}

/// Refuses a workbook that is no form.
fn refuse_other(file: &Arc<str>) -> Box<Finding> {
    let message = "工作簿里没有找到填报表";
    let finding = Finding::new(Code::Unreadable, message, Place::file(file));
    Box::new(finding.hint("用 nianbao new 生成空白填报表，或把表格连同表头一起粘贴进来"))
}

/// The sheets of a workbook of any kind.
fn open_book(file: &Arc<str>, bytes: &[u8]) -> Result<Book, Box<Finding>> {
    if bytes.starts_with(OLE) {
        legacy::read(file, bytes)
    } else if opendocument::is_one(bytes) {
        opendocument::read(file, bytes)
    } else {
        xlsx::read(file, package::open(file, bytes)?)
    }
}

/// The cells that hold the values of a form, by their paths, blank ones too; none for a workbook of
/// another kind than .xlsx.
pub(crate) fn value_cells(bytes: &[u8], library: &Library) -> Option<BTreeMap<String, ValueCell>> {
    let file: Arc<str> = "".into();
    let book = xlsx::read(&file, package::open(&file, bytes).ok()?).ok()?;
    let standard = find_standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(&book.sheets, &standard, &lexicon);
    let (found, _) = leave_out_repeated(&file, &book.sheets, &standard, all);
    let pairs = keys::find(&book, &standard, &lexicon, &find_taken(&found));
    let mut builder = tree::Builder::new(&file, &book, &standard);
    builder.tree(&found, &pairs);
    let mut cells = BTreeMap::new();
    for (id, spot) in &builder.spots {
        let cell = spot.cells.start().in_sheet(spot.sheet);
        cells.insert(standard.path(*id), value_cell(&book, cell));
    }
    for pair in &pairs {
        if let FormKey::Field(path) = &pair.key {
            let cell = cells.entry(path.clone());
            cell.or_insert_with(|| value_cell(&book, pair.value_cell()));
        }
    }
    Some(cells)
}

fn value_cell(book: &Book, cell: CellAddress) -> ValueCell {
    let content = book.cell(cell);
    let day = content.is_some_and(|content| matches!(content.value, SheetValue::Date(..)));
    ValueCell {
        sheet: book.sheets[cell.sheet].name.to_string(),
        at: cell.pos,
        computed: content.is_some_and(|content| content.formula.is_some()),
        day: day && !book.since_1904,
    }
}

/// Finds the format: by the workbook's own word, else the one whose labels it has most of.
fn find_standard(book: &Book, library: &Library) -> Arc<Standard> {
    let all = library.all();
    let last = all.last().cloned();
    let last = last.expect("the program brings standards with it");
    let pairs = keys::find(book, &last, &Lexicon::of_keys(&last), &Taken::new());
    let format = find_text(book, &pairs, "格式");
    if let Some(standard) = format.and_then(|format| library.by_format(&format)) {
        return standard;
    }
    let year = find_text(book, &pairs, "年度").and_then(|year| year.parse().ok());
    if let Some(standard) = year.and_then(|year| library.by_year(year)) {
        return standard;
    }
    by_rows(&book.sheets, library).unwrap_or(last)
}

/// What a workbook says under a key, as text.
fn find_text(book: &Book, pairs: &[Pair], path: &str) -> Option<String> {
    let key = FormKey::Field(path.to_owned());
    let pair = pairs.iter().find(|pair| pair.key == key)?;
    match &book.cell(pair.value_cell())?.value {
        SheetValue::Number(text, _) | SheetValue::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}
