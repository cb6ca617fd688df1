//! The filters that placeholders may use.

use minijinja::{Environment, Error, ErrorKind, Value};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::report::Date;

/// Makes the filters known.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("千分位", thousands);
    environment.add_filter("万", ten_thousands);
    environment.add_filter("百分比", percent);
    environment.add_filter("同比", growth);
    environment.add_filter("日期", |text: &str| {
        Date::parse(text).map_or_else(|| text.to_owned(), Date::chinese)
    });
}

fn decimal(value: &Value) -> Result<Decimal, Error> {
    let wrong = || Error::new(ErrorKind::InvalidOperation, "not a number");
    if value.is_number() {
        value.to_string().parse().map_err(|_| wrong())
    } else {
        Err(wrong())
    }
}

/// `674913` → `674,913`.
fn thousands(value: Value) -> Result<String, Error> {
    let text = decimal(&value)?.to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    Ok(format!(
        "{sign}{grouped}{}",
        rest.map_or(String::new(), |r| format!(".{r}"))
    ))
}

/// `674913` → `67.49万`: two decimals at the most.
fn ten_thousands(value: Value) -> Result<String, Error> {
    Ok(format!(
        "{}万",
        ratio(decimal(&value)?, Decimal::from(10_000), 2)?
    ))
}

/// The share of a whole, `288 | 百分比(749)` → `38.5%`; one decimal at the most.
fn percent(value: Value, whole: Value) -> Result<String, Error> {
    Ok(format!(
        "{}%",
        ratio(hundred_times(decimal(&value)?)?, decimal(&whole)?, 1)?
    ))
}

/// The growth over last year, `789 | 同比(700)` → `增长12.7%`.
fn growth(value: Value, last: Value) -> Result<String, Error> {
    let (value, last) = (decimal(&value)?, decimal(&last)?);
    let change = value
        .checked_sub(last)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "too large"))?
        .abs();
    let change = ratio(hundred_times(change)?, last.abs(), 1)?;
    Ok(match value.cmp(&last) {
        _ if change.is_zero() => "持平".to_owned(),
        std::cmp::Ordering::Less => format!("下降{change}%"),
        _ => format!("增长{change}%"),
    })
}

fn hundred_times(value: Decimal) -> Result<Decimal, Error> {
    let wrong = || Error::new(ErrorKind::InvalidOperation, "too large");
    value.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(wrong)
}

/// A quotient rounded as people do (四舍五入), without noughts at its end.
fn ratio(value: Decimal, whole: Decimal, decimals: u32) -> Result<Decimal, Error> {
    let quotient = value
        .checked_div(whole)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "share of nothing"))?;
    Ok(quotient
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .normalize())
}
