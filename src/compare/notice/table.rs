//! The table of a notice: what stood in the cells that changed, and what stands there now.

use super::NoticeTemplate;
use crate::compare::Comparison;
use crate::document::{Role, Row, TableBlock, TableCell};
use crate::report::Report;
use crate::report::changes::{CellChange, Change, How};

/// The cells that changed, table by table; none where none did.
pub(super) fn corrections(
    template: &NoticeTemplate,
    comparison: &Comparison,
    new: &Report,
) -> Option<TableBlock> {
    let NoticeTemplate {
        item,
        before,
        after,
        ..
    } = template;
    let cells: Vec<&CellChange> = comparison
        .cells()
        .filter(|cell| cell.how != How::Stated)
        .collect();
    let values: Vec<Row> = comparison.changes.iter().filter_map(value_row).collect();
    if cells.is_empty() && values.is_empty() {
        return None;
    }
    let heads = [Role::Corner, Role::Head, Role::Head];
    let mut rows = vec![row([item, before, after], heads)];
    for table in &new.standard.tables {
        let mut own = cells
            .iter()
            .filter(|cell| cell.table == table.id)
            .peekable();
        if own.peek().is_some() {
            rows.push(band(&table.name));
        }
        rows.extend(own.map(|cell| cell_row(cell)));
    }
    rows.extend(values);
    Some(TableBlock {
        id: "corrections".into(),
        name: template.numbers.clone(),
        columns: 3,
        stub: 1,
        head: 1,
        rows,
    })
}

/// The short values that are told in a table of corrections: what only steers the program is not,
/// and what stands in the running text is told there.
const VALUES_TOLD: [&str; 2] = ["成文日期", "索引号"];

/// The row of a short value that changed; none where it is not told in a table.
fn value_row(change: &Change) -> Option<Row> {
    let Change::Value { path, old, new } = change else {
        return None;
    };
    if !VALUES_TOLD.contains(&path.as_str()) {
        return None;
    }
    let old = old.as_deref().unwrap_or("—");
    let new = new.as_deref().unwrap_or("—");
    Some(row([&path.replace('.', ""), old, new], NUMBERS))
}

/// What the cells of a row hold that tells a change.
const NUMBERS: [Role; 3] = [Role::Stub, Role::Number, Role::Number];

/// The row of a cell that changed.
fn cell_row(cell: &CellChange) -> Row {
    row([&cell.label, &cell.printed_old, &cell.printed_new], NUMBERS)
}

/// The row that names a table, over those of its cells.
fn band(name: &str) -> Row {
    let cell = TableCell {
        width: 3,
        ..cell(name, 0, Role::Band)
    };
    Row { cells: vec![cell] }
}

fn cell(text: &str, column: usize, role: Role) -> TableCell {
    TableCell {
        text: text.to_owned(),
        column,
        width: 1,
        height: 1,
        role,
        id: None,
        place: None,
    }
}

fn row(texts: [&str; 3], roles: [Role; 3]) -> Row {
    Row {
        cells: texts
            .into_iter()
            .zip(roles)
            .enumerate()
            .map(|(column, (text, role))| cell(text, column, role))
            .collect(),
    }
}
