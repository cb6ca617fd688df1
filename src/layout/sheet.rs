//! Sheets: where the body and the page number stand on each page.
//!
//! The bound side (订口) is left on odd pages and right on even ones. A table on
//! a landscape page stands on a sheet turned by a quarter, its head at the left
//! edge of the sheet as it is bound; the page number stays where the other pages
//! have it (GB/T 9704-2012, 7.5 and 8).

use super::Turn;
use crate::style::{PT_PER_MM, Style};

/// The geometry of one page, pt, as it is looked at: a landscape page lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageGeometry {
    /// Width and height of the sheet.
    pub size: (f32, f32),
    /// The body's left and top edge.
    pub corner: (f32, f32),
    /// The body's width and height.
    pub body: (f32, f32),
}

/// Where a line of the page number starts and how it is turned.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberSpot {
    pub x: f32,
    pub baseline: f32,
    pub turn: Turn,
}

impl PageGeometry {
    /// The page of this index, from 0.
    pub fn new(style: &Style, index: usize, landscape: bool) -> Self {
        let page = &style.page;
        let bound = if index.is_multiple_of(2) {
            page.inner
        } else {
            page.outer()
        };
        if landscape {
            Self {
                size: points(page.height, page.width),
                corner: points(page.bottom(), bound),
                body: points(page.body_height, page.body_width),
            }
        } else {
            // Lines fill the body but for a hair.
            let height = style.line_pitch() * f32::from(style.grid.lines);
            let body = (page.body_width * PT_PER_MM, height);
            Self {
                size: points(page.width, page.height),
                corner: points(bound, page.top),
                body,
            }
        }
    }

    /// Where a page number of this width stands on the page of this index: outside, one character
    /// in.
    pub fn number(style: &Style, index: usize, landscape: bool, width: f32) -> NumberSpot {
        let upright = Self::new(style, index, false);
        let odd = index.is_multiple_of(2);
        let size = style.sizes.page_number;
        let inset = if odd {
            upright.body.0 - size - width
        } else {
            size
        };
        let x = upright.corner.0 + inset;
        let baseline =
            (style.page.top + style.page.body_height + style.page_number_baseline()) * PT_PER_MM;
        if landscape {
            // The sheet's foot is at the left, and what runs to the right there runs down here.
            NumberSpot {
                x: upright.size.1 - baseline,
                baseline: x,
                turn: Turn::Down,
            }
        } else {
            NumberSpot {
                x,
                baseline,
                turn: Turn::Level,
            }
        }
    }
}

/// Two lengths in mm as points.
fn points(across: f32, down: f32) -> (f32, f32) {
    (across * PT_PER_MM, down * PT_PER_MM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(points: f32, expected: f32) {
        let found = points / PT_PER_MM;
        assert!((found - expected).abs() < 0.1, "{found} for {expected}");
    }

    /// Checks edges and the page number's start in mm.
    fn check(index: usize, landscape: bool, corner: (f32, f32), number: (f32, f32)) {
        let style = Style::load(&Style::gbt9704()).unwrap();
        let sheet = PageGeometry::new(&style, index, landscape);
        near(sheet.corner.0, corner.0);
        near(sheet.corner.1, corner.1);
        let spot = PageGeometry::number(&style, index, landscape, 20.0 * PT_PER_MM);
        near(spot.x, number.0);
        near(spot.baseline, number.1);
    }

    #[test]
    fn the_bound_side_changes_and_the_number_stays_outside() {
        // One character of the number is 14 pt, 4.94 mm; its dashes are 1.33 mm above its baseline.
        check(0, false, (28.0, 37.0), (28.0 + 156.0 - 4.94 - 20.0, 270.33));
        check(1, false, (26.0, 37.0), (26.0 + 4.94, 270.33));
        check(0, true, (35.0, 28.0), (26.67, 28.0 + 156.0 - 4.94 - 20.0));
        check(1, true, (35.0, 26.0), (26.67, 26.0 + 4.94));
    }
}
