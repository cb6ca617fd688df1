//! The functions that forms use, over values that are already computed.
//!
//! IF and IFERROR are not here, because they choose what is computed at all.
//! As in Excel it matters where a value comes from: a text or truth that the
//! formula itself gives is a number to SUM, one that stands in a cell is not.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Scalar;
use super::operators::{DIV, VALUE, error, number, number_or_error, truth};

/// The most digits that a decimal has.
const MAX_DIGITS: u32 = 28;

/// An argument or, of a function that takes ranges, one cell of an argument.
#[derive(Debug)]
pub enum Argument {
    /// Nothing stands between the separators.
    Missing,
    /// The formula gives the value.
    Given(Scalar),
    /// The value stands in a cell that the formula refers to.
    Cell(Scalar),
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Sum,
    Product,
    Average,
    Max,
    Min,
    Count,
    CountA,
    And,
    Or,
    Not,
    N,
    Abs,
    Round,
}

impl Function {
    /// The function of this name in capitals.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SUM" => Self::Sum,
            "PRODUCT" => Self::Product,
            "AVERAGE" => Self::Average,
            "MAX" => Self::Max,
            "MIN" => Self::Min,
            "COUNT" => Self::Count,
            "COUNTA" => Self::CountA,
            "AND" => Self::And,
            "OR" => Self::Or,
            "NOT" => Self::Not,
            "N" => Self::N,
            "ABS" => Self::Abs,
            "ROUND" => Self::Round,
            _ => return None,
        })
    }

    /// Whether it takes ranges, and any number of arguments.
    pub fn takes_ranges(self) -> bool {
        !matches!(self, Self::Not | Self::N | Self::Abs | Self::Round)
    }

    /// Whether it takes so many arguments.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::Round => count == 2,
            _ if self.takes_ranges() => count > 0,
            _ => count == 1,
        }
    }

    /// The value of the function, which is the first error where an argument is one.
    pub fn call(self, arguments: &[Argument]) -> Scalar {
        self.compute(arguments).unwrap_or_else(|error| error)
    }

    fn compute(self, arguments: &[Argument]) -> Result<Scalar, Scalar> {
        Ok(match self {
            Self::Sum => number_or_error(sum(&numbers(arguments)?)),
            Self::Product => {
                let numbers = numbers(arguments)?;
                let product = numbers
                    .iter()
                    .try_fold(Decimal::ONE, |product, number| product.checked_mul(*number));
                if numbers.is_empty() {
                    Scalar::Number(Decimal::ZERO)
                } else {
                    number_or_error(product)
                }
            }
            Self::Average => {
                let numbers = numbers(arguments)?;
                if numbers.is_empty() {
                    return Err(error(DIV));
                }
                number_or_error(
                    sum(&numbers).and_then(|sum| sum.checked_div(Decimal::from(numbers.len()))),
                )
            }
            Self::Max => Scalar::Number(numbers(arguments)?.into_iter().max().unwrap_or_default()),
            Self::Min => Scalar::Number(numbers(arguments)?.into_iter().min().unwrap_or_default()),
            Self::Count => {
                Scalar::Number(arguments.iter().filter(|a| is_counted(a)).count().into())
            }
            Self::CountA => {
                let filled =
                    arguments.iter().filter(|a| !matches!(a, Argument::Cell(Scalar::Empty)));
                Scalar::Number(filled.count().into())
            }
            Self::And => Scalar::Boolean(truths(arguments)?.into_iter().all(|truth| truth)),
            Self::Or => Scalar::Boolean(truths(arguments)?.into_iter().any(|truth| truth)),
            Self::Not => Scalar::Boolean(!truth(scalar(arguments, 0))?),
            Self::N => match scalar(arguments, 0) {
                Scalar::Text(_) => Scalar::Number(Decimal::ZERO),
                value => Scalar::Number(number(value)?),
            },
            Self::Abs => Scalar::Number(number(scalar(arguments, 0))?.abs()),
            Self::Round => {
                let value = number(scalar(arguments, 0))?;
                number_or_error(round(value, number(scalar(arguments, 1))?.trunc()))
            }
        })
    }
}

/// One argument of a function that takes no ranges.
fn scalar(arguments: &[Argument], index: usize) -> &Scalar {
    match arguments.get(index) {
        Some(Argument::Given(value) | Argument::Cell(value)) => value,
        Some(Argument::Missing) | None => &Scalar::Empty,
    }
}

/// The numbers among arguments, as SUM sees them.
fn numbers(arguments: &[Argument]) -> Result<Vec<Decimal>, Scalar> {
    let of = |argument: &Argument| match argument {
        Argument::Missing => Some(Ok(Decimal::ZERO)),
        Argument::Given(value) | Argument::Cell(value @ (Scalar::Number(_) | Scalar::Error(_))) => {
            Some(number(value))
        }
        Argument::Cell(_) => None,
    };
    arguments.iter().filter_map(of).collect()
}

/// Whether COUNT counts an argument; an error is no number, but does no harm.
fn is_counted(argument: &Argument) -> bool {
    match argument {
        Argument::Missing => true,
        Argument::Given(value) => number(value).is_ok(),
        Argument::Cell(value) => matches!(value, Scalar::Number(_)),
    }
}

/// The truths among arguments, as AND sees them; without any there is no answer.
fn truths(arguments: &[Argument]) -> Result<Vec<bool>, Scalar> {
    let of = |argument: &Argument| match argument {
        Argument::Missing => Some(Ok(false)),
        Argument::Cell(Scalar::Empty | Scalar::Text(_)) => None,
        Argument::Given(value) | Argument::Cell(value) => Some(truth(value)),
    };
    let truths = arguments.iter().filter_map(of).collect::<Result<Vec<_>, _>>()?;
    if truths.is_empty() { Err(error(VALUE)) } else { Ok(truths) }
}

fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))
}

/// Rounds half away from nought; negative digits are tens before the point.
fn round(value: Decimal, digits: Decimal) -> Option<Decimal> {
    let count = u32::try_from(digits.abs()).unwrap_or(u32::MAX);
    if digits >= Decimal::ZERO {
        return Some(value.round_dp_with_strategy(
            count.min(MAX_DIGITS),
            RoundingStrategy::MidpointAwayFromZero,
        ));
    }
    if count > MAX_DIGITS + 1 {
        return Some(Decimal::ZERO);
    }
    // Half of the step can be written even where the step itself is too great.
    let half = (1..count).try_fold(Decimal::from(5), |half, _| half.checked_mul(Decimal::TEN))?;
    let Some(step) = half.checked_add(half) else {
        return if value.abs() < half { Some(Decimal::ZERO) } else { None };
    };
    let rest = value.checked_rem(step)?;
    let down = value.checked_sub(rest)?;
    match rest.abs() >= half {
        true if value.is_sign_negative() => down.checked_sub(step),
        true => down.checked_add(step),
        false => Some(down),
    }
}
