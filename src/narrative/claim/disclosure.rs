//! Numbers of documents, decisions and charges that section two shows.

use super::super::frame::FrameTerm;
use super::super::meaning::{Meaning, find_meanings};
use super::super::token::Piece;
use super::super::vocabulary::{Sum, Term, TermKind, TermPart, lists};
use super::clause::Clause;
use super::rows::combine_rows;
use super::{ClauseReading, DISCLOSURE, Leaves, Naming, Understood, Unread};
use crate::standard::{CellKind, Part, Standard};

/// What a number of documents or decisions may be.
pub(super) fn read(reading: &ClauseReading<'_>) -> Result<Understood, Unread> {
    let (clause, money) = (reading.clause, reading.money);
    check_words(clause)?;
    let near = clause.near.of_kind(DISCLOSURE, TermKind::Subject).last();
    let behind = clause.tail.of_kind(DISCLOSURE, TermKind::Subject).next();
    let subject = near.or(behind);
    let is_qualified = match unknown_before(clause, subject) {
        // 企业开办类行政许可 are some of them; what stands before a subject otherwise may be the
        // body's name.
        Some(word) if lists().of_a_kind.end(word) => return Err(Unread::Part),
        before => before.is_some() && !money,
    };
    let rows = find_rows(reading, subject).ok_or(Unread::NoSubject)?;
    let counted = find_counted(reading, subject.is_some())?;
    // 制定的现行有效规章84件 is one or the other.
    let columns: Vec<Option<&Sum>> = counted.iter().flat_map(|t| &t.columns).map(Some).collect();
    let mut meanings = find_meanings(reading.standard, DISCLOSURE, &rows, &columns);
    let mut leaves = Leaves::default();
    let mut is_told = !meanings.is_empty();
    if is_told {
        leaves.counted = Some(counted);
    } else {
        meanings.push(find_only_column(reading, &rows)?);
        // Of decisions, more than those of the table are told.
        is_told = near.is_some() && (money || is_counted_and_paid(reading.standard, &rows));
    }
    meanings.retain(|meaning| is_all_money(reading.standard, meaning, money));
    if meanings.is_empty() {
        return Err(Unread::NoCell);
    }
    Ok(Understood {
        meanings,
        sure: is_told && !is_qualified && is_of_all(reading),
        leaves,
    })
}

fn check_words(clause: &Clause<'_>) -> Result<(), Unread> {
    if clause.count_unknown() > 1 {
        return Err(Unread::UnknownWords);
    }
    if clause.near.has(TermKind::By) && !clause.is_every_way() {
        return Err(Unread::Part);
    }
    if clause.names_another() {
        return Err(Unread::AnotherBody);
    }
    Ok(())
}

/// The unknown word right before the subject.
fn unknown_before<'a>(clause: &Clause<'a>, subject: Option<FrameTerm>) -> Option<&'a str> {
    let at = subject.filter(|word| word.at > clause.start)?.at - 1;
    let sentence = clause.sentence;
    matches!(sentence.tokens[at].kind, Piece::Plain(2..)).then(|| sentence.word(at))
}

/// The rows of the kinds that the clause names, or of the one named before.
fn find_rows(reading: &ClauseReading<'_>, subject: Option<FrameTerm>) -> Option<Vec<Sum>> {
    // 行政处罚、行政强制共3件 are both.
    let several = reading.clause.near.terms_of(DISCLOSURE, TermKind::Subject);
    if !several.is_empty() {
        return Some(combine_rows(&several));
    }
    let term = match subject {
        Some(word) => word.term,
        None => reading.said.document?,
    };
    Some(term.rows.clone())
}

/// What is counted of the documents or decisions, or was before.
fn find_counted(
    reading: &ClauseReading<'_>,
    has_subject: bool,
) -> Result<Vec<&'static Term>, Unread> {
    let clause = reading.clause;
    let mut counted = clause
        .words(DISCLOSURE)
        .terms_of(DISCLOSURE, TermKind::Column);
    if is_issued_and_published(clause.text()) {
        counted.truncate(1);
    }
    if !counted.is_empty() {
        return Ok(counted);
    }
    if !has_subject {
        return Err(Unread::NoSubject);
    }
    // 作出行政许可决定5件、行政处罚决定3件.
    Ok(reading.said.counted.clone())
}

/// The number of the only column of a kind, which need not be named.
fn find_only_column(reading: &ClauseReading<'_>, rows: &[Sum]) -> Result<Meaning, Unread> {
    let columns = columns_of(reading.standard, rows, reading.money);
    let [id] = columns.as_slice() else {
        return Err(Unread::NoSubject);
    };
    let column = vec![TermPart::plus(id)];
    let found = find_meanings(reading.standard, DISCLOSURE, rows, &[Some(&column)]);
    found.into_iter().next().ok_or(Unread::NoCell)
}

/// Whether the number is of all such documents, and not of some or of others.
fn is_of_all(reading: &ClauseReading<'_>) -> bool {
    let text = reading.clause.text();
    // What a clean-up repeals or keeps may be other documents; what is in force is in force.
    let in_force = lists().in_force.within(text);
    // 公开行政许可5件, 其中制定3件: what is published, or some of it.
    let is_some = reading.clause.near.has(TermKind::Parts)
        || !in_force && lists().publishing.within(text) && !is_issued_and_published(text);
    let is_loose = reading.said.loose.is_named || reading.naming == Naming::Near;
    !is_some && (!is_loose || in_force)
}

/// Whether the text counts what was issued, and published besides: 制定并对外公开7件.
fn is_issued_and_published(text: &str) -> bool {
    let Some((issued, published)) = lists().and_then.split(text) else {
        return false;
    };
    lists().issuing.within(issued) && lists().publishing.within(published)
}

/// The columns of the rows' part that hold money, or that do not.
fn columns_of(standard: &Standard, rows: &[Sum], money: bool) -> Vec<String> {
    let Some(part) = part_of(standard, rows) else {
        return Vec::new();
    };
    let columns = part.columns.leaves.iter();
    columns
        .filter(|leaf| holds_money(leaf.cell) == money)
        .map(|leaf| leaf.id.clone())
        .collect()
}

/// The part of the table that has the first of some rows.
fn part_of<'s>(standard: &'s Standard, rows: &[Sum]) -> Option<&'s Part> {
    let id = &rows.first()?.first()?.id;
    let tables = standard
        .tables
        .iter()
        .filter(|table| table.id == DISCLOSURE);
    let mut parts = tables.flat_map(|table| &table.parts);
    parts.find(|part| part.rows.leaves.iter().any(|leaf| leaf.id == *id))
}

/// Whether the part of the rows has both things and money, so that the measure tells the column.
fn is_counted_and_paid(standard: &Standard, rows: &[Sum]) -> bool {
    !columns_of(standard, rows, true).is_empty() && !columns_of(standard, rows, false).is_empty()
}

fn holds_money(kind: CellKind) -> bool {
    matches!(kind, CellKind::Decimal | CellKind::AmountWithUnit)
}

/// Whether all cells of a sum hold money, or none does.
fn is_all_money(standard: &Standard, meaning: &Meaning, money: bool) -> bool {
    let mut cells = meaning.cells.iter();
    cells.all(|(_, id)| holds_money(standard.part(*id).kind(id.column)) == money)
}
