//! What a page shows: glyphs where they stand, straight lines, how many pictures.

use super::super::super::TOO_LARGE;
use super::geometry::{Bounds, Dot, Segment};
use crate::finding::Complaint;

/// Glyphs of one page; a full one has 2,000.
const MAX_GLYPHS: usize = 60_000;
/// Sizes of letters that anybody can read, in points.
const SIZES: std::ops::Range<f32> = 0.5..2_000.0;

/// A glyph on a page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inked {
    pub c: char,
    /// Where its writing begins.
    pub at: Dot,
    /// How far it leads, to the right and down.
    pub lead: Dot,
    pub size: f32,
    /// Whether it leaves no ink.
    pub unseen: bool,
}

impl Inked {
    /// Whether it shows something.
    pub fn is_letter(&self) -> bool {
        !self.c.is_whitespace()
    }
}

/// Where characters stand side by side on a page.
#[derive(Clone, Copy)]
pub(super) struct InkSpot {
    /// Where the first one begins.
    pub at: Dot,
    /// How far all of them lead.
    pub lead: Dot,
    pub size: f32,
    /// Whether they leave no ink.
    pub unseen: bool,
}

/// What a page shows.
#[derive(Default)]
pub(super) struct PageInk {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Inked>,
    pub segments: Vec<Segment>,
    pub pictures: usize,
}

impl PageInk {
    /// Adds the characters of a code, side by side; what nobody can read or lies outside of the
    /// page is left out.
    ///
    /// # Errors
    /// When there are too many.
    pub fn add(&mut self, text: &str, spot: InkSpot) -> Result<(), Complaint> {
        let InkSpot {
            at,
            lead,
            size,
            unseen,
        } = spot;
        let is_sound = at.x.is_finite() && at.y.is_finite() && lead.length().is_finite();
        if !is_sound || !SIZES.contains(&size) {
            return Ok(());
        }
        let count = text.chars().count().max(1) as f32;
        let lead = Dot {
            x: lead.x / count,
            y: lead.y / count,
        };
        for (index, c) in text.chars().enumerate() {
            let index = index as f32;
            let at = Dot {
                x: at.x + lead.x * index,
                y: at.y + lead.y * index,
            };
            if self.shows(at.x + lead.x / 2.0, at.y + lead.y / 2.0) {
                self.glyphs.push(Inked {
                    c,
                    at,
                    lead,
                    size,
                    unseen,
                });
            }
        }
        if self.glyphs.len() > MAX_GLYPHS {
            return Err(TOO_LARGE);
        }
        Ok(())
    }

    /// Whether a place lies on the page.
    fn shows(&self, x: f32, y: f32) -> bool {
        let page = Bounds {
            left: 0.0,
            top: 0.0,
            right: self.width,
            bottom: self.height,
        };
        page.holds(x, y)
    }
}
