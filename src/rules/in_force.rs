//! `in-force`: what was issued in a year and not repealed is in force at its end.

use super::totals::{add_up, is_known};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::Report;
use crate::standard::{BetweenYears, CellId, Standard, WhichYear};

pub(super) const RULE: Rule = Rule {
    code: Code::InForce,
    waivable: true,
    explanation: Explanation {
        summary: "section two: fewer documents in force than were issued in the year and not \
                  repealed",
        what: "规章、行政规范性文件：现行有效件数不应少于本年制发件数减本年废止件数。",
        why: "本年制发、没有废止的，年底都有效（国办公开办函〔2021〕30号）；\
              当年制发当年失效的很少，写明理由就可以豁免。",
        wrong: "行政规范性文件: {制发: 15, 废止: 0, 现行有效: 5}",
        right: "行政规范性文件: {制发: 15, 废止: 0, 现行有效: 45}",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let mut findings = Vec::new();
    for relation in &report.standard.between_years {
        if relation.code == Code::Stock && relation.changes_of == WhichYear::This {
            let rows = relation.rows.iter();
            findings.extend(rows.filter_map(|row| fewer(report, relation, row)));
        }
    }
    findings
}

/// What is told of a row in which fewer are in force than can be.
fn fewer(report: &Report, relation: &BetweenYears, row: &str) -> Option<Finding> {
    let standard = &report.standard;
    let issued = find_cells(standard, relation, row, &relation.plus)?;
    let repealed = find_cells(standard, relation, row, &relation.minus)?;
    let id = standard.cell_by_ids(&relation.table, row, &relation.this)?;
    let changes = [issued.as_slice(), &repealed].concat();
    if !is_known(report, id) || !changes.iter().all(|id| is_known(report, *id)) {
        return None;
    }
    let (added, taken) = (add_up(report, &issued), add_up(report, &repealed));
    let (least, stated) = (added - taken, report.value(id));
    if stated >= least {
        return None;
    }
    let name = &standard.row(id).label;
    let label = &standard.column(id).label;
    let message =
        format!("“{name}”{label}填 {stated}，少于本年制发 {added} − 废止 {taken} = {least}");
    Some(
        Finding::new(RULE.code, message, report.place(id))
            .sides(stated, least)
            .hint("现行有效是年底有效的全部件数，不只是本年新增的；核对这几个数")
            .related(changes.iter().map(|id| report.place(*id))),
    )
}

/// A row's cells in some columns; none where it lacks one.
fn find_cells(
    standard: &Standard,
    relation: &BetweenYears,
    row: &str,
    columns: &[String],
) -> Option<Vec<CellId>> {
    let mut cells = Vec::new();
    for column in columns {
        cells.push(standard.cell_by_ids(&relation.table, row, column)?);
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_messages};
    use super::*;
    use crate::testing::{OLD, with_line};

    fn row(numbers: &str, expected: &[&str]) {
        let form = with_line("行政规范性文件:", &format!("行政规范性文件: {{{numbers}}}"));
        check_messages(&form, RULE.code, expected);
    }

    #[test]
    fn what_was_issued_is_in_force() {
        row("制发: 15, 废止: 41, 现行有效: 148", &[]);
        row("制发: 15, 废止: 0, 现行有效: 15", &[]);
        row("制发: 3, 废止: 5, 现行有效: 0", &[]);
        let told = |valid: u32, sum: &str| {
            format!("“行政规范性文件”现行有效件数填 {valid}，少于本年制发 {sum}")
        };
        row(
            "制发: 15, 废止: 0, 现行有效: 5",
            &[&told(5, "15 − 废止 0 = 15")],
        );
        row(
            "制发: 15, 废止: 3, 现行有效: 11",
            &[&told(11, "15 − 废止 3 = 12")],
        );
        row("制发: 约15, 废止: 0, 现行有效: 5", &[]);
        check(OLD, RULE.code, &[]);
    }
}
