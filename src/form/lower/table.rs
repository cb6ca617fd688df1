//! A table of the form: which row of the standard each key names.

use super::super::labels::{Fit, fit};
use super::super::raw::{Entry, Node as RawNode, Raw};
use super::Lower;
use crate::finding::{Code, Finding, nearest};
use crate::report::Report;
use crate::standard::{CellId, Node, Standard};

/// The rows that may stand at one level of the form.
type Level<'s> = Vec<(usize, &'s Node)>;

impl Lower<'_> {
    /// Reads a table's rows into the report.
    pub(super) fn table(&mut self, report: &mut Report, table: usize, raw: &Raw) {
        let standard = report.standard.clone();
        let data = &standard.tables[table];
        if let RawNode::Map(entries) = &raw.node {
            let level = data.parts.iter().enumerate().flat_map(|(part, p)| p.rows.roots.iter().map(move |n| (part, n)));
            let level = level.flat_map(|(part, node)| keyed(part, node)).collect();
            self.rows(report, table, &level, &data.key, raw, entries);
        } else {
            self.wrong_shape(raw, &data.key, "各行的数");
            self.mark_missing(report, table);
        }
    }

    fn rows(&mut self, report: &mut Report, table: usize, level: &Level<'_>, path: &str, raw: &Raw, entries: &[Entry]) {
        let standard = report.standard.clone();
        let mut seen = Vec::new();
        for entry in entries {
            let found = level.iter().find_map(|(part, node)| fit(node, &entry.key).map(|f| (*part, *node, f)));
            let Some((part, node, fitness)) = found else {
                self.unknown_row(&standard, table, level, path, entry);
                continue;
            };
            if seen.iter().any(|n| std::ptr::eq(*n, node)) {
                let message = format!("“{}”与前面重复，以第一次为准", entry.key);
                let place = self.place(&entry.at).named(format!("{path}.{}", entry.key), node.label.as_str());
                self.findings.push(Finding::new(Code::DuplicateKey, message, place).hint("留下正确的一处，删去另一处"));
                continue;
            }
            seen.push(node);
            if fitness == Fit::Altered {
                let place = self.place(&entry.at).named(format!("{path}.{}", entry.key), node.label.as_str());
                self.findings.push(
                    Finding::new(Code::AlteredLabel, format!("“{}”按“{}”读取", entry.key, node.label), place)
                        .hint(format!("请改成“{}”或“{}”", node.key.as_deref().unwrap_or_default(), node.label))
                        .sides(&entry.key, &node.label),
                );
            }
            match node.leaf {
                Some(row) => self.row(report, CellId { table, part, row, column: 0 }, &entry.at, &entry.value),
                None => self.group(report, table, part, node, path, entry),
            }
        }
        for (part, node) in level.iter().filter(|(_, node)| !seen.iter().any(|n| std::ptr::eq(*n, *node))) {
            self.missing(report, table, *part, node, path, raw);
        }
    }

    fn group(&mut self, report: &mut Report, table: usize, part: usize, node: &Node, path: &str, entry: &Entry) {
        let path = format!("{path}.{}", node.key.as_deref().unwrap_or_default());
        if let RawNode::Map(entries) = &entry.value.node {
            let level = node.children.iter().flat_map(|child| keyed(part, child)).collect();
            self.rows(report, table, &level, &path, &Raw { at: entry.at.clone(), node: RawNode::Null }, entries);
            return;
        }
        let names = node.children.iter().filter_map(|c| c.key.as_deref()).collect::<Vec<_>>().join("、");
        let place = self.place(&entry.at).named(path, node.label.as_str());
        self.findings.push(
            Finding::new(Code::MissingRow, format!("“{}”要逐行填写，它自己没有数", node.label), place)
                .hint(format!("下面分行填：{names}")),
        );
    }

    fn unknown_row(&mut self, standard: &Standard, table: usize, level: &Level<'_>, path: &str, entry: &Entry) {
        let key = &standard.tables[table].key;
        let place = self.place(&entry.at).named(format!("{path}.{}", entry.key), "");
        let other = self.library.all().into_iter().find(|other| {
            other.format != standard.format
                && other.tables.iter().filter(|t| t.key == *key).any(|t| {
                    let mut nodes: Vec<&Node> = t.parts.iter().flat_map(|p| &p.rows.roots).collect();
                    while let Some(node) = nodes.pop() {
                        if fit(node, &entry.key) == Some(Fit::Exact) {
                            return true;
                        }
                        nodes.extend(&node.children);
                    }
                    false
                })
        });
        if let Some(other) = other {
            let message = format!("“{}”是 {} 格式的行，{} 格式没有这一行", entry.key, other.format, standard.format);
            let hint = format!("{} 格式按{}填写；请核对格式和年度", standard.format, standard.source);
            self.findings.push(Finding::new(Code::WrongFormat, message, place).hint(hint));
            return;
        }
        let shown: String = entry.key.chars().take(40).collect();
        let hint = if let Some(name) = nearest(&entry.key, level.iter().filter_map(|(_, node)| node.key.as_deref())) {
            format!("是不是“{name}”？")
        } else {
            let names = level.iter().filter_map(|(_, node)| node.key.as_deref()).collect::<Vec<_>>().join("、");
            format!("这里可以填：{names}")
        };
        self.findings.push(Finding::new(Code::UnknownRow, format!("“{path}”里没有“{shown}”这一行"), place).hint(hint));
    }

    /// A row or group that the form leaves out; a total may be left out.
    fn missing(&mut self, report: &mut Report, table: usize, part: usize, node: &Node, path: &str, raw: &Raw) {
        let standard = report.standard.clone();
        let axis = &standard.tables[table].parts[part].rows;
        if node.leaf.is_some_and(|leaf| axis.leaves[leaf].total.is_some()) {
            for column in 0..standard.tables[table].parts[part].columns.leaves.len() {
                let row = node.leaf.unwrap_or_default();
                report.cell_mut(CellId { table, part, row, column }).place = self.place(&raw.at);
            }
            return;
        }
        let key = node.key.as_deref().unwrap_or_default();
        let place = self.place(&raw.at).named(format!("{path}.{key}"), node.label.as_str());
        let hint = if node.children.is_empty() {
            format!("补一行“{key}”；没有发生也要填 0")
        } else {
            let names = node.children.iter().filter_map(|c| c.key.as_deref()).collect::<Vec<_>>().join("、");
            format!("补上“{key}”及其各行（{names}）；没有发生也要填 0")
        };
        self.findings.push(Finding::new(Code::MissingRow, format!("缺少“{}”", node.label), place).hint(hint));
        for row in node.leaves() {
            for column in 0..standard.tables[table].parts[part].columns.leaves.len() {
                report.cell_mut(CellId { table, part, row, column }).place = self.place(&raw.at);
            }
        }
    }

    /// Gives the cells of a table that is not there the file as their place.
    pub(super) fn mark_missing(&mut self, report: &mut Report, table: usize) {
        let standard = report.standard.clone();
        for id in standard.cells().filter(|id| id.table == table) {
            report.cell_mut(id).place = crate::place::Place::file(self.file);
        }
    }
}

/// The node itself, or its children where the form skips its level.
fn keyed(part: usize, node: &Node) -> Level<'_> {
    if node.key.is_some() {
        vec![(part, node)]
    } else {
        node.children.iter().flat_map(|child| keyed(part, child)).collect()
    }
}
