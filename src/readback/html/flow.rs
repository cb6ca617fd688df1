//! What stands one below the other: in the page, or in one cell of a table.
//!
//! It also counts what is in links, by which lists of links are told from text: what leads to
//! other pages of a site is no part of this one.

use std::sync::Arc;

use super::line::LineText;
use crate::readback::content::{ContentBlock, ContentFigure, ContentLine};

/// Links of a list, at least; an article's files are fewer.
const MIN_LINKS: usize = 5;
/// Characters of a line that is no entry of such a list.
const LONG: usize = 80;

/// How much stands in a flow, and how much of it in links.
#[derive(Clone, Copy, Default)]
pub(super) struct InLinks {
    pub blocks: usize,
    pub characters: usize,
    pub linked: usize,
    pub links: usize,
    /// Lines that are too long for a list, and tables of data.
    pub long: usize,
}

impl InLinks {
    /// Whether all that has come since then is a list of links.
    fn is_list_since(self, then: Self) -> bool {
        let characters = self.characters - then.characters;
        self.links - then.links >= MIN_LINKS
            && (self.linked - then.linked) * 5 >= characters * 4
            && self.long == then.long
    }

    /// Adds what has come in another flow.
    pub fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.linked += other.linked;
        self.links += other.links;
        self.long += other.long;
    }
}

/// Blocks as they come.
#[derive(Default)]
pub(super) struct PageFlow {
    pub blocks: Vec<ContentBlock>,
    pub so_far: InLinks,
    /// The words for a picture that has come in the line.
    pub picture: Option<String>,
    /// The level of the heading that is being read.
    pub level: Option<u8>,
    line: LineText,
    /// The last link.
    link: u32,
    /// Whether the last block is what a list explains.
    term: bool,
    /// What a list explains, which the next line begins with.
    lead: Option<String>,
}

impl PageFlow {
    /// Adds text of the source, in a link or not, with its blanks as they are or as one.
    pub fn push(&mut self, text: &str, link: Option<u32>, drawn: bool, under: &mut Arc<str>) {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        if count > 0 {
            self.term = false;
            self.so_far.characters += count;
        }
        if count > 0
            && let Some(link) = link
        {
            self.so_far.linked += count;
            self.so_far.links += usize::from(self.link != link);
            self.link = link;
        }
        if !drawn {
            self.line.push(text);
            return;
        }
        let mut lines = text.split('\n');
        self.line.push_drawn(lines.next().unwrap_or_default());
        for line in lines {
            self.end_line(under);
            self.line.push_drawn(line);
        }
    }

    /// Adds a tab.
    pub fn push_tab(&mut self) {
        self.line.push_tab();
    }

    /// Adds the end of a line within a paragraph.
    pub fn push_break(&mut self, under: &mut Arc<str>) {
        if let Some(text) = self.line.push_break() {
            self.put_line(text, under);
        }
    }

    /// Whether no text has come in the line.
    pub fn is_at_start(&self) -> bool {
        self.line.is_blank()
    }

    /// Ends the line, if there is one.
    pub fn end_line(&mut self, under: &mut Arc<str>) {
        let picture = self.picture.take();
        if let Some(text) = self.line.take() {
            self.put_line(text, under);
        } else if let Some(alt) = picture {
            let figure = ContentFigure {
                alt: Some(alt),
                ..ContentFigure::default()
            };
            self.put(ContentBlock::Figure(figure));
        }
    }

    fn put_line(&mut self, mut text: String, under: &mut Arc<str>) {
        if let Some(lead) = self.lead.take() {
            text.insert_str(0, &lead);
        }
        self.so_far.long += usize::from(text.chars().count() > LONG);
        if self.level.is_some() {
            *under = text.replace('\n', "").into();
        }
        let (under, level) = (under.clone(), self.level);
        self.put(ContentBlock::Line(ContentLine {
            text,
            under,
            level,
            ..ContentLine::default()
        }));
    }

    /// Adds a block.
    pub fn put(&mut self, block: ContentBlock) {
        self.term = false;
        self.blocks.push(block);
    }

    /// Adds what has come elsewhere; gives how many blocks had to be moved for it.
    pub fn put_all(&mut self, mut blocks: Vec<ContentBlock>) -> usize {
        self.term = false;
        if self.blocks.is_empty() {
            self.blocks = blocks;
            return 0;
        }
        let moved = blocks.len();
        self.blocks.append(&mut blocks);
        moved
    }

    /// Where the flow stands.
    pub fn mark(&self) -> InLinks {
        InLinks {
            blocks: self.blocks.len(),
            ..self.so_far
        }
    }

    /// Takes away what has come since, where it is a list of links.
    pub fn drop_links(&mut self, then: InLinks) {
        if self.so_far.is_list_since(then) {
            self.blocks.truncate(then.blocks);
            self.so_far = then;
        }
    }

    /// A table has ended that is no list of links: nor is what stands around it.
    pub fn end_table(&mut self, then: InLinks) {
        let mut new = self.blocks.iter().skip(then.blocks);
        self.so_far.long += usize::from(new.any(|block| matches!(block, ContentBlock::Table(_))));
    }

    /// The last line is what a list explains.
    pub fn end_term(&mut self, under: &mut Arc<str>) {
        let lines = self.blocks.len();
        self.end_line(under);
        self.term = self.blocks.len() > lines;
    }

    /// Begins the explanation of it, on the same line.
    pub fn begin_description(&mut self) {
        if !std::mem::take(&mut self.term) {
            return;
        }
        if let Some(ContentBlock::Line(line)) = self.blocks.pop() {
            let ended = line.text.ends_with(['：', ':']);
            self.lead = Some(line.text + if ended { "" } else { "：" });
        }
    }

    /// Ends the explanation, which may say nothing.
    pub fn end_description(&mut self, under: &mut Arc<str>) {
        if let Some(lead) = self.lead.take() {
            self.put_line(lead, under);
        }
    }
}
