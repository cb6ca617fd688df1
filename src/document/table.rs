//! The official tables with the report's numbers in them.

use super::{Row, TableBlock, TableCell};
use crate::report::Report;

/// The table of this index.
pub(super) fn table(report: &Report, index: usize) -> TableBlock {
    let data = &report.standard.tables[index];
    let printed = report.standard.printed(index);
    let rows = printed.rows.into_iter().map(|row| {
        let cells = row.into_iter().map(|cell| TableCell {
            text: cell.id.map_or(cell.label, |id| report.printed(id)),
            column: cell.column,
            width: cell.width,
            height: cell.height,
            role: cell.role,
            id: cell.id,
            place: cell.id.map(|id| report.place(id)),
        });
        Row {
            cells: cells.collect(),
        }
    });
    TableBlock {
        id: data.id.clone(),
        name: data.name.clone(),
        columns: printed.columns,
        stub: printed.stub,
        head: printed.head,
        rows: rows.collect(),
    }
}
