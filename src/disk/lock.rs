//! One run at a time in a folder: two builds must not mix their files, two edits not lose one
//! another.
//!
//! # How it is held
//!
//! `disk::Lock` keeps a folder for one run while it writes: an empty file with a system lock, so
//! that a killed run frees it; it is never written, and a link in its place is not followed.
//! Temporary files of killed runs are swept after ten minutes.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::error::DiskError;
use super::place_of;

/// The file that stands for the folder while somebody writes there. Nothing is ever written into
/// it.
const NAME: &str = ".nianbao-lock";
/// How often a lock that cannot be opened is tried again, and after how long.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(10);

/// Who waits while another run writes into a folder.
pub trait Waiter {
    /// Whether to wait on.
    fn waits(&self) -> bool {
        true
    }

    /// Told once, when it takes longer than a second.
    fn tell(&self, _folder: &Path) {}
}

/// Waits for as long as it takes.
#[derive(Clone, Copy, Debug)]
pub struct Forever;

impl Waiter for Forever {}

/// The right to write into a folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// None where the file system knows no locks.
    held: Option<(File, PathBuf)>,
}

impl Lock {
    /// The same for one of several threads of a run, which write into a folder side by side.
    ///
    /// A thread has one such right at a time, so that none waits for another.
    ///
    /// # Errors
    /// As [`Self::on`].
    pub fn shared(folder: &Path, waiter: &dyn Waiter) -> Result<Arc<Self>, DiskError> {
        let slot = slot(folder);
        // Others wait here for this folder alone.
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = held.upgrade() {
            return Ok(lock);
        }
        let lock = Arc::new(Self::on(folder, waiter)?);
        *held = Arc::downgrade(&lock);
        Ok(lock)
    }

    /// Waits until nobody else writes into the folder. Where the folder takes no such
    /// file, or its file system knows no locks, the run goes on alone.
    ///
    /// # Errors
    /// When somebody stops the run meanwhile.
    pub fn on(folder: &Path, waiter: &dyn Waiter) -> Result<Self, DiskError> {
        let path = folder.join(NAME);
        let mut tries = 0;
        loop {
            let there = fs::symlink_metadata(&path);
            // A link that somebody laid there leads to a file that is none of ours.
            if there.as_ref().is_ok_and(|about| !about.is_file()) {
                return Ok(Self { held: None });
            }
            let file = match OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
            {
                Ok(file) => file,
                // On Windows a name that is being removed can be neither opened nor made for a
                // moment.
                Err(_) if tries < TRIES && there.is_ok() => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Err(_) => return Ok(Self { held: None }),
            };
            if !wait_for(&file, folder, waiter)? {
                return Ok(Self { held: None });
            }
            // Who held it before may have removed the file just waited for; then
            // another one may stand there, with a lock of somebody else's.
            if stands(&path, &file) {
                return Ok(Self {
                    held: Some((file, path)),
                });
            }
        }
    }
}

/// The right to write into a folder that threads of this run share.
type Slot = Arc<Mutex<Weak<Lock>>>;

/// That of a folder, by whatever name it is called.
fn slot(folder: &Path) -> Slot {
    static SLOTS: Mutex<BTreeMap<PathBuf, Slot>> = Mutex::new(BTreeMap::new());
    let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
    slots.entry(place_of(folder)).or_default().clone()
}

/// How long a wait takes before it is told.
const SILENT: Duration = Duration::from_secs(1);

/// Waits for the lock of a file; whether it could be had.
fn wait_for(file: &File, folder: &Path, waiter: &dyn Waiter) -> Result<bool, DiskError> {
    let mut elapsed = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(_)) => return Ok(false),
            Err(TryLockError::WouldBlock) => {}
        }
        if !waiter.waits() {
            return Err(DiskError::Stopped);
        }
        if elapsed == SILENT {
            waiter.tell(folder);
        }
        std::thread::sleep(PAUSE);
        elapsed += PAUSE;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some((file, path)) = &self.held {
            // Where files cannot be told apart, the name must always mean the same one.
            if cfg!(unix) {
                let _ = fs::remove_file(path);
            }
            let _ = file.unlock();
        }
    }
}

/// Whether the path still names the open file.
fn stands(path: &Path, file: &File) -> bool {
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(named), Ok(open)) => same(&named, &open),
        _ => false,
    }
}

#[cfg(unix)]
fn same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Elsewhere the file is never removed.
#[cfg(not(unix))]
fn same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _lock = Lock::on(folder.path(), &Forever).expect("a lock");
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        if cfg!(unix) {
            assert_eq!(
                fs::read_dir(folder.path()).unwrap().count(),
                0,
                "nothing is left behind"
            );
        }
    }

    #[test]
    fn threads_share_a_folder_by_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join(".");
        let first = Lock::shared(folder.path(), &Forever).expect("a lock");
        let second = Lock::shared(&other, &Forever).expect("the same");
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other");
        fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, folder.path().join(NAME)).unwrap();
        drop(Lock::on(folder.path(), &Forever).expect("no lock"));
        assert_eq!(fs::read_to_string(&other).unwrap(), "kept");
    }
}
