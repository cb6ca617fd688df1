//! Where the numbers of a table stand in its sheet, and formulas over them.

use std::ops::RangeInclusive;

use crate::finding::json::cell_name;
use crate::report::Report;
use crate::standard::{CellId, CellKind, Printed};

/// The sheet's row in which a table starts, below title and remark.
pub const TOP: u32 = 2;

/// Where the numbers stand in the sheet.
pub struct NumberGrid<'a> {
    pub report: &'a Report,
    pub table: usize,
    pub printed: Printed,
    /// Each number's row and column.
    pub spots: Vec<(CellId, (u32, u16))>,
}

/// Rows and columns of a rectangle.
pub type Rectangle = (RangeInclusive<u32>, RangeInclusive<u16>);

impl<'a> NumberGrid<'a> {
    /// Of the report's table of this index.
    pub fn new(report: &'a Report, table: usize) -> Self {
        let printed = report.standard.printed(table);
        let rows = (TOP..).zip(&printed.rows);
        let spots = rows.flat_map(|(row, cells)| {
            cells
                .iter()
                .filter_map(move |cell| Some((cell.id?, (row, cell.column as u16))))
        });
        Self {
            report,
            table,
            spots: spots.collect(),
            printed,
        }
    }

    /// The row and column of a number.
    pub fn spot(&self, id: CellId) -> (u32, u16) {
        self.spots
            .iter()
            .find(|(at, _)| *at == id)
            .map_or((0, 0), |(_, spot)| *spot)
    }

    /// The formula of a total, without its equals sign.
    pub fn sum(&self, id: CellId) -> Option<String> {
        Some(format!(
            "SUM({})",
            self.ranges(&self.report.standard.parts_of(id)?)
        ))
    }

    /// Cells as ranges, neighbours joined.
    pub fn ranges(&self, ids: &[CellId]) -> String {
        let mut ranges: Vec<((u32, u16), (u32, u16))> = Vec::new();
        for spot in ids.iter().map(|&id| self.spot(id)) {
            match ranges.last_mut() {
                Some((first, last))
                    if (first.0 == spot.0 && last.0 == spot.0 && last.1 + 1 == spot.1)
                        || (first.1 == spot.1 && last.1 == spot.1 && last.0 + 1 == spot.0) =>
                {
                    *last = spot;
                }
                _ => ranges.push((spot, spot)),
            }
        }
        let name = |(row, column): (u32, u16)| cell_name(row, column.into());
        let shown = ranges.iter().map(|(first, last)| {
            if first == last {
                name(*first)
            } else {
                format!("{}:{}", name(*first), name(*last))
            }
        });
        shown.collect::<Vec<_>>().join(",")
    }

    /// The cells to be filled, by kind, as rectangles.
    pub fn areas(&self) -> Vec<(CellKind, Vec<Rectangle>)> {
        let mut all: Vec<(CellKind, Vec<Rectangle>)> = Vec::new();
        for kind in [
            CellKind::Count,
            CellKind::Signed,
            CellKind::Decimal,
            CellKind::AmountWithUnit,
        ] {
            let part = |id: &CellId| &self.report.standard.tables[id.table].parts[id.part];
            let cells = self
                .spots
                .iter()
                .filter(|(id, _)| part(id).kind(id.column) == kind);
            let open = cells
                .filter(|(id, _)| !self.report.standard.is_total(*id))
                .map(|(_, spot)| *spot);
            let mut areas: Vec<Rectangle> = Vec::new();
            for (row, column) in open {
                match areas.last_mut() {
                    Some((rows, columns))
                        if *rows == (row..=row) && *columns.end() + 1 == column =>
                    {
                        *columns = *columns.start()..=column;
                    }
                    _ => areas.push((row..=row, column..=column)),
                }
            }
            let mut joined: Vec<Rectangle> = Vec::new();
            for (rows, columns) in areas {
                match joined.last_mut() {
                    Some((above, same))
                        if *same == columns && *above.end() + 1 == *rows.start() =>
                    {
                        *above = *above.start()..=*rows.end();
                    }
                    _ => joined.push((rows, columns)),
                }
            }
            if !joined.is_empty() {
                all.push((kind, joined));
            }
        }
        all
    }

    /// A name for each row's numbers, such as `申请.新收`.
    pub fn names(&self, sheet: &str) -> Vec<(String, String)> {
        let mut names = Vec::new();
        for (part, p) in self.report.standard.tables[self.table]
            .parts
            .iter()
            .enumerate()
        {
            for (row, leaf) in p.rows.leaves.iter().enumerate() {
                let id = |column| CellId {
                    table: self.table,
                    part,
                    row,
                    column,
                };
                let (first, last) = (self.spot(id(0)), self.spot(id(p.columns.leaves.len() - 1)));
                let name = format!(
                    "{}.{}",
                    self.report.standard.tables[self.table].key,
                    leaf.keys.join(".")
                );
                // A standard may have keys that no name can have.
                if name.chars().all(|c| c.is_alphanumeric() || c == '.') && !sheet.contains('\'') {
                    let absolute = |(row, column): (u32, u16)| {
                        let name = cell_name(row, column.into());
                        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
                        format!("${letters}${}", row + 1)
                    };
                    names.push((
                        name,
                        format!("='{sheet}'!{}:{}", absolute(first), absolute(last)),
                    ));
                }
            }
        }
        names
    }
}
