//! Numbers and days as sheets show them: plain digits, decimals of a format, dates. What stands
//! in which cell is not known here.

use calamine::ExcelDateTime;
use rust_decimal::Decimal;

use super::sheet::SheetValue;

/// Digits that a spreadsheet shows of a number; what is behind them came from computing.
const DIGITS: u32 = 15;

/// A number as a spreadsheet shows it.
pub fn plain_digits(number: String) -> String {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if digits <= DIGITS as usize {
        return number;
    }
    let parsed: Option<Decimal> = number.parse().ok();
    let rounded = parsed.and_then(|number| number.round_sf(DIGITS));
    rounded.map_or(number, |rounded| rounded.normalize().to_string())
}

/// How many decimals a plain number format shows, as `0.00` two.
pub fn shown_places(format: &str) -> usize {
    let code = format.split([';', '_']).next().unwrap_or_default();
    match code.split_once('.') {
        Some((whole, places))
            if whole.chars().all(|c| "0#,".contains(c)) && places.chars().all(|c| c == '0') =>
        {
            places.len()
        }
        _ => 0,
    }
}

/// Whether a number format shows days.
pub fn is_date_format(format: &str) -> bool {
    let mut quoted = false;
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '!' | '_' => drop(chars.next()),
            '[' if !quoted => drop(chars.by_ref().find(|c| *c == ']')),
            'y' | 'Y' | 'd' | 'D' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// A number that counts days, as the day that it is.
pub fn date(moment: &ExcelDateTime) -> SheetValue {
    let serial = moment.as_f64().to_string();
    if !moment.is_datetime() {
        return SheetValue::Number(serial, 0);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = if (hour, minute) == (0, 0) {
        String::new()
    } else {
        format!(" {hour:02}:{minute:02}")
    };
    SheetValue::Date(format!("{year:04}-{month:02}-{day:02}{time}"), serial)
}
