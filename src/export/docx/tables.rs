//! A table as the DOCX templates print it: cells with their spans, styles and sizes.

use super::super::clean::{clean, hex};
use super::super::grid::{Cover, Covering};
use super::metrics::{half_points, points, twips};
use super::quirks::{LOST_ROWS, RULED_ROWS};
use super::redline::Edit;
use super::view::{DocxCell, DocxRow, DocxRun, DocxTable};
use crate::document::{Role, Row, TableBlock, TableCell};
use crate::style::{Align, Style, ems};

/// Views a table on upright or landscape pages, so tight.
pub(super) fn view_table(
    table: &TableBlock,
    style: &Style,
    landscape: bool,
    tightness: f32,
) -> DocxTable {
    let room = style.body_width(landscape);
    let columns = style.table.columns(table, style.sizes.table, room);
    let viewer = TableViewer {
        table,
        style,
        covering: Covering::new(table),
        columns: columns.widths.into_iter().map(twips).collect(),
        numbers: columns.numbers,
    };
    DocxTable {
        name: clean(&table.name),
        width: viewer.columns.iter().sum(),
        pitch: tighten(style.table.pitch, tightness),
        padding: tighten(style.table.padding_y, tightness),
        rows: (0..table.rows.len()).map(|row| viewer.row(row)).collect(),
        columns: viewer.columns,
    }
}

/// A height in a table whose rows are tightened, twips; 0 in one whose rows are not.
fn tighten(height: f32, tightness: f32) -> i32 {
    if tightness > 0.0 {
        twips(height * (1.0 - tightness - RULED_ROWS))
    } else {
        0
    }
}

/// What cells look at in their row.
struct RowManner {
    row: usize,
    has_numbers: bool,
    /// Whether it stays on the page of the next row.
    stays: bool,
}

impl RowManner {
    fn paragraph_style(&self, align: Align) -> &'static str {
        match (align, self.has_numbers, self.stays) {
            (Align::Centre, true, false) => "TableNumber",
            (Align::Left, true, false) => "TableLabel",
            (Align::Centre, true, true) => "TableNumberKept",
            (Align::Left, true, true) => "TableLabelKept",
            (Align::Centre, false, _) => "TableHead",
            (Align::Left, false, _) => "TableBand",
        }
    }
}

struct TableViewer<'a> {
    table: &'a TableBlock,
    style: &'a Style,
    covering: Covering<'a>,
    /// Widths of the columns, twips.
    columns: Vec<i32>,
    /// The size of plain numbers, pt.
    numbers: f32,
}

impl TableViewer<'_> {
    fn row(&self, row: usize) -> DocxRow {
        let manner = RowManner {
            row,
            has_numbers: self.table.rows[row].has_numbers(),
            stays: self.stays_with_next(row),
        };
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some(cover) = self.covering.at(row, column) {
            cells.push(self.cell(cover, &manner, column));
            column += cover.cell.width;
        }
        // A table without a head of its own begins with that of its first block.
        let head = match self.table.head {
            0 => self
                .table
                .rows
                .iter()
                .take_while(|row| !row.has_numbers())
                .count(),
            own => own,
        };
        DocxRow {
            head: row < head,
            whole: self.table.head < LOST_ROWS,
            edit: Edit::Kept,
            cells,
        }
    }

    /// The part in one row of a cell that may span several.
    fn cell(&self, cover: Cover<'_>, manner: &RowManner, column: usize) -> DocxCell {
        let cell = cover.cell;
        let begins = cover.row == manner.row;
        let align = self.style.table.align(&self.table.id, cell.role);
        let width = self.columns[column..column + cell.width].iter().sum();
        let fit = self.fit(cell, width);
        DocxCell {
            style: manner.paragraph_style(align),
            size: fit.size,
            padding: fit.padding,
            runs: if begins {
                print(&cell.text)
            } else {
                Vec::new()
            },
            width,
            span: cell.width,
            merge: match (cell.height > 1, begins) {
                (false, _) => "",
                (true, true) => "restart",
                (true, false) => "continue",
            },
            ground: match cell.role {
                Role::Band => hex(self.style.table.band),
                _ => String::new(),
            },
        }
    }

    /// Rows without a number of their own stay with the next, and so do a block of a table without
    /// a head and the rows under a group's label inside another one.
    fn stays_with_next(&self, row: usize) -> bool {
        if self.table.head == 0 {
            self.table.rows.get(row + 1).is_some_and(Row::has_numbers)
        } else {
            self.is_in_group(row)
        }
    }

    /// Whether a label inside the outermost ones goes on below a row.
    fn is_in_group(&self, row: usize) -> bool {
        for (y, above) in self.table.rows[..=row].iter().enumerate() {
            for cell in &above.cells {
                if cell.role == Role::Stub && cell.column > 0 && y + cell.height > row + 1 {
                    return true;
                }
            }
        }
        false
    }

    /// How a cell's text fits this width in twips.
    fn fit(&self, cell: &TableCell, width: i32) -> CellFit {
        let usual = self.style.sizes.table;
        let ems = ems(&cell.text);
        let room = points(width);
        let fitted = self
            .style
            .table
            .fit(cell, usual, self.numbers, |size, padding| {
                Some(count_lines(ems * size, (room - 2.0 * padding).max(size)))
            });
        let is_small = fitted.size < usual;
        CellFit {
            size: if is_small {
                half_points(fitted.size)
            } else {
                0
            },
            padding: twips(fitted.padding),
        }
    }
}

/// How a cell's text fits its cell.
struct CellFit {
    /// The size in half points, 0 where the usual one fits.
    size: i32,
    /// The room at its sides, twips.
    padding: i32,
}

/// The lines that a text of this width takes in this room.
fn count_lines(width: f32, room: f32) -> usize {
    (width / room).ceil() as usize
}

/// What a cell prints.
fn print(text: &str) -> Vec<DocxRun> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![DocxRun::of(text)]
    }
}
