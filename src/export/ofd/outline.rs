//! The way to the title and the headings, as an outline and as bookmarks.

use std::fmt::Write;

use super::super::bookmarks::{Bookmark, bookmarks};
use super::super::clean::push_escaped;
use super::PageEntry;
use super::lengths::Micrometres;
use crate::document::Document;
use crate::layout::{Pages, Spot};

/// The elements of both lists, as XML.
pub(super) struct OfdOutline {
    pub elements: String,
    pub bookmarks: String,
}

impl OfdOutline {
    /// Of a document on these pages.
    pub fn of(document: &Document, pages: &Pages, entries: &[PageEntry]) -> Self {
        let mut outline = Self {
            elements: String::new(),
            bookmarks: String::new(),
        };
        outline.level(&bookmarks(document, pages), entries);
        outline
    }

    fn level(&mut self, bookmarks: &[Bookmark], entries: &[PageEntry]) {
        for Bookmark {
            words, spot, below, ..
        } in bookmarks
        {
            let target = target(*spot, entries);
            self.bookmarks.push_str("<ofd:Bookmark Name=\"");
            push_escaped(&mut self.bookmarks, words);
            let _ = writeln!(self.bookmarks, "\">{target}</ofd:Bookmark>");
            self.elements.push_str("<ofd:OutlineElem Title=\"");
            push_escaped(&mut self.elements, words);
            self.elements.push('"');
            if !below.is_empty() {
                let _ = write!(
                    self.elements,
                    " Count=\"{}\" Expanded=\"false\"",
                    below.len()
                );
            }
            let _ = write!(
                self.elements,
                "><ofd:Actions><ofd:Action Event=\"CLICK\"><ofd:Goto>{target}</ofd:Goto>\
                 </ofd:Action></ofd:Actions>"
            );
            self.level(below, entries);
            self.elements.push_str("</ofd:OutlineElem>\n");
        }
    }
}

/// A spot as readers go there.
fn target(spot: Spot, entries: &[PageEntry]) -> String {
    let page = entries[spot.page].id;
    let top = Micrometres::of(spot.y);
    format!("<ofd:Dest Type=\"XYZ\" PageID=\"{page}\" Left=\"0\" Top=\"{top}\"/>")
}
