//! Charts as drawings: few kinds of marks on a sheet of their own, in pt.
//!
//! The same marks are drawn on the pages, written as SVG and painted as PNG, so
//! that a chart looks alike everywhere. Charts are plain and safe in black and
//! white: bars of grey, last year's in outline, every bar with its number.
//! Nothing here knows fonts: a text has an anchor, and whoever draws it knows
//! how wide it is.

mod svg;

use rust_decimal::prelude::ToPrimitive;

use crate::document::BarChart;
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

/// The part of the body's height that a chart's bars take at most.
const ROOM: f32 = 0.8;

/// A chart drawn in this width, with the style's sizes.
pub fn draw(chart: &BarChart, style: &Style, width: f32) -> Drawing {
    let look = &style.figure;
    let size = look.text;
    let ems = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii() { 0.55 } else { 1.0 })
            .sum::<f32>()
            * size
    };
    let labels = chart
        .bars
        .iter()
        .map(|bar| ems(&bar.label))
        .fold(0.0, f32::max);
    let values = chart
        .bars
        .iter()
        .flat_map(|bar| &bar.values)
        .map(|v| ems(&chart.value(*v)))
        .fold(0.0, f32::max);
    let axis = labels + size;
    let room = (width - axis - values - size).max(width / 10.0);
    let most = chart
        .bars
        .iter()
        .flat_map(|bar| &bar.values)
        .max()
        .and_then(ToPrimitive::to_f32)
        .unwrap_or(0.0);
    let mut drawing = Drawing {
        size: (width, 0.0),
        marks: Vec::new(),
    };
    // Bars of a style's own that would make it higher than a page are made thinner.
    let high = chart
        .bars
        .iter()
        .map(|group| look.gap + look.bar * group.values.len() as f32)
        .sum::<f32>();
    let scale = (ROOM * style.page.body_height * PT_PER_MM / high.max(1.0)).min(1.0);
    let (thick, gap) = (look.bar * scale, look.gap * scale);
    let mut y = drawing.legend(chart, axis, look.bar, size, style.table.rule);
    let top = y;
    for group in &chart.bars {
        y += gap / 2.0;
        let height = thick * group.values.len() as f32;
        drawing.text(
            axis - size / 2.0,
            y + height / 2.0,
            size,
            Anchor::End,
            &group.label,
        );
        for (series, value) in group.values.iter().enumerate() {
            let share = value
                .to_f32()
                .map_or(0.0, |v| if most > 0.0 { (v / most).max(0.0) } else { 0.0 });
            drawing.bar((axis, y, room * share, thick), series, style.table.rule);
            drawing.text(
                axis + room * share + size / 2.0,
                y + thick / 2.0,
                size,
                Anchor::Start,
                &chart.value(*value),
            );
            y += thick;
        }
        y += gap / 2.0;
    }
    drawing.marks.push(Mark::Rule {
        from: (axis, top),
        to: (axis, y),
        thickness: style.table.rule,
    });
    drawing.size.1 = y;
    drawing
}

impl Drawing {
    /// What the series are, in a line at the top; returns where it ends.
    fn legend(&mut self, chart: &BarChart, left: f32, bar: f32, size: f32, rule: f32) -> f32 {
        let mut x = left;
        for (series, name) in chart.series.iter().enumerate() {
            self.bar((x, 0.0, 2.0 * size, bar), series, rule);
            self.text(x + 2.5 * size, bar / 2.0, size, Anchor::Start, name);
            x += (4.5 + name.chars().count() as f32) * size;
        }
        if chart.series.is_empty() {
            0.0
        } else {
            bar + size / 2.0
        }
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
            self.marks.push(Mark::Fill {
                rect: (left, top, width, height),
                grey: 0.35,
            });
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
        let sides = corners.windows(2).map(|side| Mark::Rule {
            from: side[0],
            to: side[1],
            thickness: rule,
        });
        self.marks.extend(sides);
    }

    /// A line of text with its middle at `y`.
    fn text(&mut self, x: f32, y: f32, size: f32, anchor: Anchor, text: &str) {
        let baseline = y + (ASCENT - 0.5) * size;
        self.marks.push(Mark::Text {
            x,
            baseline,
            anchor,
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Bar;

    /// Draws bars and checks that all stand on the sheet; gives the widths of the filled ones and the texts.
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
                Mark::Fill {
                    rect: (x, y, width, height),
                    ..
                } => {
                    assert!(
                        *x >= 0.0
                            && x + width <= 400.0
                            && *y >= 0.0
                            && y + height <= drawing.size.1
                    );
                    widths.push(*width);
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
