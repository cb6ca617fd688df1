//! A number's clause: the words before and behind it.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::lists::Words;
use super::super::numeral::Number;
use super::super::token::{Piece, softened};
use super::super::vocabulary::{Measure, Sum, Term, TermKind, Vocabulary, lists};
use super::{ClaimSentence, DISCLOSURE, REQUESTS};

/// A number and what stands around it.
#[derive(Clone)]
pub(super) struct Clause {
    /// The token behind the number before, or the sentence's first.
    pub before: usize,
    /// The token behind the number before and the words that belong to it.
    pub free: usize,
    /// The first token of the clause.
    pub start: usize,
    /// The number's token.
    pub at: usize,
    /// One past the last token of the clause.
    pub end: usize,
    /// The words before the number.
    pub near: Frame,
    /// The words behind it, up to the next number or mark.
    pub tail: Frame,
    /// Whether what is asked for is told at length before the noun: 要求公开征地补偿资料的申请.
    pub describes: bool,
}

/// How far a clause is looked through for words that limit it; a real one is shorter.
pub(super) const CLAUSE: usize = 60;

/// Whether a word is part of an application for something else: 城市道路申请, 民生实事申请.
pub(super) fn is_another_application(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    let short = lists().bare_requests.has(word);
    let before = at.checked_sub(1).map(|before| &sentence.tokens[before]);
    short
        && before.is_some_and(|token| {
            let foreign = token.is(TermKind::Foreign)
                && !token.is(TermKind::Filler)
                && !token.is(TermKind::Reason);
            // 成绩单出具申请: a verb of decisions.
            let of_decisions = token
                .terms()
                .any(|term| term.table == DISCLOSURE && term.kind == TermKind::Column);
            matches!(token.kind, Piece::Plain(2..)) || foreign || of_decisions
        })
}

/// Whether a term speaks of requests carried over.
pub(super) fn carried(term: &Term) -> bool {
    let mut ids = term.rows.iter().flatten().map(|(_, id)| id);
    term.table == REQUESTS && !term.rows.is_empty() && ids.all(|id| id.starts_with("carried"))
}

impl Clause {
    /// The clause of the number at a token; `before` is one past the number before it.
    pub fn around(sentence: &ClaimSentence<'_>, before: usize, at: usize, taken: usize) -> Self {
        let tokens = sentence.tokens;
        let start = start(sentence, before, at);
        let near = Frame::of(tokens, start.max(taken.min(at))..at);
        let description = description(sentence, before, start, at);
        let is_sum = (start..at).any(|i| lists().sums.has(sentence.word(i)));
        let ways = ways(sentence, start..at);
        let is_first = before == sentence.range.start;
        let describes = (description.is_some() || is_first && ways > 1) && !is_sum;
        let near = description.map_or_else(|| near.clone(), |words| near.without(&words));
        let mut end = end(sentence, at, near.is_silent());
        if near.is_silent() {
            end = predicate_end(sentence, at, end);
        }
        // Words right before the next number are that number's, unless this one has none: 9件重复申请和3件信访类申请.
        let next_is_number = tokens
            .get(end)
            .is_some_and(|t| matches!(t.kind, Piece::Quantity(..)));
        let has_words = !(near.terms.is_empty() && near.nouns.is_empty());
        let tail = if next_is_number && has_words {
            Frame::default()
        } else {
            Frame::of(tokens, at + 1..end)
        };
        Self {
            before,
            free: before.max(taken),
            start,
            at,
            end,
            near,
            tail,
            describes,
        }
    }

    /// Whether the table's numbers are counted in such a measure.
    pub fn counts(&self, table: &str, measure: Measure) -> bool {
        match measure {
            Measure::Money(_) => table == DISCLOSURE,
            Measure::Things(_) => {
                // 发布133条 after a word on documents is about something else.
                let pieces = measure.is_one_of(&lists().pieces);
                let told = self
                    .near
                    .nouns
                    .iter()
                    .chain(&self.tail.nouns)
                    .any(|(_, noun)| noun.is_some());
                Vocabulary::builtin().counts(table, measure)
                    && !(table == DISCLOSURE && pieces && !told)
            }
        }
    }

    /// Whether the words before the number speak of a part, another time or a difference.
    pub fn is_part(&self, sentence: &ClaimSentence<'_>, table: &str) -> bool {
        // 涉及征地 is a part of the requests; 涉及国家秘密 has a row, and reviews are all about something.
        let cell = self
            .near
            .of_kind(REQUESTS, TermKind::Reason)
            .last()
            .map(|(at, _)| at);
        let cell = cell.max(
            self.near
                .of_kind(REQUESTS, TermKind::Outcome)
                .last()
                .map(|(at, _)| at),
        );
        let regarding = self.near.at(TermKind::Regarding).any(|at| {
            let unknown = self.near.unknown_after(Some(at)) > 0
                || self.near.nouns.iter().any(|(n, t)| *n > at && t.is_none());
            unknown && cell.is_none_or(|cell| cell < at)
        });
        // 由113件降至102件, 两类组织各1件.
        let of_other = self.at > self.start && lists().of_others.has(sentence.word(self.at - 1))
            || self.near.has(TermKind::None)
            || self.near.is_silent() && self.tail.has(TermKind::Part)
            || self.is_of_people(sentence);
        of_other
            || self
                .near
                .at(TermKind::Part)
                .any(|at| !is_count(sentence, at, self.at) && !is_same_person(sentence, at, cell))
            || is_explained_by(sentence, self)
            || self.near.has(TermKind::Compare)
            || self.near.has(TermKind::OtherTime)
            || table == REQUESTS && regarding
    }

    /// Whether people were counted right before: 11名申请人共提交申请65件.
    fn is_of_people(&self, sentence: &ClaimSentence<'_>) -> bool {
        self.follows(sentence, &lists().people)
    }

    /// Whether bodies were counted right before: 20个单位未收到申请.
    pub fn is_of_bodies(&self, sentence: &ClaimSentence<'_>) -> bool {
        self.follows(sentence, &lists().bodies_counted)
    }

    /// Whether a number in one of these measures stands right before the clause, with no mark between.
    fn follows(&self, sentence: &ClaimSentence<'_>, measures: &Words) -> bool {
        let before = self
            .before
            .checked_sub(1)
            .map(|at| &sentence.tokens[at].kind);
        let Some(Piece::Quantity(_, measure)) = before else {
            return false;
        };
        self.start == self.before && measure.is_one_of(measures)
    }

    /// Whether unknown words stand right before the verb or the applicant: 独立答复130件, 外地企业9件.
    pub fn is_narrowed(&self, sentence: &ClaimSentence<'_>) -> bool {
        let first = self.near.terms.iter().find(|(_, t)| {
            matches!(
                t.kind,
                TermKind::Act | TermKind::Applicant | TermKind::Column
            )
        });
        first.is_some_and(|(at, _)| {
            let before = at.checked_sub(1).filter(|before| *before >= self.start);
            before.is_some_and(|before| {
                let token = &sentence.tokens[before];
                matches!(token.kind, Piece::Plain(2..))
                    && !sentence.report.is_own_name(sentence.word(before))
            })
        })
    }

    /// Whether pieces of information are counted, not requests: 不予公开信息1359条.
    pub fn counts_information(&self, sentence: &ClaimSentence<'_>, measure: Measure) -> bool {
        if !measure.is_one_of(&lists().pieces) {
            return false;
        }
        let received = self.near.of_kind(REQUESTS, TermKind::Act).next().is_some();
        let behind = sentence.paragraph().word(self.at + 1);
        lists().information.begin(behind)
            || !received
                && self.at > self.start
                && lists().information.end(sentence.word(self.at - 1))
    }

    /// Whether other business stands among the words behind a number without words: 3件申请征求意见后予以公开.
    pub fn tail_is_mixed(&self) -> bool {
        // 13件因需征求第三方意见，于年末结转 tells the cause.
        let is_carried = self.tail.terms.iter().any(|(_, term)| carried(term));
        !is_carried
            && self.near.terms.is_empty()
            && !self.tail.terms.is_empty()
            && self.tail.nouns.iter().any(|(_, noun)| noun.is_none())
    }

    /// Whether it is an application for something else: 城市道路申请.
    pub fn is_another_application(&self, sentence: &ClaimSentence<'_>) -> bool {
        let subject = self.near.of_kind(REQUESTS, TermKind::Subject).last();
        // 检索查找仍未发现所申请信息、以本机关不掌握答复的: only requests have such reasons.
        let subject = subject.filter(|_| !self.near.has_reason());
        subject.is_some_and(|(at, _)| is_another_application(sentence, at))
    }

    /// Whether all ways of asking are named: 通过网络、信函等各种渠道.
    pub fn is_every_way(&self, sentence: &ClaimSentence<'_>) -> bool {
        let is_sum = (self.start..self.at).any(|i| lists().sums.has(sentence.word(i)));
        let ways = ways(sentence, self.start..self.at);
        // 窗口、信箱、网上平台登记的申请累计57件.
        lists()
            .every_way
            .within(&sentence.text[self.phrase(sentence)])
            || ways > 1 && (is_sum || self.before == sentence.range.start)
    }

    /// The words that say what the number counts: those before it, or those behind it where none stand before.
    pub fn words(&self, table: &str) -> &Frame {
        let of_these = self
            .near
            .at(TermKind::OfThese)
            .last()
            .is_some_and(|at| at + 1 == self.at);
        if (of_these || !self.near.says(table)) && self.tail.says(table) {
            &self.tail
        } else {
            &self.near
        }
    }

    /// Unknown characters between the words understood and the number.
    pub fn unknown(&self) -> usize {
        let last = self.near.terms.iter().map(|(at, _)| *at).max();
        self.near.unknown_after(last)
    }

    /// Whether another body is named before the verb: 市水利局收到 in the report of another.
    pub fn names_another(&self, sentence: &ClaimSentence<'_>) -> bool {
        self.near.plain.iter().any(|(at, length)| {
            let name = sentence.word(*at);
            (2..=12).contains(length)
                && lists().bodies.end(name)
                && !lists().deciders.end(name)
                && !sentence.report.is_own_name(name)
                && !is_own_office(sentence, name)
        })
    }

    /// Where the words that belong to this number end, if they stand behind it.
    pub fn taken(&self) -> usize {
        if self.near.terms.is_empty() && !self.tail.terms.is_empty() {
            self.end
        } else {
            self.at
        }
    }

    /// Whether something unknown is said before the clause that its number is of: 信息处于研究过程之中，不予公开的33件.
    pub fn is_qualified(&self, sentence: &ClaimSentence<'_>) -> bool {
        let of = self.at > self.start && lists().of.has(sentence.word(self.at - 1));
        let before = Frame::of(sentence.tokens, self.before..self.start);
        of && (before.unknown_after(None) >= 4 || before.is_about_requests())
    }

    /// The number with what 近, 约, 左右 beside it say.
    pub fn softened(&self, sentence: &ClaimSentence<'_>, number: Number) -> Number {
        let token = &sentence.tokens[self.at].range;
        let before = sentence.text[..token.start].chars().next_back();
        let behind = self.tail_text(sentence);
        softened(number, before, behind)
    }

    fn tail_text<'s>(&self, sentence: &ClaimSentence<'s>) -> &'s str {
        let from = sentence
            .tokens
            .get(self.at + 1)
            .map_or(sentence.text.len(), |t| t.range.start);
        &sentence.text[from..]
    }

    /// The bytes of the clause, up to the number's measure or the words behind it.
    pub fn phrase(&self, sentence: &ClaimSentence<'_>) -> Range<usize> {
        let tokens = sentence.tokens;
        let end = |at: usize| {
            tokens
                .get(at)
                .map_or(sentence.text.len(), |t| t.range.start)
        };
        let to = if self.end > self.at + 1 {
            tokens[self.end - 1].range.end
        } else {
            end(self.at + 1)
        };
        let from = end(self.start);
        from..to.max(from)
    }

    /// Years beside the number, before it and behind.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.near.years.iter().chain(&self.tail.years).copied()
    }
}

/// Whether a name is that of an office inside the agency: 镇党政办 in a town's report.
fn is_own_office(sentence: &ClaimSentence<'_>, name: &str) -> bool {
    let office = lists()
        .offices
        .iter()
        .find_map(|office| name.strip_suffix(office));
    office.is_some_and(|of| sentence.report.is_own_name(of))
}

/// Whether 同一申请人 tells of requests that were repeated, which have a row.
fn is_same_person(sentence: &ClaimSentence<'_>, at: usize, cell: Option<usize>) -> bool {
    cell.is_some_and(|cell| cell > at) && lists().same_person.has(sentence.word(at))
}

/// Whether what a number is of is told right behind it: 收到1件涉及3个事项的申请.
fn is_explained_by(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let behind = sentence.paragraph().word(clause.at + 1);
    lists().over.has(behind)
        && clause
            .near
            .of_kind(REQUESTS, TermKind::Act)
            .next()
            .is_some()
}

/// How many ways of asking are named, joined to each other: 窗口、信箱、网上.
fn ways(sentence: &ClaimSentence<'_>, tokens: Range<usize>) -> usize {
    let is_way = |i: &usize| sentence.tokens[*i].is(TermKind::Part);
    let joins = |i: usize| sentence.tokens[i].is_mark("、") || lists().and.has(sentence.word(i));
    let (Some(first), Some(last)) = (
        tokens.clone().find(is_way),
        tokens.clone().rev().find(is_way),
    ) else {
        return 0;
    };
    if first < last && (tokens.start..last).any(joins) {
        tokens.filter(is_way).count()
    } else {
        1
    }
}

/// Whether 占 stands right before a number of things: 企业提交的占122件.
fn is_count(sentence: &ClaimSentence<'_>, word: usize, number: usize) -> bool {
    word + 1 == number && lists().share_of.has(sentence.word(word))
}

/// Whether kinds are counted: 两项, 三类.
pub(super) fn counts_kinds(measure: Measure) -> bool {
    measure.is_one_of(&lists().kinds)
}

/// What is asked for, told at length before the noun of the first number of a sentence: 收到要求公开征地补偿资料的申请17件.
fn description(
    sentence: &ClaimSentence<'_>,
    before: usize,
    start: usize,
    at: usize,
) -> Option<Range<usize>> {
    let tokens = sentence.tokens;
    let is_first = before == sentence.range.start;
    let is_request = |i: &usize| {
        tokens[*i]
            .terms()
            .any(|term| term.kind == TermKind::Subject && term.table == REQUESTS)
    };
    let subject = (start..at).rev().find(is_request)?;
    let of = subject
        .checked_sub(1)
        .filter(|&of| is_first && lists().of.has(sentence.word(of)))?;
    let act = (start..of).find(|&i| {
        tokens[i]
            .terms()
            .any(|term| term.kind == TermKind::Act && term.table == REQUESTS)
    })?;
    let from = (act + 1..of).find(|&i| lists().contents.has(sentence.word(i)))?;
    let is_list = (start..at).any(|i| tokens[i].is(TermKind::Parts));
    (!is_list).then_some(from..of)
}

/// The end of a clause whose predicate follows a cause: 13件因需征求第三方意见，于年末结转至2024年.
fn predicate_end(sentence: &ClaimSentence<'_>, at: usize, end: usize) -> usize {
    let tokens = sentence.tokens;
    let says_more = tokens[at + 1..end].iter().any(|token| {
        token
            .terms()
            .any(|term| !term.table.is_empty() && term.kind != TermKind::Subject)
    });
    let has_cause = (at + 1..end.min(at + 3)).any(|i| lists().causes.has(sentence.word(i)));
    if says_more || !has_cause || !tokens.get(end).is_some_and(|token| token.is_mark("，")) {
        return end;
    }
    let furthest = sentence.range.end.min(at + CLAUSE);
    let is_end = |i: &usize| {
        tokens[*i].is_mark("，；、（）？：") || matches!(tokens[*i].kind, Piece::Quantity(..))
    };
    (end + 1..furthest).find(is_end).unwrap_or(furthest)
}

/// The first token of a number's clause.
fn start(sentence: &ClaimSentence<'_>, before: usize, at: usize) -> usize {
    let tokens = sentence.tokens;
    let behind_mark = |to: usize| {
        (before..to)
            .rev()
            .find(|&i| tokens[i].is_mark("，；（）？"))
            .map_or(before, |i| i + 1)
    };
    // 不予公开、不予处理12件: what 、 joins belongs together; what follows the number before is that number's.
    let start = match behind_mark(at) {
        start if start == before && before > sentence.range.start => (before..at)
            .find(|&i| tokens[i].is_mark("、"))
            .map_or(before, |i| i + 1),
        start => start,
    };
    // 不予公开的都属于行政执法案卷，共5件: a sum alone counts what stands before it.
    let is_sum = start < at
        && (start..at).all(|i| {
            lists().sums.has(sentence.word(i))
                || tokens[i].is(TermKind::Filler)
                || tokens[i].is(TermKind::ThisYear)
        })
        && (start..at).any(|i| lists().sums.has(sentence.word(i)));
    if is_sum && start > before && tokens[start - 1].is_mark("，") {
        let clause = behind_mark(start - 1);
        let says = Frame::of(tokens, clause..start - 1)
            .terms
            .iter()
            .any(|(_, t)| t.kind != TermKind::Subject);
        return if says { clause } else { start };
    }
    // 本机关不掌握（12件）, 同意公开（含部分公开）12件: brackets alone say nothing.
    if start == before
        || !tokens[start - 1].is_mark("（）")
        || !Frame::of(tokens, start..at).is_silent()
    {
        return start;
    }
    let bracket = (before..start).rev().find(|&i| tokens[i].is_mark("（"));
    bracket.map_or(start, behind_mark)
}

/// One past the last token of a number's clause; `silent` when no words stand before the number.
fn end(sentence: &ClaimSentence<'_>, at: usize, silent: bool) -> usize {
    let tokens = sentence.tokens;
    // 93件因补正、延期等顺延: behind a number without words, 、 ends nothing.
    let marks = if silent {
        "，；（）？："
    } else {
        "，；、（）？："
    };
    let mut said = false;
    let ends = |i: &usize| {
        said |= tokens[*i].terms().any(|term| !term.table.is_empty());
        // 1次未审结外均获维持: what is said of all the others is not this number's.
        let others = said && tokens[*i].is(TermKind::All);
        tokens[*i].is_mark(marks) || matches!(tokens[*i].kind, Piece::Quantity(..)) || others
    };
    let furthest = sentence.range.end.min(at + CLAUSE);
    (at + 1..furthest).find(ends).unwrap_or(furthest)
}

/// The ways to read a list of terms: those of a single one, or the sum of several.
pub(super) fn alternatives<'t>(
    terms: &[&'t Term],
    sums: impl Fn(&'t Term) -> &'t [Sum],
) -> Vec<Sum> {
    let mut distinct: Vec<&'t Term> = Vec::new();
    for term in terms {
        if !distinct
            .iter()
            .any(|t| sums(t).first() == sums(term).first())
        {
            distinct.push(term);
        }
    }
    match distinct.as_slice() {
        [term] => sums(term).to_vec(),
        [] => Vec::new(),
        several => {
            vec![
                several
                    .iter()
                    .filter_map(|t| sums(t).first())
                    .flatten()
                    .cloned()
                    .collect(),
            ]
        }
    }
}
