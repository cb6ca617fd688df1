//! A form as normalised JSON: all keys in the standard's order, numbers exact.
//!
//! Rows are lists of their columns, texts have their paragraphs parted by line
//! feeds, totals stand only where the form states them. As JSON is YAML, it is
//! a form as well and can be read back.

use super::tree::{self, Tree, TreeEntry};
use crate::report::Report;

/// The report's form as JSON, with a line end: all of it, the ledger and the reasons of
/// waivers too. For what goes out, write [`Report::published`].
pub fn json(report: &Report) -> String {
    let mut out = String::new();
    write(&tree::form(report), 0, &mut out);
    out.push('\n');
    out
}

fn write(tree: &Tree, indent: usize, out: &mut String) {
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Number(number) => out.push_str(number),
        Tree::Text(text) => quote(text, out),
        // A row of numbers reads best in one line.
        Tree::List(items) if items.iter().all(is_short) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                write(item, indent, out);
            }
            out.push(']');
        }
        Tree::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                start_item(i, indent + 1, out);
                write(item, indent + 1, out);
            }
            end_items(items.len(), indent, out);
            out.push(']');
        }
        Tree::Map(entries) => {
            out.push('{');
            for (i, TreeEntry { key, value }) in entries.iter().enumerate() {
                start_item(i, indent + 1, out);
                quote(key, out);
                out.push_str(": ");
                write(value, indent + 1, out);
            }
            end_items(entries.len(), indent, out);
            out.push('}');
        }
    }
}

fn is_short(tree: &Tree) -> bool {
    !matches!(tree, Tree::List(_) | Tree::Map(_))
}

/// Goes on to the line of an item, so far in.
fn start_item(index: usize, indent: usize, out: &mut String) {
    out.push_str(if index == 0 { "\n" } else { ",\n" });
    push_indent(indent, out);
}

/// Goes on to the line of the bracket behind items, if there are any.
fn end_items(count: usize, indent: usize, out: &mut String) {
    if count > 0 {
        out.push('\n');
        push_indent(indent, out);
    }
}

fn push_indent(indent: usize, out: &mut String) {
    for _ in 0..indent {
        out.push_str("  ");
    }
}

fn quote(text: &str, out: &mut String) {
    if text.bytes().any(|b| b < b' ' || b == b'"' || b == b'\\') {
        // A string always serialises.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
        return;
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}
