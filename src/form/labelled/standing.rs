//! Which of two tables alike counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Cells;
use super::tables::FoundTable;
use crate::finding::{Code, Finding};
use crate::form::labels;
use crate::place::Place;
use crate::standard::Standard;

/// Leaves out what repeats a table that was found before, with a finding for each.
pub fn leave_out_repeated(
    file: &Arc<str>,
    sheets: &[impl Cells],
    standard: &Standard,
    all: Vec<FoundTable>,
) -> (Vec<FoundTable>, Vec<Finding>) {
    let teller = RepeatTeller {
        file,
        sheets,
        standard,
    };
    let (all, empty): (Vec<FoundTable>, Vec<FoundTable>) =
        all.into_iter().partition(FoundTable::has_known_rows);
    let mut findings = Vec::new();
    for found in empty {
        // What is found elsewhere needs no word on labels that head nothing.
        if all.iter().all(|other| other.table != found.table) {
            findings.extend(teller.tell_empty(&found));
        }
    }
    let mut seen = BTreeSet::new();
    let mut kept: Vec<FoundTable> = Vec::new();
    for found in all {
        let rows: Vec<_> = found
            .leaf_rows()
            .map(|(part, row)| (found.table, part, row))
            .collect();
        let repeats = !rows.is_empty() && rows.iter().all(|row| seen.contains(row));
        let first = kept
            .iter()
            .find(|kept| repeats && kept.table == found.table);
        if let Some(first) = first {
            findings.push(teller.tell_repeated(&found, first));
            continue;
        }
        seen.extend(rows);
        kept.push(found);
    }
    (kept, findings)
}

/// Where it is told what was left out.
struct RepeatTeller<'a, C> {
    file: &'a Arc<str>,
    sheets: &'a [C],
    standard: &'a Standard,
}

impl<C: Cells> RepeatTeller<'_, C> {
    /// Tells of columns below which no row is known.
    fn tell_empty(&self, found: &FoundTable) -> Option<Finding> {
        let data = &self.standard.tables[found.table];
        let message = format!("“{}”的列名找到了，但行名一个也认不出，没有读", data.name);
        let place = Place::at(self.file, self.sheets[found.sheet].at(found.head?))
            .named(data.key.as_str(), data.name.as_str());
        let finding = Finding::new(Code::UnknownRow, message, place);
        Some(finding.hint("对照 nianbao new 生成的空白表改正行名"))
    }

    /// Tells of a table that is there a second time.
    fn tell_repeated(&self, found: &FoundTable, first: &FoundTable) -> Finding {
        let data = &self.standard.tables[found.table];
        let counts = self.sheets[first.sheet].name();
        let message = format!("“{}”出现了两次，以“{counts}”表中的为准", data.name);
        let place = self
            .first_row(found)
            .named(data.key.as_str(), data.name.as_str());
        labels::tell_repeated(message, place).related([self.first_row(first)])
    }

    /// The place of a table's first row.
    fn first_row(&self, found: &FoundTable) -> Place {
        Place::at(self.file, self.sheets[found.sheet].at(found.lines[0].label))
    }
}
