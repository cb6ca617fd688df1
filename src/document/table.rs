//! The official tables with the report's numbers in them.

use super::{Row, TableBlock, TableCell};
use crate::report::Report;
use crate::standard::PrintedCell;

/// The table of this index.
pub(super) fn bind_table(report: &Report, index: usize) -> TableBlock {
    let data = &report.standard.tables[index];
    let printed = report.standard.printed(index);
    let mut rows = Vec::with_capacity(printed.rows.len());
    for row in printed.rows {
        let cells = row
            .into_iter()
            .map(|cell| bind_cell(report, cell))
            .collect();
        rows.push(Row { cells });
    }
    TableBlock {
        id: data.id.clone(),
        name: data.name.clone(),
        columns: printed.columns,
        stub: printed.stub,
        head: printed.head,
        rows,
    }
}

fn bind_cell(report: &Report, cell: PrintedCell) -> TableCell {
    let text = match cell.id {
        Some(id) => report.printed(id),
        None => cell.label,
    };
    TableCell {
        text,
        column: cell.column,
        width: cell.width,
        height: cell.height,
        role: cell.role,
        id: cell.id,
        place: cell.id.map(|id| report.place(id)),
    }
}
