//! A line and how it is set: its characters, the joints between them, and the
//! left edge of each glyph.
//!
//! On the grid every Chinese character and mark has a cell of its own; letters
//! and digits stand at their natural width, a little apart from the Chinese
//! beside them. All that a line may give or take lies in its joints.

use super::font::{FaceRole, Glyph};
use crate::style::{CharClass, LineStyle, Side, Style};

/// What rounding may add up to on a line, pt.
pub(super) const SLACK: f32 = 0.02;
/// The gap between Chinese and a run, of the size: 1.3 pt at 16 pt.
const GAP: f32 = 0.08;
/// What of the gap a tight line takes away: 0.6 pt are left at 16 pt.
const GAP_SPARE: f32 = 0.0425;
/// The widest gap beyond a glyph's advance, of the size: Chinese then stands a tenth wider than
/// on the grid, and readers of PDF, who take 0.1 for a blank, take none for one.
const WIDEST: f32 = 0.085;
/// The shortest step from a glyph to the next, of the size: closer, readers of PDF lose their
/// order.
const SHORTEST: f32 = 0.25;
/// What a tight line takes from each side of a blank, of the size.
const BLANK_SPARE: f32 = 0.03;

/// A character to be set.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub c: char,
    pub class: CharClass,
    pub glyph: Glyph,
    pub size: f32,
    pub bold: bool,
    /// The room that it takes by itself, pt.
    pub width: f32,
}

impl Unit {
    /// How far the glyph reaches over its cell on either side, pt.
    pub fn over(&self) -> f32 {
        (self.glyph.advance * self.size - self.width) / 2.0
    }

    /// The half of its cell that a mark may give up on this side, pt.
    pub fn spare(&self, side: Side) -> f32 {
        if self.class == CharClass::Mark(Some(side)) {
            self.width / 2.0
        } else {
            0.0
        }
    }
}

/// What lies between two units of a line, pt.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Joint {
    /// The gap of a line that is neither tight nor loose; negative where marks close up.
    pub natural: f32,
    /// What a loose line may add.
    pub stretch: f32,
    /// What a tight line may take away.
    pub shrink: f32,
}

impl Joint {
    /// The joint at the left of a line: an opening mark there may give up its blank half.
    pub fn leading(first: &Unit) -> Self {
        Self {
            shrink: first.spare(Side::Left),
            ..Self::default()
        }
    }

    /// The joints at the left of each unit of a text; there is nothing at the first one's.
    pub fn all(units: &[Unit], setting: Setting<'_>) -> Vec<Self> {
        let between = units
            .windows(2)
            .map(|pair| Self::between(&pair[0], &pair[1], setting));
        std::iter::once(Self::default())
            .chain(between)
            .take(units.len())
            .collect()
    }

    /// The joint between two neighbours of a line.
    fn between(before: &Unit, after: &Unit, setting: Setting<'_>) -> Self {
        use CharClass::{Blank, Han, Mark, Run};
        let size = after.size;
        match (before.class, after.class) {
            (Run, Run) | (Blank, Blank) => Self::default(),
            (Blank, _) | (_, Blank) => Self {
                natural: 0.0,
                stretch: WIDEST * size,
                shrink: BLANK_SPARE * size,
            },
            (Han, Run) | (Run, Han) => {
                let over = if before.class == Han {
                    before.over()
                } else {
                    after.over()
                };
                Self {
                    natural: GAP * size + over,
                    stretch: 0.0,
                    shrink: GAP_SPARE * size,
                }
            }
            (Mark(_), Mark(_)) if before.c == after.c && matches!(after.c, '—' | '…') => {
                Self::default()
            }
            _ => {
                let spare = before.spare(Side::Right) + after.spare(Side::Left);
                let marks = matches!((before.class, after.class), (Mark(_), Mark(_)));
                let closed = if marks && setting.rules.close_up && spare > 0.0 {
                    setting.pitch / 2.0
                } else {
                    0.0
                };
                let over = before.over().max(0.0) + after.over().max(0.0);
                let step = before.width - closed;
                Self {
                    natural: -closed,
                    stretch: WIDEST * size + over,
                    shrink: (spare - closed).min((step - SHORTEST * size).max(0.0)),
                }
            }
        }
    }

    /// Its width in a line that is loose (above zero) or tight by this share.
    pub fn width(&self, share: f32) -> f32 {
        self.natural
            + share
                * if share > 0.0 {
                    self.stretch
                } else {
                    self.shrink
                }
    }
}

/// A line of units with the left edge of each glyph.
#[derive(Clone, Debug, Default)]
pub(super) struct SetLine {
    pub units: Vec<Unit>,
    /// Left edges, from the line's left.
    pub xs: Vec<f32>,
    /// What the units take up, without the half of a mark that hangs out at the end.
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
        Self {
            rules: &style.line,
            role,
            size,
            pitch: size,
            width,
            indent: 0.0,
            grid: false,
        }
    }

    /// The room of the line that begins with this unit of the text.
    pub fn room(&self, from: usize) -> f32 {
        if from == 0 {
            self.width - self.indent
        } else {
            self.width
        }
    }
}
