//! Last year's report beside this year's: which cell is which.

use crate::report::Report;
use crate::standard::CellId;

/// The cell of last year's report that has the same table, row and column by
/// their ids; none where its format has no such cell.
pub(super) fn same_cell(report: &Report, last: &Report, id: CellId) -> Option<CellId> {
    let table = &report.standard.tables[id.table];
    let part = &table.parts[id.part];
    find(last, &table.id, &part.rows.leaves[id.row].id, &part.columns.leaves[id.column].id)
}

/// The cell of these ids.
pub(super) fn find(report: &Report, table: &str, row: &str, column: &str) -> Option<CellId> {
    let index = report.standard.tables.iter().position(|t| t.id == table)?;
    report.standard.tables[index].parts.iter().enumerate().find_map(|(part, p)| {
        let row = p.rows.leaves.iter().position(|leaf| leaf.id == row)?;
        let column = p.columns.leaves.iter().position(|leaf| leaf.id == column)?;
        Some(CellId { table: index, part, row, column })
    })
}
