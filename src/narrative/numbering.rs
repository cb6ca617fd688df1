//! The numbering of official documents: 一、 （一） 1. （1）.

const HAN: &str = "一二三四五六七八九十百";

/// The level of the number that a line starts with, 1–4; none without one.
///
/// Half-width brackets and `1、` are taken as well. A decimal such as `3.5万`
/// or a year is no number of a heading.
pub fn level(line: &str) -> Option<u8> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let (number, _) = rest.split_once(['）', ')'])?;
        return match number {
            n if is_han(n) => Some(2),
            n if is_arabic(n) => Some(4),
            _ => None,
        };
    }
    if let Some((number, _)) = line.split_once('、').filter(|(n, _)| is_han(n)) {
        return (!number.is_empty()).then_some(1);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let after = rest.strip_prefix(['.', '．', '、'])?;
    (is_arabic(number) && !after.starts_with(|c: char| c.is_ascii_digit())).then_some(3)
}

fn is_han(number: &str) -> bool {
    !number.is_empty() && number.chars().count() <= 3 && number.chars().all(|c| HAN.contains(c))
}

fn is_arabic(number: &str) -> bool {
    (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// How many bytes of the line are its heading: all of it, or its first sentence.
///
/// A line of one sentence is a heading that stands alone; a line that goes on
/// after its first 。 has a run-in heading.
pub fn heading_length(line: &str) -> usize {
    match line.find(['。', '！', '？']) {
        // The marks that close with the sentence are its own.
        Some(at) => {
            let closing = |(i, c): &(usize, char)| *i == 0 || "”’』」》）".contains(*c);
            at + line[at..].char_indices().take_while(closing).map(|(_, c)| c.len_utf8()).sum::<usize>()
        }
        None => line.len(),
    }
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
        check("（一）建立健全工作机制。形成了机制。", Some(2), "（一）建立健全工作机制。");
        check("(十二)聚焦重点", Some(2), "(十二)聚焦重点");
        check("（一）坚持“公开为常态。”正文", Some(2), "（一）坚持“公开为常态。”");
        check("1.主动公开情况", Some(3), "1.主动公开情况");
        check("7. 2020年，区镇办结19件。", Some(3), "7. 2020年，区镇办结19件。");
        check("（1）重大决策", Some(4), "（1）重大决策");
        check("3.5万元", None, "");
        check("2023年，全市", None, "");
        check("一是加强领导。", None, "");
        check("（国务院令第711号）", None, "");
        check("统一、规范", None, "");
    }
}
