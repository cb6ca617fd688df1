//! Embedded font programs, asked which character a glyph shows.

use std::collections::HashMap;

use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::glyph_names::named;
use super::letters::is_plain;

/// Characters of a program that are looked at; the largest of a Chinese font are 70,000.
const MAX_MAPPINGS: usize = 150_000;

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
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            if ('\u{F000}'..='\u{F0FF}').contains(&c) {
                out.own.insert(code & 0xFF, glyph.to_u32());
                continue;
            }
            let better = out.shows.get(&glyph.to_u32()).is_none_or(|known| {
                // One glyph may stand for a character and its variants; the plain one counts.
                !is_plain(*known) && is_plain(c)
            });
            if better {
                out.shows.insert(glyph.to_u32(), c);
            }
        }
        if out.shows.is_empty() && font.post().is_ok() {
            let names = font.glyph_names();
            for number in 0..names.num_glyphs().min(u32::from(u16::MAX)) {
                let name = names.get(GlyphId::new(number));
                let name = name.filter(|name| !name.is_synthesized());
                if let Some(c) = name.and_then(|name| named(name.as_str().as_bytes())) {
                    out.shows.insert(number, c);
                }
            }
        }
        out
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
