//! From a file's bytes to the parts of a workbook, bounded before anybody reads them.
//!
//! A few kilobytes can unfold to hundreds of megabytes, and a single number in
//! the XML can ask for more memory than there is. So the parts are inflated
//! here up to a limit, looked through ([`super::marks`]) and packed again
//! without compression; only that is handed to the reader of cells.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::comments::read_comments;
use super::marks::{self, Marks, Seen, XmlFault};
use super::pack::{PackageWriter, cut_out};
use super::relations::{PackageParts, canonical, decode};
use super::struck::{Struck, find_struck};
use crate::file::MAX_FORM;
use crate::finding::{Code, Complaint, Finding};
use crate::place::Place;

/// What all parts may inflate to, in bytes; a filled form has 200 KB.
pub const MAX_INFLATED: usize = 16 << 20;
/// Files in the package; a filled form has 20.
const MAX_PARTS: usize = 2_000;
/// Sheets of a workbook; a form has six.
pub const MAX_SHEETS: usize = 200;
/// Folders and files of a package that no form needs.
const UNUSED: [&str; 13] = [
    "media/",
    "drawings/",
    "charts/",
    "theme/",
    "calcChain",
    "externalLinks/",
    "pivot",
    "tables/",
    "comments",
    "threadedComments/",
    "printerSettings/",
    "queryTables/",
    "persons/",
];

/// Folders beside the workbook that no form needs.
const APART: [&str; 2] = ["docProps/", "customXml/"];
/// Where links to other workbooks lead.
const LINKS: &str = "externalLinks/_rels/";

/// A workbook that can be read without harm.
pub struct Package {
    /// The parts in a package without compression.
    pub bytes: Vec<u8>,
    /// What was seen in each sheet's part, by the sheet's name.
    pub marks: HashMap<String, Marks>,
    /// The texts of cells' comments, which no form needs.
    pub comments: Vec<String>,
    /// Texts that are partly struck through.
    pub struck: Struck,
    /// Sheets that cannot be read and hold no form: macros, and what has no part.
    pub left_out: Vec<String>,
    /// Whether days are counted from 1904.
    pub since_1904: bool,
    /// The files that formulas name by their number, as [`BookParts::files`].
    pub files: Vec<String>,
}

/// The way out for files that cannot be read as they are.
pub const SAVE_AS: &str = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，再检查一次";

/// The finding of a workbook that is not read.
pub fn refuse(file: &Arc<str>, complaint: Complaint) -> Box<Finding> {
    Box::new(complaint.at(Code::Unreadable, Place::file(file)))
}

/// Takes a workbook apart and packs what a form needs.
///
/// # Errors
/// The finding `unreadable` for anything but a sound .xlsx within the bounds.
pub fn open(file: &Arc<str>, bytes: &[u8]) -> Result<Package, Box<Finding>> {
    repack(bytes).map_err(|complaint| refuse(file, complaint))
}

/// The same without knowing the file.
fn repack(bytes: &[u8]) -> Result<Package, Complaint> {
    if bytes.len() > MAX_FORM {
        return Err(TOO_LARGE);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(canonical(&name.map_err(|_| BROKEN)?));
    }
    if let Some(other) = other_office(&names) {
        return Err(other);
    }
    let sheets = names.iter().filter(|name| is_sheet(name)).count();
    if sheets > MAX_SHEETS {
        let message = format!("工作簿里有 {sheets} 张工作表，不像一份填报表");
        return Err(Complaint::new(message, SPLIT_UP));
    }
    if names.len() > MAX_PARTS {
        return Err(TOO_LARGE);
    }
    let InflatedParts { parts, comments } = inflate(&mut archive)?;
    pack(&parts, comments)
}

/// The way out for workbooks that hold more than a form.
const SPLIT_UP: &str = "把填报表的几张工作表单独存成一个文件";
pub const TOO_LARGE: Complaint = Complaint::fixed("工作簿的内容太多，不像一份填报表", SPLIT_UP);
pub const BROKEN: Complaint = Complaint::fixed("工作簿已损坏，读不出来", SAVE_AS);
pub const LOCKED: Complaint = Complaint::fixed(
    "工作簿设了打开密码，读不出来",
    "在 Excel 或 WPS 里取消打开密码，保存后再检查一次",
);

/// The parts that a form needs, as text.
#[derive(Default)]
struct InflatedParts {
    parts: PackageParts,
    comments: Vec<String>,
}

/// Inflates the parts that a form needs; whatever else the package holds is passed over.
fn inflate(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<InflatedParts, Complaint> {
    let mut left = MAX_INFLATED;
    let mut inflated = InflatedParts::default();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(complain)?;
        let name = canonical(&part.name().map_err(|_| BROKEN)?);
        let commented = name.to_ascii_lowercase().contains("comments");
        if part.is_dir() || !(commented || is_needed(&name)) {
            continue;
        }
        let mut xml = Vec::new();
        let read = part.by_ref().take(left as u64 + 1).read_to_end(&mut xml);
        read.map_err(|_| BROKEN)?;
        left = left.checked_sub(xml.len()).ok_or(TOO_LARGE)?;
        // One that is no text is missed only if something asks for it.
        let Some(text) = decode(&xml) else { continue };
        if commented {
            inflated.comments.extend(read_comments(&text));
        }
        if is_needed(&name) {
            inflated.parts.add(&name, text);
        }
    }
    Ok(inflated)
}

/// What is wrong with a package of which a part cannot be opened.
fn complain(error: ZipError) -> Complaint {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => LOCKED,
        _ => BROKEN,
    }
}

/// Looks through the parts that the reader of cells needs, and packs them anew.
fn pack(parts: &PackageParts, comments: Vec<String>) -> Result<Package, Complaint> {
    let book = parts.book().ok_or(BROKEN)?;
    let mut writer = PackageWriter::default();
    let mut marks = HashMap::new();
    for (number, sheet) in (1..).zip(&book.sheets) {
        let text = parts.get(&sheet.part).unwrap_or_default();
        let seen = scan(text)?;
        if let Some(seen) = seen.marks {
            marks.insert(sheet.name.clone(), seen);
        }
        let name = format!("xl/worksheets/sheet{number}.xml");
        writer.add(&name, &cut_out(text, &seen.cuts))?;
    }
    let strings = book.strings.as_ref().and_then(|part| parts.get(part));
    let styles = book.styles.as_ref().and_then(|part| parts.get(part));
    let shared = [("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)];
    for (name, text) in shared {
        if let Some(text) = text {
            scan(text)?;
            writer.add(name, text)?;
        }
    }
    writer.add_frame(&book)?;
    Ok(Package {
        bytes: writer.finish()?,
        marks,
        comments,
        struck: find_struck(strings.unwrap_or_default()),
        left_out: book.left_out,
        since_1904: book.since_1904,
        files: book.files,
    })
}

/// Looks through a part's text.
fn scan(text: &str) -> Result<Seen, Complaint> {
    match marks::scan(text) {
        Ok(seen) => Ok(seen),
        Err(XmlFault::Broken) => Err(BROKEN),
        Err(XmlFault::Large) => Err(TOO_LARGE),
    }
}

/// Whether a part is a sheet's.
fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/") && !name.contains("_rels/")
}

/// Whether a form needs a part.
fn is_needed(name: &str) -> bool {
    let inner = name.split_once('/').map_or("", |(_, rest)| rest);
    let extension = name.rsplit('.').next().unwrap_or_default();
    // Of links to other workbooks only where they lead is told, not what the file keeps of those.
    let used = !UNUSED.iter().any(|unused| inner.starts_with(unused)) || inner.starts_with(LINKS);
    let apart = APART.iter().any(|folder| name.starts_with(folder));
    matches!(extension, "xml" | "rels") && used && !apart
}

/// The way out for files of other kinds.
const FORM: &str = "请填写 nianbao new 生成的填报表（.xlsx 或 .yaml）";

/// What a package is that is no .xlsx workbook.
fn other_office(names: &[String]) -> Option<Complaint> {
    if has_part(names, "xl/workbook.bin") {
        let message = "这是二进制工作簿（.xlsb），读不了";
        return Some(Complaint::fixed(message, SAVE_AS));
    }
    if has_part(names, "word/document.xml") {
        return Some(Complaint::fixed("这是 Word 文档，不是填报表", FORM));
    }
    if has_part(names, "content.xml") {
        return Some(Complaint::fixed("这是 OpenDocument 文档，不是填报表", FORM));
    }
    if has_part(names, "[Content_Types].xml") || has_part(names, "xl/workbook.xml") {
        return None;
    }
    Some(Complaint::fixed("这是压缩文件，不是填报表", FORM))
}

fn has_part(names: &[String], part: &str) -> bool {
    names.iter().any(|name| name == part)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn check(bytes: &[u8], expected: &str) {
        let message = open(&"f.xlsx".into(), bytes)
            .err()
            .map_or(String::new(), |f| f.message);
        assert_eq!(message, expected);
    }

    #[test]
    fn files_that_are_no_workbooks_are_named() {
        check(b"PK\x03\x04rest", &BROKEN.message);
        check(
            &package(&[
                ("word/document.xml", "<w/>"),
                ("[Content_Types].xml", "<t/>"),
            ]),
            "这是 Word 文档，不是填报表",
        );
        check(&package(&[("a.txt", "甲")]), "这是压缩文件，不是填报表");
    }

    #[test]
    fn what_unfolds_without_end_is_refused() {
        let types = ("[Content_Types].xml", "<t/>");
        let bomb = " ".repeat(MAX_INFLATED + 1);
        check(
            &package(&[types, ("xl/sharedStrings.xml", &bomb)]),
            &TOO_LARGE.message,
        );
        // A picture is not looked at.
        let book = ("xl/workbook.xml", "<workbook/>");
        check(&package(&[types, book, ("xl/media/a.xml", &bomb)]), "");
        let names: Vec<String> = (0..=MAX_SHEETS)
            .map(|i| format!("xl/worksheets/sheet{i}.xml"))
            .collect();
        let mut parts: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), "<worksheet/>"))
            .collect();
        parts.push(types);
        check(&package(&parts), "工作簿里有 201 张工作表，不像一份填报表");
    }
}
