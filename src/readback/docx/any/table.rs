//! Tables as rows of cells, put on a grid; which columns each covers, `columns` says.

use std::collections::HashMap;

use super::bands::{PlacedCell, Unfolded, unfold};
use super::columns::ColumnReach;
use crate::readback::content::{ContentBlock, Stray};

/// The most columns of a table.
pub(super) const MAX_COLUMNS: usize = 512;
/// Paragraphs of a cell that those of cells below it are compared with; a cell has one.
const MAX_COMPARED: usize = 50;

/// How a cell stands to its neighbour, above it or on its left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CellJoin {
    #[default]
    Own,
    Continued,
}

/// A width: in twentieths of a point, or in parts of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CellWidth {
    pub in_parts: bool,
    pub amount: f64,
}

/// A cell as it stands in the file.
#[derive(Default)]
pub(super) struct CellDraft {
    pub blocks: Vec<ContentBlock>,
    /// Columns that it says to span.
    pub span: usize,
    pub width: Option<CellWidth>,
    pub above: CellJoin,
    pub left: CellJoin,
    pub deleted: bool,
    /// Whether its ground has a colour.
    pub shaded: bool,
}

/// A row as it stands in the file.
#[derive(Default)]
pub(super) struct RowDraft {
    pub cells: Vec<CellDraft>,
    /// Columns before the first cell and behind the last.
    pub before: usize,
    pub after: usize,
    pub before_width: Option<CellWidth>,
    pub hidden: bool,
    pub deleted: bool,
}

/// A table as it stands in the file.
#[derive(Default)]
pub(super) struct TableDraft {
    pub name: String,
    pub rows: Vec<RowDraft>,
    /// The widths of the columns, as the table says them.
    pub columns: Vec<f64>,
    /// Whether its ground has a colour.
    pub shaded: bool,
    /// Whether a row and a cell of it are open.
    pub in_row: bool,
    pub in_cell: bool,
}

impl TableDraft {
    /// The row that is open, or was last.
    pub fn row(&mut self) -> Option<&mut RowDraft> {
        self.rows.last_mut()
    }

    /// The cell that is open, or was last.
    pub fn cell(&mut self) -> Option<&mut CellDraft> {
        self.row()?.cells.last_mut()
    }

    /// Whether the ground of the cell that is open has a colour.
    pub fn is_on_colour(&self) -> bool {
        let cell = self.rows.last().and_then(|row| row.cells.last());
        self.shaded || cell.is_some_and(|cell| cell.shaded)
    }

    /// Ends the row that is open; one that is hidden or taken away is none.
    pub fn end_row(&mut self) {
        self.in_row = false;
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        row.cells.retain(|cell| !cell.deleted);
        if row.hidden || row.deleted || row.cells.is_empty() {
            self.rows.pop();
        }
    }

    /// What the table comes to: a grid, or what stands in cells that only lay it out.
    pub fn finish(mut self) -> Unfolded {
        self.join_leftwards();
        let places = self.find_columns();
        let ends = places.iter().filter_map(|row| row.last());
        let columns = ends.map(ColumnReach::end).max().unwrap_or_default();
        let mut placing = CellPlacing::default();
        let rows = self.rows.len();
        for (row, (draft, reaches)) in self.rows.into_iter().zip(&places).enumerate() {
            placing.place_row(row, draft, reaches, columns);
        }
        let mut unfolded = unfold(placing.cells, rows, self.name);
        unfolded.strays.extend(placing.strays);
        unfolded
    }

    /// Cells that continue the one on their left become part of it.
    fn join_leftwards(&mut self) {
        for row in &mut self.rows {
            let mut joined: Vec<CellDraft> = Vec::new();
            for mut cell in std::mem::take(&mut row.cells) {
                match joined.last_mut() {
                    Some(left) if cell.left == CellJoin::Continued => {
                        left.span = (left.span + cell.span).min(MAX_COLUMNS);
                        left.width = add_widths(left.width, cell.width);
                        left.blocks.append(&mut cell.blocks);
                    }
                    _ => joined.push(cell),
                }
            }
            row.cells = joined;
        }
    }
}

/// Cells as they are put on the grid, row by row.
#[derive(Default)]
struct CellPlacing {
    cells: Vec<PlacedCell>,
    /// The cell that is open downwards, by its column.
    open: HashMap<usize, usize>,
    strays: Vec<Stray>,
}

impl CellPlacing {
    /// Puts a row there; blank cells stand for the columns before and behind its own.
    fn place_row(&mut self, row: usize, draft: RowDraft, reaches: &[ColumnReach], columns: usize) {
        if let Some(first) = reaches.first()
            && first.column > 0
        {
            self.place(row, 0, first.column, Vec::new());
        }
        for (cell, reach) in draft.cells.into_iter().zip(reaches) {
            self.place_cell(row, cell, *reach);
        }
        if let Some(last) = reaches.last()
            && last.end() < columns
        {
            self.place(row, last.end(), columns - last.end(), Vec::new());
        }
    }

    fn place_cell(&mut self, row: usize, cell: CellDraft, reach: ColumnReach) {
        let ColumnReach { column, width } = reach;
        let open = self.open.get(&column);
        let above = open.and_then(|at| self.cells.get_mut(*at));
        if let Some(above) = above
            && cell.above == CellJoin::Continued
            && above.width == width
            && above.row + above.height == row
        {
            above.height += 1;
            above.take_below(cell.blocks, &mut self.strays);
            return;
        }
        self.open.insert(column, self.cells.len());
        self.place(row, column, width, cell.blocks);
    }

    fn place(&mut self, row: usize, column: usize, width: usize, blocks: Vec<ContentBlock>) {
        self.cells.push(PlacedCell {
            row,
            column,
            height: 1,
            width,
            blocks,
        });
    }
}

/// The width of two cells; none where they are not of one kind.
fn add_widths(left: Option<CellWidth>, right: Option<CellWidth>) -> Option<CellWidth> {
    let (left, right) = (left?, right?);
    (left.in_parts == right.in_parts).then_some(CellWidth {
        amount: left.amount + right.amount,
        ..left
    })
}

impl PlacedCell {
    /// Takes in what stands in a cell that continues this one. Programs do not show it.
    fn take_below(&mut self, blocks: Vec<ContentBlock>, strays: &mut Vec<Stray>) {
        for block in blocks {
            if let ContentBlock::Line(line) = block
                && !self.says(&line.text)
            {
                strays.push(Stray {
                    what: "看不见的文字",
                    page: None,
                    text: line.text,
                });
            }
        }
    }

    /// Whether one of its first paragraphs says this.
    fn says(&self, text: &str) -> bool {
        let mut blocks = self.blocks.iter().take(MAX_COMPARED);
        blocks.any(|block| matches!(block, ContentBlock::Line(own) if own.text == text))
    }
}
