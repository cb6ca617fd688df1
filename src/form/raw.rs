//! The raw placed tree: what stands in a form, before anybody asks what it means.
//!
//! YAML and Excel forms both become this tree, so nothing of either format is
//! left in it: scalars are text as typed, containers keep their order.

use crate::place::At;

/// A node and where it stands.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Its place: of a scalar its text, of a container its start.
    pub at: At,
    /// What it is.
    pub node: Node,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Node {
    /// Nothing was typed.
    Null,
    /// Text as typed, line by line with the place of each line.
    Scalar(Vec<(String, At)>),
    /// A list.
    List(Vec<Raw>),
    /// Keys and values in their order; no key stands twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key as typed.
    pub key: String,
    /// The key's place.
    pub at: At,
    /// The value.
    pub value: Raw,
}

impl Raw {
    /// The scalar's text, lines joined; none for nulls and containers.
    pub fn text(&self) -> Option<String> {
        match &self.node {
            Node::Scalar(lines) => match lines.as_slice() {
                [(line, _)] => Some(line.clone()),
                lines => Some(lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n")),
            },
            _ => None,
        }
    }
}
