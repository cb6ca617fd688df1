//! Forms: from the bytes of a file to a report with its findings.
//!
//! bytes → raw placed tree → report, of a YAML text and of a workbook alike.
//! Whatever is wrong on the way is a finding with its place; nothing is dropped
//! in silence. [`write`](mod@write) and [`schema`] go the other way: they write forms, blank
//! or filled, and their JSON Schema from the same data.
//!
//! # Bounds
//!
//! A form is anything at all. A YAML form is read up to 4 MiB, up to 32 levels and 250,000 keys
//! and values, aliases are refused; a text has 2,000 paragraphs and 100,000 characters, a short
//! value 200, a note in a cell 40, a document 1,000 placeholders of 10,000 steps each, a sentence
//! that the text rules compare 600 words, a document 100 figures with 64 MiB of pictures, each of
//! 16 MiB and 120 MiB decoded, a caption 100 characters, a chart 12 bars. What is beyond is a
//! finding.

mod attached;
pub mod bytes;
pub mod characters;
#[cfg(any(feature = "workbook", feature = "readback"))]
pub(crate) mod labelled;
pub(crate) mod labels;
mod lookalike;
pub(crate) mod lower;
pub(crate) mod number;
mod odd;
mod pasted;
pub mod raw;
#[cfg(feature = "workbook")]
mod repack;
pub mod schema;
pub mod words;
#[cfg(feature = "workbook")]
pub mod workbook;
pub mod write;
pub(crate) mod yaml;

use std::sync::Arc;

pub use self::attached::{AsBefore, Attached, AttachedContent, NothingAttached};
pub use self::pasted::as_meant;

use self::pasted::Pasted;
use crate::finding::json::sha256;
use crate::finding::{Code, Finding};
use crate::foreign::foreign;
use crate::place::Place;
use crate::report::Report;
use crate::standard::Library;

/// How strictly cells are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What a blank cell of a table is.
    pub blank: BlankCells,
    /// Take numbers that are only written unusually, such as `１２`, with one warning.
    pub accept_text_numbers: bool,
}

/// Whether a form's bytes are a workbook's, not a text's.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes::is_office(bytes)
}

/// What a blank cell of a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlankCells {
    /// An error.
    #[default]
    Refused,
    /// Blank, and printed so, with a warning.
    Told,
    /// 0, with one warning for all.
    Zero,
}

/// The text of a file that is one, whatever its encoding, with the line ends of this program.
///
/// # Errors
/// The finding `unreadable` for what is no text or too large.
#[cfg(feature = "readback")]
pub(crate) fn plain_text(file: &Arc<str>, bytes: &[u8]) -> Result<String, Box<Finding>> {
    if let Some(complaint) = foreign(bytes) {
        return Err(Box::new(complaint.at(Code::Unreadable, Place::file(file))));
    }
    let decoded = bytes::decode(file, bytes)?;
    Ok(bytes::line_ends(decoded.text)
        .trim_start_matches('\u{feff}')
        .to_owned())
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

/// A raw tree with what was wrong on the way.
type RawRead = (raw::Raw, Vec<Finding>);

/// A form's tree, and what was wrong on the way to it.
struct RawReading {
    /// The tree with its findings, or why there is none.
    raw: Result<RawRead, Box<Finding>>,
    /// Characters that do not belong.
    findings: Vec<Finding>,
    source: Arc<str>,
}

impl RawReading {
    fn read(file: &Arc<str>, bytes: &[u8], library: &Library) -> Self {
        if bytes::is_office(bytes) {
            return Self::without_source(read_workbook(file, bytes, library));
        }
        if let Some(complaint) = foreign(bytes) {
            let finding = complaint.at(Code::Unreadable, Place::file(file));
            return Self::without_source(Err(Box::new(finding)));
        }
        match bytes::decode(file, bytes) {
            Ok(bytes::Decoded { text, .. }) => {
                let cleaned = characters::clean(file, bytes::line_ends(text));
                let raw = yaml::read(file, cleaned.index());
                Self {
                    raw,
                    findings: cleaned.findings,
                    source: cleaned.text.into(),
                }
            }
            Err(finding) => Self::without_source(Err(finding)),
        }
    }

    /// Of a form that has no text to point into.
    fn without_source(raw: Result<RawRead, Box<Finding>>) -> Self {
        Self {
            raw,
            findings: Vec::new(),
            source: "".into(),
        }
    }
}

#[cfg(feature = "workbook")]
fn read_workbook(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<RawRead, Box<Finding>> {
    workbook::read(file, bytes, library)
}

/// A program that was built without workbooks says so.
#[cfg(not(feature = "workbook"))]
fn read_workbook(file: &Arc<str>, _: &[u8], _: &Library) -> Result<RawRead, Box<Finding>> {
    let message = "这是 Excel 文件，这个程序只读 YAML 和 JSON";
    let finding = Finding::new(Code::Unreadable, message, Place::file(file));
    Err(Box::new(finding.hint("先用 nianbao convert 转成 YAML")))
}

/// Whose report of which year a form is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The agency; empty where the form names none.
    pub agency: String,
    /// The year; 0 where the form names none.
    pub year: i32,
}

/// Reads of a form only whose it is; none where it cannot be read.
pub fn heading(bytes: &[u8], library: &Library) -> Option<Heading> {
    let file: Arc<str> = "".into();
    let raw = RawReading::read(&file, bytes, library).raw.ok()?.0;
    lower::heading(&file, &raw, library)
}

/// Reads a form, YAML or Excel, whichever its bytes are. `file` is its name for the findings.
/// What it says to stand in files beside it is not there: of such forms use [`read_with`].
pub fn read(file: &str, bytes: &[u8], library: &Library, options: Options) -> Reading {
    read_with(file, bytes, library, options, &NothingAttached)
}

/// The same with the files that the form names.
pub fn read_with(
    file: &str,
    bytes: &[u8],
    library: &Library,
    options: Options,
    attached: &dyn Attached,
) -> Reading {
    let file: Arc<str> = file.into();
    let RawReading {
        raw,
        mut findings,
        source,
    } = RawReading::read(&file, bytes, library);
    match raw {
        Ok((mut raw, more)) => {
            findings.extend(more);
            attached::attach(&mut raw, &file, attached, &mut findings);
            lower_raw(&file, raw, findings, source, library, options)
        }
        Err(finding) => {
            findings.push(*finding);
            let findings = characters::merge(lookalike::merge(findings));
            Reading {
                report: None,
                findings,
                source,
            }
        }
    }
}

/// The report of a tree, with what was found on the way to it.
pub(crate) fn lower_raw(
    file: &Arc<str>,
    mut raw: raw::Raw,
    mut findings: Vec<Finding>,
    source: Arc<str>,
    library: &Library,
    options: Options,
) -> Reading {
    let mut pasted = Pasted::default();
    raw.clear_keys(file, &mut pasted);
    findings.extend(pasted.findings());
    let report = lower::lower(file, &raw, library, options, &mut findings);
    let findings = characters::merge(lookalike::merge(findings));
    Reading {
        report,
        findings,
        source,
    }
}

/// SHA-256 of what a form says to the public, in hex: the same for a YAML and an Excel form of
/// the same content, whatever their layout and comments, and for the form that goes out with the
/// report.
pub fn meaning(report: &Report) -> String {
    sha256(write::json(&report.published()).as_bytes())
}
