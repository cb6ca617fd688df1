//! Packages: their parts taken out, changed, and put together again without compression.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::bytes;
use crate::random::Random;
use crate::words::{PROSE, XML};

/// What a part may inflate to.
const MAX_PART: u64 = 4 << 20;

/// A part of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// The parts of a package; none for what is no sound one.
pub fn unpacked(package: &[u8]) -> Option<Vec<Part>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut content = Vec::new();
        file.take(MAX_PART).read_to_end(&mut content).ok()?;
        parts.push(Part { name, content });
    }
    Some(parts)
}

/// The package of some parts; none where two have one name.
pub fn packed(parts: &[Part]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        writer.start_file(part.name.as_str(), stored).ok()?;
        writer.write_all(&part.content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// A package with one part changed; `other` is one from which a part may be taken.
pub fn edited(package: &[u8], other: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut parts = unpacked(package)?;
    if parts.is_empty() {
        return None;
    }
    let at = chosen(&parts, random);
    match random.below(16) {
        0 => drop(parts.remove(at)),
        1 => parts[at].name = renamed(&parts[at].name, random),
        2 => {
            let with = chosen(&parts, random);
            parts[at].content = parts[with].content.clone();
        }
        3 => {
            let others = unpacked(other)?;
            let same = others
                .into_iter()
                .find(|part| part.name == parts[at].name)?;
            parts[at].content = same.content;
        }
        _ => {
            let content = std::mem::take(&mut parts[at].content);
            parts[at].content = bytes::edited(content, &[XML, XML, PROSE], random);
        }
    }
    packed(&parts)
}

/// Where most of what is read stands.
const READ: [&str; 5] = [
    "sheet",
    "document.xml",
    "sharedStrings",
    "workbook.xml",
    ".rels",
];

/// The index of a part, mostly of one that is read.
fn chosen(parts: &[Part], random: &mut Random) -> usize {
    let is_read = |part: &Part| READ.iter().any(|name| part.name.contains(name));
    let read: Vec<usize> = (0..parts.len()).filter(|at| is_read(&parts[*at])).collect();
    if read.is_empty() || random.one_in(6) {
        random.below(parts.len())
    } else {
        *random.pick(&read)
    }
}

/// A name that leads elsewhere.
fn renamed(name: &str, random: &mut Random) -> String {
    match random.below(5) {
        0 => format!("../{name}"),
        1 => format!("/{name}"),
        2 => name.to_uppercase(),
        3 => name.replace('/', "\\"),
        _ => format!("{name}\u{202E}甲"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_again() {
        let part = |name: &str| Part {
            name: name.to_owned(),
            content: b"<a/>".to_vec(),
        };
        let parts = vec![part("xl/workbook.xml"), part("xl/worksheets/sheet1.xml")];
        let package = packed(&parts).expect("a package");
        assert_eq!(unpacked(&package), Some(parts));
        assert_eq!(unpacked(b"PK\x03\x04"), None);
    }

    #[test]
    fn a_changed_package_can_mostly_be_opened() {
        let content = b"<worksheet><row r=\"1\"/></worksheet>".to_vec();
        let parts = [Part {
            name: "xl/worksheets/sheet1.xml".to_owned(),
            content,
        }];
        let package = packed(&parts).expect("a package");
        let mut random = Random::new(2);
        let opened = (0..100)
            .filter_map(|_| edited(&package, &package, &mut random))
            .filter_map(|p| unpacked(&p));
        assert!(opened.count() > 80);
    }
}
