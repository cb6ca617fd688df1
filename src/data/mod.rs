//! The report's data as programs take it, normalised: each value under its key, totals worked
//! out, texts as they are printed. As JSON and as XML, which say the same.
//!
//! What stays inside the agency (`Report::published`) is not in it.

mod xml;

use serde::Serialize;

use crate::narrative::{Line, Narrative, Subject};
use crate::report::Report;
use crate::report::keys::{text_paths, value_keys};
use crate::standard::{CellId, LAST_YEAR};

pub use xml::{NAMESPACE, xml};

/// The data of one report.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "Data"))]
pub struct ReportData {
    /// The notation: `urn:nianbao:data:1.0`.
    pub notation: &'static str,
    /// The format of the report, such as 2021.
    pub format: String,
    /// The notice that prescribes it.
    pub source: String,
    /// The agency's full name.
    pub agency: String,
    /// The report year.
    pub year: i32,
    /// The title as it is printed.
    pub title: String,
    /// The other short values that the form gives, in its order.
    pub values: Vec<DataValue>,
    /// The tables, with all their cells.
    pub tables: Vec<DataTable>,
    /// The free texts, in the form's order.
    pub texts: Vec<DataText>,
}

/// A short value.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DataValue {
    /// Its key in the form, such as 联系.电话.
    pub key: String,
    /// The value.
    pub value: String,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DataTable {
    /// Its key in the form.
    pub key: String,
    /// What it shows.
    pub name: String,
    /// Its cells, row by row.
    pub cells: Vec<DataCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DataCell {
    /// Its key in the form, such as 申请.新收.自然人.
    pub key: String,
    /// Its row and column as they are printed.
    pub label: String,
    /// What is printed there: an exact decimal, a blank or typed words.
    pub value: String,
    /// The measure of its number, such as 件.
    pub unit: String,
    /// Whether it is a sum of others.
    pub total: bool,
}

/// A free text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DataText {
    /// Its key in the form.
    pub key: String,
    /// Its paragraphs as they are printed, of a figure its caption.
    pub paragraphs: Vec<String>,
}

impl ReportData {
    /// The data of a report with its text.
    pub fn of(subject: &Subject<'_>) -> Self {
        let Subject {
            report, narrative, ..
        } = *subject;
        let standard = &report.standard;
        Self {
            notation: NAMESPACE,
            format: standard.format.clone(),
            source: standard.source.clone(),
            agency: report.agency.value.clone(),
            year: report.year.value,
            title: report.title(),
            values: values(report),
            tables: (0..standard.tables.len())
                .map(|table| table_data(report, table))
                .collect(),
            texts: texts(report, narrative),
        }
    }

    /// As JSON, with a line end.
    pub fn json(&self) -> String {
        // Strings, lists and numbers always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The short values but format, agency and year.
fn values(report: &Report) -> Vec<DataValue> {
    let mut values = Vec::new();
    for key in value_keys(&report.standard) {
        // What last year's form is called is nobody's business outside.
        if key.top.is_basic() || key.path == LAST_YEAR {
            continue;
        }
        if let Some(value) = report.field(&key.path) {
            values.push(DataValue {
                value: value.to_owned(),
                key: key.path.into_owned(),
            });
        }
    }
    values
}

fn table_data(report: &Report, table: usize) -> DataTable {
    let standard = &report.standard;
    let cells = standard.cells().filter(|id| id.table == table);
    DataTable {
        key: standard.tables[table].key.clone(),
        name: standard.tables[table].name.clone(),
        cells: cells.map(|id| cell_data(report, id)).collect(),
    }
}

fn cell_data(report: &Report, id: CellId) -> DataCell {
    let standard = &report.standard;
    DataCell {
        key: standard.path(id),
        label: standard.label(id),
        value: report.printed(id),
        unit: standard.part(id).unit.clone(),
        total: standard.is_total(id),
    }
}

/// The texts that hold more than blanks.
fn texts(report: &Report, narrative: &Narrative) -> Vec<DataText> {
    let mut texts = Vec::new();
    for key in text_paths(&report.standard) {
        if report.has_text(&key) {
            texts.push(DataText {
                paragraphs: print(narrative.lines(&key)),
                key,
            });
        }
    }
    texts
}

/// What lines print, without those that print nothing.
fn print(lines: &[Line]) -> Vec<String> {
    let lines = lines.iter().map(|line| &line.text);
    lines
        .filter(|text| !text.trim().is_empty())
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::{Filing, Memory, Name};
    use crate::testing::{CLEAN, check_schema};

    fn data(form: &str) -> ReportData {
        let filing = Filing::open(&Memory::new(), &Name::new("form.yaml"), form.as_bytes());
        ReportData::of(&filing.expect("a body").subject().expect("a form"))
    }

    #[test]
    fn totals_are_worked_out() {
        let data = data(CLEAN);
        let cells = data.tables.iter().flat_map(|table| &table.cells);
        let total = cells.clone().find(|cell| cell.total).expect("a total");
        assert!(!total.value.is_empty(), "{total:?}");
        assert!(cells.clone().all(|cell| !cell.label.is_empty()));
        assert!(
            data.json()
                .starts_with("{\n  \"notation\": \"urn:nianbao:data:1.0\"")
        );
    }

    #[test]
    fn the_schema_is_that_of_the_types() {
        check_schema::<ReportData>("data");
    }
}
