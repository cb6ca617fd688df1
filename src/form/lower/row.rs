//! A row of the form: a list, a mapping by columns, or one number.

use super::super::labels::{Fit, fit};
use super::super::number;
use super::super::raw::{Entry, Raw, RawNode};
use super::cell::NUMBER;
use super::{Lower, shorten_typed};
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::report::{Report, Value};
use crate::standard::{CellId, Leaf, Node, Part, join};

/// Numbers of a row that a message repeats.
const MAX_REPEATED: usize = 10;

impl Lower<'_> {
    /// Reads a row; `id` is its first cell, `key_at` the place of its key.
    pub(super) fn read_row(&mut self, report: &mut Report, id: CellId, key_at: &At, raw: &Raw) {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let width = part.columns.leaves.len();
        // A row without a value has its key's place, but a cell that is blank has its own.
        let at = if raw.at.is_cell() { &raw.at } else { key_at };
        for column in 0..width {
            let id = CellId { column, ..id };
            report.cell_mut(id).place = Place::at(self.file, at.clone());
        }
        let mut blanks = Vec::new();
        match &raw.node {
            RawNode::Null => {
                let cells = (0..width).map(|column| CellId { column, ..id });
                blanks.extend(cells.filter(|id| self.take_blank(report, *id, "")));
            }
            RawNode::Scalar(_) | RawNode::Odd(..) if width == 1 => {
                blanks.extend(self.read_cell(report, id, raw));
            }
            RawNode::Reported => {}
            RawNode::Scalar(_) if raw.text().is_some_and(|text| text.trim() == "0") => {
                for column in (0..width).filter(|&c| part.columns.leaves[c].total.is_none()) {
                    let cell = report.cell_mut(CellId { column, ..id });
                    cell.value = Value::Number(0.into());
                    cell.place = self.place(&raw.at);
                }
            }
            RawNode::Scalar(_) | RawNode::Odd(..) => self.tell_one_number(report, id, raw),
            RawNode::List(list) if width > 1 && is_one_of_several(list) => {
                self.tell_one_number(report, id, &list[0]);
            }
            RawNode::List(list) => blanks.extend(self.read_list(report, id, raw, list)),
            RawNode::Map(entries) if width == 1 && entries.iter().any(|e| e.key == NUMBER) => {
                blanks.extend(self.read_cell(report, id, raw));
            }
            RawNode::Map(entries) => blanks.extend(self.read_columns(report, id, entries)),
        }
        if !blanks.is_empty() {
            self.unfilled.push(blanks);
        }
        self.report_typed(report);
    }

    /// Tells of a row of several columns in whose place one value stands.
    fn tell_one_number(&mut self, report: &Report, id: CellId, raw: &Raw) {
        let part = report.standard.part(id);
        let text = raw.text().unwrap_or_default();
        let shown = shorten_typed(&text);
        let place = self.row_place(report, id, &raw.at);
        let (message, hint) = if let Some(mut numbers) = number::numbers(text.trim()) {
            let tabs = if text.contains('\t') {
                "，像是从表格粘贴的"
            } else {
                ""
            };
            let message = format!("这一行的 {} 个数之间没有半角逗号{tabs}", numbers.len());
            numbers.truncate(MAX_REPEATED);
            (message, format!("写成 [{}]", numbers.join(", ")))
        } else {
            let keys = column_keys(part);
            (
                format!("这一行要填 {} 个数，只有“{shown}”", count_stated(part)),
                format!("按顺序写成 [{keys}]；整行是 0 可以只写 0"),
            )
        };
        let finding = Finding::new(Code::NotACount, message, place);
        self.findings.push(finding.hint(hint).stated(shown));
    }

    fn read_list(
        &mut self,
        report: &mut Report,
        id: CellId,
        raw: &Raw,
        list: &[Raw],
    ) -> Vec<CellId> {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let (needed, width) = (count_stated(part), part.columns.leaves.len());
        if list.len() != needed && list.len() != width {
            let with_total = if width > needed {
                format!("（或 {width} 个，含总计）")
            } else {
                String::new()
            };
            let (code, only) = if list.len() < needed {
                (Code::Blank, "只有")
            } else {
                (Code::UnknownKey, "却有")
            };
            let count = list.len();
            let message = format!("这一行要 {needed} 个数{with_total}，{only} {count} 个");
            let hint = format!("按顺序填：{}；没有的填 0", column_keys(part));
            let finding = Finding::new(code, message, self.row_place(report, id, &raw.at));
            self.findings.push(finding.hint(hint).sides(count, needed));
        }
        let mut blanks = Vec::new();
        for (column, raw) in (0..width).zip(list) {
            blanks.extend(self.read_cell(report, CellId { column, ..id }, raw));
        }
        blanks
    }

    fn read_columns(&mut self, report: &mut Report, id: CellId, entries: &[Entry]) -> Vec<CellId> {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let row_path = row_path(report, id);
        let nodes = part.columns.leaf_nodes();
        let mut blanks = Vec::new();
        let mut given = vec![false; nodes.len()];
        let mut known = true;
        for entry in entries {
            let Some(NamedColumn { column, fit }) = find_column(&nodes, &entry.key) else {
                known = false;
                let table = standard.table(id);
                if let Some(finding) = self.find_elsewhere(&standard, table, &row_path, entry) {
                    self.findings.push(finding);
                    continue;
                }
                let path = format!("{row_path}.{}", entry.key);
                self.tell_unknown_key(entry, &path, nodes.iter().filter_map(|n| n.key.as_deref()));
                continue;
            };
            let label = nodes[column].label.as_str();
            if std::mem::replace(&mut given[column], true) {
                let place = self.place_in(&row_path, entry, label);
                self.tell_repeated(entry, place);
                continue;
            }
            if fit == Fit::Altered {
                let place = self.place_in(&row_path, entry, label);
                let right = nodes[column].key.as_deref().unwrap_or_default();
                self.tell_altered(entry, label, right, place);
            }
            blanks.extend(self.read_cell(report, CellId { column, ..id }, &entry.value));
        }
        // A column that a mapping does not name is 0; a total that it does not name is not stated.
        // What there is at a year's end is hardly ever 0 where something happened: it was
        // forgotten.
        for column in (0..given.len()).filter(|&c| !given[c]) {
            let id = CellId { column, ..id };
            let is_stock = part.columns.leaves[column].stock;
            if known && is_stock && self.take_blank(report, id, "") {
                blanks.push(id);
            } else if !report.standard.is_total(id) {
                report.cell_mut(id).value = Value::Number(0.into());
            }
        }
        blanks
    }

    /// A place of a row, by the name of the row that a cell stands in.
    fn row_place(&self, report: &Report, id: CellId, at: &At) -> Place {
        let label = report.standard.row(id).label.as_str();
        self.place(at).named(row_path(report, id), label)
    }
}

/// The column that a typed key names.
struct NamedColumn {
    column: usize,
    fit: Fit,
}

fn find_column(nodes: &[&Node], key: &str) -> Option<NamedColumn> {
    for (column, node) in nodes.iter().enumerate() {
        if let Some(fit) = fit(node, key) {
            return Some(NamedColumn { column, fit });
        }
    }
    None
}

/// Whether a list has a single item that holds several numbers.
fn is_one_of_several(list: &[Raw]) -> bool {
    let [only] = list else { return false };
    match only.text() {
        Some(text) => number::numbers(text.trim()).is_some(),
        None => false,
    }
}

/// The columns that a list must give: all but the totals.
fn stated_columns(part: &Part) -> impl Iterator<Item = &Leaf> {
    let columns = part.columns.leaves.iter();
    columns.filter(|column| column.total.is_none())
}

fn count_stated(part: &Part) -> usize {
    stated_columns(part).count()
}

fn column_keys(part: &Part) -> String {
    join(stated_columns(part).map(Leaf::key), ", ")
}

fn row_path(report: &Report, id: CellId) -> String {
    let table = report.standard.table(id);
    format!(
        "{}.{}",
        table.key,
        table.parts[id.part].rows.leaves[id.row].keys.join(".")
    )
}
