//! Whether a word for some of the bodies that report means all of them.

use super::super::super::vocabulary::{TermKind, lists};
use super::super::clause::CLAUSE;
use super::super::sentence::ClaimSentence;

/// Whether a word for some of the bodies means all of them: 全区各单位, 区政府及各部门, the
/// agency's own name, 市政府规章.
pub(super) fn is_whole(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    let from = sentence.range.start.max(at.saturating_sub(CLAUSE));
    let start = sentence.paragraph().clause_start(from, at, "，；：（）");
    // 按照省政府要求: named by the way.
    let before =
        &sentence.text[sentence.tokens[start].range.start..sentence.tokens[at].range.start];
    if lists().by_the_way.within(before) || is_in_the_name(sentence, at) {
        return true;
    }
    // A government's office reports for the government itself: 市政府本级.
    let reports_for_government = lists()
        .offices_of_governments
        .within(&sentence.report.agency.value);
    names_whole(sentence, start, at)
        || is_joined_to_each(sentence, at)
        || names_a_subject(sentence, at + 1)
        || reports_for_government && lists().own_level.end(word)
        || sentence.report.is_own_name(word)
}

/// Whether a word for all bodies of the agency's own place stands between two tokens.
fn names_whole(sentence: &ClaimSentence<'_>, start: usize, at: usize) -> bool {
    (start..at).any(|i| sentence.tokens[i].is(TermKind::Whole) && is_own_place(sentence, i))
}

/// Whether a word is 各… behind 和, 及: 区政府及各部门.
fn is_joined_to_each(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    at > sentence.range.start
        && lists().each_begins.begin(sentence.word(at))
        && lists().and.has(sentence.word(at - 1))
}

fn names_a_subject(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    at < sentence.range.end && sentence.tokens[at].is(TermKind::Subject)
}

/// Whether documents are issued in a body's name: 以县政府和县政府办公室名义.
fn is_in_the_name(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let end = sentence.range.end.min(at + 4);
    (at..end).any(|i| lists().in_the_name.begin(sentence.word(i)))
}

/// Whether a word for all bodies of a place speaks of the place that the agency reports for: 全县
/// in the report of a county, and not in a town's.
fn is_own_place(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    let place = lists().all_of.iter().find_map(|all| word.strip_prefix(all));
    let place = place.and_then(|rest| rest.chars().next());
    let Some(place) = place.filter(|place| lists().places.has(&place.to_string())) else {
        return true;
    };
    let agency = &sentence.report.agency.value;
    let Some(at) = agency.rfind(place) else {
        return false;
    };
    let behind = &agency[at + place.len_utf8()..];
    behind.is_empty() || lists().of_a_place.begin(behind)
}
