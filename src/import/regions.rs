//! Which lines of a section are cells of a table, and which are text.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::loose::{LooseCell, LooseRow, is_value};
use super::order::names_over;
use super::outline::is_prose;
use super::pieces::TextLine;
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labels::fold;
use crate::place::At;
use crate::standard::Standard;

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
                let roots = part.columns.roots.iter().chain(&part.rows.roots);
                frame.extend(roots.flat_map(names_over).map(fold));
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

    /// Whether a text is a label, or stands over labels.
    fn is_known(&self, text: &str) -> bool {
        self.is_label(text) || self.is_frame(text)
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
        let words: Vec<&str> = line
            .split([' ', '\t', '|', '\u{3000}'])
            .filter(|word| !word.is_empty())
            .collect();
        let numbers = words.iter().filter(|word| is_value(word)).count();
        let has_label = words.iter().any(|word| self.is_known(word));
        has_label && words.len() > 1 || self.is_frame(line) || numbers * 2 > words.len()
    }
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
fn split_at_blanks(line: &str, labels: &TableLabels) -> Option<String> {
    if line.contains('\t') {
        return None;
    }
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c == '|' || c == '｜')
        .filter(|word| !word.is_empty())
        .collect();
    let mut cells: Vec<String> = Vec::new();
    let mut rest = &words[..];
    while let Some(first) = rest.first() {
        let most = MAX_PIECES.min(rest.len());
        let counts = (1..=most).rev();
        let mut labelled = counts.filter(|count| labels.is_known(&rest[..*count].concat()));
        let count = match labelled.next() {
            Some(count) => count,
            None if is_value(first) => 1,
            None => return None,
        };
        cells.push(rest[..count].concat());
        rest = &rest[count..];
    }
    (cells.len() > 1).then(|| cells.join("\t"))
}

/// Parts a section's lines; `of_table` says whether a table belongs into it.
pub fn part_lines(passages: &[&TextLine], of_table: bool, labels: &TableLabels) -> SectionLines {
    let mut passages: Vec<TextLine> = passages.iter().map(|passage| (*passage).clone()).collect();
    if of_table {
        for passage in &mut passages {
            if let Some(cells) = split_at_blanks(&passage.text, labels) {
                passage.text = cells;
            }
        }
    }
    let labelled: Vec<bool> = passages
        .iter()
        .map(|passage| has_label(passage, labels))
        .collect();
    let enough = if of_table { 1 } else { MANY_LABELS };
    if labelled.iter().filter(|labelled| **labelled).count() < enough {
        return SectionLines {
            rows: Vec::new(),
            texts: passages,
        };
    }
    let first = labelled.iter().position(|labelled| *labelled).unwrap_or(0);
    let last = (0..passages.len())
        .rev()
        .find(|at| labelled[*at] || has_value(&passages[*at]))
        .unwrap_or(first);
    let mut texts = Vec::new();
    let mut cells = Vec::new();
    for (at, passage) in passages.into_iter().enumerate() {
        let outside = at < first || at > last;
        if labels.is_frame(&passage.text) {
            continue;
        }
        if outside || !labelled[at] && !passage.text.contains('\t') && is_prose(&passage.text) {
            texts.push(passage);
        } else {
            cells.push(passage);
        }
    }
    let rows = gather_rows(&cells);
    SectionLines { rows, texts }
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
fn gather_rows(lines: &[TextLine]) -> Vec<LooseRow> {
    let mut rows: Vec<LooseRow> = Vec::new();
    let mut before: Option<&TextLine> = None;
    for line in lines {
        let inner = line.text.trim_matches('\t');
        if inner.contains('\t') {
            rows.push(split_at_tabs(line));
            before = None;
            continue;
        }
        let cell = LooseCell {
            text: inner.trim().to_owned(),
            at: line.at.clone(),
        };
        let goes_on = before.is_some_and(|before| follows(before, line));
        match rows.last_mut() {
            Some(row) if goes_on => row.cells.push(cell),
            _ => rows.push(LooseRow {
                cells: vec![cell],
                is_row: is_indented(line),
            }),
        }
        before = Some(line);
    }
    rows
}

/// A row that stands in one line.
fn split_at_tabs(line: &TextLine) -> LooseRow {
    let cells = line.text.split('\t').map(|text| LooseCell {
        text: text.trim().to_owned(),
        at: line.at.clone(),
    });
    LooseRow {
        cells: cells.collect(),
        is_row: true,
    }
}

/// Whether a line of one cell may be of the same row as the one before.
fn follows(before: &TextLine, passage: &TextLine) -> bool {
    match (&before.at, &passage.at) {
        (At::Text { line, .. }, At::Text { line: next, .. })
            if is_indented(before) && is_indented(passage) =>
        {
            line + 1 == *next
        }
        _ => is_indented(before) == is_indented(passage),
    }
}

fn is_indented(passage: &TextLine) -> bool {
    passage.text.starts_with('\t')
}
