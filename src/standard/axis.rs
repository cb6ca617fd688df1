//! The rows or the columns of a table: a tree whose leaves carry numbers.

use super::CellKind;
use crate::finding::Code;

/// Rows or columns: the tree as printed, and its leaves in order.
#[derive(Debug)]
pub struct Axis {
    /// The top of the tree.
    pub roots: Vec<Node>,
    /// The leaves, first to last.
    pub leaves: Vec<Leaf>,
    /// The leaves below or at each node that has an id.
    pub groups: Vec<(String, std::ops::Range<usize>)>,
    /// How many levels the tree has.
    pub depth: usize,
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
        fn walk<'n>(node: &'n Node, out: &mut Vec<&'n Node>) {
            if node.leaf.is_some() {
                out.push(node);
            }
            node.children.iter().for_each(|child| walk(child, out));
        }
        let mut out = Vec::new();
        self.roots.iter().for_each(|root| walk(root, &mut out));
        out
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

    /// The first and one past the last leaf below or at the node.
    pub fn leaves(&self) -> std::ops::Range<usize> {
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
    /// Whether its numbers tell what there is, not what happened in the year, and may stay as they were (columns only).
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
