//! Tables as rows of cells, put on a grid.
//!
//! Cells say how many columns they span. Where rows come to different sums, programs go by
//! the cells' widths, and so does this: edges of rows that lie near each other are one.

use std::collections::HashMap;

use super::bands::{PlacedCell, Unfolded, unfold};
use crate::readback::content::{ContentBlock, ContentLine, Stray};

/// The most columns of a table.
pub(super) const MAX_COLUMNS: usize = 512;
/// How far apart two edges that are one may lie, in parts of the widest row: the table is
/// 160 mm wide, and a column of one figure 8 mm.
const SAME_EDGE: f64 = 1.0 / 90.0;

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
        let places = self.by_spans();
        let places = self.without_slivers(&places).unwrap_or(places);
        let places = if has_one_end(&places) {
            places
        } else {
            self.by_widths().unwrap_or(places)
        };
        let columns = places
            .iter()
            .filter_map(|row| row.last())
            .map(ColumnReach::end)
            .max();
        let columns = columns.unwrap_or_default();
        let mut strays = Vec::new();
        let mut cells: Vec<PlacedCell> = Vec::new();
        // The cell that is open downwards, by its column.
        let mut last: HashMap<usize, usize> = HashMap::new();
        let rows = self.rows.len();
        for (row, (draft, reaches)) in self.rows.into_iter().zip(&places).enumerate() {
            let blank = |column: usize, width: usize| PlacedCell {
                row,
                column,
                height: 1,
                width,
                blocks: Vec::new(),
            };
            if let Some(first) = reaches.first().filter(|first| first.column > 0) {
                cells.push(blank(0, first.column));
            }
            for (cell, reach) in draft.cells.into_iter().zip(reaches) {
                let above = last.get(&reach.column).and_then(|at| cells.get_mut(*at));
                let above = above
                    .filter(|above| above.width == reach.width && above.row + above.height == row);
                match above {
                    Some(above) if cell.above == CellJoin::Continued => {
                        above.height += 1;
                        above.take_below(cell.blocks, &mut strays);
                    }
                    _ => {
                        last.insert(reach.column, cells.len());
                        let blocks = cell.blocks;
                        cells.push(PlacedCell {
                            blocks,
                            ..blank(reach.column, reach.width)
                        });
                    }
                }
            }
            if let Some(end) = reaches
                .last()
                .map(ColumnReach::end)
                .filter(|end| *end < columns)
            {
                cells.push(blank(end, columns - end));
            }
        }
        let mut unfolded = unfold(cells, rows, self.name);
        unfolded.strays.extend(strays);
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
                        left.width = sum(left.width.take(), cell.width);
                        left.blocks.append(&mut cell.blocks);
                    }
                    _ => joined.push(cell),
                }
            }
            row.cells = joined;
        }
    }

    /// The columns of cells by what they say to span.
    fn by_spans(&self) -> Vec<Vec<ColumnReach>> {
        let reaches = |row: &RowDraft| {
            let mut column = row.before;
            let reach = |cell: &CellDraft| {
                let reach = ColumnReach {
                    column,
                    width: cell.span.max(1),
                };
                // What lies far out would only make more columns that nobody uses.
                column = reach.end().min(MAX_COLUMNS);
                reach
            };
            row.cells.iter().map(reach).collect()
        };
        self.rows.iter().map(reaches).collect()
    }

    /// The same places where columns that are too narrow for anything are none: where an
    /// edge was drawn with the mouse, rows differ by a hair. None where there are no such columns,
    /// or a cell would be gone.
    fn without_slivers(&self, places: &[Vec<ColumnReach>]) -> Option<Vec<Vec<ColumnReach>>> {
        let near = self.columns.iter().sum::<f64>() * SAME_EDGE;
        // Which edge each of the grid's edges is, and where that one lies.
        let (mut edges, mut here, mut last, mut count) = (vec![0], 0.0, 0.0, 0);
        for width in &self.columns {
            here += width;
            if here - last > near {
                (last, count) = (here, count + 1);
            }
            edges.push(count);
        }
        if count == self.columns.len() {
            return None;
        }
        let joined = |reach: &ColumnReach| {
            let (from, to) = (*edges.get(reach.column)?, *edges.get(reach.end())?);
            (to > from).then_some(ColumnReach {
                column: from,
                width: to - from,
            })
        };
        places
            .iter()
            .map(|row| row.iter().map(joined).collect())
            .collect()
    }

    /// The columns of cells by their widths; none where these are unknown or make no sense.
    fn by_widths(&self) -> Option<Vec<Vec<ColumnReach>>> {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        // Parts of the whole stand for themselves only where no other widths are needed.
        let in_parts = cells.all(|cell| cell.width.as_ref().is_some_and(|width| width.in_parts));
        let edges = |row| self.edges(row, in_parts);
        let rows: Vec<Vec<f64>> = self.rows.iter().map(edges).collect::<Option<_>>()?;
        let mut all: Vec<f64> = rows.iter().flatten().copied().collect();
        all.sort_by(f64::total_cmp);
        let near = all.last()? * SAME_EDGE;
        // The first edge of each that is one.
        let mut edges: Vec<f64> = Vec::new();
        for edge in all {
            if edges.last().is_none_or(|last| edge - last > near) {
                edges.push(edge);
            }
        }
        let most = self
            .rows
            .iter()
            .map(|row| row.before + row.cells.len() + row.after)
            .max()?;
        if edges.len() > MAX_COLUMNS || edges.len() > most * 2 + 1 {
            return None;
        }
        let at = |edge: f64| edges.partition_point(|other| *other <= edge).checked_sub(1);
        let reach = |pair: &[f64]| {
            let [from, to] = pair else { return None };
            let column = at(*from)?;
            let width = at(*to)?.checked_sub(column).filter(|width| *width > 0)?;
            Some(ColumnReach { column, width })
        };
        rows.iter()
            .map(|row| row.windows(2).map(reach).collect())
            .collect()
    }

    /// The edges of a row's cells from the left.
    fn edges(&self, row: &RowDraft, in_parts: bool) -> Option<Vec<f64>> {
        let by_grid = |from: usize, count: usize| {
            let columns = self.columns.get(from..from.checked_add(count)?)?;
            Some(columns.iter().sum::<f64>()).filter(|sum| *sum > 0.0 && !in_parts)
        };
        let amount = |width: &Option<CellWidth>| {
            width
                .as_ref()
                .filter(|width| width.in_parts == in_parts)
                .map(|width| width.amount)
        };
        let mut edge = match row.before {
            0 => 0.0,
            count => amount(&row.before_width).or_else(|| by_grid(0, count))?,
        };
        let mut column = row.before;
        let mut edges = vec![edge];
        for cell in &row.cells {
            let span = cell.span.max(1);
            edge += amount(&cell.width).or_else(|| by_grid(column, span))?;
            column += span;
            edges.push(edge);
        }
        Some(edges)
    }
}

/// Which columns a cell covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ColumnReach {
    column: usize,
    width: usize,
}

impl ColumnReach {
    fn end(&self) -> usize {
        self.column + self.width
    }
}

/// Whether all rows end at the same column.
fn has_one_end(places: &[Vec<ColumnReach>]) -> bool {
    let mut ends = places
        .iter()
        .filter_map(|row| row.last())
        .map(ColumnReach::end);
    let first = ends.next();
    ends.all(|end| Some(end) == first)
}

fn sum(left: Option<CellWidth>, right: Option<CellWidth>) -> Option<CellWidth> {
    let (left, right) = (left?, right?);
    (left.in_parts == right.in_parts).then_some(CellWidth {
        amount: left.amount + right.amount,
        ..left
    })
}

impl PlacedCell {
    /// Takes in what stands in a cell that continues this one. Programs do not show it.
    fn take_below(&mut self, blocks: Vec<ContentBlock>, strays: &mut Vec<Stray>) {
        let known = |line: &ContentLine| {
            self.blocks
                .iter()
                .take(MAX_COMPARED)
                .any(|block| matches!(block, ContentBlock::Line(own) if own.text == line.text))
        };
        for block in blocks {
            if let ContentBlock::Line(line) = block
                && !known(&line)
            {
                strays.push(Stray {
                    what: "看不见的文字",
                    page: None,
                    text: line.text,
                });
            }
        }
    }
}
