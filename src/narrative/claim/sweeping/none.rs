//! What there is none of: 未收到申请, 无行政诉讼, 受理量为零.

use std::ops::Range;

use super::super::super::frame::Frame;
use super::super::super::meaning::Meaning;
use super::super::super::vocabulary::{TermKind, lists};
use super::super::clause::{Clause, is_another_application};
use super::super::said::Said;
use super::super::sentence::ClaimSentence;
use super::super::{ClauseReading, DISCLOSURE, Naming, REQUESTS, REVIEW, items};
use super::{Sweep, find_start};

/// Unknown characters that do not make an object another one.
const SHORT: usize = 2;

/// What there is none of, by the words of a range.
pub(super) fn find(sweep: &Sweep<'_>, range: Range<usize>) -> Option<Vec<Meaning>> {
    let Sweep {
        sentence,
        said,
        before,
        ..
    } = *sweep;
    if let Some(meanings) = items::find_unchanged(sentence, &range, said) {
        return Some(meanings);
    }
    let object = find_object(sentence, &range)?;
    let clause = Clause::without_number(sentence, before, range.clone(), object);
    let words = &clause.near;
    let text = sentence.paragraph().between(range.clone());
    if words.terms.is_empty() || is_of_how(words, text) {
        return None;
    }
    if clause.is_part(REQUESTS) && !clause.is_every_way() {
        return None;
    }
    let table = match find_table(words, said) {
        Some(table) => table,
        None => table_below_heading(sentence, &range, words, said)?,
    };
    let mut meanings = understand(sweep, &clause, table)?;
    // 无结转 is told of what is left at the year's end, 上年无结转 of what was.
    let carries = words.terms.iter().any(|word| word.term.carries);
    if carries && meanings.len() > 1 {
        let start = find_start(sentence, before, range.start);
        let own = Frame::of(sentence.tokens, start..range.start);
        if words.has(TermKind::LastYear) || own.has(TermKind::LastYear) {
            meanings.truncate(1);
        } else {
            meanings.remove(0);
        }
    }
    Some(meanings)
}

/// Whether nothing is told but how things were done: 无遗漏, 未按期答复. 未发生依申请收费 is told
/// of the fee, not of requests.
fn is_of_how(words: &Frame, text: &str) -> bool {
    let is_of_documents = words.nouns.iter().any(|noun| noun.is_of(DISCLOSURE));
    lists().how.begin(text) || lists().fee.within(text) && !is_of_documents
}

/// The numbers that a clause about a table would speak of: of things, else of money.
fn understand(sweep: &Sweep<'_>, clause: &Clause<'_>, table: &str) -> Option<Vec<Meaning>> {
    for money in [false, true] {
        let reading = ClauseReading {
            clause,
            standard: sweep.standard(),
            said: sweep.said,
            naming: Naming::Own,
            money,
            of_all: true,
        };
        if let Ok(understood) = reading.understand(table) {
            return Some(understood.meanings);
        }
    }
    None
}

/// The words of what there is none of, if the tables know it; none where it is other business.
///
/// What is told at length before the noun describes it (任何企业、社团或个人要本局公开信息的申请);
/// what 、 or 或 joins to it stands beside it (被举报、被投诉、被申请行政复议).
fn find_object(sentence: &ClaimSentence<'_>, range: &Range<usize>) -> Option<Frame> {
    let words = Frame::of(sentence.tokens, range.clone());
    let Some(subject) = find_subject(&words) else {
        // 无重复申请, 没有结转件: told by the outcome or the act alone.
        let is_known = !words.names_other_business() && words.count_unknown() <= SHORT;
        return is_known.then_some(words);
    };
    for noun in words.nouns.iter().filter(|noun| noun.is_foreign()) {
        let between = noun.at.min(subject)..noun.at.max(subject);
        if !is_joined(sentence, between.clone()) && !sentence.has_word(between, &lists().of) {
            return None;
        }
    }
    if is_another_application(sentence, subject) || words.count_unknown_behind(subject) > SHORT {
        return None;
    }
    match find_description(sentence, range.start..subject, &words) {
        Some(description) => Some(words.without(&description)),
        None => Some(words),
    }
}

/// The last noun that has rows.
fn find_subject(words: &Frame) -> Option<usize> {
    for noun in words.nouns.iter().rev() {
        if noun.subject.is_some_and(|term| !term.rows.is_empty()) {
            return Some(noun.at);
        }
    }
    None
}

/// Whether 、 or 或 stands among some tokens.
fn is_joined(sentence: &ClaimSentence<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| sentence.tokens[i].is_mark("、") || lists().joining.has(sentence.word(i)))
}

/// What describes the noun, and tells nothing of its own.
fn find_description(
    sentence: &ClaimSentence<'_>,
    mut before: Range<usize>,
    words: &Frame,
) -> Option<Range<usize>> {
    let mut terms = words.terms.iter();
    let verb = terms.find(|word| word.term.kind == TermKind::Act);
    let from = verb.map_or(before.start, |verb| verb.at + 1);
    let of = before.rfind(|&i| lists().of.has(sentence.word(i)))?;
    let describes =
        sentence.has_word(from..of, &lists().contents) || sentence.has_word(from..of, &lists().any);
    describes.then_some(from..of)
}

/// The table that an object is of: by its noun, else by what was said before.
fn find_table(words: &Frame, said: &Said) -> Option<&'static str> {
    let mut nouns = words.nouns.iter().rev();
    if let Some(term) = nouns.find_map(|noun| noun.subject) {
        return Some(&term.table);
    }
    let mut terms = words.terms.iter();
    match said.table() {
        Some(REQUESTS) if words.is_about_requests() => Some(REQUESTS),
        Some(REVIEW) if terms.any(|word| word.term.kind == TermKind::Result) => Some(REVIEW),
        _ => None,
    }
}

/// The table that the text is about, where its words are counted to zero: 受理量为零 below a
/// heading on requests.
fn table_below_heading(
    sentence: &ClaimSentence<'_>,
    range: &Range<usize>,
    words: &Frame,
    said: &Said,
) -> Option<&'static str> {
    let is_told = range.end < sentence.range.end && sentence.tokens[range.end].is(TermKind::Zero);
    said.table().filter(|table| is_told && words.says(table))
}
