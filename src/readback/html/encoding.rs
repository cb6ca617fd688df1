//! Which encoding a page is in: by its mark, by what it is, and by what it says.
//!
//! Many pages say one and are in another, since a program put them together. What is valid
//! UTF-8 with Chinese in it is UTF-8; what is not is the first of the encodings that comes out
//! with the fewest characters that cannot be read.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::NOT_TEXT;
use crate::finding::Complaint;

/// Bytes in which a page says its encoding; the standard asks for 1,024, pages begin with
/// comments.
const HEAD: usize = 4096;
/// Of so many characters one may be broken: a page is cut off, or has pieces from elsewhere that
/// are in another encoding.
const BROKEN_OF: usize = 10;

/// A page as text, and how many of its characters cannot be read.
pub(super) struct PageCharacters {
    pub text: String,
    pub broken: usize,
}

/// The text of a page; `told` is the encoding that stands outside of it.
///
/// # Errors
/// When too many of its characters cannot be read.
pub(super) fn decode(
    bytes: &[u8],
    told: Option<&'static Encoding>,
) -> Result<PageCharacters, Complaint> {
    let read = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        read_as(encoding, bytes.get(mark..).unwrap_or_default())
    } else if let Some(encoding) = find_wide(bytes) {
        read_as(encoding, bytes)
    } else {
        choose_best(bytes, find_declared(bytes).into_iter().chain(told))
    };
    let all = read.text.chars().filter(|c| !c.is_ascii()).count();
    if read.broken * BROKEN_OF > all + BROKEN_OF {
        return Err(NOT_TEXT);
    }
    Ok(read)
}

/// UTF-16 without a mark: every other byte of the first tag is nought.
fn find_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> PageCharacters {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let broken = text.matches('\u{FFFD}').count();
    PageCharacters {
        text: text.into_owned(),
        broken,
    }
}

/// The reading with the fewest characters that cannot be read.
fn choose_best(bytes: &[u8], told: impl Iterator<Item = &'static Encoding>) -> PageCharacters {
    let told: Vec<&'static Encoding> = told.collect();
    let utf8 = read_as(UTF_8, bytes);
    // Short texts in GB18030 can be valid UTF-8, but not as Chinese.
    let count = count_chinese(&utf8.text).saturating_sub(utf8.broken);
    let foreign = !utf8.text.is_ascii();
    // GB18030 takes most of what is UTF-8 as other characters; the other way round hardly any.
    let sound = utf8.broken == 0 || utf8.broken <= count;
    if sound && (count > 0 || !foreign || told.is_empty() || told.first() == Some(&UTF_8)) {
        return utf8;
    }
    let mut best = read_as(GB18030, bytes);
    if told.contains(&BIG5) && is_big5(bytes) {
        let big5 = read_as(BIG5, bytes);
        if big5.broken <= best.broken {
            best = big5;
        }
    }
    if utf8.broken < best.broken {
        utf8
    } else {
        best
    }
}

/// How many characters are Chinese, or marks as wide.
fn count_chinese(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| ('\u{3000}'..='\u{FFEF}').contains(c));
    wide.count()
}

/// Whether characters end in bytes in which those of mainland China's usual set do not: a third
/// of Big5's do. Both encodings take nearly all that is written in the other.
fn is_big5(bytes: &[u8]) -> bool {
    let (mut characters, mut low) = (0, 0);
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first > 0x80 {
            characters += 1;
            low += usize::from(after.first().is_some_and(|second| *second < 0x80));
            rest = after.get(1..).unwrap_or_default();
        }
    }
    low * 10 > characters
}

/// The encoding that a page says it has.
fn find_declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes
        .iter()
        .take(HEAD)
        .map(u8::to_ascii_lowercase)
        .collect();
    let mut rest = head.as_slice();
    while let Some(at) = memchr::memmem::find(rest, b"charset") {
        rest = rest.get(at + b"charset".len()..)?;
        if let Some(encoding) = read_label(rest) {
            return Some(encoding);
        }
    }
    None
}

/// The encoding that stands behind `charset`.
fn read_label(rest: &[u8]) -> Option<&'static Encoding> {
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let rest = match rest {
        [b'"' | b'\'', rest @ ..] => rest,
        _ => rest,
    };
    let mut bytes = rest.iter();
    let end = bytes.position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b));
    Encoding::for_label(&rest[..end.unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let text = match decode(bytes, None) {
            Ok(read) => read.text,
            Err(complaint) => complaint.message.into_owned(),
        };
        let text = text.rsplit('>').next().unwrap_or_default();
        assert_eq!(text, expected, "{}", bytes.escape_ascii());
    }

    fn in_encoding(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn encodings_are_told_by_what_is_there() {
        const WORDS: &str = "政府信息公开工作年度报告";
        for says in [
            "",
            "<meta charset=gb2312>",
            "<meta charset='utf-8'>",
            "<meta charset=big5>",
            "<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">",
        ] {
            check(format!("{says}<p>{WORDS}").as_bytes(), WORDS);
            check(&in_encoding(GB18030, &format!("{says}<p>{WORDS}")), WORDS);
        }
        check(
            &in_encoding(BIG5, "<meta charset=big5><p>政府資訊公開"),
            "政府資訊公開",
        );
        check(b"\xEF\xBB\xBF<p>\xE7\x94\xB2", "甲");
        for mark in ["", "\u{FEFF}"] {
            let wide = format!("{mark}<p>{WORDS}");
            let wide = wide.encode_utf16();
            let little: Vec<u8> = wide.clone().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = wide.flat_map(u16::to_be_bytes).collect();
            check(&little, WORDS);
            check(&big, WORDS);
        }
    }

    #[test]
    fn what_is_cut_off_or_short_is_read() {
        let page = format!("<p>{}", "甲".repeat(100));
        check(
            &page.as_bytes()[..page.len() - 1],
            &("甲".repeat(99) + "\u{FFFD}"),
        );
        let mixed = [page.as_bytes(), b"</p><i>\xD5\xFE\xB8\xAE</i>"].concat();
        let read = decode(&mixed, None).unwrap();
        assert!(read.text.contains("甲甲"));
        check(b"<meta charset=gbk><p>\xC1\xAA\xCD\xA8", "联通");
        check(
            b"<p>\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
            &NOT_TEXT.message,
        );
    }
}
