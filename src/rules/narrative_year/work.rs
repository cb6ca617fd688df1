//! What a sentence says of the year's work: its plans, what is carried over, its numbers.

use super::dated::{DatedSentence, WrongYear, YearToken, carries};
use crate::narrative::{
    Claim, ClaimYear, Piece, Tells, TermKind, Token, heading_length, level, lists,
};
use crate::report::Report;
use crate::rules::near_miss::holds;

/// The key of the text with the plans, whose years are read in a way of their own.
const PLANS: &str = "问题与改进";

/// How many years back a year lies that may have been left over.
const FEW_YEARS: i32 = 5;

/// Tokens before a year that still begins its clause: 截至, 在, a heading's number.
const BEFORE_YEAR: usize = 2;

/// Tokens at the start of a sentence, of which one may be 去年.
const FIRST_TOKENS: usize = 2;

impl DatedSentence<'_, '_> {
    /// A plan for a year that is over.
    pub(super) fn check_plans(&self) -> Option<WrongYear> {
        let this = self.this;
        let YearToken { at: 0, year } = *self.years.first()? else {
            return None;
        };
        let is_plan = self.sentence.passage.key == PLANS
            && year <= this
            && lists().plans.within(self.sentence.whole());
        if !is_plan {
            return None;
        }
        let next = this + 1;
        let message =
            format!("改进措施写的是 {year} 年，本报告是 {this} 年度的，下一步应是 {next} 年");
        Some(WrongYear { at: 0, message })
    }

    /// Requests carried over to the report's own year, or an earlier one: 结转至2023年继续办理.
    pub(super) fn check_carrying_on(&self) -> Option<WrongYear> {
        let this = self.this;
        let tokens = self.sentence.tokens;
        let at = (1..tokens.len()).find(|&at| self.is_carried_to(at))?;
        // 2022年收到、结转至2023年: rightly told of those carried in.
        if tokens[..at].iter().any(|token| self.is_past(token)) {
            return None;
        }
        let year = self.sentence.word(at);
        let next = this + 1;
        let message = format!("写的是结转到 {year}，本报告是 {this} 年度的，应是 {next} 年");
        Some(WrongYear { at, message })
    }

    /// Whether requests are carried over to a token that is this year, or the last: 结转至2023年,
    /// 结转2023年继续办理.
    fn is_carried_to(&self, at: usize) -> bool {
        let Piece::Year(year) = self.sentence.tokens[at].kind else {
            return false;
        };
        let is_onward = lists().onward.end(self.sentence.word(at - 1))
            || lists().goes_on.begin(self.sentence.word(at + 1));
        is_onward
            && carries(&self.sentence.tokens[at - 1])
            && (self.this - 1..=self.this).contains(&year)
    }

    /// Whether a token is a year before the report's, or a word for the last one.
    fn is_past(&self, token: &Token) -> bool {
        matches!(token.kind, Piece::Year(year) if year < self.this) || token.is(TermKind::LastYear)
    }

    /// Requests carried over from a year before the last: 2021年结转1件 in the report of 2023.
    pub(super) fn check_carried_in(&self) -> Option<WrongYear> {
        let this = self.this;
        let long_past = this - FEW_YEARS..this - 1;
        let mut years = self.other_years();
        let YearToken { at, year } = years
            .find(|named| long_past.contains(&named.year) && self.is_carried_from(named.at))?;
        let last = this - 1;
        let message =
            format!("写的是 {year} 年结转，本报告是 {this} 年度的，上年结转应是 {last} 年的");
        Some(WrongYear { at, message })
    }

    /// Whether requests are carried over from the year at a token.
    fn is_carried_from(&self, at: usize) -> bool {
        self.sentence.tokens.get(at + 1).is_some_and(carries)
            && !lists().onward.end(self.sentence.word(at + 1))
    }

    /// A year whose numbers, up to the next year or semicolon, are this year's cells.
    pub(super) fn check_numbers(&self) -> Option<WrongYear> {
        let this = self.this;
        for YearToken { at, year } in self.other_years() {
            if self.is_told_of_this_year(at) {
                let message = format!("这里写的是 {year} 年，后面的数是 {this} 年度表里的");
                return Some(WrongYear { at, message });
            }
        }
        // 去年，我局收到申请40件.
        let tokens = self.sentence.tokens;
        let start = self.heading_tokens();
        for (at, token) in tokens.iter().enumerate().skip(start).take(FIRST_TOKENS) {
            let word = self.sentence.word(at);
            let is_last_year = token.is(TermKind::LastYear) && lists().ended_years.has(word);
            if is_last_year && self.is_told_of_this_year(at) {
                let message = format!("这里写的是“{word}”，后面的数是 {this} 年度表里的");
                return Some(WrongYear { at, message });
            }
        }
        None
    }

    /// How many tokens belong to the heading that the sentence begins with.
    fn heading_tokens(&self) -> usize {
        let text = &self.sentence.line.text;
        if level(text).is_none() {
            return 0;
        }
        let end = heading_length(text);
        let tokens = self.sentence.tokens.iter();
        tokens.take_while(|token| token.range.end <= end).count()
    }

    /// Whether a year begins its clause, is not compared with, and numbers of this year's cells
    /// stand behind it.
    fn is_told_of_this_year(&self, at: usize) -> bool {
        let start = self.sentence.clause_start(at, "，；：、（）");
        let mut before = self.sentence.tokens[start..at].iter();
        at - start <= BEFORE_YEAR
            && !before.any(|token| token.is(TermKind::Compare))
            && self.has_numbers_of_this_year(at)
    }

    /// Whether the numbers behind a year hold in this report, and not in that year's where it is
    /// given.
    fn has_numbers_of_this_year(&self, at: usize) -> bool {
        let mut has_number = false;
        let mut are_last_years = true;
        for claim in self.claims_behind(at) {
            if !may_be_right(self.subject.report, claim) {
                return false;
            }
            let last = self.subject.last;
            are_last_years &= last.is_some_and(|last| may_be_right(last, claim));
            has_number |= !claim.number.value.is_zero();
        }
        has_number && !are_last_years
    }

    /// The claims behind a year that are told of it: those up to the next year or semicolon.
    fn claims_behind(&self, at: usize) -> Vec<&Claim> {
        let tokens = self.sentence.tokens;
        let mut end = at + 1;
        while end < tokens.len() && !ends_a_year(&tokens[end]) {
            end += 1;
        }
        let bytes = tokens[at].range.start..tokens[end - 1].range.end;
        // 2022年以来，……全年收到2件: the year counts for what is told of the whole of it.
        let is_since = lists().since.has(self.sentence.word(at + 1));
        let mut claims = Vec::new();
        for claim in &self.sentence.passage.claims {
            let is_here = claim.line == self.sentence.number && bytes.contains(&claim.range.start);
            let is_of_year = is_since || claim.year != ClaimYear::This;
            if is_here && is_of_year && claim.tells != Tells::Sweeping {
                claims.push(claim);
            }
        }
        claims
    }

    /// 截至2024年12月31日, 至2022年年底: the end of another year than the report's.
    pub(super) fn check_year_end(&self) -> Option<WrongYear> {
        let this = self.this;
        let mut years = self.other_years();
        let YearToken { at, year } = years.find(|named| self.is_end_of_year(*named))?;
        // What is told of this year besides is compared with it.
        let mut years = self.years.iter();
        let is_alone = years.all(|other| other.year == year || other.year == this + 1);
        let mut behind = self.sentence.tokens[at..].iter();
        let has_number = behind.any(|token| matches!(token.kind, Piece::Quantity(..)));
        if !is_alone || !has_number || self.compares() {
            return None;
        }
        Some(self.told_of_another_year(at, year))
    }

    /// Whether the end of the year before the report's or behind it is meant.
    fn is_end_of_year(&self, named: YearToken) -> bool {
        let YearToken { at, year } = named;
        let is_beside = year == self.this + 1 || year == self.this - 1;
        let next = self.sentence.word(at + 1);
        is_beside
            && self.is_until(at)
            && (self.december_follows(at) || lists().year_end.begin(next))
    }

    /// A paragraph or sentence that begins with an earlier year, and speaks of nothing else.
    pub(super) fn check_start(&self) -> Option<WrongYear> {
        let YearToken { at, year } = *self.years.first()?;
        let tokens = self.sentence.tokens;
        let is_until = (1..=2).contains(&at) && lists().until.has(self.sentence.word(at - 1));
        let is_start = at == 0 || is_until || self.follows_a_heading(at);
        let names_later_years = self.years.iter().any(|named| named.year >= self.this);
        if year != self.this - 1 || !is_start || names_later_years || self.compares() {
            return None;
        }
        // 2022年12月启动, 2022年以来, 2022年结转: told of that year rightly. The whole year's end
        // is told of this one.
        let next = tokens.get(at + 1)?;
        let is_wrong = if is_until {
            self.december_follows(at)
        } else {
            (next.is_mark("，") || self.is_own_name(at + 1))
                && !self.speaks_of_this_year(at + 2)
                && !tokens.iter().any(carries)
        };
        is_wrong.then(|| self.told_of_another_year(at, year))
    }

    /// Whether a token is the first behind the heading that its paragraph begins with.
    fn follows_a_heading(&self, at: usize) -> bool {
        let text = &self.sentence.line.text;
        self.is_first
            && level(text).is_some()
            && self.sentence.tokens[at].range.start >= heading_length(text)
    }

    /// Whether a word from a token on speaks of the report's year.
    fn speaks_of_this_year(&self, from: usize) -> bool {
        for at in from..self.sentence.tokens.len() {
            let word = self.sentence.word(at);
            let is_this = self.sentence.tokens[at].is(TermKind::ThisYear);
            if is_this && !lists().all_year.has(word) || lists().of_this_year.begin(word) {
                return true;
            }
        }
        false
    }

    /// Whether a token is the agency's own name or 我局.
    fn is_own_name(&self, at: usize) -> bool {
        let word = self.sentence.word(at);
        self.sentence.tokens[at].is(TermKind::Whole)
            || self.subject.report.is_own_name(word) && word.chars().count() > 1
    }

    fn told_of_another_year(&self, at: usize, year: i32) -> WrongYear {
        let message = format!("这里写的是 {year} 年，本报告是 {} 年度的", self.this);
        WrongYear { at, message }
    }
}

/// Whether what is told of a year ends at a token.
fn ends_a_year(token: &Token) -> bool {
    token.is_mark("；") || matches!(token.kind, Piece::Year(_))
}

/// Whether a claim's number is one of those that it may be in a report.
fn may_be_right(report: &Report, claim: &Claim) -> bool {
    let mut meanings = claim.meanings.iter();
    meanings.any(|meaning| holds(report, claim, meaning))
}
