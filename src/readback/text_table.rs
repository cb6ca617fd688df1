//! A table drawn with box characters, read back by its lines and junctions.
//!
//! Places on a line are counted by display width, in which box and Chinese
//! characters take two columns. A vertical line stands where a junction of it
//! stands somewhere; a boundary between two rows is a stretch of `─` between two
//! such places, and text there belongs to a cell that goes through.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::content::{Grid, GridCell};

/// Where lines meet. A vertical line has one at each of its ends.
const JUNCTIONS: &str = "┌┬┐├┼┤└┴┘";
/// The most places where vertical lines may stand; a report's tables have ten.
const MAX_EDGES: usize = 128;
/// The most places of cells; a report's tables have 300.
const MAX_PLACES: usize = 50_000;

/// Where a character of a line begins.
#[derive(Clone, Copy)]
struct CharacterStart {
    place: usize,
    byte: usize,
}

/// A line's characters by the place where each begins.
struct DrawnLine<'a> {
    text: &'a str,
    /// Where each character begins, and where the line ends.
    starts: Vec<CharacterStart>,
}

impl<'a> DrawnLine<'a> {
    fn new(text: &'a str) -> Self {
        let mut place = 0;
        let mut starts = Vec::new();
        for (byte, c) in text.char_indices() {
            starts.push(CharacterStart { place, byte });
            place += c.width_cjk().unwrap_or(0);
        }
        let byte = text.len();
        starts.push(CharacterStart { place, byte });
        Self { text, starts }
    }

    /// The places where vertical lines begin or end.
    fn junctions(&self) -> impl Iterator<Item = usize> {
        self.text
            .chars()
            .zip(&self.starts)
            .filter(|(c, _)| JUNCTIONS.contains(*c))
            .map(|(_, start)| start.place)
    }

    /// The same with each vertical line at the edge next to it, where a number that was
    /// changed by hand has moved the rest of the line.
    fn realign(mut self, edges: &[usize]) -> Self {
        let bars: Vec<usize> = self
            .text
            .chars()
            .enumerate()
            .filter(|(_, c)| *c == '│')
            .map(|(index, _)| index)
            .collect();
        let (Some(last), Some(end)) = (bars.last(), edges.last()) else {
            return self;
        };
        if self.starts[*last].place == *end || bars.len() > edges.len() {
            return self;
        }
        let now: Vec<usize> = bars.iter().map(|bar| self.starts[*bar].place).collect();
        let places = choose_edges(&now, edges);
        for (i, bar) in bars.iter().enumerate() {
            let next = bars.get(i + 1).copied().unwrap_or(self.starts.len());
            let limit = places.get(i + 1).copied().unwrap_or(usize::MAX);
            for start in &mut self.starts[*bar..next] {
                start.place = (start.place - now[i] + places[i]).min(limit.saturating_sub(1));
            }
        }
        self
    }

    /// The index of the first character at or behind a place.
    fn index(&self, place: usize) -> usize {
        self.starts.partition_point(|start| start.place < place)
    }

    /// The first byte at or behind a place.
    fn byte(&self, place: usize) -> usize {
        match self.starts.get(self.index(place)) {
            Some(start) => start.byte,
            None => self.text.len(),
        }
    }

    /// The text between two places.
    fn between(&self, from: usize, to: usize) -> &'a str {
        let (from, to) = (self.byte(from), self.byte(to));
        self.text.get(from..to.max(from)).unwrap_or_default()
    }

    /// The character that begins just at a place.
    fn at(&self, place: usize) -> Option<char> {
        let start = self.starts.get(self.index(place))?;
        if start.place == place {
            self.text[start.byte..].chars().next()
        } else {
            None
        }
    }
}

/// The edges of vertical lines that stand at these places: each takes the nearest edge that
/// leaves enough for the lines behind it, and the last one takes the last.
fn choose_edges(bars: &[usize], edges: &[usize]) -> Vec<usize> {
    let mut free = edges;
    let mut chosen = Vec::with_capacity(bars.len());
    for (i, bar) in bars.iter().enumerate() {
        let behind = bars.len() - i - 1;
        let nearest = (0..free.len() - behind).min_by_key(|at| free[*at].abs_diff(*bar));
        let taken = match nearest {
            Some(nearest) if behind > 0 => nearest,
            _ => free.len() - 1,
        };
        chosen.push(free[taken]);
        free = &free[taken + 1..];
    }
    chosen
}

/// Reads the lines of one table; none where they draw no table.
pub(super) fn read(lines: &[&str]) -> Option<Grid> {
    let table = DrawnTable::of(lines)?;
    if table.bounds.len() * table.edges.len() > MAX_PLACES {
        return None;
    }
    let cells = table.find_cells();
    if cells.is_empty() {
        return None;
    }
    let grid = Grid {
        cells,
        ..Grid::default()
    };
    Some(grid.compact())
}

struct DrawnTable<'a> {
    rows: Vec<DrawnLine<'a>>,
    /// Places of vertical lines.
    edges: Vec<usize>,
    /// Lines between rows of the table, with its top and bottom.
    bounds: Vec<usize>,
}

impl<'a> DrawnTable<'a> {
    /// The rows and edges of drawn lines; none where there are too few edges, or too many.
    fn of(lines: &[&'a str]) -> Option<Self> {
        let rows: Vec<DrawnLine<'a>> = lines
            .iter()
            .map(|line| DrawnLine::new(line.trim()))
            .collect();
        let edges: BTreeSet<usize> = rows.iter().flat_map(DrawnLine::junctions).collect();
        let edges: Vec<usize> = edges.into_iter().collect();
        if edges.len() < 2 || edges.len() > MAX_EDGES {
            return None;
        }
        let mut table = Self {
            rows: Vec::with_capacity(rows.len()),
            edges,
            bounds: Vec::new(),
        };
        for row in rows {
            if table.is_bound(&row) {
                table.bounds.push(table.rows.len());
                table.rows.push(row);
            } else {
                table.rows.push(row.realign(&table.edges));
            }
        }
        Some(table)
    }

    /// Whether a line of text draws a boundary between two edges, and no cells.
    fn is_ruled(&self, line: &DrawnLine<'_>, column: usize) -> bool {
        // A junction of other rows' lines may stand at the left end, two places wide.
        let text = line.between(self.edges[column] + 2, self.edges[column + 1]);
        !text.is_empty() && text.chars().all(|c| c == '─')
    }

    fn is_bound(&self, line: &DrawnLine<'_>) -> bool {
        (0..self.edges.len() - 1).any(|column| self.is_ruled(line, column))
    }

    /// Whether a boundary above a row of the table is drawn nowhere within a cell's columns, so
    /// that the cell goes through.
    fn is_open(&self, row: usize, columns: Range<usize>) -> bool {
        let line = &self.rows[self.bounds[row]];
        columns
            .into_iter()
            .all(|column| !self.is_ruled(line, column))
    }

    /// Whether a vertical line stands left of a column in a row of the table.
    fn is_walled(&self, row: usize, column: usize) -> bool {
        let lines = &self.rows[self.bounds[row] + 1..self.bounds[row + 1]];
        let edge = self.edges[column];
        !lines.is_empty() && lines.iter().all(|line| line.at(edge) == Some('│'))
    }

    fn find_cells(&self) -> Vec<GridCell> {
        let (rows, columns) = (self.bounds.len().saturating_sub(1), self.edges.len() - 1);
        let mut taken = vec![vec![false; columns]; rows];
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken[row][column] {
                    continue;
                }
                let mut end = column + 1;
                while end < columns && !self.is_walled(row, end) {
                    end += 1;
                }
                let mut bottom = row + 1;
                while bottom < rows && self.is_open(bottom, column..end) {
                    bottom += 1;
                }
                for line in &mut taken[row..bottom] {
                    line[column..end].fill(true);
                }
                let (height, width) = (bottom - row, end - column);
                cells.push(GridCell {
                    text: self.text(row, column, height, width),
                    row,
                    column,
                    height,
                    width,
                    page: None,
                    place: None,
                });
            }
        }
        cells
    }

    /// A cell's text: its lines, and those of the boundaries that go through it.
    fn text(&self, row: usize, column: usize, height: usize, width: usize) -> String {
        let (from, to) = (self.edges[column] + 2, self.edges[column + width]);
        let lines = self.bounds[row] + 1..self.bounds[row + height];
        let parts = lines.map(|line| self.rows[line].between(from, to).trim());
        parts
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(drawing: &str, expected: &[&str]) {
        let lines: Vec<&str> = drawing.lines().collect();
        let cells = read(&lines).map(|grid| grid.cells).unwrap_or_default();
        let shown: Vec<String> = cells
            .iter()
            .map(|c| format!("{}@{},{}+{},{}", c.text, c.row, c.column, c.height, c.width))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn cells_by_their_lines() {
        check(
            "\
┌────────┬──┐
│角              │件数│
├────┬───┼──┤
│        │“一  │ 12 │
│三、结果│”    │    │
│        ├───┼──┤
│之二    │二    │    │
└────┴───┴──┘",
            &[
                "角@0,0+1,2",
                "件数@0,2+1,1",
                "三、结果\n之二@1,0+2,1",
                "“一\n”@1,1+1,1",
                "12@1,2+1,1",
                "二@2,1+1,1",
                "@2,2+1,1",
            ],
        );
    }

    #[test]
    fn text_may_stand_on_a_boundary() {
        check(
            "\
┌────┬──┐
│        │ 1  │
│合计    ├──┤
│        │ 2  │
└────┴──┘",
            &["合计@0,0+2,1", "1@0,1+1,1", "2@1,1+1,1"],
        );
    }

    #[test]
    fn a_line_that_was_changed_by_hand_is_read_all_the_same() {
        let changed = |line: &str| format!("┌──┬──┬──┐\n{line}\n└──┴──┴──┘");
        check(
            &changed("│甲  │ 1  │ 2  │"),
            &["甲@0,0+1,1", "1@0,1+1,1", "2@0,2+1,1"],
        );
        check(
            &changed("│甲  │ 12345  │ 2  │"),
            &["甲@0,0+1,1", "12345@0,1+1,1", "2@0,2+1,1"],
        );
        check(
            &changed("│甲  ││ 2  │"),
            &["甲@0,0+1,1", "@0,1+1,1", "2@0,2+1,1"],
        );
        check(&changed("│甲 1 2│"), &["甲 1 2@0,0+1,1"]);
    }

    #[test]
    fn what_is_no_table_is_none() {
        check("┌──┐", &[]);
        check("┌┐\n└┘", &[]);
        check("│甲│", &[]);
        check("┌──┐\n│甲  \n└", &["甲@0,0+1,1"][..0]);
    }
}
