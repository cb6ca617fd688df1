//! Lists of files with their digests (RFC 8493, 2.1.3 and 2.2.1), and the file that covers all.

use std::collections::BTreeMap;

use super::layout::{PAYLOAD, SEAL, SEALS};
use super::{Algorithm, BagFiles};

/// Lists of this kind begin so.
const MANIFEST: &str = "manifest-";
/// Lists of what describes the bag.
const TAG_MANIFEST: &str = "tagmanifest-";

/// The name of the list of what is handed over.
pub(super) fn manifest_name(algorithm: Algorithm) -> String {
    format!("{MANIFEST}{}.txt", algorithm.name())
}

/// The name of the list of what describes the bag.
pub(super) fn tag_manifest_name(algorithm: Algorithm) -> String {
    format!("{TAG_MANIFEST}{}.txt", algorithm.name())
}

/// The list of what is handed over, as its files are.
pub(super) fn manifest(files: &BagFiles, algorithm: Algorithm) -> String {
    listed(files.iter().filter(|(path, _)| path.starts_with(PAYLOAD)), algorithm)
}

/// The list of what describes the bag, as its files are: all but these lists, what covers them
/// and seals.
pub(super) fn tag_manifest(files: &BagFiles, algorithm: Algorithm) -> String {
    listed(files.iter().filter(|(path, _)| is_tag_file(path)), algorithm)
}

/// Whether a file describes the bag.
pub(super) fn is_tag_file(path: &str) -> bool {
    let covers = path == SEAL || path.starts_with(TAG_MANIFEST) || path.starts_with(SEALS);
    !covers && !path.starts_with(PAYLOAD)
}

fn listed<'f>(
    files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>,
    algorithm: Algorithm,
) -> String {
    let lines =
        files.map(|(path, content)| format!("{}  {}\n", algorithm.digest(content), encoded(path)));
    lines.collect()
}

/// What covers all: the digests of the lists that cover the rest, as `sha256sum --check` reads
/// them, and those of SM3 behind.
pub(super) fn seal(files: &BagFiles) -> String {
    let mut lines = String::new();
    for (algorithm, shown) in [(Algorithm::Sha256, "SHA256"), (Algorithm::Sm3, "SM3")] {
        for list in Algorithm::ALL.map(tag_manifest_name) {
            let content = files.get(&list).map(Vec::as_slice).unwrap_or_default();
            lines += &format!("{shown} ({list}) = {}\n", algorithm.digest(content));
        }
    }
    lines
}

/// A path in a list: what would end the line is told by its number (2.1.3).
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn decoded(path: &str) -> String {
    path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

/// Whether a text is a digest of either kind, which both have 256 bits.
pub(super) fn is_digest(text: &str) -> bool {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 64 && text.bytes().all(is_hex)
}

/// What a list says: digests by paths; none where a line is no such line.
pub(super) fn read_list(list: &[u8]) -> Option<BTreeMap<String, String>> {
    let text = std::str::from_utf8(list).ok()?;
    let mut entries = BTreeMap::new();
    for line in text.lines() {
        let (digest, path) = line.split_once("  ")?;
        if !is_digest(digest) {
            return None;
        }
        entries.insert(decoded(path), digest.to_owned());
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: Option<&[&str]>) {
        let found = read_list(list.as_bytes());
        let paths = found.map(|entries| entries.into_keys().collect::<Vec<_>>());
        assert_eq!(
            paths.as_deref(),
            expected
                .map(|paths| paths.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>())
                .as_deref()
        );
    }

    #[test]
    fn lists_are_read_as_they_are_written() {
        let files = BagFiles::from([
            ("data/甲%.txt".to_owned(), b"1".to_vec()),
            ("data/乙\n.txt".to_owned(), Vec::new()),
            ("bagit.txt".to_owned(), Vec::new()),
            ("签章/x.sig".to_owned(), Vec::new()),
        ]);
        check(&manifest(&files, Algorithm::Sha256), Some(&["data/乙\n.txt", "data/甲%.txt"]));
        check(&tag_manifest(&files, Algorithm::Sha256), Some(&["bagit.txt"]));
        check("abc  data/x", None);
        check(&manifest(&files, Algorithm::Sha256).to_uppercase(), None);
        check("", Some(&[]));
    }
}
