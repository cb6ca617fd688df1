//! The three tables of a published report, wherever and however they stand in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::flow::{DrawnTables, LooseCell, LooseRow, draw};
use super::pieces::{GridSheet, GridSlot, is_plain_number};
use crate::finding::{Code, Finding};
use rust_decimal::Decimal;

use crate::form::labelled::lexicon::{LabelMeaning, Lexicon};
use crate::form::labelled::standing::single;
use crate::form::labelled::tables::{FoundTable, RowMeaning, SheetRow};
use crate::form::labelled::tree::{Numbers, Tabled};
use crate::form::labelled::{Cells, leaves, tables, taken, told};
use crate::form::lower::MAX_NOTE;
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::Place;
use crate::standard::{CellId, CellKind, Library, Standard};

/// The keys of a number with a note.
const NUMBER: &str = "值";
const NOTE: &str = "注";
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

/// Reads the tables by the format that most of their rows are of.
pub fn read(file: &Arc<str>, sources: &[TableSource], library: &Library) -> ReadTables {
    let views = library.all().into_iter().map(|standard| View::of(file, sources, standard));
    // Of two formats alike the later one stands.
    match views.max_by_key(|view| (view.cells, view.rows)) {
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
            let DrawnTables { sheets: drawn, findings: told } = match source {
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
            table.lines.iter().filter(move |line| is_leaf(line) && is_whole(sheet, line))
        });
        let cells = whole.map(|line| line.cells.len()).sum();
        Self { standard, sheets, found, rows, cells, findings, used }
    }

    fn read(mut self, file: &Arc<str>) -> ReadTables {
        let known = self.keep_best(file);
        let (found, mut findings) = single(file, &self.sheets, &self.standard, self.found);
        // What is read elsewhere is not missed.
        let missed = |finding: &Finding| {
            finding.places.first().is_none_or(|place| !known.contains(&*place.path))
        };
        findings.extend(self.findings.into_iter().filter(missed));
        findings.extend(told::guesses(file, &self.sheets, &self.standard, &found));
        let taken = taken(&found);
        findings.extend(told::columns(file, &self.sheets, &self.standard, &found, &taken));
        let (sheets, standard) = (&self.sheets[..], &*self.standard);
        let mut numbers = GridNumbers { file, sheets, standard, findings, unusual: Vec::new() };
        let entries = Tabled { file, sheets, standard }.entries(&found, &mut numbers);
        numbers.tell_unusual();
        let findings = numbers.findings;
        ReadTables { standard: Some(self.standard), entries, findings, used: self.used }
    }
}

/// Whether a text is a row's or column's label, written as it should be.
fn is_label(lexicon: &Lexicon, text: &str) -> bool {
    let senses = lexicon.senses(text, false);
    senses.iter().any(|sense| !matches!(sense.meaning, LabelMeaning::Field(_)))
}

impl View {
    /// Keeps of rows that are there more than once the one that can be read, or the first; gives
    /// the paths of those that can.
    fn keep_best(&mut self, file: &Arc<str>) -> BTreeSet<String> {
        let mut best: BTreeMap<(usize, usize, usize), (bool, usize)> = BTreeMap::new();
        for (at, table) in self.found.iter().enumerate() {
            let sheet = &self.sheets[table.sheet];
            for line in &table.lines {
                let RowMeaning::Leaf(part, row) = line.row else { continue };
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
            let place = table.lines.first().map(|line| self.sheets[table.sheet].at(line.label));
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
            let path = self.standard.path(CellId { table, part, row, column: 0 });
            path.rsplit_once('.').map_or(path.clone(), |(row, _)| row.to_owned())
        };
        best.into_iter().filter(|(_, (whole, _))| *whole).map(|(row, _)| path(row)).collect()
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
    let lines = || found.iter().flat_map(|table| &table.lines).filter(|line| is_leaf(line));
    let whole = lines().filter(|line| is_whole(grid, line)).count();
    if whole > 0 && whole == lines().count() && !has_strays(grid, standard, lexicon, &found) {
        return DrawnTables { sheets: sheets.into(), findings: Vec::new() };
    }
    let drawn = draw(file, &rows_of(grid), standard, lexicon);
    let others = tables(&drawn.sheets, standard, lexicon);
    let other_rows = others.iter().flat_map(|table| {
        let sheet = &drawn.sheets[table.sheet];
        table.lines.iter().filter(move |line| is_leaf(line) && is_whole(sheet, line))
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
        DrawnTables { sheets: vec![sheet], findings }
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
    let RowMeaning::Leaf(part, row) = line.row else { return None };
    let spots: Vec<(u32, u32, u32)> = line.cells.iter().flatten().copied().collect();
    let (row_at, first, _) = spots.first().copied()?;
    let filled = sheet.row(row_at).filter(|(column, slot)| {
        *column >= first.min(line.label.1 + 1) && *column > line.label.1 && !slot.text.is_empty()
    });
    let count = filled.count();
    if count == 0 {
        return None;
    }
    sheet.unread.extend(spots.iter().map(|&(row, column, _)| (row, column)));
    let id = CellId { table, part, row, column: 0 };
    let label = standard.row(id).label.as_str();
    let width = line.cells.len();
    let message = format!("“{label}”这一行有 {count} 个数，对不上 {width} 列，没有读");
    let path = standard.path(id);
    let path = path.rsplit_once('.').map_or(path.as_str(), |(row, _)| row).to_owned();
    let place = Place::at(file, sheet.at(line.label)).named(path, label);
    Some(Finding::new(Code::NotRead, message, place).hint("对照原文，把这一行的数填上"))
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
    let rows = standard.tables.iter().flat_map(|table| &table.parts).map(|p| p.rows.leaves.len());
    if known >= rows.sum() {
        return false;
    }
    let labels: Vec<(u32, u32)> =
        found.iter().flat_map(|table| &table.lines).map(|line| line.label).collect();
    let is_stray = |(pos, text): ((u32, u32), &str)| {
        let senses = lexicon.senses(text, false);
        let only_rows = senses.iter().all(|sense| matches!(sense.meaning, LabelMeaning::Row(..)));
        !senses.is_empty() && only_rows && !labels.contains(&pos)
    };
    grid.texts().any(is_stray)
}

/// Whether each column of a row has just one cell, and no cell stands outside of them.
fn is_whole(sheet: &GridSheet, line: &SheetRow) -> bool {
    let begin_in = |row: u32, first: u32, last: u32| {
        sheet.row(row).filter(|(column, _)| (first..=last).contains(column)).count()
    };
    let spots: Vec<_> = line.cells.iter().flatten().collect();
    let own = |&&&(row, first, last): &&&(u32, u32, u32)| !sheet.is_covered(row, first, last);
    let begins = spots.iter().filter(own).count();
    let mut begun = spots.iter().filter(own);
    let single = begun.all(|&&(row, first, last)| begin_in(row, first, last) == 1);
    let Some(&&(row, first, _)) = spots.first() else { return false };
    let last = spots.iter().map(|(.., last)| *last).max().unwrap_or(first);
    let from = if row == line.label.0 { line.label.1 + 1 } else { first };
    let is_unread = spots.iter().any(|&&(row, column, _)| sheet.unread.contains(&(row, column)));
    // What stands behind the last column is a number that was moved.
    let moved = row == line.label.0
        && sheet.row(row).any(|(column, slot)| column > last && is_plain_number(&slot.text));
    single
        && !moved
        && !is_unread
        && spots.len() == line.cells.len()
        && begin_in(row, from, last) == begins
}

/// A grid's cells one after the other, row by row.
fn rows_of(grid: &GridSheet) -> Vec<LooseRow> {
    let cell =
        |slot: &GridSlot| LooseCell { text: slot.text.replace('\n', ""), at: slot.at.clone() };
    let row = |row: u32| LooseRow {
        cells: grid.row(row).map(|(_, slot)| cell(slot)).collect(),
        is_row: true,
    };
    (0..grid.height()).map(row).collect()
}

/// Whether a grid goes on with the one before it, as it has rows and no head of its own.
pub fn goes_on(grid: &GridSheet, library: &Library) -> bool {
    let lexicons: Vec<Lexicon> =
        library.all().iter().map(|standard| Lexicon::new(standard)).collect();
    let mut labelled = false;
    for (pos, text) in grid.texts() {
        let senses = lexicons.iter().flat_map(|lexicon| lexicon.senses(text, false));
        for sense in senses {
            match sense.meaning {
                LabelMeaning::Column(..) if pos.0 < HEAD_ROWS => return false,
                LabelMeaning::Row(..) => labelled = true,
                _ => {}
            }
        }
    }
    labelled
}

/// Reads what stands in the cells.
struct GridNumbers<'a> {
    file: &'a Arc<str>,
    sheets: &'a [GridSheet],
    standard: &'a Standard,
    findings: Vec<Finding>,
    /// Numbers that are written unusually.
    unusual: Vec<UnusualNumber>,
}

/// A number that is written unusually, as it is read.
struct UnusualNumber {
    typed: String,
    meant: String,
    place: Place,
}

impl Numbers for GridNumbers<'_> {
    fn number(&mut self, id: CellId, sheet: usize, row: u32, first: u32, last: u32) -> Raw {
        let sheet = &self.sheets[sheet];
        let cells: Vec<_> =
            sheet.row(row).filter(|(column, _)| (first..=last).contains(column)).collect();
        let filled: Vec<_> = cells.iter().filter(|(_, slot)| !slot.text.is_empty()).collect();
        let at = || sheet.at((row, first));
        if sheet.unread.contains(&(row, first)) {
            return Raw { at: at(), node: RawNode::Reported };
        }
        match filled.as_slice() {
            [(column, slot)] if sheet.is_shared((row, *column), slot) => {
                let message = format!("“{}”是几行合并的一格，不知道是哪一行的", slot.text);
                let label = self.standard.label(id);
                let place =
                    Place::at(self.file, slot.at.clone()).named(self.standard.path(id), label);
                let finding = Finding::new(Code::NotRead, message, place);
                self.findings.push(finding.hint("对照原文，把这几格填上"));
                Raw { at: at(), node: RawNode::Reported }
            }
            [] => {
                let at = cells.first().map_or_else(at, |(_, slot)| slot.at.clone());
                Raw { at, node: RawNode::Null }
            }
            [(_, slot)] => self.typed(id, slot),
            several => {
                let label = self.standard.label(id);
                let message =
                    format!("“{label}”这一列下面有 {} 个数，不知道取哪一个", several.len());
                let place = Place::at(self.file, several[0].1.at.clone())
                    .named(self.standard.path(id), label);
                let finding = Finding::new(Code::NotRead, message, place);
                self.findings.push(finding.hint("对照原文，把这一格填上"));
                Raw { at: at(), node: RawNode::Reported }
            }
        }
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl GridNumbers<'_> {
    /// A number as it is meant; how it was written is told where that is not sure.
    fn typed(&mut self, id: CellId, slot: &GridSlot) -> Raw {
        let text = cleaned(&slot.text);
        let (number, note) = noted(&text);
        let meant = meant(number, self.standard.part(id).kind(id.column));
        if meant != number {
            let place = Place::at(self.file, slot.at.clone())
                .named(self.standard.path(id), self.standard.label(id));
            self.unusual.push(UnusualNumber {
                typed: slot.text.clone(),
                meant: meant.clone(),
                place,
            });
        }
        let scalar = |text: &str| Raw {
            at: slot.at.clone(),
            node: RawNode::Scalar(vec![(text.to_owned(), slot.at.clone())]),
        };
        let Some(note) = note else { return scalar(&meant) };
        let entry = |key: &str, text: &str| Entry {
            key: key.to_owned(),
            at: slot.at.clone(),
            value: scalar(text),
        };
        let both = vec![entry(NUMBER, &meant), entry(NOTE, note)];
        Raw { at: slot.at.clone(), node: RawNode::Map(both) }
    }
}

impl GridNumbers<'_> {
    /// Tells of all numbers that are written unusually at once.
    fn tell_unusual(&mut self) {
        let mut unusual = std::mem::take(&mut self.unusual).into_iter();
        let Some(UnusualNumber { typed, meant, place }) = unusual.next() else { return };
        let others: Vec<Place> = unusual.map(|other| other.place).collect();
        let more = match others.len() {
            0 => String::new(),
            count => format!("；这样认出来的数共 {} 个", count + 1),
        };
        let message = format!("“{}”按 {meant} 读取{more}", typed.trim());
        let finding = Finding::new(Code::Guessed, message, place).hint("核对一下").related(others);
        self.findings.push(finding.sides(typed.trim(), &meant));
    }
}

/// Words for a change that is none, more and less.
const UNCHANGED: &str = "持平";
const MORE: [&str; 3] = ["增加", "增", "+"];
const LESS: [&str; 7] = ["减少", "减", "—", "–", "−", "－", "-"];
/// What is counted in the tables, where it stands behind a number.
const MEASURES: [&str; 6] = ["件次", "件", "条", "个", "项", "次"];

/// A number as its column means it; anything else as it is.
fn meant(text: &str, kind: CellKind) -> String {
    let number = match kind {
        CellKind::AmountWithUnit => {
            let end = text.find(|c: char| !"0123456789.,，０１２３４５６７８９．".contains(c));
            let (number, unit) = text.split_at(end.unwrap_or(text.len()));
            return format!("{}{unit}", plain(number));
        }
        CellKind::Signed => signed(text),
        CellKind::Count | CellKind::Decimal => text.to_owned(),
    };
    let bare = MEASURES.iter().find_map(|measure| number.strip_suffix(measure));
    let bare = bare.unwrap_or(&number);
    let one = plain(if bare == "零" { "0" } else { bare });
    let Ok(value) = one.parse::<Decimal>() else { return text.to_owned() };
    match kind {
        CellKind::Decimal => one,
        _ if value.fract().is_zero() => value.trunc().normalize().to_string(),
        _ => text.to_owned(),
    }
}

/// A change with the sign that its words give it.
fn signed(text: &str) -> String {
    if text == UNCHANGED {
        return "0".to_owned();
    }
    let less = LESS.iter().find_map(|word| text.strip_prefix(word));
    let more = MORE.iter().find_map(|word| text.strip_prefix(word));
    match (less, more) {
        (Some(rest), _) if rest.starts_with(char::is_numeric) => format!("-{rest}"),
        (_, Some(rest)) if rest.starts_with(char::is_numeric) => rest.to_owned(),
        _ => text.to_owned(),
    }
}

/// A number and the note in brackets behind it, as `22（其中修订16件）`.
fn noted(text: &str) -> (&str, Option<&str>) {
    let split = text.split_once(['（', '(']).and_then(|(number, rest)| {
        let note = rest.strip_suffix(['）', ')'])?;
        let fits = note.chars().take(MAX_NOTE + 1).count() <= MAX_NOTE;
        (is_plain_number(number) && fits && !note.is_empty()).then_some((number, Some(note)))
    });
    split.unwrap_or((text, None))
}

/// Digits alone of a number in full-width ones, with separators of thousands or blanks in it;
/// anything else as it is.
fn plain(text: &str) -> String {
    let narrow: String = text.chars().map(ascii_digit).collect();
    let digits = narrow.trim_start_matches(['-', '+']);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    let joined = if groups.len() > 1 && grouped { groups.concat() } else { whole.to_owned() };
    let one = joined.split(' ').collect::<String>();
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if one.is_empty() || !is_number(&one) || !is_number(decimals) {
        return text.to_owned();
    }
    let sign = &narrow[..narrow.len() - digits.len()];
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{one}{point}{decimals}")
}

/// The plain digit or mark of a full-width one.
fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '，' => ',',
        '．' => '.',
        '－' => '-',
        '\u{a0}' | '\u{3000}' => ' ',
        c => c,
    }
}

/// A number without the blanks that copying left; those between digits may part two numbers.
fn cleaned(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let is_kept = |at: usize| {
        let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
        let behind = chars[at..].iter().find(|c| !c.is_whitespace());
        !chars[at].is_whitespace() || digit(before) && digit(behind)
    };
    (0..chars.len()).filter(|at| is_kept(*at)).map(|at| chars[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let read = read(&"a".into(), &[TableSource::Rows(rows)], &Library::default());
        let mut shown = Vec::new();
        read.entries.iter().for_each(|entry| show(entry, &mut shown));
        shown.extend(read.findings.iter().map(|finding| finding.code.name().to_owned()));
        assert_eq!(shown.join(" "), expected);
    }

    fn show(entry: &Entry, shown: &mut Vec<String>) {
        match &entry.value.node {
            RawNode::Map(entries) => entries.iter().for_each(|entry| show(entry, shown)),
            RawNode::List(cells) => {
                let texts: Vec<String> =
                    cells.iter().map(|cell| cell.text().unwrap_or("_".into())).collect();
                shown.push(format!("{}={}", entry.key, texts.join(",")));
            }
            _ => shown.push(format!("{}={}", entry.key, entry.value.text().unwrap_or("_".into()))),
        }
    }

    #[test]
    fn rows_by_the_order_of_their_cells() {
        check(&["本年制发件数|本年废止件数|现行有效件数", "规章|1|2|3"], "规章=1,2,3");
        check(&["规章|1|2|3|", "|行政规范性文件|4|5|6"], "规章=1,2,3 行政规范性文件=4,5,6");
        check(&["规章|1||3", "行政规范性文件"], "规章=1,_,3 行政规范性文件=_,_,_");
        check(&["规章|1|2", "行政规范性文件|4|5|6"], "规章=_,_,_ 行政规范性文件=4,5,6 not-read");
        check(&["本年废止件数|本年制发件数|现行有效件数", "规章|2|1|3"], "规章=1,2,3");
    }

    #[test]
    fn one_row_for_all() {
        let head = "结果|维持|结果纠正|其他|结果|尚未审结|总计";
        let all = format!(
            "行政复议|行政诉讼|{head}|未经复议直接起诉|复议后起诉|{head}|{head}|1|2|3|4|10|5|6|7|8|26|0|0|0|0|0"
        );
        check(&[&all], "行政复议=1,2,3,4,10 直接起诉=5,6,7,8,26 复议后起诉=0,0,0,0,0");
        check(&["行政许可|674913|行政处罚|258658"], "行政许可=674913 行政处罚=258658");
    }

    #[test]
    fn blanks_between_digits_stay() {
        assert_eq!(cleaned(" 44.44 万元"), "44.44万元");
        assert_eq!(cleaned("1\n2"), "1\n2");
    }

    #[test]
    fn numbers_as_they_are_meant() {
        let written = ["1,234", "１２７", "1 2", "1,23", "12,345.6", "-1,000", "454万元", "1\n2"];
        let plain_ones = ["1234", "127", "12", "1,23", "12345.6", "-1000", "454万元", "1\n2"];
        assert_eq!(written.map(plain), plain_ones);
        assert_eq!(noted("2（其中修订1件）"), ("2", Some("其中修订1件")));
        assert_eq!(noted("（一）"), ("（一）", None));
        let counted = ["5件", "2.00", "02", "零", "2*", "—", "2.5", "无"];
        let read = counted.map(|text| meant(text, CellKind::Count));
        assert_eq!(read, ["5", "2", "2", "0", "2*", "—", "2.5", "无"]);
        let changes = ["减少3", "增2", "－3", "—3", "持平", "—"];
        let read = changes.map(|text| meant(text, CellKind::Signed));
        assert_eq!(read, ["-3", "2", "-3", "-3", "0", "—"]);
        let amounts = ["1,234.50万元", "454万元", "0"];
        let read = amounts.map(|text| meant(text, CellKind::AmountWithUnit));
        assert_eq!(read, ["1234.50万元", "454万元", "0"]);
        assert_eq!(meant("28,660.38", CellKind::Decimal), "28660.38");
    }
}
