//! The numbers that go on into the next year: what the new format derives from last year's report,
//! the requests that are still open, and what has no counterpart.

use rust_decimal::Decimal;

use crate::report::{Record, Report, Value};
use crate::standard::{BetweenYears, CellId, LEDGER, Standard, WhichYear};

/// Fills what the new standard derives from last year's report alone, as 上年结转 from 结转下年度;
/// gives the paths and values. What cannot be derived is told in `left`.
pub(super) fn carry_numbers(
    last: &Report,
    report: &mut Report,
    left: &mut Vec<String>,
) -> Vec<(String, String)> {
    let standard = report.standard.clone();
    let mut carried = Vec::new();
    for relation in &standard.between_years {
        if !is_known(relation) {
            continue;
        }
        for id in standard.cells() {
            if !is_derived(&standard, id, relation) {
                continue;
            }
            let path = standard.path(id);
            let Some(value) = derive(last, &standard, id, relation) else {
                left.push(format!("{path}：上年的表里没有数，先写 0"));
                continue;
            };
            report.cell_mut(id).value = Value::Number(value);
            carried.push((path, value.to_string()));
        }
    }
    carried
}

/// Carries the requests over that are still open; the numbers that they count for are left to them.
pub(super) fn carry_requests(last: &Report, report: &mut Report) {
    let standard = report.standard.clone();
    let Some(table) = standard.ledger_table() else {
        return;
    };
    let requests = last.items(LEDGER);
    let open = last.ledger.open.iter();
    let open: Vec<Record> = open
        .filter_map(|&index| requests.get(index).cloned())
        .collect();
    if open.is_empty() {
        return;
    }
    report.records.insert(LEDGER.to_owned(), open);
    for row in table.rows() {
        for entry in &table.applicants {
            report.cell_mut(table.cell(row, entry.leaf)).value = Value::Blank(String::new());
        }
    }
}

/// Whether last year's report alone tells what a relation makes this year's.
fn is_known(relation: &BetweenYears) -> bool {
    let unchanged = relation.plus.is_empty() && relation.minus.is_empty();
    relation.changes_of == WhichYear::Last || unchanged
}

/// Whether a relation tells what a cell should be.
fn is_derived(standard: &Standard, id: CellId, relation: &BetweenYears) -> bool {
    let (row, column) = (&standard.row(id).id, &standard.column(id).id);
    let (own, listed) = if relation.rows.is_empty() {
        (row, true)
    } else {
        (column, relation.rows.contains(row))
    };
    let here = standard.table(id).id == relation.table && *own == relation.this && listed;
    here && !standard.is_total(id)
}

/// What a relation makes of last year's numbers; none where one of them is no number.
fn derive(
    last: &Report,
    standard: &Standard,
    id: CellId,
    relation: &BetweenYears,
) -> Option<Decimal> {
    let mut value = former(last, standard, id, relation, &relation.last)?;
    for name in &relation.plus {
        value += former(last, standard, id, relation, name)?;
    }
    for name in &relation.minus {
        value -= former(last, standard, id, relation, name)?;
    }
    Some(value)
}

/// Last year's number in the row or column that a relation names, in the same line as a cell.
fn former(
    last: &Report,
    standard: &Standard,
    id: CellId,
    relation: &BetweenYears,
    name: &str,
) -> Option<Decimal> {
    let (row, column) = if relation.rows.is_empty() {
        (name, standard.column(id).id.as_str())
    } else {
        (standard.row(id).id.as_str(), name)
    };
    let id = last.standard.cell_by_ids(&relation.table, row, column)?;
    matches!(last.cell(id).value, Value::Number(_)).then(|| last.value(id))
}

/// The rows of last year's form that the new format has no counterpart for, with numbers in them.
pub(super) fn list_lost(last: &Report, standard: &Standard) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    if last.standard.format == standard.format {
        return rows;
    }
    for id in last.standard.cells() {
        let is_lost = !last.standard.is_total(id)
            && !last.value(id).is_zero()
            && last.standard.counterpart(id, standard).is_none()
            && !is_group(last, id, standard);
        if is_lost {
            let path = last.standard.path(id);
            rows.push(format!("{path}（{}）", last.printed(id)));
        }
    }
    rows
}

/// Whether the other standard has a group of rows in a cell's place.
fn is_group(last: &Report, id: CellId, standard: &Standard) -> bool {
    let (table, row) = (&last.standard.table(id).id, &last.standard.row(id).id);
    !standard
        .cells_of(table, row, &last.standard.column(id).id)
        .is_empty()
}
