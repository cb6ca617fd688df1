//! The raw placed tree: what stands in a form, before anybody asks what it means.
//!
//! YAML and Excel forms both become this tree, so hardly anything of either
//! format is left in it: scalars are text as typed, containers keep their
//! order. Only cells whose type does not fit, as a date among numbers, stay
//! what they are, because their text alone would hide it.

use std::sync::Arc;

use super::pasted::{Pasted, PastedInto, is_invisible};
use crate::place::{At, Place};

/// A node and where it stands.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Its place: of a scalar its text, of a container its start.
    pub at: At,
    /// What it is.
    pub node: RawNode,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum RawNode {
    /// Nothing was typed.
    Null,
    /// Text as typed, line by line with the place of each line.
    Scalar(Vec<(String, At)>),
    /// A list.
    List(Vec<Raw>),
    /// Keys and values in their order.
    Map(Vec<Entry>),
    /// A cell of a workbook that is not of the type its content asks for; its text as shown.
    Odd(String, Odd),
    /// Nothing that could be read; the reader has said why.
    Reported,
}

/// What is odd about a workbook's cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    /// Text where numbers stand.
    Text,
    /// A date; the number that the cell holds underneath.
    Date(String),
    /// A truth value.
    Boolean,
    /// An error value such as `#DIV/0!`.
    Error,
    /// A formula that cannot be computed here; why.
    Formula(String),
    /// An empty part of a merged cell; the name of the cell that holds its value.
    Merged(String),
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
    /// Takes characters without width out of all keys, where people cannot see them.
    pub(super) fn clear_keys(&mut self, file: &Arc<str>, pasted: &mut Pasted) {
        match &mut self.node {
            RawNode::Map(entries) => {
                for entry in entries {
                    if entry.key.contains(is_invisible) {
                        let key = std::mem::take(&mut entry.key);
                        let place = Place::at(file, entry.at.clone());
                        entry.key = pasted.read(key, PastedInto::Name, &place);
                    }
                    entry.value.clear_keys(file, pasted);
                }
            }
            RawNode::List(items) => {
                for item in items {
                    item.clear_keys(file, pasted);
                }
            }
            _ => {}
        }
    }

    /// The scalar's text, lines joined; none for nulls, containers and cells without readable text.
    pub fn text(&self) -> Option<String> {
        match &self.node {
            RawNode::Odd(text, Odd::Text | Odd::Date(_)) => Some(text.clone()),
            RawNode::Scalar(lines) => {
                let lines: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
                Some(lines.join("\n"))
            }
            _ => None,
        }
    }
}
