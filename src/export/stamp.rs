//! What a finished file says of itself: the program's version, the form that it
//! was made of, and a digest of its own content.
//!
//! So that the next run can tell a file that it wrote from one that somebody has
//! edited since. In a PDF the stamp stands among the properties of XMP (in those of version 0.1
//! among the keywords), in HTML in a meta tag, in plain text in the last line, if its body wants
//! one; else the files beside it keep a digest of the text. In all three it is text, written with
//! noughts for the digest and sealed when the file is whole. A DOCX keeps it as custom properties,
//! and its digest is of all other parts; an OFD among its custom data, and its digest is of all
//! parts.
//!
//! # What a file says of its origin
//!
//! A finished file says what it was made of: the SHA-256 of the form's normalised JSON
//! (`form::meaning`), the version, a digest of its own content (`export::stamp`). In text, HTML
//! and PDF the digest is put in place of noughts when the file is whole — a PDF's stand in XMP,
//! which is not compressed and the last thing that can be read in the file, so its length and
//! offsets stay; a DOCX has it in `docProps/custom.xml`, over all other parts. Whoever edits such
//! a file breaks the digest, and `disk::Sink` saves it before it is replaced. It guards against
//! loss, not against forgery.

use std::io::{Cursor, Read};

use memchr::memmem;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::package::PackagePart;
use super::{Edition, Format};

/// Before the SHA-256 of the form's meaning.
const FORM: &str = "form-sha256:";
/// Before the SHA-256 of the plain text of the same report, which holds no marks itself.
const TEXT: &str = "text-sha256:";
/// Before the SHA-256 of the file's own content.
const CONTENT: &str = "content-sha256:";
/// The part of a DOCX that holds the stamp.
pub(super) const PART: &str = "docProps/custom.xml";
/// The part of an OFD that holds the stamp, and its first.
pub(super) const OFD_PART: &str = "OFD.xml";
/// What may be unpacked of a DOCX: far more than a report's parts have together.
const MAX_UNPACKED: u64 = 192 << 20;

/// What is read of the part with the stamp; it has 600 bytes.
const MAX_STAMP: u64 = 64 << 10;

/// What a finished file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256 of the meaning of the form that it was made of, in hex.
    pub form: String,
    /// SHA-256 of the plain text of the same report; none in a text itself.
    pub text: Option<String>,
    /// Whether the content is still as it was written.
    pub whole: bool,
}

/// What a file says of its making, not held against its content.
#[derive(Clone, Debug)]
pub struct StampWords {
    /// SHA-256 of the meaning of the form that it was made of, in hex.
    pub form: String,
    /// SHA-256 of the plain text of the same report; none in a text itself.
    pub text: Option<String>,
    /// SHA-256 of the content that it was sealed with.
    sealed: String,
}

impl StampWords {
    fn of(bytes: &[u8], which: Which) -> Option<Self> {
        let (form, sealed) = (value(bytes, FORM, which)?, value(bytes, CONTENT, which)?);
        Some(Self {
            form,
            text: value(bytes, TEXT, which),
            sealed,
        })
    }

    /// The stamp of a file whose content has this digest.
    fn hold_against(self, digest: &str) -> Stamp {
        Stamp {
            form: self.form,
            text: self.text,
            whole: digest == self.sealed,
        }
    }
}

/// What a file says of its making; none in one that this program did not write. It costs nothing
/// beside [`read`], which looks at the whole content.
pub fn words_in(format: Format, bytes: &[u8]) -> Option<StampWords> {
    if let Some(name) = stamped_part(format) {
        let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut part = Vec::new();
        package
            .by_name(name)
            .ok()?
            .take(MAX_STAMP)
            .read_to_end(&mut part)
            .ok()?;
        return StampWords::of(&part, Which::Last);
    }
    // The stamp stands in the head of a page, and at the end of a text or PDF; other such words
    // are the report's own.
    let which = match format {
        Format::Html | Format::Fragment => Which::First,
        _ => Which::Last,
    };
    StampWords::of(bytes, which)
}

/// The part that holds the stamp, of a format that is a package.
fn stamped_part(format: Format) -> Option<&'static str> {
    match format {
        Format::Docx => Some(PART),
        Format::Ofd => Some(OFD_PART),
        _ => None,
    }
}

/// The words of a stamp without its digest yet: `form-sha256:… content-sha256:000…`.
pub(super) fn words(form: &str) -> [String; 2] {
    [
        format!("{FORM}{form}"),
        format!("{CONTENT}{}", "0".repeat(64)),
    ]
}

/// The words of a stamp in files that the plain text may stand beside.
pub(super) fn words_with_text(edition: &Edition<'_>) -> [String; 3] {
    let [form, content] = words(&edition.document.origin);
    [form, format!("{TEXT}{}", edition.plain().digest), content]
}

/// Writes the digest of a file into its stamp, wherever that stands; the file keeps its length.
pub(super) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let places = places(&bytes, &"0".repeat(64));
    if places.is_empty() {
        return bytes;
    }
    let digest = hex(&Sha256::digest(&bytes));
    for at in places {
        bytes[at..at + 64].copy_from_slice(digest.as_bytes());
    }
    bytes
}

/// Writes the digest of a package into its first part, which holds the stamp with noughts.
#[cfg(feature = "ofd")]
pub(super) fn seal_first(parts: &mut [PackagePart]) {
    let digest = digest(parts);
    let Some(PackagePart { content, .. }) = parts.first_mut() else {
        return;
    };
    for at in places(content, &"0".repeat(64)) {
        content[at..at + 64].copy_from_slice(digest.as_bytes());
    }
}

/// The digest of the parts of a package in their order, their names included.
pub(super) fn digest(parts: &[PackagePart]) -> String {
    let mut sum = Digester::default();
    for part in parts {
        sum.add(&part.name, &part.content);
    }
    sum.finish()
}

/// A digest that parts are added to, one by one.
#[derive(Default)]
struct Digester(Sha256);

impl Digester {
    fn add(&mut self, name: &str, content: &[u8]) {
        // Lengths keep the end of one part from being taken for the start of the next.
        self.0.update(format!("{name}\n{}\n", content.len()));
        self.0.update(content);
    }

    /// The same for a part that is read as it is unpacked; none where it has another length than
    /// it says.
    fn add_stream(&mut self, name: &str, length: u64, mut content: impl Read) -> Option<()> {
        self.0.update(format!("{name}\n{length}\n"));
        let mut buffer = [0; 16 << 10];
        let mut left = length;
        loop {
            let read = content.read(&mut buffer).ok()?;
            if read == 0 {
                return (left == 0).then_some(());
            }
            left = left.checked_sub(read as u64)?;
            self.0.update(buffer.get(..read)?);
        }
    }

    fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The stamp of a file; none in a file that this program did not write, or whose stamp was lost.
pub fn read(format: Format, bytes: &[u8]) -> Option<Stamp> {
    match format {
        Format::Docx => return read_package(bytes, PART, false),
        Format::Ofd => return read_package(bytes, OFD_PART, true),
        _ => {}
    }
    let words = words_in(format, bytes)?;
    Some(words.hold_against(&hex(&Sha256::digest(blank_digest(bytes)?))))
}

/// The stamp in a part of a package; the part itself counts with noughts for the digest, or not
/// at all.
fn read_package(bytes: &[u8], part: &str, counts: bool) -> Option<Stamp> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut sum, mut stamp, mut left) = (Digester::default(), None, MAX_UNPACKED);
    for index in 0..package.len() {
        let file = package.by_index(index).ok()?;
        let name = file.name().ok()?.into_owned();
        let length = file.size();
        left = left.checked_sub(length).filter(|left| *left > 0)?;
        if name == part {
            let mut content = Vec::new();
            file.take(MAX_STAMP).read_to_end(&mut content).ok()?;
            if counts {
                sum.add(&name, &blank_digest(&content)?);
            }
            stamp = Some(content);
        } else {
            sum.add_stream(&name, length, file)?;
        }
    }
    let words = StampWords::of(&stamp?, Which::Last)?;
    Some(words.hold_against(&sum.finish()))
}

/// A file with noughts for the digest of its content.
fn blank_digest(bytes: &[u8]) -> Option<Vec<u8>> {
    let sealed = value(bytes, CONTENT, Which::Last)?;
    let mut blank = bytes.to_vec();
    for at in places(bytes, &sealed) {
        blank[at..at + 64].fill(b'0');
    }
    Some(blank)
}

/// Where this digest of the content stands.
fn places(bytes: &[u8], digest: &str) -> Vec<usize> {
    behind(bytes, CONTENT)
        .filter(|&at| &bytes[at..at + 64] == digest.as_bytes())
        .collect()
}

/// Which of several digests is meant.
#[derive(Clone, Copy)]
enum Which {
    First,
    Last,
}

/// The digest behind these words.
fn value(bytes: &[u8], words: &str, which: Which) -> Option<String> {
    let mut found = behind(bytes, words);
    let at = if let Which::First = which {
        found.next()
    } else {
        found.last()
    }?;
    String::from_utf8(bytes[at..at + 64].to_vec()).ok()
}

/// Where digests stand behind these words.
fn behind<'b>(bytes: &'b [u8], words: &'b str) -> impl Iterator<Item = usize> + 'b {
    let found = memmem::find_iter(bytes, words).map(|at| at + words.len());
    found.filter(|&at| is_digest(bytes, at))
}

fn is_digest(bytes: &[u8], at: usize) -> bool {
    let Some(hex) = bytes.get(at..at + 64) else {
        return false;
    };
    hex.iter()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn hex(digest: &[u8]) -> String {
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
        let sealed =
            String::from_utf8(seal(format!("报告 789\n{form} {content}\n").into_bytes())).unwrap();
        check(&sealed, Some(true));
        check(&sealed.replace("789", "798"), Some(false));
        check(
            &sealed.replace("form-sha256:ab", "form-sha256:ac"),
            Some(false),
        );
        check(&sealed.replace("content", "contents"), None);
        check("报告 789\n", None);
        // A report that speaks of such marks prints as it is written.
        let own = format!("见 content-sha256:{}\n", "cd".repeat(32));
        let text =
            String::from_utf8(seal(format!("{own}{form} {content}\n").into_bytes())).unwrap();
        assert!(text.starts_with(&own));
        check(&text, Some(true));
        check(&text.replace("cdcd", "cdce"), Some(false));
    }
}
