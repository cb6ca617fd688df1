//! The file itself: objects, where they lie, and what readers find them by.
//!
//! Objects without a stream are packed together (object streams, ISO 32000-1, 7.5.7), and the
//! table of all places is a stream as well (7.5.8): a report has some 400 objects of its
//! structure, which say much the same. What stands alone are streams, the catalog and the
//! document information, so that simple readers find them.

use pdf_writer::types::Predictor;
use pdf_writer::{Chunk, Filter, Finish, Name, Ref, Settings, Str};

use super::super::deflate::{crc32, zlib};

/// Objects that one stream holds: whoever wants one of them has to unpack them all.
const PACKED_TOGETHER: usize = 200;

/// A file's objects.
pub(super) struct Objects {
    last: i32,
    /// Those that stand alone, as they stand in the file.
    alone: Chunk,
    alone_starts: Vec<Start>,
    /// Those that are packed.
    packed: Chunk,
    packed_starts: Vec<Start>,
}

/// Where an object begins in its chunk.
#[derive(Clone, Copy)]
struct Start {
    number: i32,
    at: usize,
}

/// Where readers find an object.
#[derive(Clone, Copy, Default)]
enum Location {
    #[default]
    Nowhere,
    /// At a byte of the file.
    Alone(usize),
    /// At an index of an object stream.
    Packed { stream: i32, index: usize },
}

/// What readers begin with.
pub(super) struct Roots {
    pub catalog: Ref,
    pub information: Ref,
    /// The document, and this state of it.
    pub ids: [[u8; 16]; 2],
}

impl Objects {
    pub fn new() -> Self {
        let settings = Settings { pretty: false };
        Self {
            last: 0,
            alone: Chunk::with_settings_and_capacity(settings, 1 << 19),
            alone_starts: Vec::new(),
            packed: Chunk::with_settings_and_capacity(settings, 1 << 17),
            packed_starts: Vec::new(),
        }
    }

    /// A number for an object.
    pub fn number(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    /// Where the object of this number is written; it has no stream.
    pub fn packed(&mut self, id: Ref) -> &mut Chunk {
        self.packed_starts.push(Start {
            number: id.get(),
            at: self.packed.len(),
        });
        &mut self.packed
    }

    /// Where the object of this number is written; it may be a stream.
    pub fn alone(&mut self, id: Ref) -> &mut Chunk {
        self.alone_starts.push(Start {
            number: id.get(),
            at: self.alone.len(),
        });
        &mut self.alone
    }

    /// A compressed stream that says nothing else of itself.
    pub fn stream(&mut self, content: &[u8]) -> Ref {
        let id = self.number();
        self.alone(id)
            .stream(id, &zlib(content))
            .filter(Filter::FlateDecode);
        id
    }

    /// What so many numbers of a colour mean, by an ICC profile.
    pub fn profile(&mut self, profile: &[u8], components: i32) -> Ref {
        let id = self.number();
        let content = zlib(profile);
        let mut stream = self.alone(id).icc_profile(id, &content);
        stream.n(components).filter(Filter::FlateDecode);
        stream.finish();
        id
    }

    /// What tells the objects so far from those of another file.
    pub fn sums(&self) -> [u32; 4] {
        let [alone, packed] = [&self.alone, &self.packed].map(Chunk::as_bytes);
        [
            crc32(alone),
            alone.len() as u32,
            crc32(packed),
            packed.len() as u32,
        ]
    }

    /// The whole file.
    pub fn finish(mut self, roots: &Roots) -> Vec<u8> {
        let streams = self.packed_starts.len().div_ceil(PACKED_TOGETHER) as i32;
        let table = self.last + streams + 1;
        let mut locations = vec![Location::Nowhere; table as usize + 1];
        for first in (0..self.packed_starts.len()).step_by(PACKED_TOGETHER) {
            let stream = self.number();
            let together = self.together(first);
            for (index, start) in together.iter().enumerate() {
                locations[start.number as usize] = Location::Packed {
                    stream: stream.get(),
                    index,
                };
            }
            self.pack(stream, first);
        }
        let mut file = Vec::with_capacity(self.alone.len() + (1 << 12));
        // The comment of bytes beyond ASCII tells programs that the file is no text.
        file.extend(b"%PDF-1.7\n%\xE5\xB9\xB4\xE6\x8A\xA5\n");
        for start in &self.alone_starts {
            locations[start.number as usize] = Location::Alone(file.len() + start.at);
        }
        file.extend(self.alone.as_bytes());
        let at = file.len();
        locations[table as usize] = Location::Alone(at);
        file.extend(table_of(&locations, roots).as_bytes());
        file.extend(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        file
    }

    /// The objects of one stream.
    fn together(&self, first: usize) -> &[Start] {
        let end = (first + PACKED_TOGETHER).min(self.packed_starts.len());
        &self.packed_starts[first..end]
    }

    /// Writes the stream of the objects from this one on.
    fn pack(&mut self, id: Ref, first: usize) {
        let (mut index, mut bodies) = (String::new(), Vec::new());
        let together = self.together(first);
        let count = together.len();
        for (at, start) in together.iter().enumerate() {
            let next = self.packed_starts.get(first + at + 1);
            let end = next.map_or(self.packed.len(), |next| next.at);
            index.push_str(&format!("{} {} ", start.number, bodies.len()));
            bodies.extend(body(&self.packed.as_bytes()[start.at..end]));
            bodies.push(b'\n');
        }
        let offset = index.len();
        let content = zlib(&[index.into_bytes(), bodies].concat());
        let mut stream = self.alone(id).stream(id, &content);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Type"), Name(b"ObjStm"));
        stream.pair(Name(b"N"), count as i32);
        stream.pair(Name(b"First"), offset as i32);
        stream.finish();
    }
}

/// An object without its number and the words around it.
fn body(object: &[u8]) -> &[u8] {
    let start = object
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let object = object[start..].trim_ascii_end();
    object
        .strip_suffix(b"endobj")
        .unwrap_or(object)
        .trim_ascii_end()
}

/// Bytes of a row: kind, place, index.
const ROW: usize = 7;
/// How PNG names that a row is told by the one above.
const PREDICTED_UP: u8 = 2;

/// The table of all places: of each object its kind, its byte or stream, its index there.
fn table_of(locations: &[Location], roots: &Roots) -> Chunk {
    let mut rows = Vec::with_capacity(locations.len() * (1 + ROW));
    let mut above = [0; ROW];
    for location in locations {
        let (kind, place, index) = match *location {
            Location::Nowhere => (0, 0, u16::MAX),
            Location::Alone(at) => (1, at as u32, 0),
            Location::Packed { stream, index } => (2, stream as u32, index as u16),
        };
        let mut row = [kind, 0, 0, 0, 0, 0, 0];
        row[1..5].copy_from_slice(&place.to_be_bytes());
        row[5..].copy_from_slice(&index.to_be_bytes());
        // Told by the difference to the row above, as in PNG: rows are much alike.
        rows.push(PREDICTED_UP);
        rows.extend(
            row.iter()
                .zip(above)
                .map(|(byte, above)| byte.wrapping_sub(above)),
        );
        above = row;
    }
    let id = Ref::new(locations.len() as i32 - 1);
    let content = zlib(&rows);
    let mut chunk = Chunk::with_settings(Settings { pretty: false });
    let mut stream = chunk.stream(id, &content);
    stream.filter(Filter::FlateDecode);
    let mut parameters = stream.decode_parms();
    parameters.predictor(Predictor::PngUp).columns(ROW as i32);
    parameters.finish();
    stream.pair(Name(b"Type"), Name(b"XRef"));
    stream.pair(Name(b"Size"), locations.len() as i32);
    stream.insert(Name(b"W")).array().items([1, 4, 2]);
    stream.pair(Name(b"Root"), roots.catalog);
    stream.pair(Name(b"Info"), roots.information);
    let mut ids = stream.insert(Name(b"ID")).array();
    for bytes in &roots.ids {
        ids.item(Str(bytes));
    }
    ids.finish();
    stream.finish();
    chunk
}
