//! The three tables of a published report, wherever and however they stand in it.

use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::flow::{DrawnTables, draw};
use super::loose::LooseRow;
use super::numbers::GridNumbers;
use super::pieces::GridSheet;
use super::whole::{find_whole_rows, is_leaf, is_whole, trust_or_redraw};
use crate::finding::{Code, Finding};
use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labelled::standing::leave_out_repeated;
use crate::form::labelled::tables::{FoundTable, RowMeaning};
use crate::form::labelled::tree::Tabled;
use crate::form::labelled::{Cells, find_taken, leaves, tables, told};
use crate::form::raw::Entry;
use crate::place::{At, Place};
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
    let mut best: Option<View> = None;
    for standard in library.all() {
        let view = View::of(file, sources, standard);
        // Of two formats alike the later one stands.
        if best
            .as_ref()
            .is_none_or(|best| view.rank(year) >= best.rank(year))
        {
            best = Some(view);
        }
    }
    match best {
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
                    let grid = grid.clone();
                    let grid = grid.join_broken_labels(|text| is_label(&lexicon, text));
                    trust_or_redraw(file, grid, &standard, &lexicon)
                }
                TableSource::Rows(rows) => draw(file, rows, &standard, &lexicon),
            };
            used.push(!drawn.is_empty());
            sheets.extend(drawn);
            findings.extend(told);
        }
        let found = tables(&sheets, &standard, &lexicon);
        let rows = leaves(&found, None);
        let whole = find_whole_rows(&sheets, &found);
        let cells = whole.iter().map(|line| line.cells.len()).sum();
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

    /// How well the format fits.
    fn rank(&self, year: Option<i32>) -> (usize, bool, usize) {
        let serves = year.is_some_and(|year| self.standard.serves.contains(year));
        (self.cells, serves, self.rows)
    }

    fn read(mut self, file: &Arc<str>) -> ReadTables {
        let known = self.keep_best(file);
        let found = std::mem::take(&mut self.found);
        let (found, mut findings) = leave_out_repeated(file, &self.sheets, &self.standard, found);
        for finding in std::mem::take(&mut self.findings) {
            // What is read elsewhere is not missed.
            match finding.places.first() {
                Some(place) if known.contains(&*place.path) => {}
                _ => findings.push(finding),
            }
        }
        let (sheets, standard) = (&self.sheets[..], &*self.standard);
        findings.extend(told::tell_guesses(file, sheets, standard, &found));
        let taken = find_taken(&found);
        findings.extend(told::tell_columns(file, sheets, standard, &found, &taken));
        let mut numbers = GridNumbers::new(file, sheets, standard, findings);
        let tabled = Tabled {
            file,
            sheets,
            standard,
        };
        let entries = tabled.entries(&found, &mut numbers);
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

/// A row of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TableRow {
    table: usize,
    part: usize,
    row: usize,
}

/// The best of all places where a row is.
struct BestPlace {
    /// Which of the tables found.
    at: usize,
    /// Whether the row can be read there.
    is_whole: bool,
}

impl View {
    /// Keeps of rows that are there more than once the one that can be read, or the first; gives
    /// the paths of those that can.
    fn keep_best(&mut self, file: &Arc<str>) -> BTreeSet<String> {
        let best = self.find_best_places();
        let dropped = self.drop_others(&best);
        if let Some(at) = dropped {
            let message = "有几行数在报告里出现了两次，用了各表自己那一节里的";
            let finding = Finding::new(Code::Guessed, message, Place::at(file, at));
            self.findings.push(finding.hint("核对一下"));
        }
        let mut paths = BTreeSet::new();
        for (TableRow { table, part, row }, best) in best {
            if best.is_whole {
                paths.insert(self.standard.row_path(CellId {
                    table,
                    part,
                    row,
                    column: 0,
                }));
            }
        }
        paths
    }

    fn find_best_places(&self) -> BTreeMap<TableRow, BestPlace> {
        let mut best: BTreeMap<TableRow, BestPlace> = BTreeMap::new();
        for (at, found) in self.found.iter().enumerate() {
            let sheet = &self.sheets[found.sheet];
            for line in &found.lines {
                let RowMeaning::Leaf(part, row) = line.row else {
                    continue;
                };
                let table = found.table;
                let is_whole = is_whole(sheet, line);
                let place = BestPlace { at, is_whole };
                match best.entry(TableRow { table, part, row }) {
                    MapEntry::Vacant(entry) => {
                        entry.insert(place);
                    }
                    MapEntry::Occupied(mut entry) if is_whole && !entry.get().is_whole => {
                        entry.insert(place);
                    }
                    MapEntry::Occupied(_) => {}
                }
            }
        }
        best
    }

    /// Drops rows from where they are not at their best, and gives the first place that lost any.
    fn drop_others(&mut self, best: &BTreeMap<TableRow, BestPlace>) -> Option<At> {
        let mut dropped = None;
        for (at, found) in self.found.iter_mut().enumerate() {
            let table = found.table;
            let first = found.lines.first().map(|line| line.label);
            let before = found.lines.len();
            found.lines.retain(|line| match line.row {
                RowMeaning::Leaf(part, row) => best[&TableRow { table, part, row }].at == at,
                _ => true,
            });
            if found.lines.len() < before && dropped.is_none() {
                dropped = first.map(|label| self.sheets[found.sheet].at(label));
            }
        }
        self.found.retain(|found| found.lines.iter().any(is_leaf));
        dropped
    }
}

/// The names of rows and columns of all formats, by which `goes_on` knows them.
pub fn load_lexicons(library: &Library) -> Vec<Lexicon> {
    let standards = library.all();
    let names = standards.iter().map(|standard| Lexicon::new(standard));
    names.collect()
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
    use crate::import::loose::LooseCell;

    fn check(rows: &[&str], expected: &str) {
        let mut loose = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let cells = row.split('|').map(|text| LooseCell {
                text: text.to_owned(),
                at: At::Paragraph { page: None, number },
            });
            loose.push(LooseRow {
                cells: cells.collect(),
                is_row: rows.len() > 1,
            });
        }
        let sources = [TableSource::Rows(loose)];
        let read = read(&"a".into(), &sources, &Library::default(), None);
        let mut shown = Vec::new();
        for entry in &read.entries {
            show(entry, &mut shown);
        }
        for finding in &read.findings {
            shown.push(finding.code.name().to_owned());
        }
        assert_eq!(shown.join(" "), expected);
    }

    fn show(entry: &Entry, shown: &mut Vec<String>) {
        let (key, value) = (&entry.key, &entry.value);
        match &value.node {
            RawNode::Map(entries) => {
                for entry in entries {
                    show(entry, shown);
                }
            }
            RawNode::List(cells) => {
                let texts: Vec<String> = cells
                    .iter()
                    .map(|cell| cell.text().unwrap_or("_".into()))
                    .collect();
                shown.push(format!("{key}={}", texts.join(",")));
            }
            _ => shown.push(format!("{key}={}", value.text().unwrap_or("_".into()))),
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
            "行政复议|行政诉讼|{head}|未经复议直接起诉|复议后起诉|{head}|{head}|\
             1|2|3|4|10|5|6|7|8|26|0|0|0|0|0"
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
