//! The lists of a document: their levels with what stands around numbers, as the file says them.
//!
//! Paragraphs name a number list, which stands for an abstract one. How far each has counted is
//! not known here.

use std::collections::{BTreeMap, HashMap};

use quick_xml::events::BytesStart;

use super::super::parts::{Listener, Standing, is_on, main_value, value, walk};
use super::levels::StyleEffects;
use crate::finding::Complaint;

/// Levels of a list.
pub(super) const LEVELS: usize = 9;
/// Lists of a document; an office program that has saved one for years keeps 500.
const MAX_LISTS: usize = 20_000;
/// Characters of what stands around a number; the longest is 第%1部分.
const MAX_AROUND: usize = 60;
/// How often one list stands for another, one after the other.
const MAX_LINKS: usize = 10;

/// What stands between a number and the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberGap {
    #[default]
    Tab,
    Blank,
    Nothing,
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct ListLevel {
    pub start: u32,
    pub format: String,
    /// What is shown, with `%1` for the number of the first level.
    pub around: String,
    pub gap: NumberGap,
    /// Whether numbers of all levels are digits.
    pub legal: bool,
    /// At which levels it starts anew: those up to this one, from 1; none at all for nought.
    pub restart: Option<u8>,
    /// The style whose paragraphs have this level.
    pub style: String,
}

/// A list that others stand for.
#[derive(Default)]
pub(super) struct AbstractList {
    levels: BTreeMap<usize, ListLevel>,
    /// The style whose list it stands for.
    link: String,
}

/// A list that paragraphs name.
#[derive(Default)]
pub(super) struct NumberList {
    /// The abstract list.
    of: String,
    pub starts: [Option<u32>; LEVELS],
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

    /// The list that a number names, through styles that stand for others.
    pub fn resolve(&self, number: &str, styles: &StyleEffects) -> Option<NamedList<'_>> {
        let mut number = number.to_owned();
        for _ in 0..MAX_LINKS {
            let list = self.lists.get(&number)?;
            let found = self.abstracts.get(&list.of)?;
            if found.link.is_empty() || !found.levels.is_empty() {
                let id = &list.of;
                return Some(NamedList { id, list, found });
            }
            number.clone_from(styles.by_id(&found.link).list.as_ref()?);
        }
        None
    }
}

/// A list with the abstract one that it stands for.
#[derive(Clone, Copy)]
pub(super) struct NamedList<'l> {
    /// The id of the abstract one.
    pub id: &'l str,
    pub list: &'l NumberList,
    found: &'l AbstractList,
}

impl<'l> NamedList<'l> {
    /// A level, as the list itself says it or the abstract one.
    pub fn level(&self, at: usize) -> Option<&'l ListLevel> {
        let own = self.list.levels.get(&at);
        own.or_else(|| self.found.levels.get(&at))
    }

    /// The number that a level starts with.
    pub fn start(&self, at: usize) -> u32 {
        self.level(at).map_or(1, |level| level.start)
    }

    /// The level that has a style.
    pub fn level_of_style(&self, style: &str) -> Option<usize> {
        let mut levels = self.found.levels.iter().chain(&self.list.levels);
        let (at, _) = levels.find(|(_, level)| !style.is_empty() && level.style == style)?;
        Some(*at)
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

impl ListLevel {
    /// Takes note of a property.
    fn note(&mut self, name: &str, said: String, tag: &BytesStart<'_>) {
        match name {
            "w:start" => self.start = said.parse().unwrap_or_default(),
            "w:numFmt" => {
                self.format = match value(tag, "w:format") {
                    Some(own) if said == "custom" => own,
                    _ => said,
                };
            }
            "w:lvlText" => self.around = said.chars().take(MAX_AROUND).collect(),
            "w:suff" => {
                self.gap = match said.as_str() {
                    "nothing" => NumberGap::Nothing,
                    "space" => NumberGap::Blank,
                    _ => NumberGap::Tab,
                }
            }
            "w:isLgl" => self.legal = is_on(tag),
            "w:lvlRestart" => self.restart = said.parse().ok(),
            "w:pStyle" => self.style = said,
            _ => {}
        }
    }
}

impl Listener for ListReading {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.name();
        let said = main_value(tag);
        match (name.as_ref(), &mut self.level) {
            ("w:abstractNum", _) => {
                self.id = value(tag, "w:abstractNumId").unwrap_or_default();
                self.found = AbstractList::default();
            }
            ("w:numStyleLink", _) => self.found.link = said,
            ("w:num", _) => {
                self.number = value(tag, "w:numId").unwrap_or_default();
                (self.list, self.in_list) = (NumberList::default(), true);
            }
            ("w:abstractNumId", _) => self.list.of = said,
            ("w:lvlOverride", _) => self.own = read_step(tag),
            ("w:startOverride", _) => {
                if let Ok(number) = said.parse()
                    && let Some(start) = self.list.starts.get_mut(self.own)
                {
                    *start = Some(number);
                }
            }
            ("w:lvl", _) => {
                self.step = read_step(tag);
                self.level = Some(ListLevel {
                    format: "decimal".into(),
                    ..ListLevel::default()
                });
            }
            (name, Some(level)) => level.note(name, said, tag),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:lvl" => self.end_level(),
            "w:abstractNum" if self.lists.abstracts.len() < MAX_LISTS => {
                let id = std::mem::take(&mut self.id);
                let found = std::mem::take(&mut self.found);
                self.lists.abstracts.insert(id, found);
            }
            "w:num" => {
                self.in_list = false;
                let list = std::mem::take(&mut self.list);
                if self.lists.lists.len() < MAX_LISTS {
                    let number = std::mem::take(&mut self.number);
                    self.lists.lists.insert(number, list);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

impl ListReading {
    fn end_level(&mut self) {
        let Some(level) = self.level.take() else {
            return;
        };
        let levels = if self.in_list {
            &mut self.list.levels
        } else {
            &mut self.found.levels
        };
        if self.step < LEVELS {
            levels.insert(self.step, level);
        }
    }
}

/// The level that an element speaks of; one too large where it does not say.
fn read_step(tag: &BytesStart<'_>) -> usize {
    let said = value(tag, "w:ilvl").and_then(|step| step.parse().ok());
    said.unwrap_or(usize::MAX)
}
