//! Files that are locked without a password: anybody may read them, but their streams and
//! strings are enciphered.

use super::value::{PdfEntries, PdfValue};

/// What opens a file.
pub(super) struct Cipher;

impl Cipher {
    /// The key of a file that opens without a password; none for others.
    pub fn new(_lock: &PdfEntries, _id: Option<&PdfValue>) -> Option<Self> {
        None
    }

    /// A value with its strings opened.
    pub fn opened(&self, value: PdfValue, _number: u32, _generation: u32) -> PdfValue {
        value
    }

    /// The data of a stream, opened.
    pub fn stream(&self, data: &[u8], _number: u32, _generation: u32) -> Vec<u8> {
        data.to_vec()
    }
}
