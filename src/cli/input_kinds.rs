//! What files are: forms, published reports, results of the program, by their names and starts.
//!
//! It knows single files only; which of them a run is about is said in [`inputs`](super::inputs).

use std::fs::{self, DirEntry};
use std::io::Read;
use std::path::Path;

use nianbao::disk::EDITED;
use nianbao::file::FormKind;
use nianbao::summary::workbook::is_summary;

/// What workbooks end in that are read, and never written.
const ONLY_READ: [&str; 4] = ["xlsm", "xls", "et", "ods"];
/// How office programs' lock files begin.
const LOCK: &str = "~$";

/// Whether a file is one that an office program leaves beside an open workbook, by its name.
pub(super) fn is_lock(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(LOCK))
}

/// Whether a file may be a form, by its name.
pub(super) fn is_form(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    FormKind::by_extension(&extension).is_some() || is_workbook(path)
}

/// What published reports end in.
const DOCUMENTS: [&str; 11] = [
    "docx", "docm", "pdf", "ofd", "html", "htm", "shtml", "mht", "mhtml", "txt", "md",
];

/// Whether a file may be a published report, by its name.
pub(super) fn is_document(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    DOCUMENTS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
        || is_workbook(path)
}

/// Whether a file is a published report and no form, by its name.
pub(super) fn is_report(path: &Path) -> bool {
    is_document(path) && !is_workbook(path)
}

/// Whether a file is a workbook, by its name.
pub(super) fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let only_read = ONLY_READ
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known));
    FormKind::by_extension(&extension) == Some(FormKind::Workbook) || only_read
}

/// Whether nobody means a file that they do not name: hidden ones, locks, what a run has kept.
pub(super) fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    // What somebody edited and a run kept is no form.
    let is_kept = name.contains(EDITED);
    name.starts_with('.') || name.starts_with(LOCK) || is_kept || is_hidden_by_attribute(entry)
}

#[cfg(windows)]
fn is_hidden_by_attribute(entry: &DirEntry) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    entry
        .metadata()
        .is_ok_and(|about| about.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn is_hidden_by_attribute(_: &DirEntry) -> bool {
    false
}

/// How much of a JSON file tells whether it is a form, in bytes.
const TELLING: u64 = 64 << 10;
/// What every form in JSON has near its start.
const AGENCY: &str = "\"机关\"";

/// Whether a file that nobody named is a result of the program itself: a summary, or what
/// it tells to programs.
pub(super) fn is_result(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let Ok(file) = fs::File::open(path) else {
        return false;
    };
    match FormKind::by_extension(&extension) {
        Some(FormKind::Workbook) => is_summary(file),
        Some(FormKind::Json) => {
            let mut start = Vec::new();
            let read = file.take(TELLING).read_to_end(&mut start).is_ok();
            read && !String::from_utf8_lossy(&start).contains(AGENCY)
        }
        _ => false,
    }
}
