//! The numbering of official documents: 一、 （一） 1. （1）.

use std::ops::Range;

use super::numeral::read_number;

const HAN: &str = "一二三四五六七八九十百";

/// The number that a line starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// 1–4: 一、 （一） 1. （1）.
    pub level: u8,
    /// What it counts, from 1.
    pub value: u32,
    /// Its bytes in the line, with its marks.
    pub range: Range<usize>,
}

/// The level of the number that a line starts with, 1–4; none without one.
pub fn level(line: &str) -> Option<u8> {
    numbering(line).map(|numbering| numbering.level)
}

/// The number that a line starts with; none without one.
///
/// Half-width brackets and `1、` are taken as well. A decimal such as `3.5万`
/// or a year is no number of a heading.
pub fn numbering(line: &str) -> Option<Numbering> {
    let start = line.len() - line.trim_start().len();
    let head = NumberedHead::of(&line[start..])?;
    Some(Numbering {
        level: head.level,
        value: value(head.number)?,
        range: start..line.len() - head.behind.len(),
    })
}

/// How a line begins that has a number.
struct NumberedHead<'t> {
    level: u8,
    /// The number without its marks.
    number: &'t str,
    /// What stands behind the number and its marks.
    behind: &'t str,
}

impl<'t> NumberedHead<'t> {
    /// Of a line without blanks before it.
    fn of(line: &'t str) -> Option<Self> {
        if let Some(rest) = line.strip_prefix(['（', '(']) {
            let (number, behind) = split_at_mark(rest, &['）', ')'])?;
            let level = match number {
                number if is_han(number) => 2,
                number if is_arabic(number) => 4,
                _ => return None,
            };
            return Some(Self {
                level,
                number,
                behind,
            });
        }
        if let Some((number, behind)) = split_at_mark(line, &['、'])
            && is_han(number)
        {
            return Some(Self {
                level: 1,
                number,
                behind,
            });
        }
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &line[..line.len() - rest.len()];
        let behind = rest.strip_prefix(['.', '．', '、'])?;
        let is_decimal = behind.starts_with(|c: char| c.is_ascii_digit());
        (is_arabic(number) && !is_decimal).then_some(Self {
            level: 3,
            number,
            behind,
        })
    }
}

/// Characters of the longest number.
const LONGEST: usize = 3;

/// What stands before and behind the mark that closes a number: it is near, and the line may be
/// long.
fn split_at_mark<'t>(line: &'t str, marks: &[char]) -> Option<(&'t str, &'t str)> {
    let (at, mark) = line
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, c)| marks.contains(c))?;
    Some((&line[..at], &line[at + mark.len_utf8()..]))
}

fn is_han(number: &str) -> bool {
    !number.is_empty()
        && number.chars().count() <= LONGEST
        && number.chars().all(|c| HAN.contains(c))
}

fn is_arabic(number: &str) -> bool {
    (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// The value of digits or of a number in characters.
pub fn value(number: &str) -> Option<u32> {
    if number.bytes().all(|b| b.is_ascii_digit()) {
        return number.parse().ok();
    }
    let chars: Vec<char> = number.chars().collect();
    let numeral = read_number(&chars)?;
    if numeral.length < chars.len() {
        return None;
    }
    u32::try_from(numeral.number.value).ok()
}

/// A number as its level writes it, such as `（三）`; from 100 on in digits.
pub fn numbered(level: u8, value: u32) -> String {
    match level {
        1 => format!("{}、", in_characters(value)),
        2 => format!("（{}）", in_characters(value)),
        3 => format!("{value}."),
        _ => format!("（{value}）"),
    }
}

/// 三, 十, 十二, 二十一; from 100 on in digits.
pub fn in_characters(value: u32) -> String {
    match value {
        1..=10 => character_of(value),
        11..=19 => format!("十{}", character_of(value - 10)),
        20..=99 if value.is_multiple_of(10) => format!("{}十", character_of(value / 10)),
        20..=99 => format!("{}十{}", character_of(value / 10), character_of(value % 10)),
        _ => value.to_string(),
    }
}

/// The character of a number from 1 to 10.
fn character_of(value: u32) -> String {
    HAN.chars()
        .nth(value as usize - 1)
        .map_or_else(String::new, String::from)
}

/// How many bytes of the line are its heading: all of it, or its first sentence.
///
/// A line of one sentence is a heading that stands alone; a line that goes on
/// after its first 。 has a run-in heading.
pub fn heading_length(line: &str) -> usize {
    let Some(end) = line.find(['。', '！', '？']) else {
        return line.len();
    };
    // The marks that close with the sentence are its own.
    let mut length = end;
    for c in line[end..].chars() {
        if length > end && !"”’』」》）".contains(c) {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// Characters that a heading of its own may have where it ends with a mark.
const MAX_SENTENCE: usize = 50;
/// Characters that a line without a mark at its end may have to be a heading.
const MAX_HEADING: usize = 200;
/// Marks behind which a long line with a number is a sentence or an item of a list.
const ENDS: [char; 7] = ['。', '！', '？', '；', '，', '：', '、'];

/// Whether a line that begins with a number is a heading that stands alone.
pub fn is_heading(line: &str) -> bool {
    let most = if line.ends_with(ENDS) {
        MAX_SENTENCE
    } else {
        MAX_HEADING
    };
    line[heading_length(line)..].trim().is_empty() && line.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<u8>, heading: &str) {
        assert_eq!(level(line), expected, "{line}");
        if expected.is_some() {
            assert_eq!(&line[..heading_length(line)], heading);
        }
    }

    #[test]
    fn levels() {
        check("一、总体情况", Some(1), "一、总体情况");
        check(
            "（一）建立健全工作机制。形成了机制。",
            Some(2),
            "（一）建立健全工作机制。",
        );
        check("(十二)聚焦重点", Some(2), "(十二)聚焦重点");
        check(
            "（一）坚持“公开为常态。”正文",
            Some(2),
            "（一）坚持“公开为常态。”",
        );
        check("1.主动公开情况", Some(3), "1.主动公开情况");
        check(
            "7. 2020年，区镇办结19件。",
            Some(3),
            "7. 2020年，区镇办结19件。",
        );
        check("（1）重大决策", Some(4), "（1）重大决策");
        check("3.5万元", None, "");
        check("2023年，全市", None, "");
        check("一是加强领导。", None, "");
        check("（国务院令第711号）", None, "");
        check("统一、规范", None, "");
    }

    #[test]
    fn values() {
        let read = |line| numbering(line).map(|n: Numbering| (n.value, line[n.range].to_owned()));
        assert_eq!(read("（十二）聚焦"), Some((12, "（十二）".to_owned())));
        assert_eq!(read("  3、主动"), Some((3, "3、".to_owned())));
        assert_eq!(read("二十一、其他"), Some((21, "二十一、".to_owned())));
        for n in 1..100 {
            assert_eq!(value(&in_characters(n)), Some(n));
            assert_eq!(
                numbering(&numbered(2, n)).map(|n| (n.level, n.value)),
                Some((2, n))
            );
        }
    }
}
