//! A table drawn with box characters, read back by its lines and junctions.
//!
//! Places on a line are counted by display width, in which box and Chinese
//! characters take two columns. A vertical line stands where a junction of it
//! stands somewhere; a boundary between two rows is a stretch of `─` between two
//! such places, and text there belongs to a cell that goes through.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthChar;

use super::content::{Grid, GridCell};

/// Where lines meet. A vertical line has one at each of its ends.
const JUNCTIONS: &str = "┌┬┐├┼┤└┴┘";
/// The most places where vertical lines may stand; a report's tables have ten.
const MAX_EDGES: usize = 128;
/// The most places of cells; a report's tables have 300.
const MAX_PLACES: usize = 50_000;

/// A line's characters by the place where each begins.
struct DrawnLine<'a> {
    text: &'a str,
    /// The place and the byte where each character begins, and of the end.
    starts: Vec<(usize, usize)>,
}

impl<'a> DrawnLine<'a> {
    fn new(text: &'a str) -> Self {
        let mut at = 0;
        let mut starts = Vec::new();
        for (byte, c) in text.char_indices() {
            starts.push((at, byte));
            at += c.width_cjk().unwrap_or(0);
        }
        starts.push((at, text.len()));
        Self { text, starts }
    }

    /// The same with each vertical line at the edge next to it, where a number that was
    /// changed by hand has moved the rest of the line.
    fn realigned(mut self, edges: &[usize]) -> Self {
        let bars: Vec<usize> = (0..self.starts.len())
            .filter(|i| self.text[self.starts[*i].1..].starts_with('│'))
            .collect();
        let (Some(last), Some(end)) = (bars.last(), edges.last()) else {
            return self;
        };
        if self.starts[*last].0 == *end || bars.len() > edges.len() {
            return self;
        }
        // Each line takes the nearest edge that leaves enough for the lines behind it.
        let mut free = edges;
        let mut places = Vec::new();
        for (i, bar) in bars.iter().enumerate() {
            let behind = bars.len() - i - 1;
            let nearest = (0..free.len() - behind)
                .min_by_key(|at| free[*at].abs_diff(self.starts[*bar].0))
                .unwrap_or(0);
            places.push(if behind == 0 { *end } else { free[nearest] });
            free = &free[(nearest + 1).min(free.len())..];
        }
        for (i, bar) in bars.iter().enumerate() {
            let next = bars.get(i + 1).copied().unwrap_or(self.starts.len());
            let limit = places.get(i + 1).copied().unwrap_or(usize::MAX);
            let shift = self.starts[*bar].0;
            for start in &mut self.starts[*bar..next] {
                start.0 = (start.0 - shift + places[i]).min(limit.saturating_sub(1));
            }
        }
        self
    }

    /// The first byte at or behind a place.
    fn byte(&self, place: usize) -> usize {
        let index = self.starts.partition_point(|(at, _)| *at < place);
        self.starts
            .get(index)
            .map_or(self.text.len(), |(_, byte)| *byte)
    }

    /// The text between two places.
    fn between(&self, from: usize, to: usize) -> &'a str {
        let (from, to) = (self.byte(from), self.byte(to));
        self.text.get(from..to.max(from)).unwrap_or_default()
    }

    /// The character that begins just at a place.
    fn at(&self, place: usize) -> Option<char> {
        let index = self.starts.partition_point(|(at, _)| *at < place);
        self.starts
            .get(index)
            .filter(|(at, _)| *at == place)
            .and_then(|(_, byte)| self.text[*byte..].chars().next())
    }
}

/// Reads the lines of one table; none where they draw no table.
pub(super) fn read(lines: &[&str]) -> Option<Grid> {
    let rows: Vec<DrawnLine<'_>> = lines
        .iter()
        .map(|line| DrawnLine::new(line.trim()))
        .collect();
    let edges: BTreeSet<usize> = rows
        .iter()
        .flat_map(|row| {
            row.starts
                .iter()
                .filter(|(_, byte)| row.text[*byte..].starts_with(|c| JUNCTIONS.contains(c)))
        })
        .map(|(place, _)| *place)
        .collect();
    let edges: Vec<usize> = edges.into_iter().collect();
    if edges.len() < 2 || edges.len() > MAX_EDGES {
        return None;
    }
    let mut drawing = DrawnTable {
        bounds: Vec::new(),
        rows,
        edges,
    };
    drawing.bounds = (0..drawing.rows.len())
        .filter(|at| drawing.is_bound(*at))
        .collect();
    let rows = std::mem::take(&mut drawing.rows).into_iter().enumerate();
    drawing.rows = rows
        .map(|(at, row)| {
            if drawing.bounds.binary_search(&at).is_ok() {
                row
            } else {
                row.realigned(&drawing.edges)
            }
        })
        .collect();
    if drawing.bounds.len() * drawing.edges.len() > MAX_PLACES {
        return None;
    }
    let cells = drawing.cells();
    if cells.is_empty() {
        None
    } else {
        Some(
            Grid {
                cells,
                ..Grid::default()
            }
            .compact(),
        )
    }
}

struct DrawnTable<'a> {
    rows: Vec<DrawnLine<'a>>,
    /// Places of vertical lines.
    edges: Vec<usize>,
    /// Lines between rows of the table, with its top and bottom.
    bounds: Vec<usize>,
}

impl DrawnTable<'_> {
    /// Whether a line is drawn below or above a stretch between two edges.
    fn ruled(&self, line: usize, column: usize) -> bool {
        // A junction of other rows' lines may stand at the left end, two places wide.
        let text = self.rows[line].between(self.edges[column] + 2, self.edges[column + 1]);
        !text.is_empty() && text.chars().all(|c| c == '─')
    }

    fn is_bound(&self, line: usize) -> bool {
        (0..self.edges.len() - 1).any(|column| self.ruled(line, column))
    }

    /// Whether a vertical line stands left of a column in a row of the table.
    fn walled(&self, row: usize, column: usize) -> bool {
        let lines = self.bounds[row] + 1..self.bounds[row + 1];
        !lines.is_empty()
            && lines
                .into_iter()
                .all(|line| self.rows[line].at(self.edges[column]) == Some('│'))
    }

    fn cells(&self) -> Vec<GridCell> {
        let (rows, columns) = (self.bounds.len().saturating_sub(1), self.edges.len() - 1);
        let mut taken = vec![vec![false; columns]; rows];
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken[row][column] {
                    continue;
                }
                let width = (column + 1..columns)
                    .take_while(|at| !self.walled(row, *at))
                    .count()
                    + 1;
                let open = |bottom: &usize| {
                    (column..column + width).all(|at| !self.ruled(self.bounds[*bottom], at))
                };
                let height = (row + 1..rows).take_while(open).count() + 1;
                for line in taken.iter_mut().skip(row).take(height) {
                    line[column..column + width].fill(true);
                }
                let text = self.text(row, column, height, width);
                cells.push(GridCell {
                    text,
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
