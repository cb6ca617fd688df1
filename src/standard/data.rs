//! A standard's file as serde reads it, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fields::FieldsData;
use super::{
    CellKind, Chart, Layout, LedgerPlan, OutdatedBasis, Repeated, Serves, TableRows, WhichYear,
};

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StandardData {
    pub format: String,
    pub source: String,
    pub serves: Serves,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub openness: String,
    #[serde(default)]
    pub secrecy: String,
    /// The keys of the form outside the tables, where they are not the usual ones.
    #[serde(default)]
    pub fields: Option<FieldsData>,
    /// Keys of the form that the format does not have.
    #[serde(default)]
    pub without: Vec<String>,
    pub sections: Vec<SectionData>,
    pub tables: Vec<TableData>,
    #[serde(default)]
    pub between_years: Vec<BetweenYearsData>,
    #[serde(default)]
    pub ledger: Option<LedgerPlan>,
    #[serde(default)]
    pub rulemaking: Option<TableRows>,
    #[serde(default)]
    pub unpaid: Option<TableRows>,
    #[serde(default)]
    pub outdated: Vec<OutdatedBasis>,
    #[serde(default)]
    pub charts: Vec<Chart>,
    /// `error` or `warning` by the rule's name.
    #[serde(default)]
    pub severities: BTreeMap<String, String>,
    #[serde(default = "usual_repetition")]
    pub repeated_text: Repeated,
}

/// For a standard that does not say: more than half of the sentences that are no mere phrase.
fn usual_repetition() -> Repeated {
    Repeated {
        percent: 50,
        characters: 12,
        standard: Vec::new(),
    }
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionData {
    pub label: String,
    pub text: Option<String>,
    pub table: Option<String>,
    #[serde(rename = "or")]
    pub or_key: Option<String>,
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableData {
    pub id: String,
    pub key: String,
    pub name: String,
    pub layout: Layout,
    #[serde(default)]
    pub corner: String,
    pub width: usize,
    pub parts: Vec<PartData>,
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartData {
    pub band: Option<String>,
    pub unit: String,
    #[serde(default)]
    pub cell: CellKind,
    pub columns: Vec<NodeData>,
    pub rows: Vec<NodeData>,
    #[serde(default)]
    pub equalities: Vec<EqualityData>,
}

/// A row or column, or a group of them.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NodeData {
    pub id: Option<String>,
    pub key: Option<String>,
    pub label: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub span: Option<usize>,
    pub cell: Option<CellKind>,
    /// A column of numbers that may stay as they were last year.
    #[serde(default)]
    pub stock: bool,
    pub sum: Option<SumData>,
    pub rule: Option<String>,
    /// What counts there, with its source in brackets.
    #[serde(default)]
    pub counts: String,
    #[serde(alias = "columns", default)]
    pub rows: Vec<NodeData>,
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SumData {
    /// All leaves before this one.
    Before,
    /// All other leaves of the group of this id.
    LeavesOf(String),
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EqualityData {
    pub rule: String,
    pub left: Vec<String>,
    pub right: Vec<String>,
}

/// A relation to last year's report: `this` is `last` with `plus` and without `minus`.
///
/// Where `rows` is given, the other ids are of columns and it holds in each of
/// the rows; else they are of rows, and it holds in each column.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BetweenYearsData {
    pub rule: String,
    pub table: String,
    #[serde(default)]
    pub rows: Vec<String>,
    pub this: String,
    pub last: String,
    #[serde(default)]
    pub plus: Vec<String>,
    #[serde(default)]
    pub minus: Vec<String>,
    /// Whose report has `plus` and `minus`; to be said where there are any.
    pub changes_of: Option<WhichYear>,
}
