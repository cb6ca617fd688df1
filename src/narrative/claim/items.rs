//! Numbers of items (项目) in the format of 2019: how many there were last year, and how many more
//! or fewer.
//!
//! 行政许可项目上年231项，本年增加41项. The words of another time and of a difference, which end
//! the reading elsewhere, name columns of the table here.

use std::ops::Range;

use super::super::meaning::{Meaning, find_meanings};
use super::super::numeral::Number;
use super::super::vocabulary::{Measure, Sum, Term, TermKind, TermPart, Vocabulary, lists};
use super::clause::Clause;
use super::said::Said;
use super::sentence::ClaimSentence;
use super::{Claim, ClaimYear, DISCLOSURE, Tells};
use crate::standard::{Standard, Table};

/// The ids of the columns.
const LAST_ITEMS: &str = "last-items";
const CHANGE: &str = "change";

/// The claim of a number of items; none where it is none of the table's.
pub(super) fn read(
    clause: &Clause<'_>,
    number: Number,
    measure: Measure,
    said: &Said,
) -> Option<Claim> {
    let rows = find_rows(clause, said)?;
    if !counts_items(measure) || clause.count_unknown() > 2 {
        return None;
    }
    let sentence = clause.sentence;
    let column = vec![find_column(clause)?];
    let standard = &sentence.report.standard;
    let meanings = find_meanings(standard, DISCLOSURE, rows, &[Some(&column)]);
    if meanings.is_empty() {
        return None;
    }
    Some(Claim {
        line: sentence.line,
        range: sentence.tokens[clause.at].range.clone(),
        phrase: clause.phrase(),
        number: clause.soften(number),
        tells: Tells::Count,
        meanings,
        sure: true,
        year: ClaimYear::This,
    })
}

/// The column that the words before the number name.
fn find_column(clause: &Clause<'_>) -> Option<TermPart> {
    let text = clause.sentence.paragraph().between(clause.start..clause.at);
    if lists().fewer.end(text) {
        Some(TermPart::minus(CHANGE))
    } else if lists().more.end(text) {
        Some(TermPart::plus(CHANGE))
    } else if clause.near.has(TermKind::LastYear) {
        Some(TermPart::plus(LAST_ITEMS))
    } else {
        None
    }
}

/// That as many items were added as taken away: 本年无增减.
pub(super) fn find_unchanged(
    sentence: &ClaimSentence<'_>,
    range: &Range<usize>,
    said: &Said,
) -> Option<Vec<Meaning>> {
    let text = sentence.paragraph().between(range.clone());
    if !sentence.facts.tells_items || !lists().unchanged.has(text.trim()) {
        return None;
    }
    let change = vec![TermPart::plus(CHANGE)];
    let rows = &said.document?.rows;
    let standard = &sentence.report.standard;
    Some(find_meanings(standard, DISCLOSURE, rows, &[Some(&change)]))
}

/// The rows of the kind of decisions or charges that the clause names, or the one before it.
fn find_rows(clause: &Clause<'_>, said: &Said) -> Option<&'static [Sum]> {
    let near = clause.near.of_kind(DISCLOSURE, TermKind::Subject).last();
    let subject: &'static Term = match near {
        Some(word) => word.term,
        // 行政处罚事项 is other business elsewhere.
        None => find_items(clause).or(said.document)?,
    };
    Some(&subject.rows)
}

/// The kind of decisions whose items are named last before the number.
fn find_items(clause: &Clause<'_>) -> Option<&'static Term> {
    let mut before = (clause.before..clause.at).rev();
    before.find_map(|i| kind_of_items(clause.sentence.word(i)))
}

/// The kind of decisions in words for its items: 行政处罚事项.
fn kind_of_items(word: &str) -> Option<&'static Term> {
    let mut ends = lists().item_ends.iter();
    let kind = ends.find_map(|end| word.strip_suffix(end))?;
    let characters: Vec<char> = kind.chars().collect();
    let vocabulary = Vocabulary::builtin();
    let known = vocabulary.word(&characters)?;
    if known.length < characters.len() {
        return None;
    }
    let mut terms = known.senses.iter().map(|&sense| &vocabulary.terms[sense]);
    terms.find(|term| term.is_of(DISCLOSURE, TermKind::Subject))
}

/// Whether items are counted: 项, 个.
fn counts_items(measure: Measure) -> bool {
    measure.is_one_of(&lists().items)
}

/// Whether a sentence may tell items, by a standard that has them.
pub(super) fn are_told(text: &str, standard: &Standard) -> bool {
    lists().items.within(text) && standard.tables.iter().any(has_items)
}

/// Whether a table has a column of items.
fn has_items(table: &Table) -> bool {
    let mut columns = table.parts.iter().flat_map(|part| &part.columns.leaves);
    columns.any(|leaf| leaf.id == LAST_ITEMS)
}
