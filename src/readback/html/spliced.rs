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
    fn of(count: usize, needs: &[Need]) -> Self {
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

/// What the cells that a table fills need, in both directions.
#[derive(Default)]
struct Needs {
    down: Vec<Need>,
    across: Vec<Need>,
}

impl Needs {
    /// Of cells whose table begins with a row of the page.
    fn of(cells: &[LaidCell], top: usize) -> Self {
        let mut needs = Self::default();
        for cell in cells {
            let [ContentBlock::Table(grid)] = cell.blocks.as_slice() else {
                continue;
            };
            needs.down.push(Need {
                from: cell.row - top,
                span: cell.height,
                cells: count_rows(&grid.cells),
            });
            needs.across.push(Need {
                from: cell.column,
                span: cell.width,
                cells: count_columns(&grid.cells),
            });
        }
        needs
    }
}

/// How many rows cells reach over.
pub(super) fn count_rows(cells: &[GridCell]) -> usize {
    let ends = cells.iter().map(|cell| cell.row + cell.height);
    ends.max().unwrap_or_default()
}

/// How many columns they reach over.
pub(super) fn count_columns(cells: &[GridCell]) -> usize {
    let ends = cells.iter().map(|cell| cell.column + cell.width);
    ends.max().unwrap_or_default()
}

/// The cells of a table, with the cells of the tables that fill one.
pub(super) fn splice(
    cells: Vec<LaidCell>,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<Vec<GridCell>, Complaint> {
    // A table that begins further down on the page begins here with its first row.
    let top = cells.iter().map(|cell| cell.row).min().unwrap_or_default();
    let bottoms = cells.iter().map(|cell| cell.row - top + cell.height);
    let rows = bottoms.max().unwrap_or_default();
    let rights = cells.iter().map(|cell| cell.column + cell.width);
    let columns = rights.max().unwrap_or_default();
    left.spend_work(rows + columns)?;
    let needs = Needs::of(&cells, top);
    let down = Wider::of(rows, &needs.down);
    let across = Wider::of(columns, &needs.across);
    let mut out = Vec::new();
    for cell in cells {
        let (first, last) = (cell.row - top, cell.row - top + cell.height);
        let (row, bottom) = (down.at(first), down.at(last));
        let (column, right) = (across.at(cell.column), across.at(cell.column + cell.width));
        let place = GridCell {
            row,
            column,
            height: bottom - row,
            width: right - column,
            ..GridCell::default()
        };
        match <[ContentBlock; 1]>::try_from(cell.blocks) {
            Ok([ContentBlock::Table(grid)]) => {
                left.spend_work(grid.cells.len())?;
                fit_into(grid, &place, &mut out);
            }
            Ok([block]) => {
                let text = flatten(vec![block], strays, left)?;
                out.push(GridCell { text, ..place });
            }
            Err(blocks) => {
                let text = flatten(blocks, strays, left)?;
                out.push(GridCell { text, ..place });
            }
        }
    }
    out.sort_by_key(|cell| (cell.row, cell.column));
    Ok(out)
}

/// The cells of a table in the place of a cell that is as large as it, or larger: the last
/// row and column are the larger for it.
fn fit_into(grid: Grid, place: &GridCell, out: &mut Vec<GridCell>) {
    let (rows, columns) = (count_rows(&grid.cells), count_columns(&grid.cells));
    for mut cell in grid.cells {
        if cell.row + cell.height == rows {
            cell.height = place.height - cell.row;
        }
        if cell.column + cell.width == columns {
            cell.width = place.width - cell.column;
        }
        cell.row += place.row;
        cell.column += place.column;
        out.push(cell);
    }
}

/// What stands in a cell as its text, a line feed between paragraphs.
fn flatten(
    blocks: Vec<ContentBlock>,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<String, Complaint> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            // Where blanks are drawn between letters of a label, they keep nothing apart.
            ContentBlock::Line(line) => lines.push(line.text.replace('\t', " ")),
            ContentBlock::Table(grid) => lines.push(flatten_table(&grid)),
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
    left.spend_work(text.len())?;
    Ok(text)
}

/// A table as text: its rows as lines.
fn flatten_table(grid: &Grid) -> String {
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
