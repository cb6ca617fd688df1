//! What a document says, as the pieces that tables and texts are looked for in.
//!
//! Lines become passages, tables sheets of cells; each knows its place in the document.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::form::characters::clean_escaped;
use crate::form::labelled::{Cells, MergedArea};
use crate::place::{At, Place};
use crate::readback::{Content, ContentBlock, ContentLine, Fact, Grid};

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

/// A document's pieces in their order, and what is told of characters that do not belong.
pub fn pieces(content: &Content, findings: &mut Vec<Finding>) -> Vec<DocumentPiece> {
    let mut pieces = Vec::new();
    let mut cleaner = Cleaner {
        file: &content.file,
        findings,
    };
    let (mut lines, mut tables) = (0, 0);
    for block in &content.blocks {
        match block {
            ContentBlock::Line(line) => {
                lines += 1;
                pieces.extend(
                    passages(line, lines, &mut cleaner)
                        .into_iter()
                        .map(DocumentPiece::Line),
                );
            }
            ContentBlock::Table(grid) => {
                tables += 1;
                pieces.push(DocumentPiece::Grid(GridSheet::of(
                    grid,
                    tables,
                    &mut cleaner,
                )));
            }
            ContentBlock::Figure(_) => pieces.push(DocumentPiece::Picture),
        }
    }
    pieces
}

/// What a file says of itself, without characters that no form holds. Nobody sees these in the
/// document, and most are never read, so nothing is told.
pub fn facts(content: &Content) -> Vec<Fact> {
    let place = Place::file(&content.file);
    let clean = |text: &str| clean_escaped(text, &place).0.trim().to_owned();
    let of = |fact: &Fact| Fact {
        name: fact.name.clone(),
        value: clean(&fact.value),
    };
    content
        .facts
        .iter()
        .map(of)
        .filter(|fact| !fact.value.is_empty())
        .collect()
}

/// Takes out characters that no form holds, and tells of them.
struct Cleaner<'a> {
    file: &'a Arc<str>,
    findings: &'a mut Vec<Finding>,
}

impl Cleaner<'_> {
    fn clean(&mut self, text: &str, at: &At) -> String {
        // Tabs keep cells apart; what is between them is text.
        let clean = |part: &str| clean_escaped(part, &Place::at(self.file, at.clone()));
        let parts: Vec<(String, Option<Finding>)> = text.split('\t').map(clean).collect();
        let mut texts = Vec::with_capacity(parts.len());
        for (text, finding) in parts {
            texts.push(text);
            if self.findings.len() < MAX_FINDINGS {
                self.findings.extend(finding);
            }
        }
        texts.join("\t")
    }
}

/// Findings of characters that are told of one document.
const MAX_FINDINGS: usize = 100;

/// The lines of a paragraph: soft breaks part it as paragraphs do.
fn passages(line: &ContentLine, number: usize, cleaner: &mut Cleaner<'_>) -> Vec<TextLine> {
    let at = match &line.place {
        Some(place) => place.at.clone(),
        None => At::Paragraph {
            page: line.page(0),
            number,
        },
    };
    let text = cleaner.clean(&line.text, &at);
    let parts = text.split('\n').filter(|part| !part.is_empty());
    let passage = |text: &str| TextLine {
        text: text.to_owned(),
        at: at.clone(),
        level: line.level,
    };
    parts.map(passage).collect()
}

/// Rows that a cell with a number may go through; a table has 25.
const MAX_REACH: u32 = 30;

/// A table's cells on their grid.
#[derive(Clone, Debug, Default)]
pub struct GridSheet {
    name: String,
    slots: BTreeMap<(u32, u32), GridSlot>,
    /// Cells whose content is there but cannot be told to be theirs; it has been said.
    pub unread: BTreeSet<(u32, u32)>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct GridSlot {
    /// Its text; blank cells have none.
    pub text: String,
    /// Where it stands in the document.
    pub at: At,
    /// Its last row and column.
    pub last: (u32, u32),
}

impl GridSlot {
    /// Its lines as paragraphs of text.
    fn passages(&self) -> Vec<TextLine> {
        let lines = self.text.split('\n').filter(|line| !line.trim().is_empty());
        let line = |text: &str| TextLine {
            text: text.to_owned(),
            at: self.at.clone(),
            level: None,
        };
        lines.map(line).collect()
    }
}

impl GridSheet {
    /// A table of a document, its number counted from 1.
    fn of(grid: &Grid, number: usize, cleaner: &mut Cleaner<'_>) -> Self {
        let mut sheet = Self {
            name: format!("第{number}张表"),
            ..Self::default()
        };
        let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
        for cell in &grid.cells {
            let column = columns.entry(cell.row).or_default();
            *column += 1;
            let at = At::TableCell {
                page: cell.page.or(grid.page),
                table: number,
                row: cell.row + 1,
                column: *column,
            };
            let last = (
                cell.row + cell.height.max(1) - 1,
                cell.column + cell.width.max(1) - 1,
            );
            let text = cleaner.clean(cell.text.trim(), &at);
            let slot = GridSlot {
                text,
                at,
                last: (last.0 as u32, last.1 as u32),
            };
            sheet
                .slots
                .insert((cell.row as u32, cell.column as u32), slot);
        }
        sheet
    }

    /// The rows, each alone, from top to bottom; with the cell that fills one, where one does.
    pub fn parted(self, is_text: impl Fn(&GridSlot) -> bool) -> Vec<DocumentPiece> {
        let width = self
            .slots
            .values()
            .map(|slot| slot.last.1)
            .max()
            .unwrap_or(0);
        let fills = |pos: (u32, u32), slot: &GridSlot| pos.1 == 0 && slot.last.1 == width;
        let mut pieces = Vec::new();
        let mut part = Self {
            name: self.name.clone(),
            ..Self::default()
        };
        for (pos, slot) in self.slots {
            if fills(pos, &slot) && is_text(&slot) {
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
    pub fn put(&mut self, pos: (u32, u32), text: &str, at: At) {
        self.slots.insert(
            pos,
            GridSlot {
                text: text.to_owned(),
                at,
                last: pos,
            },
        );
    }

    /// The same with labels put together that stand broken in two cells above each other.
    #[must_use]
    pub fn with_whole_labels(mut self, is_label: impl Fn(&str) -> bool) -> Self {
        let places: Vec<(u32, u32)> = self.slots.keys().copied().collect();
        for pos in places {
            let Some(slot) = self.slots.get(&pos) else {
                continue;
            };
            let below = (slot.last.0 + 1, pos.1);
            let Some(lower) = self
                .slots
                .get(&below)
                .filter(|lower| lower.last.1 == slot.last.1)
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
    pub fn is_covered(&self, row: u32, first: u32, last: u32) -> bool {
        let above = self
            .slots
            .range((row.saturating_sub(MAX_REACH), 0)..(row, 0));
        let mut reaching = above.filter(|(_, slot)| slot.last.0 >= row);
        reaching.any(|(&(_, column), _)| (first..=last).contains(&column))
    }

    /// Whether a cell goes through rows that have labels of their own.
    pub fn is_shared(&self, pos: (u32, u32), slot: &GridSlot) -> bool {
        let rows = pos.0 + 1..slot.last.0 + 1;
        let left = rows
            .flat_map(|row| self.row(row))
            .filter(|(column, _)| *column < pos.1);
        left.into_iter()
            .any(|(_, slot)| !slot.text.is_empty() && !is_plain_number(&slot.text))
    }

    /// The cells that begin in a row, blank ones too, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &GridSlot)> {
        self.slots
            .range((row, 0)..(row + 1, 0))
            .map(|(&(_, column), slot)| (column, slot))
    }

    /// Those of them in these columns.
    pub fn begin_between(
        &self,
        row: u32,
        first: u32,
        last: u32,
    ) -> impl Iterator<Item = (u32, &GridSlot)> {
        let behind = self.slots.range((row, first)..);
        let within = behind.take_while(move |(pos, _)| pos.0 == row && pos.1 <= last);
        within.map(|(&(_, column), slot)| (column, slot))
    }

    /// How many rows it has.
    pub fn height(&self) -> u32 {
        self.slots
            .values()
            .map(|slot| slot.last.0 + 1)
            .max()
            .unwrap_or(0)
    }

    /// The same with another table's rows below its own: a table that a page's end, or a
    /// program, has parted.
    #[must_use]
    pub fn above(mut self, other: Self) -> Self {
        let height = self.height();
        for ((row, column), mut slot) in other.slots {
            slot.last.0 += height;
            self.slots.insert((row + height, column), slot);
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

    fn at(&self, pos: (u32, u32)) -> At {
        let behind = || self.slots.range(..=pos).next_back().map(|(_, slot)| slot);
        let slot = self.slots.get(&pos).or_else(behind);
        slot.map_or(At::File, |slot| slot.at.clone())
    }

    fn text(&self, pos: (u32, u32)) -> Option<&str> {
        let text = self.slots.get(&pos)?.text.as_str();
        (!text.is_empty() && !is_plain_number(text)).then_some(text)
    }

    fn is_filled(&self, pos: (u32, u32)) -> bool {
        self.slots
            .get(&pos)
            .is_some_and(|slot| !slot.text.is_empty())
    }

    fn is_number(&self, pos: (u32, u32)) -> bool {
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
        let cells = self
            .slots
            .range((within.start, 0)..(within.end.max(within.start), 0));
        let filled = cells.filter(|(_, slot)| !slot.text.is_empty());
        let mut rows: Vec<u32> = filled.map(|((row, _), _)| *row).collect();
        rows.dedup();
        rows
    }

    fn last_row(&self) -> Option<u32> {
        self.slots.last_key_value().map(|((row, _), _)| *row)
    }

    fn texts(&self) -> impl Iterator<Item = ((u32, u32), &str)> {
        self.slots
            .keys()
            .filter_map(|pos| Some((*pos, self.text(*pos)?)))
    }

    fn area(&self, pos: (u32, u32)) -> Option<MergedArea> {
        let slot = self.slots.get(&pos)?;
        (slot.last != pos).then_some(MergedArea {
            first: pos,
            last: slot.last,
        })
    }
}
