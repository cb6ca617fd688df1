//! A page's content: its items as objects, each with a number by which the structure names it.

use std::fmt::Write;

use super::super::clean::{is_in_xml, push_escaped};
use super::faces::{FacesShown, InkBox};
use super::ids::Ids;
use super::lengths::Micrometres;
use super::outlined::{OutlineWidth, OutlinesShown};
use super::pictures::PicturesShown;
use super::structure::ObjectsByOwner;
use crate::drawing::PaperRect;
use crate::layout::{GlyphRun, Item, Owner, Page, PlacedGlyph, Turn};

/// Thickness of a bold character's outline, of its size.
const BOLD: f32 = 1.0 / 35.0;

/// What all pages draw with.
pub(super) struct DrawnWith<'a> {
    pub faces: FacesShown<'a>,
    pub pictures: PicturesShown,
    pub outlines: OutlinesShown,
    pub ids: Ids,
    /// What has been drawn for each piece of the document.
    pub drawn: ObjectsByOwner,
}

/// A box on the sheet, from its top left corner.
#[derive(Clone, Copy)]
struct SheetBox {
    left: Micrometres,
    top: Micrometres,
    right: Micrometres,
    bottom: Micrometres,
}

impl SheetBox {
    /// The smallest around a box in points.
    fn around(inner: PaperBox) -> Self {
        Self {
            left: Micrometres::before(inner.left),
            top: Micrometres::before(inner.top),
            right: Micrometres::behind(inner.right),
            bottom: Micrometres::behind(inner.bottom),
        }
    }

    fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A box in points, from the sheet's top left corner.
#[derive(Clone, Copy)]
struct PaperBox {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl PaperBox {
    /// The box of which these are two corners.
    fn between(x: f32, y: f32, other_x: f32, other_y: f32) -> Self {
        Self {
            left: x.min(other_x),
            top: y.min(other_y),
            right: x.max(other_x),
            bottom: y.max(other_y),
        }
    }

    fn of(rect: PaperRect) -> Self {
        let (right, bottom) = (rect.left + rect.width, rect.top + rect.height);
        Self::between(rect.left, rect.top, right, bottom)
    }

    /// The same with a margin on all sides.
    fn pad(self, margin: f32) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }
}

/// A place on the sheet or in a box.
#[derive(Clone, Copy, Default)]
struct OfdPoint {
    x: Micrometres,
    y: Micrometres,
}

/// The content of a page, as it is written.
struct PageWriter<'w, 'a> {
    out: String,
    /// The page's number.
    page: u32,
    with: &'w mut DrawnWith<'a>,
}

/// The objects of a page as XML.
///
/// # Errors
/// When a glyph is none.
pub(super) fn objects(page: &Page, id: u32, with: &mut DrawnWith<'_>) -> Result<String, String> {
    let mut writer = PageWriter {
        out: String::with_capacity(1 << 14),
        page: id,
        with,
    };
    let mut rest = page.items.as_slice();
    while let Some(item) = rest.first() {
        let mut behind = &rest[1..];
        match item {
            Item::Glyphs(run) => writer.run(run)?,
            Item::Rule { thickness, .. } => {
                let rules = rest.iter().take_while(|item| is_rule(item, *thickness));
                let count = rules.count();
                writer.rules(&rest[..count], *thickness);
                behind = &rest[count..];
            }
            Item::Fill { rect, colour, .. } => writer.fill(*rect, *colour),
            Item::Image { rect, image, owner } => {
                let resource = writer.with.pictures.id(image, &mut writer.with.ids);
                writer.picture(*rect, resource, *owner);
            }
        }
        rest = behind;
    }
    Ok(writer.out)
}

fn is_rule(item: &Item, of: f32) -> bool {
    matches!(item, Item::Rule { thickness, .. } if thickness.total_cmp(&of).is_eq())
}

impl PageWriter<'_, '_> {
    /// A run in as many objects as it takes: characters of two units stand alone, and readers
    /// do not agree on blanks at a text's ends, which show nothing.
    fn run(&mut self, run: &GlyphRun) -> Result<(), String> {
        let mut from = 0;
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let c = character(run, glyph);
            let is_alone = c > '\u{FFFF}';
            if is_alone || !is_in_xml(c) {
                self.text(run, &run.glyphs[from..at])?;
                from = at + 1;
            }
            if is_alone && is_in_xml(c) {
                self.text(run, &run.glyphs[at..=at])?;
            }
        }
        self.text(run, &run.glyphs[from..])
    }

    fn text(&mut self, run: &GlyphRun, glyphs: &[PlacedGlyph]) -> Result<(), String> {
        let glyphs = trim_blanks(run, glyphs);
        if glyphs.is_empty() {
            return Ok(());
        }
        let face = self.with.faces.face(run.face);
        let font = face.id(&mut self.with.ids);
        for glyph in glyphs {
            face.show(glyph, character(run, glyph))?;
        }
        let ink = face.around(run, glyphs);
        let outline = self.outline(run);
        let id = self.begin("TextObject");
        let spot = self.bounds(run, glyphs, ink);
        let _ = write!(
            self.out,
            " Font=\"{font}\" Size=\"{}\"",
            Micrometres::of(run.size)
        );
        if let Some(OutlineWidth { id, width }) = outline {
            let _ = write!(
                self.out,
                " DrawParam=\"{id}\" LineWidth=\"{width}\" Stroke=\"true\""
            );
        }
        self.out.push('>');
        if run.grey > 0.0 {
            self.colour("FillColor", [run.grey; 3]);
        }
        if run.bold {
            self.colour("StrokeColor", [run.grey; 3]);
        }
        let OfdPoint { x, y } = spot;
        let _ = write!(self.out, "<ofd:TextCode X=\"{x}\" Y=\"{y}\"");
        self.steps(glyphs);
        self.out.push('>');
        for glyph in glyphs {
            push_escaped(&mut self.out, &run.text[glyph.bytes.clone()]);
        }
        self.out.push_str("</ofd:TextCode></ofd:TextObject>\n");
        self.with.drawn.add(run.owner, self.page, id);
        Ok(())
    }

    /// What is drawn around the characters of a bold run.
    fn outline(&mut self, run: &GlyphRun) -> Option<OutlineWidth> {
        if !run.bold {
            return None;
        }
        let width = Micrometres::of(run.size * BOLD);
        let id = self.with.outlines.id(width, &mut self.with.ids);
        Some(OutlineWidth { id, width })
    }

    /// Begins an object; its number.
    fn begin(&mut self, kind: &str) -> u32 {
        let id = self.with.ids.next();
        let _ = write!(self.out, "<ofd:{kind} ID=\"{id}\"");
        id
    }

    fn boundary(&mut self, around: SheetBox) {
        let SheetBox {
            left,
            top,
            right,
            bottom,
        } = around;
        let (width, height) = (right - left, bottom - top);
        let _ = write!(self.out, " Boundary=\"{left} {top} {width} {height}\"");
    }

    /// The box of a text and, where it is turned, how; where its baseline begins in that.
    fn bounds(&mut self, run: &GlyphRun, glyphs: &[PlacedGlyph], ink: InkBox) -> OfdPoint {
        let margin = if run.bold { run.size * BOLD / 2.0 } else { 0.0 };
        // A run is turned around its own first glyph.
        let first = run.glyphs.first().map_or(0.0, |glyph| glyph.x);
        let along = glyphs.first().map_or(0.0, |glyph| glyph.x) - first;
        let x = first + along * run.turn.cos();
        let y = run.baseline - along * run.turn.sin();
        let (start_x, start_y) = (Micrometres::of(x), Micrometres::of(y));
        if run.turn == Turn::Level {
            let inner =
                PaperBox::between(x - ink.left, y - ink.above, x + ink.right, y + ink.below);
            let around = SheetBox::around(inner.pad(margin));
            self.boundary(around);
            return OfdPoint {
                x: start_x - around.left,
                y: start_y - around.top,
            };
        }
        // Downwards y grows, so that a turn to the left has the sine's other sign.
        let (cos, sin) = (run.turn.cos(), run.turn.sin());
        let corners = [
            (-ink.left, -ink.above),
            (ink.right, -ink.above),
            (-ink.left, ink.below),
            (ink.right, ink.below),
        ];
        let mut boxes = Vec::with_capacity(corners.len());
        for (along, down) in corners {
            let (x, y) = (x + cos * along + sin * down, y - sin * along + cos * down);
            boxes.push(SheetBox::around(PaperBox::between(x, y, x, y).pad(margin)));
        }
        let around = boxes.into_iter().reduce(SheetBox::join);
        let around = around.unwrap_or(SheetBox::around(PaperBox::between(x, y, x, y)));
        self.boundary(around);
        let (e, f) = (start_x - around.left, start_y - around.top);
        let [cos, sin, minus] = [cos, sin, -sin].map(|share| (share * 1e6).round() / 1e6);
        let _ = write!(self.out, " CTM=\"{cos} {minus} {sin} {cos} {e} {f}\"");
        OfdPoint::default()
    }

    /// From each character to the next.
    fn steps(&mut self, glyphs: &[PlacedGlyph]) {
        if glyphs.len() < 2 {
            return;
        }
        self.out.push_str(" DeltaX=\"");
        let mut at = Micrometres::of(glyphs[0].x);
        for (index, glyph) in glyphs.iter().enumerate().skip(1) {
            let next = Micrometres::of(glyph.x);
            let blank = if index == 1 { "" } else { " " };
            let _ = write!(self.out, "{blank}{}", next - at);
            at = next;
        }
        self.out.push('"');
    }

    fn colour(&mut self, of: &str, parts: [f32; 3]) {
        let [red, green, blue] = parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round());
        let _ = write!(self.out, "<ofd:{of} Value=\"{red} {green} {blue}\"/>");
    }

    /// Lines of one thickness.
    fn rules(&mut self, rules: &[Item], thickness: f32) {
        let mut boxes = Vec::with_capacity(rules.len());
        for item in rules {
            if let Item::Rule { from, to, .. } = item {
                let line = PaperBox::between(from.0, from.1, to.0, to.1);
                boxes.push(SheetBox::around(line.pad(thickness / 2.0)));
            }
        }
        let Some(around) = boxes.into_iter().reduce(SheetBox::join) else {
            return;
        };
        self.begin("PathObject");
        self.boundary(around);
        let width = Micrometres::of(thickness);
        let _ = write!(self.out, " LineWidth=\"{width}\"><ofd:AbbreviatedData>");
        let mut blank = "";
        for item in rules {
            let Item::Rule { from, to, .. } = item else {
                continue;
            };
            let [from_x, to_x] = [from.0, to.0].map(|x| Micrometres::of(x) - around.left);
            let [from_y, to_y] = [from.1, to.1].map(|y| Micrometres::of(y) - around.top);
            let _ = write!(self.out, "{blank}M {from_x} {from_y} L {to_x} {to_y}");
            blank = " ";
        }
        self.out
            .push_str("</ofd:AbbreviatedData></ofd:PathObject>\n");
    }

    fn fill(&mut self, rect: PaperRect, colour: [f32; 3]) {
        let around = SheetBox::around(PaperBox::of(rect));
        self.begin("PathObject");
        self.boundary(around);
        self.out.push_str(" Stroke=\"false\" Fill=\"true\">");
        self.colour("FillColor", colour);
        let [from_x, to_x] =
            [rect.left, rect.left + rect.width].map(|x| Micrometres::of(x) - around.left);
        let [from_y, to_y] =
            [rect.top, rect.top + rect.height].map(|y| Micrometres::of(y) - around.top);
        let _ = writeln!(
            self.out,
            "<ofd:AbbreviatedData>M {from_x} {from_y} L {to_x} {from_y} L {to_x} {to_y} \
             L {from_x} {to_y} C</ofd:AbbreviatedData></ofd:PathObject>"
        );
    }

    /// A picture is the square of 1 by 1, which its matrix draws out.
    fn picture(&mut self, rect: PaperRect, resource: u32, owner: Owner) {
        let around = SheetBox::around(PaperBox::of(rect));
        let id = self.begin("ImageObject");
        self.boundary(around);
        let [left, right] = [rect.left, rect.left + rect.width].map(Micrometres::of);
        let [top, bottom] = [rect.top, rect.top + rect.height].map(Micrometres::of);
        let (x, y) = (left - around.left, top - around.top);
        let (width, height) = (right - left, bottom - top);
        let _ = writeln!(
            self.out,
            " CTM=\"{width} 0 0 {height} {x} {y}\" ResourceID=\"{resource}\"/>"
        );
        self.with.drawn.add(owner, self.page, id);
    }
}

/// Glyphs of a run without the blanks at both ends.
fn trim_blanks<'g>(run: &GlyphRun, glyphs: &'g [PlacedGlyph]) -> &'g [PlacedGlyph] {
    let mut trimmed = glyphs;
    while let [first, rest @ ..] = trimmed
        && character(run, first).is_whitespace()
    {
        trimmed = rest;
    }
    while let [rest @ .., last] = trimmed
        && character(run, last).is_whitespace()
    {
        trimmed = rest;
    }
    trimmed
}

/// The character that a glyph of a run stands for.
fn character(run: &GlyphRun, glyph: &PlacedGlyph) -> char {
    let text = run.text.get(glyph.bytes.clone()).unwrap_or_default();
    text.chars().next().unwrap_or('\u{FFFE}')
}
