//! `narrative-year`: another year, period or agency left in the text.

mod agency;
mod dated;
mod report;
mod work;

use self::agency::another_agency;
use self::dated::{DatedSentence, WrongYear};
use super::text::{Sentence, sentences};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeYear,
    waivable: true,
    explanation: Explanation {
        summary: "another year, another period or another agency's name left in the text",
        what: "正文里留着别的年度或别的机关：引言里的报告年度、统计期限不是本年度，段首写“上一年，\
               我局……”，写着别的年份而后面的数是本年度表里的，“结转至（本年度）年”，\
               改进措施写“（本年度）年，我局将……”，\
               或者报告的名称里是另一个机关。文件名称、“上年结转”“与上年相比”之类的不提示。",
        why: "报告多是在上年的基础上改的，旧年份和借来的模板里的机关名称容易漏改；\
              统计期限是当年1月1日至12月31日。",
        wrong: "2023年度的报告写“现公布某某局2022年政府信息公开工作年度报告”",
        right: "现公布某某局2023年政府信息公开工作年度报告，或写 {{ 年度 }}、{{ 机关 }}",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut line = None;
    for sentence in sentences(subject) {
        let own_line = (sentence.passage.key.as_str(), sentence.number);
        let is_first = line.replace(own_line) != Some(own_line);
        let dated = DatedSentence::of(subject, &sentence, is_first);
        if let Some(wrong) = dated.find_wrong_year() {
            findings.push(another_year(subject, &sentence, wrong));
        }
        findings.extend(another_agency(subject, &sentence));
    }
    findings
}

fn another_year(subject: &Subject<'_>, sentence: &Sentence<'_>, wrong: WrongYear) -> Finding {
    let year = subject.report.year.value;
    let range = &sentence.tokens[wrong.at].range;
    let hint = format!("本报告是 {year} 年度的，像是上年留下的文字；确实要说那一年的，不用改");
    sentence.finding(RULE.code, range, wrong.message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    /// The clean example with a lead of its own.
    fn with_lead(text: &str) -> String {
        crate::testing::with_line("成文日期:", &format!("引言: |\n  {text}"))
    }

    #[test]
    fn another_year_or_agency() {
        let hint = "本报告是 2023 年度的，像是上年留下的文字；确实要说那一年的，不用改";
        check(
            &with_text("2022年，全市扎实推进政务公开工作。"),
            RULE.code,
            &[&format!(
                "这里写的是 2022 年，本报告是 2023 年度的 | {hint} | 总体情况"
            )],
        );
        check(
            &with_lead("现公布张家港市人民政府2022年政府信息公开工作年度报告。"),
            RULE.code,
            &[&format!(
                "报告的年度写的是 2022 年，应是 2023 年 | {hint} | 引言"
            )],
        );
        check(
            &with_lead("所列数据统计期限为2022年1月1日至2022年12月31日。"),
            RULE.code,
            &[&format!(
                "统计期限写的是 2022 年，本报告是 2023 年度的 | {hint} | 引言"
            )],
        );
        check(
            &with_lead("现公布东江县财政局2023年政府信息公开工作年度报告。"),
            RULE.code,
            &[
                "报告的机关写的是“东江县财政局”，本表的机关是“张家港市人民政府” | \
                 改成本机关的名称，或写占位 {{ 机关 }} | 引言",
            ],
        );
    }

    #[test]
    fn other_years_that_are_meant() {
        check(
            &with_text("与2022年相比，申请更多集中在规划方面；自2019年以来连续培训。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("2022年12月启动的改造于2023年6月完成，落实《2022年政务公开工作要点》。"),
            RULE.code,
            &[],
        );
    }
}
