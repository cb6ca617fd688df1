//! Tables whose cells come one after the other, without a grid to trust, drawn anew.
//!
//! Copied pages lose the lines of their tables: a cell a line, cells apart by tabs, blank cells
//! there or not; and grids may have spans that do not add up. What is left is the order: a row's
//! label, then its numbers. A row is read where exactly as many cells follow as the table has
//! columns; where fewer follow, nobody can say which are missing, and none is read. What comes
//! out is a table as the official form has it, for the same finding of labels as any other.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::loose::{LooseCell, LooseRow, fit, is_value};
use super::order::{by_depth, is_complete, is_within, names_over};
use super::pieces::GridSheet;
use crate::finding::{Code, Finding};
use crate::form::labelled::CellPos;
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labels::fold;
use crate::place::{At, Place};
use crate::standard::{Axis, CellId, Layout, Standard};

/// Rows that are looked through in one section; its tables have 40.
const MAX_ROWS: usize = 2_000;
/// Texts in which slips of the pen are looked for; a table has 60.
const MAX_GUESSES: usize = 300;
/// Pieces that a label may have been broken into.
const MAX_PIECES: usize = 4;
/// What tables the rows hold, each drawn as a grid, and what could not be told apart.
pub fn draw(
    file: &Arc<str>,
    rows: &[LooseRow],
    standard: &Standard,
    lexicon: &Lexicon,
) -> DrawnTables {
    let mut drawer = Drawer::new(file, standard, lexicon);
    for row in rows.iter().take(MAX_ROWS) {
        drawer.row(row);
    }
    if let Some(cell) = rows.get(MAX_ROWS).and_then(|row| row.cells.first()) {
        let place = Place::at(file, cell.at.clone());
        let message = format!("表格的行太多，只看了前 {MAX_ROWS} 行");
        drawer
            .findings
            .push(Finding::new(Code::NotRead, message, place));
    }
    drawer.close();
    drawer.finish()
}

/// What is told of a row whose numbers nobody can read; `id` is of any of its cells.
pub fn unread_row(file: &Arc<str>, standard: &Standard, id: CellId, at: At, why: &str) -> Finding {
    let label = standard.row(id).label.as_str();
    let place = Place::at(file, at).named(standard.row_path(id), label);
    Finding::new(Code::NotRead, format!("“{label}”{why}"), place).hint("对照原文，把这一行的数填上")
}

/// Tables that were drawn anew.
#[derive(Debug, Default)]
pub struct DrawnTables {
    pub sheets: Vec<GridSheet>,
    /// Why rows are not in them.
    pub findings: Vec<Finding>,
}

/// A row's label, and the cells behind it so far.
#[derive(Debug)]
struct OpenRow {
    table: usize,
    part: usize,
    leaf: usize,
    label: LooseCell,
    cells: Vec<LooseCell>,
}

/// A row that is done: its cells, or none where they cannot be told apart.
#[derive(Debug)]
struct DoneRow {
    part: usize,
    label: LooseCell,
    cells: Vec<Option<LooseCell>>,
    /// Whether there are numbers that nobody can tell apart.
    lost: bool,
}

/// Numbers behind labels that stand side by side.
#[derive(Debug, Default)]
struct OpenAcross {
    table: usize,
    /// The labels of columns so far, as leaves.
    leaves: Vec<usize>,
    labels: Vec<(usize, LooseCell)>,
    cells: Vec<LooseCell>,
    /// Whether the row that is being read has labels.
    in_head: bool,
}

struct Drawer<'a> {
    file: &'a Arc<str>,
    standard: &'a Standard,
    lexicon: &'a Lexicon,
    /// The table that is being read.
    table: Option<usize>,
    /// The labels of columns that came last, each with all that it may mean.
    heads: Vec<HeadLabel>,
    /// How many rows have begun; none where the text keeps no rows.
    rows: Option<usize>,
    begun: usize,
    /// Whether rows have come behind them.
    heads_used: bool,
    /// Labels that stand over others, folded.
    corners: BTreeSet<String>,
    /// In how many more texts slips are looked for.
    guesses: Cell<usize>,
    /// Whether the row that is being read is of a head.
    in_head: bool,
    open: Option<OpenRow>,
    across: Option<OpenAcross>,
    done: Vec<Vec<DoneRow>>,
    wide: Vec<GridSheet>,
    findings: Vec<Finding>,
}

/// A label of a column, with all columns that it may mean, and the row that it stands in.
#[derive(Debug)]
struct HeadLabel {
    senses: Vec<ColumnSense>,
    row: Option<usize>,
}

/// A column that a label may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ColumnSense {
    table: usize,
    part: usize,
    leaf: usize,
}

impl<'a> Drawer<'a> {
    fn new(file: &'a Arc<str>, standard: &'a Standard, lexicon: &'a Lexicon) -> Self {
        let done = standard.tables.iter().map(|_| Vec::new()).collect();
        Self {
            file,
            standard,
            lexicon,
            table: None,
            heads: Vec::new(),
            rows: None,
            begun: 0,
            heads_used: false,
            corners: corners(standard),
            guesses: Cell::new(MAX_GUESSES),
            in_head: false,
            open: None,
            across: None,
            done,
            wide: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn row(&mut self, row: &LooseRow) {
        self.begun += 1;
        self.rows = row.is_row.then_some(self.begun);
        self.in_head = row.is_row && self.is_head(row);
        self.close_row();
        if let Some(across) = &mut self.across {
            if across.cells.iter().all(|cell| cell.text.trim().is_empty()) {
                across.cells.clear();
            } else {
                self.close();
            }
        }
        if let Some(across) = &mut self.across {
            across.in_head = false;
        }
        let mut next = 0;
        while let Some(cell) = row.cells.get(next) {
            let (meanings, used) = self.label_at(&row.cells[next..]);
            if !meanings.is_empty() {
                let text: String = row.cells[next..next + used]
                    .iter()
                    .map(|cell| cell.text.as_str())
                    .collect();
                self.label(
                    &meanings,
                    LooseCell {
                        text,
                        at: cell.at.clone(),
                    },
                );
                next += used;
                continue;
            }
            if cell.text.trim().is_empty() || is_value(&cell.text) {
                self.value(cell);
            } else if self.in_head && !self.is_corner(&cell.text) {
                self.head(Vec::new());
            } else if self
                .open
                .as_ref()
                .is_some_and(|open| !open.cells.is_empty())
            {
                self.close_row();
            }
            next += 1;
        }
    }

    /// Whether a row is of a head: it has labels of columns, or a corner, and no numbers.
    fn is_head(&self, row: &LooseRow) -> bool {
        let mut texts = row.cells.iter().filter(|cell| !cell.text.trim().is_empty());
        let heads = |cell: &LooseCell| {
            let meanings = self.meanings(cell.text.trim(), false);
            self.is_corner(&cell.text)
                || meanings
                    .iter()
                    .any(|meaning| column_sense(meaning).is_some())
        };
        texts.clone().any(heads) && !texts.any(|cell| is_value(&cell.text))
    }

    /// Whether a text stands over the labels of rows, or over those of columns.
    fn is_corner(&self, text: &str) -> bool {
        self.corners.contains(&fold(text))
    }

    /// One more label of a column; a text that means none is one as well.
    fn head(&mut self, senses: Vec<ColumnSense>) {
        self.close_row();
        if std::mem::take(&mut self.heads_used) {
            self.heads.clear();
        }
        self.heads.push(HeadLabel {
            senses,
            row: self.rows,
        });
    }

    /// What the label that begins here means, and how many pieces it has.
    fn label_at(&self, cells: &[LooseCell]) -> (Vec<LabelMeaning>, usize) {
        let is_piece = |cell: &&LooseCell| !cell.text.trim().is_empty() && !is_value(&cell.text);
        let pieces = cells.iter().take(MAX_PIECES).take_while(is_piece).count();
        for count in (2..=pieces).rev() {
            let joined: String = cells[..count].iter().map(|cell| cell.text.trim()).collect();
            let meanings = self.meanings(&joined, false);
            if !meanings.is_empty() {
                return (meanings, count);
            }
        }
        let first = cells.first().map_or("", |cell| cell.text.trim());
        let guess = !is_value(first) && self.guesses.get() > 0;
        self.guesses
            .set(self.guesses.get().saturating_sub(usize::from(guess)));
        (self.meanings(first, guess), 1)
    }

    fn meanings(&self, text: &str, guess: bool) -> Vec<LabelMeaning> {
        let senses = self
            .lexicon
            .senses(text, guess)
            .into_iter()
            .map(|sense| sense.meaning);
        senses
            .filter(|meaning| !matches!(meaning, LabelMeaning::Field(_)))
            .collect()
    }

    fn label(&mut self, meanings: &[LabelMeaning], label: LooseCell) {
        // A label that several tables have belongs to the one that is being read.
        let of_table = |meaning: &&LabelMeaning| Some(table_of(meaning)) == self.table;
        let own: Vec<&LabelMeaning> = meanings.iter().filter(of_table).collect();
        let all: Vec<&LabelMeaning> = if own.is_empty() {
            meanings.iter().collect()
        } else {
            own
        };
        let Some(table) = all.first().map(|meaning| table_of(meaning)) else {
            return;
        };
        if self.table != Some(table) {
            self.close();
            self.table = Some(table);
            // Labels that nobody knows may head what comes now.
            self.heads
                .retain(|label| label.senses.is_empty() && !self.heads_used);
        }
        if self.standard.tables[table].layout == Layout::Across {
            self.side_by_side(table, &all, label);
            return;
        }
        let begun = self.open.is_some() || !self.done[table].is_empty();
        let columns: Vec<ColumnSense> = meanings.iter().filter_map(column_sense).collect();
        let row = all.iter().find_map(|meaning| match meaning {
            LabelMeaning::Row(table, part, leaf) => Some((*table, *part, *leaf)),
            _ => None,
        });
        match row {
            // What names a column as well names a row behind the table's first one only.
            Some((table, part, leaf)) if begun || columns.is_empty() => {
                self.close_row();
                self.heads_used = true;
                self.open = Some(OpenRow {
                    table,
                    part,
                    leaf,
                    label,
                    cells: Vec::new(),
                });
            }
            _ if !columns.is_empty() => self.head(columns),
            // A group has no numbers of its own.
            _ => self.close_row(),
        }
    }

    fn side_by_side(&mut self, table: usize, meanings: &[&LabelMeaning], label: LooseCell) {
        let across = self.across.get_or_insert_with(|| OpenAcross {
            table,
            ..Default::default()
        });
        // What came before a label is no number of the row.
        across.cells.clear();
        across.in_head = true;
        for meaning in meanings {
            match meaning {
                LabelMeaning::Column(_, _, leaf) => across.leaves.push(*leaf),
                LabelMeaning::Row(_, _, leaf) => across.labels.push((*leaf, label.clone())),
                _ => {}
            }
        }
    }

    fn value(&mut self, cell: &LooseCell) {
        if let Some(open) = &mut self.open {
            open.cells.push(cell.clone());
        } else if let Some(across) = &mut self.across {
            across.cells.push(cell.clone());
        }
    }

    fn close(&mut self) {
        self.close_row();
        if let Some(across) = self.across.take() {
            self.close_across(&across);
        }
    }

    fn close_row(&mut self) {
        let Some(open) = self.open.take() else { return };
        let axis = &self.standard.tables[open.table].parts[open.part].columns;
        let width = axis.leaves.len();
        let order = self.order(open.table, open.part, axis);
        let fitted = order
            .as_ref()
            .and_then(|_| fit(&open.cells, width, &open.label.at));
        let lost = fitted.is_none();
        if lost {
            self.tell_lost(&open, width, order.is_some());
        }
        let mut cells = vec![None; width];
        for (column, cell) in order
            .unwrap_or_default()
            .into_iter()
            .zip(fitted.unwrap_or_default())
        {
            if let Some(column) = column {
                cells[column] = Some(cell);
            }
        }
        self.done[open.table].push(DoneRow {
            part: open.part,
            label: open.label,
            cells,
            lost,
        });
    }

    fn tell_lost(&mut self, open: &OpenRow, width: usize, ordered: bool) {
        let id = CellId {
            table: open.table,
            part: open.part,
            row: open.leaf,
            column: 0,
        };
        let filled = open
            .cells
            .iter()
            .filter(|cell| !cell.text.trim().is_empty())
            .count();
        let why = if ordered {
            format!("这一行有 {filled} 个数，应有 {width} 个，分不清是哪几列，没有读")
        } else {
            "上面的列名认不出，或次序不对，没有读".to_owned()
        };
        let at = open.label.at.clone();
        self.findings
            .push(unread_row(self.file, self.standard, id, at, &why));
    }

    /// Which column each of a row's cells is, from left to right, where that is known; none where
    /// the labels contradict, or nobody knows what they mean.
    fn order(&self, table: usize, part: usize, axis: &Axis) -> Option<Vec<Option<usize>>> {
        let natural: Vec<usize> = (0..axis.leaves.len()).collect();
        let all = |order: Vec<usize>| order.into_iter().map(Some).collect::<Vec<_>>();
        let of_part = |label: &HeadLabel| {
            let mut senses = label.senses.iter();
            senses
                .find(|sense| (sense.table, sense.part) == (table, part))
                .map(|s| s.leaf)
        };
        let said: Vec<usize> = self.heads.iter().filter_map(of_part).collect();
        let mut sorted = said.clone();
        sorted.sort_unstable();
        let rows = self
            .heads
            .iter()
            .filter(|label| of_part(label).is_some())
            .map(|label| label.row);
        let row = rows.clone().min().flatten();
        let in_one_row = row.is_some() && row == rows.max().flatten();
        if in_one_row && sorted == natural {
            return Some(all(said));
        }
        let is_unknown = |label: &HeadLabel| label.senses.is_empty();
        if self.heads.iter().any(is_unknown) && !is_complete(&said, axis) {
            // Labels that are known keep their places among those that are not.
            let pinned: Vec<Option<usize>> = self.heads.iter().map(of_part).collect();
            let flat = axis.depth == 1 && pinned.len() == natural.len() && !said.is_empty();
            return flat.then_some(pinned);
        }
        // Numbers below no label at all could be anything.
        if said.is_empty() && natural.len() > 1 {
            return None;
        }
        // In a head of several rows that of the sums may stand before what is deeper.
        let is_part = |leaf: &usize| axis.leaves[*leaf].total.is_none();
        let parts: Vec<usize> = said.into_iter().filter(is_part).collect();
        let fits = is_within(&parts, &natural) || is_within(&parts, &by_depth(axis));
        fits.then(|| all(natural))
    }

    fn close_across(&mut self, across: &OpenAcross) {
        let data = &self.standard.tables[across.table];
        let part = &data.parts[0];
        let (leaves, rows) = (part.columns.leaves.len(), part.rows.leaves.len());
        let Some(first) = across.cells.first() else {
            return;
        };
        let expected: Vec<usize> = (0..leaves * rows).map(|at| at % leaves).collect();
        let row_order: Vec<usize> = (0..rows).collect();
        let said: Vec<usize> = across.labels.iter().map(|(leaf, _)| *leaf).collect();
        let ordered = is_within(&across.leaves, &expected) && is_within(&said, &row_order);
        let fitted = fit(&across.cells, leaves * rows, &first.at).filter(|_| ordered);
        let Some(cells) = fitted else {
            let filled = across
                .cells
                .iter()
                .filter(|cell| !cell.text.trim().is_empty())
                .count();
            let message = if ordered {
                let width = leaves * rows;
                format!(
                    "“{}”有 {filled} 个数，应有 {width} 个，分不清是哪几列，没有读",
                    data.name
                )
            } else {
                format!("“{}”的列名次序不对，没有读", data.name)
            };
            let place =
                Place::at(self.file, first.at.clone()).named(data.key.as_str(), data.name.as_str());
            let finding = Finding::new(Code::NotRead, message, place);
            self.findings
                .push(finding.hint("对照原文，把这张表的数填上"));
            return;
        };
        let mut sheet = GridSheet::default();
        for (row, leaf) in part.rows.leaves.iter().enumerate() {
            let own = across.labels.iter().find(|(leaf, _)| *leaf == row);
            let at = own.map_or(&first.at, |(_, label)| &label.at);
            sheet.put(
                CellPos::new(0, (row * leaves) as u32),
                &leaf.label,
                at.clone(),
            );
        }
        for (index, cell) in cells.into_iter().enumerate() {
            let label = &part.columns.leaves[index % leaves].label;
            sheet.put(CellPos::new(1, index as u32), label, cell.at.clone());
            sheet.put(CellPos::new(2, index as u32), &cell.text, cell.at);
        }
        self.wide.push(sheet);
    }

    fn finish(self) -> DrawnTables {
        let tables = self
            .done
            .iter()
            .enumerate()
            .filter(|(_, rows)| !rows.is_empty());
        let mut sheets: Vec<GridSheet> = tables
            .map(|(table, rows)| sheet_of(self.standard, table, rows))
            .collect();
        sheets.extend(self.wide);
        DrawnTables {
            sheets,
            findings: self.findings,
        }
    }
}

/// The labels of a standard's tables that stand in corners and over others.
fn corners(standard: &Standard) -> BTreeSet<String> {
    let mut corners = BTreeSet::new();
    for table in &standard.tables {
        corners.insert(fold(&table.corner));
        for part in &table.parts {
            corners.extend(part.band.iter().map(|band| fold(band)));
            let over = part.columns.roots.iter().filter(|node| node.leaf.is_none());
            corners.extend(over.flat_map(names_over).map(fold));
        }
    }
    corners.remove("");
    corners
}

fn table_of(meaning: &LabelMeaning) -> usize {
    match meaning {
        LabelMeaning::Row(table, ..)
        | LabelMeaning::Group(table, ..)
        | LabelMeaning::Column(table, ..) => *table,
        // Keys outside the tables have been left out.
        LabelMeaning::Field(_) => usize::MAX,
    }
}

fn column_sense(meaning: &LabelMeaning) -> Option<ColumnSense> {
    match *meaning {
        LabelMeaning::Column(table, part, leaf) => Some(ColumnSense { table, part, leaf }),
        _ => None,
    }
}

/// The rows of a table as a grid, each block under its official head.
fn sheet_of(standard: &Standard, table: usize, rows: &[DoneRow]) -> GridSheet {
    let mut sheet = GridSheet::default();
    let mut height = 0;
    let mut above = None;
    for row in rows {
        if above.replace(row.part) != Some(row.part) {
            let labels = standard.tables[table].parts[row.part].columns.leaves.iter();
            for (column, leaf) in labels.enumerate() {
                sheet.put(
                    CellPos::new(height, column as u32 + 1),
                    &leaf.label,
                    row.label.at.clone(),
                );
            }
            height += 1;
        }
        sheet.put(
            CellPos::new(height, 0),
            row.label.text.trim(),
            row.label.at.clone(),
        );
        for (column, cell) in row.cells.iter().enumerate() {
            let pos = CellPos::new(height, column as u32 + 1);
            let at = cell.as_ref().map_or(&row.label.at, |cell| &cell.at);
            let text = cell.as_ref().map_or("", |cell| cell.text.trim());
            sheet.put(pos, text, at.clone());
            if row.lost {
                sheet.unread.insert(pos);
            }
        }
        height += 1;
    }
    sheet
}
