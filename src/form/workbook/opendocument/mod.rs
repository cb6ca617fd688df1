//! Workbooks in OpenDocument format, `.ods`: one XML part, whose rows and cells may stand for
//! many.
//!
//! `looks` reads the styles, `tables` the sheets by them, `value` what elements say, `formula`
//! formulas as Excel writes them.

mod formula;
mod looks;
mod tables;
mod value;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;

use self::looks::OdfLooks;
use self::tables::TableReader;
use super::package::{BROKEN, LOCKED, MAX_INFLATED, TOO_LARGE, refuse};
use super::sheet::{Book, is_made};
use crate::file::MAX_FORM;
use crate::finding::{Complaint, Finding};

/// The kind of package that this is, as its first part says.
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Whether a package is a workbook of this format.
pub fn is_one(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Ok(kind) = archive.by_name("mimetype") else {
        return false;
    };
    let mut said = String::new();
    kind.take(100).read_to_string(&mut said).is_ok() && said.trim() == KIND
}

/// Reads all sheets of a package.
///
/// # Errors
/// The finding `unreadable` where it is damaged, locked, or holds something far outside any form.
pub fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Book, Box<Finding>> {
    let unpacked = unpack(bytes).map_err(|complaint| refuse(file, complaint))?;
    let mut tables = TableReader::new(file, &unpacked.looks);
    tables.read(&unpacked.content)?;
    let mut book = tables.book;
    let mut taken = BTreeSet::new();
    // A name that comes twice would be two places of one name.
    book.sheets
        .retain(|sheet| !is_made(&sheet.name) && taken.insert(sheet.name.clone()));
    if book.sheets.is_empty() {
        return Err(refuse(file, BROKEN));
    }
    Ok(book)
}

/// What is read of a package.
struct OdfParts {
    looks: OdfLooks,
    /// The part with the sheets.
    content: String,
}

fn unpack(bytes: &[u8]) -> Result<OdfParts, Complaint> {
    if bytes.len() > MAX_FORM {
        return Err(TOO_LARGE);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let manifest = inflate(&mut archive, "META-INF/manifest.xml")?;
    if manifest.contains("encryption-data") {
        return Err(LOCKED);
    }
    let styles = inflate(&mut archive, "styles.xml")?;
    let content = inflate(&mut archive, "content.xml")?;
    let mut looks = OdfLooks::default();
    looks.read(&styles)?;
    looks.read(&content)?;
    Ok(OdfParts { looks, content })
}

/// A part as text, empty where there is none.
fn inflate(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Complaint> {
    let Ok(part) = archive.by_name(name) else {
        return Ok(String::new());
    };
    let mut text = String::new();
    let read = part.take(MAX_INFLATED as u64 + 1).read_to_string(&mut text);
    read.map_err(|_| BROKEN)?;
    if text.len() > MAX_INFLATED {
        Err(TOO_LARGE)
    } else {
        Ok(text)
    }
}
