//! The numbers: each where its row states it, as a list, by columns or alone.

use std::ops::Range;

use super::{EditFault, Editor, entries_of};
use crate::form::labels::fit;
use crate::form::lower::table_of;
use crate::form::write::{Tree, cell, inline, row};
use crate::form::yaml::syntax::{SyntaxEntry, SyntaxKind, SyntaxNode, line_start};
use crate::report::{Cell, Value};
use crate::standard::{self, CellId, Part};

/// A row of a table.
#[derive(Clone, Copy)]
struct RowId {
    table: usize,
    part: usize,
    row: usize,
}

impl RowId {
    fn cell(self, column: usize) -> CellId {
        let Self { table, part, row } = self;
        CellId {
            table,
            part,
            row,
            column,
        }
    }
}

impl Editor<'_> {
    /// Changes all rows that differ.
    pub fn tables(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        for (table, data) in standard.tables.iter().enumerate() {
            for (part, p) in data.parts.iter().enumerate() {
                for row in 0..p.rows.leaves.len() {
                    let id = RowId { table, part, row };
                    let columns: Vec<usize> = (0..p.columns.leaves.len())
                        .filter(|&column| self.differs(id.cell(column)))
                        .collect();
                    if !columns.is_empty() {
                        self.row(root, id, &columns)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn differs(&self, id: CellId) -> bool {
        let key = |cell: &Cell| (cell.value.clone(), cell.note.clone());
        key(self.old.cell(id)) != key(self.new.cell(id))
    }

    fn row(&mut self, root: &SyntaxNode, id: RowId, columns: &[usize]) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let data = standard.table(id.cell(0));
        let part = &data.parts[id.part];
        let (_, top) = entries_of(root).ok_or(EditFault::Writing)?;
        let table = top
            .iter()
            .find(|entry| table_of(&standard, &entry.key) == Some(id.table))
            .ok_or(EditFault::Writing)?;
        let mut map = &table.value;
        let way = way_to(part, id.row);
        for (depth, node) in way.iter().enumerate() {
            let (_, entries) = entries_of(map).ok_or(EditFault::Writing)?;
            let Some(index) = entries
                .iter()
                .position(|entry| fit(node, &entry.key).is_some())
            else {
                return self.new_row(map, id, &way[depth..]);
            };
            if depth + 1 < way.len() {
                map = &entries[index].value;
                continue;
            }
            return if row(self.new, id.table, id.part, id.row).is_none() {
                self.remove(map, index);
                Ok(())
            } else {
                self.stated_row(&entries[index], id, columns)
            };
        }
        Err(EditFault::Writing)
    }

    /// Writes a row that the form lacks, with the groups that it stands in as far as they lack as well.
    fn new_row(
        &mut self,
        map: &SyntaxNode,
        id: RowId,
        way: &[&standard::Node],
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let Some(tree) = row(self.new, id.table, id.part, id.row) else {
            return Ok(());
        };
        let mut value = inline(&self.named(tree, id));
        for node in way[1..].iter().rev() {
            value = format!("{{{}: {value}}}", node.key.as_deref().unwrap_or_default());
        }
        let siblings = siblings(standard.table(id.cell(0)).parts.iter(), way[0]);
        let order: Vec<&str> = siblings
            .iter()
            .filter_map(|node| node.key.as_deref())
            .collect();
        let same = |entry: &SyntaxEntry, key: &str| {
            siblings
                .iter()
                .any(|node| node.key.as_deref() == Some(key) && fit(node, &entry.key).is_some())
        };
        self.insert(
            map,
            way[0].key.as_deref().unwrap_or_default(),
            &value,
            &order,
            same,
        )
    }

    /// A row by its columns where the form writes such rows so: those of several blocks.
    fn named(&self, tree: Tree, id: RowId) -> Tree {
        let table = self.new.standard.table(id.cell(0));
        let leaves = &table.parts[id.part].columns.leaves;
        let Tree::List(cells) = tree else { return tree };
        if table.parts.len() == 1 || leaves.len() == 1 {
            return Tree::List(cells);
        }
        let stated = |column: usize| self.new.cell(id.cell(column)).value != Value::Unstated;
        let cells = cells
            .into_iter()
            .enumerate()
            .filter(|(column, _)| stated(*column));
        Tree::Map(
            cells
                .map(|(column, cell)| (leaves[column].key().to_owned(), cell))
                .collect(),
        )
    }

    /// Changes the columns of a row that the form states.
    fn stated_row(
        &mut self,
        entry: &SyntaxEntry,
        id: RowId,
        columns: &[usize],
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let part = standard.part(id.cell(0));
        let width = part.columns.leaves.len();
        match &entry.value.kind {
            SyntaxKind::Map { entries, .. } if width == 1 && !entries.is_empty() => {
                self.cell(&entry.value, id.cell(0));
            }
            _ if width == 1 => self.set(entry, &inline(&cell(self.new, id.cell(0)))),
            SyntaxKind::List { flow, items } if items.len() > 1 => {
                self.listed(entry, (*flow, items), id, columns);
            }
            SyntaxKind::Map { entries, .. } if !entries.is_empty() => {
                self.by_columns(&entry.value, part, id, columns)?;
            }
            _ => {
                let tree = row(self.new, id.table, id.part, id.row).ok_or(EditFault::Writing)?;
                self.set(entry, &inline(&self.named(tree, id)));
            }
        }
        Ok(())
    }

    /// Changes items of a list, in brackets or a line each.
    fn listed(
        &mut self,
        entry: &SyntaxEntry,
        (flow, items): (bool, &[SyntaxNode]),
        id: RowId,
        columns: &[usize],
    ) {
        let width = self.new.standard.part(id.cell(0)).columns.leaves.len();
        let stated = |column: usize| self.new.cell(id.cell(column)).value != Value::Unstated;
        // How many columns the list must have; totals at its end need not stand there.
        let needed = (0..width)
            .rev()
            .find(|&column| stated(column))
            .map_or(0, |column| column + 1);
        let empty = items.iter().any(|item| item.range.is_empty());
        if items.len() > width || empty || items.len() > needed + 1 {
            if let Some(tree) = row(self.new, id.table, id.part, id.row) {
                self.set(entry, &inline(&tree));
            }
            return;
        }
        for &column in columns
            .iter()
            .filter(|&&column| column < items.len().min(needed))
        {
            self.cell(&items[column], id.cell(column));
        }
        let ranges: Vec<Range<usize>> = items.iter().map(|item| item.range.clone()).collect();
        let Some(last) = ranges.last() else { return };
        if items.len() > needed {
            if flow {
                self.take_out(&ranges, items.len() - 1);
            } else {
                self.remove_line(last.start);
            }
            return;
        }
        let more = (items.len()..needed).map(|column| inline(&cell(self.new, id.cell(column))));
        if flow {
            let more: String = more.map(|value| format!(", {value}")).collect();
            self.replace(last.end..last.end, more);
        } else {
            let column = last.start - line_start(self.text, last.start);
            let dash = self.text[..last.start]
                .rfind('-')
                .map_or(0, |at| at - line_start(self.text, last.start));
            let lead = format!(
                "{}-{}",
                " ".repeat(dash),
                " ".repeat(column.saturating_sub(dash + 1).max(1))
            );
            let lines: Vec<String> = more.map(|value| format!("{lead}{value}")).collect();
            self.insert_lines(last.end, &lines);
        }
    }

    /// Changes entries of a row that names its columns.
    fn by_columns(
        &mut self,
        map: &SyntaxNode,
        part: &Part,
        id: RowId,
        columns: &[usize],
    ) -> Result<(), EditFault> {
        let (_, entries) = entries_of(map).ok_or(EditFault::Writing)?;
        let nodes = part.columns.leaf_nodes();
        let order: Vec<&str> = nodes
            .iter()
            .filter_map(|node| node.key.as_deref())
            .collect();
        let same = |entry: &SyntaxEntry, key: &str| {
            nodes
                .iter()
                .any(|node| node.key.as_deref() == Some(key) && fit(node, &entry.key).is_some())
        };
        for &column in columns {
            let found = entries
                .iter()
                .position(|entry| fit(nodes[column], &entry.key).is_some());
            let unstated = self.new.cell(id.cell(column)).value == Value::Unstated;
            match found {
                Some(index) if unstated && entries.len() > 1 => self.remove(map, index),
                Some(index) if entries[index].value.range.is_empty() => {
                    self.set(&entries[index], &inline(&cell(self.new, id.cell(column))));
                }
                Some(index) => self.cell(&entries[index].value, id.cell(column)),
                None => {
                    let value = inline(&cell(self.new, id.cell(column)));
                    self.insert(map, part.columns.leaves[column].key(), &value, &order, same)?;
                }
            }
        }
        Ok(())
    }

    /// Changes one cell: of one with a note as little as differs.
    fn cell(&mut self, node: &SyntaxNode, id: CellId) {
        let tree = cell(self.new, id);
        if let (SyntaxKind::Map { entries, .. }, Tree::Map(parts)) = (&node.kind, &tree) {
            let both = parts.iter().all(|(key, _)| {
                entries
                    .iter()
                    .any(|e| e.key == *key && !e.value.range.is_empty())
            });
            if both && entries.len() == parts.len() {
                let old = cell(self.old, id);
                for (key, value) in parts {
                    let before = if let Tree::Map(old) = &old {
                        old.iter().find(|(k, _)| k == key)
                    } else {
                        None
                    };
                    let Some(entry) = entries.iter().find(|e| e.key == *key) else {
                        continue;
                    };
                    if before.is_none_or(|(_, old)| old != value) {
                        self.set(entry, &inline(value));
                    }
                }
                return;
            }
        }
        self.replace(node.range.clone(), inline(&tree));
    }
}

/// The nodes with keys that lead to a row, from the top.
fn way_to(part: &Part, row: usize) -> Vec<&standard::Node> {
    let mut way = Vec::new();
    let mut level = &part.rows.roots;
    while let Some(node) = level.iter().find(|node| node.leaves().contains(&row)) {
        if node.key.is_some() {
            way.push(node);
        }
        level = &node.children;
    }
    way
}

/// The nodes that stand at one level of the form with this one.
fn siblings<'n>(
    parts: impl Iterator<Item = &'n Part>,
    node: &standard::Node,
) -> Vec<&'n standard::Node> {
    let level = |nodes: &'n [standard::Node]| {
        nodes
            .iter()
            .flat_map(standard::Node::keyed)
            .collect::<Vec<_>>()
    };
    let mut open = vec![
        parts
            .flat_map(|part| level(&part.rows.roots))
            .collect::<Vec<_>>(),
    ];
    while let Some(nodes) = open.pop() {
        if nodes.iter().any(|n| std::ptr::eq(*n, node)) {
            return nodes;
        }
        open.extend(nodes.into_iter().map(|child| level(&child.children)));
    }
    Vec::new()
}
