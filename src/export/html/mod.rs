//! HTML: one page for a government's site, with all that it needs inside it.
//!
//! An askama template and its style sheet make real headings, tables and figures
//! of the document. The page runs no script and asks for no other file; it flows
//! from the width of a telephone to A4 paper. Nothing here knows the layout.

mod table;
mod view;

use askama::Template;

use super::clean::{clean, hex};
use super::{Edition, stamp};
use crate::document::Document;
use crate::style::{ASCENT, PT_PER_MM, Style};
use view::{BlockView, PictureView};

/// What classes and ids of a fragment begin with, so that they meet none of the site's.
const FRAGMENT: &str = "nianbao-";

#[derive(Template)]
#[template(path = "html/report.html")]
struct HtmlPage<'a> {
    /// What classes begin with.
    k: &'static str,
    title: String,
    site: Vec<(&'static str, String)>,
    /// The mark of a draft; none for a finished report.
    mark: Option<String>,
    blocks: Vec<BlockView>,
    style: &'a Style,
    /// Room between the body and the page number's line on paper, mm.
    number_room: f32,
    /// The ground of a block's title in a table, and the mark on a draft's sheets.
    band: String,
    grey: String,
    version: &'static str,
    /// What the page says of its origin.
    stamp: String,
}

#[derive(Template)]
#[template(path = "html/fragment.html")]
struct HtmlFragment<'a> {
    k: &'static str,
    mark: Option<String>,
    blocks: Vec<BlockView>,
    style: &'a Style,
    band: String,
    stamp: String,
}

/// The document as a piece of a page for a site's editor, UTF-8: without a title, which sites
/// keep apart, and without anything that reaches beyond it.
pub fn export_fragment(edition: &Edition<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let mut blocks = view::blocks(document, style, FRAGMENT);
    blocks.retain(|block| !matches!(block, BlockView::Title(_)));
    let fragment = HtmlFragment {
        k: FRAGMENT,
        mark: document.draft.then(|| clean(style.draft.mark.trim())),
        blocks,
        style,
        band: format!("#{}", hex(style.table.band)),
        stamp: stamp::words_with_text(edition).join(" "),
    };
    // The template has no expression that can fail.
    stamp::seal(fragment.render().unwrap_or_default().into_bytes())
}

/// The document as an HTML page, UTF-8.
pub fn export(edition: &Edition<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let page = HtmlPage {
        k: "",
        title: clean(&document.title),
        site: site(document),
        mark: document.draft.then(|| clean(style.draft.mark.trim())),
        blocks: view::blocks(document, style, ""),
        style,
        number_room: (style.page_number_baseline() - ASCENT * style.sizes.page_number / PT_PER_MM)
            .max(0.0),
        band: format!("#{}", hex(style.table.band)),
        grey: format!("#{}", hex([style.draft.grey; 3])),
        version: env!("CARGO_PKG_VERSION"),
        stamp: stamp::words_with_text(edition).join(" "),
    };
    // The template has no expression that can fail.
    stamp::seal(page.render().unwrap_or_default().into_bytes())
}

/// The labels of a government site's page.
fn site(document: &Document) -> Vec<(&'static str, String)> {
    let labels = document.site.iter();
    labels
        .map(|(name, content)| (*name, clean(content)))
        .collect()
}

#[cfg(test)]
mod tests;
