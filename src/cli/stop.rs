//! Ctrl-C: what is being written is finished, and nothing more is begun.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// What a program that was interrupted ends with, by the shells' custom.
pub(super) const INTERRUPTED: u8 = 130;

/// From now on Ctrl-C ends a run between two forms; a second one ends it at once.
///
/// Files are written beside and renamed, so that even then none is half-written. No
/// thread is needed for it.
pub(super) fn listen() {
    // The first finds the flag down and puts it up; the next finds it up. Where signals
    // cannot be caught the system's own way stays: the run is killed.
    let _ = flag::register_conditional_shutdown(SIGINT, INTERRUPTED.into(), ASKED.clone());
    let _ = flag::register(SIGINT, ASKED.clone());
}

/// A file that grows beyond what the system allows is an error of writing, not the end.
#[cfg(unix)]
pub(super) fn survive_limits() {
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub(super) fn survive_limits() {}

/// Whether somebody wants the run to end.
pub(super) fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
