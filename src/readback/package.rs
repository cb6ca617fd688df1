//! Packages: their parts as text, within one bound for all of them.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::budget::spend;
use super::{BROKEN, TOO_LARGE};
use crate::finding::Complaint;

/// What the parts that are read may inflate to, in bytes; a report's have 400 KB.
const MAX_XML: usize = 8 << 20;
/// Parts of a package; a report with 100 figures has 220.
const MAX_PARTS: usize = 2_000;
/// How far before the end of a package its own list of parts is named, in bytes.
const TAIL: usize = 1 << 17;
/// How the entry of a part in this list begins.
const LISTED_PART: &[u8] = b"PK\x01\x02";
/// How what names a list for more parts than any report has begins.
const LONG_LIST: &[u8] = b"PK\x06\x07";
/// In how many bytes of a part its kind shows: its root has some forty names of spaces.
const HEAD: u64 = 4096;

/// A package that is open.
pub(super) struct ZippedParts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be inflated.
    left: usize,
}

impl<'a> ZippedParts<'a> {
    /// Opens a package. The reader makes room for as many parts as a file says it has, so
    /// that they are counted before.
    ///
    /// # Errors
    /// For what is no package, or has too many parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Complaint> {
        Self::open_within(bytes, MAX_XML)
    }

    /// The same, of whose parts that many bytes may be inflated.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn open_within(bytes: &'a [u8], left: usize) -> Result<Self, Complaint> {
        let tail = bytes
            .get(bytes.len().saturating_sub(TAIL)..)
            .unwrap_or_default();
        let has_long_list = tail.windows(4).any(|four| four == LONG_LIST);
        let parts = bytes.windows(4).filter(|four| *four == LISTED_PART);
        if has_long_list || parts.count() > MAX_PARTS {
            return Err(TOO_LARGE);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
        Ok(Self { archive, left })
    }

    /// The names of all parts, as they stand in the package.
    pub fn names(&self) -> Vec<String> {
        self.archive
            .file_names()
            .flatten()
            .map(Cow::into_owned)
            .collect()
    }

    /// How a part begins; nothing where there is none.
    pub fn head(&mut self, name: &str) -> Vec<u8> {
        let mut head = Vec::new();
        if let Ok(part) = self.archive.by_name(name) {
            // What is broken further on begins in some way all the same.
            let _ = part.take(HEAD).read_to_end(&mut head);
        }
        head
    }

    /// Whether the package has a part of this name.
    pub fn has(&mut self, name: &str) -> bool {
        self.archive.by_name(name).is_ok()
    }

    /// The text of a part; none where the package has no such part.
    ///
    /// # Errors
    /// When it is broken, or more than is left.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Complaint> {
        match self.raw(name)? {
            Some(xml) => Ok(Some(String::from_utf8(xml).map_err(|_| BROKEN)?)),
            None => Ok(None),
        }
    }

    /// The bytes of a part; none where the package has no such part.
    ///
    /// # Errors
    /// As for [`Self::part`].
    pub fn raw(&mut self, name: &str) -> Result<Option<Vec<u8>>, Complaint> {
        let Ok(part) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let mut xml = Vec::new();
        part.take(self.left as u64 + 1)
            .read_to_end(&mut xml)
            .map_err(|_| BROKEN)?;
        spend(&mut self.left, xml.len())?;
        Ok(Some(xml))
    }
}

/// What is told of the elements of a part, one by one.
pub(super) trait Listener {
    /// An element begins.
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint>;
    /// An element ends.
    fn end(&mut self, name: &str);
    /// Text comes.
    fn text(&mut self, text: &str);
    /// The end of the paragraph is taken away: it goes on with the next one.
    fn goes_on(&mut self) {}
}

/// Tells the elements of a part.
///
/// # Errors
/// When it is broken, or the listener has heard enough.
pub(super) fn walk(xml: &str, to: &mut impl Listener) -> Result<(), Complaint> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{FEFF}'));
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) => to.start(&tag)?,
            Event::Empty(tag) => {
                to.start(&tag)?;
                to.end(tag.name().as_ref());
            }
            Event::End(tag) => to.end(tag.name().as_ref()),
            Event::Text(text) => to.text(&text),
            Event::CData(text) => to.text(&text),
            Event::GeneralRef(name) => {
                let character = match name.resolve_char_ref().map_err(|_| BROKEN)? {
                    Some(character) => character,
                    None => named_character(&name).ok_or(BROKEN)?,
                };
                to.text(character.encode_utf8(&mut [0; 4]));
            }
            // A document type can define entities, which unfold without end.
            Event::DocType(_) => return Err(BROKEN),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The character of a name that XML itself has.
fn named_character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// What an attribute says.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    // Looking for names that stand twice takes the square of their number.
    let found = all
        .with_checks(false)
        .flatten()
        .find(|a| a.key.as_ref() == name)?;
    let said = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    Some(said.ok()?.into_owned())
}
