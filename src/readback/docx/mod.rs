//! DOCX: the package's main part, its paragraphs, tables and pictures' words.
//!
//! `parts` reads the package within one bound for all that is inflated, `looks` the styles, `body`
//! the main part with `grids` its tables, `margins` heads and feet of pages, `vector` the texts of
//! charts. Nothing is allocated by numbers in the file. `any` reads documents that other programs
//! wrote.

mod any;
mod body;
mod grids;
mod looks;
mod margins;
mod parts;
mod vector;

use std::collections::BTreeMap;

use super::content::{ContentBlock, Readout, Stray, TRACKED_CHANGES};
use super::{BROKEN, REBUILD};
use crate::finding::Complaint;
use body::{Body, MainPart};
use looks::Styles;
use parts::{Relationship, Standing, ZippedParts, find_relations, walk};

/// The part with the text, its relations, and the styles.
const PART: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const FOLDER: &str = "word/";
/// The relations of the package as a whole, one of which says which part is the main one.
const ROOT: &str = "_rels/.rels";
const MAIN: &str = "officeDocument";
const ELSEWHERE: Complaint = Complaint::fixed("正文不在通常的位置，是别的程序写的", REBUILD);
const STYLES: &str = "word/styles.xml";

/// Whether a package is a text document.
pub(super) fn is_docx(package: &mut ZippedParts<'_>) -> bool {
    package.has(PART) || any::has_other_main(package)
}

/// Whether the bytes are a document as one XML file, as Word saves it where it is asked.
pub(super) fn is_flat(bytes: &[u8]) -> bool {
    any::is_flat(bytes)
}

/// All that a DOCX of any author says; the same in one XML file is taken as well.
pub(super) fn read_any(bytes: &[u8]) -> Result<Readout, Complaint> {
    any::read(bytes)
}

/// All that a DOCX says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    let mut package = ZippedParts::open(bytes)?;
    // Programs show the part that the package names, whatever else lies in it.
    let mut named = find_relations(&mut package, ROOT, "")?.into_values();
    if named.any(|relation| relation.kind == MAIN && relation.part != PART) {
        return Err(ELSEWHERE);
    }
    let xml = package.part(PART)?.ok_or(BROKEN)?;
    let styles = match package.part(STYLES)? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let mut main = read_body(&xml, &styles)?;
    let relations = find_relations(&mut package, RELATIONS, FOLDER)?;
    for relation in relations.values() {
        if matches!(relation.kind.as_str(), "header" | "footer")
            && let Some(xml) = package.part(&relation.part)?
        {
            main.strays.extend(margins::read_strays(&xml)?);
        }
    }
    read_drawings(&mut main, &mut package, &relations)?;
    Ok(Readout {
        blocks: main.blocks,
        strays: main.strays,
        facts: Vec::new(),
    })
}

/// What the main part says; changes that nobody has accepted or rejected are told.
fn read_body(xml: &str, styles: &Styles) -> Result<MainPart, Complaint> {
    let mut body = Body::new(styles);
    let mut standing = Standing::new(&mut body);
    walk(xml, &mut standing)?;
    let tracked = standing.tracked;
    let mut main = body.close().ok_or(BROKEN)?;
    if tracked {
        main.strays.push(Stray {
            what: TRACKED_CHANGES,
            page: None,
            text: String::new(),
        });
    }
    Ok(main)
}

/// Gives figures the texts of their drawings in vectors.
fn read_drawings(
    main: &mut MainPart,
    package: &mut ZippedParts<'_>,
    relations: &BTreeMap<String, Relationship>,
) -> Result<(), Complaint> {
    for vector in &main.vectors {
        let Some(relation) = relations.get(&vector.relation) else {
            continue;
        };
        let svg = package.part(&relation.part)?;
        if let Some(ContentBlock::Figure(figure)) = main.blocks.get_mut(vector.block) {
            // A drawing that another program wrote may be of any kind.
            figure.drawn = svg.and_then(|svg| vector::read_texts(&svg).ok());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
