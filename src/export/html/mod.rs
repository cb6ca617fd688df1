//! HTML: one page for a government's site, with all that it needs inside it.
//!
//! An askama template and its style sheet make real headings, tables and figures
//! of the document. The page runs no script and asks for no other file; it flows
//! from the width of a telephone to A4 paper. Nothing here knows the layout.

mod table;
mod view;

use askama::Template;

use super::clean::clean;
use crate::document::Document;
use crate::style::Style;
use view::{BlockView, PictureView};

#[derive(Template)]
#[template(path = "html/report.html")]
struct Page<'a> {
    title: String,
    site: Vec<(&'static str, String)>,
    /// The mark of a draft; none for a finished report.
    mark: Option<String>,
    blocks: Vec<BlockView>,
    style: &'a Style,
    /// The ground of a block's title in a table, and the mark on a draft's sheets.
    band: String,
    grey: String,
    version: &'static str,
}

/// The document as an HTML page, UTF-8.
pub fn export(document: &Document, style: &Style) -> Vec<u8> {
    let page = Page {
        title: clean(&document.title),
        site: document.site.iter().map(|(name, content)| (*name, clean(content))).collect(),
        mark: document.draft.then(|| clean(style.draft.mark.trim())),
        blocks: view::blocks(document, style),
        style,
        band: colour(style.table.band),
        grey: colour([style.draft.grey; 3]),
        version: env!("CARGO_PKG_VERSION"),
    };
    // The template has no expression that can fail.
    page.render().unwrap_or_default().into_bytes()
}

/// A colour of parts from 0 to 1.
fn colour(parts: [f32; 3]) -> String {
    let [red, green, blue] = parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests;
