//! Which tables are tables, and which only lay out a page.
//!
//! A band is the least number of rows that no cell crosses the edges of. One that holds
//! another table, headings with text, or paragraphs lays these out: they follow one
//! another as blocks. The bands between are a table each.

use crate::readback::content::{ContentBlock, ContentLine, Grid, GridCell, Stray};

/// Cells with something in them of a band that lays out a page; one of data has more.
const MAX_LAID_OUT: usize = 3;
/// Characters from which on a line with a full stop is a paragraph of a text.
const PROSE: usize = 25;
/// The same for a line that is alone in its cell: labels in tables explain themselves at length.
const LONG_PROSE: usize = 60;

/// A cell on the grid, with all that stands in it.
pub(super) struct PlacedCell {
    pub row: usize,
    pub column: usize,
    pub height: usize,
    pub width: usize,
    pub blocks: Vec<ContentBlock>,
}

/// What a table comes to.
#[derive(Default)]
pub(super) struct Unfolded {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
}

/// What the cells of a table of so many rows come to.
pub(super) fn unfold(cells: Vec<PlacedCell>, rows: usize, name: String) -> Unfolded {
    let mut out = Unfolded::default();
    let columns = cells
        .iter()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default();
    let narrow = columns <= 2;
    let single = columns == 1 && (rows == 1 || cells.iter().any(|cell| cell.is_long(PROSE)));
    let mut grid = Grid {
        name,
        ..Grid::default()
    };
    for band in part_bands(cells) {
        if single || lays_out(&band, narrow) {
            out.close(&mut grid);
            let blocks = band.into_iter().flat_map(|cell| cell.blocks);
            out.blocks.extend(blocks);
        } else {
            for cell in band {
                grid.cells.push(out.flatten_cell(cell));
            }
        }
    }
    out.close(&mut grid);
    out
}

/// The cells by bands. They come by rows.
fn part_bands(cells: Vec<PlacedCell>) -> Vec<Vec<PlacedCell>> {
    let mut bands: Vec<Vec<PlacedCell>> = Vec::new();
    let mut end = 0;
    for cell in cells {
        let below = cell.row + cell.height;
        match bands.last_mut() {
            Some(band) if cell.row < end => band.push(cell),
            _ => bands.push(vec![cell]),
        }
        end = end.max(below);
    }
    bands
}

fn lays_out(band: &[PlacedCell], narrow: bool) -> bool {
    let filled = band.iter().filter(|cell| !cell.blocks.is_empty()).count();
    let long = narrow && filled <= 2 && band.iter().any(|cell| cell.is_long(LONG_PROSE));
    filled <= MAX_LAID_OUT && (long || band.iter().any(PlacedCell::is_laid_out))
}

impl PlacedCell {
    fn lines(&self) -> impl Iterator<Item = &ContentLine> {
        self.blocks.iter().filter_map(as_line)
    }

    /// Whether a table stands in it, or a text of headings and paragraphs.
    fn is_laid_out(&self) -> bool {
        let mut blocks = self.blocks.iter();
        if blocks.any(|block| matches!(block, ContentBlock::Table(_))) {
            return true;
        }
        let headings = self.lines().filter(|line| line.level.is_some()).count();
        let prose = self.lines().filter(|line| is_prose(line, PROSE)).count();
        self.lines().nth(1).is_some() && (headings > 0 || prose > 1)
    }

    fn is_long(&self, least: usize) -> bool {
        self.lines().any(|line| is_prose(line, least))
    }
}

fn as_line(block: &ContentBlock) -> Option<&ContentLine> {
    match block {
        ContentBlock::Line(line) => Some(line),
        _ => None,
    }
}

fn is_prose(line: &ContentLine, least: usize) -> bool {
    line.text.contains('。') && line.text.chars().count() >= least
}

impl Unfolded {
    /// Ends the table that is being gathered; the next one has its name.
    fn close(&mut self, grid: &mut Grid) {
        let next = Grid {
            name: grid.name.clone(),
            ..Grid::default()
        };
        let grid = std::mem::replace(grid, next);
        if !grid.cells.is_empty() {
            self.blocks.push(ContentBlock::Table(grid.compact()));
        }
    }

    /// A cell whose blocks have become text.
    fn flatten_cell(&mut self, cell: PlacedCell) -> GridCell {
        let mut text = String::new();
        for block in cell.blocks {
            let line = match block {
                ContentBlock::Line(line) => line.text,
                ContentBlock::Table(grid) => flatten_table(&grid),
                ContentBlock::Figure(figure) => {
                    self.tell_picture();
                    figure.caption.text
                }
            };
            if !line.is_empty() && !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line);
        }
        GridCell {
            text: text.trim().to_owned(),
            row: cell.row,
            column: cell.column,
            height: cell.height,
            width: cell.width,
            ..GridCell::default()
        }
    }

    fn tell_picture(&mut self) {
        self.strays.push(Stray {
            what: "表格里的图片",
            page: None,
            text: String::new(),
        });
    }
}

/// A table as the text of a cell: a line a row.
fn flatten_table(grid: &Grid) -> String {
    let mut out = String::new();
    let mut row = 0;
    for cell in &grid.cells {
        if !out.is_empty() {
            out.push(if cell.row == row { '\t' } else { '\n' });
        }
        row = cell.row;
        out.push_str(&cell.text);
    }
    out
}
