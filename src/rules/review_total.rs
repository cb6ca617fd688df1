//! `review-total`: in section four, each 总计 is the sum of its four results.

use super::Rule;
use super::totals::rows;
use crate::finding::{Code, Finding};
use crate::report::Report;

pub(super) const RULE: Rule = Rule {
    code: Code::ReviewTotal,
    explanation: "The table of section four: 总计 equals the sum of its four results, for each of the three kinds \
        of case. Source: the official form (国办公开办函〔2021〕30号, 〔2019〕60号). \
        Wrong: 4, 2, 1, 3, total 9. Right: 10.",
    check,
};

fn check(report: &Report, findings: &mut Vec<Finding>) {
    findings.extend(rows(report, RULE.code, "各项"));
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    #[test]
    fn a_stated_total_is_compared() {
        check(&with_line("行政复议:", "行政复议: [4, 2, 1, 3, 10]"), RULE.code, &[]);
        check(
            &with_line("行政复议:", "行政复议: {维持: 4, 纠正: 2, 其他: 1, 未审结: 3, 总计: 9}"),
            RULE.code,
            &["“行政复议”总计填 9，各项之和是 10（结果维持 4 + 结果纠正 2 + 其他结果 1 + 尚未审结 3），少 1 | \
               各项无误就把总计改为 10，或不填总计由程序计算 | 复议诉讼.行政复议.总计 复议诉讼.行政复议.维持 \
               复议诉讼.行政复议.纠正 复议诉讼.行政复议.其他 复议诉讼.行政复议.未审结"],
        );
    }
}
