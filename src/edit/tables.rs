//! The numbers: each where its row states it, as a list, by columns or alone.

use std::ops::Range;

use super::{EditFault, Editor, entries_of, is_in_brackets};
use crate::form::labels::fit;
use crate::form::lower::table_of;
use crate::form::write::{Tree, TreeEntry, cell, inline, row};
use crate::form::yaml::syntax::{SyntaxEntry, SyntaxKind, SyntaxNode, line_start};
use crate::report::Value;
use crate::standard::{CellId, Node, Part};

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
    pub fn change_tables(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        for (table, data) in standard.tables.iter().enumerate() {
            for (part, data) in data.parts.iter().enumerate() {
                for row in 0..data.rows.leaves.len() {
                    let id = RowId { table, part, row };
                    let mut columns: Vec<usize> = (0..data.columns.leaves.len()).collect();
                    columns.retain(|&column| self.differs(id.cell(column)));
                    if !columns.is_empty() {
                        self.change_row(root, id, &columns)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn differs(&self, id: CellId) -> bool {
        let (old, new) = (self.old.cell(id), self.new.cell(id));
        old.value != new.value || old.note != new.note
    }

    /// Whether the new form gives a cell.
    fn is_stated(&self, id: CellId) -> bool {
        self.new.cell(id).value != Value::Unstated
    }

    fn change_row(
        &mut self,
        root: &SyntaxNode,
        id: RowId,
        columns: &[usize],
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let part = standard.part(id.cell(0));
        let top = entries_of(root).ok_or(EditFault::Writing)?;
        let table = top
            .iter()
            .find(|entry| table_of(&standard, &entry.key) == Some(id.table))
            .ok_or(EditFault::Writing)?;
        let mut map = &table.value;
        let way = way_to(part, id.row);
        for (depth, node) in way.iter().enumerate() {
            let entries = entries_of(map).ok_or(EditFault::Writing)?;
            let Some(index) = find_entry(entries, node) else {
                return self.insert_row(map, id, &way[depth..]);
            };
            if depth + 1 < way.len() {
                map = &entries[index].value;
                continue;
            }
            if row(self.new, id.table, id.part, id.row).is_none() {
                self.remove(map, index);
                return Ok(());
            }
            return self.change_stated_row(&entries[index], id, columns);
        }
        Err(EditFault::Writing)
    }

    /// Writes a row that the form lacks, with the groups that it stands in as far as they lack as
    /// well.
    fn insert_row(&mut self, map: &SyntaxNode, id: RowId, way: &[&Node]) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let Some(tree) = row(self.new, id.table, id.part, id.row) else {
            return Ok(());
        };
        let mut value = inline(&self.name_columns(tree, id));
        for node in way[1..].iter().rev() {
            value = format!("{{{}: {value}}}", node.key.as_deref().unwrap_or_default());
        }
        let siblings = siblings(&standard.table(id.cell(0)).parts, way[0]);
        let order: Vec<&str> = siblings
            .iter()
            .filter_map(|node| node.key.as_deref())
            .collect();
        let key = way[0].key.as_deref().unwrap_or_default();
        self.insert(map, key, &value, &order, |entry, key| {
            is_one_of(&siblings, entry, key)
        })
    }

    /// A row by its columns where the form writes such rows so: those of several blocks.
    fn name_columns(&self, tree: Tree, id: RowId) -> Tree {
        let table = self.new.standard.table(id.cell(0));
        let leaves = &table.parts[id.part].columns.leaves;
        let Tree::List(cells) = tree else { return tree };
        if table.parts.len() == 1 || leaves.len() == 1 {
            return Tree::List(cells);
        }
        let mut named = Vec::with_capacity(cells.len());
        for (column, cell) in cells.into_iter().enumerate() {
            if self.is_stated(id.cell(column)) {
                named.push(TreeEntry::new(leaves[column].key(), cell));
            }
        }
        Tree::Map(named)
    }

    /// Changes the columns of a row that the form states.
    fn change_stated_row(
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
                self.change_cell(&entry.value, id.cell(0));
            }
            _ if width == 1 => self.set(entry, &inline(&cell(self.new, id.cell(0)))),
            SyntaxKind::List { items, .. } if items.len() > 1 => {
                self.change_list(entry, items, id, columns);
            }
            SyntaxKind::Map { entries, .. } if !entries.is_empty() => {
                self.change_columns(&entry.value, part, id, columns)?;
            }
            _ => {
                let tree = row(self.new, id.table, id.part, id.row).ok_or(EditFault::Writing)?;
                self.set(entry, &inline(&self.name_columns(tree, id)));
            }
        }
        Ok(())
    }

    /// Changes items of a list, in brackets or a line each.
    fn change_list(
        &mut self,
        entry: &SyntaxEntry,
        items: &[SyntaxNode],
        id: RowId,
        columns: &[usize],
    ) {
        let width = self.new.standard.part(id.cell(0)).columns.leaves.len();
        // How many columns the list must have; totals at its end need not stand there.
        let last = (0..width).rfind(|&column| self.is_stated(id.cell(column)));
        let needed = last.map_or(0, |column| column + 1);
        let has_empty = items.iter().any(|item| item.range.is_empty());
        if items.len() > width || has_empty || items.len() > needed + 1 {
            if let Some(tree) = row(self.new, id.table, id.part, id.row) {
                self.set(entry, &inline(&tree));
            }
            return;
        }
        for &column in columns {
            if column < items.len().min(needed) {
                self.change_cell(&items[column], id.cell(column));
            }
        }
        if items.len() > needed {
            self.remove_last_item(&entry.value, items);
        } else {
            let more = items.len()..needed;
            let more: Vec<String> = more
                .map(|column| inline(&cell(self.new, id.cell(column))))
                .collect();
            self.add_items(&entry.value, items, &more);
        }
    }

    fn remove_last_item(&mut self, node: &SyntaxNode, items: &[SyntaxNode]) {
        let Some(last) = items.last() else { return };
        if is_in_brackets(node) {
            let ranges: Vec<Range<usize>> = items.iter().map(|item| item.range.clone()).collect();
            self.take_out(&ranges, items.len() - 1);
        } else {
            self.remove_line(last.range.start);
        }
    }

    /// Adds items at the end of a list, each as the last one stands.
    fn add_items(&mut self, list: &SyntaxNode, items: &[SyntaxNode], more: &[String]) {
        let Some(Range { start, end }) = items.last().map(|item| item.range.clone()) else {
            return;
        };
        if is_in_brackets(list) {
            let more: String = more.iter().map(|value| format!(", {value}")).collect();
            self.replace(end..end, more);
            return;
        }
        let line = line_start(self.text, start);
        let column = start - line;
        let dash = self.text[..start].rfind('-').map_or(0, |at| at - line);
        let gap = column.saturating_sub(dash + 1).max(1);
        let lead = format!("{}-{}", " ".repeat(dash), " ".repeat(gap));
        let lines: Vec<String> = more.iter().map(|value| format!("{lead}{value}")).collect();
        self.insert_lines(end, &lines);
    }

    /// Changes entries of a row that names its columns.
    fn change_columns(
        &mut self,
        map: &SyntaxNode,
        part: &Part,
        id: RowId,
        columns: &[usize],
    ) -> Result<(), EditFault> {
        let entries = entries_of(map).ok_or(EditFault::Writing)?;
        let nodes = part.columns.leaf_nodes();
        let order: Vec<&str> = nodes
            .iter()
            .filter_map(|node| node.key.as_deref())
            .collect();
        for &column in columns {
            let id = id.cell(column);
            match find_entry(entries, nodes[column]) {
                Some(index) if !self.is_stated(id) && entries.len() > 1 => self.remove(map, index),
                Some(index) if entries[index].value.range.is_empty() => {
                    self.set(&entries[index], &inline(&cell(self.new, id)));
                }
                Some(index) => self.change_cell(&entries[index].value, id),
                None => {
                    let value = inline(&cell(self.new, id));
                    let key = part.columns.leaves[column].key();
                    self.insert(map, key, &value, &order, |entry, key| {
                        is_one_of(&nodes, entry, key)
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Changes one cell: of one with a note as little as differs.
    fn change_cell(&mut self, node: &SyntaxNode, id: CellId) {
        let tree = cell(self.new, id);
        if let (SyntaxKind::Map { entries, .. }, Tree::Map(parts)) = (&node.kind, &tree)
            && entries.len() == parts.len()
            && parts.iter().all(|part| is_given(entries, &part.key))
        {
            let old = cell(self.old, id);
            for TreeEntry { key, value } in parts {
                if old.get(key) != Some(value)
                    && let Some(entry) = entries.iter().find(|e| e.key == *key)
                {
                    self.set(entry, &inline(value));
                }
            }
            return;
        }
        self.replace(node.range.clone(), inline(&tree));
    }
}

/// The entry that names a row or column.
fn find_entry(entries: &[SyntaxEntry], node: &Node) -> Option<usize> {
    entries
        .iter()
        .position(|entry| fit(node, &entry.key).is_some())
}

/// Whether an entry names the row or column of a key.
fn is_one_of(nodes: &[&Node], entry: &SyntaxEntry, key: &str) -> bool {
    let mut nodes = nodes.iter();
    nodes.any(|node| node.key.as_deref() == Some(key) && fit(node, &entry.key).is_some())
}

/// Whether a key has a value.
fn is_given(entries: &[SyntaxEntry], key: &str) -> bool {
    let mut entries = entries.iter();
    entries.any(|entry| entry.key == key && !entry.value.range.is_empty())
}

/// The nodes with keys that lead to a row, from the top.
fn way_to(part: &Part, row: usize) -> Vec<&Node> {
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
fn siblings<'n>(parts: &'n [Part], node: &Node) -> Vec<&'n Node> {
    let roots = parts.iter().flat_map(|part| &part.rows.roots);
    let mut open = vec![roots.flat_map(Node::keyed).collect::<Vec<&Node>>()];
    while let Some(nodes) = open.pop() {
        if nodes.iter().any(|n| std::ptr::eq(*n, node)) {
            return nodes;
        }
        for child in nodes {
            open.push(child.children.iter().flat_map(Node::keyed).collect());
        }
    }
    Vec::new()
}
