//! A comparison as one JSON document.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Comparison, Tag};
use crate::finding::json::{FindingEntry, entry};
use crate::place::{At, Place};
use crate::report::Record;
use crate::report::changes::{Change, How};

#[derive(Serialize)]
struct ComparisonDocument<'a> {
    changed: bool,
    old: HeadEntry<'a>,
    new: HeadEntry<'a>,
    cells: Vec<CellEntry<'a>>,
    values: Vec<ValueEntry<'a>>,
    texts: Vec<TextEntry<'a>>,
    records: Vec<RecordsEntry<'a>>,
    sentences: Vec<SentenceEntry<'a>>,
    placeholders: Vec<PlaceholderEntry<'a>>,
    rules: Vec<RuleEntry<'a>>,
    appeared: Vec<FindingEntry<'a>>,
    vanished: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct HeadEntry<'a> {
    file: &'a str,
    agency: &'a str,
    year: i32,
    format: &'a str,
}

#[derive(Serialize)]
struct CellEntry<'a> {
    path: &'a str,
    label: &'a str,
    old: &'a str,
    new: &'a str,
    difference: Option<Decimal>,
    how: &'static str,
}

#[derive(Serialize)]
struct ValueEntry<'a> {
    path: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct TextEntry<'a> {
    path: &'a str,
    old: &'a [String],
    new: &'a [String],
}

#[derive(Serialize)]
struct RecordsEntry<'a> {
    path: &'a str,
    old: Vec<Vec<(&'a str, &'a str)>>,
    new: Vec<Vec<(&'a str, &'a str)>>,
}

#[derive(Serialize)]
struct SentenceEntry<'a> {
    section: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    words: Vec<WordsEntry<'a>>,
    follows: bool,
    line: Option<usize>,
}

#[derive(Serialize)]
struct WordsEntry<'a> {
    tag: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct PlaceholderEntry<'a> {
    names: &'a [String],
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    code: &'static str,
    name: &'static str,
    words: &'a str,
    line: Option<usize>,
    before: Option<bool>,
    after: Option<bool>,
}

/// The comparison as JSON, with a line end. Numbers are strings in plain digits; `how` is `typed`,
/// `moved` (a total that follows), `stated` (the same value, stated otherwise), `noted` (another note), `gone` or
/// `fresh` (only one of two formats has the cell); lines are 1-based.
pub fn render(comparison: &Comparison) -> String {
    let [old, new] = &comparison.heads;
    let [old, new] = [old, new].map(|head| HeadEntry {
        file: &head.file,
        agency: &head.agency,
        year: head.year,
        format: &head.format,
    });
    let mut document = ComparisonDocument {
        changed: !comparison.is_empty(),
        old,
        new,
        cells: Vec::new(),
        values: Vec::new(),
        texts: Vec::new(),
        records: Vec::new(),
        sentences: comparison.sentences.iter().map(sentence).collect(),
        placeholders: comparison
            .placeholders()
            .into_iter()
            .map(|p| PlaceholderEntry { names: &p.names, old: &p.old, new: &p.new })
            .collect(),
        rules: comparison
            .touched
            .iter()
            .map(|t| RuleEntry {
                code: t.code.id(),
                name: t.code.name(),
                words: &t.words,
                line: line(t.place.as_ref()),
                before: t.before,
                after: t.after,
            })
            .collect(),
        appeared: comparison.appeared.iter().map(entry).collect(),
        vanished: comparison.vanished.iter().map(entry).collect(),
    };
    for change in &comparison.changes {
        match change {
            Change::Cell(cell) => document.cells.push(CellEntry {
                path: &cell.path,
                label: &cell.label,
                old: &cell.printed_old,
                new: &cell.printed_new,
                difference: cell.difference,
                how: name(cell.how),
            }),
            Change::Value { path, old, new } => {
                document.values.push(ValueEntry { path, old: old.as_deref(), new: new.as_deref() });
            }
            Change::Text { path, old, new } => document.texts.push(TextEntry { path, old, new }),
            Change::Records { path, old, new } => {
                document.records.push(RecordsEntry { path, old: plain(old), new: plain(new) });
            }
        }
    }
    // Serialising plain strings and numbers into a String cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn plain(records: &[Record]) -> Vec<Vec<(&str, &str)>> {
    records
        .iter()
        .map(|r| r.iter().map(|(key, value)| (key.as_str(), value.value.as_str())).collect())
        .collect()
}

fn sentence(change: &super::SentenceChange) -> SentenceEntry<'_> {
    let tag = |tag: Tag| match tag {
        Tag::Same => "same",
        Tag::Old => "old",
        Tag::New => "new",
    };
    SentenceEntry {
        section: &change.section,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        words: change.words.iter().map(|w| WordsEntry { tag: tag(w.tag), text: &w.text }).collect(),
        follows: change.follows,
        line: line(change.place.as_ref()),
    }
}

/// The line of a place in a text, from 1.
fn line(place: Option<&Place>) -> Option<usize> {
    if let At::Text { line, .. } = &place?.at { Some(*line) } else { None }
}

fn name(how: How) -> &'static str {
    match how {
        How::Typed => "typed",
        How::Moved => "moved",
        How::Stated => "stated",
        How::Noted => "noted",
        How::Gone => "gone",
        How::Fresh => "fresh",
    }
}
