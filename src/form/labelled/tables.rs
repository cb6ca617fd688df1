//! The official tables in a sheet or grid: which cells hold which numbers.
//!
//! Below each head the rows are known by their labels, wherever they stand and
//! whatever stands between them (`scene`, and `across` where they stand side by side). What is
//! not known but has numbers is kept as such, so that it can be told.

use super::heads::{self, Label, RepeatedLabel, TableHead};
use super::scene::Scene;
use super::{CellPos, Cells, RowStretch, SheetLabel};
use crate::standard::Standard;

/// A table found below one head, or several heads side by side in meaning.
#[derive(Debug)]
pub struct FoundTable {
    /// The table.
    pub table: usize,
    /// The sheet.
    pub sheet: usize,
    /// Where its head begins, if that is plain to see.
    pub head: Option<CellPos>,
    /// The labels of columns that were used.
    pub heads: Vec<UsedLabel>,
    /// Labels of columns that repeat one.
    pub again: Vec<RepeatedLabel>,
    /// Where a second row of numbers stands below a table that has one.
    pub doubled: Option<CellPos>,
    /// The rows, from top to bottom.
    pub lines: Vec<SheetRow>,
}

/// A label of a column below which numbers were found.
#[derive(Debug)]
pub struct UsedLabel {
    /// The part of its column.
    pub part: usize,
    /// The leaf of its column.
    pub leaf: usize,
    /// The label.
    pub label: Label,
}

/// A row of a table in a sheet.
#[derive(Debug)]
pub struct SheetRow {
    /// What its label means.
    pub row: RowMeaning,
    /// The label's row and column.
    pub label: CellPos,
    /// Whether the label is written as it should be.
    pub exact: bool,
    /// Whether there is no label, and the row was taken by the order of its columns.
    pub concluded: bool,
    /// For each column leaf its cells; none where the column is not there.
    pub cells: Vec<Option<RowStretch>>,
}

/// What the label of a row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowMeaning {
    /// A row with numbers: part and leaf.
    Leaf(usize, usize),
    /// A row whose own columns have no head above it: part and leaf.
    Stray(usize, usize),
    /// A group, which has no numbers of its own: its keys.
    Group(Vec<String>),
    /// No row of the format.
    Unknown,
}

/// Labels of columns that make a head without doubt.
const MIN_LABELS: usize = 4;

/// Finds the tables of a sheet.
pub fn find(
    standard: &Standard,
    index: usize,
    sheet: &impl Cells,
    labels: &[SheetLabel],
) -> Vec<FoundTable> {
    let heads = find_heads(standard, sheet, labels);
    // Parts whose columns have the same labels share their heads.
    let mut tops: Vec<u32> = heads.iter().map(|head| head.top).collect();
    tops.dedup();
    let end = sheet.last_row().map_or(0, |row| row + 1);
    let mut all = Vec::new();
    for (i, &top) in tops.iter().enumerate() {
        let here: Vec<&TableHead> = heads.iter().filter(|head| head.top == top).collect();
        let below = tops.get(i + 1).copied().unwrap_or(end);
        let mut tables: Vec<usize> = here.iter().map(|head| head.table).collect();
        tables.dedup();
        for table in tables {
            let scene = Scene {
                standard,
                sheet,
                labels,
                table,
            };
            let own = here.iter().copied().filter(|head| head.table == table);
            let own: Vec<&TableHead> = own.collect();
            let mut found = match own.iter().find(|head| head.across) {
                Some(head) => scene.read_across(head, below),
                None => scene.read_below(&own, below),
            };
            found.sheet = index;
            found.head = plain_start(&own);
            if found.head.is_some() || found.has_known_rows() {
                all.push(found);
            }
        }
    }
    all
}

/// The heads of all tables in a sheet, from top to bottom.
fn find_heads(standard: &Standard, sheet: &impl Cells, labels: &[SheetLabel]) -> Vec<TableHead> {
    let mut found: Vec<TableHead> = Vec::new();
    for (table, data) in standard.tables.iter().enumerate() {
        for part in 0..data.parts.len() {
            found.extend(heads::find(sheet, labels, table, data, part));
        }
    }
    found.sort_by_key(|head| (head.top, head.table, head.part));
    found
}

/// Where a table's heads begin, if they are plainly some: one label may stand anywhere; a head of
/// several is one even if no row below it is known.
fn plain_start(heads: &[&TableHead]) -> Option<CellPos> {
    let first = heads.first()?;
    let is_plain = heads.iter().any(|head| head.known().count() >= MIN_LABELS);
    is_plain.then(|| CellPos::new(first.top, first.first_column()))
}

impl FoundTable {
    /// One without any rows yet.
    pub(super) fn new(table: usize) -> Self {
        Self {
            table,
            sheet: 0,
            head: None,
            heads: Vec::new(),
            again: Vec::new(),
            doubled: None,
            lines: Vec::new(),
        }
    }

    /// Whether it has a row that the format has as well.
    pub(super) fn has_known_rows(&self) -> bool {
        self.lines
            .iter()
            .any(|line| line.row != RowMeaning::Unknown)
    }

    /// Part and leaf of its rows with numbers.
    pub(super) fn leaf_rows(&self) -> impl Iterator<Item = (usize, usize)> {
        self.lines.iter().filter_map(|line| line.row.leaf())
    }
}

impl RowMeaning {
    /// Part and leaf of a row with numbers.
    fn leaf(&self) -> Option<(usize, usize)> {
        match *self {
            Self::Leaf(part, leaf) => Some((part, leaf)),
            _ => None,
        }
    }
}
