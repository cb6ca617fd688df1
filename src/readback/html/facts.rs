//! What a page says of itself in its head: its title, and what its site notes of it.

use super::line::LineText;
use super::tree::{NodeSays, PageElement, PageTree};
use crate::readback::content::Fact;

/// Facts of one page; sites give twenty.
const MAX_FACTS: usize = 200;
/// Characters of one of them.
const MAX_VALUE: usize = 2_000;

/// The facts, as they stand.
pub(super) fn find_facts(tree: &PageTree) -> Vec<Fact> {
    let mut titled = false;
    let mut facts = Vec::new();
    for (id, element) in tree.elements().filter(|(_, element)| element.plain) {
        let fact = match &*element.name {
            "title" if !titled => {
                titled = true;
                read_title(tree, id)
            }
            "meta" => read_note(element),
            _ => None,
        };
        facts.extend(fact);
        if facts.len() >= MAX_FACTS {
            break;
        }
    }
    facts
}

fn read_title(tree: &PageTree, id: u32) -> Option<Fact> {
    let NodeSays::Words(words) = tree.says(tree.first_in(id)?) else {
        return None;
    };
    Some(Fact {
        name: "title".into(),
        value: clean_value(words)?,
    })
}

/// What a site notes of its page.
fn read_note(element: &PageElement) -> Option<Fact> {
    let name = element.says("name").or_else(|| element.says("property"))?;
    let name = name.trim();
    let value = clean_value(element.says("content")?)?;
    if name.is_empty() || name.chars().count() > MAX_VALUE {
        return None;
    }
    let name = name.to_owned();
    Some(Fact { name, value })
}

/// A value on one line.
fn clean_value(words: &str) -> Option<String> {
    let mut line = LineText::default();
    let words: String = words.chars().take(MAX_VALUE).collect();
    line.push(&words);
    line.take()
}
