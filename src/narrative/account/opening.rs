//! What opens a list of parts: words, brackets, colons, commas.

use std::ops::Range;

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
pub(super) fn find_openings(
    paragraph: TokenLine<'_>,
    account: &Account,
    sentence: usize,
) -> Vec<Opened> {
    let mut openings = Vec::new();
    for at in account.sentences[sentence].clone() {
        let Some(opening) = find_opening(paragraph, account, sentence, at) else {
            continue;
        };
        // （其中…, ：其中…: the word says more.
        let next = paragraph.tokens.get(at + 1);
        let is_said_again =
            opening != Opening::Word && next.is_some_and(|next| next.is(TermKind::Parts));
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

/// What a token opens, if it opens a list.
fn find_opening(
    paragraph: TokenLine<'_>,
    account: &Account,
    sentence: usize,
    at: usize,
) -> Option<Opening> {
    let token = &paragraph.tokens[at];
    if token.is(TermKind::Parts) {
        return Some(Opening::Word);
    }
    if token.is_mark("（") && follows_a_number(paragraph, account, at) {
        return Some(Opening::Bracket);
    }
    if token.is_mark("：") && follows_a_number(paragraph, account, at) {
        return Some(Opening::Colon);
    }
    if ends_an_aspect(paragraph, account.sentences[sentence].start, at) {
        return Some(Opening::Word);
    }
    // 58件申请中，网上41件，….
    if token.is(TermKind::OfThese)
        && follows_a_number(paragraph, account, at)
        && paragraph.is_mark(at + 1, "，")
    {
        return Some(Opening::OfThese);
    }
    if words().by_whom.has(paragraph.word(at)) && is_composed(paragraph, account, sentence, at) {
        return Some(Opening::Composed);
    }
    let is_run = token.is_mark("，") && begins_a_run(paragraph, account, sentence, at);
    is_run.then_some(Opening::Run)
}

/// Whether a number stands right before a token, but for a noun: 申请40件（, 受理10件：.
fn follows_a_number(paragraph: TokenLine<'_>, account: &Account, at: usize) -> bool {
    let Some(index) = account.count_before(at).checked_sub(1) else {
        return false;
    };
    let between = account.quantities[index].at + 1..at;
    if between.len() > 2 {
        return false;
    }
    let mut tokens = paragraph.tokens[between].iter();
    !tokens.any(|token| token.is_mark("，；、。：（）"))
}

/// How many clauses tell ways of asking at least.
const CHANNELS: usize = 2;

/// How many numbers a run has at least: fewer are seldom all parts.
const RUN: usize = 3;
/// How many it has where 分别 says that each is a part.
const RUN_OF_EACH: usize = 2;

/// Whether a comma behind a number begins numbers of its measure that 、 joins.
fn begins_a_run(paragraph: TokenLine<'_>, account: &Account, sentence: usize, at: usize) -> bool {
    if !follows_a_number(paragraph, account, at) {
        return false;
    }
    if find_channels_end(paragraph, account, sentence, at).is_some() {
        return true;
    }
    let end = paragraph.clause_end(at + 1, account.sentences[sentence].end, "，；。");
    let from = account.count_before(at);
    let run = &account.quantities[from..account.count_before(end)];
    // 分别通过网站公开186条、公告栏公开128条.
    let is_each = words().one_by_one.begin(paragraph.word(at + 1));
    if run.len() < if is_each { RUN_OF_EACH } else { RUN } {
        return false;
    }
    let whole = &account.quantities[from - 1];
    run.windows(2)
        .all(|pair| is_joined(paragraph, pair[0].at..pair[1].at))
        && run.iter().all(|part| may_be_part(part, whole))
        && !paragraph.tokens[at..end]
            .iter()
            .any(|token| token.is(TermKind::Parts))
}

/// Whether 、 or 和 stands among some tokens.
fn is_joined(paragraph: TokenLine<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| paragraph.tokens[i].is_mark("、") || words().and.has(paragraph.word(i)))
}

fn may_be_part(part: &Quantity, whole: &Quantity) -> bool {
    part.depth == whole.depth && part.is_like(whole) && part.role == ComparisonRole::New
}

/// The end of the clauses behind a comma that each tell a part by its way of asking, where there
/// are enough of them: 当面提交的72件，来信提交的169件，….
pub(super) fn find_channels_end(
    paragraph: TokenLine<'_>,
    account: &Account,
    sentence: usize,
    at: usize,
) -> Option<usize> {
    let whole = account.quantities[account.count_before(at).checked_sub(1)?];
    let last = account.sentences[sentence].end;
    let (mut start, mut reached, mut clauses) = (at + 1, at, 0);
    while start < last {
        let end = paragraph.clause_end(start, last, "，；。");
        let numbers = account.count_before(start)..account.count_before(end);
        let [part] = &account.quantities[numbers] else {
            break;
        };
        // 11件为网络申请 tells it behind the number.
        let mut tokens = paragraph.tokens[start..end].iter();
        let is_channel = tokens.any(|token| token.is(TermKind::Part));
        if !is_channel || !part.is_like(&whole) || part.depth != whole.depth {
            break;
        }
        (clauses, reached, start) = (clauses + 1, end, end + 1);
    }
    (clauses >= CHANNELS).then_some(reached)
}

/// How many tokens an aspect has at most.
pub(super) const ASPECT: usize = 6;

/// Whether a token ends the aspect at the start of a sentence by which parts are told:
/// 从提交方式看，….
fn ends_an_aspect(paragraph: TokenLine<'_>, start: usize, at: usize) -> bool {
    at > start
        && at - start <= ASPECT
        && paragraph.is_mark(at + 1, "，")
        && words().aspect.begin(paragraph.word(start))
        && words().aspect_ends.end(paragraph.word(at))
}

/// Whether 由 begins a list that 组成 ends.
fn is_composed(paragraph: TokenLine<'_>, account: &Account, sentence: usize, at: usize) -> bool {
    let end = account.sentences[sentence].end;
    words().composed.within(paragraph.between(at..end))
}
