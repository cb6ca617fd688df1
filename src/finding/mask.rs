//! Identity and mobile numbers of persons: how they are told from others, and masked wherever a text is shown.

use std::borrow::Cow;
use std::ops::Range;

/// What a number identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalNumber {
    /// A citizen's identity number (GB 11643), with a right check digit.
    Identity,
    /// A mobile telephone's number.
    Mobile,
}

/// The personal numbers of a text, with their bytes.
pub fn personal_numbers(text: &str) -> Vec<(Range<usize>, PersonalNumber)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let run = &bytes[at..at + length];
        if is_identity(run) {
            found.push((at..at + length, PersonalNumber::Identity));
        } else if is_mobile(run) {
            found.push((at..at + length, PersonalNumber::Mobile));
        }
        at += length;
    }
    found
}

/// The text with personal numbers masked, as many bytes long; most texts have none.
pub fn masked(text: &str) -> Cow<'_, str> {
    let found = personal_numbers(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = text.to_owned();
    for (range, kind) in found {
        let (from, to) = match kind {
            PersonalNumber::Identity => (range.start + 6, range.end - 2),
            PersonalNumber::Mobile => (range.start + 3, range.end - 4),
        };
        shown.replace_range(from..to, &"*".repeat(to - from));
    }
    Cow::Owned(shown)
}

/// Weights of the digits of an identity number, and the check digit for each remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS: &[u8; 11] = b"10X98765432";

fn is_identity(run: &[u8]) -> bool {
    let [digits @ .., check] = run else { return false };
    if digits.len() != WEIGHTS.len() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let (month, day) = (two(&digits[10..12]), two(&digits[12..14]));
    (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && CHECK_DIGITS[sum as usize % CHECK_DIGITS.len()] == check.to_ascii_uppercase()
}

/// A number of two digits.
fn two(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn is_mobile(run: &[u8]) -> bool {
    run.len() == 11
        && run.iter().all(u8::is_ascii_digit)
        && run[0] == b'1'
        && (b'3'..=b'9').contains(&run[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(masked(text), expected);
        assert_eq!(masked(text).len(), text.len());
    }

    #[test]
    fn numbers_of_persons() {
        check("张某某，11010519491231002X，", "张某某，110105**********2X，");
        check("电话13812345678。", "电话138****5678。");
        check("11010519491231002X", "110105**********2X");
        // A wrong check digit, a longer number, a landline, a code.
        check("110105194912310021", "110105194912310021");
        check("138123456789", "138123456789");
        check("0512-58183123", "0512-58183123");
        check("11320582014180233X/2024", "11320582014180233X/2024");
    }
}
