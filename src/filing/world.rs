//! What a program lends to the library: files by name, fonts, templates, standards.
//!
//! This is the only door to the outside, and it only reads. A disk, a folder in memory
//! and a package are worlds; what writes stands beside them.

use std::borrow::Cow;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use super::shelf::Shelf;
use crate::document::Source;
use crate::form::Options;
use crate::layout::FontSource;
use crate::rules::Settings;
use crate::standard::Library;

/// The name of a file in a world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(PathBuf);

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl Name {
    /// A name as the user gave it.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The name as a path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file that stands, by this name, beside this one or below its folder; none elsewhere:
    /// a form that comes from somebody else makes a program read nothing else.
    pub fn beside(&self, name: &str) -> Option<Self> {
        let name = PathBuf::from(name.replace('\\', "/"));
        let mut parts = name.components();
        if !parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return None;
        }
        let folder = self.0.parent().unwrap_or(Path::new(""));
        Some(Self(folder.join(name)))
    }

    /// The same without the dots of the folder one is in, so that one file has one name.
    #[must_use]
    pub fn plain(&self) -> Self {
        let parts = self
            .0
            .components()
            .filter(|part| *part != Component::CurDir);
        Self(parts.collect())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

/// Why a world does not give a file, each with a line for the clerk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// There is none of this name.
    #[error("{0}")]
    Missing(String),
    /// It is there and cannot be read, or is no plain file.
    #[error("{0}")]
    Unreadable(String),
    /// It is larger than what is read of its kind.
    #[error("{0}")]
    TooLarge(String),
}

/// On what terms forms are read and findings graded.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// How strictly cells are read.
    pub options: Options,
    /// What the agency has settled for itself, and whether hints are asked for.
    pub settings: Settings,
}

/// What a program lends. Threads share it.
///
/// [`Memory`](super::Memory) is one, `Disk` another. A world of your own gives files by names
/// that stand in the form's folder or below it ([`Name::beside`]): last year's form (上年) and
/// pictures. Templates are asked for by [`STYLE`](super::STYLE), [`NOTICE`](super::NOTICE) and
/// [`body_name`](super::body_name); where it gives none, the built-in ones serve.
pub trait World: Sync {
    /// The bytes of a file. What is larger than a form or a picture may be need not be read to
    /// its end.
    ///
    /// # Errors
    /// [`Why`] there are none.
    fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why>;

    /// Whether an office program has a file open, so that it may show what is not saved yet.
    fn is_open_elsewhere(&self, _: &Name) -> bool {
        false
    }

    /// Where last year's form is kept once it is read; none where no form is opened twice.
    fn shelf(&self) -> Option<&Shelf> {
        None
    }

    /// The standards that forms are read by.
    fn standards(&self) -> &Library;

    /// The agency's own template of this name, such as `report/2021.yaml`; none where the
    /// built-in one serves.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    fn template(&self, name: &str) -> Result<Option<Source>, Why>;

    /// On what terms forms are read.
    fn terms(&self) -> &Terms;

    /// The fonts; none where only text is to be made.
    fn fonts(&self) -> Option<&dyn FontSource>;
}
