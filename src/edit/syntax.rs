//! The form's text as a tree of exact stretches: what to replace, and where to insert.
//!
//! Beside the raw tree, which says what was typed, this one says how: in brackets
//! or on lines of its own, from which byte to which. It knows no report.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

/// A value and the bytes that it takes.
#[derive(Clone, Debug)]
pub(super) struct SyntaxNode {
    /// From its first byte to behind its last; of a block of text from its `|` on.
    pub range: Range<usize>,
    /// How it is written.
    pub kind: SyntaxKind,
}

/// How a value is written.
#[derive(Clone, Debug)]
pub(super) enum SyntaxKind {
    /// Nothing, or `~`.
    Null,
    /// A scalar on a line, bare.
    Plain,
    /// A scalar in quotes.
    Quoted,
    /// A text below its `|` or `>`.
    Block,
    /// A list.
    List { flow: bool, items: Vec<SyntaxNode> },
    /// Keys with their values.
    Map { flow: bool, entries: Vec<SyntaxEntry> },
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct SyntaxEntry {
    /// The key.
    pub key: String,
    /// Where it stands, its quotes included.
    pub at: Range<usize>,
    /// Its value.
    pub value: SyntaxNode,
}

/// Containers inside each other; the form's reader has refused deeper ones.
const MAX_DEPTH: usize = 32;

/// The tree of a text that the form's reader can read; none for any other.
pub(super) fn parse(text: &str) -> Option<SyntaxNode> {
    let options =
        granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    let mut reader =
        SyntaxReader { text, events: Parser::new_from_str_with_options(text, options) };
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => return None,
            (Event::StreamStart | Event::DocumentStart(..), _) => {}
            (event, span) => return reader.node(event, &span, 0),
        }
    }
}

struct SyntaxReader<'a> {
    text: &'a str,
    events: Parser<'a, granit_parser::StrInput<'a>>,
}

impl<'a> SyntaxReader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.events.next_event()?.ok()
    }

    /// The node that an event begins; `behind` is where its key ends.
    fn node(&mut self, event: Event<'a>, span: &Span, behind: usize) -> Option<SyntaxNode> {
        let range = self.trimmed(span.byte_range()?);
        Some(match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => {
                let null = text.is_empty() || text == "~" || text == "null";
                SyntaxNode { range, kind: if null { SyntaxKind::Null } else { SyntaxKind::Plain } }
            }
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                let bar = behind + self.text.get(behind..)?.find(['|', '>'])?;
                SyntaxNode { range: bar..self.block_end(bar, behind), kind: SyntaxKind::Block }
            }
            Event::Scalar(..) => SyntaxNode { range, kind: SyntaxKind::Quoted },
            Event::SequenceStart(style, ..) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next()? {
                        (Event::SequenceEnd, span) => break span,
                        (event, span) => items.push(self.node(event, &span, range.start)?),
                    }
                };
                let flow = style == StructureStyle::Flow;
                let end = if flow {
                    end.byte_range()?.end
                } else {
                    items.last().map_or(range.end, |i| i.range.end)
                };
                SyntaxNode { range: range.start..end, kind: SyntaxKind::List { flow, items } }
            }
            Event::MappingStart(style, ..) => {
                let mut entries: Vec<SyntaxEntry> = Vec::new();
                let end = loop {
                    let (key, at) = match self.next()? {
                        (Event::MappingEnd, span) => break span,
                        (Event::Scalar(key, ..), span) => {
                            (key.into_owned(), self.trimmed(span.byte_range()?))
                        }
                        _ => return None,
                    };
                    let (event, span) = self.next()?;
                    let value = self.node(event, &span, at.end)?;
                    // Of a key given twice the reader takes the first.
                    if !entries.iter().any(|entry| entry.key == key) {
                        entries.push(SyntaxEntry { key, at, value });
                    }
                };
                let flow = style == StructureStyle::Flow;
                let last = entries.last().map(|e| e.value.range.end.max(e.at.end));
                let end = if flow { end.byte_range()?.end } else { last.unwrap_or(range.end) };
                let start = if flow {
                    range.start
                } else {
                    entries.first().map_or(range.start, |e| e.at.start)
                };
                SyntaxNode { range: start..end, kind: SyntaxKind::Map { flow, entries } }
            }
            _ => return None,
        })
    }

    /// A stretch without the white space at its end.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let slice = self.text.get(range.clone()).unwrap_or_default();
        range.start..range.start + slice.trim_end().len()
    }

    /// Where the text below a `|` ends, whose key stands in the line of `key`: behind the
    /// last line that is indented more than the key.
    fn block_end(&self, bar: usize, key: usize) -> usize {
        let line = line_start(self.text, key);
        let indent = indent(&self.text[line..]);
        let mut end = line_end(self.text, bar);
        let mut next = end;
        while let Some(start) = after_break(self.text, next) {
            next = line_end(self.text, start);
            let content = &self.text[start..next];
            if content.trim().is_empty() {
                continue;
            }
            if self::indent(content) <= indent {
                break;
            }
            end = next;
        }
        end
    }
}

/// Blanks at the start of a text.
pub(super) fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1)
}

/// Where the line of a byte ends, before its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i)
}

/// Behind the line break at a byte; none at the end of the text.
pub(super) fn after_break(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length =
        if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    (length > 0).then_some(at + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree with what each value is written as.
    fn dump(text: &str, node: &SyntaxNode) -> String {
        let typed = &text[node.range.clone()];
        match &node.kind {
            SyntaxKind::Null | SyntaxKind::Plain | SyntaxKind::Quoted | SyntaxKind::Block => {
                format!("<{}>", typed.replace('\n', "/"))
            }
            SyntaxKind::List { flow, items } => {
                let items: Vec<String> = items.iter().map(|item| dump(text, item)).collect();
                let inside = items.join(",");
                if *flow {
                    format!("{}{inside}{}", &typed[..1], &typed[typed.len() - 1..])
                } else {
                    format!("-{inside}-")
                }
            }
            SyntaxKind::Map { flow, entries } => {
                let entries = entries
                    .iter()
                    .map(|e| format!("{}={}", &text[e.at.clone()], dump(text, &e.value)));
                let inside = entries.collect::<Vec<_>>().join(" ");
                if *flow {
                    format!("{}{inside}{}", &typed[..1], &typed[typed.len() - 1..])
                } else {
                    inside
                }
            }
        }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(
            parse(text).map(|node| dump(text, &node)).unwrap_or_default(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn stretches_are_exact() {
        check("甲: 1  # 注\n乙: [1, 2 ]\n", "甲=<1> 乙=[<1>,<2>]");
        check(
            "甲: {乙: [ 1,~ ], 丙: {值: 2, 注: 三}} # 注\n丁: '戊 '\n",
            "甲={乙=[<1>,<~>] 丙={值=<2> 注=<三>}} 丁=<'戊 '>",
        );
        check("甲:\n  乙:\n    - 1\n    - {丙: 2}\n丁:\n", "甲=乙=-<1>,{丙=<2>}- 丁=<>");
        check("甲: |\n  乙\n\n  丙\n\n# 注\n丁: 1", "甲=<|/  乙//  丙> 丁=<1>");
        check("甲: |\r\n  乙\r\n丁: 1\r\n", "甲=<|\r/  乙> 丁=<1>");
        check("甲: |\n# 乙\n丁: 1", "甲=<|> 丁=<1>");
        check("甲:\n  乙: >-\n    丙\n  丁: 1", "甲=乙=<>-/    丙> 丁=<1>");
    }
}
