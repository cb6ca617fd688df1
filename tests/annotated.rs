//! What a check found, written into the form: corrected and read again, nothing of it is left.

mod common;

use common::{CLEAN, SAMPLES, findings, reading, run, sample_text};
use nianbao::form::write::{annotated, json, workbook};
use nianbao::report::Report;

fn report(form: &str) -> Report {
    reading(form.as_bytes()).report.expect("a readable form")
}

/// The codes of what is found in a form, in order.
fn codes(bytes: &[u8]) -> Vec<&'static str> {
    findings(bytes)
        .iter()
        .map(|finding| finding.code.name())
        .collect()
}

/// A form with its findings written into it reads as one without.
fn check(form: &str) {
    let report = report(form);
    let plain = workbook(&report).expect("a workbook");
    let marked = annotated(&report, &findings(&plain)).expect("a workbook");
    let again = reading(&marked).report.expect("a readable form");
    assert_eq!(json(&again), json(&report));
    assert_eq!(codes(&marked), codes(&plain));
}

#[test]
fn nothing_is_left_of_it() {
    SAMPLES.iter().for_each(|name| check(&sample_text(name)));
    let clean = sample_text(CLEAN);
    let new = "[770, 17, 0, 0, 0, 2]";
    for slip in [
        "[771, 17, 0, 0, 0, 2]",
        "[约770, 17, /, 0, 0, 2]",
        "[770, 17, 0, 0, 0, 2, 1]",
    ] {
        check(&clean.replacen(new, slip, 1));
    }
    check(&clean.replacen("邮编: 215600", "邮编: 21560", 1));
    check(&clean.replacen("《条例》）", "《条例）", 1));
}

#[test]
fn every_finding_is_listed_and_marked() {
    let slip = sample_text(CLEAN).replacen("[770, 17,", "[771, 17,", 1);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    std::fs::write(dir.join("form.yaml"), slip).unwrap();
    let told = run(dir, &["check", "form.yaml", "--annotate", "marked.xlsx"]);
    assert_eq!(told.code, 1, "{}", told.stderr);
    let bytes = std::fs::read(dir.join("marked.xlsx")).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let _ = std::io::Read::read_to_string(&mut part, &mut all);
    }
    for words in [
        "【检查】“自然人”一列不平",
        "'三、申请'!D6",
        "D6=771",
        "T103 balance",
    ] {
        assert!(all.contains(words), "{words}");
    }
    // One form at a time, and nothing is overwritten.
    let again = run(dir, &["check", "form.yaml", "--annotate", "marked.xlsx"]);
    assert_eq!(
        (again.code, again.stderr.contains("已经存在")),
        (2, true),
        "{}",
        again.stderr
    );
    let two = run(
        dir,
        &["check", "form.yaml", "marked.xlsx", "--annotate", "b.xlsx"],
    );
    assert_eq!(
        (two.code, two.stderr.contains("一次只写一份")),
        (2, true),
        "{}",
        two.stderr
    );
}
