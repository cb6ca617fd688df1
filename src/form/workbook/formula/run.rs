//! Works out the steps of a formula on a stack of operands.
//!
//! A reference stays one until its value is needed, because SUM takes all of
//! its cells and IF may not take any. Only the value of another cell recurses.

use rust_decimal::Decimal;

use super::functions::{Argument, Function};
use super::operators::{Operator, number, number_or_error, truth};
use super::parse::{Step, parse};
use super::reference::Area;
use super::{Calculator, CellSource, FormulaFault, Scalar, VISIT_BYTES, cursor};

/// Characters of a text that a formula makes.
const MAX_TEXT: usize = 10_000;

/// What waits on the stack.
enum Operand<'f> {
    Missing,
    Value(Scalar),
    Areas(Vec<Area<'f>>),
}

impl<'a, S: CellSource> Calculator<'a, S> {
    /// The value of a formula that stands on a sheet.
    pub(super) fn run(&mut self, sheet: usize, formula: &'a str) -> Result<Scalar, FormulaFault> {
        let source = self.source;
        let steps = parse(formula, sheet, &|name| source.sheet(name))?;
        let mut stack = Vec::new();
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            at = self.step(step, at + 1, &mut stack)?;
        }
        Ok(match self.single(stack.pop())? {
            Scalar::Empty => Scalar::Number(Decimal::ZERO),
            Scalar::Number(number) => Scalar::Number(number.normalize()),
            value => value,
        })
    }

    /// Does one step and gives the number of the step after it, which is `next` unless it jumps.
    fn step<'f>(
        &mut self,
        step: &Step<'f>,
        next: usize,
        stack: &mut Vec<Operand<'f>>,
    ) -> Result<usize, FormulaFault> {
        let (operand, next) = match step {
            Step::Push(value) => (Operand::Value(value.clone()), next),
            Step::Missing => (Operand::Missing, next),
            Step::Refer(area) => (Operand::Areas(vec![area.clone()]), next),
            Step::Unite(count, written) => (unite(last(stack, *count), written)?, next),
            Step::Negate => {
                let value =
                    number(&self.single(stack.pop())?).map(|number| Scalar::Number(-number));
                (Operand::Value(value.unwrap_or_else(|error| error)), next)
            }
            Step::Percent => {
                let hundredth =
                    |number: Decimal| number_or_error(number.checked_mul(Decimal::new(1, 2)));
                let value = number(&self.single(stack.pop())?).map(hundredth);
                (Operand::Value(value.unwrap_or_else(|error| error)), next)
            }
            Step::Combine(operator) => {
                // The left operand comes first with what is wrong with it.
                let right = stack.pop();
                let left = self.single(stack.pop())?;
                let right = self.single(right)?;
                (Operand::Value(self.combine(*operator, &left, &right)?), next)
            }
            Step::Call(function, count) => {
                let arguments = self.arguments(*function, last(stack, *count))?;
                (Operand::Value(function.call(&arguments)), next)
            }
            Step::Branch { otherwise, end } => match truth(&self.single(stack.pop())?) {
                Ok(true) => return Ok(next),
                Ok(false) => return Ok(*otherwise),
                Err(error) => (Operand::Value(error), *end),
            },
            Step::Rescue(end) => match self.single(stack.pop())? {
                Scalar::Error(_) => return Ok(next),
                value => (Operand::Value(value), *end),
            },
            Step::Jump(end) => return Ok(*end),
        };
        stack.push(operand);
        Ok(next)
    }

    fn combine(
        &mut self,
        operator: Operator,
        left: &Scalar,
        right: &Scalar,
    ) -> Result<Scalar, FormulaFault> {
        let value = operator
            .combine(left, right)
            .ok_or_else(|| FormulaFault::Unknown(operator.sign().to_owned()))?;
        if let Scalar::Text(text) = &value {
            self.visit(text.len() / VISIT_BYTES)?;
            if text.chars().count() > MAX_TEXT {
                return Err(FormulaFault::TooLong);
            }
        }
        Ok(value)
    }

    /// The value of an operand, which must not be several cells.
    fn single(&mut self, operand: Option<Operand>) -> Result<Scalar, FormulaFault> {
        let areas = match operand {
            None | Some(Operand::Missing) => return Ok(Scalar::Empty),
            Some(Operand::Value(value)) => return Ok(value),
            Some(Operand::Areas(areas)) => areas,
        };
        match areas.iter().map(Area::single).collect::<Vec<_>>().as_slice() {
            [Some(key)] => self.cell(*key),
            // Excel would choose one of them by the place of the formula, or fill several cells.
            _ => Err(several(&areas)),
        }
    }

    /// The arguments of a function, those that are ranges cell by cell.
    fn arguments(
        &mut self,
        function: Function,
        operands: Vec<Operand>,
    ) -> Result<Vec<Argument>, FormulaFault> {
        let mut arguments = Vec::new();
        for operand in operands {
            match operand {
                Operand::Missing => arguments.push(Argument::Missing),
                Operand::Areas(areas) if function.takes_ranges() => {
                    for area in areas {
                        self.cells(&area, &mut arguments)?;
                    }
                }
                operand => arguments.push(Argument::Given(self.single(Some(operand))?)),
            }
        }
        Ok(arguments)
    }

    fn cells(&mut self, area: &Area, arguments: &mut Vec<Argument>) -> Result<(), FormulaFault> {
        if let Some(key) = area.single() {
            arguments.push(Argument::Cell(self.cell(key)?));
            return Ok(());
        }
        // Looking is work too, even where nothing stands.
        self.visit(1)?;
        for (row, column) in self.source.filled(area.sheet, area.rows.clone(), area.columns.clone())
        {
            arguments.push(Argument::Cell(self.cell((area.sheet, row, column))?));
        }
        Ok(())
    }
}

/// The last so many operands.
fn last<'f>(stack: &mut Vec<Operand<'f>>, count: usize) -> Vec<Operand<'f>> {
    stack.split_off(stack.len().saturating_sub(count))
}

/// One operand of several, which all must be references.
fn unite<'f>(operands: Vec<Operand<'f>>, written: &str) -> Result<Operand<'f>, FormulaFault> {
    let mut united = Vec::new();
    for operand in operands {
        match operand {
            Operand::Areas(areas) => united.extend(areas),
            Operand::Missing | Operand::Value(_) => {
                return Err(FormulaFault::Unknown(cursor::shown(written)));
            }
        }
    }
    Ok(Operand::Areas(united))
}

/// The fault of several cells where one value is needed.
fn several(areas: &[Area]) -> FormulaFault {
    let written: Vec<&str> = areas.iter().map(|area| area.written).collect();
    FormulaFault::Unknown(cursor::shown(&written.join(",")))
}
