//! What lies beside the program: its fonts, its schemas, its page.
//!
//! Beside the executable, as it is handed out; else in a source tree around it, as
//! developers run it. The folder in which it was built is nowhere in the program.

use std::path::{Path, PathBuf};

/// The folders in which something may lie: `installed` beside the executable, `source` in
/// the executable's folder or any above it. Both are paths below those.
fn folders(installed: &str, source: &str) -> Vec<PathBuf> {
    let Ok(program) = std::env::current_exe() else {
        return Vec::new();
    };
    // A link in a folder of programs leads to where the rest lies.
    let real = program.canonicalize().unwrap_or(program);
    let above = real.ancestors().skip(1);
    let beside = above.clone().take(1).map(|folder| folder.join(installed));
    beside
        .chain(above.map(|folder| folder.join(source)))
        .collect()
}

/// The first of these folders that holds a file.
pub fn folder_with(installed: &str, source: &str, file: &str) -> Option<PathBuf> {
    folders(installed, source)
        .into_iter()
        .find(|folder| is_plain(&folder.join(file)))
}

/// A file in the program's folder, else in `share/nianbao` beside that one, as systems part
/// programs from what belongs to them.
///
/// On Windows the program's folder is as it was called: by its canonical name (`\\\\?\\…`) no
/// other program opens a file.
pub fn file_beside(name: &str) -> Option<PathBuf> {
    let called = std::env::current_exe().ok()?;
    let program = if cfg!(windows) {
        called
    } else {
        called.canonicalize().ok()?
    };
    let own = program.parent()?;
    let shared = own
        .parent()
        .map(|above| above.join("share").join("nianbao").join(name));
    std::iter::once(own.join(name))
        .chain(shared)
        .find(|path| is_plain(path))
}

fn is_plain(path: &Path) -> bool {
    path.is_file()
}
