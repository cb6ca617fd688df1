//! What a document says of itself: its title, who wrote it, when.

use quick_xml::events::BytesStart;

use super::super::parts::{Listener, walk};
use crate::finding::Complaint;
use crate::readback::content::Fact;

/// What is told, by the names of the elements without their prefixes.
const TOLD: [&str; 8] = [
    "title",
    "subject",
    "creator",
    "lastModifiedBy",
    "created",
    "modified",
    "keywords",
    "description",
];
/// Characters of one of these.
const MAX_VALUE: usize = 500;

/// What the part of the properties says.
///
/// # Errors
/// When it is broken.
pub(super) fn read_facts(xml: &str) -> Result<Vec<Fact>, Complaint> {
    let mut properties = CoreProperties::default();
    walk(xml, &mut properties)?;
    let mut facts = properties.facts;
    facts.retain(|fact| !fact.value.is_empty());
    Ok(facts)
}

#[derive(Default)]
struct CoreProperties {
    facts: Vec<Fact>,
    open: Option<(&'static str, String)>,
}

impl Listener for CoreProperties {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let local = tag.local_name();
        let told = TOLD.into_iter().find(|name| *name == local.as_ref());
        self.open = told.map(|name| (name, String::new()));
        Ok(())
    }

    fn end(&mut self, _: &str) {
        let Some((name, text)) = self.open.take() else {
            return;
        };
        // Each is there once.
        if self.facts.iter().all(|fact| fact.name != name) {
            let value = text.trim().chars().take(MAX_VALUE).collect();
            self.facts.push(Fact {
                name: name.to_owned(),
                value,
            });
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, open)) = &mut self.open {
            open.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str, expected: &[(&str, &str)]) {
        let facts = read_facts(xml).unwrap();
        let told: Vec<(&str, &str)> = facts
            .iter()
            .map(|fact| (fact.name.as_str(), fact.value.as_str()))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn properties() {
        check(
            "<cp:coreProperties><dc:title>年报&amp;</dc:title><dc:creator/><dcterms:created \
            xsi:type=\"x\">2024-01-02T03:04:05Z</dcterms:created><dc:title>又</dc:title>\
            </cp:coreProperties>",
            &[("title", "年报&"), ("created", "2024-01-02T03:04:05Z")],
        );
    }
}
