//! 移交清单 as a workbook, for archives that take it into their own.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::register::{HEADS, Register, RegisterRow};
use crate::maker::set_maker;

/// The sheet's name.
const SHEET: &str = "移交清单";
/// Widths of the columns, in characters.
const WIDTHS: [f64; 7] = [6.0, 52.0, 30.0, 12.0, 8.0, 68.0, 68.0];

/// The workbook's bytes.
///
/// # Errors
/// When the writer refuses, with what it said.
pub(super) fn register_sheet(register: &Register) -> Result<Vec<u8>, String> {
    write(register).map_err(|error| error.to_string())
}

fn write(register: &Register) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, &register.title, &title)?;
    let mut row = 1;
    for entry in &register.metadata {
        let value = if entry.value.is_empty() {
            "（未填）"
        } else {
            &entry.value
        };
        sheet.write_string(row, 0, format!("{}：{value}", entry.name))?;
        row += 1;
    }
    row += 1;
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center);
    for (column, name) in (0..).zip(HEADS) {
        sheet.write_string_with_format(row, column, name, &head)?;
    }
    sheet.set_repeat_rows(row, row)?;
    for (number, file) in (1..).zip(&register.rows) {
        row += 1;
        write_row(sheet, row, number, file)?;
    }
    row += 1;
    sheet.write_string(row, 1, format!("共 {} 个文件", register.rows.len()))?;
    sheet.write_number(row, 3, register.bytes() as f64)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    // No clock: the same bag gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let mut bytes = workbook.save_to_buffer()?;
    set_maker(&mut bytes);
    Ok(bytes)
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    number: u32,
    file: &RegisterRow,
) -> Result<(), XlsxError> {
    let line = Format::new().set_border(FormatBorder::Thin);
    sheet.write_number_with_format(row, 0, number, &line)?;
    sheet.write_string_with_format(row, 1, &file.path, &line)?;
    sheet.write_string_with_format(row, 2, file.format, &line)?;
    sheet.write_number_with_format(row, 3, file.bytes as f64, &line)?;
    match file.pages {
        Some(pages) => sheet.write_number_with_format(row, 4, pages as f64, &line)?,
        None => sheet.write_blank(row, 4, &line)?,
    };
    sheet.write_string_with_format(row, 5, &file.sha256, &line)?;
    sheet.write_string_with_format(row, 6, &file.sm3, &line)?;
    Ok(())
}
