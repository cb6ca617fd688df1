//! What COUNTIF and its like look for: `">5"`, `"<>"`, `"张*"`, a number.

use rust_decimal::Decimal;

use super::Scalar;
use super::operators::{Operator, number, plain_number};
use crate::date::Date;

/// Characters of a criterion, as in Excel.
const MAX_CRITERION: usize = 255;
/// The operators that a criterion may begin with; those that begin like others come first.
const OPERATORS: [(&str, Operator); 6] = [
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<>", Operator::Unequal),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// A criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    operator: Operator,
    wanted: SoughtValue,
}

/// What a criterion compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SoughtValue {
    /// A cell that is blank.
    Blank,
    /// A cell that is blank or shows nothing.
    Nothing,
    Number(Decimal),
    Truth(bool),
    /// A text in small letters, whose `*` and `?` stand for others.
    Text(Vec<Wildcard>),
}

/// A character of a text that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wildcard {
    /// This one.
    Only(char),
    /// Any one.
    One,
    /// Any number of any.
    Many,
}

impl Criterion {
    /// Reads a criterion; none for one whose meaning is not known here, as which of two texts is
    /// less.
    pub fn read(value: &Scalar) -> Option<Self> {
        let wanted = match value {
            Scalar::Empty => SoughtValue::Number(Decimal::ZERO),
            Scalar::Number(number) => SoughtValue::Number(*number),
            Scalar::Boolean(truth) => SoughtValue::Truth(*truth),
            Scalar::Error(_) => return None,
            Scalar::Text(text) if text.is_empty() => SoughtValue::Nothing,
            Scalar::Text(text) => return Self::read_text(text),
        };
        Some(Self {
            operator: Operator::Equal,
            wanted,
        })
    }

    /// Reads a criterion that is written as a text, perhaps with an operator before it.
    fn read_text(text: &str) -> Option<Self> {
        if text.chars().count() > MAX_CRITERION {
            return None;
        }
        let written = OPERATORS.iter().find(|(sign, _)| text.starts_with(sign));
        let (sign, operator) = written.copied().unwrap_or(("", Operator::Equal));
        let rest = &text[sign.len()..];
        let wanted = if rest.is_empty() {
            SoughtValue::Blank
        } else {
            read_wanted(rest)
        };
        let ordered = !matches!(operator, Operator::Equal | Operator::Unequal);
        if ordered && !matches!(wanted, SoughtValue::Number(_)) {
            return None;
        }
        Some(Self { operator, wanted })
    }

    /// A criterion that looks for just this value, as VLOOKUP and MATCH do.
    pub fn exactly(value: &Scalar) -> Option<Self> {
        match value {
            Scalar::Text(text) if text.chars().count() <= MAX_CRITERION => Some(Self {
                operator: Operator::Equal,
                wanted: SoughtValue::Text(read_wildcards(text)),
            }),
            Scalar::Text(_) => None,
            value => Self::read(value),
        }
    }

    /// Whether a cell's value is as it says.
    pub fn holds(&self, value: &Scalar) -> bool {
        match self.operator {
            Operator::Equal => self.equals(value),
            Operator::Unequal => !self.equals(value),
            _ => self.is_ordered(value),
        }
    }

    fn equals(&self, value: &Scalar) -> bool {
        match (&self.wanted, value) {
            (SoughtValue::Blank | SoughtValue::Nothing, Scalar::Empty) => true,
            (SoughtValue::Nothing, Scalar::Text(text)) => text.is_empty(),
            (SoughtValue::Number(wanted), Scalar::Number(number)) => wanted == number,
            // A text that is plainly a number counts as one.
            (SoughtValue::Number(wanted), Scalar::Text(text)) => {
                plain_number(text.trim()) == Some(Scalar::Number(*wanted))
            }
            (SoughtValue::Truth(wanted), Scalar::Boolean(truth)) => wanted == truth,
            (SoughtValue::Text(wanted), Scalar::Text(text)) => {
                let text: Vec<char> = text.to_lowercase().chars().collect();
                fits(wanted, &text)
            }
            _ => false,
        }
    }

    fn is_ordered(&self, value: &Scalar) -> bool {
        let (SoughtValue::Number(wanted), Scalar::Number(number)) = (&self.wanted, value) else {
            return false;
        };
        match self.operator {
            Operator::Less => number < wanted,
            Operator::LessOrEqual => number <= wanted,
            Operator::Greater => number > wanted,
            _ => number >= wanted,
        }
    }
}

/// Reads what a criterion compares with.
fn read_wanted(text: &str) -> SoughtValue {
    if let Ok(number) = number(&Scalar::Text(text.to_owned())) {
        return SoughtValue::Number(number);
    }
    if let Some(date) = Date::read(text) {
        return SoughtValue::Number(date.serial().into());
    }
    match text.to_ascii_uppercase().as_str() {
        "TRUE" => SoughtValue::Truth(true),
        "FALSE" => SoughtValue::Truth(false),
        _ => SoughtValue::Text(read_wildcards(text)),
    }
}

fn read_wildcards(text: &str) -> Vec<Wildcard> {
    let text = text.to_lowercase();
    let mut chars = text.chars();
    let mut wildcards = Vec::new();
    while let Some(c) = chars.next() {
        wildcards.push(match c {
            '*' => Wildcard::Many,
            '?' => Wildcard::One,
            '~' => Wildcard::Only(chars.next().unwrap_or('~')),
            c => Wildcard::Only(c),
        });
    }
    wildcards
}

/// Whether a text is as the wildcards say; what `*` took is given back only to the last one.
fn fits(wanted: &[Wildcard], text: &[char]) -> bool {
    let (mut at, mut next) = (0, 0);
    let mut retry = None;
    while at < text.len() {
        match wanted.get(next) {
            Some(Wildcard::Many) => {
                retry = Some((at, next));
                next += 1;
            }
            Some(Wildcard::One) => (at, next) = (at + 1, next + 1),
            Some(Wildcard::Only(c)) if *c == text[at] => (at, next) = (at + 1, next + 1),
            _ => {
                let Some((from, many)) = retry else {
                    return false;
                };
                retry = Some((from + 1, many));
                (at, next) = (from + 1, many + 1);
            }
        }
    }
    wanted[next..].iter().all(|rest| *rest == Wildcard::Many)
}
