//! What somebody should know about a workbook beside its content: guessed
//! labels, hidden parts that were read, sheets that were not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::labelled::tables::FoundTable;
use super::comments::find_comment;
use super::keys::{FormKey, Pair};
use super::sheet::{Book, Sheet, SheetValue};
use crate::finding::{Code, Finding};
use crate::form::labelled::CellPos;
use crate::form::words;
use crate::place::Place;
use crate::standard::{Library, Standard};

/// Characters of a comment that are repeated.
const MAX_QUOTED: usize = 20;
/// Hidden rows that are named.
const MAX_NAMED: usize = 10;
/// Formulas that are looked at for the names of sheets.
const MAX_REFERRING: usize = 2_000;
/// What to do about hidden parts.
const UNHIDE: &str = "取消隐藏，核对其中的内容";

/// Tells somebody who wrote comments that they are not read.
pub fn tell_comments(file: &Arc<str>, book: &Book, library: &Library) -> Option<Finding> {
    let text = find_comment(&book.comments, library)?;
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

/// Tells of hidden parts that were read, and sheets that were not.
///
/// Sheets in `tabled` hold tables, even if not those that were read.
pub fn tell_sheets(
    file: &Arc<str>,
    book: &Book,
    standard: &Standard,
    found: &[FoundTable],
    pairs: &[Pair],
    tabled: &BTreeSet<usize>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let referring = find_referring(book);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let used = UsedSheet {
            file,
            sheet,
            standard,
            found: found.iter().filter(|found| found.sheet == index).collect(),
            pairs: pairs.iter().filter(|pair| pair.sheet == index).collect(),
        };
        let rows = used.rows();
        if let Some(&first) = rows.first() {
            findings.extend(used.tell_hidden(first));
            findings.extend(used.tell_hidden_rows(&rows));
            findings.extend(used.tell_hidden_columns());
            continue;
        }
        let is_needed = referring
            .iter()
            .any(|formula| formula.contains(&*sheet.name));
        if !tabled.contains(&index) && !is_needed {
            findings.extend(used.tell_unused());
        }
    }
    findings
}

/// The formulas that take something from another sheet.
fn find_referring(book: &Book) -> Vec<&str> {
    let cells = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
    let formulas = cells.filter_map(|cell| cell.formula.as_deref());
    let referring = formulas.filter(|formula| formula.contains('!'));
    referring.take(MAX_REFERRING).collect()
}

/// A sheet, and what of it was read.
struct UsedSheet<'a> {
    file: &'a Arc<str>,
    sheet: &'a Sheet,
    standard: &'a Standard,
    found: Vec<&'a FoundTable>,
    pairs: Vec<&'a Pair>,
}

impl UsedSheet<'_> {
    /// The rows that were read.
    fn rows(&self) -> BTreeSet<u32> {
        let lines = self.found.iter().flat_map(|found| &found.lines);
        let pairs = self.pairs.iter().map(|pair| pair.value.row);
        lines.map(|line| line.label.row).chain(pairs).collect()
    }

    /// The beginning of a row.
    fn place(&self, row: u32) -> Place {
        Place::at(self.file, self.sheet.at(CellPos::new(row, 0)))
    }

    /// Tells of a sheet that holds something of which nothing was read.
    fn tell_unused(&self) -> Option<Finding> {
        let mut cells = self.sheet.cells.values();
        if *self.sheet.name == *words::GUIDE || cells.all(|cell| cell.value == SheetValue::Empty) {
            return None;
        }
        let hidden = if self.sheet.hidden { "隐藏的" } else { "" };
        let message = format!("{hidden}工作表“{}”没有用到", self.sheet.name);
        let finding = Finding::new(Code::UnknownKey, message, self.place(0)).as_warning();
        Some(finding.hint("其中没有填报表的内容；不需要就删去"))
    }

    /// Tells of a hidden sheet.
    fn tell_hidden(&self, first: u32) -> Option<Finding> {
        if !self.sheet.hidden {
            return None;
        }
        let message = format!("工作表“{}”是隐藏的，已照常读取", self.sheet.name);
        Some(Finding::new(Code::HiddenCells, message, self.place(first)).hint(UNHIDE))
    }

    /// Tells of hidden rows among those that were read.
    fn tell_hidden_rows(&self, used: &BTreeSet<u32>) -> Option<Finding> {
        let pairs = self.pairs.iter().filter(|pair| self.may_hide(pair));
        let blank: BTreeSet<u32> = pairs.map(|pair| pair.value.row).collect();
        let hidden = self.sheet.marks.hidden_rows.intersection(used);
        let rows: Vec<u32> = hidden.filter(|row| !blank.contains(row)).copied().collect();
        let first = *rows.first()?;
        let told = rows.iter().take(MAX_NAMED);
        let told: Vec<String> = told.map(|row| (row + 1).to_string()).collect();
        let names = told.join("、");
        let more = if rows.len() > MAX_NAMED { "等" } else { "" };
        let sheet = &self.sheet.name;
        let message = format!("工作表“{sheet}”的第 {names} {more}行是隐藏的，已照常读取");
        Some(Finding::new(Code::HiddenCells, message, self.place(first)).hint(UNHIDE))
    }

    /// Whether the row of a key may be hidden: one without a value may be folded away, and what a
    /// form's own guide folds away is known to whoever filled it there.
    fn may_hide(&self, pair: &Pair) -> bool {
        !self.sheet.cells.contains_key(&pair.value) || is_folded(self.standard, pair)
    }

    /// Tells of a hidden column among those that were read.
    fn tell_hidden_columns(&self) -> Option<Finding> {
        let hidden = &self.sheet.marks.hidden_columns;
        let heads = self.found.iter().flat_map(|found| &found.heads);
        let pos = heads
            .map(|head| head.label.pos)
            .find(|pos| hidden.iter().any(|columns| columns.contains(&pos.column)))?;
        let message = format!("工作表“{}”里有隐藏的列，已照常读取", self.sheet.name);
        let place = Place::at(self.file, self.sheet.at(pos));
        Some(Finding::new(Code::HiddenCells, message, place).hint(UNHIDE))
    }
}

/// Whether a blank form folds a key away.
fn is_folded(standard: &Standard, pair: &Pair) -> bool {
    let FormKey::Field(path) = &pair.key else {
        return false;
    };
    let top = path.split('.').next().unwrap_or_default();
    let mut fields = [path, top]
        .into_iter()
        .filter_map(|key| standard.fields.find(key));
    fields.any(|field| field.folded)
}

/// Tells of the sheets that cannot be read, in one warning.
pub(super) fn tell_left_out(file: &Arc<str>, book: &Book) -> Option<Finding> {
    let first = book.left_out.first()?;
    let more = match book.left_out.len() {
        1 => String::new(),
        count => format!("等 {count} 张表"),
    };
    let message = format!("“{first}”{more}是宏或缺了内容，没有读");
    let finding = Finding::new(Code::UnknownKey, message, Place::file(file)).as_warning();
    Some(finding.hint("里面没有填报内容就不用管"))
}
