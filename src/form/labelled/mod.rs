//! The art of finding the official tables by their labels, in whatever they stand.
//!
//! Sheets of workbooks and tables of documents are [`Cells`]: texts on a grid, some over
//! several places. `lexicon` says what a text means, `heads` where labels of columns stand
//! in a row, `tables` which rows stand below, `formats` which format it is, `standing` what is
//! there twice, `told` what is amiss with labels, `tree` writes the rows as the tree that
//! a YAML form of the same content gives. Nothing is found by its address.

#[cfg(feature = "workbook")]
pub mod formats;
pub mod heads;
pub mod lexicon;
pub mod standing;
pub mod tables;
pub mod told;
pub mod tree;

use std::collections::BTreeSet;
use std::ops::Range;

use self::lexicon::{Lexicon, Sense};
use self::tables::{FoundTable, RowMeaning};
use crate::place::At;
use crate::standard::Standard;

/// Texts of a file in which slips of the pen are looked for; a form has three hundred.
const MAX_TEXTS: usize = 2_000;
/// Labels that one sheet may have; a form has a hundred.
const MAX_LABELS: usize = 5_000;

/// A rectangle of cells, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedArea {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

/// Texts on a grid; rows and columns count from 0.
pub trait Cells {
    /// What people call it.
    fn name(&self) -> &str;

    /// Whether it is not shown.
    fn is_hidden(&self) -> bool {
        false
    }

    /// Whether it holds items of a list of the form and no tables.
    fn is_list(&self, _: &Standard) -> bool {
        false
    }

    /// A cell's place.
    fn at(&self, pos: (u32, u32)) -> At;

    /// A cell's text, where it may be a label; none for plain numbers.
    fn text(&self, pos: (u32, u32)) -> Option<&str>;

    /// Whether something stands in a cell.
    fn is_filled(&self, pos: (u32, u32)) -> bool;

    /// Whether a plain number stands in a cell.
    fn is_number(&self, pos: (u32, u32)) -> bool;

    /// The columns of a row in which something stands, from left to right.
    fn columns(&self, row: u32) -> impl Iterator<Item = u32>;

    /// The rows in which something stands, from top to bottom.
    fn rows(&self, within: Range<u32>) -> Vec<u32>;

    /// The last row in which something stands.
    fn last_row(&self) -> Option<u32>;

    /// All cells that may be labels, by row and column.
    fn texts(&self) -> impl Iterator<Item = ((u32, u32), &str)>;

    /// The area of cells that a cell is one with.
    fn area(&self, pos: (u32, u32)) -> Option<MergedArea>;

    /// The last column that a cell reaches to.
    fn reach(&self, pos: (u32, u32)) -> u32 {
        self.area(pos).map_or(pos.1, |area| area.last.1)
    }
}

/// The tables in all sheets, those that are shown first.
pub fn tables<C: Cells>(sheets: &[C], standard: &Standard, lexicon: &Lexicon) -> Vec<FoundTable> {
    let mut found = Vec::new();
    let mut guesses = MAX_TEXTS;
    for hidden in [false, true] {
        for (index, sheet) in sheets.iter().enumerate() {
            if sheet.is_hidden() != hidden || sheet.is_list(standard) {
                continue;
            }
            found.extend(tables::find(
                standard,
                index,
                sheet,
                &senses(sheet, lexicon, &mut guesses),
            ));
        }
    }
    found
}

/// What the texts of a sheet mean, where they are labels.
///
/// `guesses` says in how many more texts slips are looked for.
fn senses(
    sheet: &impl Cells,
    lexicon: &Lexicon,
    guesses: &mut usize,
) -> Vec<((u32, u32), Vec<Sense>)> {
    let senses = sheet.texts().map(|(pos, text)| {
        *guesses = guesses.saturating_sub(1);
        (pos, lexicon.senses(text, *guesses > 0))
    });
    let labels: Vec<_> = senses
        .filter(|(_, senses)| !senses.is_empty())
        .take(MAX_LABELS + 1)
        .collect();
    if labels.len() > MAX_LABELS {
        Vec::new()
    } else {
        labels
    }
}

/// How many different rows were found, in all tables or one.
pub fn leaves(found: &[FoundTable], table: Option<usize>) -> usize {
    let lines = found
        .iter()
        .filter(|f| table.is_none_or(|t| t == f.table))
        .flat_map(|f| {
            f.lines.iter().filter_map(move |line| match line.row {
                RowMeaning::Leaf(part, row) => Some((f.table, part, row)),
                _ => None,
            })
        });
    lines.collect::<BTreeSet<_>>().len()
}

/// Cells by sheet, row and column.
pub type Taken = BTreeSet<(usize, (u32, u32))>;

/// The cells that belong to tables.
pub fn taken(found: &[FoundTable]) -> Taken {
    let mut taken = BTreeSet::new();
    for table in found {
        taken.extend(
            table
                .heads
                .iter()
                .map(|(_, _, label)| (table.sheet, label.pos)),
        );
        for line in &table.lines {
            taken.insert((table.sheet, line.label));
            let cells = line.cells.iter().flatten();
            taken.extend(cells.flat_map(|&(row, first, last)| {
                (first..=last).map(move |c| (table.sheet, (row, c)))
            }));
        }
    }
    taken
}
