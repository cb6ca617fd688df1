//! A page opened in the browser, never through a shell: paths have blanks, `&`, `%` and Chinese.

use std::path::Path;

/// Opens it; whether some program took it.
#[cfg(windows)]
pub fn open(page: &Path) -> bool {
    // The system's own call, which takes a path as it is; `start` and `explorer` take it apart.
    open::that_detached(page).is_ok()
}

/// Opens it; whether some program took it.
#[cfg(not(windows))]
pub fn open(page: &Path) -> bool {
    OPENERS.iter().any(|opener| takes(opener, page))
}

/// What opens files as the desktop is set to, the best first.
#[cfg(not(windows))]
const OPENERS: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else {
    &["xdg-open", "x-www-browser"]
};

/// Looks at an opener, some second in all, until it is taken to go on.
#[cfg(not(windows))]
const LOOKS: usize = 50;
/// Between two looks.
#[cfg(not(windows))]
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// Whether an opener is there and does not fail at once.
#[cfg(not(windows))]
fn takes(opener: &str, page: &Path) -> bool {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    let mut command = Command::new(opener);
    command
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // In a group of its own it stays when the terminal closes: it may be the browser itself.
    let Ok(mut child) = command.process_group(0).spawn() else {
        return false;
    };
    for _ in 0..LOOKS {
        match child.try_wait() {
            Ok(None) => std::thread::sleep(PAUSE),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    true
}
