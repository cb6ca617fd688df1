//! What an OFD says that it keeps.

use serde::Deserialize;

/// How an OFD is written.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfdStyle {
    /// The kind of document that it says to be.
    pub kind: OfdType,
}

/// The kind of document that an OFD says to be; all have the same pages.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum OfdType {
    /// For archives (GB/T 42133-2022).
    #[default]
    #[serde(rename = "OFD-A")]
    Archive,
    /// Any (GB/T 33190-2016), for readers that know no other.
    #[serde(rename = "OFD")]
    Plain,
}

impl OfdType {
    /// The type of this name, in capitals or not: OFD-A, OFD.
    pub fn by_name(name: &str) -> Option<Self> {
        let mut kinds = [Self::Archive, Self::Plain].into_iter();
        kinds.find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Archive => "OFD-A",
            Self::Plain => "OFD",
        }
    }
}
