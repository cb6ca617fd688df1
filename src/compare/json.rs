//! A comparison as one JSON document.

use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Comparison, Head, Placeholder, SentenceChange, Touched};
use crate::align::words::{Tag, TaggedWords};
use crate::finding::json::{FindingEntry, entry_alone};
use crate::place::{At, Place};
use crate::report::Record;
use crate::report::changes::{CellChange, Change, How};

/// What differs between two forms, and what follows from that.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Comparison"))]
struct ComparisonDocument<'a> {
    /// Whether the forms say anything different.
    changed: bool,
    /// Which form is the old one.
    old: HeadEntry<'a>,
    /// Which form is the new one.
    new: HeadEntry<'a>,
    /// Numbers of the tables that differ.
    cells: Vec<CellEntry<'a>>,
    /// Short values that differ.
    values: Vec<ValueEntry<'a>>,
    /// Texts that differ, as they are typed.
    texts: Vec<TextEntry<'a>>,
    /// Lists that differ.
    records: Vec<RecordsEntry<'a>>,
    /// Sentences that print otherwise.
    sentences: Vec<SentenceEntry<'a>>,
    /// Placeholders that print another value, each once.
    placeholders: Vec<PlaceholderEntry<'a>>,
    /// The relations that changed cells take part in.
    rules: Vec<RuleEntry<'a>>,
    /// Findings that only the new form has.
    appeared: Vec<FindingEntry<'a>>,
    /// Findings that only the old form has.
    vanished: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct HeadEntry<'a> {
    file: &'a str,
    agency: &'a str,
    year: i32,
    format: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct CellEntry<'a> {
    path: &'a str,
    label: &'a str,
    old: &'a str,
    new: &'a str,
    /// By how much it grew, in plain digits, where both are numbers.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    difference: Option<Decimal>,
    #[doc = " `typed`; `moved`: a total that follows; `stated`: the same value, stated otherwise; \
             `noted`: another note; `gone` or `fresh`: only one of two formats has the cell."]
    #[cfg_attr(
        test,
        schemars(extend("enum" = ["typed", "moved", "stated", "noted", "gone", "fresh"]))
    )]
    how: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct ValueEntry<'a> {
    path: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct TextEntry<'a> {
    path: &'a str,
    old: &'a [String],
    new: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct RecordsEntry<'a> {
    path: &'a str,
    old: Vec<Vec<(&'a str, &'a str)>>,
    new: Vec<Vec<(&'a str, &'a str)>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct SentenceEntry<'a> {
    section: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    words: Vec<WordsEntry<'a>>,
    /// Whether only values of placeholders differ.
    follows: bool,
    line: Option<usize>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct WordsEntry<'a> {
    /// Which sentence has the words: `same` both, `old`, `new`.
    #[cfg_attr(test, schemars(extend("enum" = ["same", "old", "new"])))]
    tag: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct PlaceholderEntry<'a> {
    /// The paths of the values that it prints.
    names: &'a [String],
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct RuleEntry<'a> {
    code: &'static str,
    name: &'static str,
    words: &'a str,
    line: Option<usize>,
    /// Whether the relation held in the old form; null where it has no such.
    before: Option<bool>,
    /// Whether it holds in the new form; null where it has no such.
    after: Option<bool>,
}

/// The comparison as JSON, with a line end.
pub fn render(comparison: &Comparison) -> String {
    // Serialising plain strings and numbers into a String cannot fail.
    let mut text = serde_json::to_string_pretty(comparison).unwrap_or_default();
    text.push('\n');
    text
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document(self).serialize(serializer)
    }
}

fn document(comparison: &Comparison) -> ComparisonDocument<'_> {
    let [old, new] = &comparison.heads;
    let mut document = ComparisonDocument {
        changed: !comparison.is_empty(),
        old: head(old),
        new: head(new),
        cells: Vec::new(),
        values: Vec::new(),
        texts: Vec::new(),
        records: Vec::new(),
        sentences: comparison.sentences.iter().map(sentence).collect(),
        placeholders: comparison
            .placeholders()
            .into_iter()
            .map(placeholder)
            .collect(),
        rules: comparison.touched.iter().map(rule).collect(),
        appeared: comparison.appeared.iter().map(entry_alone).collect(),
        vanished: comparison.vanished.iter().map(entry_alone).collect(),
    };
    for change in &comparison.changes {
        match change {
            Change::Cell(change) => document.cells.push(cell(change)),
            Change::Value { path, old, new } => {
                document.values.push(ValueEntry {
                    path,
                    old: old.as_deref(),
                    new: new.as_deref(),
                });
            }
            Change::Text { path, old, new } => document.texts.push(TextEntry { path, old, new }),
            Change::Records { path, old, new } => {
                document.records.push(RecordsEntry {
                    path,
                    old: old.iter().map(plain).collect(),
                    new: new.iter().map(plain).collect(),
                });
            }
        }
    }
    document
}

fn head(head: &Head) -> HeadEntry<'_> {
    let Head {
        file,
        agency,
        year,
        format,
    } = head;
    HeadEntry {
        file,
        agency,
        year: *year,
        format,
    }
}

fn placeholder(placeholder: &Placeholder) -> PlaceholderEntry<'_> {
    let Placeholder { names, old, new } = placeholder;
    PlaceholderEntry { names, old, new }
}

fn rule(touched: &Touched) -> RuleEntry<'_> {
    RuleEntry {
        code: touched.code.id(),
        name: touched.code.name(),
        words: &touched.words,
        line: line(touched.place.as_ref()),
        before: touched.before,
        after: touched.after,
    }
}

fn cell(change: &CellChange) -> CellEntry<'_> {
    CellEntry {
        path: &change.path,
        label: &change.label,
        old: &change.printed_old,
        new: &change.printed_new,
        difference: change.difference,
        how: name(change.how),
    }
}

fn plain(record: &Record) -> Vec<(&str, &str)> {
    let values = record.values().iter();
    values
        .map(|entry| (&*entry.key, entry.value.value.as_str()))
        .collect()
}

fn sentence(change: &SentenceChange) -> SentenceEntry<'_> {
    SentenceEntry {
        section: &change.section,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        words: change.words.iter().map(words).collect(),
        follows: change.follows,
        line: line(change.place.as_ref()),
    }
}

fn words(words: &TaggedWords) -> WordsEntry<'_> {
    let tag = match words.tag {
        Tag::Same => "same",
        Tag::Old => "old",
        Tag::New => "new",
    };
    WordsEntry {
        tag,
        text: &words.text,
    }
}

/// The line of a place in a text, from 1.
fn line(place: Option<&Place>) -> Option<usize> {
    if let At::Text { line, .. } = &place?.at {
        Some(*line)
    } else {
        None
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_schema;

    #[test]
    fn the_schema_is_as_committed() {
        check_schema::<ComparisonDocument<'_>>("comparison");
    }
}
