//! The sheet of requests (台账): one row each, under the five labels of its columns.

use super::super::labels::fold;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, outcome};
use super::sheet::{Book, Sheet, SheetValue};
use super::tree::Builder;
use super::values::lines;
use crate::standard::{LEDGER, REQUEST_KEYS};

/// Rows in which the labels are looked for.
const HEAD_ROWS: u32 = 20;

/// Whether a sheet holds requests.
pub fn is_ledger(sheet: &Sheet) -> bool {
    fold(&sheet.name) == fold(LEDGER)
}

/// The row of the labels, and the column of each key that is there.
struct LedgerHead {
    row: u32,
    columns: Vec<(&'static str, u32)>,
}

impl LedgerHead {
    fn of(sheet: &Sheet) -> Option<Self> {
        let first = sheet.cells.keys().next()?.0;
        (first..first + HEAD_ROWS).find_map(|row| Self::in_row(sheet, row))
    }

    fn in_row(sheet: &Sheet, row: u32) -> Option<Self> {
        let mut columns: Vec<(&'static str, u32)> = Vec::new();
        for (column, _) in sheet.row(row) {
            let Some(text) = sheet.text((row, column)) else { continue };
            let key = REQUEST_KEYS.iter().find(|key| fold(key) == fold(text));
            // What is computed beside the requests has labels of its own.
            if let Some(key) = key.filter(|key| columns.iter().all(|(known, _)| known != *key)) {
                columns.push((key, column));
            }
        }
        (columns.len() > 1).then_some(Self { row, columns })
    }
}

impl Builder<'_> {
    /// The requests of all sheets that hold some; none where no sheet does.
    pub fn requests(&mut self, book: &Book) -> Option<Entry> {
        let mut items = Vec::new();
        let mut at = None;
        for (index, sheet) in book.sheets.iter().enumerate().filter(|(_, s)| is_ledger(s)) {
            let Some(head) = LedgerHead::of(sheet) else { continue };
            at.get_or_insert_with(|| sheet.at((head.row, head.columns[0].1)));
            let last = sheet.cells.keys().next_back().map_or(0, |pos| pos.0);
            for row in head.row + 1..=last {
                items.extend(self.request(index, row, &head));
            }
        }
        let at = at.filter(|_| !items.is_empty())?;
        let value = Raw { at: at.clone(), node: RawNode::List(items) };
        Some(Entry { key: LEDGER.to_owned(), at, value })
    }

    fn request(&mut self, index: usize, row: u32, head: &LedgerHead) -> Option<Raw> {
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
        let at = entries.first()?.at.clone();
        Some(Raw { at, node: RawNode::Map(entries) })
    }

    /// A cell of a request as text; dates as days.
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
