//! How far a list goes, and whether its words say that it is complete.

use std::ops::Range;

use super::super::paragraph::{PHRASE_MARKS, TokenLine};
use super::super::vocabulary::TermKind;
use super::super::vocabulary::lists as words;
use super::Account;
use super::list::count_parts;
use super::opening::{Opened, Opening, find_channels_end};

/// What the words say of a list's being complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Something is left out: 等, 主要.
    Open,
    /// These are all parts: 分为, 包括, 其余N件.
    Closed,
    /// Nothing.
    Unsaid,
}

/// What the words of a list, from its whole to its end, say of its being complete; `last` is its
/// last part.
pub(super) fn find_extent(
    paragraph: TokenLine<'_>,
    opened: &Opened,
    before: Range<usize>,
    end: usize,
    last: usize,
) -> Extent {
    let lists = words();
    let range = opened.at..end;
    let text = paragraph.between(range.clone());
    let rest_is_told = tells_rest(paragraph, opened.at..last);
    // 等 behind the last part leaves the list open; before it, it belongs to a part's name.
    let behind = paragraph.between(last + 1..end.max(last + 1));
    let is_open = lists.open_list.within(text)
        || range.clone().any(|i| is_lower_bound(paragraph, i))
        || !rest_is_told && lists.remainder.within(text)
        || lists.leading.within(paragraph.between(before))
        || lists.and_so_on.within(behind)
        || range.skip(1).any(|i| is_and_so_on(paragraph, i));
    let is_closed = rest_is_told
        || opened.opening == Opening::Composed
        || lists.complete.has(paragraph.word(opened.at));
    match (is_open, is_closed) {
        (true, _) => Extent::Open,
        (_, true) => Extent::Closed,
        _ => Extent::Unsaid,
    }
}

/// Whether 其余12件 closes a list; 其余为… leaves it open.
fn tells_rest(paragraph: TokenLine<'_>, tokens: Range<usize>) -> bool {
    let words = &paragraph.tokens[tokens];
    let Some(rest) = words.iter().rposition(|token| token.is(TermKind::Rest)) else {
        return false;
    };
    let mut behind = words[rest..].iter();
    !behind.any(|token| token.is_mark(PHRASE_MARKS))
}

/// Whether a token is a number that is told to be at least so large.
fn is_lower_bound(paragraph: TokenLine<'_>, at: usize) -> bool {
    paragraph.is_quantity(at) && words().at_least.begin(paragraph.word(at + 1))
}

/// Whether a token is 等 at the end of a clause.
fn is_and_so_on(paragraph: TokenLine<'_>, at: usize) -> bool {
    let next = paragraph.tokens.get(at + 1);
    words().and_so_on.has(paragraph.word(at)) && next.is_none_or(|next| next.is_mark("，、；"))
}

/// One past the last token of a list: the bracket's end, the next list, the semicolon, or the
/// sentence's end.
pub(super) fn find_end(
    paragraph: TokenLine<'_>,
    account: &Account,
    opened: &Opened,
    level: usize,
) -> usize {
    let at = opened.at;
    let sentence = &account.sentences[opened.sentence];
    if opened.opening == Opening::Run {
        let channels = find_channels_end(paragraph, account, opened.sentence, at);
        return channels.unwrap_or_else(|| paragraph.clause_end(at + 1, sentence.end, "，；。"));
    }
    let is_bracket = opened.opening == Opening::Bracket;
    let in_colon = opened.opening == Opening::Colon || paragraph.is_mark(at + 1, "：");
    let own_depth = if is_bracket { -1 } else { 0 };
    let mut depth = own_depth;
    let mut since = at;
    for i in at..sentence.end {
        let token = &paragraph.tokens[i];
        if token.is_mark("（") {
            depth += 1;
        } else if token.is_mark("）") {
            depth -= 1;
        }
        let is_outside = is_bracket && depth == own_depth && i > at;
        let is_next_list = i > at
            && depth == 0
            && token.is(TermKind::Parts)
            && words().of_which.begin(paragraph.word(i));
        if depth < own_depth || is_outside || is_next_list {
            return i;
        }
        if token.is_mark("；") && depth == 0 && !in_colon {
            // 其中，A 9条；B 14条；…: what stands between semicolons is one part, or the sum of
            // some.
            let told = count_parts(paragraph, account, since..i, level);
            if at > sentence.start + 2 || told != 1 {
                return i;
            }
            since = i;
        }
    }
    sentence.end
}
