//! What archives ask of every file: who says what, when, and under which number.
//!
//! The elements are of the kind that DA/T 46-2009 (文书类电子文件元数据方案) and GB/T 18894-2016
//! name; their names here are the usual words, from memory and not from the clauses.

use super::clean::clean;
use crate::document::Document;

/// A piece of metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataEntry {
    /// Its name in the words of archives.
    pub name: &'static str,
    /// The value; empty where nobody has given one.
    pub value: String,
}

/// The number of pages, of what has any.
pub const PAGES: &str = "页数";
/// The format and its version.
pub const FORMAT_INFORMATION: &str = "格式信息";

/// What is known of a document, whatever file it becomes, in the order of registers.
pub fn metadata(document: &Document) -> Vec<MetadataEntry> {
    let Document { archive, .. } = document;
    let day = document.issued.map_or(String::new(), |day| day.to_string());
    let known = [
        ("题名", document.title.clone()),
        ("责任者", document.agency.clone()),
        ("形成日期", day),
        ("年度", document.year.to_string()),
        ("文种", document.kind.clone()),
        ("密级", archive.secrecy.clone()),
        ("公开属性", document.openness.clone()),
        ("文号", archive.number.clone()),
        ("索引号", document.identifier.clone()),
        ("全宗号", archive.fonds.clone()),
        ("保管期限", archive.retention.clone()),
    ];
    let mut entries = Vec::new();
    for (name, value) in known {
        let value = clean(&value);
        entries.push(MetadataEntry { name, value });
    }
    entries
}
