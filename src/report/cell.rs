//! One cell of a table: what the form states there.

use rust_decimal::Decimal;

use crate::place::Place;

/// A cell as the form gives it.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// A note to be printed behind the number, such as 其中修订16件.
    pub note: Option<String>,
    /// Where it stands; the row's place where the cell itself is not written.
    pub place: Place,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// The form does not give it: a total that is left to the program, or a row left out.
    #[default]
    Unstated,
    /// The form leaves it blank; what was typed for that, such as — or 无, else empty.
    Blank(String),
    /// A number of the cell's kind.
    Number(Decimal),
    /// A sum of money with its unit as typed, such as 454 and 万元.
    Amount(Decimal, String),
    /// Something that is no number of the cell's kind, as typed.
    Text(String),
}

impl Value {
    /// The number that the form states, if it states one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) | Self::Amount(number, _) => Some(*number),
            _ => None,
        }
    }
}
