//! Which format the tables of a workbook are of, and which are of another.

use std::sync::Arc;

use super::lexicon::Lexicon;
use super::tables::FoundTable;
use super::{CellPos, Cells, leaves, tables};
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

/// A table of another format.
pub struct ForeignTable {
    /// The table's key, which both formats have.
    pub key: String,
    /// Where it stands.
    pub at: At,
    /// The sheet.
    pub sheet: usize,
    /// What is told of it; none where it was told of another one.
    pub finding: Option<Finding>,
}

/// Leaves out the tables of another format, and gives what is told of them.
pub fn leave_out_foreign(
    file: &Arc<str>,
    sheets: &[impl Cells],
    library: &Library,
    standard: &Standard,
    found: &mut Vec<FoundTable>,
) -> Vec<ForeignTable> {
    let lacking: Vec<usize> = (0..standard.tables.len())
        .filter(|&table| lacks_rows(standard, table, found))
        .collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let views = view_in_others(sheets, library, standard);
    let mut foreign = Vec::new();
    // One format written for another is one mistake, however many tables it has.
    let mut told: Vec<String> = Vec::new();
    for index in lacking {
        let table = &standard.tables[index];
        let own = leaves(found, Some(index));
        let theirs = views.iter().filter_map(|view| view.find(&table.key));
        let fuller = theirs.filter(|theirs| theirs.rows > own);
        let Some(best) = fuller.max_by_key(|theirs| theirs.rows) else {
            continue;
        };
        let place = Place::at(file, sheets[best.sheet].at(best.label))
            .named(table.key.as_str(), table.name.as_str());
        let at = place.at.clone();
        let finding = (!told.contains(best.format))
            .then(|| tell_foreign(best.format, &standard.format, &table.name, place));
        told.push(best.format.clone());
        foreign.push(ForeignTable {
            key: table.key.clone(),
            at,
            sheet: best.sheet,
            finding,
        });
        found.retain(|found| found.table != index);
    }
    foreign
}

/// Whether not even half of a table's rows were found.
fn lacks_rows(standard: &Standard, table: usize, found: &[FoundTable]) -> bool {
    let parts = standard.tables[table].parts.iter();
    let rows: usize = parts.map(|part| part.rows.leaves.len()).sum();
    leaves(found, Some(table)) * 2 < rows
}

/// The sheets as another format sees them.
struct FormatView {
    standard: Arc<Standard>,
    found: Vec<FoundTable>,
}

/// A table that another format sees.
struct ForeignView<'v> {
    format: &'v String,
    rows: usize,
    sheet: usize,
    /// The label of its first row.
    label: CellPos,
}

fn view_in_others(
    sheets: &[impl Cells],
    library: &Library,
    standard: &Standard,
) -> Vec<FormatView> {
    let mut views = Vec::new();
    for other in library.all() {
        if other.format != standard.format {
            let found = tables(sheets, &other, &Lexicon::new(&other));
            views.push(FormatView {
                standard: other,
                found,
            });
        }
    }
    views
}

impl FormatView {
    /// The table of this key, where one is seen.
    fn find(&self, key: &str) -> Option<ForeignView<'_>> {
        let table = self
            .standard
            .tables
            .iter()
            .position(|table| table.key == key)?;
        let first = self.found.iter().find(|found| found.table == table)?;
        Some(ForeignView {
            format: &self.standard.format,
            rows: leaves(&self.found, Some(table)),
            sheet: first.sheet,
            label: first.lines.first()?.label,
        })
    }
}

fn tell_foreign(theirs: &str, own: &str, table: &str, place: Place) -> Finding {
    let message = format!("这张表是 {theirs} 格式的，{own} 格式的“{table}”与它不同");
    let hint = format!(
        "“格式”或“年度”写错的，改回来（{theirs} 格式）；\
         都没有错，用 nianbao new --year 另建一张 {theirs} 格式的填报表，把数抄过去"
    );
    Finding::new(Code::WrongFormat, message, place).hint(hint)
}
