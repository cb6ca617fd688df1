//! The objects of a file, found by looking for them and not by its table of places.
//!
//! Tables of places are broken in many files, and of files that were added to, the last
//! object of a number counts anyway. Each object is read when it is asked for and kept;
//! whoever asks for more than is left gets nothing, and is told so at the end.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::super::super::TOO_LARGE;
use super::super::super::budget::{Budget, spend};
use super::super::lexis::{self, is_blank};
use super::PROTECTED;
use super::cipher::Cipher;
use super::filters::unfold;
use super::scan::{MAX_OBJECTS, ObjectSpot, scan};
use super::value::{PdfEntries, PdfStream, PdfValue};
use super::values::PdfValues;
use crate::finding::Complaint;

/// References that lead to references.
const MAX_STEPS: usize = 8;
/// Filters of one stream.
const MAX_FILTERS: usize = 4;
/// How much longer deciphering takes than unfolding.
const SLOW: usize = 3;
/// How much more room values take than their text, about.
const ROOM: usize = 4;

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
        let found = scan(bytes, &mut store.budget.objects)?;
        store.trailer = found.trailer;
        for object in &found.objects {
            store.spots.insert(object.number, object.spot.clone());
        }
        store.unlock()?;
        // Of objects with one number the last in the file counts, packed or not.
        for object in found.objects {
            store.spots.insert(object.number, object.spot);
            if object.packs {
                store.known.remove(&object.number);
                store.unpack(object.number)?;
            }
        }
        store.known.clear();
        Ok(store)
    }

    /// Finds the key of a file that is locked.
    fn unlock(&mut self) -> Result<(), Complaint> {
        let Some(lock) = self.trailer.get(b"Encrypt".as_slice()).cloned() else {
            return Ok(());
        };
        let lock = self.resolve(&lock).entries().cloned().unwrap_or_default();
        let id = match self.trailer.get(b"ID".as_slice()).cloned() {
            Some(id) => match self.resolve(&id) {
                PdfValue::List(list) => list.first().map(|id| self.resolve(id)),
                _ => None,
            },
            None => None,
        };
        let lock = self.whole(&lock);
        self.cipher = Some(Cipher::new(&lock, id.as_ref()).ok_or(PROTECTED)?);
        self.known.clear();
        Ok(())
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
            .map(lexis::number);
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
        let (bytes, at) = match &spot {
            ObjectSpot::Plain { at, .. } => (self.bytes, *at),
            ObjectSpot::Packed { buffer, at } => match self.buffers.get(*buffer) {
                Some(buffer) => (buffer.as_slice(), *at),
                None => return PdfValue::Null,
            },
        };
        let Ok(value) = read_value(bytes, at, &mut self.budget.objects) else {
            self.exhausted = true;
            return PdfValue::Null;
        };
        let value = match spot {
            ObjectSpot::Plain {
                data, generation, ..
            } => self.open(value, data, number, generation),
            ObjectSpot::Packed { .. } => value,
        };
        self.known.insert(number, value.clone());
        value
    }

    /// A value that stands in the file itself, deciphered, with its data where it has any.
    fn open(
        &self,
        value: PdfValue,
        data: Option<Range<usize>>,
        number: u32,
        generation: u32,
    ) -> PdfValue {
        let value = match &self.cipher {
            Some(cipher) => cipher.open(value, number, generation),
            None => value,
        };
        match (value, data) {
            (PdfValue::Entries(entries), Some(data)) => PdfValue::Stream(Rc::new(PdfStream {
                entries,
                data,
                number,
                generation,
            })),
            (value, _) => value,
        }
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

    /// A string that a dictionary has under a name; empty where it has none.
    pub fn bytes(&mut self, entries: &PdfEntries, name: &[u8]) -> Vec<u8> {
        match self.entry(entries, name) {
            PdfValue::Bytes(bytes) => bytes,
            _ => Vec::new(),
        }
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
        let entries = &stream.entries;
        let filters = self.named_filters(entries);
        let settings = match self.entry(entries, b"DecodeParms") {
            PdfValue::Null => self.entry(entries, b"DP"),
            settings => settings,
        };
        let left = &mut self.budget.inflated;
        let mut data = match &self.cipher {
            Some(cipher) if is_enciphered(entries, &filters) => {
                spend(left, raw.len().saturating_mul(SLOW))?;
                Cow::Owned(cipher.open_data(raw, stream.number, stream.generation))
            }
            _ => {
                spend(left, if filters.is_empty() { raw.len() } else { 0 })?;
                Cow::Borrowed(raw)
            }
        };
        for (index, filter) in filters.iter().enumerate().take(MAX_FILTERS) {
            let own = match &settings {
                PdfValue::List(list) => list.get(index).cloned().unwrap_or(PdfValue::Null),
                settings => settings.clone(),
            };
            let own = self.resolve(&own).entries().cloned();
            match unfold(filter, &data, own.as_deref(), &mut self.budget.inflated)? {
                Some(out) => data = Cow::Owned(out),
                None => return Ok(Vec::new()),
            }
        }
        Ok(data.into_owned())
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

/// Whether the data of a stream are enciphered, where the file's are at all: a stream may say
/// that its own are not, and tables of places never are.
fn is_enciphered(entries: &PdfEntries, filters: &[Vec<u8>]) -> bool {
    let kind = entries.get(b"Type".as_slice()).and_then(PdfValue::name);
    kind != Some(b"XRef") && !filters.iter().any(|filter| filter == b"Crypt")
}

/// The value that begins at a place.
///
/// # Errors
/// When it is more than is left.
fn read_value(bytes: &[u8], at: usize, left: &mut usize) -> Result<PdfValue, Complaint> {
    let mut values = PdfValues::of_object(bytes, at);
    let value = values.value();
    let length = values.at.saturating_sub(at);
    spend(left, length.saturating_mul(ROOM))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::super::DAMAGED;
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
        // Lengths that no file has, of either sign.
        let endless = format!(
            "1 0 obj<</Length {}>>stream\nabc\nendstream",
            "9".repeat(60)
        );
        check(&endless, 1, "abc\n");
        check("1 0 obj<</Length -3>>stream\nabc\nendstream", 1, "abc\n");
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
