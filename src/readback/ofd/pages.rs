//! What pages show: texts and pictures, by the numbers of their objects.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::super::TOO_LARGE;
use super::super::package::{Listener, value, walk};
use super::package::local;
use crate::finding::Complaint;

/// Objects of all pages; a report has 1,500.
const MAX_OBJECTS: usize = 100_000;

/// An object by its page's number and its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectName {
    pub page: u32,
    pub object: u32,
}

/// A text on a page.
pub(super) struct ShownText {
    /// The page's place among all, from 0.
    pub page: usize,
    /// Where its baseline stands on the page, mm.
    pub baseline: f32,
    pub words: String,
}

/// All that pages show.
#[derive(Default)]
pub(super) struct ShownObjects {
    texts: BTreeMap<ObjectName, ShownText>,
    pictures: BTreeMap<ObjectName, usize>,
    /// What the structure has named.
    named: BTreeSet<ObjectName>,
    /// Texts without a number that could name them.
    nameless: Vec<ShownText>,
    /// The pages of objects that are made of others.
    pub composites: Vec<usize>,
    pages: usize,
}

impl ShownObjects {
    /// Adds a page of this number.
    ///
    /// # Errors
    /// When it is broken, or there is too much.
    pub fn add_page(&mut self, id: u32, xml: &str) -> Result<(), Complaint> {
        let page = self.pages;
        let mut reading = ObjectsReading {
            shown: self,
            id,
            page,
            object: None,
            is_code: false,
            is_hidden: false,
            top: 0.0,
            down: 0.0,
            words: String::new(),
        };
        walk(xml, &mut reading)?;
        self.pages += 1;
        Ok(())
    }

    /// Adds a text; of those with one name only the first can be named.
    fn add_text(&mut self, name: ObjectName, text: ShownText) {
        match self.texts.entry(name) {
            Entry::Vacant(place) => {
                place.insert(text);
            }
            Entry::Occupied(_) => self.nameless.push(text),
        }
    }

    /// How many objects there are.
    fn count(&self) -> usize {
        let texts = self.texts.len() + self.nameless.len();
        texts + self.pictures.len() + self.composites.len()
    }

    /// The text of an object that the structure names.
    pub fn name(&mut self, object: ObjectName) -> Option<&ShownText> {
        self.named.insert(object);
        self.texts.get(&object)
    }

    /// The texts that nothing names, by pages in the order of their numbers.
    pub fn unnamed_texts(&self) -> impl Iterator<Item = &ShownText> {
        let unnamed = self
            .texts
            .iter()
            .filter(|(object, _)| !self.named.contains(object));
        unnamed.map(|(_, text)| text).chain(&self.nameless)
    }

    /// The pages of pictures that nothing names.
    pub fn unnamed_pictures(&self) -> impl Iterator<Item = usize> {
        let unnamed = self
            .pictures
            .iter()
            .filter(|(object, _)| !self.named.contains(object));
        unnamed.map(|(_, page)| *page)
    }
}

struct ObjectsReading<'s> {
    shown: &'s mut ShownObjects,
    /// The page's number, and its place among all.
    id: u32,
    page: usize,
    /// The number of the text that is open.
    object: Option<u32>,
    is_code: bool,
    /// Whether nobody sees the text, so that it says nothing.
    is_hidden: bool,
    /// Where the text's box begins on the page, and its baseline in that, mm.
    top: f32,
    down: f32,
    words: String,
}

impl Listener for ObjectsReading<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        match local(tag.name().as_ref()) {
            "TextObject" => {
                self.object = object_number(tag);
                self.words.clear();
                self.is_hidden = is_hidden(tag);
                let boundary = value(tag, "Boundary").unwrap_or_default();
                let top = boundary.split_whitespace().nth(1);
                self.top = top.and_then(|top| top.parse().ok()).unwrap_or_default();
            }
            "TextCode" => {
                self.is_code = true;
                let down = value(tag, "Y").and_then(|down| down.parse().ok());
                self.down = down.unwrap_or_default();
            }
            "CompositeObject" => self.shown.composites.push(self.page),
            "ImageObject" => {
                let name = ObjectName {
                    page: self.id,
                    object: object_number(tag).unwrap_or_default(),
                };
                self.shown.pictures.insert(name, self.page);
            }
            _ => {}
        }
        if self.shown.count() > MAX_OBJECTS {
            Err(TOO_LARGE)
        } else {
            Ok(())
        }
    }

    fn end(&mut self, name: &str) {
        match local(name) {
            "TextCode" => self.is_code = false,
            "TextObject" => {
                let text = ShownText {
                    page: self.page,
                    baseline: self.top + self.down,
                    words: std::mem::take(&mut self.words),
                };
                let page = self.id;
                match self.object.take() {
                    Some(object) => self.shown.add_text(ObjectName { page, object }, text),
                    None => self.shown.nameless.push(text),
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_code && !self.is_hidden {
            self.words.push_str(text);
        }
    }
}

/// Whether an object is there and shows nothing.
fn is_hidden(tag: &BytesStart<'_>) -> bool {
    let size = value(tag, "Size").and_then(|size| size.trim().parse::<f32>().ok());
    says(tag, "Visible", "false") || says(tag, "Alpha", "0") || size.is_some_and(|size| size <= 0.0)
}

fn says(tag: &BytesStart<'_>, name: &str, word: &str) -> bool {
    value(tag, name).is_some_and(|value| value.trim() == word)
}

/// The number by which the structure names an object.
fn object_number(tag: &BytesStart<'_>) -> Option<u32> {
    value(tag, "ID")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(attributes: &str, expected: &str) {
        let xml = format!(
            "<ofd:Page><ofd:TextObject ID=\"7\" {attributes}><ofd:TextCode>12</ofd:TextCode>\
             </ofd:TextObject></ofd:Page>"
        );
        let mut shown = ShownObjects::default();
        shown.add_page(3, &xml).expect("sound XML");
        let text = shown
            .name(ObjectName { page: 3, object: 7 })
            .expect("a text");
        assert_eq!(text.words, expected, "{attributes}");
    }

    #[test]
    fn what_nobody_sees_says_nothing() {
        check("Size=\"5.6\"", "12");
        check("Size=\"5.6\" Visible=\"false\"", "");
        check("Size=\"5.6\" Alpha=\"0\"", "");
        check("Size=\"0\"", "");
    }
}
