//! What a reader of pages finds its way by: the title and the headings.

use crate::document::{Block, Document, HeadingRuns};
use crate::layout::{Pages, Spot};
use crate::report::shortened;

/// Characters of a bookmark for a heading at a paragraph's beginning.
const LONGEST_BOOKMARK: usize = 60;

/// A bookmark, with those below it.
pub(super) struct Bookmark {
    pub level: u8,
    pub words: String,
    pub spot: Spot,
    pub below: Vec<Bookmark>,
}

/// What a block adds to the bookmarks: its level and its words.
fn words(block: &Block) -> Option<(u8, String)> {
    match block {
        Block::Title(text) => Some((1, text.plain())),
        Block::Heading { level, text } => Some((*level, text.plain())),
        Block::Paragraph(text) | Block::Note(text) => {
            let HeadingRuns { level, runs } = text.heading()?;
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            Some((
                level,
                shortened(words.trim_end_matches(['。', '：']), LONGEST_BOOKMARK),
            ))
        }
        _ => None,
    }
}

/// The title and the headings, nested by their levels; the title stands beside the sections, so
/// that all of them are seen at once.
pub(super) fn bookmarks(document: &Document, pages: &Pages) -> Vec<Bookmark> {
    let mut open: Vec<Bookmark> = Vec::new();
    let mut closed = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let Some((level, words)) = words(block) else {
            continue;
        };
        let Some(&spot) = pages.starts.get(&index) else {
            continue;
        };
        close(&mut open, level, &mut closed);
        open.push(Bookmark {
            level,
            words,
            spot,
            below: Vec::new(),
        });
    }
    close(&mut open, 0, &mut closed);
    closed
}

/// Hangs the open bookmarks of this level and below where they belong.
fn close(open: &mut Vec<Bookmark>, level: u8, closed: &mut Vec<Bookmark>) {
    while let Some(done) = open.pop_if(|bookmark| bookmark.level >= level) {
        match open.last_mut() {
            Some(above) => above.below.push(done),
            None => closed.push(done),
        }
    }
}
