//! What was said so far in a paragraph, for clauses that leave it out.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::token::Piece;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::clause::{CLAUSE, Clause, carried, is_another_application};
use super::{ClaimSentence, DISCLOSURE, Leaves, REVIEW};

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
    /// 分别: the words that the numbers to come belong to, one by one; no words where the shares are not clear.
    shares: Vec<Vec<(usize, &'static Term)>>,
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

    /// What a new sentence does not take over.
    pub fn new_sentence(&mut self, text: &str) {
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
            self.told.extend(first.map(|(_, id)| id.clone()));
            self.rows = rows;
        }
        self.reviewing = leaves.reviewing.unwrap_or(self.reviewing);
        if let Some(counted) = leaves.counted {
            self.counted = counted;
        }
    }

    /// Takes up what a stretch of a sentence says for all that follows.
    pub fn hear(&mut self, sentence: &ClaimSentence<'_>, range: Range<usize>) {
        let this = sentence.report.year.value;
        for at in range.clone() {
            let whole = range.start..sentence.range.end;
            let belongs_to_carrying = || carrying_near(sentence, at, &whole);
            match &sentence.tokens[at].kind {
                Piece::Year(year) if !belongs_to_carrying() => {
                    // 2019年至2023年 are several years.
                    let several = self.limits.year.is_some()
                        && at > 1
                        && lists().range_marks.has(sentence.word(at - 1));
                    (self.limits.year, self.limits.other_time) = (Some(*year), several);
                }
                Piece::Month(month) => {
                    self.limits.other_time = *month != 12 || !ends_the_year(sentence, at);
                }
                // （上年为4500件）: the time of a number in brackets ends with them; 今年（2024年） names the
                // time of what follows.
                Piece::Mark('（') => self.outside = Some(self.limits),
                Piece::Mark('）') => {
                    let counts = holds_a_number(sentence, at);
                    if let Some(Limits {
                        year, other_time, ..
                    }) = self.outside.take()
                        && counts
                    {
                        (self.limits.year, self.limits.other_time) = (year, other_time);
                    }
                }
                Piece::Agency => self.limits.scope = false,
                Piece::Mark('；') => {
                    self.limits.scope = false;
                    self.loose = LooseWork::default();
                }
                Piece::Mark('，') => self.loose.end_clause(),
                Piece::Quantity(..) => self.loose.counts = true,
                Piece::Word(_) => {
                    if lists().of_this_year.begin(sentence.word(at)) {
                        (self.limits.year, self.limits.other_time) = (None, false);
                    }
                    for term in sentence.tokens[at].terms() {
                        match term.kind {
                            TermKind::Subject
                                if !is_another_application(sentence, at)
                                    && !is_aside(sentence, at) =>
                            {
                                self.subject(term);
                            }
                            TermKind::Applicant => push_last(&mut self.applicants, term),
                            // 2022年全年 is all of that year.
                            TermKind::ThisYear if follows_a_year(sentence, at) => {}
                            TermKind::ThisYear => {
                                (self.limits.year, self.limits.other_time) = (None, false);
                            }
                            TermKind::LastYear if !belongs_to_carrying() => {
                                self.limits.year = Some(this - 1);
                            }
                            // 2023年以来 is the year so far.
                            TermKind::OtherTime
                                if follows_a_year(sentence, at)
                                    && lists().since.has(sentence.word(at)) => {}
                            TermKind::OtherTime => self.limits.other_time = true,
                            TermKind::Whole => self.limits.scope = false,
                            // 局机关 is a part where bodies below it are told as well.
                            TermKind::Itself => {
                                self.limits.scope = sentence.facts.names_those_below;
                            }
                            TermKind::Loose => self.loose.is_named = true,
                            TermKind::Scope if !is_whole(sentence, at) => self.limits.scope = true,
                            // 新收的申请中，自然人8件.
                            TermKind::Act | TermKind::Outcome
                                if of_these(sentence, at, range.end) =>
                            {
                                self.rows.clone_from(&term.rows);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn subject(&mut self, term: &'static Term) {
        match term.table.as_str() {
            REVIEW => push_last(&mut self.reviews, term),
            DISCLOSURE => self.document = Some(term),
            _ => {}
        }
        self.topic = Some(Topic::Table(&term.table));
    }

    /// The clause with the words that 分别 gives to its number.
    pub fn share(&mut self, sentence: &ClaimSentence<'_>, clause: &Clause) -> Clause {
        if self.shares.is_empty() {
            self.shares = shares(sentence, clause);
        }
        if self.shares.is_empty() {
            return clause.clone();
        }
        let terms = self.shares.remove(0);
        let near = Frame {
            terms,
            nouns: clause.near.nouns.clone(),
            ..Frame::default()
        };
        Clause {
            near,
            ..clause.clone()
        }
    }
}

/// Whether a word stands in a bracket that tells no number: （均为行政处罚争议）.
fn is_aside(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let near = sentence.range.start.max(at.saturating_sub(CLAUSE))..at;
    let Some(open) = near.rev().find(|&i| sentence.tokens[i].is_mark("（）")) else {
        return false;
    };
    let end = sentence
        .paragraph()
        .clause_end(at, sentence.range.end, "）");
    sentence.tokens[open].is_mark("（") && !(open..end).any(|i| sentence.paragraph().is_quantity(i))
}

/// Whether the bracket that ends at a token holds a number.
fn holds_a_number(sentence: &ClaimSentence<'_>, end: usize) -> bool {
    let near = sentence.range.start.max(end.saturating_sub(CLAUSE))..end;
    let inside = near
        .rev()
        .take_while(|&i| !sentence.tokens[i].is_mark("（"));
    inside
        .into_iter()
        .any(|i| sentence.paragraph().is_quantity(i))
}

/// Whether a word stands right behind a calendar year.
fn follows_a_year(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    at > sentence.range.start
        && (matches!(sentence.tokens[at - 1].kind, Piece::Year(_))
            || sentence.tokens[at - 1].is(TermKind::LastYear))
}

/// Whether a 12月 ends the year: 12月31日, 12月底, 1-12月; 12月份 and 7-12月 are parts of it.
fn ends_the_year(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let behind = &sentence.text[sentence.tokens[at].range.end..];
    let from_january =
        at > 0 && matches!(sentence.tokens[at - 1].kind, Piece::Number(n) if n.value == 1.into());
    let from_january = from_january
        || lists()
            .range_marks
            .end(&sentence.text[..sentence.tokens[at].range.start])
            && sentence.tokens[..at]
                .iter()
                .rev()
                .take(4)
                .any(|t| matches!(t.kind, Piece::Number(n) if n.value == 1.into()));
    lists().ends_of_december.begin(behind) || from_january
}

/// Puts a term last, once.
fn push_last(terms: &mut Vec<&'static Term>, term: &'static Term) {
    terms.retain(|t| !std::ptr::eq(*t, term));
    terms.push(term);
}

/// Whether a word for some of the bodies means all of them: 全区各单位, 区政府及各部门, the agency's own name, 市政府规章.
fn is_whole(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let chunk = (sentence.range.start..at)
        .rev()
        .take(CLAUSE)
        .take_while(|&i| !sentence.tokens[i].is_mark("，；：（）"));
    let whole = chunk
        .clone()
        .any(|i| sentence.tokens[i].is(TermKind::Whole) && is_own_place(sentence, i));
    // 按照省政府要求: named by the way.
    let start = chunk.last().unwrap_or(at);
    let before =
        &sentence.text[sentence.tokens[start].range.start..sentence.tokens[at].range.start];
    if lists().by_the_way.within(before) || is_in_the_name(sentence, at) {
        return true;
    }
    let joined = at > sentence.range.start
        && (whole
            || lists().each_begins.begin(sentence.word(at))
                && lists().and.has(sentence.word(at - 1)));
    let names = at + 1 < sentence.range.end && sentence.tokens[at + 1].is(TermKind::Subject);
    // A government's office reports for the government itself: 市政府本级.
    let office = lists()
        .offices_of_governments
        .within(&sentence.report.agency.value)
        && lists().own_level.end(sentence.word(at));
    joined || names || office || sentence.report.is_own_name(sentence.word(at))
}

/// Whether documents are issued in a body's name: 以县政府和县政府办公室名义.
fn is_in_the_name(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let end = sentence.range.end.min(at + 4);
    (at..end).any(|i| lists().in_the_name.begin(sentence.word(i)))
}

/// Whether a word for all bodies of a place speaks of the place that the agency reports for: 全县 in the report of
/// a county, and not in a town's.
fn is_own_place(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    let place = lists().all_of.iter().find_map(|all| word.strip_prefix(all));
    let place = place.and_then(|rest| rest.chars().next());
    let Some(place) = place.filter(|place| lists().places.has(&place.to_string())) else {
        return true;
    };
    let agency = &sentence.report.agency.value;
    agency.rfind(place).is_some_and(|at| {
        let behind = &agency[at + place.len_utf8()..];
        behind.is_empty() || lists().of_a_place.begin(behind)
    })
}

/// Whether a verb's clause ends in 中: what follows are parts of what it counts.
fn of_these(sentence: &ClaimSentence<'_>, at: usize, end: usize) -> bool {
    let clause = at + 1..end.min(at + 8);
    let mut words = clause.take_while(|&i| !matches!(sentence.tokens[i].kind, Piece::Mark(_)));
    words.any(|i| sentence.tokens[i].is(TermKind::OfThese))
}

/// Whether a year or 上年 belongs to a carrying over or a comparison close by: 2022年结转, 结转至2024年, 比上年.
fn carrying_near(sentence: &ClaimSentence<'_>, at: usize, range: &Range<usize>) -> bool {
    let told = |i: usize| match &sentence.tokens[i].kind {
        Piece::Mark(mark) if *mark != '、' => None,
        _ => Some(
            sentence.tokens[i]
                .terms()
                .any(|t| t.carries || carried(t) || t.kind == TermKind::Compare),
        ),
    };
    let close = |found: &mut dyn Iterator<Item = usize>| {
        found.take(3).map_while(told).any(|carries| carries)
    };
    close(&mut (at + 1..range.end)) || close(&mut (range.start..at).rev())
}

/// The kinds of words that share out numbers, those that say most first.
const SHARED: [TermKind; 7] = [
    TermKind::Reason,
    TermKind::Outcome,
    TermKind::Act,
    TermKind::Applicant,
    TermKind::Result,
    TermKind::Column,
    TermKind::Subject,
];

/// 新收、办结、结转分别为337件、334件和18件: the words for each number, if there are as many as numbers.
fn shares(sentence: &ClaimSentence<'_>, clause: &Clause) -> Vec<Vec<(usize, &'static Term)>> {
    let Some(each) =
        (clause.start..clause.at).find(|&i| lists().one_by_one.begin(sentence.word(i)))
    else {
        return Vec::new();
    };
    if !Frame::of(sentence.tokens, each..clause.at).terms.is_empty() {
        return Vec::new();
    }
    let mut numbers = 0;
    for token in &sentence.tokens[clause.at..sentence.range.end] {
        match &token.kind {
            Piece::Quantity(..) => numbers += 1,
            Piece::Mark('、' | '，') => {}
            Piece::Word(_) if token.terms().all(|term| term.kind == TermKind::Filler) => {}
            _ => break,
        }
    }
    let from = (clause.before..each)
        .rev()
        .find(|&i| sentence.tokens[i].is_mark("，；："))
        .map_or(clause.before, |i| i + 1);
    let mut frame = Frame::of(sentence.tokens, from..each);
    if frame.terms.is_empty() && from > clause.before {
        // 内部事务、过程性信息居前两位，分别为21件和18件.
        let back = (clause.before..from - 1)
            .rev()
            .find(|&i| sentence.tokens[i].is_mark("，；："));
        frame = Frame::of(sentence.tokens, back.map_or(clause.before, |i| i + 1)..from);
    }
    let mut by_word: Vec<Vec<(usize, &'static Term)>> = Vec::new();
    for kind in SHARED {
        by_word.clear();
        for &(at, term) in frame.terms.iter().filter(|(_, t)| t.kind == kind) {
            match by_word.last_mut().filter(|word| word[0].0 == at) {
                Some(word) => word.push((at, term)),
                None => by_word.push(vec![(at, term)]),
            }
        }
        if by_word.len() == numbers {
            // 行政处罚决定 is a subject and says what is counted.
            let last = by_word.last().map_or(0, |word| word[0].0);
            // 行政许可、行政处罚的处理决定数 is said of each.
            let common: Vec<(usize, &'static Term)> = frame
                .terms
                .iter()
                .copied()
                .filter(|(at, term)| *at > last && term.kind == TermKind::Column)
                .collect();
            for word in &mut by_word {
                let at = word[0].0;
                *word = frame
                    .terms
                    .iter()
                    .copied()
                    .filter(|(position, _)| *position == at)
                    .collect();
            }
            for word in &mut by_word {
                word.extend_from_slice(&common);
            }
            return by_word;
        }
    }
    // What does not share out evenly is not understood: better no words than the wrong ones.
    vec![Vec::new(); numbers]
}
