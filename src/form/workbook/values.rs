//! The values outside the tables: short ones, texts, notes, lists.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::labelled::tree::insert;
use super::super::labels;
use super::super::raw::{Entry, Raw, RawNode};
use super::compute::{Outcome, outcome};
use super::keys::{FormKey, Pair};
use super::numbers::{odd, unfit};
use super::sheet::SheetValue;
use super::tree::Builder;
use crate::date::Date;
use crate::finding::{Code, Finding, json::cell_name, nearest};
use crate::place::{At, Place};
use crate::standard::{Field, FieldKind, Standard};

impl Builder<'_> {
    /// The entries of the keys outside the tables; notes are kept for the cells.
    pub fn keys(&mut self, pairs: &[Pair]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut first: HashMap<String, At> = HashMap::new();
        // The text that a row without a name goes on with.
        let mut above: Option<(usize, &str)> = None;
        for pair in pairs {
            match &pair.key {
                FormKey::Field(path) | FormKey::More(path) => {
                    above =
                        Some((pair.sheet, path.as_str())).filter(|_| is_text(self.standard, path));
                }
                FormKey::Nameless => {}
                _ => above = None,
            }
            let sheet = self.sheet(pair.sheet);
            let (at, value) = (sheet.at(pair.label), self.value(pair));
            if !pair.exact
                && let FormKey::Field(path) | FormKey::More(path) = &pair.key
            {
                let typed = sheet.text(pair.label).unwrap_or_default().trim().to_owned();
                let place = self.place(pair.sheet, pair.label).named(path.as_str(), "");
                self.findings
                    .push(labels::tell_altered(&typed, path, path, place));
            }
            match &pair.key {
                FormKey::Nameless if above.is_some_and(|(sheet, _)| sheet == pair.sheet) => {
                    let path = above.map_or("", |(_, path)| path);
                    more(self.standard, &mut entries, path, at, value);
                }
                FormKey::Nameless => {
                    let message = "这段文字左边没有写项目，没有读";
                    let hint = "属于上一项的，左边写“总体情况（续）”这样的项目；不需要就删去";
                    let place = self.place(pair.sheet, pair.label);
                    self.findings
                        .push(Finding::new(Code::UnknownKey, message, place).hint(hint));
                }
                FormKey::Unknown(text) => entries.push(Entry {
                    key: text.clone(),
                    at,
                    value,
                }),
                FormKey::Note(path) => self.note(pair, path, &value),
                FormKey::More(path) => more(self.standard, &mut entries, path, at, value),
                FormKey::Field(path) => {
                    if let Some(at) = first
                        .get(path)
                        .filter(|_| record_keys(self.standard, path).is_none())
                    {
                        let place = self.place(pair.sheet, pair.label).named(path.as_str(), "");
                        let finding =
                            labels::tell_repeated(format!("“{path}”填了两次，以第一次为准"), place);
                        self.findings
                            .push(finding.related([Place::at(self.file, at.clone())]));
                        continue;
                    }
                    first.insert(path.clone(), at.clone());
                    add(self.standard, &mut entries, path, at, value);
                }
            }
        }
        entries
    }

    /// The path of the cell that a note names by its sheet and address, as `三、申请!D6`.
    fn addressed(&self, name: &str) -> Option<String> {
        let (sheet, cell) = name.rsplit_once('!')?;
        let sheet = self
            .book
            .sheets
            .iter()
            .position(|s| *s.name == *sheet.trim_matches('\''))?;
        let spot = self.spots.iter().find(|(_, (at, row, first, last))| {
            *at == sheet
                && (*first..=*last)
                    .any(|column| cell_name(*row, column).eq_ignore_ascii_case(cell.trim()))
        })?;
        Some(self.standard.path(*spot.0))
    }

    fn note(&mut self, pair: &Pair, path: &str, value: &Raw) {
        let addressed = self.addressed(path);
        let path = addressed.as_deref().unwrap_or(path);
        let known = self.standard.cell_by_path(path).is_some();
        let at = self.sheet(pair.sheet).at(pair.label);
        match value.text() {
            _ if !known => {
                let message = format!("填报表里没有“{path}”这一格");
                let place = self.place(pair.sheet, pair.label).named(path, "");
                let paths: Vec<String> = self
                    .standard
                    .cells()
                    .map(|id| self.standard.path(id))
                    .collect();
                let hint = match nearest(path, paths.iter().map(String::as_str)) {
                    Some(near) => format!("是不是“注.{near}”？"),
                    None => "项目写成“注.”加表名和单元格，如“注.三、申请!D6”".to_owned(),
                };
                self.findings
                    .push(Finding::new(Code::UnknownKey, message, place).hint(hint));
            }
            Some(text) if !text.trim().is_empty() => {
                if let Some((_, first)) = self.notes.get(path) {
                    let message = format!("“注.{path}”填了两次，以第一次为准");
                    let place = self.place(pair.sheet, pair.label).named(path, "");
                    let related = Place::at(self.file, first.clone());
                    self.findings
                        .push(labels::tell_repeated(message, place).related([related]));
                } else {
                    self.notes.insert(path.to_owned(), (text, at));
                }
            }
            _ => {}
        }
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
        let sheet = self.sheet(pair.sheet);
        let at = sheet.at(pair.value);
        let Some(cell) = sheet.cells.get(&pair.value) else {
            return Raw {
                at,
                node: RawNode::Null,
            };
        };
        self.findings.extend(cell.fault.as_deref().cloned());
        let node = if cell.formula.is_some() {
            match outcome(&mut self.calculator, pair.sheet, pair.value) {
                Outcome::Empty => RawNode::Null,
                Outcome::Number(number) => match self.day(number, pair, &cell.value) {
                    Some(day) => odd(&SheetValue::Date(day, number.to_string())),
                    None => RawNode::Scalar(lines(&number.to_string(), &at)),
                },
                Outcome::Text(text) => RawNode::Scalar(lines(&text, &at)),
                Outcome::Unknown(why) => {
                    let place = self.place(pair.sheet, pair.value);
                    self.stored(pair.sheet, pair.value, &why, place)
                        .unwrap_or_else(|| unfit(Outcome::Unknown(why)))
                }
                other => unfit(other),
            }
        } else {
            match &cell.value {
                SheetValue::Number(number, _) => RawNode::Scalar(lines(number, &at)),
                SheetValue::Text(text) => RawNode::Scalar(lines(text, &at)),
                value => odd(value),
            }
        };
        let raw = Raw { at, node };
        match &pair.key {
            FormKey::Field(path) => match record_keys(self.standard, path) {
                Some(keys) => record(raw, keys),
                None => raw,
            },
            _ => raw,
        }
    }
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

/// An item of a list: the lines `键: 值` of a cell, or the same in one line, as `check` shows it: `- {键: 值, 键: 值}`.
pub(super) fn record(raw: Raw, keys: &[Field]) -> Raw {
    let Some(text) = raw.text() else { return raw };
    let at = raw.at;
    let line = text.trim().trim_start_matches('-').trim();
    let flow = line
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let items = flow.map_or_else(
        || text.lines().map(str::to_owned).collect(),
        |flow| members(flow, keys),
    );
    let unquoted = |value: &str| {
        let inner = value
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix('\''))
            .filter(|_| flow.is_some());
        inner.map_or(value.to_owned(), |inner| inner.replace("''", "'"))
    };
    let entry = |line: &String| {
        let (key, value) = line.split_once([':', '：'])?;
        let value = unquoted(value.trim());
        let value = Raw {
            at: at.clone(),
            node: RawNode::Scalar(vec![(value, at.clone())]),
        };
        Some(Entry {
            key: key.trim().to_owned(),
            at: at.clone(),
            value,
        })
    };
    let entries = items
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(entry)
        .collect::<Option<Vec<_>>>();
    let node = entries.map_or(
        RawNode::Scalar(vec![(text.clone(), at.clone())]),
        RawNode::Map,
    );
    Raw { at, node }
}

/// The members of a mapping in one line; a comma parts them only where a key follows.
fn members(flow: &str, keys: &[Field]) -> Vec<String> {
    let mut members: Vec<String> = Vec::new();
    for piece in flow.split([',', '，']) {
        let starts = |key: &Field| {
            piece
                .trim()
                .strip_prefix(key.key.as_str())
                .is_some_and(|rest| rest.starts_with([':', '：']))
        };
        match members.last_mut().filter(|_| !keys.iter().any(starts)) {
            Some(last) => *last += &format!("，{piece}"),
            None => members.push(piece.to_owned()),
        }
    }
    members
}

/// The keys of a list's items; none for what is no list.
fn record_keys<'s>(standard: &'s Standard, path: &str) -> Option<&'s [Field]> {
    match &standard.fields.find(path)?.kind {
        FieldKind::Records(keys) => Some(keys),
        _ => None,
    }
}

/// Whether the key of a path holds paragraphs.
fn is_text(standard: &Standard, path: &str) -> bool {
    let of_table = |(key, _): (&str, &str)| {
        let field = standard.fields.find(key);
        field.is_some_and(|field| matches!(field.kind, FieldKind::PerTable))
    };
    match standard.fields.find(path) {
        Some(field) => matches!(field.kind, FieldKind::Narrative),
        None => path.split_once('.').is_some_and(of_table),
    }
}

/// Puts a value outside the tables below its path; the items of a list gather under one key.
fn add(standard: &Standard, entries: &mut Vec<Entry>, path: &str, at: At, value: Raw) {
    if record_keys(standard, path).is_some() {
        if matches!(value.node, RawNode::Null) {
            return;
        }
        if let Some(RawNode::List(items)) = entries
            .iter_mut()
            .find(|e| e.key == path)
            .map(|e| &mut e.value.node)
        {
            items.push(value);
        } else {
            let list = Raw {
                at: at.clone(),
                node: RawNode::List(vec![value]),
            };
            entries.push(Entry {
                key: path.to_owned(),
                at,
                value: list,
            });
        }
        return;
    }
    let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
    let Some((own, above)) = keys.split_last() else {
        return;
    };
    // An empty member of a group is as good as none.
    if !above.is_empty() && matches!(value.node, RawNode::Null) {
        return;
    }
    let mut root = Raw {
        at: At::File,
        node: RawNode::Map(std::mem::take(entries)),
    };
    insert(
        &mut root,
        above,
        Entry {
            key: own.clone(),
            at,
            value,
        },
    );
    if let RawNode::Map(all) = root.node {
        *entries = all;
    }
}

/// Appends lines to the text of a key.
fn more(standard: &Standard, entries: &mut Vec<Entry>, path: &str, at: At, value: Raw) {
    let mut keys = path.split('.');
    let own = keys.next().unwrap_or_default();
    let first = entries
        .iter_mut()
        .find(|e| e.key == own)
        .map(|e| &mut e.value.node);
    let node = keys.fold(first, |node, key| match node {
        Some(RawNode::Map(inner)) => inner
            .iter_mut()
            .find(|e| e.key == key)
            .map(|e| &mut e.value.node),
        _ => None,
    });
    match (node, value.node) {
        (Some(RawNode::Scalar(lines)), RawNode::Scalar(more)) => lines.extend(more),
        (_, RawNode::Null) => {}
        (Some(node @ RawNode::Null), more) => *node = more,
        (_, node) => add(standard, entries, path, at, Raw { at: value.at, node }),
    }
}
