//! What the sheets of keys and values share: their frame, and rows as high as their text.

use rust_xlsxwriter::{Color, ConditionalFormatFormula, ProtectionOptions, Worksheet};

use super::super::super::words::{HELP, KEY, VALUE};
use super::WorkbookFault;
use super::looks::{self, Looks};

/// The first row below the labels.
pub const FIRST: u32 = HEAD + 1;
const HEAD: u32 = 2;
/// How the explanation of what must be filled begins.
pub const NEEDED: &str = "必填。";
/// The tallest row that a sheet can have, points.
const MAX_HEIGHT: f64 = 409.0;

/// Title and heads of a list.
pub fn start(
    sheet: &mut Worksheet,
    looks: &Looks,
    title: &str,
    widths: [f64; 3],
) -> Result<(), WorkbookFault> {
    sheet.write_with_format(0, 0, title, &looks.title)?;
    sheet.set_row_height(0, 24)?;
    for (column, (name, width)) in (0..).zip([KEY, VALUE, HELP].into_iter().zip(widths)) {
        sheet.write_with_format(HEAD, column, name, &looks.head)?;
        sheet.set_column_width(column, width)?;
    }
    sheet
        .set_freeze_panes(FIRST, 1)?
        .set_repeat_rows(HEAD, HEAD)?;
    Ok(())
}

/// Shows a cell that must be filled as long as it is not.
pub fn mark_needed(sheet: &mut Worksheet, row: u32, looks: &Looks) -> Result<(), WorkbookFault> {
    let rule = format!("=LEN(TRIM(B{}))=0", row + 1);
    let yellow = ConditionalFormatFormula::new()
        .set_rule(rule.as_str())
        .set_format(&looks.needed);
    sheet.add_conditional_format(row, 1, row, 1, &yellow)?;
    Ok(())
}

/// Makes a row as high as its text; one of a single line is left to grow while somebody types.
pub fn fit(sheet: &mut Worksheet, row: u32, text: &str, width: f64) -> Result<(), WorkbookFault> {
    let lines = text.lines();
    let lines: f64 = lines
        .map(|line| looks::lines(line.chars().count(), width))
        .sum();
    if lines > 1.0 {
        sheet.set_row_height(row, (lines * looks::LINE + 6.0).min(MAX_HEIGHT))?;
    }
    Ok(())
}

/// The page, the tab's colour, and what may be done in the sheet.
pub fn finish(sheet: &mut Worksheet, tab: Color) {
    looks::page(sheet, true);
    sheet.set_tab_color(tab);
    let options = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    };
    sheet.protect_with_options(&options);
}
