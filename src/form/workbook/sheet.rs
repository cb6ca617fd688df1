//! Sheets of cells, whatever file they come from: what a cell shows, its formula, its place.
//! Nothing is interpreted here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::super::characters::clean_escaped;
use super::super::words;
use super::marks::Marks;
use super::records::find_list;
use super::shown::show_otherwise;
use crate::finding::{Code, Finding};
use crate::form::labelled::{CellAddress, CellPos, Cells, MergedArea, RowStretch};
use crate::place::{At, Place};
use crate::standard::Standard;

/// The sheets in their order.
#[derive(Debug, Default)]
pub struct Book {
    /// The sheets.
    pub sheets: Vec<Sheet>,
    /// The texts of cells' comments, which are not read.
    pub comments: Vec<String>,
    /// Sheets that are not read: macros, and what has no part.
    pub left_out: Vec<String>,
    /// Whether days are counted from 1904.
    pub since_1904: bool,
    /// The other workbooks that formulas name by their number, from 1 on.
    pub files: Vec<String>,
}

/// A sheet's cells that hold something. Rows and columns count from 0.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The name on its tab.
    pub name: Arc<str>,
    /// Whether the tab is not shown.
    pub hidden: bool,
    /// The cells by row and column.
    pub cells: BTreeMap<CellPos, SheetCell>,
    /// Hidden rows and columns, merged cells.
    pub marks: Marks,
}

/// A cell.
#[derive(Debug)]
pub struct SheetCell {
    /// What it shows: typed, or left by the program that last computed it.
    pub value: SheetValue,
    /// Its formula, without the equals sign.
    pub formula: Option<String>,
    /// A finding about characters that do not belong, for whoever uses the text.
    pub fault: Option<Box<Finding>>,
}

/// What a cell shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SheetValue {
    #[default]
    /// Nothing, as a formula that nobody has computed.
    Empty,
    /// A number in plain digits, and how many decimals its format shows at least.
    Number(String, usize),
    /// Text, its lines parted by line feeds.
    Text(String),
    /// A date as year, month and day, and the number underneath.
    Date(String, String),
    /// A truth value.
    Boolean(bool),
    /// An error value such as `#DIV/0!`.
    Error(String),
}

/// How a cell looks, as far as that matters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'b> {
    /// Its number format; empty where it has none.
    pub format: &'b str,
    /// Whether it is struck through.
    pub struck: bool,
}

/// Stands for a formula whose text is not there; no formula reads like this.
pub const SHARED: &str = "共享公式";

/// Whether a sheet is one that the program itself adds for looking at; it is not read.
pub fn is_made(name: &str) -> bool {
    [words::LAST, words::RESULTS].contains(&name)
}

impl Book {
    /// A cell that holds something.
    pub fn cell(&self, cell: CellAddress) -> Option<&SheetCell> {
        self.sheets.get(cell.sheet)?.cells.get(&cell.pos)
    }
}

impl Sheet {
    /// Puts a text into a cell, without the characters that do not belong.
    pub fn put_text(
        &mut self,
        file: &Arc<str>,
        pos: CellPos,
        text: &str,
        formula: Option<String>,
        look: Look<'_>,
    ) {
        let (text, found) = clean_escaped(text, &Place::at(file, self.at(pos)));
        let value = if text.trim().is_empty() {
            SheetValue::Empty
        } else {
            SheetValue::Text(text)
        };
        self.put(file, pos, value, formula, look);
        if let (Some(found), Some(cell)) = (found, self.cells.get_mut(&pos)) {
            cell.fault = Some(Box::new(found));
        }
    }

    /// Puts a value into a cell, where it is one.
    pub fn put(
        &mut self,
        file: &Arc<str>,
        pos: CellPos,
        value: SheetValue,
        formula: Option<String>,
        look: Look<'_>,
    ) {
        if value != SheetValue::Empty || formula.is_some() {
            let fault = self.tell_look(file, pos, &value, look).map(Box::new);
            self.cells.insert(
                pos,
                SheetCell {
                    value,
                    formula,
                    fault,
                },
            );
        }
    }

    /// Tells of a part of a cell's text that is struck through.
    pub fn tell_struck(&mut self, file: &Arc<str>, pos: CellPos, through: &str) {
        let place = Place::at(file, self.at(pos));
        if let Some(cell) = self.cells.get_mut(&pos) {
            let message = format!("这一格的“{through}”加了删除线，还是照读了");
            let hint = "不要了就删去这几个字；要就去掉删除线";
            let finding = Finding::new(Code::HiddenCells, message, place).hint(hint);
            cell.fault.get_or_insert_with(|| Box::new(finding));
        }
    }

    /// What a cell's looks say against its content: it is struck through, or shows another number.
    fn tell_look(
        &self,
        file: &Arc<str>,
        pos: CellPos,
        value: &SheetValue,
        look: Look<'_>,
    ) -> Option<Finding> {
        let place = Place::at(file, self.at(pos));
        if *value != SheetValue::Empty && look.struck {
            let message = "这一格的内容加了删除线，还是照读了";
            let hint = "不要了就删去内容；要就去掉删除线";
            return Some(Finding::new(Code::HiddenCells, message, place).hint(hint));
        }
        let SheetValue::Number(number, _) = value else {
            return None;
        };
        let shown = show_otherwise(number, look.format)?;
        let message = format!("这一格显示 {shown}，实际的数是 {number}，报告印 {number}");
        let hint = "以显示的为准，就把数改成显示的；以实际的为准，就把单元格格式改成“常规”";
        let finding = Finding::new(Code::StaleFormula, message, place).hint(hint);
        Some(finding.sides(shown, number))
    }

    /// A cell's place.
    pub fn at(&self, pos: CellPos) -> At {
        At::Cell {
            sheet: self.name.clone(),
            row: pos.row,
            column: pos.column,
        }
    }

    /// A cell's text, for labels also what a formula shows; none for numbers.
    pub fn text(&self, pos: CellPos) -> Option<&str> {
        match &self.cells.get(&pos)?.value {
            SheetValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The merged area that covers a cell.
    pub fn merged_area(&self, pos: CellPos) -> Option<&MergedArea> {
        self.marks.merged.iter().find(|area| area.covers(pos))
    }

    /// The last column that a cell reaches to.
    pub fn reach(&self, pos: CellPos) -> u32 {
        self.merged_area(pos)
            .map_or(pos.column, |area| area.last.column)
    }

    /// The cells of a row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (CellPos, &SheetCell)> {
        let cells = self
            .cells
            .range(CellPos::new(row, 0)..CellPos::new(row + 1, 0));
        cells.map(|(pos, cell)| (*pos, cell))
    }

    /// The cells of a stretch that hold something, from left to right.
    pub fn filled_in(&self, stretch: RowStretch) -> impl Iterator<Item = CellPos> {
        self.cells
            .range(stretch.start()..=stretch.end())
            .map(|(pos, _)| *pos)
    }

    /// The texts of a row with where they stand, from left to right.
    pub fn texts_in(&self, row: u32) -> impl Iterator<Item = (CellPos, &str)> {
        self.row(row)
            .filter_map(|(pos, _)| Some((pos, self.text(pos)?)))
    }
}

impl Cells for Sheet {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_hidden(&self) -> bool {
        self.hidden
    }

    fn is_list(&self, standard: &Standard) -> bool {
        find_list(self, standard).is_some()
    }

    fn at(&self, pos: CellPos) -> At {
        self.at(pos)
    }

    fn text(&self, pos: CellPos) -> Option<&str> {
        self.text(pos)
    }

    fn is_filled(&self, pos: CellPos) -> bool {
        self.cells.contains_key(&pos)
    }

    fn is_number(&self, pos: CellPos) -> bool {
        let cell = self.cells.get(&pos);
        cell.is_some_and(|cell| matches!(cell.value, SheetValue::Number(..)))
    }

    fn columns(&self, row: u32) -> impl Iterator<Item = u32> {
        self.row(row).map(|(pos, _)| pos.column)
    }

    fn rows(&self, within: Range<u32>) -> Vec<u32> {
        let cells = self
            .cells
            .range(CellPos::new(within.start, 0)..CellPos::new(within.end, 0));
        let mut rows: Vec<u32> = cells.map(|(pos, _)| pos.row).collect();
        rows.dedup();
        rows
    }

    fn last_row(&self) -> Option<u32> {
        self.cells.last_key_value().map(|(pos, _)| pos.row)
    }

    fn texts(&self) -> impl Iterator<Item = (CellPos, &str)> {
        self.cells
            .keys()
            .filter_map(|pos| Some((*pos, self.text(*pos)?)))
    }

    fn area(&self, pos: CellPos) -> Option<MergedArea> {
        self.merged_area(pos).copied()
    }
}

/// The finding of a cell far outside any form.
pub fn too_far(file: &Arc<str>, sheet: Arc<str>, pos: CellPos) -> Box<Finding> {
    let message = format!("单元格 {} 有内容，远在表格之外", pos.name());
    let place = Place::at(
        file,
        At::Cell {
            sheet,
            row: pos.row,
            column: pos.column,
        },
    );
    let hint = "删去这一格的内容；找不到时，把填报表复制到新的工作簿";
    Box::new(Finding::new(Code::Unreadable, message, place).hint(hint))
}
