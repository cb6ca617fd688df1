//! What was said so far in a paragraph, for clauses that leave it out.
//!
//! It takes up words as they come and what clauses leave; what a clause says is asked elsewhere.

mod bodies;
mod shares;
mod times;

use std::ops::Range;

use super::super::frame::{Frame, FrameTerm};
use super::super::token::Piece;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::clause::{CLAUSE, Clause, is_another_application};
use super::sentence::ClaimSentence;
use super::{DISCLOSURE, Leaves, REVIEW};
use bodies::is_whole;
use shares::find_shares;
use times::{ends_the_year, follows_a_year, is_of_carrying, is_the_year_so_far};

/// What was said so far.
#[derive(Default)]
pub(super) struct Said {
    /// What the text is about: a table, or other business.
    topic: Option<Topic>,
    /// The rows of the last claim in the sentence, for applicants that follow.
    pub rows: Vec<Sum>,
    /// The rows of requests told so far in the sentence.
    pub told: Vec<String>,
    /// Applicants named in the sentence, for acts that follow.
    pub applicants: Vec<&'static Term>,
    /// The kinds of review named in the paragraph, the last one last.
    pub reviews: Vec<&'static Term>,
    /// Whether the clause before, joined by 、, spoke of a part.
    pub part: bool,
    /// The kind of document or decision last named in the sentence.
    pub document: Option<&'static Term>,
    /// What was counted of documents or decisions last in the sentence.
    pub counted: Vec<&'static Term>,
    /// Whether the text speaks of work that makes other numbers of documents.
    pub loose: LooseWork,
    /// Whether the body decides on reviews itself, as far as the sentence says.
    pub reviewing: bool,
    /// What tells that reviews and lawsuits are over disclosure.
    pub grounds: Grounds,
    /// What limits the numbers of the sentence.
    pub limits: Limits,
    /// The same before the bracket that is open.
    outside: Option<Limits>,
    /// 分别: the words that the numbers to come belong to, one by one; no words where the shares
    /// are not clear.
    shares: Vec<Vec<FrameTerm>>,
}

/// What tells that reviews and lawsuits are over disclosure.
#[derive(Clone, Copy, Default)]
pub(super) struct Grounds {
    /// The paragraph speaks of it.
    pub disclosure: bool,
    /// The sentence tells lawsuits by the columns of the table.
    pub by_column: bool,
}

/// Work on documents, such as a clean-up, that makes their number another than the table's.
#[derive(Clone, Copy, Default)]
pub(super) struct LooseWork {
    /// It was named, in this clause or in one that told its number.
    pub is_named: bool,
    /// The clause tells a number.
    counts: bool,
    /// A clause that named it told a number: those behind are its results.
    is_counted: bool,
}

impl LooseWork {
    /// 对规范性文件逐件清理，制发3件: a clause without a number keeps its verb to itself.
    fn end_clause(&mut self) {
        self.is_counted |= self.is_named && self.counts;
        self.is_named &= self.is_counted;
        self.counts = false;
    }
}

/// What makes the numbers of a sentence speak of less, or of something else, than the report.
#[derive(Clone, Copy, Default)]
pub(super) struct Limits {
    /// The year spoken of; none for the report's.
    pub year: Option<i32>,
    /// Another time than a whole year.
    pub other_time: bool,
    /// A part of the bodies that report.
    pub scope: bool,
}

impl Limits {
    /// 今年, 全年: from here on the report's own year is told.
    fn return_to_this_year(&mut self) {
        (self.year, self.other_time) = (None, false);
    }
}

/// What a text is about.
#[derive(Clone, Copy)]
pub(super) enum Topic {
    /// A table.
    Table(&'static str),
    /// A table, by the heading alone.
    Heading(&'static str),
    /// Other business.
    Other,
}

impl Said {
    /// At the start of a paragraph below a heading that is about a table.
    pub fn under(heading: Option<&'static str>) -> Self {
        Self {
            topic: heading.map(Topic::Heading),
            ..Self::default()
        }
    }

    /// Forgets what a new sentence does not take over.
    pub fn begin_sentence(&mut self, text: &str) {
        self.grounds.disclosure |= lists().names_disclosure.within(text);
        // Only over disclosure are lawsuits told by the columns of the official table.
        self.grounds.by_column = lists().table_columns.within(text);
        (self.limits, self.outside) = (Limits::default(), None);
        self.loose = LooseWork::default();
        self.document = None;
        self.counted.clear();
        self.rows.clear();
        self.told.clear();
        self.reviewing = false;
        self.applicants.clear();
        self.part = false;
        self.shares.clear();
    }

    /// The table that the text is about.
    pub fn table(&self) -> Option<&'static str> {
        match self.topic {
            Some(Topic::Table(table) | Topic::Heading(table)) => Some(table),
            _ => None,
        }
    }

    /// Whether only the heading says what the text is about.
    pub fn by_heading(&self) -> bool {
        matches!(self.topic, Some(Topic::Heading(_)))
    }

    /// Whether the text is about other business.
    pub fn is_other(&self) -> bool {
        matches!(self.topic, Some(Topic::Other))
    }

    /// Takes up what a clause leaves.
    pub fn take(&mut self, leaves: Leaves) {
        self.topic = leaves.topic.or(self.topic);
        self.part = leaves.part.unwrap_or(self.part);
        self.limits.scope |= leaves.another_body;
        self.loose.is_named |= leaves.nearly;
        if let Some(rows) = leaves.rows {
            let first = rows.first().and_then(|row| row.first());
            self.told.extend(first.map(|part| part.id.clone()));
            self.rows = rows;
        }
        self.reviewing = leaves.reviewing.unwrap_or(self.reviewing);
        if let Some(counted) = leaves.counted {
            self.counted = counted;
        }
    }

    /// Takes up what a stretch of a sentence says for all that follows.
    pub fn hear(&mut self, sentence: &ClaimSentence<'_>, heard: Range<usize>) {
        for at in heard.clone() {
            match &sentence.tokens[at].kind {
                Piece::Year(year) if !is_of_carrying(sentence, at, heard.start) => {
                    self.hear_year(sentence, at, *year);
                }
                Piece::Month(month) => {
                    self.limits.other_time = *month != 12 || !ends_the_year(sentence, at);
                }
                Piece::Agency => self.limits.scope = false,
                Piece::Mark(mark) => self.hear_mark(sentence, at, *mark),
                Piece::Quantity(..) => self.loose.counts = true,
                Piece::Word(_) => {
                    if lists().of_this_year.begin(sentence.word(at)) {
                        self.limits.return_to_this_year();
                    }
                    for term in sentence.tokens[at].terms() {
                        self.hear_term(sentence, at, &heard, term);
                    }
                }
                _ => {}
            }
        }
    }

    fn hear_year(&mut self, sentence: &ClaimSentence<'_>, at: usize, year: i32) {
        // 2019年至2023年 are several years.
        let are_several =
            self.limits.year.is_some() && at > 1 && lists().range_marks.has(sentence.word(at - 1));
        (self.limits.year, self.limits.other_time) = (Some(year), are_several);
    }

    fn hear_mark(&mut self, sentence: &ClaimSentence<'_>, at: usize, mark: char) {
        match mark {
            '（' => self.outside = Some(self.limits),
            // （上年为4500件）: the time of a number in brackets ends with them; 今年（2024年）
            // names the time of what follows.
            '）' => {
                let outside = self.outside.take();
                if let Some(outside) = outside
                    && holds_a_number(sentence, at)
                {
                    self.limits.year = outside.year;
                    self.limits.other_time = outside.other_time;
                }
            }
            '；' => {
                self.limits.scope = false;
                self.loose = LooseWork::default();
            }
            '，' => self.loose.end_clause(),
            _ => {}
        }
    }

    /// Takes up a meaning of a word; `heard` is the stretch in which it stands.
    fn hear_term(
        &mut self,
        sentence: &ClaimSentence<'_>,
        at: usize,
        heard: &Range<usize>,
        term: &'static Term,
    ) {
        match term.kind {
            TermKind::Subject
                if !is_another_application(sentence, at) && !is_aside(sentence, at) =>
            {
                self.hear_subject(term);
            }
            TermKind::Applicant => push_last(&mut self.applicants, term),
            // 2022年全年 is all of that year.
            TermKind::ThisYear if !follows_a_year(sentence, at) => {
                self.limits.return_to_this_year();
            }
            TermKind::LastYear if !is_of_carrying(sentence, at, heard.start) => {
                self.limits.year = Some(sentence.report.year.value - 1);
            }
            TermKind::OtherTime if !is_the_year_so_far(sentence, at) => {
                self.limits.other_time = true;
            }
            TermKind::Whole => self.limits.scope = false,
            // 局机关 is a part where bodies below it are told as well.
            TermKind::Itself => self.limits.scope = sentence.facts.names_those_below,
            TermKind::Loose => self.loose.is_named = true,
            TermKind::Scope if !is_whole(sentence, at) => self.limits.scope = true,
            // 新收的申请中，自然人8件.
            TermKind::Act | TermKind::Outcome if is_whole_of_these(sentence, at, heard.end) => {
                self.rows.clone_from(&term.rows);
            }
            _ => {}
        }
    }

    fn hear_subject(&mut self, term: &'static Term) {
        match term.table.as_str() {
            REVIEW => push_last(&mut self.reviews, term),
            DISCLOSURE => self.document = Some(term),
            _ => {}
        }
        self.topic = Some(Topic::Table(&term.table));
    }

    /// The clause with the words that 分别 gives to its number.
    pub fn share<'a>(&mut self, mut clause: Clause<'a>) -> Clause<'a> {
        if self.shares.is_empty() {
            self.shares = find_shares(&clause);
        }
        if !self.shares.is_empty() {
            let nouns = std::mem::take(&mut clause.near.nouns);
            clause.near = Frame::of_words(self.shares.remove(0), nouns);
        }
        clause
    }
}

/// Puts a term last, once.
fn push_last(terms: &mut Vec<&'static Term>, term: &'static Term) {
    terms.retain(|t| !std::ptr::eq(*t, term));
    terms.push(term);
}

/// Whether a word stands in a bracket that tells no number: （均为行政处罚争议）.
fn is_aside(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let mut near = sentence.range.start.max(at.saturating_sub(CLAUSE))..at;
    let Some(open) = near.rfind(|&i| sentence.tokens[i].is_mark("（）")) else {
        return false;
    };
    if !sentence.tokens[open].is_mark("（") {
        return false;
    }
    let end = sentence
        .paragraph()
        .clause_end(at, sentence.range.end, "）");
    !has_quantity(sentence, open..end)
}

/// Whether the bracket that ends at a token holds a number.
fn holds_a_number(sentence: &ClaimSentence<'_>, end: usize) -> bool {
    let from = sentence.range.start.max(end.saturating_sub(CLAUSE));
    let open = sentence.paragraph().clause_start(from, end, "（");
    has_quantity(sentence, open..end)
}

fn has_quantity(sentence: &ClaimSentence<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| sentence.paragraph().is_quantity(i))
}

/// Whether a verb's clause ends in 中: what follows are parts of what it counts.
fn is_whole_of_these(sentence: &ClaimSentence<'_>, at: usize, end: usize) -> bool {
    for token in &sentence.tokens[at + 1..end.min(at + 8)] {
        if matches!(token.kind, Piece::Mark(_)) {
            return false;
        }
        if token.is(TermKind::OfThese) {
            return true;
        }
    }
    false
}
