//! Files that are locked without a password: anybody may read them, but their streams and
//! strings are enciphered.

use std::rc::Rc;

use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::aes;
use super::value::{PdfEntries, PdfValue};

/// What stands for a password that is none.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
/// How deep values are opened; deeper ones hold nothing that is read.
const MAX_DEPTH: usize = 8;
/// Rounds of the newest digest, which end by themselves; more never come.
const MAX_ROUNDS: usize = 400;

/// How something is enciphered.
#[derive(Clone, Copy, PartialEq)]
enum CipherKind {
    None,
    Rc4,
    /// With a key of its own for each object.
    Aes,
    /// With the file's key.
    Aes256,
}

/// What opens a file.
pub(super) struct Cipher {
    key: Vec<u8>,
    streams: CipherKind,
    strings: CipherKind,
}

impl Cipher {
    /// The key of a file that opens without a password; none for others.
    pub fn new(lock: &PdfEntries, id: Option<&PdfValue>) -> Option<Self> {
        let number = |name: &[u8]| lock.get(name).and_then(PdfValue::number);
        let bytes = |name: &[u8]| bytes_of(lock.get(name));
        if lock.get(b"Filter".as_slice()).and_then(PdfValue::name) != Some(b"Standard") {
            return None;
        }
        let version = number(b"V")? as i32;
        let revision = number(b"R")? as i32;
        let (streams, strings) = match version {
            1 | 2 => (CipherKind::Rc4, CipherKind::Rc4),
            4 | 5 => (kind(lock, b"StmF"), kind(lock, b"StrF")),
            _ => return None,
        };
        let user = bytes(b"U");
        if version == 5 {
            let key = newest_key(revision, &user, &bytes(b"UE"))?;
            return Some(Self {
                key,
                streams,
                strings,
            });
        }
        let length = match version {
            1 => 5,
            4 => 16,
            _ => (number(b"Length").unwrap_or(40.0) as usize / 8).clamp(5, 16),
        };
        let id = bytes_of(id);
        // A whole number that the reader of numbers has as a float: its lower bits are all set.
        let permissions = exact(lock.get(b"P".as_slice()))?;
        let mut start = PADDING.to_vec();
        start.extend(bytes(b"O").iter().take(32));
        start.extend(permissions.to_le_bytes());
        start.extend(&id);
        let plain = lock.get(b"EncryptMetadata".as_slice()) == Some(&PdfValue::Truth(false));
        if revision >= 4 && plain {
            start.extend([0xFF; 4]);
        }
        let mut key = Md5::digest(&start).get(..length)?.to_vec();
        if revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key).get(..length)?.to_vec();
            }
        }
        let sound = if revision >= 3 {
            let mut proof = Md5::digest([PADDING.as_slice(), &id].concat()).to_vec();
            for round in 0..20 {
                let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
                proof = rc4(&key, &proof);
            }
            user.get(..16) == proof.get(..16)
        } else {
            user == rc4(&key, &PADDING)
        };
        sound.then_some(Self {
            key,
            streams,
            strings,
        })
    }

    /// A value with its strings opened.
    pub fn opened(&self, value: PdfValue, number: u32, generation: u32) -> PdfValue {
        if self.strings == CipherKind::None {
            return value;
        }
        let key = self.own_key(self.strings, number, generation);
        self.inner(value, &key, 0)
    }

    fn inner(&self, value: PdfValue, key: &[u8], depth: usize) -> PdfValue {
        if depth > MAX_DEPTH {
            return value;
        }
        match value {
            PdfValue::Bytes(bytes) => PdfValue::Bytes(deciphered(self.strings, key, &bytes)),
            PdfValue::List(list) => {
                let list = list
                    .iter()
                    .map(|value| self.inner(value.clone(), key, depth + 1));
                PdfValue::List(Rc::new(list.collect()))
            }
            PdfValue::Entries(entries) => {
                let pairs = entries.iter();
                let pairs = pairs
                    .map(|(name, value)| (name.clone(), self.inner(value.clone(), key, depth + 1)));
                PdfValue::Entries(Rc::new(pairs.collect()))
            }
            other => other,
        }
    }

    /// The data of a stream, opened.
    pub fn stream(&self, data: &[u8], number: u32, generation: u32) -> Vec<u8> {
        deciphered(
            self.streams,
            &self.own_key(self.streams, number, generation),
            data,
        )
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

fn bytes_of(value: Option<&PdfValue>) -> Vec<u8> {
    match value {
        Some(PdfValue::Bytes(bytes)) => bytes.clone(),
        _ => Vec::new(),
    }
}

/// The permissions, a whole number of 32 bits with its sign.
fn exact(value: Option<&PdfValue>) -> Option<i32> {
    match value? {
        PdfValue::Number(number) => Some(*number as i32),
        PdfValue::Whole(number) => Some(*number),
        _ => None,
    }
}

/// How streams, or strings, are enciphered in newer files.
fn kind(lock: &PdfEntries, name: &[u8]) -> CipherKind {
    let filter = lock
        .get(name)
        .and_then(PdfValue::name)
        .unwrap_or(b"Identity");
    let filters = lock.get(b"CF".as_slice()).and_then(PdfValue::entries);
    let method = filters.and_then(|filters| {
        filters
            .get(filter)?
            .entries()?
            .get(b"CFM".as_slice())?
            .name()
    });
    match method {
        Some(b"V2") => CipherKind::Rc4,
        Some(b"AESV2") => CipherKind::Aes,
        Some(b"AESV3") => CipherKind::Aes256,
        _ => CipherKind::None,
    }
}

/// The key of the newest kind of files.
fn newest_key(revision: i32, user: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let digest = |salt: &[u8]| -> Vec<u8> {
        if revision >= 6 {
            hardened(salt)
        } else {
            Sha256::digest(salt).to_vec()
        }
    };
    if digest(user.get(32..40)?) != user.get(..32)? {
        return None;
    }
    let key = aes::open(&digest(user.get(40..48)?), &[0; 16], sealed.get(..32)?);
    (key.len() == 32).then_some(key)
}

/// The digest of the newest revision, for a password that is none.
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0..MAX_ROUNDS {
        let (own, start) = key.split_at(16.min(key.len()));
        let start = start.get(..16).unwrap_or_default();
        let sealed = aes::seal(own, start, &key.repeat(64));
        let rest = sealed
            .iter()
            .take(16)
            .map(|byte| u32::from(*byte))
            .sum::<u32>()
            % 3;
        key = match rest {
            0 => Sha256::digest(&sealed).to_vec(),
            1 => Sha384::digest(&sealed).to_vec(),
            _ => Sha512::digest(&sealed).to_vec(),
        };
        let last = sealed.last().copied().map_or(0, usize::from);
        if round >= 63 && last + 32 <= round + 1 {
            break;
        }
    }
    key.truncate(32);
    key
}

fn deciphered(kind: CipherKind, key: &[u8], data: &[u8]) -> Vec<u8> {
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

/// The stream cipher RC4.
fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut table: Vec<u8> = (0..=255).collect();
    let at = |table: &[u8], place: u8| table.get(usize::from(place)).copied().unwrap_or(0);
    let mut j = 0_u8;
    for (i, own) in (0..=255_u8).zip(key.iter().cycle()) {
        j = j.wrapping_add(at(&table, i)).wrapping_add(*own);
        table.swap(usize::from(i), usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let step = |byte: &u8| {
        i = i.wrapping_add(1);
        j = j.wrapping_add(at(&table, i));
        table.swap(usize::from(i), usize::from(j));
        byte ^ at(&table, at(&table, i).wrapping_add(at(&table, j)))
    };
    data.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, text: &str, expected: &[u8]) {
        assert_eq!(rc4(key.as_bytes(), text.as_bytes()), expected);
    }

    #[test]
    fn the_known_examples() {
        check(
            "Key",
            "Plaintext",
            &[0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3],
        );
        check("Wiki", "pedia", &[0x10, 0x21, 0xBF, 0x04, 0x20]);
    }
}
