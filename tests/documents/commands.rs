//! Every command that a guide shows runs, in the order of the page, and what a page shows of the
//! program is what it prints.
//!
//! A comment `<!-- 场景：report.yaml=samples/… -->` in a page makes a new folder with these files,
//! in which the blocks below it run (`空` is an empty one, `.=…` a copy of a folder). Lines end
//! with exit code 0, or with what a comment behind them says (`退出码 1`). A block below `<!--
//! 输出：nianbao … -->` holds lines that this command prints, in their order; `…` stands for lines
//! left out. Where it names a sample, it runs in the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_saphyr::from_str;
use tempfile::TempDir;

use crate::common::root;
use crate::markdown::{Block, Page, Piece, pages};

const SCENE: &str = "<!-- 场景：";
const OUTPUT: &str = "<!-- 输出：";
const FRAGMENT: &str = "<!-- 片段 -->";

/// The programs that the lines of a block are run with; other tools are for the reader.
const RUN: [&str; 3] = ["nianbao ", "cp ", "mkdir "];

#[test]
fn every_command_of_the_guides_runs() {
    let mut told = 0;
    for page in pages() {
        told += play(&page);
    }
    assert!(told > 30, "only {told} commands were found");
}

/// Plays a page from its top to its end; how many commands ran.
fn play(page: &Page) -> usize {
    let mut scene: Option<TempDir> = None;
    let mut ran = 0;
    for piece in page.pieces() {
        match piece {
            Piece::Line(line) => {
                if let Some(files) = argument(&line, SCENE) {
                    scene = Some(set_scene(files));
                }
            }
            Piece::Block(block) => ran += show(page, &block, scene.as_ref()),
        }
    }
    ran
}

/// What stands in a comment of this kind.
fn argument<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    line.trim().strip_prefix(kind)?.strip_suffix(" -->")
}

/// Makes a folder with the files that a scene names.
fn set_scene(files: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for entry in files.split_whitespace().filter(|entry| *entry != "空") {
        let (name, source) = entry.split_once('=').expect("NAME=SOURCE");
        copy(&root().join(source), &folder.path().join(name));
    }
    folder
}

fn copy(source: &Path, target: &Path) {
    if source.is_dir() {
        fs::create_dir_all(target).expect("a folder");
        for entry in fs::read_dir(source).expect("a folder") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &target.join(entry.file_name()));
        }
        return;
    }
    fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
    fs::copy(source, target).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
}

/// Runs what a block shows.
fn show(page: &Page, block: &Block, scene: Option<&TempDir>) -> usize {
    let place = format!("{}:{}", page.path, block.line);
    if let Some(command) = argument(&block.before, OUTPUT) {
        let folder = match scene {
            Some(scene) if !command.contains(" samples/") => scene.path().to_owned(),
            _ => root(),
        };
        let said = run(command, &folder).said;
        compare(&said, block, &place);
        return 1;
    }
    if block.language != "sh" {
        return 0;
    }
    let mut ran = 0;
    for line in &block.lines {
        let line = line.trim_start().trim_start_matches("$ ");
        if !RUN.iter().any(|program| line.starts_with(program)) {
            continue;
        }
        let Some(scene) = scene else {
            panic!("{place}: `{line}` stands in no scene");
        };
        let run = run(line, scene.path());
        assert_eq!(
            run.code,
            expected_code(line),
            "{place}: {line}\n{}",
            run.said
        );
        ran += 1;
    }
    ran
}

/// The exit code that a line promises.
fn expected_code(line: &str) -> i32 {
    let comment = line.split_once(" #").map_or("", |(_, comment)| comment);
    match comment.split_once("退出码 ") {
        Some((_, code)) => code.trim().parse().expect("a number"),
        None => 0,
    }
}

/// The lines of a block are among those that were printed, in their order.
fn compare(said: &str, block: &Block, place: &str) {
    let mut lines = said.lines().map(str::trim_end);
    for wanted in block.lines.iter().map(|line| line.trim_end()) {
        if wanted.trim() != "…" && !wanted.is_empty() {
            let found = lines.any(|line| line == wanted);
            assert!(
                found,
                "{place}: the program does not print\n{wanted}\nbut\n{said}"
            );
        }
    }
}

/// What a run gave.
struct Played {
    code: i32,
    said: String,
}

/// Runs a line by the shell, with our program first among all.
fn run(line: &str, folder: &Path) -> Played {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_nianbao"));
    let programs = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", format!("{programs}:{path}"))
        .env("NIANBAO_SYSTEM_FONTS", "no")
        .env("NIANBAO_FONTS", root().join("templates/fonts"))
        .env("NO_COLOR", "1")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("a shell");
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said += &String::from_utf8_lossy(&output.stderr);
    Played {
        code: output.status.code().unwrap_or(-1),
        said,
    }
}

/// Every block of YAML is YAML.
#[test]
fn every_example_of_yaml_is_read() {
    let mut read = 0;
    for page in pages() {
        for block in page.blocks() {
            if block.language == "yaml" {
                let text = block.lines.join("\n");
                let value: Result<serde_json::Value, _> = from_str(&text);
                assert!(value.is_ok(), "{}:{}: {value:?}", page.path, block.line);
                assert_eq!(block.before, FRAGMENT, "{}:{}", page.path, block.line);
                read += 1;
            }
        }
    }
    assert!(read > 1);
}
