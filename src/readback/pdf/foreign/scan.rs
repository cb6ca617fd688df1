//! Where the objects of a file stand, found by the word `obj` before each, and what the file says
//! of itself as a whole. What objects mean nobody asks here.

use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;

use super::super::super::TOO_LARGE;
use super::super::super::budget::spend;
use super::super::lexis::{self, is_blank, is_regular};
use super::DAMAGED;
use super::value::{PdfEntries, PdfValue};
use super::values::{PdfToken, PdfValues};
use crate::finding::Complaint;

/// Objects of a file; a report has 2,000.
pub(super) const MAX_OBJECTS: usize = 200_000;
/// Digits of an object's number, and blanks between the words of its head.
const MAX_HEAD: usize = 12;
/// The word that every object begins with, behind its number.
const WORD: &[u8] = b"obj";
/// The word that the last lines of a file begin with.
const TRAILER: &[u8] = b"trailer";
/// What is asked of a file as a whole.
const TRAILER_NAMES: [&[u8]; 4] = [b"Root", b"Info", b"Encrypt", b"ID"];

/// Where an object stands.
#[derive(Clone)]
pub(super) enum ObjectSpot {
    /// In the file: its value, and its data where it is a stream.
    Plain {
        at: usize,
        data: Option<Range<usize>>,
        generation: u32,
    },
    /// In a stream of objects.
    Packed { buffer: usize, at: usize },
}

/// An object as it was found.
pub(super) struct FoundObject {
    pub number: u32,
    pub spot: ObjectSpot,
    /// Whether it is a stream of objects.
    pub packs: bool,
}

/// All objects outside of streams of objects.
pub(super) struct FoundObjects {
    /// These, in the order of the file.
    pub objects: Vec<FoundObject>,
    /// What the file says of itself; the last word counts.
    pub trailer: PdfEntries,
}

/// Finds the objects of a file; `left` is what may still be read of objects.
///
/// # Errors
/// For what is broken or too large.
pub(super) fn scan(bytes: &[u8], left: &mut usize) -> Result<FoundObjects, Complaint> {
    let mut scan = ObjectScan {
        bytes,
        left,
        objects: Vec::new(),
        trailers: Vec::new(),
        streams: Vec::new(),
        may_end: true,
    };
    scan.find_objects()?;
    scan.find_trailers()?;
    if scan.objects.is_empty() {
        return Err(DAMAGED);
    }
    let trailer = scan.join_trailers();
    Ok(FoundObjects {
        objects: scan.objects,
        trailer,
    })
}

/// A dictionary that tells of the file as a whole, and where it stands.
struct FoundTrailer {
    at: usize,
    entries: Rc<PdfEntries>,
}

/// What stands before the word that an object begins with.
struct ObjectHead {
    number: u32,
    generation: u32,
}

struct ObjectScan<'a> {
    bytes: &'a [u8],
    left: &'a mut usize,
    objects: Vec<FoundObject>,
    trailers: Vec<FoundTrailer>,
    /// Where data of streams stand whose end is known, in the order of the file.
    streams: Vec<Range<usize>>,
    /// Whether any end of a stream may still come.
    may_end: bool,
}

impl ObjectScan<'_> {
    fn find_objects(&mut self) -> Result<(), Complaint> {
        let finder = memmem::Finder::new(WORD);
        let mut from = 0;
        while let Some(next) = finder.find(self.bytes.get(from..).unwrap_or_default()) {
            let at = from + next;
            from = match head(self.bytes, at) {
                Some(head) => self.add_object(&head, at)?,
                None => at + WORD.len(),
            };
        }
        Ok(())
    }

    /// Adds the object whose word stands at a place; where the next one may begin.
    fn add_object(&mut self, head: &ObjectHead, at: usize) -> Result<usize, Complaint> {
        let start = at + WORD.len();
        let mut values = PdfValues::of_object(self.bytes, start);
        let value = values.value();
        spend(self.left, values.at.min(self.bytes.len()) - at)?;
        let mut object = FoundObject {
            number: head.number,
            spot: ObjectSpot::Plain {
                at: start,
                data: None,
                generation: head.generation,
            },
            packs: false,
        };
        let mut next = values.at.max(start);
        if let (Some(entries), Some(from)) = (value.entries(), data_start(self.bytes, values.at)) {
            let data = self.add_stream(entries, from);
            next = if self.may_end { data.end } else { from };
            let kind = entries.get(b"Type".as_slice()).and_then(PdfValue::name);
            object.packs = kind == Some(b"ObjStm");
            if kind == Some(b"XRef") {
                self.trailers.push(FoundTrailer {
                    at,
                    entries: entries.clone(),
                });
            }
            object.spot = ObjectSpot::Plain {
                at: start,
                data: Some(data),
                generation: head.generation,
            };
        }
        self.objects.push(object);
        if self.objects.len() > MAX_OBJECTS {
            return Err(TOO_LARGE);
        }
        Ok(next)
    }

    /// The data of a stream that begin at a place.
    fn add_stream(&mut self, entries: &PdfEntries, from: usize) -> Range<usize> {
        let said = entries.get(b"Length".as_slice()).and_then(PdfValue::number);
        let data = from..self.stream_end(from, said);
        if self.may_end {
            self.streams.push(data.clone());
        }
        data
    }

    /// Where the data of a stream end: where it says, or at the next end of a stream, or at the
    /// end of the file.
    fn stream_end(&mut self, start: usize, said: Option<f32>) -> usize {
        // A length may be any number at all.
        if let Some(length) = said
            && length >= 0.0
            && let Some(end) = start.checked_add(length as usize)
            && is_stream_end(self.bytes, end)
        {
            return end;
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        if self.may_end
            && let Some(length) = memmem::find(rest, b"endstream")
        {
            return start + length;
        }
        self.may_end = false;
        self.bytes.len()
    }

    /// Finds what follows the word for it, but in the data of streams.
    fn find_trailers(&mut self) -> Result<(), Complaint> {
        for at in memmem::find_iter(self.bytes, TRAILER) {
            let before = self.streams.partition_point(|range| range.start <= at);
            let last = before
                .checked_sub(1)
                .and_then(|last| self.streams.get(last));
            if last.is_some_and(|range| range.contains(&at)) {
                continue;
            }
            let mut values = PdfValues::of_object(self.bytes, at + TRAILER.len());
            let value = values.value();
            spend(self.left, values.at.min(self.bytes.len()) - at)?;
            if let Some(entries) = value.entries() {
                self.trailers.push(FoundTrailer {
                    at,
                    entries: entries.clone(),
                });
            }
        }
        Ok(())
    }

    /// What all of them say, the last one before those above it.
    fn join_trailers(&mut self) -> PdfEntries {
        self.trailers.sort_by_key(|trailer| trailer.at);
        let mut joined = PdfEntries::new();
        for trailer in &self.trailers {
            for name in TRAILER_NAMES {
                if let Some(value) = trailer.entries.get(name) {
                    joined.insert(name.to_vec(), value.clone());
                }
            }
        }
        joined
    }
}

/// The number and generation before the word of an object at this place; none where it is part
/// of another word.
fn head(bytes: &[u8], at: usize) -> Option<ObjectHead> {
    let next = bytes.get(at + WORD.len());
    if next.is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let generation = number_before(bytes, at)?;
    let number = number_before(bytes, generation.start)?;
    Some(ObjectHead {
        number: parse(bytes, number)?,
        generation: parse(bytes, generation)?,
    })
}

/// Where the number stands that ends before this place.
fn number_before(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let end = at - count_before(bytes, at, is_blank);
    let digits = count_before(bytes, end, |byte| byte.is_ascii_digit());
    (digits > 0).then_some(end - digits..end)
}

/// How many bytes before a place are of a kind, as far as anybody looks.
fn count_before(bytes: &[u8], at: usize, kind: impl Fn(u8) -> bool) -> usize {
    let before = bytes.get(at.saturating_sub(MAX_HEAD)..at);
    let before = before.unwrap_or_default().iter().rev();
    before.take_while(|byte| kind(**byte)).count()
}

fn parse(bytes: &[u8], number: Range<usize>) -> Option<u32> {
    lexis::number(bytes.get(number)?)
}

/// Where the data of a stream begin, whose dictionary ends here.
fn data_start(bytes: &[u8], at: usize) -> Option<usize> {
    let mut values = PdfValues::of_object(bytes, at);
    let PdfToken::Word(word) = values.next() else {
        return None;
    };
    // The word may stand directly before its data.
    if !bytes.get(word.clone())?.starts_with(b"stream") {
        return None;
    }
    let start = word.start + b"stream".len();
    Some(match bytes.get(start..)? {
        [b' ', b'\r', b'\n', ..] => start + 3,
        [b'\r' | b' ', b'\n', ..] => start + 2,
        [b'\r' | b'\n', ..] => start + 1,
        _ => start,
    })
}

/// Whether a stream's data may end at a place: its word stands there, or that of its object.
fn is_stream_end(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let blanks = rest.iter().take(4).take_while(|byte| is_blank(**byte));
    let rest = rest.get(blanks.count()..).unwrap_or_default();
    if rest.starts_with(b"endobj") {
        return true;
    }
    match rest.strip_prefix(b"endstream") {
        Some(behind) => !behind.first().copied().is_some_and(is_regular),
        None => false,
    }
}
