//! What a number is in a comparison of two times.

use std::ops::Range;

use super::super::paragraph::TokenLine;
use super::super::token::{Piece, Token};
use super::super::vocabulary::{TermKind, lists};

/// What a number is in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonRole {
    /// This year's, or in no comparison at all.
    New,
    /// The year's that it is compared with.
    Old,
    /// The difference.
    Change,
}

/// The role of the number at a token, by the words of its clause; `before` is the token behind the
/// number before.
pub fn role(
    paragraph: TokenLine<'_>,
    sentence: &Range<usize>,
    before: usize,
    at: usize,
) -> ComparisonRole {
    // 比上年（69件）: the bracket belongs to what stands before it.
    let in_bracket = at > sentence.start && paragraph.tokens[at - 1].is_mark("（");
    let marks = if in_bracket { "，；" } else { "，；（）" };
    let start = paragraph.clause_start(sentence.start, at, marks);
    let clause = paragraph.between(start..at);
    // 由24万次增至30万次: the second is what it became.
    if before > start && lists().became.within(paragraph.between(before..at)) {
        return ComparisonRole::New;
    }
    if lists().growth.end(lists().to_percentage.trim_end(clause)) {
        return ComparisonRole::Change;
    }
    let end = paragraph.clause_end(at + 1, sentence.end, "，；（）");
    let became = lists().became.begin(paragraph.between(at + 1..end));
    let is_compared =
        lists().comparing.within(clause) && paragraph.tokens[start..at].iter().any(names_a_year);
    if lists().older.end(clause) || became || is_compared {
        ComparisonRole::Old
    } else {
        ComparisonRole::New
    }
}

fn names_a_year(token: &Token) -> bool {
    token.is(TermKind::LastYear) || matches!(token.kind, Piece::Year(_))
}
