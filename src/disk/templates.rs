//! Standards, settings and templates that the agency gives in folders and files of its own.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::read::read_text;
use crate::document::Source;
use crate::filing::{NOTICE, STYLE, body_name};
use crate::rules::{Settings, settings};
use crate::standard::Library;

/// The built-in standards with those of a folder.
///
/// # Errors
/// When the folder cannot be opened, holds no standard, or one with a fault.
pub(super) fn library(folder: &Path) -> Result<Library, DiskError> {
    let entries = fs::read_dir(folder).map_err(|source| DiskError::open_folder(folder, source))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension() == Some("yaml".as_ref()));
    files.sort_unstable();
    if files.is_empty() {
        return Err(DiskError::NoStandards(folder.to_owned()));
    }
    let mut library = Library::default();
    for path in files {
        let text = read_text(&path)?;
        if let Err(source) = library.add(&text) {
            return Err(DiskError::Standard { path, source });
        }
    }
    Ok(library)
}

/// An agency's settings.
///
/// # Errors
/// When the file cannot be read or understood.
pub(super) fn settings_of(file: &Path) -> Result<Settings, DiskError> {
    let path = file.to_owned();
    settings(&read_text(file)?).map_err(|source| DiskError::Settings { path, source })
}

/// Where templates come from: a folder, file by file, else the built-in ones.
#[derive(Debug, Default)]
pub(super) struct Templates {
    folder: Option<PathBuf>,
    /// Files of the folder that replace nothing.
    pub strays: Vec<String>,
}

impl Templates {
    /// # Errors
    /// When the folder is not there or replaces nothing, or one of its templates cannot be read.
    pub fn of(folder: &Path, library: &Library) -> Result<Self, DiskError> {
        if !folder.is_dir() {
            return Err(DiskError::NoTemplateFolder(folder.to_owned()));
        }
        let standards = library.all();
        let mut names: Vec<String> = standards
            .iter()
            .map(|standard| body_name(standard))
            .collect();
        names.extend([NOTICE, STYLE].map(str::to_owned));
        let strays = find_strays(folder, &names);
        let mut used = names
            .iter()
            .map(|name| folder.join(name))
            .filter(|path| is_there(path));
        let Some(first) = used.next() else {
            let folder = folder.to_owned();
            return Err(DiskError::NoTemplates {
                folder,
                names,
                others: strays,
            });
        };
        read_text(&first)?;
        for path in used {
            read_text(&path)?;
        }
        Ok(Self {
            folder: Some(folder.to_owned()),
            strays,
        })
    }

    /// The template of this name; none where the folder does not replace it.
    pub fn find(&self, name: &str) -> Result<Option<Source>, DiskError> {
        let path = self.folder.as_ref().map(|folder| folder.join(name));
        let Some(path) = path.filter(|path| is_there(path)) else {
            return Ok(None);
        };
        let text = read_text(&path)?;
        Ok(Some(Source::new(&path.display().to_string(), &text)))
    }
}

/// Whether anything has this name, a link to nowhere included: it was meant to be read.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The files beside templates that replace none.
fn find_strays(folder: &Path, names: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for part in ["report", "style"] {
        let entries = fs::read_dir(folder.join(part)).into_iter().flatten();
        for entry in entries.flatten() {
            let name = format!("{part}/{}", entry.file_name().to_string_lossy());
            if !names.contains(&name) {
                found.push(name);
            }
        }
    }
    found.sort_unstable();
    found
}
