//! What is told of an import: in the form, and in the exit of the program.

use crate::finding::{Code, Finding};
use crate::place::At;

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
pub fn find_gaps(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings
        .iter()
        .filter(|finding| GAPS.contains(&finding.code))
}

/// The text of an imported form with what a clerk should look at, as comments below its first
/// line; `document` is the name of the file that it comes from.
pub fn remark(form: &str, document: &str, findings: &[Finding]) -> String {
    let (first, rest) = form.split_once('\n').unwrap_or((form, ""));
    let asks = if findings.is_empty() {
        ""
    } else {
        "请核对下面几处，核对完可以删去这几行："
    };
    let mut comments = comment(&format!("从“{document}”导入。{asks}"));
    for finding in findings {
        comments += &comment(&describe(finding));
    }
    format!("{first}\n#\n{comments}{rest}")
}

/// A comment of one line: whatever a document says stays one.
fn comment(line: &str) -> String {
    format!("# {}\n", line.replace(char::is_control, " "))
}

fn describe(finding: &Finding) -> String {
    let at = match finding.places.first().map(|place| &place.at) {
        Some(At::Text { line, .. }) => format!("第{line}行："),
        Some(at) => match at.in_document() {
            Some(at) => format!("{at}："),
            None => String::new(),
        },
        None => String::new(),
    };
    let message = finding.message.replace('\n', " ");
    let hint = if finding.hint.is_empty() {
        String::new()
    } else {
        format!("；{}", finding.hint)
    };
    format!("{at}{message}{hint}")
}
