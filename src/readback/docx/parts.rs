//! What parts of a DOCX have in common: their relations, and what of them is text as it stands.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::TOO_LARGE;
pub(super) use super::super::package::{Listener, ZippedParts, value, walk};
use crate::finding::Complaint;

/// Relations of a part: links count as well, and lists of documents have hundreds.
const MAX_RELATIONS: usize = 20_000;

/// The parts to which another part refers, by the ids of the relations; names are relative
/// to the folder `base`, which ends in a slash.
///
/// # Errors
/// When the part is broken, or more than is left.
pub(super) fn find_relations(
    package: &mut ZippedParts<'_>,
    name: &str,
    base: &'static str,
) -> Result<BTreeMap<String, Relationship>, Complaint> {
    match package.part(name)? {
        Some(xml) => read_relations(&xml, base),
        None => Ok(BTreeMap::new()),
    }
}

/// Another part to which one refers.
pub(super) struct Relationship {
    /// What it is: the end of the type's address, such as `footer`.
    pub kind: String,
    /// The part's name.
    pub part: String,
}

struct Relations<'a> {
    base: &'a str,
    found: BTreeMap<String, Relationship>,
}

/// What relations a part of relations has, by their ids; names are relative to the folder `base`.
///
/// # Errors
/// When it is broken.
pub(super) fn read_relations(
    xml: &str,
    base: &str,
) -> Result<BTreeMap<String, Relationship>, Complaint> {
    let mut relations = Relations {
        base,
        found: BTreeMap::new(),
    };
    walk(xml, &mut relations)?;
    Ok(relations.found)
}

impl Listener for Relations<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        if self.found.len() > MAX_RELATIONS {
            return Err(TOO_LARGE);
        }
        let (Some(id), Some(kind), Some(target)) =
            (value(tag, "Id"), value(tag, "Type"), value(tag, "Target"))
        else {
            return Ok(());
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let part = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{}{}", self.base, target.trim_start_matches("./")),
        };
        self.found.insert(id, Relationship { kind, part });
        Ok(())
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// What is not part of the text as it stands: what a tracked change took away, how
/// something looked before, and what programs show that do not understand the first choice.
const SKIPPED: [&str; 5] = [
    "w:del",
    "w:moveFrom",
    "w:rPrChange",
    "w:pPrChange",
    "mc:Fallback",
];

/// Changes to the text that nobody has accepted or rejected; it is read as if they were accepted.
const TRACKED: [&str; 4] = ["w:del", "w:ins", "w:moveFrom", "w:moveTo"];

/// Tells a listener only what is part of the text as it stands.
pub(super) struct Standing<'a, L> {
    to: &'a mut L,
    /// Elements open within what is skipped.
    skipped: usize,
    /// Whether changes are tracked that nobody has accepted or rejected.
    pub tracked: bool,
    /// Whether a paragraph's properties are being told.
    in_properties: bool,
}

impl<'a, L: Listener> Standing<'a, L> {
    pub fn new(to: &'a mut L) -> Self {
        Self {
            to,
            skipped: 0,
            tracked: false,
            in_properties: false,
        }
    }
}

impl<L: Listener> Listener for Standing<'_, L> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.name();
        let name = name.as_ref();
        self.tracked |= TRACKED.contains(&name);
        self.in_properties |= name == "w:pPr";
        if self.in_properties && self.skipped == 0 && matches!(name, "w:del" | "w:moveFrom") {
            self.to.goes_on();
        }
        if self.skipped > 0 || SKIPPED.contains(&name) {
            self.skipped += 1;
            return Ok(());
        }
        self.to.start(tag)
    }

    fn end(&mut self, name: &str) {
        if let Some(left) = self.skipped.checked_sub(1) {
            self.skipped = left;
        } else {
            self.in_properties &= name != "w:pPr";
            self.to.end(name);
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            self.to.text(text);
        }
    }
}

/// What an element says in its main attribute; nothing where it has none.
pub(super) fn main_value(tag: &BytesStart<'_>) -> String {
    value(tag, "w:val").unwrap_or_default()
}

/// Whether a property that is there is on: it may say that it is off.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    value(tag, "w:val").is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off" | "none"))
}
