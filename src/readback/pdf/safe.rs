//! Bounds: what the streams of a PDF unfold to, before a reader unfolds them.
//!
//! The reader of objects inflates streams whole, and a few kilobytes can unfold to
//! gigabytes. So every stretch of the file that could be a stream is inflated here
//! once, up to a limit, and so is what comes out of it, for filters may be chained.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

use super::super::{REBUILD, TOO_LARGE, Words};

/// What all streams may inflate to, in bytes; a report has 3 MB.
const MAX_INFLATED: usize = 64 << 20;
/// What all pictures may inflate to, in bytes; a photo of 12 megapixels has 36 MB.
const MAX_PICTURES: usize = 256 << 20;
/// Streams in a file; a report has 60.
const MAX_STREAMS: usize = 20_000;
/// Filters that this program's files never have, and that unfold as well.
const FOREIGN: [&[u8]; 3] = [b"LZW", b"RunLength", b"/Encrypt"];
/// How far before its data a stream's dictionary may begin, in bytes.
const DICTIONARY: usize = 1024;

/// Refuses a file that unfolds without end.
pub(super) fn check(bytes: &[u8]) -> Result<(), Words> {
    if FOREIGN.iter().any(|word| find(bytes, word).is_some()) {
        return Err(("是别的程序写的，或设了密码", REBUILD));
    }
    let (mut left, mut pictures) = (MAX_INFLATED, MAX_PICTURES);
    let mut at = 0;
    for _ in 0..MAX_STREAMS {
        let Some(found) = find(&bytes[at..], b"stream") else { return Ok(()) };
        let dictionary = &bytes[(at + found).saturating_sub(DICTIONARY).max(at)..at + found];
        at += found + b"stream".len();
        let line_end = bytes[at..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let data = &bytes[at + line_end..];
        if find(dictionary, b"/Image").is_some() {
            // Nobody looks at pictures, so that they may be large.
            let size =
                io::copy(&mut ZlibDecoder::new(data).take(pictures as u64 + 1), &mut io::sink())
                    .unwrap_or(0);
            pictures = usize::try_from(size)
                .ok()
                .and_then(|size| pictures.checked_sub(size))
                .ok_or(TOO_LARGE)?;
        } else {
            unfold(data, &mut left)?;
        }
    }
    Err(TOO_LARGE)
}

/// Where a word first stands.
fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = bytes.get(at..)?.iter().position(|byte| *byte == word[0]) {
        at += found;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Takes what these bytes inflate to off the rest that is left, and what that inflates to.
fn unfold(bytes: &[u8], left: &mut usize) -> Result<(), Words> {
    // Deflated data say so in their first byte.
    if bytes.first().is_none_or(|byte| byte & 0x0F != 8) {
        return Ok(());
    }
    let mut out = Vec::new();
    // What is broken halfway counts as far as it goes.
    let _ = ZlibDecoder::new(bytes).take(*left as u64 + 1).read_to_end(&mut out);
    *left = left.checked_sub(out.len()).ok_or(TOO_LARGE)?;
    if out.is_empty() { Ok(()) } else { unfold(&out, left) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn check_stream(stream: &[u8], sound: bool) {
        let file = [b"%PDF-1.7\n1 0 obj <<>> stream\r\n", stream, b"\nendstream endobj"].concat();
        assert_eq!(check(&file).is_ok(), sound);
    }

    #[test]
    fn what_unfolds_without_end_is_refused() {
        let bomb = deflated(&vec![0; MAX_INFLATED + 1]);
        check_stream(&deflated(&[0; 1000]), true);
        check_stream(&bomb, false);
        check_stream(&deflated(&bomb), false);
        check_stream(b"/Filter /LZWDecode", false);
    }
}
