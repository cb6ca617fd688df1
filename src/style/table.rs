//! How tables look, and how text fits their cells.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::{Role, TableCell};

/// How tables look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TableStyle {
    /// From line to line inside a cell, pt.
    pub pitch: f32,
    /// Left and right of a cell's text, pt.
    pub padding_x: f32,
    /// Above and below a cell's text, pt.
    pub padding_y: f32,
    /// Thickness of all lines, pt.
    pub rule: f32,
    /// The ground of a block's title: red, green, blue, 0 to 1.
    pub band: [f32; 3],
    /// The smallest size of type of what does not fit, pt.
    pub smallest: f32,
    /// Lines that a cell's text may have at the usual size.
    pub lines: usize,
    /// What is particular to a table, by its id.
    pub tables: BTreeMap<String, OneTable>,
}

/// How one table looks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneTable {
    /// Shares of the width, column by column.
    pub widths: Vec<f32>,
    /// How the labels of its rows and its corner stand.
    #[serde(default)]
    pub stub: Align,
    /// Whether it stands on landscape pages of its own.
    #[serde(default)]
    pub landscape: bool,
}

/// How a line of text stands in its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
}

/// By how much the size of a cell's text goes down from try to try, pt.
const STEP: f32 = 0.5;
/// Left and right of text that is set smaller, pt.
const TIGHT_PADDING: f32 = 1.0;

/// How a cell's text fits its cell.
#[derive(Clone, Copy, Debug)]
pub struct Fitted {
    /// Size of type, pt.
    pub size: f32,
    /// Room left and right of the text, pt.
    pub padding: f32,
    /// Whether it fits, at the smallest size at least.
    pub fits: bool,
}

impl TableStyle {
    /// The columns' widths, which add up to `total`: by their shares, or equal
    /// where the style has no shares for so many columns.
    pub fn columns(&self, id: &str, columns: usize, total: f32) -> Vec<f32> {
        let shares = self.tables.get(id).map(|t| t.widths.clone()).filter(|w| w.len() == columns);
        let shares = shares.unwrap_or_else(|| vec![1.0; columns]);
        let sum: f32 = shares.iter().sum();
        shares.iter().map(|share| share * total / sum).collect()
    }

    /// The size of a cell's text, the room at its sides, and whether it fits then: what
    /// the report prints is set smaller by half points, down to the smallest size, until a
    /// number is on one line and other text on the style's lines.
    ///
    /// `lines` says how many lines the text takes at a size with so much room at its sides, pt;
    /// none where a number would be broken.
    pub fn fitted(
        &self,
        cell: &TableCell,
        usual: f32,
        mut lines: impl FnMut(f32, f32) -> Option<usize>,
    ) -> Fitted {
        let most = if cell.is_plain_number() { 1 } else { self.lines };
        let mut fitted = Fitted { size: usual, padding: self.padding_x, fits: true };
        if cell.role != Role::Number {
            return fitted;
        }
        loop {
            fitted.fits = lines(fitted.size, fitted.padding).is_some_and(|count| count <= most);
            if fitted.fits || fitted.size <= self.smallest {
                return fitted;
            }
            fitted.size = (fitted.size - STEP).max(self.smallest);
            fitted.padding = self.padding_x.min(TIGHT_PADDING);
        }
    }

    /// How a cell's text stands: numbers and heads in the middle, labels as the style says.
    pub fn align(&self, id: &str, role: Role) -> Align {
        match role {
            Role::Number | Role::Head => Align::Centre,
            Role::Band => Align::Left,
            Role::Stub | Role::Corner => self.tables.get(id).map(|t| t.stub).unwrap_or_default(),
        }
    }
}
