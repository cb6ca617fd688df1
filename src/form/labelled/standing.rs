//! Which format the tables are of, which of two alike counts, and which are of another format.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lexicon::Lexicon;
use super::tables::{FoundTable, RowMeaning};
use super::{Cells, leaves, tables};
use crate::finding::{Code, Finding};
use crate::form::labels;
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

/// Leaves out what repeats a table that was found before, with a finding for each.
pub fn single(
    file: &Arc<str>,
    sheets: &[impl Cells],
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
        let place = Place::at(file, sheets[found.sheet].at(head))
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
            let place =
                |found: &FoundTable| Place::at(file, sheets[found.sheet].at(found.lines[0].label));
            let data = &standard.tables[found.table];
            let message =
                format!("“{}”出现了两次，以“{}”表中的为准", data.name, sheets[first.sheet].name());
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
        let rows = standard.tables[index].parts.iter().map(|part| part.rows.leaves.len());
        leaves(found, Some(index)) * 2 < rows.sum()
    };
    let lacking: Vec<usize> =
        (0..standard.tables.len()).filter(|&index| few(index, found)).collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let others = library.all().into_iter().filter(|other| other.format != standard.format);
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
