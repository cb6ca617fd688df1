//! The rows of a table that stand side by side, all in one row of the sheet.

use std::ops::Range;

use super::heads::{Label, TableHead};
use super::lexicon::LabelMeaning;
use super::scene::{RowLabel, Scene};
use super::tables::{FoundTable, RowMeaning, SheetRow, UsedLabel};
use super::{CellPos, Cells, RowStretch};

/// Rows below the labels within which their numbers stand.
const MAX_GAP: u32 = 3;
/// Rows above a head in which the labels of its rows may stand.
const MAX_ABOVE: u32 = 4;

impl<C: Cells> Scene<'_, C> {
    /// The rows of a table whose rows stand side by side.
    pub fn read_across(&self, head: &TableHead, end: u32) -> FoundTable {
        let part = &self.standard.tables[self.table].parts[head.part];
        let leaves = part.columns.leaves.len();
        let start = head.bottom + 1;
        let near = self.sheet.rows(start..end.max(start).min(start + MAX_GAP));
        let row = near.into_iter().find(|row| self.has_content(head, *row));
        let mut found = FoundTable::new(self.table);
        // A row with labels belongs to something else, and these labels head nothing.
        if row.is_some_and(|row| self.has_labels(row)) {
            return found;
        }
        // Another row of numbers below: last year's, or this year's?
        if let Some(next) = row.map(|row| row + 1)
            && self.has_content(head, next)
            && !self.has_labels(next)
        {
            found.doubled = Some(CellPos::new(next, head.first_column()));
        }
        found.again.extend(&head.again);
        for (index, label) in head.labels.iter().enumerate() {
            let (part, leaf) = (head.part, index % leaves);
            found
                .heads
                .extend(label.map(|label| UsedLabel { part, leaf, label }));
        }
        let cells = head.cells_in(row.unwrap_or(start));
        for leaf in 0..part.rows.leaves.len() {
            let run = leaf * leaves..(leaf + 1) * leaves;
            found.lines.extend(self.read_run(head, leaf, run, &cells));
        }
        found
    }

    /// One of the rows, whose columns are a run of the labels; none where it cannot be told which.
    fn read_run(
        &self,
        head: &TableHead,
        leaf: usize,
        run: Range<usize>,
        cells: &[Option<RowStretch>],
    ) -> Option<SheetRow> {
        let labels = &head.labels[run.clone()];
        let first = labels.iter().flatten().next()?;
        let last = labels.iter().flatten().next_back()?;
        let over = self.find_over(head, first, last);
        let concluded = over.is_none();
        // Only where all labels are there does their order alone tell the rows.
        let is_ordered = head.labels.iter().all(Option::is_some);
        if concluded && (!is_ordered || self.has_text_above(first.pos, last.pos)) {
            return None;
        }
        let label = over.unwrap_or(RowLabel {
            meaning: RowMeaning::Leaf(head.part, leaf),
            pos: first.pos,
            exact: true,
        });
        let cells = if head.again.is_empty() {
            cells[run].to_vec()
        } else {
            vec![None; run.len()]
        };
        Some(SheetRow {
            row: label.meaning,
            label: label.pos,
            exact: label.exact,
            concluded,
            cells,
        })
    }

    /// The label of a row over a run of columns.
    fn find_over(&self, head: &TableHead, first: &Label, last: &Label) -> Option<RowLabel> {
        let (first, last) = (first.pos, last.pos);
        let rows = head.top.saturating_sub(MAX_ABOVE)..first.row.max(last.row);
        let columns = first.column..=last.column;
        for label in self.labels {
            let pos = label.pos;
            if !rows.contains(&pos.row) || !columns.contains(&pos.column) {
                continue;
            }
            for sense in &label.senses {
                if let LabelMeaning::Row(table, part, leaf) = sense.meaning
                    && (table, part) == (self.table, head.part)
                {
                    let meaning = RowMeaning::Leaf(part, leaf);
                    return Some(RowLabel {
                        meaning,
                        pos,
                        exact: sense.exact,
                    });
                }
            }
        }
        None
    }

    /// Whether a text stands right above the labels from a first to a last one.
    fn has_text_above(&self, first: CellPos, last: CellPos) -> bool {
        let Some(row) = first.row.checked_sub(1) else {
            return false;
        };
        let mut above = (first.column..=last.column).map(|column| CellPos::new(row, column));
        above.any(|pos| self.sheet.text(pos).is_some())
    }

    /// Whether anything stands below the labels of a head in a row.
    fn has_content(&self, head: &TableHead, row: u32) -> bool {
        for stretch in head.cells_in(row).iter().flatten() {
            let columns = stretch.columns();
            if self
                .sheet
                .columns(row)
                .any(|column| columns.contains(&column))
            {
                return true;
            }
        }
        false
    }

    /// Whether a label stands in a row.
    fn has_labels(&self, row: u32) -> bool {
        let mut columns = self.sheet.columns(row);
        columns.any(|column| !self.senses_at(CellPos::new(row, column)).is_empty())
    }
}
