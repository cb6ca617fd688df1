//! By what it is told that a file was written anew, without reading it.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// What changes when a file is written anew, or an entry of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    modified: SystemTime,
    /// How many bytes it has.
    pub length: u64,
    changed: ChangeTime,
}

/// When anything about a file changed: who sets back the time of a file cannot set back this. 0
/// where systems do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ChangeTime {
    seconds: i64,
    billionths: i64,
}

impl Trace {
    /// That of what stands there; none where nothing does.
    pub fn of(path: &Path) -> Option<Self> {
        let about = path.metadata().ok()?;
        let modified = about.modified().ok()?;
        Some(Self {
            modified,
            length: about.len(),
            changed: ChangeTime::of(&about),
        })
    }
}

/// What files and folders were like when they were first noted. Threads share it.
#[derive(Debug, Default)]
pub(super) struct Traces(Mutex<BTreeMap<PathBuf, Option<Trace>>>);

impl Traces {
    /// Notes what stands there, before it is opened.
    pub fn note(&self, path: &Path) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted
            .entry(path.to_owned())
            .or_insert_with(|| Trace::of(path));
    }

    /// Whether anything that was noted is another one by now.
    pub fn have_changed(&self) -> bool {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.iter().any(|(path, trace)| Trace::of(path) != *trace)
    }
}

impl ChangeTime {
    #[cfg(unix)]
    fn of(about: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            seconds: about.ctime(),
            billionths: about.ctime_nsec(),
        }
    }

    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self {
            seconds: 0,
            billionths: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_replaced_taken_away_or_added_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        fs::write(&a, "old").unwrap();
        let noted = || {
            let traces = Traces::default();
            [&a, &b].into_iter().for_each(|path| traces.note(path));
            traces
        };
        let traces = noted();
        assert!(!traces.have_changed());
        fs::write(&b, "new").unwrap();
        assert!(traces.have_changed(), "added");
        let traces = noted();
        fs::write(&a, "longer").unwrap();
        assert!(traces.have_changed(), "replaced");
        traces.note(&a);
        assert!(traces.have_changed(), "noted before it was opened");
        let traces = noted();
        fs::remove_file(&b).unwrap();
        assert!(traces.have_changed(), "taken away");
    }
}
