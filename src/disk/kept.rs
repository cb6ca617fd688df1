//! Files that somebody edited, kept beside the new ones under names that say so.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::staged::{Staged, sync_all};
use super::write::{Before, stage_copy};

/// What is put behind the name of a file that somebody has edited.
pub const EDITED: &str = "（改过的";

/// The name of an edited file beside the new one: its ending stays, so that it opens as ever.
fn edited_name(path: &Path, number: usize) -> OsString {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    let which = if number == 1 {
        String::new()
    } else {
        number.to_string()
    };
    name.push(format!("{EDITED}{which}）"));
    if let Some(kind) = path.extension() {
        name.push(".");
        name.push(kind);
    }
    name
}

/// Keeps a file's content beside it, under a name that is free or has this content already;
/// that name.
///
/// # Errors
/// When it cannot be copied.
pub fn keep(path: &Path, content: &Before) -> Result<PathBuf, DiskError> {
    let kept = stage_kept(path, content)?;
    if let Some(copy) = kept.copy {
        sync_all(&[&copy])?;
        copy.put()?;
    }
    Ok(kept.path)
}

/// Where a file's content is kept.
pub(super) struct Kept {
    pub path: PathBuf,
    /// None where it is there already.
    pub copy: Option<Staged>,
}

/// The same up to where the copy is put in its place.
pub(super) fn stage_kept(path: &Path, content: &Before) -> Result<Kept, DiskError> {
    let mut number = 1;
    loop {
        let beside = path.with_file_name(edited_name(path, number));
        match Before::at(&beside) {
            Ok(Before::Nothing) => {
                let copy = Some(stage_copy(path, &beside)?);
                return Ok(Kept { path: beside, copy });
            }
            Ok(other @ Before::Content(_)) if other == *content => {
                return Ok(Kept {
                    path: beside,
                    copy: None,
                });
            }
            // Whatever stands there stays.
            Ok(_) | Err(DiskError::NoTarget(_) | DiskError::Protected(_)) => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_cannot_be_kept_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{}.txt", "a".repeat(251)));
        fs::write(&path, "edited").unwrap();
        // With the mark behind it the name is longer than systems take.
        let kept = keep(&path, &Before::Content(b"edited".to_vec()));
        assert!(
            matches!(kept, Err(DiskError::Read { .. } | DiskError::Write { .. })),
            "{kept:?}"
        );
    }
}
