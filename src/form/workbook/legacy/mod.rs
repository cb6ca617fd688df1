//! Workbooks of the old kind, `.xls` and `.et`: a container of streams, one of which holds records.
//!
//! container → stream → records → globals and sheets. Everything is read within the bounds of the
//! form, at positions that are looked at first; of the formulas those that forms use become text
//! again.

mod globals;
mod records;
mod sheets;
mod strings;
mod tokens;

use std::io::{Cursor, Read};
use std::sync::Arc;

use super::package::{LOCKED, SAVE_AS, TOO_LARGE, refuse};
use super::sheet::Book;
use crate::file::MAX_FORM;
use crate::finding::{Complaint, Finding};

const BROKEN: Complaint =
    Complaint::fixed("旧格式的工作簿（.xls 或 .et）已损坏，读不出来", SAVE_AS);
const TOO_OLD: Complaint = Complaint::fixed("这是 Excel 95 或更早的工作簿，读不了", SAVE_AS);
const WORD: Complaint = Complaint::fixed(
    "这是 Word 文档，不是填报表",
    "请填写 nianbao new 生成的填报表（.xlsx 或 .yaml）",
);
const OTHER: Complaint = Complaint::fixed("这不是工作簿，也不是填报表", SAVE_AS);

/// Reads a workbook out of its container.
///
/// # Errors
/// The finding `unreadable` where it is none, is locked, or holds something far outside any form.
pub fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Book, Box<Finding>> {
    let stream = read_stream(bytes).map_err(|complaint| refuse(file, complaint))?;
    sheets::read(file, &stream)
}

/// The bytes of the stream that holds the records.
fn read_stream(bytes: &[u8]) -> Result<Vec<u8>, Complaint> {
    if bytes.len() > MAX_FORM {
        return Err(TOO_LARGE);
    }
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    if container.exists("/EncryptedPackage") || container.exists("/EncryptionInfo") {
        return Err(LOCKED);
    }
    if container.exists("/WordDocument") {
        return Err(WORD);
    }
    if !container.exists("/Workbook") {
        return Err(if container.exists("/Book") {
            TOO_OLD
        } else {
            OTHER
        });
    }
    let mut stream = Vec::new();
    let part = container.open_stream("/Workbook").map_err(|_| BROKEN)?;
    // A chain of sectors is never longer than the file.
    let read = part.take(MAX_FORM as u64).read_to_end(&mut stream);
    read.map_err(|_| BROKEN)?;
    Ok(stream)
}
