//! What a table is for: data, or to put things beside each other on the page.
//!
//! It is decided by bands of rows that no cell ties together. A band whose cells hold prose or
//! whole tables is there for the page's looks: what stands in its cells follows one after the
//! other. The other bands are data, each run of them one table.

use super::tables::{LaidCell, SourceTable};
use super::{Allowance, spliced};
use crate::finding::Complaint;
use crate::readback::content::{ContentBlock, Grid, GridCell, Stray};

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

fn holds(cell: &LaidCell) -> CellHolds {
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
    let count = |what: CellHolds| band.iter().filter(|cell| holds(cell) == what).count();
    let (words, grids) = (count(CellHolds::Words), count(CellHolds::SmallTable));
    let headings = count(CellHolds::Heading);
    count(CellHolds::More) > 0
        || count(CellHolds::Paragraphs) > 0 && words < WELL_FILLED
        || grids > 0 && words == 0
        || headings == 1 && words + grids == 0
        || band.len() == 1 && grids > 0
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
        self.cells
            .iter()
            .filter(|cell| !cell.blocks.is_empty())
            .count()
            <= 1
    }
}

/// The cells by bands.
fn bands(cells: Vec<LaidCell>) -> Vec<Band> {
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
pub(super) fn blocks(
    mut table: SourceTable,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<Vec<ContentBlock>, Complaint> {
    let laid = table.laid(left)?;
    let bands = bands(laid);
    let parted = bands.iter().any(|band| band.layout);
    let mut out = Vec::new();
    let mut data: Vec<LaidCell> = Vec::new();
    let mut name = std::mem::take(&mut table.name);
    for band in bands {
        if band.layout || parted && band.is_lone() {
            close(std::mem::take(&mut data), &mut name, &mut out, strays, left)?;
            unwrap(band.cells, &mut out, left)?;
        } else {
            data.extend(band.cells);
        }
    }
    close(data, &mut name, &mut out, strays, left)?;
    Ok(out)
}

/// Puts what stands in cells one after the other.
fn unwrap(
    cells: Vec<LaidCell>,
    out: &mut Vec<ContentBlock>,
    left: &mut Allowance,
) -> Result<(), Complaint> {
    for mut cell in cells {
        if out.is_empty() {
            *out = cell.blocks;
        } else {
            left.moved(cell.blocks.len())?;
            out.append(&mut cell.blocks);
        }
    }
    Ok(())
}

/// Makes a table of rows of data; text, where it has one column or one cell that says anything.
fn close(
    cells: Vec<LaidCell>,
    name: &mut String,
    out: &mut Vec<ContentBlock>,
    strays: &mut Vec<Stray>,
    left: &mut Allowance,
) -> Result<(), Complaint> {
    let first = cells.first().map(|cell| cell.column);
    let one_column = cells.iter().all(|cell| Some(cell.column) == first);
    let filled = cells.iter().filter(|cell| !cell.blocks.is_empty()).count();
    if one_column || filled <= 1 {
        if filled > 0 && !name.is_empty() {
            out.push(ContentBlock::Line(crate::readback::ContentLine::of(
                std::mem::take(name),
            )));
        }
        return unwrap(cells, out, left);
    }
    let cells = spliced::spliced(cells, strays, left)?;
    let grid = Grid {
        name: std::mem::take(name),
        page: None,
        cells,
    }
    .compact();
    out.push(ContentBlock::Table(whole(grid, left)?));
    Ok(())
}

/// The table with a blank cell at each place between cells that no cell covers; where a row is
/// too short, nobody knows which of its cells are missing.
fn whole(mut grid: Grid, left: &mut Allowance) -> Result<Grid, Complaint> {
    let rows = grid
        .cells
        .iter()
        .map(|cell| cell.row + cell.height)
        .max()
        .unwrap_or_default();
    let columns = grid
        .cells
        .iter()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default();
    left.work(rows.saturating_mul(columns))?;
    let mut covered = vec![false; rows * columns];
    for cell in &grid.cells {
        for row in cell.row..cell.row + cell.height {
            let from = row * columns + cell.column;
            covered
                .iter_mut()
                .skip(from)
                .take(cell.width)
                .for_each(|place| *place = true);
        }
    }
    let goes_on = |at: usize| {
        let end = (at / columns + 1) * columns;
        covered[at..end].iter().any(|covered| *covered)
    };
    let free = covered
        .iter()
        .enumerate()
        .filter(|(at, covered)| !**covered && goes_on(*at));
    let blank = free.map(|(at, _)| GridCell {
        row: at / columns,
        column: at % columns,
        height: 1,
        width: 1,
        ..GridCell::default()
    });
    let blank: Vec<GridCell> = blank.collect();
    if !blank.is_empty() {
        grid.cells.extend(blank);
        grid.cells.sort_by_key(|cell| (cell.row, cell.column));
    }
    left.pieces(grid.cells.len())?;
    Ok(grid)
}
