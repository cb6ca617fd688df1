//! The cells that a term speaks of, in a standard's tables.

use super::vocabulary::{Sign, Sum};
use crate::standard::{CellId, Part, Standard};

/// A sum of cells that a number in the text may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The cells, each added or taken away.
    pub cells: Vec<(Sign, CellId)>,
    /// The same in short words, such as `新收 + 上年结转`.
    pub words: String,
    /// The same as a placeholder names it, such as `申请.新收.总计 + 申请.上年结转.总计`.
    pub expression: String,
}

/// A row or a group of rows that a term names.
struct RowGroup {
    sign: Sign,
    part: usize,
    leaves: Vec<usize>,
    words: String,
    path: String,
}

/// A sum of rows and columns of the table of this id; none where the standard lacks one of them.
///
/// Without columns it is the total, or the only column.
pub fn meaning(
    standard: &Standard,
    table: &str,
    rows: &Sum,
    columns: Option<&Sum>,
) -> Option<Meaning> {
    let index = standard.tables.iter().position(|t| t.id == table)?;
    let mut meaning = Meaning {
        cells: Vec::new(),
        words: String::new(),
        expression: String::new(),
    };
    for (sign, id) in rows {
        let rows = named(standard, index, *sign, id)?;
        let part = &standard.tables[index].parts[rows.part];
        let (columns, shown) = across(part, columns)?;
        let operator = |sign| if sign == Sign::Plus { " + " } else { " - " };
        if !meaning.words.is_empty() {
            meaning.words += operator(rows.sign);
        }
        meaning.words += &rows.words;
        if let Some(shown) = shown {
            meaning.words += &format!("的{shown}");
        }
        for (column_sign, column) in columns {
            let sign = if column_sign == rows.sign {
                Sign::Plus
            } else {
                Sign::Minus
            };
            let leaves = rows.leaves.iter().map(|&row| {
                (
                    sign,
                    CellId {
                        table: index,
                        part: rows.part,
                        row,
                        column,
                    },
                )
            });
            meaning.cells.extend(leaves);
            if !meaning.expression.is_empty() {
                meaning.expression += operator(sign);
            }
            meaning.expression += &rows.path;
            if part.columns.leaves.len() > 1 {
                meaning.expression += &format!(".{}", part.columns.leaves[column].key());
            }
        }
    }
    Some(meaning)
}

/// Each of some sums of rows in each of some sums of columns, as far as the standard has them.
pub fn meanings(
    standard: &Standard,
    table: &str,
    rows: &[Sum],
    columns: &[Option<&Sum>],
) -> Vec<Meaning> {
    let each = rows
        .iter()
        .flat_map(|rows| columns.iter().map(move |columns| (rows, *columns)));
    each.filter_map(|(rows, columns)| meaning(standard, table, rows, columns))
        .collect()
}

/// The rows that an id names: a row, or all rows of a group that are no totals.
fn named(standard: &Standard, table: usize, sign: Sign, id: &str) -> Option<RowGroup> {
    let data = &standard.tables[table];
    let group = format!("{id}.");
    for (part, p) in data.parts.iter().enumerate() {
        let exact: Vec<usize> = (0..p.rows.leaves.len())
            .filter(|&row| p.rows.leaves[row].id == id)
            .collect();
        let within = |row: &usize| {
            p.rows.leaves[*row].id.starts_with(&group) && p.rows.leaves[*row].total.is_none()
        };
        let leaves = if exact.is_empty() {
            (0..p.rows.leaves.len()).filter(within).collect()
        } else {
            exact.clone()
        };
        let Some(&first) = leaves.first() else {
            continue;
        };
        let keys = &p.rows.leaves[first].keys;
        let keys = if exact.is_empty() {
            &keys[..keys.len() - 1]
        } else {
            keys
        };
        let total = p.rows.leaves[first].total.is_some();
        // A total's own key says nothing without its group's.
        let words = keys[keys.len().saturating_sub(if total { 2 } else { 1 })..].concat();
        return Some(RowGroup {
            sign,
            part,
            leaves,
            words,
            path: format!("{}.{}", data.key, keys.join(".")),
        });
    }
    None
}

type Columns = Vec<(Sign, usize)>;

/// The columns of a sum and how they are called, for others than the usual one.
fn across(part: &Part, columns: Option<&Sum>) -> Option<(Columns, Option<String>)> {
    let leaves = &part.columns.leaves;
    let usual = leaves
        .iter()
        .position(|leaf| leaf.total.is_some())
        .or((leaves.len() == 1).then_some(0));
    let Some(columns) = columns else {
        return Some((vec![(Sign::Plus, usual?)], None));
    };
    let find =
        |(sign, id): &(Sign, String)| Some((*sign, leaves.iter().position(|leaf| leaf.id == *id)?));
    let found = columns.iter().map(find).collect::<Option<Columns>>()?;
    let mut shown = String::new();
    for (sign, column) in &found {
        if !shown.is_empty() {
            shown.push(if *sign == Sign::Plus { '、' } else { '减' });
        }
        shown += &leaves[*column].label;
    }
    let only_usual = found.len() == 1 && Some(found[0].1) == usual;
    Some((found, (!only_usual).then_some(shown)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;

    fn check(table: &str, rows: &str, columns: Option<&str>, words: &str, expression: &str) {
        let sum = |text: &str| {
            text.split(" + ")
                .map(|id| (Sign::Plus, id.to_owned()))
                .collect::<Sum>()
        };
        let found = meaning(
            &builtin("2021").unwrap(),
            table,
            &sum(rows),
            columns.map(sum).as_ref(),
        )
        .unwrap();
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
        assert_eq!(
            meaning(
                &builtin("2019").unwrap(),
                "requests",
                &vec![(Sign::Plus, "other.rest".into())],
                None
            ),
            None
        );
    }
}
