//! Numbers of reviews and lawsuits over disclosure.

use super::super::meaning::meanings;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::clause::{Clause, alternatives};
use super::said::Said;
use super::{ClaimSentence, ClauseContext, Leaves, REVIEW, Understood, Unread};
use crate::standard::Standard;

/// What a number of reviews or lawsuits may be.
pub(super) fn read(
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    _: ClauseContext,
    said: &Said,
) -> Result<Understood, Unread> {
    if clause.unknown() > 1 {
        return Err(Unread::UnknownWords);
    }
    // 败诉2件均为土地确权案件: all of them were over something else.
    let are_all = clause.tail.has(TermKind::All);
    if are_all && clause.tail.unknown_after(None) > 2 {
        return Err(Unread::OtherBusiness);
    }
    let words = clause.words(REVIEW);
    let subjects: Vec<&Term> = clause
        .near
        .of_kind(REVIEW, TermKind::Subject)
        .map(|(_, t)| t)
        .collect();
    let tail = clause
        .tail
        .of_kind(REVIEW, TermKind::Subject)
        .map(|(_, t)| t)
        .next();
    let rows = match (subjects.as_slice(), tail) {
        ([], Some(subject)) => subject.rows.clone(),
        // 维持3件 after several kinds may be of the last, of any before, or of all.
        ([], None) => {
            let mut rows: Vec<Sum> = said
                .reviews
                .iter()
                .rev()
                .flat_map(|t| t.rows.iter().cloned())
                .collect();
            rows.extend(alternatives(&said.reviews, |t| &t.rows));
            let mut seen = Vec::new();
            rows.retain(|row| {
                !seen.contains(row) && {
                    seen.push(row.clone());
                    true
                }
            });
            rows
        }
        (subjects, _) => alternatives(subjects, |t| &t.rows),
    };
    let sums_up = clause.near.terms.is_empty()
        && (clause.start..clause.at).any(|i| lists().sums.has(sentence.word(i)));
    let results: Vec<&Term> = words
        .of_kind(REVIEW, TermKind::Result)
        .map(|(_, t)| t)
        .collect();
    if subjects.is_empty() && tail.is_none() && results.is_empty() && !sums_up {
        return Err(Unread::NoSubject);
    }
    let columns = alternatives(&results, |t| &t.columns);
    let columns: Vec<Option<&Sum>> = if columns.is_empty() {
        vec![None]
    } else {
        columns.iter().map(Some).collect()
    };
    let meanings = meanings(standard, REVIEW, &rows, &columns);
    // A bureau of justice reviews everybody's decisions; only those on disclosure are in the table.
    let reviewing = (clause.start..clause.at).any(|i| lists().reviewing.has(sentence.word(i)));
    let rest = sentence
        .tokens
        .get(clause.at)
        .map_or("", |token| &sentence.text[token.range.end..]);
    let start: String = rest.chars().take(16).collect();
    // Of all lawsuits, and not of those on disclosure alone: 12件（不含…）, 12件，其中涉及政府信息公开5件.
    if lists().excluding.within(&start)
        || (lists().of_which.within(&start) || lists().including.within(&start))
            && lists().names_disclosure.within(&start)
    {
        return Err(Unread::OtherBusiness);
    }
    let text = &sentence.text[clause.phrase(sentence)];
    // 发生复议, 被诉: told of the body itself.
    // Of a body that reviews itself, the results that follow are of all reviews as well.
    let names_reviews = !subjects.is_empty() || tail.is_some();
    // 承办行政复议案件58件、行政应诉案件22件: the verb is said of both.
    let is_joined = clause.start > 0 && sentence.tokens[clause.start - 1].is_mark("、");
    let reviewing = if names_reviews && !is_joined {
        reviewing
    } else {
        reviewing || said.reviewing
    };
    let own = said.grounds.disclosure || lists().suffered.within(text);
    let sure = lists().names_disclosure.within(text) || said.grounds.by_column || own && !reviewing;
    if meanings.is_empty() {
        return Err(Unread::NoCell);
    }
    Ok(Understood {
        meanings,
        sure,
        leaves: Leaves {
            reviewing: Some(reviewing && !sure),
            ..Leaves::default()
        },
    })
}
