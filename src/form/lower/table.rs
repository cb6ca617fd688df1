//! A table of the form: which row of the standard each key names.

use std::cell::LazyCell;

use super::super::labels::{Fit, fit};
use super::super::raw::{Entry, RawNode};
use super::{Lower, quoted};
use crate::finding::{Code, Finding, nearest};
use crate::place::{At, Place};
use crate::report::Report;
use crate::standard::{CellId, Node, Standard};

/// The rows that may stand at one level of the form.
type Level<'s> = Vec<(usize, &'s Node)>;

impl Lower<'_> {
    /// Reads a table's rows into the report.
    pub(super) fn table(&mut self, report: &mut Report, table: usize, entry: &Entry) {
        let raw = &entry.value;
        let standard = report.standard.clone();
        let data = &standard.tables[table];
        if let RawNode::Map(entries) = &raw.node {
            let level = data
                .parts
                .iter()
                .enumerate()
                .flat_map(|(part, p)| p.rows.roots.iter().map(move |n| (part, n)));
            let level = level
                .flat_map(|(part, node)| node.keyed().into_iter().map(move |node| (part, node)))
                .collect();
            self.rows(report, table, &level, &data.key, &entry.at, entries);
            self.report_blanks(report);
        } else {
            if !matches!(raw.node, RawNode::Reported) {
                self.wrong_shape(raw, &data.key, "各行的数");
            }
            self.mark_missing(report, table);
        }
    }

    fn rows(
        &mut self,
        report: &mut Report,
        table: usize,
        level: &Level<'_>,
        path: &str,
        at: &At,
        entries: &[Entry],
    ) {
        let standard = report.standard.clone();
        let mut seen = Vec::new();
        // What nobody wrote is likelier meant by a slip than what stands there already; asked for once, if at all.
        let given = |node: &Node| entries.iter().any(|entry| fit(node, &entry.key).is_some());
        let lacking = LazyCell::new(|| {
            level
                .iter()
                .filter(|(_, node)| !given(node))
                .copied()
                .collect::<Level<'_>>()
        });
        for entry in entries {
            let found = level
                .iter()
                .find_map(|(part, node)| fit(node, &entry.key).map(|f| (*part, *node, f)));
            let Some((part, node, fitness)) = found else {
                self.unknown_row(&standard, table, [&lacking, level], path, entry);
                continue;
            };
            let place = || {
                self.place(&entry.at)
                    .named(format!("{path}.{}", entry.key), node.label.as_str())
            };
            if seen.iter().any(|n| std::ptr::eq(*n, node)) {
                let place = place();
                self.repeated(entry, place);
                continue;
            }
            seen.push(node);
            if fitness == Fit::Altered {
                let place = place();
                self.altered(entry, &node.label, &node.label, place);
            }
            match node.leaf {
                Some(row) => self.row(
                    report,
                    CellId {
                        table,
                        part,
                        row,
                        column: 0,
                    },
                    &entry.at,
                    &entry.value,
                ),
                None => self.group(report, table, part, node, path, entry),
            }
        }
        for (part, node) in level
            .iter()
            .filter(|(_, node)| !seen.iter().any(|n| std::ptr::eq(*n, *node)))
        {
            self.missing(report, table, *part, node, path, at);
        }
    }

    fn group(
        &mut self,
        report: &mut Report,
        table: usize,
        part: usize,
        node: &Node,
        path: &str,
        entry: &Entry,
    ) {
        let path = format!("{path}.{}", node.key.as_deref().unwrap_or_default());
        if let RawNode::Map(entries) = &entry.value.node {
            let level = node
                .children
                .iter()
                .flat_map(Node::keyed)
                .map(|child| (part, child))
                .collect();
            self.rows(report, table, &level, &path, &entry.at, entries);
            return;
        }
        for id in cells(report, table, part, node.leaves()) {
            report.cell_mut(id).place = self.place(&entry.at);
        }
        let names = node
            .children
            .iter()
            .filter_map(|c| c.key.as_deref())
            .collect::<Vec<_>>()
            .join("、");
        let place = self.place(&entry.at).named(path, node.label.as_str());
        let standard = report.standard.clone();
        if let Some((other, true)) =
            self.in_another_format(&standard, &standard.tables[table], &entry.key)
        {
            let message = format!(
                "“{}”在 {} 格式里是一行，在 {} 格式里要分行填",
                node.label, other.format, standard.format
            );
            let hint = format!("下面分行填：{names}；请核对格式和年度");
            self.findings
                .push(Finding::new(Code::WrongFormat, message, place).hint(hint));
            return;
        }
        self.findings.push(
            Finding::new(
                Code::MissingRow,
                format!("“{}”要逐行填写，它自己没有数", node.label),
                place,
            )
            .hint(format!("下面分行填：{names}")),
        );
    }

    /// `levels` are the rows that are not there yet, and all.
    fn unknown_row<'s>(
        &mut self,
        standard: &Standard,
        table: usize,
        levels: [&Level<'s>; 2],
        path: &str,
        entry: &Entry,
    ) {
        if let Some(finding) = self.elsewhere(standard, &standard.tables[table], path, entry) {
            self.findings.push(finding);
            return;
        }
        let place = self
            .place(&entry.at)
            .named(format!("{path}.{}", entry.key), "");
        let shown = quoted(&entry.key);
        // In a workbook a row is known by its label, in a text by its key.
        let cells = self.cells;
        let name = |node: &'s Node| {
            if cells {
                Some(node.label.as_str())
            } else {
                node.key.as_deref()
            }
        };
        let keys = |level: &Level<'s>| {
            level
                .iter()
                .filter_map(|(_, node)| name(node))
                .collect::<Vec<_>>()
        };
        let suggest = |level| nearest(&entry.key, keys(level));
        let near = if self.suggests() {
            levels.into_iter().find_map(suggest)
        } else {
            None
        };
        let hint = if let Some(name) = near {
            format!("是不是“{name}”？")
        } else {
            let names = keys(levels[1]).join("、");
            format!("这里可以填：{names}")
        };
        let place = if cells {
            place.named(format!("{path}.{}", entry.key), shown.as_str())
        } else {
            place
        };
        let within = if cells {
            standard.tables[table].name.as_str()
        } else {
            path
        };
        let message = format!("“{within}”里没有“{shown}”这一行");
        self.findings
            .push(Finding::new(Code::UnknownRow, message, place).hint(hint));
    }

    /// A row or group that the form leaves out; a total may be left out.
    fn missing(
        &mut self,
        report: &mut Report,
        table: usize,
        part: usize,
        node: &Node,
        path: &str,
        at: &At,
    ) {
        for id in cells(report, table, part, node.leaves()) {
            report.cell_mut(id).place = self.place(at);
        }
        let rows = &report.standard.tables[table].parts[part].rows;
        if node
            .leaf
            .is_some_and(|leaf| rows.leaves[leaf].total.is_some())
        {
            return;
        }
        let key = node.key.as_deref().unwrap_or_default();
        let place = self
            .place(at)
            .named(format!("{path}.{key}"), node.label.as_str());
        let hint = if node.children.is_empty() {
            format!(
                "补一行“{}”；没有发生也要填 0",
                if self.cells { &node.label } else { key }
            )
        } else {
            let names = node
                .children
                .iter()
                .filter_map(|c| c.key.as_deref())
                .collect::<Vec<_>>()
                .join("、");
            format!("补上“{key}”及其各行（{names}）；没有发生也要填 0")
        };
        self.findings.push(
            Finding::new(Code::MissingRow, format!("缺少“{}”", node.label), place).hint(hint),
        );
    }

    /// Gives the cells of a table that is not there the file as their place.
    pub(super) fn mark_missing(&mut self, report: &mut Report, table: usize) {
        let standard = report.standard.clone();
        for id in standard.cells().filter(|id| id.table == table) {
            report.cell_mut(id).place = Place::file(self.file);
        }
    }
}

/// The cells of some rows.
fn cells(report: &Report, table: usize, part: usize, rows: std::ops::Range<usize>) -> Vec<CellId> {
    let columns = report.standard.tables[table].parts[part]
        .columns
        .leaves
        .len();
    rows.flat_map(|row| {
        (0..columns).map(move |column| CellId {
            table,
            part,
            row,
            column,
        })
    })
    .collect()
}
