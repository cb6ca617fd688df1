//! Texts in records: one or two bytes a character, in pieces that each say anew which.

use super::records::{BiffRecord, u16_at};

/// Characters of two bytes.
const WIDE: u8 = 0x01;
/// Sounds of East Asian characters follow.
const SOUNDS: u8 = 0x04;
/// Fonts of stretches follow.
const FONTS: u8 = 0x08;
/// Texts of a workbook; a form has three hundred.
const MAX_TEXTS: usize = 50_000;

/// Reads through the pieces of a record.
pub struct Pieces<'b> {
    all: Vec<&'b [u8]>,
    piece: usize,
    at: usize,
}

impl<'b> Pieces<'b> {
    /// From a place in the record's first piece on.
    pub fn new(record: &BiffRecord<'b>, at: usize) -> Self {
        Self {
            all: record.pieces.clone(),
            piece: 0,
            at,
        }
    }

    fn read_byte(&mut self) -> Option<u8> {
        loop {
            let piece = self.all.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }

    /// Two bytes as a number.
    pub fn read_short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.read_byte()?, self.read_byte()?]))
    }

    fn read_long(&mut self) -> Option<u32> {
        Some(u32::from(self.read_short()?) | u32::from(self.read_short()?) << 16)
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        for _ in 0..count {
            self.read_byte()?;
        }
        Some(())
    }

    /// A text that says how long it is.
    pub fn read_text(&mut self) -> Option<String> {
        let count = self.read_short()?;
        self.read_counted(usize::from(count))
    }

    /// A text whose length stands in one byte.
    pub fn read_short_text(&mut self) -> Option<String> {
        let count = self.read_byte()?;
        self.read_counted(usize::from(count))
    }

    /// A text of so many characters.
    fn read_counted(&mut self, count: usize) -> Option<String> {
        let mut flags = self.read_byte()?;
        let fonts = if flags & FONTS == 0 {
            0
        } else {
            usize::from(self.read_short()?)
        };
        let sounds = if flags & SOUNDS == 0 {
            0
        } else {
            self.read_long()? as usize
        };
        let mut units = Vec::new();
        for _ in 0..count {
            // A piece that goes on with characters first says how wide they are.
            let ended = self
                .all
                .get(self.piece)
                .is_some_and(|piece| self.at >= piece.len());
            if ended {
                flags = self.read_byte()?;
            }
            units.push(if flags & WIDE == 0 {
                u16::from(self.read_byte()?)
            } else {
                self.read_short()?
            });
        }
        self.skip(fonts * 4)?;
        self.skip(sounds)?;
        Some(String::from_utf16_lossy(&units))
    }
}

/// Reads a text that is drawn over the cells; its head says how long it is, and it stands in what
/// continues that.
pub fn read_drawn(record: &BiffRecord<'_>) -> Option<String> {
    let head = record.data();
    Pieces::new(record, head.len()).read_counted(usize::from(u16_at(head, 10)?))
}

/// Reads the texts of all cells, as far as they can be read.
pub fn read_texts(record: &BiffRecord<'_>) -> Vec<String> {
    // Two counts stand before them, which nobody needs.
    let mut pieces = Pieces::new(record, 8);
    std::iter::from_fn(|| pieces.read_text())
        .take(MAX_TEXTS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::records::kind;
    use super::*;

    fn check(pieces: &[&[u8]], expected: &[&str]) {
        let head = [&[0; 8], pieces[0]].concat();
        let mut all = vec![head.as_slice()];
        all.extend(&pieces[1..]);
        assert_eq!(
            read_texts(&BiffRecord {
                kind: kind::TEXTS,
                pieces: all
            }),
            expected,
            "{pieces:?}"
        );
    }

    #[test]
    fn texts_go_on_in_the_next_piece() {
        check(
            &[&[2, 0, 0, b'a', b'b', 1, 0, 1, 0x74, 0x5E]],
            &["ab", "年"],
        );
        check(
            &[&[3, 0, 0, b'a'], &[1, 0x74, 0x5E, b'b', 0, 1, 0, 0, b'c']],
            &["a年b", "c"],
        );
        // Fonts of stretches are passed over, also in the next piece.
        check(
            &[&[1, 0, 8, 1, 0, b'a', 0, 0], &[5, 0, 1, 0, 0, b'b']],
            &["a", "b"],
        );
        check(&[&[9, 0, 0, b'a']], &[]);
        check(&[&[1, 0, 4, 255, 255, 255, 255, b'a']], &[]);
    }
}
