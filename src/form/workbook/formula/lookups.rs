//! The functions that need the shape of their ranges: sums and counts by criteria, products place
//! by place, values found in tables.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Scalar;
use super::criteria::Criterion;
use super::grid::{CellGrid, filled};
use super::operators::{VALUE, error, number, number_or_error, truth};
use crate::form::labelled::CellPos;

/// Nothing was found.
const NOT_FOUND: &str = "#N/A";
/// A place outside a table.
const OUTSIDE: &str = "#REF!";

/// A function of ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeFunction {
    SumIf,
    SumIfs,
    CountIf,
    CountIfs,
    SumProduct,
    VLookup,
    Index,
    Match,
}

impl RangeFunction {
    /// Whether it takes so many arguments.
    pub fn takes(self, count: usize) -> bool {
        match self {
            Self::CountIf => count == 2,
            Self::SumIf | Self::Index | Self::Match => (2..=3).contains(&count),
            Self::VLookup => (3..=4).contains(&count),
            Self::CountIfs => count >= 2 && count.is_multiple_of(2),
            Self::SumIfs => count >= 3 && !count.is_multiple_of(2),
            Self::SumProduct => count > 0,
        }
    }

    /// Whether it takes cells only, not what was made of them.
    pub fn needs_cells(self) -> bool {
        !matches!(self, Self::SumProduct | Self::Index | Self::Match)
    }

    /// The value of the function; none where Excel's answer is not known here.
    pub fn compute(self, arguments: &[CellGrid]) -> Option<Scalar> {
        match (self, arguments) {
            (Self::CountIf | Self::CountIfs, conditions) => count(conditions),
            (Self::SumIf, [range, criterion]) => sum(range, &[range.clone(), criterion.clone()]),
            (Self::SumIf, [range, criterion, summed]) => {
                sum(summed, &[range.clone(), criterion.clone()])
            }
            (Self::SumIfs, [summed, conditions @ ..]) => sum(summed, conditions),
            (Self::SumProduct, factors) => Some(sum_of_products(factors)),
            (Self::VLookup, [wanted, table, column, kind @ ..]) => {
                look_up(wanted.single()?, table, column.single()?, kind.first())
            }
            (Self::Index, [table, row, column @ ..]) => {
                let column = match column.first() {
                    Some(column) => Some(column.single()?),
                    None => None,
                };
                index(table, row.single()?, column)
            }
            (Self::Match, [wanted, range, kind @ ..]) => {
                let kind = match kind.first() {
                    Some(kind) => number(kind.single()?).ok()?,
                    None => Decimal::ONE,
                };
                let order = match kind.cmp(&Decimal::ZERO) {
                    Ordering::Equal => SearchOrder::Exact,
                    Ordering::Greater => SearchOrder::Rising,
                    Ordering::Less => SearchOrder::Falling,
                };
                let found = find(wanted.single()?, range, order)?;
                Some(match found {
                    Sought::At(place) => Scalar::Number(Decimal::from(place) + Decimal::ONE),
                    Sought::Nowhere => error(NOT_FOUND),
                })
            }
            _ => None,
        }
    }
}

/// A range and what is looked for in it.
struct Condition<'g> {
    range: &'g CellGrid,
    criterion: Criterion,
}

/// Ranges and criteria by turns; an error where the ranges differ in shape.
fn conditions(arguments: &[CellGrid]) -> Option<Result<Vec<Condition<'_>>, Scalar>> {
    let first = arguments.first()?;
    let mut all = Vec::new();
    for pair in arguments.chunks_exact(2) {
        if !pair[0].is_like(first) {
            return Some(Err(error(VALUE)));
        }
        let criterion = Criterion::read(pair[1].single()?)?;
        all.push(Condition {
            range: &pair[0],
            criterion,
        });
    }
    Some(Ok(all))
}

fn holds(conditions: &[Condition<'_>], pos: CellPos) -> bool {
    conditions
        .iter()
        .all(|condition| condition.criterion.holds(condition.range.get(pos)))
}

fn count(arguments: &[CellGrid]) -> Option<Scalar> {
    let conditions = match conditions(arguments)? {
        Ok(conditions) => conditions,
        Err(error) => return Some(error),
    };
    let filled = filled(conditions.iter().map(|condition| condition.range));
    let mut count = filled
        .iter()
        .filter(|pos| holds(&conditions, **pos))
        .count() as u64;
    // All blank places are alike.
    if conditions
        .iter()
        .all(|condition| condition.criterion.holds(&Scalar::Empty))
    {
        count += conditions.first()?.range.size() - filled.len() as u64;
    }
    Some(Scalar::Number(count.into()))
}

fn sum(summed: &CellGrid, arguments: &[CellGrid]) -> Option<Scalar> {
    let conditions = match conditions(arguments)? {
        Ok(conditions) => conditions,
        Err(error) => return Some(error),
    };
    if !conditions.first()?.range.is_like(summed) {
        return Some(error(VALUE));
    }
    let mut sum = Decimal::ZERO;
    for (pos, value) in &summed.values {
        if !holds(&conditions, *pos) {
            continue;
        }
        match value {
            Scalar::Error(_) => return Some(value.clone()),
            Scalar::Number(number) => match sum.checked_add(*number) {
                Some(more) => sum = more,
                None => return Some(number_or_error(None)),
            },
            Scalar::Empty | Scalar::Text(_) | Scalar::Boolean(_) => {}
        }
    }
    Some(Scalar::Number(sum))
}

/// Texts and truths count as nought.
fn sum_of_products(factors: &[CellGrid]) -> Scalar {
    let Some((first, others)) = factors.split_first() else {
        return error(VALUE);
    };
    if others.iter().any(|other| !other.is_like(first)) {
        return error(VALUE);
    }
    let mut sum = Some(Decimal::ZERO);
    for pos in filled(factors) {
        let mut product = Some(Decimal::ONE);
        for factor in factors {
            match factor.get(pos) {
                Scalar::Error(name) => return error(name),
                Scalar::Number(number) => {
                    product = product.and_then(|product| product.checked_mul(*number));
                }
                Scalar::Empty | Scalar::Text(_) | Scalar::Boolean(_) => {
                    product = Some(Decimal::ZERO);
                }
            }
        }
        sum = sum.and_then(|sum| sum.checked_add(product?));
    }
    number_or_error(sum)
}

fn look_up(
    wanted: &Scalar,
    table: &CellGrid,
    column: &Scalar,
    kind: Option<&CellGrid>,
) -> Option<Scalar> {
    let column = match place(column) {
        Ok(0) => return Some(error(VALUE)),
        Ok(column) if column > table.columns => return Some(error(OUTSIDE)),
        Ok(column) => column,
        Err(error) => return Some(error),
    };
    let order = match kind {
        Some(kind) if !truth(kind.single()?).ok()? => SearchOrder::Exact,
        _ => SearchOrder::Rising,
    };
    Some(match find(wanted, &table.column(0), order)? {
        Sought::At(row) => table.get(CellPos::new(row, column - 1)).clone(),
        Sought::Nowhere => error(NOT_FOUND),
    })
}

fn index(table: &CellGrid, row: &Scalar, column: Option<&Scalar>) -> Option<Scalar> {
    let (row, column) = match (table.rows, column) {
        // The one number goes along a single row.
        (1, None) => (Ok(1), place(row)),
        (_, None) if table.columns > 1 => return None,
        (_, None) => (place(row), Ok(1)),
        (_, Some(column)) => (place(row), place(column)),
    };
    let (row, column) = match (row, column) {
        (Ok(row), Ok(column)) => (row, column),
        (Err(error), _) | (_, Err(error)) => return Some(error),
    };
    if row > table.rows || column > table.columns {
        return Some(error(OUTSIDE));
    }
    // Nought stands for a whole row or column.
    let row = if row == 0 && table.rows == 1 { 1 } else { row };
    let column = if column == 0 && table.columns == 1 {
        1
    } else {
        column
    };
    let pos = CellPos::new(row.checked_sub(1)?, column.checked_sub(1)?);
    Some(table.get(pos).clone())
}

/// A place in a table, from 1.
///
/// # Errors
/// An error value where it is below nought or no number.
fn place(value: &Scalar) -> Result<u32, Scalar> {
    let number = number(value)?;
    if number.is_sign_negative() && !number.is_zero() {
        return Err(error(VALUE));
    }
    Ok(u32::try_from(number.trunc()).unwrap_or(u32::MAX))
}

/// Where a value was looked for.
enum Sought {
    /// At this place, from 0.
    At(u32),
    Nowhere,
}

/// How a value is looked for in a row or column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SearchOrder {
    /// The same value, wherever it stands.
    Exact,
    /// The last that is not greater, in rising ones.
    Rising,
    /// The last that is not less, in falling ones.
    Falling,
}

/// Where a value stands in a row or column; none where Excel's answer is not known: numbers that
/// are not in order, texts.
fn find(wanted: &Scalar, range: &CellGrid, order: SearchOrder) -> Option<Sought> {
    let length = range.length()?;
    if let Scalar::Error(_) = wanted {
        return None;
    }
    let filled = range.values.keys().map(|pos| pos.row.max(pos.column));
    let filled: Vec<u32> = filled.filter(|place| *place < length).collect();
    match (order, wanted) {
        (SearchOrder::Exact, wanted) => find_exactly(wanted, range, &filled),
        (order, Scalar::Number(wanted)) => find_nearest(*wanted, range, &filled, order),
        _ => None,
    }
}

/// Where the same value stands among the places that are filled.
fn find_exactly(wanted: &Scalar, range: &CellGrid, filled: &[u32]) -> Option<Sought> {
    let criterion = Criterion::exactly(wanted)?;
    for &place in filled {
        let value = range.along(place);
        if is_same_kind(wanted, value) && criterion.holds(value) {
            return Some(Sought::At(place));
        }
    }
    Some(Sought::Nowhere)
}

/// Where the last number stands that fits, among the places that are filled.
fn find_nearest(
    wanted: Decimal,
    range: &CellGrid,
    filled: &[u32],
    order: SearchOrder,
) -> Option<Sought> {
    let mut sought = Sought::Nowhere;
    let mut before: Option<Decimal> = None;
    for &place in filled {
        let Scalar::Number(number) = *range.along(place) else {
            continue;
        };
        let before = before.replace(number).unwrap_or(number);
        let (in_order, fits) = match order {
            SearchOrder::Falling => (number <= before, number >= wanted),
            _ => (number >= before, number <= wanted),
        };
        if !in_order {
            return None;
        }
        if fits {
            sought = Sought::At(place);
        }
    }
    Some(sought)
}

/// VLOOKUP and MATCH find no number where a text stands, even one of digits.
fn is_same_kind(wanted: &Scalar, value: &Scalar) -> bool {
    match wanted {
        Scalar::Empty => matches!(value, Scalar::Number(_)),
        wanted => std::mem::discriminant(wanted) == std::mem::discriminant(value),
    }
}
