//! Charts as drawings: few kinds of marks on a sheet of their own, in pt.
//!
//! The same marks are drawn on the pages, written as SVG and painted as PNG, so
//! that a chart looks alike everywhere. Charts are plain and safe in black and
//! white: bars of grey, last year's in outline, every bar with its number.
//! Nothing here knows fonts: a text has an anchor, and whoever draws it knows
//! how wide it is.
//!
//! # Figures
//!
//! A figure is a line `![题注](target "替代文字")` of the narrative, or a `chart` of the body.
//! `chart:ID` is one of the standard's charts — bars of cells by ids, so last year's form of the
//! other format serves —, anything else is a picture in the form's folder, PNG or JPEG, read to
//! its end when bound. Of the line only the caption is text for the rules. `drawing` makes marks
//! of a chart; layout puts them on the page with real glyphs, `svg` writes them with text as text,
//! `png` paints what layout set. In a PDF all of a figure is one tagged piece with its words
//! (Alt), its box and its caption.

mod svg;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::document::{Bar, BarChart};
use crate::style::{ASCENT, PT_PER_MM, Style};

pub use svg::svg;

/// A drawing: marks on a sheet of this size, from its top left corner.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Width and height, pt.
    pub size: (f32, f32),
    /// The marks, in the order in which they are drawn.
    pub marks: Vec<Mark>,
}

/// A rectangle on a sheet or page, pt, from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaperRect {
    /// From the left.
    pub left: f32,
    /// From the top.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled rectangle.
    Fill {
        /// Where it lies.
        rect: PaperRect,
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

/// The part of the body's height that a chart's bars take at most.
const ROOM: f32 = 0.8;

/// A chart drawn in this width, with the style's sizes.
pub fn draw(chart: &BarChart, style: &Style, width: f32) -> Drawing {
    let look = &style.figure;
    let size = look.text;
    let numbers = chart.bars.iter().flat_map(|bar| &bar.values);
    let values = numbers
        .clone()
        .map(|value| ems(&chart.value(*value)) * size);
    let labels = chart.bars.iter().map(|bar| ems(&bar.label) * size);
    let values = values.fold(0.0, f32::max);
    let axis = labels.fold(0.0, f32::max) + size;
    // Bars of a style's own that would make it higher than a page are made thinner.
    let heights = chart.bars.iter().map(|group| group.values.len() as f32);
    let high: f32 = heights.map(|bars| look.gap + look.bar * bars).sum();
    let scale = (ROOM * style.page.body_height * PT_PER_MM / high.max(1.0)).min(1.0);
    let mut drawer = ChartDrawer {
        chart,
        size,
        rule: style.table.rule,
        axis,
        room: (width - axis - values - size).max(width / 10.0),
        most: numbers.max().and_then(ToPrimitive::to_f32).unwrap_or(0.0),
        thick: look.bar * scale,
        gap: look.gap * scale,
        marks: Vec::new(),
    };
    let top = drawer.draw_legend(look.bar);
    let mut bottom = top;
    for group in &chart.bars {
        bottom = drawer.draw_group(group, bottom);
    }
    drawer.marks.push(Mark::Rule {
        from: (axis, top),
        to: (axis, bottom),
        thickness: style.table.rule,
    });
    Drawing {
        size: (width, bottom),
        marks: drawer.marks,
    }
}

/// How wide a text is at most, em.
fn ems(text: &str) -> f32 {
    let widths = text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 });
    widths.sum()
}

/// A chart on its way to marks, lengths in pt.
struct ChartDrawer<'a> {
    chart: &'a BarChart,
    /// Size of type.
    size: f32,
    /// Thickness of lines.
    rule: f32,
    /// Where the bars begin.
    axis: f32,
    /// The length of the longest bar.
    room: f32,
    /// The number that it stands for.
    most: f32,
    /// The height of a bar, and the room between groups.
    thick: f32,
    gap: f32,
    marks: Vec<Mark>,
}

impl ChartDrawer<'_> {
    /// What the series are, in a line at the top with squares of this height; returns where it
    /// ends.
    fn draw_legend(&mut self, height: f32) -> f32 {
        let size = self.size;
        let mut left = self.axis;
        for (series, name) in self.chart.series.iter().enumerate() {
            let square = PaperRect {
                left,
                top: 0.0,
                width: 2.0 * size,
                height,
            };
            self.draw_bar(square, series);
            self.write(left + 2.5 * size, height / 2.0, Anchor::Start, name);
            left += (4.5 + name.chars().count() as f32) * size;
        }
        if self.chart.series.is_empty() {
            0.0
        } else {
            height + size / 2.0
        }
    }

    /// A group of bars below `top`; returns where it ends.
    fn draw_group(&mut self, group: &Bar, top: f32) -> f32 {
        let margin = self.size / 2.0;
        let mut top = top + self.gap / 2.0;
        let height = self.thick * group.values.len() as f32;
        self.write(
            self.axis - margin,
            top + height / 2.0,
            Anchor::End,
            &group.label,
        );
        for (series, value) in group.values.iter().enumerate() {
            let bar = PaperRect {
                left: self.axis,
                top,
                width: self.room * self.share(*value),
                height: self.thick,
            };
            self.draw_bar(bar, series);
            let words = self.chart.value(*value);
            let end = self.axis + bar.width + margin;
            self.write(end, top + self.thick / 2.0, Anchor::Start, &words);
            top += self.thick;
        }
        top + self.gap / 2.0
    }

    /// A number's part of the largest.
    fn share(&self, value: Decimal) -> f32 {
        match value.to_f32() {
            Some(value) if self.most > 0.0 => (value / self.most).max(0.0),
            _ => 0.0,
        }
    }

    /// A bar: grey for the first series, an outline for the others.
    fn draw_bar(&mut self, room: PaperRect, series: usize) {
        let PaperRect { left, width, .. } = room;
        // A hair of room between bars that touch.
        let (top, height) = (room.top + 0.75, room.height - 1.5);
        if width <= 0.0 {
            return;
        }
        if series == 0 {
            let rect = PaperRect {
                left,
                top,
                width,
                height,
            };
            self.marks.push(Mark::Fill { rect, grey: 0.35 });
            return;
        }
        let (right, bottom) = (left + width, top + height);
        let corners = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        for side in corners.windows(2) {
            self.marks.push(Mark::Rule {
                from: side[0],
                to: side[1],
                thickness: self.rule,
            });
        }
    }

    /// Writes a line of text with its middle at `y`.
    fn write(&mut self, x: f32, y: f32, anchor: Anchor, text: &str) {
        self.marks.push(Mark::Text {
            x,
            baseline: y + (ASCENT - 0.5) * self.size,
            anchor,
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws bars and checks that all stand on the sheet; gives the widths of the filled ones and
    /// the texts.
    fn check(series: &[&str], bars: &[(&str, &[i64])]) -> (Vec<f32>, Vec<String>) {
        let style = Style::load(&Style::gbt9704()).unwrap();
        let bars = bars.iter().map(|(label, values)| Bar {
            label: (*label).to_owned(),
            values: values.iter().map(|v| (*v).into()).collect(),
        });
        let chart = BarChart::new(
            series.iter().map(|s| (*s).to_owned()).collect(),
            bars.collect(),
            "件",
        );
        let drawing = draw(&chart, &style, 400.0);
        let (mut widths, mut texts) = (Vec::new(), Vec::new());
        for mark in &drawing.marks {
            match mark {
                Mark::Fill { rect, .. } => {
                    assert!(rect.left >= 0.0 && rect.left + rect.width <= 400.0);
                    assert!(rect.top >= 0.0 && rect.top + rect.height <= drawing.size.1);
                    widths.push(rect.width);
                }
                Mark::Rule { from, to, .. } => {
                    assert!([from.0, to.0].iter().all(|x| (0.0..=400.0).contains(x)));
                    assert!(
                        [from.1, to.1]
                            .iter()
                            .all(|y| (0.0..=drawing.size.1).contains(y))
                    );
                }
                Mark::Text { text, baseline, .. } => {
                    assert!((0.0..=drawing.size.1).contains(baseline));
                    texts.push(text.clone());
                }
            }
        }
        let body = style.page.body_height * PT_PER_MM;
        assert!(
            drawing.size.1 < body,
            "{} on a body of {body}",
            drawing.size.1
        );
        (widths, texts)
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let (widths, texts) = check(&[], &[("甲", &[100]), ("乙", &[50]), ("丙", &[0])]);
        assert!(widths.len() == 2 && (widths[0] / widths[1] - 2.0).abs() < 0.01);
        assert_eq!(texts, ["甲", "100件", "乙", "50件", "丙", "0件"]);
    }

    #[test]
    fn years_stand_under_a_legend() {
        let (widths, texts) = check(&["2023年", "2022年"], &[("甲", &[3, 9])]);
        // The legend's and this year's bar are filled, last year's is an outline.
        assert_eq!(widths.len(), 2);
        assert_eq!(texts, ["2023年", "2022年", "甲", "3件", "9件"]);
    }

    #[test]
    fn whatever_the_numbers_all_stays_on_the_sheet() {
        check(&[], &[("甲", &[0]), ("乙", &[0])]);
        check(
            &[],
            &[(
                "一个名称特别特别长的一行一个名称特别特别长的一行",
                &[999_999_999_999_999],
            )],
        );
        check(&["甲", "乙"], &[("丙", [1, 2].as_slice()); 12]);
    }

    #[test]
    fn svg_holds_no_markup_of_the_words() {
        let mark = Mark::Text {
            x: 1.0,
            baseline: 2.0,
            anchor: Anchor::End,
            text: "<b>&\"".into(),
        };
        let drawing = Drawing {
            size: (10.0, 10.0),
            marks: vec![mark],
        };
        let text = svg(&drawing, 10.5, "宋\"体", "a<b");
        assert!(
            text.contains(">&lt;b&gt;&amp;&quot;</text>") && text.contains("aria-label=\"a&lt;b\""),
            "{text}"
        );
        assert!(
            text.contains("font-family=\"宋&quot;体\"") && text.contains("text-anchor=\"end\"")
        );
    }
}
