//! The characters of a line as it is split: without blanks and quotation marks, digits and letters
//! in half width, with the bytes of each; and the agency's own names among them.
//!
//! It knows no words.

use std::cmp::Reverse;
use std::ops::Range;

use crate::charset::CharSet;

/// Marks that stay as wide as they are.
static KEPT_WIDE: CharSet = CharSet::of("，：；（）？！～");
/// Quotation marks and stars, which say nothing of numbers.
static PASSED_BY: CharSet = CharSet::of("“”\"‘’*");

/// How far forms of full width stand behind those of half width.
const TO_HALF_WIDTH: u32 = 0xFEE0;

/// The characters of a line that say something, with the bytes of each.
#[derive(Default)]
pub(super) struct Glyphs {
    pub chars: Vec<char>,
    bytes: Vec<Range<usize>>,
}

impl Glyphs {
    pub fn of(text: &str) -> Self {
        let mut glyphs = Self::default();
        let mut before = ' ';
        let mut rest = text.char_indices().peekable();
        while let Some((byte, c)) = rest.next() {
            let after = rest.peek().map_or(' ', |(_, c)| *c);
            let bytes = byte..byte + c.len_utf8();
            let c = normalize(c, before, after);
            // Blanks inside Latin text part words; others are slips, and 7. 2020年 is no decimal.
            let parts = before.is_ascii_graphic() && after.is_ascii_graphic();
            let is_blank = c.is_whitespace() && !parts;
            if !is_blank && !PASSED_BY.contains(c) {
                glyphs.chars.push(c);
                glyphs.bytes.push(bytes);
            }
            before = c;
        }
        glyphs
    }

    /// The bytes of some characters.
    pub fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.bytes[from].start..self.bytes[to - 1].end
    }
}

/// A character in the width in which words and numbers are known.
fn normalize(c: char, before: char, after: char) -> char {
    match c {
        '！'..='～' if !KEPT_WIDE.contains(c) => {
            char::from_u32(c as u32 - TO_HALF_WIDTH).unwrap_or(c)
        }
        '(' => '（',
        ')' => '）',
        ':' => '：',
        ';' => '；',
        ',' if !(before.is_ascii_digit() && after.is_ascii_digit()) => '，',
        _ => c,
    }
}

/// The ways in which a text names the agency: its names and what they end in, the longest first.
#[derive(Default)]
pub struct Names(Vec<Vec<char>>);

/// Characters of the shortest end of a name that still names its agency: 信访局.
const SHORTEST_NAME: usize = 3;

impl Names {
    /// Of an agency's full and short name.
    pub fn of(full: &str, short: &str) -> Self {
        let mut names = Vec::new();
        for name in [full, short] {
            let name: Vec<char> = name.chars().collect();
            let ends = (0..name.len()).filter(|from| name.len() - from >= SHORTEST_NAME);
            names.extend(ends.map(|from| name[from..].to_vec()));
        }
        names.sort_by_key(|name| Reverse(name.len()));
        names.dedup();
        Self(names)
    }

    /// How many characters of a text name the agency; none where it does not begin so.
    pub(super) fn length_at(&self, text: &[char]) -> Option<usize> {
        let name = self.0.iter().find(|name| text.starts_with(name))?;
        Some(name.len())
    }
}
