//! Files that are locked without a password: anybody may read them, but their streams and
//! strings are enciphered.

use std::rc::Rc;

use md5::{Digest, Md5};

use super::aes;
use super::lock::{CipherKind, PdfLock, bytes_of};
use super::rc4::rc4;
use super::value::{PdfEntries, PdfValue};

/// How deep values are opened; deeper ones hold nothing that is read.
const MAX_DEPTH: usize = 8;

/// What opens a file.
pub(super) struct Cipher {
    key: Vec<u8>,
    streams: CipherKind,
    strings: CipherKind,
}

impl Cipher {
    /// The key of a file that opens without a password; none for others.
    pub fn new(lock: &PdfEntries, id: Option<&PdfValue>) -> Option<Self> {
        let lock = PdfLock::of(lock)?;
        Some(Self {
            key: lock.key(bytes_of(id))?,
            streams: lock.kind(b"StmF"),
            strings: lock.kind(b"StrF"),
        })
    }

    /// A value with its strings opened.
    pub fn open(&self, value: PdfValue, number: u32, generation: u32) -> PdfValue {
        if self.strings == CipherKind::None {
            return value;
        }
        let key = self.own_key(self.strings, number, generation);
        self.open_inside(value, &key, 0)
    }

    fn open_inside(&self, value: PdfValue, key: &[u8], depth: usize) -> PdfValue {
        if depth > MAX_DEPTH {
            return value;
        }
        match value {
            PdfValue::Bytes(bytes) => PdfValue::Bytes(decipher(self.strings, key, &bytes)),
            PdfValue::List(list) => {
                let mut opened = Vec::with_capacity(list.len());
                for value in list.iter() {
                    opened.push(self.open_inside(value.clone(), key, depth + 1));
                }
                PdfValue::List(Rc::new(opened))
            }
            PdfValue::Entries(entries) => {
                let mut opened = PdfEntries::new();
                for (name, value) in entries.iter() {
                    let value = self.open_inside(value.clone(), key, depth + 1);
                    opened.insert(name.clone(), value);
                }
                PdfValue::Entries(Rc::new(opened))
            }
            other => other,
        }
    }

    /// The data of a stream, opened.
    pub fn open_data(&self, data: &[u8], number: u32, generation: u32) -> Vec<u8> {
        let key = self.own_key(self.streams, number, generation);
        decipher(self.streams, &key, data)
    }

    /// The key of an object.
    fn own_key(&self, kind: CipherKind, number: u32, generation: u32) -> Vec<u8> {
        if matches!(kind, CipherKind::None | CipherKind::Aes256) {
            return self.key.clone();
        }
        let mut start = self.key.clone();
        start.extend(number.to_le_bytes().iter().take(3));
        start.extend(generation.to_le_bytes().iter().take(2));
        if kind == CipherKind::Aes {
            start.extend(b"sAlT");
        }
        let length = (self.key.len() + 5).min(16);
        Md5::digest(&start).iter().take(length).copied().collect()
    }
}

fn decipher(kind: CipherKind, key: &[u8], data: &[u8]) -> Vec<u8> {
    match kind {
        CipherKind::None => data.to_vec(),
        CipherKind::Rc4 => rc4(key, data),
        CipherKind::Aes | CipherKind::Aes256 => {
            let (start, rest) = data.split_at(16.min(data.len()));
            let mut out = aes::open(key, start, rest);
            // The last byte says how many were added to fill the last block.
            let added = out.last().copied().map_or(0, usize::from);
            if (1..=16).contains(&added) {
                out.truncate(out.len().saturating_sub(added));
            }
            out
        }
    }
}
