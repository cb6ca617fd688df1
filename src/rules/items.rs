//! `items`: the number of last year's items is what last year's report makes it.

use super::years::differing;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::Items,
    waivable: true,
    explanation: Explanation {
        summary: "上一年项目数量 is not that of last year's report plus its 本年增/减; needs last \
                  year's form",
        what: "2019 年格式：本表的上一年项目数量 = 上年报告的上一年项目数量 + 上年报告的本年增/减。\
               要在“上年”里写上年的填报表。",
        why: "上年报告里加上增减，就是上年年底的项目数，\
              本年的表从它开始（国办公开办函〔2019〕60号）。机构改革、清单调整会使它合理地不等，\
              所以只是警告。",
        wrong: "上年 上年项目: 300, 增减: -12，本年 上年项目: 300",
        right: "上年项目: 288",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let hint = "核对上年的报告；这里填事项的数，不填办理的件数；因机构改革、清单调整等变动的，\
                在“豁免”里写明理由";
    differing(subject, RULE.code, hint)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_years;
    use super::*;
    use crate::testing::{CLEAN, OLD, changed};

    fn licence(items: &str) -> String {
        changed(
            OLD,
            "行政许可:",
            &format!("行政许可: {{{items}, 处理决定: 5}}"),
        )
    }

    #[test]
    fn items_go_on_from_last_years_change() {
        let last = licence("上年项目: 300, 增减: -12");
        // This year's own change is for next year.
        check_years(
            &licence("上年项目: 288, 增减: 40"),
            Some(&last),
            RULE.code,
            &[],
        );
        check_years(
            &licence("上年项目: 300, 增减: 0"),
            Some(&last),
            RULE.code,
            &[
                "“行政许可”上一年项目数量填 300，应是上年的 300 + 增减 (-12) = 288，多 12；300 \
                 是上年的数 | \
               核对上年的报告；这里填事项的数，不填办理的件数；因机构改革、清单调整等变动的，\
               在“豁免”里写明理由 | \
               主动公开.行政许可.上年项目 主动公开.行政许可.上年项目 主动公开.行政许可.增减",
            ],
        );
    }

    #[test]
    fn the_format_of_2021_has_no_items() {
        check_years(
            CLEAN,
            Some(&licence("上年项目: 300, 增减: -12")),
            RULE.code,
            &[],
        );
    }
}
