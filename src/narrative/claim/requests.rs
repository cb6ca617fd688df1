//! Numbers of requests: what came in, what became of it, what is left.

use super::super::meaning::find_meanings;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::clause::Clause;
use super::request_rows::RowFinder;
use super::rows::{combine_columns, is_of_incoming};
use super::{ClauseReading, Leaves, Naming, REQUESTS, Understood, Unread};

/// Readings of a number from which on its words are too open where they stand behind it.
const MANY: usize = 6;

/// What a number of requests may be.
pub(super) fn read(reading: &ClauseReading<'_>) -> Result<Understood, Unread> {
    let (clause, said) = (reading.clause, reading.said);
    check_words(reading)?;
    let words = clause.words(REQUESTS);
    let applicants = find_applicants(clause);
    let finder = RowFinder {
        clause,
        words,
        said,
    };
    let rows = finder
        .find(!applicants.is_empty())
        .ok_or(Unread::NoSubject)?;
    let columns = combine_columns(&applicants);
    let columns: Vec<Option<&Sum>> = if columns.is_empty() {
        // 商业企业的申请，新收18件: of these alone, or of all.
        let named = said.applicants.iter().filter(|_| !reading.of_all);
        let of_these = named.flat_map(|term| &term.columns);
        std::iter::once(None).chain(of_these.map(Some)).collect()
    } else {
        columns.iter().map(Some).collect()
    };
    if is_by_origin(clause, &rows) {
        return Err(Unread::Part);
    }
    let meanings = find_meanings(reading.standard, REQUESTS, &rows, &columns);
    if meanings.is_empty() {
        return Err(Unread::NoCell);
    }
    // 对3件不属于政府信息公开范围的事项作出说明 may be many things.
    let is_open = clause.near.terms.is_empty() && meanings.len() > MANY;
    let sure = !is_left_of_some(clause, &rows) && !is_open;
    // （含上年结转4件） is said by the way.
    let is_whole = applicants.is_empty() && !clause.follows_mark("（");
    Ok(Understood {
        meanings,
        sure,
        leaves: Leaves {
            rows: is_whole.then_some(rows),
            ..Leaves::default()
        },
    })
}

/// Whether all words around the number are understood, and none makes it another's or a part.
fn check_words(reading: &ClauseReading<'_>) -> Result<(), Unread> {
    let clause = reading.clause;
    if clause.names_another() || reading.said.limits.scope {
        return Err(Unread::AnotherBody);
    }
    let is_reasoned = clause.words(REQUESTS).has_term(REQUESTS, TermKind::Reason);
    if clause.near.has(TermKind::By) && !is_reasoned && !clause.is_every_way() {
        return Err(Unread::Part);
    }
    // Without a noun of its own the clause must be understood to the last character; reasons are
    // told at length.
    let allowed = match reading.naming {
        _ if is_reasoned => 4,
        Naming::Before => 0,
        Naming::Own | Naming::Near => 1,
    };
    if clause.count_unknown() > allowed {
        return Err(Unread::UnknownWords);
    }
    Ok(())
}

/// Those who asked, as far as the clause names them.
fn find_applicants(clause: &Clause<'_>) -> Vec<&'static Term> {
    let words = clause.words(REQUESTS);
    // 涉及企业商业秘密 names nobody who asked.
    let mut regarding = words.at(TermKind::Regarding);
    let over = regarding.find(|at| lists().over.has(clause.sentence.word(*at)));
    words
        .of_kind(REQUESTS, TermKind::Applicant)
        .filter(|word| over.is_none_or(|over| word.at < over))
        .map(|word| word.term)
        .collect()
}

/// Whether 其余12件 may be left of anything, and 其中11件办结 some of those finished, unless they
/// are carried over.
fn is_left_of_some(clause: &Clause<'_>, rows: &[Sum]) -> bool {
    let near = &clause.near;
    let acts_alone = clause.words(REQUESTS).has_term(REQUESTS, TermKind::Act);
    let is_some = near.has(TermKind::Parts) && !near.says(REQUESTS) && acts_alone;
    let mut parts = rows.iter().flatten();
    (is_some || near.has(TermKind::Rest)) && !parts.all(|part| part.id.starts_with("carried"))
}

/// Whether a number is a part of what was finished, by when it came in: 办结41件，其中上年结转3件、
/// 本年新收38件.
fn is_by_origin(clause: &Clause<'_>, rows: &[Sum]) -> bool {
    if !rows.first().is_some_and(is_of_incoming) {
        return false;
    }
    let Some(whole) = clause.whole_of_list() else {
        return false;
    };
    let mut words = clause.sentence.tokens[whole].iter();
    words.any(|token| token.terms().any(Term::is_finishing))
}
