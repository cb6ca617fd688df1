//! A zip package that is the same bytes every time: fixed order, dates, maker and level.
//!
//! Written by us (PKWARE's APPNOTE 6.3), so that all parts share the one compressor; a package
//! of an office document is a few dozen parts of a few kilobytes.

use super::deflate::{crc32, raw};

/// What a package names as the system it was made on, and the version of the format.
const MADE_BY: u16 = 0x0314;
const NEEDED: u16 = 0x14;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Midnight of the first day that the format knows: 1980-01-01.
const MIDNIGHT: u16 = 0;
const FIRST_DAY: u16 = 1 << 5 | 1;
/// A plain file that its owner may write and all may read.
const RIGHTS: u32 = 0o100_644 << 16;

/// A part of a package.
pub struct PackagePart {
    /// Its name, with its folders.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// A part as it is written.
struct PackedPart<'p> {
    name: &'p str,
    method: u16,
    sum: u32,
    length: u32,
    /// Its length in the package.
    packed_length: u32,
    /// Where it begins.
    at: u32,
}

/// Packs the parts in their order: a few dozen, of which pictures have 64 MiB at most together.
pub fn pack(parts: &[PackagePart]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.content.len() / 4).sum());
    let mut packed = Vec::with_capacity(parts.len());
    for PackagePart { name, content } in parts {
        let deflated = raw(content);
        let (method, short) = if deflated.len() < content.len() {
            (DEFLATED, &deflated)
        } else {
            (STORED, content)
        };
        let part = PackedPart {
            name,
            method,
            sum: crc32(content),
            length: content.len() as u32,
            packed_length: short.len() as u32,
            at: out.len() as u32,
        };
        out.extend(b"PK\x03\x04");
        part.describe(&mut out);
        out.extend(name.as_bytes());
        out.extend(short);
        packed.push(part);
    }
    let list = out.len();
    for part in &packed {
        out.extend(b"PK\x01\x02");
        push(&mut out, &[MADE_BY]);
        part.describe(&mut out);
        // No comment; the first disk; no text.
        push(&mut out, &[0, 0, 0]);
        out.extend(RIGHTS.to_le_bytes());
        out.extend(part.at.to_le_bytes());
        out.extend(part.name.as_bytes());
    }
    let length = (out.len() - list) as u32;
    let count = packed.len() as u16;
    out.extend(b"PK\x05\x06");
    push(&mut out, &[0, 0, count, count]);
    out.extend(length.to_le_bytes());
    out.extend((list as u32).to_le_bytes());
    push(&mut out, &[0]);
    out
}

impl PackedPart<'_> {
    /// What is said of a part in front of it and in the list of all: up to its name's length,
    /// and that there is nothing else.
    fn describe(&self, out: &mut Vec<u8>) {
        push(out, &[NEEDED, FLAGS, self.method, MIDNIGHT, FIRST_DAY]);
        for field in [self.sum, self.packed_length, self.length] {
            out.extend(field.to_le_bytes());
        }
        push(out, &[self.name.len() as u16, 0]);
    }
}

fn push(out: &mut Vec<u8>, fields: &[u16]) {
    for field in fields {
        out.extend(field.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let parts = [
            ("[Content_Types].xml", b"<Types/>".repeat(40)),
            ("文件夹/图.png", (0..=255).collect()),
            ("empty", Vec::new()),
        ];
        let parts = parts.map(|(name, content)| PackagePart {
            name: name.to_owned(),
            content,
        });
        let package = pack(&parts);
        assert_eq!(package, pack(&parts));
        let mut archive = ZipArchive::new(Cursor::new(package)).expect("a package");
        for (index, PackagePart { name, content }) in parts.iter().enumerate() {
            let mut part = archive.by_index(index).expect("a part");
            assert_eq!(part.name().expect("a name"), name.as_str());
            let mut found = Vec::new();
            part.read_to_end(&mut found).expect("its content");
            assert_eq!(&found, content);
        }
    }
}
