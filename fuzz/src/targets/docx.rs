//! The bytes of a finished DOCX, verified.

use nianbao::export::Format;

use super::finished;
use crate::samples::{Fonts, rendered};

/// Any bytes as a DOCX.
pub fn run(data: &[u8]) {
    finished::run(data, Format::Docx);
}

/// The program's own files.
pub fn seeds() -> Vec<Vec<u8>> {
    rendered(Format::Docx, &Fonts)
}
