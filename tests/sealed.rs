//! Files that earlier versions sealed are still known as ours, and still read.

mod common;

use std::fs;
use std::path::Path;

use nianbao::Format;
use nianbao::export::stamp;
use nianbao::form::meaning;
use nianbao::readback::{Content, compare, read};

use common::{document, sample_text};

/// The files of a sample as version 0.1 wrote them.
fn check(sample: &str) {
    let (report, document) = document(&sample_text(sample));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sealed/0.1");
    let text = fs::read(folder.join(format!("{sample}.txt"))).expect("a text");
    for format in [Format::Docx, Format::Pdf, Format::Html] {
        let name = format!("{sample}.{}", format.extension());
        let bytes = fs::read(folder.join(&name)).expect("a sealed file");
        let stamp = stamp::read(format, &bytes).expect("a stamp");
        assert!(stamp.whole, "{name}");
        assert_eq!(stamp.form, meaning(&report), "{name}");
        assert_eq!(
            stamp.text,
            nianbao::export::text::digest_of(&text),
            "{name}"
        );
        // One byte of the content changed, not in the stamp.
        let mut edited = bytes.clone();
        let middle = edited.len() / 2;
        edited[middle] ^= 1;
        assert!(
            stamp::read(format, &edited).is_none_or(|stamp| !stamp.whole),
            "{name}"
        );
    }
    let form = Content::of(&document, "form.yaml");
    for format in [Format::Docx, Format::Pdf, Format::Txt] {
        let name = format!("{sample}.{}", format.extension());
        let bytes = fs::read(folder.join(&name)).expect("a finished file");
        let content = read(&name, format, &bytes).expect("a file that can be read");
        assert!(compare(&content, &form).is_empty(), "{name}");
    }
}

#[test]
fn files_of_version_0_1_are_ours() {
    check("003-corrected-2023");
    check("001-xinfangju-2020");
}
