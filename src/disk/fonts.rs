//! Font files: where they are, and their bytes mapped into memory, once a run.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memmap2::Mmap;

use super::error::DiskError;
use super::installed::folder_with;
use super::system_fonts::{SystemFonts, system_folders};
use super::trace::Traces;
use crate::filing::names::show_path;
use crate::finding::{Code, Finding};
use crate::layout::{FontData, FontSource, named_faces};
use crate::place::Place;

/// The environment variable that names a folder of fonts.
const VARIABLE: &str = "NIANBAO_FONTS";
/// A file that every complete set of the program's fonts has.
const MARKER: &str = "nianbao-fang.ttf";
/// How the names of the program's own fonts begin.
const OWN: &str = "nianbao-";

/// The folders of fonts, in the order in which they are searched.
#[derive(Debug)]
pub struct FontFolders {
    folders: Vec<PathBuf>,
    /// The program's own files, as far as they were asked for.
    files: Mutex<BTreeMap<String, Option<FontData>>>,
    /// An agency's fonts.
    agency: OnceLock<AgencyFonts>,
    /// Those installed on the system.
    system: SystemFonts,
    /// What folders and files were like before they were opened.
    traces: Traces,
}

/// An agency's fonts.
#[derive(Debug, Default)]
struct AgencyFonts {
    /// All files that were found.
    files: Vec<PathBuf>,
    /// By the names in their name tables.
    faces: BTreeMap<String, FontData>,
    /// Files that are of no use, and why.
    faults: Vec<Finding>,
}

impl FontFolders {
    /// `--fonts`, `NIANBAO_FONTS`, beside the program, the source tree around it; then where the
    /// system keeps fonts.
    ///
    /// # Errors
    /// When a folder that was asked for is not there.
    pub fn find(asked: Option<&Path>) -> Result<Self, DiskError> {
        let mut folders = Vec::new();
        if let Some(folder) = asked {
            if !folder.is_dir() {
                return Err(DiskError::NoFontFolder(folder.to_owned()));
            }
            folders.push(folder.to_owned());
        }
        folders.extend(std::env::var_os(VARIABLE).map(PathBuf::from));
        folders.extend(folder_with("fonts", "templates/fonts", MARKER));
        let system = SystemFonts::new(system_folders());
        Ok(Self {
            system,
            ..Self::of(folders)
        })
    }

    /// These folders and no others, in the order in which they are searched. The program's own
    /// fonts and an agency's lie side by side.
    pub fn of(folders: Vec<PathBuf>) -> Self {
        let system = SystemFonts::new(Vec::new());
        let traces = Traces::default();
        Self {
            folders,
            files: Mutex::default(),
            agency: OnceLock::new(),
            system,
            traces,
        }
    }

    /// Whether any font that was asked for may be another one by now: whoever keeps fonts for
    /// long opens them anew then.
    pub fn have_changed(&self) -> bool {
        self.traces.have_changed() || self.system.have_changed()
    }

    /// The agency's font files that are of no use; none before a font was asked for.
    pub fn faults(&self) -> &[Finding] {
        self.agency
            .get()
            .map_or(&[], |fonts| fonts.faults.as_slice())
    }

    /// The agency's font files that are in use.
    pub fn agency_files(&self) -> &[PathBuf] {
        &self.agency().files
    }

    fn agency(&self) -> &AgencyFonts {
        self.agency
            .get_or_init(|| AgencyFonts::find(&self.folders, &self.traces))
    }
}

impl AgencyFonts {
    /// Those of these folders; what is opened is noted before.
    fn find(folders: &[PathBuf], traces: &Traces) -> Self {
        let mut fonts = Self::default();
        for folder in folders {
            traces.note(folder);
        }
        for path in folders.iter().flat_map(|folder| font_files(folder)) {
            traces.note(&path);
            fonts.add(&path);
        }
        fonts
    }

    /// Takes the faces of a file; one that was found before under the same name stays.
    fn add(&mut self, path: &Path) {
        let Some(bytes) = map(path) else {
            self.refuse(path, "打不开");
            return;
        };
        match named_faces(&bytes) {
            Ok(found) => {
                self.files.push(path.to_owned());
                for face in found {
                    self.faces.entry(face.name).or_insert(face.data);
                }
            }
            Err(fault) => self.refuse(path, &fault.to_string()),
        }
    }

    fn refuse(&mut self, path: &Path, why: &str) {
        let place = Place::file(&path.display().to_string().into());
        let message = format!("字体文件 {} {why}，没有用它", show_path(path));
        let hint = "从原来的地方重新拷贝，或把它移出字体文件夹";
        self.faults
            .push(Finding::new(Code::SubstitutedFont, message, place).hint(hint));
    }
}

/// The font files of a folder that are not the program's own, in order.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| is_agency_font(path));
    files.sort_unstable();
    files
}

fn is_agency_font(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    let name = path
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc")) && !name.starts_with(OWN)
}

impl FontSource for FontFolders {
    fn by_name(&self, name: &str) -> Option<FontData> {
        self.agency()
            .faces
            .get(name)
            .cloned()
            .or_else(|| self.system.face(name))
    }

    fn others(&self) -> Vec<String> {
        self.agency().faces.keys().cloned().collect()
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = files.get(file) {
            return known.clone();
        }
        let mut paths = self.folders.iter().map(|folder| folder.join(file));
        let found = paths.find_map(|path| self.open(&path));
        files.insert(file.to_owned(), found.clone());
        found
    }
}

impl FontFolders {
    /// The face of a file, which is noted before it is opened.
    fn open(&self, path: &Path) -> Option<FontData> {
        self.traces.note(path);
        FontData::new(map(path)?, 0).ok()
    }
}

/// A font file's bytes.
pub(super) fn map(path: &Path) -> Option<Arc<dyn AsRef<[u8]> + Send + Sync>> {
    // A pipe would be waited for.
    if !path.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    if let Some(bytes) = map_file(&file) {
        return Some(Arc::new(bytes));
    }
    // Some file systems map no files; and where memory has run out, this says so.
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(Arc::new(bytes))
}

/// A file mapped rather than read: of 34 MB of fonts a report needs a few pages, and
/// mapping saves a quarter of the whole run.
#[allow(unsafe_code)]
fn map_file(file: &File) -> Option<Mmap> {
    // SAFETY: a mapping is sound as long as nobody changes the file meanwhile.
    // Font files are installed and then only read; one replaced during a run
    // would give a broken PDF or a crash of this run, never a written form. Who keeps fonts
    // from one build to the next asks before whether they have changed.
    unsafe { Mmap::map(file) }.ok()
}
