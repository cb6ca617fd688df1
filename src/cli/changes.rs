//! What the system tells of changes in folders, as they come.
//!
//! It is told and not believed: whoever hears of a change looks at the files. Nothing is told of
//! network drives, where forms lie too, and nothing where a system has no more room for it; so
//! whoever waits for changes looks every now and then all the same.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf, absolute};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Event, EventHandler, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::crash::guard;
use super::looks::{KINDS, is_of};

/// Messages that may wait, as while a report is built; more tell nothing new.
const MAX_WAITING: usize = 1_000;

/// Whether the system tells that a file is closed.
const ENDS_ARE_TOLD: bool = cfg!(target_os = "linux");

/// What the system tells of a file.
enum FileEvent {
    /// It is being written.
    Begun(PathBuf),
    /// Nobody writes it any more, or it has gone.
    Ended(PathBuf),
    /// Something happened that has no beginning and no end.
    Happened,
}

/// Changes in some folders.
pub(super) struct Changes {
    told: Receiver<FileEvent>,
    /// None where the system tells nothing.
    watcher: Option<RecommendedWatcher>,
    /// The folders that it tells of.
    folders: BTreeSet<PathBuf>,
    /// Files that are being written.
    unfinished: BTreeSet<PathBuf>,
    heard: bool,
}

impl Changes {
    /// Those of files that may belong to a form.
    pub fn of(form: &Path) -> Self {
        let (sender, told) = sync_channel(MAX_WAITING);
        let teller = EventTeller {
            form: form.file_name().unwrap_or_default().to_owned(),
            sender,
        };
        // Where no thread can start it panics.
        let watcher = guard(|| notify::recommended_watcher(teller));
        Self {
            told,
            watcher: watcher.ok().and_then(Result::ok),
            folders: BTreeSet::new(),
            unfinished: BTreeSet::new(),
            heard: false,
        }
    }

    /// Listens to these folders and to no others; whether to all of them.
    pub fn follow(&mut self, folders: &BTreeSet<PathBuf>) -> bool {
        let wanted: BTreeSet<PathBuf> = folders
            .iter()
            .filter_map(|folder| absolute(folder).ok())
            .collect();
        if wanted == self.folders {
            return true;
        }
        let Some(mut watcher) = self.watcher.take() else {
            return false;
        };
        let listened = std::mem::take(&mut self.folders);
        // What panicked is of no more use, and is let go within the guard as well.
        let listening = guard(move || {
            let folders = listen(&mut watcher, &listened, &wanted);
            Listening {
                watcher,
                folders,
                wanted,
            }
        });
        let Ok(Listening {
            watcher,
            folders,
            wanted,
        }) = listening
        else {
            return false;
        };
        self.watcher = Some(watcher);
        self.folders = folders;
        self.folders == wanted
    }

    /// Waits for a change; whether one came within this time.
    pub fn wait(&mut self, most: Duration) -> bool {
        match self.told.recv_timeout(most) {
            Ok(told) => {
                self.note(told);
                while let Ok(told) = self.told.try_recv() {
                    self.note(told);
                }
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(most);
                false
            }
        }
    }

    fn note(&mut self, told: FileEvent) {
        self.heard = true;
        match told {
            FileEvent::Begun(path) => drop(self.unfinished.insert(path)),
            FileEvent::Ended(path) => {
                self.unfinished.remove(&path);
                // A folder that comes back is another one.
                self.folders.remove(&path);
            }
            FileEvent::Happened => {}
        }
    }

    /// Whether anything was told since it was last forgotten.
    pub fn are_heard(&self) -> bool {
        self.heard
    }

    /// Whether all that was told to begin was told to end.
    pub fn are_ended(&self) -> bool {
        self.unfinished.is_empty()
    }

    /// Nothing was heard so far.
    pub fn forget(&mut self) {
        self.heard = false;
    }

    /// Nobody waits any longer for what was begun.
    pub fn give_up(&mut self) {
        self.unfinished.clear();
    }
}

/// A watcher that listens, handed out of the guard.
struct Listening {
    watcher: RecommendedWatcher,
    /// The folders that it listens to.
    folders: BTreeSet<PathBuf>,
    /// Those that it was asked to listen to.
    wanted: BTreeSet<PathBuf>,
}

/// Listens to the folders that are wanted instead of others; those that can be listened to.
fn listen(
    watcher: &mut RecommendedWatcher,
    listened: &BTreeSet<PathBuf>,
    wanted: &BTreeSet<PathBuf>,
) -> BTreeSet<PathBuf> {
    for folder in listened.difference(wanted) {
        let _ = watcher.unwatch(folder);
    }
    let mut folders: BTreeSet<PathBuf> = listened.intersection(wanted).cloned().collect();
    for folder in wanted.difference(listened) {
        if watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
            folders.insert(folder.clone());
        }
    }
    folders
}

/// Hands on what the system tells.
struct EventTeller {
    /// The form's own name, of whatever kind it is.
    form: OsString,
    sender: SyncSender<FileEvent>,
}

impl EventHandler for EventTeller {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        // Of what went wrong the next look tells.
        let Ok(Event { kind, paths, .. }) = event else {
            return;
        };
        for path in paths {
            let is_folder = matches!(kind, EventKind::Create(CreateKind::Folder));
            // Most of what happens in a folder is the program's own writing.
            let is_of_form = is_of(&path, &KINDS) || path.file_name() == Some(&self.form);
            let is_gone = matches!(kind, EventKind::Remove(_)) && path.extension().is_none();
            if (is_folder || is_of_form || is_gone)
                && let Some(told) = FileEvent::of(kind, path)
            {
                let _ = self.sender.try_send(told);
            }
        }
    }
}

impl FileEvent {
    /// What an event says of a file; nothing where it was only read.
    fn of(kind: EventKind, path: PathBuf) -> Option<Self> {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(_))
            | EventKind::Remove(_) => Some(Self::Ended(path)),
            EventKind::Access(_) => None,
            EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Metadata(_)) => {
                Some(Self::Happened)
            }
            EventKind::Create(_) | EventKind::Modify(_) if ENDS_ARE_TOLD => Some(Self::Begun(path)),
            _ => Some(Self::Happened),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    /// What is told of a change: whether anything is, and whether all has ended.
    fn check(changes: &mut Changes, change: impl FnOnce(), expected: [bool; 2]) {
        // A change is told in several pieces; those of the one before may still be on their way.
        while changes.wait(Duration::from_millis(50)) {}
        changes.forget();
        change();
        let mut patience = 40;
        while !(changes.heard && changes.are_ended() == expected[1]) && patience > 0 {
            changes.wait(Duration::from_millis(25));
            patience -= 1;
        }
        assert_eq!([changes.heard, changes.are_ended()], expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_written_ends_when_it_is_closed() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let path = folder.join("form.csv");
        let mut changes = Changes::of(&path);
        assert!(changes.follow(&BTreeSet::from([folder.to_owned()])));
        let mut file = None;
        check(
            &mut changes,
            || file = File::create(&path).ok(),
            [true, false],
        );
        check(&mut changes, || drop(file.take()), [true, true]);
        let [part, other] = ["form.part", "last.yaml"].map(|name| folder.join(name));
        check(
            &mut changes,
            || fs::write(&part, "own").expect("written"),
            [false, true],
        );
        check(
            &mut changes,
            || fs::rename(&part, &other).expect("renamed"),
            [true, true],
        );
        check(&mut changes, || drop(fs::read(&other)), [false, true]);
        check(
            &mut changes,
            || fs::remove_file(&other).expect("removed"),
            [true, true],
        );
    }

    #[test]
    fn folders_that_are_not_there_are_not_told_of() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut changes = Changes::of(Path::new("form.yaml"));
        assert!(!changes.follow(&BTreeSet::from([folder.path().join("nowhere")])));
    }
}
