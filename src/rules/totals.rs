//! Stated totals against the sum of their parts, for the rules that do so.

use rust_decimal::Decimal;

use super::near_miss::near_miss;
use crate::finding::{Code, Finding};
use crate::narrative::{Meaning, Sign, Subject};
use crate::report::{Report, Value};
use crate::standard::CellId;

/// A stated total that is not the sum of its parts.
pub(super) struct Mismatch {
    /// The total's cell.
    pub id: CellId,
    /// What the form states.
    pub stated: Decimal,
    /// The sum of the parts as stated.
    pub expected: Decimal,
    /// The parts.
    pub parts: Vec<CellId>,
}

/// All stated totals of this rule that do not agree with their parts.
///
/// A total over a cell that holds no number is left alone: that cell has its
/// own finding, and the sum would only repeat it.
pub(super) fn mismatches(report: &Report, code: Code) -> Vec<Mismatch> {
    let mut found: Vec<Mismatch> = Vec::new();
    for SummedTotal { id, parts, .. } in sums(report).into_iter().filter(|sum| sum.code == code) {
        let Some(stated) = report.cell(id).value.number() else {
            continue;
        };
        let expected: Decimal = parts.iter().map(|&part| report.value(part)).sum();
        if stated != expected && found.last().is_none_or(|last| last.id != id) {
            found.push(Mismatch {
                id,
                stated,
                expected,
                parts,
            });
        }
    }
    found
}

/// A total and the cells that it sums.
pub(super) struct SummedTotal {
    /// The rule that checks it.
    pub code: Code,
    /// The total's cell.
    pub id: CellId,
    /// The cells that it sums.
    pub parts: Vec<CellId>,
    /// Whether they stand below each other.
    pub down: bool,
}

/// All totals over cells that hold numbers, first those of rows in each cell.
pub(super) fn sums(report: &Report) -> Vec<SummedTotal> {
    let mut found = Vec::new();
    for id in report.standard.cells() {
        let part = report.standard.part(id);
        let (across, down) = (
            &part.columns.leaves[id.column].total,
            &part.rows.leaves[id.row].total,
        );
        let across = across.iter().map(|total| (total, false));
        for (total, down) in across.chain(down.iter().map(|total| (total, true))) {
            let cell = |&at: &usize| {
                if down {
                    CellId { row: at, ..id }
                } else {
                    CellId { column: at, ..id }
                }
            };
            let parts: Vec<CellId> = total.parts.iter().map(cell).collect();
            if parts.iter().all(|&part| known(report, part)) {
                found.push(SummedTotal {
                    code: total.code,
                    id,
                    parts,
                    down,
                });
            }
        }
    }
    found
}

/// The findings of a rule on totals of rows; `parts` is what the row's other cells are called.
pub(super) fn rows(subject: &Subject<'_>, code: Code, parts: &str) -> Vec<Finding> {
    let report = subject.report;
    let found = mismatches(report, code).into_iter().map(|m| {
        let part = report.standard.part(m.id);
        let row = &part.rows.leaves[m.id.row].label;
        let sum = addends(report, &m.parts, |id| {
            part.columns.leaves[id.column].label.clone()
        });
        let message = format!(
            "“{row}”总计填 {}，{parts}之和是 {}（{sum}），{}",
            m.stated,
            m.expected,
            difference(m.stated, m.expected),
        );
        let near = m.near_miss(subject, row);
        m.finding(report, code, message).hint(format!(
            "{parts}无误就把总计改为 {}{near}，或不填总计由程序计算",
            m.expected
        ))
    });
    found.collect()
}

impl Mismatch {
    /// What the stated number does equal, where that explains it, in brackets; `words` is what it was meant to be.
    pub fn near_miss(&self, subject: &Subject<'_>, words: &str) -> String {
        let cells = self.parts.iter().map(|id| (Sign::Plus, *id)).collect();
        let meant = Meaning {
            cells,
            words: words.to_owned(),
            expression: String::new(),
        };
        let near = near_miss(subject.report, subject.last, self.stated, &meant);
        near.map_or(String::new(), |near| format!("（{}）", near.words))
    }

    /// The finding at the total, with the parts that are not 0 as related places.
    pub fn finding(&self, report: &Report, code: Code, message: String) -> Finding {
        let parts = self.parts.iter().filter(|id| !report.value(**id).is_zero());
        Finding::new(code, message, report.place(self.id))
            .sides(self.stated, self.expected)
            .related(parts.map(|id| report.place(*id)))
    }
}

/// Whether the cell has a number that may be summed; a blank counts as 0.
pub(super) fn known(report: &Report, id: CellId) -> bool {
    match report.cell(id).value {
        Value::Number(_) | Value::Amount(..) | Value::Blank(_) => true,
        Value::Text(_) => false,
        Value::Unstated => {
            let part = report.standard.part(id);
            match (
                &part.columns.leaves[id.column].total,
                &part.rows.leaves[id.row].total,
            ) {
                (Some(total), _) => total
                    .parts
                    .iter()
                    .all(|&column| known(report, CellId { column, ..id })),
                (None, Some(total)) => total
                    .parts
                    .iter()
                    .all(|&row| known(report, CellId { row, ..id })),
                (None, None) => false,
            }
        }
    }
}

/// How far off: `多 1` or `少 1`.
pub(super) fn difference(stated: Decimal, expected: Decimal) -> String {
    if stated > expected {
        format!("多 {}", stated - expected)
    } else {
        format!("少 {}", expected - stated)
    }
}

/// The sum in words: the parts that are not 0, named, such as `自然人 1 + 其他 2`.
pub(super) fn addends(
    report: &Report,
    parts: &[CellId],
    name: impl Fn(CellId) -> String,
) -> String {
    let named: Vec<String> = parts
        .iter()
        .filter(|&&id| !report.value(id).is_zero())
        .map(|&id| format!("{} {}", name(id), report.value(id)))
        .collect();
    if named.is_empty() {
        "都是 0".to_owned()
    } else {
        named.join(" + ")
    }
}
