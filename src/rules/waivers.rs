//! Waivers (豁免): findings that the agency lets stand, each with its reason.
//!
//! They are applied when all rules have spoken. A waiver is keyed by rule, path and stated
//! value and not by line: text may move, but a value that changes wakes the finding up.
//! What must hold within one form — sums and balances — cannot be waived.

use super::{RULES, rule_of};
use crate::finding::{Code, Finding, nearest};
use crate::place::{Place, Placed};
use crate::report::{Record, Report};

/// The form's key of the waivers.
const KEY: &str = "豁免";

/// Marks the findings that the report's waivers are for; the findings of those that silence nothing.
pub(super) fn apply(report: &Report, findings: &mut [Finding]) -> Vec<Finding> {
    let mut unused = Vec::new();
    for record in report.records.get(KEY).into_iter().flatten() {
        unused.extend(apply_one(report, record, findings));
    }
    unused
}

/// Silences the finding that a waiver is for; else says why there is none.
fn apply_one(report: &Report, record: &Record, findings: &mut [Finding]) -> Option<Finding> {
    let given = |key: &str| {
        record
            .get(key)
            .filter(|value| !value.value.trim().is_empty())
    };
    let text = |key: &str| given(key).map_or("", |value| value.value.trim());
    let (name, path, value) = (text("规则"), text("位置"), text("值"));
    let place = given("规则")
        .or(given("位置"))
        .or(given("值"))
        .or(given("理由"))
        .map_or_else(
            || Place::file(&report.file),
            |value: &Placed<String>| value.place.clone(),
        );
    let unused = |message: String, hint: String| {
        let place = place.clone().named(KEY, KEY);
        Some(
            Finding::new(Code::UnusedWaiver, message, place)
                .hint(hint)
                .stated(name),
        )
    };
    let rule = Code::find(name).and_then(rule_of);
    if let Some(rule) = rule.filter(|rule| !rule.waivable) {
        let hint = match rule.code {
            Code::TextsAlike => "它说的是两份表，不在这一份里豁免；轻重可以在设置文件的“规则”里改",
            _ => "表内的合计和勾稽关系必须成立：改正数，或检查是不是填错了格",
        };
        return unused(format!("“{}”不能豁免", rule.code.name()), hint.into());
    }
    let Some(code) = rule.map(|rule| rule.code) else {
        let waivable = RULES.iter().filter(|rule| rule.waivable);
        let near = nearest(name, waivable.map(|rule| rule.code.name()));
        let hint = near.map_or_else(
            || {
                "规则写提示最后一行的名称，如 narrative-number；读不懂填报表之类的错误不能豁免"
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
            "在“理由”里写明为什么不用改".into(),
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
        let message = format!(
            "豁免“{name}”的位置是“{path}”，这样的提示在“{}”",
            finding.places[0].path
        );
        return unused(
            message,
            format!("核对后把位置改为“{}”", finding.places[0].path),
        );
    }
    unused(
        format!("豁免“{name}”没有对应的提示"),
        "提示已经没有了，可以删去这一条；或核对规则、位置和值".into(),
    )
}
