//! The functions of dates, and TEXT: days as the numbers that spreadsheets count, and how formats
//! write numbers.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Scalar;
use super::operators::{NUM, error, number, text};
use crate::date::Date;

/// Decimals of a format that are worked out.
const MAX_PLACES: usize = 20;
/// Characters of a format.
const MAX_FORMAT: usize = 255;

/// A function of dates and formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFunction {
    Date,
    Year,
    Month,
    Day,
    Text,
}

impl DateFunction {
    /// Whether it takes so many arguments.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::Date => count == 3,
            Self::Text => count == 2,
            Self::Year | Self::Month | Self::Day => count == 1,
        }
    }

    /// The value of the function; none where Excel's answer is not known here.
    pub fn compute(self, arguments: &[&Scalar]) -> Option<Scalar> {
        if let Some(error) = arguments
            .iter()
            .find(|value| matches!(value, Scalar::Error(_)))
        {
            return Some((*error).clone());
        }
        match (self, arguments) {
            (Self::Date, [year, month, day]) => {
                let numbers = [number(year), number(month), number(day)];
                match numbers {
                    [Ok(year), Ok(month), Ok(day)] => Some(serial_of(year, month, day)),
                    [Err(error), ..] | [_, Err(error), _] | [.., Err(error)] => Some(error),
                }
            }
            (Self::Text, [value, format]) => format_value(value, &text(format)).map(Scalar::Text),
            (_, [value]) => Some(match day_of(value) {
                Ok(date) => Scalar::Number(match self {
                    Self::Year => date.year.into(),
                    Self::Month => date.month.into(),
                    _ => date.day.into(),
                }),
                Err(error) => error,
            }),
            _ => None,
        }
    }
}

/// The day that a value counts as.
fn day_of(value: &Scalar) -> Result<Date, Scalar> {
    if let Scalar::Text(text) = value
        && let Some(date) = Date::read(text)
    {
        return Ok(date);
    }
    let serial = u32::try_from(number(value)?.trunc()).ok();
    serial.and_then(Date::from_serial).ok_or_else(|| error(NUM))
}

/// The whole part of a number that may count years, months or days.
fn whole(value: Decimal) -> Option<i64> {
    let value = i64::try_from(value.floor()).ok()?;
    (value.abs() < 1_000_000).then_some(value)
}

/// DATE: months and days beyond their end go on in the next year and month.
fn serial_of(year: Decimal, month: Decimal, day: Decimal) -> Scalar {
    let (Some(year), Some(month), Some(day)) = (whole(year), whole(month), whole(day)) else {
        return error(NUM);
    };
    let year = if (0..1900).contains(&year) {
        year + 1900
    } else {
        year
    };
    let months = year * 12 + month - 1;
    let first = u16::try_from(months.div_euclid(12))
        .ok()
        .filter(|y| (1900..=9999).contains(y));
    let Some(year) = first else { return error(NUM) };
    let first = Date {
        year,
        month: months.rem_euclid(12) as u8 + 1,
        day: 1,
    };
    let serial = i64::from(first.serial()) + day - 1;
    match u32::try_from(serial).ok().and_then(Date::from_serial) {
        Some(date) => Scalar::Number(date.serial().into()),
        None => error(NUM),
    }
}

/// A value as a format writes it; none for a format that is not known here.
fn format_value(value: &Scalar, format: &str) -> Option<String> {
    if format.chars().count() > MAX_FORMAT {
        return None;
    }
    if format == "@" || format.eq_ignore_ascii_case("general") || format == "G/通用格式" {
        return Some(text(value));
    }
    if let Scalar::Boolean(_) = value {
        return None;
    }
    let number = number(value).ok()?;
    if format.contains(['y', 'Y', 'd', 'D', 'm', 'M', 'e']) {
        let serial = u32::try_from(number.trunc()).ok()?;
        return write_day(Date::from_serial(serial)?, format);
    }
    write_number(number, format)
}

/// A day as `yyyy年m月d日` and its like write it.
fn write_day(date: Date, format: &str) -> Option<String> {
    let mut shown = String::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        let letter = c.to_ascii_lowercase();
        match letter {
            'y' | 'm' | 'd' | 'e' => {
                let mut count = 1;
                while chars
                    .next_if(|next| next.to_ascii_lowercase() == letter)
                    .is_some()
                {
                    count += 1;
                }
                shown.push_str(&write_part(date, letter, count)?);
            }
            '"' => copy_quoted(&mut chars, &mut shown)?,
            '\\' | '!' => shown.push(chars.next()?),
            '-' | '/' | '.' | ' ' | '年' | '月' | '日' => shown.push(c),
            _ => return None,
        }
    }
    Some(shown)
}

/// A part of a day as so many letters write it.
fn write_part(date: Date, letter: char, count: usize) -> Option<String> {
    Some(match (letter, count) {
        ('y', 3..=4) | ('e', 1..) => format!("{:04}", date.year),
        ('y', 1..=2) => format!("{:02}", date.year % 100),
        ('m', 1) => date.month.to_string(),
        ('m', 2) => format!("{:02}", date.month),
        ('d', 1) => date.day.to_string(),
        ('d', 2) => format!("{:02}", date.day),
        // Names of months and days depend on the language.
        _ => return None,
    })
}

/// A number as `#,##0.00`, `000` and `0.0%` write it, with words around it.
fn write_number(number: Decimal, format: &str) -> Option<String> {
    let first = format.find(['0', '#'])?;
    let last = format.rfind(['0', '#'])? + 1;
    let (before, digits, behind) = (&format[..first], &format[first..last], &format[last..]);
    let percent = behind.starts_with('%');
    let behind = read_words(behind.strip_prefix('%').unwrap_or(behind))?;
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.contains(',');
    let plain = whole.chars().all(|c| matches!(c, '0' | '#' | ','));
    if !plain || !places.chars().all(|c| c == '0') || places.len() > MAX_PLACES {
        return None;
    }
    let number = if percent {
        number.checked_mul(Decimal::ONE_HUNDRED)?
    } else {
        number
    };
    let rounded =
        number.round_dp_with_strategy(places.len() as u32, RoundingStrategy::MidpointAwayFromZero);
    let shown = format!("{:.*}", places.len(), rounded.abs());
    let (integer, decimals) = shown.split_once('.').unwrap_or((&shown, ""));
    let noughts = whole.chars().filter(|c| *c == '0').count();
    let integer = if noughts == 0 && integer == "0" {
        ""
    } else {
        integer
    };
    let integer = format!("{integer:0>noughts$}");
    let integer = if grouped { group(&integer) } else { integer };
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() {
        "-"
    } else {
        ""
    };
    let point = if places.is_empty() { "" } else { "." };
    let percent = if percent { "%" } else { "" };
    Some(format!(
        "{sign}{}{integer}{point}{decimals}{percent}{behind}",
        read_words(before)?
    ))
}

/// Digits with a comma before every three.
fn group(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Copies what stands in quotes, whose first one was read; none where they are not closed.
fn copy_quoted(chars: &mut impl Iterator<Item = char>, shown: &mut String) -> Option<()> {
    loop {
        match chars.next()? {
            '"' => return Some(()),
            c => shown.push(c),
        }
    }
}

/// The words around a number's digits; none where they hold signs of formats.
fn read_words(text: &str) -> Option<String> {
    let mut shown = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => copy_quoted(&mut chars, &mut shown)?,
            '\\' | '!' => shown.push(chars.next()?),
            ' ' | '(' | ')' | '+' | '-' | '¥' | '￥' | '$' => shown.push(c),
            c if !c.is_ascii() => shown.push(c),
            _ => return None,
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, format: &str, expected: Option<&str>) {
        let value = value
            .parse()
            .map_or_else(|_| Scalar::Text(value.into()), Scalar::Number);
        assert_eq!(
            format_value(&value, format).as_deref(),
            expected,
            "{value:?} as {format}"
        );
    }

    #[test]
    fn formats() {
        check("45291", "yyyy年m月d日", Some("2023年12月31日"));
        check("45291.9", "yyyy-mm-dd", Some("2023-12-31"));
        check("45292", "yy/m/d", Some("24/1/1"));
        check("45292", "yyyy\"年\"mm\"月\"", Some("2024年01月"));
        check("45292", "mmm", None);
        check("45292", "yyyy\"", None);
        check("-1", "yyyy", None);
        check("1234.5", "0", Some("1235"));
        check("1234.5", "0.00", Some("1234.50"));
        check("1234567", "#,##0", Some("1,234,567"));
        check("7", "000", Some("007"));
        check("0", "#", Some(""));
        check("0.956", "0.0%", Some("95.6%"));
        check("-3", "0.0万元", Some("-3.0万元"));
        check("12", "0\"件\"", Some("12件"));
        check("12", "General", Some("12"));
        check("甲", "@", Some("甲"));
        check("甲", "0", None);
        check("12", "0.#", None);
        check("12", "0;-0", None);
        check("12", "[dbnum1]", None);
        check("1", &format!("0.{}", "0".repeat(300)), None);
    }
}
