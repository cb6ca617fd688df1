//! The files that a report is made of, as they looked at one time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::args::BuildArgs;
use nianbao::disk::Trace;
use nianbao::disk::write::folder_of;

/// Kinds of files that belong to a form: other forms, the style and templates, pictures.
pub(super) const KINDS: [&str; 7] = ["yaml", "yml", "xlsx", "json", "png", "jpg", "jpeg"];
/// Folders below the form's that are looked into, and files at most: pictures may lie there.
const DEPTH: usize = 3;
const MAX_FILES: usize = 1_000;

/// Files by their paths; none where one is not there.
type TracesByPath = BTreeMap<PathBuf, Option<Trace>>;

/// What a report is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileLooks {
    form: Option<Trace>,
    /// What stands beside the form and below its folder.
    beside: TracesByPath,
    /// What the arguments name: templates, style, standards and settings.
    given: TracesByPath,
    /// The folders that all of it lies in.
    pub folders: BTreeSet<PathBuf>,
}

impl FileLooks {
    pub fn at(args: &BuildArgs, form: &Path) -> Self {
        let mut folders = BTreeSet::new();
        let beside = trace_all(list_files(folder_of(form), &KINDS, &mut folders));
        let looks = &args.reading.looks;
        let mut given = Vec::new();
        if let Some(template) = &looks.template {
            for folder in ["report", "style"] {
                given.extend(list_files(&template.join(folder), &["yaml"], &mut folders));
            }
        }
        if let Some(standards) = &args.reading.how.cells.standard {
            given.extend(list_files(standards, &["yaml"], &mut folders));
        }
        if let Some(config) = &looks.config {
            folders.insert(folder_of(config).to_owned());
            given.push(config.clone());
        }
        Self {
            form: Trace::of(form),
            beside,
            given: trace_all(given),
            folders,
        }
    }

    /// Whether all files are as they were.
    pub fn are_as(&self, other: &Self) -> bool {
        (self.form, &self.beside) == (other.form, &other.beside) && !self.are_given_anew(other)
    }

    /// Whether anything that the arguments name is no more what it was.
    pub fn are_given_anew(&self, other: &Self) -> bool {
        self.given != other.given
    }

    /// Whether the form is there.
    pub fn has_form(&self) -> bool {
        self.form.is_some()
    }

    /// Whether the form is there and says nothing, as one does that is being written.
    pub fn has_empty_form(&self) -> bool {
        self.form.is_some_and(|form| form.length == 0)
    }
}

fn trace_all(paths: Vec<PathBuf>) -> TracesByPath {
    paths
        .into_iter()
        .map(|path| (path.clone(), Trace::of(&path)))
        .collect()
}

/// The files of these kinds in a folder and those below it; the folders are told as well.
fn list_files(folder: &Path, kinds: &[&str], folders: &mut BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        if folders.len() < MAX_FILES {
            folders.insert(folder);
        }
        for path in entries.flatten().map(|entry| entry.path()) {
            if is_of(&path, kinds) {
                found.push(path);
            } else if depth < DEPTH && path.is_dir() {
                open.push((path, depth + 1));
            }
            if found.len() + open.len() > MAX_FILES {
                return found;
            }
        }
    }
    found
}

/// Whether a file is of one of these kinds.
pub(super) fn is_of(path: &Path, kinds: &[&str]) -> bool {
    let kind = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    kinds.contains(&kind.as_str())
}
