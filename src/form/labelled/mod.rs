//! The art of finding the official tables by their labels, in whatever they stand.
//!
//! Sheets of workbooks and tables of documents are [`Cells`]: texts on a grid, some over
//! several places (`position`). `lexicon` says what a text means, `heads` where labels of columns
//! stand in a row, `tables` which rows stand below, `formats` which format it is, `standing` what
//! is there twice, `told` what is amiss with labels, `tree` writes the rows as the tree that
//! a YAML form of the same content gives. Nothing is found by its address.

mod across;
mod alignment;
#[cfg(feature = "workbook")]
pub mod formats;
pub mod heads;
pub mod lexicon;
mod position;
mod scene;
pub mod standing;
pub mod tables;
pub mod told;
pub mod tree;

use std::collections::BTreeSet;
use std::ops::Range;

pub use self::position::{CellAddress, CellPos, MergedArea, RowStretch};

use self::lexicon::{Lexicon, Sense};
use self::tables::FoundTable;
use crate::place::At;
use crate::standard::Standard;

/// Texts of a file in which slips of the pen are looked for; a form has three hundred.
const MAX_TEXTS: usize = 2_000;
/// Labels that one sheet may have; a form has a hundred.
const MAX_LABELS: usize = 5_000;

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
    fn at(&self, pos: CellPos) -> At;

    /// A cell's text, where it may be a label; none for plain numbers.
    fn text(&self, pos: CellPos) -> Option<&str>;

    /// Whether something stands in a cell.
    fn is_filled(&self, pos: CellPos) -> bool;

    /// Whether a plain number stands in a cell.
    fn is_number(&self, pos: CellPos) -> bool;

    /// The columns of a row in which something stands, from left to right.
    fn columns(&self, row: u32) -> impl Iterator<Item = u32>;

    /// The rows in which something stands, from top to bottom.
    fn rows(&self, within: Range<u32>) -> Vec<u32>;

    /// The last row in which something stands.
    fn last_row(&self) -> Option<u32>;

    /// All cells that may be labels, by row and column.
    fn texts(&self) -> impl Iterator<Item = (CellPos, &str)>;

    /// The area of cells that a cell is one with.
    fn area(&self, pos: CellPos) -> Option<MergedArea>;

    /// The last column that a cell reaches to.
    fn reach(&self, pos: CellPos) -> u32 {
        self.area(pos).map_or(pos.column, |area| area.last.column)
    }
}

/// A text of a sheet that may be a label.
pub struct SheetLabel {
    /// Where it stands.
    pub pos: CellPos,
    /// All that it may mean.
    pub senses: Vec<Sense>,
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
            let labels = find_labels(sheet, lexicon, &mut guesses);
            found.extend(tables::find(standard, index, sheet, &labels));
        }
    }
    found
}

/// The texts of a sheet that are labels, by row and column; none of a sheet with far too many.
///
/// `guesses` says in how many more texts slips are looked for.
fn find_labels(sheet: &impl Cells, lexicon: &Lexicon, guesses: &mut usize) -> Vec<SheetLabel> {
    let mut labels = Vec::new();
    for (pos, text) in sheet.texts() {
        *guesses = guesses.saturating_sub(1);
        let senses = lexicon.senses(text, *guesses > 0);
        if senses.is_empty() {
            continue;
        }
        if labels.len() == MAX_LABELS {
            return Vec::new();
        }
        labels.push(SheetLabel { pos, senses });
    }
    labels
}

/// How many different rows were found, in all tables or one.
pub fn leaves(found: &[FoundTable], table: Option<usize>) -> usize {
    let mut rows = BTreeSet::new();
    for found in found {
        if table.is_none_or(|table| table == found.table) {
            rows.extend(
                found
                    .leaf_rows()
                    .map(|(part, row)| (found.table, part, row)),
            );
        }
    }
    rows.len()
}

/// Cells of sheets that belong to tables.
pub type Taken = BTreeSet<CellAddress>;

/// Finds the cells that belong to tables.
pub fn find_taken(found: &[FoundTable]) -> Taken {
    let mut taken = BTreeSet::new();
    for table in found {
        let sheet = table.sheet;
        for head in &table.heads {
            taken.insert(head.label.pos.in_sheet(sheet));
        }
        for line in &table.lines {
            taken.insert(line.label.in_sheet(sheet));
            let cells = line
                .cells
                .iter()
                .flatten()
                .flat_map(|stretch| stretch.cells());
            taken.extend(cells.map(|pos| pos.in_sheet(sheet)));
        }
    }
    taken
}
