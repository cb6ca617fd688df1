//! From a file's bytes to text: encodings, binary data, characters that do not belong.

use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{EncoderResult, GB18030, UTF_16BE, UTF_16LE};

use super::lookalike::{self, ordinary};
use super::pasted::is_invisible;
use crate::finding::{Code, Finding};
use crate::place::{At, LineIndex, Place};

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
    let refuse = |message: &str, hint: &str| {
        Err(Box::new(
            Finding::new(Code::Unreadable, message, Place::file(file)).hint(hint),
        ))
    };
    if bytes.len() > MAX_BYTES {
        return refuse(
            "文件太大，不像一份填报表",
            "填报表一般不到 100 KB；请确认选对了文件",
        );
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return refuse(
            "这是 Office 文件，不是 YAML 填报表",
            "请填写 nianbao new 生成的 .yaml 填报表",
        );
    }
    let (encoding, rest) = Encoding::of(bytes);
    let decoded: Option<String> = match encoding {
        Encoding::Utf8 { .. } => std::str::from_utf8(rest).ok().map(str::to_owned),
        Encoding::Utf16Le => UTF_16LE
            .decode_without_bom_handling_and_without_replacement(rest)
            .map(Into::into),
        Encoding::Utf16Be => UTF_16BE
            .decode_without_bom_handling_and_without_replacement(rest)
            .map(Into::into),
        Encoding::Gb18030 => GB18030
            .decode_without_bom_handling_and_without_replacement(rest)
            .map(Into::into),
    };
    match decoded {
        // A nought byte never stands in text, but passes as valid in every encoding.
        Some(text) if !text.contains('\0') => Ok(Decoded { text, encoding }),
        _ => refuse(
            "文件内容不是文本，无法读取",
            "请用文本编辑器另存为 UTF-8 编码，或确认选对了文件",
        ),
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
    /// The encoding of some bytes, as far as their start and shape tell, and the bytes behind the mark.
    fn of(bytes: &[u8]) -> (Self, &[u8]) {
        let marked = [
            (Self::Utf8 { mark: true }, UTF_8),
            (Self::Utf16Le, UTF_16_LE),
            (Self::Utf16Be, UTF_16_BE),
        ];
        if let Some(found) = marked
            .into_iter()
            .find_map(|(e, mark)| Some((e, bytes.strip_prefix(mark)?)))
        {
            return found;
        }
        let plain = std::str::from_utf8(bytes).is_ok();
        (
            if plain {
                Self::Utf8 { mark: false }
            } else {
                Self::Gb18030
            },
            bytes,
        )
    }

    /// A text in this encoding; none where the encoding lacks one of its characters.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            mark.iter()
                .copied()
                .chain(text.encode_utf16().flat_map(bytes))
                .collect()
        };
        match self {
            Self::Utf8 { mark } => Some([if mark { UTF_8 } else { &[] }, text.as_bytes()].concat()),
            Self::Utf16Le => Some(wide(UTF_16_LE, u16::to_le_bytes)),
            Self::Utf16Be => Some(wide(UTF_16_BE, u16::to_be_bytes)),
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

/// Findings of bad characters in one form; a file full of them is no form anyway.
const MAX_FINDINGS: usize = 50;

/// A text without the characters that do not belong in a form.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The text, as long in bytes as it was.
    pub text: String,
    /// What was taken out; one a line at the most.
    pub findings: Vec<Finding>,
    /// Where, in bytes, the second blank stands of two that replace one character, in order.
    pub doubled: Vec<usize>,
}

impl Cleaned {
    /// Lines and columns as the file has them.
    pub fn index(&self) -> LineIndex<'_> {
        LineIndex::doubled(&self.text, &self.doubled)
    }
}

/// Finds characters that do not belong in a form and replaces each by blanks
/// of the same length in bytes, so that every place stays right.
pub fn clean(file: &Arc<str>, text: String) -> Cleaned {
    if !text
        .chars()
        .any(|c| fault(c).is_some() || ordinary(c).is_some())
    {
        return Cleaned {
            text,
            ..Cleaned::default()
        };
    }
    let mut alike = Vec::new();
    let mut cleaned = String::with_capacity(text.len());
    let mut findings = Vec::new();
    let mut doubled = Vec::new();
    let (mut line, mut column, mut reported) = (1, 0, 0);
    let mut last = ' ';
    for (offset, c) in text.char_indices() {
        if last == '\n' || (last == '\r' && c != '\n') {
            (line, column) = (line + 1, 0);
        }
        last = c;
        column += 1;
        let Some(name) = fault(c) else {
            let meant = ordinary(c);
            if meant.is_some() {
                let at = At::Text {
                    line,
                    column,
                    bytes: offset..offset + c.len_utf8(),
                };
                alike.push((c, Place::at(file, at)));
            }
            cleaned.push(meant.unwrap_or(c));
            continue;
        };
        cleaned.push_str(blanks(c));
        // Where the second of two blanks begins.
        match c.len_utf8() {
            2 => doubled.push(offset + 1),
            4 => doubled.push(offset + '\u{3000}'.len_utf8()),
            _ => {}
        }
        if reported < line && findings.len() < MAX_FINDINGS {
            reported = line;
            let at = At::Text {
                line,
                column,
                bytes: offset..offset + c.len_utf8(),
            };
            let near = neighbours(&text, offset..offset + c.len_utf8());
            findings.push(finding(name, c, &near, Place::at(file, at)));
        }
    }
    findings.extend(lookalike::told(&alike));
    Cleaned {
        text: cleaned,
        findings,
        doubled,
    }
}

/// The same for a text that has no bytes of its own in the file, such as one
/// that an escape (`"\x07"`) made. Line ends of any kind become LF.
pub(crate) fn clean_escaped(text: &str, place: &Place) -> (String, Option<Finding>) {
    // Nearly all are as they should be.
    if text
        .chars()
        .all(|c| c != '\r' && fault(c).is_none() && ordinary(c).is_none())
    {
        return (text.to_owned(), None);
    }
    let text = line_ends(text.replace("\r\n", "\n"));
    let found = text
        .char_indices()
        .find_map(|(at, c)| Some((fault(c)?, at, c)));
    let faulty = found.map(|(name, at, c)| {
        finding(
            name,
            c,
            &neighbours(&text, at..at + c.len_utf8()),
            place.clone(),
        )
    });
    let alike = text
        .chars()
        .filter(|c| ordinary(*c).is_some())
        .map(|c| (c, place.clone()));
    let finding = faulty.or_else(|| lookalike::told(&alike.collect::<Vec<_>>()));
    let read = |c: char| {
        if fault(c).is_some() {
            ' '
        } else {
            ordinary(c).unwrap_or(c)
        }
    };
    (text.chars().map(read).collect(), finding)
}

fn finding(name: &str, c: char, near: &str, place: Place) -> Finding {
    let message = format!("{name} U+{:04X}（{near}），看不见或印不出", c as u32);
    Finding::new(Code::BadCharacter, message, place)
        .hint("多半是从 Word 或网页粘贴带来的；删去它，再重打前后的字")
        .stated(format!("U+{:04X}", c as u32))
}

/// Characters shown before and behind one that cannot be seen.
const AROUND: usize = 4;
/// What stands for it.
const UNSEEN: char = '□';

/// What stands around a stretch of a line, for people to find it.
fn neighbours(text: &str, at: Range<usize>) -> String {
    let shown = |c: &char| !matches!(c, '\n' | '\r');
    let seen = |c: char| if fault(c).is_some() { UNSEEN } else { c };
    let before: Vec<char> = text[..at.start]
        .chars()
        .rev()
        .take_while(shown)
        .take(AROUND)
        .collect();
    let behind = text[at.end..]
        .chars()
        .take_while(shown)
        .take(AROUND)
        .map(seen);
    let before = before.into_iter().rev().map(seen);
    format!(
        "“{}”",
        before
            .chain([UNSEEN])
            .chain(behind)
            .collect::<String>()
            .trim()
    )
}

/// Findings of bad characters that are named before the rest is counted.
const NAMED: usize = 3;

/// Findings with those of bad characters as one, where the first stood.
pub(super) fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let is_bad = |finding: &Finding| finding.code == Code::BadCharacter;
    let Some(first) = findings.iter().position(is_bad) else {
        return findings;
    };
    let (mut bad, mut rest): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_bad);
    if bad.len() > 1 {
        let named = bad.iter().take(NAMED).map(|finding| {
            let whole = finding.message.split('，').next().unwrap_or_default();
            let label = &finding.places[0].label;
            if label.is_empty() {
                whole.to_owned()
            } else {
                format!("{label}的{whole}")
            }
        });
        let named = named.collect::<Vec<_>>().join("；");
        let more = if bad.len() > NAMED { "等" } else { "" };
        let message = format!("有 {} 处看不见或印不出的字符：{named}{more}", bad.len());
        let others: Vec<Place> = bad[1..]
            .iter()
            .map(|finding| finding.places[0].clone())
            .collect();
        let whole = bad.swap_remove(0);
        let merged = Finding::new(Code::BadCharacter, message, whole.places[0].clone());
        let stated = whole.stated.unwrap_or_default();
        bad = vec![merged.hint(whole.hint).stated(stated).related(others)];
    }
    for (offset, finding) in bad.into_iter().enumerate() {
        rest.insert((first + offset).min(rest.len()), finding);
    }
    rest
}

/// Blanks of the same length in bytes: one, or two where no usual one has as many.
fn blanks(c: char) -> &'static str {
    match c.len_utf8() {
        1 => " ",
        2 => "  ",
        3 => "\u{3000}",
        _ => "\u{3000} ",
    }
}

/// Whether a character may stand in a form, and in what is called after one.
pub fn belongs(c: char) -> bool {
    fault(c).is_none() && !is_invisible(c) && !is_private(c)
}

/// Whether a character is of somebody's own making.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// What is wrong with a character; none for those that may stand in a form.
fn fault(c: char) -> Option<&'static str> {
    match c {
        // Bullets of office programs are read as such.
        '\t' | '\n' | '\r' | '\u{F06C}' | '\u{F0B7}' | '\u{F0D8}' => None,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some("控制字符"),
        // What has no width is left out where text is read, see `pasted`.
        '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2061}'..='\u{206F}' => {
            Some("不可见字符")
        }
        '\u{E0000}'..='\u{E00FF}' => Some("不可见的标记"),
        // A character of somebody's own making prints on no other machine, and PDF/A forbids it.
        c if is_private(c) => Some("自造的字"),
        '\u{2028}' | '\u{2029}' => Some("特殊换行符"),
        '\u{FFFD}' => Some("乱码字符"),
        '\u{FFFE}' | '\u{FFFF}' => Some("无效字符"),
        _ => None,
    }
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

    #[test]
    fn bad_characters_keep_the_places() {
        let Cleaned { text, findings, .. } =
            clean(&"f".into(), "a\u{7}机\r\n关\u{200E}\u{7}甲".into());
        assert_eq!(text, "a 机\r\n关\u{3000} 甲");
        let places: Vec<_> = findings.iter().map(|f| f.places[0].at.clone()).collect();
        assert_eq!(places.len(), 2, "one a line");
        assert_eq!(
            places[1],
            At::Text {
                line: 2,
                column: 2,
                bytes: 10..13
            }
        );
    }

    /// Every character of Unicode, between others and beside itself.
    #[test]
    fn cleaning_keeps_every_place() {
        for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '\r' | '\n')) {
            let text = format!("甲{c}{c}乙\n丙{c}");
            let cleaned = clean(&"f".into(), text.clone());
            assert_eq!(cleaned.text.len(), text.len(), "{c:?}");
            // What stands behind is where it was, by bytes and by lines and characters.
            let (before, after) = (LineIndex::new(&text), cleaned.index());
            for mark in ['甲', '乙', '丙'] {
                let at = text.find(mark).expect("a mark");
                assert!(cleaned.text[at..].starts_with(mark), "{c:?}");
                assert_eq!(after.line_column(at), before.line_column(at), "{c:?}");
            }
            assert_eq!(
                after.line_column(text.len()),
                before.line_column(text.len()),
                "{c:?}"
            );
            let told = if fault(c).is_some() {
                2
            } else {
                usize::from(ordinary(c).is_some())
            };
            assert_eq!(cleaned.findings.len(), told, "{c:?}");
            assert!(cleaned.text.chars().all(|c| fault(c).is_none()), "{c:?}");
        }
    }

    #[test]
    fn escapes_end_lines_in_one_way() {
        let place = Place::file(&"f".into());
        assert_eq!(
            clean_escaped("甲\r乙\r\n丙\n丁\r", &place).0,
            "甲\n乙\n丙\n丁\n"
        );
        assert!(clean_escaped("甲\r乙", &place).1.is_none());
    }
}
