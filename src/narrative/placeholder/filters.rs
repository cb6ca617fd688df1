//! The filters that placeholders may use.

use std::cmp::Ordering;

use minijinja::{Environment, Error, ErrorKind, Value};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::report::Date;

/// Makes the filters known.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("千分位", thousands);
    environment.add_filter("万", ten_thousands);
    environment.add_filter("百分比", percent);
    environment.add_filter("同比", growth);
    environment.add_filter("日期", day);
}

/// `2024-01-26` → `2024年1月26日`; what is no day stays as it is.
fn day(text: &str) -> String {
    Date::parse(text).map_or_else(|| text.to_owned(), Date::chinese)
}

fn refuse(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

fn decimal(value: &Value) -> Result<Decimal, Error> {
    let text = value.is_number().then(|| value.to_string());
    let number = text.and_then(|text| text.parse().ok());
    number.ok_or_else(|| refuse("not a number"))
}

/// `674913` → `674,913`.
fn thousands(value: Value) -> Result<String, Error> {
    let text = decimal(&value)?.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-');
    let sign = &whole[..whole.len() - digits.len()];
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    Ok(format!("{sign}{grouped}{rest}"))
}

/// `674913` → `67.49万`: two decimals at the most.
fn ten_thousands(value: Value) -> Result<String, Error> {
    let quotient = ratio(decimal(&value)?, Decimal::from(10_000), 2)?;
    Ok(format!("{quotient}万"))
}

/// The share of a whole, `288 | 百分比(749)` → `38.5%`; one decimal at the most.
fn percent(value: Value, whole: Value) -> Result<String, Error> {
    let share = ratio(hundredfold(decimal(&value)?)?, decimal(&whole)?, 1)?;
    Ok(format!("{share}%"))
}

/// The growth over last year, `789 | 同比(700)` → `增长12.7%`.
fn growth(value: Value, last: Value) -> Result<String, Error> {
    let (value, last) = (decimal(&value)?, decimal(&last)?);
    let change = value
        .checked_sub(last)
        .ok_or_else(|| refuse("too large"))?
        .abs();
    let change = ratio(hundredfold(change)?, last.abs(), 1)?;
    Ok(match value.cmp(&last) {
        _ if change.is_zero() => "持平".to_owned(),
        Ordering::Less => format!("下降{change}%"),
        _ => format!("增长{change}%"),
    })
}

fn hundredfold(value: Decimal) -> Result<Decimal, Error> {
    value
        .checked_mul(Decimal::ONE_HUNDRED)
        .ok_or_else(|| refuse("too large"))
}

/// A quotient rounded as people do (四舍五入), without noughts at its end.
fn ratio(value: Decimal, whole: Decimal, decimals: u32) -> Result<Decimal, Error> {
    let quotient = value
        .checked_div(whole)
        .ok_or_else(|| refuse("share of nothing"))?;
    Ok(quotient
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .normalize())
}
