//! What somebody should know about a workbook beside its content: guessed
//! labels, hidden parts that were read, sheets that were not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::labelled::tables::FoundTable;
use super::comments::of_people;
use super::keys::{FormKey, Pair};
use super::sheet::{Book, SheetValue};
use crate::finding::{Code, Finding};
use crate::form::words;
use crate::place::Place;
use crate::standard::{Library, Standard};

/// Characters of a comment that are repeated.
const MAX_QUOTED: usize = 20;

/// What somebody should know who wrote comments.
pub fn commented(file: &Arc<str>, book: &Book, library: &Library) -> Option<Finding> {
    let text = of_people(&book.comments, library)?;
    let quoted: String = text.chars().take(MAX_QUOTED).collect();
    let quoted = if quoted.trim().is_empty() {
        String::new()
    } else {
        format!("（“{quoted}”）")
    };
    let message = format!("工作簿里有批注{quoted}，批注不会读入");
    let finding = Finding::new(Code::UnknownKey, message, Place::file(file)).as_warning();
    Some(finding.hint("要印出来的话写进“文字内容”"))
}

/// What somebody should know about the workbook: hidden parts that were read, sheets that were not.
///
/// Sheets in `tabled` hold tables, even if not those that were read.
pub fn asides(
    file: &Arc<str>,
    book: &Book,
    standard: &Standard,
    found: &[FoundTable],
    pairs: &[Pair],
    tabled: &BTreeSet<usize>,
) -> Vec<Finding> {
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
        // A key without a value may be folded away.
        let is_empty = |pair: &&Pair| pair.sheet == index && !sheet.cells.contains_key(&pair.value);
        // What a form's own guide folds away is known to whoever filled it there.
        let may_hide =
            |pair: &&Pair| is_empty(pair) || pair.sheet == index && is_folded(standard, pair);
        let blank: BTreeSet<u32> = pairs.iter().filter(may_hide).map(|p| p.value.0).collect();
        let Some(&first) = used.first() else {
            let filled = sheet
                .cells
                .values()
                .any(|cell| cell.value != SheetValue::Empty);
            if filled
                && !tabled.contains(&index)
                && *sheet.name != *words::GUIDE
                && !referring
                    .iter()
                    .any(|formula| formula.contains(&*sheet.name))
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
            findings.push(
                Finding::new(Code::HiddenCells, message, place(first))
                    .hint("取消隐藏，核对其中的内容"),
            );
        }
        let rows: Vec<u32> = sheet
            .marks
            .hidden_rows
            .intersection(&used)
            .filter(|row| !blank.contains(row))
            .copied()
            .collect();
        if let Some(&row) = rows.first() {
            let names = rows
                .iter()
                .take(10)
                .map(|row| (row + 1).to_string())
                .collect::<Vec<_>>()
                .join("、");
            let more = if rows.len() > 10 { "等" } else { "" };
            let message = format!(
                "工作表“{}”的第 {names} {more}行是隐藏的，已照常读取",
                sheet.name
            );
            findings.push(
                Finding::new(Code::HiddenCells, message, place(row))
                    .hint("取消隐藏，核对其中的内容"),
            );
        }
        let columns = found
            .iter()
            .filter(|f| f.sheet == index)
            .flat_map(|f| f.heads.iter());
        let hidden = columns.map(|(_, _, label)| label.pos).find(|pos| {
            sheet
                .marks
                .hidden_columns
                .iter()
                .any(|c| c.contains(&pos.1))
        });
        if let Some(pos) = hidden {
            let message = format!("工作表“{}”里有隐藏的列，已照常读取", sheet.name);
            let place = Place::at(file, sheet.at(pos));
            findings.push(
                Finding::new(Code::HiddenCells, message, place).hint("取消隐藏，核对其中的内容"),
            );
        }
    }
    findings
}

/// Whether a blank form folds a key away.
fn is_folded(standard: &Standard, pair: &Pair) -> bool {
    let FormKey::Field(path) = &pair.key else {
        return false;
    };
    let top = path.split('.').next().unwrap_or_default();
    [path.as_str(), top]
        .iter()
        .any(|key| standard.fields.find(key).is_some_and(|f| f.folded))
}

/// Formulas that are looked at for the names of sheets.
const MAX_REFERRING: usize = 2_000;

/// The formulas that take something from another sheet.
fn referring(book: &Book) -> Vec<&str> {
    let formulas = book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.values())
        .filter_map(|c| c.formula.as_deref());
    formulas
        .filter(|formula| formula.contains('!'))
        .take(MAX_REFERRING)
        .collect()
}

/// The sheets that cannot be read, in one warning.
pub(super) fn left_out(file: &Arc<str>, book: &Book) -> Option<Finding> {
    let first = book.left_out.first()?;
    let more = match book.left_out.len() {
        1 => String::new(),
        count => format!("等 {count} 张表"),
    };
    let message = format!("“{first}”{more}是宏或缺了内容，没有读");
    let hint = "里面没有填报内容就不用管";
    Some(
        Finding::new(Code::UnknownKey, message, Place::file(file))
            .as_warning()
            .hint(hint),
    )
}
