//! Claims of none and of all: 未收到申请, 无行政诉讼, 全部办结, 均为自然人.

mod all;
mod none;

use std::ops::Range;

use super::super::frame::Frame;
use super::super::meaning::Meaning;
use super::super::numeral::{Nearness, Number};
use super::super::paragraph::CLAUSE_MARKS;
use super::super::token::Piece;
use super::super::vocabulary::{Sum, TermKind, TermPart, lists};
use super::clause::{CLAUSE, Clause};
use super::rows::{CARRIED_OUT, GROUPS};
use super::said::Said;
use super::sentence::ClaimSentence;
use super::{Claim, ClaimYear, DISCLOSURE, REQUESTS, Tells};
use crate::standard::Standard;

/// Nothing: what a claim of none says there is, and one of all says there is besides.
const NOTHING: Number = Number {
    value: rust_decimal::Decimal::ZERO,
    unit: rust_decimal::Decimal::ONE,
    bound: Nearness::Exact,
    in_words: true,
};

/// A word such as 未, 无 or 均, with what stands around it.
#[derive(Clone, Copy)]
struct Sweep<'r> {
    sentence: &'r ClaimSentence<'r>,
    said: &'r Said,
    /// One past the number before.
    before: usize,
    /// The first token of its clause.
    start: usize,
    /// Its own token.
    at: usize,
}

/// The claim of a word such as 未, 无 or 均; none where it is not understood.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    before: usize,
    at: usize,
    said: &Said,
) -> Option<Claim> {
    let tokens = sentence.tokens;
    let sweep = Sweep {
        sentence,
        said,
        before,
        start: find_start(sentence, before, at),
        at,
    };
    // 没有一件作出不予公开决定: none at all.
    let behind = at + 1 + usize::from(is_not_one(sentence, at));
    let end = find_end(sentence, behind);
    let is_zero = tokens[at].is(TermKind::Zero);
    let says_nothing = end <= behind && !is_zero;
    if says_nothing || sweep.is_limited() || sentence.paragraph().is_quantity(end) {
        return None;
    }
    let meanings = if is_zero {
        none::find(&sweep, sweep.start..at)?
    } else if tokens[at].is(TermKind::None) {
        none::find(&sweep, behind..end)?
    } else {
        all::find(&sweep, &Frame::of(tokens, behind..end))?
    };
    let phrase = tokens[sweep.start].range.start..tokens[end.max(at + 1) - 1].range.end;
    sweep.claim(phrase, meanings)
}

/// The claim of a full rate: 办结率100% leaves nothing to carry over.
pub(super) fn read_rate(
    sentence: &ClaimSentence<'_>,
    at: usize,
    rate: Number,
    said: &Said,
) -> Option<Claim> {
    let paragraph = sentence.paragraph();
    let start = paragraph.clause_start(sentence.range.start, at, "，；、（）");
    let clause = paragraph.between(start..at);
    let is_full = rate.value == rust_decimal::Decimal::ONE_HUNDRED && rate.bound == Nearness::Exact;
    // 已100%办结.
    let is_done = lists().finished.has(paragraph.word(at + 1));
    let is_rate = (lists().full_rates.end(clause) || is_done) && !lists().in_time.within(clause);
    let sweep = Sweep {
        sentence,
        said,
        before: start,
        start,
        at,
    };
    if !is_full
        || !is_rate
        || said.table() != Some(REQUESTS)
        || sentence.facts.carries
        || sweep.is_limited()
    {
        return None;
    }
    let meanings = nothing_carried_out(&sentence.report.standard);
    let phrase = sentence.tokens[start].range.start..sentence.tokens[at].range.end;
    sweep.claim(phrase, meanings)
}

impl Sweep<'_> {
    /// The claim that there is nothing of this; none where there are no such cells.
    fn claim(&self, phrase: Range<usize>, meanings: Vec<Meaning>) -> Option<Claim> {
        if meanings.is_empty() {
            return None;
        }
        Some(Claim {
            line: self.sentence.line,
            range: self.sentence.tokens[self.at].range.clone(),
            phrase,
            number: NOTHING,
            tells: Tells::Sweeping,
            meanings,
            sure: true,
            year: ClaimYear::This,
        })
    }

    /// The standard of this year's report.
    fn standard(&self) -> &Standard {
        &self.sentence.report.standard
    }

    /// The words of its clause before it.
    fn own_words(&self) -> Frame {
        Frame::of(self.sentence.tokens, self.start..self.at)
    }

    /// Whether it is said of some, of others or of another time: 5个镇未收到, 除1件外均办结,
    /// 市档案局未收到.
    fn is_limited(&self) -> bool {
        let limits = self.said.limits;
        let this = self.sentence.report.year.value;
        if self.is_of_some() || limits.scope || limits.other_time {
            return true;
        }
        if limits.year.is_some_and(|year| year != this) {
            return true;
        }
        let own = self.own_words();
        // 28个单位未收到, 行政处罚均未被复议.
        let is_zero = self.sentence.tokens[self.at].is(TermKind::Zero);
        if !is_zero && own.nouns.iter().any(|noun| noun.is_of(DISCLOSURE)) {
            return true;
        }
        let clause = self.start..self.at;
        let who = Clause::without_number(self.sentence, self.before, clause, own);
        who.names_another() || who.is_of_bodies()
    }

    /// Whether it is said of some of those that were counted.
    fn is_of_some(&self) -> bool {
        let Self { sentence, at, .. } = *self;
        // 不予处理的5件均属重复申请: of all of a group.
        let is_of_group = sentence.tokens[at].is(TermKind::All) && is_of_a_group(self.said);
        let text_before = &sentence.text[..sentence.tokens[at].range.start];
        self.follows_a_number() && !is_of_group
            || sentence.has_word(self.start..at, &lists().except)
            || lists().measure_of_bodies.end(text_before)
    }

    fn follows_a_number(&self) -> bool {
        let Some(before) = self.at.checked_sub(1) else {
            return false;
        };
        let kind = &self.sentence.tokens[before].kind;
        matches!(kind, Piece::Number(_) | Piece::Quantity(..))
    }
}

/// The first token of the clause of such a word.
fn find_start(sentence: &ClaimSentence<'_>, before: usize, at: usize) -> usize {
    let from = before.max(at.saturating_sub(CLAUSE)).min(at);
    sentence.paragraph().clause_start(from, at, CLAUSE_MARKS)
}

/// What ends the clause of such a word.
const ENDS: &str = "，；（）？：";

/// One past its last token.
fn find_end(sentence: &ClaimSentence<'_>, from: usize) -> usize {
    let furthest = sentence.range.end.min(from + CLAUSE);
    for at in from..furthest {
        let counts = sentence.tokens[at].is_quantity() && !is_one(sentence, at);
        if sentence.tokens[at].is_mark(ENDS) || counts {
            return at;
        }
    }
    furthest
}

/// Whether a token is 一件 or its like, which counts nothing where there is none: 没有作出过一件.
fn is_one(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    match sentence.tokens[at].kind {
        Piece::Quantity(number, _) => number.in_words && number.value == 1.into(),
        _ => false,
    }
}

/// Whether 一件 or its like follows a word of none.
fn is_not_one(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let has_next = at + 1 < sentence.tokens.len();
    sentence.tokens[at].is(TermKind::None) && has_next && is_one(sentence, at + 1)
}

/// Whether the last number was of a group of outcomes, which has rows below it.
fn is_of_a_group(said: &Said) -> bool {
    let Some(part) = only_part(&said.rows) else {
        return false;
    };
    GROUPS.contains(&part.id.as_str())
}

/// The row that a number was of, where it was of one alone.
fn only_part(rows: &[Sum]) -> Option<&TermPart> {
    match rows {
        [row] => match row.as_slice() {
            [part] => Some(part),
            _ => None,
        },
        _ => None,
    }
}

/// That nothing is carried over to the next year.
fn nothing_carried_out(standard: &Standard) -> Vec<Meaning> {
    let row = vec![TermPart::plus(CARRIED_OUT)];
    Meaning::of(standard, REQUESTS, &row, None)
        .into_iter()
        .collect()
}
