//! Which columns the cells of a table cover.
//!
//! Cells say how many columns they span. Where rows come to different sums, programs go by
//! the cells' widths, and so does this: edges of rows that lie near each other are one.

use super::table::{CellDraft, CellWidth, MAX_COLUMNS, RowDraft, TableDraft};

/// How far apart two edges that are one may lie, in parts of the widest row: the table is
/// 160 mm wide, and a column of one figure 8 mm.
const SAME_EDGE: f64 = 1.0 / 90.0;

/// Which columns a cell covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ColumnReach {
    pub column: usize,
    pub width: usize,
}

impl ColumnReach {
    pub fn end(&self) -> usize {
        self.column + self.width
    }

    /// The same by which edge each edge of the grid is now; none where nothing is left of it.
    fn renumber(&self, edges: &[usize]) -> Option<Self> {
        let (from, to) = (*edges.get(self.column)?, *edges.get(self.end())?);
        (to > from).then_some(Self {
            column: from,
            width: to - from,
        })
    }
}

impl TableDraft {
    /// The columns of all cells, row by row.
    pub(super) fn find_columns(&self) -> Vec<Vec<ColumnReach>> {
        let by_spans: Vec<_> = self.rows.iter().map(reach_by_spans).collect();
        let places = self.drop_slivers(&by_spans).unwrap_or(by_spans);
        if has_one_end(&places) {
            return places;
        }
        self.find_by_widths().unwrap_or(places)
    }

    /// The same places where columns that are too narrow for anything are none: where an
    /// edge was drawn with the mouse, rows differ by a hair. None where there are no such columns,
    /// or a cell would be gone.
    fn drop_slivers(&self, places: &[Vec<ColumnReach>]) -> Option<Vec<Vec<ColumnReach>>> {
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
        let mut joined = Vec::with_capacity(places.len());
        for row in places {
            let row = row.iter().map(|reach| reach.renumber(&edges));
            joined.push(row.collect::<Option<Vec<_>>>()?);
        }
        Some(joined)
    }

    /// The columns of cells by their widths; none where these are unknown or make no sense.
    fn find_by_widths(&self) -> Option<Vec<Vec<ColumnReach>>> {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        // Parts of the whole stand for themselves only where no other widths are needed.
        let in_parts = cells.all(|cell| cell.width.is_some_and(|width| width.in_parts));
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            rows.push(self.find_edges(row, in_parts)?);
        }
        let edges = join_near(&rows)?;
        let counts = self.rows.iter().map(RowDraft::count_places);
        if edges.len() > MAX_COLUMNS || edges.len() > counts.max()? * 2 + 1 {
            return None;
        }
        let mut places = Vec::with_capacity(rows.len());
        for row in &rows {
            let row = row.windows(2).map(|pair| reach_between(pair, &edges));
            places.push(row.collect::<Option<Vec<_>>>()?);
        }
        Some(places)
    }

    /// The edges of a row's cells from the left.
    fn find_edges(&self, row: &RowDraft, in_parts: bool) -> Option<Vec<f64>> {
        let mut edge = match row.before {
            0 => 0.0,
            count => self.width_of(row.before_width, 0, count, in_parts)?,
        };
        let mut column = row.before;
        let mut edges = vec![edge];
        for cell in &row.cells {
            let span = cell.span.max(1);
            edge += self.width_of(cell.width, column, span, in_parts)?;
            column += span;
            edges.push(edge);
        }
        Some(edges)
    }

    /// How wide something is, by its own width, or by that of the columns that it covers.
    fn width_of(
        &self,
        own: Option<CellWidth>,
        from: usize,
        count: usize,
        in_parts: bool,
    ) -> Option<f64> {
        if let Some(own) = own
            && own.in_parts == in_parts
        {
            return Some(own.amount);
        }
        let columns = self.columns.get(from..from.checked_add(count)?)?;
        let sum = columns.iter().sum::<f64>();
        (sum > 0.0 && !in_parts).then_some(sum)
    }
}

impl RowDraft {
    /// How many cells it has, with the columns before and behind them.
    fn count_places(&self) -> usize {
        self.before + self.cells.len() + self.after
    }
}

/// The columns of a row's cells by what they say to span.
fn reach_by_spans(row: &RowDraft) -> Vec<ColumnReach> {
    let mut column = row.before;
    let mut reaches = Vec::with_capacity(row.cells.len());
    for CellDraft { span, .. } in &row.cells {
        let width = *span.max(&1);
        let reach = ColumnReach { column, width };
        // What lies far out would only make more columns that nobody uses.
        column = reach.end().min(MAX_COLUMNS);
        reaches.push(reach);
    }
    reaches
}

/// The edges of all rows, of those that lie near each other the first.
fn join_near(rows: &[Vec<f64>]) -> Option<Vec<f64>> {
    let mut all: Vec<f64> = rows.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    let near = all.last()? * SAME_EDGE;
    let mut edges: Vec<f64> = Vec::new();
    for edge in all {
        if edges.last().is_none_or(|last| edge - last > near) {
            edges.push(edge);
        }
    }
    Some(edges)
}

/// The columns between two edges of a row; none where there are no such.
fn reach_between(pair: &[f64], edges: &[f64]) -> Option<ColumnReach> {
    let [from, to] = pair else { return None };
    let column = find_edge(*from, edges)?;
    let width = find_edge(*to, edges)?.checked_sub(column)?;
    (width > 0).then_some(ColumnReach { column, width })
}

/// Which of all edges one is.
fn find_edge(edge: f64, edges: &[f64]) -> Option<usize> {
    edges.partition_point(|other| *other <= edge).checked_sub(1)
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
