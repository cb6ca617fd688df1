//! A form's text in every encoding: read, checked, shown, converted, exported.

use nianbao::document::{Block, Document};
use nianbao::export::{Edition, docx, html, text};
use nianbao::file::Format;
use nianbao::finding::{Finding, Severity};
use nianbao::form::bytes::{Encoding, MAX_BYTES, decode};
use nianbao::form::write::{json, workbook, yaml};
use nianbao::readback::{self, Content, compare};
use nianbao::report::Report;

use crate::checks::{Checked, FORM, reading, sampled, told};
use crate::samples::{self, style};

/// Any bytes as a form.
pub fn run(data: &[u8]) {
    let first = told(data);
    if sampled(data, 4) {
        encoded(data, &first);
    }
    // Writing takes longest: of every few inputs one is written.
    if !sampled(data, 8) {
        return;
    }
    if let Some(report) = &first.report {
        converted(report, is_whole(&first.findings[..first.of_reading]));
    }
    if let Some(document) = first.document {
        let faulty = first
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        exported(document, faulty);
    }
}

/// A text says the same in every encoding that has its characters.
fn encoded(data: &[u8], first: &Checked) {
    let Ok(decoded) = decode(&FORM.into(), data) else {
        return;
    };
    // What causes what is said only after the rules have spoken.
    let mut expected = first.findings[..first.of_reading].to_vec();
    expected
        .iter_mut()
        .for_each(|finding| finding.caused_by = None);
    let all = [
        Encoding::Utf8 { mark: false },
        Encoding::Utf8 { mark: true },
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Gb18030,
    ];
    for encoding in all {
        let Some(bytes) = encoding.encode(&decoded.text) else {
            continue;
        };
        // Some bytes can be read in several ways; a form is what they are taken for.
        let same = decode(&FORM.into(), &bytes).is_ok_and(|again| again.text == decoded.text);
        if same {
            let again = reading(&bytes).findings;
            assert_eq!(again, expected, "in {encoding:?}");
        }
    }
}

/// Whether all that the form says was read as it stands.
fn is_whole(told: &[Finding]) -> bool {
    !told.iter().any(|finding| {
        finding.severity == Severity::Error || finding.code.name() == "bad-character"
    })
}

/// What was read is written in all kinds of forms, and is the same when it is read again.
fn converted(report: &Report, whole: bool) {
    let said = json(report);
    let mut forms = vec![
        yaml(report, "form.json").into_bytes(),
        said.clone().into_bytes(),
    ];
    forms.extend(workbook(report));
    for bytes in forms {
        let again = reading(&bytes).report;
        if whole && bytes.len() <= MAX_BYTES {
            assert_eq!(
                again.map(|report| json(&report)),
                Some(said.clone()),
                "converted"
            );
        }
    }
}

/// All outputs that need no fonts; those that are read back say what the form says.
fn exported(mut document: Document, faulty: bool) {
    document.draft = faulty;
    html::export(&Edition::new(&document, style()));
    let files = [
        (Format::Txt, text::export(&Edition::new(&document, style()))),
        (
            Format::Docx,
            docx::export(&Edition::new(&document, style()), &docx::OnPaper::default()),
        ),
    ];
    let figures = document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Figure(_)));
    let expected = Content::of(&document, FORM);
    for (format, bytes) in files {
        let Ok(content) = readback::read("file", format, &bytes) else {
            continue;
        };
        let found = compare(&content, &expected);
        // Without fonts there are no charts; and a text may draw what only looks like a table.
        if !faulty && !figures && format == Format::Docx {
            assert!(found.is_empty(), "a file of our own: {found:?}");
        }
    }
}

/// Forms of all formats, kinds and encodings.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = samples::files("samples", &["yaml"]);
    seeds.extend(samples::files("tests/forms", &["yaml"]));
    seeds.push(samples::short_form("收到申请5件，办结3件。\n").into_bytes());
    let whole = seeds[0].clone();
    seeds.extend(
        reading(&whole)
            .report
            .map(|report| json(&report).into_bytes()),
    );
    let text = String::from_utf8_lossy(&whole).into_owned();
    seeds.extend(
        [Encoding::Gb18030, Encoding::Utf16Le]
            .iter()
            .filter_map(|encoding| encoding.encode(&text)),
    );
    seeds
}
