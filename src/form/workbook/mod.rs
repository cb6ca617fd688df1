//! An Excel workbook into the raw placed tree.
//!
//! bytes → bounded package → sheets of cells → what labels mean → where the
//! tables and keys are → the tree that a YAML form of the same content gives.
//! Nothing is found by its address: the official tables may stand in any sheet,
//! shifted, with rows between, or below each other.

mod asides;
mod comments;
mod compute;
mod formula;
mod heads;
mod keys;
mod legacy;
mod lexicon;
mod marks;
mod numbers;
mod odf_formula;
mod opendocument;
mod package;
mod patch;
mod records;
mod relations;
mod sheet;
mod shown;
mod struck;
mod tables;
mod tree;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use self::patch::{CellEdit, NewContent, ValueCell, patched};

use self::keys::FormKey;
use self::lexicon::{Lexicon, Sense};
use self::sheet::{Book, Sheet, SheetCell, SheetValue};
use self::tables::{FoundTable, RowMeaning};
use super::bytes::OLE;
use super::labels;
use super::raw::{Entry, Raw, RawNode};
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::standard::{Library, Standard};

/// Texts of a workbook in which slips of the pen are looked for; a form has three hundred.
const MAX_TEXTS: usize = 2_000;
/// Labels that one sheet may have; a form has a hundred.
const MAX_LABELS: usize = 5_000;

/// Reads a workbook. The findings tell guesses, stale formulas and what is hidden or not used.
///
/// # Errors
/// The finding `unreadable` when the file is no workbook or no form within the bounds.
pub fn read(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<(Raw, Vec<Finding>), Box<Finding>> {
    let book = if bytes.starts_with(OLE) {
        legacy::read(file, bytes)?
    } else if opendocument::is_one(bytes) {
        opendocument::read(file, bytes)?
    } else {
        sheet::read(file, package::open(file, bytes)?)?
    };
    let standard = standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(&book, &standard, &lexicon);
    let mut tabled: BTreeSet<usize> = all.iter().map(|found| found.sheet).collect();
    let (mut found, mut findings) = single(file, &book, &standard, all);
    let foreign = foreign(file, &book, library, &standard, &mut found);
    let taken = taken(&found);
    let pairs = keys::find(&book, &standard, &lexicon, |sheet, pos| taken.contains(&(sheet, pos)));
    if found.is_empty() && pairs.is_empty() {
        let finding = Finding::new(Code::Unreadable, "工作簿里没有找到填报表", Place::file(file));
        return Err(Box::new(
            finding.hint("用 nianbao new 生成空白填报表，或把表格连同表头一起粘贴进来"),
        ));
    }
    findings.extend(asides::guesses(file, &book, &standard, &found));
    findings.extend(asides::columns(file, &book, &standard, &found, &taken));
    let mut builder = tree::Builder::new(file, &book, &standard);
    let mut root = builder.tree(&found, &pairs);
    if let RawNode::Map(entries) = &mut root.node {
        builder.records(&book, entries);
    }
    findings.append(&mut builder.findings);
    let lists = book.sheets.iter().enumerate();
    let lists = lists.filter(|(_, sheet)| records::listed(sheet, &standard).is_some());
    tabled.extend(lists.map(|(index, _)| index));
    if let RawNode::Map(entries) = &mut root.node {
        for (key, at, sheet, finding) in foreign {
            tabled.insert(sheet);
            entries.push(Entry { key, at: at.clone(), value: Raw { at, node: RawNode::Reported } });
            findings.extend(finding);
        }
    }
    findings.extend(asides::commented(file, &book, library));
    findings.extend(asides::asides(file, &book, &standard, &found, &pairs, &tabled));
    findings.extend(asides::left_out(file, &book));
    Ok((root, findings))
}

/// The cells that hold the values of a form, by their paths, blank ones too; none for a workbook of
/// another kind than .xlsx.
pub(crate) fn value_cells(bytes: &[u8], library: &Library) -> Option<BTreeMap<String, ValueCell>> {
    let file: Arc<str> = "".into();
    let book = sheet::read(&file, package::open(&file, bytes).ok()?).ok()?;
    let standard = standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(&book, &standard, &lexicon);
    let (found, _) = single(&file, &book, &standard, all);
    let taken = taken(&found);
    let pairs = keys::find(&book, &standard, &lexicon, |sheet, pos| taken.contains(&(sheet, pos)));
    let mut builder = tree::Builder::new(&file, &book, &standard);
    builder.tree(&found, &pairs);
    let cell = |sheet: usize, at| value_cell(&book, sheet, at);
    let mut cells = BTreeMap::new();
    for (id, (sheet, row, first, _)) in &builder.spots {
        cells.insert(standard.path(*id), cell(*sheet, (*row, *first)));
    }
    for pair in &pairs {
        if let FormKey::Field(path) = &pair.key {
            cells.entry(path.clone()).or_insert_with(|| cell(pair.sheet, pair.value));
        }
    }
    Some(cells)
}

fn value_cell(book: &Book, sheet: usize, at: (u32, u32)) -> ValueCell {
    let sheet = &book.sheets[sheet];
    let filled = sheet.cells.get(&at);
    let is_day = |cell: &SheetCell| matches!(cell.value, SheetValue::Date(..));
    let day = filled.is_some_and(is_day);
    ValueCell {
        sheet: sheet.name.to_string(),
        at,
        computed: filled.is_some_and(|cell| cell.formula.is_some()),
        day: day && !book.since_1904,
    }
}

/// The format by the workbook's own word, else the one whose labels it has most of.
fn standard(book: &Book, library: &Library) -> Arc<Standard> {
    let all = library.all();
    let last = all.last().cloned().expect("the program brings standards with it");
    let pairs = keys::find(book, &last, &Lexicon::of_keys(&last), |_, _| false);
    let given = |path: &str| {
        let pair = pairs.iter().find(|pair| pair.key == FormKey::Field(path.to_owned()))?;
        match &book.sheets[pair.sheet].cells.get(&pair.value)?.value {
            SheetValue::Number(text, _) | SheetValue::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        }
    };
    let by_format = given("格式").and_then(|format| library.by_format(&format));
    let by_year = || given("年度").and_then(|year| library.by_year(year.parse().ok()?));
    by_format.or_else(by_year).unwrap_or_else(|| {
        let rows = |standard: &Arc<Standard>| {
            leaves(&tables(book, standard, &Lexicon::new(standard)), None)
        };
        all.iter().max_by_key(|standard| rows(standard)).cloned().unwrap_or(last)
    })
}

/// The tables in all sheets, those that are shown first.
fn tables(book: &Book, standard: &Standard, lexicon: &Lexicon) -> Vec<FoundTable> {
    let mut found = Vec::new();
    let mut guesses = MAX_TEXTS;
    for hidden in [false, true] {
        for (index, sheet) in
            book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.hidden == hidden)
        {
            if records::listed(sheet, standard).is_some() {
                continue;
            }
            found.extend(tables::find(
                standard,
                index,
                sheet,
                &senses(sheet, lexicon, &mut guesses),
            ));
        }
    }
    found
}

/// What the texts of a sheet mean, where they are labels.
///
/// `guesses` says in how many more texts slips are looked for.
fn senses(sheet: &Sheet, lexicon: &Lexicon, guesses: &mut usize) -> Vec<((u32, u32), Vec<Sense>)> {
    let texts = sheet.cells.keys().filter_map(|&pos| Some((pos, sheet.text(pos)?)));
    let senses = texts.map(|(pos, text)| {
        *guesses = guesses.saturating_sub(1);
        (pos, lexicon.senses(text, *guesses > 0))
    });
    let labels: Vec<_> =
        senses.filter(|(_, senses)| !senses.is_empty()).take(MAX_LABELS + 1).collect();
    if labels.len() > MAX_LABELS { Vec::new() } else { labels }
}

/// How many different rows were found, in all tables or one.
fn leaves(found: &[FoundTable], table: Option<usize>) -> usize {
    let lines = found.iter().filter(|f| table.is_none_or(|t| t == f.table)).flat_map(|f| {
        f.lines.iter().filter_map(move |line| match line.row {
            RowMeaning::Leaf(part, row) => Some((f.table, part, row)),
            _ => None,
        })
    });
    lines.collect::<BTreeSet<_>>().len()
}

/// Leaves out what repeats a table that was found before, with a finding for each.
fn single(
    file: &Arc<str>,
    book: &Book,
    standard: &Standard,
    all: Vec<FoundTable>,
) -> (Vec<FoundTable>, Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let (mut kept, mut findings) = (Vec::<FoundTable>::new(), Vec::new());
    let (all, empty): (Vec<FoundTable>, Vec<FoundTable>) = all
        .into_iter()
        .partition(|found| found.lines.iter().any(|line| line.row != RowMeaning::Unknown));
    for found in empty {
        // What is found elsewhere needs no word on labels that head nothing.
        let Some(head) = found.head.filter(|_| all.iter().all(|other| other.table != found.table))
        else {
            continue;
        };
        let data = &standard.tables[found.table];
        let message = format!("“{}”的列名找到了，但行名一个也认不出，没有读", data.name);
        let place = Place::at(file, book.sheets[found.sheet].at(head))
            .named(data.key.as_str(), data.name.as_str());
        findings.push(
            Finding::new(Code::UnknownRow, message, place)
                .hint("对照 nianbao new 生成的空白表改正行名"),
        );
    }
    for found in all {
        let rows: Vec<_> = found
            .lines
            .iter()
            .filter_map(|line| {
                if let RowMeaning::Leaf(part, row) = line.row {
                    Some((found.table, part, row))
                } else {
                    None
                }
            })
            .collect();
        let again = rows.iter().all(|row| seen.contains(row));
        if let Some(first) =
            kept.iter().find(|k| again && k.table == found.table && !rows.is_empty())
        {
            let place = |found: &FoundTable| {
                Place::at(file, book.sheets[found.sheet].at(found.lines[0].label))
            };
            let data = &standard.tables[found.table];
            let message = format!(
                "“{}”出现了两次，以“{}”表中的为准",
                data.name, book.sheets[first.sheet].name
            );
            let place = (place(&found).named(data.key.as_str(), data.name.as_str()), place(first));
            findings.push(labels::repeated(message, place.0).related([place.1]));
            continue;
        }
        seen.extend(rows);
        kept.push(found);
    }
    (kept, findings)
}

/// A table of another format: its key, place and sheet, and what is told of it.
type ForeignTable = (String, At, usize, Option<Finding>);

/// Tables of another format; they are left out.
fn foreign(
    file: &Arc<str>,
    book: &Book,
    library: &Library,
    standard: &Standard,
    found: &mut Vec<FoundTable>,
) -> Vec<ForeignTable> {
    let few = |index: usize, found: &[FoundTable]| {
        let rows = standard.tables[index].parts.iter().map(|part| part.rows.leaves.len());
        leaves(found, Some(index)) * 2 < rows.sum()
    };
    let lacking: Vec<usize> =
        (0..standard.tables.len()).filter(|&index| few(index, found)).collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let others = library.all().into_iter().filter(|other| other.format != standard.format);
    let others: Vec<(Arc<Standard>, Vec<FoundTable>)> =
        others.map(|other| (other.clone(), tables(book, &other, &Lexicon::new(&other)))).collect();
    let mut findings = Vec::new();
    // One format written for another is one mistake, however many tables it has.
    let mut told: Vec<String> = Vec::new();
    for index in lacking {
        let table = &standard.tables[index];
        let own = leaves(found, Some(index));
        let theirs = |(other, all): &'_ (Arc<Standard>, Vec<FoundTable>)| {
            let theirs = other.tables.iter().position(|t| t.key == table.key)?;
            let count = leaves(all, Some(theirs));
            let first = all.iter().find(|f| f.table == theirs)?;
            let label = first.lines.first()?.label;
            (count > own).then(|| (count, other.clone(), first.sheet, label))
        };
        let best = others.iter().filter_map(theirs).max_by_key(|(count, ..)| *count);
        let Some((_, other, sheet, label)) = best else { continue };
        let message = format!(
            "这张表是 {} 格式的，{} 格式的“{}”与它不同",
            other.format, standard.format, table.name
        );
        let hint = format!(
            "“格式”或“年度”写错的，改回来（{} 格式）；都没有错，用 nianbao new --year 另建一张 {} 格式的填报表，把数抄过去",
            other.format, standard.format
        );
        let place = Place::at(file, book.sheets[sheet].at(label))
            .named(table.key.as_str(), table.name.as_str());
        let finding = (!told.contains(&other.format))
            .then(|| Finding::new(Code::WrongFormat, message, place.clone()).hint(hint));
        told.push(other.format.clone());
        findings.push((table.key.clone(), place.at, sheet, finding));
        found.retain(|f| f.table != index);
    }
    findings
}

/// Cells by sheet, row and column.
type Taken = BTreeSet<(usize, (u32, u32))>;

/// The cells that belong to tables.
fn taken(found: &[FoundTable]) -> Taken {
    let mut taken = BTreeSet::new();
    for table in found {
        taken.extend(table.heads.iter().map(|(_, _, label)| (table.sheet, label.pos)));
        for line in &table.lines {
            taken.insert((table.sheet, line.label));
            let cells = line.cells.iter().flatten();
            taken.extend(cells.flat_map(|&(row, first, last)| {
                (first..=last).map(move |c| (table.sheet, (row, c)))
            }));
        }
    }
    taken
}
