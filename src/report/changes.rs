//! What two forms say differently: cells, short values, texts and lists, as stated.
//!
//! [`changes`] and [`apply`] are each other's inverse: the changes from one report to
//! another of the same format, applied to the first, give the second.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::keys::{ValueKey, record_keys, text_paths, value_keys};
use super::{Cell, Record, Report, Value};
use crate::standard::{BASICS, CellId, Field};

/// A difference between two forms.
#[derive(Clone, Debug)]
pub enum Change {
    /// A number of a table.
    Cell(Box<CellChange>),
    /// A short value outside the tables, by its path in the form.
    Value {
        /// The path, such as `联系.电话`.
        path: String,
        /// What the old form gives.
        old: Option<String>,
        /// What the new form gives.
        new: Option<String>,
    },
    /// A free text, by its path in the form: its paragraphs.
    Text {
        /// The path, such as `总体情况`.
        path: String,
        /// The old paragraphs.
        old: Vec<String>,
        /// The new paragraphs.
        new: Vec<String>,
    },
    /// A list of short values, such as `豁免`.
    Records {
        /// The key.
        path: String,
        /// The old items.
        old: Vec<Record>,
        /// The new items.
        new: Vec<Record>,
    },
}

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

/// The changes that make `old` into `new`, in the order of the form.
pub fn changes(old: &Report, new: &Report) -> Vec<Change> {
    let mut found = values(old, new);
    found.extend(
        cells(old, new)
            .into_iter()
            .map(|change| Change::Cell(Box::new(change))),
    );
    found.extend(texts(old, new));
    found.extend(records(old, new));
    found
}

/// A report with changes made to it, between reports of its own format. A cell that the
/// report's format lacks is passed over.
pub fn apply(report: &Report, changes: &[Change]) -> Report {
    let mut report = report.clone();
    for change in changes {
        match change {
            Change::Cell(change) => {
                let id = report.standard.cell_by_path(&change.path);
                if let Some(id) = id.filter(|_| change.new_id.is_some()) {
                    let cell = report.cell_mut(id);
                    (cell.value, cell.note) = (change.new.value.clone(), change.new.note.clone());
                }
            }
            Change::Value { path, new, .. } => report.state(path, new.as_deref()),
            Change::Text { path, new, .. } => report.state_text(path, new),
            Change::Records { path, new, .. } => {
                report.records.insert(path.clone(), new.clone());
            }
        }
    }
    report
}

/// The short values that differ, those without which there is no form first.
fn values(old: &Report, new: &Report) -> Vec<Change> {
    let mut paths: Vec<Cow<'_, str>> = BASICS.into_iter().map(Cow::Borrowed).collect();
    for ValueKey { path, .. } in value_keys(&new.standard).chain(value_keys(&old.standard)) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
        .iter()
        .filter_map(|path| value(old, new, path))
        .collect()
}

/// The change of a short value, if it is one.
fn value(old: &Report, new: &Report, path: &str) -> Option<Change> {
    let (old, new) = (old.stated(path), new.stated(path));
    let change = Change::Value {
        path: path.to_owned(),
        old: old.as_deref().map(str::to_owned),
        new: new.as_deref().map(str::to_owned),
    };
    (old != new).then_some(change)
}

/// The texts that differ: those of the new form, then those that only the old one has.
fn texts(old: &Report, new: &Report) -> Vec<Change> {
    let mut paths = text_paths(&new.standard);
    for path in text_paths(&old.standard) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let differing = paths
        .iter()
        .filter(|path| !old.paragraphs(path).eq(new.paragraphs(path)));
    differing.map(|path| text(old, new, path)).collect()
}

fn text(old: &Report, new: &Report, path: &str) -> Change {
    let (old, new) = (old.paragraphs(path), new.paragraphs(path));
    Change::Text {
        path: path.to_owned(),
        old: old.map(str::to_owned).collect(),
        new: new.map(str::to_owned).collect(),
    }
}

/// The lists that differ.
fn records(old: &Report, new: &Report) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for Field { key, .. } in record_keys(&new.standard).chain(record_keys(&old.standard)) {
        if !seen.contains(&key.as_str()) && !old.says_same_items(new, key) {
            let (old, new) = (old.items(key).to_vec(), new.items(key).to_vec());
            found.push(Change::Records {
                path: key.clone(),
                old,
                new,
            });
        }
        seen.push(key);
    }
    found
}

/// The cells that differ, in the order of the new form, then those that only the old one has.
fn cells(old: &Report, new: &Report) -> Vec<CellChange> {
    let mut found = Vec::new();
    for id in new.standard.cells() {
        found.extend(match counterpart(new, id, old) {
            Some(old_id) => differing(CellOf::at(old, old_id), CellOf::at(new, id)),
            None => fresh(new, id),
        });
    }
    for id in old.standard.cells() {
        if counterpart(old, id, new).is_none() {
            found.extend(gone(old, id));
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
fn differing(old: CellOf<'_>, new: CellOf<'_>) -> Option<CellChange> {
    let how = if shown(old.report, old.id) != shown(new.report, new.id) {
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

/// By how much a cell grew. 1万元 and 10000元 have no difference that could be told in numbers alone.
fn difference(old: CellOf<'_>, new: CellOf<'_>) -> Option<Decimal> {
    if old.unit() != new.unit() {
        return None;
    }
    let difference = new.number()?.checked_sub(old.number()?)?;
    (!difference.is_zero()).then_some(difference)
}

/// A cell that only the new format has. A format lacks many cells; nobody misses noughts.
fn fresh(new: &Report, id: CellId) -> Option<CellChange> {
    let new_cell = CellOf::at(new, id);
    let (cell, printed) = (new_cell.cell.clone(), new.printed(id));
    let change = new_cell.change(How::Fresh);
    (!new.value(id).is_zero()).then_some(CellChange {
        new_id: Some(id),
        new: cell,
        printed_new: printed,
        ..change
    })
}

/// A cell that only the old format has.
fn gone(old: &Report, id: CellId) -> Option<CellChange> {
    let old_cell = CellOf::at(old, id);
    let (cell, printed) = (old_cell.cell.clone(), old.printed(id));
    let change = old_cell.change(How::Gone);
    (!old.value(id).is_zero()).then_some(CellChange {
        old_id: Some(id),
        old: cell,
        printed_old: printed,
        ..change
    })
}

/// A cell's value as it prints, without its note.
fn shown(report: &Report, id: CellId) -> String {
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
        let computed = change.new.value == Value::Unstated && new.standard.is_total(id);
        if computed
            || sums(new, id)
                .iter()
                .any(|parts| follows(new, id, parts, &typed))
        {
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
        sums.push(
            total
                .parts
                .iter()
                .map(|&column| CellId { column, ..id })
                .collect(),
        );
    }
    if let Some(total) = &report.standard.row(id).total {
        sums.push(
            total
                .parts
                .iter()
                .map(|&row| CellId { row, ..id })
                .collect(),
        );
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CLEAN, OLD, report, with_line};

    /// Shows the changes from the clean form to another.
    fn check(form: &str, expected: &[&str]) {
        let (old, new) = (report(CLEAN), report(form));
        let shown: Vec<String> = changes(&old, &new)
            .iter()
            .map(|change| match change {
                Change::Cell(c) => {
                    let by = c.difference.map_or(String::new(), |d| format!(" {d:+}"));
                    format!(
                        "{} {}→{}{by} {:?}",
                        c.path, c.printed_old, c.printed_new, c.how
                    )
                }
                Change::Value { path, old, new } => format!("{path} {old:?}→{new:?}"),
                Change::Text { path, old, new } => format!("{path} {}→{}", old.len(), new.len()),
                Change::Records { path, old, new } => format!("{path} {}→{}", old.len(), new.len()),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn totals_move_with_their_parts() {
        check(CLEAN, &[]);
        check(
            &with_line("新收:", "新收: [771, 17, 0, 0, 0, 2]"),
            &[
                "申请.新收.自然人 770→771 +1 Typed",
                "申请.新收.总计 789→790 +1 Moved",
            ],
        );
        // A total that was typed, and wrong, has not moved; a note is no number.
        check(
            &with_line("新收:", "新收: [771, 17, 0, 0, 0, 2, 999]"),
            &[
                "申请.新收.自然人 770→771 +1 Typed",
                "申请.新收.总计 789→999 +210 Typed",
            ],
        );
        check(
            &with_line("新收:", "新收: [{值: 770, 注: 甲}, 17, 0, 0, 0, 2]"),
            &["申请.新收.自然人 770→770（甲） Noted"],
        );
        check(
            &with_line("新收:", "新收: [770, 17, 0, 0, 0, 2, 789]"),
            &["申请.新收.总计 789→789 Stated"],
        );
        check(
            &with_line("予以公开:", "予以公开: [278, 9, 0, 0, 0, 2]"),
            &[
                "申请.办理结果.予以公开.自然人 277→278 +1 Typed",
                "申请.办理结果.予以公开.总计 288→289 +1 Moved",
                "申请.办理结果.总计.自然人 730→731 +1 Moved",
                "申请.办理结果.总计.总计 749→750 +1 Moved",
            ],
        );
    }

    #[test]
    fn values_and_texts() {
        check(
            &with_line("索引号:", "索引号: 1"),
            &["索引号 Some(\"014180233/2024-00004\")→Some(\"1\")"],
        );
        check(
            &with_line("电话:", "邮箱: a@b.cn"),
            &[
                "联系.电话 Some(\"0512-58916369\")→None",
                "联系.邮箱 None→Some(\"a@b.cn\")",
            ],
        );
        check(
            &with_line("其他事项:", "说明:\n  申请: 一段\n其他事项:"),
            &["说明.申请 0→1"],
        );
    }

    #[test]
    fn formats_are_compared_by_ids() {
        let found = changes(&report(OLD), &report(CLEAN));
        let how = |wanted: How| -> Vec<&str> {
            let cells = found.iter().filter_map(|c| {
                if let Change::Cell(c) = c {
                    Some(&**c)
                } else {
                    None
                }
            });
            cells
                .filter(|c| c.how == wanted)
                .map(|c| c.path.as_str())
                .collect()
        };
        assert_eq!(
            how(How::Gone),
            ["主动公开.政府集中采购.项目", "主动公开.政府集中采购.金额"]
        );
        assert_eq!(
            how(How::Fresh)[..2],
            [
                "主动公开.行政规范性文件.制发",
                "主动公开.行政规范性文件.废止"
            ]
        );
        assert!(how(How::Typed).contains(&"主动公开.行政许可"));
        let again = apply(&report(CLEAN), &changes(&report(CLEAN), &report(CLEAN)));
        assert!(changes(&again, &report(CLEAN)).is_empty());
    }
}
