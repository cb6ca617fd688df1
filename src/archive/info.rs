//! What a bag says of itself: its declaration, its labels, the metadata, and how to check it.

use askama::Template;

use super::BagFiles;
use super::layout::PAYLOAD;
use super::making::PROGRAM;
use super::packing::Replaced;
use crate::document::{ArchiveKeys, Document};
use crate::export::{MetadataEntry, metadata};
use crate::report::{ISSUED, Report};

/// The declaration (RFC 8493, 2.1.1).
pub(super) const DECLARED: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

#[derive(Template)]
#[template(path = "archive/metadata.xml")]
struct MetadataPart {
    entries: Vec<MetadataEntry>,
}

#[derive(Template)]
#[template(path = "archive/guide.txt", escape = "none")]
struct GuidePart<'a> {
    title: &'a str,
    agency: &'a str,
    program: &'a str,
    replaces: Option<&'a Replaced>,
    has_notice: bool,
}

/// The labels of a bag, a line each.
#[derive(Default)]
struct BagLabels(String);

impl BagLabels {
    /// Adds a label; none where it has no value.
    fn add(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0 += &format!("{name}: {}\n", in_one_line(value));
        }
    }
}

/// The labels that the form gives, and its keys.
const CONTACT: [(&str, &str); 4] = [
    ("Organization-Address", "联系.地址"),
    ("Contact-Name", "联系.部门"),
    ("Contact-Phone", "联系.电话"),
    ("Contact-Email", "联系.邮箱"),
];

/// The labels (RFC 8493, 2.2.2) of a bag with these files; the day is that of the document, as
/// no file asks a clock.
pub(super) fn labels(
    report: &Report,
    document: &Document,
    replaces: Option<&Replaced>,
    files: &BagFiles,
) -> String {
    let (mut count, mut bytes) = (0, 0);
    for (path, content) in files {
        if path.starts_with(PAYLOAD) {
            count += 1;
            bytes += content.len();
        }
    }
    let mut labels = BagLabels::default();
    labels.add("Source-Organization", &document.agency);
    for (name, key) in CONTACT {
        labels.add(name, report.field(key).unwrap_or_default());
    }
    labels.add("External-Description", &document.title);
    labels.add("External-Identifier", &document.identifier);
    labels.add("Bagging-Date", &document.day().to_string());
    labels.add("Bag-Size", &format!("{:.1} KB", bytes as f64 / 1024.0));
    labels.add("Payload-Oxum", &format!("{bytes}.{count}"));
    labels.add("Bag-Software-Agent", PROGRAM);
    if let Some(replaced) = replaces {
        labels.add("Replaces-Bag-SHA256", &replaced.digest);
    }
    labels.0
}

/// A value without what would end its line.
fn in_one_line(value: &str) -> String {
    value.split(['\r', '\n']).collect::<Vec<_>>().join(" ")
}

/// What archives ask of the report, as XML; what nobody has given is there and empty.
pub(super) fn metadata_xml(document: &Document, more: Vec<MetadataEntry>) -> Vec<u8> {
    let entries = metadata(document).into_iter().chain(more).collect();
    // The template has no expression that can fail.
    MetadataPart { entries }
        .render()
        .unwrap_or_default()
        .into_bytes()
}

/// How somebody without this program looks whether all is as it was.
pub(super) fn guide(document: &Document, replaces: Option<&Replaced>) -> Vec<u8> {
    let Document { title, agency, .. } = document;
    let has_notice = replaces.is_some_and(|replaced| !replaced.notice.is_empty());
    let part = GuidePart {
        title,
        agency,
        program: PROGRAM,
        replaces,
        has_notice,
    };
    part.render().unwrap_or_default().into_bytes()
}

/// The names of metadata that archives want and nobody has given.
pub(super) fn missing_metadata(document: &Document) -> Vec<&'static str> {
    let mut missing = Vec::new();
    // As the form calls them.
    if document.issued.is_none() {
        missing.push(ISSUED);
    }
    let ArchiveKeys {
        fonds, retention, ..
    } = &document.archive;
    for (name, value) in [("全宗号", fonds), ("保管期限", retention)] {
        if value.is_empty() {
            missing.push(name);
        }
    }
    missing
}
