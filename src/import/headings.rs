//! Headings of the six sections: as the official form words them, as others do
//! (`schema/import.yaml`), or with a slip where the number tells which is meant.

use super::has_at_most;
use super::pieces::TextLine;
use super::words::PageWords;
use crate::form::labels::{bare, fold};
use crate::narrative;
use crate::standard::Standard;

/// Characters of the longest heading of a section.
const MAX_HEADING: usize = 40;
/// How alike a heading is to a known one whose number it has, in percent; and with another.
const ALIKE_NUMBERED: usize = 40;
const ALIKE: usize = 75;

/// What the sections are called.
pub struct Headings {
    names: Vec<SectionName>,
}

/// A name of a section, without blanks and marks.
struct SectionName {
    index: usize,
    text: String,
    chars: Vec<char>,
}

/// How headings are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingStyle {
    /// 一、 or 第一部分, or not at all.
    Official,
    /// 1. or （一）, as heads below a section mostly are.
    Lower,
}

/// A line that heads a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHeading {
    /// Which section.
    pub index: usize,
    /// What goes on in the heading's line.
    pub rest: String,
    /// How sure it is.
    pub weight: usize,
}

impl Headings {
    /// The names of a standard's sections.
    pub fn of(standard: &Standard, words: &PageWords) -> Self {
        let mut names = Vec::new();
        for (index, section) in standard.sections.iter().enumerate() {
            let table = section.table.map(|table| &standard.tables[table].key);
            let others = section
                .text
                .as_ref()
                .or(table)
                .and_then(|key| words.heads.get(key));
            let others = others.into_iter().flatten().map(String::as_str);
            for name in std::iter::once(bare(&section.label)).chain(others) {
                let text = fold(name);
                names.push(SectionName {
                    index,
                    chars: text.chars().collect(),
                    text,
                });
            }
        }
        Self { names }
    }

    /// How many sections there are.
    pub fn count(&self) -> usize {
        self.names.last().map_or(0, |name| name.index + 1)
    }

    /// Which section a line heads.
    pub fn find(&self, passage: &TextLine, style: HeadingStyle) -> Option<FoundHeading> {
        let line = passage.text.trim().trim_matches('*').trim();
        if line.contains('\t') {
            return None;
        }
        let NumberedLine { number, text } = split_number(line);
        if number.is_lower() != (style == HeadingStyle::Lower) {
            return None;
        }
        for name in &self.names {
            let Some(rest) = find_behind_name(text, &name.chars) else {
                continue;
            };
            if !ends_heading(rest, number) {
                continue;
            }
            let weight = if number == HeadingNumber::None { 2 } else { 4 };
            return Some(FoundHeading {
                index: name.index,
                rest: own_text(rest),
                weight,
            });
        }
        let index = self.find_alike(line, text, number)?;
        Some(FoundHeading {
            index,
            rest: String::new(),
            weight: 3,
        })
    }

    /// Which section a line is most like that has a number and no sentence.
    fn find_alike(&self, line: &str, text: &str, number: HeadingNumber) -> Option<usize> {
        if !is_plain(line) || matches!(number, HeadingNumber::None) || number.is_lower() {
            return None;
        }
        let folded = fold(text);
        let mut best = None;
        let mut most = 0;
        for name in &self.names {
            let own = number == HeadingNumber::Of(name.index);
            let alike = strsim::normalized_damerau_levenshtein(&folded, &name.text) * 100.0;
            let alike = alike as usize + if own { ALIKE - ALIKE_NUMBERED } else { 0 };
            if alike >= ALIKE && alike > most {
                (best, most) = (Some(name.index), alike);
            }
        }
        best
    }
}

/// The section whose number a short line has, whatever else it says.
pub fn find_numbered_section(passage: &TextLine) -> Option<usize> {
    let line = passage.text.trim();
    match split_number(line).number {
        HeadingNumber::Of(index) if is_plain(line) => Some(index),
        _ => None,
    }
}

/// Whether a line may be a heading: short, no sentence, no line of a table of contents.
fn is_plain(line: &str) -> bool {
    // A table of contents has a page's number behind each.
    let counted = line.ends_with(|c: char| c.is_ascii_digit());
    let short = has_at_most(line, MAX_HEADING);
    short && !counted && !line.contains(['。', '；', '，', '\t'])
}

/// The number of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadingNumber {
    /// There is none.
    None,
    /// Only its mark is left.
    Lost,
    /// That of the section with this index: 一、 or 第一部分.
    Of(usize),
    /// 1. or （一）.
    Lower,
}

impl HeadingNumber {
    fn is_lower(self) -> bool {
        self == Self::Lower
    }
}

/// The number of a heading, and the words behind it.
#[derive(Clone, Copy)]
struct NumberedLine<'t> {
    number: HeadingNumber,
    text: &'t str,
}

/// Marks between a number in characters and a heading.
const MARKS_BEHIND_NUMBER: [char; 7] = ['、', '．', '.', '，', ',', ':', '：'];

/// Splits a heading's number off.
fn split_number(line: &str) -> NumberedLine<'_> {
    if let Some(rest) = line.strip_prefix(['、', '．']) {
        let number = HeadingNumber::Lost;
        let text = rest.trim_start();
        return NumberedLine { number, text };
    }
    if let Some(lower) = narrative::numbering(line).filter(|number| number.level != 1) {
        let number = HeadingNumber::Lower;
        let text = line[lower.range.end..].trim_start();
        return NumberedLine { number, text };
    }
    let part = line
        .strip_prefix('第')
        .and_then(|rest| rest.split_once("部分"));
    match part.or_else(|| split_characters(line)) {
        Some((number, rest)) if !number.is_empty() => {
            let value = narrative::value(number).and_then(|value| value.checked_sub(1));
            let number = match value {
                Some(index) => HeadingNumber::Of(index as usize),
                None => HeadingNumber::Lost,
            };
            let text = rest.trim_start_matches(|c: char| c.is_whitespace() || "、：:".contains(c));
            NumberedLine { number, text }
        }
        _ => NumberedLine {
            number: HeadingNumber::None,
            text: line,
        },
    }
}

/// A number in characters, and what stands behind its mark or blank.
fn split_characters(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !"一二三四五六七八九十".contains(c))?;
    let (number, behind) = line.split_at(end);
    let rest = behind.trim_start();
    let spaced = rest.len() < behind.len();
    match rest.strip_prefix(MARKS_BEHIND_NUMBER) {
        Some(rest) => Some((number, rest)),
        None if spaced && !rest.is_empty() => Some((number, rest)),
        None => None,
    }
}

/// What stands behind a name that a text begins with, blanks and marks apart.
fn find_behind_name<'t>(text: &'t str, name: &[char]) -> Option<&'t str> {
    let mut expected = name.iter().peekable();
    for (at, c) in text.char_indices() {
        let Some(&&next) = expected.peek() else {
            return Some(&text[at..]);
        };
        if c == next {
            expected.next();
        } else if !c.is_whitespace() && !"（）()、，,".contains(c) {
            return None;
        }
    }
    expected.peek().is_none().then_some("")
}

/// Whether what stands behind a name leaves it a heading: nothing, or the text that follows.
fn ends_heading(rest: &str, number: HeadingNumber) -> bool {
    let goes_on = rest.starts_with([' ', '\u{3000}', '。', '：', ':', '（']);
    let own = matches!(number, HeadingNumber::Of(_) | HeadingNumber::Lost);
    rest.trim().is_empty()
        || own && goes_on && !rest.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// What goes on behind a heading, without what parts it; a remark in brackets is the heading's.
fn own_text(rest: &str) -> String {
    let rest = rest
        .trim_start_matches(|c: char| c.is_whitespace() || "。：:．.".contains(c))
        .trim();
    let remark = rest
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    match remark {
        Some(remark) if !remark.contains(['）', ')', '。']) => String::new(),
        _ => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;
    use crate::standard::builtin;

    fn check(line: &str, expected: Option<(usize, &str)>) {
        check_style(line, HeadingStyle::Official, expected);
    }

    fn check_style(line: &str, style: HeadingStyle, expected: Option<(usize, &str)>) {
        let standard = builtin("2021").unwrap();
        let passage = TextLine::new(line.to_owned(), At::File);
        let found = Headings::of(&standard, PageWords::load()).find(&passage, style);
        let found = found
            .as_ref()
            .map(|found| (found.index, found.rest.as_str()));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn headings_numbered_or_not_and_with_slips() {
        check("一、总体情况", Some((0, "")));
        check("一 、 总 体 情 况", Some((0, "")));
        check("总体情况", Some((0, "")));
        check("第一部分 总体情况", Some((0, "")));
        check("二、主动公开情况", Some((1, "")));
        check("五、存在的主要问题和改进情况", Some((4, "")));
        check("、其他需要报告事项", Some((5, "")));
        check("六、其它需要报告的事项", Some((5, "")));
        check(
            "六、其他需要报告的事项（信息处理费收取情况）",
            Some((5, "")),
        );
        check(
            "一、总体情况 2023年，我局认真落实。",
            Some((0, "2023年，我局认真落实。")),
        );
        check(
            "一、总体情况。2023年，我局认真落实。",
            Some((0, "2023年，我局认真落实。")),
        );
        check("四、政府信息公开行政复议、行政诉讼情况", Some((3, "")));
        check("四、政府信息公开行政复议和行政诉讼情况", Some((3, "")));
        check("四、结转下年度继续办理", None);
        check("一、本年新收政府信息公开申请数量", None);
        check("三、本年度办理结果", None);
        check("2.主动公开情况", None);
        check("（一）总体情况", None);
        check("一、总体情况......1", None);
        check("总体情况良好", None);
        check_style("（一）总体情况", HeadingStyle::Lower, Some((0, "")));
        check_style(
            "2. 主动公开政府信息情况",
            HeadingStyle::Lower,
            Some((1, "")),
        );
        check_style("一、总体情况", HeadingStyle::Lower, None);
    }
}
