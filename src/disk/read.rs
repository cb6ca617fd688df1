//! Files as bytes, bounded. Nothing but plain files is opened: a pipe would be waited for, a
//! device never ends.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use crate::file::{MAX_FINISHED, MAX_FORM};

/// Reads a form; of a file that is too large only as much as shows that it is.
///
/// # Errors
/// When it is no plain file or cannot be read.
pub fn read_form(path: &Path) -> Result<Vec<u8>, DiskError> {
    read_up_to(path, "填报表", MAX_FORM).map_err(guess)
}

/// Reads a form or a report that somebody has published, which may be larger.
///
/// # Errors
/// When it is no plain file or cannot be read.
pub fn read_document(path: &Path) -> Result<Vec<u8>, DiskError> {
    read_up_to(path, "填报表", MAX_FINISHED).map_err(guess)
}

/// Adds the form that was probably meant to an error.
fn guess(error: DiskError) -> DiskError {
    let DiskError::Open { path, source, .. } = error else {
        return error;
    };
    let mut meant = None;
    if !path.exists() {
        let candidates = ["xlsx", "yaml"].map(|kind| format!("{}.{kind}", path.display()));
        meant = candidates
            .into_iter()
            .map(PathBuf::from)
            .find(|path| path.is_file());
    }
    DiskError::Open {
        path,
        meant,
        source,
    }
}

/// Reads a finished file; of one that is too large only as much as shows that it is.
///
/// # Errors
/// When it is no plain file or cannot be read.
pub fn read_finished(path: &Path) -> Result<Vec<u8>, DiskError> {
    read_up_to(path, "报告", MAX_FINISHED)
}

/// Reads a text file of the program's own kind, such as a template.
///
/// # Errors
/// When it is no plain file, cannot be read, or is no UTF-8.
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    String::from_utf8(read_form(path)?).map_err(|_| DiskError::NoUtf8(path.to_owned()))
}

/// Reads a file of a kind, of which `limit` bytes and one more tell all.
fn read_up_to(path: &Path, what: &'static str, limit: usize) -> Result<Vec<u8>, DiskError> {
    if path.is_dir() {
        return Err(DiskError::Folder {
            path: path.to_owned(),
            what,
        });
    }
    if path.metadata().is_ok_and(|about| !about.is_file()) {
        return Err(DiskError::NoPlainFile(path.to_owned()));
    }
    let file = File::open(path).map_err(|source| DiskError::open(path, source))?;
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| DiskError::read(path, source))?;
    Ok(bytes)
}
