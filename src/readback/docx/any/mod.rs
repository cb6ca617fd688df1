//! A DOCX of any author: what it says, with headings' levels and the numbers that
//! programs put before paragraphs.
//!
//! `package` finds the parts, `names` and `levels` make one way of many, `numbering`
//! counts, `story` reads the main part with `content` and `dispatch`, `table` and `bands`
//! say what tables come to. Who wrote the file is asked nowhere.

mod bands;
mod content;
mod dispatch;
mod fields;
mod levels;
mod names;
mod notes;
mod numbering;
mod numerals;
mod package;
mod paragraph;
mod properties;
mod story;
mod strays;
mod symbols;
mod table;

use super::parts::{Relationship, walk};
use super::{BROKEN, ROOT};
use crate::finding::Complaint;
use crate::readback::content::{Readout, Stray, TRACKED_CHANGES};
use levels::StyleEffects;
use notes::DocxNotes;
use numbering::{ListCounters, NumberLists};
use package::AnyPackage;
pub(super) use package::{has_other_main, is_flat};
use story::Story;

/// Where the properties of a document lie where nobody says so.
const PROPERTIES: &str = "docProps/core.xml";

/// All that a DOCX of any author says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    let mut package = AnyPackage::open(bytes)?;
    let main = package.main()?.ok_or(BROKEN)?;
    let xml = package.part(&main)?.ok_or(BROKEN)?;
    let relations = package.relations(&main)?;
    let named = |kind: &str| named(&relations, kind);
    let beside = |name: &str| Some(format!("{}/{name}", main.rsplit_once('/')?.0));
    let mut part = |kind: &str, usual: &str| match named(kind).or_else(|| beside(usual)) {
        Some(name) => package.part(&name),
        None => Ok(None),
    };
    let styles = part("styles", "styles.xml")?
        .map(|xml| levels::styles(&xml))
        .transpose()?;
    let lists = part("numbering", "numbering.xml")?.map(|xml| NumberLists::read(&xml));
    let lists = lists.transpose()?.unwrap_or_default();
    let mut notes = DocxNotes::default();
    for (kind, usual) in [("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml")] {
        if let Some(xml) = part(kind, usual)? {
            notes.read(&xml)?;
        }
    }
    let effects = StyleEffects::of(&styles.unwrap_or_default());
    let mut story = Story::new(&effects, ListCounters::new(&lists, &effects), notes);
    walk(&xml, &mut story)?;
    let mut end = story.close().ok_or(BROKEN)?;
    if end.tracked {
        end.strays.push(Stray {
            what: TRACKED_CHANGES,
            page: None,
            text: String::new(),
        });
    }
    let properties = self::named(&package.relations(ROOT)?, "core-properties");
    let facts = match package.part(properties.as_deref().unwrap_or(PROPERTIES)) {
        // What a file says of itself is no reason to refuse it.
        Ok(Some(xml)) => properties::facts(&xml).unwrap_or_default(),
        _ => Vec::new(),
    };
    Ok(Readout {
        blocks: end.blocks,
        strays: end.strays,
        facts,
    })
}

/// The part of a kind.
fn named(relations: &[Relationship], kind: &str) -> Option<String> {
    relations
        .iter()
        .find(|relation| relation.kind == kind)
        .map(|relation| relation.part.clone())
}

#[cfg(test)]
mod tests;
