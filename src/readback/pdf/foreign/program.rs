//! Embedded font programs, asked which character a glyph shows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::RangeInclusive;

use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::glyph_names::find_named;
use super::letters::is_plain;

/// Characters of a program that are looked at; the largest of a Chinese font are 70,000.
const MAX_MAPPINGS: usize = 150_000;
/// Where fonts of symbols have their codes.
const OWN_CODES: RangeInclusive<char> = '\u{F000}'..='\u{F0FF}';

/// Characters by the glyphs that show them.
#[derive(Default)]
pub(super) struct GlyphShows {
    shows: HashMap<u32, char>,
    /// Glyphs by the codes of a font that has its own.
    own: HashMap<u32, u32>,
}

impl GlyphShows {
    /// What a program tells; nothing for one that is broken or of another kind.
    pub fn new(program: &[u8]) -> Self {
        let mut out = Self::default();
        let Ok(font) = FontRef::from_index(program, 0) else {
            return out;
        };
        for (code, glyph) in font.charmap().mappings().take(MAX_MAPPINGS) {
            if let Some(c) = char::from_u32(code) {
                out.add(code, c, glyph.to_u32());
            }
        }
        if out.shows.is_empty() && font.post().is_ok() {
            out.add_by_names(&font);
        }
        out
    }

    fn add(&mut self, code: u32, c: char, glyph: u32) {
        if OWN_CODES.contains(&c) {
            self.own.insert(code & 0xFF, glyph);
            return;
        }
        // One glyph may stand for a character and its variants; the plain one counts.
        match self.shows.entry(glyph) {
            Entry::Vacant(place) => {
                place.insert(c);
            }
            Entry::Occupied(mut place) if !is_plain(*place.get()) && is_plain(c) => {
                place.insert(c);
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Adds the glyphs whose names tell what they show.
    fn add_by_names(&mut self, font: &FontRef<'_>) {
        let names = font.glyph_names();
        for number in 0..names.num_glyphs().min(u32::from(u16::MAX)) {
            let Some(name) = names.get(GlyphId::new(number)) else {
                continue;
            };
            if name.is_synthesized() {
                continue;
            }
            if let Some(c) = find_named(name.as_str().as_bytes()) {
                self.shows.insert(number, c);
            }
        }
    }

    /// The character of a glyph.
    pub fn get(&self, glyph: u32) -> Option<char> {
        self.shows.get(&glyph).copied()
    }

    /// The character of a code in a font of symbols, which counts codes in its own way.
    pub fn of_code(&self, code: u32) -> Option<char> {
        self.own.get(&code).and_then(|glyph| self.get(*glyph))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_shows_nothing() {
        for program in [
            b"".as_slice(),
            b"OTTO",
            &[0, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, b'c'],
        ] {
            assert_eq!(GlyphShows::new(program).get(1), None);
        }
    }
}
