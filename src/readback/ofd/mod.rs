//! OFD: the pages' objects, and the structure that names them.
//!
//! `package` finds the parts from the first one on, `pages` reads what each page shows, `tags`
//! walks the structure that this program puts beside the pages. What the structure does not
//! name and a reader sees all the same is told. A file without such a structure is none of ours.

mod package;
mod pages;
mod tags;

use std::collections::{BTreeMap, BTreeSet};

use self::pages::ShownObjects;
use self::tags::Joining;
use super::content::{Readout, Stray};
use super::loose::{gather_labels, leave_out_known};
use super::package::ZippedParts;
use super::{BROKEN, REBUILD};
use crate::finding::Complaint;

pub(super) use package::read_attached;

/// The namespace of the structure.
const STRUCTURE: &str = "urn:nianbao:ofd-structure:1.0";
const NOT_OURS: Complaint = Complaint::fixed("OFD 里没有标明段落和表格，不是本程序写的", REBUILD);

/// Whether a package is of this kind.
pub(super) fn is_ofd(package: &mut ZippedParts<'_>) -> bool {
    package.has(package::FIRST)
}

/// All that an OFD says, with a line feed between runs of glyphs.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    read_joined(bytes, Joining::Parted)
}

/// The same as it reads.
pub(super) fn read_any(bytes: &[u8]) -> Result<Readout, Complaint> {
    read_joined(bytes, Joining::AsRead)
}

fn read_joined(bytes: &[u8], joining: Joining) -> Result<Readout, Complaint> {
    let mut parts = ZippedParts::open(bytes)?;
    let document = package::OfdDocument::of(&mut parts)?;
    let mut shown = ShownObjects::default();
    for page in &document.pages {
        let xml = parts.part(&page.part)?.ok_or(BROKEN)?;
        shown.add_page(page.id, &xml)?;
    }
    let structure = document.structure.as_deref().ok_or(NOT_OURS)?;
    let xml = parts.part(structure)?.ok_or(BROKEN)?;
    let blocks = tags::read_structure(&xml, &mut shown, joining)?;
    let mut strays = document.strays;
    add_unnamed(&shown, &gather_labels(&blocks), &mut strays);
    Ok(Readout {
        blocks,
        strays,
        facts: Vec::new(),
    })
}

/// Adds what a reader of the pages sees and the structure does not name.
fn add_unnamed(shown: &ShownObjects, labels: &BTreeSet<String>, strays: &mut Vec<Stray>) {
    let mut loose: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for text in shown.unnamed_texts() {
        loose.entry(text.page).or_default().push(text.words.clone());
    }
    for (page, runs) in loose {
        let text = leave_out_known(&runs, page, labels);
        if !text.is_empty() {
            strays.push(stray_on(page, "正文以外的文字", text));
        }
    }
    for page in &shown.composites {
        strays.push(stray_on(*page, "正文以外的图形", String::new()));
    }
    for page in shown.unnamed_pictures() {
        strays.push(stray_on(page, "插图以外的图片", String::new()));
    }
}

/// Something that stands on a page, which counts from 0.
fn stray_on(page: usize, what: &'static str, text: String) -> Stray {
    Stray {
        what,
        page: Some(page + 1),
        text,
    }
}
