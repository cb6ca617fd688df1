//! Where the parts of a document lie, whoever wrote it: in a zip or in one XML file.
//!
//! Names of parts count without regard to capitals and to the way of the slashes, and
//! parts are decoded as they say. The main part is the one that the package names; where
//! it names none, the one that has its kind or its usual name.

use std::collections::{BTreeMap, HashMap};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::parts::{Listener, Relationship, ZippedParts, related, relations, value, walk};
use super::super::{BROKEN, MAIN, PART, ROOT};
use super::names::canonical;
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;
use crate::readback::budget::spend;

/// What the parts that are read may inflate to, in bytes; a city's report of 60 pages that
/// an office program has saved time and again has 4 MB.
const MAX_ANY: usize = 16 << 20;
const KINDS: &str = "[content_types].xml";
/// What the kinds of main parts have in them: documents and templates, with programs or not.
const MAIN_KINDS: [&str; 4] = [
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroenabled.main+xml",
    "ms-word.template.macroenabledtemplate.main+xml",
];
/// In how many bytes of an XML file its encoding stands.
const DECLARATION: usize = 200;
/// How the file that is a whole package in XML begins, within the bytes of `ROOT_WITHIN`.
const FLAT: &str = "pkg:package";
const ROOT_WITHIN: usize = 1024;

/// A package that is open.
pub(super) enum AnyPackage<'a> {
    Zip {
        package: ZippedParts<'a>,
        /// The parts' names as they stand there, by what they count as.
        names: HashMap<String, String>,
    },
    Flat(HashMap<String, String>),
}

impl<'a> AnyPackage<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// For what is no package, or has too much in it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Complaint> {
        if !bytes.starts_with(b"PK") && is_flat(bytes) {
            return flat_parts(bytes).map(Self::Flat);
        }
        let package = ZippedParts::open_within(bytes, MAX_ANY)?;
        let names = package
            .names()
            .into_iter()
            .map(|name| (plain(&name), name))
            .collect();
        Ok(Self::Zip { package, names })
    }

    /// A part as text with the usual names; none where there is no such part.
    ///
    /// # Errors
    /// When it is broken, or more than may be read.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Complaint> {
        let name = plain(name);
        let text = match self {
            Self::Flat(parts) => parts.remove(&name),
            Self::Zip { package, names } => match names.get(&name) {
                Some(name) => package.raw(name)?.map(decoded).transpose()?,
                None => None,
            },
        };
        text.map(canonical).transpose()
    }

    /// The parts to which a part refers, or the package itself by the name of [`ROOT`].
    ///
    /// # Errors
    /// As for [`Self::part`].
    pub fn relations(&mut self, of: &str) -> Result<Vec<Relationship>, Complaint> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let slash = if folder.is_empty() { "" } else { "/" };
        let (base, name) = if of == ROOT {
            (String::new(), ROOT.to_owned())
        } else {
            (
                format!("{folder}{slash}"),
                format!("{folder}{slash}_rels/{file}.rels"),
            )
        };
        let Some(xml) = self.part(&name)? else {
            return Ok(Vec::new());
        };
        Ok(related(&xml, &base)?.into_values().collect())
    }

    /// The name of the main part.
    ///
    /// # Errors
    /// As for [`Self::part`].
    pub fn main(&mut self) -> Result<Option<String>, Complaint> {
        let named = self
            .relations(ROOT)?
            .into_iter()
            .find(|relation| relation.kind == MAIN);
        if let Some(relation) = named.filter(|relation| self.has(&relation.part)) {
            return Ok(Some(relation.part));
        }
        let mut kinds = PartKinds::default();
        if let Some(xml) = self.part(KINDS)? {
            walk(&xml, &mut kinds)?;
        }
        if let Some(part) = kinds.main.filter(|part| self.has(part)) {
            return Ok(Some(part));
        }
        Ok(self.has(PART).then(|| PART.to_owned()))
    }

    fn has(&self, name: &str) -> bool {
        let name = plain(name);
        match self {
            Self::Flat(parts) => parts.contains_key(&name),
            Self::Zip { names, .. } => names.contains_key(&name),
        }
    }
}

/// A part's name as it counts: small letters, one way of slashes, no steps upwards.
fn plain(name: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    for step in name.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step.to_lowercase()),
        }
    }
    steps.join("/")
}

/// The kinds of parts, as far as they tell the main one.
#[derive(Default)]
struct PartKinds {
    main: Option<String>,
}

impl Listener for PartKinds {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let kind = value(tag, "ContentType").unwrap_or_default().to_lowercase();
        if self.main.is_none() && MAIN_KINDS.iter().any(|main| kind.contains(main)) {
            self.main = value(tag, "PartName");
        }
        Ok(())
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// The text of an XML file: as its mark says, its first bytes, or its declaration.
fn decoded(bytes: Vec<u8>) -> Result<String, Complaint> {
    let (encoding, mark) = match (Encoding::for_bom(&bytes), bytes.get(..2)) {
        (Some(found), _) => found,
        (None, Some(b"<\0")) => (UTF_16LE, 0),
        (None, Some(b"\0<")) => (UTF_16BE, 0),
        _ => (declared(&bytes), 0),
    };
    if encoding == encoding_rs::UTF_8 && mark == 0 {
        return String::from_utf8(bytes).map_err(|_| BROKEN);
    }
    let rest = bytes.get(mark..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
    text.map(std::borrow::Cow::into_owned).ok_or(BROKEN)
}

/// The encoding that a declaration names. One of two bytes cannot be, where it can be read.
fn declared(bytes: &[u8]) -> &'static Encoding {
    let head = bytes
        .get(..bytes.len().min(DECLARATION))
        .unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declaration = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let named = declaration.and_then(|(declaration, _)| {
        let (_, rest) = declaration.split_once("encoding")?;
        rest.split(['"', '\''])
            .nth(1)
            .and_then(|name| Encoding::for_label(name.as_bytes()))
    });
    match named {
        Some(encoding) if encoding.is_ascii_compatible() => encoding,
        _ => encoding_rs::UTF_8,
    }
}

/// Whether the bytes are a whole package in one XML file.
pub(in super::super) fn is_flat(bytes: &[u8]) -> bool {
    let head = bytes
        .get(..bytes.len().min(ROOT_WITHIN))
        .unwrap_or_default();
    let letters: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    String::from_utf8_lossy(&letters).contains(FLAT)
}

/// The parts of a package that is one XML file, by what their names count as.
fn flat_parts(bytes: &[u8]) -> Result<HashMap<String, String>, Complaint> {
    spend(&mut MAX_ANY.clone(), bytes.len())?;
    let text = decoded(bytes.to_vec())?;
    let mut left = MAX_ANY;
    let mut parts = HashMap::new();
    let mut reader = Reader::from_str(&text);
    let (mut name, mut depth, mut begins) = (String::new(), 0_usize, 0);
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) => {
                depth += 1;
                match (depth, tag.local_name().as_ref()) {
                    (2, "part") => name = value(&tag, "pkg:name").unwrap_or_default(),
                    (3, "xmlData") => begins = reader.buffer_position() as usize,
                    _ => {}
                }
            }
            Event::End(tag) => {
                if (depth, tag.local_name().as_ref()) == (3, "xmlData") {
                    let part = text.get(begins..before).unwrap_or_default();
                    spend(&mut left, part.len())?;
                    parts.insert(plain(&name), part.to_owned());
                }
                depth = depth.saturating_sub(1);
            }
            Event::DocType(_) => return Err(BROKEN),
            Event::Eof => return Ok(parts),
            _ => {}
        }
        if parts.len() > MAX_FLAT {
            return Err(TOO_LARGE);
        }
    }
}

/// Parts of a package that is one XML file; a report has 20.
const MAX_FLAT: usize = 2_000;

/// Whether a zip that has no part of the usual name has a main part of another name.
pub(in super::super) fn has_other_main(package: &mut ZippedParts<'_>) -> bool {
    let relations: BTreeMap<String, Relationship> =
        relations(package, ROOT, "").unwrap_or_default();
    let Some(relation) = relations
        .into_values()
        .find(|relation| relation.kind == MAIN)
    else {
        return false;
    };
    let wanted = plain(&relation.part);
    let Some(name) = package
        .names()
        .into_iter()
        .find(|name| plain(name) == wanted)
    else {
        return false;
    };
    // The head of a workbook's or a presentation's main part names other kinds.
    let head: Vec<u8> = package
        .head(&name)
        .into_iter()
        .filter(|byte| *byte != 0)
        .collect();
    String::from_utf8_lossy(&head).contains("wordprocessingml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(decoded(bytes.to_vec()).ok().as_deref(), expected);
    }

    #[test]
    fn parts_in_other_encodings() {
        let wide = |bytes: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        check(&wide(u16::to_le_bytes, "\u{FEFF}<甲/>"), Some("<甲/>"));
        check(&wide(u16::to_be_bytes, "\u{FEFF}<甲/>"), Some("<甲/>"));
        check(wide(u16::to_le_bytes, "<甲/>").split_at(6).0, Some("<甲/"));
        check("\u{FEFF}<甲/>".as_bytes(), Some("<甲/>"));
        let declared = "<?xml version='1.0' encoding='GBK'?><甲/>";
        check(&encoding_rs::GB18030.encode(declared).0, Some(declared));
        let untrue = "<?xml version=\"1.0\" encoding=\"utf-16\"?><甲/>";
        check(untrue.as_bytes(), Some(untrue));
        check(b"<\xFF/>", None);
    }

    #[test]
    fn names_of_parts() {
        assert_eq!(plain("/Word\\document.xml"), "word/document.xml");
        assert_eq!(plain("word/../x/./a.xml"), "x/a.xml");
    }
}
