//! Formulas of a workbook, computed anew.
//!
//! What a cell shows was left there by whatever program saved the file, and may
//! be old. So it is only compared with what its formula gives here.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::formula::{Calculator, CellContent, CellSource, FormulaFault, Scalar};
use super::sheet::{Book, SheetCell, SheetValue};
use crate::form::labelled::{CellAddress, CellPos};

impl CellSource for Book {
    fn since_1904(&self) -> bool {
        self.since_1904
    }

    fn sheet(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.sheets
            .iter()
            .position(|sheet| sheet.name.to_lowercase() == name)
    }

    fn content(&self, cell: CellAddress) -> CellContent<'_> {
        let Some(cell) = self.cell(cell) else {
            return CellContent::Empty;
        };
        if let Some(formula) = &cell.formula {
            return CellContent::Formula(formula);
        }
        match &cell.value {
            SheetValue::Empty => CellContent::Empty,
            SheetValue::Number(number, _) | SheetValue::Date(_, number) => match number.parse() {
                Ok(number) => CellContent::Number(number),
                Err(_) => CellContent::Error("#NUM!"),
            },
            SheetValue::Text(text) => CellContent::Text(text),
            SheetValue::Boolean(value) => CellContent::Boolean(*value),
            SheetValue::Error(error) => CellContent::Error(error),
        }
    }

    fn stored(&self, cell: CellAddress) -> Option<Scalar> {
        match &self.cell(cell)?.value {
            SheetValue::Empty | SheetValue::Error(_) => None,
            SheetValue::Number(number, _) | SheetValue::Date(_, number) => {
                number.parse().ok().map(Scalar::Number)
            }
            SheetValue::Text(text) => Some(Scalar::Text(text.clone())),
            SheetValue::Boolean(value) => Some(Scalar::Boolean(*value)),
        }
    }

    fn filled(
        &self,
        sheet: usize,
        rows: RangeInclusive<u32>,
        columns: RangeInclusive<u32>,
    ) -> Vec<CellPos> {
        let Some(sheet) = self.sheets.get(sheet) else {
            return Vec::new();
        };
        if rows.is_empty() {
            return Vec::new();
        }
        let first = CellPos::new(*rows.start(), 0);
        let last = CellPos::new(*rows.end(), u32::MAX);
        let within = sheet.cells.range(first..=last).map(|(pos, _)| *pos);
        within.filter(|pos| columns.contains(&pos.column)).collect()
    }
}

/// What a cell says when its formula is computed.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Empty,
    /// A number.
    Number(Decimal),
    /// Text.
    Text(String),
    /// A truth value.
    Boolean(bool),
    /// An error value.
    Error(String),
    /// The formula cannot be computed here; why.
    Unknown(String),
}

/// Computes the value of a cell of the workbook.
pub fn compute(calculator: &mut Calculator<'_, Book>, cell: CellAddress) -> Outcome {
    match calculator.value(cell) {
        Ok(Scalar::Empty) => Outcome::Empty,
        Ok(Scalar::Number(number)) => {
            Outcome::Number(number.round_sf(15).unwrap_or(number).normalize())
        }
        Ok(Scalar::Text(text)) => Outcome::Text(text),
        Ok(Scalar::Boolean(value)) => Outcome::Boolean(value),
        Ok(Scalar::Error(error)) => Outcome::Error(error),
        Err(fault) => Outcome::Unknown(explain(&fault, calculator.source())),
    }
}

/// Why a formula cannot be computed, in words that go on with “公式”.
fn explain(fault: &FormulaFault, book: &Book) -> String {
    match fault {
        FormulaFault::Cycle => "绕回到自己".to_owned(),
        FormulaFault::TooLong => "太长，不能复算".to_owned(),
        FormulaFault::Unknown(piece) => match other_file(book, piece) {
            Some("") => "引用了另一个文件，不能复算".to_owned(),
            Some(file) => format!("引用了另一个文件“{}”，不能复算", cut(file)),
            None => format!("里有“{}”，不能复算", cut(piece)),
        },
    }
}

/// The file that a piece of a formula takes its value from; none where it names none.
fn other_file<'a>(book: &'a Book, piece: &'a str) -> Option<&'a str> {
    let (inside, sheet) = piece.split_once('[')?.1.split_once(']')?;
    // A column of a table stands in brackets as well, but before no sheet.
    if !sheet.contains('!') {
        return None;
    }
    let name = match inside.parse::<usize>() {
        Ok(number) => {
            let file = book.files.get(number.checked_sub(1)?);
            file.map_or("", String::as_str)
        }
        Err(_) => inside,
    };
    Some(name)
}

/// The start of words that are told.
fn cut(words: &str) -> String {
    words.chars().take(40).collect()
}

/// What a formula's cell shows, where that is something else than the number computed.
///
/// A cell that shows nothing was never computed by anybody.
pub fn find_stale(cell: &SheetCell, computed: Decimal) -> Option<String> {
    cell.formula.as_ref()?;
    match &cell.value {
        SheetValue::Empty | SheetValue::Date(..) => None,
        // Programs compute with sixteen digits at the most.
        SheetValue::Number(shown, _) => match shown.parse::<Decimal>() {
            Ok(number) if (number - computed).abs() < Decimal::new(1, 6) => None,
            _ => Some(shown.clone()),
        },
        SheetValue::Text(text) => Some(text.clone()),
        SheetValue::Boolean(value) => Some(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        SheetValue::Error(error) => Some(error.clone()),
    }
}
