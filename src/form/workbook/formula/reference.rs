//! References to cells: `A1`, `$A$1:B3`, whole columns `A:A`, whole rows `3:5`.
//!
//! The sheet before a reference is read by the parser; here it only may come
//! again before the second corner. What the cells hold is not known here.

use std::ops::RangeInclusive;

use super::FormulaFault;
use super::cursor::Cursor;
use super::grid::GridExtent;
use crate::form::labelled::{CellAddress, CellPos};

/// The size of a sheet.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// Finds the sheet of a name.
pub type SheetFinder<'s> = &'s dyn Fn(&str) -> Option<usize>;

/// A rectangle of cells of one sheet.
#[derive(Clone, Debug)]
pub struct Area<'f> {
    /// The number of the sheet.
    pub sheet: usize,
    /// Its rows, from 0.
    pub rows: RangeInclusive<u32>,
    /// Its columns, from 0.
    pub columns: RangeInclusive<u32>,
    /// The reference as the formula writes it.
    pub written: &'f str,
}

impl Area<'_> {
    /// The cell, if it is only one.
    pub fn single(&self) -> Option<CellAddress> {
        let (sheet, pos) = (self.sheet, self.first());
        let last = CellPos::new(*self.rows.end(), *self.columns.end());
        (pos == last).then_some(pos.in_sheet(sheet))
    }

    /// Its first cell.
    pub fn first(&self) -> CellPos {
        CellPos::new(*self.rows.start(), *self.columns.start())
    }

    /// How many rows and columns it has.
    pub fn extent(&self) -> GridExtent {
        GridExtent {
            rows: self.rows.end() - self.rows.start() + 1,
            columns: self.columns.end() - self.columns.start() + 1,
        }
    }

    /// The area of this size with the same first cell, as far as the sheet goes.
    #[must_use]
    pub fn resize(&self, extent: GridExtent) -> Self {
        let CellPos { row, column } = self.first();
        Self {
            rows: row..=(row + extent.rows - 1).min(MAX_ROWS - 1),
            columns: column..=(column + extent.columns - 1).min(MAX_COLUMNS - 1),
            ..self.clone()
        }
    }
}

/// A corner of an area.
#[derive(Clone, Copy)]
struct Corner {
    /// Its row; none of a whole column.
    row: Option<u32>,
    /// Its column; none of a whole row.
    column: Option<u32>,
}

/// Reads the reference that comes next; it was begun at `start`, perhaps with the name of its
/// sheet.
///
/// `sheets`, where it was begun so, finds a sheet by its name.
///
/// # Errors
/// [`FormulaFault::Unknown`] for names, tables, ranges over several sheets and whatever else is no
/// such reference.
pub fn read<'f>(
    cursor: &mut Cursor<'f>,
    start: usize,
    sheet: usize,
    sheets: Option<SheetFinder<'_>>,
) -> Result<Area<'f>, FormulaFault> {
    let first = read_corner(cursor.read_word());
    let mut last = first;
    let is_range = cursor.take(":");
    if is_range {
        let before = cursor.at();
        let name = cursor
            .read_quoted('\'')
            .unwrap_or_else(|| cursor.read_word().to_owned());
        if !cursor.take("!") {
            cursor.go_back(before);
        } else if sheets.is_none_or(|find| find(&name) != Some(sheet)) {
            return Err(cursor.unknown(start));
        }
        last = read_corner(cursor.read_word());
    }
    // What follows directly makes it something else: a table, a spilled range, a sheet, a third
    // corner.
    if cursor
        .rest()
        .starts_with(['[', '#', '!', ':', '\'', '{', '@'])
    {
        return Err(cursor.unknown(start));
    }
    let (Some(first), Some(last)) = (first, last) else {
        return Err(cursor.unknown(start));
    };
    let rows = between(first.row, last.row, MAX_ROWS);
    let columns = between(first.column, last.column, MAX_COLUMNS);
    let is_cell = first.row.is_some() && first.column.is_some();
    let (Some(rows), Some(columns)) = (rows, columns) else {
        return Err(cursor.unknown(start));
    };
    // A whole row or column is written as a range.
    if !is_cell && !is_range {
        return Err(cursor.unknown(start));
    }
    Ok(Area {
        sheet,
        rows,
        columns,
        written: cursor.since(start),
    })
}

/// The rows or columns between two corners, all of them where both name none; none where only one
/// does.
fn between(one: Option<u32>, other: Option<u32>, all: u32) -> Option<RangeInclusive<u32>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)..=one.max(other)),
        (None, None) => Some(0..=all - 1),
        _ => None,
    }
}

/// Reads `$A$1`, `A` or `1`; nothing for another word or what is beyond a sheet.
fn read_corner(word: &str) -> Option<Corner> {
    let digits = word.trim_start_matches(|c: char| c == '$' || c.is_ascii_alphabetic());
    let letters = &word[..word.len() - digits.len()];
    // The dollar before the row was taken with the letters.
    let letters = if digits.is_empty() {
        letters
    } else {
        letters.strip_suffix('$').unwrap_or(letters)
    };
    let letters = match letters.strip_prefix('$') {
        Some("") => return None,
        Some(rest) => rest,
        None => letters,
    };
    let row = match digits {
        "" => None,
        digits => Some(count_in(digits, '0', 10, MAX_ROWS)?),
    };
    let column = match letters {
        "" => None,
        letters => Some(count_in(
            &letters.to_ascii_uppercase(),
            '@',
            26,
            MAX_COLUMNS,
        )?),
    };
    if row.is_none() && column.is_none() {
        None
    } else {
        Some(Corner { row, column })
    }
}

/// The number from 0 that digits of a base stand for, the digit 1 following `nought`.
fn count_in(digits: &str, nought: char, base: u32, most: u32) -> Option<u32> {
    let mut number: u32 = 0;
    for c in digits.chars() {
        let digit = u32::from(c).checked_sub(u32::from(nought))?;
        if digit > base {
            return None;
        }
        number = number.checked_mul(base)?.checked_add(digit)?;
    }
    (1..=most).contains(&number).then(|| number - 1)
}
