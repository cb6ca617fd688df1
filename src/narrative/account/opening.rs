//! What opens a list of parts: words, brackets, colons, commas.

use super::super::paragraph::TokenLine;
use super::super::vocabulary::TermKind;
use super::super::vocabulary::lists as words;
use super::{Account, ComparisonRole, Quantity};

/// What opens a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// 其中 and its like.
    Word,
    /// A bracket behind the whole that holds numbers alone.
    Bracket,
    /// A colon behind the whole.
    Colon,
    /// 中 behind the whole: 58件申请中.
    OfThese,
    /// 由…组成.
    Composed,
    /// A comma behind the whole, and numbers that 、 joins: 收到45件，网上28件、邮寄11件、当面6件.
    Run,
}

/// What opens a list, and where.
pub(super) struct Opened {
    pub opening: Opening,
    /// The token that opens it.
    pub at: usize,
    /// The index of its sentence.
    pub sentence: usize,
}

/// What opens lists in a sentence, in order.
pub(super) fn openings(
    paragraph: TokenLine<'_>,
    account: &Account,
    sentence: usize,
) -> Vec<Opened> {
    let mut openings = Vec::new();
    for at in account.sentences[sentence].clone() {
        let token = &paragraph.tokens[at];
        let opening = if token.is(TermKind::Parts) {
            Opening::Word
        } else if token.is_mark("（") && follows_a_number(paragraph, account, at) {
            Opening::Bracket
        } else if token.is_mark("：") && follows_a_number(paragraph, account, at) {
            Opening::Colon
        } else if ends_an_aspect(paragraph, account.sentences[sentence].start, at) {
            Opening::Word
        } else if token.is(TermKind::OfThese) && is_whole_of_these(paragraph, account, at) {
            Opening::OfThese
        } else if words().by_whom.has(paragraph.word(at))
            && is_composed(paragraph, account, sentence, at)
        {
            Opening::Composed
        } else if token.is_mark("，") && begins_a_run(paragraph, account, sentence, at) {
            Opening::Run
        } else {
            continue;
        };
        // （其中…, ：其中…: the word says more.
        let is_said_again = opening != Opening::Word
            && paragraph
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.is(TermKind::Parts));
        if !is_said_again {
            openings.push(Opened {
                opening,
                at,
                sentence,
            });
        }
    }
    openings
}

/// Whether a number stands right before a token, but for a noun: 申请40件（, 受理10件：.
fn follows_a_number(paragraph: TokenLine<'_>, account: &Account, at: usize) -> bool {
    let before = account
        .quantities
        .partition_point(|quantity| quantity.at < at);
    let Some(quantity) = before.checked_sub(1).map(|index| account.quantities[index]) else {
        return false;
    };
    let between = quantity.at + 1..at;
    between.len() <= 2
        && !paragraph.tokens[between]
            .iter()
            .any(|token| token.is_mark("，；、。：（）"))
}

/// How many clauses tell ways of asking at least.
const CHANNELS: usize = 2;

/// How many numbers a run has at least: fewer are seldom all parts.
const RUN: usize = 3;

/// Whether a comma behind a number begins numbers of its measure that 、 joins.
fn begins_a_run(paragraph: TokenLine<'_>, account: &Account, sentence: usize, at: usize) -> bool {
    if !follows_a_number(paragraph, account, at) {
        return false;
    }
    if tells_channels(paragraph, account, sentence, at) {
        return true;
    }
    let end = paragraph.clause_end(at + 1, account.sentences[sentence].end, "，；。");
    let from = account
        .quantities
        .partition_point(|quantity| quantity.at < at);
    let to = account
        .quantities
        .partition_point(|quantity| quantity.at < end);
    let run = &account.quantities[from..to];
    let whole = &account.quantities[from - 1];
    let is_joined = |pair: &[Quantity]| {
        (pair[0].at..pair[1].at)
            .any(|i| paragraph.tokens[i].is_mark("、") || words().and.has(paragraph.word(i)))
    };
    // 分别通过网站公开186条、公告栏公开128条.
    let is_each = words().one_by_one.begin(paragraph.word(at + 1));
    run.len() >= if is_each { 2 } else { RUN }
        && run.windows(2).all(is_joined)
        && run.iter().all(|part| {
            part.depth == whole.depth && part.is_like(whole) && part.role == ComparisonRole::New
        })
        && !(at..end).any(|i| paragraph.tokens[i].is(TermKind::Parts))
}

/// Whether the clauses behind a comma each tell a part by its way of asking: 当面提交的72件，来信提交的169件，….
fn tells_channels(paragraph: TokenLine<'_>, account: &Account, sentence: usize, at: usize) -> bool {
    channels_end(paragraph, account, sentence, at).is_some()
}

/// The end of such clauses, where there are enough of them.
pub(super) fn channels_end(
    paragraph: TokenLine<'_>,
    account: &Account,
    sentence: usize,
    at: usize,
) -> Option<usize> {
    let whole = account.quantities[account
        .quantities
        .partition_point(|q| q.at < at)
        .checked_sub(1)?];
    let (mut start, mut clauses) = (at + 1, 0);
    let last = account.sentences[sentence].end;
    let mut reached = at;
    while start < last {
        let end = paragraph.clause_end(start, last, "，；。");
        let from = account
            .quantities
            .partition_point(|quantity| quantity.at < start);
        let to = account
            .quantities
            .partition_point(|quantity| quantity.at < end);
        let [part] = &account.quantities[from..to] else {
            break;
        };
        // 11件为网络申请 tells it behind the number.
        let is_channel = (start..end).any(|i| paragraph.tokens[i].is(TermKind::Part));
        if !is_channel || !part.is_like(&whole) || part.depth != whole.depth {
            break;
        }
        (clauses, reached, start) = (clauses + 1, end, end + 1);
    }
    (clauses >= CHANNELS).then_some(reached)
}

/// How many tokens an aspect has at most.
pub(super) const ASPECT: usize = 6;

/// Whether a token ends the aspect at the start of a sentence by which parts are told: 从提交方式看，….
fn ends_an_aspect(paragraph: TokenLine<'_>, start: usize, at: usize) -> bool {
    at > start
        && at - start <= ASPECT
        && paragraph
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.is_mark("，"))
        && words().aspect.begin(paragraph.word(start))
        && words().aspect_ends.end(paragraph.word(at))
}

/// Whether 中 behind a number opens a list of its parts: 58件申请中，网上41件，….
fn is_whole_of_these(paragraph: TokenLine<'_>, account: &Account, at: usize) -> bool {
    follows_a_number(paragraph, account, at)
        && paragraph
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.is_mark("，"))
}

/// Whether 由 begins a list that 组成 ends.
fn is_composed(paragraph: TokenLine<'_>, account: &Account, sentence: usize, at: usize) -> bool {
    let end = account.sentences[sentence].end;
    words().composed.within(paragraph.between(at..end))
}
