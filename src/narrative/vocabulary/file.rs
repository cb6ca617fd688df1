//! The file of words as YAML: read when the image that is built in is made anew.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    Initial, Lists, Measure, MeasureWord, Sign, Sum, Term, TermKind, TermPart, Vocabulary, Word,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct VocabularyData {
    measures: MeasuresData,
    counted: BTreeMap<&'static str, Vec<&'static str>>,
    lists: Lists,
    terms: Vec<TermData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct MeasuresData {
    things: Vec<String>,
    alike: Vec<Vec<&'static str>>,
    money: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermData {
    kind: TermKind,
    #[serde(default)]
    table: String,
    #[serde(default)]
    rows: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default, rename = "needs-subject")]
    needs_subject: bool,
    #[serde(default)]
    carries: bool,
    words: Vec<String>,
}

/// The words of the file.
pub(super) fn load(text: &str) -> Result<Vocabulary, String> {
    let data: serde_json::Value = serde_saphyr::from_str(text).map_err(|e| e.to_string())?;
    // An image lends its words to the program for as long as that runs; a test must as well.
    let lent: &'static str = data.to_string().leak();
    let data: VocabularyData = serde_json::from_str(lent).map_err(|e| e.to_string())?;
    let index = WordIndex::of(sort_words(&data.terms)?);
    Ok(Vocabulary {
        terms: data.terms.into_iter().map(term).collect::<Result<_, _>>()?,
        measures: measure_words(&data.measures),
        counted: data.counted,
        alike: data.measures.alike,
        lists: data.lists,
        initials: index.initials,
        words: index.words,
        letters: index.letters.leak(),
        senses: index.senses,
    })
}

/// The words with the indices of their terms, by their first characters.
type SortedWords = BTreeMap<char, BTreeMap<String, Vec<usize>>>;

fn sort_words(terms: &[TermData]) -> Result<SortedWords, String> {
    let mut sorted = SortedWords::new();
    for (index, term) in terms.iter().enumerate() {
        for word in &term.words {
            let word: String = word.chars().filter(|c| !"“”".contains(*c)).collect();
            let first = word.chars().next().ok_or("an empty word")?;
            let senses = sorted.entry(first).or_default().entry(word).or_default();
            if senses.last() != Some(&index) {
                senses.push(index);
            }
        }
    }
    Ok(sorted)
}

fn term(data: TermData) -> Result<Term, String> {
    Ok(Term {
        rows: sums(&data.rows)?,
        columns: sums(&data.columns)?,
        kind: data.kind,
        table: data.table,
        needs_subject: data.needs_subject,
        carries: data.carries,
    })
}

fn sums(texts: &[String]) -> Result<Vec<Sum>, String> {
    texts.iter().map(|text| sum(text)).collect()
}

/// The words as they lie in the image.
#[derive(Default)]
struct WordIndex {
    initials: Vec<Initial>,
    words: Vec<Word>,
    letters: String,
    senses: Vec<usize>,
}

impl WordIndex {
    fn of(sorted: SortedWords) -> Self {
        let mut index = Self::default();
        for (first, of_initial) in sorted {
            let mut of_initial: Vec<(String, Vec<usize>)> = of_initial.into_iter().collect();
            of_initial.sort_by_key(|(word, _)| Reverse(word.chars().count()));
            index.initials.push(Initial {
                first,
                start: index.words.len(),
                count: of_initial.len(),
            });
            for (word, senses) in of_initial {
                index.push(&word, &senses);
            }
        }
        index
    }

    fn push(&mut self, word: &str, senses: &[usize]) {
        self.words.push(Word {
            from: self.letters.len(),
            to: self.letters.len() + word.len(),
            length: word.chars().count(),
            start: self.senses.len(),
            count: senses.len(),
        });
        self.letters.push_str(word);
        self.senses.extend(senses);
    }
}

/// The measures, the longest first.
fn measure_words(data: &MeasuresData) -> Vec<MeasureWord> {
    let mut measures = Vec::new();
    for word in &data.things {
        // Kinds of things are told apart by their place after sorting.
        measures.push(measure_word(word, Measure::Things(0)));
    }
    for (word, yuan) in &data.money {
        measures.push(measure_word(word, Measure::Money(*yuan)));
    }
    measures.sort_by_key(|known| Reverse(known.word.len()));
    for (index, known) in measures.iter_mut().enumerate() {
        if let Measure::Things(kind) = &mut known.measure {
            *kind = index;
        }
    }
    measures
}

fn measure_word(word: &str, measure: Measure) -> MeasureWord {
    MeasureWord {
        word: word.chars().collect(),
        measure,
    }
}

/// Reads `a + b - c`.
fn sum(text: &str) -> Result<Sum, String> {
    let mut sign = Sign::Plus;
    let mut parts = Vec::new();
    for word in text.split_whitespace() {
        match word {
            "+" => sign = Sign::Plus,
            "-" => sign = Sign::Minus,
            id => parts.push(TermPart {
                sign,
                id: id.to_owned(),
            }),
        }
    }
    if parts.is_empty() {
        Err(format!("no ids in {text:?}"))
    } else {
        Ok(parts)
    }
}
