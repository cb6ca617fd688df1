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
    list(files, algorithm, |path| path.starts_with(PAYLOAD))
}

/// The list of what describes the bag, as its files are: all but these lists, what covers them
/// and seals.
pub(super) fn tag_manifest(files: &BagFiles, algorithm: Algorithm) -> String {
    list(files, algorithm, is_tag_file)
}

/// Whether a file describes the bag and stands in the lists of such.
pub(super) fn is_tag_file(path: &str) -> bool {
    let covers = path == SEAL
        || Algorithm::ALL
            .iter()
            .any(|by| tag_manifest_name(*by) == path);
    !covers && !path.starts_with(SEALS) && !path.starts_with(PAYLOAD)
}

/// A list of the files that it covers.
fn list(files: &BagFiles, algorithm: Algorithm, covers: fn(&str) -> bool) -> String {
    let mut lines = String::new();
    for (path, content) in files {
        if covers(path) {
            lines += &format!("{}  {}\n", algorithm.digest(content), encode(path));
        }
    }
    lines
}

/// What covers all: the digests of the lists that cover the rest, as `sha256sum --check` reads
/// them, and those of SM3 behind.
pub(super) fn seal(files: &BagFiles) -> String {
    let mut lines = String::new();
    for algorithm in Algorithm::ALL {
        for list in Algorithm::ALL.map(tag_manifest_name) {
            let content = files.get(&list).map(Vec::as_slice).unwrap_or_default();
            lines += &seal_line(algorithm, &list, content);
            lines.push('\n');
        }
    }
    lines
}

/// A line of the seal, without its end.
pub(super) fn seal_line(algorithm: Algorithm, list: &str, content: &[u8]) -> String {
    let shown = algorithm.name().to_uppercase();
    format!("{shown} ({list}) = {}", algorithm.digest(content))
}

/// A path in a list: what would end the line is told by its number (2.1.3).
fn encode(path: &str) -> String {
    path.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn decode(path: &str) -> String {
    path.replace("%0A", "\n")
        .replace("%0D", "\r")
        .replace("%25", "%")
}

/// Whether a text is a digest of either kind, which both have 256 bits.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// What a list says, as far as its lines can be read: digests by paths.
pub(super) fn read_list(list: &[u8]) -> BTreeMap<String, String> {
    let mut entries = BTreeMap::new();
    for line in String::from_utf8_lossy(list).lines() {
        if let Some((digest, path)) = line.split_once("  ")
            && is_digest(digest)
        {
            entries.insert(decode(path), digest.to_owned());
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: &[&str]) {
        let found = read_list(list.as_bytes());
        assert_eq!(
            found.keys().map(String::as_str).collect::<Vec<_>>(),
            expected
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
        check(
            &manifest(&files, Algorithm::Sha256),
            &["data/乙\n.txt", "data/甲%.txt"],
        );
        check(&tag_manifest(&files, Algorithm::Sha256), &["bagit.txt"]);
        check("abc  data/x", &[]);
        check(&manifest(&files, Algorithm::Sha256).to_uppercase(), &[]);
        check("", &[]);
    }
}
