//! Pages: the parts that the plan has given to each, drawn.

use std::collections::BTreeMap;

use super::font::{Closed, FontSource, Fonts};
use super::furniture::{draft_marks, page_numbers};
use super::line::SetLine;
use super::plan::{BlockPart, PlacedPart, PlannedPage, moved_blocks, plan, tightened_tables};
use super::set::{Set, set};
use super::sheet::PageGeometry;
use super::table::{Portion, draw};
use super::text::{baseline, runs};
use super::{Item, Owner, Page, Pages, Spot};
use crate::document::Document;
use crate::style::Style;

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
    let mut sets = set(document, style, &mut fonts).ok_or(NoFonts)?;
    let planned = plan(&mut sets, &document.blocks, style);
    let starts = starts(&planned);
    let (moved, tightened) = (moved_blocks(&planned), tightened_tables(&planned));
    let drawn = planned.iter().map(|page| draw_page(page, &sets, style));
    let mut pages: Vec<Page> = drawn.collect();
    if style.page.blank_last && !pages.len().is_multiple_of(2) {
        let blank = PageGeometry::new(style, pages.len(), false);
        pages.push(Page {
            size: blank.size,
            items: Vec::new(),
        });
    }
    page_numbers(&mut pages, style, &mut fonts).ok_or(NoFonts)?;
    if document.draft {
        draft_marks(&mut pages, style, &mut fonts).ok_or(NoFonts)?;
    }
    let Closed {
        faces,
        stand_ins,
        mut findings,
    } = fonts.close();
    for set in &mut sets {
        if let Set::Table(table) = set {
            findings.append(&mut table.findings);
        }
    }
    Ok(Pages {
        pages,
        faces,
        starts,
        moved,
        tightened,
        stand_ins,
        findings,
    })
}

/// Where each block begins.
fn starts(pages: &[PlannedPage]) -> BTreeMap<usize, Spot> {
    let mut starts = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for part in &page.parts {
            let y = page.geometry.corner.1 + part.y;
            starts.entry(part.block).or_insert(Spot { page: index, y });
        }
    }
    starts
}

fn draw_page(page: &PlannedPage, sets: &[Set<'_>], style: &Style) -> Page {
    let mut drawing = PageDrawing {
        geometry: page.geometry,
        style,
        items: Vec::new(),
    };
    for part in &page.parts {
        drawing.part(part, &sets[part.block]);
    }
    Page {
        size: page.geometry.size,
        items: drawing.items,
    }
}

/// A page's items in the making.
struct PageDrawing<'a> {
    geometry: PageGeometry,
    style: &'a Style,
    items: Vec<Item>,
}

impl PageDrawing<'_> {
    fn part(&mut self, placed: &PlacedPart, set: &Set<'_>) {
        let at = placed.block;
        let (left, top) = (self.geometry.corner.0, self.geometry.corner.1 + placed.y);
        let pitch = self.style.line_pitch();
        let width = self.geometry.body.0;
        match (set, &placed.part) {
            (Set::Title(lines), BlockPart::Lines(range)) => {
                let pitch = self.style.title.pitch;
                for (i, line) in lines[range.clone()].iter().enumerate() {
                    let x = left + (width - line.width) / 2.0;
                    self.line(line, x, top + pitch * i as f32, pitch, Owner::Block(at));
                }
            }
            (Set::Heading(lines), BlockPart::Lines(range)) => {
                self.lines(&lines[range.clone()], left, top, pitch, Owner::Block(at));
            }
            (Set::Paragraph(paragraph), BlockPart::Lines(range)) => {
                self.lines(
                    &paragraph.lines[range.clone()],
                    left,
                    top,
                    pitch,
                    Owner::Block(at),
                );
            }
            (Set::Note(lines), BlockPart::Lines(range)) => {
                let pitch = self.style.note_pitch();
                self.lines(&lines[range.clone()], left, top, pitch, Owner::Block(at));
            }
            (Set::Signature(lines), BlockPart::Lines(range)) => {
                for (i, signed) in lines[range.clone()].iter().enumerate() {
                    let owner = Owner::Line(at, signed.text);
                    let y = top + pitch * i as f32;
                    self.line(&signed.line, left + signed.inset, y, pitch, owner);
                }
            }
            (Set::Table(table), BlockPart::Rows { rows, tightness }) => {
                let repeated_head = rows.start > 0;
                let portion = Portion {
                    rows: rows.clone(),
                    repeated_head,
                    tightness: *tightness,
                };
                self.items
                    .extend(draw(table, &portion, self.style, left, top, at));
            }
            (Set::Figure(figure), BlockPart::Figure { scale }) => {
                self.items
                    .extend(figure.items(at, left, top, width, *scale));
            }
            // The plan gives lines to text, rows to tables and figures to figures.
            _ => {}
        }
    }

    fn lines(&mut self, lines: &[SetLine], x: f32, top: f32, pitch: f32, owner: Owner) {
        for (i, line) in lines.iter().enumerate() {
            self.line(line, x, top + pitch * i as f32, pitch, owner);
        }
    }

    /// A line in the middle of its pitch.
    fn line(&mut self, line: &SetLine, x: f32, top: f32, pitch: f32, owner: Owner) {
        let first = line.units.first();
        let size = first.map_or(self.style.sizes.body, |unit| unit.size);
        self.items
            .extend(runs(line, x, baseline(top, pitch, size), owner));
    }
}
