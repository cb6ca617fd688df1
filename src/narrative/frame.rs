//! What stands around a number: the words of its clause, sorted by what they say.

use std::ops::Range;

use super::token::{Piece, Token};
use super::vocabulary::{Term, TermKind};

/// The words between two places of a sentence, by their kinds.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Words of the tables, in order.
    pub terms: Vec<FrameTerm>,
    /// Subjects and other business, in order.
    pub nouns: Vec<Noun>,
    /// Calendar years, in order.
    pub years: Vec<i32>,
    /// Words of no table.
    flags: Vec<Flag>,
    /// Runs of unknown characters.
    pub unknown: Vec<UnknownRun>,
}

/// A word of the tables.
#[derive(Clone, Copy, Debug)]
pub struct FrameTerm {
    /// Its token.
    pub at: usize,
    /// What it means.
    pub term: &'static Term,
}

/// A noun that says what a text is about.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// Its token.
    pub at: usize,
    /// The subject that it names; none for other business.
    pub subject: Option<&'static Term>,
}

/// A word of no table.
#[derive(Clone, Copy, Debug)]
struct Flag {
    /// Its token.
    at: usize,
    /// What kind of word it is.
    kind: TermKind,
}

/// Characters that the vocabulary does not know.
#[derive(Clone, Copy, Debug)]
pub struct UnknownRun {
    /// Their token.
    pub at: usize,
    /// How many there are.
    pub length: usize,
}

impl Noun {
    /// Whether it is other business.
    pub fn is_foreign(&self) -> bool {
        self.subject.is_none()
    }

    /// Whether it is a subject of this table.
    pub fn is_of(&self, table: &str) -> bool {
        self.subject.is_some_and(|term| term.table == table)
    }
}

impl Frame {
    /// Reads the tokens of a range.
    pub fn of(tokens: &[Token], range: Range<usize>) -> Self {
        let mut frame = Self::default();
        for at in range {
            match &tokens[at].kind {
                Piece::Year(year) => frame.years.push(*year),
                Piece::Plain(length) => frame.unknown.push(UnknownRun {
                    at,
                    length: *length,
                }),
                Piece::Word(_) => frame.add_word(at, &tokens[at]),
                _ => {}
            }
        }
        frame
    }

    /// Of words that are known already.
    pub fn of_words(terms: Vec<FrameTerm>, nouns: Vec<Noun>) -> Self {
        Self {
            terms,
            nouns,
            ..Self::default()
        }
    }

    fn add_word(&mut self, at: usize, token: &Token) {
        let (mut subject, mut is_noun) = (None, false);
        for term in token.terms() {
            match term.kind {
                TermKind::Subject => {
                    (subject, is_noun) = (Some(term), true);
                    self.terms.push(FrameTerm { at, term });
                }
                TermKind::Foreign => is_noun = true,
                kind if term.table.is_empty() => self.flags.push(Flag { at, kind }),
                _ => self.terms.push(FrameTerm { at, term }),
            }
        }
        if is_noun {
            self.nouns.push(Noun { at, subject });
        }
    }

    /// The same without the words of a range.
    pub fn without(&self, range: &Range<usize>) -> Self {
        let mut frame = self.clone();
        frame.terms.retain(|word| !range.contains(&word.at));
        frame.nouns.retain(|noun| !range.contains(&noun.at));
        frame.flags.retain(|flag| !range.contains(&flag.at));
        frame.unknown.retain(|run| !range.contains(&run.at));
        frame
    }

    /// Whether a word of this kind is there.
    pub fn has(&self, kind: TermKind) -> bool {
        self.at(kind).next().is_some()
    }

    /// The positions of words of this kind.
    pub fn at(&self, kind: TermKind) -> impl Iterator<Item = usize> + '_ {
        let flags = self.flags.iter().filter(move |flag| flag.kind == kind);
        flags.map(|flag| flag.at)
    }

    /// The words of a table and kind.
    pub fn of_kind<'f>(
        &'f self,
        table: &'f str,
        kind: TermKind,
    ) -> impl Iterator<Item = FrameTerm> + 'f {
        let words = self.terms.iter().copied();
        words.filter(move |word| word.term.is_of(table, kind))
    }

    /// The meanings of the words of a table and kind.
    pub fn terms_of(&self, table: &str, kind: TermKind) -> Vec<&'static Term> {
        self.of_kind(table, kind).map(|word| word.term).collect()
    }

    /// Whether a word of this table and kind is there.
    pub fn has_term(&self, table: &str, kind: TermKind) -> bool {
        self.of_kind(table, kind).next().is_some()
    }

    /// The position of the last word of this table and kind.
    pub fn last_of(&self, table: &str, kind: TermKind) -> Option<usize> {
        self.of_kind(table, kind).last().map(|word| word.at)
    }

    /// Whether there is a word of the table that says more than what the text is about.
    pub fn says(&self, table: &str) -> bool {
        self.terms
            .iter()
            .any(|FrameTerm { term, .. }| term.table == table && term.tells_cells())
    }

    /// How many unknown characters there are.
    pub fn count_unknown(&self) -> usize {
        self.unknown.iter().map(|run| run.length).sum()
    }

    /// How many unknown characters stand behind a position.
    pub fn count_unknown_behind(&self, position: usize) -> usize {
        let behind = self.unknown.iter().filter(|run| run.at > position);
        behind.map(|run| run.length).sum()
    }

    /// Whether other business is named.
    pub fn names_other_business(&self) -> bool {
        self.nouns.iter().any(Noun::is_foreign)
    }

    /// Whether a reason is told that only requests have.
    pub fn has_reason(&self) -> bool {
        self.terms
            .iter()
            .any(|FrameTerm { term, .. }| term.kind == TermKind::Reason && !term.needs_subject)
    }

    /// Whether it says nothing at all.
    pub fn is_silent(&self) -> bool {
        self.terms.is_empty() && self.nouns.is_empty() && self.unknown.is_empty()
    }

    /// Whether the words can only be about requests: how they were decided, or that they were
    /// carried over.
    pub fn is_about_requests(&self) -> bool {
        self.terms
            .iter()
            .any(|word| is_of_requests_alone(word.term))
    }
}

/// Whether nothing but requests is spoken of in such a way.
fn is_of_requests_alone(term: &Term) -> bool {
    match term.kind {
        TermKind::Reason => !term.needs_subject,
        TermKind::Outcome => term.rows.len() == 1,
        TermKind::Act => term.row_ids().all(|id| id.starts_with("carried")),
        _ => false,
    }
}
