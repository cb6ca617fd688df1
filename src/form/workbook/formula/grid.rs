//! Rectangles of values, as functions of ranges and sums of products see them.

use std::collections::{BTreeMap, BTreeSet};

use super::Scalar;
use super::operators::error;
use crate::form::labelled::CellPos;

/// The value of a place that a rectangle does not have.
const NOT_AVAILABLE: &str = "#N/A";

/// A rectangle of values. What it does not hold is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellGrid {
    /// Rows, at least 1.
    pub rows: u32,
    /// Columns, at least 1.
    pub columns: u32,
    /// The values by row and column, from 0.
    pub values: BTreeMap<CellPos, Scalar>,
}

impl CellGrid {
    /// A rectangle of one value.
    pub fn of(value: Scalar) -> Self {
        Self {
            rows: 1,
            columns: 1,
            values: BTreeMap::from([(CellPos::default(), value)]),
        }
    }

    /// The value at a place.
    pub fn get(&self, pos: CellPos) -> &Scalar {
        self.values.get(&pos).unwrap_or(&Scalar::Empty)
    }

    /// The value where it is only one.
    pub fn single(&self) -> Option<&Scalar> {
        (self.rows == 1 && self.columns == 1).then(|| self.get(CellPos::default()))
    }

    /// Rows times columns.
    pub fn size(&self) -> u64 {
        u64::from(self.rows) * u64::from(self.columns)
    }

    /// Whether another one has as many rows and columns.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.rows, self.columns) == (other.rows, other.columns)
    }

    /// How many values stand in a row or column; none where it is neither.
    pub fn length(&self) -> Option<u32> {
        (self.rows == 1 || self.columns == 1).then(|| self.rows.max(self.columns))
    }

    /// One value of a row or column.
    pub fn along(&self, index: u32) -> &Scalar {
        self.get(if self.rows == 1 {
            CellPos::new(0, index)
        } else {
            CellPos::new(index, 0)
        })
    }

    /// One column.
    pub fn column(&self, column: u32) -> Self {
        let values = self.values.iter().filter(|(pos, _)| pos.column == column);
        let values = values.map(|(pos, value)| (CellPos::new(pos.row, 0), value.clone()));
        Self {
            rows: self.rows,
            columns: 1,
            values: values.collect(),
        }
    }

    /// The value at a place of a greater rectangle: one row or column stands for all of them.
    fn spread(&self, pos: CellPos) -> Scalar {
        let row = if self.rows == 1 { 0 } else { pos.row };
        let column = if self.columns == 1 { 0 } else { pos.column };
        if row < self.rows && column < self.columns {
            self.get(CellPos::new(row, column)).clone()
        } else {
            error(NOT_AVAILABLE)
        }
    }
}

/// The rows and columns of a rectangle.
#[derive(Clone, Copy)]
pub struct GridExtent {
    pub rows: u32,
    pub columns: u32,
}

impl GridExtent {
    /// That of what comes of working on several rectangles place by place.
    pub fn of(grids: &[CellGrid]) -> Self {
        Self {
            rows: grids.iter().map(|grid| grid.rows).max().unwrap_or(1),
            columns: grids.iter().map(|grid| grid.columns).max().unwrap_or(1),
        }
    }

    /// Rows times columns.
    pub fn size(self) -> u64 {
        u64::from(self.rows) * u64::from(self.columns)
    }
}

/// Works on several rectangles place by place; none where the work is not known for one place.
pub fn each(grids: &[CellGrid], work: impl Fn(&[Scalar]) -> Option<Scalar>) -> Option<CellGrid> {
    let GridExtent { rows, columns } = GridExtent::of(grids);
    let mut values = BTreeMap::new();
    for row in 0..rows {
        for column in 0..columns {
            let pos = CellPos::new(row, column);
            let here: Vec<Scalar> = grids.iter().map(|grid| grid.spread(pos)).collect();
            values.insert(pos, work(&here)?);
        }
    }
    Some(CellGrid {
        rows,
        columns,
        values,
    })
}

/// The places at which one of several rectangles holds something.
pub fn filled<'g>(grids: impl IntoIterator<Item = &'g CellGrid>) -> BTreeSet<CellPos> {
    grids
        .into_iter()
        .flat_map(|grid| grid.values.keys().copied())
        .collect()
}
