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

/// Marks the findings that the form's waivers let stand; the findings of those waivers that
/// silence nothing.
pub(super) fn apply(report: &Report, findings: &mut [Finding]) -> Vec<Finding> {
    let mut unused = Vec::new();
    for record in report.records.get(KEY).into_iter().flatten() {
        unused.extend(Waiver { report, record }.apply(findings));
    }
    unused
}

/// A waiver as the form gives it.
struct Waiver<'a> {
    report: &'a Report,
    record: &'a Record,
}

impl<'a> Waiver<'a> {
    /// Silences the finding that it is for; else says why there is none.
    fn apply(&self, findings: &mut [Finding]) -> Option<Finding> {
        let code = match self.waivable_code() {
            Ok(code) => code,
            Err(finding) => return Some(*finding),
        };
        let (name, reason) = (self.text("规则"), self.text("理由"));
        // The … of the example that is shown is no reason.
        if !reason.chars().any(char::is_alphanumeric) || reason == "无" {
            let message = format!("豁免“{name}”没有写理由，不生效");
            return Some(self.unused(message, "在“理由”里写明为什么不用改"));
        }
        let mut of_rule: Vec<&mut Finding> = findings.iter_mut().collect();
        of_rule.retain(|finding| finding.code == code && finding.waived.is_none());
        for finding in &mut of_rule {
            if self.is_at(finding) && self.is_of_value(finding) {
                finding.waived = Some(reason.to_owned());
                return None;
            }
        }
        Some(self.explain(&of_rule))
    }

    /// The code of its rule; else the finding that it cannot be waived, or is none.
    fn waivable_code(&self) -> Result<Code, Box<Finding>> {
        let name = self.text("规则");
        let Some(rule) = Code::find(name).and_then(rule_of) else {
            let waivable = RULES.iter().filter(|rule| rule.waivable);
            let hint = match nearest(name, waivable.map(|rule| rule.code.name())) {
                Some(near) => format!("是不是“{near}”？"),
                None => NO_RULE.to_owned(),
            };
            let message = format!("没有“{name}”这条可以豁免的规则");
            return Err(Box::new(self.unused(message, hint)));
        };
        if rule.waivable {
            return Ok(rule.code);
        }
        let hint = match rule.code {
            Code::TextsAlike => "它说的是两份表，不在这一份里豁免；轻重可以在设置文件的“规则”里改",
            _ => "表内的合计和勾稽关系必须成立：改正数，或检查是不是填错了格",
        };
        let message = format!("“{}”不能豁免", rule.code.name());
        Err(Box::new(self.unused(message, hint)))
    }

    /// Why it silences none of its rule's findings: one has another value, or stands elsewhere.
    fn explain(&self, of_rule: &[&mut Finding]) -> Finding {
        let (name, path, value) = (self.text("规则"), self.text("位置"), self.text("值"));
        if let Some(finding) = of_rule.iter().find(|finding| self.is_at(finding)) {
            let now = finding.stated.as_deref().unwrap_or_default();
            let message =
                format!("豁免“{name}”的值是“{value}”，“{path}”现在是“{now}”，提示重新出现");
            return self.unused(message, format!("重新核对；仍不用改，就把值改为“{now}”"));
        }
        if let Some(finding) = of_rule.iter().find(|finding| self.is_of_value(finding)) {
            let there = &finding.places[0].path;
            let message = format!("豁免“{name}”的位置是“{path}”，这样的提示在“{there}”");
            return self.unused(message, format!("核对后把位置改为“{there}”"));
        }
        self.unused(
            format!("豁免“{name}”没有对应的提示"),
            "提示已经没有了，可以删去这一条；或核对规则、位置和值",
        )
    }

    fn is_at(&self, finding: &Finding) -> bool {
        *finding.places[0].path == *self.text("位置")
    }

    fn is_of_value(&self, finding: &Finding) -> bool {
        finding.stated.as_deref().unwrap_or_default().trim() == self.text("值")
    }

    /// What the form gives for a key, if that is not blank.
    fn given(&self, key: &str) -> Option<&'a Placed<String>> {
        let value = self.record.get(key)?;
        (!value.value.trim().is_empty()).then_some(value)
    }

    fn text(&self, key: &str) -> &'a str {
        self.given(key).map_or("", |value| value.value.trim())
    }

    /// The finding that it silences nothing, where its first value stands.
    fn unused(&self, message: String, hint: impl Into<String>) -> Finding {
        let keys = ["规则", "位置", "值", "理由"];
        let place = match keys.iter().find_map(|key| self.given(key)) {
            Some(value) => value.place.clone(),
            None => Place::file(&self.report.file),
        };
        Finding::new(Code::UnusedWaiver, message, place.named(KEY, KEY))
            .hint(hint)
            .stated(self.text("规则"))
    }
}

/// What is told of a name that is no rule's, nor near one.
const NO_RULE: &str =
    "规则写提示最后一行的名称，如 narrative-number；读不懂填报表之类的错误不能豁免";
