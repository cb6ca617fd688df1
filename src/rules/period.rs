//! `period`: the period of the numbers that the form gives.

use super::text::years_in;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::{Date, PERIOD};

pub(super) const RULE: Rule = Rule {
    code: Code::Period,
    waivable: true,
    explanation: Explanation {
        summary: "统计期限 is not 1 January to 31 December of the report year",
        what: "填了“统计期限”的，应是报告年度的1月1日至12月31日。",
        why: "年度报告统计的是自然年度（国办公开办函〔2021〕30号）；统计期限印在引言里，\
              从上年的表复制时容易忘了改。",
        wrong: "年度: 2023，统计期限: 2022年1月1日至2022年12月31日",
        right: "统计期限: 2023年1月1日至2023年12月31日，或不填",
    },
    check: Check::Report(check),
};

/// The ends of a year as people write them, noughts left out.
const ENDS: [&str; 2] = ["1月1日", "12月31日"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let Some(period) = report.fields.get(PERIOD) else {
        return Vec::new();
    };
    let own = report.year.value;
    let text: String = period
        .value
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let text = in_characters(&text);
    let plain = text
        .replace("年0", "年")
        .replace("月0", "月")
        .replace("至0", "至");
    let of_year = years_in(&text).iter().all(|found| found.year == own);
    let whole = plain
        .find(ENDS[0])
        .is_some_and(|at| plain[at..].contains(ENDS[1]));
    if of_year && whole {
        return Vec::new();
    }
    let message = format!("统计期限写的是“{text}”，不是 {own} 年的1月1日至12月31日");
    let hint = format!("改为 {own}年1月1日至{own}年12月31日；或不填，由程序写");
    vec![
        Finding::new(RULE.code, message, period.place.clone())
            .hint(hint)
            .stated(&period.value),
    ]
}

/// A period in the usual words: 2023-01-01至2023-12-31, 2023.1.1-2023.12.31, 2023年全年.
fn in_characters(text: &str) -> String {
    let year = text.strip_suffix("全年");
    if let Some(year) = year.or_else(|| text.strip_suffix("全年度")) {
        return format!("{year}1月1日至{year}12月31日");
    }
    for separator in SEPARATORS {
        for (at, _) in text.match_indices(separator) {
            let (from, to) = (&text[..at], &text[at + separator.len()..]);
            if let (Some(from), Some(to)) = (Date::read(from), Date::read(to)) {
                return format!("{}至{}", from.chinese(), to.chinese());
            }
        }
    }
    text.to_owned()
}

/// What stands between the ends of a period.
const SEPARATORS: [&str; 6] = ["至", "到", "—", "～", "~", "-"];

#[cfg(test)]
mod tests {
    use super::super::tests::speaks;
    use super::*;
    use crate::testing::with_line;

    fn period(text: &str, expected: bool) {
        let form = with_line("成文日期:", &format!("统计期限: {text}"));
        assert_eq!(speaks(&form, RULE.code), expected, "{text}");
    }

    #[test]
    fn periods() {
        period("2023年1月1日至2023年12月31日", false);
        period("2023年1月1日至12月31日", false);
        period("2023 年 01 月 01 日至 12 月 31 日", false);
        period("2023年1月1日起至12月31日止", false);
        period("2023-01-01至2023-12-31", false);
        period("2023.1.1-2023.12.31", false);
        period("2023年全年", false);
        period("2023-01-01至2023-11-30", true);
        period("2022年1月1日至2022年12月31日", true);
        period("2023年1月1日至11月30日", true);
        period("2022年12月31日至2023年12月31日", true);
    }
}
