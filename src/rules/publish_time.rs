//! `publish-time`: the time of publication (网站.发布时间) against the report's year and day.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::place::Placed;
use crate::report::{Date, ISSUED};

pub(super) const RULE: Rule = Rule {
    code: Code::PublishTime,
    waivable: true,
    explanation: Explanation {
        summary: "网站.发布时间 lies before 成文日期, or not in the year after the report's",
        what: "填了“网站.发布时间”的，应在报告年度的下一年，且不早于成文日期。",
        why: "《条例》第四十九条规定年度报告在次年公布；网页的发布时间（PubDate）从上年的表带过来，\
              容易忘了改。",
        wrong: "年度: 2023，网站: {发布时间: 2023-01-20 09:00}",
        right: "网站: {发布时间: 2024-01-26 09:00}",
    },
    check: Check::Report(check),
};

/// Where a form has it.
const PUBLISHED: &str = "网站.发布时间";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let Some(stated) = report.fields.get(PUBLISHED) else {
        return Vec::new();
    };
    let day = stated.value.split([' ', 'T']).next().and_then(Date::read);
    let Some(day) = day.filter(|_| report.year.value != 0) else {
        return Vec::new();
    };
    let due = report.year.value + 1;
    if i32::from(day.year) != due {
        let message = format!("网站.发布时间是 {}，不在 {due} 年", day.chinese());
        let hint = format!("年度报告在次年公布；多半是年份没有改，应是 {due} 年");
        return vec![finding(stated, message).hint(hint)];
    }
    let issued = report.fields.get(ISSUED);
    if let Some(issued) = issued.and_then(|issued| Date::parse(&issued.value))
        && issued > day
    {
        let (day, issued) = (day.chinese(), issued.chinese());
        let message = format!("网站.发布时间 {day} 早于成文日期 {issued}");
        return vec![finding(stated, message).hint("核对这两个日期")];
    }
    Vec::new()
}

fn finding(stated: &Placed<String>, message: String) -> Finding {
    Finding::new(RULE.code, message, stated.place.clone()).stated(&stated.value)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_line;

    fn published(moment: &str, expected: &[&str]) {
        let lines = format!("成文日期: 2024-01-26\n网站: {{发布时间: {moment}}}");
        check_messages(&with_line("成文日期:", &lines), RULE.code, expected);
    }

    #[test]
    fn times() {
        published("2024-01-26 09:00", &[]);
        published(
            "2023-01-26 09:00",
            &["网站.发布时间是 2023年1月26日，不在 2024 年"],
        );
        published(
            "2024-01-25 09:00",
            &["网站.发布时间 2024年1月25日 早于成文日期 2024年1月26日"],
        );
    }
}
