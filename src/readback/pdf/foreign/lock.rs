//! What a file says of its lock, and the key to one that opens without a password.

use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::aes;
use super::rc4::rc4;
use super::value::{PdfEntries, PdfValue};

/// How something is enciphered.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum CipherKind {
    None,
    Rc4,
    /// With a key of its own for each object.
    Aes,
    /// With the file's key.
    Aes256,
}

/// What stands for a password that is none.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
/// Rounds of the newest digest, which end by themselves; more never come.
const MAX_ROUNDS: usize = 400;

/// What a file says of its lock.
pub(super) struct PdfLock<'a> {
    entries: &'a PdfEntries,
    version: i32,
    revision: i32,
}

impl<'a> PdfLock<'a> {
    /// The lock of a file; none of a kind that nobody has a key to.
    pub fn of(entries: &'a PdfEntries) -> Option<Self> {
        let lock = Self {
            entries,
            version: entries.get(b"V".as_slice())?.number()? as i32,
            revision: entries.get(b"R".as_slice())?.number()? as i32,
        };
        let is_standard = lock.value(b"Filter")?.name() == Some(b"Standard");
        let is_known = matches!(lock.version, 1 | 2 | 4 | 5);
        (is_standard && is_known).then_some(lock)
    }

    fn value(&self, name: &[u8]) -> Option<&'a PdfValue> {
        self.entries.get(name)
    }

    fn bytes(&self, name: &[u8]) -> &'a [u8] {
        bytes_of(self.value(name))
    }

    /// How streams, or strings, are enciphered.
    pub fn kind(&self, name: &[u8]) -> CipherKind {
        match self.version {
            1 | 2 => CipherKind::Rc4,
            _ => match self.method(name) {
                Some(b"V2") => CipherKind::Rc4,
                Some(b"AESV2") => CipherKind::Aes,
                Some(b"AESV3") => CipherKind::Aes256,
                _ => CipherKind::None,
            },
        }
    }

    /// The name of the method of a filter that newer files have.
    fn method(&self, name: &[u8]) -> Option<&'a [u8]> {
        let filter = self.value(name).and_then(PdfValue::name);
        let filters = self.value(b"CF")?.entries()?;
        let filter = filters.get(filter.unwrap_or(b"Identity"))?.entries()?;
        filter.get(b"CFM".as_slice())?.name()
    }

    /// The length of the key, in bytes.
    fn length(&self) -> usize {
        match self.version {
            1 => 5,
            4 => 16,
            _ => {
                let bits = self.value(b"Length").and_then(PdfValue::number);
                (bits.unwrap_or(40.0) as usize / 8).clamp(5, 16)
            }
        }
    }

    /// The permissions, a whole number of 32 bits with its sign. A reader of numbers may have it
    /// as a float: its lower bits are all set.
    fn permissions(&self) -> Option<i32> {
        match self.value(b"P")? {
            PdfValue::Number(number) => Some(*number as i32),
            PdfValue::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// The key that opens the file without a password; none where it does not.
    pub fn key(&self, id: &[u8]) -> Option<Vec<u8>> {
        if self.version == 5 {
            return newest_key(self.revision, self.bytes(b"U"), self.bytes(b"UE"));
        }
        let mut start = PADDING.to_vec();
        start.extend(self.bytes(b"O").iter().take(32));
        start.extend(self.permissions()?.to_le_bytes());
        start.extend(id);
        let is_open = self.value(b"EncryptMetadata") == Some(&PdfValue::Truth(false));
        if self.revision >= 4 && is_open {
            start.extend([0xFF; 4]);
        }
        let length = self.length();
        let mut key = Md5::digest(&start).get(..length)?.to_vec();
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key).get(..length)?.to_vec();
            }
        }
        self.fits(&key, id).then_some(key)
    }

    /// Whether a key opens the file.
    fn fits(&self, key: &[u8], id: &[u8]) -> bool {
        let user = self.bytes(b"U");
        if self.revision < 3 {
            return user == rc4(key, &PADDING);
        }
        let mut proof = Md5::digest([PADDING.as_slice(), id].concat()).to_vec();
        for round in 0..20 {
            let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
            proof = rc4(&key, &proof);
        }
        user.get(..16) == proof.get(..16)
    }
}

/// The bytes of a string; none of what is no string.
pub(super) fn bytes_of(value: Option<&PdfValue>) -> &[u8] {
    match value {
        Some(PdfValue::Bytes(bytes)) => bytes,
        _ => &[],
    }
}

/// The key of the newest kind of files.
fn newest_key(revision: i32, user: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    if digest(revision, user.get(32..40)?) != user.get(..32)? {
        return None;
    }
    let seal = digest(revision, user.get(40..48)?);
    let key = aes::open(&seal, &[0; 16], sealed.get(..32)?);
    (key.len() == 32).then_some(key)
}

/// The digest of a password that is none, with what makes it the file's own.
fn digest(revision: i32, salt: &[u8]) -> Vec<u8> {
    if revision >= 6 {
        harden(salt)
    } else {
        Sha256::digest(salt).to_vec()
    }
}

/// The digest of the newest revision, for a password that is none.
fn harden(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0..MAX_ROUNDS {
        let (own, start) = key.split_at(16.min(key.len()));
        let start = start.get(..16).unwrap_or_default();
        let sealed = aes::seal(own, start, &key.repeat(64));
        let sum: u32 = sealed.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
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
