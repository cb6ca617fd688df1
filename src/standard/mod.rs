//! The standards: which tables a report has, with every label, sum and balance.
//!
//! A standard is data (`schema/standard/*.yaml`); this room turns it into types
//! and checks it ([`load`](Standard::load)). No label of a row stands in Rust
//! code. The room knows no form and no report.

mod axis;
mod builtin;
mod cells;
mod data;
mod fields;
mod ledger;
mod load;
mod printed;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub use axis::{Axis, Leaf, LeafGroup, Node, Total};
pub use builtin::{Library, builtin};
pub use cells::CellId;
pub use fields::{AGENCY, BASICS, FORMAT, Field, FieldKind, Fields, LAST_YEAR, YEAR};
pub use ledger::{
    APPLICANT, DONE, LEDGER, LedgerEntry, LedgerPlan, LedgerTable, OUTCOME, RECEIVED, REMARK,
    REQUEST_KEYS,
};
pub use load::{FilePosition, LoadError};
pub use printed::{Printed, PrintedCell, Role};

use crate::finding::{Code, Severities};

/// One format of the report, such as 2021's.
#[derive(Debug)]
pub struct Standard {
    /// The format's name as the form gives it, such as `2021`.
    pub format: String,
    /// The notice that prescribes it.
    pub source: String,
    /// The report years that it is for.
    pub serves: Serves,
    /// What kind of official document the report is (文种), for the archive.
    pub kind: String,
    /// How open it is (公开属性), for the archive.
    pub openness: String,
    /// How secret it is (密级), for the archive.
    pub secrecy: String,
    /// The keys of the form outside the tables.
    pub fields: Arc<Fields>,
    /// Keys of them that the format does not have.
    pub without: Vec<String>,
    /// The six sections.
    pub sections: Vec<Section>,
    /// The tables, in the order of their sections.
    pub tables: Vec<Table>,
    /// Relations to last year's report.
    pub between_years: Vec<BetweenYears>,
    /// What a ledger of requests counts for; none where the format has no ledger.
    pub ledger: Option<LedgerPlan>,
    /// Rows that only agencies have numbers in that make regulations.
    pub rulemaking: Option<TableRows>,
    /// Rows of requests that were given up since a fee was not paid.
    pub unpaid: Option<TableRows>,
    /// Documents that are no longer the basis of reports.
    pub outdated: Vec<OutdatedBasis>,
    /// What reports may draw of their own numbers.
    pub charts: Vec<Chart>,
    /// How grave the format takes each rule's findings.
    pub severities: Severities,
    /// How much text may be last year's.
    pub repeated: Repeated,
    /// The cells by their paths, made when one is first asked for.
    cells_by_path: OnceLock<FxHashMap<String, CellId>>,
}

/// How much of a section's free text may stand in last year's report as well.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeated {
    /// The share of equal sentences that is too much, in hundredths.
    pub percent: u32,
    /// Sentences of fewer characters do not count.
    pub characters: usize,
    /// How sentences begin that every report has every year; they do not count.
    #[serde(default)]
    pub standard: Vec<String>,
}

/// Rows of a table, by their ids.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRows {
    /// The table's id.
    pub table: String,
    /// The rows' ids.
    pub rows: Vec<String>,
}

/// A document that reports rested on, and what they rest on instead.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutdatedBasis {
    /// How it is named in texts.
    pub words: Vec<String>,
    /// What is in force.
    pub now: String,
}

/// A range of report years, ends included.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serves {
    /// First year.
    pub from: i32,
    /// Last year; none while the format is in force.
    pub to: Option<i32>,
}

impl Serves {
    /// Whether the year is in the range.
    pub fn contains(self, year: i32) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }
}

/// One of the report's sections.
#[derive(Debug)]
pub struct Section {
    /// The heading as printed, with its number.
    pub label: String,
    /// The form's key of its text, if it has one that must not be empty.
    pub text: Option<String>,
    /// A key that may stand in for the text.
    pub or_key: Option<String>,
    /// The index of its table in [`Standard::tables`].
    pub table: Option<usize>,
}

/// How a table is laid out on the official form.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Blocks below each other, each with its band, its head and its rows (section two).
    Blocks,
    /// One head over one stub (section three).
    Grid,
    /// All rows side by side in one line of numbers (section four).
    Across,
}

/// What a cell holds.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// A non-negative whole number.
    #[default]
    Count,
    /// A whole number with a sign, a change.
    Signed,
    /// A non-negative exact decimal.
    Decimal,
    /// A non-negative exact decimal with its unit of money, such as `454万元`.
    AmountWithUnit,
}

/// One table of the report.
#[derive(Debug)]
pub struct Table {
    /// Stable id, the same in all formats.
    pub id: String,
    /// The form's key.
    pub key: String,
    /// What the table shows, for captions and readers of the screen.
    pub name: String,
    /// How it is laid out.
    pub layout: Layout,
    /// The text of the corner over the stub.
    pub corner: String,
    /// Columns of numbers that the printed table has.
    pub width: usize,
    /// Its blocks; one for grid and across.
    pub parts: Vec<Part>,
}

/// A block of rows that share their columns.
#[derive(Debug)]
pub struct Part {
    /// The title over the block, such as 第二十条第（一）项.
    pub band: Option<String>,
    /// The measure of its numbers, such as 件 or 万元.
    pub unit: String,
    /// The columns.
    pub columns: Axis,
    /// The rows.
    pub rows: Axis,
    /// Sums of rows that must agree in each column.
    pub equalities: Vec<Equality>,
}

/// Two sums of rows that must be equal in every column.
#[derive(Debug)]
pub struct Equality {
    /// The finding when they are not.
    pub code: Code,
    /// Row leaves of the one side.
    pub left: Vec<usize>,
    /// Row leaves of the other side.
    pub right: Vec<usize>,
}

/// A relation between this year's cells and last year's, by ids: `this` is `last` with `plus` and
/// without `minus`.
#[derive(Debug)]
pub struct BetweenYears {
    /// The finding when it does not hold.
    pub code: Code,
    /// The table's id.
    pub table: String,
    /// Row ids that it is for; empty where the other ids are rows, and it is for all columns.
    pub rows: Vec<String>,
    /// This year's row or column.
    pub this: String,
    /// Last year's.
    pub last: String,
    /// Added to last year's.
    pub plus: Vec<String>,
    /// Taken from last year's.
    pub minus: Vec<String>,
    /// Whose report has the rows or columns that are added and taken.
    pub changes_of: WhichYear,
}

/// A chart that a report may show of its own numbers.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chart {
    /// The name by which a text asks for it.
    pub id: String,
    /// What it shows, its caption where the text gives none.
    pub name: String,
    /// The id of the table that it draws from.
    pub table: String,
    /// Whether percentages of the whole are printed.
    #[serde(default)]
    pub shares: bool,
    /// Whether last year's numbers stand beside this year's.
    #[serde(default)]
    pub last_year: bool,
    /// Its bars, from the top.
    pub bars: Vec<ChartBar>,
}

/// A bar of a chart: a cell, or the sum of a group of rows.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartBar {
    /// What is printed beside it.
    pub label: String,
    /// The id of a row or of a group of rows.
    pub row: String,
    /// The id of a column.
    pub column: String,
}

/// One of the two reports of a relation between years.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhichYear {
    /// This year's.
    This,
    /// Last year's.
    Last,
}

/// Keys or labels in one line, with something between them.
pub(crate) fn join<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut line = String::new();
    for (index, word) in words.enumerate() {
        if index > 0 {
            line.push_str(between);
        }
        line.push_str(word);
    }
    line
}

impl Part {
    /// What a column's cells hold.
    pub fn kind(&self, column: usize) -> CellKind {
        self.columns.leaves[column].cell
    }
}
