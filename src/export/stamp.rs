//! What a finished file says of itself: the program's version, the form that it
//! was made of, and a digest of its own content.
//!
//! So that the next run can tell a file that it wrote from one that somebody has
//! edited since. In a PDF the stamp stands among the keywords (XMP and document
//! information), in HTML in a meta tag, in plain text in the last line; in all three it is
//! text, written with noughts for the digest and sealed when the file is
//! whole. A DOCX keeps it as custom properties, and its digest is of all other parts.

use std::io::{Cursor, Read};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::Format;

/// Before the SHA-256 of the form's meaning.
const FORM: &str = "form-sha256:";
/// Before the SHA-256 of the file's own content.
const CONTENT: &str = "content-sha256:";
/// The part of a DOCX that holds the stamp.
pub(super) const PART: &str = "docProps/custom.xml";
/// What may be unpacked of a DOCX: far more than a report's parts have together.
const MAX_UNPACKED: u64 = 512 << 20;

/// What a finished file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256 of the meaning of the form that it was made of, in hex.
    pub form: String,
    /// Whether the content is still as it was written.
    pub whole: bool,
}

/// The words of a stamp without its digest yet: `form-sha256:… content-sha256:000…`.
pub(super) fn words(form: &str) -> [String; 2] {
    [format!("{FORM}{form}"), format!("{CONTENT}{}", "0".repeat(64))]
}

/// Writes the digest of a file into its stamp, wherever that stands; the file keeps its length.
pub(super) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let places = places(&bytes);
    if places.is_empty() {
        return bytes;
    }
    let digest = hex(&Sha256::digest(&bytes));
    for at in places {
        bytes[at..at + 64].copy_from_slice(digest.as_bytes());
    }
    bytes
}

/// The digest of the parts of a package in their order, their names included.
pub(super) fn digest<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> String {
    let mut sum = Sha256::new();
    for (name, content) in parts {
        // Lengths keep the end of one part from being taken for the start of the next.
        sum.update(format!("{name}\n{}\n", content.len()));
        sum.update(content);
    }
    hex(&sum.finalize())
}

/// The stamp of a file; none in a file that this program did not write, or whose stamp was lost.
pub fn read(format: Format, bytes: &[u8]) -> Option<Stamp> {
    if format == Format::Docx {
        return read_package(bytes);
    }
    let form = value(bytes, FORM)?;
    let (sealed, places) = (value(bytes, CONTENT)?, places(bytes));
    let mut blank = bytes.to_vec();
    places.iter().for_each(|&at| blank[at..at + 64].fill(b'0'));
    Some(Stamp { form, whole: hex(&Sha256::digest(&blank)) == sealed })
}

fn read_package(bytes: &[u8]) -> Option<Stamp> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut parts, mut stamp, mut left) = (Vec::new(), None, MAX_UNPACKED);
    for index in 0..package.len() {
        let file = package.by_index(index).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut content = Vec::new();
        file.take(left).read_to_end(&mut content).ok()?;
        left = left.checked_sub(content.len() as u64).filter(|left| *left > 0)?;
        if name == PART { stamp = Some(content) } else { parts.push((name, content)) }
    }
    let stamp = stamp?;
    let (form, sealed) = (value(&stamp, FORM)?, value(&stamp, CONTENT)?);
    let found = digest(parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())));
    Some(Stamp { form, whole: found == sealed })
}

/// Where digests of the content stand.
fn places(bytes: &[u8]) -> Vec<usize> {
    let found = bytes.windows(CONTENT.len()).enumerate().filter(|(_, window)| *window == CONTENT.as_bytes());
    found.map(|(at, _)| at + CONTENT.len()).filter(|&at| is_digest(bytes, at)).collect()
}

/// The digest behind the first of these words.
fn value(bytes: &[u8], words: &str) -> Option<String> {
    let mut found = bytes.windows(words.len()).enumerate().filter(|(_, window)| *window == words.as_bytes());
    let at = found.find_map(|(at, _)| Some(at + words.len()).filter(|&at| is_digest(bytes, at)))?;
    String::from_utf8(bytes[at..at + 64].to_vec()).ok()
}

fn is_digest(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at + 64).is_some_and(|hex| hex.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b)))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<bool>) {
        let found = read(Format::Txt, text.as_bytes()).map(|stamp| stamp.whole);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_change_breaks_the_seal() {
        let form = "ab".repeat(32);
        let [form, content] = words(&form);
        let sealed = String::from_utf8(seal(format!("报告 789\n{form} {content}\n").into_bytes())).unwrap();
        check(&sealed, Some(true));
        check(&sealed.replace("789", "798"), Some(false));
        check(&sealed.replace("form-sha256:ab", "form-sha256:ac"), Some(false));
        check(&sealed.replace("content", "contents"), None);
        check("报告 789\n", None);
    }
}
