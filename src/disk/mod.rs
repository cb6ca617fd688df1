//! The disk: a [`World`] of files and folders, and a [`Sink`] beside it for what is written.
//!
//! It is the only room that opens files: bounded ([`mod@read`]), whole
//! ([`mod@write`]), one run at a time in a folder ([`Lock`]), nothing lost that somebody
//! edited ([`Sink`]). What is right and what is wrong with a form it does not know.
//!
//! # What is opened
//!
//! Nothing but plain files is opened, for reading or writing (`disk::read`, `disk::write`), and
//! what is printed passes `finding::printable` once. Fonts are tried when they are opened
//! (`layout::FontData::new`): libraries below take their tables at their word. Pictures are read
//! as the PDF will read them before they are bound, and opened before a page is begun.

mod error;
mod folder;
mod fonts;
mod installed;
mod kept;
mod lock;
pub mod read;
mod sink;
mod staged;
mod stamps;
mod system_fonts;
mod templates;
mod trace;
pub mod write;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub use error::{DiskError, reason};
pub use folder::{FolderContent, FolderFiles, read_folder, write_folder};
pub use fonts::FontFolders;
pub use installed::{file_beside, folder_with};
pub use kept::{EDITED, keep};
pub use lock::{Forever, Lock, Waiter};
pub use sink::Sink;
pub use stamps::stamp_of;
pub use trace::Trace;

use crate::document::Source;
use crate::file::MAX_FORM;
use crate::filing::{Filing, Name, Shelf, Terms, Why, World};
use crate::form::{BlankCells, Options};
use crate::layout::FontSource;
use crate::rules::{BlankMeaning, Settings};
use crate::standard::Library;
use read::{read_document, read_form};
use templates::Templates;

/// Files by their paths, with what an agency gives of its own: standards, templates, settings,
/// fonts.
///
/// Relative names are those of the process's folder: a form from somebody else is best opened
/// by the full path of a folder of its own, as it may name whatever lies beside it.
#[derive(Debug, Default)]
pub struct Disk {
    library: Library,
    templates: Templates,
    terms: Terms,
    fonts: Option<FontFolders>,
    shelf: Option<Shelf>,
}

impl Disk {
    /// With what is built in, and no fonts.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the standards of a folder beside the built-in ones; before any templates.
    ///
    /// # Errors
    /// When the folder cannot be opened, holds no standard, or one with a fault.
    pub fn with_standards(self, folder: &Path) -> Result<Self, DiskError> {
        Ok(Self {
            library: templates::library(folder)?,
            ..self
        })
    }

    /// With the templates of a folder in place of the built-in ones of the same names.
    ///
    /// # Errors
    /// When the folder is not there or replaces nothing, or one of its templates cannot be read.
    pub fn with_templates(self, folder: &Path) -> Result<Self, DiskError> {
        Ok(Self {
            templates: Templates::of(folder, &self.library)?,
            ..self
        })
    }

    /// With an agency's settings.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn with_settings(mut self, file: &Path) -> Result<Self, DiskError> {
        let settings = templates::settings_of(file)?;
        let hints = self.terms.settings.hints;
        // What the command asks for goes before.
        if let Some(blank) = settings
            .blank
            .filter(|_| self.terms.options.blank == BlankCells::Refused)
        {
            self.terms.options.blank = match blank {
                BlankMeaning::Error => BlankCells::Refused,
                BlankMeaning::Warning => BlankCells::Told,
                BlankMeaning::Zero => BlankCells::Zero,
            };
        }
        self.terms.settings = Settings { hints, ..settings };
        Ok(self)
    }

    /// With hints: good advice that is often no fault.
    #[must_use]
    pub fn with_hints(mut self) -> Self {
        self.terms.settings.hints = true;
        self
    }

    /// Reads cells as strictly as this.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.terms.options = options;
        self
    }

    /// With fonts.
    #[must_use]
    pub fn with_fonts(self, fonts: FontFolders) -> Self {
        Self {
            fonts: Some(fonts),
            ..self
        }
    }

    /// With a place where last year's form is kept, for who opens one form again and again.
    #[must_use]
    pub fn with_shelf(self) -> Self {
        Self {
            shelf: Some(Shelf::default()),
            ..self
        }
    }

    /// Files in the folder of templates that replace nothing, by their names.
    pub fn strays(&self) -> &[String] {
        &self.templates.strays
    }

    /// The fonts as they lie in folders.
    pub fn font_folders(&self) -> Option<&FontFolders> {
        self.fonts.as_ref()
    }

    /// Reads and checks a form.
    ///
    /// # Errors
    /// When it cannot be read from the disk, or a template cannot. What is wrong with the
    /// form is among the findings.
    pub fn open(&self, path: &Path) -> Result<Filing, Why> {
        Filing::open(self, &Name::new(path), &read_form(path)?)
    }
}

impl Disk {
    /// The same of a form or of a report that somebody has published: DOCX, PDF, page or text.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_any(&self, path: &Path) -> Result<Filing, Why> {
        Filing::open_any(self, &Name::new(path), &read_document(path)?)
    }
}

/// What Excel, WPS and LibreOffice put round the name of a file that they have open.
const LOCKS: [[&str; 2]; 3] = [["~$", ""], [".~", ""], [".~lock.", "#"]];

impl World for Disk {
    fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why> {
        let path = name.path();
        let bytes = read_form(path)?;
        if bytes.len() > MAX_FORM {
            return Err(DiskError::TooLarge {
                path: path.to_owned(),
                limit: MAX_FORM,
            }
            .into());
        }
        Ok(Cow::Owned(bytes))
    }

    fn is_open_elsewhere(&self, name: &Name) -> bool {
        let path = name.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        for [before, behind] in LOCKS {
            let lock = path.with_file_name([before, &*file, behind].concat());
            if lock.symlink_metadata().is_ok() {
                return true;
            }
        }
        false
    }

    fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    fn standards(&self) -> &Library {
        &self.library
    }

    fn template(&self, name: &str) -> Result<Option<Source>, Why> {
        Ok(self.templates.find(name)?)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn fonts(&self) -> Option<&dyn FontSource> {
        self.fonts.as_ref().map(|fonts| fonts as &dyn FontSource)
    }
}

/// A folder by its one true name, as far as it exists.
pub fn place_of(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for above in absolute.ancestors() {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), absolute.strip_prefix(above)) {
            return real.join(rest);
        }
    }
    absolute
}
