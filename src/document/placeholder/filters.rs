//! The filters that placeholders may use.

use minijinja::{Environment, Error, ErrorKind, Value};

use crate::report::Date;

/// Makes the filters known.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("千分位", thousands);
    environment.add_filter("万", ten_thousands);
    environment.add_filter("百分比", percent);
    environment.add_filter("同比", growth);
    environment.add_filter("日期", |text: &str| Date::parse(text).map_or_else(|| text.to_owned(), Date::chinese));
}

fn fraction(value: &Value) -> Result<f64, Error> {
    f64::try_from(value.clone()).map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a number"))
}

/// `674913` → `674,913`.
fn thousands(value: Value) -> Result<String, Error> {
    fraction(&value)?;
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    Ok(format!("{sign}{grouped}{}", rest.map_or(String::new(), |r| format!(".{r}"))))
}

/// `674913` → `67.49万`: two decimals at the most.
fn ten_thousands(value: Value) -> Result<String, Error> {
    Ok(format!("{}万", rounded(fraction(&value)? / 10_000.0, 2)))
}

/// The share of a whole, `288 | 百分比(749)` → `38.5%`; one decimal at the most.
fn percent(value: Value, whole: Value) -> Result<String, Error> {
    let whole = fraction(&whole)?;
    if whole == 0.0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "share of nothing"));
    }
    Ok(format!("{}%", rounded(fraction(&value)? * 100.0 / whole, 1)))
}

/// The growth over last year, `789 | 同比(700)` → `增长12.7%`.
fn growth(value: Value, last: Value) -> Result<String, Error> {
    let (value, last) = (fraction(&value)?, fraction(&last)?);
    if last == 0.0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "growth over nothing"));
    }
    let change = rounded((value - last).abs() * 100.0 / last.abs(), 1);
    Ok(match value.total_cmp(&last) {
        std::cmp::Ordering::Greater => format!("增长{change}%"),
        std::cmp::Ordering::Less => format!("下降{change}%"),
        std::cmp::Ordering::Equal => "持平".to_owned(),
    })
}

fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
