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
use crate::form::labelled::{CellAddress, RowStretch};
use crate::place::{At, Place};
use crate::standard::{CellId, Standard};

/// Where a cell of the report stands.
#[derive(Clone, Copy)]
pub struct ReportSpot {
    /// The sheet.
    pub sheet: usize,
    /// The cells that its label spans.
    pub cells: RowStretch,
}

/// Where the cells of the report stand.
pub type Spots = HashMap<CellId, ReportSpot>;

/// A note of a cell, and where its row begins.
pub struct CellNote {
    pub text: String,
    pub at: At,
}

/// What it takes to write the tree.
pub struct Builder<'a> {
    pub file: &'a Arc<str>,
    pub book: &'a Book,
    pub standard: &'a Standard,
    pub calculator: Calculator<'a, Book>,
    pub findings: Vec<Finding>,
    pub spots: Spots,
    /// Notes that no cell has taken yet, by the cell's path.
    pub notes: BTreeMap<String, CellNote>,
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
        let mut entries = self.read_keys(pairs);
        let writer = Tabled {
            file: self.file,
            sheets: &self.book.sheets[..],
            standard: self.standard,
        };
        entries.extend(writer.entries(tables, self));
        for (path, note) in std::mem::take(&mut self.notes) {
            let place = Place::at(self.file, note.at).named(path.as_str(), "");
            let message = format!("“注.{path}”没有用上：表里没有读到这一格");
            let finding = Finding::new(Code::UnknownKey, message, place);
            self.findings.push(finding.hint("补上这一格，或删去这一行"));
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

    /// Where a cell stands.
    pub fn at(&self, cell: CellAddress) -> At {
        self.sheet(cell.sheet).at(cell.pos)
    }

    /// A cell's place.
    pub fn place(&self, cell: CellAddress) -> Place {
        Place::at(self.file, self.at(cell))
    }

    /// The place of a cell of the report.
    pub fn place_of(&self, id: CellId, cell: CellAddress) -> Place {
        self.place(cell)
            .named(self.standard.path(id), self.standard.label(id))
    }

    /// Notes where every cell stands; the first of two stands.
    fn index(&mut self, tables: &[FoundTable]) {
        for found in tables {
            for line in &found.lines {
                let RowMeaning::Leaf(part, row) = line.row else {
                    continue;
                };
                for (column, cell) in line.cells.iter().enumerate() {
                    if let Some(cells) = *cell {
                        let id = CellId {
                            table: found.table,
                            part,
                            row,
                            column,
                        };
                        let spot = ReportSpot {
                            sheet: found.sheet,
                            cells,
                        };
                        self.spots.entry(id).or_insert(spot);
                    }
                }
            }
        }
    }
}

impl Numbers for Builder<'_> {
    fn number(&mut self, id: CellId, sheet: usize, cells: RowStretch) -> Raw {
        self.read_number(id, ReportSpot { sheet, cells })
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
