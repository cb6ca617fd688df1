//! Sheets of lists (台账, 豁免): one row an item, under the labels of its columns.

use std::sync::Arc;

use super::super::attached::tell_lacking;
use super::super::labels::fold;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, outcome};
use super::sheet::{Book, Sheet, SheetValue};
use super::tree::Builder;
use super::values::{lines, record};
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::report::Date;
use crate::standard::{DONE, Field, FieldKind, LEDGER, RECEIVED, Standard};

/// Characters of a label that are shown.
const LONGEST_LABEL: usize = 20;
/// Rows in which the labels are looked for.
const HEAD_ROWS: u32 = 20;

/// The list whose items a sheet holds, and their keys.
pub fn listed<'s>(sheet: &Sheet, standard: &'s Standard) -> Option<RecordList<'s>> {
    let name = fold(&sheet.name);
    standard.fields.iter().find_map(|field| match &field.kind {
        FieldKind::Records(keys) if fold(&field.key) == name => Some(RecordList {
            key: &field.key,
            keys,
        }),
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
            let Some(text) = sheet.text((row, column)) else {
                continue;
            };
            let key = list
                .keys
                .iter()
                .map(|field| field.key.as_str())
                .find(|k| fold(k) == fold(text));
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
            let Some(list) = listed(sheet, self.standard) else {
                continue;
            };
            let Some(head) = RecordHead::of(sheet, list) else {
                let told = without_head(self.file, sheet, list);
                if let Some(at) = told.as_ref().map(|told| told.places[0].at.clone()) {
                    let value = Raw {
                        at: at.clone(),
                        node: RawNode::Reported,
                    };
                    entries.push(Entry {
                        key: list.key.to_owned(),
                        at,
                        value,
                    });
                }
                self.findings.extend(told);
                continue;
            };
            if let Some(told) = head.told(self.file, sheet, list) {
                // Without a label every row would be told anew.
                let place = told.places[0].clone();
                self.findings.push(told);
                let value = Raw {
                    at: place.at.clone(),
                    node: RawNode::Reported,
                };
                entries.push(Entry {
                    key: list.key.to_owned(),
                    at: place.at,
                    value,
                });
                continue;
            }
            let at = sheet.at((head.row, head.columns[0].1));
            let bottom = sheet.cells.keys().next_back().map_or(0, |pos| pos.0);
            let mut items = Vec::new();
            for row in head.row + 1..=bottom {
                items.extend(self.items(index, row, &head, list));
            }
            self.findings
                .extend(head.told_of_days(self.file, sheet, list, bottom));
            let known = entries.iter_mut().find(|entry| entry.key == list.key);
            match known.map(|entry| &mut entry.value.node) {
                _ if items.is_empty() => {}
                Some(RawNode::List(all)) => all.extend(items),
                _ => {
                    let value = Raw {
                        at: at.clone(),
                        node: RawNode::List(items),
                    };
                    entries.push(Entry {
                        key: list.key.to_owned(),
                        at,
                        value,
                    });
                }
            }
        }
    }

    /// The items of a row: one, or as many as were pasted into a cell.
    fn items(
        &mut self,
        index: usize,
        row: u32,
        head: &RecordHead<'_>,
        list: RecordList<'_>,
    ) -> Vec<Raw> {
        let mut entries = Vec::with_capacity(head.columns.len());
        for (key, column) in &head.columns {
            let pos = (row, *column);
            let at = self.sheet(index).at(pos);
            let Some(text) = self.shown(index, pos) else {
                continue;
            };
            if !text.trim().is_empty() {
                let value = Raw {
                    at: at.clone(),
                    node: RawNode::Scalar(lines(&text, &at)),
                };
                entries.push(Entry {
                    key: (*key).to_owned(),
                    at,
                    value,
                });
            }
        }
        if let [only] = entries.as_slice()
            && let RawNode::Scalar(lines) = &only.value.node
            && lines.iter().all(|(line, _)| is_printed(line, list))
        {
            let items = lines.iter().filter(|(line, _)| !is_key(line, list));
            let raw = |(line, at): &(String, At)| {
                let node = RawNode::Scalar(vec![(line.clone(), at.clone())]);
                record(
                    Raw {
                        at: at.clone(),
                        node,
                    },
                    list.keys,
                )
            };
            return items.map(raw).collect();
        }
        let item = entries.first().map(|entry| entry.at.clone());
        item.map(|at| Raw {
            at,
            node: RawNode::Map(entries),
        })
        .into_iter()
        .collect()
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

/// Whether a line is one of those that `check` prints to be pasted: an item a line, below the list's key.
fn is_printed(line: &str, list: RecordList<'_>) -> bool {
    is_key(line, list)
        || line
            .trim()
            .trim_start_matches('-')
            .trim_start()
            .starts_with('{')
}

/// Whether a line is the list's key, or one of those that `check` prints round its items.
fn is_key(line: &str, list: RecordList<'_>) -> bool {
    let line = line.trim();
    line.trim_end_matches([':', '：']) == list.key
        || ["核对过、不用改的", "（说明：nianbao explain"]
            .iter()
            .any(|words| line.starts_with(words))
}

/// What is told of a sheet whose items nobody can read.
fn without_head(form: &Arc<str>, sheet: &Sheet, list: RecordList<'_>) -> Option<Finding> {
    let (first, _) = sheet.cells.first_key_value()?;
    // Titles and lines of words are no items.
    if sheet.cells.keys().all(|(_, column)| *column == first.1) {
        return None;
    }
    let message = format!("“{}”表里没有找到表头，整张表没有读", sheet.name);
    let place = Place::at(form, sheet.at(*first)).named(list.key, "");
    let keys: Vec<&str> = list.keys.iter().map(|field| field.key.as_str()).collect();
    let hint = format!("在各行上面加一行表头：{}，一格一个", keys.join("、"));
    Some(Finding::new(Code::UnknownKey, message, place).hint(hint))
}

impl RecordHead<'_> {
    /// What is told where a label is not there, and others are that nothing is called.
    fn told(&self, form: &Arc<str>, sheet: &Sheet, list: RecordList<'_>) -> Option<Finding> {
        let right = self.columns.iter().map(|(_, column)| *column).max()?;
        let label = |(column, _): (u32, _)| Some((column, sheet.text((self.row, column))?));
        let unknown: Vec<(u32, &str)> = sheet
            .row(self.row)
            .filter_map(label)
            .filter(|(column, _)| *column <= right + 1)
            .filter(|(column, _)| self.columns.iter().all(|(_, known)| known != column))
            .collect();
        // The last key is for remarks, which nobody needs.
        let (_, needed) = list.keys.split_last()?;
        let is_missing = |key: &&str| self.columns.iter().all(|(known, _)| known != key);
        let missing: Vec<&str> = needed
            .iter()
            .map(|field| field.key.as_str())
            .filter(is_missing)
            .collect();
        let (column, _) = unknown.first()?;
        let cut = |label: &str| label.chars().take(LONGEST_LABEL).collect::<String>();
        let read: Vec<String> = unknown.iter().map(|(_, label)| cut(label)).collect();
        let told = tell_lacking(&format!("“{}”表", sheet.name), &missing, &read)?;
        let place = Place::at(form, sheet.at((self.row, *column))).named(list.key, "");
        Some(told.at(Code::UnknownKey, place))
    }
}

impl RecordHead<'_> {
    /// What is told of days of a ledger that are text: a sheet's own formulas do not count them.
    fn told_of_days(
        &self,
        form: &Arc<str>,
        sheet: &Sheet,
        list: RecordList<'_>,
        bottom: u32,
    ) -> Option<Finding> {
        if list.key != LEDGER {
            return None;
        }
        let of_days = self
            .columns
            .iter()
            .filter(|(key, _)| [RECEIVED, DONE].contains(key));
        let spots =
            of_days.flat_map(|(_, column)| (self.row + 1..=bottom).map(|row| (row, *column)));
        let mut texts: Vec<(u32, u32)> = spots
            .filter(|pos| {
                sheet
                    .text(*pos)
                    .is_some_and(|text| Date::read(text).is_some())
            })
            .collect();
        texts.sort_unstable();
        let first = texts.first()?;
        let message = format!(
            "“{}”表里有 {} 个日期是文字，表旁边由公式算的数没有计入",
            sheet.name,
            texts.len()
        );
        let place = Place::at(form, sheet.at(*first)).named(list.key, "");
        let hint = "程序照算；要两边一致，把这些格设成日期格式，再重新输入";
        Some(
            Finding::new(Code::Ledger, message, place)
                .as_warning()
                .hint(hint),
        )
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
