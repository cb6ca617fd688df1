//! `empty-section`: a section that must have text has none, or next to none.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject};
use crate::place::Place;
use crate::report::{Report, shortened};
use crate::standard::Section;

pub(super) const RULE: Rule = Rule {
    code: Code::EmptySection,
    waivable: true,
    explanation: Explanation {
        summary: "section one, five or six has no text, or next to none",
        what: "第一、五、六部分应有文字；第一、五部分不到 30 个字，第六部分只写“无”“暂无”“略”\
               等不到 8 个字，也会提示。\
               第六部分可以只填信息处理费（2021 年格式）。",
        why: "报告内容不能遗漏，也不宜泛化（国办公开办函〔2021〕30号）；问题和改进情况每年都要写。",
        wrong: "问题与改进: 无",
        right: "问题与改进: |\n  一是……；二是……。下一步，……",
    },
    check: Check::Report(check),
};

/// The form's key of section six, which may be short.
const OTHER: &str = "其他事项";
/// Characters below which a section says nothing.
const LEAST: usize = 30;
/// The same for section six: 无其他需要报告的事项 says something, 无其他事项 does not.
const LEAST_OTHER: usize = 8;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    for section in &report.standard.sections {
        let Some(key) = &section.text else { continue };
        if is_replaced(report, section) {
            continue;
        }
        if report.has_text(key) {
            findings.extend(thin(section, key, subject.narrative.lines(key)));
        } else {
            findings.push(missing(report, section, key));
        }
    }
    findings
}

/// Whether values are given of which the program makes the section's text.
fn is_replaced(report: &Report, section: &Section) -> bool {
    let Some(key) = &section.or_key else {
        return false;
    };
    let within = format!("{key}.");
    report.fields.keys().any(|field| field.starts_with(&within))
}

/// A section that has no text.
fn missing(report: &Report, section: &Section, key: &str) -> Finding {
    let line = report.texts.get(key).and_then(|lines| lines.first());
    let place = match line {
        Some(line) => line.place.clone(),
        None => Place::file(&report.file),
    };
    let place = place.named(key, section.label.as_str());
    let mut hint = if place.at.is_cell() {
        "在这一格写这一部分的文字".to_owned()
    } else if report.year.place.at.is_cell() {
        format!("加一行，左边写“{key}”，右边写这一部分的文字")
    } else {
        format!("在“{key}: |”下面写这一部分的文字")
    };
    if let Some(or_key) = &section.or_key {
        hint += &format!("，或填写“{or_key}”");
    }
    Finding::new(RULE.code, format!("“{}”没有文字", section.label), place).hint(hint)
}

/// A section that has text, but says nothing by it.
fn thin(section: &Section, key: &str, lines: &[Line]) -> Option<Finding> {
    let text: String = lines.iter().map(|line| line.text.trim()).collect();
    let characters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let least = if key == OTHER { LEAST_OTHER } else { LEAST };
    // 未收信息费 says something of the fee, however shortly.
    if characters >= least || key == OTHER && text.contains('费') {
        return None;
    }
    let line = lines.iter().find(|line| !line.text.trim().is_empty())?;
    let start = line.text.len() - line.text.trim_start().len();
    let (label, shown) = (&section.label, shortened(&text, 30));
    let message = if characters < LEAST_OTHER {
        format!("“{label}”只写了“{shown}”")
    } else {
        format!("“{label}”只有 {characters} 个字：“{shown}”")
    };
    let hint = if key == OTHER {
        match &section.or_key {
            Some(or_key) => format!("写成一句话，至少说明{or_key}的情况，或填写“{or_key}”"),
            None => "写成一句话，如“无其他需要报告的事项。”".to_owned(),
        }
    } else {
        "写明这一部分的具体情况".to_owned()
    };
    let place = line.place_of(&(start..line.text.trim_end().len()));
    Some(
        Finding::new(RULE.code, message, place)
            .hint(hint)
            .stated(shown)
            .in_text(key),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::{CLEAN, with_line};

    fn without_last_section() -> String {
        CLEAN[..CLEAN.find("\n其他事项:").unwrap()].to_owned() + "\n"
    }

    #[test]
    fn a_section_without_text() {
        let finding = "“六、其他需要报告的事项”没有文字 | 在“其他事项: |”下面写这一部分的文字，\
                       或填写“信息处理费” | 其他事项";
        check(&without_last_section(), RULE.code, &[finding]);
        check(
            &format!("{}其他事项:\n", without_last_section()),
            RULE.code,
            &[finding],
        );
        check(
            &format!(
                "{}信息处理费: {{通知件数: 0, 通知金额: 0, 实收金额: 0}}\n",
                without_last_section()
            ),
            RULE.code,
            &[],
        );
    }

    #[test]
    fn a_section_that_says_nothing() {
        check(
            &with_line("全市行政机关", "无。"),
            RULE.code,
            &[
                "“六、其他需要报告的事项”只写了“无。” | 写成一句话，至少说明信息处理费的情况，\
                 或填写“信息处理费” | 其他事项",
            ],
        );
        for enough in ["无其他需要报告的事项。", "未收费。"] {
            check(&with_line("全市行政机关", enough), RULE.code, &[]);
        }
        let problems = &CLEAN[CLEAN.find("问题与改进:").unwrap()..CLEAN.find("其他事项:").unwrap()];
        check(
            &CLEAN.replace(problems, "问题与改进: 公开意识还不强，要进一步提高。\n"),
            RULE.code,
            &[
                "“五、存在的主要问题及改进情况”只有 13 个字：“公开意识还不强，要进一步提高。” | \
                 写明这一部分的具体情况 | 问题与改进",
            ],
        );
    }
}
