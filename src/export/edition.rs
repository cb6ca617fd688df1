//! A document in a style, with what all its files share.

use std::cell::OnceCell;

use super::text::PlainText;
use crate::document::Document;
use crate::style::Style;

/// A document in a style. Files name the plain text that they were made with, which is written
/// once for all of them.
pub struct Edition<'a> {
    /// The document.
    pub document: &'a Document,
    /// How it looks.
    pub style: &'a Style,
    plain: OnceCell<PlainText>,
}

impl<'a> Edition<'a> {
    /// A document in a style.
    pub fn new(document: &'a Document, style: &'a Style) -> Self {
        Self {
            document,
            style,
            plain: OnceCell::new(),
        }
    }

    /// The document's text without marks.
    pub(in crate::export) fn plain(&self) -> &PlainText {
        self.plain
            .get_or_init(|| PlainText::of(self.document, self.style))
    }
}
