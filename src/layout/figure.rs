//! Figures on pages: a chart's marks or a picture, with the caption below.

use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting};
use super::paragraph::{lines, units};
use super::plate::Plate;
use super::text::{baseline, runs};
use super::{Item, Owner};
use crate::document::{Figure, FigureContent, Image};
use crate::drawing::{PaperRect, draw};
use crate::style::Style;

/// A figure is never smaller than this part of its size.
const LEAST: f32 = 0.1;
/// Between what is shown and its caption, pt.
const CAPTION_GAP: f32 = 4.0;

/// A figure ready to be put on a page.
pub(super) struct SetFigure<'a> {
    content: SetContent<'a>,
    /// What it shows takes this much room, pt.
    size: (f32, f32),
    caption: Vec<SetLine>,
    style: &'a Style,
}

enum SetContent<'a> {
    Chart(Plate),
    Image(&'a Image),
}

impl<'a> SetFigure<'a> {
    /// Sets a figure in this width. None without any font.
    pub fn new(figure: &'a Figure, style: &'a Style, fonts: &mut Fonts<'_>) -> Option<Self> {
        let width = style.body_width(false);
        let (content, size) = match &figure.content {
            FigureContent::Chart(chart) => {
                let drawing = draw(chart, style, width);
                let size = drawing.size;
                (SetContent::Chart(Plate::new(drawing, style, fonts)?), size)
            }
            FigureContent::Image(image) => (
                SetContent::Image(image),
                style.figure.picture(image.pixels, width),
            ),
        };
        let setting = Setting::free(style, FaceRole::Table, style.figure.caption, width);
        let caption = lines(&units(&figure.caption, setting, fonts)?, setting);
        Some(Self {
            content,
            size,
            caption,
            style,
        })
    }

    /// The height that it takes with its caption and some air, pt, what it shows scaled.
    pub fn height(&self, scale: f32) -> f32 {
        self.size.1 * scale + self.caption_height() + self.air()
    }

    /// The scale at which it fits a height, at most 1.
    pub fn scale(&self, height: f32) -> f32 {
        let room = height - self.caption_height() - self.air();
        (room / self.size.1).clamp(LEAST, 1.0)
    }

    fn air(&self) -> f32 {
        self.style.line_pitch() / 2.0
    }

    fn caption_height(&self) -> f32 {
        CAPTION_GAP + self.caption.len() as f32 * 1.5 * self.style.figure.caption
    }

    /// The items of the figure that belongs to a block, in a body of this left, top and width.
    pub fn items(&self, block: usize, left: f32, top: f32, width: f32, scale: f32) -> Vec<Item> {
        let size = (self.size.0 * scale, self.size.1 * scale);
        // The air in whole lines of the grid is above and below.
        let pitch = self.style.line_pitch();
        let free = (self.height(scale) / pitch).ceil() * pitch - size.1 - self.caption_height();
        let (x, y) = (left + (width - size.0) / 2.0, top + free / 2.0);
        let owner = Owner::Figure(block);
        let mut items = match &self.content {
            SetContent::Chart(plate) => plate.items(x, y, scale, owner),
            SetContent::Image(image) => {
                let image = (*image).clone();
                vec![Item::Image {
                    rect: PaperRect {
                        left: x,
                        top: y,
                        width: size.0,
                        height: size.1,
                    },
                    image,
                    owner,
                }]
            }
        };
        let mut y = y + size.1 + CAPTION_GAP;
        let size = self.style.figure.caption;
        for line in &self.caption {
            let x = left + (width - line.width) / 2.0;
            items.extend(runs(
                line,
                x,
                baseline(y, 1.5 * size, size),
                Owner::Block(block),
            ));
            y += 1.5 * size;
        }
        items
    }
}
