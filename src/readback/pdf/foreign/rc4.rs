//! RC4, the stream cipher of older files that anybody may open.

/// Data enciphered, or deciphered, with a key.
pub(super) fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut table = Rc4Table::of(key);
    data.iter().map(|byte| byte ^ table.next_byte()).collect()
}

/// The table of RC4 and where its steps have come to.
struct Rc4Table {
    bytes: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4Table {
    fn of(key: &[u8]) -> Self {
        let mut table = Self {
            bytes: std::array::from_fn(|at| at as u8),
            i: 0,
            j: 0,
        };
        for (i, own) in (0..=255_u8).zip(key.iter().cycle()) {
            table.i = i;
            table.turn(*own);
        }
        (table.i, table.j) = (0, 0);
        table
    }

    fn at(&self, place: u8) -> u8 {
        self.bytes[usize::from(place)]
    }

    /// Swaps the byte at the first place with the one so much further on.
    fn turn(&mut self, further: u8) {
        self.j = self.j.wrapping_add(self.at(self.i)).wrapping_add(further);
        self.bytes.swap(usize::from(self.i), usize::from(self.j));
    }

    fn next_byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        self.turn(0);
        self.at(self.at(self.i).wrapping_add(self.at(self.j)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, text: &str, expected: &[u8]) {
        assert_eq!(rc4(key.as_bytes(), text.as_bytes()), expected);
    }

    #[test]
    fn the_known_examples() {
        check(
            "Key",
            "Plaintext",
            &[0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3],
        );
        check("Wiki", "pedia", &[0x10, 0x21, 0xBF, 0x04, 0x20]);
    }
}
