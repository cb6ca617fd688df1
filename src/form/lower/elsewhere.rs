//! Where a name that does not fit here would fit: elsewhere in the table, or in another format.

use std::sync::Arc;

use super::super::labels::{Fit, fit};
use super::super::raw::Entry;
use super::Lower;
use crate::finding::{Code, Finding};
use crate::standard::{Node, Standard, Table};

/// A row or column by its keys from the table down, and whether it has numbers of its own.
struct KeyPath {
    path: Vec<String>,
    leaf: bool,
}

/// The first row or column of the table that a typed name names exactly.
fn find(table: &Table, typed: &str, columns: bool) -> Option<KeyPath> {
    let roots = table.parts.iter().flat_map(|p| {
        p.rows
            .roots
            .iter()
            .chain(p.columns.roots.iter().filter(|_| columns))
    });
    let mut pending: Vec<(Vec<String>, &Node)> = roots.map(|node| (Vec::new(), node)).collect();
    while let Some((mut path, node)) = pending.pop() {
        path.extend(node.key.clone());
        if fit(node, typed) == Some(Fit::Exact) {
            return Some(KeyPath {
                path,
                leaf: node.leaf.is_some(),
            });
        }
        pending.extend(node.children.iter().map(|child| (path.clone(), child)));
    }
    None
}

impl Lower<'_> {
    /// The finding for a row or column name that stands in the wrong place or
    /// belongs to another format; none where nobody knows the name.
    pub(super) fn elsewhere(
        &self,
        standard: &Standard,
        table: &Table,
        path: &str,
        entry: &Entry,
    ) -> Option<Finding> {
        if !self.suggests() {
            return None;
        }
        let place = self
            .place(&entry.at)
            .named(format!("{path}.{}", entry.key), "");
        if let Some(mut found) = find(table, &entry.key, false) {
            found.path.pop();
            found.path.insert(0, table.key.clone());
            let message = format!("“{}”写的位置不对", entry.key);
            let indent = if self.cells {
                ""
            } else {
                "；检查行首缩进的空格数"
            };
            let hint = format!("移到“{}”下面{indent}", found.path.join("."));
            return Some(Finding::new(Code::UnknownRow, message, place).hint(hint));
        }
        let (other, _) = self.in_another_format(standard, table, &entry.key)?;
        let message = format!(
            "“{}”是 {} 格式的内容，{} 格式没有",
            entry.key, other.format, standard.format
        );
        let hint = format!(
            "{} 格式按{}填写；请核对格式和年度",
            standard.format, standard.source
        );
        Some(Finding::new(Code::WrongFormat, message, place).hint(hint))
    }

    /// Another format that has the name, and whether it has numbers of its own there.
    pub(super) fn in_another_format(
        &self,
        standard: &Standard,
        table: &Table,
        typed: &str,
    ) -> Option<(Arc<Standard>, bool)> {
        self.library
            .all()
            .into_iter()
            .filter(|other| other.format != standard.format)
            .find_map(|other| {
                let found = other
                    .tables
                    .iter()
                    .filter(|t| t.key == table.key)
                    .find_map(|t| find(t, typed, true))?;
                Some((other, found.leaf))
            })
    }
}
