//! A sentence with the years that it names, and what in it speaks of another year than the
//! report's.
//!
//! What sentences say of the report itself is in `report`, what they say of its work in `work`.

use crate::narrative::{Piece, Subject, TermKind, Token, lists};
use crate::rules::text::Sentence;

/// A year of a sentence.
#[derive(Clone, Copy)]
pub(super) struct YearToken {
    /// Its token.
    pub at: usize,
    pub year: i32,
}

/// What is told of a year that is not the report's.
pub(super) struct WrongYear {
    /// The token at which it is told.
    pub at: usize,
    pub message: String,
}

/// A sentence with its years.
pub(super) struct DatedSentence<'s, 'a> {
    pub subject: &'s Subject<'a>,
    pub sentence: &'s Sentence<'a>,
    /// Whether it is the first of its line.
    pub is_first: bool,
    /// The report's year.
    pub this: i32,
    /// The years that it names, in order.
    pub years: Vec<YearToken>,
}

impl<'s, 'a> DatedSentence<'s, 'a> {
    pub fn of(subject: &'s Subject<'a>, sentence: &'s Sentence<'a>, is_first: bool) -> Self {
        let mut years = Vec::new();
        for (at, token) in sentence.tokens.iter().enumerate() {
            if let Piece::Year(year) = token.kind {
                years.push(YearToken { at, year });
            }
        }
        Self {
            subject,
            sentence,
            is_first,
            this: subject.report.year.value,
            years,
        }
    }

    /// The first thing that speaks of another year; a sentence is told once.
    pub fn find_wrong_year(&self) -> Option<WrongYear> {
        self.check_period()
            .or_else(|| self.check_period_end())
            .or_else(|| self.check_report_name())
            .or_else(|| self.check_plans())
            .or_else(|| self.check_carrying_on())
            .or_else(|| self.check_carried_in())
            .or_else(|| self.check_numbers())
            .or_else(|| self.check_closing())
            .or_else(|| self.check_year_end())
            .or_else(|| self.check_start())
    }

    /// The years that are not the report's.
    pub fn other_years(&self) -> impl Iterator<Item = YearToken> {
        let years = self.years.iter().copied();
        years.filter(|named| named.year != self.this)
    }

    /// Whether the sentence compares with something.
    pub fn compares(&self) -> bool {
        let mut tokens = self.sentence.tokens.iter();
        tokens.any(|token| token.is(TermKind::Compare))
    }

    /// Whether December follows a year.
    pub fn december_follows(&self, at: usize) -> bool {
        let next = self.sentence.tokens.get(at + 1);
        next.is_some_and(|token| token.kind == Piece::Month(12))
    }

    /// Whether a year is the end of a stretch of time: 截至2024年, 至2022年.
    pub fn is_until(&self, at: usize) -> bool {
        let start = self.sentence.clause_start(at, "，；");
        lists().until.has(self.sentence.text(start..at))
    }
}

/// Whether a word tells of what is carried over from year to year.
pub(super) fn carries(token: &Token) -> bool {
    token.terms().any(|term| term.carries)
}
