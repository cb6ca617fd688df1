//! `in-force`: what was issued in a year and not repealed is in force at its end.

use rust_decimal::Decimal;

use super::totals::known;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::Report;
use crate::standard::{BetweenYears, CellId, WhichYear};

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
    let relations = report.standard.between_years.iter();
    let of_this = relations.filter(|r| r.code == Code::Stock && r.changes_of == WhichYear::This);
    of_this
        .flat_map(|r| r.rows.iter().filter_map(|row| fewer(report, r, row)))
        .collect()
}

/// What is told of a row in which fewer are in force than can be.
fn fewer(report: &Report, relation: &BetweenYears, row: &str) -> Option<Finding> {
    let cell = |column: &String| report.standard.cell_by_ids(&relation.table, row, column);
    let cells = |columns: &[String]| columns.iter().map(cell).collect::<Option<Vec<CellId>>>();
    let (issued, repealed) = (cells(&relation.plus)?, cells(&relation.minus)?);
    let id = cell(&relation.this)?;
    let parts = || issued.iter().chain(&repealed);
    if !parts().chain([&id]).all(|id| known(report, *id)) {
        return None;
    }
    let sum = |ids: &[CellId]| ids.iter().map(|id| report.value(*id)).sum::<Decimal>();
    let (least, stated) = (sum(&issued) - sum(&repealed), report.value(id));
    if stated >= least {
        return None;
    }
    let name = &report.standard.row(id).label;
    let label = &report.standard.column(id).label;
    let message = format!(
        "“{name}”{label}填 {stated}，少于本年制发 {} − 废止 {} = {least}",
        sum(&issued),
        sum(&repealed)
    );
    let finding = Finding::new(RULE.code, message, report.place(id)).sides(stated, least);
    let related = parts().map(|id| report.place(*id));
    Some(
        finding
            .hint("现行有效是年底有效的全部件数，不只是本年新增的；核对这几个数")
            .related(related),
    )
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
