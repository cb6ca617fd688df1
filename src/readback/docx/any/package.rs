//! Where the parts of a document lie, whoever wrote it: in a zip or in one XML file.
//!
//! Names of parts count without regard to capitals and to the way of the slashes, and
//! parts are decoded as they say. The main part is the one that the package names; where
//! it names none, the one that has its kind or its usual name.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::parts::{
    Listener, Relationship, ZippedParts, find_relations, read_relations, value, walk,
};
use super::super::{BROKEN, MAIN, PART, ROOT};
use super::names::write_usual_names;
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
            return read_flat_parts(bytes).map(Self::Flat);
        }
        let package = ZippedParts::open_within(bytes, MAX_ANY)?;
        let names = package
            .names()
            .into_iter()
            .map(|name| (simplify(&name), name))
            .collect();
        Ok(Self::Zip { package, names })
    }

    /// A part as text with the usual names; none where there is no such part.
    ///
    /// # Errors
    /// When it is broken, or more than may be read.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Complaint> {
        let name = simplify(name);
        let text = match self {
            Self::Flat(parts) => parts.remove(&name),
            Self::Zip { package, names } => match names.get(&name) {
                Some(name) => package.raw(name)?.map(decode).transpose()?,
                None => None,
            },
        };
        text.map(write_usual_names).transpose()
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
        Ok(read_relations(&xml, &base)?.into_values().collect())
    }

    /// The name of the main part.
    ///
    /// # Errors
    /// As for [`Self::part`].
    pub fn find_main(&mut self) -> Result<Option<String>, Complaint> {
        let mut relations = self.relations(ROOT)?.into_iter();
        if let Some(relation) = relations.find(|relation| relation.kind == MAIN)
            && self.has(&relation.part)
        {
            return Ok(Some(relation.part));
        }
        let mut kinds = PartKinds::default();
        if let Some(xml) = self.part(KINDS)? {
            walk(&xml, &mut kinds)?;
        }
        if let Some(part) = kinds.main
            && self.has(&part)
        {
            return Ok(Some(part));
        }
        Ok(self.has(PART).then(|| PART.to_owned()))
    }

    fn has(&self, name: &str) -> bool {
        let name = simplify(name);
        match self {
            Self::Flat(parts) => parts.contains_key(&name),
            Self::Zip { names, .. } => names.contains_key(&name),
        }
    }
}

/// A part's name as it counts: small letters, one way of slashes, no steps upwards.
fn simplify(name: &str) -> String {
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
fn decode(bytes: Vec<u8>) -> Result<String, Complaint> {
    let (encoding, mark) = match (Encoding::for_bom(&bytes), bytes.get(..2)) {
        (Some(found), _) => found,
        (None, Some(b"<\0")) => (UTF_16LE, 0),
        (None, Some(b"\0<")) => (UTF_16BE, 0),
        _ => (read_declared(&bytes), 0),
    };
    if encoding == encoding_rs::UTF_8 && mark == 0 {
        return String::from_utf8(bytes).map_err(|_| BROKEN);
    }
    let rest = bytes.get(mark..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
    text.map(std::borrow::Cow::into_owned).ok_or(BROKEN)
}

/// The encoding that a declaration names. One of two bytes cannot be, where it can be read.
fn read_declared(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    match find_declared(&String::from_utf8_lossy(head)) {
        Some(encoding) if encoding.is_ascii_compatible() => encoding,
        _ => encoding_rs::UTF_8,
    }
}

/// The encoding that the declaration at the beginning of an XML file names.
fn find_declared(head: &str) -> Option<&'static Encoding> {
    let rest = head.trim_start().strip_prefix("<?xml")?;
    let (declaration, _) = rest.split_once("?>")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let name = rest.split(['"', '\'']).nth(1)?;
    Encoding::for_label(name.as_bytes())
}

/// Whether the bytes are a whole package in one XML file.
pub(in super::super) fn is_flat(bytes: &[u8]) -> bool {
    let head = bytes.iter().take(ROOT_WITHIN).copied();
    let letters: Vec<u8> = head.filter(|byte| *byte != 0).collect();
    String::from_utf8_lossy(&letters).contains(FLAT)
}

/// The parts of a package that is one XML file, by what their names count as.
fn read_flat_parts(bytes: &[u8]) -> Result<HashMap<String, String>, Complaint> {
    spend(&mut MAX_ANY.clone(), bytes.len())?;
    let text = decode(bytes.to_vec())?;
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
                    parts.insert(simplify(&name), part.to_owned());
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
    let relations = find_relations(package, ROOT, "").unwrap_or_default();
    let mut relations = relations.into_values();
    let Some(relation) = relations.find(|relation| relation.kind == MAIN) else {
        return false;
    };
    let wanted = simplify(&relation.part);
    let mut names = package.names().into_iter();
    let Some(name) = names.find(|name| simplify(name) == wanted) else {
        return false;
    };
    // The head of a workbook's or a presentation's main part names other kinds.
    let mut head = package.head(&name);
    head.retain(|byte| *byte != 0);
    String::from_utf8_lossy(&head).contains("wordprocessingml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(decode(bytes.to_vec()).ok().as_deref(), expected);
    }

    /// A text in two bytes a character.
    fn wide(bytes: fn(u16) -> [u8; 2], text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn parts_in_other_encodings() {
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
        assert_eq!(simplify("/Word\\document.xml"), "word/document.xml");
        assert_eq!(simplify("word/../x/./a.xml"), "x/a.xml");
    }
}
