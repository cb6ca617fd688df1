//! The sheet of requests (台账), with the numbers of the table beside them by formulas.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, Formula, Worksheet,
};

use super::WorkbookFault;
use super::grid::CellSpot;
use super::looks::{self, Looks};
use crate::finding::json::cell_name;
use crate::report::{Date, Record, Report};
use crate::standard::{DONE, LEDGER, LedgerTable, OUTCOME, RECEIVED, REMARK, REQUEST_KEYS};

/// The row of the labels, above the requests.
const HEAD: u32 = 2;
/// The first request's row.
const FIRST: u32 = HEAD + 1;
/// The last row that may hold a request.
const LAST: u32 = FIRST + 19_999;
/// Widths of the columns.
const WIDTHS: [f64; 5] = [13.0, 14.0, 30.0, 13.0, 30.0];
/// The column of the labels of what is counted, one apart from the requests.
const BLOCK: u16 = REQUEST_KEYS.len() as u16 + 1;

const REMARK_LINE: &str = "一行一件申请；没有办结的，办理结果和办结日期留空。\
    不写姓名、电话等个人信息；这张表不会印出来。";

/// Writes the sheet; `year` is the cell that holds the report's year.
pub fn write(
    sheet: &mut Worksheet,
    report: &Report,
    table: &LedgerTable<'_>,
    year: &str,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    sheet.set_name(LEDGER)?;
    sheet.write_with_format(0, 0, "政府信息公开申请台账（可以不填）", &looks.title)?;
    sheet.write_with_format(1, 0, REMARK_LINE, &looks.remark.clone().unset_text_wrap())?;
    sheet.set_row_height(0, 24)?;
    // Above the labels the columns have no borders.
    for column in 1..REQUEST_KEYS.len() as u16 {
        sheet
            .write_blank(0, column, &looks.title)?
            .write_blank(1, column, &looks.title)?;
    }
    for (column, (key, width)) in (0..).zip(REQUEST_KEYS.into_iter().zip(WIDTHS)) {
        sheet.write_with_format(HEAD, column, key, &looks.head)?;
        let format = format_of(key, looks);
        sheet
            .set_column_width(column, width)?
            .set_column_format(column, &format)?;
    }
    for (row, request) in (FIRST..).zip(report.items(LEDGER)) {
        write_request(sheet, row, request, looks)?;
    }
    let block = LedgerBlock {
        report,
        table,
        year,
    };
    block.write(sheet, looks)?;
    write_validations(sheet, table)?;
    sheet
        .set_freeze_panes(FIRST, 0)?
        .set_repeat_rows(HEAD, HEAD)?;
    looks::page(sheet, true);
    sheet
        .set_tab_color(looks::GREY)
        .protect_with_options(&looks::protection());
    Ok(())
}

fn format_of(key: &str, looks: &Looks) -> Format {
    if key == RECEIVED || key == DONE {
        looks.value.clone().set_num_format("yyyy-mm-dd")
    } else {
        looks.value.clone()
    }
}

fn write_request(
    sheet: &mut Worksheet,
    row: u32,
    request: &Record,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    for (column, key) in (0..).zip(REQUEST_KEYS) {
        let Some(value) = request.get(key).map(|value| value.value.as_str()) else {
            continue;
        };
        let format = format_of(key, looks);
        match Date::read(value).filter(|_| key == RECEIVED || key == DONE) {
            Some(date) => {
                let day = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
                sheet.write_with_format(row, column, &day, &format)?;
            }
            None => {
                sheet.write_with_format(row, column, value, &format)?;
            }
        }
    }
    Ok(())
}

/// What may be typed.
fn write_validations(sheet: &mut Worksheet, table: &LedgerTable<'_>) -> Result<(), WorkbookFault> {
    let days = DataValidationRule::Between(
        ExcelDateTime::from_ymd(2000, 1, 1)?,
        ExcelDateTime::from_ymd(2100, 12, 31)?,
    );
    let date = DataValidation::new()
        .allow_date(days)
        .set_error_title("这里不能这样填")?
        .set_error_message("填日期，如 2023-03-15")?;
    let applicants: Vec<&str> = table
        .applicants
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    let applicant = DataValidation::new()
        .allow_list_strings(&applicants)?
        .set_error_title("这里不能这样填")?
        .set_error_message("从列表里选一个申请人类型")?;
    // The names stand in the block: a list within the validation may not be so long.
    let (first, last) = (FIRST + 2, FIRST + 1 + table.outcomes.len() as u32);
    let names = format!("={}:{}", absolute(first, BLOCK), absolute(last, BLOCK));
    let outcome = DataValidation::new()
        .allow_list_formula(Formula::new(names))
        .set_error_title("这里不能这样填")?
        .set_error_message("从列表里选一个办理结果；没有办结的留空")?;
    for (column, key) in (0..).zip(REQUEST_KEYS) {
        let validation = match key {
            RECEIVED | DONE => &date,
            OUTCOME => &outcome,
            REMARK => continue,
            _ => &applicant,
        };
        sheet.add_data_validation(FIRST, column, LAST, column, validation)?;
    }
    Ok(())
}

/// `$H$4`.
fn absolute(row: u32, column: u16) -> String {
    CellSpot { row, column }.absolute()
}

/// The table's numbers, counted by formulas.
struct LedgerBlock<'a> {
    report: &'a Report,
    table: &'a LedgerTable<'a>,
    year: &'a str,
}

impl LedgerBlock<'_> {
    fn write(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), WorkbookFault> {
        sheet
            .set_column_width(BLOCK - 1, 3)?
            .set_column_width(BLOCK, 34)?;
        sheet.write_with_format(HEAD, BLOCK, "由台账算出", &looks.head)?;
        for (column, entry) in (BLOCK + 1..).zip(&self.table.applicants) {
            sheet.write_with_format(HEAD, column, &entry.name, &looks.head)?;
            sheet.set_column_width(column, 11)?;
        }
        let part = self.report.standard.part(self.table.origin);
        for (row, leaf) in (FIRST..).zip(self.table.rows()) {
            let outcome = self.table.outcomes.iter().find(|entry| entry.leaf == leaf);
            let label = outcome.map_or_else(|| part.rows.leaves[leaf].key(), |entry| &entry.name);
            sheet.write_with_format(row, BLOCK, label, &looks.stub)?;
            for (column, entry) in (BLOCK + 1..).zip(&self.table.applicants) {
                let who = format!("{},{}", range(1), head(column));
                let formula = self.formula(leaf, row, &who);
                let count = self.report.ledger.count(self.table.cell(leaf, entry.leaf));
                let formula = Formula::new(formula).set_result(count.to_string());
                sheet.write_formula_with_format(row, column, formula, &looks.total)?;
            }
        }
        Ok(())
    }

    /// How a row counts the requests of one kind of applicant.
    fn formula(&self, leaf: usize, row: u32, who: &str) -> String {
        let (received, done) = (range(0), range(3));
        let first = format!("DATE({},1,1)", self.year);
        // A day may have a time behind it.
        let next = format!("DATE({}+1,1,1)", self.year);
        if leaf == self.table.received {
            format!("=COUNTIFS({who},{received},\">=\"&{first},{received},\"<\"&{next})")
        } else if leaf == self.table.carried_in {
            let before = format!("{who},{received},\"<\"&{first}");
            format!("=COUNTIFS({before},{done},\">=\"&{first})+COUNTIFS({before},{done},\"\")")
        } else if leaf == self.table.carried_out {
            let came = format!("{who},{received},\"<\"&{next}");
            format!("=COUNTIFS({came},{done},\">=\"&{next})+COUNTIFS({came},{done},\"\")")
        } else {
            let outcome = format!("{},${}", range(2), cell_name(row, BLOCK.into()));
            format!("=COUNTIFS({who},{outcome},{done},\">=\"&{first},{done},\"<\"&{next})")
        }
    }
}

/// A column of the requests.
fn range(column: u16) -> String {
    format!("{}:{}", absolute(FIRST, column), absolute(LAST, column))
}

/// The label over a column of the block.
fn head(column: u16) -> String {
    absolute(HEAD, column)
}
