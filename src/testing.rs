//! What unit tests share: the clean example, and changes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use crate::document::Document;
use crate::filing::{Filing, Memory, Name, Related};
use crate::form::{Options, read};
use crate::layout::{Item, Page, Pages};
use crate::report::Report;
use crate::standard::Library;

/// Report 003, the clean example, as text.
pub(crate) const CLEAN: &str = include_str!("../samples/003-corrected-2023.yaml");

/// Report 001, of the format of 2019 and without a finding, as text.
pub(crate) const OLD: &str = include_str!("../samples/001-xinfangju-2020.yaml");

/// The clean example with one line replaced, the first that starts with `key` after blanks.
pub(crate) fn with_line(key: &str, line: &str) -> String {
    changed(CLEAN, key, line)
}

/// The clean example with a section's text replaced.
pub(crate) fn with_section(key: &str, text: &str) -> String {
    let head = format!("{key}: |");
    let mut lines = Vec::new();
    let mut is_inside = false;
    for line in CLEAN.lines() {
        is_inside &= line.starts_with(' ');
        if !is_inside {
            lines.push(line.to_owned());
        }
        if line == head {
            is_inside = true;
            lines.extend(text.lines().map(|line| format!("  {line}")));
        }
    }
    lines.join("\n") + "\n"
}

/// A form with one line replaced, the first that starts with `key` after blanks.
pub(crate) fn changed(form: &str, key: &str, line: &str) -> String {
    let mut found = false;
    let lines = form.lines().map(|l| {
        if !found && l.trim_start().starts_with(key) {
            found = true;
            let indent = &l[..l.len() - l.trim_start().len()];
            format!("{indent}{line}")
        } else {
            l.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    assert!(found, "no line {key}");
    text
}

/// The clean example with its paragraph on requests replaced.
pub(crate) fn with_text(paragraph: &str) -> String {
    with_line("高标准建成政务公开体验区", paragraph)
}

/// The report of a readable form.
pub(crate) fn report(form: &str) -> Report {
    read(
        "form.yaml",
        form.as_bytes(),
        &Library::default(),
        Options::default(),
    )
    .report
    .expect("a readable form")
}

/// The document of a report with nothing beside it.
pub(crate) fn document_of(report: Report) -> Document {
    let name = Name::new("form.yaml");
    let filing = Filing::of(&Memory::new(), &name, report, Related::default());
    filing.expect("a body").document.expect("a sound template")
}

/// A JSON document's schema is the one in `schema/json`.
pub(crate) fn check_schema<T: JsonSchema>(name: &str) {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let text = serde_json::to_string_pretty(&schema).expect("a schema") + "\n";
    check_committed(&format!("schema/json/{name}.json"), &text);
}

/// The image of a built-in value is the one that is committed under this name.
pub(crate) fn check_image<T: serde::Serialize>(name: &str, value: &T) {
    let image = postcard::to_allocvec(value).expect("an image");
    check_committed(&format!("schema/builtin/{name}.bin"), image);
}

/// A generated file is the one that is committed; `NIANBAO_RENEW=1` writes it.
pub(crate) fn check_committed(path: &str, content: impl AsRef<[u8]>) {
    let path = root().join(path);
    if std::env::var_os("NIANBAO_RENEW").is_some() {
        fs::write(&path, content.as_ref()).expect("written");
    }
    let committed = fs::read(&path).expect("the committed file");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(
        text(&committed),
        text(content.as_ref()),
        "{}",
        path.display()
    );
}

/// One of the program's own fonts.
pub(crate) fn font(file: &str) -> Vec<u8> {
    fs::read(root().join("templates/fonts").join(file)).expect("a font")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Pages of 100 by 50 pt with these items and without faces.
pub(crate) fn pages(items: Vec<Vec<Item>>) -> Pages {
    let page = |items| Page {
        size: (100.0, 50.0),
        items,
    };
    Pages {
        pages: items.into_iter().map(page).collect(),
        faces: Vec::new(),
        starts: BTreeMap::new(),
        moved: BTreeSet::new(),
        tightened: BTreeMap::new(),
        stand_ins: BTreeMap::new(),
        findings: Vec::new(),
    }
}
