//! Numbers as running text writes them: 1,234, １２, 三十一, 67.49万, 30余.

use rust_decimal::Decimal;

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// One of its last digit: 1 for 774, 100 for 67.49万, 0.1 for 95.7.
    pub unit: Decimal,
    /// How near the value is.
    pub bound: Nearness,
    /// Whether it is written in characters (三十一), which idioms use as well.
    pub in_words: bool,
}

/// How near a number is to what it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// Exactly, or rounded to its last digit.
    Exact,
    /// That or somewhat more: 余, 多, 以上, 超过.
    Over,
    /// That or somewhat less: 近, 不到.
    Under,
    /// About that: 约, 左右.
    About,
}

impl Number {
    /// Whether it may be said of this value.
    ///
    /// An exact number holds for what rounds or cuts to it; 30余 holds from 30
    /// up to the next number of one digit, 近 and 约 within a tenth.
    pub fn holds(&self, value: Decimal) -> bool {
        let near = (value - self.value).abs();
        match self.bound {
            Nearness::Exact => near < self.unit,
            Nearness::Over => {
                value >= self.value && near < (self.value / Decimal::TEN).max(leading(self.value))
            }
            Nearness::Under => {
                value <= self.value && near <= (self.value / Decimal::TEN).max(Decimal::ONE)
            }
            Nearness::About => near <= (self.value / Decimal::TEN).max(Decimal::ONE),
        }
    }
}

/// One of the leading digit's place: 10 for 30, 100 for 250.
fn leading(value: Decimal) -> Decimal {
    let mut place = Decimal::ONE;
    while place * Decimal::TEN <= value {
        place *= Decimal::TEN;
    }
    place
}

/// A number at the start of a text.
#[derive(Clone, Copy, Debug)]
pub struct Numeral {
    /// How many characters it takes.
    pub length: usize,
    /// The number.
    pub number: Number,
}

/// The longest number at the start of a text.
///
/// The number alone, without what stands around it.
pub fn read_number(text: &[char]) -> Option<Numeral> {
    let mut numeral = match read_digits(text) {
        Some(digits) => digits.multiply(text)?,
        None => read_characters(text)?,
    };
    if let Some('余' | '多' | '来' | '几') = text.get(numeral.length) {
        numeral.length += 1;
        numeral.number.bound = Nearness::Over;
        // 78余万.
        let behind = &text[numeral.length..];
        if behind.first() == Some(&'万') && behind.get(1) != Some(&'元') {
            numeral.length += 1;
            numeral.number.value = numeral.number.value.checked_mul(10_000.into())?;
        }
    }
    Some(numeral)
}

impl Numeral {
    /// The same with the multiplier behind its digits; none where it is beyond reckoning.
    fn multiply(mut self, text: &[char]) -> Option<Self> {
        let times = match text.get(self.length) {
            Some('亿') => 100_000_000,
            Some('万') => 10_000,
            Some('千') => 1_000,
            Some('百') => 100,
            _ => return Some(self),
        };
        // 3万元 is money in its measure; 3万件 a number of things.
        let behind = &text[self.length + 1..];
        if behind.starts_with(&['元']) || behind.starts_with(&['余', '元']) {
            return Some(self);
        }
        let times = Decimal::from(times);
        self.length += 1;
        self.number.value = self.number.value.checked_mul(times)?;
        self.number.unit = self.number.unit.checked_mul(times)?;
        Some(self)
    }
}

/// Digits that a number may have; a longer run is a code.
const MAX_DIGITS: usize = 15;
/// Digits that may stand behind its point.
const MAX_DECIMALS: usize = 6;

/// How many digits stand at the start of a text; no more than one beyond `most` are counted,
/// or a long run would be counted anew from each of its digits.
fn count_digits(text: &[char], most: usize) -> usize {
    text.iter()
        .take(most + 1)
        .take_while(|c| c.is_ascii_digit())
        .count()
}

/// Digits with commas by threes and one point.
fn read_digits(text: &[char]) -> Option<Numeral> {
    let mut length = count_digits(text, MAX_DIGITS);
    if length == 0 || length > MAX_DIGITS {
        return None;
    }
    // A clause may begin with three digits: only a number of one to three before the comma goes on.
    if length <= 3 {
        while length <= MAX_DIGITS
            && text.get(length) == Some(&',')
            && count_digits(&text[length + 1..], 3) == 3
        {
            length += 4;
        }
    }
    let mut unit = Decimal::ONE;
    if text.get(length) == Some(&'.') {
        let decimals = count_digits(&text[length + 1..], MAX_DECIMALS);
        if (1..=MAX_DECIMALS).contains(&decimals) {
            length += 1 + decimals;
            unit = Decimal::new(1, decimals as u32);
        }
    }
    let plain: String = text[..length].iter().filter(|c| **c != ',').collect();
    let number = Number {
        value: plain.parse().ok()?,
        unit,
        bound: Nearness::Exact,
        in_words: false,
    };
    Some(Numeral { length, number })
}

/// The value of a digit in characters.
fn digit_of(c: char) -> Option<i64> {
    let value = match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(value)
}

/// What a character makes of the digit before it: tens, hundreds, thousands.
fn place_of(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

/// Characters of the longest number that is read.
const LONGEST: usize = 16;

/// A whole number in characters, such as 三十一 or 一千二百零三.
fn read_characters(text: &[char]) -> Option<Numeral> {
    let (mut total, mut section, mut digit, mut length) = (0i64, 0i64, None, 0);
    // 二〇二三 and the like are read digit by digit.
    let mut plain: Option<i64> = Some(0);
    for &c in text.iter().take(LONGEST) {
        if let Some(value) = digit_of(c) {
            digit = Some(value);
            plain = append_digit(plain, value);
        } else if let Some(times) = place_of(c) {
            section += digit.take().filter(|d| *d > 0).unwrap_or(1) * times;
            plain = None;
        } else if c == '万' && length > 0 {
            total = (total + section + digit.take().unwrap_or(0)).checked_mul(10_000)?;
            section = 0;
            plain = None;
        } else {
            break;
        }
        length += 1;
    }
    let value = match plain {
        _ if length == 0 => return None,
        // 二三件 is two or three.
        Some(_) if length == 2 || length == 3 => return None,
        Some(value) if length > 1 => value,
        _ => total + section + digit.unwrap_or(0),
    };
    let number = Number {
        value: value.into(),
        unit: Decimal::ONE,
        bound: Nearness::Exact,
        in_words: true,
    };
    Some(Numeral { length, number })
}

/// A number with one more digit; none where it is too long.
fn append_digit(number: Option<i64>, digit: i64) -> Option<i64> {
    number?.checked_mul(10)?.checked_add(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(usize, &str, &str)>) {
        let chars: Vec<char> = text.chars().collect();
        let found = read_number(&chars).map(|numeral| {
            let Number { value, unit, .. } = numeral.number;
            (numeral.length, value.to_string(), unit.to_string())
        });
        assert_eq!(
            found,
            expected.map(|(l, v, u)| (l, v.to_owned(), u.to_owned())),
            "{text}"
        );
    }

    #[test]
    fn numbers() {
        check("774件", Some((3, "774", "1")));
        check("1,234件", Some((5, "1234", "1")));
        check("12,34", Some((2, "12", "1")));
        check("67.49万件", Some((6, "674900.00", "100.00")));
        check("28660.38万元", Some((8, "28660.38", "0.01")));
        check("78万余条", Some((4, "780000", "10000")));
        check("三十一件", Some((3, "31", "1")));
        check("十件", Some((1, "10", "1")));
        check("一千二百零三件", Some((6, "1203", "1")));
        check("两件", Some((1, "2", "1")));
        check("二〇二三年", Some((4, "2023", "1")));
        check("一万三千条", Some((4, "13000", "1")));
        check("件", None);
    }

    fn holds(text: &str, value: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let numeral = read_number(&chars).unwrap();
        numeral.number.holds(value.parse().unwrap())
    }

    #[test]
    fn what_a_number_may_be_said_of() {
        assert!(holds("774", "774") && !holds("774", "775"));
        assert!(
            holds("67.49万", "674913") && holds("67.5万", "674913") && !holds("67.4万", "675000")
        );
        assert!(holds("30余", "34") && !holds("30余", "29") && !holds("30余", "41"));
        assert!(holds("28660.38", "28660.38") && !holds("28660.38", "28660.39"));
    }
}
