//! Recomputes the formulas of a workbook exactly, so that no cached value has to be trusted.
//!
//! It knows the functions that forms use, and says so where it meets another.
//! Cells come through [`CellSource`]; nothing here knows how a workbook is stored,
//! what a cell means to a report, or how a fault is told to people.
//! `parse` makes steps of a text, `run` works them out, [`Calculator`] keeps
//! what is known of each cell and bounds the work.

mod criteria;
mod cursor;
mod dates;
mod fetch;
mod functions;
mod grid;
mod lookups;
mod operators;
mod parse;
mod reference;
mod run;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::form::labelled::{CellAddress, CellPos};

/// Formulas that need each other's values, one below the other.
const MAX_DEEP: usize = 64;
/// Cells that are visited for all values that one calculator gives.
const MAX_VISITS: usize = 50_000;
/// Bytes of text that count as one more visit.
const VISIT_BYTES: usize = 64;
/// Bytes of a formula that count so; a step costs more than a character that is copied.
const VISIT_FORMULA: usize = 8;

/// What stands in a cell, before formulas are computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellContent<'a> {
    /// Nothing.
    Empty,
    /// A number.
    Number(Decimal),
    /// A text, which may look like a number.
    Text(&'a str),
    /// TRUE or FALSE.
    Boolean(bool),
    /// An error value such as `#N/A`.
    Error(&'a str),
    /// A formula, with or without the `=` before it.
    Formula(&'a str),
}

/// The workbook as formulas see it.
pub trait CellSource {
    /// Whether days are counted from 1904, as old workbooks of the Mac do.
    fn since_1904(&self) -> bool {
        false
    }

    /// The sheet of this name, compared without case.
    fn sheet(&self, name: &str) -> Option<usize>;
    /// What stands in a cell; rows and columns count from 0.
    fn content(&self, cell: CellAddress) -> CellContent<'_>;
    /// What the file shows as the result of a cell's formula; none where it shows nothing.
    fn stored(&self, _cell: CellAddress) -> Option<Scalar> {
        None
    }

    /// The cells of a rectangle (ends included) that are not empty, in order of row and column.
    ///
    /// Sparse, so a whole column is cheap.
    fn filled(
        &self,
        sheet: usize,
        rows: RangeInclusive<u32>,
        columns: RangeInclusive<u32>,
    ) -> Vec<CellPos>;
}

/// What a formula gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Nothing; a formula itself never gives it, but 0.
    Empty,
    /// A number, without noughts at its end where a formula gives it.
    Number(Decimal),
    /// A text.
    Text(String),
    /// TRUE or FALSE.
    Boolean(bool),
    /// An error value such as `#DIV/0!`.
    Error(String),
}

/// Why a formula cannot be recomputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaFault {
    /// It needs itself.
    Cycle,
    /// A function or a construct that is not known, as written.
    Unknown(String),
    /// More cells or steps than a form has.
    TooLong,
}

/// What is known of a formula.
enum Known {
    /// It is being computed, so who asks for it now asks in a circle.
    Open,
    /// It is computed.
    Done(Computed),
}

/// What a formula gave.
#[derive(Clone)]
struct Computed {
    result: Result<Scalar, FormulaFault>,
    /// The number of formulas that stand on each other below it, itself included.
    height: usize,
}

/// Computes cells of a workbook, each formula once.
pub struct Calculator<'a, S: CellSource> {
    source: &'a S,
    known: BTreeMap<CellAddress, Known>,
    /// For each formula that is being computed, the most formulas found below it so far.
    ///
    /// Counted so, the bound on depth does not depend on which cell is asked for first.
    below: Vec<usize>,
    visits: usize,
}

impl<'a, S: CellSource> Calculator<'a, S> {
    /// A calculator that knows no value yet.
    pub fn new(source: &'a S) -> Self {
        Self {
            source,
            known: BTreeMap::new(),
            below: Vec::new(),
            visits: 0,
        }
    }

    /// The workbook.
    pub fn source(&self) -> &'a S {
        self.source
    }

    /// The value of a cell, formulas computed.
    ///
    /// # Errors
    /// A [`FormulaFault`] where the cell has a formula that cannot be recomputed, or needs such a
    /// cell.
    pub fn value(&mut self, cell: CellAddress) -> Result<Scalar, FormulaFault> {
        self.visit(1)?;
        let source = self.source;
        match source.content(cell) {
            CellContent::Empty => Ok(Scalar::Empty),
            CellContent::Number(number) => Ok(Scalar::Number(number)),
            CellContent::Text(text) => {
                self.visit(text.len() / VISIT_BYTES)?;
                Ok(Scalar::Text(text.to_owned()))
            }
            CellContent::Boolean(truth) => Ok(Scalar::Boolean(truth)),
            CellContent::Error(name) => Ok(Scalar::Error(name.to_owned())),
            CellContent::Formula(formula) => match self.formula(cell, formula) {
                // Who asks for the cell itself is told; for what stands on it the file's result
                // serves.
                Err(FormulaFault::Unknown(piece)) if !self.below.is_empty() => {
                    source.stored(cell).ok_or(FormulaFault::Unknown(piece))
                }
                result => result,
            },
        }
    }

    /// The value of a formula, which is computed once.
    fn formula(&mut self, cell: CellAddress, formula: &'a str) -> Result<Scalar, FormulaFault> {
        let Computed { result, height } = match self.known.get(&cell) {
            Some(Known::Open) => return Err(FormulaFault::Cycle),
            Some(Known::Done(computed)) => computed.clone(),
            None => self.compute(cell, formula)?,
        };
        if let Some(below) = self.below.last_mut() {
            *below = height.max(*below);
        }
        if let Ok(Scalar::Text(text)) = &result {
            self.visit(text.len() / VISIT_BYTES)?;
        }
        result
    }

    /// Computes a formula that nothing is known of yet.
    fn compute(&mut self, cell: CellAddress, formula: &'a str) -> Result<Computed, FormulaFault> {
        self.visit(formula.len() / VISIT_FORMULA)?;
        if self.below.len() >= MAX_DEEP {
            return Err(FormulaFault::TooLong);
        }
        self.known.insert(cell, Known::Open);
        self.below.push(0);
        let result = self.run(cell.sheet, formula);
        let height = self.below.pop().unwrap_or_default() + 1;
        let result = if height > MAX_DEEP {
            Err(FormulaFault::TooLong)
        } else {
            result
        };
        let computed = Computed { result, height };
        if computed.result == Err(FormulaFault::TooLong) {
            // Perhaps only too long for the cell that was asked for; so nothing is known of this
            // one.
            self.known.remove(&cell);
        } else {
            self.known.insert(cell, Known::Done(computed.clone()));
        }
        Ok(computed)
    }

    /// Counts work, in cells.
    fn visit(&mut self, count: usize) -> Result<(), FormulaFault> {
        self.visits = self.visits.saturating_add(count);
        if self.visits > MAX_VISITS {
            Err(FormulaFault::TooLong)
        } else {
            Ok(())
        }
    }
}
