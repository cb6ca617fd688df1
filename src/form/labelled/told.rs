//! What somebody should know about labels: guessed ones, columns that lack or are there twice,
//! numbers that stand in no column.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::heads::RepeatedLabel;
use super::tables::{FoundTable, RowMeaning, UsedLabel};
use super::{CellPos, Cells, Taken};
use crate::finding::{Code, Finding, json::cell_name};
use crate::form::labels;
use crate::place::Place;
use crate::standard::{Layout, Standard, Table};

/// Tells of the labels of columns that are not written as they should be.
pub fn tell_guesses(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    found: &[FoundTable],
) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for found in found {
        let table = LabelledTable::new(file, sheets, standard, found);
        for head in found.heads.iter().filter(|head| !head.label.exact) {
            // Heads that parts share are told once.
            if told.insert((found.sheet, head.label.pos)) {
                findings.push(table.tell_guess(head));
            }
        }
    }
    findings
}

/// Tells of columns that a table lacks, has twice or does not have. `taken` are the cells that
/// were read.
pub fn tell_columns(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    found: &[FoundTable],
    taken: &Taken,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in found {
        let table = LabelledTable::new(file, sheets, standard, found);
        if table.data.layout == Layout::Across
            && let Some(first) = found.again.first()
        {
            findings.push(table.tell_disorder(first));
            continue;
        }
        if let Some(pos) = found.doubled {
            findings.push(table.tell_doubled(pos));
        }
        findings.extend(table.tell_unused(taken));
        findings.extend(table.tell_lacking());
        findings.extend(found.again.iter().map(|label| table.tell_again(label)));
    }
    findings
}

/// A table that was found, with all it takes to tell of it.
struct LabelledTable<'a, C> {
    file: &'a Arc<str>,
    sheet: &'a C,
    data: &'a Table,
    found: &'a FoundTable,
}

impl<'a, C: Cells> LabelledTable<'a, C> {
    fn new(
        file: &'a Arc<str>,
        sheets: &'a [C],
        standard: &'a Standard,
        found: &'a FoundTable,
    ) -> Self {
        Self {
            file,
            sheet: &sheets[found.sheet],
            data: &standard.tables[found.table],
            found,
        }
    }

    /// The official label of a column.
    fn label(&self, part: usize, leaf: usize) -> &'a str {
        &self.data.parts[part].columns.leaves[leaf].label
    }

    fn place(&self, pos: CellPos, label: &str) -> Place {
        Place::at(self.file, self.sheet.at(pos)).named(self.data.key.as_str(), label)
    }

    fn tell_guess(&self, head: &UsedLabel) -> Finding {
        let official = self.label(head.part, head.leaf);
        let place = self.place(head.label.pos, official);
        let typed = self.sheet.text(head.label.pos).unwrap_or_default();
        let typed = typed.trim().replace('\n', "");
        if !typed.is_empty() {
            return labels::tell_altered(&typed, official, official, place);
        }
        let message = format!("这一列没有列名，按“{official}”读取");
        Finding::new(Code::AlteredLabel, message, place).hint(format!("填上“{official}”"))
    }

    /// Tells of columns side by side that are too many or in another order.
    fn tell_disorder(&self, first: &RepeatedLabel) -> Finding {
        let leaves = self.data.parts[first.part].columns.leaves.iter();
        let labels: Vec<&str> = leaves.map(|leaf| leaf.label.as_str()).collect();
        let message = format!("“{}”的列名多了或次序不对，没有读", self.data.name);
        let place = self.place(first.pos, self.label(first.part, first.leaf));
        Finding::new(Code::UnknownRow, message, place)
            .hint(format!("每一组依次是：{}", labels.join("、")))
    }

    fn tell_doubled(&self, pos: CellPos) -> Finding {
        let message = format!("“{}”下面有两行数，以第一行为准", self.data.name);
        let place = self.place(pos, &self.data.name);
        Finding::new(Code::DuplicateKey, message, place).hint("只留本年的一行")
    }

    fn tell_again(&self, label: &RepeatedLabel) -> Finding {
        let official = self.label(label.part, label.leaf);
        let message = format!("“{official}”这一列出现了两次，以第一次为准");
        labels::tell_repeated(message, self.place(label.pos, official))
    }

    /// Tells of columns that are not there, each once.
    fn tell_lacking(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut lacking = BTreeSet::new();
        for line in &self.found.lines {
            let RowMeaning::Leaf(part, _) = line.row else {
                continue;
            };
            let leaves = self.data.parts[part].columns.leaves.iter();
            for (leaf, (column, cell)) in leaves.zip(&line.cells).enumerate() {
                // Rows side by side have each their own columns.
                if cell.is_none() && column.total.is_none() && lacking.insert((part, leaf)) {
                    let head = self.found.heads.iter().find(|head| head.part == part);
                    let pos = head.map_or(line.label, |head| head.label.pos);
                    let message = format!("“{}”里没有“{}”这一列", self.data.name, column.label);
                    let place = self.place(pos, &column.label);
                    let hint = format!("补上“{}”一列和列名；没有发生的填 0", column.label);
                    findings.push(Finding::new(Code::MissingRow, message, place).hint(hint));
                }
            }
        }
        findings
    }

    /// Tells of numbers in the rows of a table that stand in none of its columns: one warning a
    /// column.
    fn tell_unused(&self, taken: &Taken) -> Vec<Finding> {
        let sheet = self.found.sheet;
        let mut columns: BTreeMap<u32, CellPos> = BTreeMap::new();
        for line in &self.found.lines {
            let mut cells = line.cells.iter().flatten();
            let Some(&first) = cells.next() else { continue };
            let start = cells.map(|cell| cell.first).fold(first.first, u32::min);
            for column in self
                .sheet
                .columns(first.row)
                .filter(|column| *column > start)
            {
                let pos = CellPos::new(first.row, column);
                if self.sheet.is_number(pos) && !taken.contains(&pos.in_sheet(sheet)) {
                    columns.entry(column).or_insert(pos);
                }
            }
        }
        columns
            .into_values()
            .map(|pos| self.warn_unused(pos))
            .collect()
    }

    fn warn_unused(&self, pos: CellPos) -> Finding {
        let name = cell_name(0, pos.column);
        let name = name.trim_end_matches('1');
        let table = &self.data.name;
        let message = format!("“{table}”的 {name} 列里有数，但它不是表里的列，没有读");
        Finding::new(Code::UnknownKey, message, self.place(pos, table))
            .as_warning()
            .hint("不需要就删去；是表里的列就改正列名")
    }
}
