//! Values read one by one out of bytes, of objects and of the instructions of pages alike.

use std::ops::Range;
use std::rc::Rc;

use super::super::lexis::{is_blank, is_regular, run, unescape};
use super::value::{PdfEntries, PdfValue};

/// How deep lists and dictionaries may stand in each other; a report's stand six deep.
const MAX_DEPTH: usize = 48;
/// The longest string, in bytes.
const MAX_STRING: usize = 1 << 20;
/// Values in one value, however deep; a large page tree has 500, a font's widths 20,000, a line
/// of a page 200.
const MAX_VALUES: usize = 100_000;
const MAX_SHOWN: usize = 20_000;
/// The longest number, in digits.
const MAX_DIGITS: usize = 64;
/// The longest name, in bytes.
const MAX_NAME: usize = 4_096;

/// From where on not all whole numbers are floats.
const EXACT: f32 = 16_777_216.0;
/// Words that end what is open before its own bracket does.
const ENDS: [&[u8]; 6] = [b"obj", b"endobj", b"stream", b"endstream", b"]", b">"];

/// What comes next.
#[derive(Debug, PartialEq)]
pub(super) enum PdfToken {
    Value(PdfValue),
    /// A word that is no value: an instruction, `obj`, `stream`.
    Word(Range<usize>),
    End,
}

/// Reads values out of bytes, one after the other.
pub(super) struct PdfValues<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    /// Whether `1 0 R` is a reference; within pages it is none.
    pub references: bool,
    /// Values that the one at hand may still hold.
    left: usize,
}

impl<'a> PdfValues<'a> {
    /// The values of an object.
    pub fn of_object(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            references: true,
            left: 0,
        }
    }

    /// The values and instructions of a page.
    pub fn of_page(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            references: false,
            left: 0,
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Leaves blanks and comments behind.
    pub fn skip(&mut self) {
        loop {
            self.at += run(self.bytes, self.at, is_blank);
            if self.peek(0) != Some(b'%') {
                return;
            }
            self.at += run(self.bytes, self.at, |byte| !b"\r\n".contains(&byte));
        }
    }

    /// The next value or word.
    pub fn next(&mut self) -> PdfToken {
        self.left = if self.references {
            MAX_VALUES
        } else {
            MAX_SHOWN
        };
        self.token(0)
    }

    /// The next value; null for whatever is none.
    pub fn value(&mut self) -> PdfValue {
        if let PdfToken::Value(value) = self.next() {
            value
        } else {
            PdfValue::Null
        }
    }

    fn token(&mut self, depth: usize) -> PdfToken {
        self.skip();
        let Some(first) = self.peek(0).filter(|_| self.left > 0) else {
            return PdfToken::End;
        };
        self.left -= 1;
        let value = match (first, self.peek(1)) {
            (b'/', _) => self.name(),
            (b'(', _) => PdfValue::Bytes(self.string()),
            (b'<', Some(b'<')) => self.dictionary(depth),
            (b'<', _) => PdfValue::Bytes(self.digits()),
            (b'[', _) => self.list(depth),
            (b'+' | b'-' | b'.' | b'0'..=b'9', _) => match self.numeral() {
                Some(value) => value,
                None => return self.word(),
            },
            _ => return self.word(),
        };
        PdfToken::Value(value)
    }

    fn word(&mut self) -> PdfToken {
        let start = self.at;
        // A stray bracket is a word of its own, so that there is always something taken.
        self.at += run(self.bytes, self.at, is_regular).max(1);
        let value = match self.bytes.get(start..self.at).unwrap_or_default() {
            b"true" => PdfValue::Truth(true),
            b"false" => PdfValue::Truth(false),
            b"null" => PdfValue::Null,
            _ => return PdfToken::Word(start..self.at),
        };
        PdfToken::Value(value)
    }

    fn name(&mut self) -> PdfValue {
        let start = self.at + 1;
        self.at = start + run(self.bytes, start, is_regular);
        let end = self.at.min(start + MAX_NAME);
        PdfValue::Name(unescape(self.bytes.get(start..end).unwrap_or_default()))
    }

    /// A number, or a reference that begins with one.
    fn numeral(&mut self) -> Option<PdfValue> {
        let start = self.at;
        let near = self.bytes.get(..self.bytes.len().min(start + MAX_DIGITS))?;
        let word = near.get(start..start + run(near, start, is_regular))?;
        let number = decimal(word)?;
        self.at += word.len();
        if self.references && word.iter().all(u8::is_ascii_digit) {
            let end = self.at;
            if let Some(reference) = self.reference(word) {
                return Some(reference);
            }
            self.at = end;
        }
        if number.abs() >= EXACT
            && let Some(whole) = std::str::from_utf8(word).ok().and_then(whole)
        {
            return Some(PdfValue::Whole(whole));
        }
        Some(PdfValue::Number(number))
    }

    fn reference(&mut self, number: &[u8]) -> Option<PdfValue> {
        let number = std::str::from_utf8(number).ok()?.parse().ok()?;
        self.skip();
        let digits = run(self.bytes, self.at, |byte| byte.is_ascii_digit());
        if !(1..=5).contains(&digits) {
            return None;
        }
        self.at += digits;
        self.skip();
        if self.peek(0) != Some(b'R') || self.peek(1).is_some_and(is_regular) {
            return None;
        }
        self.at += 1;
        Some(PdfValue::Reference(number))
    }

    fn string(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => {
                    depth += 1;
                    if depth > 1 {
                        out.push(byte);
                    }
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    out.push(byte);
                }
                b'\\' => self.escape(&mut out),
                _ => out.push(byte),
            }
            if out.len() > MAX_STRING {
                break;
            }
        }
        out
    }

    /// What stands behind a backslash.
    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek(0) else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => self.at += usize::from(self.peek(0) == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else {
                        break;
                    };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push(code as u8);
            }
            _ => out.push(byte),
        }
    }

    fn digits(&mut self) -> Vec<u8> {
        let start = self.at + 1;
        let end = self.bytes.len().min(start + 2 * MAX_STRING);
        let near = self.bytes.get(..end).unwrap_or_default();
        let length = run(near, start, |byte| byte != b'>');
        self.at = (start + length + 1).min(self.bytes.len());
        hex_bytes(self.bytes.get(start..start + length).unwrap_or_default())
    }

    fn list(&mut self, depth: usize) -> PdfValue {
        self.at += 1;
        if depth >= MAX_DEPTH {
            return PdfValue::List(Rc::default());
        }
        let mut list = Vec::new();
        loop {
            let start = self.at;
            match self.token(depth + 1) {
                PdfToken::Value(value) => list.push(value),
                PdfToken::Word(word) if self.closes(start, &word, b"]") => break,
                PdfToken::Word(_) => {}
                PdfToken::End => break,
            }
        }
        PdfValue::List(Rc::new(list))
    }

    /// Whether a word ends what is open; words of other objects do, but are not taken.
    fn closes(&mut self, start: usize, word: &Range<usize>, bracket: &[u8]) -> bool {
        let text = self.bytes.get(word.clone()).unwrap_or_default();
        if text == bracket {
            return true;
        }
        let ends = ENDS.contains(&text);
        if ends {
            self.at = start;
        }
        ends
    }

    fn dictionary(&mut self, depth: usize) -> PdfValue {
        self.at += 2;
        if depth >= MAX_DEPTH {
            return PdfValue::Entries(Rc::default());
        }
        let mut entries = PdfEntries::new();
        loop {
            self.skip();
            if self.peek(0) == Some(b'>') && self.peek(1) == Some(b'>') {
                self.at += 2;
                break;
            }
            let start = self.at;
            let name = match self.token(depth + 1) {
                PdfToken::Value(PdfValue::Name(name)) => name,
                PdfToken::Word(word) if self.closes(start, &word, b">") => break,
                PdfToken::Value(_) | PdfToken::Word(_) => continue,
                PdfToken::End => break,
            };
            self.skip();
            if self.peek(0) == Some(b'>') {
                continue;
            }
            let start = self.at;
            match self.token(depth + 1) {
                PdfToken::Value(value) => {
                    entries.insert(name, value);
                }
                PdfToken::Word(word) if self.closes(start, &word, b">") => break,
                PdfToken::Word(_) => {}
                PdfToken::End => break,
            }
        }
        PdfValue::Entries(Rc::new(entries))
    }
}

/// A whole number of 32 bits, with or without its sign.
fn whole(text: &str) -> Option<i32> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<u32>().ok().map(u32::cast_signed))
}

/// A number as PDF writes it; some programs write `--5` or `5.-3`.
fn decimal(word: &[u8]) -> Option<f32> {
    let text = std::str::from_utf8(word).ok()?;
    if let Ok(number) = text.parse::<f32>() {
        let plain = word.iter().all(|byte| b"+-.0123456789".contains(byte));
        return (plain && number.is_finite()).then_some(number);
    }
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let rest = text.trim_start_matches(['-', '+']);
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let sound = rest
        .get(end..)
        .is_some_and(|tail| tail.starts_with('-') || tail.is_empty());
    let number = rest.get(..end)?.parse::<f32>().ok()?;
    (sound && number.is_finite()).then_some(sign * number)
}

/// Bytes by their hexadecimal digits, whatever stands between them; half a byte at the end counts.
pub(super) fn hex_bytes(text: &[u8]) -> Vec<u8> {
    let mut digits = text
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(text.len() / 2);
    while let Some(high) = digits.next() {
        out.push((high << 4 | digits.next().unwrap_or(0)) as u8);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut values = PdfValues::of_object(text.as_bytes(), 0);
        let mut shown = String::new();
        loop {
            match values.next() {
                PdfToken::Value(value) => shown.push_str(&format!("{} ", show(&value))),
                PdfToken::Word(word) => shown.push_str(&format!("!{} ", &text[word])),
                PdfToken::End => break,
            }
        }
        assert_eq!(shown.trim(), expected, "{text}");
    }

    fn show(value: &PdfValue) -> String {
        match value {
            PdfValue::Number(number) => number.to_string(),
            PdfValue::Name(name) => format!("/{}", String::from_utf8_lossy(name)),
            PdfValue::Bytes(bytes) => format!("({})", String::from_utf8_lossy(bytes)),
            PdfValue::List(list) => list.iter().map(|value| show(value) + ",").collect(),
            PdfValue::Entries(entries) => {
                let pair = |(name, value): (&Vec<u8>, &PdfValue)| {
                    format!("{}={};", String::from_utf8_lossy(name), show(value))
                };
                entries.iter().map(pair).collect()
            }
            PdfValue::Reference(number) => format!("@{number}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn values_of_all_kinds() {
        check("1 -2.5 .5 --3 4.-2 1 0 R", "1 -2.5 0.5 -3 4 @1");
        check("/A#42 (a\\(b\\051(c)\\12) <4 142>", "/AB (a(b)(c)\n) (AB)");
        check(
            "[1 [2] /A] <</A 1/B[2 0 R]/C null>>",
            "1,2,,/A, A=1;B=@2,;C=Null;",
        );
        check("true Tj % no\n BT", "Truth(true) !Tj !BT");
    }

    #[test]
    fn what_is_broken_ends_somewhere() {
        check("[1 endobj", "1, !endobj");
        check("<</A endobj", "!endobj");
        check("(ab", "(ab)");
        check("<</A 1 > >> ]", "A=1; !> !> !]");
        check("[[1", "1,,");
        PdfValues::of_object(&b"[".repeat(100_000), 0).value();
    }
}
