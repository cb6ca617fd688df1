//! What a PDF says of itself, whatever the form says, and what it refuses to hold.

mod common;

use nianbao::export::pdf::{self, AttachedAs, Attachment};
use nianbao::export::{Edition, stamp};
use nianbao::layout::layout;
use nianbao::style::{PdfLevel, Style};
use nianbao::{Format, form};

use common::{Fonts, document, sample_text, style};

const CLEAN: &str = "003-corrected-2023";

/// The clean example with a line replaced, as a PDF.
fn made(from: &str, to: &str) -> Vec<u8> {
    let text = sample_text(CLEAN);
    assert!(text.contains(from), "{from}");
    let (report, mut document) = document(&text.replacen(from, to, 1));
    document.origin = form::meaning(&report);
    exported(&document, &style(), &[]).expect("a sound PDF")
}

fn exported(
    document: &nianbao::document::Document,
    style: &Style,
    attachments: &[Attachment],
) -> Result<Vec<u8>, String> {
    let pages = layout(document, style, &Fonts).expect("fonts");
    let edition = Edition::new(document, style);
    pdf::export(&edition, &pages, attachments).map_err(|error| error.to_string())
}

/// What stands in a file between two words.
fn between<'f>(file: &'f str, before: &str, behind: &str) -> &'f str {
    let rest = file
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before}"))
        .1;
    rest.split_once(behind).expect("an end").0
}

#[test]
fn words_of_a_seal_in_the_form_break_no_seal() {
    let identifiers = [
        format!("content-sha256:{}", "c".repeat(64)),
        format!(
            "form-sha256:{} content-sha256:{}",
            "c".repeat(64),
            "0".repeat(64)
        ),
    ];
    for identifier in identifiers {
        let line = format!("索引号: \"{identifier}\"");
        let file = made("索引号: 014180233/2024-00004", &line);
        let found = stamp::read(Format::Pdf, &file).expect("a stamp");
        assert!(found.whole, "{identifier}");
        assert!(!found.form.starts_with("cc"), "{identifier}");
    }
}

#[test]
fn no_file_is_older_than_the_end_of_its_year() {
    let file = made("成文日期: 2024-01-26", "成文日期: 2023-06-01");
    let file = String::from_utf8_lossy(&file);
    let created = between(&file, "<xmp:CreateDate>", "</xmp:CreateDate>");
    assert_eq!(created, "2023-12-31T00:00:00+08:00");
    assert!(
        file.contains("(D:20231231000000+08'00)"),
        "document information"
    );
}

#[test]
fn every_state_of_a_file_has_an_identity_of_its_own() {
    let (_, document) = document(&sample_text(CLEAN));
    let instance = |style: &Style| {
        let file = exported(&document, style, &[]).expect("a sound PDF");
        let file = String::from_utf8_lossy(&file).into_owned();
        let ids = ["DocumentID", "InstanceID"];
        ids.map(|id| between(&file, &format!("<xmpMM:{id}>"), "</").to_owned())
    };
    let plain = instance(&style());
    assert_eq!(plain, instance(&style()));
    let mut other = style();
    other.page.blank_last = true;
    other.page.inner += 1.0;
    let other = instance(&other);
    assert_eq!(plain[0], other[0]);
    assert_ne!(plain[1], other[1]);
    assert!(
        plain
            .iter()
            .all(|id| id.starts_with("uuid:") && id.len() == 41),
        "{plain:?}"
    );
}

#[test]
fn files_inside_are_held_by_part_three_alone() {
    let (_, document) = document(&sample_text(CLEAN));
    let data = Attachment {
        name: "数据.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: "报告的数据".to_owned(),
        relationship: AttachedAs::Data,
        content: b"{}".to_vec(),
    };
    let mut style = style();
    let refused = exported(&document, &style, std::slice::from_ref(&data));
    assert!(refused.is_err_and(|why| why.contains("PDF/A-3")));
    style.pdf.level = PdfLevel::A3a;
    let twice = exported(&document, &style, &[data.clone(), data.clone()]);
    assert!(twice.is_err_and(|why| why.contains("one name")));
    let nameless = Attachment {
        media_type: String::new(),
        ..data.clone()
    };
    assert!(exported(&document, &style, &[nameless]).is_err());
    let file = exported(&document, &style, &[data]).expect("a sound PDF");
    let file = String::from_utf8_lossy(&file);
    assert!(file.contains("/EmbeddedFiles") && file.contains("<pdfaid:part>3</pdfaid:part>"));
}
