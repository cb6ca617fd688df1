//! Reading and writing files, bounded and whole.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Trouble;
use crate::form::bytes::MAX_BYTES;

/// Reads a form; of a file that is too large only as much as shows that it is.
pub(super) fn read_form(path: &Path) -> Result<Vec<u8>, Trouble> {
    if path.is_dir() {
        return Err(Trouble(format!("{} 是文件夹，请指定填报表文件", path.display())));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|e| Trouble(format!("打不开 {}：{}", path.display(), reason(&e))))?;
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Trouble(format!("读不了 {}：{}", path.display(), reason(&e))))?;
    Ok(bytes)
}

/// Reads a text file of the program's own kind, such as a template.
pub(super) fn read_text(path: &Path) -> Result<String, Trouble> {
    let bytes = read_form(path)?;
    String::from_utf8(bytes).map_err(|_| Trouble(format!("{} 不是 UTF-8 文本", path.display())))
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
    let temporary = temporary(path);
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done.map(|()| status).map_err(fail)
}

/// A name of its own beside the file, for this process only.
fn temporary(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".nianbao-");
    name.push(std::process::id().to_string());
    name.push("-");
    // A short tail: the full name may be as long as the system allows.
    name.push(path.extension().unwrap_or_default());
    path.with_file_name(name)
}

/// What the system says, in Chinese.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::AlreadyExists => "已经存在".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".into(),
        io::ErrorKind::InvalidFilename => "文件名太长或有不能用的字符".into(),
        _ => error.to_string(),
    }
}
