//! Numbers of documents, decisions and charges that section two shows.

use super::super::meaning::meaning;
use super::super::token::Piece;
use super::super::vocabulary::{Kind, Term};
use super::clause::{Clause, Evidence, alternatives};
use super::said::Said;
use super::{DISCLOSURE, Sentence, Understood};
use crate::standard::Standard;

/// What a number of documents or decisions may be.
pub(super) fn read(
    sentence: &Sentence<'_>,
    clause: &Clause,
    standard: &Standard,
    _: Evidence,
    said: &mut Said,
) -> Option<Understood> {
    if clause.unknown() > 1 || clause.near.has(Kind::By) || clause.names_another(sentence) {
        return None;
    }
    let near = clause.near.of_kind(DISCLOSURE, Kind::Subject).last();
    let subject = near.or(clause.tail.of_kind(DISCLOSURE, Kind::Subject).next());
    // 企业开办类行政许可 are some of them.
    if let Some((at, _)) = subject
        && at > clause.start
        && matches!(sentence.tokens[at - 1].kind, Piece::Plain(2..))
    {
        return None;
    }
    let rows = &subject.map(|(_, t)| t).or(said.document)?.rows;
    let words = clause.words(DISCLOSURE);
    let counted: Vec<&Term> = words.of_kind(DISCLOSURE, Kind::Column).map(|(_, t)| t).collect();
    let columns = alternatives(&counted, |t| &t.columns);
    let mut meanings = Vec::new();
    for rows in rows {
        meanings.extend(columns.iter().filter_map(|columns| meaning(standard, DISCLOSURE, rows, Some(columns))));
    }
    let told = !meanings.is_empty();
    if !told {
        // Decisions have one column, which need not be named.
        meanings.extend(rows.iter().filter_map(|rows| meaning(standard, DISCLOSURE, rows, None)));
    }
    (!meanings.is_empty()).then_some(Understood { meanings, sure: told && !said.loose })
}
