//! Which columns the cells of a row are, by the labels above them: in which order the labels of
//! columns may be read, and which of them are there.

use crate::form::labelled::lexicon::LabelMeaning;
use crate::standard::{Axis, Node};

/// A row or a column of a table that a label may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafSense {
    pub table: usize,
    pub part: usize,
    pub leaf: usize,
}

impl LeafSense {
    /// The column that a label means.
    pub fn of_column(meaning: &LabelMeaning) -> Option<Self> {
        match *meaning {
            LabelMeaning::Column(table, part, leaf) => Some(Self { table, part, leaf }),
            _ => None,
        }
    }

    /// The row that a label means.
    pub fn of_row(meaning: &LabelMeaning) -> Option<Self> {
        match *meaning {
            LabelMeaning::Row(table, part, leaf) => Some(Self { table, part, leaf }),
            _ => None,
        }
    }
}

/// A label of a column, with all columns that it may mean, and the row that it stands in.
#[derive(Debug)]
pub struct HeadLabel {
    pub senses: Vec<LeafSense>,
    pub row: Option<usize>,
}

impl HeadLabel {
    /// The column of a table's part that it means.
    fn leaf_in(&self, table: usize, part: usize) -> Option<usize> {
        let mut senses = self.senses.iter();
        let own = senses.find(|sense| sense.table == table && sense.part == part);
        own.map(|sense| sense.leaf)
    }
}

/// Which column of a table's part each cell of a row is, from left to right, where that is known;
/// none where the labels contradict, or nobody knows what they mean.
pub fn order_columns(
    heads: &[HeadLabel],
    table: usize,
    part: usize,
    axis: &Axis,
) -> Option<Vec<Option<usize>>> {
    let natural: Vec<usize> = (0..axis.leaves.len()).collect();
    // Labels that are known keep their places among those that are not.
    let pinned: Vec<Option<usize>> = heads
        .iter()
        .map(|label| label.leaf_in(table, part))
        .collect();
    let said: Vec<usize> = pinned.iter().flatten().copied().collect();
    let mut sorted = said.clone();
    sorted.sort_unstable();
    if sorted == natural && are_in_one_row(heads, &pinned) {
        return Some(said.into_iter().map(Some).collect());
    }
    let has_unknown = heads.iter().any(|label| label.senses.is_empty());
    if has_unknown && !is_complete(&said, axis) {
        let flat = axis.depth == 1 && pinned.len() == natural.len() && !said.is_empty();
        return flat.then_some(pinned);
    }
    // Numbers below no label at all could be anything.
    if said.is_empty() && natural.len() > 1 {
        return None;
    }
    // In a head of several rows that of the sums may stand before what is deeper.
    let mut parts = said;
    parts.retain(|leaf| axis.leaves[*leaf].total.is_none());
    let fits = is_within(&parts, &natural) || is_within(&parts, &order_by_depth(axis));
    fits.then(|| natural.into_iter().map(Some).collect())
}

/// Whether the labels that mean a column stand in one row of the text.
fn are_in_one_row(heads: &[HeadLabel], leaves: &[Option<usize>]) -> bool {
    let labels = heads.iter().zip(leaves);
    let mut rows = labels
        .filter(|(_, leaf)| leaf.is_some())
        .map(|(label, _)| label.row);
    match rows.next() {
        Some(Some(first)) => rows.all(|row| row == Some(first)),
        _ => false,
    }
}

/// Whether all columns but those of sums have their labels.
fn is_complete(said: &[usize], axis: &Axis) -> bool {
    let mut leaves = axis.leaves.iter().enumerate();
    leaves.all(|(at, leaf)| leaf.total.is_some() || said.contains(&at))
}

/// The labels of a tree above its leaves.
pub fn names_over(node: &Node) -> Vec<&str> {
    let below = node.children.iter().flat_map(names_over);
    let own = node.leaf.is_none().then_some(node.label.as_str());
    own.into_iter().chain(below).collect()
}

/// The leaves as a head of several rows is read: the upper ones first.
fn order_by_depth(axis: &Axis) -> Vec<usize> {
    let mut leaves = Vec::new();
    for root in &axis.roots {
        gather_leaves(root, 0, &mut leaves);
    }
    leaves.sort_unstable();
    leaves.into_iter().map(|found| found.leaf).collect()
}

/// A leaf by the row of the head that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LeafInHead {
    depth: usize,
    leaf: usize,
}

fn gather_leaves(node: &Node, depth: usize, leaves: &mut Vec<LeafInHead>) {
    leaves.extend(node.leaf.map(|leaf| LeafInHead { depth, leaf }));
    for child in &node.children {
        gather_leaves(child, depth + 1, leaves);
    }
}

/// Whether all of `said` stands in `order`, in this order.
pub fn is_within(said: &[usize], order: &[usize]) -> bool {
    let mut order = order.iter();
    said.iter().all(|one| order.any(|other| other == one))
}
