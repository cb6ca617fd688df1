//! Files written whole: by way of a temporary one beside, so that nobody ever sees half a file.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use super::error::DiskError;
use super::read::{read_finished, read_form};
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
        Err(source) => return Err(DiskError::Read { path: path.to_owned(), source }),
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
    let written = match old {
        Before::Content(content) if content == bytes => return Ok(Written::Unchanged),
        Before::Content(_) | Before::Large => Written::Changed,
        Before::Nothing => Written::New,
    };
    // Who may read and write it stays as it was.
    let permissions = fs::metadata(path).ok().map(|about| about.permissions());
    replace(path, permissions, &mut &*bytes)?;
    Ok(written)
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
    fs::create_dir_all(folder)
        .map_err(|source| DiskError::MakeFolder { path: folder.to_owned(), source })
}

/// The folder that a file stands in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Copies a file beside itself, with who may read it, under a name that nobody has yet.
pub(super) fn copy_whole(from: &Path, to: &Path) -> Result<(), DiskError> {
    let failed = |source| DiskError::Read { path: from.to_owned(), source };
    let mut source = File::open(from).map_err(failed)?;
    let permissions = source.metadata().map_err(failed)?.permissions();
    replace(to, Some(permissions), &mut source)
}

/// Puts a file of this content in a place.
fn replace(
    path: &Path,
    permissions: Option<Permissions>,
    content: &mut impl io::Read,
) -> Result<(), DiskError> {
    put(path, permissions, content)
        .map_err(|source| DiskError::Write { path: path.to_owned(), source })
}

fn put(
    path: &Path,
    permissions: Option<Permissions>,
    content: &mut impl io::Read,
) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = if path.is_symlink() { path.canonicalize()? } else { path.to_owned() };
    sweep(folder_of(&target));
    let mut file = temporary(folder_of(&target))?;
    // First the permissions, where the system has them: nobody reads meanwhile what is private.
    if let Some(permissions) = permissions {
        let _ = file.as_file().set_permissions(permissions);
    }
    io::copy(content, &mut file)?;
    file.flush()?;
    file.as_file().sync_all()?;
    // Windows renames no file that is open.
    file.into_temp_path().persist(&target)?;
    Ok(())
}

/// How old a temporary file is before it counts as left behind by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_mins(10);
/// How the names of temporary files begin. They are short: the full one may be as long as the
/// system allows.
const TEMPORARY: &str = ".nianbao-tmp-";

/// A fresh file in a folder, which goes when it is dropped.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    readable(&mut builder);
    builder.tempfile_in(folder)
}

/// New files are as readable as the system makes them.
#[cfg(unix)]
fn readable(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable(_: &mut Builder<'_, '_>) {}

/// Removes temporary files that runs left behind which were killed, once a run in each folder.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_left_behind(&entry) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_left_behind(entry: &DirEntry) -> bool {
    if !entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
        return false;
    }
    let modified = entry.metadata().and_then(|about| about.modified());
    modified.ok().and_then(|at| at.elapsed().ok()).is_some_and(|age| age > LEFT_BEHIND)
}
