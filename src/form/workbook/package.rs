//! From a file's bytes to the parts of a workbook, bounded before anybody reads them.
//!
//! A few kilobytes can unfold to hundreds of megabytes, and a single number in
//! the XML can ask for more memory than there is. So the parts are inflated
//! here up to a limit, looked through ([`super::marks`]) and packed again
//! without compression; only that is handed to the reader of cells.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use std::sync::Arc;

use quick_xml::escape::escape;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::comments::comments as comments_of;
use super::marks::{self, Marks, Seen};
use super::relations::{BookParts, PackageParts, canonical, text_of};
use super::struck::{Struck, struck};
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

/// Takes a workbook apart and packs what a form needs.
///
/// # Errors
/// The finding `unreadable` for anything but a sound .xlsx within the bounds.
pub fn open(file: &Arc<str>, bytes: &[u8]) -> Result<Package, Box<Finding>> {
    let refuse = |complaint: Complaint| Box::new(complaint.at(Code::Unreadable, Place::file(file)));
    if bytes.len() > MAX_FORM {
        return Err(refuse(TOO_LARGE));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refuse(BROKEN))?;
    let names: Result<Vec<String>, _> = archive
        .file_names()
        .map(|name| name.map(|name| canonical(&name)))
        .collect();
    let names = names.map_err(|_| refuse(BROKEN))?;
    if let Some(words) = other_office(&names) {
        return Err(refuse(words));
    }
    let sheets = names
        .iter()
        .filter(|name| name.starts_with("xl/worksheets/") && !name.contains("_rels/"))
        .count();
    if sheets > MAX_SHEETS {
        let message = format!("工作簿里有 {sheets} 张工作表，不像一份填报表");
        let hint = "把填报表的几张工作表单独存成一个文件";
        return Err(Box::new(
            Finding::new(Code::Unreadable, message, Place::file(file)).hint(hint),
        ));
    }
    if names.len() > MAX_PARTS {
        return Err(refuse(TOO_LARGE));
    }
    pack(&mut archive).map_err(refuse)
}

pub const TOO_LARGE: Complaint = Complaint::fixed(
    "工作簿的内容太多，不像一份填报表",
    "把填报表的几张工作表单独存成一个文件",
);
pub const BROKEN: Complaint = Complaint::fixed("工作簿已损坏，读不出来", SAVE_AS);

/// Inflates, looks through and packs the parts that a form needs; whatever else the package holds is
/// passed over.
fn pack(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Complaint> {
    let mut left = MAX_INFLATED;
    let mut parts = PackageParts::default();
    let mut comments = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => LOCKED,
            _ => BROKEN,
        })?;
        let name = canonical(&part.name().map_err(|_| BROKEN)?);
        let commented = name.to_ascii_lowercase().contains("comments");
        if part.is_dir() || !(commented || is_needed(&name)) {
            continue;
        }
        let mut xml = Vec::new();
        part.by_ref()
            .take(left as u64 + 1)
            .read_to_end(&mut xml)
            .map_err(|_| BROKEN)?;
        left = left.checked_sub(xml.len()).ok_or(TOO_LARGE)?;
        // One that is no text is missed only if something asks for it.
        let Some(text) = text_of(&xml) else { continue };
        if commented {
            comments.extend(comments_of(&text));
        }
        if is_needed(&name) {
            parts.add(&name, text);
        }
    }
    let book = parts.book().ok_or(BROKEN)?;
    let mut writer = PackageWriter::default();
    let mut marks = HashMap::new();
    for (number, sheet) in (1..).zip(&book.sheets) {
        let text = parts.get(&sheet.part).unwrap_or_default();
        let seen = scanned(text)?;
        marks.extend(seen.marks.map(|marks| (sheet.name.clone(), marks)));
        writer.part(
            &format!("xl/worksheets/sheet{number}.xml"),
            &without(text, &seen.cuts),
        )?;
    }
    let shared = [
        (&book.strings, "xl/sharedStrings.xml"),
        (&book.styles, "xl/styles.xml"),
    ];
    for (part, name) in shared {
        if let Some(text) = part.as_ref().and_then(|part| parts.get(part)) {
            scanned(text)?;
            writer.part(name, text)?;
        }
    }
    writer.part("xl/workbook.xml", &workbook_xml(&book))?;
    let mut targets: Vec<(&str, String)> = (1..=book.sheets.len())
        .map(|number| ("worksheet", format!("worksheets/sheet{number}.xml")))
        .collect();
    targets.extend(
        book.strings
            .iter()
            .map(|_| ("sharedStrings", "sharedStrings.xml".to_owned())),
    );
    targets.extend(
        book.styles
            .iter()
            .map(|_| ("styles", "styles.xml".to_owned())),
    );
    writer.part("xl/_rels/workbook.xml.rels", &relationships_xml(&targets))?;
    let office = [("officeDocument", "xl/workbook.xml".to_owned())];
    writer.part("_rels/.rels", &relationships_xml(&office))?;
    let strings = book
        .strings
        .as_ref()
        .and_then(|part| parts.get(part))
        .unwrap_or_default();
    let struck = struck(strings);
    let BookParts {
        left_out,
        since_1904,
        files,
        ..
    } = book;
    Ok(Package {
        bytes: writer.finish()?,
        marks,
        comments,
        struck,
        left_out,
        since_1904,
        files,
    })
}

fn scanned(text: &str) -> Result<Seen, Complaint> {
    marks::scan(text).map_err(|fault| match fault {
        marks::XmlFault::Broken => BROKEN,
        marks::XmlFault::Large => TOO_LARGE,
    })
}

/// A text without some stretches, which stand in order.
fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        kept.push_str(&text[from..cut.start]);
        from = cut.end;
    }
    kept + &text[from..]
}

/// Packs parts without compression.
struct PackageWriter(ZipWriter<Cursor<Vec<u8>>>);

impl Default for PackageWriter {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl PackageWriter {
    fn part(&mut self, name: &str, text: &str) -> Result<(), Complaint> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0
            .start_file(name, options)
            .and_then(|()| Ok(self.0.write_all(text.as_bytes())?))
            .map_err(|_| BROKEN)
    }

    fn finish(self) -> Result<Vec<u8>, Complaint> {
        Ok(self.0.finish().map_err(|_| BROKEN)?.into_inner())
    }
}

/// What the reader of cells wants to know of the workbook.
fn workbook_xml(book: &BookParts) -> String {
    let sheets = (1..).zip(&book.sheets).map(|(number, sheet)| {
        let name = escape(sheet.name.as_str());
        let state = match sheet.state.as_str() {
            "hidden" | "veryHidden" => format!(" state=\"{}\"", sheet.state),
            _ => String::new(),
        };
        format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>")
    });
    let since = if book.since_1904 {
        " date1904=\"1\""
    } else {
        ""
    };
    format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <workbookPr{since}/><sheets>{}</sheets></workbook>",
        sheets.collect::<String>()
    )
}

/// Relationships of these kinds to these parts.
fn relationships_xml(parts: &[(&str, String)]) -> String {
    let each = (1..).zip(parts).map(|(number, (kind, target))| {
        format!(
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/\
             officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    });
    let each: String = each.collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         {each}</Relationships>"
    )
}

fn is_needed(name: &str) -> bool {
    let inner = name.split_once('/').map_or("", |(_, rest)| rest);
    let extension = name.rsplit('.').next().unwrap_or_default();
    // Of links to other workbooks only where they lead is told, not what the file keeps of those.
    let used = !UNUSED.iter().any(|unused| inner.starts_with(unused)) || inner.starts_with(LINKS);
    let apart = ["docProps/", "customXml/"]
        .iter()
        .any(|folder| name.starts_with(folder));
    matches!(extension, "xml" | "rels") && used && !apart
}

pub const LOCKED: Complaint = Complaint::fixed(
    "工作簿设了打开密码，读不出来",
    "在 Excel 或 WPS 里取消打开密码，保存后再检查一次",
);

/// What a package is that is no .xlsx workbook.
fn other_office(names: &[String]) -> Option<Complaint> {
    let has = |name: &str| names.iter().any(|n| n == name);
    let form = "请填写 nianbao new 生成的填报表（.xlsx 或 .yaml）";
    if has("xl/workbook.bin") {
        Some(Complaint::fixed(
            "这是二进制工作簿（.xlsb），读不了",
            SAVE_AS,
        ))
    } else if has("word/document.xml") {
        Some(Complaint::fixed("这是 Word 文档，不是填报表", form))
    } else if has("content.xml") {
        Some(Complaint::fixed("这是 OpenDocument 文档，不是填报表", form))
    } else if has("[Content_Types].xml") || has("xl/workbook.xml") {
        None
    } else {
        Some(Complaint::fixed("这是压缩文件，不是填报表", form))
    }
}

#[cfg(test)]
mod tests {
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
