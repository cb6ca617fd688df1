//! Works out the steps of a formula on a stack of operands.
//!
//! A reference stays one until its value is needed, because SUM takes all of
//! its cells and IF may not take any. Only the value of another cell recurses.

use rust_decimal::Decimal;

use super::functions::{Argument, Function};
use super::grid::{self, CellGrid, GridExtent};
use super::operators::{Operator, number, number_or_error, truth};
use super::parse::{Step, parse};
use super::reference::Area;
use super::{Calculator, CellSource, FormulaFault, Scalar, VISIT_BYTES, cursor};

/// Characters of a text that a formula makes.
const MAX_TEXT: usize = 10_000;

/// What waits on the stack.
pub(super) enum Operand<'f> {
    Missing,
    Value(Scalar),
    Areas(Vec<Area<'f>>),
    /// What was made of several cells one by one; only some functions can use it. With it goes the
    /// range that it was made of, as written.
    CellGrid(CellGrid, String),
}

impl Operand<'_> {
    /// The range that several values were made of, as written.
    fn written(&self) -> Option<String> {
        match self {
            Self::CellGrid(_, written) => Some(written.clone()),
            _ => None,
        }
    }
}

/// What is done with values, one place after the other.
#[derive(Clone, Copy)]
enum GridWork {
    Combine(Operator),
    Call(Function),
}

impl GridWork {
    /// What it makes of the values at one place; none where Excel's answer is not known here.
    fn run(self, values: &[Scalar]) -> Option<Scalar> {
        match (self, values) {
            (Self::Combine(operator), [left, right]) => operator.combine(left, right),
            (Self::Combine(_), _) => None,
            (Self::Call(function), values) => {
                let arguments = values.iter().cloned().map(Argument::Given);
                function.call(&arguments.collect::<Vec<_>>())
            }
        }
    }
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
        Ok(match self.fetch_single(stack.pop())? {
            Scalar::Empty => Scalar::Number(Decimal::ZERO),
            Scalar::Number(number) => Scalar::Number(number.normalize()),
            value => value,
        })
    }

    /// Does one step and gives the number of the step after it, which is `next` unless it jumps.
    fn step(
        &mut self,
        step: &Step<'a>,
        next: usize,
        stack: &mut Vec<Operand<'a>>,
    ) -> Result<usize, FormulaFault> {
        let (operand, next) = match step {
            Step::Push(value) => (Operand::Value(value.clone()), next),
            Step::Missing => (Operand::Missing, next),
            Step::Refer(area) => (Operand::Areas(vec![area.clone()]), next),
            Step::Unite(count, written) => (unite(take_last(stack, *count), written)?, next),
            Step::Negate => (self.map(stack.pop(), negate)?, next),
            Step::Percent => (self.map(stack.pop(), take_percent)?, next),
            Step::Combine(operator) => {
                let right = stack.pop();
                (self.combine(*operator, stack.pop(), right)?, next)
            }
            Step::Call(function, count) => (self.call(*function, take_last(stack, *count))?, next),
            Step::Branch { otherwise, end } => match truth(&self.fetch_single(stack.pop())?) {
                Ok(true) => return Ok(next),
                Ok(false) => return Ok(*otherwise),
                Err(error) => (Operand::Value(error), *end),
            },
            Step::Rescue(end) => match self.fetch_single(stack.pop())? {
                Scalar::Error(_) => return Ok(next),
                value => (Operand::Value(value), *end),
            },
            Step::Jump(end) => return Ok(*end),
        };
        stack.push(operand);
        Ok(next)
    }

    /// A value or several, each worked on alone.
    fn map(
        &mut self,
        operand: Option<Operand<'a>>,
        work: fn(&Scalar) -> Scalar,
    ) -> Result<Operand<'a>, FormulaFault> {
        Ok(match self.fetch_several(operand)? {
            Operand::CellGrid(mut grid, written) => {
                for value in grid.values.values_mut() {
                    *value = work(value);
                }
                Operand::CellGrid(grid, written)
            }
            operand => Operand::Value(work(&self.fetch_single(Some(operand))?)),
        })
    }

    fn combine(
        &mut self,
        operator: Operator,
        left: Option<Operand<'a>>,
        right: Option<Operand<'a>>,
    ) -> Result<Operand<'a>, FormulaFault> {
        // The left operand comes first with what is wrong with it.
        let left = self.fetch_several(left)?;
        let right = self.fetch_several(right)?;
        let value = self.spread(vec![left, right], GridWork::Combine(operator))?;
        value.ok_or_else(|| unknown(operator.sign()))
    }

    fn call(
        &mut self,
        function: Function,
        operands: Vec<Operand<'a>>,
    ) -> Result<Operand<'a>, FormulaFault> {
        if matches!(function, Function::Date(_)) && self.source.since_1904() {
            return Err(unknown(function.name()));
        }
        let value = if let Function::Range(function) = function {
            let grids = self.fetch_grids(function, operands)?;
            function.compute(&grids)
        } else if function.takes_ranges() {
            let arguments = self.fetch_arguments(operands)?;
            function.call(&arguments)
        } else {
            return self.call_each(function, operands);
        };
        let value = value.ok_or_else(|| unknown(function.name()))?;
        self.check_size(&value)?;
        Ok(Operand::Value(value))
    }

    /// A function of single values, place by place where one has several.
    fn call_each(
        &mut self,
        function: Function,
        operands: Vec<Operand<'a>>,
    ) -> Result<Operand<'a>, FormulaFault> {
        let mut plural = Vec::new();
        for operand in operands {
            plural.push(self.fetch_several(Some(operand))?);
        }
        let value = self.spread(plural, GridWork::Call(function))?;
        value.ok_or_else(|| unknown(function.name()))
    }

    /// What comes of operands, place by place where one has several values.
    fn spread(
        &mut self,
        operands: Vec<Operand<'a>>,
        work: GridWork,
    ) -> Result<Option<Operand<'a>>, FormulaFault> {
        let Some(written) = operands.iter().find_map(Operand::written) else {
            let mut values = Vec::new();
            for operand in operands {
                values.push(self.fetch_single(Some(operand))?);
            }
            let Some(value) = work.run(&values) else {
                return Ok(None);
            };
            self.check_size(&value)?;
            return Ok(Some(Operand::Value(value)));
        };
        let mut grids = Vec::new();
        for operand in operands {
            grids.push(match operand {
                Operand::CellGrid(grid, _) => grid,
                operand => CellGrid::of(self.fetch_single(Some(operand))?),
            });
        }
        // Every place is worked on, blank ones too.
        let size = GridExtent::of(&grids).size();
        self.visit(usize::try_from(size).unwrap_or(usize::MAX))?;
        let Some(grid) = grid::each(&grids, |values| work.run(values)) else {
            return Ok(None);
        };
        for value in grid.values.values() {
            self.check_size(value)?;
        }
        Ok(Some(Operand::CellGrid(grid, written)))
    }

    /// Counts the work of a text that was made, and refuses one that is too long.
    fn check_size(&mut self, value: &Scalar) -> Result<(), FormulaFault> {
        let Scalar::Text(text) = value else {
            return Ok(());
        };
        self.visit(text.len() / VISIT_BYTES)?;
        if text.chars().count() > MAX_TEXT {
            Err(FormulaFault::TooLong)
        } else {
            Ok(())
        }
    }
}

fn negate(value: &Scalar) -> Scalar {
    match number(value) {
        Ok(number) => Scalar::Number(-number),
        Err(error) => error,
    }
}

/// Divides a number by 100.
fn take_percent(value: &Scalar) -> Scalar {
    match number(value) {
        Ok(number) => number_or_error(number.checked_mul(Decimal::new(1, 2))),
        Err(error) => error,
    }
}

/// The fault of an operator or a function whose answer is not known here.
fn unknown(name: &str) -> FormulaFault {
    FormulaFault::Unknown(name.to_owned())
}

/// The last so many operands.
fn take_last<'f>(stack: &mut Vec<Operand<'f>>, count: usize) -> Vec<Operand<'f>> {
    stack.split_off(stack.len().saturating_sub(count))
}

/// One operand of several, which all must be references.
fn unite<'f>(operands: Vec<Operand<'f>>, written: &str) -> Result<Operand<'f>, FormulaFault> {
    let mut united = Vec::new();
    for operand in operands {
        match operand {
            Operand::Areas(areas) => united.extend(areas),
            Operand::Missing | Operand::Value(_) | Operand::CellGrid(..) => {
                return Err(FormulaFault::Unknown(cursor::shorten(written)));
            }
        }
    }
    Ok(Operand::Areas(united))
}
