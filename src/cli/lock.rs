//! One run at a time in a folder: two builds must not mix their files, two edits not lose one another.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The file that stands for the folder while somebody writes there.
const NAME: &str = ".nianbao-lock";

/// How often a lock that cannot be opened is tried again, and after how long.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(10);

/// The right to write into a folder, until it is dropped.
pub(super) struct Lock {
    /// None where the file system knows no locks.
    held: Option<(File, PathBuf)>,
}

impl Lock {
    /// Waits until nobody else writes into the folder. Where the folder takes no such
    /// file, or its file system knows no locks, the run goes on alone.
    pub fn on(folder: &Path) -> Self {
        let path = folder.join(NAME);
        let mut tries = 0;
        loop {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = match opened {
                Ok(file) => file,
                // On Windows a name that is being removed can be neither opened nor made for a moment.
                Err(_) if tries < TRIES && path.exists() => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Err(_) => return Self { held: None },
            };
            if file.lock().is_err() {
                return Self { held: None };
            }
            // Who held it before may have removed the file just waited for; then
            // another one may stand there, with a lock of somebody else's.
            let token = token();
            let marked = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(token.as_bytes()));
            if marked.is_err() {
                return Self { held: Some((file, path)) };
            }
            let mut found = String::new();
            let _ = File::open(&path).and_then(|mut file| file.read_to_string(&mut found));
            if found == token {
                return Self { held: Some((file, path)) };
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some((file, path)) = &self.held {
            let _ = fs::remove_file(path);
            let _ = file.unlock();
        }
    }
}

/// What nobody else writes.
fn token() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("{}-{}-{now}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _lock = Lock::on(folder.path());
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
    }
}
