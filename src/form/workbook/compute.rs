//! Formulas of a workbook, computed anew.
//!
//! What a cell shows was left there by whatever program saved the file, and may
//! be old. So it is only compared with what its formula gives here.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::formula::{Calculator, CellContent, CellSource, FormulaFault, Scalar};
use super::sheet::{Book, SheetCell, SheetValue};

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

    fn content(&self, sheet: usize, row: u32, column: u32) -> CellContent<'_> {
        let Some(cell) = self
            .sheets
            .get(sheet)
            .and_then(|s| s.cells.get(&(row, column)))
        else {
            return CellContent::Empty;
        };
        match (&cell.formula, &cell.value) {
            (Some(formula), _) => CellContent::Formula(formula),
            (None, SheetValue::Empty) => CellContent::Empty,
            (None, SheetValue::Number(number, _) | SheetValue::Date(_, number)) => {
                match number.parse() {
                    Ok(number) => CellContent::Number(number),
                    Err(_) => CellContent::Error("#NUM!"),
                }
            }
            (None, SheetValue::Text(text)) => CellContent::Text(text),
            (None, SheetValue::Boolean(value)) => CellContent::Boolean(*value),
            (None, SheetValue::Error(error)) => CellContent::Error(error),
        }
    }

    fn stored(&self, sheet: usize, row: u32, column: u32) -> Option<Scalar> {
        match &self.sheets.get(sheet)?.cells.get(&(row, column))?.value {
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
    ) -> Vec<(u32, u32)> {
        let Some(sheet) = self.sheets.get(sheet) else {
            return Vec::new();
        };
        let (first, last) = (*rows.start(), *rows.end());
        if first > last {
            return Vec::new();
        }
        let within = sheet
            .cells
            .range((first, 0)..=(last, u32::MAX))
            .map(|(&pos, _)| pos);
        within
            .filter(|(_, column)| columns.contains(column))
            .collect()
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

/// The value of a cell of the workbook, by sheet, row and column.
pub fn outcome(
    calculator: &mut Calculator<'_, Book>,
    sheet: usize,
    (row, column): (u32, u32),
) -> Outcome {
    match calculator.value(sheet, row, column) {
        Ok(Scalar::Empty) => Outcome::Empty,
        Ok(Scalar::Number(number)) => {
            Outcome::Number(number.round_sf(15).unwrap_or(number).normalize())
        }
        Ok(Scalar::Text(text)) => Outcome::Text(text),
        Ok(Scalar::Boolean(value)) => Outcome::Boolean(value),
        Ok(Scalar::Error(error)) => Outcome::Error(error),
        Err(FormulaFault::Cycle) => Outcome::Unknown("绕回到自己".to_owned()),
        Err(FormulaFault::Unknown(piece)) => {
            Outcome::Unknown(match other_file(calculator.source(), &piece) {
                Some("") => "引用了另一个文件，不能复算".to_owned(),
                Some(file) => format!("引用了另一个文件“{}”，不能复算", cut(file)),
                None => format!("里有“{}”，不能复算", cut(&piece)),
            })
        }
        Err(FormulaFault::TooLong) => Outcome::Unknown("太长，不能复算".to_owned()),
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
        Ok(number) => book
            .files
            .get(number.checked_sub(1)?)
            .map_or("", String::as_str),
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
pub fn stale(cell: &SheetCell, computed: Decimal) -> Option<String> {
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
