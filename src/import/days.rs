//! Days as people write them, in digits or characters.

use crate::date::Date;
use crate::narrative;

/// The digits in characters, each at its own place.
const CHINESE_DIGITS: &str = "〇一二三四五六七八九";
/// What else stands for nought.
const OTHER_NOUGHTS: [char; 4] = ['○', '零', 'Ｏ', 'O'];

/// A day as people write it, in digits or characters.
pub fn read_day(text: &str) -> Option<Date> {
    let plain: String = text.split_whitespace().collect();
    let date = plain.split('T').next().unwrap_or_default();
    Date::read(date).or_else(|| read_day_in_words(date))
}

/// A day with 年, 月 and 日: `二〇二四年一月二十六日`.
fn read_day_in_words(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let year: String = year.chars().map(digit).collect::<Option<_>>()?;
    let (month, day) = (narrative::value(month)?, narrative::value(day)?);
    Date::parse(&format!("{year}-{month:02}-{day:02}"))
}

/// A digit, also as it is written in characters.
pub fn digit(c: char) -> Option<char> {
    if OTHER_NOUGHTS.contains(&c) {
        return Some('0');
    }
    match CHINESE_DIGITS.chars().position(|known| known == c) {
        Some(number) => Some(char::from(b'0' + number as u8)),
        None => c.is_ascii_digit().then_some(c),
    }
}

/// A day at the end of a line, and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayBehind {
    pub name: String,
    pub day: Date,
}

/// The day that a line is, or that stands behind blanks in it.
pub fn find_day_behind(text: &str) -> Option<DayBehind> {
    if let Some(day) = read_day(text) {
        let name = String::new();
        return Some(DayBehind { name, day });
    }
    let (name, rest) = text.trim().split_once(char::is_whitespace)?;
    let day = read_day(rest)?;
    let name = name.to_owned();
    Some(DayBehind { name, day })
}
