//! The cells that a term speaks of, in a standard's tables.

use super::vocabulary::{Sign, Sum, TermPart};
use crate::standard::{CellId, Leaf, Part, Standard};

/// A sum of cells that a number in the text may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The cells, each added or taken away.
    pub cells: Vec<(Sign, CellId)>,
    /// The same in short words, such as `新收 + 上年结转`.
    pub words: String,
    /// The same as a placeholder names it, such as `申请.新收.总计 + 申请.上年结转.总计`.
    pub expression: String,
}

impl Meaning {
    /// A sum of rows and columns of the table of this id; none where the standard lacks one of
    /// them.
    ///
    /// Without columns it is the total, or the only column.
    pub fn of(standard: &Standard, table: &str, rows: &Sum, columns: Option<&Sum>) -> Option<Self> {
        let table = standard.tables.iter().position(|own| own.id == table)?;
        let mut meaning = Self::default();
        for row in rows {
            let rows = RowGroup::find(standard, table, row)?;
            let part = &standard.tables[table].parts[rows.part];
            let columns = ColumnSum::find(part, columns)?;
            meaning.add(table, part, &rows, &columns);
        }
        Some(meaning)
    }

    /// Adds or takes away some rows in some columns.
    fn add(&mut self, table: usize, part: &Part, rows: &RowGroup, columns: &ColumnSum) {
        if !self.words.is_empty() {
            self.words += operator(rows.sign);
        }
        self.words += &rows.words;
        if let Some(label) = &columns.label {
            self.words += &format!("的{label}");
        }
        for &SignedColumn { sign, column } in &columns.columns {
            let sign = if sign == rows.sign {
                Sign::Plus
            } else {
                Sign::Minus
            };
            for &row in &rows.leaves {
                let id = CellId {
                    table,
                    part: rows.part,
                    row,
                    column,
                };
                self.cells.push((sign, id));
            }
            if !self.expression.is_empty() {
                self.expression += operator(sign);
            }
            self.expression += &rows.path;
            if part.columns.leaves.len() > 1 {
                self.expression += &format!(".{}", part.columns.leaves[column].key());
            }
        }
    }
}

fn operator(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => " + ",
        Sign::Minus => " - ",
    }
}

/// Each of some sums of rows in each of some sums of columns, as far as the standard has them.
pub fn find_meanings(
    standard: &Standard,
    table: &str,
    rows: &[Sum],
    columns: &[Option<&Sum>],
) -> Vec<Meaning> {
    let mut meanings = Vec::new();
    for rows in rows {
        for columns in columns {
            meanings.extend(Meaning::of(standard, table, rows, *columns));
        }
    }
    meanings
}

/// A row or a group of rows that a term names.
struct RowGroup {
    sign: Sign,
    part: usize,
    leaves: Vec<usize>,
    words: String,
    path: String,
}

impl RowGroup {
    /// The rows that an id names: a row, or all rows of a group that are no totals.
    fn find(standard: &Standard, table: usize, named: &TermPart) -> Option<Self> {
        let data = &standard.tables[table];
        for (part, own) in data.parts.iter().enumerate() {
            let all = &own.rows.leaves;
            let (leaves, is_group) = match rows_named(all, &named.id) {
                exact if exact.is_empty() => (rows_within(all, &named.id), true),
                exact => (exact, false),
            };
            let Some(&first) = leaves.first() else {
                continue;
            };
            let mut keys = all[first].keys.as_slice();
            if is_group {
                keys = &keys[..keys.len() - 1];
            }
            // A total's own key says nothing without its group's.
            let telling = if all[first].total.is_some() { 2 } else { 1 };
            return Some(Self {
                sign: named.sign,
                part,
                leaves,
                words: keys[keys.len().saturating_sub(telling)..].concat(),
                path: format!("{}.{}", data.key, keys.join(".")),
            });
        }
        None
    }
}

/// The rows of this id.
fn rows_named(rows: &[Leaf], id: &str) -> Vec<usize> {
    (0..rows.len()).filter(|&row| rows[row].id == id).collect()
}

/// The rows of the group of this id that are no totals.
fn rows_within(rows: &[Leaf], id: &str) -> Vec<usize> {
    let group = format!("{id}.");
    (0..rows.len())
        .filter(|&row| rows[row].id.starts_with(&group) && rows[row].total.is_none())
        .collect()
}

/// Columns that are added or taken away.
struct ColumnSum {
    columns: Vec<SignedColumn>,
    /// How they are called, for others than the usual one.
    label: Option<String>,
}

/// A column of a sum.
struct SignedColumn {
    sign: Sign,
    column: usize,
}

impl ColumnSum {
    /// The columns of a sum; without one the usual column.
    fn find(part: &Part, sum: Option<&Sum>) -> Option<Self> {
        let usual = usual_column(part);
        let Some(sum) = sum else {
            let columns = vec![SignedColumn {
                sign: Sign::Plus,
                column: usual?,
            }];
            return Some(Self {
                columns,
                label: None,
            });
        };
        let leaves = &part.columns.leaves;
        let mut columns = Vec::new();
        let mut label = String::new();
        for TermPart { sign, id } in sum {
            let column = leaves.iter().position(|leaf| leaf.id == *id)?;
            if !label.is_empty() {
                label.push(if *sign == Sign::Plus { '、' } else { '减' });
            }
            label += &leaves[column].label;
            columns.push(SignedColumn {
                sign: *sign,
                column,
            });
        }
        let is_usual = columns.len() == 1 && Some(columns[0].column) == usual;
        Some(Self {
            columns,
            label: (!is_usual).then_some(label),
        })
    }
}

/// The total, or the only column.
fn usual_column(part: &Part) -> Option<usize> {
    let leaves = &part.columns.leaves;
    let total = leaves.iter().position(|leaf| leaf.total.is_some());
    total.or((leaves.len() == 1).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;

    /// Ids that are added.
    fn added(text: &str) -> Sum {
        text.split(" + ").map(TermPart::plus).collect()
    }

    fn check(table: &str, rows: &str, columns: Option<&str>, words: &str, expression: &str) {
        let standard = builtin("2021").unwrap();
        let columns = columns.map(added);
        let found = Meaning::of(&standard, table, &added(rows), columns.as_ref()).unwrap();
        assert_eq!(
            (found.words.as_str(), found.expression.as_str()),
            (words, expression)
        );
    }

    #[test]
    fn sums_of_cells() {
        let both = "申请.新收.总计 + 申请.上年结转.总计";
        check(
            "requests",
            "new + carried-in",
            None,
            "新收 + 上年结转",
            both,
        );
        check(
            "requests",
            "denied",
            Some("natural"),
            "不予公开的自然人",
            "申请.办理结果.不予公开.自然人",
        );
        check(
            "requests",
            "outcome.total",
            None,
            "办理结果总计",
            "申请.办理结果.总计.总计",
        );
        check(
            "disclosure",
            "licence",
            None,
            "行政许可",
            "主动公开.行政许可",
        );
        let both = "复议诉讼.直接起诉.维持 + 复议诉讼.复议后起诉.维持";
        check(
            "review",
            "direct + after-review",
            Some("upheld"),
            "直接起诉的结果维持 + 复议后起诉的结果维持",
            both,
        );
        let standard = builtin("2019").unwrap();
        let lacking = Meaning::of(&standard, "requests", &added("other.rest"), None);
        assert_eq!(lacking, None);
    }
}
