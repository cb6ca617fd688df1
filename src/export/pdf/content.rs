//! A page's content: its items as operators, each in a piece that the structure names.

use std::io::Write;

use super::faces::{FacesInUse, GlyphCode};
use super::pictures::PicturesInUse;
use super::tags::Collected;
use crate::drawing::PaperRect;
use crate::layout::{Artifact, GlyphRun, Item, LoadedFace, Owner, Page, Turn};

/// Thickness of a bold character's outline, of its size.
const BOLD: f32 = 1.0 / 35.0;
/// How far a glyph may stand from its place, pt: a two-hundredth of a point is no dot of a printer.
const TOLERANCE: f32 = 0.005;

/// What is set until something else is.
#[derive(Default, PartialEq)]
struct Inks {
    fill: Option<[i32; 3]>,
    stroke: Option<[i32; 3]>,
    /// Thickness of lines, thousandths of a point.
    line: Option<i32>,
    face: Option<usize>,
    /// Size of type, thousandths.
    size: Option<i32>,
    /// What stands between glyphs beside their advances, thousandths.
    gap: i32,
    bold: bool,
}

/// What all pages draw with.
pub(super) struct Resources<'a> {
    pub faces: FacesInUse<'a>,
    pub pictures: PicturesInUse,
}

impl<'a> Resources<'a> {
    /// # Errors
    /// When one of the faces cannot be read.
    pub fn new(faces: &'a [LoadedFace]) -> Result<Self, String> {
        Ok(Self {
            faces: FacesInUse::new(faces)?,
            pictures: PicturesInUse::default(),
        })
    }
}

/// The content of a page, as it is written.
struct ContentWriter<'r, 'a> {
    out: Vec<u8>,
    height: f32,
    inks: Inks,
    resources: &'r mut Resources<'a>,
}

/// Draws a page and notes which pieces of its content belong to what of the document.
///
/// # Errors
/// When a glyph is none.
pub(super) fn content(
    page: &Page,
    resources: &mut Resources<'_>,
    tags: &mut Collected,
) -> Result<Vec<u8>, String> {
    let mut writer = ContentWriter {
        out: Vec::with_capacity(1 << 14),
        height: page.size.1,
        inks: Inks::default(),
        resources,
    };
    let mut rest = page.items.as_slice();
    while let Some(item) = rest.first() {
        let count = piece(rest, item.owner());
        let (items, behind) = rest.split_at(count);
        writer.begin(item.owner(), tags);
        for item in items {
            writer.item(item)?;
        }
        writer.out.extend(b"EMC\n");
        if matches!(item.owner(), Owner::Figure(_)) {
            tags.reach(item.owner(), items);
        }
        rest = behind;
    }
    Ok(writer.out)
}

/// How many items are one piece of content: a run of text, all that a figure shows, the lines
/// of a table.
fn piece(items: &[Item], owner: Owner) -> usize {
    let is_figure = matches!(owner, Owner::Figure(_));
    if !is_figure && matches!(items.first(), Some(Item::Glyphs(_))) {
        return 1;
    }
    let own = items.iter().take_while(|item| item.owner() == owner);
    own.take_while(|item| is_figure || !matches!(item, Item::Glyphs(_)))
        .count()
}

impl ContentWriter<'_, '_> {
    /// Begins a piece.
    fn begin(&mut self, owner: Owner, tags: &mut Collected) {
        let Owner::Artifact(kind) = owner else {
            let tag = if matches!(owner, Owner::Figure(_)) {
                "Figure"
            } else {
                "Span"
            };
            let id = tags.add(owner);
            let _ = writeln!(self.out, "/{tag}<</MCID {id}>>BDC");
            return;
        };
        let properties = match kind {
            Artifact::PageNumber => "/Pagination/Subtype/Footer",
            Artifact::Repeated => "/Pagination",
            Artifact::Draft => "/Pagination/Subtype/Watermark",
            Artifact::Ruling => "/Layout",
        };
        let _ = writeln!(self.out, "/Artifact<</Type{properties}>>BDC");
    }

    fn item(&mut self, item: &Item) -> Result<(), String> {
        match *item {
            Item::Glyphs(ref run) => return self.glyphs(run),
            Item::Image {
                rect, ref image, ..
            } => {
                let name = self.resources.pictures.name(image);
                let PaperRect {
                    left,
                    top,
                    width,
                    height,
                } = rect;
                self.out.extend(b"q ");
                self.numbers(&[width, 0.0, 0.0, height, left, self.height - top - height]);
                let _ = writeln!(self.out, "cm/P{name} Do Q");
            }
            Item::Fill { rect, colour, .. } => {
                self.set_fill(colour);
                let bottom = self.height - rect.top - rect.height;
                self.numbers(&[rect.left, bottom, rect.width, rect.height]);
                self.out.extend(b"re f\n");
            }
            Item::Rule {
                from,
                to,
                thickness,
                ..
            } => {
                self.set_stroke([0.0; 3]);
                self.set_line(thickness);
                self.numbers(&[from.0, self.height - from.1]);
                self.out.extend(b"m ");
                self.numbers(&[to.0, self.height - to.1]);
                self.out.extend(b"l S\n");
            }
        }
        Ok(())
    }

    fn glyphs(&mut self, run: &GlyphRun) -> Result<(), String> {
        let Some(first) = run.glyphs.first() else {
            return Ok(());
        };
        let grey = [run.grey; 3];
        self.set_fill(grey);
        if run.bold {
            self.set_stroke(grey);
            self.set_line(run.size * BOLD);
        }
        if self.inks.bold != run.bold {
            self.inks.bold = run.bold;
            self.out.extend(if run.bold { b"2 Tr " } else { b"0 Tr " });
        }
        let size = thousandths(run.size);
        if (self.inks.face, self.inks.size) != (Some(run.face), Some(size)) {
            (self.inks.face, self.inks.size) = (Some(run.face), Some(size));
            let _ = write!(self.out, "/F{} ", run.face);
            self.number(size);
            self.out.extend(b"Tf ");
        }
        let gap = Self::usual_gap(run);
        if self.inks.gap != gap {
            self.inks.gap = gap;
            self.number(gap);
            self.out.extend(b"Tc ");
        }
        self.out.extend(b"BT ");
        let (x, y) = (first.x, self.height - run.baseline);
        if run.turn == Turn::Level {
            self.numbers(&[x, y]);
            self.out.extend(b"Td");
        } else {
            let (cos, sin) = (run.turn.cos(), run.turn.sin());
            self.numbers(&[cos, sin, -sin, cos, x, y]);
            self.out.extend(b"Tm");
        }
        self.show(run, gap)?;
        self.out.extend(b"ET\n");
        Ok(())
    }

    /// What most glyphs of a run stand apart beside their advances, thousandths of a point: the
    /// grid decides where a glyph stands, not its face.
    fn usual_gap(run: &GlyphRun) -> i32 {
        let (mut usual, mut votes) = (0, 0);
        for pair in run.glyphs.windows(2) {
            let gap = thousandths(pair[1].x - pair[0].x - pair[0].advance);
            if votes == 0 {
                usual = gap;
            }
            votes += if gap == usual { 1 } else { -1 };
        }
        usual
    }

    /// The glyphs, with a step wherever one would not come to its place.
    fn show(&mut self, run: &GlyphRun, gap: i32) -> Result<(), String> {
        let Self { out, resources, .. } = self;
        let face = resources.faces.face(run.face);
        // Steps are in thousandths of an em.
        let em = run.size / 1000.0;
        let mut pen = run.glyphs.first().map_or(0.0, |glyph| glyph.x);
        out.extend(b"[(");
        for glyph in &run.glyphs {
            let off = pen - glyph.x;
            if off.abs() > TOLERANCE {
                let step = thousandths(off / em);
                out.push(b')');
                push_number(out, step);
                out.pop();
                out.push(b'(');
                pen -= step as f32 / 1000.0 * em;
            }
            let text = run.text.get(glyph.bytes.clone()).unwrap_or_default();
            let GlyphCode { code, advance } = face.code(glyph.id, text)?;
            push_code(out, code);
            pen += advance * em + gap as f32 / 1000.0;
        }
        out.extend(b")]TJ ");
        Ok(())
    }

    fn set_fill(&mut self, colour: [f32; 3]) {
        let colour = colour.map(thousandths);
        if self.inks.fill != Some(colour) {
            self.inks.fill = Some(colour);
            self.colour(colour, b"g ", b"rg ");
        }
    }

    fn set_stroke(&mut self, colour: [f32; 3]) {
        let colour = colour.map(thousandths);
        if self.inks.stroke != Some(colour) {
            self.inks.stroke = Some(colour);
            self.colour(colour, b"G ", b"RG ");
        }
    }

    fn colour(&mut self, colour: [i32; 3], grey: &[u8], colours: &[u8]) {
        if colour == [colour[0]; 3] {
            self.number(colour[0]);
            self.out.extend(grey);
        } else {
            for share in colour {
                self.number(share);
            }
            self.out.extend(colours);
        }
    }

    fn set_line(&mut self, thickness: f32) {
        let thickness = thousandths(thickness);
        if self.inks.line != Some(thickness) {
            self.inks.line = Some(thickness);
            self.number(thickness);
            self.out.extend(b"w ");
        }
    }

    fn numbers(&mut self, values: &[f32]) {
        for value in values {
            self.number(thousandths(*value));
        }
    }

    fn number(&mut self, value: i32) {
        push_number(&mut self.out, value);
    }
}

/// A length to a thousandth of a point, which is what files say.
fn thousandths(value: f32) -> i32 {
    (value * 1000.0).round() as i32
}

/// A number of thousandths as a decimal, and a blank.
fn push_number(out: &mut Vec<u8>, value: i32) {
    if value < 0 {
        out.push(b'-');
    }
    let (whole, part) = (value.unsigned_abs() / 1000, value.unsigned_abs() % 1000);
    push_whole(out, whole);
    if part > 0 {
        let digits = [part / 100, part / 10 % 10, part % 10];
        let last = digits.iter().rposition(|digit| *digit > 0).unwrap_or(0);
        out.push(b'.');
        out.extend(digits[..=last].iter().map(|digit| b'0' + *digit as u8));
    }
    out.push(b' ');
}

fn push_whole(out: &mut Vec<u8>, value: u32) {
    if value >= 10 {
        push_whole(out, value / 10);
    }
    out.push(b'0' + (value % 10) as u8);
}

/// A code inside a string: two bytes, with a mark before those that would end the string or be
/// taken for the end of a line.
fn push_code(out: &mut Vec<u8>, code: u16) {
    for byte in code.to_be_bytes() {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f32, expected: &str) {
        let mut out = Vec::new();
        push_number(&mut out, thousandths(value));
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }

    #[test]
    fn numbers_are_short_decimals() {
        check(0.0, "0 ");
        check(-0.000_4, "0 ");
        check(12.0, "12 ");
        check(12.5, "12.5 ");
        check(-0.015, "-0.015 ");
        check(841.889_8, "841.89 ");
        check(1.004, "1.004 ");
    }
}
