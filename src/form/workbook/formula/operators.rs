//! What operators make of values, and how values turn into each other.
//!
//! This follows Excel: a blank counts 0, is "" beside a text and FALSE beside
//! a truth; text that is plainly a number counts as one in arithmetic. It
//! knows values only, neither cells nor the text of formulas.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Scalar;

/// The greatest exponent that is worked out.
const MAX_POWER: u32 = 1_000_000;
/// So many tens make any number nought or too great.
const MAX_TENS: u32 = 60;
/// Significant digits of a number that becomes text, as in Excel.
const TEXT_DIGITS: u32 = 15;

/// Division by nought.
pub const DIV: &str = "#DIV/0!";
/// A number beyond what can be written.
pub const NUM: &str = "#NUM!";
/// A value of a kind that does not fit.
pub const VALUE: &str = "#VALUE!";

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Join,
    Equal,
    Unequal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

impl Operator {
    /// Every operator as it is written; those that begin like others come first.
    pub const ALL: [(&'static str, Self); 12] = [
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("<>", Self::Unequal),
        ("=", Self::Equal),
        ("<", Self::Less),
        (">", Self::Greater),
        ("&", Self::Join),
        ("+", Self::Add),
        ("-", Self::Subtract),
        ("*", Self::Multiply),
        ("/", Self::Divide),
        ("^", Self::Power),
    ];

    /// How tightly it binds. Operators of one level are worked out from left to right, powers too.
    pub fn level(self) -> u8 {
        match self {
            Self::Power => 5,
            Self::Multiply | Self::Divide => 4,
            Self::Add | Self::Subtract => 3,
            Self::Join => 2,
            _ => 1,
        }
    }

    /// The operator as it is written.
    pub fn sign(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, operator)| *operator == self)
            .map_or("", |(sign, _)| sign)
    }

    /// What it makes of two values, or nothing where Excel's answer is not known here.
    pub fn combine(self, left: &Scalar, right: &Scalar) -> Option<Scalar> {
        if let Some(error) = [left, right]
            .into_iter()
            .find(|value| matches!(value, Scalar::Error(_)))
        {
            return Some(error.clone());
        }
        match self {
            Self::Join => Some(Scalar::Text(text(left) + &text(right))),
            Self::Add | Self::Subtract | Self::Multiply | Self::Divide | Self::Power => {
                match number(left).and_then(|left| Ok((left, number(right)?))) {
                    Ok((left, right)) => self.arithmetic(left, right),
                    Err(error) => Some(error),
                }
            }
            _ => self.comparison(left, right).map(Scalar::Boolean),
        }
    }

    fn arithmetic(self, left: Decimal, right: Decimal) -> Option<Scalar> {
        let result = match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide if right.is_zero() => return Some(error(DIV)),
            Self::Divide => left.checked_div(right),
            _ => return power(left, right),
        };
        Some(number_or_error(result))
    }

    fn comparison(self, left: &Scalar, right: &Scalar) -> Option<bool> {
        let order = compare(left, right);
        match self {
            Self::Equal => return Some(order.is_eq()),
            Self::Unequal => return Some(order.is_ne()),
            _ => {}
        }
        // Which of two texts is less depends on the language that Excel runs in, 拼音 in Chinese.
        if let (Scalar::Text(left), Scalar::Text(right)) = (left, right)
            && !(is_simple(left) && is_simple(right))
        {
            return None;
        }
        Some(match self {
            Self::Less => order.is_lt(),
            Self::Greater => order.is_gt(),
            Self::LessOrEqual => order.is_le(),
            _ => order.is_ge(),
        })
    }
}

/// Whether a text has its place in the order in every language.
fn is_simple(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// An error value.
pub fn error(name: &str) -> Scalar {
    Scalar::Error(name.to_owned())
}

/// A number, or the error of one that is too great.
pub fn number_or_error(number: Option<Decimal>) -> Scalar {
    number.map_or_else(|| error(NUM), Scalar::Number)
}

/// The number that a value counts as in arithmetic.
///
/// # Errors
/// The error value, where there is no such number.
pub fn number(value: &Scalar) -> Result<Decimal, Scalar> {
    match value {
        Scalar::Empty => Ok(Decimal::ZERO),
        Scalar::Number(number) => Ok(*number),
        Scalar::Boolean(truth) => Ok(Decimal::from(u8::from(*truth))),
        Scalar::Text(text) => match plain_number(text.trim_matches(' ')) {
            Some(Scalar::Number(number)) => Ok(number),
            Some(error) => Err(error),
            None => Err(error(VALUE)),
        },
        Scalar::Error(_) => Err(value.clone()),
    }
}

/// Whether a value counts as true.
///
/// # Errors
/// The error value, where it is neither true nor false.
pub fn truth(value: &Scalar) -> Result<bool, Scalar> {
    match value {
        Scalar::Empty => Ok(false),
        Scalar::Number(number) => Ok(!number.is_zero()),
        Scalar::Boolean(truth) => Ok(*truth),
        Scalar::Text(text) if text.eq_ignore_ascii_case("TRUE") => Ok(true),
        Scalar::Text(text) if text.eq_ignore_ascii_case("FALSE") => Ok(false),
        Scalar::Text(_) => Err(error(VALUE)),
        Scalar::Error(_) => Err(value.clone()),
    }
}

/// The text that a value is joined as.
pub fn text(value: &Scalar) -> String {
    match value {
        Scalar::Empty => String::new(),
        Scalar::Number(number) => {
            let strategy = RoundingStrategy::MidpointAwayFromZero;
            number
                .round_sf_with_strategy(TEXT_DIGITS, strategy)
                .unwrap_or(*number)
                .normalize()
                .to_string()
        }
        Scalar::Text(text) | Scalar::Error(text) => text.clone(),
        Scalar::Boolean(true) => "TRUE".to_owned(),
        Scalar::Boolean(false) => "FALSE".to_owned(),
    }
}

/// Reads `12`, `-1.5`, `.5` and `1E3`; a number that is too great is an error value, anything else
/// nothing.
pub fn plain_number(text: &str) -> Option<Scalar> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let tens = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_plain = [whole, fraction, tens].iter().all(|part| is_digits(part));
    if !is_plain || tens.is_empty() || whole.len() + fraction.len() == 0 {
        return None;
    }
    let Ok(mut number) = format!("0{whole}.{fraction}0").parse::<Decimal>() else {
        return Some(error(NUM));
    };
    for _ in 0..tens.parse().unwrap_or(MAX_TENS).min(MAX_TENS) {
        let scaled = if exponent.starts_with('-') {
            number.checked_div(Decimal::TEN)
        } else {
            number.checked_mul(Decimal::TEN)
        };
        match scaled {
            Some(scaled) if !number.is_zero() => number = scaled,
            Some(_) => break,
            None => return Some(error(NUM)),
        }
    }
    Some(Scalar::Number(if mantissa.starts_with('-') {
        -number
    } else {
        number
    }))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Where values of a kind stand in the order: numbers, then texts, then truths.
fn rank(value: &Scalar) -> u8 {
    match value {
        Scalar::Empty | Scalar::Number(_) => 0,
        Scalar::Text(_) | Scalar::Error(_) => 1,
        Scalar::Boolean(_) => 2,
    }
}

/// The order of two values that are no errors.
fn compare(left: &Scalar, right: &Scalar) -> Ordering {
    match (left, right) {
        (Scalar::Text(left), Scalar::Text(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
        (Scalar::Boolean(left), Scalar::Boolean(right)) => left.cmp(right),
        (Scalar::Empty, Scalar::Text(right)) => "".cmp(right),
        (Scalar::Text(left), Scalar::Empty) => left.as_str().cmp(""),
        (Scalar::Empty, Scalar::Boolean(right)) => false.cmp(right),
        (Scalar::Boolean(left), Scalar::Empty) => left.cmp(&false),
        (left, right) => match (number(left), number(right)) {
            (Ok(one), Ok(other)) if rank(left) == rank(right) => one.cmp(&other),
            _ => rank(left).cmp(&rank(right)),
        },
    }
}

/// A whole power; a root, or an exponent out of all proportion, is nothing that is known here.
fn power(base: Decimal, exponent: Decimal) -> Option<Scalar> {
    if !exponent.fract().is_zero() || exponent.abs() > Decimal::from(MAX_POWER) {
        return None;
    }
    let count = u32::try_from(exponent.abs().trunc()).ok()?;
    if base.is_zero() && count == 0 {
        return Some(error(NUM));
    }
    let raised = raise(base, count);
    if exponent >= Decimal::ZERO {
        return Some(number_or_error(raised));
    }
    Some(match raised {
        _ if base.is_zero() => error(DIV),
        Some(raised) => number_or_error(Decimal::ONE.checked_div(raised)),
        // One part of something too great is less than the last digit that is kept.
        None => Scalar::Number(Decimal::ZERO),
    })
}

fn raise(base: Decimal, mut count: u32) -> Option<Decimal> {
    let (mut result, mut square) = (Decimal::ONE, base);
    while count > 0 {
        if count % 2 == 1 {
            result = result.checked_mul(square)?;
        }
        count /= 2;
        if count > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(result)
}
