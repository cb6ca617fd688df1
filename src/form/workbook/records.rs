//! Sheets of lists (台账, 豁免): one row an item, under the labels of its columns.

use std::sync::Arc;

use super::super::attached::tell_lacking;
use super::super::labels::fold;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, compute};
use super::entries::find_value;
use super::record::read_record;
use super::sheet::{Sheet, SheetValue};
use super::tree::Builder;
use super::values::{lines, scalar};
use crate::finding::{Code, Finding};
use crate::form::labelled::tree::make_entry;
use crate::form::labelled::{CellAddress, CellPos, Cells};
use crate::place::{At, Place};
use crate::report::Date;
use crate::standard::{DONE, Field, FieldKind, LEDGER, RECEIVED, Standard};

/// Characters of a label that are shown.
const LONGEST_LABEL: usize = 20;
/// Rows in which the labels are looked for.
const HEAD_ROWS: u32 = 20;
/// How lines begin that `check` prints round the items of a list.
const PRINTED: [&str; 2] = ["核对过、不用改的", "（说明：nianbao explain"];

/// Finds the list whose items a sheet holds, and their keys.
pub fn find_list<'s>(sheet: &Sheet, standard: &'s Standard) -> Option<RecordList<'s>> {
    let name = fold(&sheet.name);
    for field in standard.fields.iter() {
        if let FieldKind::Records(keys) = &field.kind
            && fold(&field.key) == name
        {
            return Some(RecordList {
                key: &field.key,
                keys,
            });
        }
    }
    None
}

/// A list of the form: its key, and the keys of its items.
#[derive(Clone, Copy)]
pub struct RecordList<'s> {
    pub key: &'s str,
    pub keys: &'s [Field],
}

/// The row of the labels, and the column of each key that is there.
struct RecordHead<'s> {
    row: u32,
    columns: Vec<RecordColumn<'s>>,
}

/// The column of a key.
struct RecordColumn<'s> {
    key: &'s str,
    column: u32,
}

impl<'s> RecordHead<'s> {
    fn find(sheet: &Sheet, list: RecordList<'s>) -> Option<Self> {
        let first = sheet.cells.keys().next()?.row;
        (first..first + HEAD_ROWS).find_map(|row| Self::find_in(sheet, row, list))
    }

    /// The head in a row; none where fewer than two labels stand there.
    fn find_in(sheet: &Sheet, row: u32, list: RecordList<'s>) -> Option<Self> {
        let mut head = Self {
            row,
            columns: Vec::new(),
        };
        for (pos, text) in sheet.texts_in(row) {
            let mut keys = list.keys.iter().map(|field| field.key.as_str());
            // What is computed beside the items has labels of its own.
            if let Some(key) = keys.find(|key| fold(key) == fold(text))
                && !head.has_key(key)
            {
                head.columns.push(RecordColumn {
                    key,
                    column: pos.column,
                });
            }
        }
        (head.columns.len() > 1).then_some(head)
    }

    fn has_key(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column.key == key)
    }

    /// Tells where a label is not there, and others are that nothing is called.
    fn tell_unknown(
        &self,
        form: &Arc<str>,
        sheet: &Sheet,
        list: RecordList<'_>,
    ) -> Option<Finding> {
        let right = self.columns.iter().map(|column| column.column).max()?;
        let mut first = None;
        let mut read: Vec<String> = Vec::new();
        for (pos, label) in sheet.texts_in(self.row) {
            let mut known = self.columns.iter();
            if pos.column <= right + 1 && known.all(|known| known.column != pos.column) {
                first.get_or_insert(pos);
                read.push(label.chars().take(LONGEST_LABEL).collect());
            }
        }
        // The last key is for remarks, which nobody needs.
        let (_, needed) = list.keys.split_last()?;
        let needed = needed.iter().map(|field| field.key.as_str());
        let missing: Vec<&str> = needed.filter(|key| !self.has_key(key)).collect();
        let place = Place::at(form, sheet.at(first?)).named(list.key, "");
        let told = tell_lacking(&format!("“{}”表", sheet.name), &missing, &read)?;
        Some(told.at(Code::UnknownKey, place))
    }

    /// Tells of days of a ledger that are text: a sheet's own formulas do not count them.
    fn tell_days(
        &self,
        form: &Arc<str>,
        sheet: &Sheet,
        list: RecordList<'_>,
        bottom: u32,
    ) -> Option<Finding> {
        if list.key != LEDGER {
            return None;
        }
        let mut texts: Vec<CellPos> = Vec::new();
        for RecordColumn { key, column } in &self.columns {
            if ![RECEIVED, DONE].contains(key) {
                continue;
            }
            let below = (self.row + 1..=bottom).map(|row| CellPos::new(row, *column));
            texts.extend(below.filter(|pos| sheet.text(*pos).is_some_and(is_day)));
        }
        let first = *texts.iter().min()?;
        let message = format!(
            "“{}”表里有 {} 个日期是文字，表旁边由公式算的数没有计入",
            sheet.name,
            texts.len()
        );
        let place = Place::at(form, sheet.at(first)).named(list.key, "");
        let hint = "程序照算；要两边一致，把这些格设成日期格式，再重新输入";
        Some(
            Finding::new(Code::Ledger, message, place)
                .as_warning()
                .hint(hint),
        )
    }
}

/// Whether a text is a day.
fn is_day(text: &str) -> bool {
    Date::read(text).is_some()
}

impl Builder<'_> {
    /// Adds the items of all sheets that hold some.
    pub fn read_records(&mut self, entries: &mut Vec<Entry>) {
        for index in 0..self.book.sheets.len() {
            if let Some(list) = find_list(self.sheet(index), self.standard) {
                self.read_list(index, list, entries);
            }
        }
    }

    /// Adds the items of a sheet.
    fn read_list(&mut self, index: usize, list: RecordList<'_>, entries: &mut Vec<Entry>) {
        let sheet = self.sheet(index);
        let Some(head) = RecordHead::find(sheet, list) else {
            if let Some(told) = tell_headless(self.file, sheet, list) {
                self.report(list, told, entries);
            }
            return;
        };
        if let Some(told) = head.tell_unknown(self.file, sheet, list) {
            // Without a label every row would be told anew.
            self.report(list, told, entries);
            return;
        }
        let bottom = sheet.last_row().unwrap_or(0);
        let mut items = Vec::new();
        for row in head.row + 1..=bottom {
            items.extend(self.read_items(index, row, &head, list));
        }
        self.findings
            .extend(head.tell_days(self.file, sheet, list, bottom));
        if items.is_empty() {
            return;
        }
        if let Some(RawNode::List(all)) = find_value(entries, list.key) {
            all.extend(items);
        } else {
            let at = sheet.at(CellPos::new(head.row, head.columns[0].column));
            entries.push(make_entry(list.key, at, RawNode::List(items)));
        }
    }

    /// Tells why a list is not read, which stands where that is told.
    fn report(&mut self, list: RecordList<'_>, told: Finding, entries: &mut Vec<Entry>) {
        let at = told.places[0].at.clone();
        entries.push(make_entry(list.key, at, RawNode::Reported));
        self.findings.push(told);
    }

    /// The items of a row: one, or as many as were pasted into a cell.
    fn read_items(
        &mut self,
        sheet: usize,
        row: u32,
        head: &RecordHead<'_>,
        list: RecordList<'_>,
    ) -> Vec<Raw> {
        let mut entries = Vec::with_capacity(head.columns.len());
        for RecordColumn { key, column } in &head.columns {
            let cell = CellPos::new(row, *column).in_sheet(sheet);
            if let Some(text) = self.show(cell).filter(|text| !text.trim().is_empty()) {
                let at = self.at(cell);
                let lines = RawNode::Scalar(lines(&text, &at));
                entries.push(make_entry(*key, at, lines));
            }
        }
        if let [only] = entries.as_slice()
            && let RawNode::Scalar(lines) = &only.value.node
            && lines.iter().all(|(line, _)| is_printed(line, list))
        {
            return read_printed(lines, list);
        }
        let Some(first) = entries.first() else {
            return Vec::new();
        };
        let at = first.at.clone();
        vec![Raw {
            at,
            node: RawNode::Map(entries),
        }]
    }

    /// A cell of an item as text; dates as days.
    fn show(&mut self, cell: CellAddress) -> Option<String> {
        let content = self.book.cell(cell)?;
        if content.formula.is_none() {
            return show_value(&content.value);
        }
        match compute(&mut self.calculator, cell) {
            Outcome::Number(number) => Some(number.to_string()),
            Outcome::Text(text) => Some(text),
            Outcome::Unknown(_) => show_value(&content.value),
            Outcome::Empty | Outcome::Boolean(_) | Outcome::Error(_) => None,
        }
    }
}

/// What a cell shows as text; none where that is nothing, or a truth.
fn show_value(value: &SheetValue) -> Option<String> {
    match value {
        SheetValue::Number(text, _)
        | SheetValue::Text(text)
        | SheetValue::Date(text, _)
        | SheetValue::Error(text) => Some(text.clone()),
        SheetValue::Empty | SheetValue::Boolean(_) => None,
    }
}

/// The items that `check` printed, one a line.
fn read_printed(lines: &[(String, At)], list: RecordList<'_>) -> Vec<Raw> {
    let mut items = Vec::new();
    for (line, at) in lines {
        if !is_key(line, list) {
            let raw = Raw {
                at: at.clone(),
                node: scalar(line.clone(), at),
            };
            items.push(read_record(raw, list.keys));
        }
    }
    items
}

/// Whether a line is one of those that `check` prints to be pasted: an item a line, below the
/// list's key.
fn is_printed(line: &str, list: RecordList<'_>) -> bool {
    let item = line.trim().trim_start_matches('-').trim_start();
    is_key(line, list) || item.starts_with('{')
}

/// Whether a line is the list's key, or one of those that `check` prints round its items.
fn is_key(line: &str, list: RecordList<'_>) -> bool {
    let line = line.trim();
    let is_key = line.trim_end_matches([':', '：']) == list.key;
    is_key || PRINTED.iter().any(|words| line.starts_with(words))
}

/// Tells of a sheet whose items nobody can read.
fn tell_headless(form: &Arc<str>, sheet: &Sheet, list: RecordList<'_>) -> Option<Finding> {
    let first = *sheet.cells.keys().next()?;
    // Titles and lines of words are no items.
    if sheet.cells.keys().all(|pos| pos.column == first.column) {
        return None;
    }
    let message = format!("“{}”表里没有找到表头，整张表没有读", sheet.name);
    let place = Place::at(form, sheet.at(first)).named(list.key, "");
    let keys: Vec<&str> = list.keys.iter().map(|field| field.key.as_str()).collect();
    let hint = format!("在各行上面加一行表头：{}，一格一个", keys.join("、"));
    Some(Finding::new(Code::UnknownKey, message, place).hint(hint))
}
