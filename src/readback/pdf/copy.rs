//! The copy of a PDF that a reader of objects is given: token by token, without comments and the
//! data of streams, with the objects of streams of objects beside the others.

use std::collections::HashMap;
use std::ops::Range;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::ObjectIdentifier;

use super::super::budget::{Budget, gather};
use super::super::{REBUILD, TOO_LARGE};
use super::BROKEN;
use super::lexis::{end_of, has_name, is_blank, is_regular, number, run, unescape, value};
use crate::finding::Complaint;

/// What stands outside of streams, in bytes; a report has 200 KB.
const MAX_PLAIN: usize = 8 << 20;
/// How deep brackets may stand in each other; a report's stand six deep.
pub(super) const MAX_OPEN: usize = 64;
/// The longest string; a figure's words have 1 KB, a seal's signature 60 KB.
const MAX_STRING: usize = 256 << 10;
/// Names in one dictionary; a report's have 20.
pub(super) const MAX_NAMES: usize = 256;
/// Files that this program does not write.
pub(super) const FOREIGN: Complaint = Complaint::fixed("是别的程序写的，或设了密码", REBUILD);

/// A bracket that is open.
struct OpenBracket {
    /// Where it begins in the copy.
    start: usize,
    /// Names in it so far.
    names: usize,
}

/// A copy that grows token by token.
pub(super) struct Copyist<'b> {
    /// The objects as text.
    pub out: Vec<u8>,
    /// Where the data of each object's stream stand in the file.
    pub streams: HashMap<ObjectIdentifier, Range<usize>>,
    open: Vec<OpenBracket>,
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
    pub kids: usize,
    /// The size of the largest dictionary.
    pub largest: usize,
    budget: &'b mut Budget,
}

impl<'b> Copyist<'b> {
    /// An empty copy.
    pub fn new(budget: &'b mut Budget) -> Self {
        Self {
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
        }
    }

    /// Copies all that stands in some bytes.
    ///
    /// # Errors
    /// For what is broken, too large or none of this program's.
    pub fn scan(&mut self, bytes: &[u8]) -> Result<(), Complaint> {
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
        self.open.push(OpenBracket {
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
        match unescape(name).as_slice() {
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
        let is_deflated = has_name(dictionary, b"/FlateDecode");
        let is_foreign = has_name(dictionary, b"/DecodeParms") || has_name(dictionary, b"/F");
        if is_foreign || !is_deflated && has_name(dictionary, b"/Filter") {
            return Err(FOREIGN);
        }
        let left = &mut self.budget.inflated;
        let data = if is_deflated {
            gather(ZlibDecoder::new(data), left)?
        } else {
            gather(data, left)?
        };
        let first = value(dictionary, b"/First").ok_or(BROKEN)?;
        let places = places(data.get(..first).ok_or(BROKEN)?);
        self.out.extend_from_slice(b"endobj\n");
        self.packed = true;
        for (index, place) in places.iter().enumerate() {
            let to = match places.get(index + 1) {
                Some(next) => next.at,
                None => data.len(),
            };
            // Objects one in another would be read again and again.
            let object = data.get(place.at..to).ok_or(BROKEN)?;
            let head = format!("{} 0 obj\n", place.number);
            self.out.extend_from_slice(head.as_bytes());
            self.scan(object)?;
            self.out.extend_from_slice(b"\nendobj\n");
        }
        self.packed = false;
        Ok(())
    }
}

/// Where an object stands in a stream of objects.
struct PackedPlace {
    number: u32,
    at: usize,
}

/// The places that the head of a stream of objects names, each behind this.
fn places(head: &[u8]) -> Vec<PackedPlace> {
    let mut numbers = head.split(|byte| is_blank(*byte)).filter_map(number);
    let mut places = Vec::new();
    while let (Some(number), Some(offset)) = (numbers.next(), numbers.next()) {
        let at = head.len().saturating_add(offset as usize);
        places.push(PackedPlace { number, at });
    }
    places
}

/// How many references an array of children has; it may hold nothing else.
fn references(rest: &[u8]) -> Result<usize, Complaint> {
    let rest = rest.get(run(rest, 0, is_blank)..).unwrap_or_default();
    let [b'[', inside @ ..] = rest else {
        return Err(FOREIGN);
    };
    let length = run(inside, 0, |byte| byte != b']');
    let inside = inside.get(..length).unwrap_or_default();
    if inside.iter().all(|byte| may_refer(*byte)) {
        // Each reference ends in its letter.
        Ok(inside.split(|byte| *byte == b'R').count() - 1)
    } else {
        Err(FOREIGN)
    }
}

/// Whether a byte may stand in a list of nothing but references.
fn may_refer(byte: u8) -> bool {
    is_blank(byte) || byte.is_ascii_digit() || byte == b'R'
}
