//! From the rows that were found to the raw placed tree.
//!
//! Labels are replaced by the form's keys, so that the tree is the one that a
//! YAML form of the same content gives; each node keeps its cell as its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tables::{FoundTable, RowMeaning, SheetRow};
use super::{CellPos, Cells, RowStretch};
use crate::finding::{Code, Finding};
use crate::form::labels;
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::standard::{CellId, Part, Standard};

/// Who reads the numbers of the rows, and keeps what is told on the way.
pub trait Numbers {
    /// What stands in a stretch of a row.
    fn number(&mut self, id: CellId, sheet: usize, stretch: RowStretch) -> Raw;

    /// What stands for a column that a table does not have; it has been told.
    fn missing(&self, at: At) -> Raw {
        Raw {
            at,
            node: RawNode::Reported,
        }
    }

    /// Keeps a finding.
    fn tell(&mut self, finding: Finding);
}

/// Sheets or grids in which tables were found.
pub struct Tabled<'a, C> {
    pub file: &'a Arc<str>,
    pub sheets: &'a [C],
    pub standard: &'a Standard,
}

impl<C: Cells> Tabled<'_, C> {
    /// The entries of the tables, one for each.
    pub fn entries(&self, tables: &[FoundTable], numbers: &mut impl Numbers) -> Vec<Entry> {
        let mut merged: BTreeMap<usize, Entry> = BTreeMap::new();
        for found in tables {
            let first = found.lines.first();
            let at = first.map_or(At::File, |line| self.sheets[found.sheet].at(line.label));
            let key = &self.standard.tables[found.table].key;
            let table = merged.entry(found.table);
            let table = table.or_insert_with(|| make_entry(key, at, empty_map()));
            for line in &found.lines {
                let keys = self.keys_of(found, line);
                let entry = self.read_line(found, line, numbers);
                insert(&mut table.value, &keys, entry);
            }
        }
        merged.into_values().collect()
    }

    fn place(&self, sheet: usize, pos: CellPos) -> Place {
        Place::at(self.file, self.sheets[sheet].at(pos))
    }

    /// The keys from the table down under which a line's entry stands, its own apart.
    fn keys_of(&self, found: &FoundTable, line: &SheetRow) -> Vec<String> {
        match &line.row {
            RowMeaning::Leaf(part, row) | RowMeaning::Stray(part, row) => {
                let rows = &self.standard.tables[found.table].parts[*part].rows;
                without_own(&rows.leaves[*row].keys)
            }
            RowMeaning::Group(keys) => without_own(keys),
            // A row that nobody knows belongs where the one above it does.
            RowMeaning::Unknown => {
                let above = found
                    .lines
                    .iter()
                    .take_while(|above| above.label != line.label);
                let known = above.filter(|above| above.row != RowMeaning::Unknown);
                known
                    .last()
                    .map_or(Vec::new(), |above| self.keys_of(found, above))
            }
        }
    }

    /// The entry of a row, with what is to be told about its label.
    fn read_line(&self, found: &FoundTable, line: &SheetRow, numbers: &mut impl Numbers) -> Entry {
        let at = self.sheets[found.sheet].at(line.label);
        match &line.row {
            RowMeaning::Leaf(part, row) => self.read_leaf(found, line, *part, *row, numbers),
            RowMeaning::Stray(part, row) => {
                let part = &self.standard.tables[found.table].parts[*part];
                numbers.tell(self.tell_stray(found, line, part, *row));
                make_entry(part.rows.leaves[*row].key(), at, RawNode::Reported)
            }
            // It has no numbers of its own; which it has does not matter.
            RowMeaning::Group(keys) => {
                let key = keys.last().cloned().unwrap_or_default();
                make_entry(key, at, RawNode::List(Vec::new()))
            }
            RowMeaning::Unknown => {
                let mut key = self.typed_label(found, line);
                if key.is_empty() {
                    NAMELESS.clone_into(&mut key);
                }
                make_entry(key, at, RawNode::List(Vec::new()))
            }
        }
    }

    /// The label of a row as it is typed, in one line.
    fn typed_label(&self, found: &FoundTable, line: &SheetRow) -> String {
        let text = self.sheets[found.sheet]
            .text(line.label)
            .unwrap_or_default();
        text.trim().replace('\n', "")
    }

    /// Tells of a row above which its own columns are not labelled.
    fn tell_stray(&self, found: &FoundTable, line: &SheetRow, part: &Part, row: usize) -> Finding {
        let leaf = &part.rows.leaves[row];
        let columns = part.columns.leaves.iter();
        let names: Vec<&str> = columns.map(|column| column.label.as_str()).collect();
        let message = format!("“{}”上面没有它的列名，没有读", leaf.label);
        let place = self
            .place(found.sheet, line.label)
            .named(self.path(found.table, &leaf.keys), leaf.label.as_str());
        Finding::new(Code::UnknownRow, message, place)
            .hint(format!("在它上面补一行列名：{}", names.join("、")))
    }

    /// The entry of a row with numbers.
    fn read_leaf(
        &self,
        found: &FoundTable,
        line: &SheetRow,
        part: usize,
        row: usize,
        numbers: &mut impl Numbers,
    ) -> Entry {
        let leaf = &self.standard.tables[found.table].parts[part].rows.leaves[row];
        let place = self
            .place(found.sheet, line.label)
            .named(self.path(found.table, &leaf.keys), leaf.label.as_str());
        let at = place.at.clone();
        if !line.exact {
            let typed = self.typed_label(found, line);
            numbers.tell(labels::tell_altered(
                &typed,
                &leaf.label,
                &leaf.label,
                place,
            ));
        } else if line.concluded {
            let message = format!("这几列上面没有“{}”，按次序读取", leaf.label);
            let finding = Finding::new(Code::AlteredLabel, message, place);
            numbers.tell(finding.hint(format!("在这几列上面填上“{}”", leaf.label)));
        }
        let mut cells = Vec::with_capacity(line.cells.len());
        for (column, cell) in line.cells.iter().enumerate() {
            let id = CellId {
                table: found.table,
                part,
                row,
                column,
            };
            cells.push(match cell {
                Some(stretch) => numbers.number(id, found.sheet, *stretch),
                None => numbers.missing(at.clone()),
            });
        }
        Entry {
            key: leaf.key().to_owned(),
            at: at.clone(),
            value: join(cells, at),
        }
    }

    fn path(&self, table: usize, keys: &[String]) -> String {
        format!("{}.{}", self.standard.tables[table].key, keys.join("."))
    }
}

/// What stands for the key of a row without a label.
const NAMELESS: &str = "（没有行名）";

/// All keys but the last one.
fn without_own(keys: &[String]) -> Vec<String> {
    keys[..keys.len().saturating_sub(1)].to_vec()
}

/// The value of a row: its only cell, or the list of all; `at` is the row's place.
fn join(mut cells: Vec<Raw>, at: At) -> Raw {
    if cells.len() == 1 {
        return cells.remove(0);
    }
    let at = cells.first().map_or(at, |cell| cell.at.clone());
    Raw {
        at,
        node: RawNode::List(cells),
    }
}

/// A key whose value stands where it does.
pub fn make_entry(key: impl Into<String>, at: At, node: RawNode) -> Entry {
    Entry {
        key: key.into(),
        at: at.clone(),
        value: Raw { at, node },
    }
}

/// A value with no keys yet.
fn empty_map() -> RawNode {
    RawNode::Map(Vec::new())
}

/// Puts an entry below the keys that lead to it.
pub fn insert(raw: &mut Raw, keys: &[String], entry: Entry) {
    let RawNode::Map(entries) = &mut raw.node else {
        return;
    };
    let Some((key, rest)) = keys.split_first() else {
        return entries.push(entry);
    };
    let found = entries
        .iter()
        .position(|e| e.key == *key && matches!(e.value.node, RawNode::Map(_)));
    let index = found.unwrap_or(entries.len());
    if found.is_none() {
        entries.push(make_entry(key.clone(), entry.at.clone(), empty_map()));
    }
    insert(&mut entries[index].value, rest, entry);
}
