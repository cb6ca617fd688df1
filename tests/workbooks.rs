//! Excel forms: as other programs save them, as people arrange them, and back and forth between the
//! kinds.

mod common;

use std::io::{Cursor, Read, Write};

use common::{CLEAN, SAMPLES, root, run, sample, sample_text};
use nianbao::finding::human::{self, Sources};
use nianbao::form::write::{json, workbook, yaml};
use nianbao::form::{Options, Reading, read};
use nianbao::report::Report;
use nianbao::standard::Library;

const FILLED: &str = "002-shenpiju-2021";

fn reading(name: &str, bytes: &[u8]) -> Reading {
    read(name, bytes, &Library::default(), Options::default())
}

fn report(name: &str, bytes: &[u8]) -> Report {
    reading(name, bytes).report.expect("a readable form")
}

fn form(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/forms").join(name)).expect("a form")
}

/// A form of `tests/forms` says the same as the sample that it was made from, with these findings.
fn check(name: &str, expected: &[&str]) {
    let reading = reading(name, &form(name));
    let codes: Vec<_> = reading.findings.iter().map(|f| f.code.name()).collect();
    assert_eq!(codes, expected, "{name}: {:#?}", reading.findings);
    let sample = report("form.yaml", sample_text(FILLED).as_bytes());
    // What is not carried by a pasted table is not compared: contact, dates, …
    let numbers = |report: &Report| {
        report
            .standard
            .cells()
            .map(|id| report.value(id))
            .collect::<Vec<_>>()
    };
    let texts = |report: &Report| {
        report.texts["总体情况"]
            .iter()
            .map(|l| l.value.clone())
            .collect::<Vec<_>>()
    };
    let found = reading.report.expect("a readable form");
    assert_eq!(
        (numbers(&found), texts(&found)),
        (numbers(&sample), texts(&sample)),
        "{name}"
    );
}

#[test]
fn forms_saved_by_other_programs_say_the_same() {
    check("openpyxl.xlsx", &[]);
    check("libreoffice.xlsx", &[]);
    check("libreoffice.xls", &[]);
    check("libreoffice.ods", &[]);
    let whole = json(&report("form.yaml", sample_text(FILLED).as_bytes()));
    for name in [
        "openpyxl.xlsx",
        "libreoffice.xlsx",
        "libreoffice.xls",
        "libreoffice.ods",
    ] {
        assert_eq!(json(&report(name, &form(name))), whole, "{name}");
    }
}

#[test]
fn tables_are_found_wherever_they_stand() {
    check("pasted.xlsx", &[]);
    check("word.xlsx", &[]);
    check("typed.xlsx", &["altered-label"; 6]);
}

#[test]
fn every_odd_value_is_named_with_its_cell() {
    for name in ["odd.xlsx", "typed.xlsx"] {
        let findings = reading(name, &form(name)).findings;
        insta::assert_snapshot!(
            format!("{name}"),
            human::render(&findings, &Sources::new(), false)
        );
    }
}

/// A workbook with the text of a part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        if name == part {
            data = change(String::from_utf8(data).unwrap()).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(&data).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// The clean example as a workbook whose totals are formulas.
fn with_formulas() -> Vec<u8> {
    let mut report = report("form.yaml", sample_text(CLEAN).as_bytes());
    for id in report
        .standard
        .clone()
        .cells()
        .filter(|id| report.standard.is_total(*id))
        .collect::<Vec<_>>()
    {
        report.cell_mut(id).value = nianbao::report::Value::Unstated;
    }
    workbook(&report).unwrap()
}

#[test]
fn shown_results_of_formulas_are_never_trusted() {
    let bytes = with_formulas();
    assert_eq!(reading("f.xlsx", &bytes).findings, []);
    let sheet = "xl/worksheets/sheet3.xml";
    let stale = changed(&bytes, sheet, |xml| {
        assert!(xml.contains("<v>789</v>"));
        xml.replacen("<v>789</v>", "<v>95</v>", 1)
    });
    let read = reading("f.xlsx", &stale);
    let [finding] = read.findings.as_slice() else {
        panic!("{:?}", read.findings)
    };
    assert_eq!(
        finding.message,
        "公式显示的是“95”，重新计算是 789，按 789 读取"
    );
    assert_eq!(
        (finding.stated.as_deref(), finding.expected.as_deref()),
        (Some("95"), Some("789"))
    );
    assert_eq!(&*finding.places[0].path, "申请.新收.总计");
    // A formula that sums something else states its own number, and the rule for totals sees it.
    let wrong = changed(&bytes, sheet, |xml| {
        xml.replacen("SUM(D6:I6)", "SUM(D6:H6)", 1)
    });
    let report = reading("f.xlsx", &wrong).report.unwrap();
    let stated: Vec<_> = report
        .standard
        .cells()
        .filter(|id| report.cell(*id).value.number().is_some())
        .collect();
    let total = stated
        .into_iter()
        .find(|id| report.standard.is_total(*id))
        .expect("a stated total");
    assert_eq!(
        (
            report.standard.path(total).as_str(),
            report.value(total).to_string().as_str()
        ),
        ("申请.新收.总计", "787")
    );
}

/// The parts of a workbook, with others added to them.
fn with_parts(bytes: &[u8], added: &[(&str, &str)]) -> Vec<u8> {
    let mut new = zip::ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    for (name, text) in added {
        new.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_result_from_another_workbook_is_told_with_its_file() {
    let linked = changed(&form("openpyxl.xlsx"), "xl/workbook.xml", |xml| {
        let link = concat!(
            r#"</sheets><externalReferences><externalReference r:id="rIdLink" "#,
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>"#,
            "</externalReferences>"
        );
        xml.replacen("</sheets>", link, 1)
    });
    let related = changed(&linked, "xl/_rels/workbook.xml.rels", |xml| {
        let link = concat!(
            r#"<Relationship Id="rIdLink" Type="http://schemas.openxmlformats.org"#,
            r#"/officeDocument/2006/relationships/externalLink" "#,
            r#"Target="externalLinks/externalLink1.xml"/></Relationships>"#
        );
        xml.replacen("</Relationships>", link, 1)
    });
    let target = concat!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
        r#"<Relationship Id="rId1" Type="externalLinkPath" "#,
        r#"Target="file:///D:/2021%E5%8F%B0%E8%B4%A6.xlsx" TargetMode="External"/>"#,
        "</Relationships>"
    );
    let links = with_parts(
        &related,
        &[
            ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
            ("xl/externalLinks/_rels/externalLink1.xml.rels", target),
        ],
    );
    for (piece, told) in [
        (
            "[1]登记!C3",
            "引用了另一个文件“2021台账.xlsx”，不能复算；用了文件里存的结果“2”",
        ),
        (
            "'[1]新 收'!C3+1",
            "引用了另一个文件“2021台账.xlsx”，不能复算；用了文件里存的结果“2”",
        ),
        (
            "[2]登记!C3",
            "引用了另一个文件，不能复算；用了文件里存的结果“2”",
        ),
        (
            "'D:\\[乙.xlsx]新'!C3",
            "引用了另一个文件“乙.xlsx”，不能复算；用了文件里存的结果“2”",
        ),
    ] {
        let bytes = with_formula(&links, piece);
        let read = reading("f.xlsx", &bytes);
        let [finding] = read.findings.as_slice() else {
            panic!("{piece}: {:?}", read.findings)
        };
        assert_eq!(finding.message, format!("公式{told}"));
    }
}

/// The form with a formula whose stored result is 2 in a cell of the table of requests.
fn with_formula(bytes: &[u8], formula: &str) -> Vec<u8> {
    changed(bytes, "xl/worksheets/sheet3.xml", |xml| {
        let cell = xml.find("<v>2</v>").expect("a cell of 2");
        format!("{}<f>{formula}</f>{}", &xml[..cell], &xml[cell..])
    })
}

#[test]
fn samples_go_back_and_forth_between_all_kinds() {
    for name in SAMPLES {
        let first = report("form.yaml", sample_text(name).as_bytes());
        let whole = json(&first);
        let book = workbook(&first).unwrap();
        assert_eq!(json(&report("form.xlsx", &book)), whole, "{name}: workbook");
        assert_eq!(
            json(&report("form.json", whole.as_bytes())),
            whole,
            "{name}: JSON"
        );
        let text = yaml(&report("form.xlsx", &book), "form.json");
        assert_eq!(
            json(&report("form.yaml", text.as_bytes())),
            whole,
            "{name}: YAML"
        );
        let codes = |reading: Reading| {
            reading
                .findings
                .iter()
                .map(|f| f.code.name())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            codes(reading("form.xlsx", &book)),
            codes(reading("form.yaml", text.as_bytes())),
            "{name}"
        );
    }
}

#[test]
fn the_sample_workbooks_are_what_convert_makes() {
    for name in [FILLED, "003-zhangjiagang-2023"] {
        let path = root().join("samples").join(format!("{name}.xlsx"));
        let bytes = workbook(&report("form.yaml", sample_text(name).as_bytes())).unwrap();
        if std::env::var_os("NIANBAO_RENEW").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(
            std::fs::read(&path).unwrap_or_default() == bytes,
            "renew {name}.xlsx with NIANBAO_RENEW=1 cargo test"
        );
    }
}

#[test]
fn both_kinds_of_form_give_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    for name in [FILLED, "003-zhangjiagang-2023"] {
        for (kind, out) in [("yaml", "a"), ("xlsx", "b")] {
            let form = sample(name).with_extension(kind);
            let run = run(
                folder.path(),
                &["build", "-o", out, "--name", name, form.to_str().unwrap()],
            );
            assert_eq!(run.code, 0, "{}", run.stdout);
        }
        for kind in ["docx", "pdf", "txt"] {
            let bytes = |out: &str| {
                std::fs::read(folder.path().join(out).join(format!("{name}.{kind}"))).unwrap()
            };
            assert!(bytes("a") == bytes("b"), "{name}.{kind}");
        }
    }
}
