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

/// The longest number at the start of a text, as its length, its value and its unit.
///
/// The number alone, without what stands around it.
pub fn number(text: &[char]) -> Option<(usize, Number)> {
    let (mut length, mut value, mut unit, in_words) =
        if let Some((length, value, unit)) = arabic(text) {
            (length, value, unit, false)
        } else {
            let (length, value) = chinese(text)?;
            (length, value, Decimal::ONE, true)
        };
    if !in_words {
        // 3万元 is money in its measure; 3万件 a number of things.
        let money = |rest: &[char]| rest.starts_with(&['元']) || rest.starts_with(&['余', '元']);
        for (c, times) in [
            ('万', 10_000),
            ('亿', 100_000_000),
            ('千', 1_000),
            ('百', 100),
        ] {
            if text.get(length) == Some(&c) && !money(&text[length + 1..]) {
                let times = Decimal::from(times);
                (value, unit) = (value.checked_mul(times)?, unit.checked_mul(times)?);
                length += 1;
                break;
            }
        }
    }
    let mut bound = Nearness::Exact;
    if let Some('余' | '多' | '来' | '几') = text.get(length) {
        (length, bound) = (length + 1, Nearness::Over);
        // 78余万.
        if text.get(length) == Some(&'万') && text.get(length + 1) != Some(&'元') {
            (length, value) = (length + 1, value.checked_mul(10_000.into())?);
        }
    }
    Some((
        length,
        Number {
            value,
            unit,
            bound,
            in_words,
        },
    ))
}

/// Digits that a number may have; a longer run is a code.
const MAX_DIGITS: usize = 15;
/// Digits that may stand behind its point.
const MAX_DECIMALS: usize = 6;

/// How many digits stand at the start of a text; no more than one beyond `most` are counted,
/// or a long run would be counted anew from each of its digits.
fn digits(text: &[char], most: usize) -> usize {
    text.iter()
        .take(most + 1)
        .take_while(|c| c.is_ascii_digit())
        .count()
}

/// Digits with commas by threes and one point.
fn arabic(text: &[char]) -> Option<(usize, Decimal, Decimal)> {
    let mut length = digits(text, MAX_DIGITS);
    if length == 0 || length > MAX_DIGITS {
        return None;
    }
    while length <= MAX_DIGITS
        && text.get(length).is_some_and(|c| *c == ',' || *c == '，')
        && digits(&text[length + 1..], 3) == 3
    {
        // A clause may begin with three digits: only a number of one to three before the comma goes on.
        let head = text[..length]
            .iter()
            .position(|c| !c.is_ascii_digit())
            .unwrap_or(length);
        if head > 3 || text[length] == '，' {
            break;
        }
        length += 4;
    }
    let mut unit = Decimal::ONE;
    if text.get(length) == Some(&'.') {
        let decimals = digits(&text[length + 1..], MAX_DECIMALS);
        if (1..=MAX_DECIMALS).contains(&decimals) {
            length += 1 + decimals;
            unit = Decimal::new(1, decimals as u32);
        }
    }
    let plain: String = text[..length].iter().filter(|c| **c != ',').collect();
    Some((length, plain.parse().ok()?, unit))
}

/// The digits as characters.
const DIGITS: [(char, i64); 12] = [
    ('零', 0),
    ('〇', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];

/// A whole number in characters, such as 三十一 or 一千二百零三.
fn chinese(text: &[char]) -> Option<(usize, Decimal)> {
    let (mut total, mut section, mut digit, mut length) = (0i64, 0i64, None, 0);
    // 二〇二三 and the like are read digit by digit.
    let mut plain: Option<i64> = Some(0);
    for &c in text.iter().take(16) {
        if let Some(value) = DIGITS
            .iter()
            .find(|(d, _)| *d == c)
            .map(|(_, value)| *value)
        {
            digit = Some(value);
            plain = plain.and_then(|p| p.checked_mul(10)?.checked_add(value));
        } else if let Some(times) = [('十', 10), ('百', 100), ('千', 1_000)]
            .iter()
            .find(|(d, _)| *d == c)
            .map(|d| d.1)
        {
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
    if length == 0 {
        return None;
    }
    let value = match plain {
        // 二三件 is two or three.
        Some(_) if length == 2 || length == 3 => return None,
        Some(value) if length > 1 => value,
        _ => total + section + digit.unwrap_or(0),
    };
    Some((length, value.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(usize, &str, &str)>) {
        let chars: Vec<char> = text.chars().collect();
        let found =
            number(&chars).map(|(length, n)| (length, n.value.to_string(), n.unit.to_string()));
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
        number(&chars).unwrap().1.holds(value.parse().unwrap())
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
