//! What there is besides, if all are so: 全部办结, 均为自然人, 均维持.

use super::super::super::frame::{Frame, Noun};
use super::super::super::meaning::Meaning;
use super::super::super::vocabulary::{Sum, Term, TermKind, TermPart, lists};
use super::super::rows::{ALL, FINISHED, NEW, PENDING, add_up, is_of_incoming, take_away};
use super::super::said::Said;
use super::super::sentence::ClaimSentence;
use super::super::{REQUESTS, REVIEW};
use super::{Sweep, nothing_carried_out, only_part};

/// Unknown characters behind the word from which on it is not understood.
const LONG: usize = 4;

/// What there is besides, if all are as the words say.
pub(super) fn find(sweep: &Sweep<'_>, words: &Frame) -> Option<Vec<Meaning>> {
    let said = sweep.said;
    if words.count_unknown() > LONG || words.names_other_business() || said.is_other() {
        return None;
    }
    let mut nouns = sweep.own_words().nouns.into_iter();
    if nouns.any(|noun| is_other_business(sweep.sentence, noun)) {
        return None;
    }
    match said.table() {
        Some(REVIEW) => find_reviews(sweep, words),
        Some(REQUESTS) => find_requests(sweep, words),
        _ => None,
    }
}

/// Whether a noun is of other business; 经审查悉数予以公开: what was done before is none.
fn is_other_business(sentence: &ClaimSentence<'_>, noun: Noun) -> bool {
    let is_way = noun.at > 0 && lists().examining.has(sentence.word(noun.at - 1));
    noun.is_foreign() && !is_way
}

/// The meaning as a list, as far as the standard has the cells.
fn list(meaning: Option<Meaning>) -> Vec<Meaning> {
    meaning.into_iter().collect()
}

/// The only word of a table and kind.
fn only_term(words: &Frame, table: &str, kind: TermKind) -> Option<&'static Term> {
    let mut terms = words.of_kind(table, kind);
    let word = terms.next()?;
    terms.next().is_none().then_some(word.term)
}

/// The only row or column of the first of some sums.
fn only_id(sums: &[Sum]) -> Option<&str> {
    match sums.first()?.as_slice() {
        [part] => Some(&part.id),
        _ => None,
    }
}

fn find_reviews(sweep: &Sweep<'_>, words: &Frame) -> Option<Vec<Meaning>> {
    if let Some(meanings) = find_one_kind(sweep, words) {
        return Some(meanings);
    }
    let result = only_term(words, REVIEW, TermKind::Result)?;
    let rest = columns_besides(result)?;
    let subject = sweep.said.reviews.last()?;
    let rows = subject.rows.first()?;
    Some(list(Meaning::of(
        sweep.standard(),
        REVIEW,
        rows,
        Some(&rest),
    )))
}

/// The columns in which nothing is left, if all reviews ended so.
fn columns_besides(result: &Term) -> Option<Sum> {
    match result.columns.first()?.as_slice() {
        // 均已审结, all but those pending, leaves none pending.
        [_, but] => Some(add_up(&[&but.id])),
        [one] => {
            // 均维持 leaves no other result of those decided.
            let mut rest = take_away(ALL, PENDING);
            if one.id != PENDING {
                let single = result.columns.iter().filter(|sum| sum.len() == 1);
                rest.extend(single.map(|sum| TermPart::minus(&sum[0].id)));
            }
            Some(rest)
        }
        _ => None,
    }
}

fn find_requests(sweep: &Sweep<'_>, words: &Frame) -> Option<Vec<Meaning>> {
    let (standard, said) = (sweep.standard(), sweep.said);
    if let Some(meanings) = find_group(sweep, words) {
        return Some(meanings);
    }
    if !is_of_all_requests(said) {
        return None;
    }
    if let Some(applicant) = only_term(words, REQUESTS, TermKind::Applicant) {
        let rest = take_away(ALL, only_id(&applicant.columns)?);
        let incoming = add_up(&[NEW]);
        return Some(list(Meaning::of(
            standard,
            REQUESTS,
            &incoming,
            Some(&rest),
        )));
    }
    if let Some(outcome) = only_term(words, REQUESTS, TermKind::Outcome) {
        let rest = take_away(FINISHED, only_id(&outcome.rows)?);
        return Some(list(Meaning::of(standard, REQUESTS, &rest, None)));
    }
    // 均在法定期限内答复 is said of the answers given; 全部办结 of all requests, and 全部答复 where
    // nothing is told of those that are left.
    let finished = [add_up(&[FINISHED])];
    let acts = words.terms_of(REQUESTS, TermKind::Act);
    let is_finished = acts.iter().any(|act| act.rows == finished);
    let is_answered = acts.iter().any(|act| act.rows.first() == finished.first())
        && !sweep.sentence.facts.carries
        && said.rows.iter().any(is_of_incoming);
    (is_finished || is_answered).then(|| nothing_carried_out(standard))
}

/// What a group of outcomes holds besides, if all of it has one reason: 不予处理的5件均属重复申请.
fn find_group(sweep: &Sweep<'_>, words: &Frame) -> Option<Vec<Meaning>> {
    let reason = only_term(words, REQUESTS, TermKind::Reason)?;
    let row = only_id(&reason.rows)?;
    let group = &only_part(&sweep.said.rows)?.id;
    if !row.starts_with(&format!("{group}.")) {
        return None;
    }
    let rest = take_away(group, row);
    Some(list(Meaning::of(sweep.standard(), REQUESTS, &rest, None)))
}

/// What lawsuits there are besides, if all are of one kind: 均为未经复议直接起诉.
fn find_one_kind(sweep: &Sweep<'_>, words: &Frame) -> Option<Vec<Meaning>> {
    let kind = only_term(words, REVIEW, TermKind::Subject)?;
    // The kinds before the words: the last is the whole of which these are all.
    let mut before = sweep.said.reviews.iter().rev();
    let whole = before.find(|term| !std::ptr::eq(**term, kind))?;
    let whole = whole.rows.first()?;
    let row = only_id(&kind.rows)?;
    if whole.len() < 2 || whole.iter().all(|part| part.id != row) {
        return None;
    }
    let rest: Sum = whole
        .iter()
        .filter(|part| part.id != row)
        .cloned()
        .collect();
    Some(list(Meaning::of(sweep.standard(), REVIEW, &rest, None)))
}

/// Whether the last number, if any, was of all requests, and not of some.
fn is_of_all_requests(said: &Said) -> bool {
    said.rows.is_empty() || said.rows.iter().any(has_all_requests)
}

fn has_all_requests(row: &Sum) -> bool {
    row.iter().any(|part| part.id == NEW || part.id == FINISHED)
}
