//! Sequences in a text: numbered headings as lists, 一是…二是… in a paragraph, and what is out of order in them.

use std::ops::Range;

use crate::narrative::{Line, in_characters, lists, numbering, value};

/// A number in a sequence.
#[derive(Clone, Debug)]
pub(super) struct Ordinal {
    /// The index of its line in the passage.
    pub line: usize,
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// What it counts.
    pub value: u32,
}

/// The numbered lines as lists, each with its level; 一、 only ends the lists before it.
pub(super) fn headings(lines: &[Line]) -> Vec<(u8, Vec<Ordinal>)> {
    let mut done = Vec::new();
    let mut open: Vec<(u8, Vec<Ordinal>)> = Vec::new();
    let mut before = "";
    for (line, text) in lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.figure.is_none() && !l.text.trim().is_empty())
    {
        let typed = &text.text;
        // **（一）……** is marked as bold.
        let marked = typed.len() - typed.trim_start_matches(['*', ' ', '\u{3000}']).len();
        if let Some(number) = numbering(&typed[marked..]) {
            let item = Ordinal {
                line,
                range: number.range.start + marked..number.range.end + marked,
                value: number.value,
            };
            // Levels nest as the text nests them: （一） below 1. is a list of its own.
            match open.iter().position(|(level, _)| *level == number.level) {
                Some(at) if item.value != 1 || !starts_anew(&open[at].1, before) => {
                    done.extend(open.drain(at + 1..));
                    open[at].1.push(item);
                }
                at => {
                    done.extend(open.drain(at.unwrap_or(open.len())..));
                    if number.level == 1 {
                        done.append(&mut open);
                    } else {
                        open.push((number.level, vec![item]));
                    }
                }
            }
        }
        before = typed;
    }
    done.extend(open);
    done
}

/// Whether a list that starts from 1 again is a new one: the line before leads in to it.
fn starts_anew(list: &[Ordinal], before: &str) -> bool {
    let before = before.trim().trim_end_matches('*');
    let short = before.chars().count() <= 40 && !before.ends_with(['。', '；', ';']);
    let leads = before.ends_with(['：', ':']) || short || lists().leads.within(before);
    leads && numbering(before).is_none() && !list.is_empty()
}

/// 一是…二是… in a paragraph, as lists; 一是 starts one, inside another or after it.
pub(super) fn points(line: usize, text: &str) -> Vec<Vec<Ordinal>> {
    let (mut done, mut open) = (Vec::new(), Vec::<Vec<Ordinal>>::new());
    for (at, mark) in text.match_indices('是') {
        let start = text[..at]
            .trim_end_matches(|c| "一二三四五六七八九十".contains(c))
            .len();
        let Some(value) = value(&text[start..at]) else {
            continue;
        };
        let first = text[..start].trim_end_matches(['*', ' ', '\u{3000}']);
        if !(first.is_empty()
            || first.ends_with(['，', '。', '；', '：', '、', '！', ',', ';', ':', '）']))
        {
            continue;
        }
        let item = Ordinal {
            line,
            range: start..at + mark.len(),
            value,
        };
        let follows = |list: &Vec<Ordinal>| list.last().is_some_and(|last| last.value + 1 == value);
        if value == 1 || open.is_empty() {
            open.push(vec![item]);
        } else {
            let index = open.iter().rposition(follows).unwrap_or(open.len() - 1);
            done.extend(open.drain(index + 1..));
            open[index].push(item);
        }
    }
    done.extend(open);
    // A paragraph that starts with 二是 goes on from the one before.
    done.sort_by_key(|list| list[0].range.start);
    done
}

/// Whether a number stands within one of the lines, in any of the ways to write its level.
pub(super) fn mentions(lines: &[Line], level: u8, value: u32) -> bool {
    let (number, marks) = match level {
        2 => (in_characters(value), ["）", ")", "、"]),
        3 => (value.to_string(), [".", "．", "、"]),
        _ => (value.to_string(), ["）", ")", "."]),
    };
    let whole = |text: &str, at: usize| {
        let behind = &text[at + number.len()..];
        let mut marked = marks.iter().filter_map(|mark| behind.strip_prefix(mark));
        !text[..at].ends_with(|c: char| c.is_ascii_digit())
            && marked.any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    // A line's own number is an item of the list, or of another.
    lines.iter().any(|line| {
        let own = numbering(&line.text).map_or(0, |n| n.range.end);
        line.text
            .match_indices(&number)
            .any(|(at, _)| at >= own && whole(&line.text, at))
    })
}

/// The items out of order, each with the value expected there.
///
/// 一 三 三 has one wrong number, the first 三; 一 三 四 as well; 一 二 二 三 too.
pub(super) fn out_of_order(list: &[Ordinal], first: u32) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    let mut expected = first;
    for (index, item) in list.iter().enumerate() {
        let mut counted = item.value;
        if counted != expected {
            found.push((index, expected));
            if list
                .get(index + 1)
                .is_some_and(|next| next.value == expected + 1)
            {
                counted = expected;
            }
        }
        expected = counted + 1;
    }
    found
}
