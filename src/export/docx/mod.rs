//! DOCX: askama templates of the parts, zipped.
//!
//! Everything that a colleague may want to change is a style: headings have
//! outline levels, run-in headings are character styles, tables have their own
//! paragraph style. Official faces are named, none is embedded.

mod media;
mod metrics;
mod parts;
mod quirks;
mod redline;
mod signature;
mod tables;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use super::Edition;
use crate::document::Document;
use crate::drawing::Drawing;
use crate::style::Style;
use media::Gallery;
use parts::{DocxBody, write};
pub use redline::Reviser;
use signature::signature_styles;
use view::view_blocks;

/// The charts of a document by their blocks.
pub type Painted = BTreeMap<usize, PaintedChart>;

/// A chart, drawn and painted.
pub struct PaintedChart {
    /// The drawing.
    pub drawing: Drawing,
    /// Its picture as PNG.
    pub picture: Vec<u8>,
}

/// What is known of a document on paper: an office program sets it anew, and breaks its pages as
/// the PDF does where that was a choice.
#[derive(Default)]
pub struct OnPaper {
    /// A picture of each chart, for programs that show no SVG.
    pub painted: Painted,
    /// The blocks with which pages begin because a table has moved there.
    pub moved: BTreeSet<usize>,
    /// What tightened tables lose of their rows' heights, by their blocks.
    pub tightened: BTreeMap<usize, f32>,
    /// Whether a blank page makes their number even.
    pub blank_last: bool,
}

/// The document as a DOCX file.
pub fn export(edition: &Edition<'_>, paper: &OnPaper) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let mut gallery = Gallery::default();
    let figures = gallery.place(document, style, &paper.painted);
    let pieces = redline::keep_all(view_blocks(document, style, &figures, paper));
    let body = DocxBody {
        pieces: &pieces,
        media: &gallery.media,
        signature: signature_styles(document, style),
        blank_last: paper.blank_last,
        reviser: None,
    };
    write(edition, body)
}

/// A document with its charts.
pub struct PaintedDocument<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its charts, drawn.
    pub painted: Painted,
}

/// The new document as a DOCX file whose differences from the old one are tracked changes.
pub fn export_redline(
    old: PaintedDocument<'_>,
    new: PaintedDocument<'_>,
    style: &Style,
    reviser: &Reviser,
) -> Vec<u8> {
    let mut gallery = Gallery::default();
    let new_figures = gallery.place(new.document, style, &new.painted);
    let old_figures = gallery.place(old.document, style, &old.painted);
    // Where pages end is not known of a file that holds two documents.
    let paper = OnPaper::default();
    let after = view_blocks(new.document, style, &new_figures, &paper);
    let before = view_blocks(old.document, style, &old_figures, &paper);
    // Bookmarks have the numbers of their blocks.
    let pieces = redline::merge(before, after, new.document.blocks.len());
    let signature = signature_styles(new.document, style);
    let former = signature_styles(old.document, style);
    let body = DocxBody {
        pieces: &pieces,
        media: &gallery.media,
        signature: if former.len() > signature.len() {
            former
        } else {
            signature
        },
        blank_last: false,
        reviser: Some(reviser),
    };
    write(&Edition::new(new.document, style), body)
}
