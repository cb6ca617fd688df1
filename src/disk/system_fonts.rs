//! Fonts that are installed on the system, found by the names of their files.
//!
//! A system may have thousands of fonts, and a report needs six faces. So nothing is opened but
//! the files that are called as a style says: by a face's name, or as systems call its file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::fonts::map;
use super::trace::Traces;
use crate::layout::{FontData, named_faces};

/// The environment variable that keeps the program from looking at the system's fonts.
const VARIABLE: &str = "NIANBAO_SYSTEM_FONTS";
/// Folders inside one another that are looked through.
const DEEP: usize = 4;
/// Files of one run of the search; more make no list that anybody keeps by hand.
const MOST: usize = 20_000;

/// The system's font files.
#[derive(Debug)]
pub(super) struct SystemFonts {
    folders: Vec<PathBuf>,
    /// By their names in small letters, without endings; the first that is found stays.
    files: OnceLock<BTreeMap<String, PathBuf>>,
    /// By the paths of their files, as far as they were asked for.
    faces: Mutex<BTreeMap<PathBuf, Option<FontData>>>,
    /// What folders and files were like before they were opened.
    traces: Traces,
}

impl SystemFonts {
    /// Those of these folders and of the folders in them.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        let (faces, traces) = (Mutex::default(), Traces::default());
        Self {
            folders,
            files: OnceLock::new(),
            faces,
            traces,
        }
    }

    /// Whether any face that was asked for may be another one by now.
    pub fn have_changed(&self) -> bool {
        self.traces.have_changed()
    }

    /// The face whose file has this name; of a collection the first.
    pub fn face(&self, name: &str) -> Option<FontData> {
        let path = self.files().get(&fold(name))?;
        let mut faces = self.faces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = faces.get(path) {
            return known.clone();
        }
        self.traces.note(path);
        let found = first_face(path);
        faces.insert(path.clone(), found.clone());
        found
    }

    fn files(&self) -> &BTreeMap<String, PathBuf> {
        self.files.get_or_init(|| self.find_files())
    }

    fn find_files(&self) -> BTreeMap<String, PathBuf> {
        let mut files = BTreeMap::new();
        for folder in &self.folders {
            list(folder, DEEP, &self.traces, &mut files);
        }
        files
    }
}

/// The face of a font file; of a collection the first.
fn first_face(path: &Path) -> Option<FontData> {
    let faces = named_faces(&map(path)?).ok()?;
    faces.into_iter().next().map(|face| face.data)
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Adds the font files of a folder and of those in it.
fn list(folder: &Path, deep: usize, traces: &Traces, files: &mut BTreeMap<String, PathBuf>) {
    traces.note(folder);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    // The order in which a system lists files is not the same twice.
    paths.sort_unstable();
    for path in paths {
        if files.len() >= MOST {
            return;
        }
        if is_font(&path) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            files.entry(fold(&stem)).or_insert(path);
        } else if deep > 0 && path.extension().is_none() && path.is_dir() {
            list(&path, deep - 1, traces, files);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc"))
}

/// A folder below the one that a variable of the environment names.
#[allow(
    clippy::disallowed_methods,
    reason = "only the environment says where they are"
)]
fn below(variable: &str, path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable)?;
    Some(Path::new(&folder).join(path))
}

/// Where this system keeps fonts, the user's own first.
#[allow(
    clippy::disallowed_methods,
    reason = "only the environment says where they are"
)]
pub(super) fn system_folders() -> Vec<PathBuf> {
    if std::env::var_os(VARIABLE).is_some_and(|value| value == "no") {
        return Vec::new();
    }
    let mut folders = Vec::new();
    if cfg!(windows) {
        folders.extend(below("LOCALAPPDATA", "Microsoft/Windows/Fonts"));
        folders.extend(below("WINDIR", "Fonts"));
    } else if cfg!(target_os = "macos") {
        folders.extend(below("HOME", "Library/Fonts"));
        folders.extend(["/Library/Fonts", "/System/Library/Fonts"].map(PathBuf::from));
    } else {
        folders.extend(below("XDG_DATA_HOME", "fonts"));
        folders.extend(below("HOME", ".local/share/fonts"));
        folders.extend(below("HOME", ".fonts"));
        folders.extend(["/usr/local/share/fonts", "/usr/share/fonts"].map(PathBuf::from));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn check(fonts: &SystemFonts, name: &str, expected: bool) {
        assert_eq!(fonts.face(name).is_some(), expected, "{name}");
    }

    #[test]
    fn a_face_is_found_by_the_name_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("truetype/office");
        fs::create_dir_all(&deep).unwrap();
        fs::write(
            deep.join("SIMFANG.TTF"),
            crate::testing::font("nianbao-latin.ttf"),
        )
        .unwrap();
        fs::write(deep.join("simkai.ttf"), b"no font").unwrap();
        fs::write(deep.join("readme.txt"), b"simhei").unwrap();
        let fonts = SystemFonts::new(vec![folder.path().join("none"), folder.path().to_owned()]);
        check(&fonts, "simfang", true);
        check(&fonts, "SimFang", true);
        check(&fonts, "simkai", false);
        check(&fonts, "readme", false);
        check(&fonts, "", false);
    }
}
