//! A line as sentences and clauses: where they begin and end is said here alone.

use std::ops::Range;

use super::lists::Words;
use super::token::Token;

/// What ends a sentence.
const SENTENCE_ENDS: &str = "。？！";

/// Marks that part clauses.
pub const CLAUSE_MARKS: &str = "，；（）？";

/// Marks that part clauses, and the members of a list.
pub const PHRASE_MARKS: &str = "，；、（）";

/// A line with its tokens.
#[derive(Clone, Copy)]
pub struct TokenLine<'a> {
    /// Its characters.
    pub text: &'a str,
    /// Its words, numbers and marks.
    pub tokens: &'a [Token],
}

impl<'a> TokenLine<'a> {
    /// The tokens of each sentence, without the mark at its end; some may be empty.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for at in 0..=self.tokens.len() {
            let token = self.tokens.get(at);
            if token.is_none_or(|token| token.is_mark(SENTENCE_ENDS)) {
                sentences.push(start..at);
                start = at + 1;
            }
        }
        sentences
    }

    /// The characters of a token; none behind the last.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.range.clone()])
    }

    /// The characters of some tokens and what stands between them.
    pub fn between(&self, tokens: Range<usize>) -> &'a str {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => &self.text[first.range.start..last.range.end],
            Some([one]) => &self.text[one.range.clone()],
            _ => "",
        }
    }

    /// The first token of the clause that a token stands in, after the last of these marks; none
    /// before `from`.
    pub fn clause_start(&self, from: usize, at: usize, marks: &str) -> usize {
        (from..at)
            .rev()
            .find(|&i| self.tokens[i].is_mark(marks))
            .map_or(from, |i| i + 1)
    }

    /// One past the last token of the clause that a token stands in; none behind `to`.
    pub fn clause_end(&self, at: usize, to: usize, marks: &str) -> usize {
        (at..to)
            .find(|&i| self.tokens[i].is_mark(marks))
            .unwrap_or(to)
    }

    /// Whether a token is one of these marks; none stands behind the last.
    pub fn is_mark(&self, at: usize, marks: &str) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is_mark(marks))
    }

    /// Whether one of these words is among some tokens.
    pub fn has_word(&self, mut tokens: Range<usize>, words: &Words) -> bool {
        tokens.any(|at| words.has(self.word(at)))
    }

    /// Whether a token is a number with its measure.
    pub fn is_quantity(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_quantity)
    }
}
