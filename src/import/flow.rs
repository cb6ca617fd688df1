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

use super::across::OpenAcross;
use super::loose::{LooseCell, LooseRow, fit, is_value};
use super::order::{HeadLabel, LeafSense, names_over, order_columns};
use super::pieces::GridSheet;
use crate::finding::{Code, Finding};
use crate::form::labelled::CellPos;
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labels::fold;
use crate::place::{At, Place};
use crate::standard::{CellId, Layout, Standard};

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
        drawer.read_row(row);
    }
    if let Some(row) = rows.get(MAX_ROWS)
        && let Some(cell) = row.cells.first()
    {
        let place = Place::at(file, cell.at.clone());
        let message = format!("表格的行太多，只看了前 {MAX_ROWS} 行");
        let finding = Finding::new(Code::NotRead, message, place);
        drawer.findings.push(finding);
    }
    drawer.close();
    drawer.finish()
}

/// What is told of a row whose numbers nobody can read; `id` is of any of its cells.
pub fn describe_unread_row(
    file: &Arc<str>,
    standard: &Standard,
    id: CellId,
    at: At,
    why: &str,
) -> Finding {
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
    row: LeafSense,
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

/// What the label that begins at a cell means, and how many pieces it stands broken in.
struct FoundLabel {
    /// None where no label begins there.
    meanings: Vec<LabelMeaning>,
    pieces: usize,
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
            corners: find_corners(standard),
            guesses: Cell::new(MAX_GUESSES),
            in_head: false,
            open: None,
            across: None,
            done,
            wide: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn read_row(&mut self, row: &LooseRow) {
        self.begin_row(row);
        let mut next = 0;
        while let Some(cell) = row.cells.get(next) {
            let found = self.find_label(&row.cells[next..]);
            let end = next + found.pieces;
            if found.meanings.is_empty() {
                self.read_cell(cell);
            } else {
                let pieces = row.cells[next..end].iter();
                let label = LooseCell {
                    text: pieces.map(|cell| cell.text.as_str()).collect(),
                    at: cell.at.clone(),
                };
                self.read_label(&found.meanings, label);
            }
            next = end;
        }
    }

    /// Closes what ends with the row before.
    fn begin_row(&mut self, row: &LooseRow) {
        self.begun += 1;
        self.rows = row.is_row.then_some(self.begun);
        self.in_head = row.is_row && self.is_head(row);
        self.close_row();
        if let Some(across) = &mut self.across {
            if across.cells.iter().all(LooseCell::is_blank) {
                across.cells.clear();
            } else {
                self.close();
            }
        }
    }

    /// Whether a row is of a head: it has labels of columns, or a corner, and no numbers.
    fn is_head(&self, row: &LooseRow) -> bool {
        let mut texts = row.cells.iter().filter(|cell| !cell.is_blank());
        texts.clone().any(|cell| self.is_of_head(&cell.text))
            && !texts.any(|cell| is_value(&cell.text))
    }

    /// Whether a text is a label of a column, or stands over labels.
    fn is_of_head(&self, text: &str) -> bool {
        if self.is_corner(text) {
            return true;
        }
        let meanings = self.find_meanings(text.trim(), false);
        meanings
            .iter()
            .any(|meaning| LeafSense::of_column(meaning).is_some())
    }

    /// Whether a text stands over the labels of rows, or over those of columns.
    fn is_corner(&self, text: &str) -> bool {
        self.corners.contains(&fold(text))
    }

    /// The label that begins here.
    fn find_label(&self, cells: &[LooseCell]) -> FoundLabel {
        let most = cells
            .iter()
            .take(MAX_PIECES)
            .take_while(|cell| !cell.is_blank() && !is_value(&cell.text))
            .count();
        for pieces in (2..=most).rev() {
            let cells = cells[..pieces].iter();
            let joined: String = cells.map(|cell| cell.text.trim()).collect();
            let meanings = self.find_meanings(&joined, false);
            if !meanings.is_empty() {
                return FoundLabel { meanings, pieces };
            }
        }
        let first = cells.first().map_or("", |cell| cell.text.trim());
        let guesses = self.guesses.get();
        let guess = !is_value(first) && guesses > 0;
        self.guesses.set(guesses - usize::from(guess));
        FoundLabel {
            meanings: self.find_meanings(first, guess),
            pieces: 1,
        }
    }

    /// What a text means in the tables.
    fn find_meanings(&self, text: &str, guess: bool) -> Vec<LabelMeaning> {
        let senses = self.lexicon.senses(text, guess).into_iter();
        senses
            .map(|sense| sense.meaning)
            .filter(|meaning| !matches!(meaning, LabelMeaning::Field(_)))
            .collect()
    }

    /// A cell that is no label of the tables: a number, a head that nobody knows, or anything.
    fn read_cell(&mut self, cell: &LooseCell) {
        if cell.is_blank() || is_value(&cell.text) {
            self.read_value(cell);
        } else if self.in_head && !self.is_corner(&cell.text) {
            self.add_head(Vec::new());
        } else if let Some(open) = &self.open
            && !open.cells.is_empty()
        {
            self.close_row();
        }
    }

    fn read_value(&mut self, cell: &LooseCell) {
        if let Some(open) = &mut self.open {
            open.cells.push(cell.clone());
        } else if let Some(across) = &mut self.across {
            across.cells.push(cell.clone());
        }
    }

    /// One more label of a column; a text that means none is one as well.
    fn add_head(&mut self, senses: Vec<LeafSense>) {
        self.close_row();
        if std::mem::take(&mut self.heads_used) {
            self.heads.clear();
        }
        let row = self.rows;
        self.heads.push(HeadLabel { senses, row });
    }

    fn read_label(&mut self, meanings: &[LabelMeaning], label: LooseCell) {
        // A label that several tables have belongs to the one that is being read.
        let mut own: Vec<&LabelMeaning> = meanings.iter().collect();
        own.retain(|meaning| Some(table_of(meaning)) == self.table);
        if own.is_empty() {
            own.extend(meanings);
        }
        let Some(table) = own.first().map(|meaning| table_of(meaning)) else {
            return;
        };
        self.turn_to(table);
        if self.standard.tables[table].layout == Layout::Across {
            let across = self.across.get_or_insert_with(|| OpenAcross::new(table));
            across.add_label(&own, &label.at);
            return;
        }
        let begun = self.open.is_some() || !self.done[table].is_empty();
        let columns: Vec<LeafSense> = meanings.iter().filter_map(LeafSense::of_column).collect();
        let row = own.iter().find_map(|meaning| LeafSense::of_row(meaning));
        match row {
            // What names a column as well names a row behind the table's first one only.
            Some(row) if begun || columns.is_empty() => {
                self.close_row();
                self.heads_used = true;
                let cells = Vec::new();
                self.open = Some(OpenRow { row, label, cells });
            }
            _ if !columns.is_empty() => self.add_head(columns),
            // A group has no numbers of its own.
            _ => self.close_row(),
        }
    }

    /// Turns to the table that a label belongs to.
    fn turn_to(&mut self, table: usize) {
        if self.table == Some(table) {
            return;
        }
        self.close();
        self.table = Some(table);
        // Labels that nobody knows may head what comes now.
        self.heads
            .retain(|label| label.senses.is_empty() && !self.heads_used);
    }

    fn close(&mut self) {
        self.close_row();
        let Some(across) = self.across.take() else {
            return;
        };
        match across.draw(self.file, &self.standard.tables[across.table]) {
            Some(Ok(sheet)) => self.wide.push(sheet),
            Some(Err(finding)) => self.findings.push(*finding),
            None => {}
        }
    }

    fn close_row(&mut self) {
        let Some(open) = self.open.take() else { return };
        let LeafSense { table, part, .. } = open.row;
        let axis = &self.standard.tables[table].parts[part].columns;
        let width = axis.leaves.len();
        let order = order_columns(&self.heads, table, part, axis);
        let fitted = match &order {
            Some(_) => fit(&open.cells, width, &open.label.at),
            None => None,
        };
        let lost = fitted.is_none();
        if lost {
            self.tell_lost(&open, width, order.is_some());
        }
        let mut cells = vec![None; width];
        let columns = order.unwrap_or_default().into_iter();
        for (column, cell) in columns.zip(fitted.unwrap_or_default()) {
            if let Some(column) = column {
                cells[column] = Some(cell);
            }
        }
        self.done[table].push(DoneRow {
            part,
            label: open.label,
            cells,
            lost,
        });
    }

    fn tell_lost(&mut self, open: &OpenRow, width: usize, ordered: bool) {
        let id = CellId {
            table: open.row.table,
            part: open.row.part,
            row: open.row.leaf,
            column: 0,
        };
        let why = if ordered {
            let filled = open.cells.iter().filter(|cell| !cell.is_blank()).count();
            format!("这一行有 {filled} 个数，应有 {width} 个，分不清是哪几列，没有读")
        } else {
            "上面的列名认不出，或次序不对，没有读".to_owned()
        };
        let at = open.label.at.clone();
        let finding = describe_unread_row(self.file, self.standard, id, at, &why);
        self.findings.push(finding);
    }

    fn finish(self) -> DrawnTables {
        let mut sheets = Vec::new();
        for (table, rows) in self.done.iter().enumerate() {
            if !rows.is_empty() {
                sheets.push(draw_rows(self.standard, table, rows));
            }
        }
        sheets.extend(self.wide);
        DrawnTables {
            sheets,
            findings: self.findings,
        }
    }
}

/// The labels of a standard's tables that stand in corners and over others.
fn find_corners(standard: &Standard) -> BTreeSet<String> {
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

/// The rows of a table as a grid, each block under its official head.
fn draw_rows(standard: &Standard, table: usize, rows: &[DoneRow]) -> GridSheet {
    let mut sheet = GridSheet::default();
    let mut height = 0;
    let mut above = None;
    for row in rows {
        if above.replace(row.part) != Some(row.part) {
            let labels = standard.tables[table].parts[row.part].columns.leaves.iter();
            for (column, leaf) in labels.enumerate() {
                let at = row.label.at.clone();
                sheet.put(height, column as u32 + 1, &leaf.label, at);
            }
            height += 1;
        }
        sheet.put(height, 0, row.label.text.trim(), row.label.at.clone());
        for (column, cell) in row.cells.iter().enumerate() {
            let column = column as u32 + 1;
            let (text, at) = match cell {
                Some(cell) => (cell.text.trim(), &cell.at),
                None => ("", &row.label.at),
            };
            sheet.put(height, column, text, at.clone());
            if row.lost {
                sheet.unread.insert(CellPos::new(height, column));
            }
        }
        height += 1;
    }
    sheet
}
