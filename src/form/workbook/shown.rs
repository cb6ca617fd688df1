//! What a number format makes of a number: whether the sheet shows another one than is read.

use rust_decimal::{Decimal, RoundingStrategy};

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
    let Display { places, scale } = read_display(format)?;
    let power = 10_i128.checked_pow(scale.unsigned_abs())?;
    let power = Decimal::try_from_i128_with_scale(power, 0).ok()?;
    let scaled = if scale >= 0 {
        value.checked_div(power)?
    } else {
        value.checked_mul(power)?
    };
    let shown = scaled.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    if shown == value {
        return None;
    }
    let percent = if scale < 0 { "%" } else { "" };
    Some(format!("{shown}{percent}"))
}

/// A format that is being read.
#[derive(Default)]
struct DisplayReader {
    display: Display,
    /// Whether a placeholder was seen.
    has_digits: bool,
    /// Whether the point was seen.
    has_point: bool,
    /// Placeholders behind a literal dot, where there is one.
    behind_dot: Option<i32>,
    /// Commas of which it is not known yet whether they part thousands or leave them out.
    commas: i32,
}

/// What a format does with a positive number; none where it is no plain format of numbers.
fn read_display(format: &str) -> Option<Display> {
    let section = format.split(';').next()?;
    if section.is_empty() || section.eq_ignore_ascii_case("general") || section == "@" {
        return None;
    }
    let mut reader = DisplayReader::default();
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' | '#' | '?' => reader.take_digit(),
            '.' => {
                reader.has_point = true;
                reader.leave_out_thousands();
            }
            ',' => reader.commas += 1,
            '%' => {
                reader.display.scale -= 2;
                reader.leave_out_thousands();
            }
            '!' | '\\' => {
                if chars.next() == Some('.') && reader.has_digits && !reader.has_point {
                    reader.behind_dot = Some(0);
                }
            }
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '_' | '*' => drop(chars.next()),
            ' ' | '-' | '+' | '(' | ')' | '¥' | '￥' | '$' => {}
            // Dates, fractions, exponents, text.
            _ => return None,
        }
    }
    reader.finish()
}

impl DisplayReader {
    fn take_digit(&mut self) {
        // Commas between placeholders part thousands.
        self.commas = 0;
        self.has_digits = true;
        if self.has_point {
            self.display.places += 1;
        }
        if let Some(count) = &mut self.behind_dot {
            *count += 1;
        }
    }

    /// Commas behind the last placeholder leave out thousands.
    fn leave_out_thousands(&mut self) {
        self.display.scale += 3 * std::mem::take(&mut self.commas);
    }

    fn finish(mut self) -> Option<Display> {
        self.leave_out_thousands();
        if let Some(count) = self.behind_dot.filter(|count| *count > 0) {
            self.display.scale += count;
            self.display.places = count.unsigned_abs();
        }
        self.has_digits.then_some(self.display)
    }
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
