//! A report as the tree of a form: keys in their order, values as stated.

use crate::report::{Report, Value};
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
    Map(Vec<(String, Tree)>),
}

/// The whole form.
pub fn form(report: &Report) -> Tree {
    let fields = &report.standard.fields;
    let mut entries = vec![
        (
            FORMAT.to_owned(),
            Tree::Text(report.standard.format.clone()),
        ),
        (AGENCY.to_owned(), Tree::Text(report.agency.value.clone())),
        (YEAR.to_owned(), Tree::Number(report.year.value.to_string())),
    ];
    let rest = fields.before.iter().filter(|field| !field.is_basic());
    entries.extend(rest.filter_map(|field| value(report, field)));
    for (table, data) in report.standard.tables.iter().enumerate() {
        let roots = data
            .parts
            .iter()
            .enumerate()
            .flat_map(|(part, p)| p.rows.roots.iter().map(move |n| (part, n)));
        let rows = roots
            .flat_map(|(part, node)| node_rows(report, table, part, node))
            .collect();
        entries.push((data.key.clone(), Tree::Map(rows)));
    }
    entries.extend(
        fields
            .behind
            .iter()
            .filter_map(|field| value(report, field)),
    );
    Tree::Map(entries)
}

/// A key outside the tables with its value, if the report gives it.
pub fn value(report: &Report, field: &Field) -> Option<(String, Tree)> {
    let tree = match &field.kind {
        FieldKind::Narrative => text(report, &field.key)?,
        FieldKind::PerTable => {
            let texts = report.standard.tables.iter().filter_map(|table| {
                let text = text(report, &format!("{}.{}", field.key, table.key))?;
                Some((table.key.clone(), text))
            });
            Some(Tree::Map(texts.collect())).filter(|tree| *tree != Tree::Map(Vec::new()))?
        }
        FieldKind::Group(inner) => {
            let values = inner.iter().filter_map(|f| {
                let value = report.field(&format!("{}.{}", field.key, f.key))?;
                Some((f.key.clone(), short(&f.kind, value)))
            });
            Some(Tree::Map(values.collect())).filter(|tree| *tree != Tree::Map(Vec::new()))?
        }
        FieldKind::Records(inner) => {
            let records = Some(report.items(&field.key)).filter(|items| !items.is_empty())?;
            let record = |record: &crate::report::Record| {
                let values = inner.iter().filter_map(|f| {
                    Some((f.key.clone(), Tree::Text(record.get(&f.key)?.value.clone())))
                });
                Tree::Map(values.collect())
            };
            Tree::List(records.iter().map(record).collect())
        }
        kind => short(kind, report.field(&field.key)?),
    };
    Some((field.key.clone(), tree))
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

/// The rows at or below a node, as far as the form gives them.
fn node_rows(report: &Report, table: usize, part: usize, node: &Node) -> Vec<(String, Tree)> {
    let below = || {
        node.children
            .iter()
            .flat_map(|child| node_rows(report, table, part, child))
            .collect::<Vec<_>>()
    };
    match (&node.key, node.leaf) {
        (None, _) => below(),
        (Some(key), None) => {
            let rows = below();
            if rows.is_empty() {
                rows
            } else {
                vec![(key.clone(), Tree::Map(rows))]
            }
        }
        (Some(key), Some(leaf)) => row(report, table, part, leaf)
            .map(|row| (key.clone(), row))
            .into_iter()
            .collect(),
    }
}

/// A row as a list of its columns, the total only where it is stated; a single
/// number where there is one column; none for a row that the form leaves out.
pub fn row(report: &Report, table: usize, part: usize, row: usize) -> Option<Tree> {
    let leaves = &report.standard.tables[table].parts[part].columns.leaves;
    let id = |column: usize| CellId {
        table,
        part,
        row,
        column,
    };
    if (0..leaves.len()).all(|column| report.cell(id(column)).value == Value::Unstated) {
        return None;
    }
    if leaves.len() == 1 {
        return Some(cell(report, id(0)));
    }
    // Totals stand last; without them the list is shorter.
    let stated = |column: usize| {
        leaves[column].total.is_none() || report.cell(id(column)).value != Value::Unstated
    };
    let last = (0..leaves.len())
        .rev()
        .find(|&column| stated(column))
        .map_or(0, |column| column + 1);
    Some(Tree::List(
        (0..last).map(|column| cell(report, id(column))).collect(),
    ))
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
            ("值".to_owned(), value),
            ("注".to_owned(), Tree::Text(note.clone())),
        ]),
        None => value,
    }
}
