//! The cipher AES (FIPS 197) in chains of blocks, for files that anybody may open.

use std::sync::LazyLock;

/// Bytes of a block.
const BLOCK: usize = 16;

/// A block.
type AesBlock = [u8; BLOCK];

/// A key, spread over its rounds.
pub(super) struct Aes {
    rounds: Vec<AesBlock>,
}

/// What is looked up for each byte, made once.
struct AesTables {
    boxed: [u8; 256],
    unboxed: [u8; 256],
    /// The multiples of all numbers of the field, by factors.
    products: [[u8; 256]; 16],
}

static TABLES: LazyLock<AesTables> = LazyLock::new(AesTables::new);

/// A number of the field doubled.
fn double(byte: u8) -> u8 {
    byte << 1 ^ if byte & 0x80 == 0 { 0 } else { 0x1B }
}

/// The product of two numbers of the field.
fn times(byte: u8, by: u8) -> u8 {
    let mut out = 0;
    let (mut byte, mut by) = (byte, by);
    while by != 0 {
        if by & 1 == 1 {
            out ^= byte;
        }
        byte = double(byte);
        by >>= 1;
    }
    out
}

/// The table of substitutions, and back.
fn boxes() -> ([u8; 256], [u8; 256]) {
    let (mut boxed, mut unboxed) = ([0; 256], [0; 256]);
    // Three and its inverse go through all numbers of the field but nought.
    let (mut number, mut inverse) = (1_u8, 1_u8);
    let mut put = |number: u8, inverse: u8| {
        let turned = (1..5).fold(inverse, |sum, turn| sum ^ inverse.rotate_left(turn)) ^ 0x63;
        if let Some(place) = boxed.get_mut(usize::from(number)) {
            *place = turned;
        }
        if let Some(place) = unboxed.get_mut(usize::from(turned)) {
            *place = number;
        }
    };
    for _ in 0..255 {
        put(number, inverse);
        number ^= double(number);
        inverse = times(inverse, 0xF6);
    }
    put(0, 0);
    (boxed, unboxed)
}

impl AesTables {
    fn new() -> Self {
        let (boxed, unboxed) = boxes();
        let mut products = [[0; 256]; 16];
        for (factor, table) in (0..16).zip(products.iter_mut()) {
            for (byte, place) in (0..=255).zip(table.iter_mut()) {
                *place = times(byte, factor);
            }
        }
        Self { boxed, unboxed, products }
    }
}

fn look(table: &[u8; 256], byte: u8) -> u8 {
    table.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Columns mixed by a row of factors.
fn mix(block: &mut AesBlock, factors: [u8; 4]) {
    let products = factors.map(|factor| TABLES.products.get(usize::from(factor)));
    for column in block.chunks_exact_mut(4) {
        let mut mixed = [0; 4];
        for (row, place) in mixed.iter_mut().enumerate() {
            for (at, byte) in column.iter().enumerate() {
                let table = products.get((4 + at - row) % 4).copied().flatten();
                *place ^= table.map_or(0, |table| look(table, *byte));
            }
        }
        column.copy_from_slice(&mixed);
    }
}

/// Rows turned: each by its number, to the left or back.
fn shift(block: &AesBlock, back: bool) -> AesBlock {
    let mut out = [0; BLOCK];
    for (at, place) in out.iter_mut().enumerate() {
        let (row, column) = (at % 4, at / 4);
        let from = if back { (column + 4 - row) % 4 } else { (column + row) % 4 };
        *place = block.get(from * 4 + row).copied().unwrap_or(0);
    }
    out
}

fn add(block: &mut AesBlock, other: &[u8]) {
    for (byte, other) in block.iter_mut().zip(other) {
        *byte ^= other;
    }
}

impl Aes {
    /// A key of 16 or 32 bytes.
    pub fn new(key: &[u8]) -> Self {
        let boxed = &TABLES.boxed;
        let count = key.len() / 4;
        let mut words: Vec<[u8; 4]> =
            key.chunks_exact(4).filter_map(|word| word.try_into().ok()).collect();
        let mut factor = 1;
        while words.len() < 4 * (count + 7) && count > 0 {
            let at = words.len();
            let mut word = words.last().copied().unwrap_or_default();
            if at.is_multiple_of(count) {
                word.rotate_left(1);
                word = word.map(|byte| look(boxed, byte));
                word[0] ^= factor;
                factor = double(factor);
            } else if count > 6 && at % count == 4 {
                word = word.map(|byte| look(boxed, byte));
            }
            let earlier = words.get(at - count).copied().unwrap_or_default();
            for (byte, earlier) in word.iter_mut().zip(earlier) {
                *byte ^= earlier;
            }
            words.push(word);
        }
        let flat = words.concat();
        let rounds = flat.chunks_exact(BLOCK).filter_map(|round| round.try_into().ok()).collect();
        Self { rounds }
    }

    fn sealed(&self, mut block: AesBlock) -> AesBlock {
        let Some((first, rest)) = self.rounds.split_first() else { return block };
        add(&mut block, first);
        for (at, round) in rest.iter().enumerate() {
            block = shift(&block.map(|byte| look(&TABLES.boxed, byte)), false);
            if at + 1 < rest.len() {
                mix(&mut block, [2, 3, 1, 1]);
            }
            add(&mut block, round);
        }
        block
    }

    fn opened(&self, mut block: AesBlock) -> AesBlock {
        let Some((first, rest)) = self.rounds.split_first() else { return block };
        for (at, round) in rest.iter().rev().enumerate() {
            add(&mut block, round);
            if at > 0 {
                mix(&mut block, [14, 11, 13, 9]);
            }
            block = shift(&block, true).map(|byte| look(&TABLES.unboxed, byte));
        }
        add(&mut block, first);
        block
    }

    /// Whole blocks enciphered, each after the one before.
    pub fn seal(&self, start: &[u8], data: &[u8]) -> Vec<u8> {
        let mut before = AesBlock::default();
        add(&mut before, start);
        let mut out = Vec::with_capacity(data.len());
        for block in data.chunks_exact(BLOCK) {
            add(&mut before, block);
            before = self.sealed(before);
            out.extend(before);
        }
        out
    }

    /// Whole blocks deciphered.
    pub fn open(&self, start: &[u8], data: &[u8]) -> Vec<u8> {
        let mut before = start;
        let mut out = Vec::with_capacity(data.len());
        for block in data.chunks_exact(BLOCK) {
            let mut plain = self.opened(block.try_into().unwrap_or_default());
            add(&mut plain, before);
            out.extend(plain);
            before = block;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the standard: keys count up from nought.
    fn check(length: u8, expected: &str) {
        let key: Vec<u8> = (0..length).collect();
        let plain: Vec<u8> = (0..16).map(|at| at * 0x11).collect();
        let aes = Aes::new(&key);
        let sealed = aes.seal(&[0; 16], &plain);
        let shown: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(shown, expected);
        assert_eq!(aes.open(&[0; 16], &sealed), plain);
    }

    #[test]
    fn the_examples_of_the_standard() {
        check(16, "69c4e0d86a7b0430d8cdb78070b4c55a");
        check(32, "8ea2b7ca516745bfeafc49904b496089");
    }
}
