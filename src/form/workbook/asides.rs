//! What somebody should know about a workbook beside its content: guessed
//! labels, hidden parts that were read, sheets that were not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::labels;
use super::keys::Pair;
use super::sheet::{Book, Value};
use super::tables::Found;
use super::words;
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::standard::Standard;

/// The labels of columns that are not written as they should be.
pub fn guesses(file: &Arc<str>, book: &Book, standard: &Standard, found: &[Found]) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for table in found {
        let data = &standard.tables[table.table];
        for (part, leaf, label) in table.heads.iter().filter(|(_, _, label)| !label.exact) {
            // Heads that parts share are told once.
            if !told.insert((table.sheet, label.pos)) {
                continue;
            }
            let sheet = &book.sheets[table.sheet];
            let official = &data.parts[*part].columns.leaves[*leaf].label;
            let place = Place::at(file, sheet.at(label.pos)).named(data.key.as_str(), official.as_str());
            let typed = sheet.text(label.pos).unwrap_or_default().trim().replace('\n', "");
            findings.push(if typed.is_empty() {
                Finding::new(Code::AlteredLabel, format!("这一列没有列名，按“{official}”读取"), place)
                    .hint(format!("填上“{official}”"))
            } else {
                labels::altered(&typed, official, official, place)
            });
        }
    }
    findings
}

/// What somebody should know about the workbook: hidden parts that were read, sheets that were not.
pub fn asides(file: &Arc<str>, book: &Book, found: &[Found], pairs: &[Pair]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let referring = referring(book);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let place = |row| Place::at(file, sheet.at((row, 0)));
        let used: BTreeSet<u32> = found
            .iter()
            .filter(|f| f.sheet == index)
            .flat_map(|f| f.lines.iter().map(|line| line.label.0))
            .chain(pairs.iter().filter(|p| p.sheet == index).map(|p| p.value.0))
            .collect();
        let Some(&first) = used.first() else {
            let filled = sheet.cells.values().any(|cell| cell.value != Value::Empty);
            if filled && *sheet.name != *words::GUIDE && !referring.iter().any(|formula| formula.contains(&*sheet.name))
            {
                let hidden = if sheet.hidden { "隐藏的" } else { "" };
                let message = format!("{hidden}工作表“{}”没有用到", sheet.name);
                let finding = Finding::new(Code::UnknownKey, message, place(0)).as_warning();
                findings.push(finding.hint("其中没有填报表的内容；不需要就删去"));
            }
            continue;
        };
        if sheet.hidden {
            let message = format!("工作表“{}”是隐藏的，已照常读取", sheet.name);
            findings.push(Finding::new(Code::HiddenCells, message, place(first)).hint("取消隐藏，核对其中的内容"));
        }
        let rows: Vec<u32> = sheet.marks.hidden_rows.intersection(&used).copied().collect();
        if let Some(&row) = rows.first() {
            let names = rows.iter().take(10).map(|row| (row + 1).to_string()).collect::<Vec<_>>().join("、");
            let more = if rows.len() > 10 { "等" } else { "" };
            let message = format!("工作表“{}”的第 {names} {more}行是隐藏的，已照常读取", sheet.name);
            findings.push(Finding::new(Code::HiddenCells, message, place(row)).hint("取消隐藏，核对其中的内容"));
        }
        let columns = found.iter().filter(|f| f.sheet == index).flat_map(|f| f.heads.iter());
        let hidden = columns
            .map(|(_, _, label)| label.pos)
            .find(|pos| sheet.marks.hidden_columns.iter().any(|c| c.contains(&pos.1)));
        if let Some(pos) = hidden {
            let message = format!("工作表“{}”里有隐藏的列，已照常读取", sheet.name);
            let place = Place::at(file, sheet.at(pos));
            findings.push(Finding::new(Code::HiddenCells, message, place).hint("取消隐藏，核对其中的内容"));
        }
    }
    findings
}

/// Formulas that are looked at for the names of sheets.
const MAX_REFERRING: usize = 2_000;

/// The formulas that take something from another sheet.
fn referring(book: &Book) -> Vec<&str> {
    let formulas = book.sheets.iter().flat_map(|sheet| sheet.cells.values()).filter_map(|c| c.formula.as_deref());
    formulas.filter(|formula| formula.contains('!')).take(MAX_REFERRING).collect()
}
