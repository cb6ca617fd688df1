//! Tables as the standard of HTML lays them out: which cell covers which places.
//!
//! Rows of the head stand first and those of the foot last, wherever they are written. A cell
//! spans no further down than its group of rows. Where cells would cover each other, the later
//! one ends before the earlier, so that each place has one cell.

use super::looks::RowsAt;
use super::{Allowance, LARGE};
use crate::finding::Complaint;
use crate::readback::content::ContentBlock;

/// The most columns that a cell spans, by the standard.
const MAX_WIDTH: usize = 1_000;
/// The most rows that a cell spans, by the standard.
const MAX_HEIGHT: usize = 65_534;
/// The most columns of a table; a report has ten, one cell may ask for a thousand.
const MAX_COLUMNS: usize = 4_096;

/// A cell as it is written.
#[derive(Default)]
pub(super) struct SourceCell {
    pub blocks: Vec<ContentBlock>,
    /// Rows that it asks for; none is all that follow.
    pub height: usize,
    /// Columns that it asks for.
    pub width: usize,
    /// Whether it has no height: Word and Excel put such cells where columns do not meet.
    pub flat: bool,
}

/// A row as it is written.
struct SourceRow {
    stands: RowsAt,
    /// The group of rows, by its number.
    group: usize,
    flat: bool,
    cells: Vec<SourceCell>,
}

/// A table that is being read.
#[derive(Default)]
pub(super) struct SourceTable {
    pub name: String,
    rows: Vec<SourceRow>,
    stands: RowsAt,
    groups: usize,
    /// Which columns are hidden.
    hidden: Vec<bool>,
}

/// A cell with its place.
pub(super) struct LaidCell {
    pub blocks: Vec<ContentBlock>,
    pub row: usize,
    pub column: usize,
    pub height: usize,
    pub width: usize,
}

/// How many rows or columns an attribute asks for.
pub(super) fn read_span(says: Option<&str>) -> Option<usize> {
    let says = says?.trim();
    let digits = says.strip_prefix('+').unwrap_or(says);
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let digits = digits.get(..end).filter(|digits| !digits.is_empty())?;
    // What is beyond all numbers is beyond the bound.
    Some(digits.parse().unwrap_or(usize::MAX))
}

impl SourceTable {
    /// Begins a group of rows.
    pub fn begin_group(&mut self, stands: RowsAt) {
        self.stands = stands;
        self.groups += 1;
    }

    /// Ends a group of rows.
    pub fn end_group(&mut self) {
        self.begin_group(RowsAt::Middle);
    }

    /// Begins a row, of no height or with one.
    pub fn begin_row(&mut self, flat: bool) {
        let (stands, group) = (self.stands, self.groups);
        self.rows.push(SourceRow {
            stands,
            group,
            flat,
            cells: Vec::new(),
        });
    }

    /// Adds a cell to the last row.
    pub fn put(&mut self, cell: SourceCell) {
        if self.rows.is_empty() {
            self.begin_row(false);
        }
        let says = !cell.blocks.is_empty();
        if let Some(row) = self.rows.last_mut()
            && (says || !(row.flat || cell.flat))
        {
            row.cells.push(cell);
        }
    }

    /// Adds columns, which are hidden or not.
    pub fn put_columns(&mut self, count: usize, hidden: bool) {
        let room = MAX_COLUMNS.saturating_sub(self.hidden.len());
        let count = count.clamp(1, MAX_WIDTH).min(room);
        self.hidden.extend(std::iter::repeat_n(hidden, count));
    }

    /// The cells with their places, by rows.
    ///
    /// # Errors
    /// When it has more columns than any table.
    pub fn lay_out(&mut self, left: &mut Allowance) -> Result<Vec<LaidCell>, Complaint> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| row.stands);
        let mut places = Places::default();
        let mut laid = Vec::new();
        let mut end = 0;
        for at in 0..rows.len() {
            if at >= end {
                let group = rows[at].group;
                let others = rows[at..].iter().take_while(|row| row.group == group);
                end = at + others.count();
            }
            places.column = 0;
            for cell in std::mem::take(&mut rows[at].cells) {
                laid.push(places.lay(cell, at, end)?);
            }
            left.spend_work(places.busy.len())?;
        }
        self.drop_hidden(&mut laid);
        Ok(laid)
    }

    /// Takes away the columns that are hidden.
    fn drop_hidden(&self, laid: &mut Vec<LaidCell>) {
        if !self.hidden.contains(&true) {
            return;
        }
        // For each column, the visible ones before it.
        let mut before = vec![0];
        let mut count = 0;
        for column in 0..MAX_COLUMNS {
            count += usize::from(self.hidden.get(column) != Some(&true));
            before.push(count);
        }
        for cell in laid.iter_mut() {
            let end = cell.column + cell.width;
            let left = before.get(cell.column).copied().unwrap_or_default();
            let right = before.get(end).copied().unwrap_or_default();
            (cell.column, cell.width) = (left, right - left);
        }
        laid.retain(|cell| cell.width > 0);
    }
}

/// Which places are covered.
#[derive(Default)]
struct Places {
    /// For each column, the row from which on it is free.
    busy: Vec<usize>,
    /// The column from which on the next cell may stand.
    column: usize,
}

impl Places {
    /// Whether no cell covers a place.
    fn is_free(&self, column: usize, row: usize) -> bool {
        self.busy.get(column).is_none_or(|from| *from <= row)
    }

    /// Gives a cell of a row its place; its group of rows ends before `end`.
    fn lay(&mut self, cell: SourceCell, row: usize, end: usize) -> Result<LaidCell, Complaint> {
        while !self.is_free(self.column, row) {
            self.column += 1;
        }
        let column = self.column;
        let asked = cell.width.clamp(1, MAX_WIDTH);
        let mut widths = 1..asked;
        let width = widths.find(|width| !self.is_free(column + width, row));
        let width = width.unwrap_or(asked);
        let rest = end.saturating_sub(row).max(1);
        let height = if cell.height == 0 {
            rest
        } else {
            cell.height.min(MAX_HEIGHT).min(rest)
        };
        self.column += width;
        if self.column > MAX_COLUMNS {
            return Err(LARGE);
        }
        if self.busy.len() < self.column {
            self.busy.resize(self.column, 0);
        }
        self.busy[column..self.column].fill(row + height);
        Ok(LaidCell {
            blocks: cell.blocks,
            row,
            column,
            height,
            width,
        })
    }
}
