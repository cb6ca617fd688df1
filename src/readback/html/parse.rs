//! The text of a page as a tree, within bounds that hold before the parser is asked.
//!
//! The parser takes pages apart as browsers do. Three things would let a few bytes cost it
//! minutes, and are taken from it: attributes by the ten thousand on one tag, open letters'
//! looks that differ each time, which it keeps in a list that it looks through at every tag, and
//! elements open by the hundred thousand, which the tree counts.

use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, TokenizerResult};
use memchr::memmem;

use super::tree::{NodeHandle, PageSink, PageTree};
use super::{DEEP, looks};
use crate::finding::Complaint;

/// Bytes that the parser is given before it is asked whether it is full.
const CHUNK: usize = 1 << 14;
/// Blanks and other marks between attributes in which no tag ends; Word's comments have 5,000.
const MAX_BETWEEN: usize = 15_000;
/// Those marks.
const SEPARATORS: &[u8] = b" \n\t\r\x0C/\"'";

/// Elements for the looks of letters, as the standard lists them: those that are left open go on
/// in the next paragraph.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// What stands between the tags and the tree.
struct Gate {
    builder: TreeBuilder<NodeHandle, PageSink>,
    /// Tags and texts so far.
    tokens: Cell<usize>,
    /// Links so far.
    links: Cell<usize>,
    /// Tables that are open.
    tables: Cell<usize>,
}

impl Gate {
    fn new() -> Self {
        let builder = TreeBuilder::new(PageSink::new(), TreeBuilderOpts::default());
        Self {
            builder,
            tokens: Cell::new(0),
            links: Cell::new(0),
            tables: Cell::new(0),
        }
    }

    /// Leaves of the looks of letters what is asked: at most a few kinds of each, so that the
    /// parser keeps few of them.
    fn simplify_looks(&self, tag: &mut Tag) {
        let unseen = tag.attrs.iter().any(|a| &*a.name.local == "hidden");
        let style = tag.attrs.iter().find(|a| &*a.name.local == "style");
        let kept = style.and_then(|style| looks::shorten_style(&style.value));
        let mut links = tag.attrs.iter().filter(|a| &*a.name.local == "href");
        let leads = links.any(|link| leads_elsewhere(&link.value));
        tag.attrs.clear();
        if unseen {
            tag.attrs.push(looks::make_attribute("hidden", ""));
        }
        if let Some(kept) = kept {
            tag.attrs.push(looks::make_attribute("style", kept));
        }
        if &*tag.name == "a" && leads {
            // A link that is left open is one link, wherever the parser puts it again.
            self.links.set(self.links.get() + 1);
            tag.attrs
                .push(looks::make_attribute("href", &self.links.get().to_string()));
        }
    }

    /// Rows and cells that stand in no table, as in pieces cut out of a page: browsers show
    /// their texts without anything between them.
    fn supply_table(&self, tag: &Tag, line: u64) {
        let start = tag.kind == TagKind::StartTag;
        match (&*tag.name, start) {
            ("table", true) => self.tables.set(self.tables.get() + 1),
            ("table", false) => self.tables.set(self.tables.get().saturating_sub(1)),
            ("tr" | "td" | "th" | "tbody", true) if self.tables.get() == 0 => {
                self.tables.set(1);
                let name = LocalName::from("table");
                let table = Tag {
                    name,
                    attrs: Vec::new(),
                    self_closing: false,
                    ..tag.clone()
                };
                let _ = self.builder.process_token(Token::TagToken(table), line);
            }
            _ => {}
        }
    }
}

/// Whether a link leads to another page.
fn leads_elsewhere(address: &str) -> bool {
    let address = address.trim();
    !address.is_empty() && !address.starts_with('#')
}

impl TokenSink for Gate {
    type Handle = NodeHandle;

    fn process_token(&self, mut token: Token, line: u64) -> TokenSinkResult<NodeHandle> {
        if matches!(token, Token::ParseError(_)) || self.builder.sink.is_full() {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        if let Token::TagToken(tag) = &mut token {
            let attributes = tag.attrs.len();
            let sink = &self.builder.sink;
            sink.count(attributes.saturating_mul(attributes) / 2);
            if tag.kind == TagKind::StartTag && FORMATTING.contains(&&*tag.name) {
                self.simplify_looks(tag);
            }
            self.supply_table(tag, line);
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree of a page.
///
/// # Errors
/// When it is more or deeper than any page.
pub(super) fn parse(text: &str) -> Result<PageTree, Complaint> {
    let tokenizer = Tokenizer::new(Gate::new(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut between, mut tokens) = (0, 0);
    for run in drop_data(text) {
        let mut rest = run;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
            input.push_back(StrTendril::from_slice(piece));
            // It stops at each script, which nobody runs.
            while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
            let gate = &tokenizer.sink;
            let separators = piece.bytes().filter(|b| SEPARATORS.contains(b)).count();
            between = if gate.tokens.get() == tokens {
                between + separators
            } else {
                separators
            };
            tokens = gate.tokens.get();
            if gate.builder.sink.is_full() || between > MAX_BETWEEN {
                return Err(DEEP);
            }
            rest = after;
        }
    }
    tokenizer.end();
    if tokenizer.sink.builder.sink.is_full() {
        return Err(DEEP);
    }
    Ok(tokenizer.sink.builder.sink.finish())
}

/// The text without the pictures that stand in it as data: megabytes that say nothing.
fn drop_data(text: &str) -> Vec<&str> {
    const MARK: &str = ";base64,";
    let mut runs = Vec::new();
    let mut from = 0;
    for mark in memmem::find_iter(text.as_bytes(), MARK) {
        let at = mark + MARK.len();
        if at >= from {
            runs.push(&text[from..at]);
            from = at + count_data(&text.as_bytes()[at..]);
        }
    }
    runs.push(&text[from..]);
    runs
}

/// How many bytes of Base64 a text begins with.
fn count_data(text: &[u8]) -> usize {
    let mut bytes = text.iter();
    let end = bytes.position(|b| !b.is_ascii_alphanumeric() && !b"+/=".contains(b));
    end.unwrap_or(text.len())
}
