//! Pages: blocks one after the other on the grid of lines.

use std::collections::BTreeMap;

use super::font::{FontSource, Fonts};
use super::furniture::{draft_marks, page_numbers};
use super::keep::{first_lines, lines_here};
use super::line::SetLine;
use super::set::{Set, set};
use super::sheet::PageGeometry;
use super::table::{Portion, draw, first_rows, fit};
use super::table_rows::SetTable;
use super::text::{baseline, runs};
use super::{Item, Owner, Page, Pages, Spot};
use crate::document::Document;
use crate::finding::Finding;
use crate::style::{MAX_KEPT, SIGNATURE_INDENT, Style};

/// There is no font at all that the document could be set in.
#[derive(Debug, thiserror::Error)]
#[error("没有能用的字体")]
pub struct NoFonts;

/// Sets the document on pages.
///
/// # Errors
/// [`NoFonts`] when the source has none of the style's fonts.
pub fn layout(
    document: &Document,
    style: &Style,
    source: &dyn FontSource,
) -> Result<Pages, NoFonts> {
    let mut fonts = Fonts::new(style, source);
    let sets = set(document, style, &mut fonts).ok_or(NoFonts)?;
    let mut flow = Flow {
        style,
        sheet: PageGeometry::new(style, 0, false),
        pages: Vec::new(),
        y: 0.0,
        headings: BTreeMap::new(),
        pitch: style.line_pitch(),
    };
    flow.new_page(style.is_landscape(&document.blocks));
    for at in 0..sets.len() {
        flow.stand(style.is_landscape(&document.blocks[at..]));
        flow.block(at, &sets);
    }
    if style.page.blank_last && !flow.pages.len().is_multiple_of(2) {
        flow.new_page(false);
    }
    let Flow { mut pages, headings, .. } = flow;
    page_numbers(&mut pages, style, &mut fonts).ok_or(NoFonts)?;
    if document.draft {
        draft_marks(&mut pages, style, &mut fonts).ok_or(NoFonts)?;
    }
    let closed = fonts.close();
    let tight = sets.iter().flat_map(|set| match set {
        Set::Table(table) => table.findings.as_slice(),
        _ => &[],
    });
    let findings: Vec<Finding> = closed.findings.into_iter().chain(tight.cloned()).collect();
    Ok(Pages { pages, faces: closed.faces, headings, stand_ins: closed.stand_ins, findings })
}

/// The lines of a signature directly behind a paragraph, with the empty one before it.
fn tail(after: &[Set<'_>]) -> usize {
    match after.first() {
        Some(Set::Signature(lines)) => lines.len() + 1,
        _ => 0,
    }
}

struct Flow<'a> {
    style: &'a Style,
    /// The current page's geometry.
    sheet: PageGeometry,
    pages: Vec<Page>,
    /// How far the page is filled, from the body's top.
    y: f32,
    headings: BTreeMap<usize, Spot>,
    pitch: f32,
}

impl Flow<'_> {
    fn new_page(&mut self, landscape: bool) {
        self.sheet = PageGeometry::new(self.style, self.pages.len(), landscape);
        self.pages.push(Page { size: self.sheet.size, items: Vec::new() });
        self.y = 0.0;
    }

    /// A further page like this one.
    fn turn_page(&mut self) {
        self.new_page(self.sheet.landscape);
    }

    /// The current page, or a new one if it stands the other way.
    fn stand(&mut self, landscape: bool) {
        if self.sheet.landscape != landscape {
            if self.y > 0.0 {
                self.new_page(landscape);
            } else {
                self.pages.pop();
                self.new_page(landscape);
            }
        }
    }

    fn is_fresh(&self) -> bool {
        self.y == 0.0
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.sheet.body.1 + 0.01
    }

    /// Whole lines that the page still takes.
    fn room(&self) -> usize {
        ((self.sheet.body.1 - self.y + 0.01) / self.pitch).max(0.0) as usize
    }

    fn spot(&self) -> Spot {
        Spot { page: self.pages.len() - 1, y: self.sheet.corner.1 + self.y }
    }

    fn add(&mut self, items: Vec<Item>) {
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items);
        }
    }

    /// Puts a line on the page, `inset` from the body's left.
    fn put(&mut self, line: &SetLine, inset: f32, owner: Owner) {
        let size = line.units.first().map_or(self.style.sizes.body, |unit| unit.size);
        let base = baseline(self.sheet.corner.1 + self.y, self.pitch, size);
        self.add(runs(line, self.sheet.corner.0 + inset, base, owner));
        self.y += self.pitch;
    }

    fn block(&mut self, at: usize, sets: &[Set<'_>]) {
        let after = &sets[at + 1..];
        match &sets[at] {
            Set::Title(lines) => self.title(at, lines),
            Set::Heading(lines) => {
                let height = self.pitch * lines.len() as f32 + self.first_of(after);
                if !self.is_fresh() && !self.fits(height) {
                    self.turn_page();
                }
                self.headings.insert(at, self.spot());
                self.paragraph(Owner::Block(at), lines, 0);
            }
            Set::Paragraph(lines) => {
                self.paragraph(Owner::Block(at), lines, tail(after));
            }
            Set::Signature(lines) => self.signature(at, lines),
            Set::Table(table) => self.table(at, table),
            Set::Figure(figure) => {
                if !self.is_fresh() && !self.fits(figure.height()) {
                    self.turn_page();
                }
                let (left, top) = self.sheet.corner;
                self.add(figure.items(at, left, top + self.y, self.sheet.body.0));
                self.y += figure.height();
            }
        }
    }

    fn paragraph(&mut self, owner: Owner, lines: &[SetLine], tail: usize) {
        let mut rest = lines;
        while !rest.is_empty() {
            let here = lines_here(rest.len(), self.room(), tail, self.is_fresh());
            let (now, later) = rest.split_at(here);
            now.iter().for_each(|line| self.put(line, 0.0, owner));
            rest = later;
            if !rest.is_empty() {
                self.turn_page();
            }
        }
    }

    fn title(&mut self, at: usize, lines: &[SetLine]) {
        self.headings.insert(at, self.spot());
        for line in lines {
            if !self.fits(self.pitch) {
                self.turn_page();
            }
            self.put(line, (self.sheet.body.0 - line.width) / 2.0, Owner::Block(at));
        }
        // One empty line below the title.
        self.y += self.pitch;
    }

    /// The height of what must stand under a heading: further headings, and of
    /// what follows them the first lines or the rows up to the first numbers.
    fn first_of(&self, sets: &[Set<'_>]) -> f32 {
        let mut height = 0.0;
        for (i, set) in sets.iter().enumerate() {
            let lines = match set {
                // A list of headings may break somewhere; it only must not end a page too early.
                Set::Heading(_) if i >= MAX_KEPT => 0,
                Set::Heading(lines) => {
                    height += self.pitch * lines.len() as f32;
                    continue;
                }
                Set::Table(table) => {
                    return height + table.heights(0, first_rows(table)).iter().sum::<f32>();
                }
                Set::Figure(figure) => return height + figure.height(),
                // One that cannot be parted takes the signature behind it along.
                Set::Paragraph(lines) if first_lines(lines.len()) == lines.len() => {
                    lines.len() + tail(&sets[i + 1..])
                }
                Set::Paragraph(lines) => first_lines(lines.len()),
                Set::Title(lines) => lines.len(),
                Set::Signature(lines) => lines.len() + 1,
            };
            return height + self.pitch * lines as f32;
        }
        height
    }

    /// The date four characters in from the right, the agency centred over it as far as there is room.
    fn signature(&mut self, at: usize, lines: &[(usize, SetLine)]) {
        if self.fits(self.pitch * (lines.len() + 1) as f32) {
            self.y += self.pitch;
        } else {
            self.turn_page();
        }
        let width = self.sheet.body.0;
        let date = lines.last().map_or(0.0, |(_, line)| line.width);
        let middle = width - SIGNATURE_INDENT * self.style.character_pitch() - date / 2.0;
        for (i, line) in lines {
            let inset = (middle - line.width / 2.0).min(width - line.width).max(0.0);
            self.put(line, inset, Owner::Line(at, *i));
        }
    }

    fn table(&mut self, at: usize, set: &SetTable<'_>) {
        let rows = set.table.rows.len();
        let mut from = 0;
        while from < rows {
            let mut count = fit(set, from, self.sheet.body.1 - self.y, self.is_fresh());
            if count == 0 {
                self.turn_page();
                count = fit(set, from, self.sheet.body.1, true);
            }
            let portion = Portion { rows: from..from + count, repeated_head: from > 0 };
            let (left, top) = self.sheet.corner;
            let (items, height) = draw(set, &portion, self.style, left, top + self.y, at);
            self.add(items);
            self.y += height;
            from += count;
            if from < rows {
                self.turn_page();
            }
        }
    }
}
