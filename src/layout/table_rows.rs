//! A table's cells set in their widths, and the heights of its rows.

use std::ops::Range;

use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting, Unit};
use super::paragraph::{self, lines, plain_units};
use crate::document::{Role, TableBlock, TableCell};
use crate::finding::{Code, Finding};
use crate::style::{ColumnWidths, Fitted, Style};

/// Characters of a label whose lines are made even.
const SHORT_LABEL: usize = 12;

/// A cell with its lines.
pub(super) struct SetCell<'a> {
    pub cell: &'a TableCell,
    /// Its row and its index in the row.
    pub row: usize,
    pub index: usize,
    pub lines: Vec<SetLine>,
    /// Whether the text does not fit at the smallest size.
    tight: bool,
    /// Size of type, and from line to line, pt.
    pub size: f32,
    pub pitch: f32,
    /// Left edge and width, from the table's left, pt.
    pub x: f32,
    pub width: f32,
}

/// A table ready to be put on pages.
pub(super) struct SetTable<'a> {
    pub table: &'a TableBlock,
    pub cells: Vec<SetCell<'a>>,
    /// Heights of the rows as far as cells of a single row need it.
    pub heights: Vec<f32>,
    /// Cells whose text does not fit at the smallest size.
    pub findings: Vec<Finding>,
    style: &'a Style,
}

impl<'a> SetTable<'a> {
    /// Sets all cells. None without any font.
    pub fn new(
        table: &'a TableBlock,
        style: &'a Style,
        landscape: bool,
        fonts: &mut Fonts<'_>,
    ) -> Option<Self> {
        let width = style.body_width(landscape);
        let mut edges = vec![0.0];
        let ColumnWidths { widths, numbers } = style.table.columns(table, style.sizes.table, width);
        for column in widths {
            edges.push(edges[edges.len() - 1] + column);
        }
        let mut cells = Vec::new();
        let mut findings = Vec::new();
        let minimum = style.table.pitch + 2.0 * style.table.padding_y;
        let mut heights = vec![minimum; table.rows.len()];
        for (row, data) in table.rows.iter().enumerate() {
            for (index, cell) in data.cells.iter().enumerate() {
                let (x, right) = (edges[cell.column], edges[cell.column + cell.width]);
                let (lines, Fitted { size, fits, .. }) =
                    fit(cell, style, numbers, right - x, fonts)?;
                // One finding a row: what is too long in one cell often is in all.
                let told = |row| {
                    cells
                        .iter()
                        .any(|known: &SetCell<'_>| known.row == row && known.tight)
                };
                if !fits && !told(row) {
                    findings.push(tight(cell, landscape));
                }
                let pitch = style.table.pitch * size / style.sizes.table;
                let set = SetCell {
                    cell,
                    row,
                    index,
                    lines,
                    size,
                    pitch,
                    tight: !fits,
                    x,
                    width: right - x,
                };
                if cell.height == 1 {
                    heights[row] = heights[row].max(needed(&set, style));
                }
                cells.push(set);
            }
        }
        Some(Self {
            table,
            cells,
            heights,
            findings,
            style,
        })
    }

    /// The height of rows that stand together on a page.
    pub fn height(&self, rows: Range<usize>) -> f32 {
        self.heights(rows.start, rows.end).iter().sum()
    }

    /// The height of the rows `from..to` on a page of their own, with the head repeated above them.
    pub fn height_from(&self, from: usize, to: usize) -> f32 {
        let head = if from > 0 {
            self.height(0..self.table.head)
        } else {
            0.0
        };
        head + self.height(from..to)
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
    cell.lines.len() as f32 * cell.pitch + 2.0 * style.table.padding_y
}

/// Sets a cell's text in this width, smaller where it does not fit. None without any font.
fn fit(
    cell: &TableCell,
    style: &Style,
    numbers: f32,
    width: f32,
    fonts: &mut Fonts<'_>,
) -> Option<(Vec<SetLine>, Fitted)> {
    let usual = style.sizes.table;
    // An empty cell holds a blank, so that it stays a cell of the tagged table.
    let text = if cell.text.is_empty() {
        "\u{3000}"
    } else {
        &cell.text
    };
    let setting = |size: f32, padding: f32| {
        Setting::free(
            style,
            FaceRole::Table,
            size,
            (width - 2.0 * padding).max(size),
        )
    };
    let units = plain_units(text, setting(usual, style.table.padding_x), fonts)?;
    let set = |size, padding| lines(&resized(&units, size / usual), setting(size, padding));
    let fitted = style.table.fit(cell, usual, numbers, |size, padding| {
        let lines = set(size, padding);
        whole(&lines).then_some(lines.len())
    });
    let lines = set(fitted.size, fitted.padding);
    let label = cell.role != Role::Number && lines.len() > 1 && text.chars().count() <= SHORT_LABEL;
    if !label {
        return Some((lines, fitted));
    }
    let room = width - 2.0 * style.table.padding_x;
    let narrow = |cells: usize| Setting::free(style, FaceRole::Table, usual, cells as f32 * usual);
    // A short label in several lines has them about equal, 商业／企业, not 商业企／业, and ends none
    // within a word, of which most have two characters: 社会公益／组织, not 社会公／益组织.
    let step = if text.chars().all(is_han) { 2 } else { 1 };
    let tries = (step..=text.chars().count())
        .step_by(step)
        .take_while(|cells| *cells as f32 * usual <= room + 0.01)
        .map(|cells| paragraph::lines(&units, narrow(cells)));
    let mut tries: Vec<Vec<SetLine>> = tries.collect();
    let even = tries.iter().position(|even| even.len() == lines.len());
    // One line more is better than a word in two: 社会／公益／组织.
    let more = || {
        tries
            .iter()
            .position(|even| step == 2 && even.len() == lines.len() + 1)
    };
    Some((
        even.or_else(more).map_or(lines, |at| tries.swap_remove(at)),
        fitted,
    ))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fa5}').contains(&c)
}

/// Whether no line ends inside a number.
fn whole(lines: &[SetLine]) -> bool {
    let digit = |unit: Option<&Unit>| unit.is_some_and(|u| u.c.is_ascii_digit());
    lines
        .windows(2)
        .all(|pair| !(digit(pair[0].units.last()) && digit(pair[1].units.first())))
}

fn resized(units: &[Unit], scale: f32) -> Vec<Unit> {
    units
        .iter()
        .map(|u| Unit {
            size: u.size * scale,
            width: u.width * scale,
            ..u.clone()
        })
        .collect()
}

fn tight(cell: &TableCell, landscape: bool) -> Finding {
    let message = format!(
        "“{}”太长，字号缩到最小在这一格里仍放不下，折成了几行",
        cell.text
    );
    let way = if landscape {
        ""
    } else {
        "用 build --landscape 让大表排横页，或"
    };
    Finding::new(
        Code::TightCell,
        message,
        cell.place.clone().unwrap_or_default(),
    )
    .hint(format!("核对这个数；没有错的，{way}把说明移到表下的文字里"))
    .stated(&cell.text)
}
