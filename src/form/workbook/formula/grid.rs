//! Rectangles of values, as functions of ranges and sums of products see them.

use std::collections::{BTreeMap, BTreeSet};

use super::Scalar;
use super::operators::error;

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
    pub values: BTreeMap<(u32, u32), Scalar>,
}

impl CellGrid {
    /// A rectangle of one value.
    pub fn of(value: Scalar) -> Self {
        Self {
            rows: 1,
            columns: 1,
            values: BTreeMap::from([((0, 0), value)]),
        }
    }

    /// The value at a place.
    pub fn get(&self, pos: (u32, u32)) -> &Scalar {
        self.values.get(&pos).unwrap_or(&Scalar::Empty)
    }

    /// The value where it is only one.
    pub fn single(&self) -> Option<&Scalar> {
        (self.rows == 1 && self.columns == 1).then(|| self.get((0, 0)))
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
            (0, index)
        } else {
            (index, 0)
        })
    }

    /// One column.
    pub fn column(&self, column: u32) -> Self {
        let values = self.values.iter().filter(|((_, at), _)| *at == column);
        let values = values.map(|(&(row, _), value)| ((row, 0), value.clone()));
        Self {
            rows: self.rows,
            columns: 1,
            values: values.collect(),
        }
    }

    /// The value at a place of a greater rectangle: one row or column stands for all of them.
    fn spread(&self, (row, column): (u32, u32)) -> Scalar {
        let row = if self.rows == 1 { 0 } else { row };
        let column = if self.columns == 1 { 0 } else { column };
        if row < self.rows && column < self.columns {
            self.get((row, column)).clone()
        } else {
            error(NOT_AVAILABLE)
        }
    }
}

/// Rows and columns of what comes of working on several rectangles place by place.
pub fn extent(grids: &[CellGrid]) -> (u32, u32) {
    let rows = grids.iter().map(|grid| grid.rows).max().unwrap_or(1);
    (
        rows,
        grids.iter().map(|grid| grid.columns).max().unwrap_or(1),
    )
}

/// Works on several rectangles place by place; none where the work is not known for one place.
pub fn each(grids: &[CellGrid], work: impl Fn(&[Scalar]) -> Option<Scalar>) -> Option<CellGrid> {
    let (rows, columns) = extent(grids);
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let at = |pos| -> Option<((u32, u32), Scalar)> {
        let values: Vec<Scalar> = grids.iter().map(|grid| grid.spread(pos)).collect();
        Some((pos, work(&values)?))
    };
    Some(CellGrid {
        rows,
        columns,
        values: places.map(at).collect::<Option<_>>()?,
    })
}

/// The places at which one of several rectangles holds something.
pub fn filled<'g>(grids: impl IntoIterator<Item = &'g CellGrid>) -> BTreeSet<(u32, u32)> {
    grids
        .into_iter()
        .flat_map(|grid| grid.values.keys().copied())
        .collect()
}
