//! The words by which published reports are taken apart (`schema/import.yaml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::has_at_most;
use crate::form::labels::fold;

const FILE: &str = include_str!("../../schema/import.yaml");

/// The words in `FILE`.
static WORDS: LazyLock<PageWords> = LazyLock::new(read_words);

/// Reads `FILE`; a test rules out that it is of another shape.
fn read_words() -> PageWords {
    serde_saphyr::from_str(FILE).expect("the words for import are of their shape")
}

/// The words of titles, heads, pages and their data.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageWords {
    /// What a title speaks of.
    pub title: Vec<String>,
    /// Marks of drafts.
    pub drafts: Vec<String>,
    /// What a title ends with.
    pub title_ends: Vec<String>,
    /// Other heads of sections, by the key of the text or table.
    pub heads: BTreeMap<String, Vec<String>>,
    /// Verbs before an agency's name in a lead, and what an agency calls itself there.
    pub lead_verbs: Vec<String>,
    pub own_names: Vec<String>,
    /// What names of agencies end with.
    pub agency_ends: Vec<String>,
    /// What lines of the page have.
    pub furniture: Vec<String>,
    /// What lines on attached files begin with.
    pub attachments: Vec<String>,
    /// What data of the report are called, by the form's key.
    pub facts: BTreeMap<String, Vec<String>>,
    /// What data are called that no form has.
    pub other_facts: Vec<String>,
    /// What parts of the contact are called, by the form's key.
    pub contact: BTreeMap<String, Vec<String>>,
    /// Between which words somebody to ask is named.
    pub contact_with: ContactWords,
}

/// The words round the name of whom to ask.
#[derive(Debug, Deserialize)]
pub struct ContactWords {
    pub before: Vec<String>,
    pub behind: Vec<String>,
}

impl PageWords {
    /// The program's own words, read once.
    pub fn load() -> &'static Self {
        &WORDS
    }

    /// The form's key of a fact by what a page calls it.
    pub fn key_of(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        for (key, names) in &self.facts {
            if names.iter().any(|known| fold(known) == name) {
                return Some(key);
            }
        }
        None
    }

    /// Whether a text ends as names of agencies do.
    pub fn is_agency(&self, text: &str) -> bool {
        !text.contains(['，', '：', ':', '、', ' ', '>'])
            && self
                .agency_ends
                .iter()
                .any(|end| text.ends_with(end.as_str()))
    }

    /// Whether a line is nothing but the mark of a draft.
    pub fn is_draft_mark(&self, line: &str) -> bool {
        let line = line.trim().trim_matches(['【', '】', '（', '）']);
        self.drafts.iter().any(|mark| line == mark)
    }

    /// Whether a short line is the page's own.
    pub fn is_furniture(&self, line: &str) -> bool {
        has_at_most(line, MAX_FURNITURE)
            && self
                .furniture
                .iter()
                .any(|word| line.contains(word.as_str()))
    }
}

/// Characters of the longest line that may be the page's own.
const MAX_FURNITURE: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_of_their_shape() {
        let words = PageWords::load();
        assert_eq!(words.key_of("索 引 号："), Some("索引号"));
        assert!(
            words.is_furniture("扫一扫在手机打开当前页") && !words.is_furniture("一、总体情况")
        );
    }
}
