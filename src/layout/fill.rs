//! One page filled: what it takes of the blocks, one after the other.

use std::ops::Range;

use super::figure::SetFigure;
use super::keep::{first_lines, lines_here};
use super::plan::{BlockPart, PageStart, PlacedPart, PlannedPage};
use super::set::Set;
use super::sheet::PageGeometry;
use super::table::{Tightness, first_rows, fit};
use super::table_rows::SetTable;
use crate::document::Block;
use crate::style::{MAX_KEPT, Paging, Style};

/// So many lines of a title or a note stay together.
const FEW: usize = 4;
/// What rounding may add up to on a page, pt.
const SLACK: f32 = 0.01;
/// A table moves to the next page if it leaves no more than this part of the page behind.
const WHITE: f32 = 1.0 / 3.0;

/// Why a page ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PageEnd {
    /// It is full, or what follows finds no room.
    Full,
    /// A table that would fit on no less than a page begins on the next.
    Moved,
    /// A table goes on, a signature comes whole, or a page stands the other way.
    Turned,
}

/// Where a table goes.
enum TableStand {
    /// Its rows from here on to this one, so tight.
    Here(usize, Tightness),
    /// On the next page, though a part of it would fit here.
    Moved,
    /// On the next page: nothing of it fits here.
    Next,
}

/// A page being filled.
pub(super) struct Planner<'a, 'd> {
    sets: &'a [Set<'d>],
    blocks: &'a [Block],
    style: &'a Style,
    geometry: PageGeometry,
    index: usize,
    pitch: f32,
    parts: Vec<PlacedPart>,
    /// How far the page is filled, from the body's top.
    y: f32,
    /// How far only headings stand at its top.
    opening: f32,
    /// A figure that has found no room; text flows up before it.
    figure: Option<usize>,
}

impl<'a, 'd> Planner<'a, 'd> {
    pub fn new(sets: &'a [Set<'d>], blocks: &'a [Block], style: &'a Style, index: usize) -> Self {
        Self {
            sets,
            blocks,
            style,
            geometry: PageGeometry::new(style, index, false),
            index,
            pitch: style.line_pitch(),
            parts: Vec::new(),
            y: 0.0,
            opening: 0.0,
            figure: None,
        }
    }

    /// Fills the page from where the one before ended.
    pub fn fill(mut self, start: &PageStart) -> PlannedPage {
        let landscape = self.is_landscape(start.block);
        self.geometry = PageGeometry::new(self.style, self.index, landscape);
        if let Some((block, Set::Figure(figure))) = start.figure.map(|at| (at, &self.sets[at])) {
            self.put_figure(block, figure);
        }
        let (mut block, mut from) = (start.block, start.from);
        let mut end = None;
        while block < self.sets.len() && end.is_none() {
            if self.is_landscape(block) != landscape {
                end = Some(PageEnd::Turned);
                break;
            }
            end = self.block(&mut block, &mut from);
        }
        let empty = match end {
            Some(PageEnd::Full) => self.room(),
            _ => 0,
        };
        // A figure that waits for the next page keeps the document going.
        let goes_on = block < self.sets.len() || self.figure.is_some();
        let next = goes_on.then_some(PageStart {
            block,
            from,
            figure: self.figure,
        });
        let moved = end == Some(PageEnd::Moved) && from == 0;
        PlannedPage {
            geometry: self.geometry,
            parts: self.parts,
            empty,
            moved,
            next,
        }
    }

    fn is_landscape(&self, block: usize) -> bool {
        self.style
            .is_landscape(&self.blocks[block.min(self.blocks.len())..])
    }

    fn height(&self) -> f32 {
        self.geometry.body.1
    }

    fn is_fresh(&self) -> bool {
        self.y == 0.0
    }

    /// Whether nothing but headings stands on the page.
    fn is_opening(&self) -> bool {
        self.y <= self.opening
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.height() + SLACK
    }

    /// Whole lines that the page still takes.
    fn room(&self) -> usize {
        ((self.height() - self.y + SLACK) / self.pitch).max(0.0) as usize
    }

    /// This height in whole lines of the grid.
    fn whole_lines(&self, height: f32) -> f32 {
        ((height - SLACK) / self.pitch).ceil() * self.pitch
    }

    fn put(&mut self, block: usize, part: BlockPart) {
        self.parts.push(PlacedPart {
            block,
            y: self.y,
            part,
        });
    }

    fn put_lines(&mut self, block: usize, lines: Range<usize>, pitch: f32) {
        let height = pitch * lines.len() as f32;
        self.put(block, BlockPart::Lines(lines));
        self.y += height;
    }

    /// Places what the page takes of a block and moves on, also to later blocks that go with it.
    fn block(&mut self, block: &mut usize, from: &mut usize) -> Option<PageEnd> {
        let at = *block;
        if !matches!(self.sets[at], Set::Note(_)) {
            self.y = self.whole_lines(self.y);
        }
        // Only text up to the next heading flows up before a figure that waits.
        let flows = matches!(&self.sets[at], Set::Paragraph(paragraph) if !paragraph.headed);
        if self.figure.is_some() && !flows {
            return Some(PageEnd::Turned);
        }
        let end = match &self.sets[at] {
            Set::Title(lines) => self.lines_of(at, lines.len(), self.style.title.pitch, from),
            Set::Note(lines) => self.lines_of(at, lines.len(), self.style.note_pitch(), from),
            Set::Heading(_) => return self.heading(block, from),
            Set::Paragraph(paragraph) => {
                let tail = self.tail(at + 1);
                self.paragraph(at, paragraph.lines.len(), tail, from)
            }
            Set::Signature(lines) => self.signature(at, lines.len()),
            Set::Table(table) => self.table(at, table, from),
            Set::Figure(figure) => self.figure(at, figure),
        };
        if end.is_none() {
            if let Set::Title(lines) = &self.sets[at] {
                self.y = self.below_title(lines.len());
            }
            *block += 1;
            *from = 0;
        }
        end
    }

    /// Where text begins below a title of so many lines.
    fn below_title(&self, lines: usize) -> f32 {
        let taken = self.style.title.pitch * lines as f32;
        if self.y >= taken {
            self.y - taken + self.style.title_height(lines)
        } else {
            // It began on an earlier page.
            self.whole_lines(self.y + self.pitch)
        }
    }

    /// Lines of a pitch of their own, which may part anywhere.
    fn lines_of(
        &mut self,
        at: usize,
        lines: usize,
        pitch: f32,
        from: &mut usize,
    ) -> Option<PageEnd> {
        let room = ((self.height() - self.y + SLACK) / pitch).max(0.0) as usize;
        let room = if self.is_fresh() { room.max(1) } else { room };
        let left = lines - *from;
        // A few lines go together.
        let here = if left <= room || left > FEW {
            left.min(room)
        } else {
            0
        };
        let here = if here == 0 && self.is_fresh() {
            left.min(room)
        } else {
            here
        };
        if here > 0 {
            self.put_lines(at, *from..*from + here, pitch);
        }
        *from += here;
        (here < left).then_some(PageEnd::Full)
    }

    /// A heading with those that follow it, and the table under them.
    fn heading(&mut self, block: &mut usize, from: &mut usize) -> Option<PageEnd> {
        let first = *block;
        let chain = self.sets[first..].iter().take(MAX_KEPT);
        let chain = chain.take_while(|set| matches!(set, Set::Heading(_)));
        let end = first + chain.count();
        let headings = self.sets[first..end].iter();
        let lead: f32 = headings.map(|set| self.heading_height(set)).sum();
        let stand = match self.sets.get(end) {
            Some(Set::Table(table)) => Some(self.stand(table, 0, lead, self.note_behind(end))),
            _ => None,
        };
        let room = match &stand {
            Some(TableStand::Moved | TableStand::Next) => false,
            Some(TableStand::Here(..)) => true,
            None => self.fits(lead + self.first_of(end)),
        };
        if !room && !self.is_fresh() {
            return Some(match stand {
                Some(TableStand::Moved) => PageEnd::Moved,
                Some(_) => PageEnd::Turned,
                None => PageEnd::Full,
            });
        }
        for at in first..end {
            let Set::Heading(lines) = &self.sets[at] else {
                continue;
            };
            let opening = self.is_opening();
            if let Some(end) = self.lines_of(at, lines.len(), self.pitch, from) {
                return Some(end);
            }
            if opening {
                self.opening = self.y;
            }
            *block += 1;
            *from = 0;
        }
        if let (Some(TableStand::Here(to, tightness)), Some(Set::Table(table))) =
            (stand, self.sets.get(end))
        {
            return self.put_table(block, from, table, to, tightness);
        }
        None
    }

    fn heading_height(&self, set: &Set<'_>) -> f32 {
        match set {
            Set::Heading(lines) => self.pitch * lines.len() as f32,
            _ => 0.0,
        }
    }

    /// The height of what must stand under a heading: of a text its first lines, of a table the
    /// rows up to the first numbers.
    fn first_of(&self, at: usize) -> f32 {
        let lines = match self.sets.get(at) {
            // Of a long list of headings one need not stay with the next.
            None | Some(Set::Heading(_)) => 0,
            Some(Set::Table(table)) => return table.height(0..first_rows(table)),
            Some(Set::Figure(figure)) => {
                return self.whole_lines(figure.height(self.style.figure.smallest));
            }
            // One that cannot be parted takes the signature behind it along.
            Some(Set::Paragraph(paragraph)) => {
                let lines = paragraph.lines.len();
                if first_lines(lines) == lines {
                    lines + self.tail(at + 1)
                } else {
                    first_lines(lines)
                }
            }
            Some(Set::Title(lines) | Set::Note(lines)) => lines.len().min(FEW),
            Some(Set::Signature(lines)) => lines.len() + 1,
        };
        self.pitch * lines as f32
    }

    /// The lines of a signature directly behind a paragraph, with the empty one before it.
    fn tail(&self, at: usize) -> usize {
        match self.sets.get(at) {
            Some(Set::Signature(lines)) => lines.len() + 1,
            _ => 0,
        }
    }

    fn paragraph(
        &mut self,
        at: usize,
        lines: usize,
        tail: usize,
        from: &mut usize,
    ) -> Option<PageEnd> {
        let left = lines - *from;
        let here = lines_here(left, self.room(), tail, self.is_fresh());
        if here > 0 {
            self.put_lines(at, *from..*from + here, self.pitch);
        }
        *from += here;
        (here < left).then_some(PageEnd::Full)
    }

    fn signature(&mut self, at: usize, lines: usize) -> Option<PageEnd> {
        if !self.is_fresh() {
            if !self.fits(self.pitch * (lines + 1) as f32) {
                return Some(PageEnd::Turned);
            }
            self.y += self.pitch;
        }
        self.put_lines(at, 0..lines, self.pitch);
        None
    }

    /// A figure where it finds room, smaller within the style's bounds; else on the next page.
    fn figure(&mut self, at: usize, figure: &SetFigure<'_>) -> Option<PageEnd> {
        let scale = figure.scale(self.room() as f32 * self.pitch);
        if scale >= self.style.figure.smallest || self.is_fresh() {
            self.put_figure(at, figure);
        } else {
            self.figure = Some(at);
        }
        None
    }

    fn put_figure(&mut self, at: usize, figure: &SetFigure<'_>) {
        let scale = figure.scale(self.room() as f32 * self.pitch);
        self.put(at, BlockPart::Figure { scale });
        self.y += self.whole_lines(figure.height(scale));
    }

    fn table(&mut self, at: usize, table: &SetTable<'_>, from: &mut usize) -> Option<PageEnd> {
        match self.stand(table, *from, 0.0, self.note_behind(at)) {
            TableStand::Moved => Some(PageEnd::Moved),
            TableStand::Next => Some(PageEnd::Turned),
            TableStand::Here(to, tightness) => {
                let mut block = at;
                self.put_table(&mut block, from, table, to, tightness)
            }
        }
    }

    /// The height of the first lines of a note behind a block, which begin on the page of its end.
    fn note_behind(&self, at: usize) -> f32 {
        match self.sets.get(at + 1) {
            Some(Set::Note(lines)) => {
                let lines = if lines.len() > FEW { 1 } else { lines.len() };
                self.style.note_pitch() * lines as f32 + self.style.table.air
            }
            _ => 0.0,
        }
    }

    /// Where a table's rows from `from` on go, below headings of this height and before a note.
    fn stand(&self, table: &SetTable<'_>, from: usize, lead: f32, note: f32) -> TableStand {
        let rows = table.table.rows.len();
        let opening = self.is_opening();
        let top = if self.is_fresh() && lead == 0.0 {
            0.0
        } else {
            self.style.table.air
        };
        let room = self.height() - self.y - lead - top;
        let whole = table.height_from(from, rows);
        let tightest = self.style.table.tightest;
        if let Some(tightness) = Tightness::of(whole, room - note, tightest) {
            return TableStand::Here(rows, tightness);
        }
        let page = self.height() - lead - self.style.table.air - note;
        let holds = Tightness::of(whole, page, tightest).is_some();
        let white = self.height() - self.y;
        let moves = match self.style.table.paging {
            Paging::Fit => holds && white < self.height() * WHITE,
            Paging::Whole => holds,
            Paging::Flow => false,
        };
        // Rows that would leave only the note behind let their last group go with it.
        let room = if note > 0.0 {
            room.min(whole - 0.1)
        } else {
            room
        };
        match fit(table, from, room, opening) {
            0 => TableStand::Next,
            _ if moves && !opening => TableStand::Moved,
            count => TableStand::Here(from + count, Tightness::NONE),
        }
    }

    /// Puts rows of a table on the page, with air around them that makes whole lines of all.
    fn put_table(
        &mut self,
        block: &mut usize,
        from: &mut usize,
        table: &SetTable<'_>,
        to: usize,
        tightness: Tightness,
    ) -> Option<PageEnd> {
        let fresh = self.is_fresh();
        let air = self.style.table.air;
        let height = tightness.height(table.height_from(*from, to));
        let least = self.y + height + if fresh { air } else { 2.0 * air };
        let note = matches!(self.sets.get(*block + 1), Some(Set::Note(_)));
        let end = if note { least } else { self.whole_lines(least) };
        let over = (end - self.height()).max(0.0);
        // At a page's end no air is needed.
        let spare = (end - least - over).max(0.0);
        // More of it below: a table belongs to the heading above.
        self.y += if fresh { 0.0 } else { air + spare / 3.0 };
        self.put(
            *block,
            BlockPart::Rows {
                rows: *from..to,
                tightness,
            },
        );
        self.y = end.min(self.height());
        if to < table.table.rows.len() {
            *from = to;
            return Some(PageEnd::Turned);
        }
        *block += 1;
        *from = 0;
        None
    }
}
