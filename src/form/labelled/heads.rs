//! The heads of tables: where in a sheet the labels of columns stand in a row.
//!
//! A head is known by its labels in their order, not by its address. Labels of
//! several head rows count together; one that is missing between two others is
//! taken to stand where it should.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::alignment::{align, conclude, limit_reach};
use super::lexicon::LabelMeaning;
use super::{CellPos, Cells, RowStretch, SheetLabel};
use crate::standard::{Layout, Part, Table};

/// A label of a column, found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its row and column; of one that is missing, where it should stand.
    pub pos: CellPos,
    /// The last column that it spans.
    pub last: u32,
    /// Whether it is written as it should be.
    pub exact: bool,
    /// Whether it was only concluded from its neighbours.
    pub concluded: bool,
}

impl Label {
    /// A label that stands in a sheet.
    pub(super) fn of(sheet: &impl Cells, sighting: &Sighting) -> Self {
        Self {
            pos: sighting.pos,
            last: sheet.reach(sighting.pos),
            exact: sighting.exact,
            concluded: false,
        }
    }

    /// A label that is missing where it should stand.
    pub(super) fn conclude(pos: CellPos) -> Self {
        Self {
            pos,
            last: pos.column,
            exact: false,
            concluded: true,
        }
    }

    /// The cells of a row that it spans.
    fn stretch_in(&self, row: u32) -> RowStretch {
        RowStretch {
            row,
            first: self.pos.column,
            last: self.last,
        }
    }
}

/// A label that repeats one that was found.
#[derive(Clone, Copy, Debug)]
pub struct RepeatedLabel {
    /// The part of its column.
    pub part: usize,
    /// The leaf of its column.
    pub leaf: usize,
    /// Where it stands.
    pub pos: CellPos,
}

/// The head of a part of a table in a sheet.
#[derive(Clone, Debug)]
pub struct TableHead {
    /// The table.
    pub table: usize,
    /// The part.
    pub part: usize,
    /// Its first row with a label of a column.
    pub top: u32,
    /// Its last row.
    pub bottom: u32,
    /// The label of each column leaf; for rows side by side, of each row's columns in turn.
    pub labels: Vec<Option<Label>>,
    /// Labels that repeat one that was found.
    pub again: Vec<RepeatedLabel>,
    /// Whether the rows stand side by side.
    pub across: bool,
}

impl TableHead {
    /// The first column with numbers.
    pub fn first_column(&self) -> u32 {
        self.known()
            .map(|label| label.pos.column)
            .min()
            .unwrap_or(0)
    }

    /// The labels that are there, whatever their column.
    pub fn known(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().flatten()
    }

    /// The cells of a row below the labels, one stretch for each label that is there.
    pub fn cells_in(&self, row: u32) -> Vec<Option<RowStretch>> {
        let labels = self.labels.iter();
        labels
            .map(|label| label.map(|label| label.stretch_in(row)))
            .collect()
    }

    /// How many labels stand in the sheet.
    fn count(&self) -> usize {
        self.known().filter(|label| !label.concluded).count()
    }
}

/// All heads of a part in a sheet, from top to bottom.
pub fn find(
    sheet: &impl Cells,
    labels: &[SheetLabel],
    table: usize,
    data: &Table,
    part: usize,
) -> Vec<TableHead> {
    let own = &data.parts[part];
    let leaves = own.columns.leaves.len();
    let mut heads = Vec::new();
    if data.layout == Layout::Across {
        let side_by_side = SoughtHead {
            table,
            part,
            data: own,
            expected: (0..leaves * own.rows.leaves.len())
                .map(|i| i % leaves)
                .collect(),
            depth: own.rows.depth as u32,
            across: true,
        };
        heads.extend(side_by_side.find(sheet, labels));
    }
    let over_the_rows = SoughtHead {
        table,
        part,
        data: own,
        expected: (0..leaves).collect(),
        depth: own.columns.depth as u32,
        across: false,
    };
    heads.extend(over_the_rows.find(sheet, labels));
    keep_distinct(heads)
}

/// A text that means a column.
#[derive(Clone, Copy)]
pub(super) struct Sighting {
    /// Where it stands.
    pub pos: CellPos,
    /// The leaf of the column.
    pub leaf: usize,
    /// Whether it is written right.
    pub exact: bool,
}

/// A head as it should stand.
struct SoughtHead<'s> {
    table: usize,
    part: usize,
    data: &'s Part,
    /// The leaves of the labels in their order.
    expected: Vec<usize>,
    /// How many rows the labels take at most.
    depth: u32,
    across: bool,
}

impl SoughtHead<'_> {
    /// The heads that windows of rows show, one for each row at their top.
    fn find(&self, sheet: &impl Cells, labels: &[SheetLabel]) -> Vec<TableHead> {
        let sightings = self.sight(labels);
        let mut tops: Vec<u32> = sightings.iter().map(|sighting| sighting.pos.row).collect();
        tops.dedup();
        let mut heads = Vec::new();
        for top in tops {
            let rows = top..top + self.depth;
            // Labels stand in the order of their rows.
            let start = sightings.partition_point(|sighting| sighting.pos.row < rows.start);
            let end = sightings.partition_point(|sighting| sighting.pos.row < rows.end);
            heads.extend(self.read(sheet, rows, sightings[start..end].to_vec()));
        }
        heads
    }

    /// The labels of this part's columns, by row and column.
    fn sight(&self, labels: &[SheetLabel]) -> Vec<Sighting> {
        let mut sightings = Vec::new();
        for label in labels {
            for sense in &label.senses {
                if let LabelMeaning::Column(table, part, leaf) = sense.meaning
                    && (table, part) == (self.table, self.part)
                {
                    sightings.push(Sighting {
                        pos: label.pos,
                        leaf,
                        exact: sense.exact,
                    });
                }
            }
        }
        sightings
    }

    /// The head that these rows hold; none where fewer than half of its labels do, or where it
    /// does not begin in the first of them.
    fn read(
        &self,
        sheet: &impl Cells,
        rows: Range<u32>,
        mut window: Vec<Sighting>,
    ) -> Option<TableHead> {
        window.sort_unstable_by_key(|sighting| (sighting.pos.column, sighting.pos.row));
        let mut found = align(sheet, &window, &self.expected);
        let count = found.iter().flatten().count();
        let first = found.iter().flatten().map(|label| label.pos.row).min()?;
        if count * 2 < self.expected.len() || first != rows.start {
            return None;
        }
        // Side by side the same labels come again and again: only their order tells them apart.
        let again = if self.expected.len() == self.data.columns.leaves.len() {
            self.take_rest(sheet, &window, &mut found)
        } else {
            self.list_rest(&window, &found)
        };
        let top = rows.start;
        conclude(sheet, rows, &mut found);
        limit_reach(sheet, &mut found, self.data);
        let bottom = found
            .iter()
            .flatten()
            .map(|label| last_row(sheet, label.pos))
            .max()?;
        Some(TableHead {
            table: self.table,
            part: self.part,
            top,
            bottom,
            labels: found,
            again,
            across: self.across,
        })
    }

    /// Takes labels that stand out of the official order; gives those that repeat one.
    fn take_rest(
        &self,
        sheet: &impl Cells,
        window: &[Sighting],
        found: &mut [Option<Label>],
    ) -> Vec<RepeatedLabel> {
        let mut again = Vec::new();
        for sighting in window {
            let Sighting { pos, leaf, .. } = *sighting;
            let mut known = found.iter().flatten();
            match found[leaf] {
                None if known.all(|label| label.pos.column != pos.column) => {
                    found[leaf] = Some(Label::of(sheet, sighting));
                }
                Some(label) if label.pos.column != pos.column => {
                    again.push(self.repeat(sighting));
                }
                _ => {}
            }
        }
        again
    }

    /// The labels that were not found where they belong.
    fn list_rest(&self, window: &[Sighting], found: &[Option<Label>]) -> Vec<RepeatedLabel> {
        let used: BTreeSet<CellPos> = found.iter().flatten().map(|label| label.pos).collect();
        let rest = window
            .iter()
            .filter(|sighting| !used.contains(&sighting.pos));
        rest.map(|sighting| self.repeat(sighting)).collect()
    }

    fn repeat(&self, sighting: &Sighting) -> RepeatedLabel {
        RepeatedLabel {
            part: self.part,
            leaf: sighting.leaf,
            pos: sighting.pos,
        }
    }
}

/// The last row that a cell reaches to.
fn last_row(sheet: &impl Cells, pos: CellPos) -> u32 {
    sheet.area(pos).map_or(pos.row, |area| area.last.row)
}

/// The best heads that share no label, from top to bottom.
fn keep_distinct(mut heads: Vec<TableHead>) -> Vec<TableHead> {
    heads.sort_by_key(|head| (Reverse(head.count()), head.top));
    let mut kept: Vec<TableHead> = Vec::new();
    let mut taken = BTreeSet::new();
    for head in heads {
        if head.known().all(|label| !taken.contains(&label.pos)) {
            taken.extend(head.known().map(|label| label.pos));
            kept.push(head);
        }
    }
    kept.sort_by_key(|head| (head.top, head.first_column()));
    kept
}
