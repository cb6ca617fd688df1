//! A table's sheet: labels as printed, numbers to fill, totals and checks as formulas.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Note, ProtectionOptions, Worksheet};

use super::super::super::words::NOTE_AUTHOR;
use super::grid::{CellSpot, DefinedName, GridNumber, NumberGrid, TOP};
use super::looks::{self, Looks};
use super::results::FormSpots;
use super::{WorkbookFault, is_number};
use crate::report::{Report, Value};
use crate::standard::{CellId, Layout, PrintedCell, Role};

/// Significant digits that a spreadsheet's number keeps.
const MAX_DIGITS: usize = 15;
/// Pixels that a comment is wide.
const NOTE_WIDTH: u32 = 260;
const REMARK: &str = "白色格填数，没有发生的留 0。";
const TOTALS: &str = "灰色的总计自动计算。";

/// Writes a table; gives the names of its rows and the ranges they stand for.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    report: &Report,
    table: usize,
    looks: &Looks,
    spots: &mut FormSpots,
) -> Result<Vec<DefinedName>, WorkbookFault> {
    let grid = NumberGrid::new(report, table);
    for &GridNumber { id, spot } in &grid.numbers {
        spots.put(report.standard.path(id), name, spot);
    }
    let data = &report.standard.tables[table];
    let mut sections = report.standard.sections.iter();
    let section = sections.find(|section| section.table == Some(table));
    let title = section.map_or(&data.name, |section| &section.label);
    sheet.write_with_format(0, 0, title, &looks.title)?;
    let mut numbers = grid.numbers.iter();
    let remark = if numbers.any(|number| is_computed(report, number.id)) {
        format!("{REMARK}{TOTALS}")
    } else {
        REMARK.to_owned()
    };
    sheet.write_with_format(1, 0, remark, &looks.remark.clone().unset_text_wrap())?;
    sheet.set_default_note_author(NOTE_AUTHOR);
    grid.write_cells(sheet, looks)?;
    grid.set_sizes(sheet, data.layout)?;
    grid.write_checks(sheet, looks)?;
    grid.write_warnings(sheet, looks)?;
    grid.write_validations(sheet)?;
    let (head, stub) = (grid.printed.head as u32, grid.printed.stub as u16);
    sheet.set_freeze_panes(TOP + head, stub)?;
    if head > 0 {
        sheet.set_repeat_rows(TOP, TOP + head - 1)?;
    }
    looks::page(sheet, data.layout == Layout::Across);
    sheet.set_tab_color(looks::GREEN);
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    Ok(grid.names(name))
}

/// Whether a cell is a total that the program computes.
fn is_computed(report: &Report, id: CellId) -> bool {
    report.standard.is_total(id) && report.cell(id).value == Value::Unstated
}

impl NumberGrid<'_> {
    /// All cells, labels merged as printed.
    fn write_cells(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), WorkbookFault> {
        for (row, cells) in self.printed.rows.iter().enumerate() {
            let row = TOP + row as u32;
            for cell in cells {
                let format = match cell.role {
                    Role::Band => &looks.band,
                    Role::Corner | Role::Head => &looks.head,
                    Role::Stub => &looks.stub,
                    Role::Number => self.format(cell, looks),
                };
                let (column, last_row) = (cell.column as u16, row + cell.height as u32 - 1);
                let last_column = column + cell.width as u16 - 1;
                if (row, column) != (last_row, last_column) {
                    sheet.merge_range(row, column, last_row, last_column, "", format)?;
                }
                if let Some(id) = cell.id {
                    self.write_number(sheet, CellSpot { row, column }, id, format)?;
                    continue;
                }
                sheet.write_with_format(row, column, &cell.label, format)?;
                if !cell.counts.is_empty() {
                    sheet.insert_note(row, column, &note(&cell.counts))?;
                }
            }
        }
        Ok(())
    }

    fn format<'l>(&self, cell: &PrintedCell, looks: &'l Looks) -> &'l Format {
        match cell.id {
            Some(id) if !self.report.standard.is_total(id) => &looks.number,
            Some(id) if self.report.cell(id).value != Value::Unstated => &looks.stated,
            _ => &looks.total,
        }
    }

    fn write_number(
        &self,
        sheet: &mut Worksheet,
        spot: CellSpot,
        id: CellId,
        format: &Format,
    ) -> Result<(), WorkbookFault> {
        let CellSpot { row, column } = spot;
        let kind = self.standard().part(id).kind(id.column);
        match &self.report.cell(id).value {
            Value::Unstated => match self.sum(id) {
                Some(sum) => {
                    let result = self.report.value(id).to_string();
                    let formula = Formula::new(format!("={sum}")).set_result(result);
                    sheet.write_formula_with_format(row, column, formula, format)?;
                }
                None => {
                    sheet.write_blank(row, column, format)?;
                }
            },
            Value::Blank(typed) if typed.is_empty() => {
                sheet.write_blank(row, column, format)?;
            }
            Value::Number(number)
                if is_number(kind) && count_significant(*number) <= MAX_DIGITS =>
            {
                // Decimals that are only noughts would be lost in the number itself.
                if number.scale() > number.normalize().scale() {
                    let decimals = "0".repeat(number.scale() as usize);
                    let format = format.clone().set_num_format(format!("0.{decimals}"));
                    sheet.write_with_format(row, column, *number, &format)?;
                } else {
                    sheet.write_with_format(row, column, *number, format)?;
                }
            }
            Value::Number(number) => {
                sheet.write_with_format(row, column, number.to_string(), format)?;
            }
            Value::Amount(number, unit) => {
                sheet.write_with_format(row, column, format!("{number}{unit}"), format)?;
            }
            Value::Text(text) | Value::Blank(text) => {
                sheet.write_with_format(row, column, text, format)?;
            }
        }
        Ok(())
    }

    /// Widths of columns and heights of rows.
    fn set_sizes(&self, sheet: &mut Worksheet, layout: Layout) -> Result<(), WorkbookFault> {
        for column in 0..self.printed.columns {
            sheet.set_column_width(column as u16, self.column_width(layout, column))?;
        }
        sheet.set_row_height(0, 26)?.set_row_height(1, 20)?;
        for (row, cells) in (TOP..).zip(&self.printed.rows) {
            let mut height = looks::LINE + 6.0;
            for cell in cells.iter().filter(|cell| cell.height == 1) {
                let columns = cell.column..cell.column + cell.width;
                let room: f64 = columns.map(|c| self.column_width(layout, c)).sum();
                let lines = looks::lines(cell.label.chars().count(), room);
                height = height.max(lines * looks::LINE + 6.0);
            }
            sheet.set_row_height(row, height)?;
        }
        Ok(())
    }

    /// The last column of labels has the longest; the others number groups.
    fn column_width(&self, layout: Layout, column: usize) -> f64 {
        let stub = self.printed.stub;
        match layout {
            Layout::Blocks if column < stub => 24.0,
            Layout::Blocks => 18.0,
            _ if column + 1 == stub => 50.0,
            _ if column >= stub => 10.0,
            _ if column == 0 => 9.0,
            _ => 13.0,
        }
    }
}

/// A comment that says what counts at a label.
fn note(words: &str) -> Note {
    let lines = looks::lines(words.chars().count(), f64::from(NOTE_WIDTH) / 7.5);
    let height = (lines * looks::LINE * 4.0 / 3.0) as u32 + 12;
    Note::new(words)
        .set_font_name("宋体")
        .set_font_size(9)
        .add_author_prefix(false)
        .set_width(NOTE_WIDTH)
        .set_height(height)
}

fn count_significant(number: Decimal) -> usize {
    number
        .normalize()
        .mantissa()
        .unsigned_abs()
        .to_string()
        .len()
}
