//! A picture of the agency's own: bound into a document, laid out, in a PDF, a DOCX and a page.

use nianbao::document::{Block, Document, PictureFault, Pictures};
use nianbao::export::Format;
use nianbao::render::render;

use crate::checks::{checked_with, shown, sound};
use crate::samples::{Fonts, file, short_form, style};

/// Any bytes as a picture.
pub fn run(data: &[u8]) {
    let form = short_form("见图1。\n![社区的公开专区](photo.png \"两张桌子\")\n");
    let checked = checked_with(form.as_bytes(), &Camera(data));
    sound(&checked.findings, &checked.sources);
    shown(&checked.findings, &checked.sources);
    let document = Document { draft: true, ..checked.document.expect("a readable form") };
    let bound = document.blocks.iter().any(|block| matches!(block, Block::Figure(_)));
    let refused = checked.findings.iter().any(|finding| finding.code.name() == "broken-figure");
    assert!(bound != refused, "a picture is either shown or told");
    if bound {
        // What binding took must be shown by all.
        let formats = [Format::Docx, Format::Pdf, Format::Html];
        let (files, _) =
            render(&document, style(), Some(&Fonts), &formats).expect("a sound picture");
        assert_eq!(files.len(), formats.len());
    }
}

/// The same picture under every name.
struct Camera<'a>(&'a [u8]);

impl Pictures for Camera<'_> {
    fn read(&self, _: &str) -> Result<Vec<u8>, PictureFault> {
        Ok(self.0.to_vec())
    }
}

/// A picture of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    ["tests/forms/photo.png", "tests/forms/photo.jpg", "samples/page.png"].map(file).to_vec()
}
