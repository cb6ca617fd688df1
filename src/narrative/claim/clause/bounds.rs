//! Where a number's clause begins and ends, and what in it only describes.
//!
//! It looks at words and marks; what the clause says is asked of [`Clause`](super::Clause).

use std::ops::Range;

use super::super::super::frame::Frame;
use super::super::super::paragraph::CLAUSE_MARKS;
use super::super::super::token::Token;
use super::super::super::vocabulary::{TermKind, lists};
use super::super::REQUESTS;
use super::super::sentence::ClaimSentence;
use super::CLAUSE;

/// What ends a clause, behind a number that has words before it.
const ENDS: &str = "，；、（）？：";
/// What ends one behind a number without words: 93件因补正、延期等顺延.
const ENDS_OF_SILENT: &str = "，；（）？：";

/// The first token of a number's clause; `before` is one past the number before it.
pub(super) fn find_start(sentence: &ClaimSentence<'_>, before: usize, at: usize) -> usize {
    let tokens = sentence.tokens;
    let mut start = behind_last_mark(sentence, before, at);
    // 不予公开、不予处理12件: what 、 joins belongs together; what follows the number before is
    // that number's.
    if start == before && before > sentence.range.start {
        let joint = (before..at).find(|&i| tokens[i].is_mark("、"));
        start = joint.map_or(before, |joint| joint + 1);
    }
    if start == before {
        return start;
    }
    // 不予公开的都属于行政执法案卷，共5件: a sum alone counts what stands before it.
    let mark = start - 1;
    if tokens[mark].is_mark("，") && is_bare_sum(sentence, start..at) {
        let clause = behind_last_mark(sentence, before, mark);
        let words = Frame::of(tokens, clause..mark).terms;
        let says = words.iter().any(|word| word.term.kind != TermKind::Subject);
        return if says { clause } else { start };
    }
    // 本机关不掌握（12件）, 同意公开（含部分公开）12件: brackets alone say nothing.
    if !tokens[mark].is_mark("（）") || !Frame::of(tokens, start..at).is_silent() {
        return start;
    }
    match (before..start).rev().find(|&i| tokens[i].is_mark("（")) {
        Some(bracket) => behind_last_mark(sentence, before, bracket),
        None => start,
    }
}

fn behind_last_mark(sentence: &ClaimSentence<'_>, from: usize, to: usize) -> usize {
    sentence.paragraph().clause_start(from, to, CLAUSE_MARKS)
}

/// Whether some tokens say that there is a sum, and no more.
fn is_bare_sum(sentence: &ClaimSentence<'_>, tokens: Range<usize>) -> bool {
    let mut is_sum = false;
    for at in tokens {
        let token = &sentence.tokens[at];
        if lists().sums.has(sentence.word(at)) {
            is_sum = true;
        } else if !token.is(TermKind::Filler) && !token.is(TermKind::ThisYear) {
            return false;
        }
    }
    is_sum
}

/// One past the last token of a number's clause; `silent` when no words stand before the number.
pub(super) fn find_end(sentence: &ClaimSentence<'_>, at: usize, silent: bool) -> usize {
    let marks = if silent { ENDS_OF_SILENT } else { ENDS };
    let furthest = sentence.range.end.min(at + CLAUSE);
    let mut end = furthest;
    let mut said = false;
    for i in at + 1..furthest {
        let token = &sentence.tokens[i];
        said |= token.terms().any(|term| !term.table.is_empty());
        // 1次未审结外均获维持: what is said of all the others is not this number's.
        let is_of_others = said && token.is(TermKind::All);
        if token.is_mark(marks) || token.is_quantity() || is_of_others {
            end = i;
            break;
        }
    }
    if silent {
        find_predicate_end(sentence, at, end)
    } else {
        end
    }
}

/// The end of a clause whose predicate follows a cause: 13件因需征求第三方意见，于年末结转至2024年.
fn find_predicate_end(sentence: &ClaimSentence<'_>, at: usize, end: usize) -> usize {
    let tokens = sentence.tokens;
    let says_more = tokens[at + 1..end].iter().any(Token::tells_cells);
    let has_cause = sentence.has_word(at + 1..end.min(at + 3), &lists().causes);
    if says_more || !has_cause || !sentence.is_mark(end, "，") {
        return end;
    }
    let furthest = sentence.range.end.min(at + CLAUSE);
    (end + 1..furthest)
        .find(|&i| tokens[i].is_mark(ENDS) || tokens[i].is_quantity())
        .unwrap_or(furthest)
}

/// What is asked for, told at length before the noun of the first number of a sentence:
/// 收到要求公开征地补偿资料的申请17件.
pub(super) fn find_description(
    sentence: &ClaimSentence<'_>,
    start: usize,
    at: usize,
) -> Option<Range<usize>> {
    let tokens = sentence.tokens;
    let subject = (start..at).rfind(|&i| tokens[i].is_of(REQUESTS, TermKind::Subject))?;
    let of = subject.checked_sub(1)?;
    if !lists().of.has(sentence.word(of)) {
        return None;
    }
    let act = (start..of).find(|&i| tokens[i].is_of(REQUESTS, TermKind::Act))?;
    let from = (act + 1..of).find(|&i| lists().contents.has(sentence.word(i)))?;
    let is_list = tokens[start..at]
        .iter()
        .any(|token| token.is(TermKind::Parts));
    (!is_list).then_some(from..of)
}

/// How many ways of asking are named, joined to each other: 窗口、信箱、网上.
pub(super) fn count_ways(sentence: &ClaimSentence<'_>, tokens: Range<usize>) -> usize {
    let (mut count, mut last) = (0, tokens.start);
    for at in tokens.clone() {
        if sentence.tokens[at].is(TermKind::Part) {
            (count, last) = (count + 1, at);
        }
    }
    let is_joined = (tokens.start..last)
        .any(|i| sentence.tokens[i].is_mark("、") || lists().and.has(sentence.word(i)));
    if is_joined { count } else { count.min(1) }
}
