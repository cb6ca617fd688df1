//! `review-total`: in section four, each 总计 is the sum of its four results.

use super::totals::rows;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::ReviewTotal,
    waivable: false,
    explanation: Explanation {
        summary: "section four: a stated 总计 is not the sum of its four results",
        what: "第四部分表格：行政复议、未经复议直接起诉、复议后起诉三处的总计，各等于维持、纠正、\
               其他、尚未审结四项之和。",
        why: "官方表格（国办公开办函〔2021〕30号、〔2019〕60号）第四部分。",
        wrong: "行政复议: [4, 2, 1, 3, 9]",
        right: "行政复议: [4, 2, 1, 3, 10]，或不填总计",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    rows(subject, RULE.code, "各项")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    #[test]
    fn a_stated_total_is_compared() {
        check(
            &with_line("行政复议:", "行政复议: [4, 2, 1, 3, 10]"),
            RULE.code,
            &[],
        );
        check(
            &with_line(
                "行政复议:",
                "行政复议: {维持: 4, 纠正: 2, 其他: 1, 未审结: 3, 总计: 9}",
            ),
            RULE.code,
            &[
                "“行政复议”总计填 9，各项之和是 10（结果维持 4 + 结果纠正 2 + 其他结果 1 + \
                 尚未审结 3），少 1 | \
               各项无误就把总计改为 10，或不填总计由程序计算 | 复议诉讼.行政复议.总计 \
               复议诉讼.行政复议.维持 \
               复议诉讼.行政复议.纠正 复议诉讼.行政复议.其他 复议诉讼.行政复议.未审结",
            ],
        );
    }
}
