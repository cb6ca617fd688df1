//! What two forms say differently: cells, short values, texts and lists, as stated.
//!
//! [`changes`] and [`apply`] are each other's inverse: the changes from one report to
//! another of the same format, applied to the first, give the second.

mod cells;

use std::borrow::Cow;

pub use self::cells::{CellChange, How};

use self::cells::compare_cells;
use super::keys::{ValueKey, record_keys, text_paths, value_keys};
use super::{Record, Report};
use crate::standard::{BASICS, Field};

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

/// The changes that make `old` into `new`, in the order of the form.
pub fn changes(old: &Report, new: &Report) -> Vec<Change> {
    let mut found = compare_values(old, new);
    let cells = compare_cells(old, new).into_iter();
    found.extend(cells.map(|change| Change::Cell(Box::new(change))));
    found.extend(compare_texts(old, new));
    found.extend(compare_records(old, new));
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
fn compare_values(old: &Report, new: &Report) -> Vec<Change> {
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
fn compare_texts(old: &Report, new: &Report) -> Vec<Change> {
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
fn compare_records(old: &Report, new: &Report) -> Vec<Change> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CLEAN, OLD, report, with_line};

    /// Shows the changes from the clean form to another.
    fn check(form: &str, expected: &[&str]) {
        let (old, new) = (report(CLEAN), report(form));
        let shown: Vec<String> = changes(&old, &new).iter().map(show).collect();
        assert_eq!(shown, expected);
    }

    fn show(change: &Change) -> String {
        match change {
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
        }
    }

    /// The paths of the cells that differ for a reason.
    fn paths(changes: &[Change], how: How) -> Vec<&str> {
        let mut paths = Vec::new();
        for change in changes {
            if let Change::Cell(cell) = change
                && cell.how == how
            {
                paths.push(cell.path.as_str());
            }
        }
        paths
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
        assert_eq!(
            paths(&found, How::Gone),
            ["主动公开.政府集中采购.项目", "主动公开.政府集中采购.金额"]
        );
        assert_eq!(
            paths(&found, How::Fresh)[..2],
            [
                "主动公开.行政规范性文件.制发",
                "主动公开.行政规范性文件.废止"
            ]
        );
        assert!(paths(&found, How::Typed).contains(&"主动公开.行政许可"));
        let again = apply(&report(CLEAN), &changes(&report(CLEAN), &report(CLEAN)));
        assert!(changes(&again, &report(CLEAN)).is_empty());
    }
}
