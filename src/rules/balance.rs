//! `balance`: what came in is what went out or stays, 一 + 二 = 三（七）+ 四.

use rust_decimal::Decimal;

use super::totals::known;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::Report;
use crate::standard::CellId;

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
            findings.extend(compare(subject.report, &sides.left, &sides.right));
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
        for (part, p) in data.parts.iter().enumerate() {
            for equality in &p.equalities {
                for column in 0..p.columns.leaves.len() {
                    let cells = |rows: &[usize]| -> Vec<CellId> {
                        rows.iter()
                            .map(|&row| CellId {
                                table,
                                part,
                                row,
                                column,
                            })
                            .collect()
                    };
                    let (left, right) = (cells(&equality.left), cells(&equality.right));
                    if left.iter().chain(&right).all(|&id| known(report, id)) {
                        found.push(Sides {
                            code: equality.code,
                            left,
                            right,
                        });
                    }
                }
            }
        }
    }
    found
}

fn compare(report: &Report, left: &[CellId], right: &[CellId]) -> Option<Finding> {
    let sum = |ids: &[CellId]| ids.iter().map(|&id| report.value(id)).sum::<Decimal>();
    let (came, went) = (sum(left), sum(right));
    if came == went {
        return None;
    }
    let first = *left.first()?;
    let part = report.standard.part(first);
    let words = |ids: &[CellId]| {
        let named = ids.iter().map(|&id| {
            let row = &part.rows.leaves[id.row];
            format!(
                "{} {}",
                row.label
                    .split('、')
                    .next()
                    .filter(|n| *n != row.label)
                    .unwrap_or(&row.label),
                report.value(id)
            )
        });
        named.collect::<Vec<_>>().join(" + ")
    };
    let off = (came - went).abs();
    let message = format!(
        "“{}”一列不平：{} = {came}，{} = {went}，相差 {off}{}",
        part.columns.leaves[first.column].label,
        words(left),
        words(right),
        explained(report, first, off)
    );
    let names = |ids: &[CellId]| {
        let named = ids.iter().map(|id| part.rows.leaves[id.row].keys.join(""));
        named.collect::<Vec<_>>().join(" + ")
    };
    let mut places = left.iter().chain(right).map(|&id| report.place(id));
    Some(
        Finding::new(RULE.code, message, places.next()?)
            .hint(format!(
                "{} 应等于 {}，核对这几行",
                names(left),
                names(right)
            ))
            .sides(came, went)
            .related(places),
    )
}

/// The row of the column that the difference is, if it is no number that agrees by chance.
fn explained(report: &Report, column: CellId, off: Decimal) -> String {
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
