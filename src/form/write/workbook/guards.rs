//! What a table's sheet checks by itself: equalities, totals, what may be typed.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Formula, Worksheet,
};

use super::super::super::words::CHECK;
use super::grid::{NumberGrid, TOP};
use super::looks::{self, Looks};
use super::{WorkbookFault, is_number};
use crate::finding::json::cell_name;
use crate::report::Value;
use crate::standard::{CellId, CellKind};

/// Characters of a validation's message.
const MAX_MESSAGE: usize = 250;

impl NumberGrid<'_> {
    /// Below the table, for each equality, a row that says whether both sides agree in each column.
    pub fn checks(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), WorkbookFault> {
        let mut row = TOP + self.printed.rows.len() as u32;
        for (part, p) in self.report.standard.tables[self.table]
            .parts
            .iter()
            .enumerate()
        {
            let inputs: Vec<CellId> = self.inputs(part).collect();
            let nothing = inputs.iter().all(|id| self.report.value(*id).is_zero());
            let inputs = self.ranges(&inputs);
            for equality in &p.equalities {
                let stub = self.printed.stub as u16;
                if stub > 1 {
                    sheet.merge_range(row, 0, row, stub - 1, CHECK, &looks.stub)?;
                } else {
                    sheet.write_with_format(row, 0, CHECK, &looks.stub)?;
                }
                for column in 0..p.columns.leaves.len() {
                    let id = |row: &usize| CellId {
                        table: self.table,
                        part,
                        row: *row,
                        column,
                    };
                    let side = |rows: &[usize]| rows.iter().map(id).collect::<Vec<_>>();
                    let (left, right) = (side(&equality.left), side(&equality.right));
                    let sum = |ids: &[CellId]| {
                        ids.iter().map(|&id| self.report.value(id)).sum::<Decimal>()
                    };
                    let difference = sum(&left) - sum(&right);
                    let (left, right) = (self.ranges(&left), self.ranges(&right));
                    let sums = format!("SUM({left})-SUM({right})");
                    let all: Vec<usize> = (0..p.rows.leaves.len()).collect();
                    let (count, cells) = (all.len(), self.ranges(&side(&all)));
                    let compared = format!(
                        "IF(SUM({inputs})=0,\"未填\",IF({sums}=0,\"相等\",\"相差\"&ABS({sums})))"
                    );
                    let formula = format!(
                        "=IFERROR(IF(COUNT({cells})<{count},\"没填全\",{compared}),\"有误\")"
                    );
                    let number = |row: &usize| {
                        let value = &self.report.cell(id(row)).value;
                        value.number().is_some() || *value == Value::Unstated
                    };
                    let result = match difference.abs() {
                        _ if !all.iter().all(number) => "没填全".to_owned(),
                        _ if nothing => "未填".to_owned(),
                        none if none.is_zero() => "相等".to_owned(),
                        by => format!("相差{by}"),
                    };
                    let at = self
                        .spot(CellId {
                            table: self.table,
                            part,
                            row: 0,
                            column,
                        })
                        .1;
                    sheet.write_formula_with_format(
                        row,
                        at,
                        Formula::new(formula).set_result(result),
                        &looks.check,
                    )?;
                    let cell = cell_name(row, at.into());
                    let grey = ConditionalFormatFormula::new()
                        .set_rule(format!("={cell}=\"未填\"").as_str())
                        .set_format(&looks.idle)
                        .set_stop_if_true(true);
                    sheet.add_conditional_format(row, at, row, at, &grey)?;
                    let rule = format!("=AND({cell}<>\"相等\",{cell}<>\"未填\")");
                    let red = ConditionalFormatFormula::new()
                        .set_rule(rule.as_str())
                        .set_format(&looks.wrong);
                    sheet.add_conditional_format(row, at, row, at, &red)?;
                }
                sheet.set_row_height(row, looks::LINE + 8.0)?;
                row += 1;
            }
        }
        Ok(())
    }

    /// The cells of a part that are no totals.
    fn inputs(&self, part: usize) -> impl Iterator<Item = CellId> {
        let standard = &self.report.standard;
        let ids = self.spots.iter().map(|(id, _)| *id);
        ids.filter(move |id| id.part == part && !standard.is_total(*id))
    }

    /// Colours for what is no number and for stated totals that are not the sum.
    pub fn warnings(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), WorkbookFault> {
        for (id, (row, column)) in &self.spots {
            let cell = cell_name(*row, (*column).into());
            let stated = self.report.cell(*id).value != Value::Unstated;
            if let Some(sum) = self.sum(*id).filter(|_| stated) {
                let rule = format!("=IFERROR({cell}<>{sum},TRUE)");
                let red = ConditionalFormatFormula::new()
                    .set_rule(rule.as_str())
                    .set_format(&looks.wrong);
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
                let amber = ConditionalFormatFormula::new()
                    .set_rule(rule.as_str())
                    .set_format(&looks.doubtful);
                sheet.add_conditional_format(
                    *rows.start(),
                    *columns.start(),
                    *rows.end(),
                    *columns.end(),
                    &amber,
                )?;
            }
        }
        Ok(())
    }

    /// What may be typed, with the words that say so.
    pub fn validations(&self, sheet: &mut Worksheet) -> Result<(), WorkbookFault> {
        for (kind, areas) in self.areas() {
            let any = DataValidation::new();
            let (validation, message) = match kind {
                CellKind::Count => {
                    let rule = DataValidationRule::GreaterThanOrEqualTo(0);
                    (
                        any.allow_whole_number(rule),
                        "填 0 或正整数，不带单位；没有发生填 0",
                    )
                }
                CellKind::Signed => {
                    let rule = DataValidationRule::Between(-1_000_000_000, 1_000_000_000);
                    (
                        any.allow_whole_number(rule),
                        "填增减数，如 3 或 -3；没有变化填 0",
                    )
                }
                CellKind::Decimal => {
                    let rule = DataValidationRule::GreaterThanOrEqualTo(0.0);
                    (
                        any.allow_decimal_number(rule),
                        "填 0 或正数，可以有小数，不带单位",
                    )
                }
                CellKind::AmountWithUnit => {
                    (any.allow_any_value(), "填金额和单位，如 454万元；没有填 0")
                }
            };
            for (rows, columns) in areas {
                let unit = self.unit(*rows.start(), *columns.start());
                let unit = if kind == CellKind::AmountWithUnit {
                    String::new()
                } else {
                    format!("（单位：{unit}）")
                };
                let message: String = format!("{message}{unit}")
                    .chars()
                    .take(MAX_MESSAGE)
                    .collect();
                let validation = validation
                    .clone()
                    .ignore_blank(false)
                    .set_input_message(&message)?
                    .set_error_title("这里不能这样填")?
                    .set_error_message(&message)?;
                sheet.add_data_validation(
                    *rows.start(),
                    *columns.start(),
                    *rows.end(),
                    *columns.end(),
                    &validation,
                )?;
            }
        }
        Ok(())
    }

    fn unit(&self, row: u32, column: u16) -> &str {
        let found = self.spots.iter().find(|(_, spot)| *spot == (row, column));
        found.map_or("", |(id, _)| {
            &self.report.standard.tables[id.table].parts[id.part].unit
        })
    }
}
