//! What a page says of itself in its head: its title, and what its site notes of it.

use super::line::LineText;
use super::tree::{NodeSays, PageElement, PageTree};
use crate::readback::content::Fact;

/// Facts of one page; sites give twenty.
const MAX_FACTS: usize = 200;
/// Characters of one of them.
const MAX_VALUE: usize = 2_000;

/// The facts, as they stand.
pub(super) fn facts(tree: &PageTree) -> Vec<Fact> {
    let mut titled = false;
    let mut facts = Vec::new();
    for (id, element) in tree.elements().filter(|(_, element)| element.plain) {
        let fact = match &*element.name {
            "title" if !titled => {
                titled = true;
                title(tree, id)
            }
            "meta" => noted(element),
            _ => None,
        };
        facts.extend(fact);
        if facts.len() >= MAX_FACTS {
            break;
        }
    }
    facts
}

fn title(tree: &PageTree, id: u32) -> Option<Fact> {
    let NodeSays::Words(words) = tree.says(tree.first_in(id)?) else {
        return None;
    };
    Some(Fact {
        name: "title".into(),
        value: value(words)?,
    })
}

fn noted(element: &PageElement) -> Option<Fact> {
    let name = element
        .says("name")
        .or_else(|| element.says("property"))?
        .trim();
    let known = !name.is_empty() && name.chars().count() <= MAX_VALUE;
    let value = value(element.says("content")?)?;
    known.then(|| Fact {
        name: name.to_owned(),
        value,
    })
}

/// A value on one line.
fn value(words: &str) -> Option<String> {
    let mut line = LineText::default();
    let words: String = words.chars().take(MAX_VALUE).collect();
    line.push(&words);
    line.take()
}
