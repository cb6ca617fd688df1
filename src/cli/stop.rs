//! Ctrl-C: what is being written is finished, and nothing more is begun.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// What a program that was interrupted ends with, by the shells' custom.
pub(super) const INTERRUPTED: u8 = 130;

/// From now on Ctrl-C ends a run between two forms; a second one ends it at once.
///
/// Files are written beside and renamed, so that even then none is half-written.
pub(super) fn listen() {
    // Where signals cannot be caught the system's own way stays: the run is killed.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPTED.into());
        }
    });
}

/// Whether somebody wants the run to end.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
