//! The cells that two forms fill differently, and why: typed, followed from others, gone.

use rust_decimal::Decimal;

use super::super::{Cell, Report, Value};
use crate::standard::CellId;

/// A cell that differs.
#[derive(Clone, Debug)]
pub struct CellChange {
    /// The cell in the old report; none where that format lacks it.
    pub old_id: Option<CellId>,
    /// The cell in the new report; none where that format lacks it.
    pub new_id: Option<CellId>,
    /// Its path in the form.
    pub path: String,
    /// Its words on paper.
    pub label: String,
    /// The id of its table.
    pub table: String,
    /// What the old form states.
    pub old: Cell,
    /// What the new form states.
    pub new: Cell,
    /// What the old report prints.
    pub printed_old: String,
    /// What the new report prints.
    pub printed_new: String,
    /// By how much it grew, where both are numbers.
    pub difference: Option<Decimal>,
    /// Why it differs.
    pub how: How,
}

/// Why a cell differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Another value was typed.
    Typed,
    /// A total that follows from cells that changed.
    Moved,
    /// The value is the same; only one of the forms states it.
    Stated,
    /// The value is the same, with another note.
    Noted,
    /// Only the old format has the cell.
    Gone,
    /// Only the new format has the cell.
    Fresh,
}

/// The cells that differ, in the order of the new form, then those that only the old one has.
pub(super) fn compare_cells(old: &Report, new: &Report) -> Vec<CellChange> {
    let mut found = Vec::new();
    for id in new.standard.cells() {
        found.extend(match counterpart(new, id, old) {
            Some(old_id) => compare(CellOf::at(old, old_id), CellOf::at(new, id)),
            None => find_fresh(new, id),
        });
    }
    for id in old.standard.cells() {
        if counterpart(old, id, new).is_none() {
            found.extend(find_gone(old, id));
        }
    }
    mark_moved(new, &mut found);
    found
}

/// The same cell in another report; none where its format lacks it.
fn counterpart(report: &Report, id: CellId, other: &Report) -> Option<CellId> {
    if report.standard.format == other.standard.format {
        return Some(id);
    }
    report.standard.counterpart(id, &other.standard)
}

/// A cell of a report.
#[derive(Clone, Copy)]
struct CellOf<'a> {
    report: &'a Report,
    id: CellId,
    cell: &'a Cell,
}

impl<'a> CellOf<'a> {
    fn at(report: &'a Report, id: CellId) -> Self {
        Self {
            report,
            id,
            cell: report.cell(id),
        }
    }

    /// Its number: as stated, or computed where it is a total.
    fn number(self) -> Option<Decimal> {
        match self.cell.value {
            Value::Unstated => self.report.computed(self.id),
            _ => self.cell.value.number(),
        }
    }

    /// The unit that was typed with it.
    fn unit(self) -> Option<&'a str> {
        match &self.cell.value {
            Value::Amount(_, unit) => Some(unit),
            _ => None,
        }
    }

    /// A change that this cell is one side of.
    fn change(self, how: How) -> CellChange {
        let standard = &self.report.standard;
        CellChange {
            old_id: None,
            new_id: None,
            path: standard.path(self.id),
            label: standard.label(self.id),
            table: standard.table(self.id).id.clone(),
            old: Cell::default(),
            new: Cell::default(),
            printed_old: String::new(),
            printed_new: String::new(),
            difference: None,
            how,
        }
    }
}

/// The change of a cell that both formats have, if it is one.
fn compare(old: CellOf<'_>, new: CellOf<'_>) -> Option<CellChange> {
    let how = if show(old.report, old.id) != show(new.report, new.id) {
        How::Typed
    } else if old.cell.note != new.cell.note {
        How::Noted
    } else if old.cell.value != new.cell.value {
        How::Stated
    } else {
        return None;
    };
    Some(CellChange {
        old_id: Some(old.id),
        new_id: Some(new.id),
        old: old.cell.clone(),
        new: new.cell.clone(),
        printed_old: old.report.printed(old.id),
        printed_new: new.report.printed(new.id),
        difference: difference(old, new),
        ..new.change(how)
    })
}

/// By how much a cell grew. 1万元 and 10000元 have no difference that could be told in numbers
/// alone.
fn difference(old: CellOf<'_>, new: CellOf<'_>) -> Option<Decimal> {
    if old.unit() != new.unit() {
        return None;
    }
    let difference = new.number()?.checked_sub(old.number()?)?;
    (!difference.is_zero()).then_some(difference)
}

/// A cell that only the new format has. A format lacks many cells; nobody misses noughts.
fn find_fresh(new: &Report, id: CellId) -> Option<CellChange> {
    if new.value(id).is_zero() {
        return None;
    }
    let cell = CellOf::at(new, id);
    Some(CellChange {
        new_id: Some(id),
        new: cell.cell.clone(),
        printed_new: new.printed(id),
        ..cell.change(How::Fresh)
    })
}

/// A cell that only the old format has.
fn find_gone(old: &Report, id: CellId) -> Option<CellChange> {
    if old.value(id).is_zero() {
        return None;
    }
    let cell = CellOf::at(old, id);
    Some(CellChange {
        old_id: Some(id),
        old: cell.cell.clone(),
        printed_old: old.printed(id),
        ..cell.change(How::Gone)
    })
}

/// A cell's value as it prints, without its note.
fn show(report: &Report, id: CellId) -> String {
    match &report.cell(id).value {
        Value::Number(number) => number.to_string(),
        Value::Amount(number, unit) => format!("{number}{unit}"),
        Value::Text(text) | Value::Blank(text) => text.clone(),
        Value::Unstated => report
            .computed(id)
            .map(|n| n.to_string())
            .unwrap_or_default(),
    }
}

/// Marks the totals that follow from changed cells.
fn mark_moved(new: &Report, changes: &mut [CellChange]) {
    let typed: Vec<CellId> = changes
        .iter()
        .filter(|c| c.how == How::Typed)
        .filter_map(|c| c.new_id)
        .collect();
    for change in changes.iter_mut().filter(|change| change.how == How::Typed) {
        let Some(id) = change.new_id else { continue };
        let is_computed = change.new.value == Value::Unstated && new.standard.is_total(id);
        let sums = sums(new, id);
        if is_computed || sums.iter().any(|parts| follows(new, id, parts, &typed)) {
            change.how = How::Moved;
        }
    }
}

/// Whether a total is the sum of parts of which some changed; one that was typed wrong has not
/// followed.
fn follows(new: &Report, id: CellId, parts: &[CellId], changed: &[CellId]) -> bool {
    let sum: Decimal = parts.iter().map(|part| new.value(*part)).sum();
    sum == new.value(id) && parts.iter().any(|part| changed.contains(part))
}

/// The cells that a total sums, by its row and by its column.
fn sums(report: &Report, id: CellId) -> Vec<Vec<CellId>> {
    let mut sums = Vec::new();
    if let Some(total) = &report.standard.column(id).total {
        let columns = total.parts.iter();
        sums.push(columns.map(|&column| CellId { column, ..id }).collect());
    }
    if let Some(total) = &report.standard.row(id).total {
        let rows = total.parts.iter();
        sums.push(rows.map(|&row| CellId { row, ..id }).collect());
    }
    sums
}
