//! Memory in use, counted by the allocator, with a bound that keeps the machine alive.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What all of a process may have; what asks for more is refused, which ends the process.
const BOUND: usize = 3 << 30;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, with a count.
pub struct Counting;

/// Counts memory that is asked for; whether it may be had.
fn take(size: usize) -> bool {
    let live = LIVE.fetch_add(size, Ordering::Relaxed) + size;
    if live > BOUND {
        give(size);
        return false;
    }
    PEAK.fetch_max(live, Ordering::Relaxed);
    true
}

fn give(size: usize) {
    LIVE.fetch_sub(size, Ordering::Relaxed);
}

/// Counts memory that was asked for and not had.
fn had(place: *mut u8, size: usize) -> *mut u8 {
    if place.is_null() {
        give(size);
    }
    place
}

// SAFETY: every call is handed on to the system's allocator as it came, or refused with null.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return null_mut();
        }
        // SAFETY: the caller keeps the contract, which is the same.
        had(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return null_mut();
        }
        // SAFETY: as above.
        had(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        give(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) };
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Large blocks grow where they are, so that only the difference counts.
        let more = size.saturating_sub(layout.size());
        if !take(more) {
            return null_mut();
        }
        // SAFETY: as above.
        let new = had(unsafe { System.realloc(place, layout, size) }, more);
        if !new.is_null() {
            give(layout.size().saturating_sub(size));
        }
        new
    }
}

/// What is in use now, in bytes; the highest is counted from here on.
pub fn start() -> usize {
    let live = LIVE.load(Ordering::Relaxed);
    PEAK.store(live, Ordering::Relaxed);
    live
}

/// How far use has gone beyond what it was at the start; 0 unless [`Counting`] is the allocator.
pub fn beyond(start: usize) -> usize {
    PEAK.load(Ordering::Relaxed).saturating_sub(start)
}
