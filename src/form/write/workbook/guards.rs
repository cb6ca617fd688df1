//! What a table's sheet checks by itself: equalities, totals, what may be typed.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Formula, Worksheet,
};

use super::super::super::words::CHECK;
use super::grid::{CellArea, CellSpot, GridNumber, KindAreas, NumberGrid, TOP};
use super::looks::{self, Looks};
use super::{WorkbookFault, is_number};
use crate::report::Value;
use crate::standard::{CellId, CellKind, Equality};

/// Characters of a validation's message.
const MAX_MESSAGE: usize = 250;
/// How far a change may go: what a validation asks for has two ends.
const MAX_CHANGE: i32 = 1_000_000_000;

/// What a check says of a column in which nothing is filled, and where both sides agree.
const UNFILLED: &str = "未填";
const EQUAL: &str = "相等";

/// The cells of a part that are no totals.
struct PartInputs {
    /// As ranges of a formula.
    ranges: String,
    /// Whether all of them are nought.
    are_nought: bool,
}

/// An equality in one column.
struct ColumnCheck<'a> {
    grid: &'a NumberGrid<'a>,
    inputs: &'a PartInputs,
    left: Vec<CellId>,
    right: Vec<CellId>,
    /// All cells of the column.
    all: Vec<CellId>,
}

impl ColumnCheck<'_> {
    fn formula(&self) -> String {
        let left = self.grid.ranges(&self.left);
        let right = self.grid.ranges(&self.right);
        let sums = format!("SUM({left})-SUM({right})");
        let inputs = &self.inputs.ranges;
        let compared = format!(
            "IF(SUM({inputs})=0,\"{UNFILLED}\",\
             IF({sums}=0,\"{EQUAL}\",\"相差\"&ABS({sums})))"
        );
        let (count, cells) = (self.all.len(), self.grid.ranges(&self.all));
        format!("=IFERROR(IF(COUNT({cells})<{count},\"没填全\",{compared}),\"有误\")")
    }

    /// What the formula gives.
    fn result(&self) -> String {
        if !self.all.iter().all(|id| self.holds_number(*id)) {
            return "没填全".to_owned();
        }
        if self.inputs.are_nought {
            return UNFILLED.to_owned();
        }
        let difference = (self.sum(&self.left) - self.sum(&self.right)).abs();
        if difference.is_zero() {
            EQUAL.to_owned()
        } else {
            format!("相差{difference}")
        }
    }

    fn holds_number(&self, id: CellId) -> bool {
        let value = &self.grid.report.cell(id).value;
        value.number().is_some() || *value == Value::Unstated
    }

    fn sum(&self, ids: &[CellId]) -> Decimal {
        ids.iter().map(|id| self.grid.report.value(*id)).sum()
    }
}

impl NumberGrid<'_> {
    /// Below the table, for each equality, a row that says whether both sides agree in each column.
    pub fn write_checks(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), WorkbookFault> {
        let mut row = TOP + self.printed.rows.len() as u32;
        for (part, data) in self.parts().iter().enumerate() {
            let inputs = self.inputs(part);
            for equality in &data.equalities {
                self.write_check(sheet, row, part, &inputs, equality, looks)?;
                row += 1;
            }
        }
        Ok(())
    }

    fn inputs(&self, part: usize) -> PartInputs {
        let standard = self.standard();
        let mut inputs: Vec<CellId> = self.numbers.iter().map(|number| number.id).collect();
        inputs.retain(|id| id.part == part && !standard.is_total(*id));
        PartInputs {
            ranges: self.ranges(&inputs),
            are_nought: inputs.iter().all(|id| self.report.value(*id).is_zero()),
        }
    }

    fn write_check(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        part: usize,
        inputs: &PartInputs,
        equality: &Equality,
        looks: &Looks,
    ) -> Result<(), WorkbookFault> {
        let stub = self.printed.stub as u16;
        if stub > 1 {
            sheet.merge_range(row, 0, row, stub - 1, CHECK, &looks.stub)?;
        } else {
            sheet.write_with_format(row, 0, CHECK, &looks.stub)?;
        }
        let data = &self.parts()[part];
        let rows: Vec<usize> = (0..data.rows.leaves.len()).collect();
        for column in 0..data.columns.leaves.len() {
            let top = CellId {
                table: self.table,
                part,
                row: 0,
                column,
            };
            let check = ColumnCheck {
                grid: self,
                inputs,
                left: in_rows(top, &equality.left),
                right: in_rows(top, &equality.right),
                all: in_rows(top, &rows),
            };
            let spot = CellSpot {
                row,
                column: self.spot(top).column,
            };
            let formula = Formula::new(check.formula()).set_result(check.result());
            sheet.write_formula_with_format(spot.row, spot.column, formula, &looks.check)?;
            colour_check(sheet, spot, looks)?;
        }
        sheet.set_row_height(row, looks::LINE + 8.0)?;
        Ok(())
    }

    /// Colours for what is no number and for stated totals that are not the sum.
    pub fn write_warnings(
        &self,
        sheet: &mut Worksheet,
        looks: &Looks,
    ) -> Result<(), WorkbookFault> {
        for &GridNumber { id, spot } in &self.numbers {
            if self.report.cell(id).value == Value::Unstated {
                continue;
            }
            if let Some(sum) = self.sum(id) {
                let rule = format!("=IFERROR({}<>{sum},TRUE)", spot.name());
                let red = ConditionalFormatFormula::new()
                    .set_rule(rule.as_str())
                    .set_format(&looks.wrong);
                sheet.add_conditional_format(spot.row, spot.column, spot.row, spot.column, &red)?;
            }
        }
        for KindAreas { kind, areas } in self.areas() {
            if !is_number(kind) {
                continue;
            }
            for CellArea { first, last } in areas {
                let rule = format!("=NOT(ISNUMBER({}))", first.name());
                let amber = ConditionalFormatFormula::new()
                    .set_rule(rule.as_str())
                    .set_format(&looks.doubtful);
                sheet.add_conditional_format(
                    first.row,
                    first.column,
                    last.row,
                    last.column,
                    &amber,
                )?;
            }
        }
        Ok(())
    }

    /// What may be typed, with the words that say so.
    pub fn write_validations(&self, sheet: &mut Worksheet) -> Result<(), WorkbookFault> {
        for KindAreas { kind, areas } in self.areas() {
            let (validation, words) = validation_of(kind);
            for CellArea { first, last } in areas {
                let unit = if is_number(kind) {
                    format!("（单位：{}）", self.unit(first))
                } else {
                    String::new()
                };
                let message = format!("{words}{unit}");
                let message: String = message.chars().take(MAX_MESSAGE).collect();
                let validation = validation
                    .clone()
                    .ignore_blank(false)
                    .set_input_message(&message)?
                    .set_error_title("这里不能这样填")?
                    .set_error_message(&message)?;
                sheet.add_data_validation(
                    first.row,
                    first.column,
                    last.row,
                    last.column,
                    &validation,
                )?;
            }
        }
        Ok(())
    }

    /// The measure of the number in a cell.
    fn unit(&self, spot: CellSpot) -> &str {
        match self.numbers.iter().find(|number| number.spot == spot) {
            Some(number) => &self.standard().part(number.id).unit,
            None => "",
        }
    }
}

/// The cells of some rows in the column of a cell.
fn in_rows(id: CellId, rows: &[usize]) -> Vec<CellId> {
    rows.iter().map(|&row| CellId { row, ..id }).collect()
}

/// Colours a check: grey where nothing is filled, red where the sides do not agree.
fn colour_check(sheet: &mut Worksheet, spot: CellSpot, looks: &Looks) -> Result<(), WorkbookFault> {
    let CellSpot { row, column } = spot;
    let cell = spot.name();
    let grey = ConditionalFormatFormula::new()
        .set_rule(format!("={cell}=\"{UNFILLED}\"").as_str())
        .set_format(&looks.idle)
        .set_stop_if_true(true);
    sheet.add_conditional_format(row, column, row, column, &grey)?;
    let rule = format!("=AND({cell}<>\"{EQUAL}\",{cell}<>\"{UNFILLED}\")");
    let red = ConditionalFormatFormula::new()
        .set_rule(rule.as_str())
        .set_format(&looks.wrong);
    sheet.add_conditional_format(row, column, row, column, &red)?;
    Ok(())
}

/// What may be typed in cells of a kind, and the words that say so.
fn validation_of(kind: CellKind) -> (DataValidation, &'static str) {
    let any = DataValidation::new();
    match kind {
        CellKind::Count => (
            any.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            "填 0 或正整数，不带单位；没有发生填 0",
        ),
        CellKind::Signed => (
            any.allow_whole_number(DataValidationRule::Between(-MAX_CHANGE, MAX_CHANGE)),
            "填增减数，如 3 或 -3；没有变化填 0",
        ),
        CellKind::Decimal => (
            any.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            "填 0 或正数，可以有小数，不带单位",
        ),
        CellKind::AmountWithUnit => (any.allow_any_value(), "填金额和单位，如 454万元；没有填 0"),
    }
}
