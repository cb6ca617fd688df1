//! The values outside the tables: a label and, to its right, what belongs to it.
//!
//! The sheets 基本信息 and 文字内容 are read row by row, and a row that is not
//! understood is told. In other sheets a key is taken where it stands beside
//! a value and those two sheets do not give it.

use super::super::labelled::lexicon::{LabelMeaning, Lexicon};
use super::super::labels::fold;
use super::super::words::{BASICS, HELP, KEY, MORE, NOTE, TEXTS, VALUE};
use super::records;
use super::sheet::{Book, Sheet, SheetValue};
use crate::standard::Standard;

/// A label with its value's cell.
#[derive(Debug)]
pub struct Pair {
    /// What the label means.
    pub key: FormKey,
    /// The sheet.
    pub sheet: usize,
    /// The label's row and column.
    pub label: (u32, u32),
    /// The value's row and column.
    pub value: (u32, u32),
    /// Whether the label is written as it should be.
    pub exact: bool,
}

/// What a label outside the tables means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormKey {
    /// A key of the form, by its path.
    Field(String),
    /// More text for a key.
    More(String),
    /// The note of a cell, by the cell's path.
    Note(String),
    /// Nothing that the form knows.
    Unknown(String),
    /// No label: text where values stand.
    Nameless,
}

/// Whether a sheet is one of the two that hold keys and values.
pub fn is_list(sheet: &Sheet) -> bool {
    [BASICS, TEXTS]
        .iter()
        .any(|name| fold(&sheet.name) == fold(name))
}

/// All pairs of a workbook. `taken` tells which cells belong to tables.
pub fn find(
    book: &Book,
    standard: &Standard,
    lexicon: &Lexicon,
    taken: impl Fn(usize, (u32, u32)) -> bool,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (index, sheet) in book
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| is_list(sheet))
    {
        listed(index, sheet, lexicon, &taken, &mut pairs);
    }
    let known: Vec<FormKey> = pairs.iter().map(|pair| pair.key.clone()).collect();
    let mut others = Vec::new();
    let is_other = |sheet: &Sheet| !is_list(sheet) && records::listed(sheet, standard).is_none();
    for (index, sheet) in book
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| is_other(sheet))
    {
        loose(index, sheet, lexicon, &taken, &mut others);
    }
    others.retain(|pair: &Pair| !known.contains(&pair.key));
    pairs.extend(others);
    pairs
}

/// The pairs of a sheet made for them: one a row.
fn listed(
    index: usize,
    sheet: &Sheet,
    lexicon: &Lexicon,
    taken: &impl Fn(usize, (u32, u32)) -> bool,
    pairs: &mut Vec<Pair>,
) {
    let mut found: Vec<Pair> = Vec::new();
    let mut column = None;
    // Whether the labels of tables have begun.
    let mut tables = false;
    for row in rows(sheet) {
        let Some((at, text)) = sheet
            .row(row)
            .find_map(|(c, _)| Some((c, sheet.text((row, c))?)))
        else {
            continue;
        };
        let label = (row, at);
        if taken(index, label) {
            continue;
        }
        if fold(text) == fold(KEY) {
            let mut heads = sheet
                .row(row)
                .filter_map(|(c, _)| Some((c, sheet.text((row, c))?)));
            column = heads
                .find(|(_, text)| fold(text) == fold(VALUE))
                .map(|(c, _)| c);
            continue;
        }
        // A text below the values that has no label goes on with the one above; labels of tables do not.
        if column.is_some_and(|column| column == at) {
            tables |= !lexicon.senses(text, false).is_empty();
            if tables {
                continue;
            }
            found.push(Pair {
                key: FormKey::Nameless,
                sheet: index,
                label,
                value: label,
                exact: true,
            });
            continue;
        }
        tables = false;
        let beside = column
            .filter(|c| *c > at)
            .unwrap_or_else(|| sheet.reach(label) + 1);
        let (key, exact) = meaning(text, lexicon, true)
            .unwrap_or_else(|| (FormKey::Unknown(text.trim().to_owned()), true));
        found.push(Pair {
            key,
            sheet: index,
            label,
            value: (row, beside),
            exact,
        });
    }
    // Titles and remarks stand alone; a label that nobody knows has something beside it.
    let filled = |pair: &Pair| sheet.cells.contains_key(&pair.value) && !is_help(sheet, pair.value);
    found.retain(|pair| !matches!(pair.key, FormKey::Unknown(_)) || filled(pair));
    pairs.extend(found);
}

fn is_help(sheet: &Sheet, pos: (u32, u32)) -> bool {
    sheet.text(pos).is_some_and(|text| fold(text) == fold(HELP))
}

/// The pairs that stand anywhere in a sheet: a known key and a value right of it.
fn loose(
    index: usize,
    sheet: &Sheet,
    lexicon: &Lexicon,
    taken: &impl Fn(usize, (u32, u32)) -> bool,
    pairs: &mut Vec<Pair>,
) {
    for &label in sheet.cells.keys() {
        let Some(text) = sheet.text(label) else {
            continue;
        };
        let Some((key, exact)) = meaning(text, lexicon, false).filter(|_| !taken(index, label))
        else {
            continue;
        };
        let value = (label.0, sheet.reach(label) + 1);
        let labelled = sheet
            .text(value)
            .is_some_and(|text| !lexicon.senses(text, false).is_empty());
        if sheet.cells.contains_key(&value) && !labelled && !taken(index, value) {
            pairs.push(Pair {
                key,
                sheet: index,
                label,
                value,
                exact,
            });
        }
    }
}

fn meaning(text: &str, lexicon: &Lexicon, guess: bool) -> Option<(FormKey, bool)> {
    let text = text.trim().trim_end_matches(['：', ':']);
    if let Some(path) = text
        .strip_prefix(NOTE)
        .or_else(|| text.strip_prefix("注："))
    {
        return Some((FormKey::Note(path.trim().to_owned()), true));
    }
    let (text, more) = match MORE.iter().find_map(|mark| text.split_once(mark)) {
        Some((text, rest))
            if rest
                .trim_end_matches(['）', ')'])
                .chars()
                .all(char::is_numeric) =>
        {
            (text, true)
        }
        _ => (text, false),
    };
    lexicon
        .senses(text, guess)
        .into_iter()
        .find_map(|sense| match sense.meaning {
            LabelMeaning::Field(path) if more => Some((FormKey::More(path), sense.exact)),
            LabelMeaning::Field(path) => Some((FormKey::Field(path), sense.exact)),
            _ => None,
        })
}

/// The rows of a sheet that hold something.
fn rows(sheet: &Sheet) -> Vec<u32> {
    let mut rows: Vec<u32> = sheet
        .cells
        .iter()
        .filter(|(_, c)| c.value != SheetValue::Empty)
        .map(|((row, _), _)| *row)
        .collect();
    rows.dedup();
    rows
}
