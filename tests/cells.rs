//! `set` and `bind` in workbooks: what was asked for changes, all else stays as it was.

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use common::{SAMPLES, findings, reading, root, sample_text};
use nianbao::edit::{assign, bind, proposals, revise};
use nianbao::form::Options;
use nianbao::form::write::{json, workbook};
use nianbao::narrative::Narrative;
use nianbao::report::Report;
use nianbao::standard::Library;
use zip::ZipArchive;

/// The parts of a package, by their names.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("read");
        parts.insert(part.name().expect("a name").into_owned(), content);
    }
    parts
}

/// Changes a workbook so that it says what `wanted` says; nothing but the sheets in question is
/// touched, and no stored result is left behind.
fn check(bytes: &[u8], old: &Report, wanted: &Report, touched: usize) {
    let library = Library::default();
    let revised = revise(bytes, old, wanted, &library, Options::default()).expect("changed");
    let again = reading(&revised).report.expect("a form");
    assert_eq!(json(&again), json(wanted));
    let stale = findings(&revised)
        .into_iter()
        .filter(|f| f.code.name() == "stale-formula");
    assert_eq!(
        stale.map(|f| f.message).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    let (before, after) = (parts(bytes), parts(&revised));
    let formulas = |parts: &BTreeMap<String, Vec<u8>>| {
        let sheets = parts
            .iter()
            .filter(|(name, _)| name.contains("worksheets/"));
        sheets
            .map(|(_, xml)| memchr::memmem::find_iter(xml, "<f>").count())
            .sum::<usize>()
    };
    assert_eq!(
        formulas(&before),
        formulas(&after),
        "every formula is still there"
    );
    let others = before
        .iter()
        .filter(|(name, content)| after.get(*name) != Some(*content));
    let changed: Vec<&String> = others.map(|(name, _)| name).collect();
    assert!(changed.len() <= touched, "{changed:?}");
}

/// Workbooks of several programs.
fn workbooks() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for name in SAMPLES {
        let report = reading(sample_text(name).as_bytes())
            .report
            .expect("a sample");
        all.push((name.to_owned(), workbook(&report).expect("a workbook")));
    }
    for entry in std::fs::read_dir(root().join("tests/forms")).expect("forms") {
        let path = entry.expect("a form").path();
        if path.extension().is_some_and(|kind| kind == "xlsx") {
            let bytes = std::fs::read(&path).expect("read");
            // Of those that cannot be read as they are nothing can be changed.
            let sound = !findings(&bytes).iter().any(|f| f.code.id() < "F110");
            if sound {
                all.push((path.display().to_string(), bytes));
            }
        }
    }
    all
}

#[test]
fn a_number_changes_in_its_cell_alone() {
    for (name, bytes) in workbooks() {
        let Some(old) = reading(&bytes).report else {
            continue;
        };
        let standard = old.standard.clone();
        let inputs: Vec<_> = standard
            .cells()
            .filter(|id| !standard.is_total(*id))
            .collect();
        for id in inputs.iter().step_by(41) {
            let Some(number) = old.cell(*id).value.number() else {
                continue;
            };
            let mut wanted = old.clone();
            let path = standard.path(*id);
            let value = (number.trunc() + rust_decimal::Decimal::from(3))
                .normalize()
                .to_string();
            if assign(&mut wanted, &path, &value).is_err() {
                continue;
            }
            eprintln!("{name} {path}");
            check(&bytes, &old, &wanted, 1);
        }
    }
}

#[test]
fn keys_and_totals_change_in_place() {
    // Tables that were pasted have no cell for such a key.
    let whole = |name: &str| !name.ends_with("pasted.xlsx") && !name.ends_with("word.xlsx");
    for (name, bytes) in workbooks().into_iter().filter(|(name, _)| whole(name)) {
        let Some(old) = reading(&bytes).report else {
            continue;
        };
        let mut wanted = old.clone();
        if assign(&mut wanted, "索引号", "甲 & 乙").is_err() {
            continue;
        }
        eprintln!("{name}");
        check(&bytes, &old, &wanted, 1);
    }
}

#[test]
fn what_other_cells_compute_follows() {
    // 上年结转 takes its number from 新收.
    let bytes = with_cell(&sample_workbook(), "D7", "<f>D6+1</f><v>3</v>");
    let old = reading(&bytes).report.expect("a form");
    let mut wanted = old.clone();
    assign(&mut wanted, "申请.新收.自然人", "9").expect("a cell");
    let revised = revise(
        &bytes,
        &old,
        &wanted,
        &Library::default(),
        Options::default(),
    );
    let again = reading(&revised.expect("changed")).report.expect("a form");
    let number = |path: &str| {
        let id = again.standard.cell_by_path(path).expect("a cell");
        again.value(id).to_string()
    };
    assert_eq!(
        (number("申请.新收.自然人"), number("申请.上年结转.自然人")),
        ("9".into(), "10".into())
    );
}

#[test]
fn a_day_is_written_as_spreadsheets_count_days() {
    let mut report = reading(&sample_workbook()).report.expect("a form");
    assign(&mut report, "成文日期", "2022-02-01").expect("a day");
    let bytes = workbook(&report).expect("a workbook");
    let old = reading(&bytes).report.expect("a form");
    let mut wanted = old.clone();
    assign(&mut wanted, "成文日期", "2022-03-01").expect("a day");
    let revised = revise(
        &bytes,
        &old,
        &wanted,
        &Library::default(),
        Options::default(),
    );
    let revised = revised.expect("changed");
    assert_eq!(
        json(&reading(&revised).report.expect("a form")),
        json(&wanted)
    );
    let serial = b"<v>44621</v>";
    assert!(
        parts(&revised)
            .values()
            .any(|part| memchr::memmem::find(part, serial).is_some())
    );
}

/// The workbook that is the sample of 2021.
fn sample_workbook() -> Vec<u8> {
    std::fs::read(root().join("samples/002-shenpiju-2021.xlsx")).expect("a sample")
}

/// The workbook with other content in a cell of the table of requests.
fn with_cell(bytes: &[u8], cell: &str, content: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mut part) in parts(bytes) {
        if name == "xl/worksheets/sheet3.xml" {
            let xml = String::from_utf8(part).expect("text");
            let start = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell");
            let inner = start + xml[start..].find('>').expect("its end") + 1;
            let end = inner + xml[inner..].find("</c>").expect("its end");
            part = [&xml[..inner], content, &xml[end..]].concat().into_bytes();
        }
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(&part).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

#[test]
fn numbers_in_texts_are_bound() {
    let report = reading(sample_text("003-zhangjiagang-2023").as_bytes())
        .report
        .expect("a sample");
    let bytes = workbook(&report).expect("a workbook");
    let old = reading(&bytes).report.expect("a form");
    let narrative = Narrative::of(&old, None);
    let all = proposals(&narrative);
    assert!(!all.is_empty());
    let wanted = bind(&old, &all);
    check(&bytes, &old, &wanted, 1);
}
