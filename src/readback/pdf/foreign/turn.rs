//! The ways that text can read, and pages turned so that one of them reads across.

use super::geometry::{Dot, Segment};
use super::ink::Inked;

/// How far a line may be off its direction, as a part of its length.
const ASKEW: f32 = 0.1;

/// The ways a line of text can read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ReadingWay {
    Across,
    Down,
    Back,
    Up,
    Askew,
}

impl ReadingWay {
    /// The way a glyph reads.
    pub fn of(glyph: &Inked) -> Self {
        let Dot { x, y } = glyph.lead;
        if y.abs() <= ASKEW * x.abs() {
            if x >= 0.0 { Self::Across } else { Self::Back }
        } else if x.abs() <= ASKEW * y.abs() {
            if y > 0.0 { Self::Down } else { Self::Up }
        } else {
            Self::Askew
        }
    }

    /// The way most glyphs read; where as many read in two ways, the more usual one.
    pub fn of_most(glyphs: &[Inked]) -> Self {
        let ways = [Self::Up, Self::Back, Self::Down, Self::Across];
        ways.into_iter()
            .max_by_key(|way| way.count(glyphs))
            .unwrap_or(Self::Across)
    }

    /// How many letters read this way.
    fn count(self, glyphs: &[Inked]) -> usize {
        glyphs
            .iter()
            .filter(|glyph| glyph.is_letter() && Self::of(glyph) == self)
            .count()
    }
}

/// A page that is turned so that what reads one way reads across.
#[derive(Clone, Copy)]
pub(super) struct PageTurn {
    pub way: ReadingWay,
    pub width: f32,
    pub height: f32,
}

impl PageTurn {
    /// How wide the page is when it is turned.
    pub fn turned_width(&self) -> f32 {
        match self.way {
            ReadingWay::Down | ReadingWay::Up => self.height,
            _ => self.width,
        }
    }

    /// How high it is then.
    pub fn turned_height(&self) -> f32 {
        match self.way {
            ReadingWay::Down | ReadingWay::Up => self.width,
            _ => self.height,
        }
    }

    fn place(&self, Dot { x, y }: Dot) -> Dot {
        match self.way {
            ReadingWay::Across | ReadingWay::Askew => Dot { x, y },
            ReadingWay::Down => Dot {
                x: y,
                y: self.width - x,
            },
            ReadingWay::Back => Dot {
                x: self.width - x,
                y: self.height - y,
            },
            ReadingWay::Up => Dot {
                x: self.height - y,
                y: x,
            },
        }
    }

    /// A glyph as it stands on the turned page.
    pub fn glyph(&self, glyph: &Inked) -> Inked {
        let Dot { x, y } = glyph.lead;
        let lead = match self.way {
            ReadingWay::Across | ReadingWay::Askew => Dot { x, y },
            ReadingWay::Down => Dot { x: y, y: -x },
            ReadingWay::Back => Dot { x: -x, y: -y },
            ReadingWay::Up => Dot { x: -y, y: x },
        };
        Inked {
            at: self.place(glyph.at),
            lead,
            ..*glyph
        }
    }

    /// A line as it lies there.
    pub fn segment(&self, segment: &Segment) -> Segment {
        let Segment {
            across,
            at,
            from,
            to,
        } = *segment;
        let ends = if across {
            [Dot { x: from, y: at }, Dot { x: to, y: at }]
        } else {
            [Dot { x: at, y: from }, Dot { x: at, y: to }]
        };
        let [a, b] = ends.map(|end| self.place(end));
        Segment::between(a, b).unwrap_or(*segment)
    }
}
