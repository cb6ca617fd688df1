//! Wholes and their parts: which numbers of a paragraph make up which.
//!
//! What opens a list is said in `opening`, how far it goes and whether it is complete in `extent`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::paragraph::{PHRASE_MARKS, TokenLine};
use super::super::vocabulary::lists as words;
use super::super::vocabulary::{Term, TermKind};
use super::extent::{Extent, find_end, find_extent};
use super::opening::{ASPECT, Opened, Opening, find_openings};
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
        for opened in find_openings(paragraph, account, sentence) {
            lists.extend(read_list(paragraph, account, &opened));
        }
    }
    lists
}

/// The list that is opened; none where it has no whole or no parts.
fn read_list(paragraph: TokenLine<'_>, account: &Account, opened: &Opened) -> Option<List> {
    let at = opened.at;
    let own = account.of_sentence(opened.sentence);
    let first = account.count_before(at + 1).max(own.start);
    if first >= own.end {
        return None;
    }
    let level = account.quantities[first].depth;
    if opened.opening == Opening::Bracket && level == account.quantities[first - 1].depth {
        return None;
    }
    let heads = find_heads(account, opened, level, first)?;
    let head = account.quantities[*heads.found.last()?];
    let end = find_end(paragraph, account, opened, level);
    let mut all = Vec::new();
    for index in first..own.end {
        let quantity = &account.quantities[index];
        if quantity.at < end
            && is_told_at(quantity, level)
            && !is_nested(paragraph, at, quantity.at)
        {
            all.push(index);
        }
    }
    let parts = find_parts(paragraph, account, &all, &head);
    let are_few = parts.len() < 2 || parts.len() < all.len();
    if parts.is_empty() || opened.opening != Opening::Word && are_few {
        return None;
    }
    let mut numbers = parts.iter().map(|part| &account.quantities[part.quantity]);
    let extent = if head.is_exact() && numbers.all(Quantity::is_exact) {
        let last = account.quantities[parts.last()?.quantity].at;
        let whole = if head.sentence == opened.sentence {
            head.at
        } else {
            account.sentences[opened.sentence].start
        };
        find_extent(paragraph, opened, whole.min(at)..at, end, last)
    } else {
        Extent::Open
    };
    Some(List {
        heads: heads.found,
        parts,
        all,
        extent,
        opening: opened.opening,
        range: at..end,
        is_near: heads.is_near,
    })
}

/// Whether a number may be a part at a depth of brackets.
fn is_told_at(quantity: &Quantity, level: usize) -> bool {
    quantity.depth == level && quantity.role == ComparisonRole::New
}

/// Whether no number stands between the start of a sentence and what opens its list.
fn is_at_the_start(account: &Account, opened: &Opened) -> bool {
    let own = account.of_sentence(opened.sentence);
    account.quantities[own]
        .iter()
        .all(|quantity| quantity.at > opened.at)
}

/// Whether another list that is inside tells a number:
/// 机构类20条，内有领导10条、职能10条；工作类11条.
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
fn find_heads(account: &Account, opened: &Opened, level: usize, first: usize) -> Option<Heads> {
    let start = account.sentences[opened.sentence].start;
    let own = account.of_sentence(opened.sentence);
    let opens_sentence =
        first == own.start && opened.at <= start + ASPECT && is_at_the_start(account, opened);
    let Heads { mut found, is_near } = if opens_sentence {
        find_heads_before(account, opened, first)?
    } else {
        // A number in brackets is the whole of what follows in them only.
        let before = own.start..account.count_before(opened.at).max(own.start);
        let outside = before.filter(|&index| account.quantities[index].depth <= level);
        Heads {
            found: outside.collect(),
            is_near: true,
        }
    };
    // 增加64件，其中…: a difference is no whole.
    let head = account.quantities[*found.last()?];
    if head.role == ComparisonRole::Change {
        return None;
    }
    found.retain(|&index| account.quantities[index].measure == head.measure);
    found.drain(..found.len().saturating_sub(MAX_HEADS));
    Some(Heads { found, is_near })
}

/// The numbers of the last sentence before a list that has some like its first part.
fn find_heads_before(account: &Account, opened: &Opened, first: usize) -> Option<Heads> {
    let mut back = 1..=MAX_BACK.min(opened.sentence);
    let near = back.find(|back| has_like(account, opened.sentence - back, first));
    let back = near.or((opened.sentence > 0).then_some(1))?;
    // What stands between may tell no other numbers.
    let mut between = opened.sentence - back + 1..opened.sentence;
    Some(Heads {
        found: account.of_sentence(opened.sentence - back).collect(),
        is_near: between.all(|sentence| account.of_sentence(sentence).is_empty()),
    })
}

/// Whether a sentence tells a number that is added up with another.
fn has_like(account: &Account, sentence: usize, other: usize) -> bool {
    let other = &account.quantities[other];
    let mut own = account.quantities[account.of_sentence(sentence)].iter();
    own.any(|quantity| quantity.is_like(other))
}

/// The parts of the whole's measure; where none has it, those of measures like it.
fn find_parts(
    paragraph: TokenLine<'_>,
    account: &Account,
    all: &[usize],
    head: &Quantity,
) -> Vec<ListPart> {
    let mut own = Vec::new();
    let mut alike = Vec::new();
    for &index in all {
        let quantity = &account.quantities[index];
        if quantity.measure == head.measure {
            own.push(index);
        }
        if quantity.is_like(head) {
            alike.push(index);
        }
    }
    if own.is_empty() || alike.len() == all.len() {
        own = alike;
    }
    // 受理申请11次，其中网络7件、信函4件: what makes the whole to the last one is its parts in
    // another measure.
    if own.is_empty() && all.len() > 1 && sum(account, all) == Some(head.number.value) {
        own = all.to_vec();
    }
    own.truncate(count_alike_in_kind(paragraph, account, &own));
    group_parts(paragraph, account, &own)
}

/// Numbers as parts: what sums up those before it takes them in.
fn group_parts(paragraph: TokenLine<'_>, account: &Account, own: &[usize]) -> Vec<ListPart> {
    let mut parts: Vec<ListPart> = Vec::new();
    let (mut group, mut since) = (0, 0);
    for &quantity in own {
        let at = account.quantities[quantity].at;
        let mut between = paragraph.tokens[since..at].iter();
        if between.any(|token| token.is_mark("；")) {
            group = parts.len();
        }
        if parts.len() - group >= 2 && sums_up(paragraph, at) {
            let of = parts.drain(group..).map(|part| part.quantity).collect();
            parts.push(ListPart { quantity, of });
            group = parts.len();
        } else {
            let of = Vec::new();
            parts.push(ListPart { quantity, of });
        }
        since = at;
    }
    parts
}

/// How many of some numbers, from the first, are told in one way: 其中上年结转3件，办结41件 are
/// two.
fn count_alike_in_kind(paragraph: TokenLine<'_>, account: &Account, own: &[usize]) -> usize {
    let Some((first, others)) = own.split_first() else {
        return 0;
    };
    if is_of_finished(paragraph, account.quantities[*first].at) {
        return own.len();
    }
    let mut others = others.iter().map(|index| account.quantities[*index].at);
    let other = others.position(|at| is_of_finished(paragraph, at));
    other.map_or(own.len(), |other| other + 1)
}

/// How far before a number its verb is looked for.
const PHRASE: usize = 12;

/// Whether a verb says that the number at a token was finished.
fn is_of_finished(paragraph: TokenLine<'_>, at: usize) -> bool {
    let start = paragraph.clause_start(at.saturating_sub(PHRASE), at, PHRASE_MARKS);
    for token in &paragraph.tokens[start..at] {
        // A verb of one character is part of a word as often as not.
        let word = &paragraph.text[token.range.clone()];
        if word.chars().nth(1).is_some() && token.terms().any(Term::is_finishing) {
            return true;
        }
    }
    false
}

/// Whether a word of summing stands right before the number at a token, alone in its clause:
/// ，共90条.
pub fn sums_up(paragraph: TokenLine<'_>, at: usize) -> bool {
    let start = paragraph.clause_start(at.saturating_sub(4), at, "，、；（）：");
    start < at && start > 0 && words().sums.has(paragraph.between(start..at))
}

/// How many parts some tokens tell, those summed up behind them as one.
pub(super) fn count_parts(
    paragraph: TokenLine<'_>,
    account: &Account,
    tokens: Range<usize>,
    level: usize,
) -> usize {
    let within = account.count_before(tokens.start)..account.count_before(tokens.end);
    let (mut count, mut last) = (0, None);
    for quantity in &account.quantities[within] {
        if is_told_at(quantity, level) {
            count += 1;
            last = Some(quantity.at);
        }
    }
    match last {
        Some(last) if count > 2 && sums_up(paragraph, last) => 1,
        _ => count,
    }
}

/// The sum of some quantities; none where it is beyond reckoning.
pub fn sum(account: &Account, quantities: &[usize]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for &index in quantities {
        sum = sum.checked_add(account.quantities[index].number.value)?;
    }
    Some(sum)
}
