//! A picture of the agency's own: bound into a document, laid out, in a PDF, a DOCX and a page.

use nianbao::Memory;
use nianbao::document::{Block, Document};
use nianbao::export::Format;
use nianbao::render::render;

use crate::checks::{checked_in, shown, sound};
use crate::samples::{Fonts, file, short_form, style};

/// Any bytes as a picture.
pub fn run(data: &[u8]) {
    let form = short_form("见图1。\n![社区的公开专区](photo.png \"两张桌子\")\n");
    let world = Memory::new().with_file("photo.png", data);
    let checked = checked_in(&world, form.as_bytes());
    sound(&checked.findings, &checked.sources);
    shown(&checked.findings, &checked.sources);
    let document = Document {
        draft: true,
        ..checked.document.expect("a readable form")
    };
    let bound = document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Figure(_)));
    let refused = checked
        .findings
        .iter()
        .any(|finding| finding.code.name() == "broken-figure");
    assert!(bound != refused, "a picture is either shown or told");
    if bound {
        // What binding took must be shown by all.
        let formats = [Format::Docx, Format::Pdf, Format::Html];
        let (files, _) =
            render(&document, style(), Some(&Fonts), &formats).expect("a sound picture");
        assert_eq!(files.len(), formats.len());
    }
}

/// A picture of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "tests/forms/photo.png",
        "tests/forms/photo.jpg",
        "samples/page.png",
    ]
    .map(file)
    .to_vec()
}
