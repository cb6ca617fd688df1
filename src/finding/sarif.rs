//! Findings as a SARIF 2.1.0 log, for review tools.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::json::{TroubleEntry, cell_name, sha256, write_indented};
use super::{Code, Explanation, Finding, Severity};
use crate::place::{At, Place};

/// The findings as one SARIF log, with a line end; `rules` are all that may be in it.
///
/// Columns count characters (`unicodeCodePoints`). A cell of a workbook is a
/// logical location, `sheet!F12`. A waived finding is suppressed with its
/// reason. The fingerprint is made of rule, path and stated value, as waivers
/// are keyed, so that it stays when lines move.
pub fn render(findings: &[Finding], rules: &[SarifRule<'_>]) -> String {
    let mut log = Log::new(rules);
    log.add(findings) + &log.end(&[])
}

/// A rule as a log describes it: a code, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct SarifRule<'a> {
    /// The code.
    pub code: Code,
    /// What it means.
    pub explanation: &'a Explanation,
}

/// A log that is written as its findings come.
#[derive(Debug)]
pub struct Log {
    /// The rules' codes by their places in the log.
    codes: Vec<Code>,
    /// What stands before the first result, until it is written.
    head: String,
    listed: bool,
}

/// What the head of a log ends in.
const RESULTS: &str = "\"results\": [";

impl Log {
    /// A log without a result yet; `rules` are all that may be in it.
    pub fn new(rules: &[SarifRule<'_>]) -> Self {
        let descriptors: Vec<Value> = rules.iter().map(describe).collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "nianbao",
                    "version": env!("CARGO_PKG_VERSION"),
                    "language": "zh-CN",
                    "rules": descriptors,
                }},
                "columnKind": "unicodeCodePoints",
                "results": [],
            }],
        });
        let mut head = write_indented(&log, "\n");
        let end = head
            .rfind(RESULTS)
            .map_or(head.len(), |at| at + RESULTS.len());
        head.truncate(end);
        Self {
            codes: rules.iter().map(|rule| rule.code).collect(),
            head,
            listed: false,
        }
    }

    /// The text of some more findings.
    pub fn add(&mut self, findings: &[Finding]) -> String {
        let mut text = std::mem::take(&mut self.head);
        for finding in findings {
            text.push_str(if std::mem::replace(&mut self.listed, true) {
                ","
            } else {
                ""
            });
            text.push_str("\n        ");
            text.push_str(&write_indented(&result(finding, &self.codes), "\n        "));
        }
        text
    }

    /// The text behind the last finding, with a line end; `troubles` are forms that nothing came
    /// of.
    pub fn end(mut self, troubles: &[TroubleEntry]) -> String {
        let mut text = std::mem::take(&mut self.head);
        text.push_str(if self.listed { "\n      ]" } else { "]" });
        if !troubles.is_empty() {
            let told: Vec<Value> = troubles.iter().map(notification).collect();
            let invocation =
                json!([{"executionSuccessful": false, "toolExecutionNotifications": told}]);
            text.push_str(",\n      \"invocations\": ");
            text.push_str(&write_indented(&invocation, "\n      "));
        }
        text.push_str("\n    }\n  ]\n}\n");
        text
    }
}

/// Why nothing came of a form.
fn notification(trouble: &TroubleEntry) -> Value {
    let mut told = json!({"level": "error", "message": {"text": trouble.message}});
    if !trouble.file.is_empty() {
        let place = json!({"artifactLocation": {"uri": uri(&trouble.file)}});
        told["locations"] = json!([{"physicalLocation": place}]);
    }
    told
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "note",
        Severity::Error | Severity::Warning => severity.name(),
    }
}

fn describe(rule: &SarifRule<'_>) -> Value {
    let SarifRule { code, explanation } = rule;
    let Explanation {
        what,
        why,
        wrong,
        right,
        ..
    } = explanation;
    json!({
        "id": code.id(),
        "name": code.name(),
        "shortDescription": {"text": first_sentence(what)},
        "fullDescription": {"text": format!("{what}{why}")},
        "help": {"text": format!("错误：\n{wrong}\n正确：\n{right}")},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

/// The first sentence of a text.
pub fn first_sentence(text: &str) -> &str {
    text.find('。').map_or(text, |at| &text[..at])
}

fn result(finding: &Finding, codes: &[Code]) -> Value {
    let text = if finding.hint.is_empty() {
        finding.message.clone()
    } else {
        format!("{}（{}）", finding.message, finding.hint)
    };
    let mut places = finding.places.iter().enumerate();
    let own: Vec<Value> = places
        .next()
        .map(|(_, place)| location(place, None))
        .into_iter()
        .collect();
    let related: Vec<Value> = places
        .map(|(at, place)| location(place, Some(at)))
        .collect();
    let mut result = json!({
        "ruleId": finding.code.id(),
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": own,
        "partialFingerprints": {"rulePathValue/v1": fingerprint(finding)},
    });
    let members: &mut Map<String, Value> = result.as_object_mut().expect("an object");
    if let Some(index) = codes.iter().position(|code| *code == finding.code) {
        members.insert("ruleIndex".into(), index.into());
    }
    if !related.is_empty() {
        members.insert("relatedLocations".into(), related.into());
    }
    if let Some(reason) = &finding.waived {
        members.insert(
            "suppressions".into(),
            json!([{"kind": "inSource", "justification": reason}]),
        );
    }
    result
}

fn fingerprint(finding: &Finding) -> String {
    let stated = finding.stated.as_deref().unwrap_or_default();
    sha256(
        format!(
            "{}\n{}\n{stated}",
            finding.code.name(),
            finding.places[0].path
        )
        .as_bytes(),
    )
}

fn location(place: &Place, id: Option<usize>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&place.file)}});
    if let At::Text { line, column, .. } = &place.at {
        physical["region"] = json!({"startLine": line, "startColumn": column});
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(id) = id {
        location["id"] = id.into();
    }
    if let Some(name) = logical_name(place) {
        location["logicalLocations"] = json!([{"fullyQualifiedName": name}]);
    }
    if !place.label.is_empty() {
        location["message"] = json!({"text": &*place.label});
    }
    location
}

/// What a place is called where lines and columns do not tell it, or besides them.
fn logical_name(place: &Place) -> Option<String> {
    if let At::Cell { sheet, row, column } = &place.at {
        return Some(format!("{sheet}!{}", cell_name(*row, *column)));
    }
    if let Some(name) = place.at.in_document() {
        return Some(name);
    }
    if place.path.is_empty() {
        return None;
    }
    Some(place.path.to_string())
}

/// A path as a relative URI: slashes, everything but plain ASCII escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::LineIndex;

    #[test]
    fn a_log_tells_rule_place_and_reason() {
        let source = "申请:\n  新收: [1, 9]\n";
        let at = source.find('9').unwrap();
        let place = Place::at(&"表/a.yaml".into(), LineIndex::new(source).at(at..at + 1))
            .named("申请.新收.总计", "新收");
        let mut finding = Finding::new(Code::RowTotal, "总计不对", place)
            .hint("改成 3")
            .stated(9);
        finding.waived = Some("理由".into());
        let log: Value = serde_json::from_str(&render(&[finding], &[])).unwrap();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "T101");
        assert_eq!(result["message"]["text"], "总计不对（改成 3）");
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "%E8%A1%A8/a.yaml");
        assert_eq!(
            physical["region"],
            json!({"startLine": 2, "startColumn": 11})
        );
        assert_eq!(result["suppressions"][0]["justification"], "理由");
    }
}
