//! Which part of which block stands on which page, and how high.
//!
//! Pure arithmetic over heights: pages are filled one after the other from where the one before
//! ended, so that a page can be tried again with a paragraph that is a line shorter or longer.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fill::Planner;
use super::set::{LineChange, Set};
use super::sheet::PageGeometry;
use super::table::Tightness;
use crate::document::Block;
use crate::style::Style;

/// A part of a block at its place.
#[derive(Clone, Debug)]
pub(super) struct PlacedPart {
    pub block: usize,
    /// From the body's top, pt.
    pub y: f32,
    pub part: BlockPart,
}

/// A part of a block.
#[derive(Clone, Debug)]
pub(super) enum BlockPart {
    /// Lines of text.
    Lines(Range<usize>),
    /// Rows of a table; a further page repeats its head.
    Rows {
        rows: Range<usize>,
        tightness: Tightness,
    },
    /// A figure, scaled by this factor.
    Figure { scale: f32 },
}

/// The blocks with which pages begin because a table has moved there.
pub(super) fn moved_blocks(pages: &[PlannedPage]) -> BTreeSet<usize> {
    let moving = pages.iter().filter(|page| page.moved);
    let next = moving.filter_map(|page| page.next.as_ref());
    next.map(|next| next.block).collect()
}

/// How tight the rows of tables are that are tightened, by their blocks, of their height.
pub(super) fn tightened_tables(pages: &[PlannedPage]) -> BTreeMap<usize, f32> {
    let mut tables = BTreeMap::new();
    for placed in pages.iter().flat_map(|page| &page.parts) {
        if let BlockPart::Rows { tightness, .. } = placed.part
            && tightness != Tightness::NONE
        {
            tables.insert(placed.block, tightness.share());
        }
    }
    tables
}

/// A page as planned.
#[derive(Clone, Debug)]
pub(super) struct PlannedPage {
    pub geometry: PageGeometry,
    pub parts: Vec<PlacedPart>,
    /// Lines that stay empty at its end though text follows; none where a table has moved.
    pub empty: usize,
    /// Whether a table has moved to the next page for its own sake.
    pub moved: bool,
    /// Where the next page begins; none behind the document's end.
    pub next: Option<PageStart>,
}

/// Where a page begins.
#[derive(Clone, Debug, Default)]
pub(super) struct PageStart {
    pub block: usize,
    /// The block's first line or row that is not yet placed.
    pub from: usize,
    /// A figure that found no room and stands at the page's top.
    pub figure: Option<usize>,
}

/// Plans all pages. Paragraphs that moved a line for a page's sake are set anew.
pub(super) fn plan(sets: &mut [Set<'_>], blocks: &[Block], style: &Style) -> Vec<PlannedPage> {
    let mut pages = Vec::new();
    let mut start = (!sets.is_empty()).then(PageStart::default);
    while let Some(from) = start.take() {
        let page = Planner::new(sets, blocks, style, pages.len()).fill(&from);
        let page = if page.empty > 0 {
            fill_better(page, &from, sets, blocks, style, pages.len())
        } else {
            page
        };
        start.clone_from(&page.next);
        pages.push(page);
    }
    if pages.is_empty() {
        let geometry = PageGeometry::new(style, 0, false);
        pages.push(PlannedPage {
            geometry,
            parts: Vec::new(),
            empty: 0,
            moved: false,
            next: None,
        });
    }
    pages
}

/// The page with paragraphs a line shorter or longer, where that leaves fewer lines empty; the
/// paragraphs are set so then.
fn fill_better(
    page: PlannedPage,
    from: &PageStart,
    sets: &mut [Set<'_>],
    blocks: &[Block],
    style: &Style,
    index: usize,
) -> PlannedPage {
    let mut best = page;
    let mut begun: Vec<usize> = best.parts.iter().rev().filter_map(begun_block).collect();
    // One that goes on from the page before keeps its number of lines there.
    if from.from > 0 {
        begun.push(from.block);
    }
    for block in begun {
        for change in [LineChange::Shorter, LineChange::Longer] {
            let Set::Paragraph(paragraph) = &sets[block] else {
                continue;
            };
            let Some(changed) = paragraph.change(change) else {
                continue;
            };
            let before = std::mem::replace(&mut sets[block], Set::Paragraph(changed));
            let trial = Planner::new(sets, blocks, style, index).fill(from);
            if trial.empty >= best.empty {
                sets[block] = before;
                continue;
            }
            best = trial;
            if best.empty == 0 {
                return best;
            }
        }
    }
    best
}

/// The block that begins with this part.
fn begun_block(part: &PlacedPart) -> Option<usize> {
    matches!(part.part, BlockPart::Lines(Range { start: 0, .. })).then_some(part.block)
}
