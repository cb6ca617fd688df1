//! Sentences of the free text, for the rules that read it.

use std::ops::Range;

use crate::finding::{Code, Finding};
use crate::narrative::{
    Claim, ClaimYear, Line, Passage, Piece, Quantity, Subject, Token, TokenLine,
};

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
}

/// A line of a text with what its numbers have to do with each other.
pub(super) struct ToldLine<'a> {
    /// The text that it stands in.
    pub passage: &'a Passage,
    /// The index of the line.
    pub number: usize,
    /// The line.
    pub line: &'a Line,
}

impl<'a> ToldLine<'a> {
    /// All lines that have numbers, in order.
    pub fn all(subject: &Subject<'a>) -> Vec<Self> {
        let mut told = Vec::new();
        for passage in &subject.narrative.passages {
            for (number, line) in passage.lines.iter().enumerate() {
                let mut tokens = line.tokens.iter();
                let has_numbers = !line.account.quantities.is_empty()
                    || tokens.any(|token| matches!(token.kind, Piece::Percent(_)));
                if has_numbers {
                    told.push(Self {
                        passage,
                        number,
                        line,
                    });
                }
            }
        }
        told
    }

    /// A quantity of the line.
    pub fn quantity(&self, index: usize) -> &'a Quantity {
        &self.line.account.quantities[index]
    }

    /// The bytes of a quantity's number.
    pub fn range(&self, quantity: &Quantity) -> &'a Range<usize> {
        &self.line.tokens[quantity.at].range
    }

    /// The characters of a sentence.
    pub fn sentence_text(&self, sentence: usize) -> &'a str {
        self.line
            .paragraph()
            .between(self.line.account.sentences[sentence].clone())
    }

    /// What a quantity was read as.
    pub fn claim(&self, quantity: &Quantity) -> Option<&'a Claim> {
        let range = self.range(quantity);
        self.claims().iter().find(|claim| claim.range == *range)
    }

    /// The claims of the line.
    fn claims(&self) -> &'a [Claim] {
        let claims = &self.passage.claims;
        let from = claims.partition_point(|claim| claim.line < self.number);
        let to = claims.partition_point(|claim| claim.line <= self.number);
        &claims[from..to]
    }

    /// Whether a quantity was read as a number of cells.
    pub fn is_claim(&self, quantity: &Quantity) -> bool {
        self.claim(quantity)
            .is_some_and(|claim| claim.year == ClaimYear::This)
    }

    /// The finding at a stretch of the line.
    pub fn finding(&self, code: Code, range: &Range<usize>, message: String) -> Finding {
        Finding::new(code, message, self.line.place_of(range))
            .in_text(&self.passage.key)
            .stated(&self.line.text[range.clone()])
    }
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
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let at = text.len() - rest.len() + start;
        let digits = &rest[start..];
        rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &digits[..digits.len() - rest.len()];
        if digits.len() == 4
            && let Ok(year) = digits.parse()
            && (1900..=2100).contains(&year)
        {
            found.push(YearFound { at, year });
        }
    }
    found
}

/// Tokens of a sentence; what is longer is no sentence, and rules that compare its numbers would
/// take long.
const MAX_TOKENS: usize = 600;

/// All sentences of all texts, in order.
pub(super) fn sentences<'a>(subject: &Subject<'a>) -> Vec<Sentence<'a>> {
    let mut found = Vec::new();
    for passage in &subject.narrative.passages {
        for (number, line) in passage.lines.iter().enumerate() {
            let sentences = line.paragraph().sentences().into_iter();
            let whole = sentences.filter(|tokens| (1..=MAX_TOKENS).contains(&tokens.len()));
            found.extend(
                whole.map(|tokens| Sentence::new(passage, number, line, &line.tokens[tokens])),
            );
        }
    }
    found
}

impl<'a> Sentence<'a> {
    fn new(passage: &'a Passage, number: usize, line: &'a Line, tokens: &'a [Token]) -> Self {
        Self {
            passage,
            number,
            line,
            tokens,
        }
    }

    /// A whole line as one.
    pub fn of_line(passage: &'a Passage, number: usize, line: &'a Line) -> Self {
        Self::new(passage, number, line, &line.tokens)
    }

    /// Whether it has a number with a measure.
    pub fn has_quantity(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| matches!(token.kind, Piece::Quantity(..)))
    }

    /// Some of its tokens as a sentence of their own.
    pub fn part(&self, tokens: Range<usize>) -> Self {
        Self::new(self.passage, self.number, self.line, &self.tokens[tokens])
    }

    /// The characters of some of its tokens and what stands between them.
    pub fn text(&self, tokens: Range<usize>) -> &'a str {
        self.paragraph().between(tokens)
    }

    /// The characters of a token.
    pub fn word(&self, at: usize) -> &'a str {
        self.paragraph().word(at)
    }

    /// All its characters.
    pub fn whole(&self) -> &'a str {
        self.text(0..self.tokens.len())
    }

    /// The first token of the clause that a token stands in, after the last of these marks.
    pub fn clause_start(&self, at: usize, marks: &str) -> usize {
        self.paragraph().clause_start(0, at, marks)
    }

    /// One past the last token of the clause that a token stands in.
    pub fn clause_end(&self, at: usize, marks: &str) -> usize {
        self.paragraph().clause_end(at, self.tokens.len(), marks)
    }

    /// Its tokens with the characters of its line.
    fn paragraph(&self) -> TokenLine<'a> {
        TokenLine {
            text: &self.line.text,
            tokens: self.tokens,
        }
    }

    /// The finding at a stretch of the line.
    pub fn finding(&self, code: Code, range: &Range<usize>, message: String) -> Finding {
        Finding::new(code, message, self.line.place_of(range))
            .in_text(&self.passage.key)
            .stated(&self.line.text[range.clone()])
    }
}
