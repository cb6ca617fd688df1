//! Blocks that follow one another, and how a line joins them.

use super::super::body::is_numbered;
use super::levels::StyleEffect;
use super::paragraph::clean_flowing;
use crate::readback::content::{ContentBlock, ContentLine};

/// Blocks that follow one another: of the body, a cell, a text box.
#[derive(Default)]
pub(super) struct BlockFlow {
    pub blocks: Vec<ContentBlock>,
    /// What stands before a paragraph's end that is taken away.
    pub carried: String,
    /// Whether it stands in a cell, where a number alone is text.
    pub in_cell: bool,
}

impl BlockFlow {
    /// What was to go on, and nothing follows, is a paragraph.
    pub fn close_carried(&mut self) {
        let text = clean_flowing(&std::mem::take(&mut self.carried));
        if !text.is_empty() {
            self.blocks.push(ContentBlock::Line(ContentLine::of(text)));
        }
    }

    /// Takes a paragraph in; right behind a picture it may be its caption.
    pub fn push(&mut self, line: ContentLine, style: &StyleEffect) {
        if let Some(ContentBlock::Figure(figure)) = self.blocks.last_mut()
            && figure.caption.text.is_empty()
            && (style.is_caption || is_numbered(&line.text))
        {
            figure.caption = line;
        } else {
            self.blocks.push(ContentBlock::Line(line));
        }
    }
}
