//! What a clause is about: its own noun, or what was said before.

use super::super::frame::Noun;
use super::super::vocabulary::TermKind;
use super::clause::Clause;
use super::said::{Said, Topic};
use super::{DISCLOSURE, Naming, REQUESTS};

/// What a clause speaks of.
pub(super) struct SpokenOf {
    /// The table.
    pub table: &'static str,
    /// How the clause names its subject.
    pub naming: Naming,
}

/// What the text is about behind a clause that speaks of no table: where the clause has a noun,
/// other business.
pub(super) fn turns_away(clause: &Clause, said: &Said) -> Option<Topic> {
    let has_noun = !clause.near.nouns.is_empty() || !clause.tail.nouns.is_empty();
    (has_noun && !said.is_other()).then_some(Topic::Other)
}

impl SpokenOf {
    /// Requests, without a noun that says so.
    const REQUESTS: Self = Self {
        table: REQUESTS,
        naming: Naming::Before,
    };
}

/// What the clause speaks of; none for other business.
///
/// The noun between verb and number counts first, then the one behind the
/// number, then one before the verb, then what was said before.
pub(super) fn find_topic(clause: &Clause<'_>, said: &Said) -> Option<SpokenOf> {
    let Some(noun) = find_noun(clause) else {
        return find_without_noun(clause, said);
    };
    if let Some(term) = noun.subject {
        return Some(SpokenOf {
            table: &term.table,
            naming: Naming::Own,
        });
    }
    // 不属于本机关掌握、告知向有关单位咨询的19件: the reason is one of requests, whatever else is
    // named behind it.
    let mut reasons = clause.near.of_kind(REQUESTS, TermKind::Reason);
    if reasons.any(|word| !word.term.needs_subject)
        || clause.near.nouns.is_empty() && clause.tail.is_about_requests()
    {
        return Some(SpokenOf::REQUESTS);
    }
    // 行政许可信息12条 is about decisions, if only nearly.
    let mut nouns = clause.near.nouns.iter();
    let before = nouns.find(|before| before.at + 1 == noun.at)?.subject?;
    (before.table == DISCLOSURE).then_some(SpokenOf {
        table: &before.table,
        naming: Naming::Near,
    })
}

/// The noun that says what the clause is about.
fn find_noun(clause: &Clause<'_>) -> Option<Noun> {
    let (near, tail) = (&clause.near, &clause.tail);
    let mut words = near.terms.iter();
    let verb = words.rfind(|word| word.term.kind != TermKind::Subject);
    let last = near.nouns.last().copied();
    let is_behind_verb = last.map(|noun| noun.at) >= verb.map(|word| word.at);
    if last.is_some() && is_behind_verb {
        return last;
    }
    let first = tail.nouns.first().copied();
    if let Some(noun) = first
        && is_close(clause, noun.at)
        // 93件因补正等原因顺延 is about requests, whatever else is named.
        && (!noun.is_foreign() || !tail.is_about_requests())
    {
        return first;
    }
    last.or(first.filter(|_| near.terms.is_empty()))
}

/// Whether 3件申请 is a noun to the number; what stands further behind is not.
fn is_close(clause: &Clause<'_>, noun: usize) -> bool {
    noun <= clause.at + 3 && clause.tail.unknown.iter().all(|run| run.at >= noun)
}

/// What a clause without a noun speaks of: what was said before, or requests alone.
fn find_without_noun(clause: &Clause<'_>, said: &Said) -> Option<SpokenOf> {
    let (near, tail) = (&clause.near, &clause.tail);
    let has_reason = near.has_reason() || tail.has_reason();
    let is_about_requests = near.is_about_requests() || tail.is_about_requests();
    let is_of_requests = has_reason || is_about_requests && !said.is_other();
    match said.table() {
        // What is told of documents before does not make 予以公开2件 one.
        Some(table) if !is_of_requests || table != DISCLOSURE => Some(SpokenOf {
            table,
            naming: Naming::Before,
        }),
        _ => is_of_requests.then_some(SpokenOf::REQUESTS),
    }
}
