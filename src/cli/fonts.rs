//! Font files: where they are, and their bytes mapped into memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use memmap2::Mmap;

use super::Trouble;
use crate::layout::{FontData, FontSource, names};

/// The environment variable that names a folder of fonts.
const VARIABLE: &str = "NIANBAO_FONTS";
/// A file that every complete set of the program's fonts has.
const MARKER: &str = "nianbao-fang.ttf";

/// The folders of fonts, in the order in which they are searched.
#[derive(Debug)]
pub(super) struct FontFolders {
    folders: Vec<PathBuf>,
    /// An agency's own fonts by the names in their name tables.
    named: OnceLock<BTreeMap<String, FontData>>,
}

impl FontFolders {
    /// `--fonts`, `NIANBAO_FONTS`, beside the program, the source tree.
    ///
    /// # Errors
    /// When a folder that was asked for is not there, or no folder has the program's fonts.
    pub fn find(asked: Option<&Path>) -> Result<Self, Trouble> {
        let mut folders = Vec::new();
        if let Some(folder) = asked {
            if !folder.is_dir() {
                return Err(Trouble(format!("没有字体文件夹 {}", folder.display())));
            }
            folders.push(folder.to_owned());
        }
        folders.extend(std::env::var_os(VARIABLE).map(PathBuf::from));
        if let Ok(program) = std::env::current_exe() {
            folders.extend(program.parent().map(|p| p.join("fonts")));
        }
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts"));
        if !folders.iter().any(|f| f.join(MARKER).is_file()) {
            return Err(Trouble(format!(
                "找不到字体（{MARKER} 等）；请把字体文件夹 fonts 放在程序旁边，或用 --fonts 指定"
            )));
        }
        Ok(Self { folders, named: OnceLock::new() })
    }

    /// All fonts that are not the program's own, by all their names.
    fn own_fonts(&self) -> BTreeMap<String, FontData> {
        let mut found = BTreeMap::new();
        for folder in &self.folders {
            let Ok(entries) = std::fs::read_dir(folder) else { continue };
            let mut files: Vec<PathBuf> =
                entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| is_own_font(p)).collect();
            files.sort_unstable();
            for (name, data) in files.iter().filter_map(|path| map(path)).flat_map(names) {
                found.entry(name).or_insert(data);
            }
        }
        found
    }
}

impl FontSource for FontFolders {
    fn by_name(&self, name: &str) -> Option<FontData> {
        self.named.get_or_init(|| self.own_fonts()).get(name).cloned()
    }

    fn others(&self) -> Vec<String> {
        self.named.get_or_init(|| self.own_fonts()).keys().cloned().collect()
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        self.folders.iter().find_map(|folder| map(&folder.join(file)))
    }
}

fn is_own_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc")) && !name.starts_with("nianbao-")
}

/// A font file's bytes, mapped rather than read: of 36 MB of fonts a report
/// needs a few pages, and mapping saves a quarter of the whole run.
#[allow(unsafe_code)]
fn map(path: &Path) -> Option<FontData> {
    let file = File::open(path).ok()?;
    // SAFETY: a mapping is sound as long as nobody changes the file meanwhile.
    // Font files are installed and then only read; one replaced during a run
    // would give a broken PDF or a crash of this run, never a written form.
    let bytes = unsafe { Mmap::map(&file) }.ok()?;
    Some(FontData { bytes: Arc::new(bytes), index: 0 })
}
