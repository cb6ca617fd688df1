//! Pages: blocks one after the other on the grid of lines.

use std::collections::BTreeMap;

use super::font::{FaceRole, FontSource, Fonts};
use super::line::{Line, Setting, lines, plain_units, units};
use super::table::{Portion, draw, first_number, fit};
use super::table_rows::SetTable;
use super::text::{baseline, runs};
use super::{Artifact, Item, Owner, Page, Pages, Spot};
use crate::document::{Block, Document, Table, Text, title_lines};
use crate::style::{PT_PER_MM, Style};

/// Headings in a row that are kept together.
const MAX_KEPT: usize = 4;

/// There is no font at all that the document could be set in.
#[derive(Debug)]
pub struct NoFonts;

/// Sets the document on pages.
///
/// # Errors
/// [`NoFonts`] when the source has none of the style's fonts.
pub fn layout(document: &Document, style: &Style, source: &dyn FontSource) -> Result<Pages, NoFonts> {
    let mut flow = Flow {
        style,
        fonts: Fonts::new(style, source),
        pages: Vec::new(),
        y: 0.0,
        headings: BTreeMap::new(),
        pitch: style.line_pitch(),
        width: style.page.body_width * PT_PER_MM,
        height: style.line_pitch() * f32::from(style.grid.lines),
    };
    flow.new_page();
    flow.blocks(document).ok_or(NoFonts)?;
    flow.page_numbers().ok_or(NoFonts)?;
    if document.draft {
        flow.draft_marks().ok_or(NoFonts)?;
    }
    let (faces, findings) = flow.fonts.close();
    let size = (style.page.width * PT_PER_MM, style.page.height * PT_PER_MM);
    Ok(Pages { size, pages: flow.pages, faces, headings: flow.headings, findings })
}

struct Flow<'a> {
    style: &'a Style,
    fonts: Fonts<'a>,
    pages: Vec<Page>,
    /// How far the page is filled, from the body's top.
    y: f32,
    headings: BTreeMap<usize, Spot>,
    pitch: f32,
    width: f32,
    height: f32,
}

impl Flow<'_> {
    fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = 0.0;
    }

    /// The body's left edge on the current page: the bound side changes with each page.
    fn left(&self, page: usize) -> f32 {
        let page_style = &self.style.page;
        (if page.is_multiple_of(2) { page_style.inner } else { page_style.outer() }) * PT_PER_MM
    }

    fn top(&self) -> f32 {
        self.style.page.top * PT_PER_MM
    }

    fn page(&self) -> usize {
        self.pages.len() - 1
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.height + 0.01
    }

    fn add(&mut self, items: Vec<Item>) {
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items);
        }
    }

    fn blocks(&mut self, document: &Document) -> Option<()> {
        for (index, block) in document.blocks.iter().enumerate() {
            match block {
                Block::Title(text) => self.title(index, text, &document.agency)?,
                Block::Heading { level, text } => self.heading(index, *level, text, &document.blocks[index + 1..])?,
                Block::Paragraph(text) => {
                    let lines = self.body_lines(text, FaceRole::Body)?;
                    self.paragraph(Owner::Block(index), &lines);
                }
                Block::Signature(texts) => self.signature(index, texts)?,
                Block::Table(table) => self.table(index, table)?,
            }
        }
        Some(())
    }

    fn setting(&self, role: FaceRole) -> Setting {
        let pitch = self.style.character_pitch();
        Setting { role, size: self.style.sizes.body, pitch, width: self.width, indent: 2.0 * pitch, justify: true }
    }

    fn body_lines(&mut self, text: &Text, role: FaceRole) -> Option<Vec<Line>> {
        let setting = self.setting(role);
        Some(lines(&units(text, setting, &mut self.fonts)?, setting))
    }

    fn paragraph(&mut self, owner: Owner, lines: &[Line]) {
        for line in lines {
            if !self.fits(self.pitch) {
                self.new_page();
            }
            self.put(line, 0.0, owner, self.style.sizes.body);
        }
    }

    fn put(&mut self, line: &Line, inset: f32, owner: Owner, size: f32) {
        let x = self.left(self.page()) + inset;
        let base = baseline(self.top() + self.y, self.pitch, size);
        self.add(runs(line, x, base, owner));
        self.y += self.pitch;
    }

    fn title(&mut self, index: usize, text: &Text, agency: &str) -> Option<()> {
        let size = self.style.sizes.title;
        let setting =
            Setting { role: FaceRole::Title, size, pitch: size, width: self.width, indent: 0.0, justify: false };
        self.headings.insert(index, Spot { page: self.page(), y: self.top() });
        for part in title_lines(&text.plain(), agency, self.width / size) {
            // A line of wide Latin letters may still need a second one.
            for line in lines(&plain_units(&part, setting, text.place.as_ref(), &mut self.fonts)?, setting) {
                if !self.fits(self.pitch) {
                    self.new_page();
                }
                self.put(&line, (self.width - line.width) / 2.0, Owner::Block(index), size);
            }
        }
        // One empty line below the title.
        self.y += self.pitch;
        Some(())
    }

    /// A heading is never last on a page: it moves with what follows.
    fn heading(&mut self, index: usize, level: u8, text: &Text, after: &[Block]) -> Option<()> {
        let lines = self.body_lines(text, heading_role(level))?;
        let below = self.first_of(after)?;
        if self.y > 0.0 && !self.fits(self.pitch * lines.len() as f32 + below) {
            self.new_page();
        }
        self.headings.insert(index, Spot { page: self.page(), y: self.top() + self.y });
        self.paragraph(Owner::Block(index), &lines);
        Some(())
    }

    /// The height of what must stand under a heading: further headings, and of
    /// what follows them a line or the rows up to the first numbers.
    fn first_of(&mut self, blocks: &[Block]) -> Option<f32> {
        let mut height = 0.0;
        for (i, block) in blocks.iter().enumerate() {
            match block {
                // A list of headings may break somewhere; it only must not end a page too early.
                Block::Heading { .. } if i >= MAX_KEPT => return Some(height),
                Block::Heading { level, text } => {
                    height += self.pitch * self.body_lines(text, heading_role(*level))?.len() as f32;
                }
                Block::Table(table) => {
                    let set = SetTable::new(table, self.style, self.width, &mut self.fonts)?;
                    height += set.heights(0, first_number(&set, 0) + 1).iter().sum::<f32>();
                    return Some(height);
                }
                _ => return Some(height + self.pitch),
            }
        }
        Some(height)
    }

    /// Agency and date at the right, four characters in, centred to each other.
    fn signature(&mut self, index: usize, texts: &[Text]) -> Option<()> {
        let setting = Setting { indent: 0.0, justify: false, ..self.setting(FaceRole::Body) };
        let mut set = Vec::new();
        for (i, text) in texts.iter().enumerate() {
            let lines = lines(&units(text, setting, &mut self.fonts)?, setting);
            set.extend(lines.into_iter().map(|line| (i, line)));
        }
        let widest = set.iter().map(|(_, line)| line.width).fold(0.0, f32::max);
        if self.fits(self.pitch * (set.len() + 1) as f32) {
            self.y += self.pitch;
        } else {
            self.new_page();
        }
        let right = (self.width - 4.0 * setting.pitch).max(widest);
        for (i, line) in &set {
            let inset = right - widest / 2.0 - line.width / 2.0;
            self.put(line, inset, Owner::Line(index, *i), setting.size);
        }
        Some(())
    }

    fn table(&mut self, index: usize, table: &Table) -> Option<()> {
        let set = SetTable::new(table, self.style, self.width, &mut self.fonts)?;
        let mut from = 0;
        while from < table.rows.len() {
            let mut count = fit(&set, from, self.height - self.y, self.y == 0.0);
            if count == 0 {
                self.new_page();
                count = fit(&set, from, self.height, true);
            }
            let portion = Portion { rows: from..from + count, repeated_head: from > 0 };
            let (left, top) = (self.left(self.page()), self.top() + self.y);
            let (items, height) = draw(&set, &portion, self.style, left, top, index);
            self.add(items);
            self.y += height;
            from += count;
            if from < table.rows.len() {
                self.new_page();
            }
        }
        Some(())
    }

    /// — 1 —, outside, one character in, 7 mm below the body.
    fn page_numbers(&mut self) -> Option<()> {
        let size = self.style.sizes.page_number;
        let setting =
            Setting { role: FaceRole::PageNumber, size, pitch: size, width: self.width, indent: 0.0, justify: false };
        let base = self.top() + (self.style.page.body_height + self.style.page_number.drop) * PT_PER_MM;
        for page in 0..self.pages.len() {
            let units = plain_units(&format!("— {} —", page + 1), setting, None, &mut self.fonts)?;
            let line = lines(&units, setting).pop()?;
            let inset = if page % 2 == 0 { self.width - size - line.width } else { size };
            let items = runs(&line, self.left(page) + inset, base, Owner::Artifact(Artifact::PageNumber));
            self.pages[page].items.extend(items);
        }
        Some(())
    }

    /// The draft's mark across each page, under the text.
    fn draft_marks(&mut self) -> Option<()> {
        let mark = &self.style.draft;
        let setting = Setting {
            role: FaceRole::Heading1,
            size: mark.size,
            pitch: mark.size * 1.3,
            width: f32::MAX,
            indent: 0.0,
            justify: false,
        };
        let units = plain_units(&mark.mark, setting, None, &mut self.fonts)?;
        let line = lines(&units, setting).pop()?;
        let centre = (self.style.page.width * PT_PER_MM / 2.0, self.style.page.height * PT_PER_MM / 2.0);
        // Turned by 45° around its start, the mark's middle is at the page's middle.
        let half = line.width / 2.0 * std::f32::consts::FRAC_1_SQRT_2;
        let lift = (super::text::ASCENT - 0.5) * mark.size * std::f32::consts::FRAC_1_SQRT_2;
        let items = runs(&line, centre.0 - half + lift, centre.1 + half + lift, Owner::Artifact(Artifact::Draft));
        for page in &mut self.pages {
            let marks = items.iter().cloned().map(|mut item| {
                if let Item::Glyphs(run) = &mut item {
                    run.grey = mark.grey;
                    run.turn = 45.0;
                }
                item
            });
            page.items.splice(0..0, marks);
        }
        Some(())
    }
}

fn heading_role(level: u8) -> FaceRole {
    match level {
        1 => FaceRole::Heading1,
        2 => FaceRole::Heading2,
        _ => FaceRole::Body,
    }
}
