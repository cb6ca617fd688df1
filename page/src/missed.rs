//! What was asked for and not there yet.

use std::collections::BTreeSet;
use std::mem;
use std::sync::{Mutex, PoisonError};

/// Names of what was asked for and not there yet; readers share it.
#[derive(Default)]
pub(crate) struct Missed(Mutex<BTreeSet<String>>);

impl Missed {
    /// Notes a name.
    pub fn add(&self, name: String) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name);
    }

    /// What has been noted since this was asked last.
    pub fn take(&self) -> Vec<String> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut *names).into_iter().collect()
    }
}
