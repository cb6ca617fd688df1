//! Sheets of lists (台账, 豁免): one row an item, under the labels of its columns.

use super::super::labels::fold;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, outcome};
use super::sheet::{Book, Sheet, SheetValue};
use super::tree::Builder;
use super::values::{lines, record};
use crate::standard::{Field, FieldKind, Standard};

/// Rows in which the labels are looked for.
const HEAD_ROWS: u32 = 20;

/// The list whose items a sheet holds, and their keys.
pub fn listed<'s>(sheet: &Sheet, standard: &'s Standard) -> Option<RecordList<'s>> {
    let name = fold(&sheet.name);
    standard.fields.iter().find_map(|field| match &field.kind {
        FieldKind::Records(keys) if fold(&field.key) == name => {
            Some(RecordList { key: &field.key, keys })
        }
        _ => None,
    })
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
    columns: Vec<(&'s str, u32)>,
}

impl<'s> RecordHead<'s> {
    fn of(sheet: &Sheet, list: RecordList<'s>) -> Option<Self> {
        let first = sheet.cells.keys().next()?.0;
        (first..first + HEAD_ROWS).find_map(|row| Self::in_row(sheet, row, list))
    }

    fn in_row(sheet: &Sheet, row: u32, list: RecordList<'s>) -> Option<Self> {
        let mut columns: Vec<(&str, u32)> = Vec::new();
        for (column, _) in sheet.row(row) {
            let Some(text) = sheet.text((row, column)) else { continue };
            let key =
                list.keys.iter().map(|field| field.key.as_str()).find(|k| fold(k) == fold(text));
            // What is computed beside the items has labels of its own.
            if let Some(key) = key.filter(|key| columns.iter().all(|(known, _)| known != key)) {
                columns.push((key, column));
            }
        }
        (columns.len() > 1).then_some(Self { row, columns })
    }
}

impl Builder<'_> {
    /// Adds the items of all sheets that hold some.
    pub fn records(&mut self, book: &Book, entries: &mut Vec<Entry>) {
        for (index, sheet) in book.sheets.iter().enumerate() {
            let Some(list) = listed(sheet, self.standard) else { continue };
            let Some(head) = RecordHead::of(sheet, list) else { continue };
            let at = sheet.at((head.row, head.columns[0].1));
            let bottom = sheet.cells.keys().next_back().map_or(0, |pos| pos.0);
            let mut items = Vec::new();
            for row in head.row + 1..=bottom {
                items.extend(self.item(index, row, &head, list));
            }
            let known = entries.iter_mut().find(|entry| entry.key == list.key);
            match known.map(|entry| &mut entry.value.node) {
                _ if items.is_empty() => {}
                Some(RawNode::List(all)) => all.extend(items),
                _ => {
                    let value = Raw { at: at.clone(), node: RawNode::List(items) };
                    entries.push(Entry { key: list.key.to_owned(), at, value });
                }
            }
        }
    }

    fn item(
        &mut self,
        index: usize,
        row: u32,
        head: &RecordHead<'_>,
        list: RecordList<'_>,
    ) -> Option<Raw> {
        let mut entries = Vec::new();
        for (key, column) in &head.columns {
            let pos = (row, *column);
            let at = self.sheet(index).at(pos);
            let Some(text) = self.shown(index, pos) else { continue };
            if !text.trim().is_empty() {
                let value = Raw { at: at.clone(), node: RawNode::Scalar(lines(&text, &at)) };
                entries.push(Entry { key: (*key).to_owned(), at, value });
            }
        }
        // What `check` prints may be pasted as it is: an item a row, below the list's key.
        if let [only] = entries.as_slice()
            && let Some(text) = only.value.text()
        {
            let text = text.trim();
            if text.trim_end_matches([':', '：']) == list.key {
                return None;
            }
            if text.trim_start_matches('-').trim_start().starts_with('{') {
                return Some(record(only.value.clone(), list.keys));
            }
        }
        let at = entries.first()?.at.clone();
        Some(Raw { at, node: RawNode::Map(entries) })
    }

    /// A cell of an item as text; dates as days.
    fn shown(&mut self, index: usize, pos: (u32, u32)) -> Option<String> {
        let cell = self.sheet(index).cells.get(&pos)?;
        if cell.formula.is_some() {
            return match outcome(&mut self.calculator, index, pos) {
                Outcome::Number(number) => Some(number.to_string()),
                Outcome::Text(text) => Some(text),
                Outcome::Unknown(_) => shown_value(&cell.value),
                Outcome::Empty | Outcome::Boolean(_) | Outcome::Error(_) => None,
            };
        }
        shown_value(&cell.value)
    }
}

fn shown_value(value: &SheetValue) -> Option<String> {
    match value {
        SheetValue::Number(text, _) | SheetValue::Text(text) | SheetValue::Date(text, _) => {
            Some(text.clone())
        }
        SheetValue::Error(text) => Some(text.clone()),
        SheetValue::Empty | SheetValue::Boolean(_) => None,
    }
}
