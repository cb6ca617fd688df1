//! A table as box characters, columns straight by display width.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::grid::Covering;
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
        let cells = || {
            table
                .rows
                .iter()
                .enumerate()
                .flat_map(|(y, row)| row.cells.iter().map(move |cell| (y, cell)))
        };
        for (y, cell) in cells() {
            let lines = wrap(&cell.text, drawing.width(cell));
            if cell.height == 1 {
                drawing.heights[y] = drawing.heights[y].max(lines.len());
            }
            drawing.lines.insert((y, cell.column), lines);
        }
        for (y, cell) in cells().filter(|(_, c)| c.height > 1) {
            let last = y + cell.height - 1;
            let missing = drawing.lines[&(y, cell.column)]
                .len()
                .saturating_sub(drawing.room(y, cell));
            drawing.heights[last] += missing;
        }
        drawing
    }

    /// Lines that a cell has: those of its rows and the boundaries between.
    fn room(&self, start: usize, cell: &TableCell) -> usize {
        self.heights[start..start + cell.height]
            .iter()
            .sum::<usize>()
            + cell.height
            - 1
    }

    /// Columns of text that a cell has; a border between two of its columns counts two.
    fn width(&self, cell: &TableCell) -> usize {
        self.widths[cell.column..cell.column + cell.width]
            .iter()
            .sum::<usize>()
            + 2 * (cell.width - 1)
    }

    /// The cell's text on the given line from its top, padded to its width.
    fn text(&self, start: usize, cell: &TableCell, line: usize) -> String {
        let lines = &self.lines[&(start, cell.column)];
        let above = self.room(start, cell).saturating_sub(lines.len()) / 2;
        let text = line
            .checked_sub(above)
            .and_then(|i| lines.get(i))
            .map_or("", String::as_str);
        let free = self.width(cell).saturating_sub(text.width_cjk());
        let left = match cell.role {
            Role::Number | Role::Head => free / 2,
            Role::Band | Role::Stub | Role::Corner => 0,
        };
        format!("{}{text}{}", " ".repeat(left), " ".repeat(free - left))
    }

    fn content(&self, out: &mut String, row: usize, line: usize) {
        let mut column = 0;
        while let Some((start, cell)) = self.covering.at(row, column) {
            let above: usize = self.heights[start..row].iter().map(|h| h + 1).sum();
            out.push('│');
            out.push_str(&self.text(start, cell, above + line));
            column += cell.width;
        }
        out.push_str("│\n");
    }

    /// The line between two rows: rules, and the text of cells that go through.
    fn boundary(&self, out: &mut String, row: usize) {
        let above = |column: usize| (row.wrapping_sub(1), column);
        let through = |column: usize| row > 0 && self.covering.same(above(column), (row, column));
        let mut column = 0;
        while column <= self.table.columns {
            let left = column > 0 && !through(column - 1);
            let right = column < self.table.columns && !through(column);
            let edge = |row: usize| {
                let inside = column > 0 && column < self.table.columns;
                row < self.table.rows.len()
                    && !(inside && self.covering.same((row, column - 1), (row, column)))
            };
            out.push(corner([row > 0 && edge(row - 1), edge(row), left, right]));
            if column == self.table.columns {
                break;
            }
            if let Some((start, cell)) = self.covering.at(row, column).filter(|_| through(column)) {
                let line: usize = self.heights[start..row]
                    .iter()
                    .map(|h| h + 1)
                    .sum::<usize>()
                    - 1;
                out.push_str(&self.text(start, cell, line));
                column += cell.width;
            } else {
                out.push_str(&"─".repeat(self.widths[column] / 2));
                column += 1;
            }
        }
        out.push('\n');
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
    let mut widths: Vec<usize> = (0..table.columns)
        .map(|column| {
            if table.stub > 1 && column + 1 < table.stub {
                GROUP
            } else {
                NUMBER
            }
        })
        .collect();
    for cell in table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.width == 1)
    {
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
    widths.iter().map(|w| w.div_ceil(2) * 2).collect()
}

/// Breaks a text into lines of at most `width` columns; never an empty list.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let w = c.width_cjk().unwrap_or(0);
        if used + w > width && used > 0 {
            // A closing mark takes the character before it along to the new
            // line, a digit or letter all of its word.
            let last = lines.last().map_or("", String::as_str);
            let word = |c: char| c.is_ascii_alphanumeric() || c == '.';
            let kept = if CLOSERS.contains(c) {
                last.char_indices().next_back().map_or(0, |(i, _)| i)
            } else if word(c) {
                last.trim_end_matches(word).len()
            } else {
                last.len()
            };
            let moved = if kept > 0 {
                last[kept..].to_owned()
            } else {
                String::new()
            };
            if let Some(line) = lines.last_mut().filter(|_| kept > 0) {
                line.truncate(kept);
            }
            used = moved.width_cjk();
            lines.push(moved);
        }
        if let Some(last) = lines.last_mut() {
            last.push(c);
        }
        used += w;
    }
    lines
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
