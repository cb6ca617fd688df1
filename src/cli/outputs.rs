//! Finished files: what was written before is known again, and what somebody edited is kept.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::files::{Before, before, copy_whole, write_over};
use super::names::named;
use nianbao::export::{Format, stamp};
use nianbao::finding::json::FileEntry;
use nianbao::render::Rendered;

/// Writes a finished file over what an earlier run wrote. A file that is not as any run
/// left it is first saved beside, under the same name with `.orig`, unless `force` gives it up.
pub(super) fn write_output(
    path: &Path,
    rendered: Rendered,
    force: bool,
) -> Result<FileEntry, Trouble> {
    let Rendered { format, bytes, stand_ins } = rendered;
    let old = before(path)?;
    let lost = !force && !may_be_lost(&old, format, &bytes);
    let original = if lost { Some(named(&save(path, &old)?)) } else { None };
    let status = write_over(path, &old, &bytes)?;
    let path = path.strip_prefix(".").unwrap_or(path).display().to_string();
    Ok(FileEntry { original, stand_ins, ..FileEntry::new(path, format.name(), &bytes, status) })
}

/// Whether nothing of what stood there would be missed: it says the same, or is as a run left it.
fn may_be_lost(old: &Before, format: Format, new: &[u8]) -> bool {
    match old {
        Before::Nothing => true,
        Before::Content(old) => {
            old == new || stamp::read(format, old).is_some_and(|stamp| stamp.whole)
        }
        Before::Large => false,
    }
}

/// Saves a file's content beside it, under a name that is free or has this content already.
pub(super) fn save(path: &Path, content: &Before) -> Result<PathBuf, Trouble> {
    let mut number = 1;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { ".orig".to_owned() } else { format!(".orig{number}") });
        let beside = PathBuf::from(name);
        match before(&beside) {
            Ok(Before::Nothing) => {
                copy_whole(path, &beside)?;
                return Ok(beside);
            }
            Ok(other @ Before::Content(_)) if other == *content => return Ok(beside),
            // Whatever stands there stays.
            Ok(_) | Err(_) => number += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::fs;

    /// What is written over `old`: the status and the files in the folder.
    fn check(old: &[&str], force: bool, expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        for text in old {
            fs::write(&path, text).unwrap();
            let rendered = Rendered {
                format: Format::Txt,
                bytes: b"new".to_vec(),
                stand_ins: BTreeMap::new(),
            };
            write_output(&path, rendered, force).unwrap();
        }
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
