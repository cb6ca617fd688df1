//! Why the disk does not do what it is asked, each in one line for the clerk.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::filing::Why;
use crate::filing::names::show_path;
use crate::finding::Complaint;
use crate::standard::LoadError;

/// Why the disk does not do what it is asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DiskError {
    /// A folder where a file was meant.
    #[error("{} 是文件夹，请指定{what}文件", show_path(.path))]
    Folder {
        /// Where.
        path: PathBuf,
        /// What kind of file was meant, in Chinese.
        what: &'static str,
    },
    /// A pipe or a device where a file was meant.
    #[error("{} 不是普通文件", show_path(.0))]
    NoPlainFile(PathBuf),
    /// It cannot be opened.
    #[error("打不开 {}：{}{}", show_path(.path), reason(.source), suggest(.meant.as_deref()))]
    Open {
        /// Where.
        path: PathBuf,
        /// The form that was probably meant, where systems hide what a name ends in.
        meant: Option<PathBuf>,
        /// What the system says.
        source: io::Error,
    },
    /// It cannot be read, or not to its end.
    #[error("读不了 {}：{}", show_path(.path), reason(.source))]
    Read {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It has more bytes than are read of its kind.
    #[error("{} 超过 {} MB", show_path(.path), .limit >> 20)]
    TooLarge {
        /// Where.
        path: PathBuf,
        /// What is read at most, in bytes.
        limit: usize,
    },
    /// A text of the program's own kind that is no UTF-8.
    #[error("{} 不是 UTF-8 文本", show_path(.0))]
    NoUtf8(PathBuf),
    /// A name that Windows takes for a device.
    #[error("{} 是 Windows 保留的名字，请换一个文件名", show_path(.0))]
    Device(PathBuf),
    /// A name of a file that is a way, or none.
    #[error("{} 不是文件名", show_path(.0))]
    NoName(PathBuf),
    /// A folder, pipe or device stands where a file is to be written.
    #[error("{} 不是普通文件，不能写入", show_path(.0))]
    NoTarget(PathBuf),
    /// A folder with more files or folders than anybody means.
    #[error("文件夹 {} 里的文件太多、太大或太深，不像归档包", show_path(.0))]
    FolderTooLarge(PathBuf),
    /// A folder with other files stands where one is to be written.
    #[error("文件夹 {} 里面已经有别的文件，没有写入；请换一个文件夹", show_path(.0))]
    FolderTaken(PathBuf),
    /// The file that is to be replaced is write-protected.
    #[error("{} 是只读文件（写保护），没有写入；去掉只读属性再运行一次", show_path(.0))]
    Protected(PathBuf),
    /// Somebody else wrote the form since it was read.
    #[error("{} 刚被别的程序改过，没有写入；请再运行一次", show_path(.0))]
    Changed(PathBuf),
    /// It cannot be written.
    #[error("写不了 {}：{}", show_path(.path), reason(.source))]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder cannot be made.
    #[error("建不了文件夹 {}：{}", show_path(.path), reason(.source))]
    MakeFolder {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder cannot be looked into.
    #[error("打不开文件夹 {}：{}", show_path(.path), reason(.source))]
    OpenFolder {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody ended the wait for another run that writes there.
    #[error("已停止")]
    Stopped,
    /// A folder of standards that holds none.
    #[error("文件夹 {} 里没有报告格式文件（*.yaml）", show_path(.0))]
    NoStandards(PathBuf),
    /// A standard with a fault.
    #[error("报告格式文件 {} 有误：{source}", show_path(.path))]
    Standard {
        /// Where.
        path: PathBuf,
        /// What is wrong with it.
        source: LoadError,
    },
    /// An agency's settings with a fault.
    #[error("设置文件 {}：{source}", show_path(.path))]
    Settings {
        /// Where.
        path: PathBuf,
        /// What is wrong with it.
        source: Complaint,
    },
    /// There is no such folder of templates.
    #[error("没有模板文件夹 {}", show_path(.0))]
    NoTemplateFolder(PathBuf),
    /// A folder of templates that replaces none.
    #[error(
        "模板文件夹 {} 里没有可用的模板；可替换的是 {}{}",
        show_path(.folder),
        .names.join("、"),
        tell_others(.others)
    )]
    NoTemplates {
        /// Where.
        folder: PathBuf,
        /// What could be replaced.
        names: Vec<String>,
        /// What lies there instead.
        others: Vec<String>,
    },
    /// There is no such folder of fonts.
    #[error("没有字体文件夹 {}", show_path(.0))]
    NoFontFolder(PathBuf),
}

impl DiskError {
    /// What cannot be opened; nobody knows what was meant.
    pub(super) fn open(path: &Path, source: io::Error) -> Self {
        let (path, meant) = (path.to_owned(), None);
        Self::Open {
            path,
            meant,
            source,
        }
    }

    /// What cannot be read.
    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::Read { path, source }
    }

    /// What cannot be written.
    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::Write { path, source }
    }

    /// The folder that cannot be looked into.
    pub(super) fn open_folder(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::OpenFolder { path, source }
    }
}

impl From<DiskError> for Why {
    fn from(error: DiskError) -> Self {
        let line = error.to_string();
        match error {
            DiskError::TooLarge { limit, .. } => {
                Self::TooLarge(format!("文件超过 {} MB", limit >> 20))
            }
            // A link to nowhere is there.
            DiskError::Open { source, path, .. }
                if source.kind() == ErrorKind::NotFound && path.symlink_metadata().is_err() =>
            {
                Self::Missing(line)
            }
            _ => Self::Unreadable(line),
        }
    }
}

/// What the system says, in Chinese.
pub fn reason(error: &io::Error) -> String {
    let error = innermost(error);
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        ErrorKind::PermissionDenied => "没有权限，或正在别的程序中打开".into(),
        ErrorKind::AlreadyExists => "已经存在".into(),
        ErrorKind::StorageFull => "磁盘已满".into(),
        ErrorKind::QuotaExceeded => "用满了配给的磁盘空间".into(),
        ErrorKind::FileTooLarge => "超过了系统允许的文件大小".into(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        ErrorKind::NotADirectory => "路径中有一段不是文件夹".into(),
        ErrorKind::InvalidFilename => "文件名太长或有不能用的字符".into(),
        ErrorKind::IsADirectory => "它是一个文件夹".into(),
        ErrorKind::OutOfMemory => "内存不够".into(),
        _ => format!("系统说“{error}”"),
    }
}

/// What the system said before anybody added where it happened.
fn innermost(error: &io::Error) -> &io::Error {
    let inner = error.get_ref().and_then(|inner| inner.source());
    match inner.and_then(|inner| inner.downcast_ref()) {
        Some(inner) => innermost(inner),
        None => error,
    }
}

/// The form that was probably meant.
fn suggest(meant: Option<&Path>) -> String {
    match meant {
        Some(path) => format!("；是不是 {}？", show_path(path)),
        None => String::new(),
    }
}

/// What lies in a folder of templates under names that replace none.
fn tell_others(others: &[String]) -> String {
    if others.is_empty() {
        return String::new();
    }
    format!("；{} 不是这些名字", others.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_temporary_file_is_nobodys_business() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        let error = tempfile::Builder::new()
            .tempfile_in(nowhere)
            .expect_err("no such folder");
        assert_eq!(reason(&error), "没有这个文件或文件夹");
        let odd = io::Error::from_raw_os_error(105);
        assert!(!reason(&io::Error::new(odd.kind(), odd)).contains("tmp"));
    }
}
