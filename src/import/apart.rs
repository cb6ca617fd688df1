//! A document's content taken to pieces: lines become passages, tables sheets of cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pieces::{DocumentPiece, GridSheet, GridSlot, TextLine};
use crate::finding::Finding;
use crate::form::characters::clean_escaped;
use crate::form::labelled::CellPos;
use crate::place::{At, Place};
use crate::readback::{Content, ContentBlock, ContentLine, Fact, Grid};

/// Findings of characters that are told of one document.
const MAX_FINDINGS: usize = 100;

/// A document's pieces in their order, and what is told of characters that do not belong.
pub fn take_apart(content: &Content, findings: &mut Vec<Finding>) -> Vec<DocumentPiece> {
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
                let passages = split_line(line, lines, &mut cleaner);
                pieces.extend(passages.into_iter().map(DocumentPiece::Line));
            }
            ContentBlock::Table(grid) => {
                tables += 1;
                let sheet = copy_table(grid, tables, &mut cleaner);
                pieces.push(DocumentPiece::Grid(sheet));
            }
            ContentBlock::Figure(_) => pieces.push(DocumentPiece::Picture),
        }
    }
    pieces
}

/// What a file says of itself, without characters that no form holds. Nobody sees these in the
/// document, and most are never read, so nothing is told.
pub fn clean_facts(content: &Content) -> Vec<Fact> {
    let place = Place::file(&content.file);
    let mut facts = Vec::new();
    for fact in &content.facts {
        let (value, _) = clean_escaped(&fact.value, &place);
        let value = value.trim().to_owned();
        if !value.is_empty() {
            let name = fact.name.clone();
            facts.push(Fact { name, value });
        }
    }
    facts
}

/// Takes out characters that no form holds, and tells of them.
struct Cleaner<'a> {
    file: &'a Arc<str>,
    findings: &'a mut Vec<Finding>,
}

impl Cleaner<'_> {
    fn clean(&mut self, text: &str, at: &At) -> String {
        // Tabs keep cells apart; what is between them is text.
        let mut texts = Vec::new();
        for part in text.split('\t') {
            let (text, finding) = clean_escaped(part, &Place::at(self.file, at.clone()));
            texts.push(text);
            if self.findings.len() < MAX_FINDINGS {
                self.findings.extend(finding);
            }
        }
        texts.join("\t")
    }
}

/// The lines of a paragraph: soft breaks part it as paragraphs do.
fn split_line(line: &ContentLine, number: usize, cleaner: &mut Cleaner<'_>) -> Vec<TextLine> {
    let at = match &line.place {
        Some(place) => place.at.clone(),
        None => At::Paragraph {
            page: line.page(0),
            number,
        },
    };
    let mut passages = Vec::new();
    for part in cleaner.clean(&line.text, &at).split('\n') {
        if !part.is_empty() {
            passages.push(TextLine {
                text: part.to_owned(),
                at: at.clone(),
                level: line.level,
            });
        }
    }
    passages
}

/// A table of a document, its number counted from 1.
fn copy_table(grid: &Grid, number: usize, cleaner: &mut Cleaner<'_>) -> GridSheet {
    let mut sheet = GridSheet::new(format!("第{number}张表"));
    // How many cells each row has so far.
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in &grid.cells {
        let count = counts.entry(cell.row).or_default();
        *count += 1;
        let at = At::TableCell {
            page: cell.page.or(grid.page),
            table: number,
            row: cell.row + 1,
            column: *count,
        };
        let text = cleaner.clean(cell.text.trim(), &at);
        let last_row = cell.row + cell.height.max(1) - 1;
        let last_column = cell.column + cell.width.max(1) - 1;
        let last = CellPos::new(last_row as u32, last_column as u32);
        let slot = GridSlot { text, at, last };
        sheet.put_slot(cell.row as u32, cell.column as u32, slot);
    }
    sheet
}
