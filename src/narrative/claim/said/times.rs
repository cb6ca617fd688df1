//! Which time a word speaks of: a whole year, the year so far, or the year of a carrying over.

use super::super::super::token::{Piece, Token};
use super::super::super::vocabulary::{Term, TermKind, lists};
use super::super::rows::is_carried;
use super::super::sentence::ClaimSentence;

/// Whether a word stands right behind a calendar year.
pub(super) fn follows_a_year(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    if at <= sentence.range.start {
        return false;
    }
    let before = &sentence.tokens[at - 1];
    matches!(before.kind, Piece::Year(_)) || before.is(TermKind::LastYear)
}

/// Whether a word of another time tells the year so far: 2023年以来.
pub(super) fn is_the_year_so_far(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    follows_a_year(sentence, at) && lists().since.has(sentence.word(at))
}

/// Tokens before a 12月 among which a 1 makes it 1-12月.
const JANUARY: usize = 4;

/// Whether a 12月 ends the year: 12月31日, 12月底, 1-12月; 12月份 and 7-12月 are parts of it.
pub(super) fn ends_the_year(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let token = &sentence.tokens[at].range;
    if lists().ends_of_december.begin(&sentence.text[token.end..]) {
        return true;
    }
    let is_of_a_range = lists().range_marks.end(&sentence.text[..token.start]);
    let back = if is_of_a_range { JANUARY } else { 1 };
    sentence.tokens[at.saturating_sub(back)..at]
        .iter()
        .any(is_one)
}

fn is_one(token: &Token) -> bool {
    matches!(token.kind, Piece::Number(number) if number.value == 1.into())
}

/// Tokens before and behind a year that may make it one of a carrying over.
const CLOSE: usize = 3;

/// Whether a year or 上年 belongs to a carrying over or a comparison close by: 2022年结转,
/// 结转至2024年, 比上年; `from` is where the stretch begins in which it stands.
pub(super) fn is_of_carrying(sentence: &ClaimSentence<'_>, at: usize, from: usize) -> bool {
    tells_carrying(sentence, at + 1..sentence.range.end)
        || tells_carrying(sentence, (from..at).rev())
}

/// Whether the first of some tokens, up to a mark, tell a carrying over or a comparison.
fn tells_carrying(sentence: &ClaimSentence<'_>, tokens: impl Iterator<Item = usize>) -> bool {
    for at in tokens.take(CLOSE) {
        let token = &sentence.tokens[at];
        if matches!(token.kind, Piece::Mark(mark) if mark != '、') {
            return false;
        }
        if token.terms().any(carries_or_compares) {
            return true;
        }
    }
    false
}

fn carries_or_compares(term: &Term) -> bool {
    term.carries || is_carried(term) || term.kind == TermKind::Compare
}
