//! Files written whole: by way of a temporary one beside, so that nobody ever sees half a file.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use super::error::DiskError;
use super::read::{read_finished, read_form};
use super::staged::{Staged, sync_all};
use crate::file::{MAX_FINISHED, Written};
use crate::filing::names::is_device;

/// What stands where a file is to be written.
#[derive(Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// A file of this content.
    Content(Vec<u8>),
    /// A file that is larger than any that this program writes.
    Large,
}

impl Before {
    /// Looks at what stands where a file is to be written.
    ///
    /// # Errors
    /// As [`length_before`], and for what cannot be read.
    pub fn at(path: &Path) -> Result<Self, DiskError> {
        match length_before(path)? {
            None => Ok(Self::Nothing),
            Some(length) if length > MAX_FINISHED as u64 => Ok(Self::Large),
            Some(_) => read_finished(path).map(Self::Content),
        }
    }
}

/// How many bytes stand where a file is to be written; none where nothing does.
///
/// # Errors
/// For what is no plain file or is write-protected: it must not be replaced.
pub fn length_before(path: &Path) -> Result<Option<u64>, DiskError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    if is_device(&name) {
        return Err(DiskError::Device(path.to_owned()));
    }
    let about = match path.metadata() {
        Ok(about) => about,
        // A link to nowhere is told when it is written through.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(DiskError::read(path, source)),
    };
    if !about.is_file() {
        return Err(DiskError::NoTarget(path.to_owned()));
    }
    if about.permissions().readonly() {
        return Err(DiskError::Protected(path.to_owned()));
    }
    Ok(Some(about.len()))
}

/// Writes a file whole.
///
/// # Errors
/// When it must not be replaced or cannot be written; then what stood there stands there still.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<Written, DiskError> {
    write_over(path, &Before::at(path)?, bytes)
}

/// The same where it is known what stands there.
///
/// # Errors
/// When it cannot be written; then what stood there stands there still.
pub fn write_over(path: &Path, old: &Before, bytes: &[u8]) -> Result<Written, DiskError> {
    let Staging { file, written } = stage_over(path, old, bytes)?;
    if let Some(file) = file {
        sync_all(&[&file])?;
        file.put()?;
    }
    Ok(written)
}

/// A file on its way, and what becomes of its place with it.
#[derive(Debug)]
pub(super) struct Staging {
    /// None where its content stands there already.
    pub file: Option<Staged>,
    pub written: Written,
}

/// Writes a file beside the place where it is known what stands.
///
/// # Errors
/// When it cannot be written there.
pub(super) fn stage_over(path: &Path, old: &Before, bytes: &[u8]) -> Result<Staging, DiskError> {
    let written = match old {
        Before::Content(content) if content == bytes => {
            return Ok(Staging {
                file: None,
                written: Written::Unchanged,
            });
        }
        Before::Content(_) | Before::Large => Written::Changed,
        Before::Nothing => Written::New,
    };
    // Who may read and write it stays as it was.
    let permissions = fs::metadata(path).ok().map(|about| about.permissions());
    let file = Staged::write(path, permissions, &mut &*bytes)?;
    Ok(Staging {
        file: Some(file),
        written,
    })
}

/// Writes a form over the bytes that were read of it, and over nothing that somebody else has
/// written meanwhile.
///
/// # Errors
/// [`DiskError::Changed`] where somebody has, and when it cannot be written.
pub fn write_over_unchanged(form: &Path, read: &[u8], bytes: &[u8]) -> Result<Written, DiskError> {
    if read_form(form)? != read {
        return Err(DiskError::Changed(form.to_owned()));
    }
    write_whole(form, bytes)
}

/// Makes a folder where there is none.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> Result<(), DiskError> {
    let path = folder.to_owned();
    fs::create_dir_all(folder).map_err(|source| DiskError::MakeFolder { path, source })
}

/// The folder that a file stands in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Copies a file beside itself, with who may read it, on its way to a name that nobody has yet.
///
/// # Errors
/// When it cannot be read, or cannot be written there.
pub(super) fn stage_copy(from: &Path, to: &Path) -> Result<Staged, DiskError> {
    let mut source = File::open(from).map_err(|error| DiskError::read(from, error))?;
    let about = source
        .metadata()
        .map_err(|error| DiskError::read(from, error))?;
    Staged::write(to, Some(about.permissions()), &mut source)
}
