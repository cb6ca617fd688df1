//! The sheet of a list, such as the waivers (豁免): one row an item.

use rust_xlsxwriter::Worksheet;

use super::WorkbookFault;
use super::looks::{self, Looks};
use crate::report::Report;
use crate::standard::Field;

/// The row of the labels, above the items.
const HEAD: u32 = 2;
/// Free rows below the items.
const SPARE: usize = 20;
const WIDTH: f64 = 24.0;
/// The last column holds sentences.
const LAST_WIDTH: f64 = 60.0;

/// Writes the sheet of a list whose items have these keys.
pub fn write(
    sheet: &mut Worksheet,
    report: &Report,
    field: &Field,
    keys: &[Field],
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    sheet.set_name(&field.key)?;
    sheet.write_with_format(0, 0, &field.key, &looks.title)?;
    sheet.write_with_format(1, 0, &field.help, &looks.remark.clone().unset_text_wrap())?;
    sheet.set_row_height(0, 24)?;
    for (column, key) in (0..).zip(keys) {
        let is_last = usize::from(column) + 1 == keys.len();
        sheet.set_column_width(column, if is_last { LAST_WIDTH } else { WIDTH })?;
        sheet.write_with_format(HEAD, column, &key.key, &looks.head)?;
    }
    let items = report.items(&field.key);
    for row in 0..items.len() + SPARE {
        for (column, key) in (0..).zip(keys) {
            let value = items.get(row).and_then(|item| item.get(&key.key));
            let row = HEAD + 1 + row as u32;
            match value.filter(|value| !value.value.is_empty()) {
                Some(value) => sheet.write_with_format(row, column, &value.value, &looks.value)?,
                None => sheet.write_blank(row, column, &looks.value)?,
            };
        }
    }
    sheet
        .set_freeze_panes(HEAD + 1, 0)?
        .set_repeat_rows(HEAD, HEAD)?;
    looks::page(sheet, true);
    sheet
        .set_tab_color(looks::GREY)
        .protect_with_options(&looks::protection());
    Ok(())
}
