//! Claims of none and of all: 未收到申请, 无行政诉讼, 全部办结, 均为自然人.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::meaning::{Meaning, meaning};
use super::super::numeral::{Nearness, Number};
use super::super::paragraph::CLAUSE_MARKS;
use super::super::token::Piece;
use super::super::vocabulary::{Sign, Sum, Term, TermKind, lists};
use super::clause::{CLAUSE, Clause, is_another_application};
use super::said::Said;
use super::{
    Claim, ClaimSentence, ClaimYear, ClauseContext, DISCLOSURE, Naming, REQUESTS, REVIEW, Tells,
    understand,
};
use crate::standard::Standard;

/// Nothing: what a claim of none says there is, and one of all says there is besides.
const NOTHING: Number = Number {
    value: rust_decimal::Decimal::ZERO,
    unit: rust_decimal::Decimal::ONE,
    bound: Nearness::Exact,
    in_words: true,
};

/// The claim of a word such as 未, 无 or 均; none where it is not understood.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    before: usize,
    at: usize,
    said: &Said,
) -> Option<Claim> {
    let tokens = sentence.tokens;
    let start = clause_start(sentence, before, at);
    // 没有一件作出不予公开决定: none at all.
    let behind = if is_not_one(sentence, at) {
        at + 2
    } else {
        at + 1
    };
    let end = clause_end(sentence, behind);
    let is_zero = tokens[at].is(TermKind::Zero);
    if end <= behind && !is_zero || is_limited(sentence, before, start, at, said) {
        return None;
    }
    if matches!(tokens.get(end).map(|t| &t.kind), Some(Piece::Quantity(..))) {
        return None;
    }
    let standard = &sentence.report.standard;
    let meanings = if is_zero {
        none(sentence, before, start..at, standard, said)?
    } else if tokens[at].is(TermKind::None) {
        none(sentence, before, behind..end, standard, said)?
    } else {
        all(
            sentence,
            &Frame::of(tokens, behind..end),
            start..at,
            standard,
            said,
        )?
    };
    let phrase = tokens[start].range.start..tokens[end.max(at + 1) - 1].range.end;
    (!meanings.is_empty()).then(|| claim(sentence, at, phrase, meanings))
}

/// The claim of a full rate: 办结率100% leaves nothing to carry over.
pub(super) fn read_rate(sentence: &ClaimSentence<'_>, at: usize, said: &Said) -> Option<Claim> {
    let Piece::Percent(rate) = sentence.tokens[at].kind else {
        return None;
    };
    let paragraph = sentence.paragraph();
    let start = paragraph.clause_start(sentence.range.start, at, "，；、（）");
    let clause = paragraph.between(start..at);
    let is_full = rate.value == rust_decimal::Decimal::ONE_HUNDRED && rate.bound == Nearness::Exact;
    // 已100%办结.
    let is_done = lists().finished.has(paragraph.word(at + 1));
    let is_rate = (lists().full_rates.end(clause) || is_done) && !lists().in_time.within(clause);
    if !is_full
        || !is_rate
        || said.table() != Some(REQUESTS)
        || sentence.facts.carries
        || is_limited(sentence, start, start, at, said)
    {
        return None;
    }
    let meanings = nothing_carried_out(&sentence.report.standard);
    let phrase = sentence.tokens[start].range.start..sentence.tokens[at].range.end;
    (!meanings.is_empty()).then(|| claim(sentence, at, phrase, meanings))
}

fn claim(
    sentence: &ClaimSentence<'_>,
    at: usize,
    phrase: Range<usize>,
    meanings: Vec<Meaning>,
) -> Claim {
    Claim {
        line: sentence.line,
        range: sentence.tokens[at].range.clone(),
        phrase,
        number: NOTHING,
        tells: Tells::Sweeping,
        meanings,
        sure: true,
        year: ClaimYear::This,
    }
}

/// The first token of the clause of such a word.
fn clause_start(sentence: &ClaimSentence<'_>, before: usize, at: usize) -> usize {
    let from = before.max(at.saturating_sub(CLAUSE)).min(at);
    sentence.paragraph().clause_start(from, at, CLAUSE_MARKS)
}

/// One past its last token.
fn clause_end(sentence: &ClaimSentence<'_>, from: usize) -> usize {
    let furthest = sentence.range.end.min(from + CLAUSE);
    let is_end = |i: &usize| {
        let counts = sentence.paragraph().is_quantity(*i) && !is_one(sentence, *i);
        sentence.tokens[*i].is_mark("，；（）？：") || counts
    };
    (from..furthest).find(is_end).unwrap_or(furthest)
}

/// Whether a token is 一件 or its like, which counts nothing where there is none: 没有作出过一件.
fn is_one(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    matches!(sentence.tokens[at].kind, Piece::Quantity(number, _) if number.in_words && number.value == 1.into())
}

/// Whether 一件 or its like follows a word of none.
fn is_not_one(sentence: &ClaimSentence<'_>, at: usize) -> bool {
    let has_next = at + 1 < sentence.tokens.len();
    sentence.tokens[at].is(TermKind::None) && has_next && is_one(sentence, at + 1)
}

/// Whether it is said of some, of others or of another time: 5个镇未收到, 除1件外均办结, 市档案局未收到.
fn is_limited(
    sentence: &ClaimSentence<'_>,
    before: usize,
    start: usize,
    at: usize,
    said: &Said,
) -> bool {
    let tokens = sentence.tokens;
    let is_counted = at.checked_sub(1).is_some_and(|before| {
        matches!(tokens[before].kind, Piece::Number(_) | Piece::Quantity(..))
    });
    // 不予处理的5件均属重复申请: of all of a group.
    let is_counted = is_counted && !(tokens[at].is(TermKind::All) && is_of_a_group(said));
    let is_rest = (start..at).any(|i| lists().except.has(sentence.word(i)));
    let of_some = is_counted
        || is_rest
        || lists()
            .measure_of_bodies
            .end(&sentence.text[..tokens[at].range.start]);
    // 28个单位未收到, 行政处罚均未被复议.
    let own = Frame::of(tokens, start..at);
    let of_decisions = !tokens[at].is(TermKind::Zero)
        && own
            .nouns
            .iter()
            .any(|(_, noun)| noun.is_some_and(|t| t.table == DISCLOSURE));
    let who = Clause {
        before,
        free: before,
        start,
        at,
        end: at,
        near: own,
        tail: Frame::default(),
        describes: false,
    };
    let this = sentence.report.year.value;
    of_some
        || of_decisions
        || who.names_another(sentence)
        || who.is_of_bodies(sentence)
        || said.limits.scope
        || said.limits.other_time
        || said.limits.year.is_some_and(|year| year != this)
}

/// Whether the last number was of a group of outcomes, which has rows below it.
fn is_of_a_group(said: &Said) -> bool {
    let [row] = said.rows.as_slice() else {
        return false;
    };
    matches!(row.as_slice(), [(_, id)] if ["denied", "unable", "unprocessed", "other"].contains(&id.as_str()))
}

/// What there is none of, by the words of a range.
fn none(
    sentence: &ClaimSentence<'_>,
    before: usize,
    range: Range<usize>,
    standard: &Standard,
    said: &Said,
) -> Option<Vec<Meaning>> {
    if let Some(meanings) = super::items::unchanged(sentence, &range, said) {
        return Some(meanings);
    }
    let words = object(sentence, &range)?;
    let own = Frame::of(
        sentence.tokens,
        clause_start(sentence, before, range.start)..range.start,
    );
    let clause = Clause {
        before,
        free: before,
        start: range.start,
        at: range.end,
        end: range.end,
        near: words,
        tail: Frame::default(),
        describes: false,
    };
    let words = &clause.near;
    let text = sentence.paragraph().between(range.clone());
    // 无遗漏, 未按期答复: none of something else. 未发生依申请收费 is told of the fee, not of requests.
    let of_documents = words
        .nouns
        .iter()
        .any(|(_, n)| n.is_some_and(|t| t.table == DISCLOSURE));
    let is_how = lists().how.begin(text) || lists().fee.within(text) && !of_documents;
    if is_how
        || words.terms.is_empty()
        || clause.is_part(sentence, REQUESTS) && !clause.is_every_way(sentence)
    {
        return None;
    }
    // 受理量为零 below a heading on requests.
    let is_told = range.end < sentence.range.end && sentence.tokens[range.end].is(TermKind::Zero);
    let by_text = said.table().filter(|table| is_told && words.says(table));
    let table = of_table(words, said).or(by_text)?;
    let found = [false, true].into_iter().find_map(|money| {
        let context = ClauseContext {
            naming: Naming::Own,
            money,
            of_all: true,
        };
        understand(table, sentence, &clause, standard, context, said).ok()
    });
    let mut meanings = found?.meanings;
    // 无结转 is told of what is left at the year's end, 上年无结转 of what was.
    if words.terms.iter().any(|(_, t)| t.carries) && meanings.len() > 1 {
        if words.has(TermKind::LastYear) || own.has(TermKind::LastYear) {
            meanings.truncate(1);
        } else {
            meanings.remove(0);
        }
    }
    Some(meanings)
}

/// The words of what there is none of, if the tables know it; none where it is other business.
///
/// What is told at length before the noun describes it (任何企业、社团或个人要本局公开信息的申请); what
/// 、 or 或 joins to it stands beside it (被举报、被投诉、被申请行政复议).
fn object(sentence: &ClaimSentence<'_>, range: &Range<usize>) -> Option<Frame> {
    let tokens = sentence.tokens;
    let mut words = Frame::of(tokens, range.clone());
    let is_noun = |(_, noun): &&(usize, Option<&'static Term>)| {
        noun.is_some_and(|term| !term.rows.is_empty())
    };
    let Some(&(subject, _)) = words.nouns.iter().rfind(is_noun) else {
        // 无重复申请, 没有结转件: told by the outcome or the act alone.
        let is_other = words.nouns.iter().any(|(_, noun)| noun.is_none());
        return (!is_other && words.unknown_after(None) <= SHORT).then_some(words);
    };
    let joins = |i: usize| tokens[i].is_mark("、") || lists().joining.has(sentence.word(i));
    let is_joined = |from: usize, to: usize| (from..to).any(joins);
    let beside = |&&(at, noun): &&(usize, Option<&'static Term>)| {
        let (from, to) = (at.min(subject), at.max(subject));
        noun.is_none() && !is_joined(from, to) && !is_described(sentence, from, to)
    };
    let is_other = words.nouns.iter().any(|noun| beside(&noun));
    if is_other
        || is_another_application(sentence, subject)
        || unknown_behind(&words, subject) > SHORT
    {
        return None;
    }
    // What describes the noun tells nothing of its own.
    if let Some(of) = (range.start..subject)
        .rev()
        .find(|&i| lists().of.has(sentence.word(i)))
    {
        let verb = words
            .terms
            .iter()
            .find(|(_, term)| term.kind == TermKind::Act);
        let from = verb.map_or(range.start, |(at, _)| at + 1);
        let is_content =
            |i: usize| lists().contents.has(sentence.word(i)) || lists().any.has(sentence.word(i));
        if (from..of).any(is_content) {
            words = words.without(&(from..of));
        }
    }
    Some(words)
}

/// Unknown characters that do not make an object another one.
const SHORT: usize = 2;

/// Whether 的 stands between a word and the noun that it describes.
fn is_described(sentence: &ClaimSentence<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| lists().of.has(sentence.word(i)))
}

fn unknown_behind(words: &Frame, at: usize) -> usize {
    words.unknown_after(Some(at))
}

/// The table that an object is of: by its noun, else by what was said before.
fn of_table(words: &Frame, said: &Said) -> Option<&'static str> {
    let named = words.nouns.iter().rev().find_map(|(_, noun)| *noun);
    if let Some(term) = named {
        return Some(&term.table);
    }
    let has_result = words.terms.iter().any(|(_, t)| t.kind == TermKind::Result);
    if words.is_about_requests() && said.table() == Some(REQUESTS) {
        return Some(REQUESTS);
    }
    (has_result && said.table() == Some(REVIEW)).then_some(REVIEW)
}

/// That nothing is carried over to the next year.
fn nothing_carried_out(standard: &Standard) -> Vec<Meaning> {
    let row = vec![(Sign::Plus, "carried-out".to_owned())];
    meaning(standard, REQUESTS, &row, None)
        .into_iter()
        .collect()
}

/// What there is besides, if all are so.
fn all(
    sentence: &ClaimSentence<'_>,
    words: &Frame,
    before: Range<usize>,
    standard: &Standard,
    said: &Said,
) -> Option<Vec<Meaning>> {
    if words.unknown_after(None) > 4 || words.nouns.iter().any(|(_, n)| n.is_none()) {
        return None;
    }
    let whole = |ids: &[(Sign, &str)]| -> Sum {
        ids.iter()
            .map(|(sign, id)| (*sign, (*id).to_owned()))
            .collect()
    };
    let own = Frame::of(sentence.tokens, before);
    // 经审查悉数予以公开: what was done before tells of no other business.
    let is_way = |at: usize| at > 0 && lists().examining.has(sentence.word(at - 1));
    let is_other = own
        .nouns
        .iter()
        .any(|(at, noun)| noun.is_none() && !is_way(*at));
    if is_other || said.is_other() {
        return None;
    }
    let terms = |table: &'static str, kind| {
        words
            .of_kind(table, kind)
            .map(|(_, t)| t)
            .collect::<Vec<&Term>>()
    };
    if said.table() == Some(REVIEW) {
        if let Some(meanings) = of_one_kind(words, standard, said) {
            return Some(meanings);
        }
        let [result] = terms(REVIEW, TermKind::Result)[..] else {
            return None;
        };
        // 均已审结, all but those pending, leaves none pending; 均维持 leaves no other result of those decided.
        let mut rest = whole(&[(Sign::Plus, "all"), (Sign::Minus, "pending")]);
        match &result.columns.first()?[..] {
            [(_, pending)] if pending == "pending" => {}
            [_] => rest.extend(
                result
                    .columns
                    .iter()
                    .filter(|c| c.len() == 1)
                    .map(|c| (Sign::Minus, c[0].1.clone())),
            ),
            [_, but] => rest = whole(&[(Sign::Plus, &but.1)]),
            _ => return None,
        }
        let subject = said.reviews.last()?;
        return Some(
            meaning(standard, REVIEW, subject.rows.first()?, Some(&rest))
                .into_iter()
                .collect(),
        );
    }
    if said.table() == Some(REQUESTS)
        && let Some(meanings) = of_a_group(words, standard, said)
    {
        return Some(meanings);
    }
    if said.table() != Some(REQUESTS) || !of_all_requests(said) {
        return None;
    }
    if let [applicant] = terms(REQUESTS, TermKind::Applicant)[..] {
        let [column] = &applicant.columns.first()?[..] else {
            return None;
        };
        let rest = whole(&[(Sign::Plus, "all"), (Sign::Minus, &column.1)]);
        return Some(
            meaning(
                standard,
                REQUESTS,
                &whole(&[(Sign::Plus, "new")]),
                Some(&rest),
            )
            .into_iter()
            .collect(),
        );
    }
    if let [outcome] = terms(REQUESTS, TermKind::Outcome)[..] {
        let [row] = &outcome.rows.first()?[..] else {
            return None;
        };
        let rest = whole(&[(Sign::Plus, "outcome.total"), (Sign::Minus, &row.1)]);
        return Some(
            meaning(standard, REQUESTS, &rest, None)
                .into_iter()
                .collect(),
        );
    }
    // 均在法定期限内答复 is said of the answers given; 全部办结 of all requests, and 全部答复 where
    // nothing is told of those that are left.
    let acts = terms(REQUESTS, TermKind::Act);
    let finished = [whole(&[(Sign::Plus, "outcome.total")])];
    let is_finished = acts.iter().any(|t| t.rows == finished);
    let is_answered = acts.iter().any(|t| t.rows.first() == finished.first())
        && !sentence.facts.carries
        && is_told_of_all(said);
    (is_finished || is_answered).then(|| nothing_carried_out(standard))
}

/// What a group of outcomes holds besides, if all of it has one reason: 不予处理的5件均属重复申请.
fn of_a_group(words: &Frame, standard: &Standard, said: &Said) -> Option<Vec<Meaning>> {
    let [(_, reason)] = words
        .of_kind(REQUESTS, TermKind::Reason)
        .collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let ([rows], [(_, row)]) = (said.rows.as_slice(), reason.rows.first()?.as_slice()) else {
        return None;
    };
    let [(_, group)] = rows.as_slice() else {
        return None;
    };
    let is_in_group = row.starts_with(&format!("{group}."));
    let rest: Sum = vec![(Sign::Plus, group.clone()), (Sign::Minus, row.clone())];
    is_in_group.then(|| {
        meaning(standard, REQUESTS, &rest, None)
            .into_iter()
            .collect()
    })
}

/// What lawsuits there are besides, if all are of one kind: 均为未经复议直接起诉.
fn of_one_kind(words: &Frame, standard: &Standard, said: &Said) -> Option<Vec<Meaning>> {
    let [(_, kind)] = words.of_kind(REVIEW, TermKind::Subject).collect::<Vec<_>>()[..] else {
        return None;
    };
    // The kinds before the words: the last is the whole of which these are all.
    let whole = said
        .reviews
        .iter()
        .rev()
        .find(|term| !std::ptr::eq(**term, kind))?;
    let (whole, [(_, row)]) = (whole.rows.first()?, kind.rows.first()?.as_slice()) else {
        return None;
    };
    if whole.len() < 2 || !whole.iter().any(|(_, id)| id == row) {
        return None;
    }
    let rest: Sum = whole.iter().filter(|(_, id)| id != row).cloned().collect();
    Some(meaning(standard, REVIEW, &rest, None).into_iter().collect())
}

/// Whether the number before is of all that came in.
fn is_told_of_all(said: &Said) -> bool {
    said.rows
        .iter()
        .any(|row| row.iter().all(|(_, id)| id == "new" || id == "carried-in"))
}

/// Whether the last number, if any, was of all requests, and not of some.
fn of_all_requests(said: &Said) -> bool {
    let of_all = |row: &Sum| {
        row.iter()
            .any(|(_, id)| id == "new" || id == "outcome.total")
    };
    said.rows.is_empty() || said.rows.iter().any(of_all)
}
