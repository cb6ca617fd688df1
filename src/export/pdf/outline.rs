//! Bookmarks: the title and the headings.

use pdf_writer::{Finish, Ref, TextStr};

use super::super::bookmarks::{Bookmark, bookmarks};
use super::limits::{bound, round};
use super::objects::Objects;
use crate::document::Document;
use crate::layout::{Pages, Spot};

/// Writes the title and the headings as bookmarks. None where there are none.
pub(super) fn write(
    document: &Document,
    pages: &Pages,
    sheets: &[Ref],
    objects: &mut Objects,
) -> Option<Ref> {
    let bookmarks = bookmarks(document, pages);
    if bookmarks.is_empty() {
        return None;
    }
    let root = objects.number();
    let ids = write_level(&bookmarks, root, pages, sheets, objects);
    let mut outline = objects.packed(root).outline(root);
    outline
        .first(ids[0])
        .last(ids[ids.len() - 1])
        .count(ids.len() as i32);
    outline.finish();
    Some(root)
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
        item.title(TextStr(bound(&bookmark.words))).parent(parent);
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
        item.dest()
            .page(sheets[page])
            .xyz(0.0, round(height - y), None);
        item.finish();
    }
    ids
}
