//! What a percentage may be by the numbers of its paragraph: a share, a rate, a growth.
//!
//! Each of the three is a file; here stands what they have in common, and which of them the words
//! mean. What the text says of its numbers is known from [`crate::narrative`].

mod growth;
mod rate;
mod share;

use std::ops::Range;

use rust_decimal::Decimal;

use super::text::ToldLine;
use crate::narrative::{Number, Piece, Quantity, Subject, lists};

/// A percentage by its numbers.
#[derive(Clone, Copy)]
pub(super) struct Quotient {
    /// In hundredths.
    pub value: Decimal,
    /// What is divided.
    pub part: Decimal,
    /// By what.
    pub whole: Decimal,
}

impl Quotient {
    /// None for a share of nothing.
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED)?;
        let value = hundredfold.checked_div(whole)?.abs();
        Some(Self { value, part, whole })
    }

    /// Of two numbers as they stand.
    fn between(part: &Quantity, whole: &Quantity) -> Option<Self> {
        Self::of(part.number.value, whole.number.value)
    }

    /// Of what changed between two numbers, by the older one.
    fn change(new: &Quantity, old: &Quantity) -> Option<Self> {
        let (new, old) = (new.number.value, old.number.value);
        Self::of((new - old).abs(), old)
    }

    /// Whether a percentage may be said of it, one unit of the last digit allowed.
    fn is(&self, stated: Number) -> bool {
        (self.value - stated.value).abs() <= stated.unit
    }
}

/// A percentage with the numbers before it.
pub(super) struct Percentage<'t, 'a> {
    told: &'t ToldLine<'a>,
    /// Its token.
    at: usize,
    /// The tokens of its sentence.
    tokens: Range<usize>,
    /// The exact numbers before it in its sentence.
    before: Vec<&'a Quantity>,
    /// The number right before it.
    part: &'a Quantity,
    /// The words of its clause before it.
    clause: &'a str,
}

impl<'t, 'a> Percentage<'t, 'a> {
    /// The percentage at a token; none where no number stands before it.
    pub fn of(told: &'t ToldLine<'a>, sentence: usize, at: usize) -> Option<Self> {
        let account = &told.line.account;
        let tokens = account.sentences[sentence].clone();
        let own = account.of_sentence(sentence);
        let before: Vec<&Quantity> = account.quantities[own]
            .iter()
            .filter(|quantity| quantity.at < at && quantity.is_exact())
            .collect();
        let part = *before.last()?;
        let paragraph = told.line.paragraph();
        let start = paragraph.clause_start(tokens.start, at, "，；、（）");
        let clause = paragraph.between(start..at);
        Some(Self {
            told,
            at,
            tokens,
            before,
            part,
            clause,
        })
    }

    /// What it may be by the numbers of its paragraph; nothing where they do not tell.
    pub fn possible(&self, subject: &Subject<'_>) -> Vec<Quotient> {
        let clause = lists().to_percentage.trim_end(self.clause);
        let word = self.told.line.paragraph().word(self.at);
        if lists().growth.end(clause) || lists().doubled.has(word) {
            return self.growth().into_iter().collect();
        }
        let is_share = lists().half.has(word)
            || self.share_of_bracketed().is_some()
            || lists().share_of.end(clause)
            || lists().shares.end(clause)
            || lists().shares.end(self.clause)
            || lists().share_of.within(clause) && lists().of.end(clause);
        if is_share {
            return self.share(subject).unwrap_or_default();
        }
        // All that was due is done while some is carried over.
        if lists().rates.end(clause) && !(self.is_full() && carries_over(subject)) {
            return self.rate().unwrap_or_default();
        }
        Vec::new()
    }

    /// Whether it is 100%.
    fn is_full(&self) -> bool {
        let token = &self.told.line.tokens[self.at];
        matches!(token.kind, Piece::Percent(stated) if stated.value == Decimal::ONE_HUNDRED)
    }

    /// The words before a token of its sentence, from the last of these marks on.
    fn clause_before(&self, at: usize, marks: &str) -> &'a str {
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.tokens.start, at, marks);
        paragraph.between(start..at)
    }

    /// The numbers of its sentence.
    fn of_sentence(&self) -> &'a [Quantity] {
        let account = &self.told.line.account;
        &account.quantities[account.of_sentence(self.part.sentence)]
    }

    /// The exact numbers before it in the measure of the one right before it.
    fn in_its_measure(&self) -> Vec<&'a Quantity> {
        let mut same = self.before.clone();
        same.retain(|quantity| quantity.measure == self.part.measure);
        same
    }
}

/// Whether any requests are carried over to the next year.
fn carries_over(subject: &Subject<'_>) -> bool {
    let standard = &subject.report.standard;
    let mut cells = standard.cells();
    cells.any(|id| standard.row(id).id == "carried-out" && !subject.report.value(id).is_zero())
}
