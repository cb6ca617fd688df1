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
        let start = bytes
            .iter()
            .position(|b| !b.is_ascii_whitespace())
            .unwrap_or(bytes.len());
        let bytes = bytes.get(start..).unwrap_or_default();
        let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
        let ends =
            [&b"\r\n\r\n"[..], b"\n\n"].map(|end| Some((memmem::find(head, end)?, end.len())));
        let (end, gap) = ends.into_iter().flatten().min().unwrap_or((head.len(), 0));
        let heads = String::from_utf8_lossy(head.get(..end).unwrap_or_default());
        let heads = heads
            .replace("\r\n", "\n")
            .replace("\n ", " ")
            .replace("\n\t", " ");
        Self {
            heads,
            body: bytes.get(end + gap..).unwrap_or_default(),
        }
    }

    /// What a head says.
    fn says(&self, name: &str) -> Option<&str> {
        self.heads.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .trim()
                .eq_ignore_ascii_case(name)
                .then(|| value.trim())
        })
    }

    fn is_of(&self, kind: &str) -> bool {
        let says = self.says("Content-Type").unwrap_or_default();
        says.get(..kind.len())
            .is_some_and(|says| says.eq_ignore_ascii_case(kind))
    }

    /// A parameter of its kind, such as `charset`.
    fn parameter(&self, name: &str) -> Option<&str> {
        self.says("Content-Type")?
            .split(';')
            .skip(1)
            .find_map(|part| {
                let (found, value) = part.split_once('=')?;
                found
                    .trim()
                    .eq_ignore_ascii_case(name)
                    .then(|| value.trim().trim_matches('"'))
            })
    }

    /// What it holds, unpacked.
    fn unpacked(&self) -> Vec<u8> {
        let says = self.says("Content-Transfer-Encoding").unwrap_or_default();
        if says.eq_ignore_ascii_case("base64") {
            let letters = self
                .body
                .iter()
                .copied()
                .filter(|b| !b.is_ascii_whitespace());
            let mut letters: Vec<u8> = letters.collect();
            // What is cut off counts as far as it goes.
            let end = letters
                .iter()
                .position(|b| *b == b'=')
                .unwrap_or(letters.len());
            letters.truncate(if end % 4 == 1 { end - 1 } else { end });
            LENIENT.decode(letters).unwrap_or_default()
        } else if says.eq_ignore_ascii_case("quoted-printable") {
            unquoted(self.body)
        } else {
            self.body.to_vec()
        }
    }
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
pub(super) fn pages(bytes: &[u8]) -> Vec<SavedPage> {
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
                    bytes: part.unpacked(),
                    encoding,
                });
            } else if part.is_of("multipart/") {
                inner.extend(parts_of(&part));
            }
        }
        parts = inner;
    }
    pages
}

/// The parts of a part.
fn parts_of<'a>(part: &MailPart<'a>) -> Vec<MailPart<'a>> {
    let Some(boundary) = part.parameter("boundary").filter(|mark| !mark.is_empty()) else {
        return Vec::new();
    };
    let mark = format!("--{boundary}");
    let starts: Vec<usize> = memmem::find_iter(part.body, mark.as_bytes())
        .take(MAX_PARTS)
        .collect();
    let ends = starts.iter().copied().skip(1).chain([part.body.len()]);
    let bodies = starts.iter().zip(ends).filter_map(|(start, end)| {
        let body = part.body.get(start + mark.len()..end)?;
        // The last mark ends in two lines and has nothing behind it.
        (!body.starts_with(b"--")).then(|| MailPart::of(body))
    });
    bodies.collect()
}

/// Text in which bytes are written as `=E7`, and `=` at the end of a line joins it to the next.
fn unquoted(text: &[u8]) -> Vec<u8> {
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
        let pages = pages(file.as_bytes());
        let texts: Vec<String> = pages
            .iter()
            .map(|page| String::from_utf8_lossy(&page.bytes).trim().to_owned())
            .collect();
        assert_eq!(texts, expected, "{file}");
    }

    #[test]
    fn pages_in_saved_files() {
        check(
            "MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=\"--=a\"\n\nWord\n\n----=a\nContent-Location: file:///C:/x.htm\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/html; charset=\"gb2312\"\n\n<p cla=\nss=3Da>=D5=fe</p>=  \n\n----=a\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO\n\n----=a--\n",
            &["<p class=a>\u{FFFD}\u{FFFD}</p>"],
        );
        check(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a\r\nContent-Type: multipart/related;\r\n type=\"text/html\"; boundary=\"b\"\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n55Sy\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>frame\r\n--b--",
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
