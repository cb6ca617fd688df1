//! A workbook changed in place, cell by cell.

use std::collections::BTreeMap;

use super::EditFault;
use crate::form::labelled::CellPos;
use crate::form::workbook::{CellEdit, NewContent, ValueCell, change_cells, value_cells};
use crate::form::{AsBefore, Options, read_with};
use crate::place::{At, Placed};
use crate::report::changes::{CellChange, Change, changes};
use crate::report::keys::value_keys;
use crate::report::{Date, Report, Value};
use crate::standard::{FieldKind, Library};

/// The bytes of a workbook changed so that it says what `new` says; all that the changes do not
/// touch stays byte for byte.
///
/// # Errors
/// [`EditFault::Workbook`] for a workbook of a kind that cannot be changed in place, and
/// [`EditFault::Cells`] for changes that no single cells take.
pub(super) fn revise_cells(
    bytes: &[u8],
    old: &Report,
    new: &Report,
    library: &Library,
    options: Options,
) -> Result<Vec<u8>, EditFault> {
    let cells = value_cells(bytes, library).ok_or(EditFault::Workbook)?;
    let mut edits = Vec::new();
    for change in changes(old, new) {
        let made = match &change {
            Change::Cell(change) => edit_number(change, &cells),
            Change::Value {
                path, new: value, ..
            } => edit_value(new, path, value.as_deref(), &cells),
            Change::Text { path, new, .. } => edit_text(path, old, new, &cells),
            Change::Records { .. } => None,
        };
        edits.extend(made.ok_or(EditFault::Cells)?);
    }
    if edits.is_empty() {
        return Ok(bytes.to_vec());
    }
    let revised = change_cells(bytes, &edits).ok_or(EditFault::Cells)?;
    let again = read_with(&old.file, &revised, library, options, &AsBefore(old));
    // What other cells compute from the new values follows them.
    let Some(again) = again.report else {
        return Err(EditFault::Cells);
    };
    if changes(new, &again)
        .iter()
        .all(|change| follows(change, &cells))
    {
        Ok(revised)
    } else {
        Err(EditFault::Cells)
    }
}

/// Whether a change is one of a cell that holds a formula.
fn follows(change: &Change, cells: &BTreeMap<String, ValueCell>) -> bool {
    path_of(change).is_some_and(|path| is_computed(cells, path))
}

/// Those of some paths whose cells hold formulas, which a value of their own replaces.
pub fn computed_cells<'p>(
    bytes: &[u8],
    library: &Library,
    paths: impl Iterator<Item = &'p str>,
) -> Vec<&'p str> {
    let Some(cells) = value_cells(bytes, library) else {
        return Vec::new();
    };
    paths.filter(|path| is_computed(&cells, path)).collect()
}

/// The path of a value that one cell holds.
fn path_of(change: &Change) -> Option<&str> {
    match change {
        Change::Cell(change) => Some(&change.path),
        Change::Value { path, .. } | Change::Text { path, .. } => Some(path),
        Change::Records { .. } => None,
    }
}

fn is_computed(cells: &BTreeMap<String, ValueCell>, path: &str) -> bool {
    cells.get(path).is_some_and(|cell| cell.computed)
}

/// A number of a table; its note stands in another sheet.
fn edit_number(change: &CellChange, cells: &BTreeMap<String, ValueCell>) -> Option<Vec<CellEdit>> {
    if change.old.note != change.new.note {
        return None;
    }
    // A total that only moved is a formula, whose result is renewed.
    if change.old.value == change.new.value {
        return Some(Vec::new());
    }
    let content = match &change.new.value {
        Value::Number(number) => NewContent::Number(number.to_string()),
        Value::Amount(number, unit) => NewContent::Text(format!("{number}{unit}")),
        Value::Text(text) | Value::Blank(text) if !text.is_empty() => {
            NewContent::Text(text.clone())
        }
        _ => NewContent::Nothing,
    };
    Some(vec![cells.get(&change.path)?.edit(content)])
}

/// A short value; none where no cell holds it.
fn edit_value(
    report: &Report,
    path: &str,
    value: Option<&str>,
    cells: &BTreeMap<String, ValueCell>,
) -> Option<Vec<CellEdit>> {
    let cell = cells.get(path)?;
    let content = match value {
        Some(value) => content_of(report, path, value, cell),
        None => NewContent::Nothing,
    };
    Some(vec![cell.edit(content)])
}

/// A short value as the cell of its key holds it: numbers as numbers, days as spreadsheets count
/// them.
fn content_of(report: &Report, path: &str, value: &str, cell: &ValueCell) -> NewContent {
    let Some(key) = value_keys(&report.standard).find(|key| key.path == path) else {
        return NewContent::Text(value.to_owned());
    };
    match key.field.kind {
        FieldKind::Year | FieldKind::Count | FieldKind::Amount
            if value.bytes().all(|b| b.is_ascii_digit() || b == b'.') =>
        {
            NewContent::Number(value.to_owned())
        }
        FieldKind::Date if cell.day => match Date::read(value) {
            Some(day) => NewContent::Number(day.serial().to_string()),
            None => NewContent::Text(value.to_owned()),
        },
        _ => NewContent::Text(value.to_owned()),
    }
}

/// The paragraphs of a text, in the cells in which they stand.
fn edit_text(
    path: &str,
    old: &Report,
    new: &[String],
    cells: &BTreeMap<String, ValueCell>,
) -> Option<Vec<CellEdit>> {
    let lines: &[Placed<String>] = old.texts.get(path).map(Vec::as_slice).unwrap_or_default();
    let mut places: Vec<&At> = lines.iter().map(|line| &line.place.at).collect();
    places.dedup();
    if places.len() <= 1 {
        return Some(vec![cells.get(path)?.edit(in_one_cell(new))]);
    }
    // In several cells each paragraph stays where it is.
    if lines.len() != new.len() {
        return None;
    }
    let mut edits = Vec::new();
    for at in places {
        let mut members: Vec<usize> = (0..lines.len()).collect();
        members.retain(|&index| lines[index].place.at == *at);
        if members.iter().all(|&i| lines[i].value == new[i]) {
            continue;
        }
        let At::Cell { sheet, row, column } = at else {
            return None;
        };
        let text: Vec<String> = members.iter().map(|index| new[*index].clone()).collect();
        let (sheet, at) = (sheet.to_string(), CellPos::new(*row, *column));
        edits.push(CellEdit {
            sheet,
            at,
            content: in_one_cell(&text),
        });
    }
    Some(edits)
}

fn in_one_cell(lines: &[String]) -> NewContent {
    if lines.iter().all(String::is_empty) {
        NewContent::Nothing
    } else {
        NewContent::Text(lines.join("\n"))
    }
}
