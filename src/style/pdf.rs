//! What a PDF says that it keeps.

use serde::Deserialize;

/// How a PDF is written.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PdfStyle {
    /// The part and level of PDF/A.
    pub level: PdfLevel,
}

/// Which part and level of PDF/A (ISO 19005) a file says that it keeps; all keep PDF/UA-1 as
/// well, and have the same pages.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum PdfLevel {
    /// PDF/A-2a: tagged.
    #[default]
    #[serde(rename = "2a")]
    A2a,
    /// PDF/A-2u: text that can be searched.
    #[serde(rename = "2u")]
    A2u,
    /// PDF/A-3a: tagged, with any files inside.
    #[serde(rename = "3a")]
    A3a,
}

impl PdfLevel {
    /// All levels.
    pub const ALL: [Self; 3] = [Self::A2a, Self::A2u, Self::A3a];

    /// The level of this name: 2a, 2u, 3a.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::A2a => "2a",
            Self::A2u => "2u",
            Self::A3a => "3a",
        }
    }

    /// The part of ISO 19005.
    pub fn part(self) -> i32 {
        if let Self::A3a = self { 3 } else { 2 }
    }

    /// The letter by which files name the level.
    pub fn conformance(self) -> &'static str {
        if let Self::A2u = self { "U" } else { "A" }
    }
}
