//! Marks over a page: where something is wrong, or has changed.

use std::fmt::Write;

use super::step;
use crate::drawing::PaperRect;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// An error stands here.
    Error,
    /// A warning stands here.
    Warning,
    /// Good advice is about this.
    Hint,
    /// This is not what it was.
    Changed,
}

impl MarkKind {
    /// The mark's colour; lines differ too, for those who do not tell colours apart.
    fn colour(self) -> &'static str {
        match self {
            Self::Error => "#c00",
            Self::Warning => "#b36b00",
            Self::Hint => "#06c",
            Self::Changed => "#087f3a",
        }
    }

    fn dashes(self) -> &'static str {
        match self {
            Self::Error => "",
            Self::Warning => " stroke-dasharray=\"3 1.5\"",
            Self::Hint => " stroke-dasharray=\"1 1.5\"",
            Self::Changed => " stroke-dasharray=\"6 1.5 1 1.5\"",
        }
    }
}

/// A mark on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageMark {
    /// Where it lies on the sheet.
    pub rect: PaperRect,
    /// What it says.
    pub kind: MarkKind,
}

/// Draws a mark.
pub(super) fn draw(out: &mut String, mark: &PageMark) {
    let PaperRect {
        left,
        top,
        width,
        height,
    } = mark.rect;
    let [left, top, width, height] = [left, top, width, height].map(step);
    let (colour, dashes) = (mark.kind.colour(), mark.kind.dashes());
    let _ = write!(
        out,
        "<path d=\"M{left} {top}h{width}v{height}h-{width}z\" fill=\"{colour}\" \
         fill-opacity=\".12\" stroke=\"{colour}\" stroke-width=\".8\"{dashes}/>"
    );
}
