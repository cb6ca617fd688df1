//! A report as the tree of a form: keys in their order, values as stated.

use crate::report::{Record, Report, Value};
use crate::standard::{AGENCY, CellId, FORMAT, Field, FieldKind, Node, YEAR};

/// A value of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Nothing: a blank, or a total left to the program.
    Null,
    /// A number in plain digits.
    Number(String),
    /// Text; several paragraphs are parted by line feeds.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values in their order.
    Map(Vec<TreeEntry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeEntry {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Tree,
}

impl TreeEntry {
    /// A key with its value.
    pub fn new(key: impl Into<String>, value: Tree) -> Self {
        let key = key.into();
        Self { key, value }
    }
}

impl Tree {
    /// The value of a key, where it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        let entry = entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }
}

/// The whole form.
pub fn form(report: &Report) -> Tree {
    let fields = &report.standard.fields;
    let mut entries = vec![
        TreeEntry::new(FORMAT, Tree::Text(report.standard.format.clone())),
        TreeEntry::new(AGENCY, Tree::Text(report.agency.value.clone())),
        TreeEntry::new(YEAR, Tree::Number(report.year.value.to_string())),
    ];
    let before = fields.before.iter().filter(|field| !field.is_basic());
    push_values(report, before, &mut entries);
    for (table, data) in report.standard.tables.iter().enumerate() {
        let mut rows = Vec::new();
        for (part, data) in data.parts.iter().enumerate() {
            for node in &data.rows.roots {
                push_rows(report, table, part, node, &mut rows);
            }
        }
        entries.push(TreeEntry::new(&data.key, Tree::Map(rows)));
    }
    push_values(report, fields.behind.iter(), &mut entries);
    Tree::Map(entries)
}

/// Adds the keys that the report gives.
fn push_values<'s>(
    report: &Report,
    fields: impl Iterator<Item = &'s Field>,
    entries: &mut Vec<TreeEntry>,
) {
    for field in fields {
        if let Some(value) = value(report, field) {
            entries.push(TreeEntry::new(&field.key, value));
        }
    }
}

/// The value of a key outside the tables, if the report gives it.
pub fn value(report: &Report, field: &Field) -> Option<Tree> {
    Some(match &field.kind {
        FieldKind::Narrative => text(report, &field.key)?,
        FieldKind::PerTable => {
            let mut texts = Vec::new();
            for table in &report.standard.tables {
                if let Some(text) = text(report, &format!("{}.{}", field.key, table.key)) {
                    texts.push(TreeEntry::new(&table.key, text));
                }
            }
            filled_map(texts)?
        }
        FieldKind::Group(inner) => {
            let mut values = Vec::new();
            for field_inside in inner {
                let path = format!("{}.{}", field.key, field_inside.key);
                if let Some(value) = report.field(&path) {
                    let value = short(&field_inside.kind, value);
                    values.push(TreeEntry::new(&field_inside.key, value));
                }
            }
            filled_map(values)?
        }
        FieldKind::Records(inner) => {
            let records = report.items(&field.key);
            if records.is_empty() {
                return None;
            }
            Tree::List(records.iter().map(|item| record(item, inner)).collect())
        }
        kind => short(kind, report.field(&field.key)?),
    })
}

/// A map, where it is not empty.
fn filled_map(entries: Vec<TreeEntry>) -> Option<Tree> {
    if entries.is_empty() {
        None
    } else {
        Some(Tree::Map(entries))
    }
}

/// An item of a list, its values in the order of their keys.
fn record(record: &Record, fields: &[Field]) -> Tree {
    let mut entries = Vec::new();
    for field in fields {
        if let Some(value) = record.get(&field.key) {
            let value = Tree::Text(value.value.clone());
            entries.push(TreeEntry::new(&field.key, value));
        }
    }
    Tree::Map(entries)
}

/// A short value: a number where it is one and its key holds numbers.
fn short(kind: &FieldKind, value: &str) -> Tree {
    let plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain && kind.is_number() {
        Tree::Number(value.to_owned())
    } else {
        Tree::Text(value.to_owned())
    }
}

/// A text's paragraphs, if the report has any.
pub fn text(report: &Report, path: &str) -> Option<Tree> {
    let lines: Vec<&str> = report.paragraphs(path).collect();
    (!lines.is_empty()).then(|| Tree::Text(lines.join("\n")))
}

/// Adds the rows at or below a node, as far as the form gives them.
fn push_rows(report: &Report, table: usize, part: usize, node: &Node, rows: &mut Vec<TreeEntry>) {
    let Some(key) = &node.key else {
        for child in &node.children {
            push_rows(report, table, part, child, rows);
        }
        return;
    };
    if let Some(leaf) = node.leaf {
        if let Some(row) = row(report, table, part, leaf) {
            rows.push(TreeEntry::new(key, row));
        }
        return;
    }
    let mut below = Vec::new();
    for child in &node.children {
        push_rows(report, table, part, child, &mut below);
    }
    if !below.is_empty() {
        rows.push(TreeEntry::new(key, Tree::Map(below)));
    }
}

/// A row as a list of its columns, the total only where it is stated; a single
/// number where there is one column; none for a row that the form leaves out.
pub fn row(report: &Report, table: usize, part: usize, row: usize) -> Option<Tree> {
    let columns = &report.standard.tables[table].parts[part].columns.leaves;
    let id = CellId {
        table,
        part,
        row,
        column: 0,
    };
    let cells = (0..columns.len()).map(|column| CellId { column, ..id });
    let cells: Vec<CellId> = cells.collect();
    if !cells.iter().any(|id| is_stated(report, *id)) {
        return None;
    }
    if let [only] = cells.as_slice() {
        return Some(cell(report, *only));
    }
    // Totals stand last; without them the list is shorter.
    let last = cells
        .iter()
        .rposition(|id| columns[id.column].total.is_none() || is_stated(report, *id));
    let given = &cells[..last.map_or(0, |last| last + 1)];
    Some(Tree::List(
        given.iter().map(|id| cell(report, *id)).collect(),
    ))
}

/// Whether a form gives a cell.
pub(super) fn is_stated(report: &Report, id: CellId) -> bool {
    report.cell(id).value != Value::Unstated
}

/// A cell as stated, with its note.
pub fn cell(report: &Report, id: CellId) -> Tree {
    let cell = report.cell(id);
    let value = match &cell.value {
        Value::Unstated => Tree::Null,
        Value::Blank(typed) if typed.is_empty() => Tree::Null,
        Value::Number(number) => Tree::Number(number.to_string()),
        Value::Amount(number, unit) => Tree::Text(format!("{number}{unit}")),
        Value::Text(text) | Value::Blank(text) => Tree::Text(text.clone()),
    };
    match &cell.note {
        Some(note) => Tree::Map(vec![
            TreeEntry::new("值", value),
            TreeEntry::new("注", Tree::Text(note.clone())),
        ]),
        None => value,
    }
}
