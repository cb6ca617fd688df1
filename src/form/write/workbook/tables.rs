//! A table's sheet: labels as printed, numbers to fill, totals and checks as formulas.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Format, Formula, ProtectionOptions, Worksheet,
};

use super::super::super::workbook::words::CHECK;
use super::super::is_number;
use super::Fault;
use super::looks::{self, Looks};
use crate::finding::json::cell_name;
use crate::report::{Report, Value};
use crate::standard::{CellId, CellKind, Layout, Printed, PrintedCell, Role, Total};

/// The sheet's row in which the table starts, below title and remark.
const TOP: u32 = 2;
/// Significant digits that a spreadsheet's number keeps.
const MAX_DIGITS: usize = 15;
/// Characters of a validation's message.
const MAX_MESSAGE: usize = 250;
const REMARK: &str = "白色格填数，没有发生的留 0；灰色的总计自动计算。";

/// Where the numbers stand in the sheet.
struct Grid<'a> {
    report: &'a Report,
    table: usize,
    printed: Printed,
    /// Each number's row and column.
    spots: Vec<(CellId, (u32, u16))>,
}

/// Writes a table; gives the names of its rows and the ranges they stand for.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    report: &Report,
    table: usize,
    looks: &Looks,
) -> Result<Vec<(String, String)>, Fault> {
    let printed = report.standard.printed(table);
    let rows = printed.rows.iter().enumerate();
    let spots = rows
        .flat_map(|(row, cells)| cells.iter().filter_map(move |c| Some((c.id?, (TOP + row as u32, c.column as u16)))))
        .collect();
    let grid = Grid { report, table, printed, spots };
    let data = &report.standard.tables[table];
    let section = report.standard.sections.iter().find(|s| s.table == Some(table));
    sheet.write_with_format(0, 0, section.map_or(&data.name, |s| &s.label), &looks.title)?;
    sheet.write_with_format(1, 0, REMARK, &looks.remark.clone().unset_text_wrap())?;
    grid.cells(sheet, looks)?;
    grid.sizes(sheet, data.layout)?;
    grid.checks(sheet, looks)?;
    grid.warnings(sheet, looks)?;
    grid.validations(sheet)?;
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

impl Grid<'_> {
    /// All cells, labels merged as printed.
    fn cells(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), Fault> {
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
                match cell.id {
                    Some(id) => self.number(sheet, row, column, id, format)?,
                    None => {
                        sheet.write_with_format(row, column, &cell.label, format)?;
                    }
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

    fn number(&self, sheet: &mut Worksheet, row: u32, column: u16, id: CellId, format: &Format) -> Result<(), Fault> {
        let kind = self.report.standard.tables[id.table].parts[id.part].kind(id.column);
        match &self.report.cell(id).value {
            Value::Unstated => match self.sum(id) {
                Some(sum) => {
                    let formula = Formula::new(format!("={sum}")).set_result(self.report.value(id).to_string());
                    sheet.write_formula_with_format(row, column, formula, format)?;
                }
                None => {
                    sheet.write_blank(row, column, format)?;
                }
            },
            Value::Blank(typed) if typed.is_empty() => {
                sheet.write_blank(row, column, format)?;
            }
            Value::Number(number) if is_number(kind) && significant(*number) <= MAX_DIGITS => {
                // Decimals that are only noughts would be lost in the number itself.
                let lost = number.scale() - number.normalize().scale();
                let shown = if lost > 0 { format!("0.{}", "0".repeat(number.scale() as usize)) } else { String::new() };
                let format = if lost > 0 { &format.clone().set_num_format(shown) } else { format };
                sheet.write_with_format(row, column, *number, format)?;
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

    fn spot(&self, id: CellId) -> (u32, u16) {
        self.spots.iter().find(|(at, _)| *at == id).map_or((0, 0), |(_, spot)| *spot)
    }

    /// The formula of a total, without its equals sign.
    fn sum(&self, id: CellId) -> Option<String> {
        let part = &self.report.standard.tables[id.table].parts[id.part];
        let ids =
            |total: &Total, cell: &dyn Fn(usize) -> CellId| total.parts.iter().map(|&i| cell(i)).collect::<Vec<_>>();
        let parts = match (&part.columns.leaves[id.column].total, &part.rows.leaves[id.row].total) {
            (Some(total), _) => ids(total, &|column| CellId { column, ..id }),
            (None, Some(total)) => ids(total, &|row| CellId { row, ..id }),
            (None, None) => return None,
        };
        Some(format!("SUM({})", self.ranges(&parts)))
    }

    /// Cells as ranges, neighbours joined.
    fn ranges(&self, ids: &[CellId]) -> String {
        let mut ranges: Vec<((u32, u16), (u32, u16))> = Vec::new();
        for spot in ids.iter().map(|&id| self.spot(id)) {
            match ranges.last_mut() {
                Some((first, last))
                    if (first.0 == spot.0 && last.0 == spot.0 && last.1 + 1 == spot.1)
                        || (first.1 == spot.1 && last.1 == spot.1 && last.0 + 1 == spot.0) =>
                {
                    *last = spot;
                }
                _ => ranges.push((spot, spot)),
            }
        }
        let name = |(row, column): (u32, u16)| cell_name(row, column.into());
        let shown =
            ranges.iter().map(
                |(first, last)| {
                    if first == last { name(*first) } else { format!("{}:{}", name(*first), name(*last)) }
                },
            );
        shown.collect::<Vec<_>>().join(",")
    }

    /// Widths of columns and heights of rows.
    fn sizes(&self, sheet: &mut Worksheet, layout: Layout) -> Result<(), Fault> {
        let width = |column: usize| match layout {
            _ if column >= self.printed.stub => {
                if layout == Layout::Blocks {
                    18.0
                } else {
                    9.0
                }
            }
            Layout::Blocks => 24.0,
            // The last column of labels has the longest.
            _ if column + 1 == self.printed.stub => 36.0,
            _ => {
                if column == 0 {
                    8.0
                } else {
                    11.0
                }
            }
        };
        for column in 0..self.printed.columns {
            sheet.set_column_width(column as u16, width(column))?;
        }
        sheet.set_row_height(0, 26)?.set_row_height(1, 20)?;
        for (row, cells) in self.printed.rows.iter().enumerate() {
            let single = cells.iter().filter(|cell| cell.height == 1);
            let height = single.map(|cell| {
                let room: f64 = (cell.column..cell.column + cell.width).map(width).sum();
                looks::height(cell.label.chars().count(), room)
            });
            sheet.set_row_height(TOP + row as u32, height.fold(looks::LINE + 6.0, f64::max))?;
        }
        Ok(())
    }

    /// Below the table, for each equality, a row that says whether both sides agree in each column.
    fn checks(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), Fault> {
        let mut row = TOP + self.printed.rows.len() as u32;
        for (part, p) in self.report.standard.tables[self.table].parts.iter().enumerate() {
            for equality in &p.equalities {
                let stub = self.printed.stub as u16;
                if stub > 1 {
                    sheet.merge_range(row, 0, row, stub - 1, CHECK, &looks.stub)?;
                } else {
                    sheet.write_with_format(row, 0, CHECK, &looks.stub)?;
                }
                for column in 0..p.columns.leaves.len() {
                    let id = |row: &usize| CellId { table: self.table, part, row: *row, column };
                    let side = |rows: &[usize]| rows.iter().map(id).collect::<Vec<_>>();
                    let (left, right) = (side(&equality.left), side(&equality.right));
                    let sum = |ids: &[CellId]| ids.iter().map(|&id| self.report.value(id)).sum::<Decimal>();
                    let difference = sum(&left) - sum(&right);
                    let (left, right) = (self.ranges(&left), self.ranges(&right));
                    let sums = format!("SUM({left})-SUM({right})");
                    let formula = format!("=IFERROR(IF({sums}=0,\"相等\",\"相差\"&({sums})),\"有误\")");
                    let result = if difference.is_zero() { "相等".to_owned() } else { format!("相差{difference}") };
                    let at = self.spot(CellId { table: self.table, part, row: 0, column }).1;
                    sheet.write_formula_with_format(row, at, Formula::new(formula).set_result(result), &looks.check)?;
                    let rule = format!("={}<>\"相等\"", cell_name(row, at.into()));
                    let red = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&looks.wrong);
                    sheet.add_conditional_format(row, at, row, at, &red)?;
                }
                sheet.set_row_height(row, looks::LINE + 8.0)?;
                row += 1;
            }
        }
        Ok(())
    }

    /// Colours for what is no number and for stated totals that are not the sum.
    fn warnings(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), Fault> {
        for (id, (row, column)) in &self.spots {
            let cell = cell_name(*row, (*column).into());
            let stated = self.report.cell(*id).value != Value::Unstated;
            if let Some(sum) = self.sum(*id).filter(|_| stated) {
                let rule = format!("=IFERROR({cell}<>{sum},TRUE)");
                let red = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&looks.wrong);
                sheet.add_conditional_format(*row, *column, *row, *column, &red)?;
            }
        }
        for (kind, areas) in self.areas() {
            if !is_number(kind) {
                continue;
            }
            for (rows, columns) in areas {
                let first = cell_name(*rows.start(), (*columns.start()).into());
                let rule = format!("=NOT(ISNUMBER({first}))");
                let amber = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&looks.doubtful);
                sheet.add_conditional_format(*rows.start(), *columns.start(), *rows.end(), *columns.end(), &amber)?;
            }
        }
        Ok(())
    }

    /// What may be typed, with the words that say so.
    fn validations(&self, sheet: &mut Worksheet) -> Result<(), Fault> {
        for (kind, areas) in self.areas() {
            let any = DataValidation::new();
            let (validation, message) = match kind {
                CellKind::Count => {
                    let rule = DataValidationRule::GreaterThanOrEqualTo(0);
                    (any.allow_whole_number(rule), "填 0 或正整数，不带单位；没有发生填 0")
                }
                CellKind::Signed => {
                    let rule = DataValidationRule::Between(-1_000_000_000, 1_000_000_000);
                    (any.allow_whole_number(rule), "填增减数，如 3 或 -3；没有变化填 0")
                }
                CellKind::Decimal => {
                    let rule = DataValidationRule::GreaterThanOrEqualTo(0.0);
                    (any.allow_decimal_number(rule), "填 0 或正数，可以有小数，不带单位")
                }
                CellKind::AmountWithUnit => (any.allow_any_value(), "填金额和单位，如 454万元；没有填 0"),
            };
            for (rows, columns) in areas {
                let unit = self.unit(*rows.start(), *columns.start());
                let message: String = format!("{message}（单位：{unit}）").chars().take(MAX_MESSAGE).collect();
                let validation = validation
                    .clone()
                    .ignore_blank(false)
                    .set_input_message(&message)?
                    .set_error_title("这里不能这样填")?
                    .set_error_message(&message)?;
                sheet.add_data_validation(*rows.start(), *columns.start(), *rows.end(), *columns.end(), &validation)?;
            }
        }
        Ok(())
    }

    fn unit(&self, row: u32, column: u16) -> &str {
        let found = self.spots.iter().find(|(_, spot)| *spot == (row, column));
        found.map_or("", |(id, _)| &self.report.standard.tables[id.table].parts[id.part].unit)
    }

    /// The cells to be filled, by kind, as rectangles.
    fn areas(&self) -> Vec<(CellKind, Vec<Area>)> {
        let mut all: Vec<(CellKind, Vec<Area>)> = Vec::new();
        for kind in [CellKind::Count, CellKind::Signed, CellKind::Decimal, CellKind::AmountWithUnit] {
            let part = |id: &CellId| &self.report.standard.tables[id.table].parts[id.part];
            let cells = self.spots.iter().filter(|(id, _)| part(id).kind(id.column) == kind);
            let open = cells.filter(|(id, _)| !self.report.standard.is_total(*id)).map(|(_, spot)| *spot);
            let mut areas: Vec<Area> = Vec::new();
            for (row, column) in open {
                match areas.last_mut() {
                    Some((rows, columns)) if *rows == (row..=row) && *columns.end() + 1 == column => {
                        *columns = *columns.start()..=column;
                    }
                    _ => areas.push((row..=row, column..=column)),
                }
            }
            let mut joined: Vec<Area> = Vec::new();
            for (rows, columns) in areas {
                match joined.last_mut() {
                    Some((above, same)) if *same == columns && *above.end() + 1 == *rows.start() => {
                        *above = *above.start()..=*rows.end();
                    }
                    _ => joined.push((rows, columns)),
                }
            }
            if !joined.is_empty() {
                all.push((kind, joined));
            }
        }
        all
    }

    /// A name for each row's numbers, such as `申请.新收`.
    fn names(&self, sheet: &str) -> Vec<(String, String)> {
        let mut names = Vec::new();
        for (part, p) in self.report.standard.tables[self.table].parts.iter().enumerate() {
            for (row, leaf) in p.rows.leaves.iter().enumerate() {
                let id = |column| CellId { table: self.table, part, row, column };
                let (first, last) = (self.spot(id(0)), self.spot(id(p.columns.leaves.len() - 1)));
                let name = format!("{}.{}", self.report.standard.tables[self.table].key, leaf.keys.join("."));
                // A standard may have keys that no name can have.
                if name.chars().all(|c| c.is_alphanumeric() || c == '.') && !sheet.contains('\'') {
                    let absolute = |(row, column): (u32, u16)| {
                        let name = cell_name(row, column.into());
                        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
                        format!("${letters}${}", row + 1)
                    };
                    names.push((name, format!("='{sheet}'!{}:{}", absolute(first), absolute(last))));
                }
            }
        }
        names
    }
}

/// Rows and columns of a rectangle.
type Area = (RangeInclusive<u32>, RangeInclusive<u16>);

fn significant(number: Decimal) -> usize {
    number.normalize().mantissa().unsigned_abs().to_string().len()
}
