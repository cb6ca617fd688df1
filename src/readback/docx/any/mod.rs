//! A DOCX of any author: what it says, with headings' levels and the numbers that
//! programs put before paragraphs.
//!
//! `package` finds the parts, `names` and `levels` make one way of many, `lists` and `numbering`
//! count, `story` reads the main part with `content`, `dispatch`, `speech` and `ends`; `table`,
//! `columns` and `bands` say what tables come to. Who wrote the file is asked nowhere.

mod bands;
mod columns;
mod content;
mod dispatch;
mod ends;
mod fields;
mod flow;
mod levels;
mod lists;
mod names;
mod notes;
mod numbering;
mod numerals;
mod package;
mod paragraph;
mod properties;
mod speech;
mod story;
mod strays;
mod symbols;
mod table;

use super::looks::Styles;
use super::parts::{Relationship, walk};
use super::{BROKEN, ROOT};
use crate::finding::Complaint;
use crate::readback::content::{Readout, Stray, TRACKED_CHANGES};
use levels::StyleEffects;
use lists::NumberLists;
use notes::DocxNotes;
use numbering::ListCounters;
use package::AnyPackage;
pub(super) use package::{has_other_main, is_flat};
use story::Story;

/// Where the properties of a document lie where nobody says so.
const PROPERTIES: &str = "docProps/core.xml";

/// All that a DOCX of any author says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    let mut package = AnyPackage::open(bytes)?;
    let main = package.find_main()?.ok_or(BROKEN)?;
    let xml = package.part(&main)?.ok_or(BROKEN)?;
    let mut beside = PartsBeside {
        relations: package.relations(&main)?,
        package: &mut package,
        main,
    };
    let styles = match beside.read("styles", "styles.xml")? {
        Some(xml) => levels::read_styles(&xml)?,
        None => Styles::default(),
    };
    let lists = match beside.read("numbering", "numbering.xml")? {
        Some(xml) => NumberLists::read(&xml)?,
        None => NumberLists::default(),
    };
    let mut notes = DocxNotes::default();
    for (kind, usual) in [("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml")] {
        if let Some(xml) = beside.read(kind, usual)? {
            notes.read(&xml)?;
        }
    }
    let effects = StyleEffects::of(&styles);
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
    let properties = find_part(&package.relations(ROOT)?, "core-properties");
    let facts = match package.part(properties.as_deref().unwrap_or(PROPERTIES)) {
        // What a file says of itself is no reason to refuse it.
        Ok(Some(xml)) => properties::read_facts(&xml).unwrap_or_default(),
        _ => Vec::new(),
    };
    Ok(Readout {
        blocks: end.blocks,
        strays: end.strays,
        facts,
    })
}

/// The parts beside the main one: where its relations say, or else where they usually lie.
struct PartsBeside<'p, 'a> {
    package: &'p mut AnyPackage<'a>,
    main: String,
    relations: Vec<Relationship>,
}

impl PartsBeside<'_, '_> {
    fn read(&mut self, kind: &str, usual: &str) -> Result<Option<String>, Complaint> {
        if let Some(name) = find_part(&self.relations, kind) {
            return self.package.part(&name);
        }
        match self.main.rsplit_once('/') {
            Some((folder, _)) => self.package.part(&format!("{folder}/{usual}")),
            None => Ok(None),
        }
    }
}

/// The part of a kind.
fn find_part(relations: &[Relationship], kind: &str) -> Option<String> {
    let relation = relations.iter().find(|relation| relation.kind == kind)?;
    Some(relation.part.clone())
}

#[cfg(test)]
mod tests;
