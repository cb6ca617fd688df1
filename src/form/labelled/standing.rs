//! Which of two tables alike counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Cells;
use super::tables::{FoundTable, RowMeaning};
use crate::finding::{Code, Finding};
use crate::form::labels;
use crate::place::Place;
use crate::standard::Standard;

/// Leaves out what repeats a table that was found before, with a finding for each.
pub fn single(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    all: Vec<FoundTable>,
) -> (Vec<FoundTable>, Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let (mut kept, mut findings) = (Vec::<FoundTable>::new(), Vec::new());
    let (all, empty): (Vec<FoundTable>, Vec<FoundTable>) = all.into_iter().partition(|found| {
        found
            .lines
            .iter()
            .any(|line| line.row != RowMeaning::Unknown)
    });
    for found in empty {
        // What is found elsewhere needs no word on labels that head nothing.
        let Some(head) = found
            .head
            .filter(|_| all.iter().all(|other| other.table != found.table))
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
        if let Some(first) = kept
            .iter()
            .find(|k| again && k.table == found.table && !rows.is_empty())
        {
            let place =
                |found: &FoundTable| Place::at(file, sheets[found.sheet].at(found.lines[0].label));
            let data = &standard.tables[found.table];
            let message = format!(
                "“{}”出现了两次，以“{}”表中的为准",
                data.name,
                sheets[first.sheet].name()
            );
            let place = (
                place(&found).named(data.key.as_str(), data.name.as_str()),
                place(first),
            );
            findings.push(labels::tell_repeated(message, place.0).related([place.1]));
            continue;
        }
        seen.extend(rows);
        kept.push(found);
    }
    (kept, findings)
}
