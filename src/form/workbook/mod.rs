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
mod keys;
mod legacy;
mod marks;
mod numbers;
mod odf_formula;
mod opendocument;
mod package;
mod patch;
#[cfg(feature = "readback")]
mod published;
mod records;
mod relations;
mod sheet;
mod shown;
mod struck;
mod tree;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use self::patch::{CellEdit, NewContent, ValueCell, patched};
#[cfg(feature = "readback")]
pub(crate) use self::published::{BookLine, PublishedBook, published};

use self::keys::FormKey;
use self::sheet::{Book, SheetCell, SheetValue};
use super::bytes::OLE;
use super::labelled::formats::{by_rows, foreign};
use super::labelled::lexicon::Lexicon;
use super::labelled::standing::single;
use super::labelled::{tables, taken, told};
use super::raw::{Entry, Raw, RawNode};
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::standard::{Library, Standard};

/// Reads a workbook. The findings tell guesses, stale formulas and what is hidden or not used.
///
/// # Errors
/// The finding `unreadable` when the file is no workbook or no form within the bounds.
pub fn read(
    file: &Arc<str>,
    bytes: &[u8],
    library: &Library,
) -> Result<(Raw, Vec<Finding>), Box<Finding>> {
    let book = book_of(file, bytes)?;
    let standard = standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(&book.sheets, &standard, &lexicon);
    let mut tabled: BTreeSet<usize> = all.iter().map(|found| found.sheet).collect();
    let (mut found, mut findings) = single(file, &book.sheets, &standard, all);
    let foreign = foreign(file, &book.sheets, library, &standard, &mut found);
    let taken = taken(&found);
    let pairs = keys::find(&book, &standard, &lexicon, |sheet, pos| {
        taken.contains(&(sheet, pos))
    });
    if found.is_empty() && pairs.is_empty() {
        let finding = Finding::new(
            Code::Unreadable,
            "工作簿里没有找到填报表",
            Place::file(file),
        );
        return Err(Box::new(finding.hint(
            "用 nianbao new 生成空白填报表，或把表格连同表头一起粘贴进来",
        )));
    }
    findings.extend(told::guesses(file, &book.sheets, &standard, &found));
    findings.extend(told::columns(file, &book.sheets, &standard, &found, &taken));
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
            entries.push(Entry {
                key,
                at: at.clone(),
                value: Raw {
                    at,
                    node: RawNode::Reported,
                },
            });
            findings.extend(finding);
        }
    }
    findings.extend(asides::commented(file, &book, library));
    findings.extend(asides::asides(
        file, &book, &standard, &found, &pairs, &tabled,
    ));
    findings.extend(asides::left_out(file, &book));
    Ok((root, findings))
}

/// The sheets of a workbook of any kind.
fn book_of(file: &Arc<str>, bytes: &[u8]) -> Result<Book, Box<Finding>> {
    if bytes.starts_with(OLE) {
        legacy::read(file, bytes)
    } else if opendocument::is_one(bytes) {
        opendocument::read(file, bytes)
    } else {
        sheet::read(file, package::open(file, bytes)?)
    }
}

/// The cells that hold the values of a form, by their paths, blank ones too; none for a workbook of
/// another kind than .xlsx.
pub(crate) fn value_cells(bytes: &[u8], library: &Library) -> Option<BTreeMap<String, ValueCell>> {
    let file: Arc<str> = "".into();
    let book = sheet::read(&file, package::open(&file, bytes).ok()?).ok()?;
    let standard = standard(&book, library);
    let lexicon = Lexicon::new(&standard);
    let all = tables(&book.sheets, &standard, &lexicon);
    let (found, _) = single(&file, &book.sheets, &standard, all);
    let taken = taken(&found);
    let pairs = keys::find(&book, &standard, &lexicon, |sheet, pos| {
        taken.contains(&(sheet, pos))
    });
    let mut builder = tree::Builder::new(&file, &book, &standard);
    builder.tree(&found, &pairs);
    let cell = |sheet: usize, at| value_cell(&book, sheet, at);
    let mut cells = BTreeMap::new();
    for (id, (sheet, row, first, _)) in &builder.spots {
        cells.insert(standard.path(*id), cell(*sheet, (*row, *first)));
    }
    for pair in &pairs {
        if let FormKey::Field(path) = &pair.key {
            cells
                .entry(path.clone())
                .or_insert_with(|| cell(pair.sheet, pair.value));
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
    let last = all
        .last()
        .cloned()
        .expect("the program brings standards with it");
    let pairs = keys::find(book, &last, &Lexicon::of_keys(&last), |_, _| false);
    let given = |path: &str| {
        let pair = pairs
            .iter()
            .find(|pair| pair.key == FormKey::Field(path.to_owned()))?;
        match &book.sheets[pair.sheet].cells.get(&pair.value)?.value {
            SheetValue::Number(text, _) | SheetValue::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        }
    };
    let by_format = given("格式").and_then(|format| library.by_format(&format));
    let by_year = || given("年度").and_then(|year| library.by_year(year.parse().ok()?));
    by_format
        .or_else(by_year)
        .or_else(|| by_rows(&book.sheets, library))
        .unwrap_or(last)
}
