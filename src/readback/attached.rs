//! Files inside finished files: the data that the pages show.

use std::sync::Arc;

use super::{TOO_LARGE, ofd, pdf, unreadable};
use crate::file::{Format, MAX_FINISHED};
use crate::finding::Finding;

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
        Format::Pdf => pdf::read_attached(bytes),
        Format::Ofd => ofd::read_attached(bytes),
        Format::Docx | Format::Txt | Format::Html | Format::Fragment => Ok(Vec::new()),
    };
    read.map_err(|complaint| unreadable(&Arc::from(file), format, complaint))
}
