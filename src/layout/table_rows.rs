//! A table's cells set in their widths, and the heights of its rows.

use super::font::{FaceRole, Fonts};
use super::line::{Line, Setting, lines, plain_units};
use crate::document::{Cell, Table};
use crate::style::Style;

/// The smallest size of a number that does not fit, pt.
const SMALLEST: f32 = 5.0;

/// A cell with its lines.
pub(super) struct SetCell<'a> {
    pub cell: &'a Cell,
    /// Its row and its index in the row.
    pub row: usize,
    pub index: usize,
    pub lines: Vec<Line>,
    /// Left edge and width, from the table's left, pt.
    pub x: f32,
    pub width: f32,
}

/// A table ready to be put on pages.
pub(super) struct SetTable<'a> {
    pub table: &'a Table,
    pub cells: Vec<SetCell<'a>>,
    /// Heights of the rows as far as cells of a single row need it.
    pub heights: Vec<f32>,
    style: &'a Style,
}

impl<'a> SetTable<'a> {
    /// Sets all cells. None without any font.
    pub fn new(table: &'a Table, style: &'a Style, width: f32, fonts: &mut Fonts<'_>) -> Option<Self> {
        let mut edges = vec![0.0];
        for column in style.table.columns(&table.id, table.columns, width) {
            edges.push(edges[edges.len() - 1] + column);
        }
        let mut cells = Vec::new();
        let minimum = style.table.pitch + 2.0 * style.table.padding_y;
        let mut heights = vec![minimum; table.rows.len()];
        for (row, data) in table.rows.iter().enumerate() {
            for (index, cell) in data.cells.iter().enumerate() {
                let (x, right) = (edges[cell.column], edges[cell.column + cell.width]);
                let mut setting = Setting {
                    role: FaceRole::Table,
                    size: style.sizes.table,
                    pitch: style.sizes.table,
                    width: (right - x - 2.0 * style.table.padding_x).max(style.sizes.table),
                    indent: 0.0,
                    justify: false,
                };
                // An empty cell holds a blank, so that it stays a cell of the tagged table.
                let text = if cell.text.is_empty() { "\u{3000}" } else { &cell.text };
                let mut units = plain_units(text, setting, cell.place.as_ref(), fonts)?;
                if cell.is_plain_number() {
                    // A number is never broken: it is set smaller until it fits.
                    let natural: f32 = units.iter().map(|u| u.width).sum();
                    if natural > setting.width {
                        setting.size = (setting.size * setting.width / natural).max(SMALLEST);
                        units = plain_units(text, setting, cell.place.as_ref(), fonts)?;
                        setting.width = setting.width.max(units.iter().map(|u| u.width).sum());
                    }
                }
                let lines = lines(&units, setting);
                let set = SetCell { cell, row, index, lines, x, width: right - x };
                if cell.height == 1 {
                    heights[row] = heights[row].max(needed(&set, style));
                }
                cells.push(set);
            }
        }
        Some(Self { table, cells, heights, style })
    }

    /// The heights of the rows `from..to` when they stand together on a page:
    /// the last row of a spanning cell grows until the cell's text fits.
    pub fn heights(&self, from: usize, to: usize) -> Vec<f32> {
        let mut heights = self.heights[from..to].to_vec();
        for cell in self.cells.iter().filter(|c| c.cell.height > 1) {
            let (start, end) = (cell.row.max(from), (cell.row + cell.cell.height).min(to));
            if start < end {
                let have: f32 = heights[start - from..end - from].iter().sum();
                heights[end - 1 - from] += (needed(cell, self.style) - have).max(0.0);
            }
        }
        heights
    }
}

/// The height that a cell's text needs.
fn needed(cell: &SetCell<'_>, style: &Style) -> f32 {
    cell.lines.len() as f32 * style.table.pitch + 2.0 * style.table.padding_y
}
