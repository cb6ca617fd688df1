//! Numbers of reviews and lawsuits over disclosure.

use super::super::meaning::find_meanings;
use super::super::vocabulary::{Sum, Term, TermKind, lists};
use super::clause::Clause;
use super::rows::{combine_columns, combine_rows};
use super::said::Said;
use super::{ClauseReading, Leaves, REVIEW, Understood, Unread};

/// What a number of reviews or lawsuits may be.
pub(super) fn read(reading: &ClauseReading<'_>) -> Result<Understood, Unread> {
    let (clause, said) = (reading.clause, reading.said);
    check_words(clause)?;
    let subjects = ReviewSubjects::of(clause);
    let rows = find_rows(&subjects, said);
    let results = clause.words(REVIEW).terms_of(REVIEW, TermKind::Result);
    let sums_up = clause.near.terms.is_empty() && clause.has_word(&lists().sums);
    if !subjects.are_named() && results.is_empty() && !sums_up {
        return Err(Unread::NoSubject);
    }
    let columns = combine_columns(&results);
    let columns: Vec<Option<&Sum>> = if columns.is_empty() {
        vec![None]
    } else {
        columns.iter().map(Some).collect()
    };
    let meanings = find_meanings(reading.standard, REVIEW, &rows, &columns);
    if tells_part_over_disclosure(clause) {
        return Err(Unread::OtherBusiness);
    }
    if meanings.is_empty() {
        return Err(Unread::NoCell);
    }
    let reviewing = is_reviewing(clause, said, subjects.are_named());
    let text = clause.text();
    // 发生复议, 被诉: told of the body itself.
    let is_own = said.grounds.disclosure || lists().suffered.within(text);
    let sure =
        lists().names_disclosure.within(text) || said.grounds.by_column || is_own && !reviewing;
    Ok(Understood {
        meanings,
        sure,
        leaves: Leaves {
            reviewing: Some(reviewing && !sure),
            ..Leaves::default()
        },
    })
}

/// The kinds of reviews that a clause names.
struct ReviewSubjects {
    /// Before its number.
    near: Vec<&'static Term>,
    /// The first one behind it.
    behind: Option<&'static Term>,
}

impl ReviewSubjects {
    fn of(clause: &Clause<'_>) -> Self {
        let mut behind = clause.tail.of_kind(REVIEW, TermKind::Subject);
        Self {
            near: clause.near.terms_of(REVIEW, TermKind::Subject),
            behind: behind.next().map(|word| word.term),
        }
    }

    fn are_named(&self) -> bool {
        !self.near.is_empty() || self.behind.is_some()
    }
}

fn check_words(clause: &Clause<'_>) -> Result<(), Unread> {
    if clause.count_unknown() > 1 {
        return Err(Unread::UnknownWords);
    }
    // 败诉2件均为土地确权案件: all of them were over something else.
    if clause.tail.has(TermKind::All) && clause.tail.count_unknown() > 2 {
        return Err(Unread::OtherBusiness);
    }
    Ok(())
}

fn find_rows(subjects: &ReviewSubjects, said: &Said) -> Vec<Sum> {
    if !subjects.near.is_empty() {
        return combine_rows(&subjects.near);
    }
    if let Some(subject) = subjects.behind {
        return subject.rows.clone();
    }
    // 维持3件 after several kinds may be of the last, of any before, or of all.
    let mut rows: Vec<Sum> = Vec::new();
    let each = said
        .reviews
        .iter()
        .rev()
        .flat_map(|kind| kind.rows.iter().cloned());
    for row in each.chain(combine_rows(&said.reviews)) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

/// How many characters behind a number tell whether it is of all reviews.
const BEHIND: usize = 16;

/// Whether all lawsuits are counted, and not those on disclosure alone: 12件（不含…）,
/// 12件，其中涉及政府信息公开5件.
fn tells_part_over_disclosure(clause: &Clause<'_>) -> bool {
    let sentence = clause.sentence;
    let token = sentence.tokens.get(clause.at);
    let rest = token.map_or("", |token| &sentence.text[token.range.end..]);
    let start: String = rest.chars().take(BEHIND).collect();
    let tells_part = lists().of_which.within(&start) || lists().including.within(&start);
    lists().excluding.within(&start) || tells_part && lists().names_disclosure.within(&start)
}

/// Whether the body decides on the reviews itself: a bureau of justice reviews everybody's
/// decisions, and only those on disclosure are in the table.
fn is_reviewing(clause: &Clause<'_>, said: &Said, names_reviews: bool) -> bool {
    // 承办行政复议案件58件、行政应诉案件22件: the verb is said of both.
    let is_joined = clause.follows_mark("、");
    // Of a body that reviews itself, the results that follow are of all reviews as well.
    let goes_on = !names_reviews || is_joined;
    clause.has_word(&lists().reviewing) || goes_on && said.reviewing
}
