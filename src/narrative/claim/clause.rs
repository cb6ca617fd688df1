//! A number's clause: the words before and behind it, and what they say of it whatever the table.

mod bounds;

use std::ops::{Range, RangeInclusive};

use super::super::account::List;
use super::super::frame::{Frame, FrameTerm, Noun};
use super::super::lists::Words;
use super::super::numeral::Number;
use super::super::token::{Piece, soften};
use super::super::vocabulary::{Measure, TermKind, Vocabulary, lists};
use super::rows::is_carried;
use super::sentence::ClaimSentence;
use super::{DISCLOSURE, REQUESTS};
use bounds::{count_ways, find_description, find_end, find_start};

/// A number and what stands around it.
#[derive(Clone)]
pub(super) struct Clause<'a> {
    /// Its sentence.
    pub sentence: &'a ClaimSentence<'a>,
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

/// Characters of another body's name.
const NAME: RangeInclusive<usize> = 2..=12;

impl<'a> Clause<'a> {
    /// The clause of the number at a token; `before` is one past the number before it, `taken` one
    /// past the words that belong to that.
    pub fn around(sentence: &'a ClaimSentence<'a>, before: usize, at: usize, taken: usize) -> Self {
        let tokens = sentence.tokens;
        let start = find_start(sentence, before, at);
        let mut near = Frame::of(tokens, start.max(taken.min(at))..at);
        let mut describes = false;
        if before == sentence.range.start {
            let is_sum = sentence.has_word(start..at, &lists().sums);
            let description = find_description(sentence, start, at);
            describes = !is_sum && (description.is_some() || count_ways(sentence, start..at) > 1);
            if let Some(words) = description {
                near = near.without(&words);
            }
        }
        let end = find_end(sentence, at, near.is_silent());
        // Words right before the next number are that number's, unless this one has none:
        // 9件重复申请和3件信访类申请.
        let has_words = !near.terms.is_empty() || !near.nouns.is_empty();
        let tail = if has_words && sentence.paragraph().is_quantity(end) {
            Frame::default()
        } else {
            Frame::of(tokens, at + 1..end)
        };
        Self {
            sentence,
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

    /// Words that count nothing, read as the clause of a number behind them would be.
    pub fn without_number(
        sentence: &'a ClaimSentence<'a>,
        before: usize,
        range: Range<usize>,
        words: Frame,
    ) -> Self {
        Self {
            sentence,
            before,
            free: before,
            start: range.start,
            at: range.end,
            end: range.end,
            near: words,
            tail: Frame::default(),
            describes: false,
        }
    }

    /// Whether the table's numbers are counted in such a measure.
    pub fn counts(&self, table: &str, measure: Measure) -> bool {
        if matches!(measure, Measure::Money(_)) {
            return table == DISCLOSURE;
        }
        // 发布133条 after a word on documents is about something else.
        let mut nouns = self.near.nouns.iter().chain(&self.tail.nouns);
        let is_loose = table == DISCLOSURE
            && measure.is_one_of(&lists().pieces)
            && nouns.all(Noun::is_foreign);
        !is_loose && Vocabulary::builtin().counts(table, measure)
    }

    /// Whether the words before the number speak of a part, another time or a difference.
    pub fn is_part(&self, table: &str) -> bool {
        let near = &self.near;
        // 涉及征地 is a part of the requests; 涉及国家秘密 has a row, and reviews are all about
        // something.
        let reason = near.last_of(REQUESTS, TermKind::Reason);
        let cell = reason.max(near.last_of(REQUESTS, TermKind::Outcome));
        // 由113件降至102件, 两类组织各1件.
        let is_of_others = self.follows_word(&lists().of_others)
            || near.has(TermKind::None)
            || near.is_silent() && self.tail.has(TermKind::Part)
            || self.is_of_people();
        is_of_others
            || self.names_part(cell)
            || self.is_explained()
            || near.has(TermKind::Compare)
            || near.has(TermKind::OtherTime)
            || table == REQUESTS && self.is_over_something_unknown(cell)
    }

    /// Whether a word for a part stands before the number; `cell` is the last word that has a row.
    fn names_part(&self, cell: Option<usize>) -> bool {
        for at in self.near.at(TermKind::Part) {
            // 企业提交的占122件 counts things.
            let word = self.sentence.word(at);
            let is_count = at + 1 == self.at && lists().share_of.has(word);
            // 同一申请人 tells of requests that were repeated, which have a row.
            let is_repeated = cell > Some(at) && lists().same_person.has(word);
            if !is_count && !is_repeated {
                return true;
            }
        }
        false
    }

    /// Whether words that no row has tell what the number is about; `cell` is the last word that
    /// has one.
    fn is_over_something_unknown(&self, cell: Option<usize>) -> bool {
        for at in self.near.at(TermKind::Regarding) {
            let mut nouns = self.near.nouns.iter();
            let is_unknown = self.near.count_unknown_behind(at) > 0
                || nouns.any(|noun| noun.at > at && noun.is_foreign());
            if is_unknown && cell < Some(at) {
                return true;
            }
        }
        false
    }

    /// Whether what a number is of is told right behind it: 收到1件涉及3个事项的申请.
    fn is_explained(&self) -> bool {
        let behind = self.sentence.paragraph().word(self.at + 1);
        lists().over.has(behind) && self.near.has_term(REQUESTS, TermKind::Act)
    }

    /// Whether people were counted right before: 11名申请人共提交申请65件.
    fn is_of_people(&self) -> bool {
        self.follows_number_in(&lists().people)
    }

    /// Whether bodies were counted right before: 20个单位未收到申请.
    pub fn is_of_bodies(&self) -> bool {
        self.follows_number_in(&lists().bodies_counted)
    }

    /// Whether a number in one of these measures stands right before the clause, with no mark
    /// between.
    fn follows_number_in(&self, measures: &Words) -> bool {
        let Some(before) = self.before.checked_sub(1) else {
            return false;
        };
        match self.sentence.tokens[before].kind {
            Piece::Quantity(_, measure) => self.start == self.before && measure.is_one_of(measures),
            _ => false,
        }
    }

    /// Whether one of these words stands in the clause right before the number.
    pub fn follows_word(&self, words: &Words) -> bool {
        self.at > self.start && words.has(self.sentence.word(self.at - 1))
    }

    /// Whether one of these marks stands right before the clause.
    pub fn follows_mark(&self, marks: &str) -> bool {
        self.start > 0 && self.sentence.is_mark(self.start - 1, marks)
    }

    /// Whether one of these words stands in the clause before the number.
    pub fn has_word(&self, words: &Words) -> bool {
        self.sentence.has_word(self.start..self.at, words)
    }

    /// Whether unknown words stand right before the verb or the applicant: 独立答复130件,
    /// 外地企业9件.
    pub fn is_narrowed(&self) -> bool {
        let Some(first) = self.near.terms.iter().find(|word| names_who_or_what(word)) else {
            return false;
        };
        if first.at <= self.start {
            return false;
        }
        let before = first.at - 1;
        let is_unknown = matches!(self.sentence.tokens[before].kind, Piece::Plain(2..));
        is_unknown && !self.sentence.report.is_own_name(self.sentence.word(before))
    }

    /// Whether pieces of information are counted, not requests: 不予公开信息1359条.
    pub fn counts_information(&self, measure: Measure) -> bool {
        if !measure.is_one_of(&lists().pieces) {
            return false;
        }
        let behind = self.sentence.paragraph().word(self.at + 1);
        if lists().information.begin(behind) {
            return true;
        }
        !self.near.has_term(REQUESTS, TermKind::Act)
            && self.at > self.start
            && lists().information.end(self.sentence.word(self.at - 1))
    }

    /// Whether other business stands among the words behind a number without words:
    /// 3件申请征求意见后予以公开.
    pub fn tail_is_mixed(&self) -> bool {
        let tail = &self.tail;
        // 13件因需征求第三方意见，于年末结转 tells the cause.
        let is_carried = tail.terms.iter().any(|word| is_carried(word.term));
        !is_carried
            && self.near.terms.is_empty()
            && !tail.terms.is_empty()
            && tail.names_other_business()
    }

    /// Whether it is an application for something else: 城市道路申请.
    pub fn is_another_application(&self) -> bool {
        let Some(at) = self.near.last_of(REQUESTS, TermKind::Subject) else {
            return false;
        };
        // 检索查找仍未发现所申请信息、以本机关不掌握答复的: only requests have such reasons.
        !self.near.has_reason() && is_another_application(self.sentence, at)
    }

    /// Whether all ways of asking are named: 通过网络、信函等各种渠道.
    pub fn is_every_way(&self) -> bool {
        if lists().every_way.within(self.text()) {
            return true;
        }
        // 窗口、信箱、网上平台登记的申请累计57件.
        let sums_up = self.before == self.sentence.range.start || self.has_word(&lists().sums);
        sums_up && count_ways(self.sentence, self.start..self.at) > 1
    }

    /// The words that say what the number counts: those before it, or those behind it where none
    /// stand before.
    pub fn words(&self, table: &str) -> &Frame {
        let last = self.near.at(TermKind::OfThese).last();
        let is_of_these = last.is_some_and(|last| last + 1 == self.at);
        if (is_of_these || !self.near.says(table)) && self.tail.says(table) {
            &self.tail
        } else {
            &self.near
        }
    }

    /// Unknown characters between the words understood and the number.
    pub fn count_unknown(&self) -> usize {
        match self.near.terms.iter().map(|word| word.at).max() {
            Some(last) => self.near.count_unknown_behind(last),
            None => self.near.count_unknown(),
        }
    }

    /// Whether another body is named before the verb: 市水利局收到 in the report of another.
    pub fn names_another(&self) -> bool {
        let mut names = self
            .near
            .unknown
            .iter()
            .filter(|run| NAME.contains(&run.length));
        names.any(|run| is_another_body(self.sentence, self.sentence.word(run.at)))
    }

    /// Where the words that belong to this number end, if they stand behind it.
    pub fn end_of_words(&self) -> usize {
        if self.near.terms.is_empty() && !self.tail.terms.is_empty() {
            self.end
        } else {
            self.at
        }
    }

    /// Whether something unknown is said before the clause that its number is of:
    /// 信息处于研究过程之中，不予公开的33件.
    pub fn is_qualified(&self) -> bool {
        if !self.follows_word(&lists().of) {
            return false;
        }
        let before = Frame::of(self.sentence.tokens, self.before..self.start);
        before.count_unknown() >= 4 || before.is_about_requests()
    }

    /// The number with what 近, 约, 左右 beside it say.
    pub fn soften(&self, number: Number) -> Number {
        let text = self.sentence.text;
        let token = &self.sentence.tokens[self.at].range;
        let before = text[..token.start].chars().next_back();
        soften(number, before, &text[self.start_of(self.at + 1)..])
    }

    /// The bytes of the clause, up to the number's measure or the words behind it.
    pub fn phrase(&self) -> Range<usize> {
        let to = if self.end > self.at + 1 {
            self.sentence.tokens[self.end - 1].range.end
        } else {
            self.start_of(self.at + 1)
        };
        let from = self.start_of(self.start);
        from..to.max(from)
    }

    /// The characters of the clause, up to the number's measure or the words behind it.
    pub fn text(&self) -> &'a str {
        &self.sentence.text[self.phrase()]
    }

    /// The byte where a token begins; behind the last, the end of the text.
    fn start_of(&self, at: usize) -> usize {
        let token = self.sentence.tokens.get(at);
        token.map_or(self.sentence.text.len(), |token| token.range.start)
    }

    /// The list of which its number is a part.
    pub fn list(&self) -> Option<&'a List> {
        let account = self.sentence.account;
        account.list_of(account.at(self.at)?)
    }

    /// The clause of the number that is the whole of its list, up to that number.
    pub fn whole_of_list(&self) -> Option<Range<usize>> {
        let account = self.sentence.account;
        let head = account.quantities[*self.list()?.heads.last()?];
        let start = account.sentences[head.sentence].start;
        let paragraph = self.sentence.paragraph();
        Some(paragraph.clause_start(start, head.at, "，；（）")..head.at)
    }

    /// Years beside the number, before it and behind.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.near.years.iter().chain(&self.tail.years).copied()
    }
}

/// Whether a word is a verb or says who asked.
fn names_who_or_what(word: &FrameTerm) -> bool {
    matches!(
        word.term.kind,
        TermKind::Act | TermKind::Applicant | TermKind::Column
    )
}

/// Whether a name is that of another body than the agency, its offices and those who decide.
fn is_another_body(sentence: &ClaimSentence<'_>, name: &str) -> bool {
    lists().bodies.end(name)
        && !lists().deciders.end(name)
        && !sentence.report.is_own_name(name)
        && !is_own_office(sentence, name)
}

/// Whether a name is that of an office inside the agency: 镇党政办 in a town's report.
fn is_own_office(sentence: &ClaimSentence<'_>, name: &str) -> bool {
    let mut offices = lists().offices.iter();
    let of = offices.find_map(|office| name.strip_suffix(office));
    of.is_some_and(|of| sentence.report.is_own_name(of))
}

/// Whether kinds are counted: 两项, 三类.
pub(super) fn counts_kinds(measure: Measure) -> bool {
    measure.is_one_of(&lists().kinds)
}

/// Whether a word is part of an application for something else: 城市道路申请, 民生实事申请.
pub(super) fn is_another_application(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    if at == 0 || !lists().bare_requests.has(sentence.word(at)) {
        return false;
    }
    let before = &sentence.tokens[at - 1];
    let is_foreign = before.is(TermKind::Foreign)
        && !before.is(TermKind::Filler)
        && !before.is(TermKind::Reason);
    matches!(before.kind, Piece::Plain(2..))
        || is_foreign
        // 成绩单出具申请: a verb of decisions.
        || before.is_of(DISCLOSURE, TermKind::Column)
}
