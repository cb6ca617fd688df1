//! `import`, `take`, and published reports given to `check`, `diff` and `new --from`: what is
//! written, what is said, how the program ends.

mod common;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use common::{Run, files, root, run, sample};

/// A document of `tests/published` in a folder.
fn published(folder: &Path, name: &str) {
    let from = root().join("tests/published").join(name);
    fs::copy(from, folder.join(name)).expect("a document");
}

/// Runs the program; how it ends.
fn check(folder: &Path, args: &[&str], expected: i32) -> Run {
    let run = run(folder, args);
    assert_eq!(
        run.code, expected,
        "{args:?}\n{}\n{}",
        run.stdout, run.stderr
    );
    run
}

const WORD: &str = "08-qingya-caizhengju.docx";
const PAGE: &str = "01-yunze-jiaoyuju.html";
const GAPS: &str = "17-hengtang-xinfangju.txt";

#[test]
fn a_report_becomes_a_form_that_builds() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    published(folder, WORD);
    check(folder, &["import", WORD, "-o", "form.yaml"], 0);
    check(folder, &["check", "form.yaml"], 0);
    check(folder, &["import", WORD, "-o", "form.xlsx"], 0);
    check(folder, &["diff", "form.yaml", WORD], 0);
    check(folder, &["diff", "form.xlsx", "form.yaml"], 0);
    // Nothing that is there is written over, and a form is no report.
    let again = check(folder, &["import", WORD, "-o", "form.yaml"], 2);
    assert!(again.stderr.contains("已经存在") && !again.stdout.contains("接着检查"));
    let form = check(folder, &["import", "form.yaml", "-o", "other.yaml"], 2);
    assert!(form.stderr.contains("已经是填报表"), "{}", form.stderr);
    let built = check(folder, &["build", WORD], 1);
    assert!(built.stdout.contains("nianbao import"), "{}", built.stdout);
    check(folder, &["new", "--from", WORD, "next.yaml"], 0);
    assert!(!files(folder).contains(&"other.yaml".to_owned()));
}

#[test]
fn gaps_and_what_is_no_report_show_in_how_the_program_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    published(folder, GAPS);
    let told = check(folder, &["import", GAPS, "-o", "form.yaml"], 1);
    assert!(told.stdout.contains("not-read"), "{}", told.stdout);
    let form = fs::read_to_string(folder.join("form.yaml")).expect("a form");
    assert!(form.contains("# 从“17-hengtang-xinfangju.txt”导入") && form.contains("应有 7 个"));
    check(folder, &["check", GAPS], 1);
    fs::write(folder.join("note.txt"), "今天天气很好。\n").expect("written");
    check(folder, &["import", "note.txt", "-o", "note.yaml"], 2);
    assert!(!folder.join("note.yaml").exists());
}

#[test]
fn a_folder_one_outcome_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let inside = folder.join("reports");
    fs::create_dir_all(inside.join("below")).expect("folders");
    published(&inside, WORD);
    published(&inside.join("below"), PAGE);
    fs::write(inside.join("note.txt"), "今天天气很好。\n").expect("written");
    let run = check(folder, &["import", "reports", "-o", "forms"], 2);
    assert!(
        run.stdout.contains("已导入") && run.stdout.contains("没有处理"),
        "{}",
        run.stdout
    );
    assert!(folder.join("forms/08-qingya-caizhengju.yaml").exists());
    assert!(folder.join("forms/below/01-yunze-jiaoyuju.yaml").exists());
    check(folder, &["check", "reports/*.docx"], 0);
}

/// A DOCX with some words in the place of others.
fn edited(docx: &[u8], words: &[(&str, &str)]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        if name == "word/document.xml" {
            let mut xml = String::from_utf8(bytes).expect("a text");
            for (from, to) in words {
                assert!(xml.contains(from), "{from}");
                xml = xml.replacen(from, to, 1);
            }
            bytes = xml.into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(name, options).expect("begun");
        new.write_all(&bytes).expect("written");
    }
    new.finish().expect("finished").into_inner()
}

#[test]
fn what_was_corrected_in_word_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::copy(sample("003-corrected-2023"), folder.join("form.yaml")).expect("a form");
    check(
        folder,
        &["build", "form.yaml", "--to", "docx", "--name", "report"],
        0,
    );
    let docx = fs::read(folder.join("report.docx")).expect("a report");
    let words = [(">770<", ">7,70<"), ("群众满意度94%", "群众满意度95%")];
    fs::write(folder.join("odd.docx"), edited(&docx, &words)).expect("written");
    fs::write(folder.join("edited.docx"), edited(&docx, &words[1..])).expect("written");
    // What is no number is told, and the rest is taken all the same.
    let odd = check(folder, &["take", "form.yaml", "odd.docx", "--dry-run"], 1);
    assert!(
        odd.stdout.contains("收不进填报表的 1 处") && odd.stdout.contains("95%"),
        "{}",
        odd.stdout
    );
    let json = check(
        folder,
        &["take", "form.yaml", "edited.docx", "--format", "json"],
        1,
    );
    let document: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(document["corrections"].as_array().map(Vec::len), Some(1));
    check(folder, &["take", "form.yaml", "edited.docx", "--yes"], 0);
    check(folder, &["verify", "form.yaml", "edited.docx"], 0);
    // Another agency's report is none of this form.
    published(folder, WORD);
    let other = check(folder, &["take", "form.yaml", WORD, "--yes"], 2);
    assert!(other.stderr.contains("像是另一份报告"), "{}", other.stderr);
}
