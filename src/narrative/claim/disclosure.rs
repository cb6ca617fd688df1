//! Numbers of documents, decisions and charges that section two shows.

use super::super::meaning::meanings;
use super::super::token::Piece;
use super::super::vocabulary::{Sign, Sum, Term, TermKind, lists};
use super::clause::{Clause, alternatives};
use super::said::Said;
use super::{ClaimSentence, ClauseContext, DISCLOSURE, Leaves, Naming, Understood, Unread};
use crate::standard::{CellId, CellKind, Standard};

/// What a number of documents or decisions may be.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    ClauseContext { money, naming, .. }: ClauseContext,
    said: &Said,
) -> Result<Understood, Unread> {
    if clause.unknown() > 1 {
        return Err(Unread::UnknownWords);
    }
    if clause.near.has(TermKind::By) && !clause.is_every_way(sentence) {
        return Err(Unread::Part);
    }
    if clause.names_another(sentence) {
        return Err(Unread::AnotherBody);
    }
    let near = clause.near.of_kind(DISCLOSURE, TermKind::Subject).last();
    let subject = near.or(clause.tail.of_kind(DISCLOSURE, TermKind::Subject).next());
    // 企业开办类行政许可 are some of them; what stands before a subject otherwise may be the body's name.
    let before = subject
        .filter(|(at, _)| *at > clause.start)
        .map(|(at, _)| at - 1);
    let before = before.filter(|&at| matches!(sentence.tokens[at].kind, Piece::Plain(2..)));
    if before.is_some_and(|at| lists().of_a_kind.end(sentence.word(at))) {
        return Err(Unread::Part);
    }
    let qualified = before.is_some() && !money;
    // 行政处罚、行政强制共3件 are both.
    let subjects: Vec<&Term> = clause
        .near
        .of_kind(DISCLOSURE, TermKind::Subject)
        .map(|(_, t)| t)
        .collect();
    let rows = match subjects.as_slice() {
        [] => subject
            .map(|(_, t)| t)
            .or(said.document)
            .ok_or(Unread::NoSubject)?
            .rows
            .clone(),
        several => alternatives(several, |t| &t.rows),
    };
    let rows = &rows;
    let words = clause.words(DISCLOSURE);
    let mut counted: Vec<&'static Term> = words
        .of_kind(DISCLOSURE, TermKind::Column)
        .map(|(_, t)| t)
        .collect();
    if is_issued_and_published(&sentence.text[clause.phrase(sentence)]) {
        counted.truncate(1);
    }
    if counted.is_empty() && subject.is_none() {
        return Err(Unread::NoSubject);
    }
    if counted.is_empty() {
        // 作出行政许可决定5件、行政处罚决定3件.
        counted.clone_from(&said.counted);
    }
    // 制定的现行有效规章84件 is one or the other.
    let columns: Vec<Option<&Sum>> = counted.iter().flat_map(|t| &t.columns).map(Some).collect();
    let mut found = meanings(standard, DISCLOSURE, rows, &columns);
    // What a clean-up repeals or keeps may be other documents; what is in force is in force.
    let text = &sentence.text[clause.phrase(sentence)];
    let in_force = lists().in_force.within(text);
    // 公开行政许可5件, 其中制定3件: what is published, or some of it.
    let qualified = qualified
        || clause.near.has(TermKind::Parts)
        || !in_force && lists().publishing.within(text) && !is_issued_and_published(text);
    let mut leaves = Leaves::default();
    let mut told = !found.is_empty();
    if told {
        leaves.counted = Some(counted);
    } else {
        // The only column of the kind need not be named; of decisions, more than those of the table are told.
        let ids = columns_of(standard, rows, money);
        let [id] = ids.as_slice() else {
            return Err(Unread::NoSubject);
        };
        found = meanings(
            standard,
            DISCLOSURE,
            rows,
            &[Some(&vec![(Sign::Plus, id.clone())])],
        );
        found.truncate(1);
        told = near.is_some() && (money || subject_is_counted_in(standard, rows));
    }
    found.retain(|m| {
        m.cells
            .iter()
            .all(|(_, id)| is_money(standard, *id) == money)
    });
    let sure = told && !qualified && (!(said.loose.is_named || naming == Naming::Near) || in_force);
    if found.is_empty() {
        return Err(Unread::NoCell);
    }
    Ok(Understood {
        meanings: found,
        sure,
        leaves,
    })
}

/// Whether the text counts what was issued, and published besides: 制定并对外公开7件.
fn is_issued_and_published(text: &str) -> bool {
    let parts = lists()
        .and_then
        .iter()
        .find_map(|word| text.split_once(word));
    let Some((issued, published)) = parts else {
        return false;
    };
    lists().issuing.within(issued) && lists().publishing.within(published)
}

/// The columns of the rows' part that hold money, or that do not.
fn columns_of(standard: &Standard, rows: &[Sum], money: bool) -> Vec<String> {
    let id = rows
        .first()
        .and_then(|row| row.first())
        .map_or("", |(_, id)| id.as_str());
    let parts = standard
        .tables
        .iter()
        .filter(|t| t.id == DISCLOSURE)
        .flat_map(|t| &t.parts);
    let part = parts
        .into_iter()
        .find(|p| p.rows.leaves.iter().any(|leaf| leaf.id == id));
    let columns = part.map(|p| p.columns.leaves.iter()).into_iter().flatten();
    columns
        .filter(|leaf| holds_money(leaf.cell) == money)
        .map(|leaf| leaf.id.clone())
        .collect()
}

/// Whether the part of the rows has both things and money, so that the measure tells the column.
fn subject_is_counted_in(standard: &Standard, rows: &[Sum]) -> bool {
    !columns_of(standard, rows, true).is_empty() && !columns_of(standard, rows, false).is_empty()
}

fn holds_money(kind: CellKind) -> bool {
    matches!(kind, CellKind::Decimal | CellKind::AmountWithUnit)
}

fn is_money(standard: &Standard, id: CellId) -> bool {
    holds_money(standard.part(id).kind(id.column))
}
