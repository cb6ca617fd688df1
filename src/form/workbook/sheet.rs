//! A workbook as sheets of cells, sparse, whatever made it.
//!
//! calamine reads the cells one by one; what comes out is text, numbers as
//! plain digits, dates and errors by name. Nothing is interpreted here.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx};
use rust_decimal::Decimal;

use super::super::characters::clean_escaped;
use super::super::words;
use super::marks::Marks;
use super::package::{Package, SAVE_AS};
use super::records::listed;
use super::shown::shown_otherwise;
use crate::finding::{Code, Finding, json::cell_name};
use crate::form::labelled::{Cells, MergedArea};
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
    pub cells: BTreeMap<(u32, u32), SheetCell>,
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

impl<'b> Look<'b> {
    fn of(style: Option<&'b Style>) -> Self {
        let Some(style) = style else {
            return Self::default();
        };
        let format = style.number_format.as_ref();
        Self {
            format: format.map_or("", |format| &format.format_code),
            struck: style.font.as_ref().is_some_and(|font| font.strikethrough),
        }
    }
}

/// Stands for a formula whose text is not there; no formula reads like this.
pub const SHARED: &str = "共享公式";

/// Reads all sheets of a package.
///
/// # Errors
/// The finding `unreadable` where the package is no workbook, or holds something far outside any form.
pub fn read(file: &Arc<str>, package: Package) -> Result<Book, Box<Finding>> {
    let broken = |what: &str| {
        let message = format!("工作簿{what}读不出来");
        Box::new(Finding::new(Code::Unreadable, message, Place::file(file)).hint(SAVE_AS))
    };
    let Package {
        bytes,
        mut marks,
        comments,
        struck,
        left_out,
        since_1904,
        files,
    } = package;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken("已损坏，"))?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for entry in listed.iter().filter(|s| {
        s.typ == SheetType::WorkSheet && ![words::LAST, words::RESULTS].contains(&s.name.as_str())
    }) {
        let name: Arc<str> = entry.name.as_str().into();
        // A sheet that nobody has looked through is not read.
        let marks = marks
            .remove(&entry.name)
            .ok_or_else(|| broken(&format!("的“{}”表", entry.name)))?;
        if let Some((row, column)) = marks.far {
            return Err(too_far(file, name, (row, column)));
        }
        let mut sheet = Sheet {
            name,
            hidden: entry.visible != SheetVisible::Visible,
            marks,
            ..Sheet::default()
        };
        let damaged = || broken(&format!("的“{}”表", entry.name));
        let mut reader = workbook
            .worksheet_cells_reader(&entry.name)
            .map_err(|_| damaged())?;
        while let Some(cell) = reader.next_cell_with_formula().map_err(|_| damaged())? {
            let style = sheet
                .marks
                .styles
                .get(&cell.pos)
                .and_then(|&s| reader.styles().get(s));
            let mut formula = cell.formula.filter(|f| !f.trim().is_empty());
            // One that is shared with a cell elsewhere may have no text here; its result is no number that was typed.
            if formula.is_none() && sheet.marks.formulas.contains(&cell.pos) {
                formula = Some(SHARED.to_owned());
            }
            if sheet.cells.contains_key(&cell.pos) {
                return Err(damaged());
            }
            let through = match &cell.value {
                DataRef::SharedString(text) => struck.get(*text).map(String::as_str),
                _ => None,
            };
            sheet.insert(file, cell.pos, &cell.value, formula, style);
            sheet.tell_struck(file, cell.pos, through);
        }
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        return Err(broken("里没有工作表，"));
    }
    Ok(Book {
        sheets,
        comments,
        left_out,
        since_1904,
        files,
    })
}

impl Sheet {
    fn insert(
        &mut self,
        file: &Arc<str>,
        pos: (u32, u32),
        data: &DataRef<'_>,
        formula: Option<String>,
        style: Option<&Style>,
    ) {
        let look = Look::of(style);
        let value = match data {
            DataRef::Empty => SheetValue::Empty,
            DataRef::Int(number) => SheetValue::Number(number.to_string(), 0),
            DataRef::Float(number) => {
                SheetValue::Number(plain_digits(number.to_string()), shown_places(look.format))
            }
            DataRef::Bool(value) => SheetValue::Boolean(*value),
            DataRef::Error(error) => SheetValue::Error(error.to_string()),
            DataRef::DateTime(moment) => date(moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => SheetValue::Date(
                text.split('T').next().unwrap_or_default().to_owned(),
                String::new(),
            ),
            DataRef::String(text) => return self.put_text(file, pos, text, formula, look),
            DataRef::SharedString(text) => return self.put_text(file, pos, text, formula, look),
        };
        self.put(file, pos, value, formula, look);
    }

    /// Puts a text into a cell, without the characters that do not belong.
    pub fn put_text(
        &mut self,
        file: &Arc<str>,
        pos: (u32, u32),
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
        pos: (u32, u32),
        value: SheetValue,
        formula: Option<String>,
        look: Look<'_>,
    ) {
        if value != SheetValue::Empty || formula.is_some() {
            let fault = self.told_of_look(file, pos, &value, look).map(Box::new);
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
    fn tell_struck(&mut self, file: &Arc<str>, pos: (u32, u32), through: Option<&str>) {
        let place = Place::at(file, self.at(pos));
        if let (Some(through), Some(cell)) = (through, self.cells.get_mut(&pos)) {
            let message = format!("这一格的“{through}”加了删除线，还是照读了");
            let hint = "不要了就删去这几个字；要就去掉删除线";
            let finding = Finding::new(Code::HiddenCells, message, place).hint(hint);
            cell.fault.get_or_insert_with(|| Box::new(finding));
        }
    }

    /// What a cell's looks say against its content: it is struck through, or shows another number.
    fn told_of_look(
        &self,
        file: &Arc<str>,
        pos: (u32, u32),
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
        let shown = shown_otherwise(number, look.format)?;
        let message = format!("这一格显示 {shown}，实际的数是 {number}，报告印 {number}");
        let hint = "以显示的为准，就把数改成显示的；以实际的为准，就把单元格格式改成“常规”";
        Some(
            Finding::new(Code::StaleFormula, message, place)
                .hint(hint)
                .sides(shown, number),
        )
    }

    /// A cell's place.
    pub fn at(&self, (row, column): (u32, u32)) -> At {
        At::Cell {
            sheet: self.name.clone(),
            row,
            column,
        }
    }

    /// A cell's text, for labels also what a formula shows; none for numbers.
    pub fn text(&self, pos: (u32, u32)) -> Option<&str> {
        match self.cells.get(&pos) {
            Some(SheetCell {
                value: SheetValue::Text(text),
                ..
            }) => Some(text),
            _ => None,
        }
    }

    /// The merged area that covers a cell.
    pub fn merged(&self, (row, column): (u32, u32)) -> Option<&MergedArea> {
        self.marks.merged.iter().find(|area| {
            (area.first.0..=area.last.0).contains(&row)
                && (area.first.1..=area.last.1).contains(&column)
        })
    }

    /// The last column that a cell reaches to.
    pub fn reach(&self, pos: (u32, u32)) -> u32 {
        self.merged(pos).map_or(pos.1, |area| area.last.1)
    }

    /// The cells of a row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &SheetCell)> {
        self.cells
            .range((row, 0)..(row + 1, 0))
            .map(|(&(_, column), cell)| (column, cell))
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
        listed(self, standard).is_some()
    }

    fn at(&self, pos: (u32, u32)) -> At {
        self.at(pos)
    }

    fn text(&self, pos: (u32, u32)) -> Option<&str> {
        self.text(pos)
    }

    fn is_filled(&self, pos: (u32, u32)) -> bool {
        self.cells.contains_key(&pos)
    }

    fn is_number(&self, pos: (u32, u32)) -> bool {
        self.cells
            .get(&pos)
            .is_some_and(|cell| matches!(cell.value, SheetValue::Number(..)))
    }

    fn columns(&self, row: u32) -> impl Iterator<Item = u32> {
        self.row(row).map(|(column, _)| column)
    }

    fn rows(&self, within: Range<u32>) -> Vec<u32> {
        let cells = self.cells.range((within.start, 0)..(within.end, 0));
        let mut rows: Vec<u32> = cells.map(|((row, _), _)| *row).collect();
        rows.dedup();
        rows
    }

    fn last_row(&self) -> Option<u32> {
        self.cells.last_key_value().map(|((row, _), _)| *row)
    }

    fn texts(&self) -> impl Iterator<Item = ((u32, u32), &str)> {
        self.cells
            .keys()
            .filter_map(|pos| Some((*pos, self.text(*pos)?)))
    }

    fn area(&self, pos: (u32, u32)) -> Option<MergedArea> {
        self.merged(pos).copied()
    }
}

/// The finding of a cell far outside any form.
pub fn too_far(file: &Arc<str>, sheet: Arc<str>, (row, column): (u32, u32)) -> Box<Finding> {
    let message = format!("单元格 {} 有内容，远在表格之外", cell_name(row, column));
    let place = Place::at(file, At::Cell { sheet, row, column });
    let hint = "删去这一格的内容；找不到时，把填报表复制到新的工作簿";
    Box::new(Finding::new(Code::Unreadable, message, place).hint(hint))
}

/// Digits that a spreadsheet shows of a number; what is behind them came from computing.
const DIGITS: u32 = 15;

/// A number as a spreadsheet shows it.
pub fn plain_digits(number: String) -> String {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let rounded = || number.parse::<Decimal>().ok()?.round_sf(DIGITS);
    if digits <= DIGITS as usize {
        number
    } else {
        rounded().map_or(number, |n| n.normalize().to_string())
    }
}

/// How many decimals a plain number format shows, as `0.00` two.
pub fn shown_places(format: &str) -> usize {
    let code = format.split([';', '_']).next().unwrap_or_default();
    match code.split_once('.') {
        Some((whole, places))
            if whole.chars().all(|c| "0#,".contains(c)) && places.chars().all(|c| c == '0') =>
        {
            places.len()
        }
        _ => 0,
    }
}

/// Whether a number format shows days.
pub fn is_date_format(format: &str) -> bool {
    let mut quoted = false;
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '!' | '_' => drop(chars.next()),
            '[' if !quoted => drop(chars.by_ref().find(|c| *c == ']')),
            'y' | 'Y' | 'd' | 'D' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// A number that counts days, as the day that it is.
pub fn date(moment: &ExcelDateTime) -> SheetValue {
    let serial = moment.as_f64().to_string();
    if !moment.is_datetime() {
        return SheetValue::Number(serial, 0);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = if (hour, minute) == (0, 0) {
        String::new()
    } else {
        format!(" {hour:02}:{minute:02}")
    };
    SheetValue::Date(format!("{year:04}-{month:02}-{day:02}{time}"), serial)
}
