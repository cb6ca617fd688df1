//! The functions that forms use, over values that are already computed.
//!
//! IF and IFERROR are not here, because they choose what is computed at all.
//! As in Excel it matters where a value comes from: a text or truth that the
//! formula itself gives is a number to SUM, one that stands in a cell is not.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Scalar;
use super::dates::DateFunction;
use super::lookups::RangeFunction;
use super::operators::{DIV, VALUE, error, number, number_or_error, truth};
use super::texts::TextFunction;

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
    RoundUp,
    RoundDown,
    Int,
    Concat,
    Text(TextFunction),
    Date(DateFunction),
    /// A function that is told the shape of its ranges.
    Range(RangeFunction),
}

impl Function {
    /// Every function by its name in capitals.
    const ALL: [(&'static str, Self); 38] = [
        ("SUM", Self::Sum),
        ("PRODUCT", Self::Product),
        ("AVERAGE", Self::Average),
        ("MAX", Self::Max),
        ("MIN", Self::Min),
        ("COUNT", Self::Count),
        ("COUNTA", Self::CountA),
        ("AND", Self::And),
        ("OR", Self::Or),
        ("NOT", Self::Not),
        ("N", Self::N),
        ("ABS", Self::Abs),
        ("ROUND", Self::Round),
        ("ROUNDUP", Self::RoundUp),
        ("ROUNDDOWN", Self::RoundDown),
        ("TRUNC", Self::RoundDown),
        ("INT", Self::Int),
        ("LEFT", Self::Text(TextFunction::Left)),
        ("RIGHT", Self::Text(TextFunction::Right)),
        ("MID", Self::Text(TextFunction::Mid)),
        ("LEN", Self::Text(TextFunction::Len)),
        ("TRIM", Self::Text(TextFunction::Trim)),
        ("VALUE", Self::Text(TextFunction::Value)),
        ("CONCATENATE", Self::Text(TextFunction::Concatenate)),
        ("CONCAT", Self::Concat),
        ("DATE", Self::Date(DateFunction::Date)),
        ("YEAR", Self::Date(DateFunction::Year)),
        ("MONTH", Self::Date(DateFunction::Month)),
        ("DAY", Self::Date(DateFunction::Day)),
        ("TEXT", Self::Date(DateFunction::Text)),
        ("SUMIF", Self::Range(RangeFunction::SumIf)),
        ("SUMIFS", Self::Range(RangeFunction::SumIfs)),
        ("COUNTIF", Self::Range(RangeFunction::CountIf)),
        ("COUNTIFS", Self::Range(RangeFunction::CountIfs)),
        ("SUMPRODUCT", Self::Range(RangeFunction::SumProduct)),
        ("VLOOKUP", Self::Range(RangeFunction::VLookup)),
        ("INDEX", Self::Range(RangeFunction::Index)),
        ("MATCH", Self::Range(RangeFunction::Match)),
    ];

    /// The function of this name in capitals.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, function)| *function)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, function)| *function == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether it takes ranges as so many cells, and any number of arguments.
    pub fn takes_ranges(self) -> bool {
        let aggregates = [
            Self::Sum,
            Self::Product,
            Self::Average,
            Self::Max,
            Self::Min,
        ];
        let others = [Self::Count, Self::CountA, Self::And, Self::Or, Self::Concat];
        aggregates.contains(&self) || others.contains(&self)
    }

    /// Whether it takes so many arguments.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::Round | Self::RoundUp => count == 2,
            Self::RoundDown => (1..=2).contains(&count),
            Self::Text(function) => function.takes(count),
            Self::Date(function) => function.takes(count),
            Self::Range(function) => function.takes(count),
            _ if self.takes_ranges() => count > 0,
            _ => count == 1,
        }
    }

    /// The value of the function, which is the first error where an argument is one; none where
    /// Excel's answer is not known here.
    pub fn call(self, arguments: &[Argument]) -> Option<Scalar> {
        if let Self::Date(function) = self {
            return function.compute(&scalars(arguments));
        }
        Some(self.compute(arguments).unwrap_or_else(|error| error))
    }

    fn compute(self, arguments: &[Argument]) -> Result<Scalar, Scalar> {
        Ok(match self {
            Self::Sum => number_or_error(sum(&numbers(arguments)?)),
            Self::Product => number_or_error(product(&numbers(arguments)?)),
            Self::Average => average(&numbers(arguments)?)?,
            Self::Max => Scalar::Number(numbers(arguments)?.into_iter().max().unwrap_or_default()),
            Self::Min => Scalar::Number(numbers(arguments)?.into_iter().min().unwrap_or_default()),
            Self::Count => {
                Scalar::Number(arguments.iter().filter(|a| is_counted(a)).count().into())
            }
            Self::CountA => {
                let filled = arguments
                    .iter()
                    .filter(|a| !matches!(a, Argument::Cell(Scalar::Empty)));
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
            Self::RoundUp => {
                let value = number(scalar(arguments, 0))?;
                number_or_error(cut(value, number(scalar(arguments, 1))?.trunc(), true))
            }
            Self::RoundDown => {
                let value = number(scalar(arguments, 0))?;
                number_or_error(cut(value, number(scalar(arguments, 1))?.trunc(), false))
            }
            Self::Int => Scalar::Number(number(scalar(arguments, 0))?.floor()),
            Self::Concat => TextFunction::Concatenate.compute(&scalars(arguments))?,
            Self::Text(function) => function.compute(&scalars(arguments))?,
            // Neither comes here: `call` and `run` work them out.
            Self::Date(_) | Self::Range(_) => return Err(error(VALUE)),
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

/// All arguments of a function that takes no ranges.
fn scalars(arguments: &[Argument]) -> Vec<&Scalar> {
    (0..arguments.len())
        .map(|index| scalar(arguments, index))
        .collect()
}

/// The numbers among arguments, as SUM sees them.
fn numbers(arguments: &[Argument]) -> Result<Vec<Decimal>, Scalar> {
    let mut numbers = Vec::new();
    for argument in arguments {
        match argument {
            Argument::Missing => numbers.push(Decimal::ZERO),
            Argument::Given(value)
            | Argument::Cell(value @ (Scalar::Number(_) | Scalar::Error(_))) => {
                numbers.push(number(value)?);
            }
            Argument::Cell(_) => {}
        }
    }
    Ok(numbers)
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
    let mut truths = Vec::new();
    for argument in arguments {
        match argument {
            Argument::Missing => truths.push(false),
            Argument::Cell(Scalar::Empty | Scalar::Text(_)) => {}
            Argument::Given(value) | Argument::Cell(value) => truths.push(truth(value)?),
        }
    }
    if truths.is_empty() {
        Err(error(VALUE))
    } else {
        Ok(truths)
    }
}

fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for number in numbers {
        sum = sum.checked_add(*number)?;
    }
    Some(sum)
}

/// The product of numbers; nought of none.
fn product(numbers: &[Decimal]) -> Option<Decimal> {
    if numbers.is_empty() {
        return Some(Decimal::ZERO);
    }
    let mut product = Decimal::ONE;
    for number in numbers {
        product = product.checked_mul(*number)?;
    }
    Some(product)
}

fn average(numbers: &[Decimal]) -> Result<Scalar, Scalar> {
    if numbers.is_empty() {
        return Err(error(DIV));
    }
    let count = Decimal::from(numbers.len());
    let average = sum(numbers).and_then(|sum| sum.checked_div(count));
    Ok(number_or_error(average))
}

/// Rounds away from nought or towards it; negative digits are tens before the point.
fn cut(value: Decimal, digits: Decimal, up: bool) -> Option<Decimal> {
    let count = u32::try_from(digits.abs())
        .unwrap_or(u32::MAX)
        .min(MAX_DIGITS);
    let strategy = if up {
        RoundingStrategy::AwayFromZero
    } else {
        RoundingStrategy::ToZero
    };
    if digits >= Decimal::ZERO {
        return Some(value.round_dp_with_strategy(count, strategy));
    }
    let step = Decimal::try_from_i128_with_scale(10_i128.checked_pow(count)?, 0).ok()?;
    value
        .checked_div(step)?
        .round_dp_with_strategy(0, strategy)
        .checked_mul(step)
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
        return if value.abs() < half {
            Some(Decimal::ZERO)
        } else {
            None
        };
    };
    let rest = value.checked_rem(step)?;
    let down = value.checked_sub(rest)?;
    match rest.abs() >= half {
        true if value.is_sign_negative() => down.checked_sub(step),
        true => down.checked_add(step),
        false => Some(down),
    }
}
