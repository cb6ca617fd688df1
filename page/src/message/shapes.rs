//! How a format is built, as the script draws its grid.

use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// How a format is built.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct Shape {
    /// The format.
    pub format: String,
    /// The notice that prescribes it.
    pub source: String,
    /// Its tables.
    pub tables: Vec<TableShape>,
    /// Its cells, in the order of a view's.
    pub cells: Vec<CellShape>,
    /// The keys outside the tables, in the form's order.
    pub fields: Vec<FieldShape>,
    /// Who may apply, as a ledger names them.
    pub applicants: Vec<String>,
    /// How requests are done, as a ledger names it.
    pub outcomes: Vec<String>,
}

/// A table as printed.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct TableShape {
    /// Its key.
    pub key: String,
    /// What it shows.
    pub name: String,
    /// The heading of its section.
    pub section: String,
    /// Columns of the grid.
    pub columns: usize,
    /// How many of them hold labels.
    pub stub: usize,
    /// How many leading rows are its head.
    pub head: usize,
    /// The rows of cells.
    pub rows: Vec<Vec<PrintedShape>>,
}

/// A cell of a printed table.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct PrintedShape {
    /// Its words; empty for a number.
    pub label: String,
    /// `band`, `corner`, `head`, `stub` or `number`.
    pub role: &'static str,
    /// Its first column.
    pub column: usize,
    /// Columns that it spans.
    pub width: usize,
    /// Rows that it spans.
    pub height: usize,
    /// The index of the number's cell.
    pub cell: Option<usize>,
}

/// A number of a table.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct CellShape {
    /// Its path in the form.
    pub path: String,
    /// Its words on the official form.
    pub label: String,
    /// What counts there, with its source; a line each.
    pub counts: Vec<String>,
    /// The unit of its numbers.
    pub unit: String,
    /// Whether it is a total, which is left to the program.
    pub total: bool,
}

/// A key outside the tables.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct FieldShape {
    /// Its path.
    pub path: String,
    /// The group or the text that it belongs to.
    pub top: String,
    /// `text`, `date`, `yes-no`, `narrative` and so on.
    pub kind: &'static str,
    /// What to write there.
    pub help: String,
    /// Whether few agencies need it.
    pub folded: bool,
}
