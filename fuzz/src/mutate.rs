//! Hostile input out of sound files: a seed, changed in a few places by what it is.
//!
//! Packages are changed within their parts, PDFs within their streams, fonts within their
//! tables, pictures within their chunks: what is changed from outside is mostly refused at
//! the door. The same seeds and the same numbers give the same input.

pub mod bytes;
pub mod font;
pub mod package;
pub mod pdf;
pub mod picture;

use crate::random::Random;
use crate::words::{PDF, PROSE, YAML};

/// What a file is, as far as changing it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text, or what is meant to be.
    Text,
    /// A zip of parts: a workbook or a DOCX.
    Package,
    /// A PDF.
    Pdf,
    /// A TrueType font or a collection of them.
    Font,
    /// A PNG or JPEG.
    Picture,
}

impl Shape {
    /// The shape of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Self::Package,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            [0, 1, 0, 0, ..] | [b't', b't', b'c', b'f', ..] | [b'O', b'T', b'T', b'O', ..] => {
                Self::Font
            }
            [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, ..] => Self::Picture,
            _ => Self::Text,
        }
    }
}

/// One of the seeds, changed.
///
/// # Panics
/// When there are no seeds.
pub fn mutate(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let (seed, other) = (random.pick(seeds).clone(), random.pick(seeds));
    if random.one_in(10) {
        let spliced = splice(&seed, other, random);
        return if random.one_in(2) {
            spliced
        } else {
            changed(spliced, other, random)
        };
    }
    changed(seed, other, random)
}

fn changed(seed: Vec<u8>, other: &[u8], random: &mut Random) -> Vec<u8> {
    // Now and then as if it were nothing but bytes.
    let shape = if random.one_in(16) {
        None
    } else {
        Some(Shape::of(&seed))
    };
    let inner = match shape {
        Some(Shape::Package) => package::edited(&seed, other, random),
        // The objects outside of streams are text.
        Some(Shape::Pdf) if random.one_in(2) => pdf::edited(&seed, random),
        Some(Shape::Font) => font::edited(&seed, random),
        Some(Shape::Picture) => picture::edited(&seed, random),
        _ => None,
    };
    match (inner, shape) {
        (Some(bytes), _) => bytes,
        (None, Some(Shape::Pdf)) => bytes::edited(seed, &[PDF], random),
        (None, _) => bytes::edited(seed, &[YAML, PROSE], random),
    }
}

/// The start of one file and the end of another, parted where lines begin, if they have lines.
fn splice(first: &[u8], second: &[u8], random: &mut Random) -> Vec<u8> {
    let head = line_start(first, random.below(first.len() + 1));
    let tail = line_start(second, random.below(second.len() + 1));
    [&first[..head], &second[tail..]].concat()
}

/// The start of the line in which a byte stands; the byte itself where no line starts near.
fn line_start(bytes: &[u8], at: usize) -> usize {
    let near = at.saturating_sub(1_000);
    bytes[near..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(at, |start| near + start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_give_the_same_input() {
        let seeds = [
            "机关: 甲\n年度: 2023\n".as_bytes().to_vec(),
            b"%PDF-1.7\n1 0 obj\nendobj\n".to_vec(),
        ];
        let inputs = |seed| {
            let mut random = Random::new(seed);
            (0..200)
                .map(|_| mutate(&seeds, &mut random))
                .collect::<Vec<_>>()
        };
        assert_eq!(inputs(3), inputs(3));
        assert_ne!(inputs(3), inputs(4));
        assert!(
            inputs(3)
                .iter()
                .filter(|input| !seeds.contains(input))
                .count()
                > 120
        );
    }

    #[test]
    fn empty_seeds_are_borne() {
        let mut random = Random::new(1);
        for _ in 0..500 {
            mutate(&[Vec::new()], &mut random);
        }
    }
}
