//! Writing forms: from a report to YAML, JSON or a workbook, and blank ones.
//!
//! The other way of reading: what is written here reads back as the same
//! report, with what it states, leaves blank or wrote wrongly.

mod json;
mod tree;
#[cfg(feature = "workbook")]
pub mod workbook;
mod yaml;

use std::sync::Arc;

pub use json::json;
pub(crate) use tree::{Tree, TreeEntry, cell, row, value};
#[cfg(feature = "workbook")]
pub use workbook::{WorkbookFault, annotated, workbook};
pub use yaml::yaml;
pub(crate) use yaml::{inline, literal};

use crate::place::{Place, Placed};
use crate::report::{Report, Value};
use crate::standard::Standard;

/// A new report: every number 0, no text, totals left to the program.
pub fn blank(standard: &Arc<Standard>, agency: &str, year: i32) -> Report {
    let place = Place::default();
    let agency = Placed::new(agency.to_owned(), place.clone());
    let mut report = Report::new(
        standard.clone(),
        "".into(),
        agency,
        Placed::new(year, place),
    );
    for id in standard.cells() {
        if !standard.is_total(id) {
            report.cell_mut(id).value = Value::Number(0.into());
        }
    }
    report
}
