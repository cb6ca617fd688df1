//! Whole folders: read file by file within bounds, and written whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::staged::TEMPORARY;
use super::write::{folder_of, make_folder};
use crate::file::Written;

/// Files of a folder by their ways in it, parted by `/`.
pub type FolderFiles = BTreeMap<String, Vec<u8>>;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct FolderContent {
    /// Its files, and those of the folders below it.
    pub files: FolderFiles,
    /// What is no plain file or has a name that is no text: links, devices. None of it is opened.
    pub odd: Vec<String>,
}

/// Bytes that the files of a folder may have together.
const MAX_FOLDER: usize = 512 << 20;
/// How many files and folders there may be, and how deep.
const MAX_ENTRIES: usize = 10_000;
const MAX_DEPTH: usize = 16;

/// All files of a folder and of those below it.
///
/// # Errors
/// When a folder or file cannot be read, or there is too much.
pub fn read_folder(folder: &Path) -> Result<FolderContent, DiskError> {
    let mut reading = FolderReading {
        top: folder,
        content: FolderContent::default(),
        entries: 0,
        left: MAX_FOLDER,
    };
    reading.read_folder(folder, "", 0)?;
    Ok(reading.content)
}

struct FolderReading<'a> {
    top: &'a Path,
    content: FolderContent,
    entries: usize,
    /// Bytes that may still be read.
    left: usize,
}

impl FolderReading<'_> {
    fn read_folder(&mut self, folder: &Path, way: &str, depth: usize) -> Result<(), DiskError> {
        let entries =
            fs::read_dir(folder).map_err(|source| DiskError::open_folder(folder, source))?;
        for entry in entries {
            let entry = entry.map_err(|source| DiskError::open_folder(folder, source))?;
            let about = entry
                .file_type()
                .map_err(|source| DiskError::open_folder(folder, source))?;
            let name = entry.file_name();
            let way = format!("{way}{}", name.to_string_lossy());
            self.entries += 1;
            if self.entries > MAX_ENTRIES || depth > MAX_DEPTH {
                return Err(self.too_large());
            }
            if name.to_str().is_none() {
                self.content.odd.push(way);
            } else if about.is_dir() {
                self.read_folder(&entry.path(), &format!("{way}/"), depth + 1)?;
            } else if about.is_file() {
                let bytes = self.read_file(&entry.path())?;
                self.content.files.insert(way, bytes);
            } else {
                self.content.odd.push(way);
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path) -> Result<Vec<u8>, DiskError> {
        let bytes = read_up_to(path, self.left as u64 + 1)
            .map_err(|source| DiskError::read(path, source))?;
        match self.left.checked_sub(bytes.len()) {
            Some(left) => self.left = left,
            None => return Err(self.too_large()),
        }
        Ok(bytes)
    }

    fn too_large(&self) -> DiskError {
        DiskError::FolderTooLarge(self.top.to_owned())
    }
}

/// The bytes of a file, so many at most.
fn read_up_to(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes files into a folder of their own, which is put in its place whole. A folder with the
/// same files stays as it is.
///
/// # Errors
/// When a folder with other files stands there, or it cannot be written; then what stood there
/// stands there still.
pub fn write_folder(folder: &Path, files: &FolderFiles) -> Result<Written, DiskError> {
    match fs::symlink_metadata(folder) {
        Ok(about) if !about.is_dir() => return Err(DiskError::NoTarget(folder.to_owned())),
        Ok(_) => {
            let found = read_folder(folder)?;
            if found.odd.is_empty() && found.files == *files {
                return Ok(Written::Unchanged);
            }
            if !found.odd.is_empty() || !found.files.is_empty() {
                return Err(DiskError::FolderTaken(folder.to_owned()));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(source) => return Err(DiskError::open_folder(folder, source)),
    }
    make_folder(folder_of(folder))?;
    put_whole(folder, files).map_err(|source| DiskError::write(folder, source))?;
    Ok(Written::New)
}

/// Writes files into a folder beside the place of the one that they make, and puts it there.
fn put_whole(folder: &Path, files: &FolderFiles) -> io::Result<()> {
    let staging = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempdir_in(folder_of(folder))?;
    // The folder of a temporary one has the rights that any new folder has.
    let whole = staging.path().join("bag");
    for (way, content) in files {
        let path = whole.join(way.split('/').collect::<PathBuf>());
        fs::create_dir_all(folder_of(&path))?;
        let mut file = File::create_new(&path)?;
        file.write_all(content)?;
        file.sync_all()?;
    }
    if folder.is_dir() {
        // It is empty; no system renames over a folder alike.
        fs::remove_dir(folder)?;
    }
    fs::rename(&whole, folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &[(&str, &str)], expected: Result<Written, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let bag = folder.path().join("bag");
        for (way, content) in before {
            let path = bag.join(way);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let files = FolderFiles::from([("a.txt".into(), b"1".to_vec()), ("d/甲".into(), vec![])]);
        let written = write_folder(&bag, &files).map_err(|error| error.to_string());
        match (written, expected) {
            (Ok(written), Ok(expected)) => {
                assert_eq!(written, expected);
                assert_eq!(read_folder(&bag).unwrap().files, files);
            }
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (written, _) => panic!("{written:?}"),
        }
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside"
        );
    }

    #[test]
    fn a_folder_is_written_whole() {
        check(&[], Ok(Written::New));
        check(&[("a.txt", "1"), ("d/甲", "")], Ok(Written::Unchanged));
        check(&[("a.txt", "2")], Err("里面已经有别的文件"));
        check(
            &[("a.txt", "1"), ("d/甲", ""), ("e", "")],
            Err("里面已经有别的文件"),
        );
    }
}
