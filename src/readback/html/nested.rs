//! What a table is for: data, or to put things beside each other on the page.
//!
//! It is decided by bands of rows that no cell ties together. A band whose cells hold prose or
//! whole tables is there for the page's looks: what stands in its cells follows one after the
//! other. The other bands are data, each run of them one table.

use super::spliced::{count_columns, count_rows};
use super::tables::{LaidCell, SourceTable};
use super::{Allowance, spliced};
use crate::finding::Complaint;
use crate::readback::content::{ContentBlock, ContentLine, Grid, GridCell, Stray};

/// Paragraphs and characters from which on a cell holds prose.
const MANY_LINES: usize = 3;
const MANY_CHARACTERS: usize = 400;
/// Characters of one paragraph that is prose, in whatever cell it stands.
const LONG_CELL: usize = 1_000;
/// Cells with words beside which a cell with paragraphs is data too.
const WELL_FILLED: usize = 8;
/// Cells of a table that may be part of a cell's data: a table of a report has more.
const SMALL_GRID: usize = 60;
/// Cells of a table that stands among words in a cell, and is text of it.
const TINY_GRID: usize = 12;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellHolds {
    Nothing,
    Words,
    /// A heading alone.
    Heading,
    /// A small table alone.
    SmallTable,
    /// Paragraphs, which only a well-filled row of data holds.
    Paragraphs,
    /// What no cell of data holds.
    More,
}

/// What a cell holds, by how much of each stands in it.
fn judge(cell: &LaidCell) -> CellHolds {
    let (mut lines, mut characters, mut grids, mut cells, mut headings) = (0, 0, 0, 0, 0);
    for block in &cell.blocks {
        match block {
            ContentBlock::Line(line) => {
                lines += 1;
                characters += line.text.chars().count();
                headings += usize::from(line.level.is_some());
            }
            ContentBlock::Table(grid) => {
                grids += 1;
                cells += grid.cells.len();
            }
            ContentBlock::Figure(_) => {}
        }
    }
    let prose = lines >= MANY_LINES && characters >= MANY_CHARACTERS;
    match (lines, grids) {
        (0, 0) => CellHolds::Nothing,
        _ if characters >= LONG_CELL || prose && grids + headings > 0 => CellHolds::More,
        _ if prose => CellHolds::Paragraphs,
        (0, 1) if cells <= SMALL_GRID => CellHolds::SmallTable,
        (_, 0) if headings > 0 && lines > 1 => CellHolds::More,
        (_, 0) if headings > 0 => CellHolds::Heading,
        (_, 0) => CellHolds::Words,
        _ if cells <= TINY_GRID && headings == 0 => CellHolds::Words,
        _ => CellHolds::More,
    }
}

/// Whether a band is there for the page's looks.
fn is_layout(band: &[LaidCell]) -> bool {
    let all: Vec<CellHolds> = band.iter().map(judge).collect();
    let words = count(&all, CellHolds::Words);
    let grids = count(&all, CellHolds::SmallTable);
    all.contains(&CellHolds::More)
        || all.contains(&CellHolds::Paragraphs) && words < WELL_FILLED
        || grids > 0 && words == 0
        || count(&all, CellHolds::Heading) == 1 && words + grids == 0
        || band.len() == 1 && grids > 0
}

/// How many cells hold this.
fn count(all: &[CellHolds], what: CellHolds) -> usize {
    all.iter().filter(|holds| **holds == what).count()
}

/// Rows that no cell ties to others.
struct Band {
    cells: Vec<LaidCell>,
    layout: bool,
}

impl Band {
    fn of(cells: Vec<LaidCell>) -> Self {
        let layout = is_layout(&cells);
        Self { cells, layout }
    }

    /// Whether one cell at the most holds anything.
    fn is_lone(&self) -> bool {
        count_filled(&self.cells) <= 1
    }
}

/// How many cells hold anything.
fn count_filled(cells: &[LaidCell]) -> usize {
    cells.iter().filter(|cell| !cell.blocks.is_empty()).count()
}

/// The cells by bands.
fn part_bands(cells: Vec<LaidCell>) -> Vec<Band> {
    let mut bands = Vec::new();
    let (mut band, mut end) = (Vec::new(), 0);
    for cell in cells {
        if cell.row >= end && !band.is_empty() {
            bands.push(Band::of(std::mem::take(&mut band)));
        }
        end = end.max(cell.row + cell.height);
        band.push(cell);
    }
    if !band.is_empty() {
        bands.push(Band::of(band));
    }
    bands
}

/// What a table says, as blocks.
pub(super) fn unfold(
    mut table: SourceTable,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<Vec<ContentBlock>, Complaint> {
    let bands = part_bands(table.lay_out(left)?);
    let parted = bands.iter().any(|band| band.layout);
    let mut unfolding = Unfolding {
        name: std::mem::take(&mut table.name),
        out: Vec::new(),
        strays,
        left,
    };
    let mut data: Vec<LaidCell> = Vec::new();
    for band in bands {
        if band.layout || parted && band.is_lone() {
            unfolding.close(std::mem::take(&mut data))?;
            unfolding.unwrap(band.cells)?;
        } else {
            data.extend(band.cells);
        }
    }
    unfolding.close(data)?;
    Ok(unfolding.out)
}

/// What a table comes to, as far as it has been unfolded.
struct Unfolding<'a> {
    /// The table's name, which the first data have.
    name: String,
    out: Vec<ContentBlock>,
    strays: &'a mut Vec<Stray>,
    left: &'a mut Allowance,
}

impl Unfolding<'_> {
    /// Puts what stands in cells one after the other.
    fn unwrap(&mut self, cells: Vec<LaidCell>) -> Result<(), Complaint> {
        for mut cell in cells {
            if self.out.is_empty() {
                self.out = cell.blocks;
            } else {
                self.left.spend_moved(cell.blocks.len())?;
                self.out.append(&mut cell.blocks);
            }
        }
        Ok(())
    }

    /// Makes a table of rows of data; text, where it has one column or one cell that says
    /// anything.
    fn close(&mut self, cells: Vec<LaidCell>) -> Result<(), Complaint> {
        let first = cells.first().map(|cell| cell.column);
        let one_column = cells.iter().all(|cell| Some(cell.column) == first);
        let filled = count_filled(&cells);
        if one_column || filled <= 1 {
            if filled > 0 && !self.name.is_empty() {
                let name = ContentLine::of(std::mem::take(&mut self.name));
                self.out.push(ContentBlock::Line(name));
            }
            return self.unwrap(cells);
        }
        let grid = Grid {
            name: std::mem::take(&mut self.name),
            page: None,
            cells: spliced::splice(cells, self.strays, self.left)?,
        };
        let grid = fill_gaps(grid.compact(), self.left)?;
        self.out.push(ContentBlock::Table(grid));
        Ok(())
    }
}

/// The table with a blank cell at each place between cells that no cell covers; where a row is
/// too short, nobody knows which of its cells are missing.
fn fill_gaps(mut grid: Grid, left: &mut Allowance) -> Result<Grid, Complaint> {
    let rows = count_rows(&grid.cells);
    let columns = count_columns(&grid.cells);
    left.spend_work(rows.saturating_mul(columns))?;
    let gaps = find_gaps(&grid.cells, rows, columns);
    if !gaps.is_empty() {
        grid.cells.extend(gaps);
        grid.cells.sort_by_key(|cell| (cell.row, cell.column));
    }
    left.spend_pieces(grid.cells.len())?;
    Ok(grid)
}

/// A blank cell for each place that no cell covers, and behind which one stands in its row.
fn find_gaps(cells: &[GridCell], rows: usize, columns: usize) -> Vec<GridCell> {
    let mut covered = vec![false; rows * columns];
    for cell in cells {
        for row in cell.row..cell.row + cell.height {
            let from = row * columns + cell.column;
            covered[from..from + cell.width].fill(true);
        }
    }
    let mut gaps = Vec::new();
    for row in 0..rows {
        let places = &covered[row * columns..][..columns];
        let end = places.iter().rposition(|covered| *covered).unwrap_or(0);
        for (column, covered) in places[..end].iter().enumerate() {
            if !covered {
                gaps.push(GridCell {
                    row,
                    column,
                    height: 1,
                    width: 1,
                    ..GridCell::default()
                });
            }
        }
    }
    gaps
}
