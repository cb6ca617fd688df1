//! Sentences of the free text, for the rules that read it.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::narrative::{Line, Measure, Number, Passage, Piece, Subject, Token};

/// The key of the first text.
pub(super) const LEAD: &str = "引言";

/// A sentence of a text.
pub(super) struct Sentence<'a> {
    /// The text that it stands in.
    pub passage: &'a Passage,
    /// The index of its line.
    pub number: usize,
    /// Its line.
    pub line: &'a Line,
    /// Its tokens, without the mark at its end.
    pub tokens: &'a [Token],
    /// Its numbers with a measure, in order.
    pub quantities: Vec<Quantity>,
}

/// A number with its measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quantity {
    /// The token's index in the sentence.
    pub at: usize,
    /// The number.
    pub number: Number,
    /// What it counts in.
    pub measure: Measure,
    /// How deep in brackets it stands.
    pub depth: usize,
}

/// A year that a short text names.
pub(super) struct YearFound {
    /// Its first byte.
    pub at: usize,
    /// The year.
    pub year: i32,
}

/// The years that a short text names: four digits, and no fifth beside them.
pub(super) fn years_in(text: &str) -> Vec<YearFound> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| at + rest) {
        let digits = text[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - at);
        let year = text[at..at + digits].parse().ok().filter(|_| digits == 4);
        found.extend(
            year.filter(|year| (1900..=2100).contains(year)).map(|year| YearFound { at, year }),
        );
        rest = at + digits;
    }
    found
}

/// Tokens of a sentence; what is longer is no sentence, and rules that compare its numbers would take long.
const MAX_TOKENS: usize = 600;

/// All sentences of all texts, in order.
pub(super) fn sentences<'a>(subject: &Subject<'a>) -> Vec<Sentence<'a>> {
    let mut found = Vec::new();
    for passage in &subject.narrative.passages {
        for (number, line) in passage.lines.iter().enumerate() {
            let parts = line.tokens.split(|token| token.is_mark("。？！"));
            found.extend(
                parts
                    .filter(|t| (1..=MAX_TOKENS).contains(&t.len()))
                    .map(|tokens| Sentence::new(passage, number, line, tokens)),
            );
        }
    }
    found
}

impl<'a> Sentence<'a> {
    fn new(passage: &'a Passage, number: usize, line: &'a Line, tokens: &'a [Token]) -> Self {
        let mut quantities = Vec::new();
        let mut depth: usize = 0;
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Piece::Mark('（') => depth += 1,
                Piece::Mark('）') => depth = depth.saturating_sub(1),
                Piece::Quantity(number, measure) => {
                    quantities.push(Quantity { at, number, measure, depth });
                }
                _ => {}
            }
        }
        Self { passage, number, line, tokens, quantities }
    }

    /// Some of its tokens as a sentence of their own.
    pub fn part(&self, tokens: Range<usize>) -> Self {
        Self::new(self.passage, self.number, self.line, &self.tokens[tokens])
    }

    /// The characters of some of its tokens and what stands between them.
    pub fn text(&self, tokens: Range<usize>) -> &'a str {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => &self.line.text[first.range.start..last.range.end],
            Some([one]) => &self.line.text[one.range.clone()],
            _ => "",
        }
    }

    /// The characters of a token.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.line.text[token.range.clone()])
    }

    /// All its characters.
    pub fn whole(&self) -> &'a str {
        self.text(0..self.tokens.len())
    }

    /// The first token of the clause that a token stands in, after the last of these marks.
    pub fn clause_start(&self, at: usize, marks: &str) -> usize {
        (0..at).rev().find(|&i| self.tokens[i].is_mark(marks)).map_or(0, |i| i + 1)
    }

    /// One past the last token of the clause that a token stands in.
    pub fn clause_end(&self, at: usize, marks: &str) -> usize {
        (at..self.tokens.len())
            .find(|&i| self.tokens[i].is_mark(marks))
            .unwrap_or(self.tokens.len())
    }

    /// The finding at a stretch of the line.
    pub fn finding(
        &self,
        code: crate::finding::Code,
        range: &Range<usize>,
        message: String,
    ) -> Finding {
        Finding::new(code, message, self.line.place_of(range))
            .in_text(&self.passage.key)
            .stated(&self.line.text[range.clone()])
    }
}

/// The sum of numbers; none where it is beyond reckoning.
pub(super) fn sum<'q>(quantities: impl IntoIterator<Item = &'q Quantity>) -> Option<Decimal> {
    quantities.into_iter().try_fold(Decimal::ZERO, |sum, q| sum.checked_add(q.number.value))
}
