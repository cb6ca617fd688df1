//! The functions of texts: parts of them, their length, what they say as numbers.

use rust_decimal::Decimal;

use super::Scalar;
use super::operators::{VALUE, error, number, text};

/// A function of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFunction {
    Left,
    Right,
    Mid,
    Len,
    Trim,
    Value,
    Concatenate,
}

impl TextFunction {
    /// Whether it takes so many arguments.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::Left | Self::Right => (1..=2).contains(&count),
            Self::Mid => count == 3,
            Self::Len | Self::Trim | Self::Value => count == 1,
            Self::Concatenate => count > 0,
        }
    }

    /// The value of the function.
    ///
    /// # Errors
    /// An error value, as Excel gives it.
    pub fn compute(self, arguments: &[&Scalar]) -> Result<Scalar, Scalar> {
        if let Some(error) = arguments
            .iter()
            .find(|value| matches!(value, Scalar::Error(_)))
        {
            return Err((*error).clone());
        }
        let first = arguments
            .first()
            .map(|value| text(value))
            .unwrap_or_default();
        let chars: Vec<char> = first.chars().collect();
        let made = match self {
            Self::Left => chars[..count(arguments, 1, 1)?.min(chars.len())]
                .iter()
                .collect(),
            Self::Right => {
                let kept = count(arguments, 1, 1)?.min(chars.len());
                chars[chars.len() - kept..].iter().collect()
            }
            Self::Mid => {
                let start = count(arguments, 1, 1)?;
                let length = count(arguments, 2, 0)?;
                let skipped = start.checked_sub(1).ok_or_else(|| error(VALUE))?;
                chars.iter().skip(skipped).take(length).collect()
            }
            Self::Len => return Ok(Scalar::Number(chars.len().into())),
            // Blanks at the ends go, and of several between words one stays.
            Self::Trim => first
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            Self::Value => return Ok(Scalar::Number(number(&Scalar::Text(first))?)),
            Self::Concatenate => arguments.iter().map(|value| text(value)).collect(),
        };
        Ok(Scalar::Text(made))
    }
}

/// A count of characters among the arguments, or what it is where it is left out.
fn count(arguments: &[&Scalar], index: usize, usual: usize) -> Result<usize, Scalar> {
    let Some(value) = arguments.get(index) else {
        return Ok(usual);
    };
    let value = number(value)?.trunc();
    if value < Decimal::ZERO {
        return Err(error(VALUE));
    }
    Ok(usize::try_from(value).unwrap_or(usize::MAX))
}
