//! What a number's noun phrase counts beside requests, documents and reviews.
//!
//! The words of the tables are used of other things as well: documents by how
//! open they are (依申请公开30件), requests that another body hands on (市局转办的依申请公开),
//! requests that paid a fee, reviews over other matters. The phrase tells: its
//! owner, its cause, and the whole of its list.

use super::super::token::Piece;
use super::super::vocabulary::{Measure, TermKind, lists};
use super::clause::Clause;
use super::{ClaimSentence, DISCLOSURE, REQUESTS, REVIEW, Unread};

/// Why a number is none of its table's, by its noun phrase.
pub(super) fn check(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    table: &str,
    measure: Measure,
) -> Result<(), Unread> {
    let text = &sentence.text[clause.phrase(sentence)];
    if lists().handed_on.within(text) {
        return Err(Unread::AnotherBody);
    }
    let is_money = matches!(measure, Measure::Money(_));
    if names_a_person(sentence, clause) {
        return Err(Unread::Part);
    }
    if is_of_its_noun(sentence, clause) {
        return Err(Unread::OtherBusiness);
    }
    match table {
        REQUESTS if !is_money && pays_a_fee(sentence, clause) => Err(Unread::Fee),
        REQUESTS if tells_openness(sentence, clause, text) => Err(Unread::Documents),
        REVIEW if is_over_other_matters(sentence, clause) => Err(Unread::OtherBusiness),
        _ => Ok(()),
    }
}

/// Whether one who asked is named, as far as names are told: 申请人张某提出申请15件.
fn names_a_person(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let name = |i: usize| {
        matches!(sentence.tokens[i].kind, Piece::Plain(1..=4))
            && lists().masked_persons.end(sentence.word(i))
    };
    (clause.start..clause.at).any(name)
}

/// Whether the number counts a noun of other business at the end of what follows it: 3件不属于本机关职责的投诉.
fn is_of_its_noun(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let Some((at, noun)) = clause.tail.nouns.last() else {
        return false;
    };
    let is_head = *at > clause.at + 1 && lists().of.has(sentence.word(at - 1));
    noun.is_none() && is_head && clause.near.nouns.is_empty()
}

/// Whether a fee was asked for what is counted: 有5件公开申请收取信息处理费.
fn pays_a_fee(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let paragraph = sentence.paragraph();
    let end = paragraph.clause_end(clause.at, sentence.range.end, "，；");
    // 发出收费通知，涉及申请3件.
    let goes_on = clause.start > sentence.range.start + 1
        && lists().contents.has(sentence.word(clause.start));
    let start = if goes_on {
        paragraph.clause_start(sentence.range.start, clause.start - 1, "，；")
    } else {
        clause.start
    };
    let text = paragraph.between(start..end);
    lists().fee.within(text) && lists().charging.within(text) && !lists().unpaid.within(text)
}

/// Whether documents are counted by how open they are.
fn tells_openness(sentence: &ClaimSentence<'_>, clause: &Clause, text: &str) -> bool {
    let is_attribute = lists().attributes.within(text)
        && clause
            .near
            .of_kind(REQUESTS, TermKind::Act)
            .next()
            .is_none()
        && clause
            .tail
            .of_kind(REQUESTS, TermKind::Act)
            .next()
            .is_none();
    is_attribute
        && (sentence.facts.marks_openness
            || whole_counts_documents(sentence, clause)
            || stands_beside_openness(sentence, clause))
}

/// Whether the whole of the number's list counts documents: 制作政府信息260条，其中….
fn whole_counts_documents(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let account = sentence.account;
    let list = account.at(clause.at).and_then(|own| account.list_of(own));
    let Some(&head) = list.and_then(|list| list.heads.last()) else {
        return false;
    };
    let head = account.quantities[head].at;
    let paragraph = sentence.paragraph();
    let start = account.sentences[account.quantities[account.at(head).unwrap_or(0)].sentence].start;
    let from = paragraph.clause_start(start, head, "，；（）");
    let phrase = paragraph.between(from..head);
    // What follows the number may be its noun: 75份文件.
    let behind = paragraph.word(head + 1);
    let counts = lists().documents.within(phrase) || lists().documents.begin(behind);
    let is_of_requests = (from..head).any(|i| {
        sentence.tokens[i]
            .terms()
            .any(|term| term.table == REQUESTS && term.kind == TermKind::Act)
    });
    counts && !is_of_requests
}

/// Whether a number right beside it, joined by 、 and in the same measure, counts what is open: 主动公开6件、依申请公开30件.
fn stands_beside_openness(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let account = sentence.account;
    let Some(own) = account.at(clause.at) else {
        return false;
    };
    let paragraph = sentence.paragraph();
    let beside = [
        own.checked_sub(1),
        Some(own + 1).filter(|next| *next < account.quantities.len()),
    ];
    beside.into_iter().flatten().any(|other| {
        let quantity = &account.quantities[other];
        let start = paragraph.clause_start(sentence.range.start, quantity.at, "，；、（）：");
        quantity.sentence == account.quantities[own].sentence
            && quantity.measure == account.quantities[own].measure
            && lists()
                .open_documents
                .has(paragraph.between(start..quantity.at).trim())
    })
}

/// Whether all of them are told to be over something else: 3件（均为行政处罚争议）.
fn are_all_over_others(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let paragraph = sentence.paragraph();
    let behind = clause.at + 1;
    if !sentence
        .tokens
        .get(behind)
        .is_some_and(|token| token.is_mark("（，"))
    {
        return false;
    }
    let end = paragraph.clause_end(behind + 1, sentence.range.end, "，；（）");
    let told = paragraph.between(behind + 1..end);
    lists().all_are.begin(told)
        && !lists().disclosure.within(told)
        && !tells_columns(sentence, behind + 1..end)
}

/// Whether some tokens tell reviews by the rows and columns of the table: 均为结果维持.
fn tells_columns(sentence: &ClaimSentence<'_>, tokens: std::ops::Range<usize>) -> bool {
    sentence.tokens[tokens]
        .iter()
        .any(|token| token.terms().any(|term| term.table == REVIEW))
}

/// Whether the cause of reviews is told, and it is none of disclosure: 因行政处罚被申请行政复议7件.
fn has_another_cause(sentence: &ClaimSentence<'_>, clause: &Clause, subject: usize) -> bool {
    let begins = |i: &usize| lists().causes.has(sentence.word(*i));
    let Some(from) = (clause.start..subject).find(begins).map(|cause| cause + 1) else {
        return false;
    };
    let told = sentence.paragraph().between(from..subject);
    let tells_more = sentence.tokens[from..subject]
        .iter()
        .any(|token| matches!(token.kind, Piece::Plain(3..)));
    if tells_more && !lists().of_answers.within(told) {
        return true;
    }
    let names_decisions = sentence.tokens[from..subject].iter().any(|token| {
        token.terms().any(|term| term.table == DISCLOSURE) || token.is(TermKind::Foreign)
    });
    names_decisions && !lists().disclosure.within(told)
}

/// Whether a review's matter is told, and it is not disclosure: 工伤认定类行政复议案件.
fn is_over_other_matters(sentence: &ClaimSentence<'_>, clause: &Clause) -> bool {
    let Some((subject, _)) = clause.near.of_kind(REVIEW, TermKind::Subject).next() else {
        return false;
    };
    if sentence.facts.is_over_other_matters || has_another_cause(sentence, clause, subject) {
        return true;
    }
    if are_all_over_others(sentence, clause) {
        return true;
    }
    let Some(before) = subject
        .checked_sub(1)
        .filter(|before| *before >= clause.start)
    else {
        return false;
    };
    // 政府信息公开类行政复议: the kind's name stands before its last character.
    let is_suffix = lists().of_a_kind.has(sentence.word(before)) && before > clause.start;
    let from = before - usize::from(is_suffix);
    let matter = sentence.paragraph().between(from..subject);
    let is_told = matches!(sentence.tokens[before].kind, Piece::Plain(2..))
        || lists().of_a_kind.end(matter)
        || sentence.tokens[before].is(TermKind::Foreign);
    is_told && !lists().disclosure.within(matter) && !lists().suffered.within(matter)
}
