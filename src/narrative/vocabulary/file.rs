//! The file of words as YAML: read when the image that is built in is made anew.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Initial, Lists, Measure, Sign, Sum, Term, TermKind, Vocabulary, Word};

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
    let mut words: BTreeMap<char, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    let mut terms = Vec::new();
    for (index, term) in data.terms.into_iter().enumerate() {
        for word in &term.words {
            let word: String = word.chars().filter(|c| !"“”".contains(*c)).collect();
            let first = word.chars().next().ok_or("an empty word")?;
            let senses = words.entry(first).or_default().entry(word).or_default();
            if senses.last() != Some(&index) {
                senses.push(index);
            }
        }
        let sums = |texts: &[String]| texts.iter().map(|t| sum(t)).collect::<Result<Vec<_>, _>>();
        terms.push(Term {
            rows: sums(&term.rows)?,
            columns: sums(&term.columns)?,
            kind: term.kind,
            table: term.table,
            needs_subject: term.needs_subject,
            carries: term.carries,
        });
    }
    let (mut initials, mut lists, mut senses) = (Vec::new(), Vec::new(), Vec::new());
    let mut letters = String::new();
    for (first, of_initial) in words {
        let mut of_initial: Vec<(String, Vec<usize>)> = of_initial.into_iter().collect();
        of_initial.sort_by_key(|(word, _)| Reverse(word.chars().count()));
        initials.push(Initial {
            first,
            start: lists.len(),
            count: of_initial.len(),
        });
        for (word, terms) in of_initial {
            lists.push(Word {
                from: letters.len(),
                to: letters.len() + word.len(),
                length: word.chars().count(),
                start: senses.len(),
                count: terms.len(),
            });
            letters.push_str(&word);
            senses.extend(terms);
        }
    }
    let things = data
        .measures
        .things
        .iter()
        .enumerate()
        .map(|(i, m)| (m.chars().collect(), Measure::Things(i)));
    let money = data
        .measures
        .money
        .iter()
        .map(|(m, yuan)| (m.chars().collect(), Measure::Money(*yuan)));
    let mut measures: Vec<(Vec<char>, Measure)> = things.chain(money).collect();
    measures.sort_by_key(|(measure, _)| std::cmp::Reverse(measure.len()));
    // Kinds of things are told apart by their place after sorting.
    for (index, (_, measure)) in measures.iter_mut().enumerate() {
        if let Measure::Things(kind) = measure {
            *kind = index;
        }
    }
    let alike = data.measures.alike;
    Ok(Vocabulary {
        terms,
        measures,
        counted: data.counted,
        alike,
        lists: data.lists,
        initials,
        words: lists,
        letters: letters.leak(),
        senses,
    })
}

/// Reads `a + b - c`.
fn sum(text: &str) -> Result<Sum, String> {
    let mut sign = Sign::Plus;
    let mut parts = Vec::new();
    for word in text.split_whitespace() {
        match word {
            "+" => sign = Sign::Plus,
            "-" => sign = Sign::Minus,
            id => parts.push((sign, id.to_owned())),
        }
    }
    if parts.is_empty() {
        Err(format!("no ids in {text:?}"))
    } else {
        Ok(parts)
    }
}
