//! The report: what a form says, as numbers and text with their places.
//!
//! The model keeps what is *stated* apart from what is *computed*: a total that
//! the form gives is kept as given, and [`Report::value`] falls back to the sum
//! only where none is stated. It knows no YAML, no Excel and no output.
//!
//! # Stated and computed
//!
//! A cell holds what the form states: a number, an amount with its unit, a blank, typed text, or
//! nothing. `Report::value` is the stated number; only where nothing is stated does it compute a
//! total from its parts. Rules compare what is stated with `Report::value` of the parts, so that
//! one wrong total shows where it is, and in what is summed from it. A blank counts 0. A sum over
//! a cell without a number is not checked: that cell has its own finding. Amounts are exact
//! decimals. Printed is what is stated, else what is computed.

mod cell;
pub mod changes;
pub mod keys;
mod ledger;
mod published;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

pub use crate::date::Date;
pub use cell::{Cell, Value};
pub use ledger::{LedgerCount, request_names, request_place};
pub use published::LAST_YEAR_FILE;
pub use record::{Record, RecordValue};

use crate::place::{Place, Placed, PlacedText};
use crate::standard::{CellId, Standard, Table, Total};

/// The key of the report's title.
pub const TITLE: &str = "标题";
/// The key of the period of its numbers.
pub const PERIOD: &str = "统计期限";
/// The key of its day.
pub const ISSUED: &str = "成文日期";

/// One agency's report for one year.
#[derive(Clone, Debug)]
pub struct Report {
    /// The format that it follows.
    pub standard: Arc<Standard>,
    /// The form's file as the user named it.
    pub file: Arc<str>,
    /// The agency's full name (机关); empty when the form does not give it.
    pub agency: Placed<String>,
    /// The report year (年度).
    pub year: Placed<i32>,
    /// The other short values by their path in the form, such as `标题` or `联系.电话`.
    pub fields: BTreeMap<String, Placed<String>>,
    /// Free text by its path in the form, such as `总体情况` or `说明.申请`.
    pub texts: BTreeMap<String, PlacedText>,
    /// Lists of short values by their key in the form, such as `豁免`.
    pub records: BTreeMap<String, Vec<Record>>,
    /// What the ledger of requests says, where the form has one.
    pub ledger: LedgerCount,
    /// The numbers: tables, their parts, cells row by row.
    tables: Vec<Vec<Vec<Cell>>>,
}

impl Report {
    /// A report whose cells are all unstated.
    pub fn new(
        standard: Arc<Standard>,
        file: Arc<str>,
        agency: Placed<String>,
        year: Placed<i32>,
    ) -> Self {
        let tables = standard.tables.iter().map(blank_cells).collect();
        Self {
            standard,
            file,
            agency,
            year,
            fields: BTreeMap::new(),
            texts: BTreeMap::new(),
            records: BTreeMap::new(),
            ledger: LedgerCount::default(),
            tables,
        }
    }

    fn index(&self, id: CellId) -> usize {
        id.row * self.standard.part(id).columns.leaves.len() + id.column
    }

    /// A cell as the form gives it.
    ///
    /// # Panics
    /// Here and below, for a cell of another format's tables.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.tables[id.table][id.part][self.index(id)]
    }

    /// The same, to be filled.
    pub fn cell_mut(&mut self, id: CellId) -> &mut Cell {
        let index = self.index(id);
        &mut self.tables[id.table][id.part][index]
    }

    /// The cell's number: as stated, or computed where it is a total that is not stated.
    ///
    /// Blanks and unreadable text count 0.
    pub fn value(&self, id: CellId) -> Decimal {
        match self.cell(id).value {
            Value::Number(number) | Value::Amount(number, _) => number,
            Value::Blank(_) | Value::Text(_) => Decimal::ZERO,
            Value::Unstated => self.computed(id).unwrap_or_default(),
        }
    }

    /// What a total should be: the sum of its parts; none for a cell that is no total.
    pub fn computed(&self, id: CellId) -> Option<Decimal> {
        let parts = self.standard.parts_of(id)?;
        Some(parts.into_iter().map(|part| self.value(part)).sum())
    }

    /// The sum over the columns of a row that `total` names.
    pub fn sum_columns(&self, id: CellId, total: &Total) -> Decimal {
        total
            .parts
            .iter()
            .map(|&column| self.value(CellId { column, ..id }))
            .sum()
    }

    /// The sum over the rows of a column that `total` names.
    pub fn sum_rows(&self, id: CellId, total: &Total) -> Decimal {
        total
            .parts
            .iter()
            .map(|&row| self.value(CellId { row, ..id }))
            .sum()
    }

    /// A cell's text on paper: the number, typed text as typed, a blank empty.
    pub fn printed(&self, id: CellId) -> String {
        let cell = self.cell(id);
        let text = match &cell.value {
            Value::Number(number) => number.to_string(),
            Value::Amount(number, unit) => format!("{number}{unit}"),
            Value::Text(text) | Value::Blank(text) => shortened(text, MAX_PRINTED),
            Value::Unstated => self.computed(id).map(|n| n.to_string()).unwrap_or_default(),
        };
        match &cell.note {
            Some(note) => format!("{text}（{note}）"),
            None => text,
        }
    }

    /// A cell's place with its path and words.
    pub fn place(&self, id: CellId) -> Place {
        let place = self.cell(id).place.clone();
        place.named(self.standard.path(id), self.standard.label(id))
    }

    /// A short value by its path in the form, if given and not empty; format, agency and year have
    /// places of their own, see [`Self::stated`].
    pub fn field(&self, path: &str) -> Option<&str> {
        let value = self.fields.get(path)?.value.as_str();
        if value.is_empty() { None } else { Some(value) }
    }

    /// Whether the form gives text under this path, more than white space.
    pub fn has_text(&self, path: &str) -> bool {
        let mut lines = self.texts.get(path).into_iter().flatten();
        lines.any(|line| !line.value.trim().is_empty())
    }

    /// Whether a seal comes over the signature: agencies that print one without say so in the form.
    pub fn is_sealed(&self) -> bool {
        self.field("盖章") != Some("否")
    }

    /// What the agency is called in the text (简称): as the form gives it, or the full name.
    pub fn short_name(&self) -> &str {
        self.field("简称").unwrap_or(&self.agency.value)
    }

    /// Whether a name can be the agency's own: its characters stand in the agency's
    /// name in this order, as those of 市政府 do in 某某市人民政府.
    pub fn is_own_name(&self, name: &str) -> bool {
        holds_in_order(&self.agency.value, name)
            || holds_in_order(self.short_name(), name)
            || is_branch(&self.agency.value, name)
    }

    /// The period of the numbers (统计期限): as the form gives it, or the calendar year.
    pub fn period(&self) -> String {
        let year = self.year.value;
        match self.field(PERIOD) {
            Some(period) => period.to_owned(),
            None => format!("{year}年1月1日至{year}年12月31日"),
        }
    }

    /// The title: as the form gives it, or agency and year in the usual words.
    pub fn title(&self) -> String {
        match self.field(TITLE) {
            Some(title) => title.to_owned(),
            None => format!(
                "{}{}年政府信息公开工作年度报告",
                self.agency.value, self.year.value
            ),
        }
    }
}

/// The cells of a table, part by part, all unstated.
fn blank_cells(table: &Table) -> Vec<Vec<Cell>> {
    let mut parts = Vec::with_capacity(table.parts.len());
    for part in &table.parts {
        let cells = part.rows.leaves.len() * part.columns.leaves.len();
        parts.push(vec![Cell::default(); cells]);
    }
    parts
}

/// Whether the characters of a name stand in a full one, in their order.
fn holds_in_order(full: &str, name: &str) -> bool {
    let mut rest = full.chars();
    name.chars().all(|c| rest.any(|own| own == c))
}

/// How a branch is called.
const BRANCH: &str = "分局";

/// Whether a name is the agency's, a branch named after the place that it serves: 区青石局分局
/// or 云岭区青石分局 for 临江市青石局云岭区分局.
fn is_branch(full: &str, name: &str) -> bool {
    if !full.ends_with(BRANCH) || !name.ends_with(BRANCH) {
        return false;
    }
    let mut left: Vec<char> = full.chars().collect();
    for c in name.chars() {
        let Some(at) = left.iter().position(|own| *own == c) else {
            return false;
        };
        left.remove(at);
    }
    true
}

/// Characters of a wrong value that a draft prints.
const MAX_PRINTED: usize = 40;

/// The start of a text of at most so many characters, marked where it was cut.
pub fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
