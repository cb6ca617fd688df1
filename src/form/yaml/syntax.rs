//! A YAML text as a tree of exact stretches: what stands where, and how it is written.
//!
//! The one parse of a form: reading makes the raw tree of it, editing sees what to replace and
//! where to insert. Values stay as typed: YAML's own types (`0x10`, `yes`, `1e3`) mean nothing
//! here. Aliases are refused, nesting and the number of nodes are bounded.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

/// Containers inside each other; a form needs five.
const MAX_DEPTH: usize = 32;
/// Keys and values in one form; a form has under 800, one with a ledger of 20,000 requests
/// 220,000.
const MAX_NODES: usize = 250_000;

/// Where a value's text begins, and what the scanner takes for it.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// The 1-based line.
    pub line: usize,
    /// The characters before it in its line.
    pub column: usize,
    /// From its first byte to behind its last that is no white space; of a block of text its
    /// first line's start.
    pub bytes: Range<usize>,
}

/// A value and the bytes that it takes.
#[derive(Clone, Debug)]
pub struct SyntaxNode {
    /// From its first byte to behind its last; of a block of text from its `|` on.
    pub range: Range<usize>,
    /// Where its text stands.
    pub scanned: Scanned,
    /// How it is written.
    pub kind: SyntaxKind,
}

/// How a value is written.
#[derive(Clone, Debug)]
pub enum SyntaxKind {
    /// Nothing, or `~`.
    Null,
    /// A scalar on a line, bare.
    Plain(String),
    /// A scalar in quotes.
    Quoted {
        /// Whether they are double ones, in which `\` escapes.
        double: bool,
        /// What it says.
        text: String,
    },
    /// A text below its `|` or `>`.
    Block {
        /// Whether it is a `|`, which keeps its lines.
        literal: bool,
        /// What it says.
        text: String,
    },
    /// A list.
    List {
        /// Whether it stands in brackets.
        flow: bool,
        /// Its items.
        items: Vec<SyntaxNode>,
    },
    /// Keys with their values, those that stand twice as well.
    Map {
        /// Whether it stands in brackets.
        flow: bool,
        /// Its entries.
        entries: Vec<SyntaxEntry>,
    },
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct SyntaxEntry {
    /// The key.
    pub key: String,
    /// Where it stands, its quotes included.
    pub at: Range<usize>,
    /// Where its text stands.
    pub scanned: Scanned,
    /// Its value.
    pub value: SyntaxNode,
}

/// Why a text is no tree.
#[derive(Debug)]
pub enum SyntaxFault {
    /// The scanner stumbled.
    Scan(ScanError),
    /// There is a second document.
    SecondDocument(Scanned),
    /// It has more values than any form.
    TooMany(Scanned),
    /// A reference to another place.
    Alias(Scanned),
    /// A key that is no scalar.
    KeyIsNoScalar(Scanned),
}

/// The tree of a text; none of one that holds nothing.
///
/// # Errors
/// The first reason why it is none, in the order of the text.
pub fn parse(text: &str) -> Result<Option<SyntaxNode>, SyntaxFault> {
    let options =
        granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    let events = Parser::new_from_str_with_options(text, options);
    let mut reader = SyntaxReader {
        text,
        events,
        nodes: 0,
    };
    let mut root = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => return Ok(root),
            Event::DocumentStart(..) if root.is_some() => {
                return Err(SyntaxFault::SecondDocument(reader.locate(&span)));
            }
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            event => root = Some(reader.node(event, &span, 0)?),
        }
    }
}

struct SyntaxReader<'a> {
    text: &'a str,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    nodes: usize,
}

impl<'a> SyntaxReader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), SyntaxFault> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(SyntaxFault::Scan(error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The node that an event begins; `behind` is where its key ends.
    fn node(
        &mut self,
        event: Event<'a>,
        span: &Span,
        behind: usize,
    ) -> Result<SyntaxNode, SyntaxFault> {
        let scanned = self.locate(span);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(SyntaxFault::TooMany(scanned));
        }
        let mut range = scanned.bytes.clone();
        let kind = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => match &*text {
                "" | "~" | "null" => SyntaxKind::Null,
                _ => SyntaxKind::Plain(text.into_owned()),
            },
            Event::Scalar(text, style @ (ScalarStyle::Literal | ScalarStyle::Folded), ..) => {
                range = self.block(behind, &scanned.bytes);
                let literal = style == ScalarStyle::Literal;
                SyntaxKind::Block {
                    literal,
                    text: text.into_owned(),
                }
            }
            Event::Scalar(text, style, ..) => {
                let double = style == ScalarStyle::DoubleQuoted;
                SyntaxKind::Quoted {
                    double,
                    text: text.into_owned(),
                }
            }
            Event::SequenceStart(style, ..) => {
                self.list(style == StructureStyle::Flow, &mut range)?
            }
            Event::MappingStart(style, ..) => {
                self.map(style == StructureStyle::Flow, &mut range)?
            }
            _ => return Err(SyntaxFault::Alias(scanned)),
        };
        Ok(SyntaxNode {
            range,
            scanned,
            kind,
        })
    }

    /// A list whose start is at `range`, which then goes to its end.
    fn list(&mut self, flow: bool, range: &mut Range<usize>) -> Result<SyntaxKind, SyntaxFault> {
        let Items { items, end } = self.items(range.start)?;
        let last = items.last().map_or(range.end, |item| item.range.end);
        range.end = if flow { end } else { last };
        Ok(SyntaxKind::List { flow, items })
    }

    /// A map whose start is at `range`, which then goes from its first key to its end.
    fn map(&mut self, flow: bool, range: &mut Range<usize>) -> Result<SyntaxKind, SyntaxFault> {
        let Entries { entries, end } = self.entries()?;
        if flow {
            range.end = end;
        } else if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
            *range = first.at.start..last.value.range.end.max(last.at.end);
        }
        Ok(SyntaxKind::Map { flow, entries })
    }

    fn items(&mut self, mut behind: usize) -> Result<Items, SyntaxFault> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => {
                    return Ok(Items {
                        items,
                        end: end_of(&span),
                    });
                }
                (event, span) => {
                    let item = self.node(event, &span, behind)?;
                    behind = item.range.end;
                    items.push(item);
                }
            }
        }
    }

    fn entries(&mut self) -> Result<Entries, SyntaxFault> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let scanned = self.locate(&span);
            let key = match event {
                Event::MappingEnd => {
                    return Ok(Entries {
                        entries,
                        end: end_of(&span),
                    });
                }
                Event::Scalar(key, ..) => key.into_owned(),
                _ => return Err(SyntaxFault::KeyIsNoScalar(scanned)),
            };
            let at = scanned.bytes.clone();
            let (event, span) = self.next()?;
            let value = self.node(event, &span, at.end)?;
            entries.push(SyntaxEntry {
                key,
                at,
                scanned,
                value,
            });
        }
    }

    fn locate(&self, span: &Span) -> Scanned {
        let bytes = trim_stretch(self.text, span.byte_range().unwrap_or(0..0));
        Scanned {
            line: span.start.line(),
            column: span.start.col(),
            bytes,
        }
    }

    /// The text whose `|` or `>` is the first behind a byte, to the end of its last line;
    /// `content` is where the scanner found it, without the bar.
    fn block(&self, behind: usize, content: &Range<usize>) -> Range<usize> {
        let bar = self.text[behind..]
            .find(['|', '>'])
            .map_or(behind, |at| behind + at);
        let last = if content.is_empty() {
            bar
        } else {
            content.end.max(bar)
        };
        bar..line_end(self.text, last)
    }
}

/// The items of a list, and where it ends.
struct Items {
    items: Vec<SyntaxNode>,
    end: usize,
}

/// The entries of a map, and where it ends.
struct Entries {
    entries: Vec<SyntaxEntry>,
    end: usize,
}

fn end_of(span: &Span) -> usize {
    span.byte_range().unwrap_or(0..0).end
}

/// A stretch without the white space at its end, never outside the text.
fn trim_stretch(text: &str, bytes: Range<usize>) -> Range<usize> {
    match text.get(bytes.clone()) {
        Some(slice) => bytes.start..bytes.start + slice.trim_end().len(),
        None => bytes.start.min(text.len())..bytes.start.min(text.len()),
    }
}

/// Blanks at the start of a text.
pub fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Where the line of a byte begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1)
}

/// Where the line of a byte ends, before its break.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i)
}

/// Behind the line break at a byte; none at the end of the text.
pub fn after_break(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    };
    (length > 0).then_some(at + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree with what each value is written as.
    fn dump(text: &str, node: &SyntaxNode) -> String {
        let typed = &text[node.range.clone()];
        match &node.kind {
            SyntaxKind::Null
            | SyntaxKind::Plain(_)
            | SyntaxKind::Quoted { .. }
            | SyntaxKind::Block { .. } => {
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
            parse(text)
                .expect("a tree")
                .map(|node| dump(text, &node))
                .unwrap_or_default(),
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
        check(
            "甲:\n  乙:\n    - 1\n    - {丙: 2}\n丁:\n",
            "甲=乙=-<1>,{丙=<2>}- 丁=<>",
        );
        check(
            "甲: |\n  乙\n\n  丙\n\n# 注\n丁: 1",
            "甲=<|/  乙//  丙> 丁=<1>",
        );
        check("甲: |\r\n  乙\r\n丁: 1\r\n", "甲=<|\r/  乙> 丁=<1>");
        check("甲: |\n# 乙\n丁: 1", "甲=<|> 丁=<1>");
        check("甲:\n  乙: >-\n    丙\n  丁: 1", "甲=乙=<>-/    丙> 丁=<1>");
    }
}
