//! `row-total`: each row of section three adds up to its 总计.

use super::totals::rows;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::RowTotal,
    waivable: false,
    explanation: Explanation {
        summary: "section three: a row's stated 总计 is not the sum of its six columns",
        what: "第三部分表格每一行：填了的总计应等于六类申请人之和。",
        why: "官方表格最后一列是各类申请人的总计（国办公开办函〔2021〕30号、〔2019〕60号）。",
        wrong: "其他处理: [1, 0, 0, 0, 0, 0, 0]",
        right: "其他处理: [1, 0, 0, 0, 0, 0, 1]，或不填总计",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    rows(subject, RULE.code, "各列")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    #[test]
    fn a_stated_total_is_compared() {
        check(
            &with_line("新收:", "新收: [770, 17, 0, 0, 0, 2, 789]"),
            RULE.code,
            &[],
        );
        check(
            &with_line("新收:", "新收: [770, 17, 0, 0, 0, 2, 774]"),
            RULE.code,
            &[
                "“一、本年新收政府信息公开申请数量”总计填 774，各列之和是 789（自然人 770 + \
                 商业企业 17 + 其他 2），少 15 | \
               各列无误就把总计改为 789，或不填总计由程序计算 | 申请.新收.总计 申请.新收.自然人 \
               申请.新收.商业企业 申请.新收.其他",
            ],
        );
    }

    #[test]
    fn a_total_over_text_is_left_to_the_other_finding() {
        check(
            &with_line("新收:", "新收: [约770, 17, 0, 0, 0, 2, 789]"),
            RULE.code,
            &[],
        );
    }
}
