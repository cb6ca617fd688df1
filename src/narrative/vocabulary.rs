//! The words that speak of the tables' cells, and how they are found in a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lists::{Lists, Words};
use crate::builtin::decode;

/// All words, from `schema/narrative.yaml`.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
pub struct Vocabulary {
    /// What a word may mean.
    pub terms: Vec<Term>,
    /// The measures; of each its kind.
    pub measures: Vec<(Vec<char>, Measure)>,
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

/// A meaning that several words share.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
pub struct Term {
    /// What kind of word it is.
    pub kind: TermKind,
    /// The id of the table that it speaks of; empty for words of no table.
    pub table: String,
    /// The sums of rows that a number beside it may be.
    pub rows: Vec<Sum>,
    /// The sums of columns.
    pub columns: Vec<Sum>,
    /// Whether it speaks of its table only where the table's subject was named.
    pub needs_subject: bool,
    /// Whether the year beside it tells if it comes from last year or goes to the next.
    pub carries: bool,
}

/// Ids of rows or columns, each added or taken away.
pub type Sum = Vec<(Sign, String)>;

/// Whether a part of a sum is added or taken away.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken away.
    Minus,
}

/// What kind of word a term is.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    /// What a sentence is about: requests, reviews, documents of a kind.
    Subject,
    /// What was done with requests.
    Act,
    /// How requests were decided.
    Outcome,
    /// Why they were decided so.
    Reason,
    /// Who asked.
    Applicant,
    /// How a review ended.
    Result,
    /// What a number of section two counts.
    Column,
    /// Other business.
    Foreign,
    /// A part of the whole that no cell gives.
    Part,
    /// About; what follows is a part, unless a cell counts it.
    Regarding,
    /// By way of; what follows is a part.
    By,
    /// A part of the bodies that report.
    Scope,
    /// All of them.
    Whole,
    /// The body itself, and not those below it, where both report.
    Itself,
    /// Work on documents that makes their number another than the table's.
    Loose,
    /// Last year.
    LastYear,
    /// Next year.
    NextYear,
    /// This year.
    ThisYear,
    /// Another time.
    OtherTime,
    /// More or less than.
    Compare,
    /// Parts follow.
    Parts,
    /// The list is not complete.
    Open,
    /// What is left of a list.
    Rest,
    /// Of these.
    OfThese,
    /// There are none.
    None,
    /// There are none, behind what there is none of: 为零.
    Zero,
    /// All of them were.
    All,
    /// Nothing.
    Filler,
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
        let word: String = Vocabulary::builtin().measures[kind].0.iter().collect();
        measures.has(&word)
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

    /// The longest word at the start of a text, as its length and its terms.
    pub fn word(&self, text: &[char]) -> Option<(usize, &[usize])> {
        let words = self.beginning(*text.first()?);
        let word = words
            .iter()
            .find(|word| begins(text, self.letters(word).chars()))?;
        Some((word.length, self.senses(word)))
    }

    /// The words that begin with a character, the longest first.
    fn beginning(&self, first: char) -> &[Word] {
        match self
            .initials
            .binary_search_by_key(&first, |initial| initial.first)
        {
            Ok(at) => {
                let Initial { start, count, .. } = self.initials[at];
                &self.words[start..start + count]
            }
            Err(_) => &[],
        }
    }

    fn letters(&self, word: &Word) -> &'static str {
        &self.letters[word.from..word.to]
    }

    fn senses(&self, word: &Word) -> &[usize] {
        &self.senses[word.start..word.start + word.count]
    }

    /// A long word at the start of a text with one character twice, or one left out: 执法法案卷, 过程性性信息.
    pub fn slipped_word(&self, text: &[char]) -> Option<(usize, &[usize])> {
        let words = self.beginning(*text.first()?).iter();
        words
            .take_while(|word| word.length >= SLIPPED)
            .find_map(|word| {
                let length = word.slipped_length(self.letters(word), text)?;
                Some((length, self.senses(word)))
            })
    }

    /// The longest measure at the start of a text, as its length and kind.
    pub fn measure(&self, text: &[char]) -> Option<(usize, Measure)> {
        self.measures
            .iter()
            .find(|(word, _)| text.starts_with(word))
            .map(|(word, kind)| (word.len(), *kind))
    }

    /// Whether two measures count the same kind of things, so that their numbers are added up.
    pub fn are_alike(&self, one: Measure, other: Measure) -> bool {
        let (Measure::Things(a), Measure::Things(b)) = (one, other) else {
            return one == other;
        };
        let word = |kind: usize| self.measures[kind].0.iter().collect::<String>();
        let both = |group: &Vec<&str>| {
            group.contains(&word(a).as_str()) && group.contains(&word(b).as_str())
        };
        a == b || self.alike.iter().any(both)
    }

    /// Whether a table's numbers may be counted in this measure.
    pub fn counts(&self, table: &str, measure: Measure) -> bool {
        match measure {
            Measure::Money(_) => false,
            Measure::Things(index) => {
                let word: String = self.measures[index].0.iter().collect();
                self.counted
                    .get(table)
                    .is_some_and(|list| list.contains(&word.as_str()))
            }
        }
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
        let rest = letters.chars().skip(same);
        let doubled =
            text.get(same) == Some(&text[same - 1]) && begins(&text[same + 1..], rest.clone());
        let left_out = same + 1 < self.length && begins(&text[same..], rest.skip(1));
        if doubled {
            Some(self.length + 1)
        } else {
            left_out.then_some(self.length - 1)
        }
    }
}

/// Whether a text begins with a word.
fn begins(text: &[char], mut word: impl Iterator<Item = char>) -> bool {
    let mut text = text.iter();
    word.all(|c| text.next() == Some(&c))
}

#[cfg(test)]
mod file;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Library;
    use crate::testing::check_image;

    #[test]
    fn the_image_is_the_file() {
        let text = include_str!("../../schema/narrative.yaml");
        check_image("narrative", &file::load(text).expect("words"));
    }

    #[test]
    fn every_id_is_one_of_a_standard() {
        let vocabulary = Vocabulary::builtin();
        let standards = Library::default().all();
        let parts = || {
            standards
                .iter()
                .flat_map(|s| &s.tables)
                .flat_map(|t| t.parts.iter().map(move |p| (&t.id, p)))
        };
        for term in &vocabulary.terms {
            for id in term.rows.iter().flatten().map(|(_, id)| id) {
                let group = format!("{id}.");
                let known = parts().any(|(table, p)| {
                    *table == term.table
                        && p.rows
                            .leaves
                            .iter()
                            .any(|l| l.id == *id || l.id.starts_with(&group))
                });
                assert!(known, "row {id} of {}", term.table);
            }
            for id in term.columns.iter().flatten().map(|(_, id)| id) {
                let known = parts()
                    .any(|(t, p)| *t == term.table && p.columns.leaves.iter().any(|l| l.id == *id));
                assert!(known, "column {id} of {}", term.table);
            }
        }
    }

    #[test]
    fn the_longest_word_is_found() {
        let text: Vec<char> = "不予公开的".chars().collect();
        let (length, senses) = Vocabulary::builtin().word(&text).unwrap();
        assert_eq!(
            (length, Vocabulary::builtin().terms[senses[0]].kind),
            (4, TermKind::Outcome)
        );
        let measure: Vec<char> = "万元".chars().collect();
        assert_eq!(
            Vocabulary::builtin().measure(&measure).unwrap().1,
            Measure::Money(10_000)
        );
    }
}
