//! The rows or the columns of a table: a tree whose leaves carry numbers.

use std::ops::Range;

use super::CellKind;
use crate::finding::Code;

/// Rows or columns: the tree as printed, and its leaves in order.
#[derive(Debug)]
pub struct Axis {
    /// The top of the tree.
    pub roots: Vec<Node>,
    /// The leaves, first to last.
    pub leaves: Vec<Leaf>,
    /// The nodes that have an id.
    pub groups: Vec<LeafGroup>,
    /// How many levels the tree has.
    pub depth: usize,
}

/// The leaves below or at a node that has an id.
#[derive(Debug)]
pub struct LeafGroup {
    /// The node's id.
    pub id: String,
    /// The first and one past the last of its leaves.
    pub leaves: Range<usize>,
}

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// The label as printed.
    pub label: String,
    /// The form's key; none where the form skips the level.
    pub key: Option<String>,
    /// Other labels under which people give it.
    pub aliases: Vec<String>,
    /// What counts there, with its source in brackets; empty where the label says all.
    pub counts: String,
    /// Printed columns that it spans, for a column without children.
    pub span: usize,
    /// What is below it; empty for a leaf.
    pub children: Vec<Node>,
    /// The leaf's index, for a leaf.
    pub leaf: Option<usize>,
}

impl Axis {
    /// The nodes of the leaves, first to last.
    pub fn leaf_nodes(&self) -> Vec<&Node> {
        let mut nodes = Vec::with_capacity(self.leaves.len());
        for root in &self.roots {
            root.push_leaf_nodes(&mut nodes);
        }
        nodes
    }

    /// The leaf of this id.
    pub fn leaf(&self, id: &str) -> Option<usize> {
        self.leaves.iter().position(|leaf| leaf.id == id)
    }

    /// The leaves of the node of this id.
    pub fn group(&self, id: &str) -> Option<Range<usize>> {
        let group = self.groups.iter().find(|group| group.id == id)?;
        Some(group.leaves.clone())
    }
}

impl Node {
    /// The node itself, or its children where the form skips its level.
    pub fn keyed(&self) -> Vec<&Node> {
        if self.key.is_some() {
            vec![self]
        } else {
            self.children.iter().flat_map(Self::keyed).collect()
        }
    }

    fn push_leaf_nodes<'n>(&'n self, nodes: &mut Vec<&'n Self>) {
        if self.leaf.is_some() {
            nodes.push(self);
        }
        for child in &self.children {
            child.push_leaf_nodes(nodes);
        }
    }

    /// The first and one past the last leaf below or at the node.
    pub fn leaves(&self) -> Range<usize> {
        if let Some(leaf) = self.leaf {
            return leaf..leaf + 1;
        }
        let start = self.children.first().map_or(0, |n| n.leaves().start);
        start..self.children.last().map_or(start, |n| n.leaves().end)
    }

    /// How many levels the node and what is below it have.
    pub fn depth(&self) -> usize {
        1 + self.children.iter().map(Node::depth).max().unwrap_or(0)
    }

    /// Whether the node or one below it spans more than one printed column.
    pub fn has_span(&self) -> bool {
        self.span > 1 || self.children.iter().any(Node::has_span)
    }

    /// The printed columns of all leaves below or at the node.
    pub fn width(&self) -> usize {
        if self.children.is_empty() {
            self.span
        } else {
            self.children.iter().map(Node::width).sum()
        }
    }
}

/// A row or column with numbers.
#[derive(Debug)]
pub struct Leaf {
    /// Stable id, the same in all formats.
    pub id: String,
    /// The keys that lead to it in the form.
    pub keys: Vec<String>,
    /// The label as printed.
    pub label: String,
    /// What its cells hold (columns only).
    pub cell: CellKind,
    /// Whether its numbers tell what there is, not what happened in the year, and may stay as they
    /// were (columns only).
    pub stock: bool,
    /// The sum that it states, for a total.
    pub total: Option<Total>,
}

impl Leaf {
    /// Its own key, the last of the keys.
    pub fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }
}

/// A leaf that is the sum of others.
#[derive(Debug)]
pub struct Total {
    /// The finding when it is not.
    pub code: Code,
    /// The leaves that it sums.
    pub parts: Vec<usize>,
}
