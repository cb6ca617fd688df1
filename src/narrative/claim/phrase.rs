//! What a number's noun phrase counts beside requests, documents and reviews.
//!
//! The words of the tables are used of other things as well: documents by how
//! open they are (依申请公开30件), requests that another body hands on (市局转办的依申请公开),
//! requests that paid a fee, reviews over other matters. The phrase tells: its
//! owner, its cause, and the whole of its list.

use std::ops::Range;

use super::super::account::Quantity;
use super::super::token::{Piece, Token};
use super::super::vocabulary::{Measure, TermKind, lists};
use super::clause::Clause;
use super::sentence::ClaimSentence;
use super::{DISCLOSURE, REQUESTS, REVIEW, Unread};

/// Why a number is none of its table's, by its noun phrase.
pub(super) fn check(clause: &Clause<'_>, table: &str, measure: Measure) -> Result<(), Unread> {
    let text = clause.text();
    if lists().handed_on.within(text) {
        return Err(Unread::AnotherBody);
    }
    let is_money = matches!(measure, Measure::Money(_));
    if names_a_person(clause) {
        return Err(Unread::Part);
    }
    if is_of_its_noun(clause) {
        return Err(Unread::OtherBusiness);
    }
    match table {
        REQUESTS if !is_money && pays_a_fee(clause) => Err(Unread::Fee),
        REQUESTS if tells_openness(clause, text) => Err(Unread::Documents),
        REVIEW if is_over_other_matters(clause) => Err(Unread::OtherBusiness),
        _ => Ok(()),
    }
}

/// Whether one who asked is named, as far as names are told: 申请人张某提出申请15件.
fn names_a_person(clause: &Clause<'_>) -> bool {
    let sentence = clause.sentence;
    for i in clause.start..clause.at {
        let is_short = matches!(sentence.tokens[i].kind, Piece::Plain(1..=4));
        if is_short && lists().masked_persons.end(sentence.word(i)) {
            return true;
        }
    }
    false
}

/// Whether the number counts a noun of other business at the end of what follows it:
/// 3件不属于本机关职责的投诉.
fn is_of_its_noun(clause: &Clause<'_>) -> bool {
    let Some(noun) = clause.tail.nouns.last() else {
        return false;
    };
    noun.is_foreign()
        && noun.at > clause.at + 1
        && lists().of.has(clause.sentence.word(noun.at - 1))
        && clause.near.nouns.is_empty()
}

/// Whether a fee was asked for what is counted: 有5件公开申请收取信息处理费.
fn pays_a_fee(clause: &Clause<'_>) -> bool {
    let sentence = clause.sentence;
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
fn tells_openness(clause: &Clause<'_>, text: &str) -> bool {
    let is_attribute = lists().attributes.within(text)
        && !clause.near.has_term(REQUESTS, TermKind::Act)
        && !clause.tail.has_term(REQUESTS, TermKind::Act);
    is_attribute
        && (clause.sentence.facts.marks_openness
            || whole_counts_documents(clause)
            || stands_beside_openness(clause))
}

/// Whether the whole of the number's list counts documents: 制作政府信息260条，其中….
fn whole_counts_documents(clause: &Clause<'_>) -> bool {
    let Some(whole) = clause.whole_of_list() else {
        return false;
    };
    let head = whole.end;
    let paragraph = clause.sentence.paragraph();
    let phrase = paragraph.between(whole.clone());
    // What follows the number may be its noun: 75份文件.
    let behind = paragraph.word(head + 1);
    let counts = lists().documents.within(phrase) || lists().documents.begin(behind);
    let mut words = clause.sentence.tokens[whole].iter();
    counts && !words.any(|token| token.is_of(REQUESTS, TermKind::Act))
}

/// Whether a number right beside it, joined by 、 and in the same measure, counts what is open:
/// 主动公开6件、依申请公开30件.
fn stands_beside_openness(clause: &Clause<'_>) -> bool {
    let account = clause.sentence.account;
    let Some(own) = account.at(clause.at) else {
        return false;
    };
    let next = account.quantities.get(own + 1);
    let last = own.checked_sub(1).map(|last| &account.quantities[last]);
    let mut beside = last.into_iter().chain(next);
    beside.any(|other| counts_open_documents(clause.sentence, &account.quantities[own], other))
}

/// Whether another number of a number's sentence, in the same measure, counts what is open.
fn counts_open_documents(sentence: &ClaimSentence<'_>, own: &Quantity, other: &Quantity) -> bool {
    if other.sentence != own.sentence || other.measure != own.measure {
        return false;
    }
    let paragraph = sentence.paragraph();
    let start = paragraph.clause_start(sentence.range.start, other.at, "，；、（）：");
    lists()
        .open_documents
        .has(paragraph.between(start..other.at).trim())
}

/// Whether all of them are told to be over something else: 3件（均为行政处罚争议）.
fn are_all_over_others(clause: &Clause<'_>) -> bool {
    let sentence = clause.sentence;
    let behind = clause.at + 1;
    if !sentence.is_mark(behind, "（，") {
        return false;
    }
    let paragraph = sentence.paragraph();
    let end = paragraph.clause_end(behind + 1, sentence.range.end, "，；（）");
    let told = paragraph.between(behind + 1..end);
    lists().all_are.begin(told)
        && !lists().disclosure.within(told)
        && !tells_columns(sentence, behind + 1..end)
}

/// Whether some tokens tell reviews by the rows and columns of the table: 均为结果维持.
fn tells_columns(sentence: &ClaimSentence<'_>, tokens: Range<usize>) -> bool {
    let mut terms = sentence.tokens[tokens].iter().flat_map(Token::terms);
    terms.any(|term| term.table == REVIEW)
}

/// Whether the cause of reviews is told, and it is none of disclosure: 因行政处罚被申请行政复议7件.
fn has_another_cause(clause: &Clause<'_>, subject: usize) -> bool {
    let sentence = clause.sentence;
    let mut before = clause.start..subject;
    let Some(since) = before.find(|&i| lists().causes.has(sentence.word(i))) else {
        return false;
    };
    let told = sentence.paragraph().between(since + 1..subject);
    let words = &sentence.tokens[since + 1..subject];
    if words.iter().any(is_long_unknown) && !lists().of_answers.within(told) {
        return true;
    }
    words.iter().any(names_decisions) && !lists().disclosure.within(told)
}

fn is_long_unknown(token: &Token) -> bool {
    matches!(token.kind, Piece::Plain(3..))
}

fn names_decisions(token: &Token) -> bool {
    token.is(TermKind::Foreign) || token.terms().any(|term| term.table == DISCLOSURE)
}

/// Whether a review's matter is told, and it is not disclosure: 工伤认定类行政复议案件.
fn is_over_other_matters(clause: &Clause<'_>) -> bool {
    let sentence = clause.sentence;
    let first = clause.near.of_kind(REVIEW, TermKind::Subject).next();
    let Some(subject) = first.map(|word| word.at) else {
        return false;
    };
    if sentence.facts.is_over_other_matters
        || has_another_cause(clause, subject)
        || are_all_over_others(clause)
    {
        return true;
    }
    if subject <= clause.start {
        return false;
    }
    let before = subject - 1;
    // 政府信息公开类行政复议: the kind's name stands before its last character.
    let is_suffix = lists().of_a_kind.has(sentence.word(before)) && before > clause.start;
    let from = before - usize::from(is_suffix);
    let matter = sentence.paragraph().between(from..subject);
    let token = &sentence.tokens[before];
    let is_told = matches!(token.kind, Piece::Plain(2..))
        || lists().of_a_kind.end(matter)
        || token.is(TermKind::Foreign);
    is_told && !lists().disclosure.within(matter) && !lists().suffered.within(matter)
}
