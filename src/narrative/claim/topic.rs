//! What a clause is about: its own noun, or what was said before.

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

/// What the clause speaks of; none for other business.
///
/// The noun between verb and number counts first, then the one behind the
/// number, then one before the verb, then what was said before.
pub(super) fn spoken_of(clause: &Clause, said: &Said) -> Option<SpokenOf> {
    let verb = clause
        .near
        .terms
        .iter()
        .rev()
        .find(|(_, t)| t.kind != TermKind::Subject)
        .map(|(at, _)| *at);
    let near = clause.near.nouns.last();
    let behind_verb = near.filter(|(at, _)| verb.is_none_or(|verb| *at >= verb));
    // 3件申请 is a noun to the number; what stands further behind is not.
    let close =
        |at: usize| !clause.tail.plain.iter().any(|(plain, _)| *plain < at) && at <= clause.at + 3;
    let tail = clause.tail.nouns.first().filter(|(at, _)| close(*at));
    let far = clause
        .tail
        .nouns
        .first()
        .filter(|_| clause.near.terms.is_empty());
    // 93件因补正等原因顺延 is about requests, whatever else is named.
    let tail = tail.filter(|(_, noun)| noun.is_some() || !clause.tail.is_about_requests());
    let has_reason = clause.near.has_reason() || clause.tail.has_reason();
    let is_about_requests = clause.near.is_about_requests() || clause.tail.is_about_requests();
    let Some((at, noun)) = behind_verb.or(tail).or(near).or(far) else {
        let own = has_reason || is_about_requests && !said.is_other();
        // What is told of documents before does not make 予以公开2件 one.
        let told = said.table().filter(|table| !(own && *table == DISCLOSURE));
        return told.or(own.then_some(REQUESTS)).map(|table| SpokenOf {
            table,
            naming: Naming::Before,
        });
    };
    if let Some(term) = noun {
        return Some(SpokenOf {
            table: &term.table,
            naming: Naming::Own,
        });
    }
    // 不属于本机关掌握、告知向有关单位咨询的19件: the reason is one of requests, whatever else is named behind it.
    let reason = clause
        .near
        .of_kind(REQUESTS, TermKind::Reason)
        .map(|(_, t)| t)
        .find(|t| !t.needs_subject);
    if reason.is_some() {
        return Some(SpokenOf {
            table: REQUESTS,
            naming: Naming::Before,
        });
    }
    if clause.near.nouns.is_empty() && clause.tail.is_about_requests() {
        return Some(SpokenOf {
            table: REQUESTS,
            naming: Naming::Before,
        });
    }
    // 行政许可信息12条 is about decisions, if only nearly.
    let before = clause
        .near
        .nouns
        .iter()
        .find(|(before, _)| before + 1 == *at)
        .and_then(|(_, noun)| *noun);
    if let Some(term) = before.filter(|t| t.table == DISCLOSURE) {
        return Some(SpokenOf {
            table: &term.table,
            naming: Naming::Near,
        });
    }
    None
}
