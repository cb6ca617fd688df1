//! From a file's bytes to text: encodings, line ends, and binary data that is no text.
//!
//! What may stand in the text is [`characters`](super::characters)' affair.

use std::sync::Arc;

use encoding_rs::{EncoderResult, GB18030, UTF_16BE, UTF_16LE};

use crate::finding::{Code, Complaint, Finding};
use crate::place::Place;

/// Whether the bytes begin as an Office file does, old or new.
pub fn is_office(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(OLE)
}

/// How old Office files begin.
pub(crate) const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// The largest text form that is read, in bytes. A full report is under 100 KB; a ledger of 20,000
/// requests has 3 MB.
pub const MAX_BYTES: usize = 4 << 20;

/// Decodes UTF-8, with or without BOM, UTF-16 with BOM, or GB18030.
///
/// # Errors
/// The finding `unreadable` for anything that is no text or too large.
pub fn decode(file: &Arc<str>, bytes: &[u8]) -> Result<Decoded, Box<Finding>> {
    decode_text(bytes)
        .map_err(|complaint| Box::new(complaint.at(Code::Unreadable, Place::file(file))))
}

const TOO_LARGE: Complaint = Complaint::fixed(
    "文件太大，不像一份填报表",
    "填报表一般不到 100 KB；请确认选对了文件",
);
const OFFICE: Complaint = Complaint::fixed(
    "这是 Office 文件，不是 YAML 填报表",
    "请填写 nianbao new 生成的 .yaml 填报表",
);
const NO_TEXT: Complaint = Complaint::fixed(
    "文件内容不是文本，无法读取",
    "请用文本编辑器另存为 UTF-8 编码，或确认选对了文件",
);

fn decode_text(bytes: &[u8]) -> Result<Decoded, Complaint> {
    if bytes.len() > MAX_BYTES {
        return Err(TOO_LARGE);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLE) {
        return Err(OFFICE);
    }
    let (encoding, rest) = Encoding::of(bytes);
    match encoding.decode(rest) {
        // A nought byte never stands in text, but passes as valid in every encoding.
        Some(text) if !text.contains('\0') => Ok(Decoded { text, encoding }),
        _ => Err(NO_TEXT),
    }
}

/// A file's text and how it is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text as it stands in the file.
    pub text: String,
    /// The encoding.
    pub encoding: Encoding,
}

/// How a form's text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8 {
        /// Whether a mark stands before the text, as Windows editors write it.
        mark: bool,
    },
    /// UTF-16, low bytes first, with its mark.
    Utf16Le,
    /// UTF-16, high bytes first, with its mark.
    Utf16Be,
    /// The Chinese national standard, which includes GBK.
    Gb18030,
}

/// The marks that begin a file.
const UTF_8: &[u8] = b"\xEF\xBB\xBF";
const UTF_16_LE: &[u8] = b"\xFF\xFE";
const UTF_16_BE: &[u8] = b"\xFE\xFF";

impl Encoding {
    /// The encoding of some bytes, as far as their start and shape tell, and the bytes behind the
    /// mark.
    fn of(bytes: &[u8]) -> (Self, &[u8]) {
        if let Some(rest) = bytes.strip_prefix(UTF_8) {
            return (Self::Utf8 { mark: true }, rest);
        }
        if let Some(rest) = bytes.strip_prefix(UTF_16_LE) {
            return (Self::Utf16Le, rest);
        }
        if let Some(rest) = bytes.strip_prefix(UTF_16_BE) {
            return (Self::Utf16Be, rest);
        }
        if std::str::from_utf8(bytes).is_ok() {
            (Self::Utf8 { mark: false }, bytes)
        } else {
            (Self::Gb18030, bytes)
        }
    }

    /// The text of bytes without their mark; none where they are not of this encoding.
    fn decode(self, bytes: &[u8]) -> Option<String> {
        let encoding = match self {
            Self::Utf8 { .. } => return std::str::from_utf8(bytes).ok().map(str::to_owned),
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        };
        encoding
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(Into::into)
    }

    /// A text in this encoding; none where the encoding lacks one of its characters.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 { mark } => Some([if mark { UTF_8 } else { &[] }, text.as_bytes()].concat()),
            Self::Utf16Le => Some(encode_wide(text, UTF_16_LE, u16::to_le_bytes)),
            Self::Utf16Be => Some(encode_wide(text, UTF_16_BE, u16::to_be_bytes)),
            Self::Gb18030 => {
                let mut encoder = GB18030.new_encoder();
                let mut out = Vec::with_capacity(
                    encoder.max_buffer_length_from_utf8_without_replacement(text.len())?,
                );
                let (result, _) =
                    encoder.encode_from_utf8_to_vec_without_replacement(text, &mut out, true);
                (result == EncoderResult::InputEmpty).then_some(out)
            }
        }
    }
}

/// A text in UTF-16 behind its mark, each of its units as `bytes` orders it.
fn encode_wide(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mut wide = mark.to_vec();
    wide.extend(text.encode_utf16().flat_map(bytes));
    wide
}

/// Turns each lone CR into LF, as all that reads the text counts lines by LF.
pub fn line_ends(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        out.push(if c == '\r' && chars.peek() != Some(&'\n') {
            '\n'
        } else {
            c
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&str>) {
        let decoded = decode(&"f".into(), bytes).ok();
        assert_eq!(
            decoded.as_ref().map(|d| d.text.as_str()),
            expected,
            "{bytes:?}"
        );
        if let Some(Decoded { text, encoding }) = decoded {
            assert_eq!(
                encoding.encode(&text).as_deref(),
                Some(bytes),
                "{encoding:?}"
            );
        }
    }

    #[test]
    fn encodings() {
        check("机关".as_bytes(), Some("机关"));
        check(b"\xEF\xBB\xBF\xE6\x9C\xBA", Some("机"));
        check(&GB18030.encode("机关: 张家港").0, Some("机关: 张家港"));
        check(b"\xFF\xFE\x3A\x67", Some("机"));
        check(b"\x7FELF\x02\0\0", None);
        check(b"PK\x03\x04rest", None);
        check(&[0xFF; 9], None);
        check(&vec![b'a'; MAX_BYTES + 1], None);
    }
}
