//! `empty-section`: a section that must have text has none.

use super::{Rule, Subject};
use crate::finding::{Code, Explanation, Finding};
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::EmptySection,
    explanation: Explanation {
        summary: "section one, five or six has no text, or next to none",
        what: "第一、五、六部分应有文字；只写“无”“暂无”或寥寥几个字也会提示。第六部分可以只填信息处理费（2021 年格式）。",
        why: "报告内容不能遗漏，也不宜泛化（国办公开办函〔2021〕30号）；问题和改进情况每年都要写。",
        wrong: "问题与改进: 无",
        right: "问题与改进: |\n  一是……；二是……。下一步，……",
    },
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let report = subject.report;
    for section in &report.standard.sections {
        let Some(key) = &section.text else { continue };
        let replaced =
            section.or_key.as_ref().is_some_and(|k| report.fields.keys().any(|f| f.starts_with(&format!("{k}."))));
        if report.has_text(key) || replaced {
            continue;
        }
        let line = report.texts.get(key).and_then(|lines| lines.first());
        let place = line
            .map_or_else(|| Place::file(&report.file), |l| l.place.clone())
            .named(key.as_str(), section.label.as_str());
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
        findings.push(Finding::new(RULE.code, format!("“{}”没有文字", section.label), place).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::CLEAN;

    fn without_last_section() -> String {
        CLEAN[..CLEAN.find("\n其他事项:").unwrap()].to_owned() + "\n"
    }

    #[test]
    fn a_section_without_text() {
        let finding =
            "“六、其他需要报告的事项”没有文字 | 在“其他事项: |”下面写这一部分的文字，或填写“信息处理费” | 其他事项";
        check(&without_last_section(), RULE.code, &[finding]);
        check(&format!("{}其他事项:\n", without_last_section()), RULE.code, &[finding]);
        check(
            &format!("{}信息处理费: {{通知件数: 0, 通知金额: 0, 实收金额: 0}}\n", without_last_section()),
            RULE.code,
            &[],
        );
    }
}
