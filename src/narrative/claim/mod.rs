//! Claims: the numbers in free text that speak of cells, and of which.
//!
//! A number is read by the words of its own clause, before it or, where none
//! stand there, behind it; what the clause leaves out — the subject, the year,
//! the row of a list — comes from what was said before in the paragraph
//! ([`said`]). Words that make a number speak of something else (another year,
//! a part of the bodies, other business) end the reading: a number that is not
//! understood is no claim. Each table has its own way of speaking, a file each.

mod clause;
mod disclosure;
mod requests;
mod review;
mod said;
mod sweeping;
mod topic;

use std::ops::Range;

use super::meaning::Meaning;
use super::numeral::Number;
use super::token::{Piece, Token};
use super::vocabulary::{Measure, TermKind};
use super::{Line, level};
use crate::report::Report;
use crate::standard::Standard;
use clause::{Clause, counts_kinds};
use said::Said;

/// The ids of the tables, the same in all standards.
const REQUESTS: &str = "requests";
const REVIEW: &str = "review";
const DISCLOSURE: &str = "disclosure";

/// A number that speaks of cells.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The index of its line in the passage.
    pub line: usize,
    /// The bytes of the number in the line.
    pub range: Range<usize>,
    /// The bytes of the clause by which it was understood.
    pub phrase: Range<usize>,
    /// The number; money in yuan.
    pub number: Number,
    /// What the number tells.
    pub tells: Tells,
    /// What it may be; any of them.
    pub meanings: Vec<Meaning>,
    /// Whether the words leave no doubt that it speaks of these cells.
    pub sure: bool,
    /// Whether it speaks of last year's report.
    pub last: bool,
}

/// What the number of a claim tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// How many.
    Count,
    /// How much money.
    Money,
    /// None or all: the number is 0, and the range its word's.
    Sweeping,
}

/// What is known of a clause beside its words.
#[derive(Clone, Copy)]
struct ClauseContext {
    /// Whether the clause itself names its subject.
    named: bool,
    /// Whether its number is money.
    money: bool,
}

/// What a clause was understood to say.
struct Understood {
    meanings: Vec<Meaning>,
    sure: bool,
}

/// What a clause about a table says, by that table's way of speaking.
fn understand(
    table: &str,
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    context: ClauseContext,
    said: &mut Said,
) -> Option<Understood> {
    let read = match table {
        REQUESTS => requests::read,
        REVIEW => review::read,
        _ => disclosure::read,
    };
    read(sentence, clause, standard, context, said)
}

/// The claims of a passage's lines; `last` is last year's report, where there is one.
pub fn claims(lines: &[Line], report: &Report, last: Option<&Report>) -> Vec<Claim> {
    let mut found = Vec::new();
    let mut heading = None;
    for (line, text) in lines.iter().enumerate() {
        let tokens = &text.tokens;
        let is_heading = level(&text.text).is_some()
            && !text.text.contains('。')
            && text.text.chars().count() <= 50;
        let mut said = Said::under(heading.filter(|_| !is_heading));
        let mut start = 0;
        let ends = |i: usize| {
            matches!(tokens.get(i).map(|t| &t.kind), None | Some(Piece::Mark('。' | '？' | '！')))
        };
        for end in (0..=tokens.len()).filter(|&i| ends(i)) {
            let sentence =
                ClaimSentence { report, last, text: &text.text, tokens, range: start..end };
            found.extend(
                sentence.claims(&mut said).into_iter().map(|claim| Claim { line, ..claim }),
            );
            start = end + 1;
        }
        if is_heading {
            heading = said.table();
        }
    }
    found
}

/// A sentence of a line.
struct ClaimSentence<'a> {
    report: &'a Report,
    /// Last year's report, where there is one.
    last: Option<&'a Report>,
    text: &'a str,
    tokens: &'a [Token],
    range: Range<usize>,
}

impl ClaimSentence<'_> {
    fn claims(&self, said: &mut Said) -> Vec<Claim> {
        said.new_sentence(self.whole());
        let mut found = Vec::new();
        let (mut before, mut taken, mut heard) = (self.range.start, 0, self.range.start);
        for at in self.range.clone() {
            if self.tokens[at].is(TermKind::None) || self.tokens[at].is(TermKind::All) {
                said.hear(self, heard..at);
                heard = at;
                found.extend(sweeping::read(self, before, at, said));
            }
            if let Piece::Quantity(number, measure) = self.tokens[at].kind {
                said.hear(self, heard..at);
                heard = at;
                let clause = Clause::around(self, before, at, taken);
                if let Some(claim) = self.claim(&clause, number, measure, said) {
                    taken = clause.taken();
                    found.push(claim);
                }
                before = at + 1;
            }
        }
        said.hear(self, heard..self.range.end);
        found
    }

    /// The claim of a clause's number; none where it is not understood.
    fn claim(
        &self,
        clause: &Clause,
        number: Number,
        measure: Measure,
        said: &mut Said,
    ) -> Option<Claim> {
        let clause = &said.share(self, clause);
        if clause.counts_information(self, measure) {
            said.other_business();
            return None;
        }
        let (table, named) = topic::table(clause, said)?;
        // 以上两项 counts rows, not requests.
        if number.in_words && counts_kinds(measure) && !named {
            return None;
        }
        if table == REQUESTS && clause.is_another_application(self) {
            if said.table() != Some(REQUESTS) {
                said.other_business();
            }
            return None;
        }
        // 涉及征地3件、拆迁2件: what 、 joins to a part is one as well.
        let joined =
            clause.start > 0 && matches!(self.tokens[clause.start - 1].kind, Piece::Mark('、'));
        said.part =
            clause.is_part(self, table) && !clause.is_every_way(self) || said.part && joined;
        if !clause.counts(table, measure)
            || said.part
            || said.limits.scope
            || said.limits.other_time
        {
            return None;
        }
        // Whatever is left out counts as this year's report.
        let this = self.report.year.value;
        let last = said.limits.year.is_some_and(|year| year == this - 1);
        let report = if last { self.last.unwrap_or(self.report) } else { self.report };
        let money = matches!(measure, Measure::Money(_));
        let mut understood =
            understand(table, self, clause, &report.standard, ClauseContext { named, money }, said);
        if let Some(understood) = &mut understood {
            said.is_about(table);
            // Under a heading that names the subject, but in words that nobody knows: 微门户累计收件12件.
            understood.sure &= !(clause.is_qualified(self)
                || clause.is_narrowed(self)
                || clause.tail_is_mixed()
                || !named && said.by_heading() && clause.near.unknown_after(None) > 2);
        }
        if last && self.last.is_none() || said.limits.year.is_some_and(|year| year != this && !last)
        {
            return None;
        }
        let Understood { meanings, sure } = understood?;
        let number = match measure {
            Measure::Money(yuan) => Number {
                value: number.value.checked_mul(yuan)?,
                unit: number.unit * yuan,
                ..number
            },
            Measure::Things(_) => number,
        };
        // 受理一件、办结一件 is a way of working as often as a count.
        let sure = sure && !(number.in_words && number.value <= 1.into());
        let number = clause.softened(self, number);
        Some(Claim {
            line: 0,
            range: self.tokens[clause.at].range.clone(),
            phrase: clause.phrase(self),
            number,
            tells: if money { Tells::Money } else { Tells::Count },
            meanings,
            sure,
            last,
        })
    }

    /// All its characters.
    fn whole(&self) -> &str {
        match self.tokens.get(self.range.clone()) {
            Some([first, .., last]) => &self.text[first.range.start..last.range.end],
            Some([one]) => &self.text[one.range.clone()],
            _ => "",
        }
    }

    /// The characters of a token.
    fn word(&self, at: usize) -> &str {
        &self.text[self.tokens[at].range.clone()]
    }
}
