//! Files on their way: written beside their goals, synced side by side, then put in their places.
//!
//! Nobody ever sees half a file, and of files that belong together none is replaced before all of
//! them have reached the disk.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, Permissions};
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use super::error::DiskError;
use super::write::folder_of;

/// A file that is written beside its goal. Dropped before it is put there, it is gone.
#[derive(Debug)]
pub(super) struct Staged {
    /// As it was asked for.
    goal: PathBuf,
    /// What is replaced: where the goal is a link, what it leads to.
    target: PathBuf,
    file: NamedTempFile,
}

impl Staged {
    /// Writes content beside its goal.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn write(
        goal: &Path,
        permissions: Option<Permissions>,
        content: &mut impl io::Read,
    ) -> Result<Self, DiskError> {
        stage(goal, permissions, content).map_err(|source| DiskError::write(goal, source))
    }

    /// Waits until it has reached the disk.
    fn sync(&self) -> Result<(), DiskError> {
        self.file
            .as_file()
            .sync_all()
            .map_err(|source| DiskError::write(&self.goal, source))
    }

    /// Puts it in its place; only what [`sync_all`] was asked for stands there after a power cut.
    ///
    /// # Errors
    /// When it cannot be put there; then what stood there stands there still.
    pub fn put(self) -> Result<(), DiskError> {
        // Windows renames no file that is open.
        let put = self.file.into_temp_path().persist(&self.target);
        put.map_err(|error| DiskError::write(&self.goal, error.into()))
    }
}

fn stage(
    goal: &Path,
    permissions: Option<Permissions>,
    content: &mut impl io::Read,
) -> io::Result<Staged> {
    // A link stays a link: what it leads to is replaced.
    let target = if goal.is_symlink() {
        goal.canonicalize()?
    } else {
        goal.to_owned()
    };
    sweep(folder_of(&target));
    let mut file = temporary(folder_of(&target))?;
    // First the permissions, where the system has them: nobody reads meanwhile what is private.
    if let Some(permissions) = permissions {
        let _ = file.as_file().set_permissions(permissions);
    }
    io::copy(content, &mut file)?;
    file.flush()?;
    Ok(Staged {
        goal: goal.to_owned(),
        target,
        file,
    })
}

/// Stack of a thread that only waits for the disk, in bytes.
const STACK: usize = 64 << 10;

/// Waits until files have reached the disk, for all at once: it writes several in about the time
/// of one. Where no thread can start, for one after the other.
///
/// # Errors
/// That of the first that cannot be brought there.
pub(super) fn sync_all(files: &[&Staged]) -> Result<(), DiskError> {
    let [first, others @ ..] = files else {
        return Ok(());
    };
    thread::scope(|scope| sync_in(scope, first, others))
}

/// Has a thread wait for each of the others, and waits itself for the first.
fn sync_in<'a>(
    scope: &'a Scope<'a, '_>,
    first: &Staged,
    others: &'a [&Staged],
) -> Result<(), DiskError> {
    let mut threads = Vec::new();
    for file in others {
        threads.push(start(scope, file));
    }
    let mut synced = first.sync();
    for (file, thread) in others.iter().zip(threads) {
        let other = match thread {
            Some(thread) => end(thread),
            None => file.sync(),
        };
        synced = synced.and(other);
    }
    synced
}

/// A thread that waits for a file.
type Syncing<'a> = ScopedJoinHandle<'a, Result<(), DiskError>>;

/// Has a thread wait for a file; none where none can start.
fn start<'a>(scope: &'a Scope<'a, '_>, file: &'a Staged) -> Option<Syncing<'a>> {
    thread::Builder::new()
        .stack_size(STACK)
        .spawn_scoped(scope, || file.sync())
        .ok()
}

fn end(thread: Syncing<'_>) -> Result<(), DiskError> {
    thread.join().unwrap_or_else(|said| resume_unwind(said))
}

/// How old a temporary file is before it counts as left behind by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_mins(10);
/// How the names of temporary files begin. They are short: the full one may be as long as the
/// system allows.
pub(super) const TEMPORARY: &str = ".nianbao-tmp-";

/// A fresh file in a folder, which goes when it is dropped.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    make_readable(&mut builder);
    builder.tempfile_in(folder)
}

/// New files are as readable as the system makes them.
#[cfg(unix)]
fn make_readable(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn make_readable(_: &mut Builder<'_, '_>) {}

/// Removes temporary files that runs left behind which were killed, once a run in each folder.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !SWEPT
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(folder.to_owned())
    {
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
    modified
        .ok()
        .and_then(|at| at.elapsed().ok())
        .is_some_and(|age| age > LEFT_BEHIND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staged(goal: &Path, content: &str) -> Staged {
        Staged::write(goal, None, &mut content.as_bytes()).expect("a file beside")
    }

    /// The files of a folder with what they say, temporary ones by their kind alone.
    fn check(folder: &Path, expected: &[&str]) {
        let mut found: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| shown(&entry.unwrap()))
            .collect();
        found.sort();
        assert_eq!(found, expected);
    }

    fn shown(entry: &DirEntry) -> String {
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if name.starts_with(TEMPORARY) {
            "temporary"
        } else {
            &name
        };
        format!(
            "{name}={}",
            fs::read_to_string(entry.path()).unwrap_or_default()
        )
    }

    #[test]
    fn nothing_is_replaced_before_it_is_put() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        fs::write(folder.join("a"), "old").unwrap();
        let files = [
            staged(&folder.join("a"), "new"),
            staged(&folder.join("b"), "too"),
        ];
        sync_all(&files.each_ref()).unwrap();
        check(folder, &["a=old", "temporary=new", "temporary=too"]);
        let [first, second] = files;
        first.put().unwrap();
        check(folder, &["a=new", "temporary=too"]);
        drop(second);
        check(folder, &["a=new"]);
    }

    #[test]
    fn what_cannot_be_put_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let file = staged(&folder.join("a"), "new");
        fs::create_dir(folder.join("a")).unwrap();
        assert!(matches!(file.put(), Err(DiskError::Write { path, .. }) if path.ends_with("a")));
        check(folder, &["a="]);
    }

    #[test]
    fn only_old_files_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let young = fs::File::create(folder.join(format!("{TEMPORARY}young"))).unwrap();
        let old = fs::File::create(folder.join(format!("{TEMPORARY}old"))).unwrap();
        old.set_modified(young.metadata().unwrap().modified().unwrap() - 2 * LEFT_BEHIND)
            .unwrap();
        staged(&folder.join("a"), "new").put().unwrap();
        check(folder, &["a=new", "temporary="]);
    }
}
