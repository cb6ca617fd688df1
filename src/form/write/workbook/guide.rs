//! The sheet that explains the form (填报说明).

use askama::Template;
use rust_xlsxwriter::Worksheet;

use super::super::super::words::GUIDE;
use super::grid::NumberGrid;
use super::looks::{self, Looks};
use super::{TableSheet, WorkbookFault};
use crate::report::Report;

const WIDTH: f64 = 84.0;

#[derive(Template)]
#[template(path = "form/guide.txt", escape = "none")]
struct GuideText<'a> {
    year: i32,
    format: &'a str,
    source: &'a str,
    sheets: String,
    example: String,
    charts: String,
}

/// Writes the sheet; `sheets` are those of the tables.
pub fn write(
    sheet: &mut Worksheet,
    report: &Report,
    sheets: &[TableSheet],
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    let standard = &report.standard;
    let names: Vec<String> = sheets
        .iter()
        .map(|sheet| format!("“{}”", sheet.name))
        .collect();
    let text = GuideText {
        year: report.year.value,
        format: &standard.format,
        source: &standard.source,
        sheets: names.join("、"),
        example: name_example(report, sheets).unwrap_or_default(),
        charts: standard.charts_in_words(),
    };
    sheet.set_name(GUIDE)?;
    sheet
        .set_column_width(0, WIDTH)?
        .set_screen_gridlines(false);
    // Writing into a String cannot fail.
    for (row, line) in (0..).zip(text.render().unwrap_or_default().lines()) {
        let is_heading = !line.is_empty() && !line.starts_with(|c: char| c.is_ascii_digit());
        let format = if row == 0 {
            &looks.title
        } else if is_heading {
            &looks.remark_bold
        } else {
            &looks.remark
        };
        sheet.write_with_format(row, 0, line, format)?;
        let height = looks::lines(line.chars().count(), WIDTH) * looks::LINE;
        sheet.set_row_height(row, if row == 0 { height + 8.0 } else { height })?;
    }
    looks::page(sheet, false);
    sheet.set_tab_color(looks::GREY).protect();
    Ok(())
}

/// The first number of the first table, as formulas name its cell.
fn name_example(report: &Report, sheets: &[TableSheet]) -> Option<String> {
    let TableSheet { table, name } = sheets.first()?;
    let grid = NumberGrid::new(report, *table);
    let cell = grid.numbers.first()?.spot.name();
    Some(format!("{name}!{cell}"))
}
