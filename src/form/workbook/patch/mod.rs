//! A workbook changed in place: single cells get other content, all else stays byte for byte.
//!
//! A part is not written anew: the stretches of the cells in question are replaced in its text. A
//! formula that is overwritten leaves the chain of calculation; formulas that share its text get
//! their own; results that were stored for formulas are renewed where they follow.
//! `layout` finds cells in the text of a sheet, `chain` reads the chain of calculation, `open`
//! changes the parts of a package, `renewal` finds the results that are to be renewed.

mod chain;
mod layout;
mod open;
mod renewal;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::open::OpenPackage;
use self::renewal::find_renewals;
use super::package;
use super::sheet::Book;
use super::xlsx;
use crate::form::labelled::CellPos;

/// New content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's row and column, from 0.
    pub at: CellPos,
    /// What it is to hold.
    pub content: NewContent,
}

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewContent {
    /// A number in plain digits.
    Number(String),
    /// Text, its lines parted by line feeds.
    Text(String),
    /// Nothing.
    Nothing,
}

/// A cell that holds a value of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCell {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's row and column, from 0.
    pub at: CellPos,
    /// Whether a formula gives it.
    pub computed: bool,
    /// Whether it shows a day.
    pub day: bool,
}

impl ValueCell {
    /// New content for it.
    pub fn edit(&self, content: NewContent) -> CellEdit {
        CellEdit {
            sheet: self.sheet.clone(),
            at: self.at,
            content,
        }
    }
}

/// Puts other content into some cells of a workbook; none where it cannot be changed in place:
/// another kind of file, a cell within a formula of many cells.
pub fn change_cells(bytes: &[u8], edits: &[CellEdit]) -> Option<Vec<u8>> {
    let mut package = OpenPackage::open(bytes)?;
    let before = read_book(bytes)?;
    for edit in edits {
        package.edit(edit, &before)?;
    }
    let changed = package.close()?;
    let renewals = find_renewals(&read_book(&changed)?);
    if renewals.is_empty() {
        return Some(changed);
    }
    let mut package = OpenPackage::open(&changed)?;
    for renewal in &renewals {
        package.renew(renewal)?;
    }
    package.close()
}

fn read_book(bytes: &[u8]) -> Option<Book> {
    let file: Arc<str> = "".into();
    xlsx::read(&file, package::open(&file, bytes).ok()?).ok()
}
