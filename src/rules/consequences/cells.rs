//! The report's cells as findings name them, and what their numbers are made of.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::finding::{Code, Finding};
use crate::report::{Report, Value};
use crate::standard::CellId;

/// Cells with how often each counts; one that is taken off counts less than 0 times.
pub(super) type Factors = BTreeMap<CellId, Decimal>;

/// The report's cells as findings name them.
pub(super) struct CellNames<'a> {
    pub report: &'a Report,
}

impl CellNames<'_> {
    /// The cells that a finding speaks of.
    pub fn of(&self, finding: &Finding) -> BTreeSet<CellId> {
        let standard = &self.report.standard;
        if finding.code == Code::UnknownPlaceholder {
            // It stands in a text, and names cells.
            let expression = finding.stated.as_deref().unwrap_or_default();
            let cells = standard.cells();
            return cells
                .filter(|id| expression.contains(&standard.path(*id)))
                .collect();
        }
        let file = &finding.places[0].file;
        let own = finding.places.iter().filter(|place| place.file == *file);
        own.filter_map(|place| standard.cell_by_path(&place.path))
            .collect()
    }

    /// Adds the cells that some cells' numbers are made of: themselves, or the parts of a total
    /// that is not stated.
    pub fn add_bases(&self, cells: &[CellId], factor: Decimal, found: &mut Factors) {
        for &id in cells {
            let is_computed = matches!(self.report.cell(id).value, Value::Unstated);
            match self.report.standard.parts_of(id) {
                Some(parts) if is_computed => self.add_bases(&parts, factor, found),
                _ => *found.entry(id).or_default() += factor,
            }
        }
    }

    /// The paths of all cells on which the numbers of a finding's cells depend, totals that are
    /// stated included.
    pub fn paths_below(&self, finding: &Finding) -> BTreeSet<String> {
        let mut below = BTreeSet::new();
        for id in self.of(finding) {
            self.add_below(id, &mut below);
        }
        let standard = &self.report.standard;
        below.into_iter().map(|id| standard.path(id)).collect()
    }

    fn add_below(&self, id: CellId, found: &mut BTreeSet<CellId>) {
        if found.insert(id) {
            for part in self.report.standard.parts_of(id).unwrap_or_default() {
                self.add_below(part, found);
            }
        }
    }
}
