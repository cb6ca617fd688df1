//! What somebody corrected in a finished file is taken into its form: afterwards the form prints
//! the same words.

mod common;

use common::{cases, sample_text, style};
use nianbao::document::Document;
use nianbao::edit::revise;
use nianbao::export::Format;
use nianbao::filing::{Filing, Memory, Name, Related};
use nianbao::finding::Finding;
use nianbao::form::{self, Options};
use nianbao::place::Placed;
use nianbao::readback::{Content, compare, read};
use nianbao::render::render;
use nianbao::report::{Report, Value};
use nianbao::standard::Library;
use nianbao::take::{Correction, ROUNDS, apply, corrections};
use proptest::prelude::*;

const SAMPLE: &str = "003-corrected-2023.yaml";

fn sample() -> Report {
    let text = sample_text("003-corrected-2023");
    let reading = form::read(
        SAMPLE,
        text.as_bytes(),
        &Library::default(),
        Options::default(),
    );
    reading.report.expect("a form")
}

fn filing(report: Report) -> Filing {
    let filing = Filing::of(
        &Memory::new(),
        &Name::new(SAMPLE),
        report,
        Related::default(),
    );
    filing.expect("a built-in template")
}

/// What a finished file of the report says.
fn finished(report: Report, format: Format) -> Content {
    let document = filing(report).document.expect("a document");
    let document = Document {
        draft: false,
        ..document
    };
    let (files, _) = render(&document, &style(), None, &[format]).expect("rendered");
    let file = files.into_iter().next().expect("a file");
    read("报告", format, &file.bytes).expect("readable")
}

/// All that can be taken, taken; and what cannot.
fn taken(report: &Report, content: &Content) -> (Report, Vec<Correction>) {
    let mut report = report.clone();
    let mut left = Vec::new();
    for round in ROUNDS {
        let found = corrections(&filing(report.clone()), content, round);
        report = apply(&report, &found).expect("values that fit");
        left.extend(
            found
                .into_iter()
                .filter(|correction| correction.way.is_err()),
        );
    }
    (report, left)
}

fn differences(report: &Report, content: &Content) -> Vec<String> {
    let document = filing(report.clone()).document.expect("a document");
    let found = compare(content, &Content::of(&document, SAMPLE));
    found
        .into_iter()
        .map(|finding: Finding| finding.message)
        .collect()
}

/// An edit as somebody makes it in Word.
#[derive(Clone, Debug)]
enum Edit {
    Number(prop::sample::Index, u32),
    Reword(prop::sample::Index, String),
    Remove(prop::sample::Index),
    Insert(prop::sample::Index, String),
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<prop::sample::Index>;
    let words = || prop::sample::select(vec!["新增的话，", "共95件。", "另有", "12%", "《办法》"]);
    prop_oneof![
        (index(), 0..5_000u32).prop_map(|(at, number)| Edit::Number(at, number)),
        (index(), words()).prop_map(|(at, words)| Edit::Reword(at, words.to_owned())),
        index().prop_map(Edit::Remove),
        (index(), words())
            .prop_map(|(at, words)| Edit::Insert(at, format!("新的一段，{words}办结。"))),
    ]
}

/// The keys and lines of all paragraphs.
fn paragraphs(report: &Report) -> Vec<(String, usize)> {
    let texts = report.texts.iter();
    texts
        .flat_map(|(key, lines)| (0..lines.len()).map(|line| (key.clone(), line)))
        .collect()
}

fn edited(mut report: Report, edits: &[Edit]) -> Report {
    let is_typed = |report: &Report| {
        let standard = report.standard.clone();
        standard
            .cells()
            .filter(|id| !standard.is_total(*id))
            .collect::<Vec<_>>()
    };
    for edit in edits {
        let all = paragraphs(&report);
        match edit {
            Edit::Number(at, number) => {
                let ids = is_typed(&report);
                report.cell_mut(ids[at.index(ids.len())]).value = Value::Number((*number).into());
            }
            Edit::Reword(at, words) => {
                let (key, line) = &all[at.index(all.len())];
                let line = &mut report.texts.get_mut(key).expect("a text")[*line];
                let middle = line
                    .value
                    .char_indices()
                    .nth(12)
                    .map_or(line.value.len(), |(at, _)| at);
                // Not within a placeholder.
                let middle = if line.value[..middle].contains("{{") {
                    0
                } else {
                    middle
                };
                line.value.insert_str(middle, words);
            }
            Edit::Remove(at) => {
                let (key, line) = &all[at.index(all.len())];
                let lines = report.texts.get_mut(key).expect("a text");
                // A text that is gone as a whole is another matter: its heading stands alone.
                if lines.len() > 1 {
                    lines.remove(*line);
                }
            }
            Edit::Insert(at, words) => {
                let (key, line) = &all[at.index(all.len())];
                let place = report.agency.place.clone();
                let lines = report.texts.get_mut(key).expect("a text");
                lines.insert(
                    *line,
                    Placed {
                        value: words.clone(),
                        place,
                    },
                );
            }
        }
    }
    report
}

fn check(edits: &[Edit], format: Format) {
    let original = sample();
    let content = finished(edited(original.clone(), edits), format);
    let (report, left) = taken(&original, &content);
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(differences(&report, &content), [""; 0]);
    let text = sample_text("003-corrected-2023");
    let library = Library::default();
    let revised = revise(
        text.as_bytes(),
        &original,
        &report,
        &library,
        Options::default(),
    );
    let revised = revised.expect("a form that can be changed");
    let again = form::read(SAMPLE, &revised, &library, Options::default())
        .report
        .expect("a form");
    assert_eq!(differences(&again, &content), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48), ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_prints_the_same_words(
        edits in prop::collection::vec(edit(), 1..6),
        text in any::<bool>(),
    ) {
        check(&edits, if text { Format::Txt } else { Format::Docx });
    }
}

#[test]
fn placeholders_stay_where_their_numbers_moved() {
    let original = sample();
    let mut other = original.clone();
    let id = original
        .standard
        .cell_by_path("申请.新收.自然人")
        .expect("a cell");
    other.cell_mut(id).value = Value::Number(771.into());
    let content = finished(other, Format::Docx);
    let (report, _) = taken(&original, &content);
    let typed = |report: &Report| {
        report.texts["总体情况"]
            .iter()
            .map(|line| line.value.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(typed(&report), typed(&original));
}

#[test]
fn words_of_the_template_are_told() {
    let original = sample();
    let mut content = finished(original.clone(), Format::Txt);
    for block in &mut content.blocks {
        if let nianbao::readback::ContentBlock::Line(line) = block
            && line.text.starts_with("一、总体情况")
        {
            line.text = "一、总的情况".into();
        }
    }
    let (report, left) = taken(&original, &content);
    assert!(report.says_same(&original) && left.len() == 1, "{left:?}");
}
