//! What a number cell says: a number of its kind, a blank, or something else.
//!
//! Nothing is guessed: `'12 '`, `１２` and `1,234` are not numbers, but the
//! fault tells how they would read, so that the clerk can confirm it.

mod unusual;

use rust_decimal::Decimal;

pub use self::unusual::numbers;

use self::unusual::explain;
use crate::finding::Complaint;
use crate::report::Value;
use crate::standard::CellKind;

/// Units of money that an amount may carry.
const MONEY: [&str; 3] = ["亿元", "万元", "元"];
/// What people write for “nothing”.
const DASHES: [&str; 11] = ["—", "——", "-", "--", "－", "–", "/", "／", "\\", "无", "空"];
/// Digits before the decimal point; enough for the whole country in 元.
const MAX_DIGITS: usize = 15;
/// Digits behind it: 万元 down to a hundredth of 分.
const MAX_DECIMALS: usize = 6;

/// Why a text is not the number that the cell needs.
#[derive(Debug, PartialEq, Eq)]
pub struct NumberFault {
    /// What is wrong, and what to write instead.
    pub complaint: Complaint,
    /// The number that it would read as, if it is only written unusually.
    pub reading: Option<Value>,
    /// What kind of fault it is, where that matters to the reader.
    pub kind: NumberFaultKind,
}

/// A kind of fault that the two kinds of forms answer differently.
#[derive(Debug, PartialEq, Eq)]
pub enum NumberFaultKind {
    /// Nothing was filled in.
    Blank,
    /// Several numbers stand in one cell.
    Several,
    /// A plain number, but as text in a cell for numbers.
    Typed,
    /// A number and this note stand in one cell.
    Noted(String),
    /// Anything else.
    Other,
}

impl NumberFault {
    /// A fault without a reading.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let complaint = Complaint::new(message.into(), hint.into());
        Self {
            complaint,
            reading: None,
            kind: NumberFaultKind::Other,
        }
    }

    /// Says which number it would read as.
    #[must_use]
    pub fn reading(mut self, value: Option<Value>) -> Self {
        self.reading = value;
        self
    }

    /// Says what kind of fault it is.
    #[must_use]
    pub fn kind(mut self, kind: NumberFaultKind) -> Self {
        self.kind = kind;
        self
    }
}

/// Reads a cell's text. `unit` is the measure that the table prints for the cell, such as 万元.
///
/// # Errors
/// A [`NumberFault`] for anything but the plain number: digits, for a change with a
/// sign, for a decimal with a point, for an amount of money with its unit.
pub fn read(text: &str, kind: CellKind, unit: &str) -> Result<Value, NumberFault> {
    if let Some(value) = read_strict(text, kind) {
        return Ok(value);
    }
    let trimmed = text.trim();
    if trimmed.is_empty() || DASHES.contains(&trimmed) {
        let message = if trimmed.is_empty() {
            "这一格是空的".to_owned()
        } else {
            format!("“{trimmed}”不是数字")
        };
        return Err(NumberFault::new(message, "没有就填 0").kind(NumberFaultKind::Blank));
    }
    Err(explain(text, kind, unit))
}

/// The number that a text is, written as it should be.
fn read_strict(text: &str, kind: CellKind) -> Option<Value> {
    match kind {
        CellKind::Count => read_digits(text, false).map(Value::Number),
        CellKind::Decimal => read_digits(text, true).map(Value::Number),
        CellKind::Signed => match text.strip_prefix(['+', '-']) {
            Some(rest) => {
                let number = read_digits(rest, false)?;
                let negative = text.starts_with('-') && !number.is_zero();
                Some(Value::Number(if negative { -number } else { number }))
            }
            None => read_digits(text, false).map(Value::Number),
        },
        CellKind::AmountWithUnit => {
            if text == "0" {
                return Some(Value::Number(Decimal::ZERO));
            }
            let unit = MONEY.iter().find(|u| text.ends_with(**u))?;
            // A blank before the unit is how some write it.
            let number = read_digits(text.strip_suffix(unit)?.trim_end_matches(' '), true)?;
            Some(Value::Amount(number, (*unit).to_owned()))
        }
    }
}

/// Plain ASCII digits without leading noughts; with a fraction where allowed.
fn read_digits(text: &str, fraction: bool) -> Option<Decimal> {
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) if fraction && (1..=MAX_DECIMALS).contains(&rest.len()) => {
            (whole, rest)
        }
        Some(_) => return None,
        None => (text, ""),
    };
    let sound = (1..=MAX_DIGITS).contains(&whole.len()) && are_digits(whole) && are_digits(rest);
    if !sound || (whole.len() > 1 && whole.starts_with('0')) {
        None
    } else {
        text.parse().ok()
    }
}

/// Whether there is nothing but plain ASCII digits.
fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
