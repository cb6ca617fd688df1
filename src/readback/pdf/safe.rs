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

use super::super::TOO_LARGE;
use super::super::budget::{Budget, gather, spend};
use super::BROKEN;
use super::copy::{Copyist, FOREIGN};
use crate::finding::Complaint;

/// Children of all page trees, and objects with contents; a report has 15.
const MAX_KIDS: usize = 600;
/// The largest dictionary times the pages that might each ask for it, in bytes.
const MAX_ASKED: usize = 128 << 20;

/// A file without what a reader could stumble over.
pub(super) struct PlainPdf<'a> {
    bytes: &'a [u8],
    /// The objects as text.
    pub text: Vec<u8>,
    /// Where the data of each object's stream stand in the file; of objects with one
    /// number the last counts.
    streams: HashMap<ObjectIdentifier, Range<usize>>,
}

impl<'a> PlainPdf<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// For what is broken, too large or none of this program's.
    pub fn new(bytes: &'a [u8], budget: &mut Budget) -> Result<Self, Complaint> {
        let mut copy = Copyist::new(budget);
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
        let stored = self.find(stream)?;
        if stored.is_deflated {
            gather(ZlibDecoder::new(stored.bytes), left)
        } else {
            gather(stored.bytes, left)
        }
    }

    /// The same of a stream that must be whole: what is broken halfway is refused.
    ///
    /// # Errors
    /// As for [`Self::data`].
    pub fn whole(&self, stream: &Stream<'_>, left: &mut usize) -> Result<Vec<u8>, Complaint> {
        let stored = self.find(stream)?;
        let mut out = Vec::new();
        if stored.is_deflated {
            let mut bounded = ZlibDecoder::new(stored.bytes).take(*left as u64 + 1);
            bounded.read_to_end(&mut out).map_err(|_| BROKEN)?;
        } else {
            out.extend_from_slice(stored.bytes);
        }
        spend(left, out.len())?;
        Ok(out)
    }

    /// The data of a stream as they stand in the file.
    fn find(&self, stream: &Stream<'_>) -> Result<StoredData<'a>, Complaint> {
        let is_deflated = is_deflated(stream.dict())?;
        let range = self.streams.get(&stream.obj_id()).cloned().ok_or(BROKEN)?;
        let bytes = self.bytes.get(range).ok_or(BROKEN)?;
        Ok(StoredData { bytes, is_deflated })
    }
}

/// Data of a stream, deflated or not.
struct StoredData<'a> {
    bytes: &'a [u8],
    is_deflated: bool,
}

/// Whether a stream is deflated, or else is as it stands.
fn is_deflated(dict: &Dict<'_>) -> Result<bool, Complaint> {
    let settings = dict.get::<Dict<'_>>("DecodeParms");
    if dict.contains_key("F") || settings.is_some_and(|own| own.contains_key("Predictor")) {
        return Err(FOREIGN);
    }
    match dict.get::<Object<'_>>("Filter") {
        None | Some(Object::Null(_)) => Ok(false),
        Some(Object::Name(name)) => demand_flate(&name),
        Some(Object::Array(names)) => {
            let mut names = names.iter::<Object<'_>>();
            match (names.next(), names.next()) {
                (None, _) => Ok(false),
                (Some(Object::Name(name)), None) => demand_flate(&name),
                _ => Err(FOREIGN),
            }
        }
        Some(_) => Err(FOREIGN),
    }
}

/// True for the name of the one filter that this program's files have.
fn demand_flate(name: &Name<'_>) -> Result<bool, Complaint> {
    if &**name == b"FlateDecode" {
        Ok(true)
    } else {
        Err(FOREIGN)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::super::copy::{MAX_NAMES, MAX_OPEN};
    use super::super::lexis::is_blank;
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
        let plain = PlainPdf::new(file, &mut Budget::default());
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
