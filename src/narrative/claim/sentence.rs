//! A sentence of a line, and the way through it from number to number.
//!
//! It knows no table: what a number's clause says is asked elsewhere.

use std::ops::Range;

use super::super::account::Account;
use super::super::lists::Words;
use super::super::numeral::Number;
use super::super::paragraph::TokenLine;
use super::super::token::{Piece, Token};
use super::super::vocabulary::{Measure, TermKind};
use super::super::{Line, lists};
use super::clause::Clause;
use super::number::NumberReader;
use super::said::Said;
use super::{PassageReading, UnreadNumber, items, sweeping};
use crate::report::Report;
use crate::standard::Standard;

/// A sentence of a line.
pub(super) struct ClaimSentence<'a> {
    pub report: &'a Report,
    /// Last year's report, where there is one.
    pub last: Option<&'a Report>,
    /// The index of its line in the passage.
    pub line: usize,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub account: &'a Account,
    pub range: Range<usize>,
    pub facts: Facts,
}

/// What is asked of a sentence again and again, so that it is looked for once.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for alone")]
pub(super) struct Facts {
    /// It tells larger numbers in characters as well: 收到十三件，还有一件结转.
    pub counts_in_words: bool,
    /// It may tell items, which the format of 2019 has.
    pub tells_items: bool,
    /// It says that documents are marked by how open they are.
    pub marks_openness: bool,
    /// It says that its reviews and lawsuits are over something else.
    pub is_over_other_matters: bool,
    /// Its paragraph tells that requests were carried over, or are not finished.
    pub carries: bool,
    /// Its paragraph names bodies below the agency.
    pub names_those_below: bool,
}

impl Facts {
    /// What the paragraph says for all its sentences.
    pub fn of_line(line: &Line) -> Self {
        Self {
            carries: lists().carrying.within(&line.text),
            names_those_below: lists().below.within(&line.text),
            ..Self::default()
        }
    }

    /// The same with what a sentence of it says.
    pub fn of_sentence(self, line: &Line, range: &Range<usize>, standard: &Standard) -> Self {
        let text = line.paragraph().between(range.clone());
        Self {
            counts_in_words: line.tokens[range.clone()].iter().any(is_large_in_words),
            tells_items: items::are_told(text, standard),
            marks_openness: lists().attributing.within(text),
            is_over_other_matters: lists().not_over_disclosure.within(text),
            ..self
        }
    }
}

/// Whether a token is a number in characters above one.
fn is_large_in_words(token: &Token) -> bool {
    match token.kind {
        Piece::Quantity(number, _) => number.in_words && number.value > 1.into(),
        _ => false,
    }
}

impl<'a> ClaimSentence<'a> {
    /// Reads its numbers, and its words of none and of all.
    pub fn read(&self, said: &mut Said, reading: &mut PassageReading) {
        said.begin_sentence(self.whole());
        let mut walk = SentenceWalk {
            sentence: self,
            said,
            reading,
            before: self.range.start,
            taken: 0,
            heard: self.range.start,
        };
        for at in self.range.clone() {
            walk.step(at);
        }
        walk.hear_up_to(self.range.end);
    }

    /// Its line's characters with their tokens.
    pub fn paragraph(&self) -> TokenLine<'a> {
        TokenLine {
            text: self.text,
            tokens: self.tokens,
        }
    }

    /// All its characters.
    fn whole(&self) -> &'a str {
        self.paragraph().between(self.range.clone())
    }

    /// The characters of a token.
    pub fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].range.clone()]
    }

    /// Whether one of these words is among some tokens.
    pub fn has_word(&self, tokens: Range<usize>, words: &Words) -> bool {
        self.paragraph().has_word(tokens, words)
    }

    /// Whether a token is one of these marks; none stands behind the last.
    pub fn is_mark(&self, at: usize, marks: &str) -> bool {
        self.paragraph().is_mark(at, marks)
    }
}

/// How far a sentence is read.
struct SentenceWalk<'w> {
    sentence: &'w ClaimSentence<'w>,
    said: &'w mut Said,
    reading: &'w mut PassageReading,
    /// One past the last number.
    before: usize,
    /// Where the words that belong to the last claim end.
    taken: usize,
    /// Up to where what is said has been taken up.
    heard: usize,
}

impl SentenceWalk<'_> {
    fn step(&mut self, at: usize) {
        let token = &self.sentence.tokens[at];
        let sweeps = [TermKind::None, TermKind::All, TermKind::Zero];
        if sweeps.iter().any(|kind| token.is(*kind)) {
            self.hear_up_to(at);
            let claim = sweeping::read(self.sentence, self.before, at, self.said);
            self.reading.claims.extend(claim);
        }
        match token.kind {
            Piece::Percent(rate) => {
                let claim = sweeping::read_rate(self.sentence, at, rate, self.said);
                self.reading.claims.extend(claim);
            }
            Piece::Quantity(number, measure) => self.read_number(at, number, measure),
            _ => {}
        }
    }

    fn read_number(&mut self, at: usize, number: Number, measure: Measure) {
        self.hear_up_to(at);
        let clause = Clause::around(self.sentence, self.before, at, self.taken);
        let clause = self.said.share(clause);
        let read = NumberReader::new(&clause, number, measure, self.said).read();
        self.said.take(read.leaves);
        match read.claim {
            Ok(claim) => {
                self.taken = clause.end_of_words();
                self.reading.claims.push(claim);
            }
            Err(why) => self.reading.unread.push(UnreadNumber {
                line: self.sentence.line,
                range: self.sentence.tokens[at].range.clone(),
                phrase: clause.phrase(),
                why,
            }),
        }
        self.before = at + 1;
    }

    /// Takes up what was said up to a token.
    fn hear_up_to(&mut self, at: usize) {
        self.said.hear(self.sentence, self.heard..at);
        self.heard = at;
    }
}
