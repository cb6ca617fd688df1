//! Bookmarks: the title and the headings.

use pdf_writer::{Finish, Ref, TextStr};

use super::limits::{bounded, rounded};
use super::objects::Objects;
use crate::document::{Block, Document, HeadingRuns};
use crate::layout::{Pages, Spot};
use crate::report::shortened;

/// Characters of a bookmark for a heading at a paragraph's beginning.
const LONGEST_BOOKMARK: usize = 60;

/// A bookmark, with those below it.
struct Bookmark {
    level: u8,
    words: String,
    spot: Spot,
    below: Vec<Bookmark>,
}

/// Writes the title and the headings as bookmarks, nested by their levels; the title stands
/// beside the sections, so that all of them are seen at once. None where there are none.
pub(super) fn write(
    document: &Document,
    pages: &Pages,
    sheets: &[Ref],
    objects: &mut Objects,
) -> Option<Ref> {
    let bookmarks = nested(document, pages);
    if bookmarks.is_empty() {
        return None;
    }
    let root = objects.number();
    let ids = write_level(&bookmarks, root, pages, sheets, objects);
    let mut outline = objects.packed(root).outline(root);
    outline.first(ids[0]).last(ids[ids.len() - 1]).count(ids.len() as i32);
    outline.finish();
    Some(root)
}

/// What a block adds to the bookmarks: its level and its words.
fn words(block: &Block) -> Option<(u8, String)> {
    match block {
        Block::Title(text) => Some((1, text.plain())),
        Block::Heading { level, text } => Some((*level, text.plain())),
        Block::Paragraph(text) | Block::Note(text) => {
            let HeadingRuns { level, runs } = text.heading()?;
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            Some((level, shortened(words.trim_end_matches(['。', '：']), LONGEST_BOOKMARK)))
        }
        _ => None,
    }
}

fn nested(document: &Document, pages: &Pages) -> Vec<Bookmark> {
    let mut open: Vec<Bookmark> = Vec::new();
    let mut closed = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let Some((level, words)) = words(block) else { continue };
        let Some(&spot) = pages.starts.get(&index) else { continue };
        close(&mut open, level, &mut closed);
        open.push(Bookmark { level, words, spot, below: Vec::new() });
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

/// Writes bookmarks beside each other, and gives their numbers.
fn write_level(
    bookmarks: &[Bookmark],
    parent: Ref,
    pages: &Pages,
    sheets: &[Ref],
    objects: &mut Objects,
) -> Vec<Ref> {
    let ids: Vec<Ref> = bookmarks.iter().map(|_| objects.number()).collect();
    for (at, bookmark) in bookmarks.iter().enumerate() {
        let below = write_level(&bookmark.below, ids[at], pages, sheets, objects);
        let mut item = objects.packed(ids[at]).outline_item(ids[at]);
        item.title(TextStr(bounded(&bookmark.words))).parent(parent);
        if let Some(before) = at.checked_sub(1) {
            item.prev(ids[before]);
        }
        if let Some(next) = ids.get(at + 1) {
            item.next(*next);
        }
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            // Less than nothing: there they are, folded away.
            item.first(*first).last(*last).count(-(below.len() as i32));
        }
        let Spot { page, y } = bookmark.spot;
        let height = pages.pages[page].size.1;
        item.dest().page(sheets[page]).xyz(0.0, rounded(height - y), None);
        item.finish();
    }
    ids
}
