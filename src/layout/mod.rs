//! The document on pages: fonts, lines, tables, pages.
//!
//! What comes out is a list of pages that hold items of four kinds — glyphs,
//! rules, fills, pictures — each with the piece of the document that it belongs to. PDF
//! draws the items and reflows nothing. Lengths are in pt from the sheet's top
//! left corner. The room opens no files: fonts come through [`FontSource`].
//!
//! # Fonts
//!
//! Font files lie beside the program and are never compiled in. `layout` asks a `FontSource` for a
//! face by its official name, then for the open file that stands in for it (both named in the
//! style); `disk` looks in `--fonts`, `NIANBAO_FONTS`, a folder fonts beside the program, and the
//! source tree around it, then (`system_fonts`) where the system keeps fonts, there by the names
//! of files alone, since a system has thousands. An agency's own fonts are found by the names in
//! their name tables; faces that may not be embedded are left out. Each character goes through its
//! role's faces and then the fallbacks; a glyph with an empty outline counts as absent. What no
//! face has is the finding `missing-glyph`, which `filing::printable` tells with its place before
//! anything is set (only where a text has characters that are not known to be common are fonts
//! opened for that): there is no PDF, and in a draft 〓 stands for it. Without any font the
//! finding is `no-font`, and all but the PDF is made. The last resort before that is any other
//! font that the agency gave. Where a file that the style names is not there, another face stands
//! in with the warning `substituted-font`. A face is opened when first needed, and a report needs
//! a few pages of 36 MB. Latin letters and digits come from their own face.
//!
//! # Lines and pages
//!
//! The running text stands on a grid of 28 × 22 cells. What a character is on a line its
//! `CharClass` says: Chinese, a mark, part of a run — digits, letters and the signs that touch
//! them, whatever face each comes from —, or a blank. `kinsoku` says what it costs a reader when a
//! line ends at a place (`LineEnd`) and knows no widths. Chinese and marks have a cell, runs their
//! natural width, and all that a line may give or take lies in its joints (`line`): the gap
//! between Chinese and a run may shrink, the half cells of marks may go, and between Chinese
//! characters a line may stretch, by less than readers of PDF take for a blank. `breaks` weighs
//! each line by how far its joints go, each end by what it tears, and takes the cheapest way
//! through the whole paragraph (total fit); text beside the grid, as in tables, goes line by line.
//! `justify` sets a line out: the half of a mark at its end may hang over, then the joints share.
//! A line that cannot be filled within these limits is left short.
//!
//! `set` sets every block once, in lines, cells or drawings; `page` then only decides what stands
//! where. A paragraph leaves two lines on either page at least, so one of three lines is never
//! parted; a heading stands over as many lines as its paragraph begins with, or over the rows up
//! to the first numbers; a signature has the last two lines of text with it. Blocks of a table
//! without a head to repeat are whole. A table that the style calls `landscape` stands, with the
//! headings directly over it, on pages that lie: their top is the bound or outer edge that was
//! left, and the page number stays at the sheet's foot. What a cell prints is set smaller by half
//! points until its number is on one line or its note on four, down to the style's smallest size;
//! then the finding `tight-cell` says so.
//!
//! A title is parted by cost (`style::title`): places that part what belongs together, lines of
//! another shape than trapezium or diamond, and every line cost; the cheapest way is taken. The
//! words behind which a line may end are in the style.

mod breaks;
mod figure;
mod fill;
mod find;
mod font;
mod font_data;
mod furniture;
mod justify;
mod keep;
mod line;
mod page;
mod paragraph;
mod plan;
mod plate;
mod set;
mod sheet;
mod table;
mod table_rows;
mod text;

use std::collections::{BTreeMap, BTreeSet};

/// The program's own font files, as the built-in style names them.
pub const OWN_FONTS: [&str; 9] = [
    "nianbao-title.ttf",
    "nianbao-fang.ttf",
    "nianbao-hei.ttf",
    "nianbao-kai.ttf",
    "nianbao-song.ttf",
    "nianbao-latin.ttf",
    "nianbao-latin-light.ttf",
    "nianbao-rare.ttf",
    "nianbao-fallback.ttf",
];

pub use find::PageBox;
pub use font::{FaceId, FontSource, LoadedFace, unprinted};
pub use font_data::{FontData, FontFault, NamedFace, named_faces};
pub use page::{NoFonts, layout};
pub use plate::{Plated, plate};

use crate::document::Image;
use crate::drawing::PaperRect;
use crate::finding::Finding;

/// The laid-out document.
#[derive(Debug)]
pub struct Pages {
    /// The pages.
    pub pages: Vec<Page>,
    /// The faces that the glyphs name.
    pub faces: Vec<LoadedFace>,
    /// Where each block begins, by its index.
    pub starts: BTreeMap<usize, Spot>,
    /// The blocks with which pages begin because a table has moved there.
    pub moved: BTreeSet<usize>,
    /// What tightened tables lose of their rows' heights, by their blocks.
    pub tightened: BTreeMap<usize, f32>,
    /// The official faces that other faces stand in for, with the names of those.
    pub stand_ins: BTreeMap<String, String>,
    /// Fonts that are not there, cells too narrow for their text.
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
#[derive(Clone, Debug)]
pub struct Page {
    /// Width and height of the sheet, pt; a landscape page is wider than high.
    pub size: (f32, f32),
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
        /// What it belongs to.
        owner: Owner,
    },
    /// A filled rectangle.
    Fill {
        /// Where it lies.
        rect: PaperRect,
        /// Red, green, blue, 0 to 1.
        colour: [f32; 3],
        /// What it belongs to.
        owner: Owner,
    },
    /// A picture.
    Image {
        /// Where it lies.
        rect: PaperRect,
        /// Its file.
        image: Image,
        /// What it belongs to.
        owner: Owner,
    },
}

impl Item {
    /// What the item belongs to.
    pub fn owner(&self) -> Owner {
        match self {
            Self::Glyphs(run) => run.owner,
            Self::Rule { owner, .. } | Self::Fill { owner, .. } | Self::Image { owner, .. } => {
                *owner
            }
        }
    }
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
    /// How it is turned around its start.
    pub turn: Turn,
    /// What it belongs to.
    pub owner: Owner,
}

/// How a run of glyphs is turned around its start.
///
/// Sines and cosines are constants: those that systems compute differ in the last digit,
/// and so would files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Not at all.
    #[default]
    Level,
    /// Running down, as the page number of a landscape page.
    Down,
    /// Rising by half a right angle, as the mark of a draft.
    Rising,
}

impl Turn {
    /// The cosine of its angle.
    pub fn cos(self) -> f32 {
        match self {
            Self::Level => 1.0,
            Self::Down => 0.0,
            Self::Rising => std::f32::consts::FRAC_1_SQRT_2,
        }
    }

    /// The sine of its angle, which counts anticlockwise.
    pub fn sin(self) -> f32 {
        match self {
            Self::Level => 0.0,
            Self::Down => -1.0,
            Self::Rising => std::f32::consts::FRAC_1_SQRT_2,
        }
    }
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
    /// A block: title, heading, paragraph, a figure's caption.
    Block(usize),
    /// What a figure shows, by its block.
    Figure(usize),
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
    /// The lines and grounds of a table.
    Ruling,
    /// The mark of a draft.
    Draft,
}
