//! Tables whose rows say only how many rows and columns each cell spans: which place of the grid
//! each comes to cover. It knows no file format.

use super::TOO_LARGE;
use super::content::{ContentLine, Grid, GridCell};
use crate::finding::Complaint;

/// The most columns of a table; a report's have ten.
pub(super) const MAX_COLUMNS: usize = 512;

/// A table that is filled cell by cell, row by row.
#[derive(Default)]
pub(super) struct SpannedGrid {
    grid: Grid,
    row: usize,
    column: usize,
    /// How many rows the cell above still reaches down, by columns.
    reach: Vec<usize>,
}

impl SpannedGrid {
    /// An empty table of this name.
    pub fn new(name: String) -> Self {
        Self {
            grid: Grid {
                name,
                ..Grid::default()
            },
            ..Self::default()
        }
    }

    /// Adds the next cell of the row, behind those that reach down from above.
    ///
    /// # Errors
    /// When the table becomes too wide.
    pub fn add(
        &mut self,
        line: &ContentLine,
        height: usize,
        width: usize,
    ) -> Result<(), Complaint> {
        while self.reach.get(self.column).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
        let (column, end) = (self.column, self.column + width);
        if end > MAX_COLUMNS {
            return Err(TOO_LARGE);
        }
        if self.reach.len() < end {
            self.reach.resize(end, 0);
        }
        self.reach[column..end].fill(height);
        self.column = end;
        let page = line.page(0);
        self.grid.page = self.grid.page.or(page);
        self.grid.cells.push(GridCell {
            text: line.text.trim().to_owned(),
            row: self.row,
            column,
            height,
            width,
            page,
            place: None,
        });
        Ok(())
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        for rows in &mut self.reach {
            *rows = rows.saturating_sub(1);
        }
        self.row += 1;
        self.column = 0;
    }

    /// The table.
    pub fn finish(self) -> Grid {
        self.grid.compact()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells as `text+height+width`.
    fn check(rows: &[&[(&str, usize, usize)]], expected: &[&str]) {
        let mut table = SpannedGrid::default();
        for row in rows {
            for (text, height, width) in *row {
                table.add(&ContentLine::of(*text), *height, *width).unwrap();
            }
            table.end_row();
        }
        let cells = table.finish().cells;
        let shown: Vec<String> = cells
            .iter()
            .map(|c| format!("{}@{},{}+{},{}", c.text, c.row, c.column, c.height, c.width))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn cells_stand_beside_what_reaches_down() {
        check(
            &[
                &[("甲", 2, 1), ("乙", 1, 1), ("丙", 2, 1)],
                &[("丁", 1, 1)],
                &[("戊", 1, 3)],
            ],
            &[
                "甲@0,0+2,1",
                "乙@0,1+1,1",
                "丙@0,2+2,1",
                "丁@1,1+1,1",
                "戊@2,0+1,3",
            ],
        );
    }

    #[test]
    fn a_table_that_is_too_wide_is_refused() {
        let mut table = SpannedGrid::default();
        let cell = ContentLine::of("甲");
        assert!(table.add(&cell, 1, MAX_COLUMNS).is_ok());
        assert!(table.add(&cell, 1, 1).is_err());
    }
}
