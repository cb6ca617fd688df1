//! In which order the labels of columns may be read, and which of them are there.

use crate::standard::{Axis, Node};

/// Whether all columns but those of sums have their labels.
pub fn is_complete(said: &[usize], axis: &Axis) -> bool {
    let mut parts = axis
        .leaves
        .iter()
        .enumerate()
        .filter(|(_, leaf)| leaf.total.is_none());
    parts.all(|(leaf, _)| said.contains(&leaf))
}

/// The labels of a tree above its leaves.
pub fn names_over(node: &Node) -> Vec<&str> {
    let below = node.children.iter().flat_map(names_over);
    let own = node.leaf.is_none().then_some(node.label.as_str());
    own.into_iter().chain(below).collect()
}

/// The leaves as a head of several rows is read: the upper ones first.
pub fn by_depth(axis: &Axis) -> Vec<usize> {
    fn walk(node: &Node, depth: usize, found: &mut Vec<(usize, usize)>) {
        found.extend(node.leaf.map(|leaf| (depth, leaf)));
        node.children
            .iter()
            .for_each(|child| walk(child, depth + 1, found));
    }
    let mut found = Vec::new();
    axis.roots.iter().for_each(|root| walk(root, 0, &mut found));
    found.sort_unstable();
    found.into_iter().map(|(_, leaf)| leaf).collect()
}

/// Whether all of `said` stands in `order`, in this order.
pub fn is_within(said: &[usize], order: &[usize]) -> bool {
    let mut order = order.iter();
    said.iter().all(|one| order.any(|other| other == one))
}
