//! Reading and writing files, bounded and whole.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::Trouble;
use crate::form::workbook::MAX_BYTES;

/// Reads a form; of a file that is too large only as much as shows that it is.
pub(super) fn read_form(path: &Path) -> Result<Vec<u8>, Trouble> {
    read(path, "填报表").map_err(|Trouble(message)| Trouble(message + &with_extension(path)))
}

/// Reads a file of a kind, `what`; of one that is too large only as much as shows that it is.
pub(super) fn read(path: &Path, what: &str) -> Result<Vec<u8>, Trouble> {
    read_up_to(path, what, MAX_BYTES)
}

/// The same for a kind that may have so many bytes.
pub(super) fn read_up_to(path: &Path, what: &str, limit: usize) -> Result<Vec<u8>, Trouble> {
    if path.is_dir() {
        return Err(Trouble(format!("{} 是文件夹，请指定{what}文件", path.display())));
    }
    // A pipe would be waited for, a device never ends.
    if path.metadata().is_ok_and(|m| !m.is_file()) {
        return Err(Trouble(format!("{} 不是普通文件", path.display())));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path)
        .map_err(|e| Trouble(format!("打不开 {}：{}", path.display(), reason(&e))))?;
    file.take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Trouble(format!("读不了 {}：{}", path.display(), reason(&e))))?;
    Ok(bytes)
}

/// The file that was probably meant, where systems hide what a name ends in.
fn with_extension(path: &Path) -> String {
    if path.exists() {
        return String::new();
    }
    let named = ["xlsx", "yaml"].map(|kind| PathBuf::from(format!("{}.{kind}", path.display())));
    named
        .iter()
        .find(|p| p.is_file())
        .map_or(String::new(), |p| format!("；是不是 {}？", p.display()))
}

/// The file that a form names, in the form's folder or below it; none elsewhere:
/// a form that comes from somebody else makes the program read nothing else.
pub(super) fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(&name.replace('\\', "/")).to_owned();
    let inside = name.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    inside.then(|| folder.join(name))
}

/// Reads a text file of the program's own kind, such as a template.
pub(super) fn read_text(path: &Path) -> Result<String, Trouble> {
    let bytes = read_form(path)?;
    String::from_utf8(bytes).map_err(|_| Trouble(format!("{} 不是 UTF-8 文本", path.display())))
}

/// The content of a file, if there is one.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble(format!("读不了 {}：{}", path.display(), reason(&error)))),
    }
}

/// A path as people are shown it, without a leading `./`.
pub(super) fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Writes a file by way of a temporary one beside it, so that nobody ever
/// sees half a file; says whether it is new, changed or unchanged.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<&'static str, Trouble> {
    let fail = |e: io::Error| Trouble(format!("写不了 {}：{}", path.display(), reason(&e)));
    let status = match fs::read(path) {
        Ok(old) if old == bytes => return Ok("unchanged"),
        Ok(_) => "changed",
        Err(_) => "new",
    };
    // A link stays a link: what it leads to is replaced.
    let target =
        if path.is_symlink() { path.canonicalize().map_err(fail)? } else { path.to_owned() };
    sweep(&target);
    let (temporary, mut file) = temporary(&target).map_err(fail)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    // Who may read and write it stays as it was, where the system lets that be set.
    if let Ok(about) = fs::metadata(&target) {
        let _ = fs::set_permissions(&temporary, about.permissions());
    }
    // Windows renames no file that is open.
    drop(file);
    let done = written.and_then(|()| fs::rename(&temporary, &target));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done.map(|()| status).map_err(fail)
}

/// How old a temporary file is before it counts as left behind by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_mins(10);

/// Removes temporary files beside `path` that runs left behind which were killed.
fn sweep(path: &Path) {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        let age =
            || entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
        if ours && age().is_some_and(|age| age > LEFT_BEHIND) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the names of temporary files begin.
const TEMPORARY: &str = ".nianbao-tmp-";

/// A fresh file beside the one to be written, that nobody else has.
fn temporary(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    loop {
        // A short name: the full one may be as long as the system allows.
        let name =
            format!("{TEMPORARY}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let place = path.with_file_name(name);
        match fs::OpenOptions::new().write(true).create_new(true).open(&place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => return file.map(|file| (place, file)),
        }
    }
}

/// What the system says, in Chinese.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        io::ErrorKind::PermissionDenied => "没有权限，或正在别的程序中打开".into(),
        io::ErrorKind::AlreadyExists => "已经存在".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".into(),
        io::ErrorKind::InvalidFilename => "文件名太长或有不能用的字符".into(),
        io::ErrorKind::IsADirectory => "它是一个文件夹".into(),
        _ => format!("系统说“{error}”"),
    }
}
