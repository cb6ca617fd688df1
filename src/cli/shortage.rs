//! When memory runs out: one line, and the end. Without this the line is English, there are
//! two of them, and the program aborts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: Telling = Telling;

/// The system's allocator, which says so when there is nothing left.
struct Telling;

/// What is asked for beyond this is somebody's test whether there is so much: the answer is no.
const ABSURD: usize = 1 << 30;

// SAFETY: every call is handed to the system's allocator as it came, and what that gives
// is handed back as it is.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Telling {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        require(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        require(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        require(unsafe { System.realloc(old, layout, size) }, size)
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        unsafe { System.dealloc(old, layout) }
    }
}

fn require(given: *mut u8, size: usize) -> *mut u8 {
    if given.is_null() && size < ABSURD {
        end();
    }
    given
}

/// How long the end of the program may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ends the program. Files are written beside and renamed: none is half-written.
#[cold]
pub(super) fn end() -> ! {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.swap(true, Ordering::SeqCst) {
        // Two threads came to it, and the first ends the program; or the end itself wants memory.
        std::thread::sleep(PATIENCE);
        std::process::abort();
    }
    let line = "错误：内存不够，停下了；已经生成的文件都是完整的，关掉别的程序再运行一次\n";
    let _ = std::io::stderr().write_all(line.as_bytes());
    std::process::exit(2);
}
