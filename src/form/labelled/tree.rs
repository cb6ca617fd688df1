//! From the rows that were found to the raw placed tree.
//!
//! Labels are replaced by the form's keys, so that the tree is the one that a
//! YAML form of the same content gives; each node keeps its cell as its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cells;
use super::tables::{FoundTable, RowMeaning, SheetRow};
use crate::finding::{Code, Finding};
use crate::form::labels;
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::standard::{CellId, Standard};

/// Who reads the numbers of the rows, and keeps what is told on the way.
pub trait Numbers {
    /// What stands in a row, from a first column to a last one.
    fn number(&mut self, id: CellId, sheet: usize, row: u32, first: u32, last: u32) -> Raw;

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
            let key = self.standard.tables[found.table].key.clone();
            let at = found
                .lines
                .first()
                .map_or(At::File, |line| self.sheets[found.sheet].at(line.label));
            merged
                .entry(found.table)
                .or_insert_with(|| map_entry(key, at));
            for line in &found.lines {
                let keys = self.keys_of(found, line);
                let entry = self.line(found, line, numbers);
                if let Some(table) = merged.get_mut(&found.table) {
                    insert(&mut table.value, &keys, entry);
                }
            }
        }
        merged.into_values().collect()
    }

    fn place(&self, sheet: usize, pos: (u32, u32)) -> Place {
        Place::at(self.file, self.sheets[sheet].at(pos))
    }

    /// The keys from the table down under which a line's entry stands, its own apart.
    fn keys_of(&self, found: &FoundTable, line: &SheetRow) -> Vec<String> {
        let own = |keys: &[String]| keys[..keys.len().saturating_sub(1)].to_vec();
        match &line.row {
            RowMeaning::Leaf(part, row) | RowMeaning::Stray(part, row) => {
                own(&self.standard.tables[found.table].parts[*part].rows.leaves[*row].keys)
            }
            RowMeaning::Group(keys) => own(keys),
            // A row that nobody knows belongs where the one above it does.
            RowMeaning::Unknown => {
                let above = found.lines.iter().take_while(|l| l.label != line.label);
                above
                    .filter(|l| l.row != RowMeaning::Unknown)
                    .last()
                    .map_or(Vec::new(), |l| self.keys_of(found, l))
            }
        }
    }

    /// The entry of a row, with what is to be told about its label.
    fn line(&self, found: &FoundTable, line: &SheetRow, numbers: &mut impl Numbers) -> Entry {
        let sheet = &self.sheets[found.sheet];
        let at = sheet.at(line.label);
        let typed = sheet
            .text(line.label)
            .unwrap_or_default()
            .trim()
            .replace('\n', "");
        let table = &self.standard.tables[found.table];
        let (part, row) = match &line.row {
            RowMeaning::Leaf(part, row) => (*part, *row),
            RowMeaning::Stray(part, row) => {
                let (leaves, columns) = (
                    &table.parts[*part].rows.leaves[*row],
                    &table.parts[*part].columns.leaves,
                );
                let names = columns
                    .iter()
                    .map(|l| l.label.as_str())
                    .collect::<Vec<_>>()
                    .join("、");
                let message = format!("“{}”上面没有它的列名，没有读", leaves.label);
                let path = self.path(found.table, &leaves.keys);
                let place = self
                    .place(found.sheet, line.label)
                    .named(path, leaves.label.as_str());
                let finding = Finding::new(Code::UnknownRow, message, place);
                numbers.tell(finding.hint(format!("在它上面补一行列名：{names}")));
                let node = RawNode::Reported;
                return Entry {
                    key: leaves.key().to_owned(),
                    at: at.clone(),
                    value: Raw { at, node },
                };
            }
            RowMeaning::Group(keys) => {
                // It has no numbers of its own; which it has does not matter.
                let key = keys.last().cloned().unwrap_or_default();
                let node = RawNode::List(Vec::new());
                return Entry {
                    key,
                    at: at.clone(),
                    value: Raw { at, node },
                };
            }
            RowMeaning::Unknown => {
                let key = if typed.is_empty() {
                    "（没有行名）".to_owned()
                } else {
                    typed
                };
                let node = RawNode::List(Vec::new());
                return Entry {
                    key,
                    at: at.clone(),
                    value: Raw { at, node },
                };
            }
        };
        let leaf = &table.parts[part].rows.leaves[row];
        let place = self
            .place(found.sheet, line.label)
            .named(self.path(found.table, &leaf.keys), leaf.label.as_str());
        if !line.exact {
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
        let mut cells: Vec<Raw> = (0..line.cells.len())
            .map(|column| {
                let id = CellId {
                    table: found.table,
                    part,
                    row,
                    column,
                };
                match line.cells[column] {
                    Some((row, first, last)) => numbers.number(id, found.sheet, row, first, last),
                    None => numbers.missing(at.clone()),
                }
            })
            .collect();
        let value = if cells.len() == 1 {
            cells.remove(0)
        } else {
            let start = cells
                .first()
                .map_or_else(|| at.clone(), |cell| cell.at.clone());
            Raw {
                at: start,
                node: RawNode::List(cells),
            }
        };
        Entry {
            key: leaf.key().to_owned(),
            at,
            value,
        }
    }

    fn path(&self, table: usize, keys: &[String]) -> String {
        format!("{}.{}", self.standard.tables[table].key, keys.join("."))
    }
}

/// A key with nothing below it yet.
pub fn map_entry(key: String, at: At) -> Entry {
    Entry {
        key,
        at: at.clone(),
        value: Raw {
            at,
            node: RawNode::Map(Vec::new()),
        },
    }
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
    let index = found.unwrap_or_else(|| {
        entries.push(map_entry(key.clone(), entry.at.clone()));
        entries.len() - 1
    });
    insert(&mut entries[index].value, rest, entry);
}
