//! Where values outside the tables stand in the tree: below their paths, the items of lists under
//! one key, texts that go on behind what they go on with.

use super::super::labelled::tree::{insert, make_entry};
use super::super::raw::{Entry, Raw, RawNode};
use crate::place::At;
use crate::standard::{Field, FieldKind, Standard};

/// The keys of a list's items; none for what is no list.
pub(super) fn record_keys<'s>(standard: &'s Standard, path: &str) -> Option<&'s [Field]> {
    match &standard.fields.find(path)?.kind {
        FieldKind::Records(keys) => Some(keys),
        _ => None,
    }
}

/// Whether the key of a path holds paragraphs.
pub(super) fn is_text(standard: &Standard, path: &str) -> bool {
    if let Some(field) = standard.fields.find(path) {
        return matches!(field.kind, FieldKind::Narrative);
    }
    let Some((key, _)) = path.split_once('.') else {
        return false;
    };
    let field = standard.fields.find(key);
    field.is_some_and(|field| matches!(field.kind, FieldKind::PerTable))
}

/// Puts a value outside the tables below its path; the items of a list gather under one key.
pub(super) fn add(standard: &Standard, entries: &mut Vec<Entry>, path: &str, at: At, value: Raw) {
    let is_blank = matches!(value.node, RawNode::Null);
    if record_keys(standard, path).is_some() {
        if !is_blank {
            add_item(entries, path, at, value);
        }
        return;
    }
    let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
    let Some((own, above)) = keys.split_last() else {
        return;
    };
    // An empty member of a group is as good as none.
    if !above.is_empty() && is_blank {
        return;
    }
    let mut root = Raw {
        at: At::File,
        node: RawNode::Map(std::mem::take(entries)),
    };
    insert(
        &mut root,
        above,
        Entry {
            key: own.clone(),
            at,
            value,
        },
    );
    if let RawNode::Map(all) = root.node {
        *entries = all;
    }
}

/// Adds an item to the list of its key.
fn add_item(entries: &mut Vec<Entry>, path: &str, at: At, item: Raw) {
    match find_value(entries, path) {
        Some(RawNode::List(items)) => items.push(item),
        _ => entries.push(make_entry(path, at, RawNode::List(vec![item]))),
    }
}

/// What stands under a key, the first where it is there twice.
pub(super) fn find_value<'e>(entries: &'e mut [Entry], key: &str) -> Option<&'e mut RawNode> {
    let entry = entries.iter_mut().find(|entry| entry.key == key)?;
    Some(&mut entry.value.node)
}

/// What stands at a path.
fn find_at<'e>(entries: &'e mut [Entry], path: &str) -> Option<&'e mut RawNode> {
    match path.split_once('.') {
        None => find_value(entries, path),
        Some((key, rest)) => match find_value(entries, key)? {
            RawNode::Map(inner) => find_at(inner, rest),
            _ => None,
        },
    }
}

/// Appends lines to the text of a key.
pub(super) fn append(
    standard: &Standard,
    entries: &mut Vec<Entry>,
    path: &str,
    at: At,
    value: Raw,
) {
    match (find_at(entries, path), value.node) {
        (Some(RawNode::Scalar(lines)), RawNode::Scalar(more)) => lines.extend(more),
        (_, RawNode::Null) => {}
        (Some(node @ RawNode::Null), more) => *node = more,
        (_, node) => add(standard, entries, path, at, Raw { at: value.at, node }),
    }
}
