//! What users give beside forms: bodies, styles, standards, settings, words of a notice.

use nianbao::compare::notice;
use nianbao::document::{Source, Template};
use nianbao::export::{Edition, Format, text};
use nianbao::finding::Finding;
use nianbao::finding::human::Sources;
use nianbao::form::schema::json_schema;
use nianbao::form::write::{blank, workbook, yaml};
use nianbao::form::{Options, read};
use nianbao::layout::{FontSource, layout};
use nianbao::render::render;
use nianbao::report::Report;
use nianbao::rules::settings;
use nianbao::standard::{Library, builtin};
use nianbao::style::Style;
use nianbao::{Filing, Memory, Name, Related};

use crate::checks::{FORM, lossy, reading, shown, sound};
use crate::samples::{Fonts, files, short_document, short_form, style};

/// Any bytes as each of these files.
pub fn run(data: &[u8]) {
    let source = Source::new("own.yaml", &lossy(data));
    bound(&source);
    styled(&source);
    added(&source);
    let _ = settings(&source.text);
    if let Err(finding) = notice::NoticeTemplate::load(&source) {
        told(&source, &[*finding]);
    }
}

/// Findings point into the file.
fn told(source: &Source, findings: &[Finding]) {
    let sources = Sources::from([(source.name.clone(), source.text.clone())]);
    sound(findings, &sources);
    shown(findings, &sources);
}

/// The file as a body.
fn bound(source: &Source) {
    for format in ["2019", "2021"] {
        let standard = builtin(format).expect("a built-in format");
        if let Err(finding) = Template::load(source, &standard) {
            told(source, &[*finding]);
        }
    }
    let report = short_report();
    let filing = filed(source, report);
    told(source, &filing.findings);
    if let Some(document) = filing.document {
        text::export(&Edition::new(&document, style()));
    }
}

/// A report bound into the file.
fn filed(source: &Source, report: Report) -> Filing {
    let body = format!("report/{}.yaml", report.standard.format);
    let world = Memory::new().with_template(&body, &source.text);
    Filing::of(&world, &Name::new(FORM), report, Related::default()).expect("a template")
}

fn short_report() -> Report {
    reading(short_form("收到申请5件。\n").as_bytes())
        .report
        .expect("a readable form")
}

/// The file as a style.
fn styled(source: &Source) {
    match Style::load(source) {
        Err(finding) => told(source, &[*finding]),
        Ok(style) => {
            let document = short_document();
            let fonts: &dyn FontSource = &Fonts;
            // A style may name fonts that are not there: then there is no PDF, and that is told.
            let _ = render(document, &style, Some(fonts), &Format::ALL);
            let _ = layout(document, &style, fonts);
        }
    }
}

/// The file as a standard, and a form of it.
fn added(source: &Source) {
    let mut library = Library::default();
    if library.add(&source.text).is_err() {
        return;
    }
    for standard in library.all() {
        json_schema(&standard);
        let report = blank(&standard, "某某局", 2023);
        let form = yaml(&report, "form.json");
        read(FORM, form.as_bytes(), &library, Options::default());
        if let Ok(bytes) = workbook(&report) {
            read(FORM, &bytes, &library, Options::default());
        }
        filed(source, report);
    }
    read(
        FORM,
        short_form("收到申请5件。\n").as_bytes(),
        &library,
        Options::default(),
    );
}

/// The files that ship.
pub fn seeds() -> Vec<Vec<u8>> {
    let folders = ["templates/report", "templates/style", "schema/standard"];
    let own = "规则:\n  empty-section: 错误\n  T103: 警告\n"
        .as_bytes()
        .to_vec();
    folders
        .iter()
        .flat_map(|folder| files(folder, &["yaml"]))
        .chain([own])
        .collect()
}
