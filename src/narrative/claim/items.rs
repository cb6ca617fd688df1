//! Numbers of items (项目) in the format of 2019: how many there were last year, and how many more or fewer.
//!
//! 行政许可项目上年231项，本年增加41项. The words of another time and of a difference, which end
//! the reading elsewhere, name columns of the table here.

use std::ops::Range;

use super::super::meaning::{Meaning, meanings};
use super::super::numeral::Number;
use super::super::vocabulary::{Measure, Sign, Sum, Term, TermKind, Vocabulary, lists};
use super::clause::Clause;
use super::said::Said;
use super::{Claim, ClaimSentence, ClaimYear, DISCLOSURE, Tells};
use crate::standard::Standard;

/// The ids of the columns.
const LAST_ITEMS: &str = "last-items";
const CHANGE: &str = "change";

/// The claim of a number of items; none where it is none of the table's.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    number: Number,
    measure: Measure,
    said: &Said,
) -> Option<Claim> {
    let rows = rows(sentence, clause, said)?;
    if !counts_items(measure) || clause.unknown() > 2 {
        return None;
    }
    let text = sentence.paragraph().between(clause.start..clause.at);
    let column = if lists().fewer.end(text) {
        column(Sign::Minus, CHANGE)
    } else if lists().more.end(text) {
        column(Sign::Plus, CHANGE)
    } else if clause.near.has(TermKind::LastYear) {
        column(Sign::Plus, LAST_ITEMS)
    } else {
        return None;
    };
    let meanings = meanings(
        &sentence.report.standard,
        DISCLOSURE,
        rows,
        &[Some(&column)],
    );
    (!meanings.is_empty()).then(|| Claim {
        line: sentence.line,
        range: sentence.tokens[clause.at].range.clone(),
        phrase: clause.phrase(sentence),
        number: clause.softened(sentence, number),
        tells: Tells::Count,
        meanings,
        sure: true,
        year: ClaimYear::This,
    })
}

/// That as many items were added as taken away: 本年无增减.
pub(super) fn unchanged(
    sentence: &ClaimSentence<'_>,
    range: &Range<usize>,
    said: &Said,
) -> Option<Vec<Meaning>> {
    let text = sentence.paragraph().between(range.clone());
    if !sentence.facts.tells_items || !lists().unchanged.has(text.trim()) {
        return None;
    }
    let change = column(Sign::Plus, CHANGE);
    let rows = &said.document?.rows;
    Some(meanings(
        &sentence.report.standard,
        DISCLOSURE,
        rows,
        &[Some(&change)],
    ))
}

/// The kind of decisions or charges that the clause names, or the one before it.
fn rows(sentence: &ClaimSentence<'_>, clause: &Clause, said: &Said) -> Option<&'static [Sum]> {
    let near = clause
        .near
        .of_kind(DISCLOSURE, TermKind::Subject)
        .last()
        .map(|(_, term)| term);
    // 行政处罚事项 is other business elsewhere.
    let items = (clause.before..clause.at)
        .rev()
        .find_map(|i| of_items(sentence.word(i)));
    let near = near.or(items);
    let subject: &'static Term = near.or(said.document)?;
    Some(&subject.rows)
}

/// The kind of decisions in words for its items: 行政处罚事项.
fn of_items(word: &str) -> Option<&'static Term> {
    let kind = lists()
        .item_ends
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    let characters: Vec<char> = kind.chars().collect();
    let vocabulary = Vocabulary::builtin();
    let (length, senses) = vocabulary.word(&characters)?;
    let mut terms = senses.iter().map(|&sense| &vocabulary.terms[sense]);
    terms.find(|term| {
        length == characters.len() && term.table == DISCLOSURE && term.kind == TermKind::Subject
    })
}

/// Whether items are counted: 项, 个.
fn counts_items(measure: Measure) -> bool {
    measure.is_one_of(&lists().items)
}

fn column(sign: Sign, id: &str) -> Sum {
    vec![(sign, id.to_owned())]
}

/// Whether a sentence may tell items, by a standard that has them.
pub(super) fn are_told(text: &str, standard: &Standard) -> bool {
    let mut parts = standard.tables.iter().flat_map(|table| &table.parts);
    lists().items.within(text)
        && parts.any(|part| part.columns.leaves.iter().any(|leaf| leaf.id == LAST_ITEMS))
}
