//! What stands around a number: the words of its clause, sorted by what they say.

use std::ops::Range;

use super::token::{Piece, Token};
use super::vocabulary::{Term, TermKind};

/// The words between two places of a sentence, by their kinds.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Words of the tables with their position, in order.
    pub terms: Vec<(usize, &'static Term)>,
    /// Subjects and other business, in order: the term, none for other business.
    pub nouns: Vec<(usize, Option<&'static Term>)>,
    /// Calendar years, in order.
    pub years: Vec<i32>,
    /// Kinds of the words of no table, with their positions.
    pub flags: Vec<(usize, TermKind)>,
    /// Runs of unknown characters: position and length.
    pub plain: Vec<(usize, usize)>,
}

impl Frame {
    /// Reads the tokens of a range.
    pub fn of(tokens: &[Token], range: Range<usize>) -> Self {
        let mut frame = Self::default();
        for at in range {
            match &tokens[at].kind {
                Piece::Year(year) => frame.years.push(*year),
                Piece::Plain(length) => frame.plain.push((at, *length)),
                Piece::Word(_) => {
                    let mut noun = None;
                    for term in tokens[at].terms() {
                        match term.kind {
                            TermKind::Subject => {
                                noun = Some(Some(term));
                                frame.terms.push((at, term));
                            }
                            TermKind::Foreign => noun = noun.or(Some(None)),
                            _ if term.table.is_empty() => frame.flags.push((at, term.kind)),
                            _ => frame.terms.push((at, term)),
                        }
                    }
                    if let Some(noun) = noun {
                        frame.nouns.push((at, noun));
                    }
                }
                _ => {}
            }
        }
        frame
    }

    /// The same without the words of a range.
    pub fn without(&self, range: &Range<usize>) -> Self {
        let mut frame = self.clone();
        frame.terms.retain(|(at, _)| !range.contains(at));
        frame.nouns.retain(|(at, _)| !range.contains(at));
        frame.flags.retain(|(at, _)| !range.contains(at));
        frame.plain.retain(|(at, _)| !range.contains(at));
        frame
    }

    /// Whether a word of this kind is there.
    pub fn has(&self, kind: TermKind) -> bool {
        self.flags.iter().any(|(_, k)| *k == kind)
    }

    /// The positions of words of this kind.
    pub fn at(&self, kind: TermKind) -> impl Iterator<Item = usize> + '_ {
        self.flags
            .iter()
            .filter(move |(_, k)| *k == kind)
            .map(|(at, _)| *at)
    }

    /// The terms of a table and kind, with their positions.
    pub fn of_kind<'f>(
        &'f self,
        table: &'f str,
        kind: TermKind,
    ) -> impl Iterator<Item = (usize, &'static Term)> + 'f {
        self.terms
            .iter()
            .filter(move |(_, t)| t.kind == kind && t.table == table)
            .copied()
    }

    /// Whether there is a word of the table that says more than what the text is about.
    pub fn says(&self, table: &str) -> bool {
        self.terms
            .iter()
            .any(|(_, t)| t.table == table && t.kind != TermKind::Subject)
    }

    /// How many unknown characters stand after a position; without one, in all.
    pub fn unknown_after(&self, position: Option<usize>) -> usize {
        self.plain
            .iter()
            .filter(|(at, _)| position.is_none_or(|position| *at > position))
            .map(|(_, length)| length)
            .sum()
    }

    /// Whether a reason is told that only requests have.
    pub fn has_reason(&self) -> bool {
        self.terms
            .iter()
            .any(|(_, t)| t.kind == TermKind::Reason && !t.needs_subject)
    }

    /// Whether it says nothing at all.
    pub fn is_silent(&self) -> bool {
        self.terms.is_empty() && self.nouns.is_empty() && self.plain.is_empty()
    }

    /// Whether the words can only be about requests: how they were decided, or that they were carried over.
    pub fn is_about_requests(&self) -> bool {
        self.terms.iter().any(|(_, t)| match t.kind {
            TermKind::Reason => !t.needs_subject,
            TermKind::Outcome => t.rows.len() == 1,
            TermKind::Act => t
                .rows
                .iter()
                .flatten()
                .all(|(_, id)| id.starts_with("carried")),
            _ => false,
        })
    }
}
