//! What operands hold: one value, all values of a range, cells one by one. Whoever needs a single
//! value of several cells is told that they are several.

use std::collections::BTreeMap;

use super::functions::Argument;
use super::grid::{CellGrid, GridExtent};
use super::lookups::RangeFunction;
use super::reference::Area;
use super::run::Operand;
use super::{Calculator, CellSource, FormulaFault, Scalar, cursor};
use crate::form::labelled::{CellAddress, CellPos};

impl<'a, S: CellSource> Calculator<'a, S> {
    /// The operand with its values where it is a range; several ranges stay as they are.
    pub(super) fn fetch_several(
        &mut self,
        operand: Option<Operand<'a>>,
    ) -> Result<Operand<'a>, FormulaFault> {
        match operand {
            Some(Operand::Areas(areas)) => match areas.as_slice() {
                [area] if area.single().is_none() => {
                    let grid = self.fetch_grid(area)?;
                    Ok(Operand::CellGrid(grid, cursor::shorten(area.written)))
                }
                _ => Ok(Operand::Areas(areas)),
            },
            Some(operand) => Ok(operand),
            None => Ok(Operand::Missing),
        }
    }

    /// The arguments of a function of ranges.
    pub(super) fn fetch_grids(
        &mut self,
        function: RangeFunction,
        operands: Vec<Operand<'a>>,
    ) -> Result<Vec<CellGrid>, FormulaFault> {
        let mut shape = None;
        let mut grids = Vec::new();
        for (index, operand) in operands.into_iter().enumerate() {
            grids.push(match operand {
                Operand::Areas(areas) => match (areas.as_slice(), shape) {
                    // SUMIF sums a range of the size of the one that it looks at.
                    ([area], Some(shape)) if index == 2 && function == RangeFunction::SumIf => {
                        self.fetch_grid(&area.resize(shape))?
                    }
                    ([area], _) => {
                        shape = shape.or(Some(area.extent()));
                        self.fetch_grid(area)?
                    }
                    _ => return Err(several(&areas)),
                },
                Operand::CellGrid(_, written) if function.needs_cells() => {
                    return Err(FormulaFault::Unknown(written));
                }
                Operand::CellGrid(grid, _) => grid,
                operand => CellGrid::of(self.fetch_single(Some(operand))?),
            });
        }
        Ok(grids)
    }

    /// The values of a range.
    fn fetch_grid(&mut self, area: &Area) -> Result<CellGrid, FormulaFault> {
        // Looking is work too, even where nothing stands.
        self.visit(1)?;
        let (first, GridExtent { rows, columns }) = (area.first(), area.extent());
        let mut values = BTreeMap::new();
        for cell in self.filled(area) {
            let CellPos { row, column } = cell.pos;
            let pos = CellPos::new(row - first.row, column - first.column);
            values.insert(pos, self.value(cell)?);
        }
        Ok(CellGrid {
            rows,
            columns,
            values,
        })
    }

    /// The cells of an area that hold something.
    fn filled(&self, area: &Area) -> impl Iterator<Item = CellAddress> + use<S> {
        let (rows, columns) = (area.rows.clone(), area.columns.clone());
        let filled = self.source.filled(area.sheet, rows, columns);
        let sheet = area.sheet;
        filled.into_iter().map(move |pos| pos.in_sheet(sheet))
    }

    /// The value of an operand, which must not be several cells.
    pub(super) fn fetch_single(
        &mut self,
        operand: Option<Operand>,
    ) -> Result<Scalar, FormulaFault> {
        let areas = match operand {
            None | Some(Operand::Missing) => return Ok(Scalar::Empty),
            Some(Operand::Value(value)) => return Ok(value),
            Some(Operand::Areas(areas)) => areas,
            Some(Operand::CellGrid(_, written)) => return Err(FormulaFault::Unknown(written)),
        };
        let only = match areas.as_slice() {
            [area] => area.single(),
            _ => None,
        };
        match only {
            Some(cell) => self.value(cell),
            // Excel would choose one of them by the place of the formula, or fill several cells.
            None => Err(several(&areas)),
        }
    }

    /// The arguments of a function that takes ranges cell by cell.
    pub(super) fn fetch_arguments(
        &mut self,
        operands: Vec<Operand>,
    ) -> Result<Vec<Argument>, FormulaFault> {
        let mut arguments = Vec::new();
        for operand in operands {
            match operand {
                Operand::Missing => arguments.push(Argument::Missing),
                Operand::Areas(areas) => {
                    for area in areas {
                        self.fetch_cells(&area, &mut arguments)?;
                    }
                }
                operand => arguments.push(Argument::Given(self.fetch_single(Some(operand))?)),
            }
        }
        Ok(arguments)
    }

    /// Adds the values of an area, cell by cell.
    fn fetch_cells(
        &mut self,
        area: &Area,
        arguments: &mut Vec<Argument>,
    ) -> Result<(), FormulaFault> {
        if let Some(cell) = area.single() {
            arguments.push(Argument::Cell(self.value(cell)?));
            return Ok(());
        }
        // Looking is work too, even where nothing stands.
        self.visit(1)?;
        for cell in self.filled(area) {
            arguments.push(Argument::Cell(self.value(cell)?));
        }
        Ok(())
    }
}

/// The fault of several cells where one value is needed.
fn several(areas: &[Area]) -> FormulaFault {
    let written: Vec<&str> = areas.iter().map(|area| area.written).collect();
    FormulaFault::Unknown(cursor::shorten(&written.join(",")))
}
