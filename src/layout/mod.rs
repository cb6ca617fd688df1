//! The document on pages: fonts, lines, tables, pages.
//!
//! What comes out is a list of pages that hold items of three kinds — glyphs,
//! rules, fills — each with the piece of the document that it belongs to. PDF
//! draws the items and reflows nothing. Lengths are in pt from the sheet's top
//! left corner. The room opens no files: fonts come through [`FontSource`].

mod font;
mod line;
mod page;
mod table;
mod table_rows;
mod text;

use std::collections::BTreeMap;

pub use font::{FaceId, FontData, FontSource, LoadedFace, names};
pub use page::{NoFonts, layout};

use crate::finding::Finding;

/// The laid-out document.
#[derive(Debug)]
pub struct Pages {
    /// Width and height of every sheet, pt.
    pub size: (f32, f32),
    /// The pages.
    pub pages: Vec<Page>,
    /// The faces that the glyphs name.
    pub faces: Vec<LoadedFace>,
    /// Where each heading stands, by the block's index.
    pub headings: BTreeMap<usize, Spot>,
    /// Characters that no font has.
    pub findings: Vec<Finding>,
}

/// A spot on a page.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The page's index, from 0.
    pub page: usize,
    /// From the sheet's top, pt.
    pub y: f32,
}

/// A page's items, in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
}

/// Something to be drawn.
#[derive(Clone, Debug)]
pub enum Item {
    /// A stretch of glyphs of one face on one line.
    Glyphs(GlyphRun),
    /// A straight line.
    Rule {
        /// Its start.
        from: (f32, f32),
        /// Its end.
        to: (f32, f32),
        /// Its thickness, pt.
        thickness: f32,
    },
    /// A filled rectangle.
    Fill {
        /// Left, top, width, height.
        rect: (f32, f32, f32, f32),
        /// Red, green, blue, 0 to 1.
        colour: [f32; 3],
    },
}

/// A stretch of glyphs of one face on one line.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// Its face, an index of [`Pages::faces`].
    pub face: FaceId,
    /// Size of type, pt.
    pub size: f32,
    /// The baseline, from the top.
    pub baseline: f32,
    /// The glyphs from left to right.
    pub glyphs: Vec<PlacedGlyph>,
    /// The characters of all glyphs.
    pub text: String,
    /// Whether the strokes are thickened.
    pub bold: bool,
    /// 0 black to 1 white.
    pub grey: f32,
    /// Turned around its start by this many degrees, anticlockwise.
    pub turn: f32,
    /// What it belongs to.
    pub owner: Owner,
}

/// A glyph at its place.
#[derive(Clone, Debug)]
pub struct PlacedGlyph {
    /// The glyph's number in its face.
    pub id: u32,
    /// Its left edge, from the sheet's left.
    pub x: f32,
    /// Its natural advance, pt.
    pub advance: f32,
    /// Bytes of its character in the run's text.
    pub bytes: std::ops::Range<usize>,
}

/// The piece of the document that an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A block: title, heading, paragraph.
    Block(usize),
    /// A line of the signature: block and line.
    Line(usize, usize),
    /// A cell of a table: block, row, cell in the row.
    Cell(usize, usize, usize),
    /// No content: a repeated head, a page number.
    Artifact(Artifact),
}

/// What an item is that is no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Artifact {
    /// The page number.
    PageNumber,
    /// A table's head or group label on a further page.
    Repeated,
    /// The mark of a draft.
    Draft,
}
