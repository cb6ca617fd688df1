//! A page's content: its items as objects, each with a number by which the structure names it.

use std::fmt::Write;

use super::super::clean::{is_in_xml, push_escaped};
use super::faces::{FacesShown, InkBox};
use super::ids::Ids;
use super::lengths::Micrometres;
use super::outlined::{OutlineWidth, OutlinesShown};
use super::pictures::PicturesShown;
use super::structure::ObjectsByOwner;
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
    /// The smallest that these corners lie in, in points.
    fn around(from: (f32, f32), to: (f32, f32)) -> Self {
        Self {
            left: Micrometres::before(from.0.min(to.0)),
            top: Micrometres::before(from.1.min(to.1)),
            right: Micrometres::behind(from.0.max(to.0)),
            bottom: Micrometres::behind(from.1.max(to.1)),
        }
    }

    /// The same with a margin on all sides, in points.
    fn padded(from: (f32, f32), to: (f32, f32), margin: f32) -> Self {
        let (left, right) = (from.0.min(to.0) - margin, from.0.max(to.0) + margin);
        let (top, bottom) = (from.1.min(to.1) - margin, from.1.max(to.1) + margin);
        Self::around((left, top), (right, bottom))
    }

    fn joined(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
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
                let count = rest
                    .iter()
                    .take_while(|item| is_rule(item, *thickness))
                    .count();
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
        let shown = |glyph: &PlacedGlyph| !character(run, glyph).is_whitespace();
        let (Some(first), Some(last)) = (
            glyphs.iter().position(shown),
            glyphs.iter().rposition(shown),
        ) else {
            return Ok(());
        };
        let glyphs = &glyphs[first..=last];
        let face = self.with.faces.face(run.face);
        let font = face.id(&mut self.with.ids);
        for glyph in glyphs {
            face.show(glyph, character(run, glyph))?;
        }
        let ink = face.around(run, glyphs);
        let outline = run.bold.then(|| {
            let width = Micrometres::of(run.size * BOLD);
            OutlineWidth {
                id: self.with.outlines.id(width, &mut self.with.ids),
                width,
            }
        });
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
        let (x, y) = spot;
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
    fn bounds(
        &mut self,
        run: &GlyphRun,
        glyphs: &[PlacedGlyph],
        ink: InkBox,
    ) -> (Micrometres, Micrometres) {
        let margin = if run.bold { run.size * BOLD / 2.0 } else { 0.0 };
        let (x, y) = start(run, glyphs);
        let (start_x, start_y) = (Micrometres::of(x), Micrometres::of(y));
        if run.turn == Turn::Level {
            let around = SheetBox::padded(
                (x - ink.left, y - ink.above),
                (x + ink.right, y + ink.below),
                margin,
            );
            self.boundary(around);
            return (start_x - around.left, start_y - around.top);
        }
        // Downwards y grows, so that a turn to the left has the sine's other sign.
        let (cos, sin) = (run.turn.cos(), run.turn.sin());
        let turned =
            |along: f32, down: f32| (x + cos * along + sin * down, y - sin * along + cos * down);
        let corners = [
            (-ink.left, -ink.above),
            (ink.right, -ink.above),
            (-ink.left, ink.below),
            (ink.right, ink.below),
        ];
        let corners = corners.map(|(along, down)| turned(along, down));
        let around = corners
            .map(|corner| SheetBox::padded(corner, corner, margin))
            .into_iter()
            .reduce(SheetBox::joined);
        let around = around.unwrap_or(SheetBox::around((x, y), (x, y)));
        self.boundary(around);
        let (e, f) = (start_x - around.left, start_y - around.top);
        let [cos, sin, minus] = [cos, sin, -sin].map(|share| (share * 1e6).round() / 1e6);
        let _ = write!(self.out, " CTM=\"{cos} {minus} {sin} {cos} {e} {f}\"");
        (Micrometres::default(), Micrometres::default())
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
        let ends = rules.iter().filter_map(|item| match item {
            Item::Rule { from, to, .. } => Some((*from, *to)),
            _ => None,
        });
        let boxes = ends
            .clone()
            .map(|(from, to)| SheetBox::padded(from, to, thickness / 2.0));
        let Some(around) = boxes.reduce(SheetBox::joined) else {
            return;
        };
        self.begin("PathObject");
        self.boundary(around);
        let width = Micrometres::of(thickness);
        let _ = write!(self.out, " LineWidth=\"{width}\"><ofd:AbbreviatedData>");
        for (at, (from, to)) in ends.enumerate() {
            let blank = if at == 0 { "" } else { " " };
            let [from_x, to_x] = [from.0, to.0].map(|x| Micrometres::of(x) - around.left);
            let [from_y, to_y] = [from.1, to.1].map(|y| Micrometres::of(y) - around.top);
            let _ = write!(self.out, "{blank}M {from_x} {from_y} L {to_x} {to_y}");
        }
        self.out
            .push_str("</ofd:AbbreviatedData></ofd:PathObject>\n");
    }

    fn fill(&mut self, rect: (f32, f32, f32, f32), colour: [f32; 3]) {
        let (left, top, width, height) = rect;
        let around = SheetBox::around((left, top), (left + width, top + height));
        self.begin("PathObject");
        self.boundary(around);
        self.out.push_str(" Stroke=\"false\" Fill=\"true\">");
        self.colour("FillColor", colour);
        let [from_x, to_x] = [left, left + width].map(|x| Micrometres::of(x) - around.left);
        let [from_y, to_y] = [top, top + height].map(|y| Micrometres::of(y) - around.top);
        let _ = writeln!(
            self.out,
            "<ofd:AbbreviatedData>M {from_x} {from_y} L {to_x} {from_y} L {to_x} {to_y} \
             L {from_x} {to_y} C</ofd:AbbreviatedData></ofd:PathObject>"
        );
    }

    /// A picture is the square of 1 by 1, which its matrix draws out.
    fn picture(&mut self, rect: (f32, f32, f32, f32), resource: u32, owner: Owner) {
        let (left, top, width, height) = rect;
        let around = SheetBox::around((left, top), (left + width, top + height));
        let id = self.begin("ImageObject");
        self.boundary(around);
        let [left, right] = [left, left + width].map(Micrometres::of);
        let [top, bottom] = [top, top + height].map(Micrometres::of);
        let (x, y) = (left - around.left, top - around.top);
        let (width, height) = (right - left, bottom - top);
        let _ = writeln!(
            self.out,
            " CTM=\"{width} 0 0 {height} {x} {y}\" ResourceID=\"{resource}\"/>"
        );
        self.with.drawn.add(owner, self.page, id);
    }
}

/// The character that a glyph of a run stands for.
fn character(run: &GlyphRun, glyph: &PlacedGlyph) -> char {
    run.text
        .get(glyph.bytes.clone())
        .and_then(|text| text.chars().next())
        .unwrap_or('\u{FFFE}')
}

/// Where the baseline of glyphs of a run begins: a run is turned around its own first glyph.
fn start(run: &GlyphRun, glyphs: &[PlacedGlyph]) -> (f32, f32) {
    let first = run.glyphs.first().map_or(0.0, |glyph| glyph.x);
    let along = glyphs.first().map_or(0.0, |glyph| glyph.x) - first;
    (
        first + along * run.turn.cos(),
        run.baseline - along * run.turn.sin(),
    )
}
