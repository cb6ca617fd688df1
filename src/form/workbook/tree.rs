//! From the cells that were found to the raw placed tree.
//!
//! Labels are replaced by the form's keys, so that the tree is the one that a
//! YAML form of the same content gives; each node keeps its cell as its place.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::labelled::tables::{FoundTable, RowMeaning};
use super::super::labelled::tree::{Numbers, Tabled};
use super::super::raw::{Raw, RawNode};
use super::formula::Calculator;
use super::keys::Pair;
use super::sheet::{Book, Sheet};
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::standard::{CellId, Standard};

/// Where the cells of the report stand: sheet, row, first and last column.
pub type Spots = HashMap<CellId, (usize, u32, u32, u32)>;

/// What it takes to write the tree.
pub struct Builder<'a> {
    pub file: &'a Arc<str>,
    pub book: &'a Book,
    pub standard: &'a Standard,
    pub calculator: Calculator<'a, Book>,
    pub findings: Vec<Finding>,
    pub spots: Spots,
    /// Notes that no cell has taken yet, by the cell's path.
    pub notes: BTreeMap<String, (String, At)>,
}

impl<'a> Builder<'a> {
    pub fn new(file: &'a Arc<str>, book: &'a Book, standard: &'a Standard) -> Self {
        Self {
            file,
            book,
            standard,
            calculator: Calculator::new(book),
            findings: Vec::new(),
            spots: Spots::new(),
            notes: BTreeMap::new(),
        }
    }

    /// The whole tree.
    pub fn tree(&mut self, tables: &[FoundTable], pairs: &[Pair]) -> Raw {
        self.index(tables);
        let mut entries = self.keys(pairs);
        let (file, sheets, standard) = (self.file, &self.book.sheets[..], self.standard);
        entries.extend(
            Tabled {
                file,
                sheets,
                standard,
            }
            .entries(tables, self),
        );
        for (path, (_, at)) in std::mem::take(&mut self.notes) {
            let place = Place::at(self.file, at).named(path.as_str(), "");
            let message = format!("“注.{path}”没有用上：表里没有读到这一格");
            self.findings.push(
                Finding::new(Code::UnknownKey, message, place).hint("补上这一格，或删去这一行"),
            );
        }
        Raw {
            at: At::File,
            node: RawNode::Map(entries),
        }
    }

    /// A sheet by its number.
    pub fn sheet(&self, index: usize) -> &'a Sheet {
        &self.book.sheets[index]
    }

    /// A cell's place.
    pub fn place(&self, sheet: usize, pos: (u32, u32)) -> Place {
        Place::at(self.file, self.sheet(sheet).at(pos))
    }

    /// Notes where every cell stands; the first of two stands.
    fn index(&mut self, tables: &[FoundTable]) {
        for found in tables {
            for line in &found.lines {
                let RowMeaning::Leaf(part, row) = line.row else {
                    continue;
                };
                for (column, cell) in line.cells.iter().enumerate() {
                    let Some((at, first, last)) = *cell else {
                        continue;
                    };
                    let id = CellId {
                        table: found.table,
                        part,
                        row,
                        column,
                    };
                    self.spots
                        .entry(id)
                        .or_insert((found.sheet, at, first, last));
                }
            }
        }
    }
}

impl Numbers for Builder<'_> {
    fn number(&mut self, id: CellId, sheet: usize, row: u32, first: u32, last: u32) -> Raw {
        self.read_number(id, sheet, row, first, last)
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
