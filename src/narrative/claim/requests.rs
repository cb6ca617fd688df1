//! Numbers of requests: what came in, what became of it, what is left.

use super::super::frame::Frame;
use super::super::meaning::meanings;
use super::super::vocabulary::{Sign, Sum, Term, TermKind, lists};
use super::clause::{Clause, alternatives, carried};
use super::said::Said;
use super::{ClaimSentence, ClauseContext, Leaves, Naming, REQUESTS, Understood, Unread};
use crate::standard::Standard;

/// Readings of a number from which on its words are too open where they stand behind it.
const MANY: usize = 6;

/// What a number of requests may be.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    context: ClauseContext,
    said: &Said,
) -> Result<Understood, Unread> {
    let words = clause.words(REQUESTS);
    let reasoned = words.of_kind(REQUESTS, TermKind::Reason).next().is_some();
    if clause.names_another(sentence) || said.limits.scope {
        return Err(Unread::AnotherBody);
    }
    if clause.near.has(TermKind::By) && !reasoned && !clause.is_every_way(sentence) {
        return Err(Unread::Part);
    }
    // Without a noun of its own the clause must be understood to the last character; reasons are told at length.
    let allowed = if reasoned {
        4
    } else {
        usize::from(context.naming != Naming::Before)
    };
    if clause.unknown() > allowed {
        return Err(Unread::UnknownWords);
    }
    // 涉及企业商业秘密 names nobody who asked.
    let regarding = words
        .at(TermKind::Regarding)
        .find(|at| lists().over.has(sentence.word(*at)));
    let asked = words
        .of_kind(REQUESTS, TermKind::Applicant)
        .filter(|(at, _)| regarding.is_none_or(|r| *at < r));
    let applicants: Vec<&Term> = asked.map(|(_, t)| t).collect();
    let rows =
        rows(sentence, clause, words, said, !applicants.is_empty()).ok_or(Unread::NoSubject)?;
    let columns = alternatives(&applicants, |t| &t.columns);
    let columns: Vec<Option<&Sum>> = if columns.is_empty() {
        // 商业企业的申请，新收18件: of these alone, or of all.
        let named = said.applicants.iter().filter(|_| !context.of_all);
        let of_these = named.flat_map(|t| &t.columns);
        std::iter::once(None).chain(of_these.map(Some)).collect()
    } else {
        columns.iter().map(Some).collect()
    };
    if is_by_origin(sentence, clause, &rows) {
        return Err(Unread::Part);
    }
    let meanings = meanings(standard, REQUESTS, &rows, &columns);
    // （含上年结转4件） is said by the way.
    let aside = clause.start > 0 && sentence.tokens[clause.start - 1].is_mark("（");
    let left_rows = (applicants.is_empty() && !aside).then(|| rows.clone());
    // 其余12件 may be left of anything, and 其中11件办结 some of those finished, unless they are carried over.
    let acts_alone = words.of_kind(REQUESTS, TermKind::Act).next().is_some();
    let some = clause.near.has(TermKind::Parts) && !clause.near.says(REQUESTS) && acts_alone;
    let left = (some || clause.near.has(TermKind::Rest))
        && !rows
            .iter()
            .flatten()
            .all(|(_, id)| id.starts_with("carried"));
    if meanings.is_empty() {
        return Err(Unread::NoCell);
    }
    let leaves = Leaves {
        rows: left_rows,
        ..Leaves::default()
    };
    // 对3件不属于政府信息公开范围的事项作出说明 may be many things.
    let is_open = clause.near.terms.is_empty() && meanings.len() > MANY;
    Ok(Understood {
        meanings,
        sure: !left && !is_open,
        leaves,
    })
}

/// The rows that the words speak of: reasons before outcomes, these before acts, these before the subject alone.
fn rows(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    words: &Frame,
    said: &Said,
    of_applicants: bool,
) -> Option<Vec<Sum>> {
    let of_kind = |kind| {
        words
            .of_kind(REQUESTS, kind)
            .map(|(_, t)| t)
            .collect::<Vec<&Term>>()
    };
    let (reasons, outcomes) = (of_kind(TermKind::Reason), of_kind(TermKind::Outcome));
    // 不掌握、没有现成信息等无法提供5件 counts the outcome.
    let last_reason = words
        .of_kind(REQUESTS, TermKind::Reason)
        .last()
        .map(|(at, _)| at);
    if words.at(TermKind::Open).any(|at| Some(at) > last_reason) && !outcomes.is_empty() {
        return Some(alternatives(&outcomes, |t| &t.rows));
    }
    // 因重复申请而不予处理2件 counts the reason; 对涉及个人隐私的申请部分公开2件 may count the outcome.
    if !reasons.is_empty() {
        let mut rows = alternatives(&reasons, |t| &t.rows);
        if words
            .at(TermKind::Regarding)
            .any(|at| lists().touching.has(sentence.word(at)))
        {
            rows.extend(alternatives(&outcomes, |t| &t.rows));
        }
        return Some(rows);
    }
    if !outcomes.is_empty() {
        let mut rows = alternatives(&outcomes, |t| &t.rows);
        // 因重复申请，不予处理2件.
        let before = Frame::of(sentence.tokens, clause.free..clause.start.max(clause.free));
        let told: Vec<&Term> = before
            .of_kind(REQUESTS, TermKind::Reason)
            .map(|(_, t)| t)
            .collect();
        rows.extend(alternatives(&told, |t| &t.rows));
        return Some(rows);
    }
    if let Some(mut rows) = of_acts(sentence, clause, words) {
        if stands_beside_outcomes(sentence, clause, words) {
            rows.extend(opened());
        }
        return Some(rows);
    }
    let subject = clause
        .near
        .of_kind(REQUESTS, TermKind::Subject)
        .last()
        .or(clause.tail.of_kind(REQUESTS, TermKind::Subject).next());
    if of_applicants {
        return Some(if said.rows.is_empty() {
            anything()
        } else {
            said.rows.clone()
        });
    }
    match subject {
        // 12件申请因…: what became of them is told in words that are not known.
        Some((at, _)) if at > clause.at && is_explained(sentence, clause, at) => None,
        Some((_, term)) => Some(term.rows.clone()).filter(|rows| !rows.is_empty()),
        // 新收40件，上年结转3件，共43件.
        None if sums_up(sentence, clause) && tells_both(said) && clause.tail.is_silent() => {
            Some(vec![both()])
        }
        // 2021年收到113件，2022年102件.
        None if clause.near.plain.is_empty()
            && !clause.near.has(TermKind::Regarding)
            && !sums_up(sentence, clause)
            && clause.tail.is_silent() =>
        {
            Some(said.rows.clone())
        }
        None => None,
    }
}

/// Whether a number answered is one of a list of outcomes: 其中答复7件、不予处理3件.
fn stands_beside_outcomes(sentence: &ClaimSentence<'_>, clause: &Clause, words: &Frame) -> bool {
    let answered = words.of_kind(REQUESTS, TermKind::Act).any(|(_, term)| {
        term.rows
            .iter()
            .flatten()
            .any(|(_, id)| id == "unprocessed")
    });
    let account = sentence.account;
    let list = account.at(clause.at).and_then(|own| account.list_of(own));
    let is_outcome = |at: usize| {
        sentence.tokens[at].terms().any(|term| {
            term.table == REQUESTS && matches!(term.kind, TermKind::Outcome | TermKind::Reason)
        })
    };
    answered && list.is_some_and(|list| list.range.clone().any(is_outcome))
}

/// What was answered beside other outcomes: what was opened, whole or in part.
fn opened() -> Vec<Sum> {
    let row = |id: &str| (Sign::Plus, id.to_owned());
    vec![vec![row("granted")], vec![row("granted"), row("partly")]]
}

/// The rows that verbs speak of; none where there is no verb.
fn of_acts(sentence: &ClaimSentence<'_>, clause: &Clause, words: &Frame) -> Option<Vec<Sum>> {
    let acts: Vec<(usize, &Term)> = words.of_kind(REQUESTS, TermKind::Act).collect();
    // A verb of one character is one only at the start of its clause: 收457件、结454件.
    let spelt = |at: usize| {
        [clause.start, clause.at + 1].contains(&at) || sentence.word(at).chars().count() > 1
    };
    let acts: Vec<&Term> = acts
        .into_iter()
        .filter(|(at, _)| spelt(*at))
        .map(|(_, t)| t)
        .collect();
    let carrying: Vec<&Term> = acts.iter().copied().filter(|t| carried(t)).collect();
    if !carrying.is_empty() {
        return Some(direction(sentence, clause, &carrying));
    }
    if acts.is_empty() {
        return None;
    }
    // 收到并答复12件 may be either.
    let mut rows: Vec<Sum> = acts.iter().flat_map(|t| t.rows.iter().cloned()).collect();
    // 新收的97件申请已办结94件: of those, without the ones carried in.
    let of_those = sentence.tokens[clause.before..clause.start.max(clause.before)]
        .iter()
        .any(|token| token.is(TermKind::OfThese));
    if (clause.start == clause.before || of_those) && clause.before > sentence.range.start {
        let of_new = [(Sign::Plus, "outcome.total"), (Sign::Minus, "carried-in")];
        rows.push(of_new.map(|(sign, id)| (sign, id.to_owned())).to_vec());
    }
    rows.dedup();
    if let Some(with) = says_of_carried(sentence, clause) {
        let sums = |row: &Sum| row.len() > 1 && row.iter().any(|(_, id)| id == "carried-in");
        let total = |row: &Sum| row.iter().all(|(_, id)| id == "outcome.total");
        rows.retain(|row| {
            if with {
                sums(row) || total(row)
            } else {
                !sums(row)
            }
        });
    }
    Some(rows)
}

/// Whether more is told of a number's requests behind it: 3件申请因涉及多个部门移交办理.
fn is_explained(sentence: &ClaimSentence<'_>, clause: &Clause, subject: usize) -> bool {
    let behind = subject + 1..clause.end;
    let told = behind.into_iter().any(|i| {
        lists().explained.has(sentence.word(i)) || sentence.tokens[i].is(TermKind::Regarding)
    });
    told || clause.tail.unknown_after(Some(subject)) > 3 || clause.tail.nouns.len() > 1
}

/// Whether what follows the number says that it has (含上年结转4件), or has not, those carried in.
fn says_of_carried(sentence: &ClaimSentence<'_>, clause: &Clause) -> Option<bool> {
    let behind = clause.at + 1..sentence.range.end.min(clause.at + 8);
    let opens = behind
        .clone()
        .find(|&i| sentence.tokens[i].is_mark("（，"))?;
    let words = opens + 1..behind.end;
    let carried_in = |i: &usize| {
        let terms: Vec<_> = sentence.tokens[*i].terms().filter(|t| carried(t)).collect();
        terms
            .iter()
            .any(|t| t.carries || t.rows.iter().flatten().all(|(_, id)| id == "carried-in"))
    };
    let at = words.clone().find(carried_in)?;
    let before = &sentence.text[sentence.tokens[opens].range.end..sentence.tokens[at].range.start];
    if lists().excluding.begin(before) {
        return Some(false);
    }
    lists().including.begin(before).then_some(true)
}

/// Whether the words before the number sum up a list, or name what is left of it.
fn sums_up(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let sum = |i: usize| lists().sums.has(sentence.word(i));
    clause.near.has(TermKind::Rest)
        || clause.near.has(TermKind::Open)
        || (clause.start..clause.at).any(sum)
}

/// Whether a number is a part of what was finished, by when it came in: 办结41件，其中上年结转3件、本年新收38件.
fn is_by_origin(sentence: &ClaimSentence<'_>, clause: &Clause, rows: &[Sum]) -> bool {
    let came_in = |row: &Sum| row.iter().all(|(_, id)| id == "new" || id == "carried-in");
    let account = sentence.account;
    let list = account.at(clause.at).and_then(|own| account.list_of(own));
    let Some(&head) = list.and_then(|list| list.heads.last()) else {
        return false;
    };
    let head = account.quantities[head];
    let start = account.sentences[head.sentence].start;
    let from = sentence
        .paragraph()
        .clause_start(start, head.at, "，；（）");
    let is_finished = |i: usize| {
        sentence.tokens[i].terms().any(|term| {
            let first = term.rows.first().and_then(|row| row.first());
            term.kind == TermKind::Act && first.is_some_and(|(_, id)| id == "outcome.total")
        })
    };
    rows.first().is_some_and(came_in) && (from..head.at).any(is_finished)
}

/// Whether what came in and what was carried in are both told.
fn tells_both(said: &Said) -> bool {
    ["new", "carried-in"]
        .iter()
        .all(|id| said.told.iter().any(|told| told == id))
}

/// What came in with what was carried in.
fn both() -> Sum {
    ["new", "carried-in"]
        .iter()
        .map(|id| (Sign::Plus, (*id).to_owned()))
        .collect()
}

/// What a number of requests may be that is told without a verb.
fn anything() -> Vec<Sum> {
    let sum = |ids: &[&str]| {
        ids.iter()
            .map(|id| (Sign::Plus, (*id).to_owned()))
            .collect()
    };
    vec![
        sum(&["new"]),
        sum(&["new", "carried-in"]),
        sum(&["outcome.total"]),
    ]
}

/// Carried from last year, or to the next: by the words themselves, else by the year beside them.
fn direction(sentence: &ClaimSentence<'_>, clause: &Clause, carrying: &[&Term]) -> Vec<Sum> {
    let this = sentence.report.year.value;
    if let Some(term) = carrying.iter().rfind(|t| !t.carries) {
        return term.rows.clone();
    }
    let says = |kind| clause.near.has(kind) || clause.tail.has(kind);
    // 剩余9件结转, 办结149件，结转9件: what is left at the year's end.
    let next = says(TermKind::NextYear)
        || clause.near.has(TermKind::Rest)
        || clause.years().any(|year| year > this);
    let last = says(TermKind::LastYear) || clause.years().any(|year| year < this);
    let row = |id: &str| vec![vec![(Sign::Plus, id.to_owned())]];
    match (last, next) {
        (true, false) => row("carried-in"),
        (false, true) => row("carried-out"),
        _ => carrying[0].rows.clone(),
    }
}
