//! A table of the form: which row of the standard each key names.

use super::super::labels::{Fit, fit};
use super::super::raw::{Entry, RawNode};
use super::{Lower, shorten_typed};
use crate::finding::{Code, Finding, nearest};
use crate::place::{At, Place};
use crate::report::Report;
use crate::standard::{CellId, Node, Standard, join};

/// A row or a group of rows that may stand at one level of the form.
#[derive(Clone, Copy)]
struct LevelRow<'s> {
    part: usize,
    node: &'s Node,
}

/// One level of a table in the form: the table itself, or a group of its rows.
struct Level<'s> {
    table: usize,
    /// The path of what the rows stand in.
    path: &'s str,
    /// Where that stands.
    at: &'s At,
    /// The rows that may stand there.
    rows: Vec<LevelRow<'s>>,
}

/// The row that a typed key names.
struct NamedRow<'s> {
    row: LevelRow<'s>,
    fit: Fit,
}

impl<'s> Level<'s> {
    /// The row that a key names, if it names one.
    fn find(&self, key: &str) -> Option<NamedRow<'s>> {
        for &row in &self.rows {
            if let Some(fit) = fit(row.node, key) {
                return Some(NamedRow { row, fit });
            }
        }
        None
    }

    /// The rows that no entry names.
    fn find_lacking(&self, entries: &[Entry]) -> Vec<LevelRow<'s>> {
        let mut lacking = self.rows.clone();
        lacking.retain(|row| !is_given(row.node, entries));
        lacking
    }

    /// The cells of a row, or of a group of rows.
    fn cells(&self, report: &Report, row: LevelRow<'_>) -> Vec<CellId> {
        let LevelRow { part, node } = row;
        let table = self.table;
        let columns = report.standard.tables[table].parts[part]
            .columns
            .leaves
            .len();
        let mut cells = Vec::new();
        for row in node.leaves() {
            for column in 0..columns {
                cells.push(CellId {
                    table,
                    part,
                    row,
                    column,
                });
            }
        }
        cells
    }
}

fn is_given(node: &Node, entries: &[Entry]) -> bool {
    entries.iter().any(|entry| fit(node, &entry.key).is_some())
}

/// The keys of the rows below a node, for a message.
fn name_children(node: &Node) -> String {
    join(node.children.iter().filter_map(|c| c.key.as_deref()), "、")
}

impl Lower<'_> {
    /// Reads a table's rows into the report.
    pub(super) fn read_table(&mut self, report: &mut Report, table: usize, entry: &Entry) {
        let raw = &entry.value;
        let standard = report.standard.clone();
        let data = &standard.tables[table];
        let RawNode::Map(entries) = &raw.node else {
            if !matches!(raw.node, RawNode::Reported) {
                self.tell_wrong_shape(raw, &data.key, "各行的数");
            }
            self.mark_missing(report, table);
            return;
        };
        let mut rows = Vec::new();
        for (part, data) in data.parts.iter().enumerate() {
            let nodes = data.rows.roots.iter().flat_map(Node::keyed);
            rows.extend(nodes.map(|node| LevelRow { part, node }));
        }
        let level = Level {
            table,
            path: &data.key,
            at: &entry.at,
            rows,
        };
        self.read_rows(report, &level, entries);
        self.report_blanks(report);
    }

    fn read_rows(&mut self, report: &mut Report, level: &Level<'_>, entries: &[Entry]) {
        let standard = report.standard.clone();
        let mut seen: Vec<&Node> = Vec::new();
        // What nobody wrote is likelier meant by a slip than what stands there already; asked for
        // once, if at all.
        let mut lacking = None;
        for entry in entries {
            let Some(NamedRow { row, fit }) = level.find(&entry.key) else {
                let lacking = lacking.get_or_insert_with(|| level.find_lacking(entries));
                self.tell_unknown_row(&standard, level, lacking, entry);
                continue;
            };
            let LevelRow { part, node } = row;
            if seen.iter().any(|seen| std::ptr::eq(*seen, node)) {
                let place = self.place_in(level.path, entry, &node.label);
                self.tell_repeated(entry, place);
                continue;
            }
            seen.push(node);
            if fit == Fit::Altered {
                let place = self.place_in(level.path, entry, &node.label);
                self.tell_altered(entry, &node.label, &node.label, place);
            }
            let Some(leaf) = node.leaf else {
                self.read_group(report, level, row, entry);
                continue;
            };
            let id = CellId {
                table: level.table,
                part,
                row: leaf,
                column: 0,
            };
            self.read_row(report, id, &entry.at, &entry.value);
        }
        for row in &level.rows {
            if !seen.iter().any(|seen| std::ptr::eq(*seen, row.node)) {
                self.tell_missing_row(report, level, *row);
            }
        }
    }

    /// Reads a group of rows; `level` is what the group stands in.
    fn read_group(
        &mut self,
        report: &mut Report,
        level: &Level<'_>,
        group: LevelRow<'_>,
        entry: &Entry,
    ) {
        let LevelRow { part, node } = group;
        let path = format!("{}.{}", level.path, node.key.as_deref().unwrap_or_default());
        let RawNode::Map(entries) = &entry.value.node else {
            for id in level.cells(report, group) {
                report.cell_mut(id).place = self.place(&entry.at);
            }
            return self.tell_no_rows(&report.standard.clone(), level.table, node, path, entry);
        };
        let nodes = node.children.iter().flat_map(Node::keyed);
        let level = Level {
            table: level.table,
            path: &path,
            at: &entry.at,
            rows: nodes.map(|node| LevelRow { part, node }).collect(),
        };
        self.read_rows(report, &level, entries);
    }

    /// Tells of a group that has no rows but a value of its own, as in another format.
    fn tell_no_rows(
        &mut self,
        standard: &Standard,
        table: usize,
        node: &Node,
        path: String,
        entry: &Entry,
    ) {
        let names = name_children(node);
        let place = self.place(&entry.at).named(path, node.label.as_str());
        let other = self.find_in_another_format(standard, &standard.tables[table], &entry.key);
        if let Some(other) = other
            && other.is_leaf
        {
            let message = format!(
                "“{}”在 {} 格式里是一行，在 {} 格式里要分行填",
                node.label, other.standard.format, standard.format
            );
            let hint = format!("下面分行填：{names}；请核对格式和年度");
            self.findings
                .push(Finding::new(Code::WrongFormat, message, place).hint(hint));
            return;
        }
        let message = format!("“{}”要逐行填写，它自己没有数", node.label);
        let hint = format!("下面分行填：{names}");
        self.findings
            .push(Finding::new(Code::MissingRow, message, place).hint(hint));
    }

    /// Tells of a key that names no row of a level; `lacking` are the rows that are not there yet.
    fn tell_unknown_row(
        &mut self,
        standard: &Standard,
        level: &Level<'_>,
        lacking: &[LevelRow<'_>],
        entry: &Entry,
    ) {
        let table = &standard.tables[level.table];
        if let Some(finding) = self.find_elsewhere(standard, table, level.path, entry) {
            self.findings.push(finding);
            return;
        }
        let shown = shorten_typed(&entry.key);
        let near = if self.suggests() {
            nearest(&entry.key, self.row_names(lacking))
                .or_else(|| nearest(&entry.key, self.row_names(&level.rows)))
        } else {
            None
        };
        let hint = if let Some(name) = near {
            format!("是不是“{name}”？")
        } else {
            let names = self.row_names(&level.rows).join("、");
            format!("这里可以填：{names}")
        };
        let (label, within) = if self.cells {
            (shown.as_str(), table.name.as_str())
        } else {
            ("", level.path)
        };
        let place = self.place_in(level.path, entry, label);
        let message = format!("“{within}”里没有“{shown}”这一行");
        self.findings
            .push(Finding::new(Code::UnknownRow, message, place).hint(hint));
    }

    /// In a workbook a row is known by its label, in a text by its key.
    fn row_names<'s>(&self, rows: &[LevelRow<'s>]) -> Vec<&'s str> {
        if self.cells {
            rows.iter().map(|row| row.node.label.as_str()).collect()
        } else {
            rows.iter()
                .filter_map(|row| row.node.key.as_deref())
                .collect()
        }
    }

    /// Tells of a row or group that the form leaves out; a total may be left out.
    fn tell_missing_row(&mut self, report: &mut Report, level: &Level<'_>, row: LevelRow<'_>) {
        for id in level.cells(report, row) {
            report.cell_mut(id).place = self.place(level.at);
        }
        let LevelRow { part, node } = row;
        let rows = &report.standard.tables[level.table].parts[part].rows;
        let is_total = node
            .leaf
            .is_some_and(|leaf| rows.leaves[leaf].total.is_some());
        if is_total {
            return;
        }
        let key = node.key.as_deref().unwrap_or_default();
        let hint = if node.children.is_empty() {
            let name = if self.cells { &node.label } else { key };
            format!("补一行“{name}”；没有发生也要填 0")
        } else {
            let names = name_children(node);
            format!("补上“{key}”及其各行（{names}）；没有发生也要填 0")
        };
        let path = format!("{}.{key}", level.path);
        let place = self.place(level.at).named(path, node.label.as_str());
        let message = format!("缺少“{}”", node.label);
        self.findings
            .push(Finding::new(Code::MissingRow, message, place).hint(hint));
    }

    /// Gives the cells of a table that is not there the file as their place.
    pub(super) fn mark_missing(&mut self, report: &mut Report, table: usize) {
        let standard = report.standard.clone();
        for id in standard.cells().filter(|id| id.table == table) {
            report.cell_mut(id).place = Place::file(self.file);
        }
    }
}
