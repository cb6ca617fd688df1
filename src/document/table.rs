//! The official tables as rows of cells with spans, derived from the standard.

use super::{Cell, Role, Row, Table};
use crate::report::Report;
use crate::standard::{self, Axis, CellId, Layout, Node};

/// The table of this index with the report's numbers in it.
pub(super) fn table(report: &Report, index: usize) -> Table {
    let data = &report.standard.tables[index];
    match data.layout {
        Layout::Blocks => blocks(report, index, data),
        Layout::Grid => grid(report, index, data),
        Layout::Across => across(report, index, data),
    }
}

fn cell(role: Role, text: &str, column: usize, width: usize, height: usize) -> Cell {
    Cell { text: text.to_owned(), column, width, height, role, id: None, place: None }
}

fn number(report: &Report, id: CellId, column: usize, width: usize) -> Cell {
    Cell { id: Some(id), place: Some(report.place(id)), ..cell(Role::Number, &report.printed(id), column, width, 1) }
}

/// Bands, heads and rows below each other.
fn blocks(report: &Report, table: usize, data: &standard::Table) -> Table {
    let columns = 1 + data.width;
    let mut rows = Vec::new();
    for (part, p) in data.parts.iter().enumerate() {
        if let Some(band) = &p.band {
            rows.push(Row { cells: vec![cell(Role::Band, band, 0, columns, 1)] });
        }
        let spans: Vec<(usize, usize)> = placed(&p.columns.roots.iter().map(Node::width).collect::<Vec<_>>(), 1);
        let mut head = vec![cell(Role::Corner, &data.corner, 0, 1, 1)];
        head.extend(
            p.columns.leaves.iter().zip(&spans).map(|(l, &(at, width))| cell(Role::Head, &l.label, at, width, 1)),
        );
        rows.push(Row { cells: head });
        for (row, leaf) in p.rows.leaves.iter().enumerate() {
            let mut cells = vec![cell(Role::Stub, &leaf.label, 0, 1, 1)];
            cells.extend(
                spans
                    .iter()
                    .enumerate()
                    .map(|(column, &(at, width))| number(report, CellId { table, part, row, column }, at, width)),
            );
            rows.push(Row { cells });
        }
    }
    Table { id: data.id.clone(), name: data.name.clone(), columns, stub: 1, head: 0, rows }
}

/// One head over one stub.
fn grid(report: &Report, table: usize, data: &standard::Table) -> Table {
    let part = &data.parts[0];
    let (stub, head) = (part.rows.depth, part.columns.depth);
    let mut rows = head_rows(&part.columns.roots, stub, head);
    rows[0].cells.insert(0, cell(Role::Corner, &data.corner, 0, stub, head));
    let first = rows.len();
    rows.extend(part.rows.leaves.iter().map(|_| Row::default()));
    labels(&part.rows, &part.rows.roots, 0, &mut rows[first..]);
    for row in 0..part.rows.leaves.len() {
        for column in 0..part.columns.leaves.len() {
            rows[first + row].cells.push(number(report, CellId { table, part: 0, row, column }, stub + column, 1));
        }
    }
    Table { id: data.id.clone(), name: data.name.clone(), columns: stub + data.width, stub, head, rows }
}

/// The labels of rows, deeper levels to the right; a leaf reaches to the numbers.
fn labels(axis: &Axis, nodes: &[Node], level: usize, rows: &mut [Row]) {
    for node in nodes {
        let leaves = node.leaves();
        let width = if node.children.is_empty() { axis.depth - level } else { 1 };
        rows[leaves.start].cells.push(cell(Role::Stub, &node.label, level, width, leaves.len()));
        labels(axis, &node.children, level + 1, rows);
    }
}

/// The rows of a head tree; a leaf reaches down to the last row.
fn head_rows(roots: &[Node], column: usize, depth: usize) -> Vec<Row> {
    let mut rows = vec![Row::default(); depth];
    let mut at = column;
    for node in roots {
        let height = if node.children.is_empty() { depth } else { 1 };
        rows[0].cells.push(cell(Role::Head, &node.label, at, node.width(), height));
        if !node.children.is_empty() {
            for (row, below) in rows[1..].iter_mut().zip(head_rows(&node.children, at, depth - 1)) {
                row.cells.extend(below.cells);
            }
        }
        at += node.width();
    }
    rows
}

/// All rows side by side: the rows' tree is the head, its leaves carry the columns.
fn across(report: &Report, table: usize, data: &standard::Table) -> Table {
    let part = &data.parts[0];
    let columns = part.columns.leaves.len();
    let head = part.rows.depth + 1;
    let mut rows = vec![Row::default(); head];
    let mut pending: Vec<(&Node, usize)> = part.rows.roots.iter().rev().map(|n| (n, 0)).collect();
    while let Some((node, level)) = pending.pop() {
        let leaves = node.leaves();
        rows[level].cells.push(cell(Role::Head, &node.label, leaves.start * columns, leaves.len() * columns, 1));
        if node.children.is_empty() {
            for (i, leaf) in part.columns.leaves.iter().enumerate() {
                let at = leaves.start * columns + i;
                rows[level + 1].cells.push(cell(Role::Head, &leaf.label, at, 1, head - level - 1));
            }
        }
        pending.extend(node.children.iter().rev().map(|child| (child, level + 1)));
    }
    for row in &mut rows {
        row.cells.sort_by_key(|c| c.column);
    }
    let numbers = (0..part.rows.leaves.len()).flat_map(|row| (0..columns).map(move |column| (row, column)));
    rows.push(Row {
        cells: numbers
            .map(|(row, column)| number(report, CellId { table, part: 0, row, column }, row * columns + column, 1))
            .collect(),
    });
    Table { id: data.id.clone(), name: data.name.clone(), columns: data.width, stub: 0, head, rows }
}

/// Widths one after the other from a start: the place and width of each.
fn placed(widths: &[usize], start: usize) -> Vec<(usize, usize)> {
    let mut at = start;
    let mut place = |width: usize| {
        at += width;
        (at - width, width)
    };
    widths.iter().map(|&width| place(width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Place, Placed};
    use crate::standard::builtin;

    /// Draws which cell covers each place of the grid; every place must be covered once.
    fn check(format: &str, index: usize, expected_size: (usize, usize)) -> Table {
        let report = Report::new(
            builtin(format).unwrap(),
            "f".into(),
            Placed::new("甲".into(), Place::default()),
            Placed::new(2023, Place::default()),
        );
        let table = table(&report, index);
        let mut covered = vec![vec![0; table.columns]; table.rows.len()];
        for (y, row) in table.rows.iter().enumerate() {
            assert!(row.cells.windows(2).all(|w| w[0].column < w[1].column));
            for cell in &row.cells {
                for line in &mut covered[y..y + cell.height] {
                    for place in &mut line[cell.column..cell.column + cell.width] {
                        *place += 1;
                    }
                }
            }
        }
        assert!(covered.iter().flatten().all(|&n| n == 1), "{format} {index}: {covered:?}");
        assert_eq!((table.rows.len(), table.columns), expected_size);
        table
    }

    #[test]
    fn the_official_tables_tile() {
        check("2021", 0, (14, 4));
        check("2019", 0, (18, 4));
        check("2019", 1, (26, 10));
        check("2021", 2, (4, 15));
        check("2019", 2, (4, 15));
        let requests = check("2021", 1, (28, 10));
        assert_eq!((requests.head, requests.stub), (3, 3));
        let outcome = requests.rows.iter().flat_map(|r| &r.cells).find(|c| c.text == "三、本年度办理结果").unwrap();
        assert_eq!((outcome.column, outcome.width, outcome.height), (0, 1, 22));
        let total = requests.rows.iter().flat_map(|r| &r.cells).find(|c| c.text == "总计").unwrap();
        assert_eq!((total.column, total.width, total.height), (9, 1, 2));
    }
}
