//! The values outside the tables: a label and, to its right, what belongs to it.
//!
//! The sheets 基本信息 and 文字内容 are read row by row, and a row that is not
//! understood is told. In other sheets a key is taken where it stands beside
//! a value and those two sheets do not give it.

use super::super::labelled::lexicon::{LabelMeaning, Lexicon};
use super::super::labelled::{CellAddress, CellPos, Taken};
use super::super::labels::fold;
use super::super::words::{BASICS, HELP, KEY, MORE, NOTE, TEXTS, VALUE};
use super::records::find_list;
use super::sheet::{Book, Sheet, SheetValue};
use crate::standard::Standard;

/// What stands before a note's path as some write it.
const WIDE_NOTE: &str = "注：";

/// A label with its value's cell.
#[derive(Debug)]
pub struct Pair {
    /// What the label means.
    pub key: FormKey,
    /// The sheet.
    pub sheet: usize,
    /// The label's row and column.
    pub label: CellPos,
    /// The value's row and column.
    pub value: CellPos,
    /// Whether the label is written as it should be.
    pub exact: bool,
}

impl Pair {
    /// The cell of the label.
    pub fn label_cell(&self) -> CellAddress {
        self.label.in_sheet(self.sheet)
    }

    /// The cell of the value.
    pub fn value_cell(&self) -> CellAddress {
        self.value.in_sheet(self.sheet)
    }
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

/// Finds all pairs of a workbook. `taken` are the cells that belong to tables.
pub fn find(book: &Book, standard: &Standard, lexicon: &Lexicon, taken: &Taken) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut others = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let reader = PairReader {
            index,
            sheet,
            lexicon,
            taken,
        };
        if is_list(sheet) {
            pairs.extend(reader.read_list());
        } else if find_list(sheet, standard).is_none() {
            others.extend(reader.read_loose());
        }
    }
    let known: Vec<FormKey> = pairs.iter().map(|pair| pair.key.clone()).collect();
    others.retain(|pair| !known.contains(&pair.key));
    pairs.extend(others);
    pairs
}

/// A sheet whose pairs are looked for.
struct PairReader<'a> {
    index: usize,
    sheet: &'a Sheet,
    lexicon: &'a Lexicon,
    taken: &'a Taken,
}

/// What a label means, and whether it is written as it should be.
struct KeySense {
    key: FormKey,
    exact: bool,
}

impl PairReader<'_> {
    /// The pairs of a sheet made for them: one a row.
    fn read_list(&self) -> Vec<Pair> {
        let mut found: Vec<Pair> = Vec::new();
        // The column of the values, once it is known.
        let mut column = None;
        // Whether the labels of tables have begun.
        let mut tables = false;
        for row in filled_rows(self.sheet) {
            let Some((label, text)) = self.sheet.texts_in(row).next() else {
                continue;
            };
            if self.is_taken(label) {
                continue;
            }
            if fold(text) == fold(KEY) {
                column = self.find_values(row);
                continue;
            }
            // A text below the values that has no label goes on with the one above; labels of
            // tables do not.
            if column == Some(label.column) {
                tables |= self.is_label(text);
                if !tables {
                    let nameless = KeySense {
                        key: FormKey::Nameless,
                        exact: true,
                    };
                    found.push(self.pair(nameless, label, label));
                }
                continue;
            }
            tables = false;
            let beside = match column {
                Some(column) if column > label.column => column,
                _ => self.sheet.reach(label) + 1,
            };
            let value = CellPos::new(row, beside);
            if let Some(sense) = self.read_key(text, true) {
                found.push(self.pair(sense, label, value));
            } else if self.holds_value(value) {
                // Titles and remarks stand alone; a label that nobody knows has something beside
                // it.
                let key = FormKey::Unknown(text.trim().to_owned());
                found.push(self.pair(KeySense { key, exact: true }, label, value));
            }
        }
        found
    }

    /// The pairs that stand anywhere in a sheet: a known key and a value right of it.
    fn read_loose(&self) -> Vec<Pair> {
        let mut found = Vec::new();
        for &label in self.sheet.cells.keys() {
            let Some(text) = self.sheet.text(label) else {
                continue;
            };
            let Some(sense) = self.read_key(text, false) else {
                continue;
            };
            let value = CellPos::new(label.row, self.sheet.reach(label) + 1);
            let is_value = self.sheet.cells.contains_key(&value)
                && !self
                    .sheet
                    .text(value)
                    .is_some_and(|text| self.is_label(text));
            if is_value && !self.is_taken(label) && !self.is_taken(value) {
                found.push(self.pair(sense, label, value));
            }
        }
        found
    }

    fn pair(&self, sense: KeySense, label: CellPos, value: CellPos) -> Pair {
        Pair {
            key: sense.key,
            sheet: self.index,
            label,
            value,
            exact: sense.exact,
        }
    }

    /// Whether a cell belongs to a table.
    fn is_taken(&self, pos: CellPos) -> bool {
        self.taken.contains(&pos.in_sheet(self.index))
    }

    /// Whether a text is a label itself.
    fn is_label(&self, text: &str) -> bool {
        !self.lexicon.senses(text, false).is_empty()
    }

    /// The column that a row of heads names as the one of the values.
    fn find_values(&self, row: u32) -> Option<u32> {
        let mut heads = self.sheet.texts_in(row);
        let (pos, _) = heads.find(|(_, text)| fold(text) == fold(VALUE))?;
        Some(pos.column)
    }

    /// Whether something stands in a cell that is no head.
    fn holds_value(&self, pos: CellPos) -> bool {
        let text = self.sheet.text(pos);
        let is_help = text.is_some_and(|text| fold(text) == fold(HELP));
        self.sheet.cells.contains_key(&pos) && !is_help
    }

    /// Reads a label; with `guess` it may have a slip or two.
    fn read_key(&self, text: &str, guess: bool) -> Option<KeySense> {
        let text = text.trim().trim_end_matches(['：', ':']);
        let note = text
            .strip_prefix(NOTE)
            .or_else(|| text.strip_prefix(WIDE_NOTE));
        if let Some(path) = note {
            let key = FormKey::Note(path.trim().to_owned());
            return Some(KeySense { key, exact: true });
        }
        let whole = without_more(text);
        for sense in self.lexicon.senses(whole.unwrap_or(text), guess) {
            if let LabelMeaning::Field(path) = sense.meaning {
                let key = match whole {
                    Some(_) => FormKey::More(path),
                    None => FormKey::Field(path),
                };
                return Some(KeySense {
                    key,
                    exact: sense.exact,
                });
            }
        }
        None
    }
}

/// The label of which one is the continuation, as `总体情况（续2）`; none for another one.
fn without_more(label: &str) -> Option<&str> {
    let (whole, rest) = MORE.iter().find_map(|mark| label.split_once(mark))?;
    let number = rest.trim_end_matches(['）', ')']);
    number.chars().all(char::is_numeric).then_some(whole)
}

/// The rows of a sheet that hold something.
fn filled_rows(sheet: &Sheet) -> Vec<u32> {
    let cells = sheet.cells.iter();
    let filled = cells.filter(|(_, cell)| cell.value != SheetValue::Empty);
    let mut rows: Vec<u32> = filled.map(|(pos, _)| pos.row).collect();
    rows.dedup();
    rows
}
