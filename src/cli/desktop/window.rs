//! The window that the program runs in: whether it closes when the program ends, and until when
//! it waits.

use super::say;
use super::start::is_on;

/// Set by starters of a desktop that open a terminal for the program: it closes with it.
const VARIABLE: &str = "NIANBAO_DESKTOP";

/// What becomes of the window when the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Somebody's shell goes on in it.
    Stays,
    /// It closes, and with it goes what was said.
    Closes,
}

impl Window {
    /// The one that this process runs in.
    pub fn of_process() -> Self {
        if is_on(VARIABLE) || is_ours_alone() {
            Self::Closes
        } else {
            Self::Stays
        }
    }
}

/// Waits until what was said is read.
pub fn wait() {
    say("\n按回车键关闭……");
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Whether Windows opened the window for this process: started from a shell it shares that one's.
#[cfg(windows)]
#[expect(unsafe_code, reason = "no safe call tells who shares a console")]
fn is_ours_alone() -> bool {
    use windows_sys::Win32::System::Console::GetConsoleProcessList;
    let mut processes = [0; 2];
    // SAFETY: it writes as many numbers as it is told there is room for, into an array of so many.
    let count = unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) };
    // Nought where there is no console; more than there is room for are only counted.
    count == 1
}

/// Elsewhere no system tells.
#[cfg(not(windows))]
fn is_ours_alone() -> bool {
    false
}
