//! What a ledger of requests (台账) counts for: rows of a table by when a request came and was
//! done, columns by who made it.

use std::ops::Range;

use serde::Deserialize;

use super::{Axis, CellId, Part, Standard, join};

/// The form's key of the ledger, and the name of its sheet.
pub const LEDGER: &str = "台账";
/// When a request was received.
pub const RECEIVED: &str = "收到日期";
/// Who made it: a column of the table.
pub const APPLICANT: &str = "申请人类型";
/// How it was done: a row of the table.
pub const OUTCOME: &str = "办理结果";
/// When it was done.
pub const DONE: &str = "办结日期";
/// Whatever the agency wants to remember.
pub const REMARK: &str = "备注";
/// The keys of a request, in the order of the sheet's columns.
pub const REQUEST_KEYS: [&str; 5] = [RECEIVED, APPLICANT, OUTCOME, DONE, REMARK];

/// The rows that a ledger counts for, by their ids.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LedgerPlan {
    /// The table.
    pub table: String,
    /// Requests that came in the year.
    pub received: String,
    /// Requests from before the year that were not done before it.
    pub carried_in: String,
    /// Requests that were not done at the year's end.
    pub carried_out: String,
    /// The group of rows that say how requests were done.
    pub outcomes: String,
    /// Other words for rows and columns.
    #[serde(default)]
    pub words: Vec<LedgerWords>,
}

/// Other words that ledgers use for a row or a column.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerWords {
    /// The id of the row or column.
    pub is: String,
    /// The words.
    pub words: Vec<String>,
}

/// A row or a column that requests count for.
#[derive(Clone, Debug)]
pub struct LedgerEntry<'s> {
    /// The index of its leaf.
    pub leaf: usize,
    /// What a ledger calls it; the same words in all lists and sheets.
    pub name: String,
    /// Other names of it.
    pub others: Vec<&'s str>,
}

/// The rows and columns of a ledger's table.
#[derive(Clone, Debug)]
pub struct LedgerTable<'s> {
    /// A cell of the table: its table and part.
    pub origin: CellId,
    /// The row of requests that came in the year.
    pub received: usize,
    /// The row of requests that were open when it began.
    pub carried_in: usize,
    /// The row of requests that were open when it ended.
    pub carried_out: usize,
    /// The rows that say how requests were done.
    pub outcomes: Vec<LedgerEntry<'s>>,
    /// The columns that say who made them.
    pub applicants: Vec<LedgerEntry<'s>>,
}

impl LedgerTable<'_> {
    /// The rows that a ledger counts for.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let outcomes = self.outcomes.iter().map(|entry| entry.leaf);
        [self.received, self.carried_in]
            .into_iter()
            .chain(outcomes)
            .chain([self.carried_out])
    }

    /// A cell of the table.
    pub fn cell(&self, row: usize, column: usize) -> CellId {
        CellId {
            row,
            column,
            ..self.origin
        }
    }
}

impl Standard {
    /// The rows and columns that a ledger counts for; none where the format or its keys have no
    /// ledger, or its data names what is not there.
    pub fn ledger_table(&self) -> Option<LedgerTable<'_>> {
        let plan = self.ledger.as_ref()?;
        self.fields.find(LEDGER)?;
        let table = self.tables.iter().position(|t| t.id == plan.table)?;
        let mut parts = self.tables[table].parts.iter();
        let part = parts.position(|part| part.rows.leaf(&plan.received).is_some())?;
        let Part { rows, columns, .. } = &self.tables[table].parts[part];
        Some(LedgerTable {
            origin: CellId {
                table,
                part,
                row: 0,
                column: 0,
            },
            received: rows.leaf(&plan.received)?,
            carried_in: rows.leaf(&plan.carried_in)?,
            carried_out: rows.leaf(&plan.carried_out)?,
            outcomes: plan.list_outcomes(rows, rows.group(&plan.outcomes)?),
            applicants: plan.list_applicants(columns),
        })
    }
}

impl LedgerPlan {
    /// The rows of a group that are no totals.
    fn list_outcomes<'s>(&'s self, rows: &'s Axis, group: Range<usize>) -> Vec<LedgerEntry<'s>> {
        let nodes = rows.leaf_nodes();
        let mut outcomes = Vec::new();
        for leaf in group {
            let data = &rows.leaves[leaf];
            if data.total.is_some() {
                continue;
            }
            // Without the group of all outcomes: 不予公开：国家秘密.
            let keys = data.keys.iter().skip(1);
            let name = join(keys.map(String::as_str), "：");
            let mut others = self.other_words(&data.id);
            others.extend([data.key(), nodes[leaf].label.as_str()]);
            others.extend(nodes[leaf].aliases.iter().map(String::as_str));
            outcomes.push(LedgerEntry { leaf, name, others });
        }
        outcomes
    }

    /// The columns that are no totals.
    fn list_applicants<'s>(&'s self, columns: &'s Axis) -> Vec<LedgerEntry<'s>> {
        let nodes = columns.leaf_nodes();
        let mut applicants = Vec::new();
        for (leaf, data) in columns.leaves.iter().enumerate() {
            if data.total.is_some() {
                continue;
            }
            let name = data.key().to_owned();
            let mut others = self.other_words(&data.id);
            others.push(nodes[leaf].label.as_str());
            others.extend(nodes[leaf].aliases.iter().map(String::as_str));
            applicants.push(LedgerEntry { leaf, name, others });
        }
        applicants
    }

    /// The words that ledgers use for a row or column beside its own.
    fn other_words(&self, id: &str) -> Vec<&str> {
        match self.words.iter().find(|words| words.is == id) {
            Some(found) => found.words.iter().map(String::as_str).collect(),
            None => Vec::new(),
        }
    }
}
