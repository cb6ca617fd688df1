//! The words that speak of the tables' cells, and how they are found in a text.

#[cfg(test)]
mod file;
mod term;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
pub use term::{FINISHED, Sign, Sum, Term, TermKind, TermPart};

use super::lists::{Lists, Words};
use crate::builtin::decode;

/// All words, from `schema/narrative.yaml`.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
pub struct Vocabulary {
    /// What a word may mean.
    pub terms: Vec<Term>,
    /// The measures, the longest first.
    measures: Vec<MeasureWord>,
    /// The measures in which a table's numbers are counted, by the table's id.
    counted: BTreeMap<&'static str, Vec<&'static str>>,
    /// Groups of measures that are added up.
    alike: Vec<Vec<&'static str>>,
    /// Words that the grammar asks for by the name of their list.
    pub lists: Lists,
    /// The words' first characters in order.
    initials: Vec<Initial>,
    /// The words: those of an initial one after the other, the longest first.
    words: Vec<Word>,
    /// The characters of all words.
    letters: &'static str,
    /// The terms of all words.
    senses: Vec<usize>,
}

/// A character that words begin with.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
struct Initial {
    first: char,
    /// Where its words begin among all, and how many there are.
    start: usize,
    count: usize,
}

/// A word of the vocabulary at the start of a text.
#[derive(Clone, Copy, Debug)]
pub struct KnownWord<'v> {
    /// How many characters it takes.
    pub length: usize,
    /// The indices of its terms.
    pub senses: &'v [usize],
}

/// A measure at the start of a text.
#[derive(Clone, Copy, Debug)]
pub struct KnownMeasure {
    /// How many characters it takes.
    pub length: usize,
    /// What it measures.
    pub measure: Measure,
}

/// A word.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
struct Word {
    /// Where it stands among the letters of all words, in bytes, and where it ends.
    from: usize,
    to: usize,
    /// Its characters.
    length: usize,
    /// Where its terms begin among all, and how many there are.
    start: usize,
    count: usize,
}

/// A word for a measure.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
struct MeasureWord {
    word: Vec<char>,
    measure: Measure,
}

/// What a measure measures.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Measure {
    /// Things of this kind, by its index among the measures.
    Things(usize),
    /// Money, in so many yuan.
    Money(u32),
}

impl Measure {
    /// Whether it is one of these measures.
    pub fn is_one_of(self, measures: &Words) -> bool {
        let Self::Things(kind) = self else {
            return false;
        };
        measures.has(&Vocabulary::builtin().thing(kind))
    }
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| decode(include_bytes!("../../schema/builtin/narrative.bin")));

/// Words that the grammar and rules on free text ask for, from `schema/narrative.yaml`.
pub fn lists() -> &'static Lists {
    &Vocabulary::builtin().lists
}

impl Vocabulary {
    /// The words that the program brings with it.
    pub fn builtin() -> &'static Self {
        &VOCABULARY
    }

    /// The longest word at the start of a text.
    pub fn word(&self, text: &[char]) -> Option<KnownWord<'_>> {
        let word = self
            .words_from(*text.first()?)
            .iter()
            .find(|word| begins(text, self.letters(word)))?;
        Some(KnownWord {
            length: word.length,
            senses: self.senses(word),
        })
    }

    /// A long word at the start of a text with one character twice, or one left out: 执法法案卷,
    /// 过程性性信息.
    pub fn slipped_word(&self, text: &[char]) -> Option<KnownWord<'_>> {
        for word in self.words_from(*text.first()?) {
            if word.length < SLIPPED {
                break;
            }
            if let Some(length) = word.slipped_length(self.letters(word), text) {
                let senses = self.senses(word);
                return Some(KnownWord { length, senses });
            }
        }
        None
    }

    /// The words that begin with a character, the longest first.
    fn words_from(&self, first: char) -> &[Word] {
        let initial = self
            .initials
            .binary_search_by_key(&first, |initial| initial.first);
        let Ok(at) = initial else {
            return &[];
        };
        let Initial { start, count, .. } = self.initials[at];
        &self.words[start..start + count]
    }

    fn letters(&self, word: &Word) -> &'static str {
        &self.letters[word.from..word.to]
    }

    fn senses(&self, word: &Word) -> &[usize] {
        &self.senses[word.start..word.start + word.count]
    }

    /// The longest measure at the start of a text.
    pub fn measure(&self, text: &[char]) -> Option<KnownMeasure> {
        let known = self
            .measures
            .iter()
            .find(|known| text.starts_with(&known.word))?;
        Some(KnownMeasure {
            length: known.word.len(),
            measure: known.measure,
        })
    }

    /// The word for a kind of things, by its index among the measures.
    fn thing(&self, kind: usize) -> String {
        self.measures[kind].word.iter().collect()
    }

    /// Whether two measures count the same kind of things, so that their numbers are added up.
    pub fn are_alike(&self, one: Measure, other: Measure) -> bool {
        let (Measure::Things(a), Measure::Things(b)) = (one, other) else {
            return one == other;
        };
        if a == b {
            return true;
        }
        let (a, b) = (self.thing(a), self.thing(b));
        self.alike
            .iter()
            .any(|group| group.contains(&a.as_str()) && group.contains(&b.as_str()))
    }

    /// Whether a table's numbers may be counted in this measure.
    pub fn counts(&self, table: &str, measure: Measure) -> bool {
        let Measure::Things(kind) = measure else {
            return false;
        };
        self.counted
            .get(table)
            .is_some_and(|counted| counted.contains(&self.thing(kind).as_str()))
    }
}

/// Characters of the shortest word that is known with a slip in it.
const SLIPPED: usize = 5;

impl Word {
    /// How many characters of a text are the word with one character twice, or one inside left out.
    fn slipped_length(&self, letters: &str, text: &[char]) -> Option<usize> {
        let same = letters
            .chars()
            .zip(text)
            .take_while(|(a, b)| a == *b)
            .count();
        if same == 0 || same == self.length {
            return None;
        }
        let mut rest = letters.chars();
        rest.nth(same - 1);
        let is_doubled = text.get(same) == Some(&text[same - 1]);
        if is_doubled && begins(&text[same + 1..], rest.as_str()) {
            return Some(self.length + 1);
        }
        rest.next();
        let is_left_out = same + 1 < self.length && begins(&text[same..], rest.as_str());
        is_left_out.then_some(self.length - 1)
    }
}

/// Whether a text begins with a word.
pub fn begins(text: &[char], word: &str) -> bool {
    let mut text = text.iter();
    word.chars().all(|c| text.next() == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{Leaf, Library, Part};
    use crate::testing::check_image;

    #[test]
    fn the_image_is_the_file() {
        let text = include_str!("../../schema/narrative.yaml");
        check_image("narrative", &file::load(text).expect("words"));
    }

    #[test]
    fn every_id_is_one_of_a_standard() {
        let standards = Library::default().all();
        let has_part = |table: &str, is_such: &dyn Fn(&Part) -> bool| {
            let mut tables = standards.iter().flat_map(|standard| &standard.tables);
            tables.any(|own| own.id == table && own.parts.iter().any(is_such))
        };
        for term in &Vocabulary::builtin().terms {
            let table = &term.table;
            for id in term.row_ids() {
                let group = format!("{id}.");
                let is_row = |leaf: &Leaf| leaf.id == *id || leaf.id.starts_with(&group);
                let known = has_part(table, &|part| part.rows.leaves.iter().any(is_row));
                assert!(known, "row {id} of {table}");
            }
            for id in term.columns.iter().flatten().map(|part| &part.id) {
                let is_column = |leaf: &Leaf| leaf.id == *id;
                let known = has_part(table, &|part| part.columns.leaves.iter().any(is_column));
                assert!(known, "column {id} of {table}");
            }
        }
    }

    #[test]
    fn the_longest_word_is_found() {
        let vocabulary = Vocabulary::builtin();
        let text: Vec<char> = "不予公开的".chars().collect();
        let word = vocabulary.word(&text).unwrap();
        let kind = vocabulary.terms[word.senses[0]].kind;
        assert_eq!((word.length, kind), (4, TermKind::Outcome));
        let text: Vec<char> = "万元".chars().collect();
        let known = vocabulary.measure(&text).unwrap();
        assert_eq!(known.measure, Measure::Money(10_000));
    }
}
