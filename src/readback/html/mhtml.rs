//! Pages saved as one file (MHTML): a mail with the page and its pictures as parts.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::Encoding;
use memchr::memmem;

/// Bytes in which the heads of a mail stand.
const HEAD: usize = 1 << 14;
/// Parts of a file; a page has fifty pictures.
const MAX_PARTS: usize = 2_000;
/// How deep parts stand in parts; a browser writes one level, mails two.
const MAX_LEVELS: usize = 4;

/// Base64 as mails have it: with or without its end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A page of such a file.
pub(super) struct SavedPage {
    pub bytes: Vec<u8>,
    pub encoding: Option<&'static Encoding>,
}

/// The heads of a mail or part, and what stands below.
struct MailPart<'a> {
    heads: String,
    body: &'a [u8],
}

impl<'a> MailPart<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.trim_ascii_start();
        let head = &bytes[..bytes.len().min(HEAD)];
        let (end, start) = find_blank_line(head).unwrap_or((head.len(), head.len()));
        let heads = String::from_utf8_lossy(&head[..end]);
        let heads = heads
            .replace("\r\n", "\n")
            .replace("\n ", " ")
            .replace("\n\t", " ");
        Self {
            heads,
            body: &bytes[start..],
        }
    }

    /// What a head says.
    fn says(&self, name: &str) -> Option<&str> {
        let mut heads = self.heads.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = heads.find(|(found, _)| found.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }

    fn is_of(&self, kind: &str) -> bool {
        let says = self.says("Content-Type").unwrap_or_default();
        says.get(..kind.len())
            .is_some_and(|says| says.eq_ignore_ascii_case(kind))
    }

    /// A parameter of its kind, such as `charset`.
    fn parameter(&self, name: &str) -> Option<&str> {
        let parts = self.says("Content-Type")?.split(';').skip(1);
        let mut parameters = parts.filter_map(|part| part.split_once('='));
        let (_, value) = parameters.find(|(found, _)| found.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().trim_matches('"'))
    }

    /// What it holds, unpacked.
    fn unpack(&self) -> Vec<u8> {
        let says = self.says("Content-Transfer-Encoding").unwrap_or_default();
        if says.eq_ignore_ascii_case("base64") {
            unpack_base64(self.body)
        } else if says.eq_ignore_ascii_case("quoted-printable") {
            unquote(self.body)
        } else {
            self.body.to_vec()
        }
    }
}

/// Where the heads end at the first blank line, and where that ends itself.
fn find_blank_line(head: &[u8]) -> Option<(usize, usize)> {
    let short = memmem::find(head, b"\n\n").map(|at| (at, at + 2));
    let long = memmem::find(head, b"\r\n\r\n").map(|at| (at, at + 4));
    short.into_iter().chain(long).min()
}

/// Bytes of Base64; what is cut off counts as far as it goes.
fn unpack_base64(text: &[u8]) -> Vec<u8> {
    let letters = text.iter().copied().filter(|b| !b.is_ascii_whitespace());
    let mut letters: Vec<u8> = letters.take_while(|b| *b != b'=').collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    LENIENT.decode(letters).unwrap_or_default()
}

/// Whether the bytes are such a file.
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let mark = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let known = mark
        .get(..HEAD.min(mark.len()))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let head = known.starts_with(b"mime-version:")
        || known.starts_with(b"from: <saved by")
        || known.starts_with(b"from: ")
        || known.starts_with(b"content-type:")
        || known.starts_with(b"subject:");
    let part = MailPart::of(mark);
    head && (part.is_of("multipart/") || part.is_of("text/html"))
}

/// The pages in such a file, as they stand.
pub(super) fn find_pages(bytes: &[u8]) -> Vec<SavedPage> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut pages = Vec::new();
    let mut parts = vec![MailPart::of(bytes)];
    for _ in 0..=MAX_LEVELS {
        let mut inner = Vec::new();
        for part in parts {
            if part.is_of("text/html") || part.is_of("application/xhtml+xml") {
                let label = part.parameter("charset").unwrap_or_default();
                let encoding = Encoding::for_label(label.as_bytes());
                pages.push(SavedPage {
                    bytes: part.unpack(),
                    encoding,
                });
            } else if part.is_of("multipart/") {
                inner.extend(split_parts(&part));
            }
        }
        parts = inner;
    }
    pages
}

/// The parts of a part.
fn split_parts<'a>(part: &MailPart<'a>) -> Vec<MailPart<'a>> {
    let Some(boundary) = part.parameter("boundary").filter(|mark| !mark.is_empty()) else {
        return Vec::new();
    };
    let mark = format!("--{boundary}");
    let starts = memmem::find_iter(part.body, mark.as_bytes());
    let starts: Vec<usize> = starts.take(MAX_PARTS).collect();
    let ends = starts.iter().copied().skip(1).chain([part.body.len()]);
    let mut parts = Vec::new();
    for (start, end) in starts.iter().zip(ends) {
        let body = part.body.get(start + mark.len()..end).unwrap_or_default();
        // The last mark ends in two lines and has nothing behind it.
        if !body.is_empty() && !body.starts_with(b"--") {
            parts.push(MailPart::of(body));
        }
    }
    parts
}

/// Text in which bytes are written as `=E7`, and `=` at the end of a line joins it to the next.
fn unquote(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let line = after.trim_ascii_start();
        let blanks = after.get(..after.len() - line.len()).unwrap_or_default();
        if let Some(at) = blanks.iter().position(|b| *b == b'\n') {
            rest = after.get(at + 1..).unwrap_or_default();
        } else if let [high, low, behind @ ..] = after
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            out.push(high << 4 | low);
            rest = behind;
        } else {
            out.push(byte);
        }
    }
    out
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, expected: &[&str]) {
        assert!(is_mhtml(file.as_bytes()), "{file}");
        let pages = find_pages(file.as_bytes());
        let texts: Vec<String> = pages
            .iter()
            .map(|page| String::from_utf8_lossy(&page.bytes).trim().to_owned())
            .collect();
        assert_eq!(texts, expected, "{file}");
    }

    #[test]
    fn pages_in_saved_files() {
        check(
            "MIME-Version: 1.0\n\
             Content-Type: multipart/related;\n\tboundary=\"--=a\"\n\n\
             Word\n\n\
             ----=a\n\
             Content-Location: file:///C:/x.htm\n\
             Content-Transfer-Encoding: quoted-printable\n\
             Content-Type: text/html; charset=\"gb2312\"\n\n\
             <p cla=\nss=3Da>=D5=fe</p>=  \n\n\
             ----=a\n\
             Content-Type: image/png\n\
             Content-Transfer-Encoding: base64\n\n\
             iVBO\n\n\
             ----=a--\n",
            &["<p class=a>\u{FFFD}\u{FFFD}</p>"],
        );
        check(
            "From: <Saved by Blink>\r\n\
             Snapshot-Content-Location: http://a\r\n\
             Content-Type: multipart/related;\r\n type=\"text/html\"; boundary=\"b\"\r\n\r\n\r\n\
             --b\r\n\
             Content-Type: text/html\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n\
             PHA+\r\n55Sy\r\n\
             --b\r\n\
             Content-Type: text/html\r\n\r\n\
             <p>frame\r\n\
             --b--",
            &["<p>甲", "<p>frame"],
        );
        check("Subject: a\nContent-Type: text/html\n\n<p>", &["<p>"]);
        check(
            "MIME-Version: 1.0\nContent-Type: multipart/related\n\nnothing",
            &[],
        );
        assert!(!is_mhtml("From: nobody\n\ntext".as_bytes()));
    }
}
