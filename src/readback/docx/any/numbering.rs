//! Numbers that programs put before paragraphs: how far each list has counted, and what is shown.
//!
//! Lists that stand for the same abstract one count on together, except where one says where it
//! starts.

use std::collections::{HashMap, HashSet};

use super::levels::StyleEffects;
use super::lists::{LEVELS, ListLevel, NamedList, NumberGap, NumberLists};
use super::numerals::write_numeral;

/// Bytes of a number with what stands around it; numbers of nine levels have 50.
const MAX_SHOWN: usize = 200;
/// Marks behind which text stands without a blank.
const CLOSING: &str = "、，。．.,:：;；)）】〕]》>-—";

/// The lists of a document and how far each has counted.
pub(super) struct ListCounters<'a> {
    lists: &'a NumberLists,
    styles: &'a StyleEffects,
    /// The numbers of the levels, by the abstract list.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The levels that have started where their list says, by the list.
    begun: HashSet<(String, usize)>,
}

impl<'a> ListCounters<'a> {
    pub fn new(lists: &'a NumberLists, styles: &'a StyleEffects) -> Self {
        Self {
            lists,
            styles,
            counts: HashMap::new(),
            begun: HashSet::new(),
        }
    }

    /// The level of a list that has a style, from 0.
    pub fn level_of_style(&self, number: &str, style: &str) -> Option<u8> {
        let list = self.lists.resolve(number, self.styles)?;
        u8::try_from(list.level_of_style(style)?).ok()
    }

    /// Counts a paragraph, and puts its number before its text.
    pub fn number(&mut self, number: &str, step: u8, text: String) -> String {
        let step = usize::from(step).min(LEVELS - 1);
        let Some(list) = self.lists.resolve(number, self.styles) else {
            return text;
        };
        let Some(level) = list.level(step) else {
            return text;
        };
        let counts = self.count(number, &list, step);
        if level.format == "bullet" {
            return text;
        }
        put_before(show(&list, level, &counts), level.gap, &text)
    }

    /// Counts a level of a list, after which those below start anew; gives all its numbers.
    fn count(&mut self, number: &str, list: &NamedList<'_>, step: usize) -> [Option<u32>; LEVELS] {
        let own_start = list.list.starts.get(step).copied().flatten();
        let starts_anew = own_start.is_some() && self.begun.insert((number.to_owned(), step));
        let counts = self.counts.entry(list.id.to_owned()).or_default();
        for (at, count) in counts.iter_mut().enumerate().skip(step) {
            if at > step {
                let restart = list.level(at).and_then(|level| level.restart);
                if step < restart.map_or(at, usize::from) {
                    *count = None;
                }
                continue;
            }
            let start = own_start.unwrap_or(list.start(at));
            *count = Some(match *count {
                Some(number) if !starts_anew => number.saturating_add(1),
                _ => start,
            });
        }
        *counts
    }
}

/// What a level shows, with the numbers of those above it.
fn show(list: &NamedList<'_>, level: &ListLevel, counts: &[Option<u32>; LEVELS]) -> String {
    let mut out = String::new();
    let mut signs = level.around.chars().peekable();
    while let Some(sign) = signs.next() {
        if out.len() > MAX_SHOWN {
            break;
        }
        // A percent sign stands with a level's number, from 1, for the number of that.
        let wanted = signs.peek().and_then(|c| c.to_digit(10)).unwrap_or(0);
        if sign != '%' || wanted == 0 {
            out.push(sign);
            continue;
        }
        signs.next();
        let at = wanted as usize - 1;
        if let Some(count) = counts.get(at) {
            // A level that has not come yet is shown as if it had.
            let number = count.unwrap_or_else(|| list.start(at));
            out.push_str(&write_numeral(shown_format(list, level, at), number));
        }
    }
    out
}

/// How a level writes the numbers of one of all levels.
fn shown_format<'l>(list: &NamedList<'l>, level: &ListLevel, at: usize) -> &'l str {
    let format = list
        .level(at)
        .map_or("decimal", |level| level.format.as_str());
    // Nought stands with digits as well: 01.
    if level.legal && format != "decimalZero" {
        "decimal"
    } else {
        format
    }
}

/// A number before a text. A tab keeps them apart on paper; here a blank does where they
/// would run into each other.
fn put_before(mut shown: String, gap: NumberGap, text: &str) -> String {
    let apart = match (gap, shown.chars().last()) {
        (NumberGap::Nothing, _) | (_, None) => false,
        (NumberGap::Blank, _) => true,
        (NumberGap::Tab, Some('.' | ',' | '-')) => text.starts_with(|c: char| c.is_ascii_digit()),
        (NumberGap::Tab, Some(last)) => {
            last.is_alphabetic()
                || last.is_ascii_digit()
                || !CLOSING.contains(last) && last.is_ascii()
        }
    };
    if apart && !text.is_empty() && !shown.ends_with(' ') {
        shown.push(' ');
    }
    shown + text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readback::docx::looks::Styles;

    const TWO: &str = "<w:abstractNum w:abstractNumId=\"1\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>\
            <w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>\
            <w:suff w:val=\"nothing\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
        <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/>\
            <w:lvlText w:val=\"%1.%3\"/></w:lvl>\
        <w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText \
            w:val=\"\u{F06C}\"/></w:lvl>\
        <w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/><w:lvlRestart w:val=\"0\"/><w:lvlText \
            w:val=\"%5.\"/></w:lvl>\
        </w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"2\"><w:numStyleLink w:val=\"linked\"/></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"3\"><w:numStyleLink w:val=\"round\"/></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
            <w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
        <w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num>\
        <w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/></w:num>\
        <w:num w:numId=\"6\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
            <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimalEnclosedCircle\"/>\
            <w:lvlText w:val=\"%1\"/></w:lvl></w:lvlOverride></w:num>";
    const LINKED: &str = "<w:styles>\
        <w:style w:styleId=\"linked\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
            </w:style>\
        <w:style w:styleId=\"round\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr>\
            </w:style>\
        </w:styles>";

    /// `items` are lists with levels, such as `1.0`.
    fn check(items: &str, expected: &str) {
        let lists = NumberLists::read(&format!("<w:numbering>{TWO}</w:numbering>")).unwrap();
        let styles = StyleEffects::of(&Styles::read(LINKED).unwrap());
        let mut counters = ListCounters::new(&lists, &styles);
        let mut shown = Vec::new();
        for item in items.split_whitespace() {
            let (number, step) = item.split_once('.').unwrap();
            shown.push(counters.number(number, step.parse().unwrap(), "甲".into()));
        }
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn counting() {
        check(
            "1.0 1.1 1.1 1.0 1.1",
            "一、甲 （一）甲 （二）甲 二、甲 （一）甲",
        );
        check("1.0 2.0 3.0 1.0 3.0", "一、甲 二、甲 五、甲 六、甲 七、甲");
        check("1.0 1.0 1.2 1.2", "一、甲 二、甲 2.1 甲 2.2 甲");
        check("1.2", "1.1 甲");
        check("1.3 4.0 5.0 9.0 1.8", "甲 一、甲 甲 甲 甲");
        check("6.0 6.0", "①甲 ②甲");
        check("1.4 1.0 1.4", "1.甲 一、甲 2.甲");
    }

    #[test]
    fn numbers_stand_apart_where_they_would_run_together() {
        check_joined("1.", NumberGap::Tab, "5件", "1. 5件");
        check_joined("1.", NumberGap::Nothing, "5件", "1.5件");
        check_joined("第一条", NumberGap::Tab, "为了", "第一条 为了");
        check_joined("一、", NumberGap::Blank, "甲", "一、 甲");
        check_joined("", NumberGap::Blank, "甲", "甲");
        check_joined("1", NumberGap::Tab, "", "1");
    }

    fn check_joined(shown: &str, gap: NumberGap, text: &str, expected: &str) {
        assert_eq!(put_before(shown.into(), gap, text), expected);
    }
}
