//! Claims of none and of all: 未收到申请, 无行政诉讼, 全部办结, 均为自然人.

use super::super::frame::Frame;
use super::super::meaning::{Meaning, meaning};
use super::super::numeral::{Nearness, Number};
use super::super::token::Piece;
use super::super::vocabulary::{Sign, Sum, Term, TermKind};
use super::clause::{CLAUSE, Clause};
use super::said::Said;
use super::{Claim, ClaimSentence, ClaimYear, ClauseContext, DISCLOSURE, REQUESTS, REVIEW, Tells, understand};
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
    said: &mut Said,
) -> Option<Claim> {
    let tokens = sentence.tokens;
    let start = (before..at)
        .rev()
        .take(CLAUSE)
        .find(|&i| tokens[i].is_mark("，；（）？"))
        .map_or(before, |i| i + 1);
    let furthest = sentence.range.end.min(at + CLAUSE);
    let end = (at + 1..furthest)
        .find(|&i| {
            tokens[i].is_mark("，；（）？：") || matches!(tokens[i].kind, Piece::Quantity(..))
        })
        .unwrap_or(furthest);
    if end == at + 1 {
        return None;
    }
    let this = sentence.report.year.value;
    // 5个镇未收到, 除1件外均办结: said of some.
    let of_some = matches!(
        tokens.get(at.wrapping_sub(1)).map(|t| &t.kind),
        Some(Piece::Number(_) | Piece::Quantity(..))
    ) || (start..at).any(|i| sentence.word(i) == "除" || sentence.word(i) == "其余")
        || sentence.text[..tokens[at].range.start].ends_with("个");
    // 28个单位未收到, 市档案局未收到, 行政处罚均未被复议.
    let own = Frame::of(tokens, start..at);
    let decisions = own.nouns.iter().any(|(_, noun)| noun.is_some_and(|t| t.table == DISCLOSURE));
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
    let of_some = of_some || decisions || who.names_another(sentence) || who.is_of_bodies(sentence);
    let number_behind = matches!(tokens.get(end).map(|t| &t.kind), Some(Piece::Quantity(..)));
    if of_some
        || said.limits.scope
        || said.limits.other_time
        || said.limits.year.is_some_and(|year| year != this)
        || number_behind
    {
        return None;
    }
    let standard = &sentence.report.standard;
    let words = Frame::of(tokens, at + 1..end);
    let meanings = if tokens[at].is(TermKind::None) {
        let clause =
            Clause {
            before,
            free: before,
            start: at + 1,
            at: end,
            end,
            near: words,
            tail: Frame::default(),
            describes: false,
        };
        none(sentence, &clause, standard, said)?
    } else {
        all(sentence, &words, start..at, standard, said)?
    };
    let phrase = tokens[start].range.start..tokens[end - 1].range.end;
    (!meanings.is_empty()).then(|| Claim {
        line: sentence.line,
        range: tokens[at].range.clone(),
        phrase,
        number: NOTHING,
        tells: Tells::Sweeping,
        meanings,
        sure: true,
        year: ClaimYear::This,
    })
}

/// What there is none of.
fn none(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    said: &mut Said,
) -> Option<Vec<Meaning>> {
    let words = &clause.near;
    // 无遗漏, 未按期答复: none of something else.
    let first = sentence.word(clause.start);
    // 未发生依申请收费 is told of the fee, not of requests.
    let fee = sentence.text[clause.phrase(sentence)].contains('费')
        && !words.nouns.iter().any(|(_, n)| n.is_some_and(|t| t.table == DISCLOSURE));
    let how = fee
        || ["按", "及时", "依", "规", "超", "逾", "能"].iter().any(|word| first.starts_with(word));
    let named = words.nouns.last().and_then(|(_, noun)| *noun);
    let silent = words.terms.is_empty();
    if how
        || silent
        || words.unknown_after(None) > 0
        || clause.is_part(sentence, REQUESTS)
        || words.nouns.iter().any(|(_, n)| n.is_none())
    {
        return None;
    }
    let table = named.map(|t| t.table.as_str()).or_else(|| {
        let own = |kind| words.terms.iter().any(|(_, t)| t.kind == kind);
        let (outcome, result) = (words.is_about_requests(), own(TermKind::Result));
        (outcome && said.table() == Some(REQUESTS))
            .then_some(REQUESTS)
            .or((result && said.table() == Some(REVIEW)).then_some(REVIEW))
    })?;
    let said_before = std::mem::take(&mut said.applicants);
    let found = understand(
        table,
        sentence,
        clause,
        standard,
        ClauseContext { named: true, money: false },
        said,
    );
    said.applicants = said_before;
    let mut meanings = found.ok()?.meanings;
    // 无结转 is told of what is left at the year's end.
    if words.terms.iter().any(|(_, t)| t.carries)
        && !words.has(TermKind::LastYear)
        && meanings.len() > 1
    {
        meanings.remove(0);
    }
    Some(meanings)
}

/// What there is besides, if all are so.
fn all(
    sentence: &ClaimSentence<'_>,
    words: &Frame,
    before: std::ops::Range<usize>,
    standard: &Standard,
    said: &Said,
) -> Option<Vec<Meaning>> {
    if words.unknown_after(None) > 4 || words.nouns.iter().any(|(_, n)| n.is_none()) {
        return None;
    }
    let whole = |ids: &[(Sign, &str)]| -> Sum {
        ids.iter().map(|(sign, id)| (*sign, (*id).to_owned())).collect()
    };
    let own = Frame::of(sentence.tokens, before);
    if own.nouns.iter().any(|(_, noun)| noun.is_none()) || said.is_other() {
        return None;
    }
    let terms = |table: &'static str, kind| {
        words.of_kind(table, kind).map(|(_, t)| t).collect::<Vec<&Term>>()
    };
    if said.table() == Some(REVIEW) {
        let [result] = terms(REVIEW, TermKind::Result)[..] else { return None };
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
            meaning(standard, REVIEW, subject.rows.first()?, Some(&rest)).into_iter().collect(),
        );
    }
    if said.table() != Some(REQUESTS) || !of_all_requests(said) {
        return None;
    }
    if let [applicant] = terms(REQUESTS, TermKind::Applicant)[..] {
        let [column] = &applicant.columns.first()?[..] else { return None };
        let rest = whole(&[(Sign::Plus, "all"), (Sign::Minus, &column.1)]);
        return Some(
            meaning(standard, REQUESTS, &whole(&[(Sign::Plus, "new")]), Some(&rest))
                .into_iter()
                .collect(),
        );
    }
    if let [outcome] = terms(REQUESTS, TermKind::Outcome)[..] {
        let [row] = &outcome.rows.first()?[..] else { return None };
        let rest = whole(&[(Sign::Plus, "outcome.total"), (Sign::Minus, &row.1)]);
        return Some(meaning(standard, REQUESTS, &rest, None).into_iter().collect());
    }
    // 均在法定期限内答复 is said of the answers given; 全部办结 of all requests.
    let done = terms(REQUESTS, TermKind::Act)
        .iter()
        .any(|t| t.rows == [whole(&[(Sign::Plus, "outcome.total")])]);
    done.then(|| {
        meaning(standard, REQUESTS, &whole(&[(Sign::Plus, "carried-out")]), None)
            .into_iter()
            .collect()
    })
}

/// Whether the last number, if any, was of all requests, and not of some.
fn of_all_requests(said: &Said) -> bool {
    let of_all = |row: &Sum| row.iter().any(|(_, id)| id == "new");
    said.rows.is_empty() || said.rows.iter().any(of_all)
}
