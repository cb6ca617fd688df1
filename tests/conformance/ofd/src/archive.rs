//! What ofdrw says of OFD files: `ofd-archive FILE.ofd…`.
//!
//! For each file its check of the archive profile (of a file whose DocType is OFD-A) and of
//! references between the parts of the package. A line per finding, exit 1 on any; what ofdrw only
//! recommends (its severity Info: an ICC profile for each colour space) is told and no fault.

use std::process::ExitCode;

use ofdrw::{ArchiveSeverity, OfdDocument, OfdError, ValidationIssue};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut bad = 0;
    for file in &files {
        match judge(file) {
            Ok(faults) => bad += faults,
            Err(why) => {
                println!("{file}: {why}");
                bad += 1;
            }
        }
    }
    println!("{} files, {bad} errors", files.len());
    if bad == 0 && !files.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Where ofdrw wants what the schema forbids: a number as the id of an attachment, which is an
/// xs:ID, and an attribute TypeID of custom tags.
fn against_schema(issue: &ValidationIssue) -> bool {
    issue.code == "invalid_attachment_id" || issue.message.ends_with("has no TypeID")
}

/// How many faults a file has.
fn judge(file: &str) -> Result<usize, OfdError> {
    let document = OfdDocument::open(file)?;
    let mut faults = 0;
    for issue in document.validate_references()?.iter().filter(|issue| !against_schema(issue)) {
        println!("{file}: {}: {}: {}", issue.path, issue.code, issue.message);
        faults += 1;
    }
    let profile = document.package_info()?.doc_type.as_deref() == Some("OFD-A");
    for issue in document.archive_violations()?.into_iter().filter(|_| profile) {
        let place = issue.path.as_deref().unwrap_or("the package");
        let found = issue.actual.as_deref().unwrap_or("nothing");
        let wanted = issue.expected.as_deref().unwrap_or("nothing");
        let fault = issue.severity != ArchiveSeverity::Info;
        let note = if fault { "" } else { "note: " };
        println!("{note}{file}: {place}: {}: {}: {found}, not {wanted}", issue.rule, issue.message);
        faults += usize::from(fault);
    }
    Ok(faults)
}
