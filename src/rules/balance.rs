//! `balance`: what came in is what went out or stays, 一 + 二 = 三（七）+ 四.

use rust_decimal::Decimal;

use super::totals::{add_up, is_known};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::Report;
use crate::standard::{CellId, Part};

pub(super) const RULE: Rule = Rule {
    code: Code::Balance,
    waivable: false,
    explanation: Explanation {
        summary: "section three, each column: 一 + 二 is not 三（七）+ 四",
        what: "第三部分表格每一列：新收 + 上年结转 = 办理结果总计 + 结转下年度。",
        why: "印在官方表格左上角：第一项加第二项之和，等于第三项加第四项之和。",
        wrong: "770 + 4，而 730 + 43",
        right: "770 + 4 = 730 + 44",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sides in equalities(subject.report) {
        if sides.code == RULE.code {
            findings.extend(compare(subject.report, &sides));
        }
    }
    findings
}

/// The two sides of an equality in one column.
pub(super) struct Sides {
    /// The rule that checks it.
    pub code: Code,
    /// The cells of the one side.
    pub left: Vec<CellId>,
    /// The cells of the other side.
    pub right: Vec<CellId>,
}

/// The standard's equalities in every column whose cells hold numbers.
pub(super) fn equalities(report: &Report) -> Vec<Sides> {
    let mut found = Vec::new();
    for (table, data) in report.standard.tables.iter().enumerate() {
        for (part, part_data) in data.parts.iter().enumerate() {
            for equality in &part_data.equalities {
                for column in 0..part_data.columns.leaves.len() {
                    let top = CellId {
                        table,
                        part,
                        row: 0,
                        column,
                    };
                    found.push(Sides {
                        code: equality.code,
                        left: cells_below(top, &equality.left),
                        right: cells_below(top, &equality.right),
                    });
                }
            }
        }
    }
    found.retain(|sides| sides.cells().all(|&id| is_known(report, id)));
    found
}

/// The cells of some rows in the column of another cell.
fn cells_below(top: CellId, rows: &[usize]) -> Vec<CellId> {
    rows.iter().map(|&row| CellId { row, ..top }).collect()
}

impl Sides {
    /// The cells of both sides.
    fn cells(&self) -> impl Iterator<Item = &CellId> {
        self.left.iter().chain(&self.right)
    }
}

fn compare(report: &Report, sides: &Sides) -> Option<Finding> {
    let Sides { left, right, .. } = sides;
    let (came, went) = (add_up(report, left), add_up(report, right));
    if came == went {
        return None;
    }
    let first = *left.first()?;
    let part = report.standard.part(first);
    let off = (came - went).abs();
    let message = format!(
        "“{}”一列不平：{} = {came}，{} = {went}，相差 {off}{}",
        part.columns.leaves[first.column].label,
        addends_of(report, part, left),
        addends_of(report, part, right),
        explain(report, first, off)
    );
    let hint = format!(
        "{} 应等于 {}，核对这几行",
        keys_of(part, left),
        keys_of(part, right)
    );
    let mut places = sides.cells().map(|&id| report.place(id));
    Some(
        Finding::new(RULE.code, message, places.next()?)
            .hint(hint)
            .sides(came, went)
            .related(places),
    )
}

/// A side as its rows are numbered, with their values: 一 770 + 二 4.
fn addends_of(report: &Report, part: &Part, cells: &[CellId]) -> String {
    let mut addends = Vec::new();
    for &id in cells {
        let label = part.rows.leaves[id.row].label.as_str();
        let name = label.split_once('、').map_or(label, |(number, _)| number);
        addends.push(format!("{name} {}", report.value(id)));
    }
    addends.join(" + ")
}

/// A side by the form's keys of its rows.
fn keys_of(part: &Part, cells: &[CellId]) -> String {
    let rows = cells
        .iter()
        .map(|id| part.rows.leaves[id.row].keys.join(""));
    rows.collect::<Vec<_>>().join(" + ")
}

/// The row of the column that the difference is, if it is no number that agrees by chance.
fn explain(report: &Report, column: CellId, off: Decimal) -> String {
    let leaves = &report.standard.part(column).rows.leaves;
    let rows: Vec<usize> = (0..leaves.len())
        .filter(|&row| leaves[row].total.is_none() && report.value(CellId { row, ..column }) == off)
        .collect();
    match rows.as_slice() {
        [row] if off >= Decimal::TEN => {
            format!(
                "；{off} 正好是“{}”的数，可能是它多计或漏计",
                leaves[*row].label
            )
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    #[test]
    fn every_column_must_balance() {
        check(
            &with_line("结转下年度:", "结转下年度: [44, 0, 0, 0, 1, 0]"),
            RULE.code,
            &[
                "“法律服务机构”一列不平：一 0 + 二 0 = 0，（七）总计 0 + 四 1 = 1，相差 1 | \
                 新收 + 上年结转 应等于 办理结果总计 + 结转下年度，核对这几行 | \
                 申请.新收.法律服务机构 申请.上年结转.法律服务机构 申请.办理结果.总计.法律服务机构 \
                 申请.结转下年度.法律服务机构",
                "“总计”一列不平：一 789 + 二 4 = 793，（七）总计 749 + 四 45 = 794，相差 1 | \
                 新收 + 上年结转 应等于 办理结果总计 + 结转下年度，核对这几行 | \
                 申请.新收.总计 申请.上年结转.总计 申请.办理结果.总计.总计 申请.结转下年度.总计",
            ],
        );
    }
}
