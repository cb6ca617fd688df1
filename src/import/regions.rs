//! Which lines of a section are cells of a table, and which are text.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::loose::{LooseCell, LooseRow, is_value};
use super::outline::is_prose;
use super::pieces::TextLine;
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labels::fold;
use crate::place::At;
use crate::standard::{Node, Standard};

/// Labels that make a table of lines in a section that has no table of its own.
const MANY_LABELS: usize = 4;

/// Texts of which it is remembered whether they are labels: pages say the same again and again.
const MAX_REMEMBERED: usize = 20_000;

/// The labels of the tables, by which their lines are known.
pub struct TableLabels {
    lexicons: Vec<Lexicon>,
    /// Labels that stand over others, and in corners.
    frame: Vec<String>,
    remembered: RefCell<FxHashMap<String, LabelSort>>,
}

/// Whether a text is a label, and of which sort.
#[derive(Clone, Copy)]
struct LabelSort {
    /// Of a row or column, or of several.
    is_label: bool,
    /// One that stands over others.
    is_frame: bool,
}

impl TableLabels {
    /// The labels of all these formats.
    pub fn of(standards: &[std::sync::Arc<Standard>]) -> Self {
        let mut frame = Vec::new();
        for table in standards.iter().flat_map(|standard| &standard.tables) {
            frame.push(fold(&table.corner));
            for part in &table.parts {
                frame.extend(part.band.iter().map(|band| fold(band)));
                part.columns
                    .roots
                    .iter()
                    .for_each(|root| groups(root, &mut frame));
                part.rows
                    .roots
                    .iter()
                    .for_each(|root| groups(root, &mut frame));
            }
        }
        frame.retain(|label| !label.is_empty());
        let lexicons = standards
            .iter()
            .map(|standard| Lexicon::of_document(standard))
            .collect();
        Self {
            lexicons,
            frame,
            remembered: RefCell::default(),
        }
    }

    /// Whether a text is a label of a row or column.
    fn is_label(&self, cell: &str) -> bool {
        self.sort_of(cell).is_label
    }

    fn sort_of(&self, cell: &str) -> LabelSort {
        if let Some(known) = self.remembered.borrow().get(cell) {
            return *known;
        }
        let senses = self
            .lexicons
            .iter()
            .flat_map(|lexicon| lexicon.senses(cell, false));
        let (mut is_label, mut is_leaf) = (false, false);
        for sense in senses {
            is_label |= !matches!(sense.meaning, LabelMeaning::Field(_));
            is_leaf |= matches!(
                sense.meaning,
                LabelMeaning::Row(..) | LabelMeaning::Column(..)
            );
        }
        let sort = LabelSort {
            is_label,
            is_frame: !is_leaf && self.frame.contains(&fold(cell)),
        };
        let mut remembered = self.remembered.borrow_mut();
        if remembered.len() < MAX_REMEMBERED {
            remembered.insert(cell.to_owned(), sort);
        }
        sort
    }

    /// Whether a line is nothing but labels that stand over others.
    pub fn is_frame(&self, line: &str) -> bool {
        let mut cells = line
            .split('\t')
            .filter(|cell| !cell.trim().is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(|cell| self.sort_of(cell).is_frame)
    }

    /// Whether a line has a label of a table in it, or mainly numbers: it was a table's row.
    pub fn is_of_table(&self, line: &str) -> bool {
        let words: Vec<&str> = line.split([' ', '\t', '|', '\u{3000}']).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let numbers = words.iter().filter(|word| is_value(word)).count();
        let labels = words
            .iter()
            .filter(|word| self.is_label(word) || self.is_frame(word))
            .count();
        labels > 0 && words.len() > 1 || self.is_frame(line) || numbers * 2 > words.len()
    }
}

/// The labels of a tree above its leaves.
fn groups(node: &Node, found: &mut Vec<String>) {
    if node.leaf.is_none() {
        found.push(fold(&node.label));
    }
    node.children.iter().for_each(|child| groups(child, found));
}

/// The lines of a section, parted.
#[derive(Debug, Default)]
pub struct SectionLines {
    /// Cells, row by row.
    pub rows: Vec<LooseRow>,
    /// Lines that are no cells.
    pub texts: Vec<TextLine>,
}

/// Pieces that a label may have been broken into.
const MAX_PIECES: usize = 4;

/// The cells of a line that has them apart by single blanks: labels, then numbers; none where
/// it is anything else.
fn spaced(line: &str, labels: &TableLabels) -> Option<String> {
    if line.contains('\t') {
        return None;
    }
    let apart = |c: char| c.is_whitespace() || c == '|' || c == '｜';
    let words: Vec<&str> = line.split(apart).filter(|word| !word.is_empty()).collect();
    let mut cells: Vec<String> = Vec::new();
    let mut next = 0;
    while next < words.len() {
        let most = MAX_PIECES.min(words.len() - next);
        let joined = (1..=most)
            .rev()
            .map(|count| (count, words[next..next + count].concat()));
        let known = |(_, text): &(usize, String)| labels.is_label(text) || labels.is_frame(text);
        let (count, cell) = joined
            .into_iter()
            .find(known)
            .or_else(|| is_value(words[next]).then(|| (1, words[next].to_owned())))?;
        cells.push(cell);
        next += count;
    }
    (cells.len() > 1).then(|| cells.join("\t"))
}

/// Parts a section's lines; `of_table` says whether a table belongs into it.
pub fn region(passages: &[&TextLine], of_table: bool, labels: &TableLabels) -> SectionLines {
    let known = labels;
    let parted: Vec<TextLine> = passages
        .iter()
        .map(|passage| {
            let text = if of_table {
                spaced(&passage.text, known)
            } else {
                None
            };
            TextLine {
                text: text.unwrap_or_else(|| passage.text.clone()),
                ..(*passage).clone()
            }
        })
        .collect();
    let passages: Vec<&TextLine> = parted.iter().collect();
    let labels: Vec<bool> = passages
        .iter()
        .map(|passage| has_label(passage, known))
        .collect();
    let enough = if of_table { 1 } else { MANY_LABELS };
    if labels.iter().filter(|label| **label).count() < enough {
        return SectionLines {
            rows: Vec::new(),
            texts: passages.iter().map(|p| (*p).clone()).collect(),
        };
    }
    let first = labels.iter().position(|label| *label).unwrap_or(0);
    let is_cell = |at: &usize| labels[*at] || has_value(passages[*at]);
    let last = (0..passages.len()).rev().find(is_cell).unwrap_or(first);
    let mut region = SectionLines::default();
    let mut cells = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        let outside = at < first || at > last;
        if known.is_frame(&passage.text) {
            continue;
        }
        if outside || !labels[at] && !passage.text.contains('\t') && is_prose(&passage.text) {
            region.texts.push((*passage).clone());
        } else {
            cells.push(*passage);
        }
    }
    region.rows = rows(&cells);
    region
}

/// Whether a line has a label of a table among its cells.
fn has_label(passage: &TextLine, labels: &TableLabels) -> bool {
    passage.text.split('\t').any(|cell| labels.is_label(cell))
}

/// Whether a line has a number among its cells, or is a blank cell.
fn has_value(passage: &TextLine) -> bool {
    let mut cells = passage
        .text
        .split('\t')
        .filter(|cell| !cell.trim().is_empty());
    cells.any(is_value)
}

/// The rows of cells: a line with tabs is one; lines of one cell each that begin with a tab
/// are one up to a blank line; of bare lines nobody knows where rows end.
fn rows(cells: &[&TextLine]) -> Vec<LooseRow> {
    let mut rows: Vec<LooseRow> = Vec::new();
    let mut before: Option<&TextLine> = None;
    for passage in cells {
        let inner = passage.text.trim_matches('\t');
        let at = &passage.at;
        if inner.contains('\t') {
            let cell = |text: &str| LooseCell {
                text: text.trim().to_owned(),
                at: at.clone(),
            };
            let cells = passage.text.split('\t').map(cell).collect();
            rows.push(LooseRow {
                cells,
                is_row: true,
            });
            before = None;
            continue;
        }
        let cell = LooseCell {
            text: inner.trim().to_owned(),
            at: at.clone(),
        };
        let follows = before.is_some_and(|before| follows(before, passage));
        if let Some(row) = rows.last_mut().filter(|_| follows) {
            row.cells.push(cell);
        } else {
            let is_row = passage.text.starts_with('\t');
            rows.push(LooseRow {
                cells: vec![cell],
                is_row,
            });
        }
        before = Some(passage);
    }
    rows
}

/// Whether a line of one cell may be of the same row as the one before.
fn follows(before: &TextLine, passage: &TextLine) -> bool {
    let indented = |passage: &TextLine| passage.text.starts_with('\t');
    match (&before.at, &passage.at) {
        (At::Text { line, .. }, At::Text { line: next, .. })
            if indented(before) && indented(passage) =>
        {
            line + 1 == *next
        }
        _ => indented(before) == indented(passage),
    }
}
