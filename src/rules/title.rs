//! `title`: the report's title against its agency and year.

use super::text::years_in;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists};
use crate::report::TITLE;

pub(super) const RULE: Rule = Rule {
    code: Code::Title,
    waivable: true,
    explanation: Explanation {
        summary: "the title names another year or agency, or is not that of a yearly report",
        what: "填了“标题”的，其中的年份、机关应与“年度”“机关”相同，并写明“政府信息公开工作年度报告”；后一条只提示。",
        why: "标题印在第一页，也写进文件属性；从上年的表复制时最容易忘了改（国办公开办函〔2021〕30号）。",
        wrong: "年度: 2023，标题: 某某县民政局2022年政府信息公开工作年度报告",
        right: "标题: 某某县民政局2023年政府信息公开工作年度报告，或不填标题",
    },
    check: Check::Report(check),
};

/// What every title says.
const WORDS: &str = "政府信息公开工作年度报告";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let Some(title) = report.fields.get(TITLE) else { return Vec::new() };
    let text = title.value.trim();
    let finding = |message: String, hint: &str| {
        Finding::new(RULE.code, message, title.place.clone()).hint(hint).stated(text)
    };
    let own = report.year.value;
    let years = years_in(text);
    let mut findings = Vec::new();
    if let Some(year) = years.iter().map(|found| found.year).find(|year| *year != own) {
        let message = format!("标题写的是 {year} 年，本报告是 {own} 年度的");
        findings.push(finding(message, "改标题里的年份；或删去标题，由程序按机关和年度写"));
    }
    let end = years.first().map_or_else(|| text.find(WORDS), |found| Some(found.at));
    if let Some(name) = end.map(|end| named(&text[..end]))
        && !is_own(subject, name)
    {
        let message = format!("标题写的是“{name}”，本表的机关是“{}”", report.agency.value);
        let told = finding(message, "改标题里的机关；或删去标题，由程序按机关和年度写");
        // What is called otherwise than bodies are may be the agency all the same: 某某市本级.
        findings.push(if lists().bodies.end(name) { told } else { told.as_warning() });
    }
    if findings.is_empty() && !text.contains(WORDS) {
        let message = format!("标题里没有“{WORDS}”");
        let hint = "写全称；或删去标题，由程序按机关和年度写";
        findings.push(finding(message, hint).as_warning());
    }
    if findings.is_empty() && years.is_empty() {
        let hint = format!("加上“{own}年”；或删去标题，由程序按机关和年度写");
        findings.push(finding("标题里没有年份".to_owned(), &hint).as_warning());
    }
    findings
}

/// The name before the year.
fn named(before: &str) -> &str {
    let name = before.trim().trim_end_matches(['（', '(', '〔', '：']);
    lists()
        .before_year
        .iter()
        .fold(name, |name, word| name.strip_suffix(word).unwrap_or(name))
        .trim()
}

/// Whether a name is the agency's: its own, a shorter or a longer one, or none at all.
fn is_own(subject: &Subject<'_>, name: &str) -> bool {
    let report = subject.report;
    name.chars().count() < 2
        || report.is_own_name(name)
        || report.agency.value.is_empty()
        || name.contains(report.agency.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::finding::Severity;
    use crate::testing::with_line;

    fn title(title: &str, expected: &[&str]) {
        let form = with_line("成文日期:", &format!("标题: {title}"));
        let told: Vec<String> = expected.iter().map(|told| format!("{told} | 标题")).collect();
        check(&form, RULE.code, &told.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn titles() {
        title("张家港市人民政府2023年政府信息公开工作年度报告", &[]);
        title("张家港市人民政府关于2023年度政府信息公开工作年度报告", &[]);
        title("张家港市2023年政府信息公开工作年度报告", &[]);
        title("江苏省张家港市人民政府政府信息公开工作年度报告（2023年度）", &[]);
        title("2023年政府信息公开工作年度报告", &[]);
        let year = "改标题里的年份；或删去标题，由程序按机关和年度写";
        title(
            "张家港市人民政府2022年政府信息公开工作年度报告",
            &[&format!("标题写的是 2022 年，本报告是 2023 年度的 | {year}")],
        );
        let agency = "改标题里的机关；或删去标题，由程序按机关和年度写";
        title(
            "张家港市教育局2023年政府信息公开工作年度报告",
            &[&format!("标题写的是“张家港市教育局”，本表的机关是“张家港市人民政府” | {agency}")],
        );
        let form = with_line("成文日期:", "标题: 张家港市本级2023年政府信息公开工作年度报告");
        let found = super::super::tests::findings(&form, None);
        let told = found.iter().find(|f| f.code == RULE.code).expect("a finding");
        assert_eq!(told.severity, Severity::Warning);
        title(
            "张家港市人民政府2023年政务公开工作总结",
            &["标题里没有“政府信息公开工作年度报告” | 写全称；或删去标题，由程序按机关和年度写"],
        );
        title(
            "张家港市人民政府政府信息公开工作年度报告",
            &["标题里没有年份 | 加上“2023年”；或删去标题，由程序按机关和年度写"],
        );
    }
}
