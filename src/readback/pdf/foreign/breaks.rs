//! Tables cut by the end of a page so that one of the parts is no table by itself: a row that
//! goes over all columns, or one with nothing but its label.

use super::cells::CellText;
use super::lattice::Lattice;
use super::letters::between;
use super::rows::TextRow;
use super::sheet::{RuledTable, SheetRead};

/// How far the sides of two parts may be apart.
const SAME: f32 = 3.0;

/// Takes boxes that belong to tables of the page before or behind for parts of these.
pub(super) fn mend(sheets: &mut [SheetRead]) {
    for at in 1..sheets.len() {
        let (before, behind) = sheets.split_at_mut(at);
        let (Some(before), Some(behind)) = (before.last_mut(), behind.first_mut()) else {
            return;
        };
        if let Some(frame) = find_cut_end(before, behind) {
            let table = take_frame(before, frame);
            before.tables.push(table);
        }
        if let Some(frame) = find_cut_beginning(before, behind) {
            let table = take_frame(behind, frame);
            behind.tables.insert(0, table);
        }
    }
}

/// The box at the end of a page that belongs to the table at the beginning of the next one.
fn find_cut_end(before: &SheetRead, behind: &SheetRead) -> Option<Lattice> {
    let next = &behind.tables.first()?.lattice;
    let frame = before.frames.last()?;
    let belongs = is_first(behind, next) && fits(frame, next) && is_last(before, frame);
    belongs.then(|| frame.clone())
}

/// The box at the beginning of a page that belongs to the table at the end of the one before.
fn find_cut_beginning(before: &SheetRead, behind: &SheetRead) -> Option<Lattice> {
    let last = &before.tables.last()?.lattice;
    let frame = behind.frames.first()?;
    let belongs = is_last(before, last) && fits(frame, last) && is_first(behind, frame);
    belongs.then(|| frame.clone())
}

/// Whether a box is as wide as a table, wherever it stands.
fn fits(frame: &Lattice, table: &Lattice) -> bool {
    (frame.bounds().width() - table.bounds().width()).abs() < SAME
}

/// Whether nothing stands below.
fn is_last(sheet: &SheetRead, lattice: &Lattice) -> bool {
    let bottom = lattice.bounds().bottom;
    sheet.rows.last().is_none_or(|row| row.base <= bottom)
        && sheet
            .tables
            .last()
            .is_none_or(|table| table.lattice.bounds().top < bottom)
}

/// Whether nothing stands above.
fn is_first(sheet: &SheetRead, lattice: &Lattice) -> bool {
    let top = lattice.bounds().top;
    sheet.rows.first().is_none_or(|row| row.base >= top)
        && sheet
            .tables
            .first()
            .is_none_or(|table| table.lattice.bounds().bottom > top)
}

/// A box as a table; its rows of text leave the page.
fn take_frame(sheet: &mut SheetRead, lattice: Lattice) -> RuledTable {
    let mut texts = vec![CellText::default(); lattice.cells.len()];
    sheet
        .rows
        .retain(|row| !take_row(row, &lattice, &mut texts));
    RuledTable {
        page: sheet.page,
        lattice,
        texts,
    }
}

/// Adds the pieces of a row to the cells in which they stand; whether all of them stand in one.
fn take_row(row: &TextRow, lattice: &Lattice, texts: &mut [CellText]) -> bool {
    let mut is_inside = true;
    for piece in &row.pieces {
        let x = f32::midpoint(piece.left, piece.right);
        let cell = lattice.at(x, row.base - 0.3 * row.size);
        match cell.and_then(|cell| texts.get_mut(cell)) {
            Some(cell) => {
                cell.text.push_str(between(&cell.text, &piece.text));
                cell.text.push_str(&piece.text);
            }
            None => is_inside = false,
        }
    }
    is_inside
}
