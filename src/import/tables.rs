//! The three tables of a published report, wherever and however they stand in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::flow::{DrawnTables, draw, unread_row};
use super::loose::{LooseCell, LooseRow};
use super::numbers::GridNumbers;
use super::pieces::{GridSheet, GridSlot, is_plain_number};
use crate::finding::{Code, Finding};
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labelled::standing::leave_out_repeated;
use crate::form::labelled::tables::{FoundTable, RowMeaning, SheetRow};
use crate::form::labelled::tree::Tabled;
use crate::form::labelled::{CellPos, Cells, RowStretch, find_taken, leaves, tables, told};
use crate::form::raw::Entry;
use crate::place::Place;
use crate::standard::{CellId, Library, Standard};

/// Rows of a table in which its head stands.
const HEAD_ROWS: u32 = 4;

/// Something in a report that may hold tables.
#[derive(Clone, Debug)]
pub enum TableSource {
    /// Cells on a grid.
    Grid(GridSheet),
    /// Cells one after the other.
    Rows(Vec<LooseRow>),
}

/// The tables of a report.
#[derive(Debug)]
pub struct ReadTables {
    /// The format that they are of; none where no row of any was found.
    pub standard: Option<Arc<Standard>>,
    /// The entries of the form's tree.
    pub entries: Vec<Entry>,
    /// What is to be told of labels and of rows that could not be read.
    pub findings: Vec<Finding>,
    /// Which of the sources hold a table.
    pub used: Vec<bool>,
}

/// Reads the tables by the format that most of their cells are of; of two alike that of the year.
pub fn read(
    file: &Arc<str>,
    sources: &[TableSource],
    library: &Library,
    year: Option<i32>,
) -> ReadTables {
    let views = library
        .all()
        .into_iter()
        .map(|standard| View::of(file, sources, standard));
    // Of two formats alike the later one stands.
    let serves = |view: &View| year.is_some_and(|year| view.standard.serves.contains(year));
    match views.max_by_key(|view| (view.cells, serves(view), view.rows)) {
        Some(view) if view.rows > 0 => view.read(file),
        _ => ReadTables {
            standard: None,
            entries: Vec::new(),
            findings: Vec::new(),
            used: vec![false; sources.len()],
        },
    }
}

/// The sources as one format sees them.
struct View {
    standard: Arc<Standard>,
    sheets: Vec<GridSheet>,
    found: Vec<FoundTable>,
    /// How many rows are known, and cells of them can be told apart.
    rows: usize,
    cells: usize,
    findings: Vec<Finding>,
    used: Vec<bool>,
}

impl View {
    fn of(file: &Arc<str>, sources: &[TableSource], standard: Arc<Standard>) -> Self {
        let lexicon = Lexicon::of_document(&standard);
        let (mut sheets, mut findings, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for source in sources {
            let DrawnTables {
                sheets: drawn,
                findings: told,
            } = match source {
                TableSource::Grid(grid) => {
                    let is_label = |text: &str| is_label(&lexicon, text);
                    let grid = grid.clone().with_whole_labels(is_label);
                    trusted(file, &grid, &standard, &lexicon)
                }
                TableSource::Rows(rows) => draw(file, rows, &standard, &lexicon),
            };
            used.push(!drawn.is_empty());
            sheets.extend(drawn);
            findings.extend(told);
        }
        let found = tables(&sheets, &standard, &lexicon);
        let rows = leaves(&found, None);
        let whole = found.iter().flat_map(|table| {
            let sheet = &sheets[table.sheet];
            table
                .lines
                .iter()
                .filter(move |line| is_leaf(line) && is_whole(sheet, line))
        });
        let cells = whole.map(|line| line.cells.len()).sum();
        Self {
            standard,
            sheets,
            found,
            rows,
            cells,
            findings,
            used,
        }
    }

    fn read(mut self, file: &Arc<str>) -> ReadTables {
        let known = self.keep_best(file);
        let (found, mut findings) =
            leave_out_repeated(file, &self.sheets, &self.standard, self.found);
        // What is read elsewhere is not missed.
        let missed = |finding: &Finding| {
            finding
                .places
                .first()
                .is_none_or(|place| !known.contains(&*place.path))
        };
        findings.extend(self.findings.into_iter().filter(missed));
        findings.extend(told::tell_guesses(
            file,
            &self.sheets,
            &self.standard,
            &found,
        ));
        let taken = find_taken(&found);
        findings.extend(told::tell_columns(
            file,
            &self.sheets,
            &self.standard,
            &found,
            &taken,
        ));
        let (sheets, standard) = (&self.sheets[..], &*self.standard);
        let mut numbers = GridNumbers::new(file, sheets, standard, findings);
        let entries = Tabled {
            file,
            sheets,
            standard,
        }
        .entries(&found, &mut numbers);
        numbers.tell_unusual();
        let findings = numbers.findings;
        ReadTables {
            standard: Some(self.standard),
            entries,
            findings,
            used: self.used,
        }
    }
}

/// Whether a text is a row's or column's label, written as it should be.
fn is_label(lexicon: &Lexicon, text: &str) -> bool {
    let senses = lexicon.senses(text, false);
    senses
        .iter()
        .any(|sense| !matches!(sense.meaning, LabelMeaning::Field(_)))
}

impl View {
    /// Keeps of rows that are there more than once the one that can be read, or the first; gives
    /// the paths of those that can.
    fn keep_best(&mut self, file: &Arc<str>) -> BTreeSet<String> {
        let mut best: BTreeMap<(usize, usize, usize), (bool, usize)> = BTreeMap::new();
        for (at, table) in self.found.iter().enumerate() {
            let sheet = &self.sheets[table.sheet];
            for line in &table.lines {
                let RowMeaning::Leaf(part, row) = line.row else {
                    continue;
                };
                let whole = is_whole(sheet, line);
                let kept = best.entry((table.table, part, row)).or_insert((whole, at));
                if whole && !kept.0 {
                    *kept = (whole, at);
                }
            }
        }
        let mut dropped = None;
        for (at, table) in self.found.iter_mut().enumerate() {
            let own = table.table;
            let place = table
                .lines
                .first()
                .map(|line| self.sheets[table.sheet].at(line.label));
            let before = table.lines.len();
            table.lines.retain(|line| match line.row {
                RowMeaning::Leaf(part, row) => best[&(own, part, row)].1 == at,
                _ => true,
            });
            if table.lines.len() < before && dropped.is_none() {
                dropped = place;
            }
        }
        self.found.retain(|table| table.lines.iter().any(is_leaf));
        if let Some(at) = dropped {
            let message = "有几行数在报告里出现了两次，用了各表自己那一节里的";
            let finding = Finding::new(Code::Guessed, message, Place::at(file, at));
            self.findings.push(finding.hint("核对一下"));
        }
        let path = |(table, part, row): (usize, usize, usize)| {
            self.standard.row_path(CellId {
                table,
                part,
                row,
                column: 0,
            })
        };
        best.into_iter()
            .filter(|(_, (whole, _))| *whole)
            .map(|(row, _)| path(row))
            .collect()
    }
}

/// A table as it stands where its grid can be trusted in every row, else drawn anew by the
/// order of its cells: whichever gives more whole rows.
fn trusted(
    file: &Arc<str>,
    grid: &GridSheet,
    standard: &Standard,
    lexicon: &Lexicon,
) -> DrawnTables {
    let sheets = [grid.clone()];
    let found = tables(&sheets, standard, lexicon);
    let lines = || {
        found
            .iter()
            .flat_map(|table| &table.lines)
            .filter(|line| is_leaf(line))
    };
    let whole = lines().filter(|line| is_whole(grid, line)).count();
    if whole > 0 && whole == lines().count() && !has_strays(grid, standard, lexicon, &found) {
        return DrawnTables {
            sheets: sheets.into(),
            findings: Vec::new(),
        };
    }
    let drawn = draw(file, &rows_of(grid), standard, lexicon);
    let others = tables(&drawn.sheets, standard, lexicon);
    let other_rows = others.iter().flat_map(|table| {
        let sheet = &drawn.sheets[table.sheet];
        table
            .lines
            .iter()
            .filter(move |line| is_leaf(line) && is_whole(sheet, line))
    });
    let is_known = found.iter().any(|table| table.lines.iter().any(is_leaf));
    if is_known && other_rows.count() <= whole {
        let [mut sheet] = sheets;
        let findings = found
            .iter()
            .flat_map(|table| table.lines.iter().map(move |line| (table.table, line)))
            .filter(|(_, line)| is_leaf(line) && !is_whole(&sheet, line))
            .collect::<Vec<_>>();
        let findings = findings
            .into_iter()
            .filter_map(|(table, line)| doubt(file, standard, &mut sheet, table, line))
            .collect();
        DrawnTables {
            sheets: vec![sheet],
            findings,
        }
    } else {
        drawn
    }
}

/// Marks a row as unread whose cells do not fit its columns; none where it is blank.
fn doubt(
    file: &Arc<str>,
    standard: &Standard,
    sheet: &mut GridSheet,
    table: usize,
    line: &SheetRow,
) -> Option<Finding> {
    let RowMeaning::Leaf(part, row) = line.row else {
        return None;
    };
    let spots: Vec<RowStretch> = line.cells.iter().flatten().copied().collect();
    let first = *spots.first()?;
    let filled = sheet.row(first.row).filter(|(column, slot)| {
        *column >= first.first.min(line.label.column + 1)
            && *column > line.label.column
            && !slot.text.is_empty()
    });
    let count = filled.count();
    if count == 0 {
        return None;
    }
    sheet
        .unread
        .extend(spots.iter().map(|stretch| stretch.start()));
    let id = CellId {
        table,
        part,
        row,
        column: 0,
    };
    let why = format!(
        "这一行有 {count} 个数，对不上 {} 列，没有读",
        line.cells.len()
    );
    Some(unread_row(file, standard, id, sheet.at(line.label), &why))
}

fn is_leaf(line: &SheetRow) -> bool {
    matches!(line.row, RowMeaning::Leaf(..))
}

/// Whether labels of rows stand in a grid below which the tables found end.
fn has_strays(
    grid: &GridSheet,
    standard: &Standard,
    lexicon: &Lexicon,
    found: &[FoundTable],
) -> bool {
    let known = leaves(found, None);
    let rows = standard
        .tables
        .iter()
        .flat_map(|table| &table.parts)
        .map(|p| p.rows.leaves.len());
    if known >= rows.sum() {
        return false;
    }
    let labels: Vec<CellPos> = found
        .iter()
        .flat_map(|table| &table.lines)
        .map(|line| line.label)
        .collect();
    let is_stray = |(pos, text): (CellPos, &str)| {
        let senses = lexicon.senses(text, false);
        let only_rows = senses
            .iter()
            .all(|sense| matches!(sense.meaning, LabelMeaning::Row(..)));
        !senses.is_empty() && only_rows && !labels.contains(&pos)
    };
    grid.texts().any(is_stray)
}

/// Whether each column of a row has just one cell, and no cell stands outside of them.
fn is_whole(sheet: &GridSheet, line: &SheetRow) -> bool {
    let begin_in = |row: u32, first: u32, last: u32| sheet.begin_between(row, first, last).count();
    let spots: Vec<_> = line.cells.iter().flatten().collect();
    let is_own =
        |&&RowStretch { row, first, last }: &&RowStretch| !sheet.is_covered(row, first, last);
    let own: Vec<_> = spots.iter().copied().filter(is_own).collect();
    let begins = own.len();
    let single = own
        .iter()
        .all(|own| begin_in(own.row, own.first, own.last) == 1);
    let Some(&&RowStretch { row, first, .. }) = spots.first() else {
        return false;
    };
    let last = spots.iter().map(|spot| spot.last).max().unwrap_or(first);
    let from = if row == line.label.row {
        line.label.column + 1
    } else {
        first
    };
    let is_unread = spots
        .iter()
        .any(|spot| sheet.unread.contains(&spot.start()));
    // What stands behind the last column is a number that was moved.
    let moved = row == line.label.row
        && sheet
            .row(row)
            .any(|(column, slot)| column > last && is_plain_number(&slot.text));
    single
        && !moved
        && !is_unread
        && spots.len() == line.cells.len()
        && begin_in(row, from, last) == begins
}

/// A grid's cells one after the other, row by row.
fn rows_of(grid: &GridSheet) -> Vec<LooseRow> {
    let cell = |slot: &GridSlot| LooseCell {
        text: slot.text.replace('\n', ""),
        at: slot.at.clone(),
    };
    let row = |row: u32| LooseRow {
        cells: grid.row(row).map(|(_, slot)| cell(slot)).collect(),
        is_row: true,
    };
    (0..grid.height()).map(row).collect()
}

/// The names of rows and columns of all formats, by which `goes_on` knows them.
pub fn lexicons(library: &Library) -> Vec<Lexicon> {
    library
        .all()
        .iter()
        .map(|standard| Lexicon::new(standard))
        .collect()
}

/// Whether a grid goes on with the one before it, as it has rows and no head of its own.
pub fn goes_on(grid: &GridSheet, lexicons: &[Lexicon]) -> bool {
    let mut labelled = false;
    for (pos, text) in grid.texts() {
        let senses = lexicons
            .iter()
            .flat_map(|lexicon| lexicon.senses(text, false));
        for sense in senses {
            match sense.meaning {
                LabelMeaning::Column(..) if pos.row < HEAD_ROWS => return false,
                LabelMeaning::Row(..) => labelled = true,
                _ => {}
            }
        }
    }
    labelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::raw::RawNode;
    use crate::place::At;

    fn check(rows: &[&str], expected: &str) {
        let row = |(number, row): (usize, &&str)| LooseRow {
            is_row: rows.len() > 1,
            cells: row
                .split('|')
                .map(|text| LooseCell {
                    text: text.to_owned(),
                    at: At::Paragraph { page: None, number },
                })
                .collect(),
        };
        let rows: Vec<LooseRow> = rows.iter().enumerate().map(row).collect();
        let read = read(
            &"a".into(),
            &[TableSource::Rows(rows)],
            &Library::default(),
            None,
        );
        let mut shown = Vec::new();
        read.entries
            .iter()
            .for_each(|entry| show(entry, &mut shown));
        shown.extend(
            read.findings
                .iter()
                .map(|finding| finding.code.name().to_owned()),
        );
        assert_eq!(shown.join(" "), expected);
    }

    fn show(entry: &Entry, shown: &mut Vec<String>) {
        match &entry.value.node {
            RawNode::Map(entries) => entries.iter().for_each(|entry| show(entry, shown)),
            RawNode::List(cells) => {
                let texts: Vec<String> = cells
                    .iter()
                    .map(|cell| cell.text().unwrap_or("_".into()))
                    .collect();
                shown.push(format!("{}={}", entry.key, texts.join(",")));
            }
            _ => shown.push(format!(
                "{}={}",
                entry.key,
                entry.value.text().unwrap_or("_".into())
            )),
        }
    }

    #[test]
    fn rows_by_the_order_of_their_cells() {
        check(
            &["本年制发件数|本年废止件数|现行有效件数", "规章|1|2|3"],
            "规章=1,2,3",
        );
        let head = "信息内容|本年制发件数|本年废止件数|现行有效件数";
        check(
            &[head, "规章|1|2|3|", "|行政规范性文件|4|5|6"],
            "规章=1,2,3 行政规范性文件=4,5,6",
        );
        check(
            &[head, "规章|1||3", "行政规范性文件"],
            "规章=1,_,3 行政规范性文件=_,_,_",
        );
        check(
            &[head, "规章|1|2", "行政规范性文件|4|5|6"],
            "规章=_,_,_ 行政规范性文件=4,5,6 not-read",
        );
        check(&["规章|1|2|3"], "规章=_,_,_ not-read");
        check(
            &["本年废止件数|本年制发件数|现行有效件数", "规章|2|1|3"],
            "规章=1,2,3",
        );
    }

    #[test]
    fn one_row_for_all() {
        let head = "结果|维持|结果纠正|其他|结果|尚未审结|总计";
        let all = format!(
            "行政复议|行政诉讼|{head}|未经复议直接起诉|复议后起诉|{head}|{head}|1|2|3|4|10|5|6|7|8|26|0|0|0|0|0"
        );
        check(
            &[&all],
            "行政复议=1,2,3,4,10 直接起诉=5,6,7,8,26 复议后起诉=0,0,0,0,0",
        );
        check(
            &["行政许可|674913|行政处罚|258658"],
            "行政许可=674913 行政处罚=258658",
        );
        // Rows of one column are told one by one.
        let head = "信息内容|本年处理决定数量";
        check(
            &[head, "行政许可|1|2", "行政处罚|5"],
            "行政许可=_ 行政处罚=5 not-read",
        );
    }
}
