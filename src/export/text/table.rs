//! A table as box characters, columns straight by display width.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::grid::{Cover, Covering, GridPlace};
use crate::document::{Role, TableBlock, TableCell};

/// Columns of text that a column of numbers has at least.
const NUMBER: usize = 4;
/// The most that a label's own column takes; longer labels wrap.
const LABEL: usize = 30;
/// What an outer column of labels takes where there are several.
const GROUP: usize = 8;
/// Marks that do not begin a line.
const CLOSERS: &str = "，。、；：？！）》”’";
/// From this many columns on, heads wrap instead of widening their column.
const NARROW: usize = 6;

/// Draws the table.
pub(super) fn draw(out: &mut String, table: &TableBlock) {
    let drawing = BoxDrawing::new(table);
    for row in 0..=table.rows.len() {
        drawing.boundary(out, row);
        if row < table.rows.len() {
            for line in 0..drawing.heights[row] {
                drawing.content(out, row, line);
            }
        }
    }
}

struct BoxDrawing<'a> {
    table: &'a TableBlock,
    covering: Covering<'a>,
    /// Width of each column, even, without its borders.
    widths: Vec<usize>,
    /// Lines of each row.
    heights: Vec<usize>,
    /// Each cell's text in lines, by its row and column.
    lines: BTreeMap<(usize, usize), Vec<String>>,
}

impl<'a> BoxDrawing<'a> {
    fn new(table: &'a TableBlock) -> Self {
        let mut drawing = Self {
            table,
            covering: Covering::new(table),
            widths: widths(table),
            heights: vec![1; table.rows.len()],
            lines: BTreeMap::new(),
        };
        for (row, cells) in table.rows.iter().enumerate() {
            for cell in &cells.cells {
                drawing.wrap_cell(row, cell);
            }
        }
        for (row, cells) in table.rows.iter().enumerate() {
            for cell in cells.cells.iter().filter(|cell| cell.height > 1) {
                drawing.make_room(row, cell);
            }
        }
        drawing
    }

    fn wrap_cell(&mut self, row: usize, cell: &TableCell) {
        let lines = wrap(&cell.text, self.width(cell));
        if cell.height == 1 {
            self.heights[row] = self.heights[row].max(lines.len());
        }
        self.lines.insert((row, cell.column), lines);
    }

    /// Makes the last row of a cell so high that its lines fit.
    fn make_room(&mut self, row: usize, cell: &TableCell) {
        let lines = self.lines[&(row, cell.column)].len();
        let missing = lines.saturating_sub(self.room(row, cell));
        self.heights[row + cell.height - 1] += missing;
    }

    /// Lines that a cell has: those of its rows and the boundaries between.
    fn room(&self, start: usize, cell: &TableCell) -> usize {
        let rows = &self.heights[start..start + cell.height];
        rows.iter().sum::<usize>() + cell.height - 1
    }

    /// Columns of text that a cell has; a border between two of its columns counts two.
    fn width(&self, cell: &TableCell) -> usize {
        let columns = &self.widths[cell.column..cell.column + cell.width];
        columns.iter().sum::<usize>() + 2 * (cell.width - 1)
    }

    /// The cell's text on the given line from its top, padded to its width.
    fn text(&self, start: usize, cell: &TableCell, line: usize) -> String {
        let lines = &self.lines[&(start, cell.column)];
        let above = self.room(start, cell).saturating_sub(lines.len()) / 2;
        let text = match line.checked_sub(above) {
            Some(line) => lines.get(line).map_or("", String::as_str),
            None => "",
        };
        let free = self.width(cell).saturating_sub(text.width_cjk());
        let left = match cell.role {
            Role::Number | Role::Head => free / 2,
            Role::Band | Role::Stub | Role::Corner => 0,
        };
        format!("{}{text}{}", " ".repeat(left), " ".repeat(free - left))
    }

    fn content(&self, out: &mut String, row: usize, line: usize) {
        let mut column = 0;
        while let Some(Cover { row: start, cell }) = self.covering.at(row, column) {
            out.push('│');
            out.push_str(&self.text(start, cell, self.lines_between(start, row) + line));
            column += cell.width;
        }
        out.push_str("│\n");
    }

    /// The lines of these rows, each with the boundary below it.
    fn lines_between(&self, start: usize, row: usize) -> usize {
        self.heights[start..row]
            .iter()
            .map(|height| height + 1)
            .sum()
    }

    /// The line between two rows: rules, and the text of cells that go through.
    fn boundary(&self, out: &mut String, row: usize) {
        let columns = self.table.columns;
        let mut column = 0;
        while column <= columns {
            let left = column > 0 && !self.goes_through(row, column - 1);
            let right = column < columns && !self.goes_through(row, column);
            let up = row > 0 && self.has_edge(row - 1, column);
            out.push(corner([up, self.has_edge(row, column), left, right]));
            if column == columns {
                break;
            }
            match self.covering.at(row, column) {
                Some(Cover { row: start, cell }) if self.goes_through(row, column) => {
                    let line = self.lines_between(start, row) - 1;
                    out.push_str(&self.text(start, cell, line));
                    column += cell.width;
                }
                _ => {
                    out.push_str(&"─".repeat(self.widths[column] / 2));
                    column += 1;
                }
            }
        }
        out.push('\n');
    }

    /// Whether a cell goes on from the row above.
    fn goes_through(&self, row: usize, column: usize) -> bool {
        let Some(above) = row.checked_sub(1) else {
            return false;
        };
        let above = GridPlace { row: above, column };
        self.covering.are_one(above, GridPlace { row, column })
    }

    /// Whether a row has a rule at the left of a column.
    fn has_edge(&self, row: usize, column: usize) -> bool {
        if row >= self.table.rows.len() {
            return false;
        }
        if column == 0 || column == self.table.columns {
            return true;
        }
        let left = GridPlace {
            row,
            column: column - 1,
        };
        !self.covering.are_one(left, GridPlace { row, column })
    }
}

/// The box character with arms up, down, left and right.
fn corner(arms: [bool; 4]) -> char {
    match arms.into() {
        (true, true, true, true) => '┼',
        (true, true, true, false) => '┤',
        (true, true, false, true) => '├',
        (true, false, true, true) => '┴',
        (false, true, true, true) => '┬',
        (true, false, true, false) => '┘',
        (true, false, false, true) => '└',
        (false, true, true, false) => '┐',
        (false, true, false, true) => '┌',
        (_, _, false, false) => '│',
        (false, false, _, _) => '─',
    }
}

/// Even widths: numbers as wide as the longest, labels up to a limit.
fn widths(table: &TableBlock) -> Vec<usize> {
    let mut widths = vec![NUMBER; table.columns];
    for outer in widths.iter_mut().take(table.stub.saturating_sub(1)) {
        *outer = GROUP;
    }
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    for cell in cells.filter(|cell| cell.width == 1) {
        let own = &mut widths[cell.column];
        let text = cell.text.width_cjk();
        match cell.role {
            Role::Number => *own = (*own).max(text.min(LABEL)),
            Role::Head | Role::Corner if table.columns < NARROW => {
                *own = (*own).max(text.min(LABEL));
            }
            // In a wide table the heads take two lines of equal length.
            Role::Head => *own = (*own).max(text.div_ceil(2)),
            Role::Stub if cell.column + 1 == table.stub => *own = (*own).max(text.min(LABEL)),
            _ => {}
        }
    }
    widths.iter().map(|width| width.div_ceil(2) * 2).collect()
}

/// Breaks a text into lines of at most `width` columns; never an empty list.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for c in text.chars() {
        let own = c.width_cjk().unwrap_or(0);
        if used + own > width && used > 0 {
            let moved = take_along(&mut line, c);
            used = moved.width_cjk();
            lines.push(std::mem::replace(&mut line, moved));
        }
        line.push(c);
        used += own;
    }
    lines.push(line);
    lines
}

/// Takes off the end of a line what goes to the next with the character that begins that: a
/// closing mark takes the character before it along, a digit or letter all of its word.
fn take_along(line: &mut String, next: char) -> String {
    let kept = if CLOSERS.contains(next) {
        line.char_indices().next_back().map_or(0, |(at, _)| at)
    } else if is_of_word(next) {
        line.trim_end_matches(is_of_word).len()
    } else {
        line.len()
    };
    if kept == 0 {
        return String::new();
    }
    line.split_off(kept)
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Row;

    fn cell(role: Role, text: &str, column: usize, width: usize, height: usize) -> TableCell {
        TableCell {
            text: text.into(),
            column,
            width,
            height,
            role,
            id: None,
            place: None,
        }
    }

    fn check(rows: Vec<Vec<TableCell>>, columns: usize, stub: usize, expected: &str) {
        let rows = rows.into_iter().map(|cells| Row { cells }).collect();
        let table = TableBlock {
            id: "t".into(),
            name: "表".into(),
            columns,
            stub,
            head: 1,
            rows,
        };
        let mut out = String::new();
        draw(&mut out, &table);
        assert_eq!(out, expected);
        let widths: Vec<usize> = out.lines().map(UnicodeWidthStr::width_cjk).collect();
        assert!(widths.windows(2).all(|w| w[0] == w[1]), "{widths:?}");
    }

    #[test]
    fn spans_have_no_lines_inside() {
        check(
            vec![
                vec![
                    cell(Role::Corner, "角", 0, 2, 1),
                    cell(Role::Head, "件数", 2, 1, 1),
                ],
                vec![
                    cell(Role::Stub, "三、结果", 0, 1, 2),
                    cell(Role::Stub, "“一”", 1, 1, 1),
                    cell(Role::Number, "12", 2, 1, 1),
                ],
                vec![
                    cell(Role::Stub, "二", 1, 1, 1),
                    cell(Role::Number, "", 2, 1, 1),
                ],
            ],
            3,
            2,
            "\
┌────────┬──┐
│角              │件数│
├────┬───┼──┤
│        │“一”│ 12 │
│三、结果├───┼──┤
│        │二    │    │
└────┴───┴──┘
",
        );
    }
}
