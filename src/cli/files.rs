//! Reading and writing files, bounded and whole.
//!
//! Nothing but plain files is opened, for reading or for writing: a pipe would be waited
//! for, a device never ends.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Trouble;
use super::names::{is_device, named};
use nianbao::form::workbook::MAX_BYTES;
use nianbao::readback;

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
        return Err(Trouble(format!("{} 是文件夹，请指定{what}文件", named(path))));
    }
    if path.metadata().is_ok_and(|m| !m.is_file()) {
        return Err(Trouble(format!("{} 不是普通文件", named(path))));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path)
        .map_err(|e| Trouble(format!("打不开 {}：{}", named(path), reason(&e))))?;
    file.take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Trouble(format!("读不了 {}：{}", named(path), reason(&e))))?;
    Ok(bytes)
}

/// The file that was probably meant, where systems hide what a name ends in.
fn with_extension(path: &Path) -> String {
    if path.exists() {
        return String::new();
    }
    let candidates =
        ["xlsx", "yaml"].map(|kind| PathBuf::from(format!("{}.{kind}", path.display())));
    let meant = candidates.iter().find(|p| p.is_file());
    meant.map_or(String::new(), |p| format!("；是不是 {}？", named(p)))
}

/// Reads a text file of the program's own kind, such as a template.
pub(super) fn read_text(path: &Path) -> Result<String, Trouble> {
    let bytes = read_form(path)?;
    String::from_utf8(bytes).map_err(|_| Trouble(format!("{} 不是 UTF-8 文本", named(path))))
}

/// What stands where a file is to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing.
    Nothing,
    /// A file of this content.
    Content(Vec<u8>),
    /// A file that is larger than any that this program writes.
    Large,
}

/// How many bytes stand where a file is to be written; none where nothing does.
///
/// # Errors
/// For what is no plain file or is write-protected: it must not be replaced.
pub(super) fn length_before(path: &Path) -> Result<Option<u64>, Trouble> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    if is_device(&name) {
        let message = "是 Windows 保留的名字，请换一个文件名";
        return Err(Trouble(format!("{} {message}", named(path))));
    }
    let about = match path.metadata() {
        Ok(about) => about,
        // A link to nowhere is told when it is written through.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Trouble(format!("读不了 {}：{}", named(path), reason(&error)))),
    };
    if !about.is_file() {
        return Err(Trouble(format!("{} 不是普通文件，不能写入", named(path))));
    }
    if about.permissions().readonly() {
        let message = "是只读文件（写保护），没有写入；去掉只读属性再运行一次";
        return Err(Trouble(format!("{} {message}", named(path))));
    }
    Ok(Some(about.len()))
}

/// Looks at what stands where a file is to be written.
///
/// # Errors
/// As [`length_before`], and for what cannot be read.
pub(super) fn before(path: &Path) -> Result<Before, Trouble> {
    match length_before(path)? {
        None => Ok(Before::Nothing),
        Some(length) if length > readback::MAX_BYTES as u64 => Ok(Before::Large),
        Some(_) => read_up_to(path, "报告", readback::MAX_BYTES).map(Before::Content),
    }
}

/// Writes a file by way of a temporary one beside it, so that nobody ever
/// sees half a file; says whether it is new, changed or unchanged.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<&'static str, Trouble> {
    let old = before(path)?;
    write_over(path, &old, bytes)
}

/// The same where it is known what stands there.
pub(super) fn write_over(path: &Path, old: &Before, bytes: &[u8]) -> Result<&'static str, Trouble> {
    let status = match old {
        Before::Content(content) if content == bytes => return Ok("unchanged"),
        Before::Content(_) | Before::Large => "changed",
        Before::Nothing => "new",
    };
    replace(path, |file| file.write_all(bytes))?;
    Ok(status)
}

/// Writes a form over the bytes that were read of it, and over nothing that somebody else has
/// written meanwhile.
pub(super) fn write_over_unchanged(
    form: &Path,
    read: &[u8],
    bytes: &[u8],
) -> Result<&'static str, Trouble> {
    if read_form(form)? != read {
        let message = "刚被别的程序改过，没有写入；请再运行一次";
        return Err(Trouble(format!("{} {message}", named(form))));
    }
    write_whole(form, bytes)
}

/// Copies a file beside itself, with who may read it, under a name that nobody has yet.
pub(super) fn copy_whole(from: &Path, to: &Path) -> Result<(), Trouble> {
    let fail = |e: io::Error| Trouble(format!("读不了 {}：{}", named(from), reason(&e)));
    let mut source = fs::File::open(from).map_err(fail)?;
    let permissions = source.metadata().map_err(fail)?.permissions();
    replace_as(to, Some(permissions), |file| io::copy(&mut source, file).map(|_| ()))
}

fn replace(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), Trouble> {
    // Who may read and write it stays as it was.
    replace_as(path, fs::metadata(path).ok().map(|about| about.permissions()), write)
}

fn replace_as(
    path: &Path,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), Trouble> {
    let fail = |e: io::Error| Trouble(format!("写不了 {}：{}", named(path), reason(&e)));
    // A link stays a link: what it leads to is replaced.
    let target =
        if path.is_symlink() { path.canonicalize().map_err(fail)? } else { path.to_owned() };
    sweep(folder_of(&target));
    let (temporary, mut file) = temporary(&target).map_err(fail)?;
    // First the permissions, where the system has them: nobody reads meanwhile what is private.
    if let Some(permissions) = permissions {
        let _ = fs::set_permissions(&temporary, permissions);
    }
    let written = write(&mut file).and_then(|()| file.sync_all());
    // Windows renames no file that is open.
    drop(file);
    let done = written.and_then(|()| fs::rename(&temporary, &target));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done.map_err(fail)
}

/// The folder that a file stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How old a temporary file is before it counts as left behind by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_mins(10);

/// Removes temporary files that runs left behind which were killed, once a run in each folder.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
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
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{TEMPORARY}{}-{count}", std::process::id());
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
        io::ErrorKind::OutOfMemory => "内存不够".into(),
        _ => format!("系统说“{error}”"),
    }
}
