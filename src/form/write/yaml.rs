//! A form as YAML, with comments that explain each part: blank or filled.

use askama::Template;
use unicode_width::UnicodeWidthStr;

use super::tree::{self, Tree, TreeEntry};
use crate::report::Report;
use crate::standard::{CellId, CellKind, Field, FieldKind, Leaf, Node, Part, Table, join};

#[derive(Template)]
#[template(path = "form/form.yaml", escape = "none")]
struct YamlForm<'a> {
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

/// Columns before the remark of a key that is not given.
const OPTION_WIDTH: usize = 14;

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
    let tables = standard.tables.iter().enumerate();
    let own_behind = fields.behind.iter().filter(|field| !standard.lacks(field));
    let template = YamlForm {
        schema,
        format: &standard.format,
        source: &standard.source,
        agency: scalar(&report.agency.value),
        year: report.year.value,
        options: write_options(report, fields.before.iter()),
        before: write_texts(report, &fields.before),
        tables: tables
            .map(|(index, data)| write_table(report, index, data))
            .collect(),
        behind: write_texts(report, &fields.behind),
        notes: write_notes(report),
        charts: standard.charts_in_words(),
        closing: write_options(report, own_behind),
    };
    // Writing into a String cannot fail, and the template has no expression that can.
    template.render().unwrap_or_default()
}

/// The texts of some keys.
fn write_texts<'s>(report: &Report, fields: &'s [Field]) -> Vec<FormText<'s>> {
    let mut texts = Vec::new();
    for field in fields {
        if matches!(field.kind, FieldKind::Narrative) {
            texts.push(FormText {
                key: &field.key,
                help: &field.help,
                value: write_block(report, &field.key, 2),
            });
        }
    }
    texts
}

/// The lines of all keys but texts and those without which there is no form.
fn write_options<'s>(report: &Report, fields: impl Iterator<Item = &'s Field>) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields {
        let is_text = matches!(field.kind, FieldKind::Narrative | FieldKind::PerTable);
        if !field.is_basic() && !is_text {
            write_option(report, field, &mut lines);
        }
    }
    lines
}

/// A key with its short value, or the comment that shows how to give it.
fn write_option(report: &Report, field: &Field, lines: &mut Vec<String>) {
    match tree::value(report, field) {
        Some(Tree::List(records)) => {
            lines.push(format!("{}:", field.key));
            for record in &records {
                lines.push(format!("  - {}", inline(record)));
            }
        }
        Some(value) => lines.push(format!("{}: {}", field.key, inline(&value))),
        None => lines.push(show_option(field)),
    }
}

/// The comment that shows how to give a key's value.
fn show_option(field: &Field) -> String {
    let line = match &field.kind {
        FieldKind::Group(fields) => format!("{}: {{{}}}", field.key, show_members(fields)),
        FieldKind::Records(fields) => format!("{}: [{{{}}}]", field.key, show_members(fields)),
        _ => format!("{}: ", field.key),
    };
    let pad = OPTION_WIDTH.saturating_sub(line.width()).max(2);
    format!("# {line}{}# {}", " ".repeat(pad), field.help)
}

/// Keys without values, in one line.
fn show_members(fields: &[Field]) -> String {
    let mut members = Vec::with_capacity(fields.len());
    for field in fields {
        let value = if field.kind.is_number() { "0" } else { "" };
        members.push(format!("{}: {value}", field.key));
    }
    members.join(", ")
}

/// The texts below tables, or the comment that shows how to give them.
fn write_notes(report: &Report) -> Vec<String> {
    let standard = &report.standard;
    let mut fields = standard.fields.behind.iter();
    let Some(field) = fields.find(|field| matches!(field.kind, FieldKind::PerTable)) else {
        return Vec::new();
    };
    let mut lines = vec![format!("{}:", field.key)];
    for table in &standard.tables {
        let path = format!("{}.{}", field.key, table.key);
        if report.has_text(&path) {
            let text = write_block(report, &path, 4);
            lines.push(format!("  {}: {text}", table.key));
        }
    }
    if lines.len() > 1 {
        return lines;
    }
    let keys: Vec<String> = standard
        .tables
        .iter()
        .map(|table| format!("{}: ", table.key))
        .collect();
    vec![format!("# {}: {{{}}}", field.key, keys.join(", "))]
}

/// A text as a literal block behind its key, each paragraph a line.
fn write_block(report: &Report, path: &str, indent: usize) -> String {
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

fn write_table(report: &Report, index: usize, data: &Table) -> TableLines {
    let mut comments = Vec::new();
    let mut lines = Vec::new();
    if let [part] = data.parts.as_slice() {
        let stated = part.columns.leaves.iter().filter(|l| l.total.is_none());
        let keys = join(stated.map(Leaf::key), "、");
        comments.push(format!("每行依次填：{keys}（单位：{}）", part.unit));
        if !part.equalities.is_empty() {
            comments.push(data.corner.trim_matches(['（', '）']).to_owned());
        }
    }
    for (number, part) in data.parts.iter().enumerate() {
        if let Some(band) = &part.band {
            lines.push(write_band(band, part));
        }
        let roots = &part.rows.roots;
        let rows = YamlRows {
            report,
            table: index,
            number,
            part,
            width: roots.iter().map(|n| key_width(n, 2)).max().unwrap_or(0),
            listed: data.parts.len() == 1,
        };
        for root in roots {
            rows.write(root, 2, &mut lines);
        }
    }
    TableLines {
        key: data.key.clone(),
        name: data.name.clone(),
        comments,
        lines,
    }
}

/// The comment over a block of rows: its title, and what its numbers count.
fn write_band(band: &str, part: &Part) -> String {
    let mut columns = part.columns.leaves.iter();
    let amount = match columns.find(|l| l.cell == CellKind::AmountWithUnit) {
        Some(column) => format!("；{}要写单位，如 454万元", column.label),
        None => String::new(),
    };
    format!("  # {band}（单位：{}{amount}）", part.unit)
}

/// The rows of a part, values in one column of the text.
struct YamlRows<'a> {
    report: &'a Report,
    table: usize,
    number: usize,
    part: &'a Part,
    width: usize,
    listed: bool,
}

impl YamlRows<'_> {
    /// Appends the lines of a row or group; none for what the form leaves out.
    fn write(&self, node: &Node, indent: usize, lines: &mut Vec<String>) {
        let Some(key) = &node.key else {
            for child in &node.children {
                self.write(child, indent, lines);
            }
            return;
        };
        let comment = write_comment(node, key);
        let Some(leaf) = node.leaf else {
            let start = lines.len();
            lines.push(format!("{}{key}:{comment}", " ".repeat(indent)));
            for child in &node.children {
                self.write(child, indent + 2, lines);
            }
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
        let mut named = Vec::with_capacity(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            let id = CellId {
                table: self.table,
                part: self.number,
                row,
                column,
            };
            if tree::is_stated(self.report, id) {
                let key = self.part.columns.leaves[column].key();
                named.push(format!("{key}: {}", inline(cell)));
            }
        }
        Some(format!("{{{}}}", named.join(", ")))
    }
}

/// The comment behind a row's key or value: its label where the key is not that, and what counts
/// there.
fn write_comment(node: &Node, key: &str) -> String {
    let label = if *key == node.label { "" } else { &node.label };
    match (label, node.counts.as_str()) {
        ("", "") => String::new(),
        ("", words) | (words, "") => format!("  # {words}"),
        (label, counts) => format!("  # {label}：{counts}"),
    }
}

/// A value in one line.
pub(crate) fn inline(tree: &Tree) -> String {
    match tree {
        Tree::Null => "~".to_owned(),
        Tree::Number(number) => number.clone(),
        Tree::Text(text) => scalar(text),
        Tree::List(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Map(entries) => {
            let mut items = Vec::with_capacity(entries.len());
            for TreeEntry { key, value } in entries {
                items.push(format!("{key}: {}", inline(value)));
            }
            format!("{{{}}}", items.join(", "))
        }
    }
}

/// The columns of a text that the longest key below a node takes, where the node is so far in.
fn key_width(node: &Node, indent: usize) -> usize {
    let (own, inside) = match &node.key {
        Some(key) => (indent + key.width(), indent + 2),
        None => (0, indent),
    };
    let below = node.children.iter().map(|child| key_width(child, inside));
    below.max().unwrap_or(0).max(own)
}

/// A text as a YAML scalar of one line: plain where that reads back the same, else in quotes.
fn scalar(text: &str) -> String {
    if is_plain_scalar(text) {
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

/// Whether a text without quotes reads back the same everywhere.
fn is_plain_scalar(text: &str) -> bool {
    // Other readers take 021560 for a number of base eight.
    let octal = text.len() > 1 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit());
    !text.is_empty()
        && text == text.trim()
        && !text.contains(|c: char| c.is_ascii_punctuation() || c.is_control())
        && !matches!(text, "null" | "~")
        && !octal
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
