//! Finished files: what was written before is known again, and what somebody edited is kept.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::DiskError;
use super::kept::stage_kept;
use super::lock::{Lock, Waiter};
use super::staged::{Staged, sync_all};
use super::stamps::{MARKED, stamp_beside, stamp_of};
use super::write::{Before, Staging, make_folder, stage_over};
use crate::export::text;
use crate::file::{FileKind, FileStatus, Format};
use crate::filing::names::show_path;
use crate::finding::json::FileEntry;
use crate::render::Rendered;

/// A folder that finished files are written into, and that nobody else writes into meanwhile.
#[derive(Debug)]
pub struct Sink {
    folder: PathBuf,
    /// Whether what somebody edited is given up.
    force: bool,
    /// Whether the files' sums are told.
    sums: bool,
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
        Ok(Self {
            folder: folder.to_owned(),
            force: false,
            sums: true,
            _lock: lock,
        })
    }

    /// Gives up what somebody edited in files that are written anew.
    #[must_use]
    pub fn force(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Whether the sums of files are told, as programs want them and nobody else does.
    #[must_use]
    pub fn sums(self, sums: bool) -> Self {
        Self { sums, ..self }
    }

    /// Writes the files of one report under one name: all beside their places first, and put there
    /// once they have reached the disk, in an order in which a run that is stopped between two of
    /// them leaves none that the next run takes for somebody's own.
    ///
    /// # Errors
    /// As [`Self::write`], and then none is replaced; only where one cannot be put in its place are
    /// those before it.
    pub fn write_all(&self, stem: &str, files: Vec<Rendered>) -> Result<Vec<FileEntry>, DiskError> {
        put_all(self.stage_all(stem, files)?)
    }

    /// Writes the files of one report beside their places, in the order in which they are put
    /// there.
    fn stage_all(&self, stem: &str, mut files: Vec<Rendered>) -> Result<Vec<Ready>, DiskError> {
        self.put_in_order(stem, &mut files);
        let mut ready = Vec::new();
        for file in files {
            ready.push(self.stage(format!("{stem}.{}", file.format.extension()).as_ref(), file)?);
        }
        Ok(ready)
    }

    /// The text in front, for the other old files know the old one; before it what will know the
    /// new one, where yet another knows the old one.
    fn put_in_order(&self, stem: &str, files: &mut [Rendered]) {
        let early = self.early_format(stem, files);
        files.sort_by_key(|file| (Some(file.format) != early, file.format != Format::Txt));
    }

    /// What may be written even before the text.
    fn early_format(&self, stem: &str, files: &[Rendered]) -> Option<Format> {
        let new = files.iter().find(|file| file.format == Format::Txt)?;
        let path = self
            .folder
            .join(format!("{stem}.{}", Format::Txt.extension()));
        let Ok(Before::Content(old)) = Before::at(&path) else {
            return None;
        };
        let digest = text::digest_of(&old).filter(|_| old != new.bytes)?;
        let mut knowing = Vec::new();
        for format in MARKED {
            let stamp = stamp_beside(&path, format);
            if stamp.and_then(|stamp| stamp.text).as_ref() == Some(&digest) {
                knowing.push(format);
            }
        }
        for format in MARKED {
            let is_written = files.iter().any(|file| file.format == format);
            let is_known_without = knowing.iter().any(|knows| *knows != format);
            if is_written && is_known_without {
                return Some(format);
            }
        }
        None
    }

    /// Writes a finished file over what an earlier run wrote. A file that is not as any run left
    /// it is first saved beside, under the same name with `（改过的）`.
    ///
    /// # Errors
    /// When the name leads out of the folder, or the file must not be replaced or cannot be
    /// written; then what stood there stands there still.
    pub fn write(
        &self,
        name: impl AsRef<OsStr>,
        rendered: Rendered,
    ) -> Result<FileEntry, DiskError> {
        let ready = self.stage(name.as_ref(), rendered)?;
        sync_all(&ready.files().collect::<Vec<_>>())?;
        ready.put()
    }

    /// Writes a finished file beside its place, and what somebody edited there beside that.
    fn stage(&self, name: &OsStr, rendered: Rendered) -> Result<Ready, DiskError> {
        let Rendered {
            format,
            bytes,
            stand_ins,
        } = rendered;
        let path = self.folder.join(name);
        if path.file_name() != Some(name) {
            return Err(DiskError::NoName(path));
        }
        let old = Before::at(&path)?;
        let lost = !self.force && !may_be_lost(&path, &old, format, &bytes);
        let kept = if lost {
            Some(stage_kept(&path, &old)?)
        } else {
            None
        };
        let Staging { file, written } = stage_over(&path, &old, &bytes)?;
        let path = path
            .strip_prefix(".")
            .unwrap_or(&path)
            .display()
            .to_string();
        let status = FileStatus::Written(written);
        let entry = FileEntry::new(path, FileKind::Report(format), status);
        let entry = if self.sums {
            entry.with_sum_of(&bytes)
        } else {
            entry
        };
        let original = kept.as_ref().map(|kept| show_path(&kept.path));
        let copy = kept.and_then(|kept| kept.copy);
        Ok(Ready {
            copy,
            file,
            entry: FileEntry {
                original,
                stand_ins,
                ..entry
            },
        })
    }
}

/// A finished file that is written beside its place.
struct Ready {
    /// What somebody edited there, where it is saved under no other name yet.
    copy: Option<Staged>,
    /// None where it stands there already.
    file: Option<Staged>,
    /// What is told of it.
    entry: FileEntry,
}

impl Ready {
    fn files(&self) -> impl Iterator<Item = &Staged> {
        self.copy.iter().chain(&self.file)
    }

    /// Puts it in its place, and before it the copy of what it replaces.
    fn put(self) -> Result<FileEntry, DiskError> {
        for file in self.copy.into_iter().chain(self.file) {
            file.put()?;
        }
        Ok(self.entry)
    }
}

/// Puts files in their places once all of them have reached the disk.
fn put_all(ready: Vec<Ready>) -> Result<Vec<FileEntry>, DiskError> {
    sync_all(&ready.iter().flat_map(Ready::files).collect::<Vec<_>>())?;
    ready.into_iter().map(Ready::put).collect()
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

#[cfg(test)]
mod tests {
    use sha2::Digest;

    use super::*;
    use crate::disk::Forever;
    use std::collections::BTreeMap;
    use std::ffi::OsString;
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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_text_stays_what_it_is() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let sink = Sink::open(folder.path(), &Forever).unwrap();
        let name = OsStr::from_bytes(b"\xb8\xfc\xd5\xfd.txt");
        let rendered = Rendered {
            format: Format::Txt,
            bytes: b"new".to_vec(),
            stand_ins: BTreeMap::new(),
        };
        sink.write(name, rendered).unwrap();
        assert!(folder.path().join(name).is_file());
    }

    /// A report's file as the exporters stamp it, in one of two states of the report.
    fn stamped(format: Format, state: &str) -> Rendered {
        let bytes = if format == Format::Txt {
            state.as_bytes().to_vec()
        } else {
            let of_text = text::digest_of(state.as_bytes()).unwrap();
            let form = "ab".repeat(32);
            let words = format!("form-sha256:{form} text-sha256:{of_text} content-sha256:");
            let digest = sha2::Sha256::digest(format!("{words}{}", "0".repeat(64)));
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{words}{digest}").into_bytes()
        };
        Rendered {
            format,
            bytes,
            stand_ins: BTreeMap::new(),
        }
    }

    /// Runs one after another, each stopped after some of its files, leave no copies.
    fn check_stopped(runs: &[(&str, usize)], formats: &[Format]) {
        let folder = tempfile::tempdir().unwrap();
        let sink = Sink::open(folder.path(), &Forever).unwrap();
        let start = formats.iter().map(|format| stamped(*format, "a")).collect();
        sink.write_all("r", start).unwrap();
        for (state, stopped) in runs {
            let files = formats
                .iter()
                .map(|format| stamped(*format, state))
                .collect();
            let mut ready = sink.stage_all("r", files).unwrap();
            ready.truncate(*stopped);
            for entry in put_all(ready).unwrap() {
                assert_eq!(entry.original, None, "{runs:?} {formats:?}");
            }
        }
    }

    #[test]
    fn stopped_runs_leave_nothing_that_looks_edited() {
        let steps: Vec<_> = (0..=3)
            .flat_map(|n| [("a", n), ("b", n), ("c", n)])
            .collect();
        for one in &steps {
            for two in &steps {
                for three in steps.iter().filter(|(state, _)| *state == "b") {
                    let runs = [*one, *two, *three, ("c", 3)];
                    check_stopped(&runs, &[Format::Html, Format::Pdf, Format::Txt]);
                }
            }
        }
    }

    /// The files of a folder by name.
    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn of_several_none_is_replaced_where_one_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let sink = Sink::open(folder, &Forever).unwrap();
        let formats = [Format::Txt, Format::Docx, Format::Html];
        let files = |state: &str| {
            formats
                .iter()
                .map(|format| stamped(*format, state))
                .collect()
        };
        sink.write_all("r", files("a")).unwrap();
        fs::write(folder.join("r.docx"), "edited").unwrap();
        fs::remove_file(folder.join("r.html")).unwrap();
        fs::create_dir(folder.join("r.html")).unwrap();
        let before = names(folder);
        let refused = sink.write_all("r", files("b"));
        assert!(matches!(refused, Err(DiskError::NoTarget(path)) if path.ends_with("r.html")));
        assert_eq!(fs::read(folder.join("r.txt")).unwrap(), b"a");
        assert_eq!(fs::read(folder.join("r.docx")).unwrap(), b"edited");
        assert_eq!(names(folder), before, "nothing is left behind");
    }

    #[test]
    fn what_somebody_edited_is_saved_before_it_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let sink = Sink::open(folder, &Forever).unwrap();
        let formats = [Format::Txt, Format::Docx];
        for format in formats {
            fs::write(folder.join(format!("r.{}", format.extension())), "edited").unwrap();
        }
        let files = formats.iter().map(|format| stamped(*format, "b")).collect();
        let ready = sink.stage_all("r", files).unwrap();
        sync_all(&ready.iter().flat_map(Ready::files).collect::<Vec<_>>()).unwrap();
        for file in ready {
            // A run that is killed between the two has saved it and replaced nothing.
            let path = folder.join(format!("r.{}", file.entry.format.name()));
            let original = file.entry.original.clone().expect("a copy");
            file.copy.expect("a copy").put().unwrap();
            assert_eq!(fs::read(folder.join(original)).unwrap(), b"edited");
            assert_eq!(fs::read(path).unwrap(), b"edited");
        }
    }

    #[test]
    fn what_is_not_ours_is_kept() {
        check(&["edited"], false, &["a.txt=new", "a（改过的）.txt=edited"]);
        check(
            &["edited", "edited"],
            false,
            &["a.txt=new", "a（改过的）.txt=edited"],
        );
        check(
            &["edited", "again"],
            false,
            &[
                "a.txt=new",
                "a（改过的2）.txt=again",
                "a（改过的）.txt=edited",
            ],
        );
        check(&["edited"], true, &["a.txt=new"]);
        check(&["new"], false, &["a.txt=new"]);
    }
}
