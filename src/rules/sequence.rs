//! Sequences in a text: numbered headings as lists, 一是…二是… in a paragraph, and what is out of
//! order in them.

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

/// Numbered lines of one level that follow each other.
#[derive(Debug)]
pub(super) struct HeadingList {
    /// How deep it stands: 2 for （一）.
    pub level: u8,
    /// Its numbers.
    pub items: Vec<Ordinal>,
}

/// A number that is out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Misordered {
    /// Its index in the list.
    pub index: usize,
    /// The number that should stand there.
    pub expected: u32,
}

/// What marks bold text and indents a line.
const BEFORE_A_NUMBER: [char; 3] = ['*', ' ', '\u{3000}'];

/// The numbered lines as lists; 一、 only ends the lists before it.
pub(super) fn headings(lines: &[Line]) -> Vec<HeadingList> {
    let mut done = Vec::new();
    let mut open: Vec<HeadingList> = Vec::new();
    let mut before = "";
    for (line, text) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.figure.is_none() && !line.text.trim().is_empty())
    {
        let typed = &text.text;
        // **（一）……** is marked as bold.
        let marked = typed.len() - typed.trim_start_matches(BEFORE_A_NUMBER).len();
        if let Some(number) = numbering(&typed[marked..]) {
            let level = number.level;
            let item = Ordinal {
                line,
                range: number.range.start + marked..number.range.end + marked,
                value: number.value,
            };
            // Levels nest as the text nests them: （一） below 1. is a list of its own.
            match open.iter().position(|list| list.level == level) {
                Some(at) if item.value != 1 || !starts_anew(&open[at].items, before) => {
                    done.extend(open.drain(at + 1..));
                    open[at].items.push(item);
                }
                at => {
                    done.extend(open.drain(at.unwrap_or(open.len())..));
                    if level == 1 {
                        done.append(&mut open);
                    } else {
                        let items = vec![item];
                        open.push(HeadingList { level, items });
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
    for item in ordinals(line, text) {
        if item.value == 1 || open.is_empty() {
            open.push(vec![item]);
            continue;
        }
        let index = open.iter().rposition(|list| leads_to(list, &item));
        let index = index.unwrap_or(open.len() - 1);
        done.extend(open.drain(index + 1..));
        open[index].push(item);
    }
    done.extend(open);
    // A paragraph that starts with 二是 goes on from the one before.
    done.sort_by_key(|list| list[0].range.start);
    done
}

/// Characters of a number that 是 stands behind.
const NUMERALS: &str = "一二三四五六七八九十";

/// Marks behind which a point may begin.
const BEFORE_A_POINT: [char; 10] = ['，', '。', '；', '：', '、', '！', ',', ';', ':', '）'];

/// 一是, 二是 and so on at the start of a paragraph or behind a mark.
fn ordinals(line: usize, text: &str) -> Vec<Ordinal> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices('是') {
        let before = text[..at].trim_end_matches(|c| NUMERALS.contains(c));
        let start = before.len();
        let Some(value) = value(&text[start..at]) else {
            continue;
        };
        let first = before.trim_end_matches(BEFORE_A_NUMBER);
        if first.is_empty() || first.ends_with(BEFORE_A_POINT) {
            let range = start..at + mark.len();
            found.push(Ordinal { line, range, value });
        }
    }
    found
}

/// Whether a number is the one behind the last of a list.
fn leads_to(list: &[Ordinal], item: &Ordinal) -> bool {
    list.last().is_some_and(|last| last.value + 1 == item.value)
}

/// Whether a number stands within one of the lines, in any of the ways to write its level.
pub(super) fn mentions(lines: &[Line], level: u8, value: u32) -> bool {
    let (number, marks) = match level {
        2 => (in_characters(value), ["）", ")", "、"]),
        3 => (value.to_string(), [".", "．", "、"]),
        _ => (value.to_string(), ["）", ")", "."]),
    };
    for line in lines {
        // A line's own number is an item of the list, or of another.
        let own = numbering(&line.text).map_or(0, |own| own.range.end);
        for (at, _) in line.text.match_indices(&number) {
            let (before, behind) = (&line.text[..at], &line.text[at + number.len()..]);
            if at >= own && !ends_in_a_digit(before) && begins_with_a_mark(behind, marks) {
                return true;
            }
        }
    }
    false
}

fn ends_in_a_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether one of the marks stands first, and no digit behind it.
fn begins_with_a_mark(text: &str, marks: [&str; 3]) -> bool {
    let mut rests = marks.iter().filter_map(|mark| text.strip_prefix(mark));
    rests.any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The items out of order, each with the value expected there.
///
/// 一 三 三 has one wrong number, the first 三; 一 三 四 as well; 一 二 二 三 too.
pub(super) fn out_of_order(list: &[Ordinal], first: u32) -> Vec<Misordered> {
    let mut found = Vec::new();
    let mut expected = first;
    for (index, item) in list.iter().enumerate() {
        let mut counted = item.value;
        if counted != expected {
            found.push(Misordered { index, expected });
            let next = list.get(index + 1);
            if next.is_some_and(|next| next.value == expected + 1) {
                counted = expected;
            }
        }
        expected = counted + 1;
    }
    found
}
