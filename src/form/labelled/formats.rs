//! Which format the tables of a workbook are of, and which are of another.

use std::sync::Arc;

use super::lexicon::Lexicon;
use super::tables::FoundTable;
use super::{Cells, leaves, tables};
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::standard::{Library, Standard};

/// The format whose rows are found most; none where none are found.
pub fn by_rows(sheets: &[impl Cells], library: &Library) -> Option<Arc<Standard>> {
    let mut best = None;
    let mut most = 0;
    for standard in library.all() {
        let count = leaves(&tables(sheets, &standard, &Lexicon::new(&standard)), None);
        // Of two alike the later one stands.
        if count > 0 && count >= most {
            (best, most) = (Some(standard), count);
        }
    }
    best
}

/// A table of another format: its key, place and sheet, and what is told of it.
pub type ForeignTable = (String, At, usize, Option<Finding>);

/// Tables of another format; they are left out.
pub fn foreign(
    file: &Arc<str>,
    sheets: &[impl Cells],
    library: &Library,
    standard: &Standard,
    found: &mut Vec<FoundTable>,
) -> Vec<ForeignTable> {
    let few = |index: usize, found: &[FoundTable]| {
        let rows = standard.tables[index]
            .parts
            .iter()
            .map(|part| part.rows.leaves.len());
        leaves(found, Some(index)) * 2 < rows.sum()
    };
    let lacking: Vec<usize> = (0..standard.tables.len())
        .filter(|&index| few(index, found))
        .collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let others = library
        .all()
        .into_iter()
        .filter(|other| other.format != standard.format);
    let others: Vec<(Arc<Standard>, Vec<FoundTable>)> = others
        .map(|other| (other.clone(), tables(sheets, &other, &Lexicon::new(&other))))
        .collect();
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
        let best = others
            .iter()
            .filter_map(theirs)
            .max_by_key(|(count, ..)| *count);
        let Some((_, other, sheet, label)) = best else {
            continue;
        };
        let message = format!(
            "这张表是 {} 格式的，{} 格式的“{}”与它不同",
            other.format, standard.format, table.name
        );
        let hint = format!(
            "“格式”或“年度”写错的，改回来（{} 格式）；都没有错，用 nianbao new --year 另建一张 {} 格式的填报表，把数抄过去",
            other.format, standard.format
        );
        let place =
            Place::at(file, sheets[sheet].at(label)).named(table.key.as_str(), table.name.as_str());
        let finding = (!told.contains(&other.format))
            .then(|| Finding::new(Code::WrongFormat, message, place.clone()).hint(hint));
        told.push(other.format.clone());
        findings.push((table.key.clone(), place.at, sheet, finding));
        found.retain(|f| f.table != index);
    }
    findings
}
