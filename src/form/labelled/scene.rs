//! The rows of a table below heads that stand over them, by their labels.

use std::collections::BTreeSet;

use super::heads::TableHead;
use super::lexicon::{LabelMeaning, Sense};
use super::tables::{FoundTable, RowMeaning, SheetRow, UsedLabel};
use super::{CellPos, Cells, RowStretch, SheetLabel};
use crate::form::words::CHECK;
use crate::standard::Standard;

/// A sheet in which the rows of one table are looked for.
pub(super) struct Scene<'a, C> {
    pub standard: &'a Standard,
    pub sheet: &'a C,
    pub labels: &'a [SheetLabel],
    pub table: usize,
}

/// The label of a row, found.
pub(super) struct RowLabel {
    pub meaning: RowMeaning,
    pub pos: CellPos,
    /// Whether it is written right.
    pub exact: bool,
}

impl RowLabel {
    /// A label that nobody knows.
    fn unknown(pos: CellPos) -> Self {
        Self {
            meaning: RowMeaning::Unknown,
            pos,
            exact: true,
        }
    }
}

impl<C: Cells> Scene<'_, C> {
    /// The rows below heads that stand over them.
    pub fn read_below(&self, heads: &[&TableHead], end: u32) -> FoundTable {
        let first = heads
            .iter()
            .map(|head| head.first_column())
            .min()
            .unwrap_or(0);
        let start = heads.iter().map(|head| head.bottom + 1).min().unwrap_or(0);
        let mut missing = self.list_leaves(heads);
        let mut found = FoundTable::new(self.table);
        for row in self.sheet.rows(start..end.max(start)) {
            // Behind the last row an empty one ends the table.
            let last = found.lines.last();
            if missing.is_empty() && last.is_some_and(|line| line.label.row + 1 < row) {
                break;
            }
            let Some(label) = self.find_label(row, first, heads) else {
                continue;
            };
            let Some(line) = self.read_line(row, label, heads) else {
                continue;
            };
            if let RowMeaning::Leaf(part, leaf) = line.row {
                missing.remove(&(part, leaf));
            }
            found.lines.push(line);
        }
        let used: BTreeSet<usize> = found.leaf_rows().map(|(part, _)| part).collect();
        for head in heads.iter().filter(|head| used.contains(&head.part)) {
            for (leaf, label) in head.labels.iter().enumerate() {
                let part = head.part;
                found
                    .heads
                    .extend(label.map(|label| UsedLabel { part, leaf, label }));
            }
            found.again.extend(&head.again);
        }
        found
    }

    /// Part and leaf of all rows that may stand below some heads.
    fn list_leaves(&self, heads: &[&TableHead]) -> BTreeSet<(usize, usize)> {
        let parts = &self.standard.tables[self.table].parts;
        let mut all = BTreeSet::new();
        for head in heads {
            let leaves = 0..parts[head.part].rows.leaves.len();
            all.extend(leaves.map(|leaf| (head.part, leaf)));
        }
        all
    }

    /// The cells of a row; none where it is no row of the format and has no numbers.
    fn read_line(&self, row: u32, label: RowLabel, heads: &[&TableHead]) -> Option<SheetRow> {
        let (part, is_leaf) = match label.meaning {
            RowMeaning::Leaf(part, _) => (part, true),
            _ => (heads[0].part, false),
        };
        let head = heads.iter().find(|head| head.part == part)?;
        let cells = head.cells_in(row);
        if !is_leaf
            && !cells
                .iter()
                .flatten()
                .any(|stretch| self.has_number(*stretch))
        {
            return None;
        }
        Some(SheetRow {
            row: label.meaning,
            label: label.pos,
            exact: label.exact,
            concluded: false,
            cells,
        })
    }

    /// The label of a row: the rightmost one left of the numbers that is known, else the rightmost
    /// text; none for a row that is no table's.
    fn find_label(&self, row: u32, first: u32, heads: &[&TableHead]) -> Option<RowLabel> {
        let mut unknown = None;
        let mut group = None;
        let columns: Vec<u32> = self.sheet.columns(row).filter(|c| *c < first).collect();
        for column in columns.into_iter().rev() {
            let pos = CellPos::new(row, column);
            let Some(text) = self.sheet.text(pos) else {
                continue;
            };
            if text.trim() == CHECK {
                return None;
            }
            for sense in self.senses_at(pos) {
                let Some(meaning) = self.find_row(&sense.meaning, heads) else {
                    continue;
                };
                let is_leaf = matches!(meaning, RowMeaning::Leaf(..));
                let label = RowLabel {
                    meaning,
                    pos,
                    exact: sense.exact,
                };
                if is_leaf {
                    return Some(label);
                }
                group.get_or_insert(label);
            }
            unknown.get_or_insert(RowLabel::unknown(pos));
        }
        match (unknown, group) {
            // A group's label may stand left of a row's that nobody knows.
            (Some(unknown), Some(group)) if unknown.pos == group.pos => Some(group),
            (Some(unknown), _) => Some(unknown),
            (None, _) => Some(RowLabel::unknown(CellPos::new(
                row,
                first.saturating_sub(1),
            ))),
        }
    }

    /// The row of this table that a label means.
    fn find_row(&self, meaning: &LabelMeaning, heads: &[&TableHead]) -> Option<RowMeaning> {
        match meaning {
            LabelMeaning::Row(table, part, leaf) if *table == self.table => {
                if heads.iter().any(|head| head.part == *part) {
                    Some(RowMeaning::Leaf(*part, *leaf))
                } else {
                    Some(RowMeaning::Stray(*part, *leaf))
                }
            }
            LabelMeaning::Group(table, _, keys) if *table == self.table => {
                Some(RowMeaning::Group(keys.clone()))
            }
            _ => None,
        }
    }

    /// What the text of a cell may mean.
    pub fn senses_at(&self, pos: CellPos) -> &[Sense] {
        match self.labels.binary_search_by_key(&pos, |label| label.pos) {
            Ok(index) => &self.labels[index].senses,
            Err(_) => &[],
        }
    }

    /// Whether a number stands here, even as text; labels of the next table are none.
    fn has_number(&self, stretch: RowStretch) -> bool {
        let within = stretch.columns();
        let filled = self
            .sheet
            .columns(stretch.row)
            .filter(|column| within.contains(column));
        filled
            .map(|column| self.sheet.text(CellPos::new(stretch.row, column)))
            .any(|text| text.is_none_or(begins_as_number))
    }
}

/// Whether a text is a number as somebody typed it.
fn begins_as_number(text: &str) -> bool {
    text.trim().starts_with(char::is_numeric)
}
