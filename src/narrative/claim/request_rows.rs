//! The rows of requests that words speak of: reasons before outcomes, these before acts, these
//! before the subject alone.
//!
//! Columns, and what else a number of requests needs, it does not know.

use super::super::frame::Frame;
use super::super::token::Token;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::REQUESTS;
use super::clause::Clause;
use super::rows::{
    CARRIED_IN, CARRIED_OUT, FINISHED, GRANTED, NEW, PARTLY, UNPROCESSED, add_up, combine_rows,
    is_carried, is_of_finished, take_away,
};
use super::said::Said;

/// A clause with those of its words that say what its number counts.
pub(super) struct RowFinder<'r> {
    pub clause: &'r Clause<'r>,
    pub words: &'r Frame,
    pub said: &'r Said,
}

/// Whether what was carried in is told to be inside a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CarriedIn {
    Included,
    Excluded,
}

impl RowFinder<'_> {
    /// The rows; none where the words name none. `of_applicants` says whether those who asked are
    /// named.
    pub fn find(&self, of_applicants: bool) -> Option<Vec<Sum>> {
        if let Some(rows) = self.find_decisions() {
            return Some(rows);
        }
        if let Some(mut rows) = self.find_acts() {
            if self.stands_beside_outcomes() {
                // What was answered beside other outcomes was opened, whole or in part.
                rows.extend([add_up(&[GRANTED]), add_up(&[GRANTED, PARTLY])]);
            }
            return Some(rows);
        }
        if !of_applicants {
            return self.find_subject();
        }
        if self.said.rows.is_empty() {
            // What a number of requests may be that is told without a verb.
            return Some(vec![
                add_up(&[NEW]),
                add_up(&[NEW, CARRIED_IN]),
                add_up(&[FINISHED]),
            ]);
        }
        Some(self.said.rows.clone())
    }

    /// The rows of reasons and outcomes; none where there are no such words.
    fn find_decisions(&self) -> Option<Vec<Sum>> {
        let (clause, words) = (self.clause, self.words);
        let reasons = words.terms_of(REQUESTS, TermKind::Reason);
        let outcomes = words.terms_of(REQUESTS, TermKind::Outcome);
        // 不掌握、没有现成信息等无法提供5件 counts the outcome.
        let last_reason = words.last_of(REQUESTS, TermKind::Reason);
        let is_open = words.at(TermKind::Open).any(|at| Some(at) > last_reason);
        if is_open && !outcomes.is_empty() {
            return Some(combine_rows(&outcomes));
        }
        // 因重复申请而不予处理2件 counts the reason; 对涉及个人隐私的申请部分公开2件 may count the
        // outcome.
        if !reasons.is_empty() {
            let mut rows = combine_rows(&reasons);
            let mut regarding = words.at(TermKind::Regarding);
            if regarding.any(|at| lists().touching.has(clause.sentence.word(at))) {
                rows.extend(combine_rows(&outcomes));
            }
            return Some(rows);
        }
        if outcomes.is_empty() {
            return None;
        }
        let mut rows = combine_rows(&outcomes);
        // 因重复申请，不予处理2件.
        let free = clause.free..clause.start.max(clause.free);
        let before = Frame::of(clause.sentence.tokens, free);
        rows.extend(combine_rows(&before.terms_of(REQUESTS, TermKind::Reason)));
        Some(rows)
    }

    /// The rows that verbs speak of; none where there is no verb.
    fn find_acts(&self) -> Option<Vec<Sum>> {
        let acts = self.list_acts();
        let carrying: Vec<&Term> = acts.iter().copied().filter(|act| is_carried(act)).collect();
        if !carrying.is_empty() {
            return Some(self.find_direction(&carrying));
        }
        if acts.is_empty() {
            return None;
        }
        // 收到并答复12件 may be either.
        let mut rows: Vec<Sum> = acts
            .iter()
            .flat_map(|act| act.rows.iter().cloned())
            .collect();
        // 新收的97件申请已办结94件: of those, without the ones carried in.
        let clause = self.clause;
        let goes_on = clause.start == clause.before || self.is_of_those();
        if goes_on && clause.before > clause.sentence.range.start {
            rows.push(take_away(FINISHED, CARRIED_IN));
        }
        rows.dedup();
        match self.says_of_carried() {
            Some(CarriedIn::Included) => {
                rows.retain(|row| is_with_carried(row) || is_of_finished(row));
            }
            Some(CarriedIn::Excluded) => rows.retain(|row| !is_with_carried(row)),
            None => {}
        }
        Some(rows)
    }

    /// The verbs. One of one character is a verb only at the start of its clause: 收457件、结454件.
    fn list_acts(&self) -> Vec<&'static Term> {
        let clause = self.clause;
        let starts = [clause.start, clause.at + 1];
        let mut acts = Vec::new();
        for word in self.words.of_kind(REQUESTS, TermKind::Act) {
            let characters = clause.sentence.word(word.at).chars();
            if starts.contains(&word.at) || characters.count() > 1 {
                acts.push(word.term);
            }
        }
        acts
    }

    /// Whether 其中 stands between the number before and the clause.
    fn is_of_those(&self) -> bool {
        let clause = self.clause;
        let between = clause.before..clause.start.max(clause.before);
        let mut tokens = clause.sentence.tokens[between].iter();
        tokens.any(|token| token.is(TermKind::OfThese))
    }

    /// Carried from last year, or to the next: by the words themselves, else by the year beside
    /// them.
    fn find_direction(&self, carrying: &[&Term]) -> Vec<Sum> {
        if let Some(term) = carrying.iter().rfind(|term| !term.carries) {
            return term.rows.clone();
        }
        let clause = self.clause;
        let this = clause.sentence.report.year.value;
        // 剩余9件结转, 办结149件，结转9件: what is left at the year's end.
        let to_next = self.says(TermKind::NextYear)
            || clause.near.has(TermKind::Rest)
            || clause.years().any(|year| year > this);
        let from_last = self.says(TermKind::LastYear) || clause.years().any(|year| year < this);
        match (from_last, to_next) {
            (true, false) => vec![add_up(&[CARRIED_IN])],
            (false, true) => vec![add_up(&[CARRIED_OUT])],
            _ => carrying[0].rows.clone(),
        }
    }

    /// Whether a word of this kind stands before the number or behind it.
    fn says(&self, kind: TermKind) -> bool {
        self.clause.near.has(kind) || self.clause.tail.has(kind)
    }

    /// Whether what follows the number says that it has (含上年结转4件), or has not, those carried
    /// in.
    fn says_of_carried(&self) -> Option<CarriedIn> {
        let sentence = self.clause.sentence;
        let end = sentence.range.end.min(self.clause.at + 8);
        let mut behind = self.clause.at + 1..end;
        let opens = behind.find(|&i| sentence.tokens[i].is_mark("（，"))?;
        let mut words = opens + 1..end;
        let at = words.find(|&i| sentence.tokens[i].terms().any(names_carried_in))?;
        let before =
            &sentence.text[sentence.tokens[opens].range.end..sentence.tokens[at].range.start];
        if lists().excluding.begin(before) {
            Some(CarriedIn::Excluded)
        } else if lists().including.begin(before) {
            Some(CarriedIn::Included)
        } else {
            None
        }
    }

    /// Whether a number answered is one of a list of outcomes: 其中答复7件、不予处理3件.
    fn stands_beside_outcomes(&self) -> bool {
        let mut acts = self.words.of_kind(REQUESTS, TermKind::Act);
        let is_answered = acts.any(|act| act.term.row_ids().any(|id| id == UNPROCESSED));
        let Some(list) = self.clause.list().filter(|_| is_answered) else {
            return false;
        };
        let mut tokens = self.clause.sentence.tokens[list.range.clone()].iter();
        tokens.any(tells_outcome)
    }

    /// The rows of the noun alone.
    fn find_subject(&self) -> Option<Vec<Sum>> {
        let Clause { near, tail, at, .. } = self.clause;
        let last = near.of_kind(REQUESTS, TermKind::Subject).last();
        let first = tail.of_kind(REQUESTS, TermKind::Subject).next();
        let Some(subject) = last.or(first) else {
            return self.find_without_subject();
        };
        // 12件申请因…: what became of them is told in words that are not known.
        if subject.at > *at && self.is_explained(subject.at) {
            return None;
        }
        let rows = &subject.term.rows;
        (!rows.is_empty()).then(|| rows.clone())
    }

    /// What a number goes on with that names nothing.
    fn find_without_subject(&self) -> Option<Vec<Sum>> {
        let Clause { near, tail, .. } = self.clause;
        if !tail.is_silent() {
            return None;
        }
        if self.sums_up() {
            // 新收40件，上年结转3件，共43件.
            return self.tells_both().then(|| vec![add_up(&[NEW, CARRIED_IN])]);
        }
        // 2021年收到113件，2022年102件.
        let goes_on = near.unknown.is_empty() && !near.has(TermKind::Regarding);
        goes_on.then(|| self.said.rows.clone())
    }

    /// Whether more is told of a number's requests behind it: 3件申请因涉及多个部门移交办理.
    fn is_explained(&self, subject: usize) -> bool {
        let Clause { sentence, tail, .. } = self.clause;
        let behind = subject + 1..self.clause.end;
        let mut tokens = sentence.tokens[behind.clone()].iter();
        sentence.has_word(behind, &lists().explained)
            || tokens.any(|token| token.is(TermKind::Regarding))
            || tail.count_unknown_behind(subject) > 3
            || tail.nouns.len() > 1
    }

    /// Whether the words before the number sum up a list, or name what is left of it.
    fn sums_up(&self) -> bool {
        let near = &self.clause.near;
        near.has(TermKind::Rest) || near.has(TermKind::Open) || self.clause.has_word(&lists().sums)
    }

    /// Whether what came in and what was carried in are both told.
    fn tells_both(&self) -> bool {
        let told = &self.said.told;
        [NEW, CARRIED_IN]
            .iter()
            .all(|id| told.iter().any(|own| own == id))
    }
}

/// Whether a sum has what was carried in, and more.
fn is_with_carried(row: &Sum) -> bool {
    row.len() > 1 && row.iter().any(|part| part.id == CARRIED_IN)
}

/// Whether a word tells how requests were decided, or why so.
fn tells_outcome(token: &Token) -> bool {
    token.is_of(REQUESTS, TermKind::Outcome) || token.is_of(REQUESTS, TermKind::Reason)
}

/// Whether a term speaks of requests carried in, or may.
fn names_carried_in(term: &Term) -> bool {
    is_carried(term) && (term.carries || term.row_ids().all(|id| id == CARRIED_IN))
}
