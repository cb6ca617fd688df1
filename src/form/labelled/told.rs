//! What somebody should know about labels: guessed ones, columns that lack or are there twice,
//! numbers that stand in no column.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tables::{FoundTable, RowMeaning};
use super::{Cells, Taken};
use crate::finding::{Code, Finding, json::cell_name};
use crate::form::labels;
use crate::place::Place;
use crate::standard::{Layout, Standard, Table};

/// The labels of columns that are not written as they should be.
pub fn guesses(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    found: &[FoundTable],
) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for table in found {
        let data = &standard.tables[table.table];
        for (part, leaf, label) in table.heads.iter().filter(|(_, _, label)| !label.exact) {
            // Heads that parts share are told once.
            if !told.insert((table.sheet, label.pos)) {
                continue;
            }
            let sheet = &sheets[table.sheet];
            let official = &data.parts[*part].columns.leaves[*leaf].label;
            let place =
                Place::at(file, sheet.at(label.pos)).named(data.key.as_str(), official.as_str());
            let typed = sheet
                .text(label.pos)
                .unwrap_or_default()
                .trim()
                .replace('\n', "");
            findings.push(if typed.is_empty() {
                Finding::new(
                    Code::AlteredLabel,
                    format!("这一列没有列名，按“{official}”读取"),
                    place,
                )
                .hint(format!("填上“{official}”"))
            } else {
                labels::tell_altered(&typed, official, official, place)
            });
        }
    }
    findings
}

/// Columns that a table lacks, has twice or does not have. `taken` are the cells that were read.
pub fn columns(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    found: &[FoundTable],
    taken: &Taken,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in found {
        let data = &standard.tables[table.table];
        let label = |part: usize, leaf: usize| data.parts[part].columns.leaves[leaf].label.as_str();
        let place = |pos: (u32, u32), label: &str| {
            Place::at(file, sheets[table.sheet].at(pos)).named(data.key.as_str(), label)
        };
        if let Some(&(part, leaf, pos)) = table
            .again
            .first()
            .filter(|_| data.layout == Layout::Across)
        {
            let labels = data.parts[part]
                .columns
                .leaves
                .iter()
                .map(|l| l.label.as_str())
                .collect::<Vec<_>>()
                .join("、");
            let message = format!("“{}”的列名多了或次序不对，没有读", data.name);
            let finding = Finding::new(Code::UnknownRow, message, place(pos, label(part, leaf)));
            findings.push(finding.hint(format!("每一组依次是：{labels}")));
            continue;
        }
        if let Some(pos) = table.doubled {
            let message = format!("“{}”下面有两行数，以第一行为准", data.name);
            let finding = Finding::new(Code::DuplicateKey, message, place(pos, &data.name));
            findings.push(finding.hint("只留本年的一行"));
        }
        findings.extend(unused(file, sheets, data, table, taken));
        let mut lacking = BTreeSet::new();
        for line in &table.lines {
            let RowMeaning::Leaf(part, _) = line.row else {
                continue;
            };
            let leaves = data.parts[part]
                .columns
                .leaves
                .iter()
                .zip(&line.cells)
                .enumerate();
            for (leaf, _) in
                leaves.filter(|(_, (leaf, cell))| cell.is_none() && leaf.total.is_none())
            {
                // Rows side by side have each their own columns.
                if lacking.insert((part, leaf)) {
                    let label = label(part, leaf);
                    let message = format!("“{}”里没有“{label}”这一列", data.name);
                    let head = table
                        .heads
                        .iter()
                        .find(|(at, ..)| *at == part)
                        .map_or(line.label, |(.., l)| l.pos);
                    let finding = Finding::new(Code::MissingRow, message, place(head, label));
                    findings.push(finding.hint(format!("补上“{label}”一列和列名；没有发生的填 0")));
                }
            }
        }
        for &(part, leaf, pos) in &table.again {
            let label = label(part, leaf);
            let message = format!("“{label}”这一列出现了两次，以第一次为准");
            findings.push(labels::tell_repeated(message, place(pos, label)));
        }
    }
    findings
}

/// Numbers in the rows of a table that stand in none of its columns: one warning a column.
fn unused(
    file: &Arc<str>,
    sheets: &[impl Cells],
    data: &Table,
    table: &FoundTable,
    taken: &Taken,
) -> Vec<Finding> {
    let sheet = &sheets[table.sheet];
    let mut columns: BTreeMap<u32, u32> = BTreeMap::new();
    for line in &table.lines {
        let Some(&(row, ..)) = line.cells.iter().flatten().next() else {
            continue;
        };
        let start = line
            .cells
            .iter()
            .flatten()
            .map(|(_, first, _)| *first)
            .min()
            .unwrap_or_default();
        let numbers = sheet
            .columns(row)
            .filter(|column| sheet.is_number((row, *column)));
        for column in numbers.filter(|column| *column > start) {
            if !taken.contains(&(table.sheet, (row, column))) {
                columns.entry(column).or_insert(row);
            }
        }
    }
    let warn = |(column, row): (u32, u32)| {
        let name = cell_name(0, column).trim_end_matches('1').to_owned();
        let message = format!(
            "“{}”的 {name} 列里有数，但它不是表里的列，没有读",
            data.name
        );
        let place =
            Place::at(file, sheet.at((row, column))).named(data.key.as_str(), data.name.as_str());
        Finding::new(Code::UnknownKey, message, place)
            .as_warning()
            .hint("不需要就删去；是表里的列就改正列名")
    };
    columns.into_iter().map(warn).collect()
}
