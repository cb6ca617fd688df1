//! Short values outside the tables, alone, in groups and in lists.

use super::{EditFault, Editor, Keep, entries_of};
use crate::form::lower::{field_of, table_of};
use crate::form::write::{Tree, inline, value};
use crate::form::yaml::syntax::{SyntaxEntry, SyntaxKind, SyntaxNode};
use crate::standard::{BASICS, Field, FieldKind, YEAR};

impl Editor<'_> {
    /// Changes all short values that differ.
    pub fn values(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        let (_, top) = entries_of(root).ok_or(EditFault::Writing)?;
        let (old, new) = (self.old, self.new);
        for key in BASICS {
            let (before, after) = (old.stated(key), new.stated(key).unwrap_or_default());
            if before.as_deref() != Some(&*after) {
                let after = after.into_owned();
                let tree = if key == YEAR {
                    Tree::Number(after)
                } else {
                    Tree::Text(after)
                };
                self.put(root, key, Some(&tree))?;
            }
        }
        let standard = new.standard.clone();
        let is_text =
            |field: &Field| matches!(field.kind, FieldKind::Narrative | FieldKind::PerTable);
        for field in standard
            .fields
            .iter()
            .filter(|f| !f.is_basic() && !is_text(f))
        {
            let (before, after) = (value(old, field), value(new, field));
            if before == after {
                continue;
            }
            let entry = top
                .iter()
                .find(|e| field_of(&new.standard, &e.key).is_some_and(|f| f.key == field.key));
            match (&field.kind, entry, after) {
                (FieldKind::Group(inner), Some(entry), Some((_, Tree::Map(wanted))))
                    if entries_of(&entry.value).is_some() =>
                {
                    let before = if let Some((_, Tree::Map(before))) = before {
                        before
                    } else {
                        Vec::new()
                    };
                    self.group(entry, inner, &before, &wanted)?;
                }
                (_, _, after) => {
                    self.put(root, &field.key, after.map(|(_, tree)| tree).as_ref())?;
                }
            }
        }
        Ok(())
    }

    /// Changes what differs in a group.
    fn group(
        &mut self,
        entry: &SyntaxEntry,
        fields: &[Field],
        before: &[(String, Tree)],
        after: &[(String, Tree)],
    ) -> Result<(), EditFault> {
        let (_, entries) = entries_of(&entry.value).ok_or(EditFault::Writing)?;
        let order: Vec<&str> = fields.iter().map(|f| f.key.as_str()).collect();
        for key in &order {
            let of = |values: &[(String, Tree)]| {
                values
                    .iter()
                    .find(|(k, _)| k == key)
                    .map(|(_, tree)| tree.clone())
            };
            let (old, new) = (of(before), of(after));
            if old == new {
                continue;
            }
            match (entries.iter().position(|e| e.key == *key), new) {
                (Some(index), Some(new)) => self.rewrite(&entries[index], &new),
                (Some(index), None) => self.take_away(&entry.value, &entries[index], index),
                (None, Some(new)) => {
                    self.insert(&entry.value, key, &inline(&new), &order, |e, k| e.key == k)?;
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Gives a key at the top a value, or takes it away.
    fn put(&mut self, root: &SyntaxNode, key: &str, value: Option<&Tree>) -> Result<(), EditFault> {
        let (_, top) = entries_of(root).ok_or(EditFault::Writing)?;
        let standard = self.new.standard.clone();
        let found = top
            .iter()
            .position(|e| field_of(&standard, &e.key).is_some_and(|f| f.key == key));
        match (found, value) {
            (Some(index), Some(value)) => self.rewrite(&top[index], value),
            (Some(index), None) => self.take_away(root, &top[index], index),
            (None, Some(value)) => self.insert_top(root, key, &lines(value))?,
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
            entry.key == key
                || field_of(&standard, &entry.key).is_some_and(|f| f.key == key)
                || standard
                    .table_by_key(key)
                    .is_some_and(|t| table_of(&standard, &entry.key) == Some(t))
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

/// A value behind its key: a list an item a line.
fn lines(value: &Tree) -> String {
    match value {
        Tree::List(items) => items
            .iter()
            .map(|item| format!("\n  - {}", inline(item)))
            .collect(),
        value => inline(value),
    }
}
