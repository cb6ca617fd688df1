//! A line and how it is set: its characters, and the left edge of each glyph.
//!
//! On the grid every Chinese character has a cell of its own, and a Latin word
//! or number stands at its natural width in the middle of as many whole cells
//! as it needs, so that what follows is back on the grid. A full line is set
//! out to the whole width; where a mark would begin the next line, the marks of
//! this line give up the blank halves of their cells.

use super::font::{FaceRole, Glyph};
use crate::style::{LineStyle, Style};

/// What a Latin word may reach into the cells beside it, of the pitch: the
/// characters there have that much blank around them.
const OVERHANG: f32 = 0.15;
/// What rounding may add up to on a line, pt.
pub(super) const SLACK: f32 = 0.02;

/// A character to be set.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub c: char,
    pub glyph: Glyph,
    pub size: f32,
    pub bold: bool,
    /// The room that it takes by itself, pt.
    pub width: f32,
}

/// A line of units with the left edge of each glyph.
#[derive(Clone, Debug, Default)]
pub(super) struct SetLine {
    pub units: Vec<Unit>,
    /// Left edges, from the line's left.
    pub xs: Vec<f32>,
    /// What the units take up.
    pub width: f32,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    /// Where lines may end.
    pub rules: &'a LineStyle,
    pub role: FaceRole,
    pub size: f32,
    /// Room of a Chinese character, pt.
    pub pitch: f32,
    /// Room of the line, pt.
    pub width: f32,
    /// Indent of the first line, pt.
    pub indent: f32,
    /// Whether text stands on the grid of the pitch and full lines are set out to the width.
    pub grid: bool,
}

impl<'a> Setting<'a> {
    /// Text of a role and size beside the grid, as titles and tables have it.
    pub fn free(style: &'a Style, role: FaceRole, size: f32, width: f32) -> Self {
        Self { rules: &style.line, role, size, pitch: size, width, indent: 0.0, grid: false }
    }

    /// The room that a Latin word or number of this width takes.
    pub fn cells(&self, natural: f32) -> f32 {
        if self.grid && natural > 0.0 {
            (natural / self.pitch - OVERHANG).ceil().max(1.0) * self.pitch
        } else {
            natural
        }
    }
}
