//! `unused-waiver`: a waiver (豁免) that silences nothing is told.
//!
//! Here only what looks like one and is text; `waivers` tells the others when it applies them.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::UnusedWaiver,
    waivable: false,
    explanation: Explanation {
        summary: "a waiver that silences nothing: its value has changed, its rule or place is not \
                  known, or it has no reason",
        what: "“豁免”里的一条没有起作用：提示已经没有了、值变了、规则或位置写错了，或没有写理由。\
               一条豁免只管一处提示，按规则、位置和值对应，不管在第几行。",
        why: "核对过、确实不用改的提示可以写明理由豁免，仍会列出来；数据改了以后要重新核对，\
              所以值一变提示就重新出现。",
        wrong: "豁免:\n  - {规则: narrative-number, 位置: 总体情况, 值: 774}",
        right: "豁免:\n  - \
                {规则: narrative-number, 位置: 总体情况, 值: 774, 理由: 只指自然人的申请}",
    },
    check: Check::Report(check),
};

/// How a line begins that was meant to be a waiver.
const PASTED: &str = "- {规则";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Pasted behind the last text of a form, a waiver would be printed.
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            if !line.text.trim_start().starts_with(PASTED) {
                continue;
            }
            let message = format!("“{}”里有一行像是豁免，会照原样印出来", passage.key);
            let finding = Finding::new(RULE.code, message, line.place.clone());
            findings.push(
                finding
                    .in_text(&passage.key)
                    .hint("在它上面加一行“豁免:”，顶格写；或删去这一行"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, findings};
    use super::*;
    use crate::testing::with_text;

    /// Report 003's number of requests as it was published, with a waiver.
    fn form(waiver: &str) -> String {
        let text = "2023年，全市收到申请774件，依法办结{{ 申请.办理结果.总计.总计 }}件。";
        format!("{}\n豁免:\n  - {waiver}\n", with_text(text))
    }

    #[test]
    fn a_waiver_silences_one_finding_and_shows_its_reason() {
        let form = form("{规则: narrative-number, 位置: 总体情况, 值: 774, 理由: 只指自然人}");
        let found = findings(&form, None);
        let found: Vec<_> = found
            .iter()
            .map(|f| (f.code, f.waived.as_deref()))
            .collect();
        assert_eq!(found, [(Code::NarrativeNumber, Some("只指自然人"))]);
    }

    #[test]
    fn what_must_hold_within_a_form_cannot_be_waived() {
        let from = "结转下年度:            [ 44";
        let text = crate::testing::CLEAN.replacen(from, &from.replace("44", "45"), 1);
        let waiver = "{规则: balance, 位置: 申请.新收.自然人, 值: 774, 理由: 另有说明}";
        let form = format!("{text}\n豁免:\n  - {waiver}\n");
        assert_eq!(
            findings(&form, None)
                .iter()
                .filter(|f| f.waived.is_some())
                .count(),
            0
        );
        let told =
            "“balance”不能豁免 | 表内的合计和勾稽关系必须成立：改正数，或检查是不是填错了格 | 豁免";
        check(&form, RULE.code, &[told]);
    }

    #[test]
    fn a_waiver_that_silences_nothing() {
        check(
            &form("{规则: N102, 位置: 总体情况, 值: 773, 理由: 只指自然人}"),
            RULE.code,
            &[
                "豁免“N102”的值是“773”，“总体情况”现在是“774”，提示重新出现 | 重新核对；仍不用改，\
                 就把值改为“774” | 豁免",
            ],
        );
        check(
            &form("{规则: narrative-number, 位置: 其他事项, 值: 774, 理由: 一}"),
            RULE.code,
            &[
                "豁免“narrative-number”的位置是“其他事项”，这样的提示在“总体情况” | \
                 核对后把位置改为“总体情况” | 豁免",
            ],
        );
        check(
            &form("{规则: narrative-number, 位置: 总体情况, 值: 774}"),
            RULE.code,
            &["豁免“narrative-number”没有写理由，不生效 | 在“理由”里写明为什么不用改 | 豁免"],
        );
        check(
            &form("{规则: narrative-numbr, 位置: 总体情况, 值: 774, 理由: 一}"),
            RULE.code,
            &["没有“narrative-numbr”这条可以豁免的规则 | 是不是“narrative-number”？ | 豁免"],
        );
        check(
            &form("{规则: stock, 位置: 总体情况, 值: 774, 理由: 一}"),
            RULE.code,
            &[
                "豁免“stock”没有对应的提示 | 提示已经没有了，可以删去这一条；或核对规则、位置和值 \
                 | 豁免",
            ],
        );
    }
}
