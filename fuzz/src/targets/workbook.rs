//! The bytes of a workbook, read as a form and checked.

use nianbao::form::write::{workbook, yaml};

use crate::checks::{reading, told};
use crate::samples::files;

/// Any bytes as a workbook.
pub fn run(data: &[u8]) {
    let first = told(data);
    let Some(report) = first.report else { return };
    // What was read can be written, whatever it was.
    reading(yaml(&report, "form.json").as_bytes());
    if let Ok(bytes) = workbook(&report) {
        reading(&bytes);
    }
}

/// Forms of several programs, and files that are none.
pub fn seeds() -> Vec<Vec<u8>> {
    let forms = files("samples", &["xlsx"]);
    forms
        .into_iter()
        .chain(files("tests/forms", &["xlsx", "xls", "ods"]))
        .collect()
}
