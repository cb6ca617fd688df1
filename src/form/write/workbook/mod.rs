//! A form as an Excel workbook: the official tables, the short values, the texts.
//!
//! Everything is where a clerk looks for it, cells to be filled are unlocked,
//! totals are formulas. The same report gives the same bytes.
//!
//! # How a workbook is written
//!
//! Each part is a file: `grid` where the numbers stand, `tables` a table's sheet, `guards` its
//! checks and validations, `lists` the sheets of keys and texts, `ledger` and `records` those of
//! lists, `results` what a check found, `order` the tabs. Results of formulas are written as the
//! program computes them, so that a viewer that computes nothing shows them as well. The words
//! that reading and writing share are in `src/form/words.rs`, the guide's in
//! `templates/form/guide.txt`.

mod basics;
mod grid;
mod guards;
mod guide;
mod ledger;
mod lists;
mod looks;
mod order;
mod records;
mod results;
mod tables;
mod texts;

use std::collections::BTreeMap;
use std::thread;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::grid::DefinedName;
use self::looks::Looks;
use self::results::FormSpots;
use super::super::words::{BASICS, GUIDE, RESULTS, sheet_name};
use crate::finding::Finding;
use crate::report::Report;
use crate::standard::{CellKind, FieldKind, LEDGER, Standard};

/// Sheets' names have so many characters at the most.
const MAX_NAME: usize = 31;
/// Characters that they cannot have.
const NO_NAME: &str = "[]:*?/\\";
/// Years that a spreadsheet has.
const YEARS: [u16; 2] = [1900, 9999];

/// Why a report cannot be a workbook.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbookFault {
    /// A paragraph of the text of this key is longer than a cell can be.
    #[error("“{0}”里有一段太长，Excel 的一格放不下；请把它分成几段")]
    TooLong(String),
    /// There are no threads to be had, and the writer takes one a sheet for granted.
    #[error("系统不让程序再开线程，写不了 Excel 文件；可以改用 .yaml")]
    NoThreads,
    /// The writer refused; what it said.
    #[error("生成不了 Excel 填报表：{0}")]
    Refused(String),
}

impl From<XlsxError> for WorkbookFault {
    fn from(error: XlsxError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// The bytes of the report's form as a workbook.
///
/// # Errors
/// A [`WorkbookFault`] where a paragraph has more characters than a cell can hold.
pub fn workbook(report: &Report) -> Result<Vec<u8>, WorkbookFault> {
    workbook_with(report, &BTreeMap::new())
}

/// The same with what a check found: marked cells with comments, and a sheet that lists all. Read
/// again, the form is the same.
///
/// # Errors
/// As [`workbook`].
pub fn annotated(report: &Report, findings: &[Finding]) -> Result<Vec<u8>, WorkbookFault> {
    write(report, &BTreeMap::new(), Some(findings))
}

/// The same with last year's texts, by their paths, in a sheet of their own to copy from.
///
/// # Errors
/// As [`workbook`].
pub fn workbook_with(
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<u8>, WorkbookFault> {
    write(report, last, None)
}

fn write(
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
    findings: Option<&[Finding]>,
) -> Result<Vec<u8>, WorkbookFault> {
    need_threads()?;
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    let mut spots = FormSpots::default();
    basics::write(workbook.add_worksheet(), report, &looks, &mut spots)?;
    let sheets = table_sheets(&report.standard);
    let mut names = Vec::new();
    for TableSheet { table, name } in &sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        let of_table = tables::write(sheet, name, report, *table, &looks, &mut spots)?;
        names.extend(of_table);
    }
    texts::write(workbook.add_worksheet(), report, &looks, &mut spots)?;
    if !last.is_empty() {
        texts::write_last(workbook.add_worksheet(), report, last, &looks)?;
    }
    let sheet = workbook.add_worksheet();
    guide::write(sheet, report, &sheets, &looks)?;
    sheet.set_active(findings.is_none());
    add_lists(&mut workbook, report, &looks)?;
    if let Some(findings) = findings {
        results::write(&mut workbook, report, findings, &spots, &looks)?;
    }
    for DefinedName { name, range } in names {
        workbook.define_name(name, &range)?;
    }
    set_properties(&mut workbook, report)?;
    let mut bytes = workbook.save_to_buffer()?;
    // The guide is read first, if at all.
    let first = if findings.is_some() { RESULTS } else { GUIDE };
    bytes = order::put_first(&bytes, first).unwrap_or(bytes);
    crate::maker::set_maker(&mut bytes);
    Ok(bytes)
}

/// Adds the ledger and the sheets of the other lists.
fn add_lists(workbook: &mut Workbook, report: &Report, looks: &Looks) -> Result<(), WorkbookFault> {
    let standard = &report.standard;
    if let Some(table) = standard.ledger_table() {
        let year = format!("{BASICS}!{}", basics::year_cell(report));
        ledger::write(workbook.add_worksheet(), report, &table, &year, looks)?;
    }
    for field in standard.fields.iter().filter(|field| field.key != LEDGER) {
        if let FieldKind::Records(keys) = &field.kind {
            records::write(workbook.add_worksheet(), report, field, keys, looks)?;
        }
    }
    Ok(())
}

/// Title, author and day. No clock: the same form gives the same bytes.
fn set_properties(workbook: &mut Workbook, report: &Report) -> Result<(), WorkbookFault> {
    let [first, last] = YEARS;
    let year = u16::try_from(report.year.value).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(year.clamp(first, last), 12, 31)?;
    let properties = DocProperties::new()
        .set_title(report.title())
        .set_author(&report.agency.value);
    workbook.set_properties(&properties.set_creation_datetime(&day));
    Ok(())
}

/// The sheet of a table.
struct TableSheet {
    table: usize,
    name: String,
}

/// The sheets of the tables, in the order of their sections.
fn table_sheets(standard: &Standard) -> Vec<TableSheet> {
    let mut sheets = Vec::new();
    for section in &standard.sections {
        let Some(table) = section.table else { continue };
        let name = sheet_name(&section.label, &standard.tables[table].key);
        let name = name.chars().filter(|c| !NO_NAME.contains(*c));
        sheets.push(TableSheet {
            table,
            name: name.take(MAX_NAME).collect(),
        });
    }
    sheets
}

/// Makes sure that the writer of workbooks has the threads that it takes for granted.
///
/// # Errors
/// [`WorkbookFault::NoThreads`] where the system gives none.
pub fn need_threads() -> Result<(), WorkbookFault> {
    // A module of WebAssembly has none, and the writer knows.
    if cfg!(target_family = "wasm") {
        return Ok(());
    }
    match thread::Builder::new().spawn(|| ()) {
        Ok(_) => Ok(()),
        Err(_) => Err(WorkbookFault::NoThreads),
    }
}

/// Whether the cells of a kind hold numbers without a unit.
fn is_number(kind: CellKind) -> bool {
    kind != CellKind::AmountWithUnit
}

#[cfg(test)]
mod tests {
    use super::super::blank;
    use super::*;
    use crate::form::{Options, read};
    use crate::standard::{Library, builtin};

    fn check(format: &str, year: i32) {
        let bytes = workbook(&blank(&builtin(format).unwrap(), "某某市某某局", year)).unwrap();
        assert_eq!(
            bytes,
            workbook(&blank(&builtin(format).unwrap(), "某某市某某局", year)).unwrap()
        );
        let reading = read("f.xlsx", &bytes, &Library::default(), Options::default());
        assert_eq!(reading.findings, []);
        let report = reading.report.unwrap();
        assert_eq!(
            (report.agency.value.as_str(), report.year.value),
            ("某某市某某局", year)
        );
        assert!(report.standard.cells().all(|id| report.value(id).is_zero()));
    }

    #[test]
    fn a_blank_workbook_reads_back_without_a_finding() {
        check("2021", 2023);
        check("2019", 2020);
    }
}
