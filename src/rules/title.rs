//! `title`: the report's title against its agency and year.

use super::text::{YearFound, years_in};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists};
use crate::report::TITLE;

pub(super) const RULE: Rule = Rule {
    code: Code::Title,
    waivable: true,
    explanation: Explanation {
        summary: "the title names another year or agency, or is not that of a yearly report",
        what: "填了“标题”的，其中的年份、机关应与“年度”“机关”相同，\
               并写明“政府信息公开工作年度报告”；后一条只提示。",
        why: "标题印在第一页，也写进文件属性；从上年的表复制时最容易忘了改\
              （国办公开办函〔2021〕30号）。",
        wrong: "年度: 2023，标题: 某某县民政局2022年政府信息公开工作年度报告",
        right: "标题: 某某县民政局2023年政府信息公开工作年度报告，或不填标题",
    },
    check: Check::Report(check),
};

/// What every title says.
const WORDS: &str = "政府信息公开工作年度报告";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let Some(title) = report.fields.get(TITLE) else {
        return Vec::new();
    };
    let text = title.value.trim();
    let finding = |message: String, hint: &str| {
        Finding::new(RULE.code, message, title.place.clone())
            .hint(hint)
            .stated(text)
    };
    let own = report.year.value;
    let years = years_of(text, &report.agency.value);
    let mut findings = Vec::new();
    if let Some(year) = years
        .iter()
        .map(|found| found.year)
        .find(|year| *year != own)
    {
        let message = format!("标题写的是 {year} 年，本报告是 {own} 年度的");
        findings.push(finding(
            message,
            "改标题里的年份；或删去标题，由程序按机关和年度写",
        ));
    }
    let plain = in_digits(text);
    let end = years
        .first()
        .map_or_else(|| plain.find(WORDS), |found| Some(found.at));
    if let Some(name) = end.map(|end| named(&plain[..end]))
        && !is_own(subject, name)
    {
        let message = format!("标题写的是“{name}”，本表的机关是“{}”", report.agency.value);
        let told = finding(message, "改标题里的机关；或删去标题，由程序按机关和年度写");
        // What is called otherwise than bodies are may be the agency all the same: 某某市本级.
        findings.push(if lists().bodies.end(name) {
            told
        } else {
            told.as_warning()
        });
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

/// The year of a title: the one right before its words, else those that stand behind the
/// agency's name: （2024年更新） tells of something else, 2035办公室 is a name.
fn years_of(text: &str, agency: &str) -> Vec<YearFound> {
    let plain = in_digits(text);
    let words = lists()
        .report_begins
        .iter()
        .filter_map(|word| plain.find(word))
        .min();
    let name = if agency.is_empty() {
        None
    } else {
        plain.find(agency)
    };
    let from = name.map_or(0, |at| at + agency.len());
    let mut years = years_in(&plain);
    years.retain(|found| found.at >= from);
    let before = |found: &YearFound| words.is_some_and(|at| found.at < at);
    if years.iter().any(before) {
        years.retain(before);
        return years.pop().into_iter().collect();
    }
    // 政府信息公开工作年度报告（2023年度）.
    years.truncate(1);
    years
}

/// A text with years of Chinese characters in digits, each as many bytes long: 二〇二三年.
fn in_digits(text: &str) -> String {
    const CHARACTERS: [(char, char); 11] = [
        ('〇', '0'),
        ('○', '0'),
        ('一', '1'),
        ('二', '2'),
        ('三', '3'),
        ('四', '4'),
        ('五', '5'),
        ('六', '6'),
        ('七', '7'),
        ('八', '8'),
        ('九', '9'),
    ];
    let digit = |c: char| {
        CHARACTERS
            .iter()
            .find(|(from, _)| *from == c)
            .map(|(_, to)| *to)
    };
    let characters: Vec<char> = text.chars().collect();
    let mut plain = String::new();
    let mut at = 0;
    while at < characters.len() {
        let run = characters[at..]
            .iter()
            .take_while(|c| digit(**c).is_some())
            .count();
        if run == 4 && characters.get(at + run) == Some(&'年') {
            plain.extend(characters[at..at + run].iter().filter_map(|c| digit(*c)));
            at += run;
        } else {
            plain.push(characters[at]);
            at += 1;
        }
    }
    plain
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
        || lists().own_ends.iter().any(|end| {
            let stem = report.agency.value.strip_suffix(end);
            stem.is_some_and(|stem| stem.chars().count() > 2 && name.ends_with(stem))
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::finding::Severity;
    use crate::testing::with_line;

    fn title(title: &str, expected: &[&str]) {
        let form = with_line("成文日期:", &format!("标题: {title}"));
        let told: Vec<String> = expected
            .iter()
            .map(|told| format!("{told} | 标题"))
            .collect();
        check(
            &form,
            RULE.code,
            &told.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }

    #[test]
    fn titles() {
        title("张家港市人民政府2023年政府信息公开工作年度报告", &[]);
        title("张家港市人民政府关于2023年度政府信息公开工作年度报告", &[]);
        title("张家港市2023年政府信息公开工作年度报告", &[]);
        title(
            "江苏省张家港市人民政府政府信息公开工作年度报告（2023年度）",
            &[],
        );
        title("2023年政府信息公开工作年度报告", &[]);
        title("张家港市人民政府二〇二三年政府信息公开工作年度报告", &[]);
        title(
            "张家港市人民政府2023年政府信息公开工作年度报告（2024年更新）",
            &[],
        );
        title("江苏省张家港市2023年政府信息公开工作年度报告", &[]);
        let year = "改标题里的年份；或删去标题，由程序按机关和年度写";
        title(
            "张家港市人民政府2022年政府信息公开工作年度报告",
            &[&format!(
                "标题写的是 2022 年，本报告是 2023 年度的 | {year}"
            )],
        );
        let agency = "改标题里的机关；或删去标题，由程序按机关和年度写";
        title(
            "张家港市教育局2023年政府信息公开工作年度报告",
            &[&format!(
                "标题写的是“张家港市教育局”，本表的机关是“张家港市人民政府” | {agency}"
            )],
        );
        let form = with_line(
            "成文日期:",
            "标题: 张家港市本级2023年政府信息公开工作年度报告",
        );
        let found = super::super::tests::findings(&form, None);
        let told = found
            .iter()
            .find(|f| f.code == RULE.code)
            .expect("a finding");
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
