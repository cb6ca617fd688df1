//! What stands on every page beside the text: page numbers, the mark of a draft.

use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting};
use super::paragraph::{lines, plain_units};
use super::sheet::PageGeometry;
use super::text::runs;
use super::{Artifact, Item, Owner, Page, Turn};
use crate::style::{ASCENT, Style};

/// One line of words of the program's own. None without any font.
fn line(words: &str, setting: Setting<'_>, fonts: &mut Fonts<'_>) -> Option<SetLine> {
    lines(&plain_units(words, setting, fonts)?, setting).pop()
}

/// — 1 —, outside, one character in, 7 mm below the body; not on pages without content.
pub(super) fn page_numbers(pages: &mut [Page], style: &Style, fonts: &mut Fonts<'_>) -> Option<()> {
    let setting = Setting::free(
        style,
        FaceRole::PageNumber,
        style.sizes.page_number,
        style.body_width(false),
    );
    for (index, page) in pages.iter_mut().enumerate() {
        if page.items.is_empty() {
            continue;
        }
        let line = line(&format!("— {} —", index + 1), setting, fonts)?;
        let landscape = page.size.0 > page.size.1;
        let spot = PageGeometry::number(style, index, landscape, line.width);
        let owner = Owner::Artifact(Artifact::PageNumber);
        let items = runs(&line, spot.x, spot.baseline, owner).into_iter();
        page.items
            .extend(items.map(|item| turn_item(item, spot.turn, spot.x, 0.0)));
    }
    Some(())
}

/// The draft's mark across each page, under the text.
pub(super) fn draft_marks(pages: &mut [Page], style: &Style, fonts: &mut Fonts<'_>) -> Option<()> {
    let mark = &style.draft;
    let setting = Setting {
        pitch: mark.size * 1.3,
        ..Setting::free(style, FaceRole::Heading1, mark.size, f32::MAX)
    };
    let line = line(&mark.mark, setting, fonts)?;
    for page in pages {
        let centre = (page.size.0 / 2.0, page.size.1 / 2.0);
        // Turned by 45° around its start, the mark's middle is at the page's middle.
        let half = line.width / 2.0 * std::f32::consts::FRAC_1_SQRT_2;
        let lift = (ASCENT - 0.5) * mark.size * std::f32::consts::FRAC_1_SQRT_2;
        let start = (centre.0 - half + lift, centre.1 + half + lift);
        let owner = Owner::Artifact(Artifact::Draft);
        let items = runs(&line, start.0, start.1, owner).into_iter();
        let turned = items.map(|item| turn_item(item, Turn::Rising, start.0, mark.grey));
        page.items.splice(0..0, turned);
    }
    Some(())
}

/// Glyphs of a line that starts at `start`, turned around that place.
fn turn_item(item: Item, turn: Turn, start: f32, grey: f32) -> Item {
    let Item::Glyphs(mut run) = item else {
        return item;
    };
    run.grey = grey;
    if turn != Turn::Level {
        // A line of several faces is several runs, each turned around its own start.
        let along = run.glyphs.first().map_or(0.0, |glyph| glyph.x - start);
        let across = along * (turn.cos() - 1.0);
        for glyph in &mut run.glyphs {
            glyph.x += across;
        }
        run.baseline -= along * turn.sin();
        run.turn = turn;
    }
    Item::Glyphs(run)
}
