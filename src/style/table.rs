//! How tables look, and how text fits their cells.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::PT_PER_MM;
use crate::document::{Role, TableBlock, TableCell};

/// How tables look.
#[cfg_attr(test, derive(serde::Serialize))]
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
    /// The least air between a table and the text above and below it, pt.
    pub air: f32,
    /// By how much the rows of a table may be tightened to keep it on one page, of their height.
    pub tightest: f32,
    /// How tables keep to pages.
    pub paging: Paging,
    /// What the labels of rows keep of the width where numbers need room, mm.
    pub labels: f32,
    /// The smallest size of type of what does not fit, pt.
    pub smallest: f32,
    /// Lines that a cell's text may have at the usual size.
    pub lines: usize,
    /// What is particular to a table, by its id.
    pub tables: BTreeMap<String, OneTable>,
}

/// How one table looks.
#[cfg_attr(test, derive(serde::Serialize))]
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

/// How tables keep to pages.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paging {
    /// Where it is if tighter rows make it fit, on the next page if little white stays behind,
    /// else broken between groups of rows.
    Fit,
    /// On the next page wherever a page holds the whole table.
    Whole,
    /// Where it is, broken where the page ends.
    Flow,
}

impl Paging {
    /// The way of this name, as the style file gives it.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "fit" => Some(Self::Fit),
            "whole" => Some(Self::Whole),
            "flow" => Some(Self::Flow),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Whole => "whole",
            Self::Flow => "flow",
        }
    }
}

/// How a line of text stands in its cell.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
}

/// What a column must hold on one line, em; 0 for nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Want {
    /// Its widest plain number.
    number: f32,
    /// A line of its longest other text.
    note: f32,
}

/// The most of a line of such a text for which a column becomes wider, em.
const LONGEST_NOTE: f32 = 8.0;

/// Digits of the longest number in a text.
fn longest_number(text: &str) -> usize {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && !".-+".contains(c));
    numbers.map(str::len).max().unwrap_or_default()
}

/// By how much the size of a cell's text goes down from try to try, pt.
const STEP: f32 = 0.5;
/// The width of a digit in the official faces, em.
const DIGIT: f32 = 0.5;

/// The width of a text in the official faces, em.
pub fn ems(text: &str) -> f32 {
    text.chars()
        .map(|c| if c.is_ascii() { DIGIT } else { 1.0 })
        .sum()
}

/// What columns lack of what they need.
fn lack(widths: &[f32], needs: &[f32]) -> f32 {
    let pairs = widths.iter().zip(needs);
    pairs.map(|(have, need)| (need - have).max(0.0)).sum()
}

/// What a column can spare that must be no narrower than `least`.
fn spare(have: f32, need: f32, least: f32) -> f32 {
    (have - need.max(least)).max(0.0)
}

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

/// The columns of one table: where they stand and how large its numbers are.
#[derive(Clone, Debug)]
pub struct ColumnWidths {
    /// Their widths, pt.
    pub widths: Vec<f32>,
    /// The one size of all plain numbers, pt.
    pub numbers: f32,
}

impl TableStyle {
    /// The columns of a table whose widths add up to `total` pt.
    ///
    /// Their shares come from the style, or are equal where it has none for so many columns. A
    /// column whose numbers need more takes it from the labels of rows, then from the others;
    /// what is still lacking makes all numbers smaller. Widths are those of the official faces,
    /// the same in all outputs.
    pub fn columns(&self, table: &TableBlock, usual: f32, total: f32) -> ColumnWidths {
        let mut widths = self.shared_widths(table, total);
        let wants = self.wants(table);
        let labels = table.stub;
        let mut needs = Vec::with_capacity(wants.len());
        for want in &wants {
            let note = self.width(want.note, usual, usual);
            needs.push(note.max(self.width(want.number, usual, usual)));
        }
        if self.make_room(&mut widths, &needs, labels, usual) {
            let numbers = usual;
            return ColumnWidths { widths, numbers };
        }
        // Without room for all, numbers come before what is said of them.
        let mut numbers = usual;
        loop {
            let needs = wants
                .iter()
                .map(|want| self.width(want.number, numbers, usual));
            let needs: Vec<f32> = needs.collect();
            if self.make_room(&mut widths, &needs, labels, usual) {
                return ColumnWidths { widths, numbers };
            }
            if numbers <= self.smallest {
                // What does not fit even so is set smaller by itself, and told.
                self.share_room(&mut widths, &needs, labels, usual);
                let numbers = usual;
                return ColumnWidths { widths, numbers };
            }
            numbers = (numbers - STEP).max(self.smallest);
        }
    }

    /// The widths that the style gives a table's columns, which are equal where it gives none for
    /// so many.
    fn shared_widths(&self, table: &TableBlock, total: f32) -> Vec<f32> {
        let own = self.tables.get(&table.id).map(|own| &own.widths);
        let shares = match own.filter(|widths| widths.len() == table.columns) {
            Some(widths) => widths.clone(),
            None => vec![1.0; table.columns],
        };
        let sum: f32 = shares.iter().sum();
        shares.iter().map(|share| share * total / sum).collect()
    }

    /// The width of a column that holds so many em of this size; 0 for nothing.
    fn width(&self, ems: f32, size: f32, usual: f32) -> f32 {
        match ems {
            0.0 => 0.0,
            ems => ems * size + 2.0 * self.padding(size, usual),
        }
    }

    /// Gives the columns that need more a part of what the others can spare.
    fn share_room(&self, widths: &mut [f32], needs: &[f32], labels: usize, usual: f32) {
        let lack = lack(widths, needs);
        let of_labels: f32 = widths[..labels].iter().sum();
        let least = self.least_width(usual);
        let others = widths[labels..].iter().zip(&needs[labels..]);
        let spare: f32 = others.map(|(have, need)| spare(*have, *need, least)).sum();
        let room = (of_labels - self.labels * PT_PER_MM).max(0.0) + spare;
        let part = if lack > 0.0 {
            (room / lack).min(1.0)
        } else {
            0.0
        };
        let mut shared = Vec::with_capacity(needs.len());
        for (have, need) in widths.iter().zip(needs) {
            let need = if need > have {
                have + (need - have) * part
            } else {
                *need
            };
            // A hair less, so that rounding takes nothing that is not there.
            shared.push(need - 0.01);
        }
        self.make_room(widths, &shared, labels, usual);
    }

    /// Widens the columns that need more; whether all have what they need.
    fn make_room(&self, widths: &mut [f32], needs: &[f32], labels: usize, usual: f32) -> bool {
        let lack = lack(widths, needs);
        if lack == 0.0 {
            return true;
        }
        let of_labels: f32 = widths[..labels].iter().sum();
        let from_labels = (of_labels - self.labels * PT_PER_MM).clamp(0.0, lack);
        let least = self.least_width(usual);
        let others = widths.iter().zip(needs).skip(labels);
        let of_others: f32 = others.map(|(have, need)| spare(*have, *need, least)).sum();
        let from_others = (lack - from_labels).min(of_others);
        if from_labels + from_others + 0.01 < lack {
            return false;
        }
        for (at, width) in widths.iter_mut().enumerate() {
            if at < labels {
                *width *= 1.0 - from_labels / of_labels;
            } else if *width < needs[at] {
                *width = needs[at];
            } else if of_others > 0.0 {
                *width -= spare(*width, needs[at], least) * from_others / of_others;
            }
        }
        true
    }

    /// A head of two characters in several lines still stands in a column of this width.
    fn least_width(&self, usual: f32) -> f32 {
        2.0 * usual + 2.0 * self.padding_x
    }

    /// What each column must hold.
    fn wants(&self, table: &TableBlock) -> Vec<Want> {
        let mut wants = vec![Want::default(); table.columns];
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        for cell in cells.filter(|cell| cell.width == 1 && cell.role == Role::Number) {
            let want = &mut wants[cell.column];
            want.number = want.number.max(DIGIT * longest_number(&cell.text) as f32);
            if !cell.is_plain_number() {
                let line = (ems(&cell.text) / self.lines as f32).ceil();
                want.note = want.note.max(line.min(LONGEST_NOTE));
            }
        }
        wants
    }

    /// Left and right of a cell's text of this size, pt: less where text is set smaller.
    fn padding(&self, size: f32, usual: f32) -> f32 {
        if size < usual {
            self.padding_x.min(TIGHT_PADDING)
        } else {
            self.padding_x
        }
    }

    /// The size of a cell's text and whether it fits then. A plain number has the size of its
    /// table's numbers or less; other text that the report prints is set smaller by half points,
    /// down to the smallest size, until it is on the style's lines.
    ///
    /// `lines` says how many lines the text takes at a size with so much room at its sides, pt;
    /// none where a number would be broken.
    pub fn fit(
        &self,
        cell: &TableCell,
        usual: f32,
        numbers: f32,
        mut lines: impl FnMut(f32, f32) -> Option<usize>,
    ) -> Fitted {
        let plain = cell.is_plain_number();
        let most = if plain { 1 } else { self.lines };
        let start = if cell.role == Role::Number {
            numbers
        } else {
            usual
        };
        let mut fitted = Fitted {
            size: start,
            padding: self.padding(start, usual),
            fits: true,
        };
        if cell.role != Role::Number {
            return fitted;
        }
        loop {
            fitted.fits = lines(fitted.size, fitted.padding).is_some_and(|count| count <= most);
            if fitted.fits || fitted.size <= self.smallest {
                return fitted;
            }
            fitted.size = (fitted.size - STEP).max(self.smallest);
            fitted.padding = self.padding(fitted.size, usual);
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
