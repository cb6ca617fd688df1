//! The heads of tables: where in a sheet the labels of columns stand in a row.
//!
//! A head is known by its labels in their order, not by its address. Labels of
//! several head rows count together; one that is missing between two others is
//! taken to stand where it should.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Cells;
use super::lexicon::{LabelMeaning, Sense};
use crate::standard::{Layout, Part, Table};

/// A label of a column, found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its row and column; of one that is missing, where it should stand.
    pub pos: (u32, u32),
    /// The last column that it spans.
    pub last: u32,
    /// Whether it is written as it should be.
    pub exact: bool,
    /// Whether it was only concluded from its neighbours.
    pub concluded: bool,
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
    /// Labels that repeat one that was found: its leaf, and where the other stands.
    pub again: Vec<(usize, (u32, u32))>,
    /// Whether the rows stand side by side.
    pub across: bool,
}

impl TableHead {
    /// The first column with numbers.
    pub fn first_column(&self) -> u32 {
        self.labels
            .iter()
            .flatten()
            .map(|l| l.pos.1)
            .min()
            .unwrap_or(0)
    }

    fn found(&self) -> usize {
        self.labels
            .iter()
            .flatten()
            .filter(|l| !l.concluded)
            .count()
    }
}

/// A text that means a column: its row and column, the leaf, whether it is written right.
type Sighting = ((u32, u32), usize, bool);

/// Texts of a sheet with what they mean, by row and column.
pub type Senses = [((u32, u32), Vec<Sense>)];

/// All heads of a part in a sheet, from top to bottom.
pub fn find(
    sheet: &impl Cells,
    senses: &Senses,
    table: usize,
    data: &Table,
    part: usize,
) -> Vec<TableHead> {
    let p = &data.parts[part];
    let leaves = p.columns.leaves.len();
    let mut heads = Vec::new();
    if data.layout == Layout::Across {
        let expected: Vec<usize> = (0..leaves * p.rows.leaves.len())
            .map(|i| i % leaves)
            .collect();
        heads.extend(
            candidates(sheet, senses, (table, part), &expected, p, p.rows.depth)
                .map(|h| TableHead { across: true, ..h }),
        );
    }
    let expected: Vec<usize> = (0..leaves).collect();
    heads.extend(candidates(
        sheet,
        senses,
        (table, part),
        &expected,
        p,
        p.columns.depth,
    ));
    distinct(heads)
}

/// The heads that a window of rows shows, one for each row at its top.
fn candidates<'s>(
    sheet: &'s impl Cells,
    senses: &'s Senses,
    (table, part): (usize, usize),
    expected: &'s [usize],
    data: &'s Part,
    depth: usize,
) -> impl Iterator<Item = TableHead> {
    // The labels of this part's columns: position, leaf, exactness.
    let labels: Vec<Sighting> = senses
        .iter()
        .flat_map(|(pos, senses)| senses.iter().map(move |sense| (*pos, sense)))
        .filter_map(|(pos, sense)| match sense.meaning {
            LabelMeaning::Column(t, p, leaf) if (t, p) == (table, part) => {
                Some((pos, leaf, sense.exact))
            }
            _ => None,
        })
        .collect();
    let mut tops: Vec<u32> = labels.iter().map(|(pos, ..)| pos.0).collect();
    tops.dedup();
    tops.into_iter().filter_map(move |top| {
        // Labels stand in the order of their rows.
        let start = labels.partition_point(|((row, _), ..)| *row < top);
        let end = labels.partition_point(|((row, _), ..)| *row < top + depth as u32);
        let mut window = labels[start..end].to_vec();
        window.sort_unstable_by_key(|((row, column), ..)| (*column, *row));
        let mut found = align(sheet, &window, expected);
        let count = found.iter().flatten().count();
        let first = found.iter().flatten().map(|l| l.pos.0).min()?;
        if count * 2 < expected.len() || first != top {
            return None;
        }
        let again = if expected.len() == data.columns.leaves.len() {
            rest(sheet, &window, &mut found)
        } else {
            // Side by side the same labels come again and again: only their order tells them apart.
            let used: BTreeSet<_> = found.iter().flatten().map(|label| label.pos).collect();
            window
                .iter()
                .filter(|(pos, ..)| !used.contains(pos))
                .map(|&(pos, leaf, _)| (leaf, pos))
                .collect()
        };
        conclude(sheet, top..top + depth as u32, &mut found);
        reach(sheet, &mut found, data);
        let bottom = found
            .iter()
            .flatten()
            .map(|l| sheet.area(l.pos).map_or(l.pos.0, |a| a.last.0))
            .max()?;
        Some(TableHead {
            table,
            part,
            top,
            bottom,
            labels: found,
            again,
            across: false,
        })
    })
}

/// The longest run of labels in the expected order, each in a column of its own.
fn align(sheet: &impl Cells, window: &[Sighting], expected: &[usize]) -> Vec<Option<Label>> {
    // best[i][j]: how many of the labels from i and of the expected from j fit.
    let (n, m) = (window.len(), expected.len());
    let mut best = vec![vec![0u32; m + 1]; n + 1];
    let next = |i: usize| {
        let column = window[i].0.1;
        window[i..]
            .iter()
            .position(|(pos, ..)| pos.1 > column)
            .map_or(n, |step| i + step)
    };
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let taken = if window[i].1 == expected[j] {
                1 + best[next(i)][j + 1]
            } else {
                0
            };
            best[i][j] = taken.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut found = vec![None; m];
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        let (pos, leaf, exact) = window[i];
        if leaf == expected[j] && best[i][j] == 1 + best[next(i)][j + 1] {
            found[j] = Some(Label {
                pos,
                last: sheet.reach(pos),
                exact,
                concluded: false,
            });
            (i, j) = (next(i), j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Takes labels that stand out of the official order; gives those that repeat one.
fn rest(
    sheet: &impl Cells,
    window: &[Sighting],
    found: &mut [Option<Label>],
) -> Vec<(usize, (u32, u32))> {
    let mut again = Vec::new();
    for &(pos, leaf, exact) in window {
        match found[leaf] {
            None if !found.iter().flatten().any(|label| label.pos.1 == pos.1) => {
                found[leaf] = Some(Label {
                    pos,
                    last: sheet.reach(pos),
                    exact,
                    concluded: false,
                });
            }
            Some(label) if label.pos.1 != pos.1 => again.push((leaf, pos)),
            _ => {}
        }
    }
    again
}

/// Puts missing labels where exactly so many columns without any label are left between two that were found.
fn conclude(sheet: &impl Cells, rows: Range<u32>, found: &mut [Option<Label>]) {
    // A label that stands out of order has a column of its own, even below a blank.
    let taken: BTreeSet<u32> = found.iter().flatten().map(|label| label.pos.1).collect();
    let mut last: Option<usize> = None;
    for i in 0..found.len() {
        let Some(here) = found[i] else { continue };
        if let Some(before) = last.filter(|&before| i - before > 1)
            && let Some(left) = found[before]
        {
            let columns = left.last + 1..here.pos.1;
            // The row over the labels may name a group of columns.
            let empty = |column: u32| {
                !taken.contains(&column)
                    && !rows
                        .clone()
                        .any(|row| row >= here.pos.0 && sheet.text((row, column)).is_some())
            };
            if columns.len() == i - before - 1 && columns.clone().all(empty) {
                for (column, slot) in columns.zip(&mut found[before + 1..i]) {
                    *slot = Some(Label {
                        pos: (here.pos.0, column),
                        last: column,
                        exact: false,
                        concluded: true,
                    });
                }
            }
        }
        last = Some(i);
    }
}

/// Sets how far the numbers below each label may stand: never below the next label.
fn reach(sheet: &impl Cells, found: &mut [Option<Label>], data: &Part) {
    let mut columns: Vec<u32> = found.iter().flatten().map(|label| label.pos.1).collect();
    columns.sort_unstable();
    for label in found.iter_mut().flatten() {
        let next = columns
            .iter()
            .find(|column| **column > label.pos.1)
            .copied()
            .unwrap_or(u32::MAX);
        label.last = label.last.min(next - 1);
    }
    // A single label that is printed with a span may stand unmerged: its numbers do as well.
    if let ([Some(label)], [root]) = (found, data.columns.roots.as_slice())
        && sheet.area(label.pos).is_none()
    {
        let spanned = label.pos.1 + 1..label.pos.1 + root.width() as u32;
        let empty = spanned.take_while(|column| !sheet.is_filled((label.pos.0, *column)));
        label.last = empty.last().unwrap_or(label.pos.1);
    }
}

/// The best heads that share no label, from top to bottom.
fn distinct(mut heads: Vec<TableHead>) -> Vec<TableHead> {
    heads.sort_by_key(|head| (std::cmp::Reverse(head.found()), head.top));
    let mut kept: Vec<TableHead> = Vec::new();
    let mut taken = BTreeSet::new();
    for head in heads {
        let labels = || head.labels.iter().flatten().map(|label| label.pos);
        if !labels().any(|pos| taken.contains(&pos)) {
            taken.extend(labels());
            kept.push(head);
        }
    }
    kept.sort_by_key(|head| (head.top, head.first_column()));
    kept
}
