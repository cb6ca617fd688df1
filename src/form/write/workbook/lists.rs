//! The sheets of keys and values: 基本信息 and 文字内容.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, ExcelDateTime, ProtectionOptions,
    Worksheet,
};

use super::super::super::words::{BASICS, HELP, KEY, LAST, MORE, NOTE, TEXTS, VALUE};
use super::super::tree::{self, Tree};
use super::WorkbookFault;
use super::looks::{self, Looks};
use super::results::FormSpots;
use crate::report::keys::{ValueKey, value_keys};
use crate::report::{Date, Report};
use crate::standard::{AGENCY, Field, FieldKind, Standard, YEAR};

/// Characters that a cell can hold; the rest goes on in the next row.
const MAX_CELL: usize = 32_000;
/// How the explanation of what must be filled begins.
const NEEDED: &str = "必填。";
/// Free rows below each text.
const FREE: u32 = 2;
/// Rows at the end of the texts for notes.
const SPARE: u32 = 10;
/// The tallest row that a sheet can have, points.
const MAX_HEIGHT: f64 = 409.0;
/// Lines that it shows.
const MAX_LINES: f64 = 23.0;

/// A row: its label, its value, what to write there.
struct ListRow<'a> {
    path: String,
    label: String,
    value: String,
    help: String,
    kind: &'a FieldKind,
    /// Whether the row is folded away.
    folded: bool,
}

/// Writes the short values.
pub fn basics(
    sheet: &mut Worksheet,
    report: &Report,
    looks: &Looks,
    spots: &mut FormSpots,
) -> Result<(), WorkbookFault> {
    const WIDTHS: [f64; 3] = [18.0, 48.0, 56.0];
    sheet.set_name(BASICS)?;
    start(sheet, looks, "政府信息公开工作年度报告：基本信息", WIDTHS)?;
    let lines = short_lines(report);
    for (row, line) in (3..).zip(&lines) {
        spots.put(line.path.clone(), BASICS, (row, 1));
        sheet.write_with_format(row, 0, &line.label, &looks.stub)?;
        let format = match line.kind {
            _ if line.label == "格式" => &looks.fixed,
            FieldKind::Year | FieldKind::Count | FieldKind::Amount => &looks
                .number
                .clone()
                .set_align(rust_xlsxwriter::FormatAlign::Left),
            FieldKind::Date => &looks.value.clone().set_num_format("yyyy-mm-dd"),
            _ => &looks.value,
        };
        match (
            line.kind,
            line.value.parse::<u32>(),
            Date::parse(&line.value),
        ) {
            (FieldKind::Date, _, Some(date)) => {
                let day = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
                sheet.write_with_format(row, 1, &day, format)?;
            }
            // A number that would print otherwise, as 007, stays text.
            (FieldKind::Year | FieldKind::Count | FieldKind::Amount, Ok(number), _)
                if number.to_string() == line.value =>
            {
                sheet.write_with_format(row, 1, number, format)?;
            }
            _ if line.value.is_empty() => {
                sheet.write_blank(row, 1, format)?;
            }
            _ => {
                sheet.write_with_format(row, 1, &line.value, format)?;
            }
        }
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

/// Folds away the rows that few agencies need, where nothing stands in any of them.
fn fold(sheet: &mut Worksheet, lines: &[ListRow<'_>], looks: &Looks) -> Result<(), WorkbookFault> {
    let folded: Vec<u32> = (3..)
        .zip(lines)
        .filter(|(_, line)| line.folded)
        .map(|(row, _)| row)
        .collect();
    let (Some(first), Some(last)) = (folded.first(), folded.last()) else {
        return Ok(());
    };
    if lines
        .iter()
        .any(|line| line.folded && !line.value.is_empty())
    {
        return Ok(());
    }
    sheet
        .group_symbols_above(false)
        .group_rows_collapsed(*first, *last)?;
    let words = "网页版才用的几行收起来了，点左边的“+”展开";
    sheet.write_with_format(1, 0, words, &looks.remark.clone().unset_text_wrap())?;
    Ok(())
}

/// Shows a cell that must be filled as long as it is not.
fn mark_needed(sheet: &mut Worksheet, row: u32, looks: &Looks) -> Result<(), WorkbookFault> {
    let rule = format!("=LEN(TRIM(B{}))=0", row + 1);
    let yellow = ConditionalFormatFormula::new()
        .set_rule(rule.as_str())
        .set_format(&looks.needed);
    sheet.add_conditional_format(row, 1, row, 1, &yellow)?;
    Ok(())
}

/// The cell of 基本信息 that holds the year.
pub fn year_cell(report: &Report) -> String {
    let row = short_lines(report)
        .iter()
        .position(|line| line.label == YEAR)
        .unwrap_or_default();
    format!("$B${}", row + 4)
}

/// The short values in the order of their keys.
fn short_lines(report: &Report) -> Vec<ListRow<'_>> {
    let keys = value_keys(&report.standard).filter(|key| !report.standard.lacks(key.top));
    let mut lines = Vec::new();
    for ValueKey { path, field, top } in keys {
        let needed = if matches!(&*path, AGENCY | YEAR) {
            NEEDED
        } else {
            ""
        };
        lines.push(ListRow {
            label: path.replace('.', ""),
            path: path.clone().into_owned(),
            value: report.stated(&path).unwrap_or_default().into_owned(),
            help: format!("{needed}{}", field.help),
            kind: &field.kind,
            folded: top.folded,
        });
    }
    lines
}

fn validate(
    sheet: &mut Worksheet,
    row: u32,
    kind: &FieldKind,
    report: &Report,
) -> Result<(), WorkbookFault> {
    let serves = report.standard.serves;
    let any = DataValidation::new();
    let validation = match kind {
        FieldKind::Year => any
            .allow_whole_number(DataValidationRule::Between(
                serves.from,
                serves.to.unwrap_or(2100),
            ))
            .set_error_message("填四位数字的年度；格式与年度要相符")?,
        FieldKind::YesNo => any
            .allow_list_strings(&["是", "否"])?
            .set_error_message("填“是”或“否”，也可以不填")?,
        FieldKind::YesNoTables => any
            .allow_list_strings(&choices(&report.standard))?
            .set_error_message("从列表里选一项，也可以不填")?,
        FieldKind::Count => any
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            .set_error_message("填 0 或正整数")?,
        FieldKind::Amount => any
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .set_error_message("填 0 或正数，单位是元")?,
        _ => return Ok(()),
    };
    sheet.add_data_validation(
        row,
        1,
        row,
        1,
        &validation.set_error_title("这里不能这样填")?,
    )?;
    Ok(())
}

/// All that says which tables have no number all year: 是, 否, and each set of tables but all.
fn choices(standard: &Standard) -> Vec<String> {
    let tables = &standard.tables;
    let mut choices = vec!["是".to_owned(), "否".to_owned()];
    for set in 1..(1_u32 << tables.len()) - 1 {
        let members = tables
            .iter()
            .enumerate()
            .filter(|(index, _)| set >> index & 1 == 1);
        choices.push(
            members
                .map(|(_, table)| table.key.as_str())
                .collect::<Vec<_>>()
                .join("、"),
        );
    }
    choices
}

/// Writes the texts, one row each, and after them notes.
pub fn texts(
    sheet: &mut Worksheet,
    report: &Report,
    looks: &Looks,
    spots: &mut FormSpots,
) -> Result<(), WorkbookFault> {
    const WIDTHS: [f64; 3] = [24.0, 92.0, 62.0];
    sheet.set_name(TEXTS)?;
    start(sheet, looks, "政府信息公开工作年度报告：文字内容", WIDTHS)?;
    let mut row = 3;
    let mut put =
        |label: &str, text: &str, help: &str, label_format| -> Result<(), WorkbookFault> {
            for (index, piece) in pieces(label, text, WIDTHS[1])?.iter().enumerate() {
                let label = match index {
                    0 => label.to_owned(),
                    1 => format!("{label}{}）", MORE[0]),
                    _ => format!("{label}{}{index}）", MORE[0]),
                };
                if index == 0 && !label.is_empty() {
                    spots.put(label.replace('：', "."), TEXTS, (row, 1));
                }
                sheet.write_with_format(row, 0, &label, label_format)?;
                if piece.is_empty() {
                    sheet.write_blank(row, 1, &looks.text)?;
                } else {
                    sheet.write_with_format(row, 1, piece, &looks.text)?;
                }
                sheet.write_with_format(row, 2, help, &looks.help)?;
                if help.starts_with(NEEDED) && index == 0 {
                    mark_needed(sheet, row, looks)?;
                }
                fit(sheet, row, piece, WIDTHS[1])?;
                row += 1;
            }
            Ok(())
        };
    for (label, text, help) in narratives(report) {
        put(&label, &text, &help, &looks.stub)?;
        // For paragraphs that are pasted over several cells.
        for _ in (0..FREE).filter(|_| !label.contains('：')) {
            put("", "", "", &looks.stub)?;
        }
    }
    for (label, text) in extras(report) {
        put(&label, &text, "", &looks.label)?;
    }
    for _ in 0..SPARE {
        put("", "", "", &looks.label)?;
    }
    finish(sheet, looks::AMBER);
    Ok(())
}

/// The sheet of last year's texts, for looking and copying only.
pub(super) fn last_texts(
    sheet: &mut Worksheet,
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    const WIDTHS: [f64; 3] = [18.0, 100.0, 10.0];
    sheet.set_name(LAST)?;
    start(
        sheet,
        looks,
        &format!("{} 年度的文字，供参考，不读入", report.year.value - 1),
        WIDTHS,
    )?;
    let mut row = 3;
    for (path, lines) in last {
        // A paragraph a row: each can be copied alone.
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            let text: String = line.chars().take(MAX_CELL / 2).collect();
            sheet.write_with_format(row, 0, path.as_str(), &looks.stub)?;
            sheet.write_with_format(row, 1, &text, &looks.text)?;
            fit(sheet, row, &text, WIDTHS[1])?;
            row += 1;
        }
    }
    finish(sheet, looks::GREY);
    Ok(())
}

/// The texts in the order of their keys: label, text, what to write there.
fn narratives(report: &Report) -> Vec<(String, String, String)> {
    let text = |path: &str| match tree::text(report, path) {
        Some(Tree::Text(text)) => text,
        _ => String::new(),
    };
    let fields = &report.standard.fields;
    // The texts below tables come last, so that paragraphs pasted over several cells do not fill them.
    let narratives = fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Narrative));
    let is_needed = |key: &str| {
        let mut sections = report.standard.sections.iter();
        sections.any(|section| section.text.as_deref() == Some(key) && section.or_key.is_none())
    };
    let help = |field: &Field| {
        format!(
            "{}{}",
            if is_needed(&field.key) { NEEDED } else { "" },
            field.help
        )
    };
    let mut all: Vec<_> = narratives
        .map(|field| (field.key.clone(), text(&field.key), help(field)))
        .collect();
    for field in fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::PerTable))
    {
        all.extend(report.standard.tables.iter().map(|table| {
            let help = format!("要在“{}”表下面印一段话时写", table.name);
            (
                format!("{}：{}", field.key, table.key),
                text(&format!("{}.{}", field.key, table.key)),
                help,
            )
        }));
    }
    all
}

/// The notes of cells: label and text.
fn extras(report: &Report) -> Vec<(String, String)> {
    let notes = report.standard.cells().filter_map(|id| {
        Some((
            format!("{NOTE}{}", report.standard.path(id)),
            report.cell(id).note.clone()?,
        ))
    });
    notes.collect()
}

/// A text in pieces that cells can hold and show, parted between paragraphs.
fn pieces(label: &str, text: &str, width: f64) -> Result<Vec<String>, WorkbookFault> {
    let mut pieces = vec![String::new()];
    let (mut length, mut tall) = (0, 0.0);
    for (index, line) in text.split('\n').enumerate() {
        let (size, lines) = (
            line.encode_utf16().count() + 1,
            looks::lines(line.chars().count(), width),
        );
        if size > MAX_CELL {
            return Err(WorkbookFault::TooLong(label.to_owned()));
        }
        let full = length + size > MAX_CELL || tall + lines > MAX_LINES;
        // Blank paragraphs at the ends of a cell would be lost.
        let between = !line.is_empty()
            && pieces
                .last()
                .is_some_and(|piece| !piece.is_empty() && !piece.ends_with('\n'));
        if full && between {
            pieces.push(String::new());
            (length, tall) = (0, 0.0);
        } else if index > 0 {
            pieces
                .last_mut()
                .into_iter()
                .for_each(|piece| piece.push('\n'));
        }
        (length, tall) = (length + size, tall + lines);
        pieces
            .last_mut()
            .into_iter()
            .for_each(|piece| piece.push_str(line));
    }
    Ok(pieces)
}

/// Title and heads of a list.
fn start(
    sheet: &mut Worksheet,
    looks: &Looks,
    title: &str,
    widths: [f64; 3],
) -> Result<(), WorkbookFault> {
    sheet.write_with_format(0, 0, title, &looks.title)?;
    sheet.set_row_height(0, 24)?;
    for (column, (name, width)) in [KEY, VALUE, HELP].into_iter().zip(widths).enumerate() {
        sheet.write_with_format(2, column as u16, name, &looks.head)?;
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(3, 1)?.set_repeat_rows(2, 2)?;
    Ok(())
}

/// Makes a row as high as its text; one of a single line is left to grow while somebody types.
fn fit(sheet: &mut Worksheet, row: u32, text: &str, width: f64) -> Result<(), WorkbookFault> {
    let lines: f64 = text
        .lines()
        .map(|line| looks::lines(line.chars().count(), width))
        .sum();
    if lines > 1.0 {
        sheet.set_row_height(row, (lines * looks::LINE + 6.0).min(MAX_HEIGHT))?;
    }
    Ok(())
}

fn finish(sheet: &mut Worksheet, tab: rust_xlsxwriter::Color) {
    looks::page(sheet, true);
    sheet.set_tab_color(tab);
    let options = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    };
    sheet.protect_with_options(&options);
}
