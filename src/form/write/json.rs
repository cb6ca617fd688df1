//! A form as normalised JSON: all keys in the standard's order, numbers exact.
//!
//! Rows are lists of their columns, texts have their paragraphs parted by line
//! feeds, totals stand only where the form states them. As JSON is YAML, it is
//! a form as well and can be read back.

use super::tree::{self, Tree};
use crate::report::Report;

/// The report's form as JSON, with a line end.
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
        Tree::List(items)
            if items
                .iter()
                .all(|i| !matches!(i, Tree::List(_) | Tree::Map(_))) =>
        {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                write(item, indent, out);
            }
            out.push(']');
        }
        Tree::List(items) => {
            block(out, indent, ['[', ']'], items, |item, out| {
                write(item, indent + 1, out)
            });
        }
        Tree::Map(entries) => block(out, indent, ['{', '}'], entries, |(key, value), out| {
            quote(key, out);
            out.push_str(": ");
            write(value, indent + 1, out);
        }),
    }
}

/// Items between brackets, one a line.
fn block<T>(
    out: &mut String,
    indent: usize,
    brackets: [char; 2],
    items: &[T],
    each: impl Fn(&T, &mut String),
) {
    out.push(brackets[0]);
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        indented(out, indent + 1);
        each(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        indented(out, indent);
    }
    out.push(brackets[1]);
}

fn indented(out: &mut String, indent: usize) {
    for _ in 0..indent {
        out.push_str("  ");
    }
}

fn quote(text: &str, out: &mut String) {
    let needs_escape = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if text.bytes().any(needs_escape) {
        // A string always serialises.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
        return;
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}
