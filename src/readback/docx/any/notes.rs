//! What notes say that stand at the foot of a page or at the end.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::parts::{Listener, Standing, value, walk};
use crate::finding::Complaint;

/// The notes of a document by their numbers.
#[derive(Default)]
pub(super) struct DocxNotes {
    texts: HashMap<String, String>,
    /// The number of the note that is open.
    id: String,
    in_text: bool,
}

impl DocxNotes {
    /// Reads a part of notes; `kind` is `footnote` or `endnote`.
    ///
    /// # Errors
    /// When it is broken.
    pub fn read(&mut self, xml: &str) -> Result<(), Complaint> {
        walk(xml, &mut Standing::new(self))
    }

    /// What a note says to which a mark `w:footnoteReference` or `w:endnoteReference`
    /// refers. Each is told once.
    pub fn take(&mut self, tag: &BytesStart<'_>) -> String {
        let name = tag.name();
        let kind = name.as_ref().trim_end_matches("Reference");
        let id = value(tag, "w:id").unwrap_or_default();
        self.texts
            .remove(&format!("{kind} {id}"))
            .unwrap_or_default()
            .trim()
            .to_owned()
    }
}

impl Listener for DocxNotes {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.name();
        match name.as_ref() {
            kind @ ("w:footnote" | "w:endnote") => {
                self.id = format!("{kind} {}", value(tag, "w:id").unwrap_or_default());
            }
            "w:t" => self.in_text = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:t" => self.in_text = false,
            "w:footnote" | "w:endnote" => self.id.clear(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.id.is_empty() {
            self.texts
                .entry(self.id.clone())
                .or_default()
                .push_str(text);
        }
    }
}
