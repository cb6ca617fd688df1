//! `outcome-total`: （七）总计 is the sum of the outcome rows, in each column.

use super::totals::{Mismatch, addends, difference, mismatches};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::OutcomeTotal,
    waivable: false,
    explanation: Explanation {
        summary: "section three: a stated （七）总计 is not the sum of the outcome rows",
        what: "第三部分表格每一列：填了的“（七）总计”应等于上面各项办理结果之和，2021 年格式 21 \
               行，2019 年格式 19 行。",
        why: "官方表格三（七）（国办公开办函〔2021〕30号、〔2019〕60号）。漏填它时，一 + 二 = 三 + \
              四 也可能碰巧成立。",
        wrong: "各项是 7、9、2，总计填 19",
        right: "总计填 18，或不填由程序计算",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    for mismatch in mismatches(report, RULE.code) {
        let Mismatch {
            id,
            stated,
            expected,
            ..
        } = mismatch;
        let row = &report.standard.row(id).label;
        let column = &report.standard.column(id).label;
        let rows = &report.standard.part(id).rows.leaves;
        let sum = addends(report, &mismatch.parts, |id| rows[id.row].key());
        let off = difference(stated, expected);
        let message = format!(
            "“{column}”一列的“{row}”填 {stated}，各项办理结果之和是 {expected}（{sum}），{off}"
        );
        let near = mismatch.near_miss(subject, row);
        let hint =
            format!("各行无误就改为 {expected}{near}，或不填由程序计算；否则看哪一行漏填、错填");
        findings.push(mismatch.finding(report, RULE.code, message).hint(hint));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    fn with_total(total: &str) -> String {
        with_line(
            "结转下年度:",
            &format!("  总计: {total}\n  结转下年度: [44, 0, 0, 0, 0, 0]"),
        )
    }

    #[test]
    fn each_stated_column_is_compared() {
        check(&with_total("[730, 17, 0, 0, 0, 2, 749]"), RULE.code, &[]);
        check(
            &with_total("[730, 17, 0, 0, 0, 3]"),
            RULE.code,
            &[
                "“其他”一列的“（七）总计”填 3，各项办理结果之和是 2（予以公开 2），多 1 | \
               各行无误就改为 2，或不填由程序计算；否则看哪一行漏填、错填 | \
               申请.办理结果.总计.其他 申请.办理结果.予以公开.其他",
            ],
        );
    }
}
