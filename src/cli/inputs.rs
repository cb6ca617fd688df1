//! Which forms a run is about: files, folders with all below them, and patterns.
//!
//! On Windows no shell expands `*.xlsx`, so patterns are expanded here. What stands in a
//! folder and is no form by its name is passed over; so are hidden files and the lock
//! files (`~$…`) that office programs leave beside an open workbook.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::input_kinds::{is_document, is_form, is_hidden, is_lock, is_result};
use super::{Trouble, stop};
use nianbao::disk::reason;
use nianbao::filing::names::show_path;

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub forms: Vec<PathBuf>,
    /// Folders that could not be looked into.
    pub troubles: Vec<Skipped>,
}

/// A folder that could not be looked into.
#[derive(Debug)]
pub(super) struct Skipped {
    pub path: String,
    pub message: String,
}

/// The forms that the arguments name, in their order; those of a folder by their names.
///
/// A file that is given twice stays twice; one that a folder or pattern gives again does not.
/// `others` are files and folders of the run that are no forms: settings, templates, results.
///
/// # Errors
/// For a folder or pattern that gives no form at all, and where only lock files are given.
pub(super) fn forms(given: &[PathBuf], others: &[&Path]) -> Result<Inputs, Trouble> {
    find(given, others, SoughtKind::Forms)
}

/// Forms as [`forms`], and the published reports that a pattern names, as `*.docx`.
///
/// # Errors
/// As [`forms`].
pub(super) fn forms_and_reports(given: &[PathBuf], others: &[&Path]) -> Result<Inputs, Trouble> {
    find(given, others, SoughtKind::FormsAndReports)
}

/// The published reports that the arguments name, as [`forms`].
///
/// # Errors
/// As [`forms`].
pub(super) fn documents(given: &[PathBuf], others: &[&Path]) -> Result<Inputs, Trouble> {
    find(given, others, SoughtKind::Documents)
}

fn find(given: &[PathBuf], others: &[&Path], sought: SoughtKind) -> Result<Inputs, Trouble> {
    let mut found = FoundInputs {
        sought,
        ..FoundInputs::default()
    };
    let mut lock = None;
    found
        .others
        .extend(others.iter().filter_map(|path| path.canonicalize().ok()));
    for path in given {
        if path.is_dir() {
            found.add_folder(path)?;
        } else if is_pattern(path) {
            found.add_pattern(path)?;
        } else if is_lock(path) {
            // A shell's `*.xlsx` gives it beside the form.
            lock = lock.or(Some(path));
        } else {
            found.seen.extend(path.canonicalize().ok());
            found.inputs.forms.push(path.clone());
        }
    }
    match lock {
        Some(path) if found.inputs.forms.is_empty() && found.inputs.troubles.is_empty() => {
            let message = "是 Excel 打开填报表时的临时文件，不是填报表；请写填报表自己的文件名";
            Err(Trouble(format!("{} {message}", show_path(path))))
        }
        _ => Ok(found.inputs),
    }
}

/// Whether a path is no file's name, but a pattern of such.
fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(SIGNS) && fs::symlink_metadata(path).is_err()
}

/// Whether a part of a path is a name, and no pattern of such.
fn is_plain(part: &Component<'_>) -> bool {
    !part.as_os_str().to_string_lossy().contains(SIGNS)
}

/// The signs that make a name a pattern.
const SIGNS: [char; 3] = ['*', '?', '['];
/// A pattern's part that stands for any number of folders.
const ANY_DEPTH: &str = "**";

/// What a run is about.
#[derive(Clone, Copy, Default)]
enum SoughtKind {
    #[default]
    Forms,
    /// Forms, and documents where a pattern names their kind: beside forms lie the reports
    /// that were made of them.
    FormsAndReports,
    Documents,
}

impl SoughtKind {
    /// Whether a file may be one, by its name.
    fn fits(self, path: &Path) -> bool {
        match self {
            Self::Forms | Self::FormsAndReports => is_form(path),
            Self::Documents => is_document(path),
        }
    }

    /// What none of them is called where a folder has none.
    fn chinese(self) -> &'static str {
        match self {
            Self::Forms => "填报表（.xlsx、.yaml、.json）",
            Self::FormsAndReports => {
                "填报表（.xlsx、.yaml、.json）；要检查已经发布的报告，写 文件夹/*.docx 这样的写法"
            }
            Self::Documents => "报告文件（.docx、.pdf、.html、.mht、.txt、.xlsx）",
        }
    }
}

/// What was found so far.
#[derive(Default)]
struct FoundInputs {
    sought: SoughtKind,
    inputs: Inputs,
    /// The forms by their true names.
    seen: BTreeSet<PathBuf>,
    /// Files and folders that are no forms, by their true names.
    others: Vec<PathBuf>,
}

/// What a walk through folders looks for.
#[derive(Clone, Copy)]
struct SearchScope<'a> {
    /// The names; none where every form is wanted.
    pattern: Option<&'a Pattern>,
    /// How many folders deep it looks.
    depth: usize,
}

/// Every form at any depth.
const ALL: SearchScope<'static> = SearchScope {
    pattern: None,
    depth: MAX_DEPTH,
};

/// How names are compared with a pattern: as file names are on Windows, where patterns come from.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: !cfg!(windows),
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

impl FoundInputs {
    /// All forms of a folder and of those below it.
    fn add_folder(&mut self, folder: &Path) -> Result<(), Trouble> {
        let before = self.inputs.forms.len();
        self.walk(folder, ALL);
        // Of a folder that cannot be opened this is told already.
        if self.inputs.forms.len() == before && self.inputs.troubles.is_empty() {
            let kinds = self.sought.chinese();
            return Err(Trouble(format!(
                "文件夹 {} 里没有{kinds}",
                show_path(folder)
            )));
        }
        Ok(())
    }

    /// All forms that a pattern gives; a folder that it gives counts with all below it.
    fn add_pattern(&mut self, path: &Path) -> Result<(), Trouble> {
        let name = show_path(path);
        let pattern = Pattern::new(&path.to_string_lossy())
            .map_err(|error| Trouble(format!("“{name}”这个写法不对：{}", error.msg)))?;
        let base: PathBuf = path.components().take_while(is_plain).collect();
        let parts = path.components().skip_while(is_plain);
        let any = parts.clone().any(|part| part.as_os_str() == ANY_DEPTH);
        let depth = if any {
            MAX_DEPTH
        } else {
            parts.count().saturating_sub(1)
        };
        let base = if base.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            base
        };
        let before = self.inputs.forms.len();
        let sought = self.sought;
        if matches!(sought, SoughtKind::FormsAndReports) && is_document(path) {
            self.sought = SoughtKind::Documents;
        }
        let pattern = Some(&pattern);
        if base.is_dir() {
            self.walk(&base, SearchScope { pattern, depth });
        }
        self.sought = sought;
        if self.inputs.forms.len() == before && self.inputs.troubles.is_empty() {
            return Err(Trouble(format!("没有与“{name}”相符的填报表")));
        }
        Ok(())
    }

    fn walk(&mut self, folder: &Path, wanted: SearchScope<'_>) {
        // Somebody who stops a long search wants no more of it.
        if stop::is_asked() {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.skip(folder, &format!("打不开：{}", reason(&error))),
        };
        let mut entries: Vec<DirEntry> = entries.flatten().collect();
        entries.sort_unstable_by_key(DirEntry::file_name);
        let mut below = Vec::new();
        for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
            let path = in_folder(folder, &entry.file_name());
            let fits = wanted
                .pattern
                .is_none_or(|pattern| pattern.matches_with(&path.to_string_lossy(), OPTIONS));
            // A link to a folder may lead in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let whole = fits && wanted.pattern.is_some();
                below.push((path, if whole { ALL } else { wanted }));
            } else if fits && self.sought.fits(&path) && !path.is_dir() {
                self.add(path);
            }
        }
        for (path, wanted) in below {
            self.walk_below(&path, wanted);
        }
    }

    /// A folder that nobody named, and all below it.
    fn walk_below(&mut self, folder: &Path, wanted: SearchScope<'_>) {
        if self.is_other(folder) {
            return;
        }
        if let Some(depth) = wanted.depth.checked_sub(1) {
            self.walk(folder, SearchScope { depth, ..wanted });
        } else if wanted.pattern.is_none() {
            self.skip(folder, "套得太深，没有看");
        }
    }

    fn skip(&mut self, folder: &Path, why: &str) {
        let message = format!("文件夹 {} {why}", show_path(folder));
        self.inputs.troubles.push(Skipped {
            path: show_path(folder),
            message,
        });
    }

    fn add(&mut self, path: PathBuf) {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if !self.others.contains(&real) && !is_result(&path) && self.seen.insert(real) {
            self.inputs.forms.push(path);
        }
    }

    fn is_other(&self, folder: &Path) -> bool {
        !self.others.is_empty()
            && folder
                .canonicalize()
                .is_ok_and(|f| self.others.contains(&f))
    }
}

/// A name in a folder, without the dot of the folder one is in.
fn in_folder(folder: &Path, name: &OsStr) -> PathBuf {
    if folder == Path::new(".") {
        PathBuf::from(name)
    } else {
        folder.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 10] = [
        "b.yaml",
        "a.xlsx",
        "~$a.xlsx",
        ".c.yaml",
        "d.docx",
        "下级/e.JSON",
        "下级/~$e.xlsx",
        ".藏/f.yaml",
        "模板/style.yaml",
        "设置.yaml",
    ];

    /// The forms that arguments below a folder of `FILES` give; a trouble as its message.
    fn check(given: &[&str], expected: &[&str]) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        for file in FILES {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            let text = if file.contains("e.") {
                "{\"机关\": 1}"
            } else {
                ""
            };
            fs::write(path, text).expect("written");
        }
        let given: Vec<PathBuf> = given.iter().map(|name| root.join(name)).collect();
        let (templates, settings) = (root.join("模板"), root.join("设置.yaml"));
        let found = match forms(&given, &[&templates, &settings]) {
            Ok(found) => found.forms,
            Err(Trouble(message)) => vec![PathBuf::from(message)],
        };
        let shown = |path: &PathBuf| {
            path.to_string_lossy()
                .replace(&*root.to_string_lossy(), "")
                .replace('\\', "/")
        };
        assert_eq!(
            found.iter().map(shown).collect::<Vec<_>>(),
            expected,
            "{given:?}"
        );
    }

    #[test]
    fn files_folders_and_patterns() {
        check(
            &["b.yaml", "b.yaml", "d.docx"],
            &["/b.yaml", "/b.yaml", "/d.docx"],
        );
        check(&[""], &["/a.xlsx", "/b.yaml", "/下级/e.JSON"]);
        check(&["下级", "b.yaml"], &["/下级/e.JSON", "/b.yaml"]);
        check(&["*.xlsx"], &["/a.xlsx"]);
        check(&["**/*.JSON", "?.yaml"], &["/下级/e.JSON", "/b.yaml"]);
        check(&["b.yaml", "*"], &["/b.yaml", "/a.xlsx", "/下级/e.JSON"]);
        check(&["b.yaml", "~$a.xlsx"], &["/b.yaml"]);
        check(&["nowhere.yaml"], &["/nowhere.yaml"]);
    }

    #[test]
    fn what_gives_no_form_is_told() {
        check(&["*.yml"], &["没有与“/*.yml”相符的填报表"]);
        check(&[".藏/*.xlsx"], &["没有与“/.藏/*.xlsx”相符的填报表"]);
        for given in [&["~$a.xlsx"][..], &["~$a.xlsx", "下级/~$e.xlsx"]] {
            check(
                given,
                &["/~$a.xlsx 是 Excel 打开填报表时的临时文件，不是填报表；请写填报表自己的文件名"],
            );
        }
        check(&["[a"], &["“/[a”这个写法不对：invalid range pattern"]);
    }
}
