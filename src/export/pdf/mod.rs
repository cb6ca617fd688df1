//! PDF/A-2a and PDF/UA-1: the pages drawn, the document's structure as tags.
//!
//! krilla writes the file and refuses to write one that breaks either standard.

mod draw;
mod tags;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document as Pdf, SerializeSettings};

use super::stamp;
use crate::document::{Block, Document, HeadingRuns};
use crate::layout::{Pages, Spot};
use crate::report::shortened;
use crate::style::Style;

/// Why no PDF could be written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PdfError(String);

/// The pages as a PDF file.
///
/// # Errors
/// When a font cannot be read or the file would break PDF/A or PDF/UA.
pub fn export(document: &Document, style: &Style, pages: &Pages) -> Result<Vec<u8>, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError(format!("{error:?}")))?;
    let mut pdf =
        Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let fonts = draw::fonts(pages).ok_or_else(|| PdfError("a font file cannot be read".into()))?;
    let pictures = draw::pictures(pages).map_err(PdfError)?;
    let mut resources = draw::PageResources { fonts, pictures };
    let mut tags = tags::Collected::default();
    for (index, page) in pages.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(page.size.0, page.size.1)
            .ok_or_else(|| PdfError("no such sheet".into()))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        tags.page(index);
        draw::items(&mut surface, &page.items, &mut resources, &mut tags);
        surface.finish();
        sheet.finish();
    }
    pdf.set_tag_tree(tags::tree(document, tags));
    pdf.set_outline(outline(document, pages));
    pdf.set_metadata(metadata(document, style));
    pdf.finish().map(stamp::seal).map_err(|error| PdfError(format!("{error:?}")))
}

fn metadata(document: &Document, style: &Style) -> Metadata {
    let creator = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    let day = document.day();
    let mut metadata = Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.agency.clone()])
        .language("zh-CN".into())
        .creator(creator.into())
        .producer(creator.into())
        .keywords(
            std::iter::once(creator.to_owned())
                .chain(stamp::words_with_text(document, style))
                .collect(),
        )
        .document_id(format!("{}/{}", document.agency, document.title))
        .creation_date(DateTime::new(day.year).month(day.month).day(day.day));
    if !document.identifier.is_empty() {
        metadata = metadata.description(document.identifier.clone());
    }
    metadata
}

/// Characters of a bookmark for a heading at a paragraph's beginning.
const LONGEST_BOOKMARK: usize = 60;

/// What a block adds to the bookmarks.
struct Bookmark {
    level: u8,
    words: String,
}

/// The bookmark of a title, a heading, or a paragraph that begins with a heading of its own.
fn bookmark(block: &Block) -> Option<Bookmark> {
    match block {
        Block::Title(text) => Some(Bookmark { level: 1, words: text.plain() }),
        Block::Heading { level, text } => Some(Bookmark { level: *level, words: text.plain() }),
        Block::Paragraph(text) | Block::Note(text) => {
            let HeadingRuns { level, runs } = text.heading()?;
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            let words = shortened(words.trim_end_matches(['。', '：']), LONGEST_BOOKMARK);
            Some(Bookmark { level, words })
        }
        _ => None,
    }
}

/// The title and the headings as bookmarks, nested by their levels; the title stands
/// beside the sections, so that all of them are seen at once.
fn outline(document: &Document, pages: &Pages) -> Outline {
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let mut outline = Outline::new();
    let mut close = |open: &mut Vec<(u8, OutlineNode)>, level: u8| {
        while let Some((_, node)) = open.pop_if(|(l, _)| *l >= level) {
            match open.last_mut() {
                Some((_, parent)) => parent.push_child(node),
                None => outline.push_child(node),
            }
        }
    };
    for (index, block) in document.blocks.iter().enumerate() {
        let Some(Bookmark { level, words }) = bookmark(block) else { continue };
        let Some(Spot { page, y }) = pages.starts.get(&index) else { continue };
        close(&mut open, level);
        let target = XyzDestination::new(*page, Point::from_xy(0.0, *y));
        open.push((level, OutlineNode::new(words, target)));
    }
    close(&mut open, 0);
    outline
}
