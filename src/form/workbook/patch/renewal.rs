//! Results that are stored for formulas and are not those that the formulas give.

use rust_decimal::Decimal;

use super::super::compute::{Outcome, compute, find_stale};
use super::super::formula::Calculator;
use super::super::sheet::{Book, SheetCell, SheetValue};
use super::NewContent;
use crate::form::labelled::CellPos;

/// A formula's result that is not the one that is stored.
pub(super) struct Renewal {
    /// The sheet's name.
    pub sheet: String,
    /// The formula's cell.
    pub at: CellPos,
    /// What the formula gives.
    pub result: NewContent,
}

/// Finds the results that are stored and not those that formulas give.
pub(super) fn find_renewals(book: &Book) -> Vec<Renewal> {
    let mut calculator = Calculator::new(book);
    let mut renewals = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        for (&pos, cell) in &sheet.cells {
            // What nobody has computed yet is left to the next program.
            if cell.formula.is_none() || cell.value == SheetValue::Empty {
                continue;
            }
            let outcome = compute(&mut calculator, pos.in_sheet(index));
            if let Some(result) = new_result(cell, outcome) {
                renewals.push(Renewal {
                    sheet: sheet.name.to_string(),
                    at: pos,
                    result,
                });
            }
        }
    }
    renewals
}

/// What a formula's cell is to show; none where it shows that already, or nothing can be said.
fn new_result(cell: &SheetCell, outcome: Outcome) -> Option<NewContent> {
    match outcome {
        Outcome::Number(number) if !shows_number(cell, number) => {
            Some(NewContent::Number(number.to_string()))
        }
        Outcome::Text(text) => match &cell.value {
            SheetValue::Text(shown) if *shown == text => None,
            _ => Some(NewContent::Text(text)),
        },
        _ => None,
    }
}

fn shows_number(cell: &SheetCell, number: Decimal) -> bool {
    match &cell.value {
        SheetValue::Number(..) => find_stale(cell, number).is_none(),
        SheetValue::Date(_, shown) => shown.parse() == Ok(number),
        _ => false,
    }
}
