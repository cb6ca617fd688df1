//! A form as an Excel workbook: the official tables, the short values, the texts.
//!
//! Everything is where a clerk looks for it, cells to be filled are unlocked,
//! totals are formulas. The same report gives the same bytes.

mod grid;
mod guards;
mod ledger;
mod lists;
mod looks;
mod order;
mod records;
mod results;
mod tables;

use std::collections::BTreeMap;
use std::thread;

use askama::Template;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::looks::Looks;
use self::results::FormSpots;
use super::super::words::{BASICS, GUIDE, RESULTS, sheet_name};
use crate::finding::Finding;
use crate::finding::json::cell_name;
use crate::report::Report;
use crate::standard::{CellKind, FieldKind, LEDGER, Standard};

/// Sheets' names have so many characters at the most.
const MAX_NAME: usize = 31;

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
    written(report, &BTreeMap::new(), Some(findings))
}

/// The same with last year's texts, by their paths, in a sheet of their own to copy from.
///
/// # Errors
/// As [`workbook`].
pub fn workbook_with(
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<u8>, WorkbookFault> {
    written(report, last, None)
}

fn written(
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
    findings: Option<&[Finding]>,
) -> Result<Vec<u8>, WorkbookFault> {
    need_threads()?;
    let standard = &report.standard;
    let mut workbook = Workbook::new();
    let looks = Looks::new();
    let basics = workbook.add_worksheet();
    let mut spots = FormSpots::default();
    lists::basics(basics, report, &looks, &mut spots)?;
    let mut names = Vec::new();
    let sheets = table_sheets(standard);
    for (table, name) in &sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        names.extend(tables::write(
            sheet, name, report, *table, &looks, &mut spots,
        )?);
    }
    lists::texts(workbook.add_worksheet(), report, &looks, &mut spots)?;
    if !last.is_empty() {
        lists::last_texts(workbook.add_worksheet(), report, last, &looks)?;
    }
    let first = workbook.add_worksheet();
    guide(first, report, &sheets, &looks)?;
    first.set_active(findings.is_none());
    if let Some(table) = standard.ledger_table() {
        let year = format!("{BASICS}!{}", lists::year_cell(report));
        ledger::ledger(workbook.add_worksheet(), report, &table, &year, &looks)?;
    }
    for field in standard.fields.iter().filter(|field| field.key != LEDGER) {
        if let FieldKind::Records(keys) = &field.kind {
            records::records(workbook.add_worksheet(), report, field, keys, &looks)?;
        }
    }
    if let Some(findings) = findings {
        results::results(&mut workbook, report, findings, &spots, &looks)?;
    }
    for (name, range) in names {
        workbook.define_name(name, &range)?;
    }
    // No clock: the same form gives the same bytes.
    let day = ExcelDateTime::from_ymd(
        u16::try_from(report.year.value)
            .unwrap_or_default()
            .clamp(1900, 9999),
        12,
        31,
    )?;
    let properties = DocProperties::new()
        .set_title(report.title())
        .set_author(&report.agency.value);
    workbook.set_properties(&properties.set_creation_datetime(&day));
    let mut bytes = workbook.save_to_buffer()?;
    // The guide is read first, if at all.
    let first = if findings.is_some() { RESULTS } else { GUIDE };
    bytes = order::put_first(&bytes, first).unwrap_or(bytes);
    crate::maker::set_maker(&mut bytes);
    Ok(bytes)
}

/// The sheet of each table: the table's index and the sheet's name.
fn table_sheets(standard: &Standard) -> Vec<(usize, String)> {
    let sections = standard
        .sections
        .iter()
        .filter_map(|s| Some((s.table?, s.label.as_str())));
    let reserved = |c: &char| !"[]:*?/\\".contains(*c);
    let name = |label: &str, table: usize| sheet_name(label, &standard.tables[table].key);
    sections
        .map(|(table, label)| {
            (
                table,
                name(label, table)
                    .chars()
                    .filter(reserved)
                    .take(MAX_NAME)
                    .collect(),
            )
        })
        .collect()
}

#[derive(Template)]
#[template(path = "form/guide.txt", escape = "none")]
struct Guide<'a> {
    year: i32,
    format: &'a str,
    source: &'a str,
    sheets: String,
    example: String,
    charts: String,
}

/// The sheet that explains the form.
fn guide(
    sheet: &mut Worksheet,
    report: &Report,
    sheets: &[(usize, String)],
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    const WIDTH: f64 = 84.0;
    let standard = &report.standard;
    let example = sheets.first().and_then(|(table, name)| {
        let (_, (row, column)) = *grid::NumberGrid::new(report, *table).spots.first()?;
        Some(format!("{name}!{}", cell_name(row, column.into())))
    });
    let example = example.unwrap_or_default();
    let sheets = sheets
        .iter()
        .map(|(_, name)| format!("“{name}”"))
        .collect::<Vec<_>>()
        .join("、");
    let charts = standard.charts_in_words();
    let (year, format, source) = (report.year.value, &standard.format, &standard.source);
    let guide = Guide {
        year,
        format,
        source,
        sheets,
        example,
        charts,
    };
    sheet.set_name(GUIDE)?;
    sheet
        .set_column_width(0, WIDTH)?
        .set_screen_gridlines(false);
    // Writing into a String cannot fail.
    for (row, line) in guide.render().unwrap_or_default().lines().enumerate() {
        let heading = !line.is_empty() && !line.starts_with(|c: char| c.is_ascii_digit());
        let format = if row == 0 {
            &looks.title
        } else if heading {
            &looks.remark_bold
        } else {
            &looks.remark
        };
        sheet.write_with_format(row as u32, 0, line, format)?;
        let height = looks::lines(line.chars().count(), WIDTH) * looks::LINE;
        sheet.set_row_height(row as u32, if row == 0 { height + 8.0 } else { height })?;
    }
    looks::page(sheet, false);
    sheet.set_tab_color(looks::GREY).protect();
    Ok(())
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
