//! The official tables in a sheet or grid: which cells hold which numbers.
//!
//! Below each head the rows are known by their labels, wherever they stand and
//! whatever stands between them. What is not known but has numbers is kept as
//! such, so that it can be told.

use std::collections::BTreeSet;

use super::Cells;
use super::heads::{self, Label, Senses, TableHead};
use super::lexicon::{LabelMeaning, Sense};
use crate::form::words::CHECK;
use crate::standard::Standard;

/// A table found below one head, or several heads side by side in meaning.
#[derive(Debug)]
pub struct FoundTable {
    /// The table.
    pub table: usize,
    /// The sheet.
    pub sheet: usize,
    /// Where its head begins, if that is plain to see.
    pub head: Option<(u32, u32)>,
    /// The labels of columns that were used, with the part and leaf of each.
    pub heads: Vec<(usize, usize, Label)>,
    /// Labels of columns that repeat one: part, leaf, where the other stands.
    pub again: Vec<(usize, usize, (u32, u32))>,
    /// Where a second row of numbers stands below a table that has one.
    pub doubled: Option<(u32, u32)>,
    /// The rows, from top to bottom.
    pub lines: Vec<SheetRow>,
}

/// A row of a table in a sheet.
#[derive(Debug)]
pub struct SheetRow {
    /// What its label means.
    pub row: RowMeaning,
    /// The label's row and column.
    pub label: (u32, u32),
    /// Whether the label is written as it should be.
    pub exact: bool,
    /// Whether there is no label, and the row was taken by the order of its columns.
    pub concluded: bool,
    /// For each column leaf the sheet's row and first and last column; none where the column is not there.
    pub cells: Vec<Option<(u32, u32, u32)>>,
}

/// What the label of a row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowMeaning {
    /// A row with numbers: part and leaf.
    Leaf(usize, usize),
    /// A row whose own columns have no head above it: part and leaf.
    Stray(usize, usize),
    /// A group, which has no numbers of its own: its keys.
    Group(Vec<String>),
    /// No row of the format.
    Unknown,
}

/// Rows below the labels within which their numbers stand, where rows stand side by side.
const MAX_GAP: u32 = 3;

/// Labels of columns that make a head without doubt.
const MIN_LABELS: usize = 4;

/// Finds the tables of a sheet.
pub fn find(
    standard: &Standard,
    index: usize,
    sheet: &impl Cells,
    senses: &Senses,
) -> Vec<FoundTable> {
    let mut heads: Vec<TableHead> = Vec::new();
    for (table, data) in standard.tables.iter().enumerate() {
        for part in 0..data.parts.len() {
            heads.extend(heads::find(sheet, senses, table, data, part));
        }
    }
    heads.sort_by_key(|head| (head.top, head.table, head.part));
    // Parts whose columns have the same labels share their heads.
    let mut tops: Vec<u32> = heads.iter().map(|head| head.top).collect();
    tops.dedup();
    let end = sheet.last_row().map_or(0, |row| row + 1);
    let mut all = Vec::new();
    for (i, &top) in tops.iter().enumerate() {
        let here: Vec<&TableHead> = heads.iter().filter(|head| head.top == top).collect();
        let below = tops.get(i + 1).copied().unwrap_or(end);
        let mut tables: Vec<usize> = here.iter().map(|head| head.table).collect();
        tables.dedup();
        for table in tables {
            let heads: Vec<&TableHead> = here
                .iter()
                .filter(|head| head.table == table)
                .copied()
                .collect();
            let scene = Scene {
                standard,
                sheet,
                senses,
                table,
            };
            let mut found = match heads.iter().find(|head| head.across) {
                Some(head) => scene.across(head, below),
                None => scene.below(&heads, below),
            };
            found.sheet = index;
            // One label may stand anywhere; a head of several is one even if no row below it is known.
            let plain = heads
                .iter()
                .any(|head| head.labels.iter().flatten().count() >= MIN_LABELS);
            found.head = heads
                .first()
                .map(|head| (head.top, head.first_column()))
                .filter(|_| plain);
            if found.head.is_some()
                || found
                    .lines
                    .iter()
                    .any(|line| line.row != RowMeaning::Unknown)
            {
                all.push(found);
            }
        }
    }
    all
}

impl FoundTable {
    fn new(table: usize) -> Self {
        Self {
            table,
            sheet: 0,
            head: None,
            heads: Vec::new(),
            again: Vec::new(),
            doubled: None,
            lines: Vec::new(),
        }
    }
}

/// Whether a text is a number as somebody typed it.
fn begins_as_number(text: &str) -> bool {
    text.trim().starts_with(|c: char| c.is_numeric())
}

struct Scene<'a, C> {
    standard: &'a Standard,
    sheet: &'a C,
    senses: &'a Senses,
    table: usize,
}

impl<C: Cells> Scene<'_, C> {
    /// The rows below heads that stand over them.
    fn below(&self, heads: &[&TableHead], end: u32) -> FoundTable {
        let first = heads
            .iter()
            .map(|head| head.first_column())
            .min()
            .unwrap_or(0);
        let start = heads.iter().map(|head| head.bottom + 1).min().unwrap_or(0);
        let parts = &self.standard.tables[self.table].parts;
        let mut missing: BTreeSet<(usize, usize)> = heads
            .iter()
            .flat_map(|head| {
                (0..parts[head.part].rows.leaves.len()).map(move |leaf| (head.part, leaf))
            })
            .collect();
        let mut found = FoundTable::new(self.table);
        for row in self.sheet.rows(start..end.max(start)) {
            // Behind the last row an empty one ends the table.
            if missing.is_empty()
                && found
                    .lines
                    .last()
                    .is_some_and(|line| line.label.0 + 1 < row)
            {
                break;
            }
            let Some((meaning, label, exact)) = self.label(row, first, heads) else {
                continue;
            };
            let part = if let RowMeaning::Leaf(part, _) = meaning {
                part
            } else {
                heads[0].part
            };
            let Some(head) = heads.iter().find(|head| head.part == part) else {
                continue;
            };
            let cells: Vec<_> = head
                .labels
                .iter()
                .map(|l| l.map(|l| (row, l.pos.1, l.last)))
                .collect();
            if !matches!(meaning, RowMeaning::Leaf(..))
                && !cells.iter().flatten().any(|&cell| self.has_number(cell))
            {
                continue;
            }
            if let RowMeaning::Leaf(part, leaf) = meaning {
                missing.remove(&(part, leaf));
            }
            found.lines.push(SheetRow {
                row: meaning,
                label,
                exact,
                concluded: false,
                cells,
            });
        }
        let used: BTreeSet<usize> = found
            .lines
            .iter()
            .filter_map(|l| {
                if let RowMeaning::Leaf(part, _) = l.row {
                    Some(part)
                } else {
                    None
                }
            })
            .collect();
        for head in heads.iter().filter(|head| used.contains(&head.part)) {
            found.heads.extend(
                head.labels
                    .iter()
                    .enumerate()
                    .filter_map(|(leaf, l)| Some((head.part, leaf, (*l)?))),
            );
            found
                .again
                .extend(head.again.iter().map(|&(leaf, pos)| (head.part, leaf, pos)));
        }
        found
    }

    /// The label of a row: the rightmost one left of the numbers that is known, else the rightmost text.
    fn label(
        &self,
        row: u32,
        first: u32,
        heads: &[&TableHead],
    ) -> Option<(RowMeaning, (u32, u32), bool)> {
        let mut unknown = None;
        let mut group = None;
        let texts: Vec<(u32, &str)> = self
            .sheet
            .columns(row)
            .filter(|c| *c < first)
            .filter_map(|c| Some((c, self.sheet.text((row, c))?)))
            .collect();
        for &(column, text) in texts.iter().rev() {
            let pos = (row, column);
            if text.trim() == CHECK {
                return None;
            }
            for sense in self.senses_at(pos) {
                match &sense.meaning {
                    LabelMeaning::Row(table, part, leaf)
                        if *table == self.table && heads.iter().any(|h| h.part == *part) =>
                    {
                        return Some((RowMeaning::Leaf(*part, *leaf), pos, sense.exact));
                    }
                    LabelMeaning::Row(table, part, leaf) if *table == self.table => {
                        group.get_or_insert((RowMeaning::Stray(*part, *leaf), pos, sense.exact));
                    }
                    LabelMeaning::Group(table, _, keys) if *table == self.table => {
                        group.get_or_insert((RowMeaning::Group(keys.clone()), pos, sense.exact));
                    }
                    _ => {}
                }
            }
            unknown.get_or_insert((RowMeaning::Unknown, pos, true));
        }
        // A group's label may stand left of a row's that nobody knows.
        match (unknown, group) {
            (Some(unknown), Some(group)) if unknown.1 == group.1 => Some(group),
            (unknown, _) => unknown.or(Some((
                RowMeaning::Unknown,
                (row, first.saturating_sub(1)),
                true,
            ))),
        }
    }

    fn senses_at(&self, pos: (u32, u32)) -> &[Sense] {
        let index = self.senses.binary_search_by_key(&pos, |(at, _)| *at);
        index.map_or(&[], |i| &self.senses[i].1)
    }

    /// Whether a number stands here, even as text; labels of the next table are none.
    fn has_number(&self, (row, first, last): (u32, u32, u32)) -> bool {
        let mut columns = self.sheet.columns(row);
        columns.any(|column| {
            (first..=last).contains(&column)
                && self.sheet.text((row, column)).is_none_or(begins_as_number)
        })
    }

    /// Whether anything stands in one of the cells.
    fn has_content(&self, cells: &[Option<(u32, u32, u32)>]) -> bool {
        let is_filled = |&(row, first, last): &(u32, u32, u32)| {
            self.sheet
                .columns(row)
                .any(|column| (first..=last).contains(&column))
        };
        cells.iter().flatten().any(is_filled)
    }

    /// The rows of a table whose rows stand side by side, all in one row of the sheet.
    fn across(&self, head: &TableHead, end: u32) -> FoundTable {
        let part = &self.standard.tables[self.table].parts[head.part];
        let leaves = part.columns.leaves.len();
        let numbers = |row: u32| {
            head.labels
                .iter()
                .map(|l| l.map(|l| (row, l.pos.1, l.last)))
                .collect::<Vec<_>>()
        };
        let end = end.max(head.bottom + 1).min(head.bottom + MAX_GAP + 1);
        let near = self.sheet.rows(head.bottom + 1..end);
        let row = near
            .into_iter()
            .find(|&row| self.has_content(&numbers(row)));
        let mut found = FoundTable::new(self.table);
        // A row with labels belongs to something else, and these labels head nothing.
        let labelled = |row: u32| {
            self.sheet
                .columns(row)
                .any(|column| !self.senses_at((row, column)).is_empty())
        };
        if row.is_some_and(labelled) {
            return found;
        }
        let cells = numbers(row.unwrap_or(head.bottom + 1));
        // Another row of numbers below: last year's, or this year's?
        let second = row
            .map(|row| row + 1)
            .filter(|&next| self.has_content(&numbers(next)) && !labelled(next));
        found.doubled = second.map(|row| (row, head.first_column()));
        found
            .again
            .extend(head.again.iter().map(|&(leaf, pos)| (head.part, leaf, pos)));
        let labels = head.labels.iter().enumerate();
        found
            .heads
            .extend(labels.filter_map(|(i, l)| Some((head.part, i % leaves, (*l)?))));
        for leaf in 0..part.rows.leaves.len() {
            let run = leaf * leaves..(leaf + 1) * leaves;
            let Some(first) = head.labels[run.clone()].iter().flatten().next() else {
                continue;
            };
            let last = head.labels[run.clone()]
                .iter()
                .flatten()
                .next_back()
                .unwrap_or(first);
            let over = self.over(head, first.pos, last.pos);
            // Only where all labels are there does their order alone tell the rows.
            let named = (first.pos.1..=last.pos.1).any(|column| {
                first
                    .pos
                    .0
                    .checked_sub(1)
                    .is_some_and(|row| self.sheet.text((row, column)).is_some())
            });
            if over.is_none() && (named || head.labels.iter().any(Option::is_none)) {
                continue;
            }
            let (row, label, exact) = over.unwrap_or((leaf, first.pos, true));
            let (row, concluded) = (RowMeaning::Leaf(head.part, row), over.is_none());
            let cells = if head.again.is_empty() {
                cells[run].to_vec()
            } else {
                vec![None; leaves]
            };
            found.lines.push(SheetRow {
                row,
                label,
                exact,
                concluded,
                cells,
            });
        }
        found
    }

    /// The label of a row over a run of columns: its leaf, where it stands, whether it is written right.
    fn over(
        &self,
        head: &TableHead,
        first: (u32, u32),
        last: (u32, u32),
    ) -> Option<(usize, (u32, u32), bool)> {
        let rows = head.top.saturating_sub(4)..first.0.max(last.0);
        let over = self
            .senses
            .iter()
            .filter(|((row, column), _)| rows.contains(row) && (first.1..=last.1).contains(column));
        over.flat_map(|(pos, senses)| senses.iter().map(move |sense| (pos, sense)))
            .find_map(|(pos, sense)| match sense.meaning {
                LabelMeaning::Row(table, part, leaf)
                    if (table, part) == (self.table, head.part) =>
                {
                    Some((leaf, *pos, sense.exact))
                }
                _ => None,
            })
    }
}
