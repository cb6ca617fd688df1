//! Pictures: a PNG's chunks changed, pixels inflated before, lengths and sums put right.

use std::io::{Read, Write};

use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::bytes;
use crate::random::Random;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
/// Bytes of a chunk's length, and of its length, name and sum.
const LENGTH: usize = 4;
const AROUND: usize = 12;
/// What pixels may inflate to.
const MAX_PIXELS: u64 = 4 << 20;
/// Names of chunks, those that the program looks at before others.
const NAMES: &[&str] = &[
    "IHDR", "IDAT", "IEND", "iCCP", "PLTE", "tRNS", "eXIf", "acTL", "fdAT", "zTXt", "sRGB", "gAMA",
];

struct Chunk {
    name: [u8; 4],
    content: Vec<u8>,
}

/// A PNG with one chunk changed; none for another kind of picture.
pub fn edited(picture: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut chunks = chunks(picture)?;
    if chunks.is_empty() {
        return None;
    }
    let at = random.below(chunks.len());
    match random.below(10) {
        0 => drop(chunks.remove(at)),
        1 => {
            let to = random.below(chunks.len());
            chunks.swap(at, to);
        }
        2 => chunks[at]
            .name
            .copy_from_slice(random.pick(NAMES).as_bytes()),
        3 => {
            let mut name = [0; 4];
            name.copy_from_slice(random.pick(NAMES).as_bytes());
            let content = chunks[at].content.clone();
            chunks.insert(at, Chunk { name, content });
        }
        _ => change(&mut chunks[at], random),
    }
    Some(written(&chunks))
}

fn change(chunk: &mut Chunk, random: &mut Random) {
    let content = std::mem::take(&mut chunk.content);
    let pixels = &chunk.name == b"IDAT" && random.one_in(2);
    let inner = if pixels { inflated(&content) } else { content };
    let inner = bytes::edited(inner, &[NAMES, &["\0", "\0\0\0\x01"]], random);
    chunk.content = if pixels { deflated(&inner) } else { inner };
}

fn inflated(data: &[u8]) -> Vec<u8> {
    let mut pixels = Vec::new();
    let _ = ZlibDecoder::new(data)
        .take(MAX_PIXELS)
        .read_to_end(&mut pixels);
    pixels
}

fn deflated(pixels: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(pixels).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// The chunks of a PNG, as far as they go.
fn chunks(picture: &[u8]) -> Option<Vec<Chunk>> {
    let mut rest = picture.strip_prefix(SIGNATURE)?;
    let mut found = Vec::new();
    while rest.len() >= AROUND {
        let length = rest[..LENGTH]
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let Some(whole) = rest.get(..length + AROUND) else {
            break;
        };
        let mut name = [0; 4];
        name.copy_from_slice(&whole[LENGTH..2 * LENGTH]);
        found.push(Chunk {
            name,
            content: whole[2 * LENGTH..length + 2 * LENGTH].to_vec(),
        });
        rest = &rest[length + AROUND..];
    }
    Some(found)
}

fn written(chunks: &[Chunk]) -> Vec<u8> {
    let mut picture = SIGNATURE.to_vec();
    for Chunk { name, content } in chunks {
        let mut sum = Crc::new();
        sum.update(name);
        sum.update(content);
        picture.extend_from_slice(&(content.len() as u32).to_be_bytes());
        picture.extend_from_slice(name);
        picture.extend_from_slice(content);
        picture.extend_from_slice(&sum.sum().to_be_bytes());
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_written_as_they_were_read() {
        let photo = include_bytes!("../../../tests/forms/photo.png");
        let found = chunks(photo).expect("a PNG");
        assert_eq!(found[0].name, *b"IHDR");
        assert_eq!(written(&found), photo);
        assert!(chunks(b"GIF89a").is_none());
    }
}
