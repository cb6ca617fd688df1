//! What a word of the vocabulary means: of which table it speaks, of which rows and columns.
//!
//! It knows nothing of how words are found in a text.

use serde::Deserialize;

/// A meaning that several words share.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
pub struct Term {
    /// What kind of word it is.
    pub kind: TermKind,
    /// The id of the table that it speaks of; empty for words of no table.
    pub table: String,
    /// The sums of rows that a number beside it may be.
    pub rows: Vec<Sum>,
    /// The sums of columns.
    pub columns: Vec<Sum>,
    /// Whether it speaks of its table only where the table's subject was named.
    pub needs_subject: bool,
    /// Whether the year beside it tells if it comes from last year or goes to the next.
    pub carries: bool,
}

/// Rows or columns, each added or taken away.
pub type Sum = Vec<TermPart>;

/// A part of a sum.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TermPart {
    /// Whether it is added or taken away.
    pub sign: Sign,
    /// The id of the row or column.
    pub id: String,
}

/// Whether a part of a sum is added or taken away.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken away.
    Minus,
}

/// The id of the row of all requests that were finished.
pub const FINISHED: &str = "outcome.total";

impl TermPart {
    /// A row or column that is added.
    pub fn plus(id: &str) -> Self {
        Self {
            sign: Sign::Plus,
            id: id.to_owned(),
        }
    }

    /// A row or column that is taken away.
    pub fn minus(id: &str) -> Self {
        Self {
            sign: Sign::Minus,
            id: id.to_owned(),
        }
    }
}

impl Term {
    /// Whether it is a word of this table and kind.
    pub fn is_of(&self, table: &str, kind: TermKind) -> bool {
        self.kind == kind && self.table == table
    }

    /// Whether it says more of a table than that the text is about it.
    pub fn tells_cells(&self) -> bool {
        !self.table.is_empty() && self.kind != TermKind::Subject
    }

    /// Whether it is a verb for what was finished.
    pub fn is_finishing(&self) -> bool {
        self.kind == TermKind::Act && self.first_row() == Some(FINISHED)
    }

    /// The id of the first row that it may speak of.
    pub fn first_row(&self) -> Option<&str> {
        let part = self.rows.first()?.first()?;
        Some(&part.id)
    }

    /// The ids of all rows that it may speak of.
    pub fn row_ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flatten().map(|part| part.id.as_str())
    }
}

/// What kind of word a term is.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    /// What a sentence is about: requests, reviews, documents of a kind.
    Subject,
    /// What was done with requests.
    Act,
    /// How requests were decided.
    Outcome,
    /// Why they were decided so.
    Reason,
    /// Who asked.
    Applicant,
    /// How a review ended.
    Result,
    /// What a number of section two counts.
    Column,
    /// Other business.
    Foreign,
    /// A part of the whole that no cell gives.
    Part,
    /// About; what follows is a part, unless a cell counts it.
    Regarding,
    /// By way of; what follows is a part.
    By,
    /// A part of the bodies that report.
    Scope,
    /// All of them.
    Whole,
    /// The body itself, and not those below it, where both report.
    Itself,
    /// Work on documents that makes their number another than the table's.
    Loose,
    /// Last year.
    LastYear,
    /// Next year.
    NextYear,
    /// This year.
    ThisYear,
    /// Another time.
    OtherTime,
    /// More or less than.
    Compare,
    /// Parts follow.
    Parts,
    /// The list is not complete.
    Open,
    /// What is left of a list.
    Rest,
    /// Of these.
    OfThese,
    /// There are none.
    None,
    /// There are none, behind what there is none of: 为零.
    Zero,
    /// All of them were.
    All,
    /// Nothing.
    Filler,
}
