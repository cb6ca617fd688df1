//! Short values outside the tables, alone, in groups and in lists.

use super::{EditFault, Editor, Keep, entries_of};
use crate::form::lower::{field_of, table_of};
use crate::form::write::{Tree, inline, value};
use crate::form::yaml::syntax::{SyntaxEntry, SyntaxKind, SyntaxNode};
use crate::standard::{BASICS, Field, FieldKind, Standard, YEAR};

impl Editor<'_> {
    /// Changes all short values that differ.
    pub fn change_values(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        for key in BASICS {
            self.change_basic(root, key)?;
        }
        let standard = self.new.standard.clone();
        for field in standard.fields.iter() {
            let is_text = matches!(field.kind, FieldKind::Narrative | FieldKind::PerTable);
            if !field.is_basic() && !is_text {
                self.change_value(root, field)?;
            }
        }
        Ok(())
    }

    /// Changes one of the keys without which there is no form, if it differs.
    fn change_basic(&mut self, root: &SyntaxNode, key: &str) -> Result<(), EditFault> {
        let before = self.old.stated(key);
        let after = self.new.stated(key).unwrap_or_default();
        if before.as_deref() == Some(&*after) {
            return Ok(());
        }
        let after = after.into_owned();
        let tree = match key {
            YEAR => Tree::Number(after),
            _ => Tree::Text(after),
        };
        self.put(root, key, Some(&tree))
    }

    fn change_value(&mut self, root: &SyntaxNode, field: &Field) -> Result<(), EditFault> {
        let (before, after) = (value(self.old, field), value(self.new, field));
        if before == after {
            return Ok(());
        }
        if let FieldKind::Group(inner) = &field.kind
            && let Some(entry) = self.find_top(root, &field.key)?
            && entries_of(&entry.value).is_some()
            && let Some(wanted @ Tree::Map(_)) = &after
        {
            let before = before.unwrap_or(Tree::Null);
            return self.change_group(entry, inner, &before, wanted);
        }
        self.put(root, &field.key, after.as_ref())
    }

    /// The entry of a key at the top.
    fn find_top<'n>(
        &self,
        root: &'n SyntaxNode,
        key: &str,
    ) -> Result<Option<&'n SyntaxEntry>, EditFault> {
        let top = entries_of(root).ok_or(EditFault::Writing)?;
        Ok(top.iter().find(|entry| self.is_field(entry, key)))
    }

    /// Whether an entry at the top is that of a key.
    pub fn is_field(&self, entry: &SyntaxEntry, key: &str) -> bool {
        field_of(&self.new.standard, &entry.key).is_some_and(|field| field.key == key)
    }

    /// Changes what differs in a group.
    fn change_group(
        &mut self,
        group: &SyntaxEntry,
        fields: &[Field],
        before: &Tree,
        after: &Tree,
    ) -> Result<(), EditFault> {
        let entries = entries_of(&group.value).ok_or(EditFault::Writing)?;
        let order: Vec<&str> = fields.iter().map(|f| f.key.as_str()).collect();
        for &key in &order {
            let new = after.get(key);
            if before.get(key) == new {
                continue;
            }
            match (entries.iter().position(|e| e.key == key), new) {
                (Some(index), Some(new)) => self.rewrite(&entries[index], new),
                (Some(index), None) => self.take_away(&group.value, &entries[index], index),
                (None, Some(new)) => {
                    self.insert(&group.value, key, &inline(new), &order, |e, k| e.key == k)?;
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Gives a key at the top a value, or takes it away.
    fn put(&mut self, root: &SyntaxNode, key: &str, value: Option<&Tree>) -> Result<(), EditFault> {
        let top = entries_of(root).ok_or(EditFault::Writing)?;
        let found = top.iter().position(|entry| self.is_field(entry, key));
        match (found, value) {
            (Some(index), Some(value)) => self.rewrite(&top[index], value),
            (Some(index), None) => self.take_away(root, &top[index], index),
            (None, Some(value)) => self.insert_top(root, key, &write_value(value))?,
            (None, None) => {}
        }
        Ok(())
    }

    /// Takes an entry away, or what it holds.
    fn take_away(&mut self, map: &SyntaxNode, entry: &SyntaxEntry, index: usize) {
        if self.keep == Keep::Values {
            return self.remove(map, index);
        }
        let colon = self.behind_colon(entry);
        self.replace(colon..entry.value.range.end.max(colon), "");
    }

    /// Puts a new entry at the top level, in the form's order.
    pub fn insert_top(
        &mut self,
        root: &SyntaxNode,
        key: &str,
        value: &str,
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let fields = &standard.fields;
        let before = fields.before.iter().filter(|field| !field.is_basic());
        let tables = standard.tables.iter().map(|table| table.key.as_str());
        // 格式, 机关 and 年度 stand first in every form.
        let mut order = BASICS.to_vec();
        order.extend(before.map(|field| field.key.as_str()));
        order.extend(tables);
        order.extend(fields.behind.iter().map(|field| field.key.as_str()));
        self.insert(root, key, value, &order, |entry, key| {
            is_top_entry(&standard, entry, key)
        })
    }

    /// Gives an entry another value; a scalar that stands in quotes keeps them.
    fn rewrite(&mut self, entry: &SyntaxEntry, value: &Tree) {
        let text = match (&entry.value.kind, value) {
            (
                SyntaxKind::Block { .. }
                | SyntaxKind::List { flow: false, .. }
                | SyntaxKind::Map { flow: false, .. },
                value,
            ) => {
                // What stands on lines of its own gives way to one line behind the key.
                let colon = self.behind_colon(entry);
                return self.replace(
                    colon..entry.value.range.end.max(colon),
                    format!(" {}", inline(value)),
                );
            }
            (SyntaxKind::Quoted { .. }, Tree::Text(text)) if !text.contains(['"', '\\', '\'']) => {
                let quote = &self.text[entry.value.range.start..=entry.value.range.start];
                format!("{quote}{text}{quote}")
            }
            (_, value) => inline(value),
        };
        self.set(entry, &text);
    }
}

/// Whether an entry at the top is that of a key: its own, or a table's.
fn is_top_entry(standard: &Standard, entry: &SyntaxEntry, key: &str) -> bool {
    if entry.key == key || field_of(standard, &entry.key).is_some_and(|f| f.key == key) {
        return true;
    }
    let table = standard.table_by_key(key);
    table.is_some() && table_of(standard, &entry.key) == table
}

/// A value behind its key: a list an item a line.
fn write_value(value: &Tree) -> String {
    match value {
        Tree::List(items) => items
            .iter()
            .map(|item| format!("\n  - {}", inline(item)))
            .collect(),
        value => inline(value),
    }
}
