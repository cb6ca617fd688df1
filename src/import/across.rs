//! Numbers behind labels that stand side by side: a table that is one row for all.

use std::sync::Arc;

use super::loose::{LooseCell, fit};
use super::order::is_within;
use super::pieces::GridSheet;
use crate::finding::{Code, Finding};
use crate::form::labelled::lexicon::LabelMeaning;
use crate::place::{At, Place};
use crate::standard::{Part, Table};

/// The labels of such a table and the numbers behind them, as far as they have been read.
#[derive(Debug)]
pub struct OpenAcross {
    pub table: usize,
    /// The labels of columns so far, as leaves.
    leaves: Vec<usize>,
    labels: Vec<AcrossLabel>,
    pub cells: Vec<LooseCell>,
}

/// A label over several columns, as the leaf that it is of.
#[derive(Debug)]
struct AcrossLabel {
    leaf: usize,
    at: At,
}

impl OpenAcross {
    pub fn new(table: usize) -> Self {
        Self {
            table,
            leaves: Vec::new(),
            labels: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Takes up one more label, with all that it means.
    pub fn add_label(&mut self, meanings: &[&LabelMeaning], at: &At) {
        // What came before a label is no number of the row.
        self.cells.clear();
        for meaning in meanings {
            match meaning {
                LabelMeaning::Column(_, _, leaf) => self.leaves.push(*leaf),
                LabelMeaning::Row(_, _, leaf) => self.labels.push(AcrossLabel {
                    leaf: *leaf,
                    at: at.clone(),
                }),
                _ => {}
            }
        }
    }

    /// The table as a grid, or why it cannot be read; none where there are no numbers.
    pub fn draw(&self, file: &Arc<str>, table: &Table) -> Option<Result<GridSheet, Box<Finding>>> {
        let first = &self.cells.first()?.at;
        let part = &table.parts[0];
        let width = part.columns.leaves.len() * part.rows.leaves.len();
        let ordered = self.is_ordered(part);
        let fitted = if ordered {
            fit(&self.cells, width, first)
        } else {
            None
        };
        if let Some(cells) = fitted {
            return Some(Ok(self.lay_out(part, first, cells)));
        }
        let name = table.name.as_str();
        let message = if ordered {
            let filled = self.cells.iter().filter(|cell| !cell.is_blank()).count();
            format!("“{name}”有 {filled} 个数，应有 {width} 个，分不清是哪几列，没有读")
        } else {
            format!("“{name}”的列名次序不对，没有读")
        };
        let place = Place::at(file, first.clone()).named(table.key.as_str(), name);
        let finding = Finding::new(Code::NotRead, message, place);
        let hint = "对照原文，把这张表的数填上";
        Some(Err(Box::new(finding.hint(hint))))
    }

    /// Whether the labels stand in the official order.
    fn is_ordered(&self, part: &Part) -> bool {
        let (columns, rows) = (part.columns.leaves.len(), part.rows.leaves.len());
        let expected: Vec<usize> = (0..columns * rows).map(|at| at % columns).collect();
        let row_order: Vec<usize> = (0..rows).collect();
        let said: Vec<usize> = self.labels.iter().map(|label| label.leaf).collect();
        is_within(&self.leaves, &expected) && is_within(&said, &row_order)
    }

    /// The cells under the official head.
    fn lay_out(&self, part: &Part, first: &At, cells: Vec<LooseCell>) -> GridSheet {
        let columns = &part.columns.leaves;
        let mut sheet = GridSheet::default();
        for (row, leaf) in part.rows.leaves.iter().enumerate() {
            let own = self.labels.iter().find(|label| label.leaf == row);
            let at = own.map_or(first, |label| &label.at);
            sheet.put(0, (row * columns.len()) as u32, &leaf.label, at.clone());
        }
        for (index, cell) in cells.into_iter().enumerate() {
            let label = &columns[index % columns.len()].label;
            sheet.put(1, index as u32, label, cell.at.clone());
            sheet.put(2, index as u32, &cell.text, cell.at);
        }
        sheet
    }
}
