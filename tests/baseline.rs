//! The bytes of every output of every sample, by their SHA-256, as `tests/baseline.txt` has them.
//!
//! A change of bytes is meant or it is a fault: who means it renews the list with
//! `NIANBAO_RENEW=1 cargo test --test baseline` and names the change in the commit.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{CLEAN, SAMPLES, files, root, run, sample};
use nianbao::finding::json::sha256;

/// Forms with pictures and charts, last year's first.
const FIGURES: [&str; 2] = ["figures-2022.yaml", "figures-2023.yaml"];

/// Runs the program and asks for an exit code of 0 or 1: forms may have errors, the command must
/// not.
fn made(folder: &Path, args: &[&str]) {
    let out = run(folder, args);
    assert!(out.code < 2, "{args:?}: {}{}", out.stdout, out.stderr);
}

/// Makes all that the program makes of a form, into a folder of the form's name.
fn make(folder: &Path, name: &str, form: &str) {
    made(
        folder,
        &[
            "build",
            form,
            "--draft",
            "--to",
            "docx,pdf,txt,html",
            "-o",
            name,
        ],
    );
    for kind in ["yaml", "xlsx", "json"] {
        made(folder, &["convert", form, &format!("{name}/form.{kind}")]);
    }
}

/// A line for each file of a folder.
fn list(folder: &Path, name: &str, lines: &mut String) {
    for file in files(&folder.join(name)) {
        let mut bytes = fs::read(folder.join(name).join(&file)).unwrap();
        if Path::new(&file)
            .extension()
            .is_some_and(|kind| kind == "yaml")
        {
            // The first line leads to the schema from wherever the form stands.
            let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
            bytes.drain(..=end);
        }
        writeln!(lines, "{}  {name}/{file}", sha256(&bytes)).unwrap();
    }
}

#[test]
fn bytes_are_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut lines = String::new();
    for name in SAMPLES {
        fs::copy(sample(name), dir.join(format!("{name}.yaml"))).unwrap();
        make(dir, name, &format!("{name}.yaml"));
        list(dir, name, &mut lines);
    }
    for file in [FIGURES[0], FIGURES[1], "photo.png", "photo.jpg"] {
        fs::copy(root().join("tests/forms").join(file), dir.join(file)).unwrap();
    }
    for form in FIGURES {
        let name = form.trim_end_matches(".yaml");
        make(dir, name, form);
        list(dir, name, &mut lines);
    }
    fs::create_dir(dir.join("new")).unwrap();
    for (year, kind) in [
        ("2019", "yaml"),
        ("2019", "xlsx"),
        ("2023", "yaml"),
        ("2023", "xlsx"),
    ] {
        made(
            dir,
            &[
                "new",
                "--agency",
                "某某市某某局",
                "--year",
                year,
                &format!("new/{year}.{kind}"),
            ],
        );
    }
    made(
        dir,
        &["new", "--from", &format!("{CLEAN}.yaml"), "new/next.xlsx"],
    );
    for kind in ["docx", "txt"] {
        let (old, new) = ("003-zhangjiagang-2023.yaml", format!("{CLEAN}.yaml"));
        made(
            dir,
            &[
                "diff",
                old,
                &new,
                "--format",
                kind,
                "-o",
                &format!("new/notice.{kind}"),
            ],
        );
    }
    list(dir, "new", &mut lines);
    let baseline = root().join("tests/baseline.txt");
    if std::env::var_os("NIANBAO_RENEW").is_some() {
        fs::write(&baseline, lines).unwrap();
        return;
    }
    assert_eq!(lines, fs::read_to_string(&baseline).unwrap());
}
