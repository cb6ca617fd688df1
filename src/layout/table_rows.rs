//! A table's cells set in their widths, and the heights of its rows.

use std::ops::Range;

use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting, Unit};
use super::paragraph::{lines, plain_units};
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
                let width = right - x;
                let FittedLines { lines, fitted } = fit(cell, style, numbers, width, fonts)?;
                if !fitted.fits && !has_tight_cell(&cells, row) {
                    findings.push(tell_tight(cell, landscape));
                }
                let set = SetCell {
                    cell,
                    row,
                    index,
                    lines,
                    size: fitted.size,
                    pitch: style.table.pitch * fitted.size / style.sizes.table,
                    tight: !fitted.fits,
                    x,
                    width,
                };
                if cell.height == 1 {
                    heights[row] = heights[row].max(needed_height(&set, style));
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

    /// The height of the rows `from..to` on a page of their own, with the head repeated above
    /// them.
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
                heights[end - 1 - from] += (needed_height(cell, self.style) - have).max(0.0);
            }
        }
        heights
    }
}

/// Whether a cell of a row is told of already: what is too long in one often is in all.
fn has_tight_cell(cells: &[SetCell<'_>], row: usize) -> bool {
    cells.iter().any(|known| known.row == row && known.tight)
}

/// The height that a cell's text needs.
fn needed_height(cell: &SetCell<'_>, style: &Style) -> f32 {
    cell.lines.len() as f32 * cell.pitch + 2.0 * style.table.padding_y
}

/// A cell's text in lines, and how it fits so.
struct FittedLines {
    lines: Vec<SetLine>,
    fitted: Fitted,
}

/// Sets a cell's text in this width, smaller where it does not fit. None without any font.
fn fit(
    cell: &TableCell,
    style: &Style,
    numbers: f32,
    width: f32,
    fonts: &mut Fonts<'_>,
) -> Option<FittedLines> {
    let usual = style.sizes.table;
    let padding = style.table.padding_x;
    // An empty cell holds a blank, so that it stays a cell of the tagged table.
    let text = if cell.text.is_empty() {
        "\u{3000}"
    } else {
        &cell.text
    };
    let units = plain_units(text, setting(style, usual, width - 2.0 * padding), fonts)?;
    let in_cell = TextInCell {
        units: &units,
        width,
        style,
    };
    let table = &style.table;
    let fitted = table.fit(cell, usual, numbers, |size, pad| {
        in_cell.count_whole(size, pad)
    });
    let mut lines = in_cell.lines(fitted.size, fitted.padding);
    let count = text.chars().count();
    if cell.role != Role::Number && lines.len() > 1 && count <= SHORT_LABEL {
        let in_pairs = text.chars().all(is_han);
        if let Some(even) = in_cell.even_lines(count, in_pairs, lines.len()) {
            lines = even;
        }
    }
    Some(FittedLines { lines, fitted })
}

/// How a cell's text of a size is set in a room, which holds one character at least.
fn setting(style: &Style, size: f32, room: f32) -> Setting<'_> {
    Setting::free(style, FaceRole::Table, size, room.max(size))
}

/// A cell's text at its usual size, to be set in the cell's width.
struct TextInCell<'a> {
    units: &'a [Unit],
    width: f32,
    style: &'a Style,
}

impl TextInCell<'_> {
    /// The lines at a size with so much room at the sides.
    fn lines(&self, size: f32, padding: f32) -> Vec<SetLine> {
        let units = resize(self.units, size / self.style.sizes.table);
        lines(
            &units,
            setting(self.style, size, self.width - 2.0 * padding),
        )
    }

    /// How many lines these are; none where one of them ends inside a number.
    fn count_whole(&self, size: f32, padding: f32) -> Option<usize> {
        let lines = self.lines(size, padding);
        are_whole(&lines).then_some(lines.len())
    }

    /// A short label of `count` characters in several lines has them about equal, 商业／企业, not
    /// 商业企／业, and ends none within a word, of which most have two characters: 社会公益／组织,
    /// not 社会公／益组织.
    fn even_lines(&self, count: usize, in_pairs: bool, wanted: usize) -> Option<Vec<SetLine>> {
        let usual = self.style.sizes.table;
        let room = self.width - 2.0 * self.style.table.padding_x;
        let step = if in_pairs { 2 } else { 1 };
        // One line more is better than a word in two: 社会／公益／组织.
        let mut one_more = None;
        for cells in (step..=count).step_by(step) {
            let narrow = cells as f32 * usual;
            if narrow > room + 0.01 {
                break;
            }
            let setting = Setting::free(self.style, FaceRole::Table, usual, narrow);
            let even = lines(self.units, setting);
            if even.len() == wanted {
                return Some(even);
            }
            if in_pairs && one_more.is_none() && even.len() == wanted + 1 {
                one_more = Some(even);
            }
        }
        one_more
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fa5}').contains(&c)
}

/// Whether no line ends inside a number.
fn are_whole(lines: &[SetLine]) -> bool {
    let mut pairs = lines.windows(2);
    pairs.all(|pair| !(is_digit(pair[0].units.last()) && is_digit(pair[1].units.first())))
}

fn is_digit(unit: Option<&Unit>) -> bool {
    unit.is_some_and(|unit| unit.c.is_ascii_digit())
}

fn resize(units: &[Unit], scale: f32) -> Vec<Unit> {
    let mut resized = units.to_vec();
    for unit in &mut resized {
        unit.size *= scale;
        unit.width *= scale;
    }
    resized
}

fn tell_tight(cell: &TableCell, landscape: bool) -> Finding {
    let message = format!(
        "“{}”太长，字号缩到最小在这一格里仍放不下，折成了几行",
        cell.text
    );
    let way = if landscape {
        ""
    } else {
        "用 build --landscape 让大表排横页，或"
    };
    let hint = format!("核对这个数；没有错的，{way}把说明移到表下的文字里");
    let place = cell.place.clone().unwrap_or_default();
    Finding::new(Code::TightCell, message, place)
        .hint(hint)
        .stated(&cell.text)
}
