//! An item of a list in one cell: `键: 值` line by line, or a mapping in one line.

use super::super::labelled::tree::make_entry;
use super::super::raw::{Raw, RawNode};
use super::values::scalar;
use crate::standard::Field;

/// Reads an item of a list: the lines `键: 值` of a cell, or the same in one line, as `check` shows
/// it: `- {键: 值, 键: 值}`.
pub(super) fn read_record(raw: Raw, keys: &[Field]) -> Raw {
    let Some(text) = raw.text() else { return raw };
    let at = raw.at;
    let line = text.trim().trim_start_matches('-').trim();
    let flow = line
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let items = match flow {
        Some(flow) => members(flow, keys),
        None => text.lines().map(str::to_owned).collect(),
    };
    let mut entries = Vec::new();
    for item in items.iter().filter(|item| !item.trim().is_empty()) {
        let Some((key, value)) = item.split_once([':', '：']) else {
            return Raw {
                node: scalar(text, &at),
                at,
            };
        };
        let value = match flow {
            Some(_) => unquote(value.trim()),
            None => value.trim().to_owned(),
        };
        entries.push(make_entry(key.trim(), at.clone(), scalar(value, &at)));
    }
    Raw {
        at,
        node: RawNode::Map(entries),
    }
}

/// A value without the quotes round it.
fn unquote(value: &str) -> String {
    let inner = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner.map_or(value.to_owned(), |inner| inner.replace("''", "'"))
}

/// The members of a mapping in one line; a comma parts them only where a key follows.
fn members(flow: &str, keys: &[Field]) -> Vec<String> {
    let mut members: Vec<String> = Vec::new();
    for piece in flow.split([',', '，']) {
        match members.last_mut() {
            Some(last) if !keys.iter().any(|key| begins_with(piece, key)) => {
                *last += &format!("，{piece}");
            }
            _ => members.push(piece.to_owned()),
        }
    }
    members
}

/// Whether a piece begins with a key and its colon.
fn begins_with(piece: &str, key: &Field) -> bool {
    let rest = piece.trim().strip_prefix(key.key.as_str());
    rest.is_some_and(|rest| rest.starts_with([':', '：']))
}
