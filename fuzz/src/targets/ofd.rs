//! The bytes of a finished OFD, verified, and what is inside it taken out.

use nianbao::export::Format;
use nianbao::readback::attached;

use super::finished;
use crate::samples::{Fonts, LatinOnly, rendered};

/// Any bytes as an OFD.
pub fn run(data: &[u8]) {
    let _ = attached("file", Format::Ofd, data);
    finished::run(data, Format::Ofd);
}

/// The program's own files: one with all its fonts, and small ones, which are read sooner.
pub fn seeds() -> Vec<Vec<u8>> {
    let whole = rendered(Format::Ofd, &Fonts).into_iter().take(1);
    whole.chain(rendered(Format::Ofd, &LatinOnly)).collect()
}
