//! The standards: which tables a report has, with every label, sum and balance.
//!
//! A standard is data (`schema/standard/*.yaml`); this room turns it into types
//! and checks it ([`load`](Standard::load)). No label of a row stands in Rust
//! code. The room knows no form and no report.

mod axis;
mod builtin;
mod data;
mod fields;
mod ledger;
mod load;
mod printed;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub use axis::{Axis, Leaf, Node, Total};
pub use builtin::{Library, builtin};
pub use fields::{AGENCY, BASICS, FORMAT, Field, FieldKind, Fields, LAST_YEAR, YEAR};
pub use ledger::{
    APPLICANT, DONE, LEDGER, LedgerEntry, LedgerPlan, LedgerTable, OUTCOME, RECEIVED, REMARK,
    REQUEST_KEYS,
};
pub use load::LoadError;
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

/// A relation between this year's cells and last year's, by ids: `this` is `last` with `plus` and without `minus`.
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

/// A cell of a standard's tables: indices of table, part, row leaf and column leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// Index in [`Standard::tables`].
    pub table: usize,
    /// Index in [`Table::parts`].
    pub part: usize,
    /// Leaf of [`Part::rows`].
    pub row: usize,
    /// Leaf of [`Part::columns`].
    pub column: usize,
}

impl Standard {
    /// The table of this form key.
    pub fn table_by_key(&self, key: &str) -> Option<usize> {
        self.tables.iter().position(|t| t.key == key)
    }

    /// The tables that a value of [`FieldKind::YesNoTables`] names, all of them for 是; none
    /// where it is no such value.
    pub fn tables_named(&self, value: &str) -> Option<Vec<usize>> {
        match value {
            "是" => Some((0..self.tables.len()).collect()),
            "否" => Some(Vec::new()),
            _ => value
                .split(['、', '，', ',', ' '])
                .map(|key| self.table_by_key(key))
                .collect(),
        }
    }

    /// What may be written instead of 是 and 否: 申请, 复议诉讼.
    pub fn table_keys(&self) -> String {
        join(self.tables.iter().map(|table| table.key.as_str()), "、")
    }

    /// All cells, table by table, row by row.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + '_ {
        self.tables.iter().enumerate().flat_map(|(table, t)| {
            t.parts.iter().enumerate().flat_map(move |(part, p)| {
                (0..p.rows.leaves.len()).flat_map(move |row| {
                    (0..p.columns.leaves.len()).map(move |column| CellId {
                        table,
                        part,
                        row,
                        column,
                    })
                })
            })
        })
    }

    /// The path of a cell in the form, such as `申请.办理结果.总计.商业企业`; a
    /// row of a single column is named by its row alone.
    pub fn path(&self, cell: CellId) -> String {
        join(self.keys_of(cell), ".")
    }

    /// The path of a cell's row: of all its cells in the form.
    #[cfg(feature = "readback")]
    pub fn row_path(&self, cell: CellId) -> String {
        join(self.keys_of_row(cell), ".")
    }

    /// The keys that lead to a cell in the form, as its path has them.
    pub fn keys_of(&self, cell: CellId) -> impl Iterator<Item = &str> {
        let column = (self.part(cell).columns.leaves.len() > 1).then(|| self.column(cell).key());
        self.keys_of_row(cell).chain(column)
    }

    fn keys_of_row(&self, cell: CellId) -> impl Iterator<Item = &str> {
        let keys = self.row(cell).keys.iter().map(String::as_str);
        std::iter::once(self.table(cell).key.as_str()).chain(keys)
    }

    /// The cell of this path; none where there is no such.
    pub fn cell_by_path(&self, path: &str) -> Option<CellId> {
        let cells = self
            .cells_by_path
            .get_or_init(|| self.cells().map(|id| (self.path(id), id)).collect());
        cells.get(path).copied()
    }

    /// The keys outside the tables that the format has, in the form's order.
    pub fn own_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !self.lacks(field))
    }

    /// Whether the format does not have a key.
    pub fn lacks(&self, field: &Field) -> bool {
        self.without.contains(&field.key)
    }

    /// The table of a cell.
    pub fn table(&self, id: CellId) -> &Table {
        &self.tables[id.table]
    }

    /// The part of a table that a cell stands in.
    pub fn part(&self, id: CellId) -> &Part {
        &self.table(id).parts[id.part]
    }

    /// The row of a cell.
    pub fn row(&self, id: CellId) -> &Leaf {
        &self.part(id).rows.leaves[id.row]
    }

    /// The column of a cell.
    pub fn column(&self, id: CellId) -> &Leaf {
        &self.part(id).columns.leaves[id.column]
    }

    /// The cell of these ids of table, row and column.
    pub fn cell_by_ids(&self, table: &str, row: &str, column: &str) -> Option<CellId> {
        let index = self.tables.iter().position(|t| t.id == table)?;
        self.tables[index]
            .parts
            .iter()
            .enumerate()
            .find_map(|(part, p)| {
                let row = p.rows.leaves.iter().position(|leaf| leaf.id == row)?;
                let column = p.columns.leaves.iter().position(|leaf| leaf.id == column)?;
                Some(CellId {
                    table: index,
                    part,
                    row,
                    column,
                })
            })
    }

    /// The charts by the names that texts give them, with what they show, for clerks.
    pub fn charts_in_words(&self) -> String {
        let charts = self
            .charts
            .iter()
            .map(|chart| format!("chart:{}（{}）", chart.id, chart.name));
        charts.collect::<Vec<_>>().join("、")
    }

    /// The cells of a row, or of a group of rows without its totals, in a column, by ids; none where there is no such.
    pub fn cells_of(&self, table: &str, row: &str, column: &str) -> Vec<CellId> {
        let parts = self
            .tables
            .iter()
            .enumerate()
            .filter(|(_, t)| t.id == table);
        let parts = parts.flat_map(|(index, t)| {
            t.parts
                .iter()
                .enumerate()
                .map(move |(part, p)| (index, part, p))
        });
        let mut found = Vec::new();
        for (table, part, p) in parts {
            let Some(column) = p.columns.leaves.iter().position(|leaf| leaf.id == column) else {
                continue;
            };
            let Some((_, rows)) = p.rows.groups.iter().find(|(id, _)| id == row) else {
                continue;
            };
            let single = rows.len() == 1;
            let rows = rows
                .clone()
                .filter(|&row| single || p.rows.leaves[row].total.is_none());
            found.extend(rows.map(|row| CellId {
                table,
                part,
                row,
                column,
            }));
        }
        found
    }

    /// The cell of another format that has the same ids; none where that has no such cell.
    pub fn counterpart(&self, cell: CellId, other: &Self) -> Option<CellId> {
        other.cell_by_ids(
            &self.table(cell).id,
            &self.row(cell).id,
            &self.column(cell).id,
        )
    }

    /// Whether a cell is a total, which the program can compute.
    pub fn is_total(&self, cell: CellId) -> bool {
        self.column(cell).total.is_some() || self.row(cell).total.is_some()
    }

    /// The cells that a total sums; none for a cell that is no total.
    ///
    /// A row's total comes before a column's where a cell is both.
    pub fn parts_of(&self, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(total) = &self.column(cell).total {
            return Some(
                total
                    .parts
                    .iter()
                    .map(|&column| CellId { column, ..cell })
                    .collect(),
            );
        }
        let total = self.row(cell).total.as_ref()?;
        Some(
            total
                .parts
                .iter()
                .map(|&row| CellId { row, ..cell })
                .collect(),
        )
    }

    /// The words of a cell, such as `（七）总计，商业企业`.
    pub fn label(&self, cell: CellId) -> String {
        let row = &self.row(cell).label;
        let is_alone = self.part(cell).columns.leaves.len() == 1;
        if is_alone {
            row.clone()
        } else {
            format!("{row}，{}", self.column(cell).label)
        }
    }
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

#[cfg(test)]
mod tests {
    use crate::testing::{CLEAN, OLD, report};

    #[test]
    fn cells_of_two_formats_are_matched_by_their_ids() {
        let (this, last) = (report(CLEAN), report(OLD));
        let matched = |table, row, column| {
            let id = this
                .standard
                .cell_by_ids(table, row, column)
                .expect("a cell of this year's");
            this.standard
                .counterpart(id, &last.standard)
                .map(|id| last.standard.path(id))
        };
        assert_eq!(
            matched("requests", "carried-in", "legal").as_deref(),
            Some("申请.上年结转.法律服务机构")
        );
        assert_eq!(
            matched("disclosure", "licence", "decisions").as_deref(),
            Some("主动公开.行政许可.处理决定")
        );
        assert_eq!(matched("disclosure", "normative", "in-force"), None);
        assert_eq!(matched("requests", "other.rest", "all"), None);
    }
}
