//! What is written where a number belongs, as it is meant: other digits, separators, words for
//! more and less, notes in brackets. Which cell it stands in is not known here.

use rust_decimal::Decimal;

use super::has_at_most;
use super::pieces::is_plain_number;
use crate::form::lower::MAX_NOTE;
use crate::standard::CellKind;

/// Words for a change that is none, more and less.
const UNCHANGED: &str = "持平";
const MORE: [&str; 3] = ["增加", "增", "+"];
const LESS: [&str; 7] = ["减少", "减", "—", "–", "−", "－", "-"];
/// What is counted in the tables, where it stands behind a number.
const MEASURES: [&str; 6] = ["件次", "件", "条", "个", "项", "次"];

/// What the number of an amount is written with.
const DIGITS_AND_POINTS: &str = "0123456789.,，０１２３４５６７８９．";

/// A number as its column means it; anything else as it is.
pub fn interpret_number(text: &str, kind: CellKind) -> String {
    let number = match kind {
        CellKind::AmountWithUnit => {
            let end = text.find(|c: char| !DIGITS_AND_POINTS.contains(c));
            let (number, unit) = text.split_at(end.unwrap_or(text.len()));
            return format!("{}{unit}", narrow_number(number));
        }
        CellKind::Signed => read_change(text),
        CellKind::Count | CellKind::Decimal => text.to_owned(),
    };
    let bare = MEASURES
        .iter()
        .find_map(|measure| number.strip_suffix(measure));
    let bare = bare.unwrap_or(&number);
    let one = narrow_number(if bare == "零" { "0" } else { bare });
    let Ok(value) = one.parse::<Decimal>() else {
        return text.to_owned();
    };
    match kind {
        CellKind::Decimal => one,
        _ if value.fract().is_zero() => value.trunc().normalize().to_string(),
        _ => text.to_owned(),
    }
}

/// A change with the sign that its words give it.
fn read_change(text: &str) -> String {
    if text == UNCHANGED {
        return "0".to_owned();
    }
    let less = LESS.iter().find_map(|word| text.strip_prefix(word));
    let more = MORE.iter().find_map(|word| text.strip_prefix(word));
    match (less, more) {
        (Some(rest), _) if rest.starts_with(char::is_numeric) => format!("-{rest}"),
        (_, Some(rest)) if rest.starts_with(char::is_numeric) => rest.to_owned(),
        _ => text.to_owned(),
    }
}

/// A number and the note in brackets behind it, as `22（其中修订16件）`.
pub fn split_note(text: &str) -> (&str, Option<&str>) {
    let whole = (text, None);
    let Some((number, rest)) = text.split_once(['（', '(']) else {
        return whole;
    };
    let Some(note) = rest.strip_suffix(['）', ')']) else {
        return whole;
    };
    if is_plain_number(number) && has_at_most(note, MAX_NOTE) && !note.is_empty() {
        (number, Some(note))
    } else {
        whole
    }
}

/// Digits alone of a number in full-width ones, with separators of thousands or blanks in it;
/// anything else as it is.
fn narrow_number(text: &str) -> String {
    let narrow: String = text.chars().map(ascii_digit).collect();
    let digits = narrow.trim_start_matches(['-', '+']);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    let joined = if groups.len() > 1 && grouped {
        groups.concat()
    } else {
        whole.to_owned()
    };
    let one = joined.split(' ').collect::<String>();
    let mut all = one.bytes().chain(decimals.bytes());
    if one.is_empty() || !all.all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let sign = &narrow[..narrow.len() - digits.len()];
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{one}{point}{decimals}")
}

/// The plain digit or mark of a full-width one.
fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '，' => ',',
        '．' => '.',
        '－' => '-',
        '\u{a0}' | '\u{3000}' => ' ',
        c => c,
    }
}

/// A number without the blanks that copying left; those between digits may part two numbers.
pub fn clean_blanks(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut kept = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        match c {
            c if !c.is_whitespace() => kept.push(*c),
            _ if !is_between_digits(&chars, at) => {}
            // Two numbers below each other stay two.
            '\n' => kept.push('、'),
            c => kept.push(*c),
        }
    }
    kept
}

/// Whether the next characters before and behind a blank are digits.
fn is_between_digits(chars: &[char], at: usize) -> bool {
    let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
    let behind = chars[at..].iter().find(|c| !c.is_whitespace());
    match (before, behind) {
        (Some(before), Some(behind)) => before.is_ascii_digit() && behind.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_digits_stay() {
        assert_eq!(clean_blanks(" 44.44 万元"), "44.44万元");
        assert_eq!(clean_blanks("1\n2"), "1、2");
    }

    #[test]
    fn numbers_as_they_are_meant() {
        let written = [
            "1,234",
            "１２７",
            "1 2",
            "1,23",
            "12,345.6",
            "-1,000",
            "454万元",
            "1\n2",
        ];
        let plain_ones = [
            "1234",
            "127",
            "12",
            "1,23",
            "12345.6",
            "-1000",
            "454万元",
            "1\n2",
        ];
        assert_eq!(written.map(narrow_number), plain_ones);
        assert_eq!(split_note("2（其中修订1件）"), ("2", Some("其中修订1件")));
        assert_eq!(split_note("（一）"), ("（一）", None));
        let counted = ["5件", "2.00", "02", "零", "2*", "—", "2.5", "无"];
        let read = counted.map(|text| interpret_number(text, CellKind::Count));
        assert_eq!(read, ["5", "2", "2", "0", "2*", "—", "2.5", "无"]);
        let changes = ["减少3", "增2", "－3", "—3", "持平", "—"];
        let read = changes.map(|text| interpret_number(text, CellKind::Signed));
        assert_eq!(read, ["-3", "2", "-3", "-3", "0", "—"]);
        let amounts = ["1,234.50万元", "454万元", "0"];
        let read = amounts.map(|text| interpret_number(text, CellKind::AmountWithUnit));
        assert_eq!(read, ["1234.50万元", "454万元", "0"]);
        assert_eq!(interpret_number("28,660.38", CellKind::Decimal), "28660.38");
    }
}
