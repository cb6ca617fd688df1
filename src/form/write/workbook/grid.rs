//! Where the numbers of a table stand in its sheet, and formulas over them.

use crate::finding::json::cell_name;
use crate::report::Report;
use crate::standard::{CellId, CellKind, Part, Printed, Standard};

/// The sheet's row in which a table starts, below title and remark.
pub const TOP: u32 = 2;

/// A cell of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellSpot {
    pub row: u32,
    pub column: u16,
}

impl CellSpot {
    /// `H4`.
    pub fn name(self) -> String {
        cell_name(self.row, self.column.into())
    }

    /// `$H$4`.
    pub fn absolute(self) -> String {
        let name = self.name();
        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
        format!("${letters}${}", self.row + 1)
    }
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellArea {
    pub first: CellSpot,
    pub last: CellSpot,
}

impl CellArea {
    /// A single cell.
    fn of(spot: CellSpot) -> Self {
        Self {
            first: spot,
            last: spot,
        }
    }

    /// Whether a cell is the next one of a single row.
    fn goes_on_in_row(&self, next: CellSpot) -> bool {
        self.first.row == next.row
            && self.last.row == next.row
            && self.last.column + 1 == next.column
    }

    /// Whether a cell is the next one of a single column.
    fn goes_on_in_column(&self, next: CellSpot) -> bool {
        self.first.column == next.column
            && self.last.column == next.column
            && self.last.row + 1 == next.row
    }

    /// Whether a row of cells is as wide as the area, and stands right below it.
    fn goes_on_below(&self, row: &Self) -> bool {
        self.first.column == row.first.column
            && self.last.column == row.last.column
            && self.last.row + 1 == row.first.row
    }

    /// `H4`, or `H4:K4`.
    fn name(&self) -> String {
        if self.first == self.last {
            self.first.name()
        } else {
            format!("{}:{}", self.first.name(), self.last.name())
        }
    }
}

/// The cells to be filled with numbers of one kind.
pub struct KindAreas {
    pub kind: CellKind,
    pub areas: Vec<CellArea>,
}

/// A name that formulas can use for a range.
pub struct DefinedName {
    pub name: String,
    pub range: String,
}

/// A number and the cell where it stands.
pub struct GridNumber {
    pub id: CellId,
    pub spot: CellSpot,
}

/// Where the numbers stand in the sheet.
pub struct NumberGrid<'a> {
    pub report: &'a Report,
    pub table: usize,
    pub printed: Printed,
    pub numbers: Vec<GridNumber>,
}

const KINDS: [CellKind; 4] = [
    CellKind::Count,
    CellKind::Signed,
    CellKind::Decimal,
    CellKind::AmountWithUnit,
];

impl<'a> NumberGrid<'a> {
    /// Of the report's table of this index.
    pub fn new(report: &'a Report, table: usize) -> Self {
        let printed = report.standard.printed(table);
        let mut numbers = Vec::new();
        for (row, cells) in (TOP..).zip(&printed.rows) {
            for cell in cells {
                if let Some(id) = cell.id {
                    let column = cell.column as u16;
                    let spot = CellSpot { row, column };
                    numbers.push(GridNumber { id, spot });
                }
            }
        }
        Self {
            report,
            table,
            printed,
            numbers,
        }
    }

    pub fn standard(&self) -> &'a Standard {
        &self.report.standard
    }

    /// The parts of the table.
    pub fn parts(&self) -> &'a [Part] {
        &self.standard().tables[self.table].parts
    }

    /// The cell of a number.
    pub fn spot(&self, id: CellId) -> CellSpot {
        let number = self.numbers.iter().find(|number| number.id == id);
        number.map_or(CellSpot::default(), |number| number.spot)
    }

    /// The formula of a total, without its equals sign.
    pub fn sum(&self, id: CellId) -> Option<String> {
        let parts = self.standard().parts_of(id)?;
        Some(format!("SUM({})", self.ranges(&parts)))
    }

    /// Cells as ranges, neighbours joined.
    pub fn ranges(&self, ids: &[CellId]) -> String {
        let mut ranges: Vec<CellArea> = Vec::new();
        for &id in ids {
            let spot = self.spot(id);
            match ranges.last_mut() {
                Some(range) if range.goes_on_in_row(spot) || range.goes_on_in_column(spot) => {
                    range.last = spot;
                }
                _ => ranges.push(CellArea::of(spot)),
            }
        }
        let names: Vec<String> = ranges.iter().map(CellArea::name).collect();
        names.join(",")
    }

    /// The cells to be filled, by kind, as rectangles.
    pub fn areas(&self) -> Vec<KindAreas> {
        let mut all = Vec::new();
        for kind in KINDS {
            let areas = self.areas_of(kind);
            if !areas.is_empty() {
                all.push(KindAreas { kind, areas });
            }
        }
        all
    }

    fn areas_of(&self, kind: CellKind) -> Vec<CellArea> {
        let standard = self.standard();
        let mut rows: Vec<CellArea> = Vec::new();
        for &GridNumber { id, spot } in &self.numbers {
            if standard.part(id).kind(id.column) != kind || standard.is_total(id) {
                continue;
            }
            match rows.last_mut() {
                Some(row) if row.goes_on_in_row(spot) => row.last = spot,
                _ => rows.push(CellArea::of(spot)),
            }
        }
        let mut areas: Vec<CellArea> = Vec::new();
        for row in rows {
            match areas.last_mut() {
                Some(area) if area.goes_on_below(&row) => area.last = row.last,
                _ => areas.push(row),
            }
        }
        areas
    }

    /// A name for each row's numbers, such as `申请.新收`.
    pub fn names(&self, sheet: &str) -> Vec<DefinedName> {
        let mut names = Vec::new();
        if sheet.contains('\'') {
            return names;
        }
        let key = &self.standard().tables[self.table].key;
        for (part, data) in self.parts().iter().enumerate() {
            for (row, leaf) in data.rows.leaves.iter().enumerate() {
                let name = format!("{key}.{}", leaf.keys.join("."));
                // A standard may have keys that no name can have.
                if !name.chars().all(|c| c.is_alphanumeric() || c == '.') {
                    continue;
                }
                let first = CellId {
                    table: self.table,
                    part,
                    row,
                    column: 0,
                };
                let last = CellId {
                    column: data.columns.leaves.len() - 1,
                    ..first
                };
                let first = self.spot(first).absolute();
                let last = self.spot(last).absolute();
                let range = format!("='{sheet}'!{first}:{last}");
                names.push(DefinedName { name, range });
            }
        }
        names
    }
}
