//! Sets of characters that are asked for at every character of a text: marks, signs, numerals.
//!
//! Nearly all marks of Chinese text stand in four blocks of Unicode. A set is a table of bits for
//! these, made when the program is compiled; what stands elsewhere is looked for one by one.

/// A set of characters.
pub(crate) struct CharSet {
    /// Bits of the blocks in [`block`]'s order.
    bits: [[u64; 4]; BLOCKS],
    /// Characters of other blocks.
    others: &'static str,
}

/// Latin, general punctuation, Chinese marks, forms of full width: 256 characters each.
const BLOCKS: usize = 4;

/// Which of the blocks a character stands in.
const fn block(code: u32) -> Option<usize> {
    match code >> 8 {
        0x00 => Some(0),
        0x20 => Some(1),
        0x30 => Some(2),
        0xFF => Some(3),
        _ => None,
    }
}

impl CharSet {
    /// The set of a text's characters.
    pub const fn of(text: &'static str) -> Self {
        let mut bits = [[0; 4]; BLOCKS];
        let mut others = false;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = decode(bytes, at);
            if let Some(block) = block(code) {
                bits[block][(code as usize & 0xFF) / 64] |= 1 << (code % 64);
            } else {
                others = true;
            }
            at += length;
        }
        Self {
            bits,
            others: if others { text } else { "" },
        }
    }

    /// Whether a character is in it.
    pub fn contains(&self, c: char) -> bool {
        let code = c as u32;
        match block(code) {
            Some(block) => self.bits[block][(code as usize & 0xFF) / 64] >> (code % 64) & 1 == 1,
            None => !self.others.is_empty() && self.others.contains(c),
        }
    }
}

/// The character at a byte of UTF-8, with its length.
const fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at] as u32;
    let (mut code, length) = match first {
        0..0x80 => (first, 1),
        0x80..0xE0 => (first & 0x1F, 2),
        0xE0..0xF0 => (first & 0x0F, 3),
        _ => (first & 0x07, 4),
    };
    let mut behind = 1;
    while behind < length {
        code = code << 6 | (bytes[at + behind] as u32 & 0x3F);
        behind += 1;
    }
    (code, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(set: &CharSet, text: &str) {
        for c in ('\0'..='\u{FFFF}').chain(['𠮷', '\u{10FFFF}']) {
            assert_eq!(set.contains(c), text.contains(c), "{c:?} of {text}");
        }
    }

    #[test]
    fn a_set_holds_what_its_text_does() {
        const TEXTS: [&str; 4] = ["", "az\0\u{7F}é", "（）。“”…—·～％×÷", "一二·𠮷℃≤￥"];
        const SETS: [CharSet; 4] = [
            CharSet::of(TEXTS[0]),
            CharSet::of(TEXTS[1]),
            CharSet::of(TEXTS[2]),
            CharSet::of(TEXTS[3]),
        ];
        SETS.iter()
            .zip(TEXTS)
            .for_each(|(set, text)| check(set, text));
    }
}
