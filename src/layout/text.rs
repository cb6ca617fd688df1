//! Lines as glyph runs on the page.

use super::line::SetLine;
use super::{GlyphRun, Item, Owner, PlacedGlyph, Turn};
use crate::style::ASCENT;

/// The baseline of text of a size centred in a line of this height.
pub(super) fn baseline(top: f32, height: f32, size: f32) -> f32 {
    top + (height - size) / 2.0 + ASCENT * size
}

/// The items of a line whose left edge is `x`: a run for each face.
pub(super) fn runs(line: &SetLine, x: f32, baseline: f32, owner: Owner) -> Vec<Item> {
    let mut runs: Vec<GlyphRun> = Vec::new();
    for (unit, offset) in line.units.iter().zip(&line.xs) {
        let fits = runs
            .last()
            .is_some_and(|r| r.face == unit.glyph.face && r.bold == unit.bold);
        if !fits {
            runs.push(GlyphRun {
                face: unit.glyph.face,
                size: unit.size,
                baseline,
                glyphs: Vec::new(),
                text: String::new(),
                bold: unit.bold,
                grey: 0.0,
                turn: Turn::Level,
                owner,
            });
        }
        if let Some(run) = runs.last_mut() {
            let start = run.text.len();
            run.text.push(unit.c);
            run.glyphs.push(PlacedGlyph {
                id: unit.glyph.id,
                x: x + offset,
                advance: unit.glyph.advance * unit.size,
                bytes: start..run.text.len(),
            });
        }
    }
    runs.into_iter().map(Item::Glyphs).collect()
}
