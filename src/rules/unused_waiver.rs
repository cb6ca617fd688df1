//! `unused-waiver`: waivers (豁免) are applied here; one that silences nothing is told.
//!
//! The rule stands last, so that it sees what the others found. A waiver is
//! keyed by rule, path and stated value and not by line: text may move, but a
//! value that changes wakes the finding up.

use super::{RULES, Rule, Subject};
use crate::finding::{Code, Explanation, Finding, nearest};
use crate::place::{Place, Placed};
use crate::report::Record;

pub(super) const RULE: Rule = Rule {
    code: Code::UnusedWaiver,
    explanation: Explanation {
        summary: "a waiver that silences nothing: its value has changed, its rule or place is not known, or it has no reason",
        what: "“豁免”里的一条没有起作用：提示已经没有了、值变了、规则或位置写错了，或没有写理由。一条豁免只管一处提示，按规则、位置和值对应，不管在第几行。",
        why: "核对过、确实不用改的提示可以写明理由豁免，仍会列出来；数据改了以后要重新核对，所以值一变提示就重新出现。",
        wrong: "豁免:\n  - {规则: narrative-number, 位置: 总体情况, 值: 774}",
        right: "豁免:\n  - {规则: narrative-number, 位置: 总体情况, 值: 774, 理由: 只指自然人的申请}",
    },
    check,
};

/// The form's key of the waivers.
const KEY: &str = "豁免";

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    // Pasted behind the last text of a form, a waiver would be printed.
    for passage in &subject.narrative.passages {
        for line in
            passage.lines.iter().filter(|line| line.text.trim_start().starts_with("- {规则"))
        {
            let message = format!("“{}”里有一行像是豁免，会照原样印出来", passage.key);
            let finding =
                Finding::new(RULE.code, message, line.place.clone()).in_text(&passage.key);
            findings.push(finding.hint("在它上面加一行“豁免:”，顶格写；或删去这一行"));
        }
    }
    let records = subject.report.records.get(KEY).map_or(&[][..], Vec::as_slice);
    let unused: Vec<Finding> =
        records.iter().filter_map(|record| apply(subject, record, findings)).collect();
    findings.extend(unused);
}

/// Silences the finding that a waiver is for; else says why there is none.
fn apply(subject: &Subject<'_>, record: &Record, findings: &mut [Finding]) -> Option<Finding> {
    let given = |key: &str| record.get(key).filter(|value| !value.value.trim().is_empty());
    let text = |key: &str| given(key).map_or("", |value| value.value.trim());
    let (name, path, value) = (text("规则"), text("位置"), text("值"));
    let place = given("规则").or(given("位置")).or(given("值")).or(given("理由")).map_or_else(
        || Place::file(&subject.report.file),
        |value: &Placed<String>| value.place.clone(),
    );
    let unused = |message: String, hint: String| {
        let place = place.clone().named(KEY, KEY);
        Some(Finding::new(RULE.code, message, place).hint(hint).stated(name))
    };
    let code = Code::find(name)
        .filter(|code| RULES.iter().any(|rule| rule.code == *code) && *code != RULE.code);
    let Some(code) = code else {
        let near = nearest(name, RULES.iter().map(|rule| rule.code.name()));
        let hint = near.map_or_else(
            || {
                "规则写提示方括号里的名称，如 narrative-number；读不懂填报表之类的错误不能豁免"
                    .to_owned()
            },
            |near| format!("是不是“{near}”？"),
        );
        return unused(format!("没有“{name}”这条可以豁免的规则"), hint);
    };
    // The … of the example that is shown is no reason.
    if !text("理由").chars().any(char::is_alphanumeric) || text("理由") == "无" {
        return unused(
            format!("豁免“{name}”没有写理由，不生效"),
            "加上“理由: …”，写明为什么不用改".into(),
        );
    }
    let of_rule = |f: &&mut Finding| f.code == code && f.waived.is_none();
    let here = |f: &&mut Finding| {
        path.is_empty() && f.places[0].path.is_empty() || &*f.places[0].path == path
    };
    let same = |f: &&mut Finding| f.stated.as_deref().unwrap_or_default().trim() == value;
    if let Some(finding) = findings.iter_mut().filter(of_rule).filter(here).find(same) {
        finding.waived = Some(text("理由").to_owned());
        return None;
    }
    if let Some(finding) = findings.iter_mut().filter(of_rule).find(here) {
        let now = finding.stated.clone().unwrap_or_default();
        let message = format!("豁免“{name}”的值是“{value}”，“{path}”现在是“{now}”，提示重新出现");
        return unused(message, format!("重新核对；仍不用改，就把值改为“{now}”"));
    }
    if let Some(finding) = findings.iter_mut().filter(of_rule).find(same) {
        let message =
            format!("豁免“{name}”的位置是“{path}”，这样的提示在“{}”", finding.places[0].path);
        return unused(message, format!("核对后把位置改为“{}”", finding.places[0].path));
    }
    unused(
        format!("豁免“{name}”没有对应的提示"),
        "提示已经没有了，可以删去这一条；或核对规则、位置和值".into(),
    )
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
        let found: Vec<_> = found.iter().map(|f| (f.code, f.waived.as_deref())).collect();
        assert_eq!(found, [(Code::NarrativeNumber, Some("只指自然人"))]);
    }

    #[test]
    fn a_waiver_that_silences_nothing() {
        check(
            &form("{规则: N102, 位置: 总体情况, 值: 773, 理由: 只指自然人}"),
            RULE.code,
            &[
                "豁免“N102”的值是“773”，“总体情况”现在是“774”，提示重新出现 | 重新核对；仍不用改，就把值改为“774” | 豁免",
            ],
        );
        check(
            &form("{规则: narrative-number, 位置: 其他事项, 值: 774, 理由: 一}"),
            RULE.code,
            &[
                "豁免“narrative-number”的位置是“其他事项”，这样的提示在“总体情况” | 核对后把位置改为“总体情况” | 豁免",
            ],
        );
        check(
            &form("{规则: narrative-number, 位置: 总体情况, 值: 774}"),
            RULE.code,
            &["豁免“narrative-number”没有写理由，不生效 | 加上“理由: …”，写明为什么不用改 | 豁免"],
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
                "豁免“stock”没有对应的提示 | 提示已经没有了，可以删去这一条；或核对规则、位置和值 | 豁免",
            ],
        );
    }
}
