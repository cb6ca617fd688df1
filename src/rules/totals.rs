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
        let expected = add_up(report, &parts);
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
        if let Some(total) = &part.columns.leaves[id.column].total {
            let parts = total.parts.iter();
            let parts = parts.map(|&column| CellId { column, ..id }).collect();
            found.push(SummedTotal {
                code: total.code,
                id,
                parts,
                down: false,
            });
        }
        if let Some(total) = &part.rows.leaves[id.row].total {
            let parts = total.parts.iter();
            let parts = parts.map(|&row| CellId { row, ..id }).collect();
            found.push(SummedTotal {
                code: total.code,
                id,
                parts,
                down: true,
            });
        }
    }
    found.retain(|total| total.parts.iter().all(|&part| is_known(report, part)));
    found
}

/// The sum of some cells.
pub(super) fn add_up(report: &Report, cells: &[CellId]) -> Decimal {
    cells.iter().map(|&id| report.value(id)).sum()
}

/// The findings of a rule on totals of rows; `parts` is what the row's other cells are called.
pub(super) fn rows(subject: &Subject<'_>, code: Code, parts: &str) -> Vec<Finding> {
    let report = subject.report;
    let mut findings = Vec::new();
    for mismatch in mismatches(report, code) {
        let Mismatch {
            id,
            stated,
            expected,
            ..
        } = mismatch;
        let row = &report.standard.row(id).label;
        let columns = &report.standard.part(id).columns.leaves;
        let sum = addends(report, &mismatch.parts, |id| &columns[id.column].label);
        let off = difference(stated, expected);
        let message = format!("“{row}”总计填 {stated}，{parts}之和是 {expected}（{sum}），{off}");
        let near = mismatch.near_miss(subject, row);
        let hint = format!("{parts}无误就把总计改为 {expected}{near}，或不填总计由程序计算");
        findings.push(mismatch.finding(report, code, message).hint(hint));
    }
    findings
}

impl Mismatch {
    /// What the stated number does equal, where that explains it, in brackets; `words` is what it
    /// was meant to be.
    pub fn near_miss(&self, subject: &Subject<'_>, words: &str) -> String {
        let cells = self.parts.iter().map(|id| (Sign::Plus, *id)).collect();
        let meant = Meaning {
            cells,
            words: words.to_owned(),
            expression: String::new(),
        };
        match near_miss(subject.report, subject.last, self.stated, &meant) {
            Some(near) => format!("（{}）", near.words),
            None => String::new(),
        }
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
pub(super) fn is_known(report: &Report, id: CellId) -> bool {
    match report.cell(id).value {
        Value::Number(_) | Value::Amount(..) | Value::Blank(_) => true,
        Value::Text(_) => false,
        Value::Unstated => match report.standard.parts_of(id) {
            Some(parts) => parts.into_iter().all(|part| is_known(report, part)),
            None => false,
        },
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
pub(super) fn addends<'n>(
    report: &Report,
    parts: &[CellId],
    name: impl Fn(CellId) -> &'n str,
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
