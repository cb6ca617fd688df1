//! `index-year`: the year in 索引号.

use super::text::years_in;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::IndexYear,
    waivable: true,
    explanation: Explanation {
        summary: "索引号 has a year that is neither the report's nor the one after",
        what: "索引号里有年份的（如 014180233/2024-00004），应是报告年度或公布的那一年；\
               没有年份的不查。",
        why: "索引号写入文件属性；从上年的表复制时容易忘了改，\
              改了的报告就和上年的同号（国办函〔2016〕54号规定了索引号的组成）。",
        wrong: "年度: 2023，索引号: 014180233/2022-00004",
        right: "索引号: 014180233/2024-00004",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let Some(index) = report.fields.get("索引号") else {
        return Vec::new();
    };
    let own = report.year.value;
    // The first four digits of a longer run are a code: 014180233.
    let years = years_in(&index.value);
    // Years long past are the codes of bodies.
    let recent: Vec<i32> = years
        .iter()
        .map(|found| found.year)
        .filter(|year| *year >= own - RECENT)
        .collect();
    let fits = recent.iter().any(|year| *year == own || *year == own + 1);
    let Some(year) = recent.first().filter(|_| !fits && own != 0) else {
        return Vec::new();
    };
    let message = format!("索引号里的年份是 {year}，本报告是 {own} 年度的");
    let hint = format!(
        "多半是上年的索引号，应有 {} 或 {own}；确是这样编号的，不用改",
        own + 1
    );
    vec![
        Finding::new(RULE.code, message, index.place.clone())
            .hint(hint)
            .stated(&index.value),
    ]
}

/// How many years back a year may lie to be one that was left over.
const RECENT: i32 = 12;

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::with_line;

    fn index(text: &str, expected: &[&str]) {
        check_messages(
            &with_line("索引号:", &format!("索引号: {text}")),
            RULE.code,
            expected,
        );
    }

    #[test]
    fn years_of_an_index() {
        index("014180233/2024-00004", &[]);
        index("014180233/2023-00004", &[]);
        index("1132058200011/1987-00004", &[]);
        index("014180233", &[]);
        index(
            "014180233/2022-00004",
            &["索引号里的年份是 2022，本报告是 2023 年度的"],
        );
    }
}
