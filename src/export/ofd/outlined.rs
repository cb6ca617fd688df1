//! How thick outlines are drawn around bold characters.
//!
//! Some readers take the thickness of a text's outline from its own attribute and some only from
//! a parameter of drawing (ofd-core 0.3 draws 0.353 mm without one), so that both say it.

use std::collections::BTreeMap;

use super::ids::Ids;
use super::lengths::Micrometres;

/// The thicknesses of a file's outlines, each with its number.
#[derive(Default)]
pub(super) struct OutlinesShown {
    widths: BTreeMap<Micrometres, u32>,
}

/// A thickness with its number.
pub(super) struct OutlineWidth {
    pub id: u32,
    pub width: Micrometres,
}

impl OutlinesShown {
    /// The number by which pages name a thickness.
    pub fn id(&mut self, width: Micrometres, ids: &mut Ids) -> u32 {
        *self.widths.entry(width).or_insert_with(|| ids.next())
    }

    /// All of them, from the thinnest.
    pub fn list(&self) -> Vec<OutlineWidth> {
        let mut list = Vec::new();
        for (&width, &id) in &self.widths {
            list.push(OutlineWidth { id, width });
        }
        list
    }
}
