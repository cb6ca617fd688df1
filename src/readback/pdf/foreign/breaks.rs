//! Tables cut by the end of a page so that one of the parts is no table by itself: a row that
//! goes over all columns, or one with nothing but its label.

use super::lattice::Lattice;
use super::letters::between;
use super::rows::TextRow;
use super::sheet::{CellText, RuledTable, SheetRead};

/// How far the sides of two parts may be apart.
const SAME: f32 = 3.0;

/// Takes boxes that belong to tables of the page before or behind for parts of these.
pub(super) fn mend(sheets: &mut [SheetRead]) {
    for at in 1..sheets.len() {
        let (before, behind) = sheets.split_at_mut(at);
        let (Some(before), Some(behind)) = (before.last_mut(), behind.first_mut()) else {
            return;
        };
        let next = behind
            .tables
            .first()
            .filter(|table| is_first(behind, &table.lattice));
        if let Some(next) = next.map(|table| table.lattice.clone())
            && let Some(frame) = before.frames.last().cloned()
            && fits(&frame, &next)
            && is_last(before, &frame)
        {
            let table = taken(before, frame);
            before.tables.push(table);
        }
        let last = before
            .tables
            .last()
            .filter(|table| is_last(before, &table.lattice));
        if let Some(last) = last.map(|table| table.lattice.clone())
            && let Some(frame) = behind.frames.first().cloned()
            && fits(&frame, &last)
            && is_first(behind, &frame)
        {
            let table = taken(behind, frame);
            behind.tables.insert(0, table);
        }
    }
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
fn taken(sheet: &mut SheetRead, lattice: Lattice) -> RuledTable {
    let mut texts = vec![CellText::default(); lattice.cells.len()];
    sheet.rows.retain(|row: &TextRow| {
        let mut outside = false;
        for piece in &row.pieces {
            let x = f32::midpoint(piece.left, piece.right);
            let cell = lattice
                .at(x, row.base - 0.3 * row.size)
                .and_then(|at| texts.get_mut(at));
            if let Some(text) = cell {
                let between = between(&text.text, &piece.text);
                text.text.push_str(between);
                text.text.push_str(&piece.text);
            } else {
                outside = true;
            }
        }
        outside
    });
    RuledTable {
        page: sheet.page,
        lattice,
        texts,
    }
}
