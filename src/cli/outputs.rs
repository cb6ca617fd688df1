//! Finished files: what was written before is known again, and what somebody edited is kept.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::files::{read_if_there, shown, write_whole};
use crate::export::stamp;
use crate::finding::json::FileEntry;
use crate::render::Rendered;

/// Writes a finished file over what an earlier run wrote. A file that is not as any run
/// left it is first saved beside, under the same name with `.orig`, unless `force` gives it up.
pub(super) fn write_output(
    path: &Path,
    rendered: Rendered,
    force: bool,
) -> Result<FileEntry, Trouble> {
    let Rendered { format, bytes, stand_ins } = rendered;
    let mut original = None;
    if let Some(old) = read_if_there(path)?.filter(|old| *old != bytes && !force) {
        let ours = stamp::read(format, &old).is_some_and(|stamp| stamp.whole);
        if !ours {
            original = Some(save(path, &old)?);
        }
    }
    let status = write_whole(path, &bytes)?;
    let original = original.map(|path| shown(&path));
    Ok(FileEntry {
        original,
        stand_ins,
        ..FileEntry::new(shown(path), format.name(), &bytes, status)
    })
}

/// Saves a file's content beside it, under a name that is free or has this content already.
fn save(path: &Path, content: &[u8]) -> Result<PathBuf, Trouble> {
    let mut number = 1;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { ".orig".to_owned() } else { format!(".orig{number}") });
        let beside = PathBuf::from(name);
        match read_if_there(&beside)? {
            Some(other) if other != content => number += 1,
            Some(_) => return Ok(beside),
            None => {
                write_whole(&beside, content)?;
                return Ok(beside);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Format;
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
