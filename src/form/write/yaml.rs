//! A form as YAML, with comments that explain each part: blank or filled.

use askama::Template;
use unicode_width::UnicodeWidthStr;

use super::tree::{self, Tree};
use crate::report::{Report, Value};
use crate::standard::{CellId, CellKind, Field, FieldKind, Leaf, Node, Part, Table};

#[derive(Template)]
#[template(path = "form/form.yaml", escape = "none")]
struct Form<'a> {
    schema: &'a str,
    format: &'a str,
    source: &'a str,
    agency: String,
    year: i32,
    options: Vec<String>,
    before: Vec<FormText<'a>>,
    tables: Vec<TableLines>,
    behind: Vec<FormText<'a>>,
    notes: Vec<String>,
    closing: Vec<String>,
    charts: String,
}

struct FormText<'a> {
    key: &'a str,
    help: &'a str,
    value: String,
}

struct TableLines {
    key: String,
    name: String,
    comments: Vec<String>,
    lines: Vec<String>,
}

/// The text of the report's form. `schema` is the JSON Schema's path as seen from the form.
///
/// Keys that the report does not give stand as comments to be filled.
pub fn yaml(report: &Report, schema: &str) -> String {
    let standard = &report.standard;
    let fields = &standard.fields;
    let template = Form {
        schema,
        format: &standard.format,
        source: &standard.source,
        agency: scalar(&report.agency.value),
        year: report.year.value,
        options: options(report, fields.before.iter()),
        before: texts(report, &fields.before),
        tables: standard
            .tables
            .iter()
            .enumerate()
            .map(|(index, data)| table(report, index, data))
            .collect(),
        behind: texts(report, &fields.behind),
        notes: notes(report),
        charts: standard.charts_in_words(),
        closing: options(
            report,
            fields.behind.iter().filter(|field| !standard.lacks(field)),
        ),
    };
    // Writing into a String cannot fail, and the template has no expression that can.
    template.render().unwrap_or_default()
}

/// The texts of some keys.
fn texts<'s>(report: &Report, fields: &'s [Field]) -> Vec<FormText<'s>> {
    let texts = fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Narrative));
    let text = |field: &'s Field| FormText {
        key: &field.key,
        help: &field.help,
        value: block(report, &field.key, 2),
    };
    texts.map(text).collect()
}

/// The lines of all keys but texts and those without which there is no form.
fn options<'s>(report: &Report, fields: impl Iterator<Item = &'s Field>) -> Vec<String> {
    let is_text = |field: &Field| matches!(field.kind, FieldKind::Narrative | FieldKind::PerTable);
    fields
        .filter(|field| !field.is_basic() && !is_text(field))
        .flat_map(|field| option(report, field))
        .collect()
}

/// A key with its short value, or the comment that shows how to give it.
fn option(report: &Report, field: &Field) -> Vec<String> {
    match tree::value(report, field) {
        Some((key, Tree::List(records))) => {
            let records = records
                .iter()
                .map(|record| format!("  - {}", inline(record)));
            std::iter::once(format!("{key}:")).chain(records).collect()
        }
        Some((key, value)) => vec![format!("{key}: {}", inline(&value))],
        None => {
            let empty =
                |f: &Field| format!("{}: {}", f.key, if f.kind.is_number() { "0" } else { "" });
            let members =
                |fields: &[Field]| fields.iter().map(empty).collect::<Vec<_>>().join(", ");
            let line = match &field.kind {
                FieldKind::Group(fields) => format!("{}: {{{}}}", field.key, members(fields)),
                FieldKind::Records(fields) => format!("{}: [{{{}}}]", field.key, members(fields)),
                _ => format!("{}: ", field.key),
            };
            let pad = 14usize.saturating_sub(line.width()).max(2);
            vec![format!("# {line}{}# {}", " ".repeat(pad), field.help)]
        }
    }
}

/// The texts below tables, or the comment that shows how to give them.
fn notes(report: &Report) -> Vec<String> {
    let fields = &report.standard.fields;
    let Some(field) = fields
        .behind
        .iter()
        .find(|f| matches!(f.kind, FieldKind::PerTable))
    else {
        return Vec::new();
    };
    let path = |table: &Table| format!("{}.{}", field.key, table.key);
    let given: Vec<&Table> = report
        .standard
        .tables
        .iter()
        .filter(|t| report.has_text(&path(t)))
        .collect();
    if given.is_empty() {
        let keys = report
            .standard
            .tables
            .iter()
            .map(|t| format!("{}: ", t.key))
            .collect::<Vec<_>>()
            .join(", ");
        return vec![format!("# {}: {{{keys}}}", field.key)];
    }
    let texts = given
        .iter()
        .map(|table| format!("  {}: {}", table.key, block(report, &path(table), 4)));
    std::iter::once(format!("{}:", field.key))
        .chain(texts)
        .collect()
}

/// A text as a literal block behind its key, each paragraph a line.
fn block(report: &Report, path: &str, indent: usize) -> String {
    let Some(Tree::Text(text)) = tree::text(report, path) else {
        return "|".to_owned();
    };
    literal(text.lines(), indent, "\n")
}

/// Lines as a literal block behind its key, so far in; `end` parts them.
pub(crate) fn literal<'l>(
    lines: impl Iterator<Item = &'l str> + Clone,
    indent: usize,
    end: &str,
) -> String {
    // A block's indentation is that of its first line, unless it is said.
    let first = lines
        .clone()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let mut block = if first.starts_with(' ') {
        "|2".to_owned()
    } else {
        "|".to_owned()
    };
    for line in lines {
        block.push_str(end);
        if !line.trim().is_empty() {
            block.push_str(&" ".repeat(indent));
            block.push_str(line);
        }
    }
    block
}

fn table(report: &Report, index: usize, data: &Table) -> TableLines {
    let mut comments = Vec::new();
    let mut lines = Vec::new();
    let listed = data.parts.len() == 1;
    if listed {
        let part = &data.parts[0];
        comments.push(format!(
            "每行依次填：{}（单位：{}）",
            keys(part).join("、"),
            part.unit
        ));
        if !part.equalities.is_empty() {
            comments.push(data.corner.trim_matches(['（', '）']).to_owned());
        }
    }
    for (number, part) in data.parts.iter().enumerate() {
        if let Some(band) = &part.band {
            let amount = part
                .columns
                .leaves
                .iter()
                .find(|l| l.cell == CellKind::AmountWithUnit);
            let amount = amount.map_or(String::new(), |l| {
                format!("；{}要写单位，如 454万元", l.label)
            });
            lines.push(format!("  # {band}（单位：{}{amount}）", part.unit));
        }
        let width = part
            .rows
            .roots
            .iter()
            .map(|n| key_width(n, 2))
            .max()
            .unwrap_or(0);
        let rows = Rows {
            report,
            table: index,
            number,
            part,
            width,
            listed,
        };
        part.rows
            .roots
            .iter()
            .for_each(|root| rows.write(root, 2, &mut lines));
    }
    TableLines {
        key: data.key.clone(),
        name: data.name.clone(),
        comments,
        lines,
    }
}

/// The rows of a part, values in one column of the text.
struct Rows<'a> {
    report: &'a Report,
    table: usize,
    number: usize,
    part: &'a Part,
    width: usize,
    listed: bool,
}

impl Rows<'_> {
    /// Appends the lines of a row or group; none for what the form leaves out.
    fn write(&self, node: &Node, indent: usize, lines: &mut Vec<String>) {
        let Some(key) = &node.key else {
            return node
                .children
                .iter()
                .for_each(|child| self.write(child, indent, lines));
        };
        let label = if *key == node.label {
            ""
        } else {
            node.label.as_str()
        };
        let between = if label.is_empty() || node.counts.is_empty() {
            ""
        } else {
            "："
        };
        let mut comment = format!("  # {label}{between}{}", node.counts);
        if comment.ends_with("# ") {
            comment.clear();
        }
        let Some(leaf) = node.leaf else {
            let start = lines.len();
            lines.push(format!("{}{key}:{comment}", " ".repeat(indent)));
            node.children
                .iter()
                .for_each(|child| self.write(child, indent + 2, lines));
            if lines.len() == start + 1 {
                lines.pop();
            }
            return;
        };
        let Some(value) = self.value(leaf) else {
            return;
        };
        let pad = self.width.saturating_sub(indent + key.width()) + 1;
        lines.push(format!(
            "{}{key}:{}{value}{comment}",
            " ".repeat(indent),
            " ".repeat(pad)
        ));
    }

    fn value(&self, row: usize) -> Option<String> {
        let tree = tree::row(self.report, self.table, self.number, row)?;
        let (Tree::List(cells), false) = (&tree, self.listed) else {
            return Some(inline(&tree));
        };
        // Rows of different columns name them.
        let id = |column: usize| CellId {
            table: self.table,
            part: self.number,
            row,
            column,
        };
        let stated = |column: &usize| self.report.cell(id(*column)).value != Value::Unstated;
        let names = self
            .part
            .columns
            .leaves
            .iter()
            .map(Leaf::key)
            .zip(cells)
            .enumerate();
        let cells: Vec<String> = names
            .filter(|(column, _)| stated(column))
            .map(|(_, (key, cell))| format!("{key}: {}", inline(cell)))
            .collect();
        Some(format!("{{{}}}", cells.join(", ")))
    }
}

/// A value in one line.
pub(crate) fn inline(tree: &Tree) -> String {
    let join = |items: Vec<String>| items.join(", ");
    match tree {
        Tree::Null => "~".to_owned(),
        Tree::Number(number) => number.clone(),
        Tree::Text(text) => scalar(text),
        Tree::List(items) => format!("[{}]", join(items.iter().map(inline).collect())),
        Tree::Map(entries) => {
            format!(
                "{{{}}}",
                join(
                    entries
                        .iter()
                        .map(|(key, value)| format!("{key}: {}", inline(value)))
                        .collect()
                )
            )
        }
    }
}

/// The columns that a row must give.
fn keys(part: &Part) -> Vec<&str> {
    part.columns
        .leaves
        .iter()
        .filter(|l| l.total.is_none())
        .map(Leaf::key)
        .collect()
}

fn key_width(node: &Node, indent: usize) -> usize {
    let own = node.key.as_ref().map_or(0, |k| indent + k.width());
    let inner = if node.key.is_some() {
        indent + 2
    } else {
        indent
    };
    node.children
        .iter()
        .map(|c| key_width(c, inner))
        .max()
        .unwrap_or(0)
        .max(own)
}

/// A text as a YAML scalar of one line: plain where that reads back the same, else in quotes.
fn scalar(text: &str) -> String {
    // Other readers take 021560 for a number of base eight.
    let octal = text.len() > 1 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit());
    let plain = !text.is_empty()
        && text == text.trim()
        && !text
            .chars()
            .any(|c| c.is_ascii_punctuation() || c.is_control())
        && !matches!(text, "null" | "~")
        && !octal;
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::write::blank;
    use crate::form::{Options, read};
    use crate::standard::{Library, builtin};

    fn check(format: &str, agency: &str, year: i32) {
        let text = yaml(&blank(&builtin(format).unwrap(), agency, year), "form.json");
        let reading = read(
            "f.yaml",
            text.as_bytes(),
            &Library::default(),
            Options::default(),
        );
        assert_eq!(reading.findings, [], "{text}");
        let report = reading.report.unwrap();
        assert_eq!(
            (report.agency.value.as_str(), report.year.value),
            (agency.trim(), year)
        );
        assert!(report.standard.cells().all(|id| report.value(id).is_zero()));
    }

    #[test]
    fn a_blank_form_reads_back_without_a_finding() {
        check("2021", "张家港市人民政府", 2023);
        check("2019", "张家港保税区（金港镇）", 2020);
        check("2021", "甲: \"乙\" # 丙 \\ *丁", 2021);
    }

    #[test]
    fn the_blank_form_reads_well() {
        let report = blank(&builtin("2021").unwrap(), "张家港市人民政府", 2023);
        insta::assert_snapshot!(yaml(&report, "../schema/form-2021.json"));
    }
}
