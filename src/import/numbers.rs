//! What stands in the cells of a published table, as it is meant.

use std::sync::Arc;

use super::meant::{clean_blanks, interpret_number, split_note};
use super::pieces::{GridSheet, GridSlot};
use crate::finding::{Code, Finding};
use crate::form::labelled::tree::Numbers;
use crate::form::labelled::{Cells, RowStretch};
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::standard::{CellId, Standard};

/// The keys of a number with a note.
const NUMBER: &str = "值";
const NOTE: &str = "注";

/// Reads what stands in the cells.
pub struct GridNumbers<'a> {
    file: &'a Arc<str>,
    sheets: &'a [GridSheet],
    standard: &'a Standard,
    pub findings: Vec<Finding>,
    /// Numbers that are written unusually.
    unusual: Vec<UnusualNumber>,
}

/// A number that is written unusually, as it is read.
struct UnusualNumber {
    typed: String,
    meant: String,
    place: Place,
}

impl<'a> GridNumbers<'a> {
    /// Nothing has been read yet; what was found before is kept.
    pub fn new(
        file: &'a Arc<str>,
        sheets: &'a [GridSheet],
        standard: &'a Standard,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            file,
            sheets,
            standard,
            findings,
            unusual: Vec::new(),
        }
    }
}

impl Numbers for GridNumbers<'_> {
    fn number(&mut self, id: CellId, sheet: usize, stretch: RowStretch) -> Raw {
        let RowStretch { row, first, last } = stretch;
        let sheet = &self.sheets[sheet];
        if sheet.unread.contains(&stretch.start()) {
            return blank(sheet.at(stretch.start()));
        }
        let cells: Vec<_> = sheet
            .row(row)
            .filter(|(column, _)| (first..=last).contains(column))
            .collect();
        let mut filled = cells.iter().filter(|(_, slot)| !slot.text.is_empty());
        let Some((column, slot)) = filled.next() else {
            return blank(match cells.first() {
                Some((_, slot)) => slot.at.clone(),
                None => sheet.at(stretch.start()),
            });
        };
        let others = filled.count();
        if others > 0 {
            let label = self.standard.label(id);
            let count = others + 1;
            let message = format!("“{label}”这一列下面有 {count} 个数，不知道取哪一个");
            self.tell_unread(id, slot, message, "对照原文，把这一格填上");
            return blank(sheet.at(stretch.start()));
        }
        if sheet.is_shared(row, *column, slot) {
            let message = format!("“{}”是几行合并的一格，不知道是哪一行的", slot.text);
            self.tell_unread(id, slot, message, "对照原文，把这几格填上");
            return blank(sheet.at(stretch.start()));
        }
        self.read_slot(id, slot)
    }

    fn missing(&self, at: At) -> Raw {
        blank(at)
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// A cell that holds no number, or none that can be read.
fn blank(at: At) -> Raw {
    let node = RawNode::Null;
    Raw { at, node }
}

impl GridNumbers<'_> {
    /// A number as it is meant; how it was written is told where that is not sure.
    fn read_slot(&mut self, id: CellId, slot: &GridSlot) -> Raw {
        let text = clean_blanks(&slot.text);
        let (number, note) = split_note(&text);
        let meant = interpret_number(number, self.standard.part(id).kind(id.column));
        if meant != number {
            self.unusual.push(UnusualNumber {
                typed: slot.text.clone(),
                meant: meant.clone(),
                place: self.place(id, slot),
            });
        }
        let meant = scalar(&meant, &slot.at);
        let Some(note) = note else {
            return meant;
        };
        let both = vec![entry(NUMBER, meant), entry(NOTE, scalar(note, &slot.at))];
        Raw {
            at: slot.at.clone(),
            node: RawNode::Map(both),
        }
    }

    fn place(&self, id: CellId, slot: &GridSlot) -> Place {
        let place = Place::at(self.file, slot.at.clone());
        place.named(self.standard.path(id), self.standard.label(id))
    }

    /// Tells why a cell is not read.
    fn tell_unread(&mut self, id: CellId, slot: &GridSlot, message: String, hint: &str) {
        let finding = Finding::new(Code::NotRead, message, self.place(id, slot));
        self.findings.push(finding.hint(hint));
    }

    /// Tells of all numbers that are written unusually at once.
    pub fn tell_unusual(&mut self) {
        let mut unusual = std::mem::take(&mut self.unusual).into_iter();
        let Some(UnusualNumber {
            typed,
            meant,
            place,
        }) = unusual.next()
        else {
            return;
        };
        let others: Vec<Place> = unusual.map(|other| other.place).collect();
        let more = match others.len() {
            0 => String::new(),
            count => format!("；这样认出来的数共 {} 个", count + 1),
        };
        let message = format!("“{}”按 {meant} 读取{more}", typed.trim());
        let finding = Finding::new(Code::Guessed, message, place)
            .hint("核对一下")
            .related(others);
        self.findings.push(finding.sides(typed.trim(), &meant));
    }
}

fn scalar(text: &str, at: &At) -> Raw {
    let node = RawNode::Scalar(vec![(text.to_owned(), at.clone())]);
    let at = at.clone();
    Raw { at, node }
}

fn entry(key: &str, value: Raw) -> Entry {
    Entry {
        key: key.to_owned(),
        at: value.at.clone(),
        value,
    }
}
