//! SVG: one picture a page, for screens. Glyphs are outlines, so that a page looks the same
//! wherever it is shown and asks for no font; what is wrong can be marked where it stands.
//!
//! A page is a file of its own without scripts, links and other files: what a report says never
//! becomes markup of the page around it.

mod marks;
mod outlines;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use self::outlines::{GlyphName, OutlinesUsed};
use super::clean::hex;
use crate::drawing::PaperRect;
use crate::layout::{GlyphRun, Item, Page, Pages, Turn};

pub use marks::{MarkKind, PageMark};

/// Thickness of a bold character's outline, of its size; as in the PDF.
const BOLD: f32 = 1.0 / 35.0;
/// How much smaller than a point the smallest step of a coordinate is.
const STEPS: f32 = 1000.0;

/// A page as SVG, with marks over it. Lengths are in points from the sheet's top left corner.
///
/// None where there is no page of this index.
pub fn export(pages: &Pages, index: usize, marks: &[PageMark]) -> Option<String> {
    let page = pages.pages.get(index)?;
    let mut writer = PictureWriter {
        body: String::new(),
        outlines: OutlinesUsed::new(&pages.faces),
    };
    for item in &page.items {
        writer.item(item);
    }
    for mark in marks {
        marks::draw(&mut writer.body, mark);
    }
    Some(frame(page, &writer))
}

/// The whole file around what has been drawn.
fn frame(page: &Page, writer: &PictureWriter<'_>) -> String {
    let (width, height) = (step(page.size.0), step(page.size.1));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\">"
    );
    out.push_str("<defs>");
    writer.outlines.write(&mut out);
    out.push_str("</defs><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
    out.push_str(&writer.body);
    out.push_str("</svg>\n");
    out
}

/// A page in the making.
struct PictureWriter<'a> {
    body: String,
    outlines: OutlinesUsed<'a>,
}

impl PictureWriter<'_> {
    // Writing into memory cannot fail.
    fn item(&mut self, item: &Item) {
        match item {
            Item::Glyphs(run) => self.run(run),
            Item::Rule {
                from,
                to,
                thickness,
                ..
            } => {
                let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(step);
                let thickness = step(*thickness);
                let _ = write!(
                    self.body,
                    "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"#000\" \
                     stroke-width=\"{thickness}\"/>"
                );
            }
            Item::Fill { rect, colour, .. } => {
                let (place, colour) = (attributes(*rect), hex(*colour));
                let _ = write!(self.body, "<rect {place} fill=\"#{colour}\"/>");
            }
            Item::Image { rect, image, .. } => {
                let place = attributes(*rect);
                let (kind, bytes) = (image.kind.name(), STANDARD.encode(&image.bytes));
                let _ = write!(
                    self.body,
                    "<image {place} preserveAspectRatio=\"none\" \
                     href=\"data:image/{kind};base64,{bytes}\"/>"
                );
            }
        }
    }

    /// A run's glyphs, in the units of its face, from its first glyph on.
    fn run(&mut self, run: &GlyphRun) {
        let Some(first) = run.glyphs.first() else {
            return;
        };
        let Some(units) = self.outlines.units(run.face) else {
            return;
        };
        let scale = run.size / units;
        let (x, y) = (step(first.x), step(run.baseline));
        let _ = write!(self.body, "<g transform=\"translate({x} {y})");
        match run.turn {
            Turn::Level => {}
            Turn::Down => self.body.push_str("rotate(90)"),
            Turn::Rising => self.body.push_str("rotate(-45)"),
        }
        let _ = write!(self.body, "scale({scale} -{scale})\"");
        if run.grey > 0.0 {
            let _ = write!(self.body, " fill=\"#{}\"", hex([run.grey; 3]));
        }
        if run.bold {
            let (colour, thickness) = (hex([run.grey; 3]), step(units * BOLD));
            let _ = write!(
                self.body,
                " stroke=\"#{colour}\" stroke-width=\"{thickness}\""
            );
        }
        self.body.push('>');
        for glyph in &run.glyphs {
            let name = GlyphName {
                face: run.face,
                glyph: glyph.id,
            };
            if self.outlines.draw(name) {
                let along = step((glyph.x - first.x) / scale);
                let _ = write!(self.body, "<use href=\"#{name}\" x=\"{along}\"/>");
            }
        }
        self.body.push_str("</g>");
    }
}

/// Where something lies, as attributes.
fn attributes(rect: PaperRect) -> String {
    let PaperRect {
        left,
        top,
        width,
        height,
    } = rect;
    let [x, y, width, height] = [left, top, width, height].map(step);
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

/// A length to the smallest step that files say.
fn step(length: f32) -> f32 {
    (length * STEPS).round() / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Artifact, Owner};
    use crate::testing::pages;

    /// What items without any glyph are drawn as.
    fn check(items: Vec<Item>, marks: &[PageMark], expected: &str) {
        let pages = pages(vec![items]);
        let svg = export(&pages, 0, marks).expect("the page");
        let drawn = svg.split_once("fill=\"#fff\"/>").expect("the sheet").1;
        assert_eq!(drawn, format!("{expected}</svg>\n"));
        assert!(export(&pages, 1, marks).is_none());
    }

    #[test]
    fn lines_and_grounds() {
        let owner = Owner::Artifact(Artifact::Ruling);
        check(Vec::new(), &[], "");
        check(
            vec![
                Item::Fill {
                    rect: PaperRect {
                        left: 1.0,
                        top: 2.0,
                        width: 3.00049,
                        height: 4.0,
                    },
                    colour: [1.0, 0.5, 0.0],
                    owner,
                },
                Item::Rule {
                    from: (0.0, 1.0),
                    to: (9.5, 1.0),
                    thickness: 0.25,
                    owner,
                },
            ],
            &[],
            "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"#FF8000\"/>\
             <path d=\"M0 1L9.5 1\" stroke=\"#000\" stroke-width=\"0.25\"/>",
        );
    }

    #[test]
    fn marks_lie_over_the_page() {
        let mark = PageMark {
            rect: PaperRect {
                left: 10.0,
                top: 20.0,
                width: 30.0,
                height: 8.0,
            },
            kind: MarkKind::Error,
        };
        check(
            Vec::new(),
            &[mark],
            "<path d=\"M10 20h30v8h-30z\" fill=\"#c00\" fill-opacity=\".12\" stroke=\"#c00\" \
             stroke-width=\".8\"/>",
        );
    }
}
