//! The faces that the page has: given when they are needed, kept as long as the module lives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nianbao::layout::{FontData, FontSource};

use crate::missed::Missed;

/// Faces by their files.
#[derive(Default)]
pub(crate) struct Faces {
    offered: BTreeSet<String>,
    given: BTreeMap<String, FontData>,
    /// Those that were asked for before they were given.
    pub missed: Missed,
}

impl Faces {
    /// Says which faces the page has.
    pub fn offer(&mut self, files: Vec<String>) {
        self.offered = files.into_iter().collect();
    }

    /// Takes a face; one that cannot be relied on is never asked for again.
    pub fn give(&mut self, file: &str, bytes: Vec<u8>) {
        self.offered.remove(file);
        if let Ok(data) = FontData::new(Arc::new(bytes), 0) {
            self.given.insert(file.to_owned(), data);
        }
    }
}

impl FontSource for Faces {
    /// A page knows none of its machine's fonts.
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        let given = self.given.get(file).cloned();
        if given.is_none() && self.offered.contains(file) {
            self.missed.add(file.to_owned());
        }
        given
    }

    fn others(&self) -> Vec<String> {
        Vec::new()
    }
}
