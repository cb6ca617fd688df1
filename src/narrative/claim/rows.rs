//! The ids of rows and columns that the grammar names, and sums of them.
//!
//! They are the same in all standards; which cells they are there, [`Meaning`] says.
//!
//! [`Meaning`]: super::Meaning

pub use super::super::vocabulary::FINISHED;
use super::super::vocabulary::{Sum, Term, TermPart};
use super::REQUESTS;

/// Requests that came in during the year.
pub const NEW: &str = "new";
/// Requests carried over from last year.
pub const CARRIED_IN: &str = "carried-in";
/// Requests carried over to the next year.
pub const CARRIED_OUT: &str = "carried-out";
/// What was opened, whole or in part.
pub const GRANTED: &str = "granted";
pub const PARTLY: &str = "partly";
/// Requests that were not taken up.
pub const UNPROCESSED: &str = "unprocessed";
/// Groups of outcomes with rows below them.
pub const GROUPS: [&str; 4] = ["denied", "unable", UNPROCESSED, "other"];
/// The column of all who asked, or of all results.
pub const ALL: &str = "all";
/// The column of reviews that are not finished.
pub const PENDING: &str = "pending";

/// The sum of some rows or columns.
pub fn add_up(ids: &[&str]) -> Sum {
    ids.iter().map(|id| TermPart::plus(id)).collect()
}

/// What is left of a row or column without another.
pub fn take_away(whole: &str, part: &str) -> Sum {
    vec![TermPart::plus(whole), TermPart::minus(part)]
}

/// Whether a term speaks of requests carried over.
pub fn is_carried(term: &Term) -> bool {
    term.table == REQUESTS
        && !term.rows.is_empty()
        && term.row_ids().all(|id| id.starts_with("carried"))
}

/// Whether a sum counts what came in, this year or last.
pub fn is_of_incoming(row: &Sum) -> bool {
    row.iter()
        .all(|part| part.id == NEW || part.id == CARRIED_IN)
}

/// Whether a sum counts what was finished, and nothing else.
pub fn is_of_finished(row: &Sum) -> bool {
    row.iter().all(|part| part.id == FINISHED)
}

/// The rows of a list of terms: those of a single one, or the sum of several.
pub fn combine_rows(terms: &[&Term]) -> Vec<Sum> {
    combine(terms.iter().map(|term| term.rows.as_slice()))
}

/// The columns of a list of terms: those of a single one, or the sum of several.
pub fn combine_columns(terms: &[&Term]) -> Vec<Sum> {
    combine(terms.iter().map(|term| term.columns.as_slice()))
}

fn combine<'t>(terms: impl Iterator<Item = &'t [Sum]>) -> Vec<Sum> {
    let mut distinct: Vec<&[Sum]> = Vec::new();
    for sums in terms {
        if !distinct.iter().any(|known| known.first() == sums.first()) {
            distinct.push(sums);
        }
    }
    match distinct.as_slice() {
        [] => Vec::new(),
        [sums] => sums.to_vec(),
        several => {
            let firsts = several.iter().filter_map(|sums| sums.first());
            vec![firsts.flatten().cloned().collect()]
        }
    }
}
