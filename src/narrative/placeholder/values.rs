//! The names that placeholders may use, and their values.
//!
//! Arithmetic sees plain numbers: wrapped ones compare wrongly without a word.

use std::collections::BTreeMap;

use minijinja::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::report::Report;
use crate::report::keys::value_keys;
use crate::standard::{CellId, LAST_YEAR, Node};

/// A value or a level of names.
#[derive(Clone)]
pub(super) enum Values {
    /// A value: what arithmetic sees, and what is printed.
    Leaf { value: Value, text: String },
    /// Names of values below.
    Names(BTreeMap<String, Values>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Names(BTreeMap::new())
    }
}

impl Values {
    /// All values of a report, by the names that the form gives them.
    pub fn of(report: &Report) -> Self {
        let mut values = Self::default();
        for key in value_keys(&report.standard) {
            let text = report.field(&key.path).unwrap_or_default();
            // A wrong number has its own finding; arithmetic goes on with 0.
            let leaf = if key.field.kind.is_number() && !text.is_empty() {
                Self::number(text.parse().unwrap_or_default())
            } else {
                Self::text(text)
            };
            values.insert(key.path.split('.'), leaf);
        }
        values.insert(["标题"].into_iter(), Self::text(&report.title()));
        values.insert(["简称"].into_iter(), Self::text(report.short_name()));
        values.insert(["统计期限"].into_iter(), Self::text(&report.period()));
        values.insert(["机关"].into_iter(), Self::text(&report.agency.value));
        values.insert(["年度"].into_iter(), Self::number(report.year.value.into()));
        values.insert(["格式"].into_iter(), Self::text(&report.standard.format));
        insert_tables(report, &mut values);
        values
    }

    /// Puts last year's values below 上年.
    pub fn insert_last(&mut self, last: Self) {
        if let Self::Names(names) = self {
            names.insert(LAST_YEAR.to_owned(), last);
        }
    }

    fn text(text: &str) -> Self {
        Self::Leaf {
            value: text.into(),
            text: text.to_owned(),
        }
    }

    fn number(number: Decimal) -> Self {
        let value = match number.to_i64().filter(|_| number.is_integer()) {
            Some(whole) => whole.into(),
            None => number.to_f64().unwrap_or_default().into(),
        };
        Self::Leaf {
            value,
            text: number.to_string(),
        }
    }

    /// A name below this level that is a number: the total where there is one.
    pub fn example(&self) -> String {
        let Self::Names(names) = self else {
            return String::new();
        };
        let preferred = names.get_key_value("总计").or_else(|| names.iter().next());
        match preferred {
            Some((name, Self::Leaf { .. })) => name.clone(),
            Some((name, level)) => format!("{name}.{}", level.example()),
            None => String::new(),
        }
    }

    /// The names and values as the expression engine takes them.
    pub fn value(&self) -> Value {
        match self {
            Self::Leaf { value, .. } => value.clone(),
            Self::Names(names) => {
                let names: BTreeMap<String, Value> =
                    names.iter().map(|(k, v)| (k.clone(), v.value())).collect();
                Value::from_object(names)
            }
        }
    }

    fn insert<'p>(&mut self, mut path: impl Iterator<Item = &'p str>, leaf: Self) {
        match (path.next(), &mut *self) {
            (None, _) => *self = leaf,
            (Some(key), Self::Names(names)) => {
                names.entry(key.to_owned()).or_default().insert(path, leaf);
            }
            // A row's key stands before a column's of the same name.
            (Some(_), Self::Leaf { .. }) => {}
        }
    }

    /// The value or level of this dotted name.
    pub fn find(&self, path: &str) -> Result<&Values, LostName<'_>> {
        let mut here = self;
        let mut reached = String::new();
        for key in path.split('.') {
            let Self::Names(names) = here else {
                let choices = Vec::new();
                return Err(LostName { reached, choices });
            };
            let Some(next) = names.get(key) else {
                let choices = names.keys().map(String::as_str).collect();
                return Err(LostName { reached, choices });
            };
            here = next;
            if !reached.is_empty() {
                reached.push('.');
            }
            reached.push_str(key);
        }
        Ok(here)
    }
}

/// A name that leads nowhere.
pub(super) struct LostName<'v> {
    /// How far it leads.
    pub reached: String,
    /// The names that go on from there.
    pub choices: Vec<&'v str>,
}

/// All cells by their paths, and for each group of rows the sums of its leaves.
fn insert_tables(report: &Report, values: &mut Values) {
    let standard = &report.standard;
    for id in standard.cells() {
        let keys = standard.keys_of(id).flat_map(|key| key.split('.'));
        values.insert(keys, number(report, &[id]));
    }
    for (table, data) in standard.tables.iter().enumerate() {
        for (part, own) in data.parts.iter().enumerate() {
            let place = PartPlace { table, part };
            insert_groups(report, place, &data.key, &own.rows.roots, values);
        }
    }
}

/// Which part of which table.
#[derive(Clone, Copy)]
struct PartPlace {
    table: usize,
    part: usize,
}

/// The sums of the groups among some nodes of rows and below them, in the order of the nodes from
/// the last to the first.
fn insert_groups(
    report: &Report,
    place: PartPlace,
    path: &str,
    nodes: &[Node],
    values: &mut Values,
) {
    for node in nodes.iter().rev() {
        let path = match &node.key {
            Some(key) => format!("{path}.{key}"),
            None => path.to_owned(),
        };
        if !node.children.is_empty() && node.key.is_some() {
            insert_sums(report, place, &path, node, values);
        }
        insert_groups(report, place, &path, &node.children, values);
    }
}

/// The sums of a group, one for each column.
fn insert_sums(report: &Report, place: PartPlace, path: &str, group: &Node, values: &mut Values) {
    let PartPlace { table, part } = place;
    let own = &report.standard.tables[table].parts[part];
    for (column, leaf) in own.columns.leaves.iter().enumerate() {
        let path = format!("{path}.{}", leaf.key());
        // Where a row has the column's name, as in 办理结果.总计, the row stands.
        if values.find(&path).is_ok() {
            continue;
        }
        let mut ids = Vec::new();
        for row in group.leaves() {
            if own.rows.leaves[row].total.is_none() {
                ids.push(CellId {
                    table,
                    part,
                    row,
                    column,
                });
            }
        }
        values.insert(path.split('.'), number(report, &ids));
    }
}

/// A single cell as it prints, or the sum of several.
fn number(report: &Report, ids: &[CellId]) -> Values {
    if let [id] = ids {
        match &report.cell(*id).value {
            crate::report::Value::Text(text) => return Values::text(text),
            crate::report::Value::Amount(number, unit) => {
                return Values::text(&format!("{number}{unit}"));
            }
            _ => {}
        }
    }
    Values::number(ids.iter().map(|id| report.value(*id)).sum())
}
