//! The style's lengths as the DOCX templates print them: twips, half points, eighths of a point.

use super::quirks::{CUT_BOX, INSET_LINE, LOST_MARK, level_margins};
use crate::style::{PT_PER_MM, Style};

/// Lengths of the page and of lines, in twips (1/20 pt), and sizes in half points.
#[derive(Clone, Copy)]
pub(super) struct Metrics {
    pub page: (i32, i32),
    pub top: i32,
    pub bottom: i32,
    pub inner: i32,
    pub outer: i32,
    pub footer: i32,
    /// A landscape page's margins on the sides and at top and bottom: the means of
    /// a sheet's, since these do not change sides from page to page.
    pub sides: i32,
    pub edges: i32,
    /// The box with the page number of a landscape page, in pt: left and top, width and height.
    pub spot: (f32, f32),
    pub reach: (f32, f32),
    pub pitch: i32,
    /// What a character of the body is narrower than its size.
    pub character: i32,
    pub indent: i32,
    pub table_pitch: i32,
    pub padding: (i32, i32),
    /// Eighths of a point.
    pub rule: i32,
    pub title_size: i32,
    pub body_size: i32,
    pub table_size: i32,
    pub number_size: i32,
    pub caption_size: i32,
    pub note_size: i32,
    pub note_pitch: i32,
    pub title_pitch: i32,
}

impl Metrics {
    pub fn new(style: &Style) -> Self {
        let page = &style.page;
        let baseline = page.bottom() - style.page_number_baseline();
        // The number's dashes are `drop` below the body, its descent an eighth of its size.
        let footer = twips_of_mm(baseline) - twips(style.sizes.page_number * 0.12);
        let number = twips(style.sizes.page_number);
        let edges = twips_of_mm(level_margins(page.inner, page.outer()));
        let characters = (style.character_pitch() - style.sizes.body) * 20.0;
        Self {
            page: (twips_of_mm(page.width), twips_of_mm(page.height)),
            top: twips_of_mm(page.top),
            bottom: twips_of_mm(page.bottom()),
            inner: twips_of_mm(page.inner),
            outer: twips_of_mm(page.outer()),
            footer: footer.max(0),
            sides: twips_of_mm(level_margins(page.top, page.bottom())),
            edges,
            spot: (
                points(twips_of_mm(baseline) - number * INSET_LINE / 100),
                points(edges + number),
            ),
            reach: (
                points(number * CUT_BOX / 100),
                points(twips_of_mm(page.body_width) - 2 * number),
            ),
            pitch: twips(style.line_pitch()),
            character: characters.floor() as i32 - LOST_MARK,
            indent: twips(2.0 * style.character_pitch()),
            table_pitch: twips(style.table.pitch),
            padding: (twips(style.table.padding_x), twips(style.table.padding_y)),
            rule: (style.table.rule * 8.0).round().max(2.0) as i32,
            title_size: half_points(style.sizes.title),
            body_size: half_points(style.sizes.body),
            table_size: half_points(style.sizes.table),
            number_size: half_points(style.sizes.page_number),
            caption_size: half_points(style.figure.caption),
            note_size: half_points(style.sizes.note),
            note_pitch: twips(style.note_pitch()),
            title_pitch: twips(style.title.pitch),
        }
    }
}

/// A length in points as twips.
pub(super) fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

fn twips_of_mm(length: f32) -> i32 {
    twips(length * PT_PER_MM)
}

/// Twips as points.
pub(super) fn points(twips: i32) -> f32 {
    twips as f32 / 20.0
}

/// A size in points as half points.
pub(super) fn half_points(size: f32) -> i32 {
    (size * 2.0).round() as i32
}
