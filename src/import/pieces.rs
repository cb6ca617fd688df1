//! The pieces that tables and texts are looked for in: lines, and tables as sheets of cells.
//!
//! Each knows its place in the document; `apart` makes them of a content.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::form::labelled::{CellPos, Cells, MergedArea, RowStretch};
use crate::place::At;

/// A line of text.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Its text; cells that stand in one line are kept apart by tabs.
    pub text: String,
    /// Where it stands.
    pub at: At,
    /// Its level, where the document says that it is a heading.
    pub level: Option<u8>,
}

impl TextLine {
    /// A line that is not said to be a heading.
    pub fn new(text: String, at: At) -> Self {
        let level = None;
        Self { text, at, level }
    }

    /// Another text in its place.
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text,
            at: self.at.clone(),
            level: self.level,
        }
    }

    /// The lines of a cell's text, each a paragraph; blank ones are none.
    pub fn split_lines(&self) -> Vec<Self> {
        let mut lines = Vec::new();
        for text in self.text.split('\n') {
            if !text.trim().is_empty() {
                lines.push(self.with_text(text.to_owned()));
            }
        }
        lines
    }
}

/// A piece of a document.
#[derive(Debug)]
pub enum DocumentPiece {
    /// A line.
    Line(TextLine),
    /// A table.
    Grid(GridSheet),
    /// A picture, which no form holds.
    Picture,
}

/// Rows that a cell with a number may go through; a table has 25.
const MAX_REACH: u32 = 30;

/// A table's cells on their grid.
#[derive(Clone, Debug, Default)]
pub struct GridSheet {
    name: String,
    slots: BTreeMap<CellPos, GridSlot>,
    /// Cells whose content is there but cannot be told to be theirs; it has been said.
    pub unread: BTreeSet<CellPos>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct GridSlot {
    /// Its text; blank cells have none.
    pub text: String,
    /// Where it stands in the document.
    pub at: At,
    /// Its last row and column.
    pub last: CellPos,
}

impl GridSlot {
    /// Its lines as paragraphs of text.
    fn passages(&self) -> Vec<TextLine> {
        TextLine::new(self.text.clone(), self.at.clone()).split_lines()
    }
}

impl GridSheet {
    /// A table without cells.
    pub fn new(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// The rows, each alone, from top to bottom; with the cell that fills one, where one does.
    pub fn part(self, is_text: impl Fn(&GridSlot) -> bool) -> Vec<DocumentPiece> {
        let width = self
            .slots
            .values()
            .map(|slot| slot.last.column)
            .max()
            .unwrap_or(0);
        let mut pieces = Vec::new();
        let mut part = Self::new(self.name);
        for (pos, slot) in self.slots {
            let fills_row = pos.column == 0 && slot.last.column == width;
            if fills_row && is_text(&slot) {
                part.flush(&mut pieces);
                pieces.extend(slot.passages().into_iter().map(DocumentPiece::Line));
            } else {
                part.slots.insert(pos, slot);
            }
        }
        part.flush(&mut pieces);
        pieces
    }

    /// Hands on what has been gathered.
    fn flush(&mut self, pieces: &mut Vec<DocumentPiece>) {
        if !self.slots.is_empty() {
            let slots = std::mem::take(&mut self.slots);
            pieces.push(DocumentPiece::Grid(Self {
                name: self.name.clone(),
                slots,
                ..Self::default()
            }));
        }
    }

    /// Puts a cell of one row and column.
    pub fn put(&mut self, row: u32, column: u32, text: &str, at: At) {
        let text = text.to_owned();
        let last = CellPos::new(row, column);
        self.put_slot(row, column, GridSlot { text, at, last });
    }

    /// Puts a cell, which may reach over several rows and columns.
    pub fn put_slot(&mut self, row: u32, column: u32, slot: GridSlot) {
        self.slots.insert(CellPos::new(row, column), slot);
    }

    /// The same with labels put together that stand broken in two cells above each other.
    #[must_use]
    pub fn join_broken_labels(mut self, is_label: impl Fn(&str) -> bool) -> Self {
        let places: Vec<CellPos> = self.slots.keys().copied().collect();
        for pos in places {
            let Some(slot) = self.slots.get(&pos) else {
                continue;
            };
            let below = CellPos::new(slot.last.row + 1, pos.column);
            let Some(lower) = self
                .slots
                .get(&below)
                .filter(|lower| lower.last.column == slot.last.column)
            else {
                continue;
            };
            let joined = format!("{}{}", slot.text, lower.text);
            let broken = !slot.text.is_empty() && !lower.text.is_empty();
            if broken && !is_label(&lower.text) && is_label(&joined) {
                let last = lower.last;
                self.slots.remove(&below);
                if let Some(slot) = self.slots.get_mut(&pos) {
                    (slot.text, slot.last) = (joined, last);
                }
            }
        }
        self
    }

    /// Whether a cell that begins in a row above reaches into some columns of a row.
    pub fn is_covered(&self, stretch: RowStretch) -> bool {
        let RowStretch { row, first, last } = stretch;
        let highest = CellPos::new(row.saturating_sub(MAX_REACH), 0);
        let above = self.slots.range(highest..CellPos::new(row, 0));
        let mut reaching = above.filter(|(_, slot)| slot.last.row >= row);
        reaching.any(|(pos, _)| (first..=last).contains(&pos.column))
    }

    /// Whether a cell, which begins in this row and column, goes through rows that have labels of
    /// their own.
    pub fn is_shared(&self, row: u32, column: u32, slot: &GridSlot) -> bool {
        let below = row + 1..slot.last.row + 1;
        let mut left = below
            .flat_map(|row| self.row(row))
            .filter(|(at, _)| *at < column);
        left.any(|(_, slot)| !slot.text.is_empty() && !is_plain_number(&slot.text))
    }

    /// The cells that begin in a row, blank ones too, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &GridSlot)> {
        self.slots
            .range(CellPos::new(row, 0)..CellPos::new(row + 1, 0))
            .map(|(pos, slot)| (pos.column, slot))
    }

    /// Those of them in these columns.
    pub fn begin_between(&self, stretch: RowStretch) -> impl Iterator<Item = (u32, &GridSlot)> {
        let RowStretch { row, last, .. } = stretch;
        let behind = self.slots.range(stretch.start()..);
        let within = behind.take_while(move |(pos, _)| pos.row == row && pos.column <= last);
        within.map(|(pos, slot)| (pos.column, slot))
    }

    /// How many rows it has.
    pub fn height(&self) -> u32 {
        self.slots
            .values()
            .map(|slot| slot.last.row + 1)
            .max()
            .unwrap_or(0)
    }

    /// The same with another table's rows below its own: a table that a page's end, or a
    /// program, has parted.
    #[must_use]
    pub fn put_above(mut self, other: Self) -> Self {
        let height = self.height();
        for (pos, mut slot) in other.slots {
            slot.last.row += height;
            let lower = CellPos::new(pos.row + height, pos.column);
            self.slots.insert(lower, slot);
        }
        self
    }
}

/// Whether a text is a number and nothing else.
pub fn is_plain_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+', '－', '—']).unwrap_or(text);
    !digits.is_empty()
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || ".,，".contains(c) || c.is_whitespace())
        && digits.starts_with(|c: char| c.is_ascii_digit())
}

impl Cells for GridSheet {
    fn name(&self) -> &str {
        if self.name.is_empty() {
            "表格"
        } else {
            &self.name
        }
    }

    fn at(&self, pos: CellPos) -> At {
        // The cell itself, or else the one before it.
        let slot = self.slots.range(..=pos).next_back();
        slot.map_or(At::File, |(_, slot)| slot.at.clone())
    }

    fn text(&self, pos: CellPos) -> Option<&str> {
        let text = self.slots.get(&pos)?.text.as_str();
        (!text.is_empty() && !is_plain_number(text)).then_some(text)
    }

    fn is_filled(&self, pos: CellPos) -> bool {
        self.slots
            .get(&pos)
            .is_some_and(|slot| !slot.text.is_empty())
    }

    fn is_number(&self, pos: CellPos) -> bool {
        self.slots
            .get(&pos)
            .is_some_and(|slot| is_plain_number(&slot.text))
    }

    fn columns(&self, row: u32) -> impl Iterator<Item = u32> {
        self.row(row)
            .filter(|(_, slot)| !slot.text.is_empty())
            .map(|(column, _)| column)
    }

    fn rows(&self, within: Range<u32>) -> Vec<u32> {
        let end = within.end.max(within.start);
        let cells = self
            .slots
            .range(CellPos::new(within.start, 0)..CellPos::new(end, 0));
        let filled = cells.filter(|(_, slot)| !slot.text.is_empty());
        let mut rows: Vec<u32> = filled.map(|(pos, _)| pos.row).collect();
        rows.dedup();
        rows
    }

    fn last_row(&self) -> Option<u32> {
        self.slots.last_key_value().map(|(pos, _)| pos.row)
    }

    fn texts(&self) -> impl Iterator<Item = (CellPos, &str)> {
        self.slots
            .keys()
            .filter_map(|pos| Some((*pos, self.text(*pos)?)))
    }

    fn area(&self, pos: CellPos) -> Option<MergedArea> {
        let slot = self.slots.get(&pos)?;
        (slot.last != pos).then_some(MergedArea {
            first: pos,
            last: slot.last,
        })
    }
}
