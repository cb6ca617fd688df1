//! Charts as drawings: few kinds of marks on a sheet of their own, in pt.
//!
//! The same marks are drawn on the pages, written as SVG and painted as PNG, so
//! that a chart looks alike everywhere. Charts are plain and safe in black and
//! white: bars of grey, last year's in outline, every bar with its number.
//! Nothing here knows fonts: a text has an anchor, and whoever draws it knows
//! how wide it is.

mod svg;

use rust_decimal::prelude::ToPrimitive;

use crate::document::Chart;
use crate::style::Style;

pub use svg::svg;

/// A drawing: marks on a sheet of this size, from its top left corner.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Width and height, pt.
    pub size: (f32, f32),
    /// The marks, in the order in which they are drawn.
    pub marks: Vec<Mark>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled rectangle.
    Fill {
        /// Left, top, width, height.
        rect: (f32, f32, f32, f32),
        /// 0 black to 1 white.
        grey: f32,
    },
    /// A straight line.
    Rule {
        /// Its start.
        from: (f32, f32),
        /// Its end.
        to: (f32, f32),
        /// Its thickness.
        thickness: f32,
    },
    /// A line of text.
    Text {
        /// Where it is anchored.
        x: f32,
        /// Its baseline.
        baseline: f32,
        /// How it stands to `x`.
        anchor: Anchor,
        /// Its characters.
        text: String,
    },
}

/// How a text stands to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It ends there.
    End,
}

/// The part of a line of text above its baseline.
const ASCENT: f32 = 0.88;

/// A chart drawn in this width, with the style's sizes.
pub fn draw(chart: &Chart, style: &Style, width: f32) -> Drawing {
    let look = &style.figure;
    let size = look.text;
    let ems = |text: &str| text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum::<f32>() * size;
    let labels = chart.bars.iter().map(|bar| ems(&bar.label)).fold(0.0, f32::max);
    let values = chart.bars.iter().flat_map(|bar| &bar.values).map(|v| ems(&chart.value(*v))).fold(0.0, f32::max);
    let axis = labels + size;
    let room = (width - axis - values - size).max(width / 10.0);
    let most = chart.bars.iter().flat_map(|bar| &bar.values).max().and_then(ToPrimitive::to_f32).unwrap_or(0.0);
    let mut drawing = Drawing { size: (width, 0.0), marks: Vec::new() };
    let mut y = drawing.legend(chart, axis, look.bar, size, style.table.rule);
    let top = y;
    for group in &chart.bars {
        y += look.gap / 2.0;
        let height = look.bar * group.values.len() as f32;
        drawing.text(axis - size / 2.0, y + height / 2.0, size, Anchor::End, &group.label);
        for (series, value) in group.values.iter().enumerate() {
            let share = value.to_f32().map_or(0.0, |v| if most > 0.0 { (v / most).max(0.0) } else { 0.0 });
            drawing.bar((axis, y, room * share, look.bar), series, style.table.rule);
            drawing.text(
                axis + room * share + size / 2.0,
                y + look.bar / 2.0,
                size,
                Anchor::Start,
                &chart.value(*value),
            );
            y += look.bar;
        }
        y += look.gap / 2.0;
    }
    drawing.marks.push(Mark::Rule { from: (axis, top), to: (axis, y), thickness: style.table.rule });
    drawing.size.1 = y;
    drawing
}

impl Drawing {
    /// What the series are, in a line at the top; returns where it ends.
    fn legend(&mut self, chart: &Chart, left: f32, bar: f32, size: f32, rule: f32) -> f32 {
        let mut x = left;
        for (series, name) in chart.series.iter().enumerate() {
            self.bar((x, 0.0, 2.0 * size, bar), series, rule);
            self.text(x + 2.5 * size, bar / 2.0, size, Anchor::Start, name);
            x += (4.5 + name.chars().count() as f32) * size;
        }
        if chart.series.is_empty() { 0.0 } else { bar + size / 2.0 }
    }

    /// A bar: grey for the first series, an outline for the others.
    fn bar(&mut self, rect: (f32, f32, f32, f32), series: usize, rule: f32) {
        let (left, top, width, height) = rect;
        // A hair of room between bars that touch.
        let (top, height) = (top + 0.75, height - 1.5);
        if width <= 0.0 {
            return;
        }
        if series == 0 {
            self.marks.push(Mark::Fill { rect: (left, top, width, height), grey: 0.35 });
            return;
        }
        let (right, bottom) = (left + width, top + height);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        let sides = corners.windows(2).map(|side| Mark::Rule { from: side[0], to: side[1], thickness: rule });
        self.marks.extend(sides);
    }

    /// A line of text with its middle at `y`.
    fn text(&mut self, x: f32, y: f32, size: f32, anchor: Anchor, text: &str) {
        let baseline = y + (ASCENT - 0.5) * size;
        self.marks.push(Mark::Text { x, baseline, anchor, text: text.to_owned() });
    }
}
