//! The sheet of the short values (基本信息).

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, FormatAlign, Worksheet,
};

use super::super::super::words::BASICS;
use super::WorkbookFault;
use super::grid::CellSpot;
use super::lists::{FIRST, NEEDED, finish, fit, mark_needed, start};
use super::looks::{self, Looks};
use super::results::FormSpots;
use crate::report::keys::{ValueKey, value_keys};
use crate::report::{Date, Report};
use crate::standard::{AGENCY, FORMAT, FieldKind, Standard, YEAR, join};

const WIDTHS: [f64; 3] = [18.0, 48.0, 56.0];
/// A year behind those of a format that is in force.
const LAST_YEAR: i32 = 2100;

/// A row: its label, its value, what to write there.
struct BasicRow<'a> {
    path: String,
    label: String,
    value: String,
    help: String,
    kind: &'a FieldKind,
    /// Whether the row is folded away.
    folded: bool,
}

/// Writes the short values.
pub fn write(
    sheet: &mut Worksheet,
    report: &Report,
    looks: &Looks,
    spots: &mut FormSpots,
) -> Result<(), WorkbookFault> {
    sheet.set_name(BASICS)?;
    start(sheet, looks, "政府信息公开工作年度报告：基本信息", WIDTHS)?;
    let lines = list_rows(report);
    for (row, line) in (FIRST..).zip(&lines) {
        spots.put(line.path.clone(), BASICS, CellSpot { row, column: 1 });
        sheet.write_with_format(row, 0, &line.label, &looks.stub)?;
        write_value(sheet, row, line, looks)?;
        sheet.write_with_format(row, 2, &line.help, &looks.help)?;
        if line.help.starts_with(NEEDED) {
            mark_needed(sheet, row, looks)?;
        }
        fit(sheet, row, &line.value, WIDTHS[1])?;
        validate(sheet, row, line.kind, report)?;
    }
    fold(sheet, &lines, looks)?;
    finish(sheet, looks::BLUE);
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

fn write_value(
    sheet: &mut Worksheet,
    row: u32,
    line: &BasicRow<'_>,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    let format = format_of(line, looks);
    if line.value.is_empty() {
        sheet.write_blank(row, 1, &format)?;
    } else if matches!(line.kind, FieldKind::Date)
        && let Some(date) = Date::parse(&line.value)
    {
        let day = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
        sheet.write_with_format(row, 1, &day, &format)?;
    } else if is_number(line.kind)
        && let Ok(number) = line.value.parse::<u32>()
        // A number that would print otherwise, as 007, stays text.
        && number.to_string() == line.value
    {
        sheet.write_with_format(row, 1, number, &format)?;
    } else {
        sheet.write_with_format(row, 1, &line.value, &format)?;
    }
    Ok(())
}

fn format_of(line: &BasicRow<'_>, looks: &Looks) -> Format {
    if line.label == FORMAT {
        return looks.fixed.clone();
    }
    match line.kind {
        kind if is_number(kind) => looks.number.clone().set_align(FormatAlign::Left),
        FieldKind::Date => looks.value.clone().set_num_format("yyyy-mm-dd"),
        _ => looks.value.clone(),
    }
}

fn is_number(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Year) || kind.is_number()
}

/// Folds away the rows that few agencies need, where nothing stands in any of them.
fn fold(sheet: &mut Worksheet, lines: &[BasicRow<'_>], looks: &Looks) -> Result<(), WorkbookFault> {
    let mut folded = Vec::new();
    for (row, line) in (FIRST..).zip(lines) {
        if !line.folded {
            continue;
        }
        if !line.value.is_empty() {
            return Ok(());
        }
        folded.push(row);
    }
    let (Some(first), Some(last)) = (folded.first(), folded.last()) else {
        return Ok(());
    };
    sheet
        .group_symbols_above(false)
        .group_rows_collapsed(*first, *last)?;
    let words = "网页版才用的几行收起来了，点左边的“+”展开";
    sheet.write_with_format(1, 0, words, &looks.remark.clone().unset_text_wrap())?;
    Ok(())
}

/// The cell that holds the year.
pub fn year_cell(report: &Report) -> String {
    let lines = list_rows(report);
    let index = lines.iter().position(|line| line.label == YEAR);
    let spot = CellSpot {
        row: FIRST + index.unwrap_or_default() as u32,
        column: 1,
    };
    spot.absolute()
}

/// The short values in the order of their keys.
fn list_rows(report: &Report) -> Vec<BasicRow<'_>> {
    let mut rows = Vec::new();
    for ValueKey { path, field, top } in value_keys(&report.standard) {
        if report.standard.lacks(top) {
            continue;
        }
        let needed = match &*path {
            AGENCY | YEAR => NEEDED,
            _ => "",
        };
        rows.push(BasicRow {
            label: path.replace('.', ""),
            path: path.clone().into_owned(),
            value: report.stated(&path).unwrap_or_default().into_owned(),
            help: format!("{needed}{}", field.help),
            kind: &field.kind,
            folded: top.folded,
        });
    }
    rows
}

/// What may be typed.
fn validate(
    sheet: &mut Worksheet,
    row: u32,
    kind: &FieldKind,
    report: &Report,
) -> Result<(), WorkbookFault> {
    let any = DataValidation::new();
    let validation = match kind {
        FieldKind::Year => {
            let serves = report.standard.serves;
            let to = serves.to.unwrap_or(LAST_YEAR);
            any.allow_whole_number(DataValidationRule::Between(serves.from, to))
                .set_error_message("填四位数字的年度；格式与年度要相符")?
        }
        FieldKind::YesNo => any
            .allow_list_strings(&["是", "否"])?
            .set_error_message("填“是”或“否”，也可以不填")?,
        FieldKind::YesNoTables => any
            .allow_list_strings(&list_choices(&report.standard))?
            .set_error_message("从列表里选一项，也可以不填")?,
        FieldKind::Count => any
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            .set_error_message("填 0 或正整数")?,
        FieldKind::Amount => any
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .set_error_message("填 0 或正数，单位是元")?,
        _ => return Ok(()),
    };
    let validation = validation.set_error_title("这里不能这样填")?;
    sheet.add_data_validation(row, 1, row, 1, &validation)?;
    Ok(())
}

/// All that says which tables have no number all year: 是, 否, and each set of tables but all.
fn list_choices(standard: &Standard) -> Vec<String> {
    let tables = &standard.tables;
    let mut choices = vec!["是".to_owned(), "否".to_owned()];
    for set in 1..(1_u32 << tables.len()) - 1 {
        let members = tables.iter().enumerate();
        let members = members.filter(|(index, _)| set >> index & 1 == 1);
        let keys = members.map(|(_, table)| table.key.as_str());
        choices.push(join(keys, "、"));
    }
    choices
}
