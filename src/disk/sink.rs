//! Finished files: what was written before is known again, and what somebody edited is kept.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::DiskError;
use super::lock::{Lock, Waiter};
use super::write::{Before, copy_whole, make_folder, write_over};
use crate::export::stamp::{self, Stamp};
use crate::export::text;
use crate::file::{FileKind, FileStatus, Format};
use crate::filing::names::named;
use crate::finding::json::FileEntry;
use crate::render::Rendered;

/// A folder that finished files are written into, and that nobody else writes into meanwhile.
#[derive(Debug)]
pub struct Sink {
    folder: PathBuf,
    /// Whether what somebody edited is given up.
    force: bool,
    _lock: Arc<Lock>,
}

impl Sink {
    /// Makes the folder where there is none, and waits for other runs that write there. Threads
    /// of one run share a folder.
    ///
    /// # Errors
    /// When the folder cannot be made, or the waiter waits no longer.
    pub fn open(folder: &Path, waiter: &dyn Waiter) -> Result<Self, DiskError> {
        make_folder(folder)?;
        let lock = Lock::shared(folder, waiter)?;
        Ok(Self { folder: folder.to_owned(), force: false, _lock: lock })
    }

    /// Gives up what somebody edited in files that are written anew.
    #[must_use]
    pub fn force(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Writes a finished file over what an earlier run wrote. A file that is not as any run left
    /// it is first saved beside, under the same name with `.orig`.
    ///
    /// # Errors
    /// When the name leads out of the folder, or the file must not be replaced or cannot be
    /// written; then what stood there stands there still.
    pub fn write(
        &self,
        name: impl AsRef<OsStr>,
        rendered: Rendered,
    ) -> Result<FileEntry, DiskError> {
        let Rendered { format, bytes, stand_ins } = rendered;
        let name = name.as_ref();
        let path = self.folder.join(name);
        if path.file_name() != Some(name) {
            return Err(DiskError::NoName(path));
        }
        let old = Before::at(&path)?;
        let lost = !self.force && !may_be_lost(&path, &old, format, &bytes);
        let original = if lost { Some(named(&keep(&path, &old)?)) } else { None };
        let status = FileStatus::Written(write_over(&path, &old, &bytes)?);
        let path = path.strip_prefix(".").unwrap_or(&path).display().to_string();
        let entry = FileEntry::new(path, FileKind::Report(format), &bytes, status);
        Ok(FileEntry { original, stand_ins, ..entry })
    }
}

/// Whether nothing of what stood there would be missed: it says the same, or is as a run left it.
fn may_be_lost(path: &Path, old: &Before, format: Format, new: &[u8]) -> bool {
    match old {
        Before::Nothing => true,
        Before::Content(old) => {
            old == new || stamp_of(path, format, old).is_some_and(|stamp| stamp.whole)
        }
        Before::Large => false,
    }
}

/// The stamp of a finished file, for a plain text without one what the files beside it keep of it.
pub fn stamp_of(path: &Path, format: Format, bytes: &[u8]) -> Option<Stamp> {
    let own = stamp::read(format, bytes);
    if own.is_some() || format != Format::Txt {
        return own;
    }
    let digest = text::digest_of(bytes)?;
    let beside: Vec<Stamp> =
        MARKED.iter().filter_map(|format| stamp_beside(path, *format)).collect();
    let same = beside.iter().find(|stamp| stamp.text.as_ref() == Some(&digest));
    let stamp = same.or(beside.first())?;
    Some(Stamp { whole: same.is_some(), ..stamp.clone() })
}

/// The formats that keep the digest of the text beside them, the quickest to read first.
const MARKED: [Format; 4] = [Format::Docx, Format::Html, Format::Fragment, Format::Pdf];

/// What a file of this format beside the text says of its making.
fn stamp_beside(path: &Path, format: Format) -> Option<Stamp> {
    let beside = path.with_extension(format.extension());
    match Before::at(&beside) {
        Ok(Before::Content(bytes)) => stamp::read(format, &bytes),
        _ => None,
    }
}

/// Keeps a file's content beside it, under a name that is free or has this content already;
/// that name.
///
/// # Errors
/// When it cannot be copied.
pub fn keep(path: &Path, content: &Before) -> Result<PathBuf, DiskError> {
    let mut number = 1;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { ".orig".to_owned() } else { format!(".orig{number}") });
        let beside = PathBuf::from(name);
        match Before::at(&beside) {
            Ok(Before::Nothing) => {
                copy_whole(path, &beside)?;
                return Ok(beside);
            }
            Ok(other @ Before::Content(_)) if other == *content => return Ok(beside),
            // Whatever stands there stays.
            Ok(_) | Err(DiskError::NoTarget(_) | DiskError::Protected(_)) => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Forever;
    use std::collections::BTreeMap;
    use std::fs;

    /// What is written over `old`: the status and the files in the folder.
    fn check(old: &[&str], force: bool, expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let sink = Sink::open(folder.path(), &Forever).unwrap().force(force);
        let path = folder.path().join("a.txt");
        for text in old {
            fs::write(&path, text).unwrap();
            let rendered = Rendered {
                format: Format::Txt,
                bytes: b"new".to_vec(),
                stand_ins: BTreeMap::new(),
            };
            sink.write("a.txt", rendered).unwrap();
        }
        drop(sink);
        let mut found: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|p| {
                format!(
                    "{}={}",
                    p.file_name().unwrap().to_string_lossy(),
                    fs::read_to_string(&p).unwrap()
                )
            })
            .collect();
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_stays_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let sink = Sink::open(&folder.path().join("out"), &Forever).unwrap();
        for name in ["../a.txt", "/a.txt", "", ".."] {
            let rendered = Rendered {
                format: Format::Txt,
                bytes: b"new".to_vec(),
                stand_ins: BTreeMap::new(),
            };
            assert!(sink.write(name, rendered).is_err(), "{name}");
        }
        assert!(!folder.path().join("a.txt").exists());
    }

    #[test]
    fn what_cannot_be_kept_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{}.txt", "a".repeat(251)));
        fs::write(&path, "edited").unwrap();
        // With the mark behind it the name is longer than systems take.
        let kept = keep(&path, &Before::Content(b"edited".to_vec()));
        assert!(matches!(kept, Err(DiskError::Read { .. } | DiskError::Write { .. })), "{kept:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_text_stays_what_it_is() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let sink = Sink::open(folder.path(), &Forever).unwrap();
        let name = OsStr::from_bytes(b"\xb8\xfc\xd5\xfd.txt");
        let rendered =
            Rendered { format: Format::Txt, bytes: b"new".to_vec(), stand_ins: BTreeMap::new() };
        sink.write(name, rendered).unwrap();
        assert!(folder.path().join(name).is_file());
    }

    #[test]
    fn what_is_not_ours_is_kept() {
        check(&["edited"], false, &["a.txt.orig=edited", "a.txt=new"]);
        check(&["edited", "edited"], false, &["a.txt.orig=edited", "a.txt=new"]);
        check(
            &["edited", "again"],
            false,
            &["a.txt.orig2=again", "a.txt.orig=edited", "a.txt=new"],
        );
        check(&["edited"], true, &["a.txt=new"]);
        check(&["new"], false, &["a.txt=new"]);
    }
}
