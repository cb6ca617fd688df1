//! PDFs: a stream inflated, changed, and stored as it is, with its length and all places put right.

use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::bytes;
use crate::random::Random;
use crate::words::PDF;

/// What a stream may inflate to.
const MAX_STREAM: u64 = 1 << 20;
/// Streams that are longer hold fonts and pictures, which no reader looks at.
const LONG: usize = 20_000;
const FLATE: &str = "/Filter/FlateDecode";

/// A stream: where its dictionary and its data stand.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stream {
    dictionary: Range<usize>,
    data: Range<usize>,
}

/// A PDF with one stream changed; none where it has no streams.
pub fn edited(pdf: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let all = streams(pdf);
    let short: Vec<&Stream> = all
        .iter()
        .filter(|stream| stream.data.len() < LONG)
        .collect();
    if short.is_empty() {
        return None;
    }
    let stream = *random.pick(&short);
    let dictionary = String::from_utf8_lossy(&pdf[stream.dictionary.clone()]).into_owned();
    let data = &pdf[stream.data.clone()];
    let content = if dictionary.contains(FLATE) {
        inflated(data)
    } else {
        data.to_vec()
    };
    let content = bytes::edited(content, &[PDF], random);
    Some(stored(pdf, stream, &dictionary, &content))
}

fn inflated(data: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    // What can be inflated of a broken stream is as good as any other.
    let _ = ZlibDecoder::new(data)
        .take(MAX_STREAM)
        .read_to_end(&mut content);
    content
}

/// Where the needle stands next.
fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(needle.len())
        .position(|window| window == needle)
        .map(|at| from + at)
}

fn streams(pdf: &[u8]) -> Vec<Stream> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(object) = find(pdf, b" obj", from) {
        let start = object + b" obj".len();
        from = start;
        let Some(end) = find(pdf, b"endobj", start) else {
            break;
        };
        let Some(keyword) = find(&pdf[..end], b"stream\n", start) else {
            continue;
        };
        let first = keyword + b"stream\n".len();
        let Some(last) = find(pdf, b"endstream", first) else {
            break;
        };
        let line_end = usize::from(last > first && pdf[last - 1] == b'\n');
        found.push(Stream {
            dictionary: start..keyword,
            data: first..last - line_end,
        });
        from = last;
    }
    found
}

/// The PDF with this content in place of a stream's.
fn stored(pdf: &[u8], stream: &Stream, dictionary: &str, content: &[u8]) -> Vec<u8> {
    let dictionary = with_length(&dictionary.replacen(FLATE, "", 1), content.len());
    let parts: [&[u8]; 5] = [
        &pdf[..stream.dictionary.start],
        dictionary.as_bytes(),
        b"stream\n",
        content,
        &pdf[stream.data.end..],
    ];
    let mut changed = parts.concat();
    let moved = Moved {
        behind: stream.dictionary.start,
        from: pdf.len(),
        to: changed.len(),
    };
    moved.put_right(&mut changed);
    changed
}

fn with_length(dictionary: &str, length: usize) -> String {
    let Some((before, behind)) = dictionary.split_once("/Length ") else {
        return dictionary.to_owned();
    };
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{before}/Length {length}{rest}")
}

/// What stands behind a place has moved, as the file has another length.
struct Moved {
    behind: usize,
    from: usize,
    to: usize,
}

/// The bytes of an entry in the table of objects, and of the place in it.
const ENTRY: usize = 20;
const PLACE: usize = 10;

impl Moved {
    fn place(&self, old: usize) -> usize {
        if old > self.behind {
            (old + self.to).saturating_sub(self.from)
        } else {
            old
        }
    }

    /// Puts the places of objects right, where the file has a plain table of them.
    fn put_right(&self, pdf: &mut Vec<u8>) {
        let Some(table) = find(pdf, b"\nxref\n", 0) else {
            return;
        };
        let Some(end) = find(pdf, b"trailer", table) else {
            return;
        };
        let Some(head) = find(pdf, b"\n", table + b"\nxref\n".len()) else {
            return;
        };
        let mut entry = head + 1;
        while entry + ENTRY <= end {
            if let Some(old) = number(&pdf[entry..entry + PLACE]) {
                let new = format!("{:010}", self.place(old));
                pdf[entry..entry + PLACE].copy_from_slice(&new.as_bytes()[..PLACE]);
            }
            entry += ENTRY;
        }
        let Some(start) = find(pdf, b"startxref\n", end).map(|at| at + b"startxref\n".len()) else {
            return;
        };
        let digits = pdf[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if let Some(old) = number(&pdf[start..start + digits]) {
            let tail = pdf.split_off(start + digits);
            pdf.truncate(start);
            pdf.extend_from_slice(self.place(old).to_string().as_bytes());
            pdf.extend_from_slice(&tail);
        }
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &[u8] = b"%PDF-1.7\n1 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n\
        2 0 obj\n<<>>\nendobj\n\nxref\n0 3\n0000000000 65535 f\r\n\
        0000000009 00000 n\r\n0000000059 00000 n\r\n\
        trailer\n<</Size 3>>\nstartxref\n80\n%%EOF";

    #[test]
    fn a_longer_stream_moves_what_is_behind() {
        let found = streams(SMALL);
        assert_eq!(found.len(), 1);
        assert_eq!(&SMALL[found[0].data.clone()], b"abc");
        let dictionary = "\n<</Length 3>>\n";
        let changed = stored(SMALL, &found[0], dictionary, b"abcdefghijkl");
        let text = String::from_utf8(changed).expect("text");
        assert!(
            text.contains("<</Length 12>>\nstream\nabcdefghijkl\nendstream"),
            "{text}"
        );
        let second = text.find("2 0 obj").expect("the object");
        assert_eq!(
            SMALL.windows(7).position(|window| window == b"2 0 obj"),
            Some(59)
        );
        assert!(
            text.contains(&format!("{second:010} 00000 n\r\n")),
            "{text}"
        );
        assert!(text.contains("0000000009 00000 n"));
        assert!(
            text.contains(&format!("startxref\n{}\n", 80 + second - 59)),
            "{text}"
        );
    }
}
