//! Whether a grid can be trusted: which of its rows have just one cell for each column.

use std::sync::Arc;

use super::flow::{DrawnTables, describe_unread_row, draw};
use super::loose::{LooseCell, LooseRow};
use super::pieces::{GridSheet, is_plain_number};
use crate::finding::Finding;
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labelled::tables::{FoundTable, RowMeaning, SheetRow};
use crate::form::labelled::{Cells, RowStretch, leaves, tables};
use crate::standard::{CellId, Standard};

/// A table as it stands where its grid can be trusted in every row, else drawn anew by the
/// order of its cells: whichever gives more whole rows.
pub fn trust_or_redraw(
    file: &Arc<str>,
    grid: GridSheet,
    standard: &Standard,
    lexicon: &Lexicon,
) -> DrawnTables {
    let sheets = [grid];
    let found = tables(&sheets, standard, lexicon);
    let known = found.iter().flat_map(|table| &table.lines);
    let known = known.filter(|line| is_leaf(line)).count();
    let whole = find_whole_rows(&sheets, &found).len();
    let [grid] = sheets;
    if whole > 0 && whole == known && !has_strays(&grid, standard, lexicon, &found) {
        return DrawnTables {
            sheets: vec![grid],
            findings: Vec::new(),
        };
    }
    let drawn = draw(file, &copy_rows(&grid), standard, lexicon);
    let others = tables(&drawn.sheets, standard, lexicon);
    if known == 0 || find_whole_rows(&drawn.sheets, &others).len() > whole {
        return drawn;
    }
    doubt_rows(file, standard, grid, &found)
}

/// The rows of tables whose cells can be told apart.
pub fn find_whole_rows<'f>(sheets: &[GridSheet], found: &'f [FoundTable]) -> Vec<&'f SheetRow> {
    let mut whole = Vec::new();
    for table in found {
        let sheet = &sheets[table.sheet];
        for line in &table.lines {
            if is_leaf(line) && is_whole(sheet, line) {
                whole.push(line);
            }
        }
    }
    whole
}

/// A grid with all rows marked as unread whose cells do not fit their columns.
fn doubt_rows(
    file: &Arc<str>,
    standard: &Standard,
    mut sheet: GridSheet,
    found: &[FoundTable],
) -> DrawnTables {
    // All are judged before any is marked.
    let mut doubtful = Vec::new();
    for table in found {
        for line in &table.lines {
            if !is_whole(&sheet, line) {
                doubtful.push((table.table, line));
            }
        }
    }
    let mut findings = Vec::new();
    for (table, line) in doubtful {
        findings.extend(doubt(file, standard, &mut sheet, table, line));
    }
    DrawnTables {
        sheets: vec![sheet],
        findings,
    }
}

/// Marks a row as unread whose cells do not fit its columns; none where it is blank.
fn doubt(
    file: &Arc<str>,
    standard: &Standard,
    sheet: &mut GridSheet,
    table: usize,
    line: &SheetRow,
) -> Option<Finding> {
    let RowMeaning::Leaf(part, row) = line.row else {
        return None;
    };
    let spots: Vec<RowStretch> = line.cells.iter().flatten().copied().collect();
    let first = spots.first()?;
    let behind = sheet
        .row(first.row)
        .filter(|(column, _)| *column > line.label.column);
    let count = behind.filter(|(_, slot)| !slot.text.is_empty()).count();
    if count == 0 {
        return None;
    }
    for spot in spots {
        sheet.unread.insert(spot.start());
    }
    let id = CellId {
        table,
        part,
        row,
        column: 0,
    };
    let width = line.cells.len();
    let why = format!("这一行有 {count} 个数，对不上 {width} 列，没有读");
    Some(describe_unread_row(
        file,
        standard,
        id,
        sheet.at(line.label),
        &why,
    ))
}

/// Whether a row is one with numbers.
pub fn is_leaf(line: &SheetRow) -> bool {
    matches!(line.row, RowMeaning::Leaf(..))
}

/// Whether labels of rows stand in a grid below which the tables found end.
fn has_strays(
    grid: &GridSheet,
    standard: &Standard,
    lexicon: &Lexicon,
    found: &[FoundTable],
) -> bool {
    let parts = standard.tables.iter().flat_map(|table| &table.parts);
    let rows: usize = parts.map(|part| part.rows.leaves.len()).sum();
    if leaves(found, None) >= rows {
        return false;
    }
    let lines = found.iter().flat_map(|table| &table.lines);
    let labels: Vec<_> = lines.map(|line| line.label).collect();
    grid.texts()
        .any(|(pos, text)| names_row(text, lexicon) && !labels.contains(&pos))
}

/// Whether a text is the label of a row and nothing else.
fn names_row(text: &str, lexicon: &Lexicon) -> bool {
    let senses = lexicon.senses(text, false);
    let mut meanings = senses.iter().map(|sense| &sense.meaning);
    !senses.is_empty() && meanings.all(|meaning| matches!(meaning, LabelMeaning::Row(..)))
}

/// Whether each column of a row has just one cell, and no cell stands outside of them.
pub fn is_whole(sheet: &GridSheet, line: &SheetRow) -> bool {
    let spots: Vec<_> = line.cells.iter().flatten().copied().collect();
    let Some(start) = spots.first() else {
        return false;
    };
    if spots.len() < line.cells.len() {
        return false;
    }
    let mut begun = 0;
    let mut whole = *start;
    for &spot in &spots {
        whole.last = whole.last.max(spot.last);
        if sheet.unread.contains(&spot.start()) {
            return false;
        }
        if sheet.is_covered(spot) {
            continue;
        }
        if sheet.begin_between(spot).count() != 1 {
            return false;
        }
        begun += 1;
    }
    if whole.row != line.label.row {
        return sheet.begin_between(whole).count() == begun;
    }
    // What stands behind the last column is a number that was moved.
    let mut behind = sheet
        .row(whole.row)
        .filter(|(column, _)| *column > whole.last);
    let is_moved = behind.any(|(_, slot)| is_plain_number(&slot.text));
    whole.first = line.label.column + 1;
    !is_moved && sheet.begin_between(whole).count() == begun
}

/// A grid's cells one after the other, row by row.
fn copy_rows(grid: &GridSheet) -> Vec<LooseRow> {
    (0..grid.height()).map(|row| copy_row(grid, row)).collect()
}

fn copy_row(grid: &GridSheet, row: u32) -> LooseRow {
    let cells = grid.row(row).map(|(_, slot)| LooseCell {
        text: slot.text.replace('\n', ""),
        at: slot.at.clone(),
    });
    LooseRow {
        cells: cells.collect(),
        is_row: true,
    }
}
