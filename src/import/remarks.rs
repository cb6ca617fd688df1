//! What is told of an import: in the form, and in the exit of the program.

use crate::finding::{Code, Finding};

/// Codes of what is missing after an import.
const GAPS: [Code; 7] = [
    Code::NotRead,
    Code::Blank,
    Code::MissingRow,
    Code::UnknownRow,
    Code::NotACount,
    Code::UnknownKey,
    Code::WrongFormat,
];

/// The findings that tell of gaps: what could not be read, or is not there.
pub fn gaps(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings
        .iter()
        .filter(|finding| GAPS.contains(&finding.code))
}

/// The text of an imported form with what a clerk should look at, as comments below its first
/// line; `document` is the name of the file that it comes from.
pub fn remarked(form: &str, document: &str, findings: &[Finding]) -> String {
    let (first, rest) = form.split_once('\n').unwrap_or((form, ""));
    let asks = if findings.is_empty() {
        ""
    } else {
        "请核对下面几处，核对完可以删去这几行："
    };
    let head = format!("从“{document}”导入。{asks}");
    let lines = std::iter::once(head).chain(findings.iter().map(line));
    // Whatever a document says stays a comment.
    let comment = |line: String| format!("# {}\n", line.replace(char::is_control, " "));
    let comments: String = lines.map(comment).collect();
    format!("{first}\n#\n{comments}{rest}")
}

fn line(finding: &Finding) -> String {
    let place = finding.places.first();
    let at = place.and_then(|place| match &place.at {
        crate::place::At::Text { line, .. } => Some(format!("第{line}行")),
        at => at.in_document(),
    });
    let at = at.map_or(String::new(), |at| format!("{at}："));
    let message = finding.message.replace('\n', " ");
    let hint = if finding.hint.is_empty() {
        String::new()
    } else {
        format!("；{}", finding.hint)
    };
    format!("{at}{message}{hint}")
}
