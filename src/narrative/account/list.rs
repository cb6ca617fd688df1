//! Wholes and their parts.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::paragraph::{PHRASE_MARKS, TokenLine};
use super::super::vocabulary::TermKind;
use super::super::vocabulary::lists as words;
use super::opening::{ASPECT, Opened, Opening, channels_end, openings};
use super::{Account, ComparisonRole, Quantity};

/// A whole and its parts; all numbers as indices of the account's quantities.
#[derive(Clone, Debug)]
pub struct List {
    /// What the whole may be, the nearest number last.
    pub heads: Vec<usize>,
    /// The parts in the measure of the whole, or in measures like it where none has its own.
    pub parts: Vec<ListPart>,
    /// The parts in any measure: 信息54条，其中动态40条、征集14期.
    pub all: Vec<usize>,
    /// What the words say of its being complete.
    pub extent: Extent,
    /// What opens it.
    pub opening: Opening,
    /// The tokens from what opens it to its end.
    pub range: Range<usize>,
    /// Whether the whole stands right before it, or in the sentence before.
    pub is_near: bool,
}

/// A part of a whole, and the parts that it is itself the sum of.
#[derive(Clone, Debug)]
pub struct ListPart {
    /// The part.
    pub quantity: usize,
    /// A、B、C，共N: what it sums up.
    pub of: Vec<usize>,
}

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

/// How many numbers before a list may be its whole, alone or together.
const MAX_HEADS: usize = 6;

/// How many sentences back the whole of a list may stand.
const MAX_BACK: usize = 3;

impl List {
    /// Whether a quantity is one of its parts, or of what they sum up.
    pub fn has(&self, quantity: usize) -> bool {
        self.all.contains(&quantity) || self.parts.iter().any(|part| part.of.contains(&quantity))
    }

    /// The parts' own numbers.
    pub fn items(&self) -> Vec<usize> {
        self.parts.iter().map(|part| part.quantity).collect()
    }
}

/// The lists of a paragraph.
pub fn find(paragraph: TokenLine<'_>, account: &Account) -> Vec<List> {
    let mut lists = Vec::new();
    for sentence in 0..account.sentences.len() {
        if account.of_sentence(sentence).is_empty() {
            continue;
        }
        for opened in openings(paragraph, account, sentence) {
            lists.extend(list(paragraph, account, &opened));
        }
    }
    lists
}

fn list(paragraph: TokenLine<'_>, account: &Account, opened: &Opened) -> Option<List> {
    let at = opened.at;
    let own = account.of_sentence(opened.sentence);
    let first = own
        .clone()
        .find(|&index| account.quantities[index].at > at)?;
    let level = account.quantities[first].depth;
    if opened.opening == Opening::Bracket && level == account.quantities[first - 1].depth {
        return None;
    }
    let heads = heads(account, opened, level, first)?;
    let head = account.quantities[*heads.found.last()?];
    let end = end(paragraph, account, opened, level);
    let all: Vec<usize> = own
        .filter(|&index| {
            let quantity = &account.quantities[index];
            (at..end).contains(&quantity.at)
                && !is_nested(paragraph, at, quantity.at)
                && quantity.depth == level
                && quantity.role == ComparisonRole::New
        })
        .collect();
    let parts = parts(paragraph, account, &all, &head);
    if parts.is_empty()
        || opened.opening != Opening::Word && (parts.len() < 2 || parts.len() < all.len())
    {
        return None;
    }
    let last = account.quantities[parts.last()?.quantity].at;
    let head_at = if head.sentence == opened.sentence {
        head.at
    } else {
        account.sentences[opened.sentence].start
    };
    let extent = extent(paragraph, opened, head_at.min(at)..at, end, last);
    let inexact = parts
        .iter()
        .any(|part| !account.quantities[part.quantity].is_exact())
        || !head.is_exact();
    Some(List {
        heads: heads.found,
        parts,
        all,
        extent: if inexact { Extent::Open } else { extent },
        opening: opened.opening,
        range: at..end,
        is_near: heads.is_near,
    })
}

/// Whether no number stands between the start of a sentence and what opens its list.
fn is_at_the_start(account: &Account, opened: &Opened) -> bool {
    let own = account.of_sentence(opened.sentence);
    account.quantities[own]
        .iter()
        .all(|quantity| quantity.at > opened.at)
}

/// Whether another list that is inside tells a number: 机构类20条，内有领导10条、职能10条；工作类11条.
fn is_nested(paragraph: TokenLine<'_>, opened: usize, at: usize) -> bool {
    let tokens = &paragraph.tokens[opened + 1..at];
    let within = tokens.iter().rposition(|token| token.is(TermKind::Parts));
    within.is_some_and(|within| !tokens[within..].iter().any(|token| token.is_mark("；）")))
}

/// What the whole of a list may be.
struct Heads {
    found: Vec<usize>,
    is_near: bool,
}

/// The numbers that may be a list's whole, the nearest last.
fn heads(account: &Account, opened: &Opened, level: usize, first: usize) -> Option<Heads> {
    let start = account.sentences[opened.sentence].start;
    let own = account.of_sentence(opened.sentence);
    let opens_sentence =
        first == own.start && opened.at <= start + ASPECT && is_at_the_start(account, opened);
    let (mut found, is_near): (Vec<usize>, bool) = if opens_sentence {
        let back = (1..=MAX_BACK.min(opened.sentence)).find(|back| {
            let before = account.of_sentence(opened.sentence - back);
            before
                .clone()
                .any(|index| account.quantities[index].is_like(&account.quantities[first]))
        });
        let back = back.or((opened.sentence > 0).then_some(1))?;
        // What stands between may tell no other numbers.
        let between = opened.sentence - back + 1..opened.sentence;
        let is_near = between
            .into_iter()
            .all(|sentence| account.of_sentence(sentence).is_empty());
        (
            account.of_sentence(opened.sentence - back).collect(),
            is_near,
        )
    } else {
        // A number in brackets is the whole of what follows in them only.
        let outside = |&index: &usize| {
            account.quantities[index].at < opened.at && account.quantities[index].depth <= level
        };
        (own.filter(outside).collect(), true)
    };
    // 增加64件，其中…: a difference is no whole.
    let head = *found.last()?;
    if account.quantities[head].role == ComparisonRole::Change {
        return None;
    }
    let measure = account.quantities[head].measure;
    found.retain(|&index| account.quantities[index].measure == measure);
    found.drain(..found.len().saturating_sub(MAX_HEADS));
    Some(Heads { found, is_near })
}

/// The parts of the whole's measure; where none has it, those of measures like it.
fn parts(
    paragraph: TokenLine<'_>,
    account: &Account,
    all: &[usize],
    head: &Quantity,
) -> Vec<ListPart> {
    let quantity = |index: &usize| &account.quantities[*index];
    let mut own: Vec<usize> = all
        .iter()
        .copied()
        .filter(|index| quantity(index).measure == head.measure)
        .collect();
    let alike: Vec<usize> = all
        .iter()
        .copied()
        .filter(|index| quantity(index).is_like(head))
        .collect();
    if own.is_empty() || alike.len() == all.len() {
        own = alike;
    }
    // 受理申请11次，其中网络7件、信函4件: what makes the whole to the last one is its parts in another measure.
    if own.is_empty() && all.len() > 1 && sum(account, all) == Some(head.number.value) {
        own = all.to_vec();
    }
    own.truncate(alike_in_kind(paragraph, account, &own));
    let mut parts: Vec<ListPart> = Vec::new();
    let mut group = 0;
    for index in own {
        let at = account.quantities[index].at;
        let since = parts
            .last()
            .map_or(0, |part| account.quantities[part.quantity].at);
        if paragraph.tokens[since..at]
            .iter()
            .any(|token| token.is_mark("；"))
        {
            group = parts.len();
        }
        if sums_up(paragraph, at) && parts.len() - group >= 2 {
            let of = parts.drain(group..).map(|part| part.quantity).collect();
            parts.push(ListPart {
                quantity: index,
                of,
            });
            group = parts.len();
        } else {
            parts.push(ListPart {
                quantity: index,
                of: Vec::new(),
            });
        }
    }
    parts
}

/// How many of some numbers, from the first, are told in one way: 其中上年结转3件，办结41件 are two.
fn alike_in_kind(paragraph: TokenLine<'_>, account: &Account, own: &[usize]) -> usize {
    // A verb of one character is part of a word as often as not.
    let is_finished = |i: usize| {
        paragraph.word(i).chars().count() > 1
            && paragraph.tokens[i].terms().any(|term| {
                let first = term.rows.first().and_then(|row| row.first());
                term.kind == TermKind::Act && first.is_some_and(|(_, id)| id == "outcome.total")
            })
    };
    let acts = |index: &usize| {
        let at = account.quantities[*index].at;
        let start = paragraph.clause_start(at.saturating_sub(PHRASE), at, PHRASE_MARKS);
        (start..at).any(is_finished)
    };
    let Some(first) = own.first().map(acts) else {
        return 0;
    };
    own.iter()
        .position(|index| acts(index) && !first)
        .unwrap_or(own.len())
}

/// How far before a number its verb is looked for.
const PHRASE: usize = 12;

/// Whether a word of summing stands right before the number at a token, alone in its clause: ，共90条.
pub fn sums_up(paragraph: TokenLine<'_>, at: usize) -> bool {
    let start = paragraph.clause_start(at.saturating_sub(4), at, "，、；（）：");
    start < at && start > 0 && words().sums.has(paragraph.between(start..at))
}

/// What the words of a list, from its whole to its end, say of its being complete.
fn extent(
    paragraph: TokenLine<'_>,
    opened: &Opened,
    before: Range<usize>,
    end: usize,
    last: usize,
) -> Extent {
    let lists = words();
    // 等 behind the last part leaves the list open; before it, it belongs to a part's name.
    let behind = paragraph.between(last + 1..end.max(last + 1));
    let and_so_on = |i: usize| {
        lists.and_so_on.has(paragraph.word(i))
            && paragraph
                .tokens
                .get(i + 1)
                .is_none_or(|token| token.is_mark("，、；"))
    };
    // 其余12件 closes a list, 其余为… leaves it open.
    let rest = (opened.at..last).rfind(|&i| paragraph.tokens[i].is(TermKind::Rest));
    let rest_is_told = rest.is_some_and(|rest| {
        !paragraph.tokens[rest..last]
            .iter()
            .any(|token| token.is_mark(PHRASE_MARKS))
    });
    let text = paragraph.between(opened.at..end);
    let or_more =
        |i: usize| paragraph.is_quantity(i) && lists.at_least.begin(paragraph.word(i + 1));
    let is_open = lists.open_list.within(text)
        || (opened.at..end).any(or_more)
        || !rest_is_told && lists.remainder.within(text)
        || lists.leading.within(paragraph.between(before))
        || lists.and_so_on.within(behind)
        || (opened.at + 1..end).any(and_so_on);
    let is_closed = rest_is_told
        || opened.opening == Opening::Composed
        || lists.complete.has(paragraph.word(opened.at));
    match (is_open, is_closed) {
        (true, _) => Extent::Open,
        (_, true) => Extent::Closed,
        _ => Extent::Unsaid,
    }
}

/// One past the last token of a list: the bracket's end, the next list, the semicolon, or the sentence's end.
fn end(paragraph: TokenLine<'_>, account: &Account, opened: &Opened, level: usize) -> usize {
    let at = opened.at;
    let sentence = &account.sentences[opened.sentence];
    if opened.opening == Opening::Run {
        if let Some(end) = channels_end(paragraph, account, opened.sentence, at) {
            return end;
        }
        return paragraph.clause_end(at + 1, sentence.end, "，；。");
    }
    let in_colon = opened.opening == Opening::Colon
        || paragraph
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.is_mark("："));
    let mut depth = 0;
    if opened.opening == Opening::Bracket {
        depth = -1;
    }
    let own_depth = depth;
    let mut since = at;
    for i in at..sentence.end {
        let token = &paragraph.tokens[i];
        if token.is_mark("（") {
            depth += 1;
        } else if token.is_mark("）") {
            depth -= 1;
        }
        let outside = opened.opening == Opening::Bracket && depth == own_depth && i > at;
        let next_list = i > at
            && depth == 0
            && token.is(TermKind::Parts)
            && words().of_which.begin(paragraph.word(i));
        if depth < own_depth || outside || next_list {
            return i;
        }
        if token.is_mark("；") && depth == 0 && !in_colon {
            // 其中，A 9条；B 14条；…: what stands between semicolons is one part, or the sum of some.
            let told = parts_between(paragraph, account, since..i, level);
            if at > sentence.start + 2 || told != 1 {
                return i;
            }
            since = i;
        }
    }
    sentence.end
}

/// How many parts some tokens tell, those summed up behind them as one.
fn parts_between(
    paragraph: TokenLine<'_>,
    account: &Account,
    tokens: Range<usize>,
    level: usize,
) -> usize {
    let within: Vec<&Quantity> = account
        .quantities
        .iter()
        .filter(|quantity| {
            tokens.contains(&quantity.at)
                && quantity.depth == level
                && quantity.role == ComparisonRole::New
        })
        .collect();
    match within.last() {
        Some(last) if within.len() > 2 && sums_up(paragraph, last.at) => 1,
        _ => within.len(),
    }
}

/// The sum of some quantities; none where it is beyond reckoning.
pub fn sum(account: &Account, quantities: &[usize]) -> Option<Decimal> {
    quantities.iter().try_fold(Decimal::ZERO, |sum, &index| {
        sum.checked_add(account.quantities[index].number.value)
    })
}
