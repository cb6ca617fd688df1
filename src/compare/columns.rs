//! Changed cells in straight columns, for people: where, what was, what is, by how much.

use unicode_width::UnicodeWidthStr;

use crate::report::Value;
use crate::report::changes::{CellChange, How};

/// A changed cell as it is told in columns.
pub(super) struct CellRow {
    pub path: String,
    pub before: String,
    pub after: String,
    pub change: String,
}

impl CellRow {
    pub fn new(path: &str, before: &str, after: &str, change: &str) -> Self {
        let [path, before, after, change] = [path, before, after, change].map(str::to_owned);
        Self {
            path,
            before,
            after,
            change,
        }
    }

    pub fn of(cell: &CellChange) -> Self {
        let change = cell
            .difference
            .map_or_else(String::new, |by| format!("{by:+}"));
        let (before, after) = (or_empty(&cell.printed_old), or_empty(&cell.printed_new));
        Self::new(&cell.path, before, after, &change)
    }
}

/// How wide the columns are.
#[derive(Default)]
pub(super) struct Widths {
    path: usize,
    before: usize,
    after: usize,
    change: usize,
}

impl Widths {
    pub fn of<'a>(rows: impl Iterator<Item = &'a CellRow>) -> Self {
        let mut widths = Self::default();
        for row in rows {
            widths.path = widths.path.max(row.path.width());
            widths.before = widths.before.max(row.before.width());
            widths.after = widths.after.max(row.after.width());
            widths.change = widths.change.max(row.change.width());
        }
        widths
    }

    /// A row as wide as its columns: words stand at the left, numbers at the right.
    pub fn pad(&self, row: &CellRow) -> CellRow {
        CellRow {
            path: after_padding(&row.path, self.path),
            before: before_padding(&row.before, self.before),
            after: before_padding(&row.after, self.after),
            change: before_padding(&row.change, self.change),
        }
    }
}

/// What is to be said of a cell beside its numbers.
pub(super) fn note(cell: &CellChange) -> String {
    match cell.how {
        How::Typed => cell.label.clone(),
        How::Moved => "合计，随之变动".to_owned(),
        How::Stated if cell.old.value == Value::Unstated => "原由程序计算，现写明".to_owned(),
        How::Stated if cell.new.value == Value::Unstated => "原写明，现由程序计算".to_owned(),
        How::Stated => "只是写法不同".to_owned(),
        How::Noted => "说明不同".to_owned(),
        How::Gone => "新格式没有这一格".to_owned(),
        How::Fresh => "旧格式没有这一格".to_owned(),
    }
}

fn or_empty(text: &str) -> &str {
    if text.is_empty() { "（空）" } else { text }
}

/// A text as wide as its column, with blanks behind it.
pub(super) fn after_padding(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn before_padding(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
