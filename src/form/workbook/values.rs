//! The values outside the tables: short ones, texts, notes, lists.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::labels;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, compute};
use super::entries::{add, append, is_text, record_keys};
use super::keys::{FormKey, Pair};
use super::numbers::{make_odd, make_unfit};
use super::record::read_record;
use super::sheet::{SheetCell, SheetValue};
use super::tree::{Builder, CellNote};
use crate::date::Date;
use crate::finding::{Code, Finding, nearest};
use crate::form::labelled::RowStretch;
use crate::place::{At, Place};
use crate::standard::FieldKind;

/// The text that a row without a name goes on with.
#[derive(Clone, Copy)]
struct TextAbove<'p> {
    sheet: usize,
    path: &'p str,
}

impl Builder<'_> {
    /// The entries of the keys outside the tables; notes are kept for the cells.
    pub fn read_keys(&mut self, pairs: &[Pair]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut first: HashMap<&str, At> = HashMap::new();
        let mut above: Option<TextAbove<'_>> = None;
        for pair in pairs {
            above = self.text_above(pair, above);
            let (at, value) = (self.at(pair.label_cell()), self.value(pair));
            self.tell_slip(pair);
            match &pair.key {
                FormKey::Nameless => match above.filter(|above| above.sheet == pair.sheet) {
                    Some(above) => append(self.standard, &mut entries, above.path, at, value),
                    None => self.tell_nameless(pair),
                },
                FormKey::Unknown(text) => entries.push(Entry {
                    key: text.clone(),
                    at,
                    value,
                }),
                FormKey::Note(path) => self.note(pair, path, &value),
                FormKey::More(path) => append(self.standard, &mut entries, path, at, value),
                FormKey::Field(path) => {
                    let is_list = record_keys(self.standard, path).is_some();
                    if let Some(first) = first.get(path.as_str()).filter(|_| !is_list) {
                        self.tell_repeated(pair, path, path, first.clone());
                        continue;
                    }
                    first.insert(path, at.clone());
                    add(self.standard, &mut entries, path, at, value);
                }
            }
        }
        entries
    }

    /// The text that a row without a name goes on with, which is this one or one below it.
    fn text_above<'p>(
        &self,
        pair: &'p Pair,
        above: Option<TextAbove<'p>>,
    ) -> Option<TextAbove<'p>> {
        match &pair.key {
            FormKey::Nameless => above,
            FormKey::Field(path) | FormKey::More(path) if is_text(self.standard, path) => {
                Some(TextAbove {
                    sheet: pair.sheet,
                    path,
                })
            }
            _ => None,
        }
    }

    /// Tells of a label that is not written as it should be.
    fn tell_slip(&mut self, pair: &Pair) {
        if !pair.exact
            && let FormKey::Field(path) | FormKey::More(path) = &pair.key
        {
            let typed = self.sheet(pair.sheet).text(pair.label).unwrap_or_default();
            let place = self.place(pair.label_cell()).named(path.as_str(), "");
            self.findings
                .push(labels::tell_altered(typed.trim(), path, path, place));
        }
    }

    /// Tells of a text that has no key.
    fn tell_nameless(&mut self, pair: &Pair) {
        let message = "这段文字左边没有写项目，没有读";
        let hint = "属于上一项的，左边写“总体情况（续）”这样的项目；不需要就删去";
        let finding = Finding::new(Code::UnknownKey, message, self.place(pair.label_cell()));
        self.findings.push(finding.hint(hint));
    }

    /// Tells of a key that is there a second time; `name` is how people write it.
    fn tell_repeated(&mut self, pair: &Pair, path: &str, name: &str, first: At) {
        let place = self.place(pair.label_cell()).named(path, "");
        let finding = labels::tell_repeated(format!("“{name}”填了两次，以第一次为准"), place);
        self.findings
            .push(finding.related([Place::at(self.file, first)]));
    }

    /// The path of the cell that a note names by its sheet and address, as `三、申请!D6`.
    fn find_addressed(&self, name: &str) -> Option<String> {
        let (sheet, cell) = name.rsplit_once('!')?;
        let (sheet, cell) = (sheet.trim_matches('\''), cell.trim());
        let sheet = self
            .book
            .sheets
            .iter()
            .position(|known| *known.name == *sheet)?;
        let mut spots = self.spots.iter();
        let (id, _) = spots.find(|(_, spot)| spot.sheet == sheet && holds(spot.cells, cell))?;
        Some(self.standard.path(*id))
    }

    /// Keeps a note for its cell.
    fn note(&mut self, pair: &Pair, path: &str, value: &Raw) {
        let addressed = self.find_addressed(path);
        let path = addressed.as_deref().unwrap_or(path);
        if self.standard.cell_by_path(path).is_none() {
            self.findings.push(self.tell_unknown_cell(pair, path));
            return;
        }
        let Some(text) = value.text().filter(|text| !text.trim().is_empty()) else {
            return;
        };
        if let Some(first) = self.notes.get(path) {
            self.tell_repeated(pair, path, &format!("注.{path}"), first.at.clone());
            return;
        }
        let at = self.at(pair.label_cell());
        self.notes.insert(path.to_owned(), CellNote { text, at });
    }

    /// Tells of a note whose cell the form does not have.
    fn tell_unknown_cell(&self, pair: &Pair, path: &str) -> Finding {
        let message = format!("填报表里没有“{path}”这一格");
        let place = self.place(pair.label_cell()).named(path, "");
        let paths: Vec<String> = self
            .standard
            .cells()
            .map(|id| self.standard.path(id))
            .collect();
        let hint = match nearest(path, paths.iter().map(String::as_str)) {
            Some(near) => format!("是不是“注.{near}”？"),
            None => "项目写成“注.”加表名和单元格，如“注.三、申请!D6”".to_owned(),
        };
        Finding::new(Code::UnknownKey, message, place).hint(hint)
    }

    /// The day that a formula gives, where its cell shows one or its key asks for one.
    fn day(&self, number: Decimal, pair: &Pair, shown: &SheetValue) -> Option<String> {
        let field = match &pair.key {
            FormKey::Field(path) => self.standard.fields.find(path),
            _ => None,
        };
        let asked = field.is_some_and(|field| matches!(field.kind, FieldKind::Date));
        let dated = matches!(shown, SheetValue::Date(..));
        let serial = u32::try_from(number).ok().filter(|_| asked || dated)?;
        Date::from_serial(serial).map(|day| day.to_string())
    }

    /// The value beside a label, formulas computed.
    fn value(&mut self, pair: &Pair) -> Raw {
        let at = self.at(pair.value_cell());
        let Some(cell) = self.book.cell(pair.value_cell()) else {
            return Raw {
                at,
                node: RawNode::Null,
            };
        };
        self.findings.extend(cell.fault.as_deref().cloned());
        let node = if cell.formula.is_some() {
            self.formula_value(pair, cell, &at)
        } else {
            match &cell.value {
                SheetValue::Number(text, _) | SheetValue::Text(text) => {
                    RawNode::Scalar(lines(text, &at))
                }
                value => make_odd(value),
            }
        };
        let raw = Raw { at, node };
        match &pair.key {
            FormKey::Field(path) => match record_keys(self.standard, path) {
                Some(keys) => read_record(raw, keys),
                None => raw,
            },
            _ => raw,
        }
    }

    /// What the formula beside a label gives.
    fn formula_value(&mut self, pair: &Pair, cell: &SheetCell, at: &At) -> RawNode {
        match compute(&mut self.calculator, pair.value_cell()) {
            Outcome::Empty => RawNode::Null,
            Outcome::Number(number) => match self.day(number, pair, &cell.value) {
                Some(day) => make_odd(&SheetValue::Date(day, number.to_string())),
                None => RawNode::Scalar(lines(&number.to_string(), at)),
            },
            Outcome::Text(text) => RawNode::Scalar(lines(&text, at)),
            Outcome::Unknown(why) => {
                let place = self.place(pair.value_cell());
                let stored = self.take_stored(pair.value_cell(), &why, place);
                stored.unwrap_or_else(|| make_unfit(Outcome::Unknown(why)))
            }
            other => make_unfit(other),
        }
    }
}

/// Whether a stretch holds the cell of this name.
fn holds(stretch: RowStretch, name: &str) -> bool {
    stretch
        .cells()
        .any(|pos| pos.name().eq_ignore_ascii_case(name))
}

/// A text of one line.
pub(super) fn scalar(text: String, at: &At) -> RawNode {
    RawNode::Scalar(vec![(text, at.clone())])
}

/// The lines of a text; all have the cell's place.
pub(super) fn lines(text: &str, at: &At) -> Vec<(String, At)> {
    let text = text.trim_matches('\n');
    // Nearly all have one line, and lists may have thousands of values.
    if !text.contains('\n') {
        return vec![(text.to_owned(), at.clone())];
    }
    text.split('\n')
        .map(|line| (line.to_owned(), at.clone()))
        .collect()
}
