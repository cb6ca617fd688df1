//! The official tables as printed: cells with spans, derived from the tree of labels.
//!
//! Labels and the cells that numbers go into, but no numbers: documents fill
//! in the report's, blank workbooks noughts and formulas.

use super::{Axis, CellId, Layout, Node, Standard, Table};

/// A table as rows of cells on a grid of columns, tiled without gaps.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Columns of the grid.
    pub columns: usize,
    /// How many of them hold labels.
    pub stub: usize,
    /// How many leading rows are its head.
    pub head: usize,
    /// The cells that start in each row, from left to right.
    pub rows: Vec<Vec<PrintedCell>>,
}

/// A cell of a printed table.
#[derive(Clone, Debug)]
pub struct PrintedCell {
    /// The label; empty for a number.
    pub label: String,
    /// What counts there, with its source; empty where the label says all.
    pub counts: String,
    /// What it is.
    pub role: Role,
    /// Its first column.
    pub column: usize,
    /// Columns that it spans.
    pub width: usize,
    /// Rows that it spans.
    pub height: usize,
    /// The cell whose number goes there.
    pub id: Option<CellId>,
}

/// What a cell of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title of a block of rows.
    Band,
    /// The corner over the labels of rows.
    Corner,
    /// The label of columns.
    Head,
    /// The label of rows.
    Stub,
    /// A number.
    Number,
}

impl Standard {
    /// The table of this index as printed.
    pub fn printed(&self, table: usize) -> Printed {
        let data = &self.tables[table];
        match data.layout {
            Layout::Blocks => blocks(table, data),
            Layout::Grid => grid(table, data),
            Layout::Across => across(table, data),
        }
    }
}

fn cell(role: Role, label: &str, column: usize, width: usize, height: usize) -> PrintedCell {
    let (label, counts) = (label.to_owned(), String::new());
    PrintedCell {
        label,
        counts,
        role,
        column,
        width,
        height,
        id: None,
    }
}

/// The label of a row or column, or of a group of them.
fn label(role: Role, node: &Node, column: usize, width: usize, height: usize) -> PrintedCell {
    PrintedCell {
        counts: node.counts.clone(),
        ..cell(role, &node.label, column, width, height)
    }
}

fn number(id: CellId, column: usize, width: usize) -> PrintedCell {
    PrintedCell {
        id: Some(id),
        ..cell(Role::Number, "", column, width, 1)
    }
}

/// Bands, heads and rows below each other.
fn blocks(table: usize, data: &Table) -> Printed {
    let columns = 1 + data.width;
    let mut rows = Vec::new();
    for (part, p) in data.parts.iter().enumerate() {
        if let Some(band) = &p.band {
            rows.push(vec![cell(Role::Band, band, 0, columns, 1)]);
        }
        let spans = place_columns(&p.columns, 1);
        let mut head = vec![cell(Role::Corner, &data.corner, 0, 1, 1)];
        for (node, span) in p.columns.leaf_nodes().into_iter().zip(&spans) {
            head.push(label(Role::Head, node, span.start, span.width, 1));
        }
        rows.push(head);
        for (row, node) in p.rows.leaf_nodes().into_iter().enumerate() {
            let mut cells = vec![label(Role::Stub, node, 0, 1, 1)];
            for (column, span) in spans.iter().enumerate() {
                let id = CellId {
                    table,
                    part,
                    row,
                    column,
                };
                cells.push(number(id, span.start, span.width));
            }
            rows.push(cells);
        }
    }
    Printed {
        columns,
        stub: 1,
        head: 0,
        rows,
    }
}

/// One head over one stub.
fn grid(table: usize, data: &Table) -> Printed {
    let part = &data.parts[0];
    let (stub, head) = (part.rows.depth, part.columns.depth);
    let mut rows = head_rows(&part.columns.roots, stub, head);
    rows[0].insert(0, cell(Role::Corner, &data.corner, 0, stub, head));
    let first = rows.len();
    rows.extend(part.rows.leaves.iter().map(|_| Vec::new()));
    push_labels(&part.rows, &part.rows.roots, 0, &mut rows[first..]);
    for row in 0..part.rows.leaves.len() {
        for column in 0..part.columns.leaves.len() {
            let id = CellId {
                table,
                part: 0,
                row,
                column,
            };
            rows[first + row].push(number(id, stub + column, 1));
        }
    }
    Printed {
        columns: stub + data.width,
        stub,
        head,
        rows,
    }
}

/// The labels of rows, deeper levels to the right; a leaf reaches to the numbers.
fn push_labels(axis: &Axis, nodes: &[Node], level: usize, rows: &mut [Vec<PrintedCell>]) {
    for node in nodes {
        let leaves = node.leaves();
        let width = if node.children.is_empty() {
            axis.depth - level
        } else {
            1
        };
        rows[leaves.start].push(label(Role::Stub, node, level, width, leaves.len()));
        push_labels(axis, &node.children, level + 1, rows);
    }
}

/// The rows of a head tree; a leaf reaches down to the last row.
fn head_rows(roots: &[Node], column: usize, depth: usize) -> Vec<Vec<PrintedCell>> {
    let mut rows = vec![Vec::new(); depth];
    let mut at = column;
    for node in roots {
        let height = if node.children.is_empty() { depth } else { 1 };
        rows[0].push(label(Role::Head, node, at, node.width(), height));
        if !node.children.is_empty() {
            let below = head_rows(&node.children, at, depth - 1);
            for (row, cells) in rows[1..].iter_mut().zip(below) {
                row.extend(cells);
            }
        }
        at += node.width();
    }
    rows
}

/// All rows side by side: the rows' tree is the head, its leaves carry the columns.
fn across(table: usize, data: &Table) -> Printed {
    let part = &data.parts[0];
    let columns = part.columns.leaves.len();
    let head = part.rows.depth + 1;
    let mut rows = vec![Vec::new(); head];
    for node in &part.rows.roots {
        push_across(node, 0, &part.columns, &mut rows);
    }
    for row in &mut rows {
        row.sort_by_key(|cell| cell.column);
    }
    let mut numbers = Vec::new();
    for row in 0..part.rows.leaves.len() {
        for column in 0..columns {
            let id = CellId {
                table,
                part: 0,
                row,
                column,
            };
            numbers.push(number(id, row * columns + column, 1));
        }
    }
    rows.push(numbers);
    Printed {
        columns: data.width,
        stub: 0,
        head,
        rows,
    }
}

/// The labels of a row or group at a level of the head; below a row those of its columns, which
/// reach down to the numbers.
fn push_across(node: &Node, level: usize, columns: &Axis, rows: &mut [Vec<PrintedCell>]) {
    let leaves = node.leaves();
    let count = columns.leaves.len();
    let start = leaves.start * count;
    rows[level].push(label(Role::Head, node, start, leaves.len() * count, 1));
    if node.children.is_empty() {
        let height = rows.len() - level - 1;
        for (index, column) in columns.leaf_nodes().into_iter().enumerate() {
            rows[level + 1].push(label(Role::Head, column, start + index, 1, height));
        }
    }
    for child in &node.children {
        push_across(child, level + 1, columns, rows);
    }
}

/// The printed columns that a column of the tree takes.
struct ColumnSpan {
    start: usize,
    width: usize,
}

/// The printed columns of all at the top of the tree, one after the other from a start.
fn place_columns(axis: &Axis, start: usize) -> Vec<ColumnSpan> {
    let mut spans = Vec::with_capacity(axis.roots.len());
    let mut start = start;
    for node in &axis.roots {
        let width = node.width();
        spans.push(ColumnSpan { start, width });
        start += width;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;

    /// Draws which cell covers each place of the grid; every place must be covered once.
    fn check(format: &str, index: usize, expected_size: (usize, usize)) -> Printed {
        let table = builtin(format).unwrap().printed(index);
        let mut covered = vec![vec![0; table.columns]; table.rows.len()];
        for (y, row) in table.rows.iter().enumerate() {
            assert!(row.windows(2).all(|w| w[0].column < w[1].column));
            for cell in row {
                for line in &mut covered[y..y + cell.height] {
                    for place in &mut line[cell.column..cell.column + cell.width] {
                        *place += 1;
                    }
                }
            }
        }
        assert!(
            covered.iter().flatten().all(|&n| n == 1),
            "{format} {index}: {covered:?}"
        );
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
        let outcome = requests
            .rows
            .iter()
            .flatten()
            .find(|c| c.label == "三、本年度办理结果")
            .unwrap();
        assert_eq!((outcome.column, outcome.width, outcome.height), (0, 1, 22));
        let total = requests
            .rows
            .iter()
            .flatten()
            .find(|c| c.label == "总计")
            .unwrap();
        assert_eq!((total.column, total.width, total.height), (9, 1, 2));
    }
}
