//! What a number format makes of a number: whether the sheet shows another one than is read.

use rust_decimal::Decimal;

/// A number format as far as it changes a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Display {
    /// Decimals that are shown.
    places: u32,
    /// Powers of ten by which the number is shown smaller; below zero larger.
    scale: i32,
}

/// What a cell of this format shows instead of its number; none where that is the same number, or
/// what the format does is not known.
pub(super) fn show_otherwise(number: &str, format: &str) -> Option<String> {
    let value: Decimal = number.parse().ok()?;
    let Display { places, scale } = display(format)?;
    let power =
        Decimal::try_from_i128_with_scale(10_i128.checked_pow(scale.unsigned_abs())?, 0).ok()?;
    let scaled = if scale >= 0 {
        value.checked_div(power)?
    } else {
        value.checked_mul(power)?
    };
    let shown =
        scaled.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    if shown == value {
        return None;
    }
    let percent = if scale < 0 { "%" } else { "" };
    Some(format!("{shown}{percent}"))
}

/// What a format does with a positive number; none where it is no plain format of numbers.
fn display(format: &str) -> Option<Display> {
    let section = format.split(';').next()?;
    if section.is_empty() || section.eq_ignore_ascii_case("general") || section == "@" {
        return None;
    }
    let mut display = Display::default();
    // Placeholders seen, those behind the point, and behind a literal dot.
    let (mut digits, mut behind_dot, mut point) = (0, None, false);
    let mut commas = 0;
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' | '#' | '?' => {
                commas = 0;
                digits += 1;
                if point {
                    display.places += 1;
                }
                behind_dot = behind_dot.map(|count: i32| count + 1);
            }
            '.' => point = true,
            ',' => commas += 1,
            '%' => display.scale -= 2,
            '!' | '\\' => match chars.next() {
                Some('.') if digits > 0 && !point => behind_dot = Some(0),
                _ => {}
            },
            '"' => {
                let _ = chars.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let _ = chars.by_ref().find(|c| *c == ']');
            }
            '_' | '*' => {
                chars.next();
            }
            ' ' | '-' | '+' | '(' | ')' | '¥' | '￥' | '$' => {}
            // Dates, fractions, exponents, text.
            _ => return None,
        }
        if c == '.' || c == '%' {
            display.scale += 3 * std::mem::take(&mut commas);
        }
    }
    display.scale += 3 * commas;
    if let Some(count) = behind_dot.filter(|count| *count > 0) {
        display.scale += count;
        display.places = count.unsigned_abs();
    }
    (digits > 0).then_some(display)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: &str, format: &str, expected: Option<&str>) {
        assert_eq!(
            show_otherwise(number, format).as_deref(),
            expected,
            "{number} as {format}"
        );
    }

    #[test]
    fn formats_that_scale_or_round() {
        check("286603800", "0!.0000", Some("28660.38"));
        check("286603800", "0\\.0000", Some("28660.38"));
        check("28660.377", "0.00", Some("28660.38"));
        check("28660.377", "#,##0.00_ ", Some("28660.38"));
        check("28660", "0,", Some("29"));
        check("28660", "#,##0.0,", Some("28.7"));
        check("0.957", "0%", Some("96%"));
        check("3.6", "0", Some("4"));
        check("3.6", "0\"万元\"", Some("4"));
    }

    #[test]
    fn formats_that_show_the_number() {
        check("28660.38", "0.00", None);
        check("28660.38", "General", None);
        check("789", "#,##0", None);
        check("789", "0.00", None);
        check("789", "0_);[Red](0)", None);
        check("44927", "yyyy\"年\"m\"月\"", None);
        check("789", "@", None);
        check("5", "# ?/?", None);
        check("789", "0.00E+00", None);
        check("789", &format!("0{}", ",".repeat(12)), None);
        check("789", &"%".repeat(400), None);
    }
}
