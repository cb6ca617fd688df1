//! Forms: from the bytes of a file to a report with its findings.
//!
//! bytes → raw placed tree → report, of a YAML text and of a workbook alike.
//! Whatever is wrong on the way is a finding with its place; nothing is dropped
//! in silence. [`write`](mod@write) and [`schema`] go the other way: they write forms, blank
//! or filled, and their JSON Schema from the same data.

pub mod bytes;
pub(crate) mod labels;
pub(crate) mod lower;
pub(crate) mod number;
mod odd;
pub mod raw;
pub mod schema;
pub mod workbook;
pub mod write;
mod yaml;
mod yaml_error;
mod yaml_text;

use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::json::sha256;
use crate::report::Report;
use crate::standard::Library;

/// How strictly cells are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Take every blank cell as 0, with one warning.
    pub blank_as_zero: bool,
    /// Take numbers that are only written unusually, such as `１２`, with one warning.
    pub accept_text_numbers: bool,
}

/// Whether a form's bytes are a workbook's, not a text's.
pub fn is_workbook(bytes: &[u8]) -> bool {
    workbook::is_office(bytes)
}

/// What reading a form gave.
#[derive(Debug)]
pub struct Reading {
    /// The report; none when the form could not be read at all.
    pub report: Option<Report>,
    /// What was wrong on the way.
    pub findings: Vec<Finding>,
    /// The decoded text that the findings' places point into.
    pub source: Arc<str>,
}

/// Reads a form, YAML or Excel, whichever its bytes are. `file` is its name for the findings.
pub fn read(file: &str, bytes: &[u8], library: &Library, options: Options) -> Reading {
    let file: Arc<str> = file.into();
    let (source, mut findings, raw) = if workbook::is_office(bytes) {
        ("".into(), Vec::new(), workbook::read(&file, bytes, library))
    } else {
        match bytes::decode(&file, bytes) {
            Ok(bytes::Decoded { text, .. }) => {
                let (text, findings) = bytes::clean(&file, bytes::line_ends(text));
                let raw = yaml::read(&file, &text);
                (text.into(), findings, raw)
            }
            Err(finding) => ("".into(), Vec::new(), Err(finding)),
        }
    };
    let report = match raw {
        Ok((raw, more)) => {
            findings.extend(more);
            lower::lower(&file, &raw, library, options, &mut findings)
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    };
    Reading { report, findings, source }
}

/// SHA-256 of what a form says, in hex: the same for a YAML and an Excel form of the
/// same content, whatever their layout and comments.
pub fn meaning(report: &Report) -> String {
    sha256(write::json(report).as_bytes())
}
