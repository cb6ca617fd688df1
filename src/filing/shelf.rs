//! Last year's form as it was read before, for whoever opens this year's again and again.

use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};

use super::world::Name;
use crate::finding::Complaint;
use crate::form::{Attached, AttachedContent};
use crate::report::Report;

/// Keeps one form that was read, for the standards and the terms of the world that has the shelf.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Option<Shelved>>);

#[derive(Debug)]
struct Shelved {
    name: Name,
    bytes: Vec<u8>,
    content: ReadForm,
}

/// What is made of a form's bytes where they can be read.
#[derive(Clone, Debug)]
pub(super) struct ReadForm {
    pub report: Report,
    /// Its text.
    pub source: Arc<str>,
}

impl Shelf {
    /// What was made of this form while it had the same bytes.
    pub(super) fn find(&self, name: &Name, bytes: &[u8]) -> Option<ReadForm> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept
            .as_ref()
            .filter(|kept| kept.name == *name && kept.bytes == bytes)?;
        Some(kept.content.clone())
    }

    /// Keeps a form instead of the one before.
    pub(super) fn keep(&self, name: &Name, bytes: &[u8], content: &ReadForm) {
        let (name, bytes, content) = (name.clone(), bytes.to_vec(), content.clone());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Shelved {
            name,
            bytes,
            content,
        });
    }
}

/// Knows whether a form is more than its own bytes: then these do not tell whether it has changed.
pub(super) struct Noticed<'a> {
    pub attached: &'a dyn Attached,
    pub asked: Cell<bool>,
}

impl Attached for Noticed<'_> {
    fn content(&self, path: &str, name: &str) -> Result<AttachedContent, Complaint> {
        self.asked.set(true);
        self.attached.content(path, name)
    }
}
