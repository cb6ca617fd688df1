//! A PDF's objects as plain text, before a reader of objects sees them.
//!
//! The reader inflates whatever a file calls a stream of objects, follows page trees in
//! circles and looks through a broken file again for each of its objects. So it is given
//! a file without any of that: all that stands outside of streams, no comments, no table
//! of places, streams empty, streams of objects unpacked. What the streams hold is kept
//! apart by their objects' numbers, and inflated one by one where somebody asks for it.
//!
//! Compressed data are therefore never taken for names, whatever bytes they have.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream};

use super::super::budget::{Budget, gather, spend};
use super::super::{REBUILD, TOO_LARGE};
use super::BROKEN;
use super::lexis::{end_of, has_name, is_blank, is_regular, number, run, unescaped, value};
use crate::finding::Complaint;

/// What stands outside of streams, in bytes; a report has 200 KB.
const MAX_PLAIN: usize = 8 << 20;
/// How deep brackets may stand in each other; a report's stand six deep.
const MAX_OPEN: usize = 64;
/// The longest string; a figure's words have 1 KB, a seal's signature 60 KB.
const MAX_STRING: usize = 256 << 10;
/// Names in one dictionary; a report's have 20.
const MAX_NAMES: usize = 256;
/// Children of all page trees, and objects with contents; a report has 15.
const MAX_KIDS: usize = 600;
/// The largest dictionary times the pages that might each ask for it, in bytes.
const MAX_ASKED: usize = 128 << 20;
/// Files that this program does not write.
pub(super) const FOREIGN: Complaint = Complaint::fixed("是别的程序写的，或设了密码", REBUILD);

/// A file without what a reader could stumble over.
pub(super) struct Plain<'a> {
    bytes: &'a [u8],
    /// The objects as text.
    pub text: Vec<u8>,
    /// Where the data of each object's stream stand in the file; of objects with one
    /// number the last counts.
    streams: HashMap<ObjectIdentifier, Range<usize>>,
}

impl<'a> Plain<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// For what is broken, too large or none of this program's.
    pub fn new(bytes: &'a [u8], budget: &mut Budget) -> Result<Self, Complaint> {
        let mut copy = Copyist {
            out: Vec::new(),
            streams: HashMap::new(),
            open: Vec::new(),
            numbers: [None; 2],
            object: None,
            dictionary: 0,
            closed: false,
            packed: false,
            kids: 0,
            largest: 0,
            budget,
        };
        copy.scan(bytes)?;
        if copy.kids > MAX_KIDS || copy.largest.saturating_mul(copy.kids) > MAX_ASKED {
            return Err(TOO_LARGE);
        }
        Ok(Self {
            bytes,
            text: copy.out,
            streams: copy.streams,
        })
    }

    /// What a stream holds, inflated.
    ///
    /// # Errors
    /// For more than is left, and for filters that this program's files never have.
    pub fn data(&self, stream: &Stream<'_>, left: &mut usize) -> Result<Vec<u8>, Complaint> {
        let deflated = is_deflated(stream.dict())?;
        let range = self.streams.get(&stream.obj_id()).cloned().ok_or(BROKEN)?;
        let data = self.bytes.get(range).ok_or(BROKEN)?;
        if deflated {
            gather(ZlibDecoder::new(data), left)
        } else {
            gather(data, left)
        }
    }

    /// The same of a stream that must be whole: what is broken halfway is refused.
    ///
    /// # Errors
    /// As for [`Self::data`].
    pub fn whole(&self, stream: &Stream<'_>, left: &mut usize) -> Result<Vec<u8>, Complaint> {
        let deflated = is_deflated(stream.dict())?;
        let range = self.streams.get(&stream.obj_id()).cloned().ok_or(BROKEN)?;
        let data = self.bytes.get(range).ok_or(BROKEN)?;
        let mut out = Vec::new();
        if deflated {
            let mut bounded = ZlibDecoder::new(data).take(*left as u64 + 1);
            bounded.read_to_end(&mut out).map_err(|_| BROKEN)?;
        } else {
            out.extend_from_slice(data);
        }
        spend(left, out.len())?;
        Ok(out)
    }
}

/// Whether a stream is deflated, or else is as it stands.
fn is_deflated(dict: &Dict<'_>) -> Result<bool, Complaint> {
    let foreign = dict.contains_key("F")
        || dict
            .get::<Dict<'_>>("DecodeParms")
            .is_some_and(|parms| parms.contains_key("Predictor"));
    if foreign {
        return Err(FOREIGN);
    }
    let known = |name: &Name<'_>| &**name == b"FlateDecode";
    match dict.get::<Object<'_>>("Filter") {
        None | Some(Object::Null(_)) => Ok(false),
        Some(Object::Name(name)) if known(&name) => Ok(true),
        Some(Object::Array(names)) => match names.iter::<Object<'_>>().next() {
            None => Ok(false),
            Some(Object::Name(name)) if known(&name) && names.iter::<Object<'_>>().count() == 1 => {
                Ok(true)
            }
            Some(_) => Err(FOREIGN),
        },
        Some(_) => Err(FOREIGN),
    }
}

/// A bracket that is open.
struct Open {
    /// Where it begins in the copy.
    start: usize,
    /// Names in it so far.
    names: usize,
}

/// A copy that grows token by token.
struct Copyist<'b> {
    out: Vec<u8>,
    streams: HashMap<ObjectIdentifier, Range<usize>>,
    open: Vec<Open>,
    /// The last two tokens, where they are numbers.
    numbers: [Option<u32>; 2],
    /// The object that is being copied.
    object: Option<ObjectIdentifier>,
    /// Where the last whole dictionary begins in the copy, and whether it has just ended.
    dictionary: usize,
    closed: bool,
    /// Whether this comes from a stream of objects, in which no stream may stand.
    packed: bool,
    /// References in page trees, and objects with contents.
    kids: usize,
    /// The size of the largest dictionary.
    largest: usize,
    budget: &'b mut Budget,
}

impl Copyist<'_> {
    fn scan(&mut self, bytes: &[u8]) -> Result<(), Complaint> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = self.token(bytes, at, *byte)?;
            if self.out.len() > MAX_PLAIN {
                return Err(TOO_LARGE);
            }
        }
        Ok(())
    }

    /// Copies what begins here; where the next begins.
    fn token(&mut self, bytes: &[u8], at: usize, first: u8) -> Result<usize, Complaint> {
        if is_blank(first) {
            self.out.push(first);
            return Ok(at + 1);
        }
        if first == b'%' {
            // Where a comment ends another reader may see otherwise, so that none is left.
            self.out.push(b'\n');
            return Ok(at + run(bytes, at, |byte| !b"\r\n".contains(&byte)));
        }
        let closed = std::mem::take(&mut self.closed);
        if is_regular(first) {
            return self.word(bytes, at, closed);
        }
        self.numbers = [None; 2];
        let next = bytes.get(at + 1).copied();
        match (first, next) {
            (b'(', _) => self.string(bytes, at),
            (b'/', _) => self.name(bytes, at),
            (b'<', Some(b'<')) => self.begin(b"<<", at),
            (b'>', Some(b'>')) => {
                self.end(b">>");
                self.closed = true;
                Ok(at + 2)
            }
            (b'[', _) => self.begin(b"[", at),
            (b']', _) => {
                self.end(b"]");
                Ok(at + 1)
            }
            (b'<', _) => self.digits(bytes, at),
            _ => {
                self.out.push(first);
                Ok(at + 1)
            }
        }
    }

    fn begin(&mut self, bracket: &[u8], at: usize) -> Result<usize, Complaint> {
        if self.open.len() >= MAX_OPEN {
            return Err(BROKEN);
        }
        self.open.push(Open {
            start: self.out.len(),
            names: 0,
        });
        self.out.extend_from_slice(bracket);
        Ok(at + bracket.len())
    }

    fn end(&mut self, bracket: &[u8]) {
        self.out.extend_from_slice(bracket);
        if let Some(open) = self.open.pop() {
            self.dictionary = open.start;
            self.largest = self.largest.max(self.out.len() - open.start);
        }
    }

    /// A string in round brackets. Words that begin an object or a stream are written
    /// otherwise, for a reader that mends a file looks for them everywhere.
    fn string(&mut self, bytes: &[u8], from: usize) -> Result<usize, Complaint> {
        let start = self.out.len();
        let (mut at, mut depth) = (from, 0_usize);
        while let Some(byte) = bytes.get(at).copied() {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = match byte {
                b'\\' => 2,
                b's' if rest.starts_with(b"stream") => {
                    self.out.extend_from_slice(b"\\163");
                    at += 1;
                    continue;
                }
                b'o' if rest.starts_with(b"obj") => {
                    self.out.extend_from_slice(b"\\157");
                    at += 1;
                    continue;
                }
                _ => 1,
            };
            self.out.extend(rest.iter().take(length));
            at += length;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(at);
            }
            if self.out.len() - start > MAX_STRING {
                break;
            }
        }
        Err(BROKEN)
    }

    /// A string in digits.
    fn digits(&mut self, bytes: &[u8], at: usize) -> Result<usize, Complaint> {
        let length = run(bytes, at, |byte| byte != b'>');
        let inside = bytes.get(at + 1..at + length).unwrap_or_default();
        if at + length >= bytes.len() || length > MAX_STRING {
            return Err(BROKEN);
        }
        self.out.push(b'<');
        self.out
            .extend(inside.iter().filter(|byte| byte.is_ascii_hexdigit()));
        self.out.push(b'>');
        Ok(at + length + 1)
    }

    fn name(&mut self, bytes: &[u8], at: usize) -> Result<usize, Complaint> {
        let length = 1 + run(bytes, at + 1, is_regular);
        let name = bytes.get(at..at + length).unwrap_or_default();
        self.out.extend_from_slice(name);
        if let Some(open) = self.open.last_mut() {
            open.names += 1;
            if open.names > MAX_NAMES {
                return Err(TOO_LARGE);
            }
        }
        match unescaped(name).as_slice() {
            b"/Encrypt" => return Err(FOREIGN),
            b"/Kids" => self.kids += references(bytes.get(at + length..).unwrap_or_default())?,
            b"/Contents" => self.kids += 1,
            _ => {}
        }
        Ok(at + length)
    }

    /// A word or number; `closed` when a dictionary stands directly before it.
    fn word(&mut self, bytes: &[u8], at: usize, closed: bool) -> Result<usize, Complaint> {
        let length = run(bytes, at, is_regular);
        let word = bytes.get(at..at + length).unwrap_or_default();
        let numbers = self.numbers;
        self.numbers = [numbers[1], number(word)];
        match word {
            b"startxref" | b"endstream" => return Ok(at + length),
            _ if word.starts_with(b"stream") => {
                return if closed && !self.packed {
                    self.stream(bytes, at + b"stream".len())
                } else {
                    Ok(at + length)
                };
            }
            b"obj" => {
                let [Some(number), Some(generation)] = numbers else {
                    return Ok(at + length);
                };
                let generation = i32::try_from(generation).map_err(|_| BROKEN)?;
                self.object = Some(ObjectIdentifier::new(number, generation));
            }
            _ => {}
        }
        self.out.extend_from_slice(word);
        Ok(at + length)
    }

    /// Data of a stream: left out, and noted where they stand.
    fn stream(&mut self, bytes: &[u8], at: usize) -> Result<usize, Complaint> {
        let data = bytes.get(at..).unwrap_or_default();
        let line_end = match data {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        let start = at + line_end;
        let dictionary = self.out.get(self.dictionary..).unwrap_or_default().to_vec();
        let end = end_of(bytes, start, value(&dictionary, b"/Length")).ok_or(BROKEN)?;
        // Inside a string no stream stands, so that the reader finds every one of these.
        self.out.extend_from_slice(b"stream\n endstream\n");
        if let Some(object) = self.object {
            self.streams.insert(object, start..end);
        }
        if has_name(&dictionary, b"/ObjStm") {
            self.unpack(&dictionary, bytes.get(start..end).unwrap_or_default())?;
        }
        Ok(end)
    }

    /// Copies the objects of a stream of objects, each with its number.
    fn unpack(&mut self, dictionary: &[u8], data: &[u8]) -> Result<(), Complaint> {
        let deflated = has_name(dictionary, b"/FlateDecode");
        let other = [b"/DecodeParms".as_slice(), b"/F"]
            .iter()
            .any(|n| has_name(dictionary, n));
        if other || !deflated && has_name(dictionary, b"/Filter") {
            return Err(FOREIGN);
        }
        let left = &mut self.budget.inflated;
        let data = if deflated {
            gather(ZlibDecoder::new(data), left)
        } else {
            gather(data, left)
        }?;
        let first = value(dictionary, b"/First").ok_or(BROKEN)?;
        let head = data.get(..first).ok_or(BROKEN)?;
        let mut numbers = head.split(|byte| is_blank(*byte)).filter_map(number);
        let mut places = Vec::new();
        while let (Some(number), Some(offset)) = (numbers.next(), numbers.next()) {
            places.push((number, first.saturating_add(offset as usize)));
        }
        self.out.extend_from_slice(b"endobj\n");
        self.packed = true;
        for (index, (number, from)) in places.iter().enumerate() {
            let to = places.get(index + 1).map_or(data.len(), |(_, next)| *next);
            // Objects one in another would be read again and again.
            let object = data.get(*from..to).ok_or(BROKEN)?;
            self.out
                .extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            self.scan(object)?;
            self.out.extend_from_slice(b"\nendobj\n");
        }
        self.packed = false;
        Ok(())
    }
}

/// How many references an array of children has; it may hold nothing else.
fn references(rest: &[u8]) -> Result<usize, Complaint> {
    let rest = rest.get(run(rest, 0, is_blank)..).unwrap_or_default();
    let [b'[', inside @ ..] = rest else {
        return Err(FOREIGN);
    };
    let length = run(inside, 0, |byte| byte != b']');
    let inside = inside.get(..length).unwrap_or_default();
    let sound = |byte: &u8| is_blank(*byte) || byte.is_ascii_digit() || *byte == b'R';
    if inside.iter().all(sound) {
        // Each reference ends in its letter.
        Ok(inside.split(|byte| *byte == b'R').count() - 1)
    } else {
        Err(FOREIGN)
    }
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

    fn object(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n1 0 obj <<{dictionary}>> stream\r\n");
        [head.as_bytes(), data, b"\nendstream endobj"].concat()
    }

    /// The copy without blanks, or what is wrong.
    fn check(file: &[u8], expected: &str) {
        let plain = Plain::new(file, &mut Budget::default());
        let shown = match &plain {
            Ok(plain) => plain
                .text
                .iter()
                .filter(|byte| !is_blank(**byte))
                .copied()
                .collect(),
            Err(complaint) => complaint.message.as_bytes().to_vec(),
        };
        assert_eq!(String::from_utf8_lossy(&shown), expected);
    }

    #[test]
    fn streams_are_left_out_whatever_they_hold() {
        check(b"1 0 obj (a\\)b(c)) % (\nendobj", "10obj(a\\)b(c))endobj");
        check(
            b"1 0 obj<</A[<4 1> /B]>>endobj startxref 9",
            "10obj<</A[<41>/B]>>endobj9",
        );
        let empty = "10obj<</Length12>>streamendstreamendobj";
        check(&object("/Length 12", b"LZW /LZW /RL"), empty);
        check(&object("/Length 12", b"/Encrypt ( <"), empty);
        check(
            &object("/Length 9 0 R", b"[ ( endstrea"),
            "10obj<</Length90R>>streamendstreamendobj",
        );
        check(b"( stream obj )", "(\\163tream\\157bj)");
    }

    #[test]
    fn what_is_broken_or_foreign_is_refused() {
        check(b"<</Encrypt 5 0 R>>", &FOREIGN.message);
        check(b"<</#45ncrypt 5 0 R>>", &FOREIGN.message);
        check(b"<</Kids 5 0 R>>", &FOREIGN.message);
        check(b"<</Kids[<</Kids 5 0 R>>]>>", &FOREIGN.message);
        check(b"(", &BROKEN.message);
        check(b"<41", &BROKEN.message);
        check(&b"[".repeat(MAX_OPEN + 1), &BROKEN.message);
        check(&b"/Contents".repeat(MAX_KIDS + 1), &TOO_LARGE.message);
        check(
            &[b"<<".as_slice(), &b"/A 0".repeat(MAX_NAMES + 1)].concat(),
            &TOO_LARGE.message,
        );
        check(b"1 0 obj <<>> stream\n", &BROKEN.message);
    }

    #[test]
    fn objects_of_a_stream_stand_as_plain_text() {
        let objects = b"7 0 8 4 /A  <</B 7 0 R>>";
        let plain = "70obj/Aendobj80obj<</B70R>>endobjendobj";
        let dictionary = "/Type/ObjStm/First 8";
        check(
            &object(dictionary, objects),
            &format!(
                "10obj<<{}>>streamendstreamendobj{plain}",
                dictionary.replace(' ', "")
            ),
        );
        let packed = "/Type/ObjStm/First 8/Filter/FlateDecode";
        check(
            &object(packed, &deflated(objects)),
            &format!(
                "10obj<<{}>>streamendstreamendobj{plain}",
                packed.replace(' ', "")
            ),
        );
        check(
            &object("/Type/ObjStm/First 8/Filter/LZWDecode", objects),
            &FOREIGN.message,
        );
        check(
            &object("/Type/ObjStm/First 8/Filter/R#4c", objects),
            &FOREIGN.message,
        );
        check(
            &object("/Type/ObjStm/First 8", b"7 4 8 0 /A  <</B 7 0 R>>"),
            &BROKEN.message,
        );
        check(
            &object(packed, &deflated(&vec![b' '; 17 << 20])),
            &TOO_LARGE.message,
        );
    }
}
