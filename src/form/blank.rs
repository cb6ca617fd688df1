//! A blank form: every cell 0, with comments that explain each part.

use askama::Template;
use unicode_width::UnicodeWidthStr;

use crate::report::fields::{self, Field, Kind};
use crate::standard::{CellKind, Node, Part, Standard, Table};

#[derive(Template)]
#[template(path = "form/blank.yaml", escape = "none")]
struct Blank<'a> {
    schema: &'a str,
    standard: &'a Standard,
    agency: String,
    year: i32,
    options: Vec<OptionLine>,
    before: Vec<&'static Field>,
    tables: Vec<TableLines>,
    behind: Vec<&'static Field>,
    groups: Vec<OptionLine>,
    notes: String,
}

struct OptionLine {
    line: String,
    help: String,
}

struct TableLines {
    key: String,
    name: String,
    comments: Vec<String>,
    lines: Vec<String>,
}

/// The text of a blank YAML form. `schema` is the JSON Schema's path as seen from the form.
pub fn yaml(standard: &Standard, agency: &str, year: i32, schema: &str) -> String {
    let narrative = |fields: &'static [Field]| fields.iter().filter(|f| matches!(f.kind, Kind::Narrative)).collect();
    let given = ["格式", "机关", "年度"];
    let options = fields::BEFORE.iter().filter(|f| !given.contains(&f.key) && !matches!(f.kind, Kind::Narrative));
    let notes = standard.tables.iter().map(|t| format!("{}: ", t.key)).collect::<Vec<_>>().join(", ");
    let groups = fields::BEHIND
        .iter()
        .filter(|f| matches!(f.kind, Kind::Group(_)) && !standard.without.iter().any(|k| k == f.key));
    let template = Blank {
        schema,
        standard,
        agency: scalar(agency),
        year,
        options: options.map(option).collect(),
        before: narrative(fields::BEFORE),
        tables: standard.tables.iter().map(table).collect(),
        behind: narrative(fields::BEHIND),
        groups: groups.map(option).collect(),
        notes,
    };
    // Writing into a String cannot fail, and the template has no expression that can.
    template.render().unwrap_or_default()
}

fn option(field: &'static Field) -> OptionLine {
    let line = match field.kind {
        Kind::Group(fields) => {
            let empty = |f: &Field| {
                format!("{}: {}", f.key, if matches!(f.kind, Kind::Count | Kind::Amount) { "0" } else { "" })
            };
            format!("{}: {{{}}}", field.key, fields.iter().map(empty).collect::<Vec<_>>().join(", "))
        }
        _ => format!("{}: ", field.key),
    };
    let pad = 14usize.saturating_sub(line.width()).max(2);
    OptionLine { line, help: format!("{}# {}", " ".repeat(pad), field.help) }
}

fn table(table: &Table) -> TableLines {
    let mut comments = Vec::new();
    let mut lines = Vec::new();
    let listed = table.parts.len() == 1;
    if listed {
        let part = &table.parts[0];
        comments.push(format!("每行依次填：{}（单位：{}）", keys(part).join("、"), part.unit));
        if !part.equalities.is_empty() {
            comments.push(table.corner.trim_matches(['（', '）']).to_owned());
        }
    }
    for part in &table.parts {
        if let Some(band) = &part.band {
            let amount = part.columns.leaves.iter().find(|l| l.cell == CellKind::AmountWithUnit);
            let amount = amount.map_or(String::new(), |l| format!("；{}要写单位，如 454万元", l.label));
            lines.push(format!("  # {band}（单位：{}{amount}）", part.unit));
        }
        let width = part.rows.roots.iter().map(|n| key_width(n, 2)).max().unwrap_or(0);
        for root in &part.rows.roots {
            row(part, root, 2, width, listed, &mut lines);
        }
    }
    TableLines { key: table.key.clone(), name: table.name.clone(), comments, lines }
}

/// Appends the lines of a row or group, values in one column of the text.
fn row(part: &Part, node: &Node, indent: usize, width: usize, listed: bool, lines: &mut Vec<String>) {
    let Some(key) = &node.key else {
        node.children.iter().for_each(|child| row(part, child, indent, width, listed, lines));
        return;
    };
    let Some(leaf) = node.leaf else {
        let comment = if *key == node.label { String::new() } else { format!("  # {}", node.label) };
        lines.push(format!("{}{key}:{comment}", " ".repeat(indent)));
        node.children.iter().for_each(|child| row(part, child, indent + 2, width, listed, lines));
        return;
    };
    // Totals are the program's work.
    if part.rows.leaves[leaf].total.is_some() {
        return;
    }
    let keys = keys(part);
    let value = if keys.len() == 1 {
        "0".to_owned()
    } else if listed {
        format!("[{}]", vec!["0"; keys.len()].join(", "))
    } else {
        format!("{{{}}}", keys.iter().map(|k| format!("{k}: 0")).collect::<Vec<_>>().join(", "))
    };
    let pad = width.saturating_sub(indent + key.width()) + 1;
    let comment = if *key == node.label { String::new() } else { format!("  # {}", node.label) };
    lines.push(format!("{}{key}:{}{value}{comment}", " ".repeat(indent), " ".repeat(pad)));
}

/// The columns that a row must give.
fn keys(part: &Part) -> Vec<&str> {
    part.columns.leaves.iter().filter(|l| l.total.is_none()).map(crate::standard::Leaf::key).collect()
}

fn key_width(node: &Node, indent: usize) -> usize {
    let own = node.key.as_ref().map_or(0, |k| indent + k.width());
    let inner = if node.key.is_some() { indent + 2 } else { indent };
    node.children.iter().map(|c| key_width(c, inner)).max().unwrap_or(0).max(own)
}

/// A text as a YAML scalar of one line: plain where that reads back the same, else in quotes.
pub fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text == text.trim()
        && !text.chars().any(|c| c.is_ascii_punctuation() || c.is_control())
        && !matches!(text, "null" | "~");
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
    use crate::form::{Options, read};
    use crate::standard::{Library, builtin};

    fn check(format: &str, agency: &str, year: i32) {
        let text = yaml(&builtin(format).unwrap(), agency, year, "form.json");
        let reading = read("f.yaml", text.as_bytes(), &Library::default(), Options::default());
        assert_eq!(reading.findings, [], "{text}");
        let report = reading.report.unwrap();
        assert_eq!((report.agency.value.as_str(), report.year.value), (agency.trim(), year));
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
        insta::assert_snapshot!(yaml(&builtin("2021").unwrap(), "张家港市人民政府", 2023, "../schema/form-2021.json"));
    }
}
