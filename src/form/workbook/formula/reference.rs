//! References to cells: `A1`, `$A$1:B3`, whole columns `A:A`, whole rows `3:5`.
//!
//! The sheet before a reference is read by the parser; here it only may come
//! again before the second corner. What the cells hold is not known here.

use std::ops::RangeInclusive;

use super::FormulaFault;
use super::cursor::Cursor;

/// The size of a sheet.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

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
    pub fn single(&self) -> Option<(usize, u32, u32)> {
        let single =
            self.rows.start() == self.rows.end() && self.columns.start() == self.columns.end();
        single.then(|| (self.sheet, *self.rows.start(), *self.columns.start()))
    }

    /// How many rows it has.
    pub fn height(&self) -> u32 {
        self.rows.end() - self.rows.start() + 1
    }

    /// How many columns it has.
    pub fn width(&self) -> u32 {
        self.columns.end() - self.columns.start() + 1
    }

    /// The area of this size with the same first cell, as far as the sheet goes.
    #[must_use]
    pub fn sized(&self, height: u32, width: u32) -> Self {
        let (row, column) = (*self.rows.start(), *self.columns.start());
        Self {
            rows: row..=(row + height - 1).min(MAX_ROWS - 1),
            columns: column..=(column + width - 1).min(MAX_COLUMNS - 1),
            ..self.clone()
        }
    }
}

/// Row and column of a corner; a whole column has no row, a whole row no column.
type Corner = (Option<u32>, Option<u32>);

/// Reads the reference that comes next; it was begun at `start`, perhaps with the name of its sheet.
///
/// `is_same` tells whether a name is that sheet's.
///
/// # Errors
/// [`FormulaFault::Unknown`] for names, tables, ranges over several sheets and whatever else is no such reference.
pub fn read<'f>(
    cursor: &mut Cursor<'f>,
    start: usize,
    sheet: usize,
    is_same: impl Fn(&str) -> bool,
) -> Result<Area<'f>, FormulaFault> {
    let first = corner(cursor.word());
    let mut last = first;
    let is_range = cursor.take(":");
    if is_range {
        let before = cursor.at();
        let name = cursor
            .quoted('\'')
            .unwrap_or_else(|| cursor.word().to_owned());
        if !cursor.take("!") {
            cursor.back(before);
        } else if !is_same(&name) {
            return Err(cursor.unknown(start));
        }
        last = corner(cursor.word());
    }
    // What follows directly makes it something else: a table, a spilled range, a sheet, a third corner.
    if cursor
        .rest()
        .starts_with(['[', '#', '!', ':', '\'', '{', '@'])
    {
        return Err(cursor.unknown(start));
    }
    let between = |one: u32, other: u32| one.min(other)..=one.max(other);
    let (rows, columns) = match first.zip(last) {
        Some(((Some(top), Some(left)), (Some(bottom), Some(right)))) => {
            (between(top, bottom), between(left, right))
        }
        Some(((Some(top), None), (Some(bottom), None))) if is_range => {
            (between(top, bottom), 0..=MAX_COLUMNS - 1)
        }
        Some(((None, Some(left)), (None, Some(right)))) if is_range => {
            (0..=MAX_ROWS - 1, between(left, right))
        }
        _ => return Err(cursor.unknown(start)),
    };
    Ok(Area {
        sheet,
        rows,
        columns,
        written: cursor.since(start),
    })
}

/// Reads `$A$1`, `A` or `1`; nothing for another word or what is beyond a sheet.
fn corner(word: &str) -> Option<Corner> {
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
        digits => Some(place(digits, '0', 10, MAX_ROWS)?),
    };
    let column = match letters {
        "" => None,
        letters => Some(place(&letters.to_ascii_uppercase(), '@', 26, MAX_COLUMNS)?),
    };
    if row.is_none() && column.is_none() {
        None
    } else {
        Some((row, column))
    }
}

/// The number from 0 that digits of a base stand for, the digit 1 following `nought`.
fn place(digits: &str, nought: char, base: u32, most: u32) -> Option<u32> {
    let number = digits.chars().try_fold(0_u32, |number, c| {
        let digit = u32::from(c)
            .checked_sub(u32::from(nought))
            .filter(|digit| *digit <= base)?;
        number.checked_mul(base)?.checked_add(digit)
    })?;
    (1..=most).contains(&number).then(|| number - 1)
}
