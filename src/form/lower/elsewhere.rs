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
    is_leaf: bool,
}

/// A node that is still to be looked at, and the keys above it.
struct PendingNode<'t> {
    above: Vec<String>,
    node: &'t Node,
}

/// A row or column that another format has.
pub(super) struct RowElsewhere {
    /// That format.
    pub standard: Arc<Standard>,
    /// Whether it has numbers of its own there.
    pub is_leaf: bool,
}

/// The first row or column of the table that a typed name names exactly.
fn find(table: &Table, typed: &str, with_columns: bool) -> Option<KeyPath> {
    let mut roots: Vec<&Node> = Vec::new();
    for part in &table.parts {
        roots.extend(&part.rows.roots);
        if with_columns {
            roots.extend(&part.columns.roots);
        }
    }
    let mut pending = Vec::new();
    push_nodes(&mut pending, roots, &[]);
    while let Some(PendingNode { above, node }) = pending.pop() {
        let mut path = above;
        path.extend(node.key.clone());
        if fit(node, typed) == Some(Fit::Exact) {
            return Some(KeyPath {
                path,
                is_leaf: node.leaf.is_some(),
            });
        }
        push_nodes(&mut pending, &node.children, &path);
    }
    None
}

fn push_nodes<'t>(
    pending: &mut Vec<PendingNode<'t>>,
    nodes: impl IntoIterator<Item = &'t Node>,
    above: &[String],
) {
    for node in nodes {
        let above = above.to_vec();
        pending.push(PendingNode { above, node });
    }
}

impl Lower<'_> {
    /// The finding for a row or column name that stands in the wrong place or
    /// belongs to another format; none where nobody knows the name.
    pub(super) fn find_elsewhere(
        &self,
        standard: &Standard,
        table: &Table,
        path: &str,
        entry: &Entry,
    ) -> Option<Finding> {
        if !self.suggests() {
            return None;
        }
        let place = self.place_in(path, entry, "");
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
        let other = self.find_in_another_format(standard, table, &entry.key)?;
        let message = format!(
            "“{}”是 {} 格式的内容，{} 格式没有",
            entry.key, other.standard.format, standard.format
        );
        let hint = format!(
            "{} 格式按{}填写；请核对格式和年度",
            standard.format, standard.source
        );
        Some(Finding::new(Code::WrongFormat, message, place).hint(hint))
    }

    /// The row or column of this name in the same table of another format.
    pub(super) fn find_in_another_format(
        &self,
        standard: &Standard,
        table: &Table,
        typed: &str,
    ) -> Option<RowElsewhere> {
        for other in self.library.all() {
            if other.format == standard.format {
                continue;
            }
            let mut tables = other.tables.iter().filter(|t| t.key == table.key);
            if let Some(found) = tables.find_map(|t| find(t, typed, true)) {
                let is_leaf = found.is_leaf;
                return Some(RowElsewhere {
                    standard: other,
                    is_leaf,
                });
            }
        }
        None
    }
}
