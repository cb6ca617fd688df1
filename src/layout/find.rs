//! Where on the pages something of the document stands: what it prints, and the boxes around it.

use std::ops::Range;

use super::{GlyphRun, Item, Owner, Pages};
use crate::drawing::PaperRect;

/// How far a line's ink reaches above its baseline and below, of its size.
const ABOVE: f32 = 0.86;
const BELOW: f32 = 0.16;

/// A box on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageBox {
    /// The page's index, from 0.
    pub page: usize,
    /// Where it lies on the sheet.
    pub rect: PaperRect,
}

impl Pages {
    /// What a piece of the document prints, line after line.
    pub fn printed(&self, owner: Owner) -> String {
        self.runs(owner).map(|(_, run)| run.text.as_str()).collect()
    }

    /// The boxes around bytes of what a piece of the document prints ([`Self::printed`]), one a
    /// stretch of a line.
    pub fn boxes(&self, owner: Owner, printed: Range<usize>) -> Vec<PageBox> {
        let mut found = Vec::new();
        let mut at = 0;
        for (page, run) in self.runs(owner) {
            let before = at;
            at += run.text.len();
            if before >= printed.end || at <= printed.start {
                continue;
            }
            let inside = printed.start.saturating_sub(before)..(printed.end - before);
            found.extend(around(run, &inside).map(|rect| PageBox { page, rect }));
        }
        found
    }

    /// The runs of a piece of the document, each with its page.
    fn runs(&self, owner: Owner) -> impl Iterator<Item = (usize, &GlyphRun)> {
        let pages = self.pages.iter().enumerate();
        let items =
            pages.flat_map(|(index, page)| page.items.iter().map(move |item| (index, item)));
        items.filter_map(move |(index, item)| Some((index, run_of(item, owner)?)))
    }
}

/// An item as a run of a piece of the document.
fn run_of(item: &Item, owner: Owner) -> Option<&GlyphRun> {
    match item {
        Item::Glyphs(run) if run.owner == owner => Some(run),
        _ => None,
    }
}

/// The box around bytes of a run; none where it has no glyph of them.
fn around(run: &GlyphRun, bytes: &Range<usize>) -> Option<PaperRect> {
    let mut glyphs = run
        .glyphs
        .iter()
        .filter(|glyph| glyph.bytes.start < bytes.end && glyph.bytes.end > bytes.start);
    let first = glyphs.next()?;
    let last = glyphs.next_back().unwrap_or(first);
    Some(PaperRect {
        left: first.x,
        top: run.baseline - run.size * ABOVE,
        width: last.x + last.advance - first.x,
        height: run.size * (ABOVE + BELOW),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{PlacedGlyph, Turn};
    use crate::testing::pages;

    /// A run of letters that are 10 pt wide.
    fn run(text: &str, x: f32, baseline: f32) -> Item {
        let mut glyphs = Vec::new();
        for (at, c) in text.char_indices() {
            glyphs.push(PlacedGlyph {
                id: 1,
                x: x + 10.0 * at as f32,
                advance: 10.0,
                bytes: at..at + c.len_utf8(),
            });
        }
        Item::Glyphs(GlyphRun {
            face: 0,
            size: 10.0,
            baseline,
            glyphs,
            text: text.to_owned(),
            bold: false,
            grey: 0.0,
            turn: Turn::Level,
            owner: Owner::Block(3),
        })
    }

    fn check(range: Range<usize>, expected: &[(usize, f32, f32)]) {
        let pages = pages(vec![
            vec![run("abc", 0.0, 20.0)],
            vec![run("def", 50.0, 20.0)],
        ]);
        assert_eq!(pages.printed(Owner::Block(3)), "abcdef");
        let found = pages.boxes(Owner::Block(3), range);
        let found = found.iter().map(|b| (b.page, b.rect.left, b.rect.width));
        let found: Vec<_> = found.collect();
        assert_eq!(found, expected);
        assert!(pages.boxes(Owner::Block(4), 0..9).is_empty());
    }

    #[test]
    fn words_are_found_on_their_pages() {
        check(1..2, &[(0, 10.0, 10.0)]);
        check(2..5, &[(0, 20.0, 10.0), (1, 50.0, 20.0)]);
        check(6..9, &[]);
    }
}
