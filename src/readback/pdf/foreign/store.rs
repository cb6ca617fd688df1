//! The objects of a file, found by looking for them and not by its table of places.
//!
//! Tables of places are broken in many files, and of files that were added to, the last
//! object of a number counts anyway. Each object is read when it is asked for and kept;
//! whoever asks for more than is left gets nothing, and is told so at the end.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;

use super::super::super::TOO_LARGE;
use super::super::super::budget::{Budget, spend};
use super::super::lexis::{is_blank, is_regular};
use super::cipher::Cipher;
use super::filters::unfold;
use super::value::{PdfEntries, PdfStream, PdfToken, PdfValue, PdfValues};
use super::{DAMAGED, PROTECTED};
use crate::finding::Complaint;

/// References that lead to references.
const MAX_STEPS: usize = 8;
/// Objects of a file; a report has 2,000.
const MAX_OBJECTS: usize = 200_000;
/// Filters of one stream.
const MAX_FILTERS: usize = 4;
/// How much longer deciphering takes than unfolding.
const SLOW: usize = 3;
/// How much more room values take than their text, about.
const ROOM: usize = 4;
/// Digits of an object's number, and blanks between the words of its head.
const MAX_HEAD: usize = 12;

/// Where an object stands.
#[derive(Clone)]
enum ObjectSpot {
    /// In the file: its value, and its data where it is a stream.
    Plain {
        at: usize,
        data: Option<Range<usize>>,
        generation: u32,
    },
    /// In a stream of objects.
    Packed { buffer: usize, at: usize },
}

/// The objects of a file.
pub(super) struct ObjectStore<'a> {
    bytes: &'a [u8],
    buffers: Vec<Vec<u8>>,
    spots: HashMap<u32, ObjectSpot>,
    known: HashMap<u32, PdfValue>,
    cipher: Option<Cipher>,
    /// What the file says of itself as a whole: its root, its properties.
    pub trailer: PdfEntries,
    pub budget: Budget,
    /// Whether more was asked for than may be read.
    pub exhausted: bool,
}

/// An object as it was found.
struct FoundObject {
    number: u32,
    spot: ObjectSpot,
    /// Whether it is a stream of objects.
    packs: bool,
}

impl<'a> ObjectStore<'a> {
    /// Finds the objects of a file.
    ///
    /// # Errors
    /// For what is broken, too large or locked with a password.
    pub fn new(bytes: &'a [u8], budget: Budget) -> Result<Self, Complaint> {
        let mut store = Self {
            bytes,
            buffers: Vec::new(),
            spots: HashMap::new(),
            known: HashMap::new(),
            cipher: None,
            trailer: PdfEntries::new(),
            budget,
            exhausted: false,
        };
        let found = store.scan()?;
        for object in &found {
            store.spots.insert(object.number, object.spot.clone());
        }
        if let Some(lock) = store.trailer.get(b"Encrypt".as_slice()).cloned() {
            let lock = store.resolve(&lock);
            let lock = lock.entries().cloned().unwrap_or_default();
            let id = store
                .trailer
                .get(b"ID".as_slice())
                .cloned()
                .unwrap_or(PdfValue::Null);
            let id = match store.resolve(&id) {
                PdfValue::List(list) => list.first().map(|id| store.resolve(id)),
                _ => None,
            };
            let lock = store.whole(&lock);
            store.cipher = Some(Cipher::new(&lock, id.as_ref()).ok_or(PROTECTED)?);
            store.known.clear();
        }
        // Of objects with one number the last in the file counts, packed or not.
        for object in found {
            let packs = object.packs.then_some(object.number);
            store.spots.insert(object.number, object.spot);
            if let Some(number) = packs {
                store.known.remove(&number);
                store.unpack(number)?;
            }
        }
        store.known.clear();
        Ok(store)
    }

    /// All objects outside of streams of objects, in the order of the file.
    fn scan(&mut self) -> Result<Vec<FoundObject>, Complaint> {
        let bytes = self.bytes;
        let mut found: Vec<FoundObject> = Vec::new();
        let mut trailers: Vec<(usize, Rc<PdfEntries>)> = Vec::new();
        let mut streams: Vec<Range<usize>> = Vec::new();
        let mut ends = true;
        let mut from = 0;
        let finder = memmem::Finder::new(b"obj");
        while let Some(next) = finder.find(bytes.get(from..).unwrap_or_default()) {
            let at = from + next;
            from = at + 3;
            let Some((number, generation)) = head(bytes, at) else {
                continue;
            };
            let mut values = PdfValues::of_object(bytes, at + 3);
            let value = values.value();
            spend(&mut self.budget.objects, values.at.min(bytes.len()) - at)?;
            let end = values.at;
            let mut data = None;
            let mut packs = false;
            if let (Some(entries), Some(start)) = (value.entries(), data_start(bytes, end)) {
                let said = entries.get(b"Length".as_slice()).and_then(PdfValue::number);
                let end = stream_end(bytes, start, said, &mut ends);
                let kind = entries.get(b"Type".as_slice()).and_then(PdfValue::name);
                packs = kind == Some(b"ObjStm");
                if kind == Some(b"XRef") {
                    trailers.push((at, entries.clone()));
                }
                data = Some(start..end);
                if ends {
                    streams.push(start..end);
                    from = end;
                } else {
                    from = start;
                }
            } else {
                from = end.max(from);
            }
            let spot = ObjectSpot::Plain {
                at: at + 3,
                data,
                generation,
            };
            found.push(FoundObject {
                number,
                spot,
                packs,
            });
            if found.len() > MAX_OBJECTS {
                return Err(TOO_LARGE);
            }
        }
        for at in memmem::find_iter(bytes, b"trailer") {
            let before = streams.partition_point(|range| range.start <= at);
            let inside = before.checked_sub(1).and_then(|last| streams.get(last));
            if inside.is_some_and(|range| range.contains(&at)) {
                continue;
            }
            let mut values = PdfValues::of_object(bytes, at + b"trailer".len());
            let value = values.value();
            spend(&mut self.budget.objects, values.at.min(bytes.len()) - at)?;
            trailers.extend(value.entries().map(|entries| (at, entries.clone())));
        }
        trailers.sort_by_key(|(at, _)| *at);
        for (_, entries) in trailers {
            for name in [b"Root".as_slice(), b"Info", b"Encrypt", b"ID"] {
                if let Some(value) = entries.get(name) {
                    self.trailer.insert(name.to_vec(), value.clone());
                }
            }
        }
        if found.is_empty() {
            Err(DAMAGED)
        } else {
            Ok(found)
        }
    }

    /// Takes a stream of objects apart.
    fn unpack(&mut self, number: u32) -> Result<(), Complaint> {
        let PdfValue::Stream(stream) = self.object(number) else {
            return Ok(());
        };
        let Some(first) = self.entry(&stream.entries, b"First").number() else {
            return Ok(());
        };
        let data = self.data(&stream)?;
        let head = data.get(..first.max(0.0) as usize).unwrap_or_default();
        let mut numbers = head
            .split(|byte| is_blank(*byte))
            .filter(|word| !word.is_empty())
            .map(super::super::lexis::number);
        let buffer = self.buffers.len();
        while let (Some(Some(number)), Some(Some(offset))) = (numbers.next(), numbers.next()) {
            let at = head.len().saturating_add(offset as usize);
            self.spots.insert(number, ObjectSpot::Packed { buffer, at });
            if self.spots.len() > MAX_OBJECTS {
                return Err(TOO_LARGE);
            }
        }
        self.buffers.push(data);
        Ok(())
    }

    /// An object by its number.
    pub fn object(&mut self, number: u32) -> PdfValue {
        if let Some(known) = self.known.get(&number) {
            return known.clone();
        }
        let Some(spot) = self.spots.get(&number).cloned() else {
            return PdfValue::Null;
        };
        let value = match spot {
            ObjectSpot::Plain {
                at,
                data,
                generation,
            } => {
                let mut values = PdfValues::of_object(self.bytes, at);
                let value = values.value();
                let cost = values.at.saturating_sub(at).saturating_mul(ROOM);
                if spend(&mut self.budget.objects, cost).is_err() {
                    self.exhausted = true;
                    return PdfValue::Null;
                }
                let value = match &self.cipher {
                    Some(cipher) => cipher.open(value, number, generation),
                    None => value,
                };
                match (value, data) {
                    (PdfValue::Entries(entries), Some(data)) => {
                        PdfValue::Stream(Rc::new(PdfStream {
                            entries,
                            data,
                            number,
                            generation,
                        }))
                    }
                    (value, _) => value,
                }
            }
            ObjectSpot::Packed { buffer, at } => {
                let bytes = self
                    .buffers
                    .get(buffer)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let mut values = PdfValues::of_object(bytes, at);
                let value = values.value();
                let cost = values.at.saturating_sub(at).saturating_mul(ROOM);
                if spend(&mut self.budget.objects, cost).is_err() {
                    self.exhausted = true;
                    return PdfValue::Null;
                }
                value
            }
        };
        self.known.insert(number, value.clone());
        value
    }

    /// The numbers of all objects, in their order.
    pub fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.spots.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// A value itself, where a reference stands for it.
    pub fn resolve(&mut self, value: &PdfValue) -> PdfValue {
        let mut value = value.clone();
        for _ in 0..MAX_STEPS {
            let PdfValue::Reference(number) = value else {
                return value;
            };
            value = self.object(number);
        }
        PdfValue::Null
    }

    /// What a dictionary has under a name.
    pub fn entry(&mut self, entries: &PdfEntries, name: &[u8]) -> PdfValue {
        entries
            .get(name)
            .map_or(PdfValue::Null, |value| self.resolve(value))
    }

    /// A dictionary that a dictionary has under a name; empty where it has none.
    pub fn inner(&mut self, entries: &PdfEntries, name: &[u8]) -> Rc<PdfEntries> {
        self.entry(entries, name)
            .entries()
            .cloned()
            .unwrap_or_default()
    }

    /// A list that a dictionary has under a name; empty where it has none.
    pub fn list(&mut self, entries: &PdfEntries, name: &[u8]) -> Rc<Vec<PdfValue>> {
        match self.entry(entries, name) {
            PdfValue::List(list) => list,
            _ => Rc::default(),
        }
    }

    /// The numbers of such a list.
    pub fn numbers_of(&mut self, entries: &PdfEntries, name: &[u8]) -> Vec<f32> {
        let list = self.list(entries, name);
        list.iter()
            .filter_map(|value| self.resolve(value).number())
            .collect()
    }

    /// A dictionary with no references in it, for one or two levels.
    fn whole(&mut self, entries: &PdfEntries) -> PdfEntries {
        let mut out = PdfEntries::new();
        for (name, value) in entries {
            let value = self.resolve(value);
            out.insert(name.clone(), value);
        }
        out
    }

    /// What a stream holds, unfolded; nothing where a filter is for pictures.
    ///
    /// # Errors
    /// When it is more than is left.
    pub fn data(&mut self, stream: &PdfStream) -> Result<Vec<u8>, Complaint> {
        let raw = self.bytes.get(stream.data.clone()).unwrap_or_default();
        let entries = stream.entries.clone();
        let filters = self.named_filters(&entries);
        let parms = match self.entry(&entries, b"DecodeParms") {
            PdfValue::Null => self.entry(&entries, b"DP"),
            parms => parms,
        };
        let own = filters.iter().any(|filter| filter == b"Crypt");
        let is_table = entries.get(b"Type".as_slice()).and_then(PdfValue::name) == Some(b"XRef");
        let mut data = match &self.cipher {
            Some(cipher) if !own && !is_table => {
                spend(&mut self.budget.inflated, raw.len().saturating_mul(SLOW))?;
                cipher.open_data(raw, stream.number, stream.generation)
            }
            _ if filters.is_empty() => {
                spend(&mut self.budget.inflated, raw.len())?;
                raw.to_vec()
            }
            _ => Vec::new(),
        };
        let mut first = self.cipher.is_none() || own || is_table;
        for (index, filter) in filters.iter().enumerate().take(MAX_FILTERS) {
            let own = match &parms {
                PdfValue::List(list) => list.get(index).cloned().unwrap_or(PdfValue::Null),
                parms => parms.clone(),
            };
            let own = self.resolve(&own).entries().cloned();
            let from = if std::mem::take(&mut first) {
                raw
            } else {
                data.as_slice()
            };
            let left = &mut self.budget.inflated;
            match unfold(filter, from, own.as_deref(), left)? {
                Some(out) => data = out,
                None => return Ok(Vec::new()),
            }
        }
        Ok(data)
    }

    fn named_filters(&mut self, entries: &PdfEntries) -> Vec<Vec<u8>> {
        let filter = match self.entry(entries, b"Filter") {
            PdfValue::Null => self.entry(entries, b"F"),
            filter => filter,
        };
        match filter {
            PdfValue::Name(name) => vec![name],
            PdfValue::List(list) => list
                .iter()
                .filter_map(|value| self.resolve(value).name().map(<[u8]>::to_vec))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The number and generation before the word `obj` at this place.
fn head(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let follows = bytes
        .get(at + 3)
        .is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let (generation, at) = number_before(bytes, at)?;
    let (number, _) = number_before(bytes, at)?;
    follows.then_some((number, generation))
}

/// The number that ends before this place, and where it begins.
fn number_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let count = |at: usize, kind: fn(&u8) -> bool| {
        let before = bytes
            .get(at.saturating_sub(MAX_HEAD)..at)
            .unwrap_or_default();
        before.iter().rev().take_while(|byte| kind(byte)).count()
    };
    let blanks = count(at, |byte| is_blank(*byte));
    let end = at - blanks;
    let digits = count(end, u8::is_ascii_digit);
    let word = bytes.get(end - digits..end)?;
    Some((std::str::from_utf8(word).ok()?.parse().ok()?, end - digits))
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

/// Where the data of a stream end: where it says, or at the next end of a stream, or at the
/// end of the file; `ends` is whether any end may still come.
fn stream_end(bytes: &[u8], start: usize, said: Option<f32>, ends: &mut bool) -> usize {
    let said = said
        .filter(|length| *length >= 0.0)
        .map(|length| start + length as usize);
    let sound = |end: &usize| {
        let rest = bytes.get(*end..).unwrap_or_default();
        let blanks = rest
            .iter()
            .take(4)
            .take_while(|byte| is_blank(**byte))
            .count();
        let rest = rest.get(blanks..).unwrap_or_default();
        rest.starts_with(b"endstream") && !rest.get(9).copied().is_some_and(is_regular)
            || rest.starts_with(b"endobj")
    };
    if let Some(end) = said.filter(sound) {
        return end;
    }
    if *ends
        && let Some(length) = memmem::find(bytes.get(start..).unwrap_or_default(), b"endstream")
    {
        return start + length;
    }
    *ends = false;
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, number: u32, expected: &str) {
        let shown = match ObjectStore::new(file.as_bytes(), Budget::default()) {
            Ok(mut store) => match store.object(number) {
                PdfValue::Number(number) => number.to_string(),
                PdfValue::Stream(stream) => {
                    String::from_utf8_lossy(&store.data(&stream).unwrap()).into_owned()
                }
                other => format!("{other:?}"),
            },
            Err(complaint) => complaint.message.into_owned(),
        };
        assert_eq!(shown, expected, "{file}");
    }

    #[test]
    fn objects_are_found_wherever_they_stand() {
        check("1 0 obj 7 endobj 1 0 obj\n8", 1, "8");
        check("1 0 obj (2 0 obj 9) endobj", 2, "Null");
        check("%PDF-1.4 no objects", 1, &DAMAGED.message);
        check(
            "1 0 obj<</Length 3>>stream\nabc\nendstream 2 0 obj 5",
            2,
            "5",
        );
        check("1 0 obj<</Length 3>>stream\nabc\nendstream", 1, "abc");
        check(
            "1 0 obj<</Length 2 0 R/Filter/AHx>>stream\r\n4142>\nendstream 2 0 obj 5",
            1,
            "AB",
        );
        check("1 0 obj<<>>stream\nabc", 1, "abc");
        check(
            "1 0 obj<</Type/ObjStm/First 8/N 2/Length 12>>stream\n7 0 8 2 5 66 endstream",
            8,
            "66",
        );
        check(
            "8 0 obj 1 endobj 1 0 obj<</Type/ObjStm/First 4>>stream\n8 0 6 endstream",
            8,
            "6",
        );
        check(
            "1 0 obj<</Type/ObjStm/First 4>>stream\n8 0 6 endstream 8 0 obj 1",
            8,
            "1",
        );
        check(
            "trailer <</Encrypt 5 0 R>> 1 0 obj 1",
            1,
            &PROTECTED.message,
        );
    }
}
