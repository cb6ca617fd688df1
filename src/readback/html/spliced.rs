//! Cells of data that hold tables: a table that fills a cell is cells of the table around it.

use super::Allowance;
use super::tables::LaidCell;
use crate::finding::Complaint;
use crate::readback::content::{ContentBlock, Grid, GridCell, Stray};

/// Where rows or columns begin when each has the room that the tables in it need.
struct Wider {
    starts: Vec<usize>,
}

impl Wider {
    /// Of cells by their first row or column, how many they span and how many they need.
    fn of(count: usize, needs: impl Iterator<Item = Need>) -> Self {
        let mut room = vec![1; count];
        for need in needs {
            // What is missing is given to the last of them.
            let own = need.span.saturating_sub(1);
            if let Some(last) = room.get_mut(need.from + own) {
                *last = need.cells.saturating_sub(own).max(*last);
            }
        }
        let mut starts = vec![0];
        for room in room {
            starts.push(starts.last().copied().unwrap_or_default() + room);
        }
        Self { starts }
    }

    fn at(&self, edge: usize) -> usize {
        self.starts.get(edge).copied().unwrap_or_default()
    }
}

/// What a cell needs in one direction.
struct Need {
    from: usize,
    span: usize,
    cells: usize,
}

/// The table that alone fills a cell.
fn alone(cell: &LaidCell) -> Option<&Grid> {
    match cell.blocks.as_slice() {
        [ContentBlock::Table(grid)] => Some(grid),
        _ => None,
    }
}

fn height(grid: &Grid) -> usize {
    grid.cells
        .iter()
        .map(|cell| cell.row + cell.height)
        .max()
        .unwrap_or_default()
}

fn width(grid: &Grid) -> usize {
    grid.cells
        .iter()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default()
}

/// The cells of a table, with the cells of the tables that fill one.
pub(super) fn spliced(
    cells: Vec<LaidCell>,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<Vec<GridCell>, Complaint> {
    // A table that begins further down on the page begins here with its first row.
    let top = cells.iter().map(|cell| cell.row).min().unwrap_or_default();
    let rows = cells
        .iter()
        .map(|cell| cell.row - top + cell.height)
        .max()
        .unwrap_or_default();
    let columns = cells
        .iter()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default();
    left.work(rows + columns)?;
    let in_rows = cells.iter().filter_map(|cell| {
        let cells = height(alone(cell)?);
        Some(Need {
            from: cell.row - top,
            span: cell.height,
            cells,
        })
    });
    let in_columns = cells.iter().filter_map(|cell| {
        let cells = width(alone(cell)?);
        Some(Need {
            from: cell.column,
            span: cell.width,
            cells,
        })
    });
    let down = Wider::of(rows, in_rows);
    let across = Wider::of(columns, in_columns);
    let mut out = Vec::new();
    for cell in cells {
        let (row, bottom) = (
            down.at(cell.row - top),
            down.at(cell.row - top + cell.height),
        );
        let (column, right) = (across.at(cell.column), across.at(cell.column + cell.width));
        let place = GridCell {
            row,
            column,
            ..GridCell::default()
        };
        let place = GridCell {
            height: bottom - row,
            width: right - column,
            ..place
        };
        match <[ContentBlock; 1]>::try_from(cell.blocks) {
            Ok([ContentBlock::Table(grid)]) => {
                left.work(grid.cells.len())?;
                out.extend(fitted(grid, &place));
            }
            other => {
                let text = flat(other.map_or_else(|blocks| blocks, Vec::from), strays, left)?;
                out.push(GridCell { text, ..place });
            }
        }
    }
    out.sort_by_key(|cell| (cell.row, cell.column));
    Ok(out)
}

/// The cells of a table in the place of a cell that is as large as it, or larger: the last
/// row and column are the larger for it.
fn fitted(grid: Grid, place: &GridCell) -> Vec<GridCell> {
    let (rows, columns) = (height(&grid), width(&grid));
    let fit = |mut cell: GridCell| {
        if cell.row + cell.height == rows {
            cell.height = place.height - cell.row;
        }
        if cell.column + cell.width == columns {
            cell.width = place.width - cell.column;
        }
        cell.row += place.row;
        cell.column += place.column;
        cell
    };
    grid.cells.into_iter().map(fit).collect()
}

/// What stands in a cell as its text, a line feed between paragraphs.
fn flat(
    blocks: Vec<ContentBlock>,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<String, Complaint> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            // Where blanks are drawn between letters of a label, they keep nothing apart.
            ContentBlock::Line(line) => lines.push(line.text.replace('\t', " ")),
            ContentBlock::Table(grid) => lines.push(rows(&grid)),
            ContentBlock::Figure(figure) => {
                let text = figure.alt.unwrap_or_default();
                strays.push(Stray {
                    what: "表格里的图片",
                    page: None,
                    text,
                });
            }
        }
    }
    let text = lines.join("\n");
    left.work(text.len())?;
    Ok(text)
}

/// A table as text: its rows as lines.
fn rows(grid: &Grid) -> String {
    let mut text = String::new();
    let mut row = 0;
    for cell in &grid.cells {
        let between = if cell.row > row { "\n" } else { " " };
        if !text.is_empty() && !cell.text.is_empty() {
            text.push_str(between);
            row = cell.row;
        }
        text.push_str(&cell.text);
    }
    text
}
