//! A PDF's values: numbers, names, strings, lists, dictionaries, references. Nothing is followed
//! here: a reference stays one, and a stream is known by where its data stand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// A dictionary's values by name, without the slash.
pub(super) type PdfEntries = BTreeMap<Vec<u8>, PdfValue>;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PdfValue {
    /// Nothing, and whatever is no value.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(f32),
    /// A whole number that is too large to be one of these exactly.
    Whole(i32),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// A string.
    Bytes(Vec<u8>),
    /// A list.
    List(Rc<Vec<PdfValue>>),
    /// A dictionary.
    Entries(Rc<PdfEntries>),
    /// Another object, by its number.
    Reference(u32),
    /// A dictionary with data.
    Stream(Rc<PdfStream>),
}

/// A dictionary with data.
#[derive(Debug, PartialEq)]
pub(super) struct PdfStream {
    pub entries: Rc<PdfEntries>,
    /// Where the data stand in the file.
    pub data: Range<usize>,
    /// Its object's number and generation.
    pub number: u32,
    pub generation: u32,
}

impl PdfValue {
    /// The number, where it is one.
    pub fn number(&self) -> Option<f32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Whole(number) => Some(*number as f32),
            _ => None,
        }
    }

    /// The name, where it is one.
    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self {
            Some(name)
        } else {
            None
        }
    }

    /// The values of a dictionary, also of a stream's.
    pub fn entries(&self) -> Option<&Rc<PdfEntries>> {
        match self {
            Self::Entries(entries) => Some(entries),
            Self::Stream(stream) => Some(&stream.entries),
            _ => None,
        }
    }
}
