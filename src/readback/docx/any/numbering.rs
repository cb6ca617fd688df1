//! Numbers that programs put before paragraphs: the lists of a document, how far each has
//! counted, and what is shown.
//!
//! Paragraphs name a number list, which stands for an abstract one; lists that stand for
//! the same one count on together, except where one says where it starts.

use std::collections::{BTreeMap, HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::super::parts::{Listener, Standing, is_on, value, walk};
use super::levels::StyleEffects;
use super::numerals::numeral;
use crate::finding::Complaint;

/// Levels of a list.
const LEVELS: usize = 9;
/// Lists of a document; an office program that has saved one for years keeps 500.
const MAX_LISTS: usize = 20_000;
/// Characters of what stands around a number; the longest is 第%1部分.
const MAX_AROUND: usize = 60;
/// Bytes of a number with what stands around it; numbers of nine levels have 50.
const MAX_SHOWN: usize = 200;
/// How often one list stands for another, one after the other.
const MAX_LINKS: usize = 10;
/// Marks behind which text stands without a blank.
const CLOSING: &str = "、，。．.,:：;；)）】〕]》>-—";

/// What stands between a number and the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum NumberGap {
    #[default]
    Tab,
    Blank,
    Nothing,
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct ListLevel {
    start: u32,
    format: String,
    /// What is shown, with `%1` for the number of the first level.
    around: String,
    gap: NumberGap,
    /// Whether numbers of all levels are digits.
    legal: bool,
    /// At which levels it starts anew: those up to this one, from 1; none at all for nought.
    restart: Option<u8>,
    /// The style whose paragraphs have this level.
    style: String,
}

/// A list that others stand for.
#[derive(Default)]
struct AbstractList {
    levels: BTreeMap<usize, ListLevel>,
    /// The style whose list it stands for.
    link: String,
}

/// A list that paragraphs name.
#[derive(Default)]
struct NumberList {
    /// The abstract list.
    of: String,
    starts: [Option<u32>; LEVELS],
    levels: BTreeMap<usize, ListLevel>,
}

/// All lists of a document.
#[derive(Default)]
pub(super) struct NumberLists {
    abstracts: HashMap<String, AbstractList>,
    lists: HashMap<String, NumberList>,
}

impl NumberLists {
    /// Reads the part with the lists.
    ///
    /// # Errors
    /// When it is broken or has too many.
    pub fn read(xml: &str) -> Result<Self, Complaint> {
        let mut reading = ListReading::default();
        walk(xml, &mut Standing::new(&mut reading))?;
        Ok(reading.lists)
    }

    /// The list and the abstract one that a number names, through styles that stand for others.
    fn resolve(&self, number: &str, styles: &StyleEffects) -> Option<(&NumberList, &str)> {
        let mut number = number.to_owned();
        for _ in 0..MAX_LINKS {
            let list = self.lists.get(&number)?;
            let found = self.abstracts.get(&list.of)?;
            if found.link.is_empty() || !found.levels.is_empty() {
                return Some((list, &list.of));
            }
            number.clone_from(styles.by_id(&found.link).list.as_ref()?);
        }
        None
    }
}

/// The part with the lists, as far as it is read.
#[derive(Default)]
struct ListReading {
    lists: NumberLists,
    /// The abstract list, the list and the level that are open.
    id: String,
    found: AbstractList,
    number: String,
    list: NumberList,
    in_list: bool,
    step: usize,
    level: Option<ListLevel>,
    /// The level that the list says something else of.
    own: usize,
}

impl Listener for ListReading {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let said = || value(tag, "w:val").unwrap_or_default();
        let name = tag.name();
        match (name.as_ref(), &mut self.level) {
            ("w:abstractNum", _) => {
                self.id = value(tag, "w:abstractNumId").unwrap_or_default();
                self.found = AbstractList::default();
            }
            ("w:numStyleLink", _) => self.found.link = said(),
            ("w:num", _) => {
                self.number = value(tag, "w:numId").unwrap_or_default();
                (self.list, self.in_list) = (NumberList::default(), true);
            }
            ("w:abstractNumId", _) => self.list.of = said(),
            ("w:lvlOverride", _) => self.own = step(tag),
            ("w:startOverride", _) => {
                if let (Some(start), Ok(number)) =
                    (self.list.starts.get_mut(self.own), said().parse())
                {
                    *start = Some(number);
                }
            }
            ("w:lvl", _) => {
                self.step = step(tag);
                self.level = Some(ListLevel {
                    format: "decimal".into(),
                    ..ListLevel::default()
                });
            }
            ("w:start", Some(level)) => level.start = said().parse().unwrap_or_default(),
            ("w:numFmt", Some(level)) => {
                let own = Some(said()).filter(|format| format == "custom");
                let own = own.and_then(|_| value(tag, "w:format"));
                level.format = own.unwrap_or_else(said);
            }
            ("w:lvlText", Some(level)) => {
                level.around = said().chars().take(MAX_AROUND).collect();
            }
            ("w:suff", Some(level)) => {
                level.gap = match said().as_str() {
                    "nothing" => NumberGap::Nothing,
                    "space" => NumberGap::Blank,
                    _ => NumberGap::Tab,
                }
            }
            ("w:isLgl", Some(level)) => level.legal = is_on(tag),
            ("w:lvlRestart", Some(level)) => level.restart = said().parse().ok(),
            ("w:pStyle", Some(level)) => level.style = said(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:lvl" => {
                let level = self.level.take();
                let levels = if self.in_list {
                    &mut self.list.levels
                } else {
                    &mut self.found.levels
                };
                if let Some(level) = level.filter(|_| self.step < LEVELS) {
                    levels.insert(self.step, level);
                }
            }
            "w:abstractNum" if self.lists.abstracts.len() < MAX_LISTS => {
                let (id, found) = (
                    std::mem::take(&mut self.id),
                    std::mem::take(&mut self.found),
                );
                self.lists.abstracts.insert(id, found);
            }
            "w:num" => {
                self.in_list = false;
                let list = std::mem::take(&mut self.list);
                if self.lists.lists.len() < MAX_LISTS {
                    self.lists
                        .lists
                        .insert(std::mem::take(&mut self.number), list);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

/// The level that an element speaks of; one too large where it does not say.
fn step(tag: &BytesStart<'_>) -> usize {
    value(tag, "w:ilvl")
        .and_then(|step| step.parse().ok())
        .unwrap_or(usize::MAX)
}

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
    pub fn step_of(&self, number: &str, style: &str) -> Option<u8> {
        let (list, of) = self.lists.resolve(number, self.styles)?;
        let found = self.lists.abstracts.get(of)?;
        let mut levels = found.levels.iter().chain(&list.levels);
        let (at, _) = levels.find(|(_, level)| !style.is_empty() && level.style == style)?;
        u8::try_from(*at).ok()
    }

    /// Counts a paragraph, and puts its number before its text.
    pub fn number(&mut self, number: &str, step: u8, text: String) -> String {
        let step = usize::from(step).min(LEVELS - 1);
        let Some((list, of)) = self.lists.resolve(number, self.styles) else {
            return text;
        };
        let Some(found) = self.lists.abstracts.get(of) else {
            return text;
        };
        let level = |at: usize| list.levels.get(&at).or_else(|| found.levels.get(&at));
        let Some(this) = level(step) else { return text };
        let counts = self.counts.entry(of.to_owned()).or_default();
        let start = |at: usize| level(at).map_or(1, |level| level.start);
        let own_start = list.starts.get(step).copied().flatten();
        let anew = own_start.filter(|_| self.begun.insert((number.to_owned(), step)));
        for (at, count) in counts.iter_mut().enumerate() {
            if at == step {
                let next = count.map_or_else(|| own_start.unwrap_or(start(at)), next_number);
                *count = Some(anew.unwrap_or(next));
            } else if at > step {
                let restart = level(at).and_then(|level| level.restart);
                let up_to = restart.map_or(at, usize::from);
                if step < up_to {
                    *count = None;
                }
            }
        }
        if this.format == "bullet" {
            return text;
        }
        let counts = *counts;
        let shown = shown(this, |at| {
            let format = level(at).map_or("decimal", |level| level.format.as_str());
            // Nought stands with it as well: 01.
            let plain = this.legal && format != "decimalZero";
            // A level that has not come yet is shown as if it had.
            let number = counts.get(at)?.unwrap_or_else(|| start(at));
            Some(numeral(if plain { "decimal" } else { format }, number))
        });
        before(shown, this.gap, &text)
    }
}

fn next_number(number: u32) -> u32 {
    number.saturating_add(1)
}

/// What a level shows, where `number` gives the numbers of levels, from 0.
fn shown(level: &ListLevel, number: impl Fn(usize) -> Option<String>) -> String {
    let mut out = String::new();
    let mut signs = level.around.chars().peekable();
    while let Some(sign) = signs.next() {
        if out.len() > MAX_SHOWN {
            break;
        }
        let at = signs
            .peek()
            .and_then(|c| c.to_digit(10))
            .filter(|at| sign == '%' && *at > 0);
        match at {
            Some(at) => {
                signs.next();
                out.push_str(&number(at as usize - 1).unwrap_or_default());
            }
            None => out.push(sign),
        }
    }
    out
}

/// A number before a text. A tab keeps them apart on paper; here a blank does where they
/// would run into each other.
fn before(mut shown: String, gap: NumberGap, text: &str) -> String {
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
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
        <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText w:val=\"%1.%3\"/></w:lvl>\
        <w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F06C}\"/></w:lvl>\
        <w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/><w:lvlRestart w:val=\"0\"/><w:lvlText w:val=\"%5.\"/></w:lvl>\
        </w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"2\"><w:numStyleLink w:val=\"linked\"/></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"3\"><w:numStyleLink w:val=\"round\"/></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
        <w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num>\
        <w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/></w:num>\
        <w:num w:numId=\"6\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimalEnclosedCircle\"/><w:lvlText w:val=\"%1\"/></w:lvl></w:lvlOverride></w:num>";
    const LINKED: &str = "<w:styles>\
        <w:style w:styleId=\"linked\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"round\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>\
        </w:styles>";

    /// `items` are lists with levels, such as `1.0`.
    fn check(items: &str, expected: &str) {
        let lists = NumberLists::read(&format!("<w:numbering>{TWO}</w:numbering>")).unwrap();
        let styles = StyleEffects::of(&Styles::read(LINKED).unwrap());
        let mut counters = ListCounters::new(&lists, &styles);
        let shown: Vec<String> = items
            .split_whitespace()
            .map(|item| {
                let (number, step) = item.split_once('.').unwrap();
                counters.number(number, step.parse().unwrap(), "甲".into())
            })
            .collect();
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
        let joined = |shown: &str, gap, text| before(shown.into(), gap, text);
        assert_eq!(joined("1.", NumberGap::Tab, "5件"), "1. 5件");
        assert_eq!(joined("1.", NumberGap::Nothing, "5件"), "1.5件");
        assert_eq!(joined("第一条", NumberGap::Tab, "为了"), "第一条 为了");
        assert_eq!(joined("一、", NumberGap::Blank, "甲"), "一、 甲");
        assert_eq!(joined("", NumberGap::Blank, "甲"), "甲");
        assert_eq!(joined("1", NumberGap::Tab, ""), "1");
    }
}
