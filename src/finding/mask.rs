//! Identity and mobile numbers of persons: how they are told from others, and masked wherever a
//! text is shown.

use std::borrow::Cow;
use std::ops::Range;

/// What a number of a person identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalNumberKind {
    /// A citizen's identity number (GB 11643), with a right check digit.
    Identity,
    /// A mobile telephone's number.
    Mobile,
}

/// A number of a person in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalNumber {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it identifies.
    pub kind: PersonalNumberKind,
}

/// A character of a number as it is typed, with its bytes: digits of full width are digits.
struct TypedDigit {
    digit: u8,
    range: Range<usize>,
}

/// The personal numbers of a text; single blanks and hyphens between groups of digits do not part
/// them.
pub fn personal_numbers(text: &str) -> Vec<PersonalNumber> {
    let mut found = Vec::new();
    let mut run: Vec<TypedDigit> = Vec::new();
    let mut characters = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = characters.next() {
        let range = at..at + c.len_utf8();
        let next = characters.peek().map(|(_, next)| *next);
        if let Some(digit) = typed_digit(c) {
            run.push(TypedDigit { digit, range });
            continue;
        }
        let parts = matches!(c, ' ' | '-') && !run.is_empty();
        if parts && next.is_some_and(|next| typed_digit(next).is_some()) && run.len() < LONGEST {
            continue;
        }
        // Whole files are looked through: most have no digits in such a row.
        if run.len() >= SHORTEST {
            found.extend(identify(&run, before, Some(c)));
        }
        before = Some(c);
        run.clear();
    }
    found.extend(identify(&run, before, None));
    found
}

/// Digits of the shortest and of the longest number that is one.
const SHORTEST: usize = 11;
const LONGEST: usize = 18;

/// The digit that a character is; X is the last one of some identity numbers.
fn typed_digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(c).ok(),
        '０'..='９' => u8::try_from(u32::from(c) - 0xFF10 + u32::from(b'0')).ok(),
        'X' | 'x' | 'Ｘ' | 'ｘ' => Some(b'X'),
        _ => None,
    }
}

/// Signs of amounts, codes and addresses: a run of digits that touches one is a part of those.
const SIGNS_OF_CODES: &str = ".,/〕$";

/// Measures: digits right before one are counted.
const COUNTED: &str = "元次件条万亿人%％号";

/// What a run of digits identifies; amounts and codes identify nothing.
fn identify(
    run: &[TypedDigit],
    before: Option<char>,
    behind: Option<char>,
) -> Option<PersonalNumber> {
    let digits: Vec<u8> = run.iter().map(|typed| typed.digit).collect();
    // +86 before a mobile number is the country's.
    let has_country = digits.len() == 13 && digits.starts_with(b"86");
    let skipped = if has_country { 2 } else { 0 };
    let own = run.get(skipped..)?;
    let range = own.first()?.range.start..own.last()?.range.end;
    let is_decimal = behind == Some('.') || before == Some('.');
    if joins_a_code(before) && before != Some('.') || joins_a_code(behind) && behind != Some('.') {
        return None;
    }
    if is_identity(&digits) {
        let kind = PersonalNumberKind::Identity;
        return Some(PersonalNumber { range, kind });
    }
    let is_counted = behind.is_some_and(|c| COUNTED.contains(c));
    if !is_mobile(&digits[skipped..]) || is_counted || is_decimal {
        return None;
    }
    let kind = PersonalNumberKind::Mobile;
    Some(PersonalNumber { range, kind })
}

/// Whether a run of digits that this character stands beside is a part of something longer.
fn joins_a_code(beside: Option<char>) -> bool {
    beside.is_some_and(|c| c.is_ascii_alphabetic() || SIGNS_OF_CODES.contains(c))
}

/// The text with personal numbers masked, as many bytes long; most texts have none.
pub fn mask_numbers(text: &str) -> Cow<'_, str> {
    let found = personal_numbers(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = text.to_owned();
    for PersonalNumber { range, kind } in found {
        let digits: Vec<(usize, char)> = text[range.clone()]
            .char_indices()
            .filter(|(_, c)| typed_digit(*c).is_some())
            .collect();
        let (kept, left) = match kind {
            PersonalNumberKind::Identity => (6, 2),
            PersonalNumberKind::Mobile => (3, 4),
        };
        for (at, c) in &digits[kept..digits.len().saturating_sub(left)] {
            let start = range.start + at;
            shown.replace_range(start..start + c.len_utf8(), &"*".repeat(c.len_utf8()));
        }
    }
    Cow::Owned(shown)
}

/// Weights of the digits of an identity number, and the check digit for each remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS: &[u8; 11] = b"10X98765432";

fn is_identity(run: &[u8]) -> bool {
    let [digits @ .., check] = run else {
        return false;
    };
    if digits.len() != WEIGHTS.len() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let (month, day) = (two(&digits[10..12]), two(&digits[12..14]));
    (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && CHECK_DIGITS[sum as usize % CHECK_DIGITS.len()] == check.to_ascii_uppercase()
}

/// A number of two digits.
fn two(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn is_mobile(run: &[u8]) -> bool {
    run.len() == SHORTEST
        && run.iter().all(u8::is_ascii_digit)
        && run[0] == b'1'
        && (b'3'..=b'9').contains(&run[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(mask_numbers(text), expected);
        assert_eq!(mask_numbers(text).len(), text.len());
    }

    #[test]
    fn numbers_of_persons() {
        check(
            "张某某，11010519491231002X，",
            "张某某，110105**********2X，",
        );
        check("电话13812345678。", "电话138****5678。");
        check("11010519491231002X", "110105**********2X");
        // A wrong check digit, a longer number, a landline, a code.
        check("110105194912310021", "110105194912310021");
        check("138123456789", "138123456789");
        check("0512-58183123", "0512-58183123");
        check("11320582014180233X/2024", "11320582014180233X/2024");
        // Written apart, with the country's number, in full width.
        check("138 1234 5678", "138 **** 5678");
        check("138-1234-5678", "138-****-5678");
        check("+8613812345678", "+86138****5678");
        check("110105 19491231 002X", "110105 ******** **2X");
        check("１３８１２３４５６７８", "１３８************５６７８");
        // Amounts.
        check("13800000000元", "13800000000元");
        check("访问量13812345678次", "访问量13812345678次");
        check("13812345678.5", "13812345678.5");
    }
}
