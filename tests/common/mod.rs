//! What the tests share: samples, readings, the program in a folder of its own.
#![allow(dead_code)]

pub mod random;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nianbao::document::Document;
use nianbao::finding::Finding;
use nianbao::form::{Options, Reading, read};
use nianbao::layout::{FontData, FontSource};
use nianbao::report::Report;
use nianbao::standard::Library;
use nianbao::style::Style;
use nianbao::{Filing, Memory, Name};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The clean example.
pub const CLEAN: &str = "003-corrected-2023";

/// The names of all samples, in order.
pub const SAMPLES: [&str; 6] = [
    "000-chengguanju-2019",
    "001-xinfangju-2020",
    "002-shenpiju-2021",
    CLEAN,
    "003-zhangjiagang-2023",
    "004-baoshuiqu-2020",
];

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A sample's path.
pub fn sample(name: &str) -> PathBuf {
    root().join("samples").join(format!("{name}.yaml"))
}

/// A sample's text.
pub fn sample_text(name: &str) -> String {
    std::fs::read_to_string(sample(name)).expect("a sample")
}

/// Reads a form's bytes with the built-in standards.
pub fn reading(bytes: &[u8]) -> Reading {
    read("form.yaml", bytes, &Library::default(), Options::default())
}

/// All findings of a form: of reading it, of the rules, of its placeholders.
pub fn findings(bytes: &[u8]) -> Vec<Finding> {
    let form = Name::new("form.yaml");
    Filing::open(&Memory::new(), &form, bytes)
        .expect("a body")
        .findings
}

/// A readable form as report and document.
pub fn document(text: &str) -> (Report, Document) {
    let form = Name::new("form.yaml");
    let filing = Filing::open(&Memory::new(), &form, text.as_bytes()).expect("a body");
    (
        filing.report.expect("a readable form"),
        filing.document.expect("a sound template"),
    )
}

/// The built-in style.
pub fn style() -> Style {
    Style::load(&Style::gbt9704()).expect("the built-in style")
}

/// The program's own fonts, read into memory.
pub struct Fonts;

impl FontSource for Fonts {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        let bytes = std::fs::read(root().join("templates/fonts").join(file)).ok()?;
        FontData::new(Arc::new(bytes), 0).ok()
    }
}

/// The program, started in a folder.
pub fn program(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("nianbao").expect("the program");
    command
        .current_dir(folder)
        .env_remove("NIANBAO_FONTS")
        .env("NIANBAO_SYSTEM_FONTS", "no")
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1");
    command
}

/// What a run of the program gave.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    let output = program(folder)
        .args(args)
        .output()
        .expect("the program runs");
    Run {
        code: output.status.code().expect("an exit code"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The names of the files in a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// The files below a folder whose names end so, in order; not those that are built or fetched.
pub fn files_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_made = name.starts_with('.') || name == "target" || name == "node_modules";
        if path.is_dir() && !is_made {
            found.extend(files_ending(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A number with its thousands parted.
pub fn part_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many random cases: more when `NIANBAO_CASES` asks for them, as in a long run.
pub fn cases(usual: u32) -> u32 {
    std::env::var("NIANBAO_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usual)
}

/// The list of types that every package has.
pub const TYPES: &str =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const ROOT: &str = "<Relationships><Relationship Id=\"r\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";

/// A package of these parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet with this XML, and shared strings.
pub fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    parts("表", sheet, strings)
}

/// A workbook of one sheet with this name and XML.
pub fn named(name: &str, sheet: &str) -> Vec<u8> {
    parts(name, sheet, "<sst/>")
}

/// The parts are in the order of Excel's own files, and the sheet has relations with the same ids
/// as the workbook's.
fn parts(name: &str, sheet: &str, strings: &str) -> Vec<u8> {
    let list = format!(
        "<workbook><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"
    );
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", &list),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"s1\" Type=\"http://schemas.openxmlformats.org\
             /officeDocument/2006/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            "<Relationships><Relationship Id=\"s1\" Type=\"printerSettings\" \
             Target=\"../printerSettings/p1.bin\"/></Relationships>",
        ),
    ])
}

/// A workbook of one sheet with this XML.
pub fn package(sheet: &str) -> Vec<u8> {
    workbook(sheet, "<sst/>")
}
