//! `row-total`: each row of section three adds up to its 总计.

use super::Rule;
use super::totals::rows;
use crate::finding::{Code, Finding};
use crate::report::Report;

pub(super) const RULE: Rule = Rule {
    code: Code::RowTotal,
    explanation: "Each row of the table of section three: the stated 总计 equals the sum of the six applicant \
        columns. Source: the official form, whose last column is the total of the applicants (国办公开办函〔2021〕30号, \
        〔2019〕60号). Wrong: （六）其他处理 1, 0, 0, 0, 0, 0, total 0. Right: total 1, or no total at all.",
    check,
};

fn check(report: &Report, findings: &mut Vec<Finding>) {
    findings.extend(rows(report, RULE.code, "各列"));
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    #[test]
    fn a_stated_total_is_compared() {
        check(&with_line("新收:", "新收: [770, 17, 0, 0, 0, 2, 789]"), RULE.code, &[]);
        check(
            &with_line("新收:", "新收: [770, 17, 0, 0, 0, 2, 774]"),
            RULE.code,
            &[
                "“一、本年新收政府信息公开申请数量”总计填 774，各列之和是 789（自然人 770 + 商业企业 17 + 其他 2），少 15 | \
               各列无误就把总计改为 789，或不填总计由程序计算 | 申请.新收.总计 申请.新收.自然人 申请.新收.商业企业 申请.新收.其他",
            ],
        );
    }

    #[test]
    fn a_total_over_text_is_left_to_the_other_finding() {
        check(&with_line("新收:", "新收: [约770, 17, 0, 0, 0, 2, 789]"), RULE.code, &[]);
    }
}
