//! `stock`: what is in force follows from last year's, what was issued and what was repealed.

use super::years::differing;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::Stock,
    waivable: true,
    explanation: Explanation {
        summary: "现行有效 is not last year's, plus 制发, less 废止; needs last year's form",
        what: "规章、行政规范性文件：本年现行有效件数 = 上年现行有效件数 + 本年制发 − 本年废止。\
               要在“上年”里写上年的填报表；上年是 2019 年格式的不核对。",
        why: "三项按同一口径统计（国办公开办函〔2021〕30号）。修改、到期失效、\
              机构改革等会使它合理地不等，所以只是警告，写明理由就可以豁免。",
        wrong: "上年现行有效 170，本年 制发: 15, 废止: 41, 现行有效: 148",
        right: "制发: 15, 废止: 41, 现行有效: 144",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let hint = "核对这几个数；因修改、到期失效、机构改革等增减的，在“豁免”里写明理由，就不再提示";
    differing(subject, RULE.code, hint)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_years;
    use super::*;
    use crate::testing::{CLEAN, OLD, with_line};

    fn last(in_force: u32) -> String {
        with_line(
            "行政规范性文件:",
            &format!("行政规范性文件: {{制发: 9, 废止: 3, 现行有效: {in_force}}}"),
        )
    }

    #[test]
    fn what_is_in_force_follows_from_three_numbers() {
        check_years(CLEAN, Some(&last(174)), RULE.code, &[]);
        let hint =
            "核对这几个数；因修改、到期失效、机构改革等增减的，在“豁免”里写明理由，就不再提示";
        let places = "主动公开.行政规范性文件.现行有效 主动公开.行政规范性文件.现行有效 \
                      主动公开.行政规范性文件.制发 主动公开.行政规范性文件.废止";
        let finding = |what: &str| {
            format!("“行政规范性文件”现行有效件数填 148，应是上年的 {what} | {hint} | {places}")
        };
        check_years(
            CLEAN,
            Some(&last(170)),
            RULE.code,
            &[&finding("170 + 制发 15 − 废止 41 = 144，多 4")],
        );
        check_years(
            CLEAN,
            Some(&last(148)),
            RULE.code,
            &[&finding(
                "148 + 制发 15 − 废止 41 = 122，多 26；148 是上年的数",
            )],
        );
        check_years(
            CLEAN,
            Some(&last(133)),
            RULE.code,
            &[&finding(
                "133 + 制发 15 − 废止 41 = 107，多 41；没有算“废止”的 41",
            )],
        );
    }

    #[test]
    fn nothing_is_compared_without_a_number() {
        check_years(CLEAN, None, RULE.code, &[]);
        check_years(CLEAN, Some(OLD), RULE.code, &[]);
        let text = with_line(
            "行政规范性文件:",
            "行政规范性文件: {制发: 15, 废止: 约41, 现行有效: 148}",
        );
        check_years(&text, Some(&last(170)), RULE.code, &[]);
    }
}
