//! Files inside finished files: the data that the pages show.

use std::sync::Arc;

use super::content::name_of;
use super::{TOO_LARGE, ofd, pdf};
use crate::file::{Format, MAX_FINISHED};
use crate::finding::{Code, Finding};
use crate::place::Place;

/// Files that are read of one.
pub(super) const MAX_FILES: usize = 200;
/// Bytes that they may have together: forms, and pictures of 64 MiB.
pub(super) const MAX_ATTACHED: usize = 96 << 20;

/// A file inside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name, as readers list it.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// The files inside a finished file of this format, in the order in which it lists them; none in
/// formats that have no files inside. `file` is its name.
///
/// # Errors
/// The finding `unreadable` for a file that is broken, too large or none of this program's.
pub fn attached(
    file: &str,
    format: Format,
    bytes: &[u8],
) -> Result<Vec<AttachedFile>, Box<Finding>> {
    let read = match format {
        _ if bytes.len() > MAX_FINISHED => Err(TOO_LARGE),
        Format::Pdf => pdf::attached(bytes),
        Format::Ofd => ofd::attached(bytes),
        Format::Docx | Format::Txt | Format::Html | Format::Fragment => Ok(Vec::new()),
    };
    let file: Arc<str> = file.into();
    read.map_err(|complaint| {
        let message = format!("{}读不出来：{}", name_of(format), complaint.message);
        let finding = Finding::new(Code::Unreadable, message, Place::file(&file));
        Box::new(finding.hint(complaint.hint))
    })
}
