//! Where a line may end (避头尾): marks, numbers with their measure, Latin words.
//!
//! The rules of GB/T 9704-2012 and GB/T 15834-2011 as predicates over
//! neighbouring characters, for running text and titles; nothing here knows widths.

use serde::Deserialize;

use super::class::{CharClass, closes, opens};
use crate::charset::CharSet;

/// What may stand between a number and its measure.
static MULTIPLIERS: CharSet = CharSet::of("十百千万亿余多几");
/// What stays with the number behind it.
static PREFIXES: CharSet = CharSet::of("第№约近超达");
/// How far before a place its number may end: multipliers and the longest measure.
const REACH: usize = 8;

/// What ending a line at a place costs its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// Nothing: between Chinese characters, words, sentences.
    Free,
    /// A little: behind a sign of an address, a hyphen, the dash of a range.
    Parted,
    /// A number and its measure: only where all else is worse.
    Torn,
    /// A mark out of its place, a number or a word in two.
    Barred,
}

/// Signs inside words behind which a line may end: those of addresses and numbers of documents.
static PARTING: CharSet = CharSet::of("/?&=_-.@:#+~—");
/// Of these, those that part nothing in front of a digit: 95.7, 9:00.
static BINDING: CharSet = CharSet::of(".:");

/// What it costs to end a line inside a word or number, behind `before`.
fn inside_word(before: char, after: char) -> LineEnd {
    if !PARTING.contains(before) || !after.is_alphanumeric() {
        LineEnd::Barred
    } else if !is_digit(after) || before == '/' {
        LineEnd::Parted
    } else if BINDING.contains(before) {
        LineEnd::Barred
    } else {
        LineEnd::Torn
    }
}

/// What breaks of lines need to know beside the marks.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LineStyle {
    /// Measures that stay with the number before them.
    pub measures: Vec<String>,
    /// Whether two marks in a row give up the half cell between them.
    pub close_up: bool,
}

/// A digit, also of full width.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

impl LineStyle {
    /// Whether a line may end in front of `text[at]` at no cost.
    pub fn may_break(&self, text: &[char], at: usize) -> bool {
        self.line_end(text, at) == LineEnd::Free
    }

    /// What it costs to end a line in front of `text[at]`.
    pub fn line_end(&self, text: &[char], at: usize) -> LineEnd {
        let (Some(&before), Some(&after)) =
            (at.checked_sub(1).and_then(|i| text.get(i)), text.get(at))
        else {
            return LineEnd::Free;
        };
        if closes(after) || opens(before) || after == ' ' || (is_digit(before) && is_digit(after)) {
            return LineEnd::Barred;
        }
        if is_in_run(text, at - 1) && is_in_run(text, at) {
            return inside_word(before, after);
        }
        if is_digit(after) && (PREFIXES.contains(before) || before == '〕') {
            return LineEnd::Barred;
        }
        if self.is_in_measure(text, at) {
            LineEnd::Torn
        } else {
            LineEnd::Free
        }
    }

    /// Whether `at` lies between a number and the end of its measure: 789｜件, 30.63｜万｜人｜次.
    fn is_in_measure(&self, text: &[char], at: usize) -> bool {
        let mut near = (at.saturating_sub(REACH)..at).rev();
        let Some(last) = near.find(|&i| is_digit(text[i])) else {
            return false;
        };
        let end = last + 1;
        let blank = usize::from(text.get(end) == Some(&' '));
        let behind = text[end + blank..].iter().take(2);
        let multipliers = behind.take_while(|c| MULTIPLIERS.contains(**c)).count();
        let start = end + blank + multipliers;
        // What may multiply may also begin a measure: 70千克.
        let measured = (end + blank..=start).filter_map(|from| self.measure_end(text, from));
        // Without a measure a number keeps its multipliers, and a blank behind it is none of its
        // own.
        let bare = if multipliers > 0 { start } else { end };
        at < measured.max().unwrap_or(bare)
    }

    /// Where the longest measure that begins here ends.
    fn measure_end(&self, text: &[char], from: usize) -> Option<usize> {
        let mut longest = None;
        for word in &self.measures {
            if begins_with(&text[from..], word) {
                longest = longest.max(Some(from + word.chars().count()));
            }
        }
        longest
    }
}

fn begins_with(text: &[char], word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(i, c)| text.get(i) == Some(&c))
}

/// Whether `text[at]` is part of a number or a Latin word.
fn is_in_run(text: &[char], at: usize) -> bool {
    CharClass::of(text, at) == CharClass::Run
}

#[cfg(test)]
mod tests {
    use super::super::Style;

    fn check(text: &str, expected: &str) {
        let style = Style::load(&Style::gbt9704()).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let mut shown = String::new();
        for (i, c) in chars.iter().enumerate() {
            if i > 0 && style.line.may_break(&chars, i) {
                shown.push('|');
            }
            shown.push(*c);
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks() {
        check("甲，乙", "甲，|乙");
        check("甲”，乙", "甲”，|乙");
        check("甲（“乙”）。丙", "甲|（“乙”）。|丙");
        check("甲——乙……丙", "甲——|乙……|丙");
        check("甲·乙", "甲·乙");
        check("2019–2023年", "2019–2023年");
    }

    #[test]
    fn numbers_and_words() {
        check("共789件次的", "共|789件次|的");
        check("约30.63万人次的", "约30.63万人次|的");
        check("2023年1月5日", "2023年|1月|5日");
        check("２０２３年９件", "２０２３年|９件");
        check("共789 件的", "共|789 件|的");
        check("共789 的", "共|789 |的");
        check("PDF文件", "PDF|文|件");
        check("第3条", "第3条");
        check("〔2021〕30号文", "〔2021〕30号|文");
        check("近500余万元", "近500余万元");
        check("70平方公里的", "70平方公里|的");
        check("3个月", "3个月");
        check("20个工作日内", "20个工作日|内");
        check("5例", "5例");
        check("70千克的", "70千克|的");
        check("20世纪", "20世纪");
    }
}
